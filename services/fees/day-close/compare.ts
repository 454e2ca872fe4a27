/**
 * One day of one source, compared line by line, from the ledger and the files themselves each time it is asked: nothing that was found is
 * kept as truth. Both sides come as streams in the order of their keys, so that a million lines take no more memory than a thousand. Where
 * there is a fiscal platform, what it holds of the same pay codes is the third book.
 */
import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { daysAfter } from '../../../infra/civil-days.ts';
import { textRows } from '../../../infra/bulk-load.ts';
import type { Database } from '../../../infra/database.ts';
import { confirmedLines, fiscalKey, fiscalRecordOf, fiscalSum, inParts, standingOf, type Confirmed, type FiscalRecord } from './fiscal-leg.ts';
import { judge, keysOf, standingApart, verdicts, type Judged, type Ours, type Theirs, type Verdict } from './judge.ts';
import { bankFilesSince, filesOf, fiscalSource, inForce, type FileRow } from './statement-files.ts';

/** `waiting` 等待次日 (one-sided, and the next day has not been heard of) · `open` 待处理 · the rest as the task stands. */
export type Standing = 'waiting' | 'open' | 'taken' | 'resolved' | 'applying' | 'settled';
/** A line that differs. `id` is made of all that was found: when anything of it changes, it is another difference. */
export interface Difference extends Judged { id: string; standing: Standing }

export interface Totals { count: number; amountInFen: number }
export interface Comparison {
  hasStatement: boolean;
  /** Whether the fiscal record is held against it too, and whether that was heard of. */
  threeWay: boolean; hasRecord: boolean;
  ours: Totals; theirs: Totals; fiscal: Totals; counts: Record<Verdict, number>;
  differences: Difference[]; next: string | null;
  waiting: number; open: number; settled: number;
  /** Digest of all this rests on and came to: whoever signs says which one he has seen. */
  basis: string;
}
export interface Wanted {
  source: string; day: string; now: Date; limit?: number; after?: string | undefined;
  /** Of one key alone. */
  key?: string;
  /** Whether the fiscal platform's record is owed for this day. */
  threeWay: boolean;
}

/** Beyond this many lines of the bank alone, what the fiscal record has of them stands a second time. */
const rememberedAtMost = 100_000;
const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const ourOccasions = "('paid', 'found', 'reversed', 'refunded', 'returned')";

