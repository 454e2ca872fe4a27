// Compares what the outside saw with what was asked for. Pure. What was asked is derived here once more, from the form of
// delegation and the fee alone, so that a hub that forgets to ask for something is found out as surely as one that loses it.
import type { DelegationForm } from '../../contracts/seal/messages.ts';
import type { TextKind } from '../../contracts/notify/messages.ts';

/** One case that was carried to its end, as its people and its owner know it. */
export interface AskedCase {
  caseNumber: string;
  form: DelegationForm;
  feeInFen: number;
  mobile: string;
  receiptNumber: string;
  documentNumber: string | null;
  bill: { payCode: string | null; amountInFen: number; state: string } | null;
  /** Uses of seals as the case's owner knows them. */
  seals: readonly { purpose: string; ledgerNumber: string; documentSha256: string }[];
  certificate: { number: string; licenceId: string; sha256: string; issuedAt: string | null } | null;
}

/** Everything the others have in their books. */
export interface OutsideView {
  /** The bank's own books. */
  payments: readonly { serial: string; payCode: string; amountInFen: number; state: string }[];
  /** Bills and their payments as fees keeps them, by case. */
  bills: ReadonlyMap<string, readonly { payCode: string; state: string; amountInFen: number; payment: { serial: string; amountInFen: number } | null }[]>;
  /** Texts as notify was commanded to send them, by case. */
  notices: ReadonlyMap<string, readonly { textKey: string; kind: string; state: string; words: string }[]>;
  /** The carrier's ledger: each entry under its own extension digits. */
  carried: readonly { mobile: string; words: string; onPhone: boolean; taken: readonly number[] }[];
  /** What the province received, in the order it received it. */
  provinceSteps: readonly { projectNo: string; kind: string; sequence: number; repeats: number }[];
  /** The seal ledger. */
  sealLines: readonly { caseNumber: string; useKey: string; sealCode: string; ledgerNumber: string; sequence: number; documentSha256: string; purpose: string }[];
  /** Certificates with what their files turned out to be, by case. */
  certificates: ReadonlyMap<string, readonly { number: string; licenceId: string; state: string; sha256: string | null; file: { sha256: string; isPdf: boolean } | null }[]>;
}

/** Something that is not as it was asked for. */
export interface Finding {
  verdict: 'lost' | 'duplicated' | 'unexplained';
  what: string;
  /** Case number, pay code, ledger number…: where to look. Never a person's data. */
  where: string;
}

/** What each form must leave behind when it ends granted. */
const stepsOf: Record<DelegationForm, readonly string[]> = {
  direct: ['accept', 'process', 'process', 'result', 'material'],
  entrusted: ['accept', 'process', 'process', 'result', 'material'],
  forward: ['accept', 'process', 'process', 'result', 'material'],
  'direct-report': ['accept', 'process', 'process', 'report', 'result', 'material'],
};
const sealsOf: Record<DelegationForm, readonly string[]> = {
  direct: ['decision', 'certificate'],
  entrusted: ['decision', 'decision', 'certificate', 'certificate'],
  forward: ['decision', 'certificate'],
  'direct-report': ['opinion', 'opinion', 'certificate'],
};
const textsOf = (feeInFen: number): readonly TextKind[] => ['received', 'accepted', ...(feeInFen > 0 ? (['fee-due', 'paid'] as const) : []), 'decided', 'ready', 'delivered'];

/**
 * All findings over all closed cases; none means that everything asked for happened once. Of `unfinished` cases nothing is
 * demanded, but what is found of them belongs to somebody.
 */
export function compare(cases: readonly AskedCase[], outside: OutsideView, unfinished: readonly { caseNumber: string; mobile: string }[] = []): Finding[] {
  const findings: Finding[] = [];
  const find = (verdict: Finding['verdict'], what: string, where: string): void => { findings.push({ verdict, what, where }); };
  /** Once is right; none is lost; more is duplicated. */
  const once = (count: number, what: string, where: string): void => {
    if (count === 0) find('lost', what, where);
    for (let more = 1; more < count; more += 1) find('duplicated', what, where);
  };

  const known = [...cases, ...unfinished];
  const caseNumbers = new Set(known.map((one) => one.caseNumber));
  comparePayments(cases, outside, find, once, unfinished.flatMap((one) => outside.bills.get(one.caseNumber) ?? []).map((bill) => bill.payCode));
  compareTexts(cases, outside, find, once, new Set(known.map((one) => one.mobile)));
  compareProvince(cases, outside, find, caseNumbers);
  compareSeals(cases, outside, find, caseNumbers);
  compareCertificates(cases, outside, find, once);
  for (const [name, of] of [['receipt number', (one: AskedCase) => one.receiptNumber], ['case number', (one: AskedCase) => one.caseNumber], ['decision number', (one: AskedCase) => one.documentNumber]] as const) {
    for (const value of repeated(cases.map(of))) find('duplicated', name, value);
  }
  return findings;
}

