/** What fees reads from its tables. All amounts come back as safe integers of fen. */
import type { Database, Transaction } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { IssuedBill } from './bill.ts';

interface BillRow { id: string; document: unknown }

/** The bill under a pay code; the key is the id of its record. */
export async function billByPayCode(database: Database, payCode: string): Promise<IssuedBill | null> {
  const row: BillRow | undefined = await database('bills').where({ pay_code: payCode }).first('id', 'document');
  return row ? IssuedBill.parse(documentOf(row.document)) : null;
}

/** The key of the bill under a pay code, without reading the rest. */
export async function billKeyOf(database: Database, payCode: string): Promise<string | null> {
  const row: { id: string } | undefined = await database('bills').where({ pay_code: payCode }).first('id');
  return row?.id ?? null;
}

/** The bills of a case in the order they were issued. */
export async function billsOfCase(database: Database, caseNumber: string): Promise<IssuedBill[]> {
  const rows: BillRow[] = await database('bills').where({ case_number: caseNumber }).whereNotNull('pay_code').orderBy('created_at').orderBy('id').limit(200).select('id', 'document');
  return rows.map((row) => IssuedBill.parse(documentOf(row.document)));
}

/** The bill a bank's serial has paid (and still pays), if any. */
export async function billPaidBy(transaction: Transaction, bank: string, serial: string): Promise<string | undefined> {
  const row: { id: string } | undefined = await transaction('bills').where({ paid_bank: bank, paid_serial: serial }).first('id');
  return row?.id;
}

/** Whether a payment was part of a total that its bank and we agreed on. */
export async function isReconciled(transaction: Transaction, bank: string, serial: string): Promise<boolean> {
  const row: { serial: string } | undefined = await transaction('reconciled_payments').where({ bank, serial }).first('serial');
  return row !== undefined;
}