/** Compares a day. Reads all sides to their end; only differing lines are held, a page of them. */
export async function compare(database: Database, databaseUrl: string, wanted: Wanted): Promise<Comparison> {
  const { source, day, now, limit = 50, after, key } = wanted;
  const isFiscal = source === fiscalSource;
  const files = inForce(await filesOf(database, source, day));
  const record = isFiscal || wanted.threeWay ? await fiscalRecordOf(database, day, now) : null;
  const neighbours = { before: inForce(await filesOf(database, source, daysAfter(day, -1))), after: inForce(await filesOf(database, source, daysAfter(day, 1))) };
  // A file without a line does not say how its dialect names money: then those of the days beside do, or what it lacks would be looked for there under other names.
  const isEmpty = files.length > 0 && files.every(({ line_count: lines }) => lines === 0);
  const bySerial = (isEmpty ? [...neighbours.before, ...neighbours.after].filter(({ line_count: lines }) => lines > 0) : files).every((file) => file.has_serials);
  // Over midnight a payment may stand on the next day's file; when that one never comes, a day and a half more is enough.
  const waits = neighbours.after.length === 0 && now.getTime() < Date.parse(`${daysAfter(day, 3)}T00:00:00+08:00`);
  const found: Comparison = {
    hasStatement: files.length > 0, threeWay: record !== null && !isFiscal, hasRecord: record?.heard ?? false, ours: zero(), theirs: zero(), fiscal: zero(),
    counts: { matched: 0, 'theirs-only': 0, 'ours-only': 0, amount: 0, state: 0, duplicate: 0, date: 0, 'pay-code': 0, unconfirmed: 0, 'confirmed-alone': 0 },
    differences: [], next: null, waiting: 0, open: 0, settled: 0, basis: '',
  };
  const basis = createHash('sha256');
  for (const file of files) basis.update(`${String(file.id)}\n`);
  const context: Looking = { database, source, day, bySerial, neighbours, files, record: record?.heard ? record : null, bankAlone: new Set() };
  const taken = (differing: readonly Judged[], ids: readonly string[], waitsFor: (one: Judged) => boolean): Promise<void> => takeIn(found, basis, database, differing, ids, { waitsFor, after, limit });

  if (!isFiscal && !isOfFiscalLeg(key)) {
    let batch: Judged[] = [];
    const sort = async (): Promise<void> => {
      const looked = await withFiscal(context, await explained(context, batch));
      batch = [];
      for (const { payCode, oursInFen } of looked) if (oursInFen === null && payCode !== '' && context.bankAlone.size < rememberedAtMost) context.bankAlone.add(payCode);
      await taken(looked, looked.map((one) => idOf(context, one)), ({ verdict }) => waits && (verdict === 'theirs-only' || verdict === 'ours-only'));
    };
    for await (const { key: at, ours, theirs } of keysOf(ourMoves(databaseUrl, wanted, bySerial), theirLines(databaseUrl, files, wanted, bySerial))) {
      const judged = judge(at, ours, theirs);
      add(found.ours, judged.oursInFen);
      add(found.theirs, judged.theirsInFen);
      if (judged.verdict === 'matched') { found.counts.matched += 1; continue; }
      batch.push(judged);
      if (batch.length >= 500) await sort();
    }
    await sort();
  }
  if (record?.heard && (key === undefined || isOfFiscalLeg(key))) {
    const sums = isFiscal ? found.theirs : found.fiscal;
    for await (const confirmed of confirmedLines(database, databaseUrl, record, { source, day, ...(key === undefined ? {} : { payCode: key.slice(1) }) })) {
      for (const { fiscalInFen, oursInFen, mine, verdict } of confirmed) {
        add(sums, fiscalInFen);
        if (!isFiscal) continue;
        if (mine) add(found.ours, oursInFen);
        if (verdict === null) found.counts.matched += 1;
      }
      const { differing, matched } = await besideBank(context, confirmed.filter(({ verdict }) => verdict !== null));
      found.counts.matched -= matched;
      await taken(differing, differing.map(fiscalId), ({ verdict }) => record.waits && (verdict === 'unconfirmed' || verdict === 'confirmed-alone'));
    }
  } else if (isFiscal) {
    for (const one of await ourTotals(database, day)) add(found.ours, one);
  }
  found.basis = basis.update(JSON.stringify([found.ours, found.theirs, found.counts, ...(found.threeWay ? [found.fiscal, found.hasRecord] : [])])).digest('hex');
  return found;
}

const zero = (): Totals => ({ count: 0, amountInFen: 0 });
function add(to: Totals, amountInFen: number | null): void { if (amountInFen) { to.count += 1; to.amountInFen += amountInFen; } }
/** Whether a key is a pay code of the fiscal record. */
const isOfFiscalLeg = (key: string | undefined): boolean => key?.startsWith(fiscalKey) ?? false;

/** Counts what was judged, and keeps of what differs the page that is wanted. */
async function takeIn(found: Comparison, basis: Hash, database: Database, judged: readonly Judged[], ids: readonly string[], { waitsFor, after, limit }: { waitsFor(one: Judged): boolean; after: string | undefined; limit: number }): Promise<void> {
  const states = await standings(database, ids);
  judged.forEach((one, at) => {
    found.counts[one.verdict] += 1;
    if (one.verdict === 'matched') return;
    const id = ids[at] ?? '';
    const standing: Standing = states.get(id) ?? (waitsFor(one) ? 'waiting' : 'open');
    if (standing === 'waiting') found.waiting += 1; else if (standing === 'settled') found.settled += 1; else found.open += 1;
    basis.update(`${id}:${standing}\n`);
    if (after !== undefined && one.key <= after) return;
    if (found.differences.length < limit) found.differences.push({ ...one, id, standing });
    else found.next ??= found.differences.at(-1)?.key ?? null;
  });
}