type Find = (verdict: Finding['verdict'], what: string, where: string) => void;
type Once = (count: number, what: string, where: string) => void;

function comparePayments(cases: readonly AskedCase[], outside: OutsideView, find: Find, once: Once, otherPayCodes: readonly string[]): void {
  const asked = new Set<string>(otherPayCodes);
  for (const one of cases) {
    const bills = outside.bills.get(one.caseNumber) ?? [];
    if (one.feeInFen === 0) {
      if (bills.length > 0 || one.bill !== null) find('unexplained', 'bill for a case without a fee', one.caseNumber);
      continue;
    }
    once(bills.length, 'bill', one.caseNumber);
    for (const bill of bills) {
      asked.add(bill.payCode);
      const taken = outside.payments.filter((payment) => payment.payCode === bill.payCode && payment.state === 'confirmed');
      once(taken.length, 'payment in the books of the bank', bill.payCode);
      const [payment] = taken;
      if (bill.payment === null) find('lost', 'payment in the books of the hub', bill.payCode);
      else if (payment !== undefined && bill.payment.serial !== payment.serial) find('unexplained', `the hub booked serial ${bill.payment.serial}, the bank ${payment.serial}`, bill.payCode);
      const amounts = new Set([one.feeInFen, bill.amountInFen, one.bill?.amountInFen, bill.payment?.amountInFen, payment?.amountInFen].filter((amount) => amount !== undefined));
      if (amounts.size > 1) find('unexplained', `amounts differ: ${[...amounts].join(', ')} fen`, bill.payCode);
      if (one.bill?.payCode !== bill.payCode || one.bill.state !== 'paid') find('unexplained', 'the case does not know its bill as paid', bill.payCode);
    }
  }
  for (const payment of outside.payments) {
    if (payment.state === 'open' || payment.state === 'cancelling') find('unexplained', `payment ${payment.state} in the books of the bank`, payment.payCode);
    if (payment.state === 'confirmed' && !asked.has(payment.payCode)) find('unexplained', 'payment for a bill of no case', payment.payCode);
  }
  for (const serial of repeated(outside.payments.map((payment) => payment.serial))) find('duplicated', 'bank serial', serial);
}

function compareTexts(cases: readonly AskedCase[], outside: OutsideView, find: Find, once: Once, ours: ReadonlySet<string>): void {
  const byMobile = groups(outside.carried, (text) => text.mobile);
  for (const one of cases) {
    const notices = outside.notices.get(one.caseNumber) ?? [];
    const expected = textsOf(one.feeInFen);
    const entries = byMobile.get(one.mobile) ?? [];
    const explained = new Set<(typeof entries)[number]>();
    for (const kind of expected) {
      const where = `${one.caseNumber}:${kind}`;
      const commanded = notices.filter((notice) => notice.kind === kind);
      once(commanded.length, 'command for a text', where);
      for (const notice of commanded.slice(0, 1)) {
        const same = entries.filter((entry) => entry.words === notice.words);
        for (const entry of same) explained.add(entry);
        // A part taken twice under the same digits is a copy as well.
        once(same.filter((entry) => entry.onPhone).reduce((sum, entry) => sum + Math.max(...entry.taken), 0), 'text at the carrier', where);
        if (notice.state !== 'delivered') find('unexplained', `text ${notice.state}, not delivered`, where);
      }
    }
    for (const notice of notices) if (!expected.some((kind) => kind === notice.kind)) find('unexplained', 'text nobody asked for', notice.textKey);
    for (const entry of entries) if (entry.onPhone && !explained.has(entry)) find('unexplained', 'text at the carrier that no command explains', one.caseNumber);
  }
  for (const mobile of byMobile.keys()) if (!ours.has(mobile)) find('unexplained', 'text to a phone of no case', `…${mobile.slice(-4)}`);
}

