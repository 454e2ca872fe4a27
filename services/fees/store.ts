/** What fees reads from its tables. All amounts come back as safe integers of fen. */
import { rowsOf, type Database, type Transaction } from '../../infra/database.ts';
import { anywhere, madeWithin, recordPage, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import { ExemptBill, isPaid, IssuedBill, type PaidBill } from './bill.ts';
import { inForceOn, RegisteredStandard, versionFrom } from './standard-register.ts';
import { standardKey, type Standard } from './standard.ts';
import { moneyId, UnidentifiedMoney } from './unidentified-money.ts';

interface BillRow { id: string; document: unknown }

/** The bill under a pay code; the key is the id of its record. */
export async function billByPayCode(database: Database, payCode: string): Promise<IssuedBill | null> {
  const row: BillRow | undefined = await database('bills').where({ pay_code: payCode }).first('id', 'document');
  return row ? IssuedBill.parse(documentOf(row.document)) : null;
}

/** The bills under several pay codes, in one query. */
export async function billsByPayCodes(database: Database, payCodes: readonly string[]): Promise<Map<string, IssuedBill>> {
  const rows = await rowsOf<{ document: unknown }>(database, `SELECT document FROM bills WHERE pay_code IN (${payCodes.map(() => '?').join(',')})`, [...payCodes]);
  const bills = rows.map((row) => IssuedBill.parse(documentOf(row.document)));
  return new Map(bills.map((bill) => [bill.payCode, bill]));
}

export async function billByKey(database: Database, billKey: string): Promise<IssuedBill | null> {
  const row: BillRow | undefined = await database('bills').where({ id: billKey }).whereNotIn('status', ['rejected', 'exempt']).first('id', 'document');
  return row ? IssuedBill.parse(documentOf(row.document)) : null;
}

/** The key of the bill under a pay code, without reading the rest. */
export async function billKeyOf(database: Database, payCode: string): Promise<string | null> {
  const row: { id: string } | undefined = await database('bills').where({ pay_code: payCode }).first('id');
  return row?.id ?? null;
}

/** The keys of the bills under several pay codes. */
export async function billKeysOf(database: Database, payCodes: readonly string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; pay_code: string }>(database, `SELECT id, pay_code FROM bills WHERE pay_code IN (${payCodes.map(() => '?').join(',')})`, [...payCodes]);
  return new Map(rows.map((row) => [row.pay_code, row.id]));
}

/** What a list of bills is asked for. `names`: whether payers may be found by their names. */
export interface BillsAsked { caseNumber?: string | undefined; q?: string | undefined; names: boolean; state?: string | undefined; from?: Date; until?: Date }

/** Where such words can stand at all: every index left out is one that need not be read through. */
function columnsFor(q: string, names: boolean): string[] {
  const numbers = /^[0-9A-Z]+$/.test(q) ? ['pay_code', 'case_number'] : /^[0-9A-Za-z-]+$/.test(q) ? ['case_number'] : [];
  return [...numbers, ...(names && !/^\d{4,}$/.test(q) ? ['payer_name'] : [])];
}

/** One page of bills, newest first; those of one case in the order they were issued. */
export async function pageOfBills(database: Database, asked: BillsAsked, paging: Paging): Promise<{ bills: IssuedBill[]; next: string | null }> {
  const query = database('bills');
  // What is being taken back is kept as paid until that is certain, and shown as what it is.
  if (asked.state === 'reversing' || asked.state === 'reversal-unconfirmed') void query.where((one) => { void one.where({ status: asked.state }).orWhere({ taking_back: asked.state }); });
  else if (asked.state) void query.where({ status: asked.state }).whereNull('taking_back'); else void query.whereNotIn('status', ['rejected', 'exempt']);
  if (asked.caseNumber) void query.where({ case_number: asked.caseNumber });
  madeWithin(query, asked);
  if (asked.q) {
    // Each branch is found in its own index; one condition over three columns would read every bill.
    const pattern = anywhere(asked.q);
    const columns = columnsFor(asked.q, asked.names);
    if (columns.length === 0) return { bills: [], next: null };
    void query.whereIn('id', (found) => {
      void found.select('id').from(database.unionAll(columns.map((column) => database('bills').select('id').where(column, 'like', pattern)), true).as('found'));
    });
  }
  const { rows, next } = await recordPage(query, paging, asked.caseNumber ? 'asc' : 'desc');
  return { bills: rows.map((row) => IssuedBill.parse(documentOf(row.document))), next };
}