/** What the ledger says a bank holds of its day. */
async function* ourMoves(databaseUrl: string, { source, day, key }: Wanted, bySerial: boolean): AsyncGenerator<Ours[]> {
  // What has no serial, or no pay code, lies under the empty key.
  const name = bySerial ? 'serial' : 'pay_code';
  const one = key === undefined ? '' : key === '' ? ` AND (${name} = ? OR ${name} IS NULL)` : ` AND ${name} = ?`;
  const sql = `SELECT CONCAT_WS('\\t', COALESCE(${name}, ''), COALESCE(pay_code, ''), CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) FROM ledger_entries FORCE INDEX (by_bank_day)
    WHERE work_date = ? AND bank = ? AND account IN ('bank', 'fiscal') AND occasion IN ${ourOccasions}${one} ORDER BY ${name}`;
  for await (const rows of textRows(databaseUrl, sql, [day, source, ...(key === undefined ? [] : [key])])) {
    yield rows.map((row) => { const [at = '', payCode = '', fen = '0'] = row.split('\t'); return { key: at, payCode, amountInFen: Number(fen) }; });
  }
}

/** The lines of the files in force. */
async function* theirLines(databaseUrl: string, files: readonly FileRow[], { key }: Wanted, bySerial: boolean): AsyncGenerator<Theirs[]> {
  if (files.length === 0) return;
  const by = bySerial ? 'matched_by' : 'pay_code';
  const sql = `SELECT CONCAT_WS('\\t', ${by}, pay_code, IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED), kind, revenue_item, line, file) FROM statement_lines FORCE INDEX (PRIMARY)
    WHERE file IN (${files.map(() => '?').join(',')})${key === undefined ? '' : ` AND ${by} = ?`} ORDER BY ${by}`;
  for await (const rows of textRows(databaseUrl, sql, [...files.map(({ id }) => id), ...(key === undefined ? [] : [key])])) yield rows.map(lineOf);
}
function lineOf(row: string): Theirs {
  const [at = '', payCode = '', fen = '0', kind = '', revenueItem = '', line = '0', file = '0'] = row.split('\t');
  return { key: at, payCode, amountInFen: Number(fen), kind, revenueItem, line: Number(line), file: Number(file) };
}

/** What came in of each pay code on a day, where the platform has said nothing to hold it against. */
async function ourTotals(database: Database, day: string): Promise<number[]> {
  const rows: unknown = await database('ledger_entries').where({ work_date: day }).whereRaw("account IN ('bank', 'fiscal') AND occasion IN ('paid', 'reversed') AND pay_code <> ''").groupBy('pay_code').select(database.raw('SUM(CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) AS fen'));
  return z.array(z.object({ fen: number })).parse(rows).map(({ fen }) => fen);
}

interface Looking { database: Database; source: string; day: string; bySerial: boolean; neighbours: { before: FileRow[]; after: FileRow[] }; files: readonly FileRow[]; record: FiscalRecord | null; /** Pay codes of lines only the bank has. */ bankAlone: Set<string> }

/** Looks for the other half of one-sided lines: on the days beside, or under another serial of the same bill. */
async function explained(looking: Looking, batch: readonly Judged[]): Promise<Judged[]> {
  const alone = (verdict: Verdict): Judged[] => batch.filter((one) => one.verdict === verdict);
  const [paid, stated] = [await paidElsewhere(looking, alone('theirs-only')), await statedBeside(looking, alone('ours-only'))];
  return batch.map((one) => {
    if (one.verdict === 'theirs-only') {
      const same = paid.find((move) => move.bank === looking.source && (looking.bySerial ? move.serial === one.key : move.payCode === one.key) && move.payCode === one.payCode && move.workDate !== looking.day && move.fen === one.theirsInFen);
      if (same) return { ...one, verdict: 'date', otherDay: same.workDate };
      return paid.some((move) => move.payCode === one.payCode && move.serial !== one.key) ? { ...one, verdict: 'duplicate' } : one;
    }
    if (one.verdict === 'ours-only') {
      const day = stated.get(`${one.key}\u0000${String(one.oursInFen)}`);
      if (day !== undefined) return { ...one, verdict: 'date', otherDay: day };
    }
    return one;
  });
}