function compareProvince(cases: readonly AskedCase[], outside: OutsideView, find: Find, ours: ReadonlySet<string>): void {
  const byCase = groups(outside.provinceSteps, (step) => step.projectNo);
  for (const one of cases) {
    const steps = byCase.get(one.caseNumber) ?? [];
    const expected = stepsOf[one.form];
    for (const step of steps) for (let more = 0; more < step.repeats; more += 1) find('duplicated', `step ${step.kind} at the province`, one.caseNumber);
    const received = steps.map((step) => step.kind);
    for (const kind of new Set([...expected, ...received])) {
      const [wanted, got] = [count(expected, kind), count(received, kind)];
      for (let missing = got; missing < wanted; missing += 1) find('lost', `step ${kind} at the province`, one.caseNumber);
      for (let more = wanted; more < got; more += 1) find('duplicated', `step ${kind} at the province`, one.caseNumber);
    }
    const sameNumber = received.length === expected.length;
    if (sameNumber && received.join(' ') !== expected.join(' ')) find('unexplained', `steps at the province out of order: ${received.join(' ')}`, one.caseNumber);
    if (steps.some((step, index) => step.sequence !== index + 1)) find('unexplained', `sequence numbers at the province: ${steps.map((step) => step.sequence).join(' ')}`, one.caseNumber);
  }
  for (const projectNo of byCase.keys()) if (!ours.has(projectNo)) find('unexplained', 'the province has a case nobody closed', projectNo);
}

function compareSeals(cases: readonly AskedCase[], outside: OutsideView, find: Find, ours: ReadonlySet<string>): void {
  const byCase = groups(outside.sealLines, (line) => line.caseNumber);
  for (const one of cases) {
    const lines = byCase.get(one.caseNumber) ?? [];
    const expected = sealsOf[one.form];
    for (const purpose of new Set([...expected, ...lines.map((line) => line.purpose)])) {
      const [wanted, got] = [count(expected, purpose), count(lines.map((line) => line.purpose), purpose)];
      for (let missing = got; missing < wanted; missing += 1) find('lost', `use of a seal for the ${purpose}`, one.caseNumber);
      for (let more = wanted; more < got; more += 1) find('duplicated', `use of a seal for the ${purpose}`, one.caseNumber);
    }
    const known = new Map(one.seals.map((seal) => [seal.ledgerNumber, seal.documentSha256]));
    for (const line of lines) if (known.get(line.ledgerNumber) !== line.documentSha256) find('unexplained', 'seal ledger and case differ', line.ledgerNumber);
    if (known.size !== lines.length) find('unexplained', `the case knows ${known.size} uses of seals, the ledger ${lines.length}`, one.caseNumber);
  }
  for (const line of outside.sealLines) if (!ours.has(line.caseNumber)) find('unexplained', 'seal used for a case nobody closed', line.ledgerNumber);
  for (const useKey of repeated(outside.sealLines.map((line) => line.useKey))) find('duplicated', 'use of a seal', useKey);
  for (const number of repeated(outside.sealLines.map((line) => line.ledgerNumber))) find('duplicated', 'ledger number', number);
  for (const [sealCode, lines] of groups(outside.sealLines, (line) => line.sealCode)) {
    const sequences = new Set(lines.map((line) => line.sequence));
    for (let sequence = 1; sequence <= Math.max(...sequences); sequence += 1) if (!sequences.has(sequence)) find('lost', 'line of the seal ledger', `${sealCode} ${sequence}`);
    if (sequences.size < lines.length) find('duplicated', 'position in the seal ledger', sealCode);
  }
}

function compareCertificates(cases: readonly AskedCase[], outside: OutsideView, find: Find, once: Once): void {
  const all = [...outside.certificates.values()].flat();
  for (const one of cases) {
    const certificates = outside.certificates.get(one.caseNumber) ?? [];
    once(certificates.length, 'certificate', one.caseNumber);
    for (const certificate of certificates) {
      if (certificate.state !== 'issued') find('lost', `certificate is ${certificate.state}, not issued`, certificate.number);
      if (certificate.file === null) find('lost', 'file of a certificate', certificate.number);
      else if (!certificate.file.isPdf || certificate.file.sha256 !== one.certificate?.sha256) find('unexplained', 'the file of a certificate is not what was sealed', certificate.number);
      if (one.certificate?.number !== certificate.number || one.certificate.issuedAt === null) find('unexplained', 'the case does not know its certificate', certificate.number);
    }
  }
  for (const number of repeated(all.map((certificate) => certificate.number))) find('duplicated', 'certificate number', number);
  for (const licenceId of repeated(all.map((certificate) => certificate.licenceId))) find('duplicated', 'licence identifier', licenceId);
}

const count = (all: readonly string[], one: string): number => all.filter((each) => each === one).length;

function groups<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const one of all) {
    const group = grouped.get(key(one));
    if (group) group.push(one);
    else grouped.set(key(one), [one]);
  }
  return grouped;
}

/** Values that stand there more than once, each once for every time beyond the first. */
function repeated(values: readonly (string | null)[]): string[] {
  const seen = new Set<string>();
  return values.filter((value): value is string => {
    if (value === null) return false;
    const again = seen.has(value);
    seen.add(value);
    return again;
  });
}
