/** What the comparison must see: a world where all went well is clean, and each single thing that goes wrong is found. */
import { describe, expect, it } from 'vitest';
import type { DelegationForm } from '../../contracts/seal/messages.ts';
import { compare, type AskedCase, type OutsideView } from './comparison.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] extends readonly (infer E)[] ? Writable<E>[] : T[K] };

const forms: readonly DelegationForm[] = ['direct', 'entrusted', 'forward', 'direct-report'];
const steps = { direct: 'accept process process result material', entrusted: 'accept process process result material', forward: 'accept process process result material', 'direct-report': 'accept process process report result material' };
const seals = { direct: 'decision certificate', entrusted: 'decision decision certificate certificate', forward: 'decision certificate', 'direct-report': 'opinion opinion certificate' };

/** Eight cases, with and without a fee, and books in which everything stands once. */
function world(): { cases: Writable<AskedCase>[]; outside: Writable<OutsideView> } {
  const outside: Writable<OutsideView> = { payments: [], bills: new Map(), notices: new Map(), carried: [], provinceSteps: [], sealLines: [], certificates: new Map() };
  const cases = Array.from({ length: 8 }, (_none, index): Writable<AskedCase> => {
    const caseNumber = `CASE${index}`;
    const form = forms[index % 4] ?? 'direct';
    const feeInFen = index < 4 ? 0 : 1_000 + index;
    const payCode = `PAY${index}`;
    const mobile = `1990000000${index}`;
    if (feeInFen > 0) {
      outside.payments.push({ serial: `S${index}`, payCode, amountInFen: feeInFen, state: 'confirmed' });
      outside.bills.set(caseNumber, [{ payCode, state: 'paid', amountInFen: feeInFen, payment: { serial: `S${index}`, amountInFen: feeInFen } }]);
    }
    const kinds = ['received', 'accepted', ...(feeInFen > 0 ? ['fee-due', 'paid'] : []), 'decided', 'ready', 'delivered'];
    outside.notices.set(caseNumber, kinds.map((kind) => ({ textKey: `${caseNumber}:${kind}`, kind, state: 'delivered', words: `${caseNumber} ${kind}` })));
    for (const kind of kinds) outside.carried.push({ mobile, words: `${caseNumber} ${kind}`, onPhone: true, taken: [1] });
    steps[form].split(' ').forEach((kind, at) => { outside.provinceSteps.push({ projectNo: caseNumber, kind, sequence: at + 1, repeats: 0 }); });
    const lines = seals[form].split(' ').map((purpose, at) => {
      const sequence = outside.sealLines.length + 1;
      const line = { caseNumber, useKey: `${caseNumber}:${purpose}:${at}`, sealCode: 'SEAL', ledgerNumber: `SEAL-${sequence}`, sequence, documentSha256: `${caseNumber}${purpose}`, purpose };
      outside.sealLines.push(line);
      return line;
    });
    outside.certificates.set(caseNumber, [{ number: `N${index}`, licenceId: `L${index}`, state: 'issued', sha256: `D${index}`, file: { sha256: `D${index}`, isPdf: true } }]);
    return {
      caseNumber, form, feeInFen, mobile, receiptNumber: `R${index}`, documentNumber: `文${index}`,
      bill: feeInFen > 0 ? { payCode, amountInFen: feeInFen, state: 'paid' } : null,
      seals: lines.map(({ purpose, ledgerNumber, documentSha256 }) => ({ purpose, ledgerNumber, documentSha256 })),
      certificate: { number: `N${index}`, licenceId: `L${index}`, sha256: `D${index}`, issuedAt: '2026-11-22T00:00:00Z' },
    };
  });
  return { cases, outside };
}

/** The verdicts after one thing has been changed. */
function after(change: (it: ReturnType<typeof world>) => void): string[] {
  const changed = world();
  change(changed);
  return [...new Set(compare(changed.cases, changed.outside).map((finding) => finding.verdict))];
}

function removeWhere<T>(from: T[], which: (one: T) => boolean): void {
  const at = from.findIndex(which);
  if (at < 0) throw new Error('nothing to remove');
  from.splice(at, 1);
}
function first<T>(all: readonly T[] | undefined): T {
  const [one] = all ?? [];
  if (one === undefined) throw new Error('nothing there');
  return one;
}