/** Beside each line that differs, what the fiscal record has of its bill and nobody else's money accounts for. */
async function withFiscal({ database, record }: Looking, lines: readonly Judged[]): Promise<Judged[]> {
  const payCodes = [...new Set(lines.flatMap(({ payCode }) => (payCode === '' ? [] : [payCode])))];
  const known = record === null ? new Map<string, never>() : await standingOf(database, record, payCodes);
  return lines.map((one) => {
    const standing = known.get(one.payCode);
    const sum = standing ? fiscalSum(standing) : null;
    const rest = standing && sum !== null ? sum - (standing.paidInFen + standing.foundInFen - (one.oursInFen ?? 0)) : 0;
    const fiscalInFen = rest > 0 ? rest : null;
    const apart = standingApart(one.oursInFen, one.theirsInFen, fiscalInFen, record !== null);
    return { ...one, fiscalInFen, differs: one.verdict === 'date' || apart.length === 0 ? ['bank'] : apart };
  });
}

/** What the bank's own lines say of pay codes the fiscal record differs in. Those whose bank line differs as well stand there, once. */
async function besideBank(looking: Looking, confirmed: readonly Confirmed[]): Promise<{ differing: Judged[]; matched: number }> {
  if (confirmed.length === 0) return { differing: [], matched: 0 };
  const { database, source, day, bySerial, bankAlone } = looking;
  const isFiscal = source === fiscalSource;
  const payCodes = confirmed.map(({ payCode }) => payCode);
  const Moved = z.array(z.object({ key: z.string().nullable().transform((at) => at ?? ''), payCode: z.string(), amountInFen: number }));
  // Of the platform's own day, whichever bank has the money.
  const moves = Moved.parse(await database('ledger_entries').whereIn('pay_code', payCodes).where(isFiscal ? {} : { work_date: day, bank: source }).whereRaw(`account IN ('bank', 'fiscal') AND occasion IN ${ourOccasions}`)
    .select({ key: bySerial ? 'serial' : 'pay_code', payCode: 'pay_code' }, database.raw('CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED) AS amountInFen')));
  const files = isFiscal ? (await bankFilesSince(database, daysAfter(day, -1))).filter((one) => one.day <= daysAfter(day, 1)).flatMap((one) => one.files) : looking.files;
  const lines = await linesUnder(database, files, [...new Set([...(bySerial ? moves.map(({ key }) => key) : []), ...(isFiscal || !bySerial ? payCodes : [])])], bySerial);
  const [differing, matched] = [[] as Judged[], new Set<string>()];
  for (const { payCode, verdict, standing } of confirmed) {
    if (verdict === null || standing === null) continue;
    const keys = new Set([...moves, ...lines].filter((one) => one.payCode === payCode).map(({ key }) => key));
    const judged = isFiscal ? [] : [...keys].map((key) => judge(key, moves.filter((one) => one.key === key), lines.filter((one) => one.key === key)));
    if (bankAlone.has(payCode) || judged.some((one) => one.verdict !== 'matched')) continue;
    for (const key of keys) if (!isFiscal) matched.add(key);
    const own = lines.filter((one) => one.payCode === payCode && one.kind !== 'refund');
    const bankInFen = own.length === 0 ? null : own.reduce((sum, { amountInFen }) => sum + amountInFen, 0);
    const [oursInFen, fiscalInFen] = [standing.known ? standing.paidInFen : null, fiscalSum(standing)];
    const apart = standingApart(oursInFen, bankInFen, fiscalInFen, true);
    differing.push({
      key: `${fiscalKey}${payCode}`, verdict, payCode, oursInFen, theirsInFen: bankInFen, fiscalInFen, differs: oursInFen !== null && oursInFen === bankInFen ? ['fiscal'] : apart.length === 0 ? ['fiscal'] : apart,
      lines: standing.fiscal.slice(0, 20).map(({ file, line }) => ({ file, line })), otherDay: null,
    });
  }
  return { differing, matched: matched.size };
}