/** What each bank has been paid on each of its work dates; reversed payments are not payments any more. */
export async function paymentDays(database: Database, from: string, to: string, bank?: string): Promise<{ day: string; bank: string; payments: number; amountInFen: number; reconciled: number }[]> {
  const query = database('bills as b').leftJoin('reconciled_payments as r', (join) => join.on('r.bank', 'b.paid_bank').andOn('r.serial', 'b.paid_serial'))
    .whereBetween('b.paid_on', [from, to]).groupBy('b.paid_on', 'b.paid_bank').orderBy([{ column: 'b.paid_on' }, { column: 'b.paid_bank' }]);
  if (bank) void query.where('b.paid_bank', bank);
  const rows: { day: string; bank: string; payments: number; fen: number | string; closed: number }[] = await query
    .select({ day: 'b.paid_on', bank: 'b.paid_bank' }).count({ payments: '*', closed: 'r.serial' }).sum({ fen: 'b.paid_in_fen' });
  return rows.map((row) => ({ day: row.day, bank: row.bank, payments: Number(row.payments), amountInFen: Number(row.fen), reconciled: Number(row.closed) }));
}

/** A payment as its bank names it. */
export interface PaymentName { bank: string; serial: string }

const paidAlready = new WeakMap<Transaction, Promise<MoneyFound>>();
/**
 * The bill a bank's serial has paid (and still pays), if any. `group`: all payments of this transaction; they are asked about in one query, for
 * when sixteen windows confirm at once, sixteen questions one after the other would be most of the time they wait.
 */
export async function billPaidBy(transaction: Transaction, payment: PaymentName, group: () => readonly PaymentName[]): Promise<string | undefined> {
  return (await whereMoneyIs(transaction, group)).bills.get(named(payment));
}
/** Whether the money lies, or lay, on the book of unidentified money under this name. */
export async function isUnidentified(transaction: Transaction, payment: PaymentName, group: () => readonly PaymentName[]): Promise<boolean> {
  return (await whereMoneyIs(transaction, group)).unidentified.has(named(payment));
}
function whereMoneyIs(transaction: Transaction, group: () => readonly PaymentName[]): Promise<MoneyFound> {
  const asked = paidAlready.get(transaction) ?? findMoney(transaction, group());
  paidAlready.set(transaction, asked);
  return asked;
}
interface MoneyFound { bills: Map<string, string>; unidentified: Set<string> }
const named = ({ bank, serial }: PaymentName): string => `${bank}\n${serial}`;

async function findMoney(transaction: Transaction, payments: readonly PaymentName[]): Promise<MoneyFound> {
  const names = new Map(payments.map((payment) => [moneyId(payment), named(payment)]));
  const rows = await rowsOf<{ id: string; bank: string | null; serial: string | null }>(transaction,
    `SELECT id, paid_bank AS bank, paid_serial AS serial FROM bills WHERE ${payments.map(() => '(paid_bank = ? AND paid_serial = ?)').join(' OR ')}
    UNION ALL SELECT id, NULL, NULL FROM unidentified_money WHERE id IN (${[...names].map(() => '?').join(',')})`, [...payments.flatMap(({ bank, serial }) => [bank, serial]), ...names.keys()]);
  return {
    bills: new Map(rows.flatMap(({ id, bank, serial }) => (bank === null || serial === null ? [] : [[named({ bank, serial }), id]]))),
    unidentified: new Set(rows.flatMap(({ id, bank }) => (bank === null ? [names.get(id) ?? ''] : []))),
  };
}