describe('the comparison with the books of the outside', () => {
  it('finds nothing where everything happened once', () => {
    const { cases, outside } = world();
    expect(compare(cases, outside)).toEqual([]);
  });

  it.each<[string, (it: ReturnType<typeof world>) => void]>([
    ['a payment the bank has not', ({ outside }) => removeWhere(outside.payments, () => true)],
    ['a payment the hub has not', ({ outside }) => { outside.bills.set('CASE4', [{ payCode: 'PAY4', state: 'issued', amountInFen: 1_004, payment: null }]); }],
    ['a bill that was never issued', ({ outside }) => { outside.bills.delete('CASE5'); }],
    ['a text', ({ outside }) => removeWhere(outside.carried, (text) => text.words.endsWith('paid'))],
    ['a part of a text', ({ outside }) => { Object.assign(first(outside.carried), { onPhone: false, taken: [1, 0] }); }],
    ['the command for a text', ({ outside }) => { removeWhere(outside.carried, (text) => text.words === 'CASE0 ready'); outside.notices.set('CASE0', (outside.notices.get('CASE0') ?? []).filter((notice) => notice.kind !== 'ready')); }],
    ['a step at the province', ({ outside }) => removeWhere(outside.provinceSteps, (step) => step.kind === 'report')],
    ['the use of a seal', ({ cases, outside }) => { removeWhere(outside.sealLines, (line) => line.ledgerNumber === 'SEAL-21'); removeWhere(first(cases.filter((one) => one.seals.some((seal) => seal.ledgerNumber === 'SEAL-21'))).seals, (seal) => seal.ledgerNumber === 'SEAL-21'); }],
    ['a certificate', ({ outside }) => { outside.certificates.set('CASE1', []); }],
    ['the file of a certificate', ({ outside }) => { first(outside.certificates.get('CASE1')); outside.certificates.set('CASE1', [{ ...first(outside.certificates.get('CASE1')), file: null }]); }],
  ])('sees that %s is lost', (_what, change) => {
    expect(after(change)).toContain('lost');
  });

  it.each<[string, (it: ReturnType<typeof world>) => void]>([
    ['a payment', ({ outside }) => { outside.payments.push({ ...first(outside.payments), serial: 'OTHER' }); }],
    ['a bank serial', ({ outside }) => { outside.payments.push({ serial: first(outside.payments).serial, payCode: 'PAY9', amountInFen: 1, state: 'returned' }); }],
    ['a bill', ({ outside }) => { const bill = first(outside.bills.get('CASE4')); outside.bills.set('CASE4', [bill, { ...bill }]); }],
    ['a text under other digits', ({ outside }) => { outside.carried.push({ ...first(outside.carried) }); }],
    ['a text under the same digits', ({ outside }) => { first(outside.carried).taken = [2]; }],
    ['a step at the province', ({ outside }) => { outside.provinceSteps.push({ ...first(outside.provinceSteps), sequence: 9 }); }],
    ['a step the province recognised', ({ outside }) => { first(outside.provinceSteps).repeats = 1; }],
    ['the use of a seal', ({ outside }) => { outside.sealLines.push({ ...first(outside.sealLines), ledgerNumber: 'SEAL-99', sequence: outside.sealLines.length + 1 }); }],
    ['a ledger number', ({ outside }) => { outside.sealLines.push({ ...first(outside.sealLines), useKey: 'OTHER' }); }],
    ['a certificate number', ({ outside }) => { first(outside.certificates.get('CASE2')).number = 'N1'; }],
    ['a receipt number', ({ cases }) => { first(cases).receiptNumber = 'R1'; }],
    ['a decision number', ({ cases }) => { first(cases).documentNumber = '文1'; }],
  ])('sees that %s stands twice', (_what, change) => {
    expect(after(change)).toContain('duplicated');
  });

  it.each<[string, (it: ReturnType<typeof world>) => void]>([
    ['an amount that differs', ({ outside }) => { first(outside.payments).amountInFen += 1; }],
    ['a payment for nobody', ({ outside }) => { outside.payments.push({ serial: 'X', payCode: 'NOBODY', amountInFen: 1, state: 'confirmed' }); }],
    ['a payment the bank left open', ({ outside }) => { outside.payments.push({ serial: 'X', payCode: 'PAY4', amountInFen: 1_004, state: 'open' }); }],
    ['another serial than the bank booked', ({ outside }) => { first(outside.payments).serial = 'X'; }],
    ['a text no command explains', ({ outside }) => { outside.carried.push({ ...first(outside.carried), words: 'something else' }); }],
    ['a text to a stranger', ({ outside }) => { outside.carried.push({ ...first(outside.carried), mobile: '13900000000' }); }],
    ['a text whose report never came', ({ outside }) => { first(outside.notices.get('CASE0')).state = 'handed-over'; }],
    ['steps out of order', ({ outside }) => { outside.provinceSteps.unshift(...outside.provinceSteps.splice(1, 1)); }],
    ['a case at the province that nobody closed', ({ outside }) => { outside.provinceSteps.push({ projectNo: 'STRANGER', kind: 'accept', sequence: 1, repeats: 0 }); }],
    ['a seal ledger that speaks of another document', ({ outside }) => { first(outside.sealLines).documentSha256 = 'other'; }],
    ['a certificate whose file is another', ({ outside }) => { const certificate = first(outside.certificates.get('CASE3')); certificate.file = { sha256: 'other', isPdf: true }; }],
  ])('cannot explain %s', (_what, change) => {
    expect(after(change)).toContain('unexplained');
  });

  it('leaves what an unfinished case has done so far to that case', () => {
    const { cases, outside } = world();
    const unfinished = cases.pop();
    if (unfinished === undefined) throw new Error('no case');
    expect(compare(cases, outside, [unfinished])).toEqual([]);
    expect(compare(cases, outside)).not.toEqual([]);
  });
});