/** Lines of files that are known by one of these serials, or, where there are none, pay codes. */
async function linesUnder(database: Database, files: readonly FileRow[], keys: readonly string[], bySerial: boolean): Promise<Theirs[]> {
  if (files.length === 0) return [];
  const Line = z.object({ matched_by: z.string(), pay_code: z.string(), fen: number, kind: z.string(), revenue_item: z.string(), line: number, file: number });
  const rows = await inParts(keys, files.length, async (some) => z.array(Line).parse(await database.fromRaw('statement_lines FORCE INDEX (PRIMARY)').whereIn('file', files.map(({ id }) => id)).whereIn('matched_by', some)
    .select('matched_by', 'pay_code', 'kind', 'revenue_item', 'line', 'file', database.raw("IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED) AS fen"))));
  return rows.map((row) => ({ key: bySerial ? row.matched_by : row.pay_code, payCode: row.pay_code, amountInFen: row.fen, kind: row.kind, revenueItem: row.revenue_item, line: row.line, file: row.file }));
}

const Move = z.object({ payCode: z.string(), serial: z.string().nullable().transform((serial) => serial ?? ''), bank: z.string().nullable(), workDate: z.string().nullable(), fen: number });

/** What was paid, on any day, of the bills that these lines name. */
async function paidElsewhere({ database }: Looking, lines: readonly Judged[]): Promise<z.infer<typeof Move>[]> {
  const payCodes = lines.flatMap(({ payCode }) => (payCode === '' ? [] : [payCode]));
  if (payCodes.length === 0) return [];
  const rows: unknown = await database('ledger_entries').whereIn('pay_code', payCodes).whereRaw(`account IN ('bank', 'fiscal') AND occasion IN ${ourOccasions}`).groupBy('pay_code', 'serial', 'bank', 'work_date')
    .havingRaw('fen <> 0').select({ payCode: 'pay_code', serial: 'serial', bank: 'bank', workDate: 'work_date' }, database.raw('SUM(CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) AS fen'));
  return z.array(Move).parse(rows);
}

/** On which day beside this one a statement has these keys, by key and amount. */
async function statedBeside({ database, day, bySerial, neighbours }: Looking, lines: readonly Judged[]): Promise<Map<string, string>> {
  const files = [...neighbours.before, ...neighbours.after].filter((file) => file.has_serials === bySerial);
  if (files.length === 0 || lines.length === 0) return new Map();
  const rows = z.array(z.object({ key: z.string(), file: number, fen: number })).parse(await database('statement_lines').whereIn('file', files.map(({ id }) => id)).whereIn('matched_by', lines.map(({ key }) => key))
    .groupBy('matched_by', 'file').select({ key: 'matched_by', file: 'file' }, database.raw("SUM(IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED)) AS fen")));
  return new Map(rows.map(({ key, file, fen }) => [`${key}\u0000${String(fen)}`, files.find(({ id }) => id === file)?.day ?? day]));
}

const digestOf = (facts: unknown): string => createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 24);
/** A date difference is one thing on two days: it bears one id on both, so that two signatures are enough. What the fiscal record says belongs to it where it is at odds with our books. */
function idOf({ source, day }: Looking, { verdict, key, payCode, oursInFen, theirsInFen, otherDay, lines, fiscalInFen }: Judged): string {
  const days = [day, ...(otherDay === null ? [] : [otherDay])].sort();
  const fiscal = verdict === 'date' || (fiscalInFen ?? 0) === (oursInFen ?? 0) ? [] : [fiscalInFen];
  return digestOf(verdict === 'date' ? [source, days, verdict, key, oursInFen ?? theirsInFen] : [source, days, verdict, key, payCode, oursInFen, theirsInFen, verdict === 'duplicate' ? lines.length : 0, ...fiscal]);
}
/** What the fiscal record differs in is one thing, on whichever day and bank it is looked at. */
const fiscalId = ({ verdict, payCode, oursInFen, fiscalInFen, lines }: Judged): string => digestOf([fiscalSource, verdict, payCode, oursInFen, fiscalInFen, verdict === 'duplicate' ? lines.length : 0]);

async function standings(database: Database, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const rows = z.array(z.object({ id: z.string(), status: z.enum(['taken', 'resolved', 'applying', 'settled']) })).parse(await database('difference_tasks').whereIn('id', ids).select('id', 'status'));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

export { verdicts };
