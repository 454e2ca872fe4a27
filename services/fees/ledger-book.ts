/**
 * Reading the ledger: its entries, what it adds up to by day, unit, item and bank, and whether it is true. The check counts what each
 * account should hold from bills and unidentified money themselves, never from the ledger, so that the two can disagree and be seen to.
 */
import { z } from 'zod';
import type { components } from '../../contracts/fees/api.ts';
import { beginningOf, pageOf, type Paging } from '../../infra/paging.ts';
import type { Database } from '../../infra/database.ts';
import { ledgerAccounts, occasions } from './ledger.ts';
import { fiscalTeller } from './settlement.ts';

type Schemas = components['schemas'];

const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const Entry = z.object({
  record_id: z.string(), place: number, posting: number, written_at: z.coerce.date(), occasion: z.enum(occasions), account: z.enum(ledgerAccounts),
  debit_in_fen: number, credit_in_fen: number, pay_code: z.string().nullable(), bank: z.string().nullable(), work_date: z.string().nullable(),
  revenue_item: z.string().nullable(), collecting_unit: z.string().nullable(),
});

export interface EntriesAsked { payCode?: string | undefined; account?: string | undefined; from?: Date; until?: Date }

/** One page of entries in the order they were written. */
export async function pageOfEntries(database: Database, asked: EntriesAsked, { limit, after }: Paging): Promise<{ entries: Schemas['LedgerEntry'][]; next: string | null }> {
  const query = database('ledger_entries');
  if (asked.payCode) void query.where({ pay_code: asked.payCode });
  if (asked.account) void query.where({ account: asked.account });
  if (asked.from) void query.where('written_at', '>=', asked.from);
  if (asked.until) void query.where('written_at', '<', asked.until);
  if (after) {
    const [record = '', place = '0'] = after.id.split('\u0000');
    const at = new Date(after.at);
    void query.where('written_at', '>=', at).andWhere((later) => {
      void later.where('written_at', '>', at).orWhere('record_id', '>', record).orWhere((same) => { void same.where('record_id', record).andWhere('place', '>', Number(place)); });
    });
  }
  const rows = z.array(Entry).parse(await query.orderBy(['written_at', 'record_id', 'place']).limit(limit + 1).select('*'));
  const page = pageOf(rows, limit, (row) => ({ at: row.written_at.toISOString(), id: `${row.record_id}\u0000${String(row.place)}` }));
  return {
    next: page.next,
    entries: page.rows.map((row) => ({
      record: row.record_id, place: row.place, posting: row.posting, at: row.written_at.toISOString(), occasion: row.occasion, account: row.account, debitInFen: row.debit_in_fen, creditInFen: row.credit_in_fen,
      payCode: row.pay_code, bank: row.bank, workDate: row.work_date, revenueItem: row.revenue_item, collectingUnit: row.collecting_unit,
    })),
  };
}