/** Whether a payment was part of a total that its bank and we agreed on. */
export async function isReconciled(transaction: Transaction, bank: string, serial: string): Promise<boolean> {
  const row: { serial: string } | undefined = await transaction('reconciled_payments').where({ bank, serial }).first('serial');
  return row !== undefined;
}

/** The standards these charges want, by `standardKey`: in force on a day (yyyy-MM-dd), or the version a charge names. */
export async function standardsOn(database: Database | Transaction, wanted: readonly { standardCode: string; version?: string | undefined }[], on: string): Promise<Map<string, Standard>> {
  if (wanted.length === 0) return new Map();
  const rows: BillRow[] = await database('fee_standards').whereIn('id', [...new Set(wanted.map(({ standardCode }) => standardCode))]).select('id', 'document');
  const registered = new Map(rows.map((row) => [row.id, RegisteredStandard.parse(documentOf(row.document))]));
  const found = new Map<string, Standard>();
  for (const one of wanted) {
    const known = registered.get(one.standardCode);
    const standard = known && (one.version === undefined ? inForceOn(known, on) : versionFrom(known, one.version));
    if (standard) found.set(standardKey(one), standard);
  }
  return found;
}

/** What was exempt from every charge, of one case or the latest two hundred. */
export async function exemptionsOf(database: Database, caseNumber: string | undefined): Promise<ExemptBill[]> {
  const query = database('bills').where({ status: 'exempt' }).orderBy('created_at', 'desc').limit(200);
  if (caseNumber !== undefined) void query.where({ case_number: caseNumber });
  const rows: BillRow[] = await query.select('id', 'document');
  return rows.map((row) => ExemptBill.parse(documentOf(row.document)));
}

/** All standards ever published, by code. */
export async function allStandards(database: Database): Promise<RegisteredStandard[]> {
  const rows: BillRow[] = await database('fee_standards').orderBy('id').select('id', 'document');
  return rows.map((row) => RegisteredStandard.parse(documentOf(row.document)));
}
export async function standardByCode(database: Database, code: string): Promise<RegisteredStandard | null> {
  const row: BillRow | undefined = await database('fee_standards').where({ id: code }).first('id', 'document');
  return row ? RegisteredStandard.parse(documentOf(row.document)) : null;
}

/** The bill a receipt was issued for; code and number name it. */
export async function billByReceipt(database: Database, code: string, number: string): Promise<IssuedBill | null> {
  const row: BillRow | undefined = await database('bills').where({ receipt_key: receiptKey({ code, number }) }).first('id', 'document');
  return row ? IssuedBill.parse(documentOf(row.document)) : null;
}
export const receiptKey = ({ code, number }: { code: string; number: string }): string => `${code}:${number}`;

/** Bills by the state of their latest refund, newest bill first. */
export async function pageOfRefunds(database: Database, state: string | undefined, paging: Paging): Promise<{ bills: PaidBill[]; next: string | null }> {
  const query = database('bills').whereNotNull('paid_serial');
  if (state === undefined) void query.whereNotNull('refund_state'); else void query.where({ refund_state: state });
  const { rows, next } = await recordPage(query, paging, 'desc');
  return { bills: rows.flatMap((row) => { const bill = IssuedBill.parse(documentOf(row.document)); return isPaid(bill) ? [bill] : []; }), next };
}

/** Money no bill took, newest first. */
export async function pageOfMoney(database: Database, state: string | undefined, paging: Paging): Promise<{ money: UnidentifiedMoney[]; next: string | null }> {
  const query = database('unidentified_money');
  if (state !== undefined) void query.where({ status: state });
  const { rows, next } = await recordPage(query, paging, 'desc');
  return { money: rows.map((row) => UnidentifiedMoney.parse(documentOf(row.document))), next };
}
