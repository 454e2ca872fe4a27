// Compares the money banks have in their books with what fees believes. Pure. A payment stands when its bank keeps the money for us; each that stands
// must be ours once, each that does not must be nobody's, and every fen of a difference must have a name.
import type { Finding } from './comparison.ts';

/** One payment in a bank's own books. `open`: the bank itself does not know yet. */
export interface BankEntry { bank: string; serial: string; payCode: string; amountInFen: number; state: 'stands' | 'gone' | 'open' }
/** A bill as fees shows it. */
export interface BillView {
  payCode: string; state: string; amountInFen: number; payment: { bank: string; serial: string; amountInFen: number } | null;
  /** What the fiscal platform has said and given; null where there is none. */
  confirmation?: { serial: string } | null; receipt?: { code: string; number: string; checkCode: string } | null;
  /** What was given back of it the way it came; each with the serial of who gave it back once that has ended. */
  refunds?: readonly { state: string; amountInFen: number; serial: string | null }[];
}
/** What a bank or a channel gave back of a payment at our word, in its own book. */
export interface GivenBack { bank: string; payCode: string; serial: string; amountInFen: number }
/** The fiscal platform's own books: money that arrived, receipts it made, numbers it gave that no receipt bears, and those we have recorded as burnt. */
export interface PlatformView {
  payments: readonly { payCode: string; serial: string; amountInFen: number }[];
  receipts: readonly { payCode: string; code: string; number: string; checkCode: string; amountInFen: number }[];
  unusedNumbers: readonly { number: string; asked: string }[];
  burnt: ReadonlySet<string>;
}
/** Money on the book of unidentified money. */
export interface MoneyView { bank: string; serial: string; amountInFen: number; state: string }
/** What was said on the bus of one bill; each message once, whatever id it was sent under again. */
export interface Said { payCode: string; type: 'settled' | 'reversed'; serial: string }

export interface MoneyBooks {
  banks: readonly BankEntry[];
  bills: readonly BillView[];
  unidentified: readonly MoneyView[];
  said: readonly Said[];
  /** What the double-entry ledger says each bank holds, from its entries alone. */
  ledger: ReadonlyMap<string, number>;
  refunds?: readonly GivenBack[];
}

/** States that must have come to an end when nobody moves any more. */
const underWay = new Set(['paying', 'in-doubt', 'reversing', 'reversal-unconfirmed']);
const named = ({ bank, serial }: { bank: string; serial: string }): string => `${bank} ${serial}`;
const sum = (all: readonly { amountInFen: number }[]): number => all.reduce((total, { amountInFen }) => total + amountInFen, 0);