/** Whether each posting balances, and each account holds what bills and money say it should. Reads one consistent state of the database. */
export async function parity(database: Database): Promise<Schemas['Parity']> {
  return database.transaction(async (transaction) => {
    const sums = z.object({ entries: number, debit: number, credit: number }).parse(await transaction('ledger_entries').count({ entries: '*' })
      .select(transaction.raw('COALESCE(SUM(debit_in_fen), 0) AS debit, COALESCE(SUM(credit_in_fen), 0) AS credit')).first());
    const postings = z.object({ n: number }).parse(await transaction.count({ n: '*' }).from(transaction('ledger_entries').distinct('record_id', 'posting').as('p')).first());
    const unbalanced = z.array(z.object({ record_id: z.string(), posting: number, difference: number })).parse(
      await transaction('ledger_entries').groupBy('record_id', 'posting').havingRaw('SUM(debit_in_fen) <> SUM(credit_in_fen)').limit(100)
        .select('record_id', 'posting', transaction.raw('CAST(SUM(debit_in_fen) AS SIGNED) - CAST(SUM(credit_in_fen) AS SIGNED) AS difference')));
    const held = new Map(z.array(z.object({ account: z.enum(ledgerAccounts), balance: number })).parse(
      await transaction('ledger_entries').groupBy('account').select('account', transaction.raw('CAST(SUM(debit_in_fen) AS SIGNED) - CAST(SUM(credit_in_fen) AS SIGNED) AS balance'))).map(({ account, balance }) => [account, balance]));
    const sum = async (what: Promise<unknown>): Promise<number> => z.object({ fen: number.nullable() }).parse(await what).fen ?? 0;
    const open = await sum(transaction('bills').whereNotIn('status', ['void', 'exempt', 'rejected']).whereNull('paid_serial').sum({ fen: 'amount_in_fen' }).first());
    const paid = await sum(transaction('bills').sum({ fen: 'paid_in_fen' }).first());
    const arrived = ['confirmed', 'receipted'];
    const paidAndArrived = await sum(transaction('bills').whereIn('status', arrived).sum({ fen: 'paid_in_fen' }).first());
    const money = async (): Promise<{ all: number; fiscal: number }> => {
      const query = (): ReturnType<typeof transaction> => transaction('unidentified_money').whereIn('status', ['found', 'proposed', 'placing', 'returning']);
      return { all: await sum(query().sum({ fen: 'amount_in_fen' }).first()), fiscal: await sum(query().where({ bank: fiscalTeller }).sum({ fen: 'amount_in_fen' }).first()) };
    };
    const refunds = async (onlyArrived: boolean, ...states: string[]): Promise<number> => sum(transaction.raw(
      `SELECT SUM(r.fen) AS fen FROM bills b, JSON_TABLE(b.document, '$.refunds[*]' COLUMNS (fen BIGINT PATH '$.amountInFen', state VARCHAR(20) PATH '$.state')) r
       WHERE b.refund_state IS NOT NULL AND r.state IN (${states.map(() => '?').join(',')})${onlyArrived ? " AND b.status IN ('confirmed', 'receipted')" : ''}`, states).then((result: unknown) => z.tuple([z.array(z.unknown()).min(1)]).rest(z.unknown()).parse(result)[0][0]));
    // A claim may be on the bill before the money's own record hears of it: what a bill took is no longer unidentified.
    const claims = (): ReturnType<typeof transaction> => transaction('bills').join('unidentified_money as m', (join) => join.on('m.bank', 'bills.paid_bank').andOn(transaction.raw("m.id = CONCAT(bills.paid_bank, ':', bills.paid_serial)")))
      .whereIn('m.status', ['placing', 'found', 'proposed']);
    const claimed = { all: await sum(claims().sum({ fen: 'm.amount_in_fen' }).first()), fiscal: await sum(claims().where('m.bank', fiscalTeller).sum({ fen: 'm.amount_in_fen' }).first()) };
    const [owedBack, givenBack, givenBackByFiscal] = [await refunds(false, 'approved', 'sent'), await refunds(false, 'refunded'), await refunds(true, 'refunded')];
    const found = await money();
    const unidentified = { all: found.all - claimed.all, fiscal: found.fiscal - claimed.fiscal };
    const inFiscal = paidAndArrived - givenBackByFiscal + unidentified.fiscal;
    const inBank = paid - givenBack + unidentified.all - inFiscal;
    const expected: Record<(typeof ledgerAccounts)[number], number> = {
      receivable: open, bank: inBank, fiscal: inFiscal, 'refund-payable': -owedBack, unidentified: -unidentified.all, assessed: -(open + paid - owedBack - givenBack),
    };
    const accounts = ledgerAccounts.map((account) => ({ account, balanceInFen: held.get(account) ?? 0, expectedInFen: expected[account] === 0 ? 0 : expected[account] }));
    return {
      holds: unbalanced.length === 0 && sums.debit === sums.credit && accounts.every(({ balanceInFen, expectedInFen }) => balanceInFen === expectedInFen),
      entries: sums.entries, postings: postings.n, debitInFen: sums.debit, creditInFen: sums.credit,
      unbalanced: unbalanced.map(({ record_id, posting, difference }) => ({ record: record_id, posting, differenceInFen: difference })), accounts,
    };
  }, { isolationLevel: 'repeatable read' });
}

/** What a statement is grouped by, and where it stands in the ledger. What has no unit, item or bank stands under an empty key. */
const groupedBy = { day: "DATE_FORMAT(DATE_ADD(written_at, INTERVAL 8 HOUR), '%Y-%m-%d')", unit: 'collecting_unit', item: 'revenue_item', bank: 'bank' } as const;
const StatementRow = z.object({ key: z.string().nullable(), assessed: number, paid: number, reversed: number, refunded: number });
/** Signed sum of an account on some occasions; positive on its credit side. */
const moved = (account: string, occasion: string | null, sign: '' | '-' = ''): string =>
  `COALESCE(SUM(CASE WHEN account = '${account}'${occasion === null ? '' : ` AND occasion = '${occasion}'`} THEN ${sign}(CAST(credit_in_fen AS SIGNED) - CAST(debit_in_fen AS SIGNED)) END), 0)`;

/** Sums over days of our own time (yyyy-MM-dd, both counted). Null when a day is none of the calendar's. */
export async function statements(database: Database, from: string, to: string, by: keyof typeof groupedBy): Promise<Schemas['StatementRow'][] | null> {
  const [begins, ends] = [beginningOf(from), beginningOf(to)];
  if (!begins || !ends) return null;
  // Nothing is owed by bank: what was assessed names none, and what is taken off it when a bank gives money back would stand there alone, below zero.
  const sums = { assessed: by === 'bank' ? '0' : moved('assessed', null), paid: moved('receivable', 'paid'), reversed: moved('receivable', 'reversed', '-'), refunded: moved('refund-payable', 'refunded', '-') };
  const rows = await database('ledger_entries').where('written_at', '>=', begins).where('written_at', '<', new Date(ends.getTime() + 86_400_000))
    .groupByRaw(groupedBy[by]).orderByRaw(groupedBy[by]).select(database.raw(`${groupedBy[by]} AS \`key\``), ...Object.entries(sums).map(([name, sum]) => database.raw(`${sum} AS ${name}`)));
  return z.array(StatementRow).parse(rows).filter((row) => row.assessed !== 0 || row.paid !== 0 || row.reversed !== 0 || row.refunded !== 0)
    .map((row) => ({ key: row.key ?? '', assessedInFen: row.assessed, paidInFen: row.paid, reversedInFen: row.reversed, refundedInFen: row.refunded }));
}
