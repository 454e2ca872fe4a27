// Compares the money banks have in their books with what fees believes. Pure. A payment stands when its bank keeps the money for us; each that stands
// must be ours once, each that does not must be nobody's, and every fen of a difference must have a name.
import type { Finding } from './comparison.ts';

/** One payment in a bank's own books. `open`: the bank itself does not know yet. */
export interface BankEntry { bank: string; serial: string; payCode: string; amountInFen: number; state: 'stands' | 'gone' | 'open' }
/** A bill as fees shows it. */
export interface BillView { payCode: string; state: string; amountInFen: number; payment: { bank: string; serial: string; amountInFen: number } | null }
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
}

const named = ({ bank, serial }: { bank: string; serial: string }): string => `${bank} ${serial}`;
const sum = (all: readonly { amountInFen: number }[]): number => all.reduce((total, { amountInFen }) => total + amountInFen, 0);

export function compareMoney({ banks, bills, unidentified, said, ledger }: MoneyBooks): Finding[] {
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
    const there = sum(banks.filter((entry) => entry.bank === bank && entry.state === 'stands'));
    const here = ledger.get(bank) ?? 0;
    if (there !== here) find('unexplained', `the ledger differs by ${String(here - there)} fen from the books of the bank`, bank);
  }

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