export function compareMoney({ banks, bills, unidentified, said, ledger, refunds = [] }: MoneyBooks): Finding[] {
  const findings: Finding[] = [];
  const find = (verdict: Finding['verdict'], what: string, where: string): void => { findings.push({ verdict, what, where }); };
  const atBank = new Map(banks.map((entry) => [named(entry), entry]));
  if (atBank.size !== banks.length) find('duplicated', 'a bank used one serial twice', 'the bank books');

  const ours = new Map<string, string[]>();
  const hold = (entry: { bank: string; serial: string; amountInFen: number }, where: string): void => {
    ours.set(named(entry), [...(ours.get(named(entry)) ?? []), where]);
    const there = atBank.get(named(entry));
    if (!there) find('unexplained', 'we hold money no bank has in its books', `${where}: ${named(entry)}`);
    else if (there.state === 'gone') find('unexplained', 'we hold money its bank has given back', `${where}: ${named(entry)}`);
    else if (there.state === 'open') find('unexplained', 'a payment is open at its bank', `${where}: ${named(entry)}`);
    else if (there.amountInFen !== entry.amountInFen) find('unexplained', `amounts differ: ${String(there.amountInFen)} at the bank, ${String(entry.amountInFen)} with us`, `${where}: ${named(entry)}`);
  };
  for (const { payCode, payment } of bills) if (payment) hold(payment, payCode);
  for (const money of unidentified) if (money.state !== 'returned' && money.state !== 'claimed') hold(money, 'unidentified money');
  for (const [name, where] of ours) if (where.length > 1) find('duplicated', `one payment stands ${String(where.length)} times`, `${name}: ${where.join(', ')}`);
  for (const entry of banks) {
    if (entry.state === 'stands' && !ours.has(named(entry))) find('lost', 'a bank holds money for us that we do not know', `${entry.payCode}: ${named(entry)}`);
    if (entry.state === 'open' && !ours.has(named(entry))) find('unexplained', 'a payment is open at its bank', `${entry.payCode}: ${named(entry)}`);
  }

  for (const bank of new Set(banks.map((entry) => entry.bank))) {
    const there = sum(banks.filter((entry) => entry.bank === bank && entry.state === 'stands')) - sum(refunds.filter((one) => one.bank === bank));
    const here = ledger.get(bank) ?? 0;
    if (there !== here) find('unexplained', `the ledger differs by ${String(here - there)} fen from the books of the bank`, bank);
  }

  // What was given back: each refund in a bank's or the channel's book is one of ours, under its serial, and none of ours is without one there.
  const ended = bills.flatMap(({ payCode, payment, refunds: ours = [] }) => ours.filter(({ state }) => state === 'refunded').map((one) => ({ bank: payment?.bank, payCode, ...one })));
  if (new Set(refunds.map(named)).size !== refunds.length) find('duplicated', 'one serial gave money back twice', 'the bank books');
  for (const { bank, payCode, serial, amountInFen } of refunds) {
    const same = ended.filter((one) => one.bank === bank && one.serial === serial);
    if (same.length !== 1) find(same.length === 0 ? 'lost' : 'duplicated', `a refund of ${bank} is ${String(same.length)} of ours`, `${payCode}: ${serial}`);
    else if (same[0]?.amountInFen !== amountInFen || same[0].payCode !== payCode) find('unexplained', `${bank} gave back ${String(amountInFen)} fen of ${payCode}, we have ${String(same[0]?.amountInFen)} of ${same[0]?.payCode ?? ''}`, `${payCode}: ${serial}`);
  }
  for (const { bank, payCode, serial } of ended) if (!refunds.some((one) => one.bank === bank && one.serial === serial)) find('unexplained', 'we have given back what its bank has not', `${payCode}: ${serial ?? ''}`);
  for (const { payCode, refunds: ours = [] } of bills) for (const { state } of ours) if (state === 'sent' || state === 'approved' || state === 'requested') find('unexplained', `a refund is still ${state}`, payCode);
  for (const { payCode, state } of bills) if (underWay.has(state)) find('unexplained', `a bill is still ${state}`, payCode);

  // What others were told, in whatever order it arrived: what was settled and not reversed is what the bill says of itself.
  const lines = new Map<string, Said[]>();
  for (const one of said) lines.set(one.payCode, [...(lines.get(one.payCode) ?? []), one]);
  for (const { payCode, payment } of bills) {
    const told = lines.get(payCode) ?? [];
    const of = (type: Said['type']): string[] => told.filter((one) => one.type === type).map(({ serial }) => serial);
    const [settled, reversed] = [of('settled'), of('reversed')];
    for (const serials of [settled, reversed]) if (new Set(serials).size !== serials.length) find('duplicated', 'one payment was told of twice under different ids', payCode);
    for (const serial of reversed) if (!settled.includes(serial)) find('lost', 'a reversal was told of a payment nobody was told of', `${payCode}: ${serial}`);
    const standing = settled.filter((serial) => !reversed.includes(serial));
    const expected = payment ? [payment.serial] : [];
    if (standing.join() !== expected.join()) find(standing.length < expected.length ? 'lost' : standing.length > expected.length ? 'duplicated' : 'unexplained', `the bus says ${standing.join() || 'not paid'}, the bill ${expected.join() || 'not paid'}`, payCode);
  }
  return findings;
}

/** The fiscal platform's books beside the banks' and ours: what stands at a bank was confirmed once under its serial and has one receipt, over its amount. */
export function compareFiscal(bills: readonly BillView[], { payments, receipts, unusedNumbers, burnt }: PlatformView): Finding[] {
  const findings: Finding[] = [];
  const find = (verdict: Finding['verdict'], what: string, where: string): void => { findings.push({ verdict, what, where }); };
  for (const bill of bills) {
    const { payCode, payment } = bill;
    const arrived = payments.filter((one) => one.payCode === payCode);
    const given = receipts.filter((one) => one.payCode === payCode);
    if (!payment) {
      if (arrived.length > 0) find('lost', 'the fiscal platform has money for a bill that is not paid', payCode);
      if (given.length > 0) find('unexplained', 'there is a receipt for a bill that is not paid', payCode);
      continue;
    }
    if (arrived.length !== 1 || given.length !== 1) {
      if (arrived.length !== 1) find(arrived.length === 0 ? 'lost' : 'duplicated', `the fiscal platform has ${String(arrived.length)} payments for a bill that is paid once`, payCode);
      if (given.length !== 1) find(given.length === 0 ? 'lost' : 'duplicated', `${String(given.length)} receipts for a bill that is paid once (${bill.state})`, payCode);
      continue;
    }
    const [[money], [receipt]] = [arrived, given];
    if (money?.amountInFen !== payment.amountInFen || receipt?.amountInFen !== payment.amountInFen) find('unexplained', `${String(payment.amountInFen)} fen with us, ${String(money?.amountInFen)} at the platform, ${String(receipt?.amountInFen)} on the receipt`, payCode);
    if (bill.confirmation?.serial !== money?.serial) find('unexplained', `confirmed as ${bill.confirmation?.serial ?? 'not at all'}, at the platform ${money?.serial ?? ''}`, payCode);
    if (bill.receipt?.number !== receipt?.number || bill.receipt?.code !== receipt?.code || bill.receipt?.checkCode !== receipt?.checkCode) find('unexplained', 'our receipt is not the one the platform made', payCode);
  }
  for (const { number, asked } of unusedNumbers) if (!burnt.has(asked)) find('unexplained', 'a receipt number was given, used by nobody and not recorded as burnt', number);
  return findings;
}
