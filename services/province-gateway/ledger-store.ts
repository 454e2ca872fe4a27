/** What the two ledgers tell of each other, in its tables: divergences, daily counts, and the pages people look at. */
import { createHash } from 'node:crypto';
import { rowsOf, runChange, type Database } from '../../infra/database.ts';
import { pageOf, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import type { Difference, Nature, Winner } from './ledger.ts';
import type { Outgoing, OutgoingState } from './outgoing.ts';
import { outgoingOf } from './outgoing-store.ts';
import { provinceStep, type ProvinceStep, type StepKind } from './port.ts';

export type DivergenceState = 'open' | 'healing' | 'healed' | 'gone' | 'settled';
export interface Divergence extends Difference {
  readonly number: number; readonly platform: string; readonly winner: Winner; readonly state: DivergenceState; readonly foundAt: Date; readonly changedAt: Date; readonly changedBy: string; readonly note: string;
}
interface Row {
  number: number; platform: string; case_number: string; sequence: number; kind: StepKind; nature: Nature; field: string; ours: string | null; theirs: string | null; winner: Winner; state: DivergenceState;
  found_at: Date; changed_at: Date; changed_by: string; note: string;
}
const divergenceOf = (row: Row): Divergence => ({
  number: Number(row.number), platform: row.platform, caseNumber: row.case_number, sequence: Number(row.sequence), kind: row.kind, nature: row.nature, field: row.field, ours: row.ours, theirs: row.theirs, winner: row.winner,
  state: row.state, foundAt: new Date(row.found_at), changedAt: new Date(row.changed_at), changedBy: row.changed_by, note: row.note,
});
const OPEN: readonly DivergenceState[] = ['open', 'healing'];
const openKeyOf = (platform: string, one: Pick<Difference, 'caseNumber' | 'sequence' | 'nature' | 'field'>): string =>
  createHash('sha256').update([platform, one.caseNumber, String(one.sequence), one.nature, one.field].join('\n')).digest('hex');

/**
 * Writes what a comparison of whole cases has found: new differences, those that changed, and those that are gone. Returns how many are new. What is
 * known of a step that `waits`, still on its way there, stays as it is: nobody has seen yet whether it arrived.
 */
export async function writeDifferences(database: Database, platform: string, cases: readonly string[], found: readonly (Difference & { winner: Winner })[], now: Date, waits: (caseNumber: string, sequence: number) => boolean = () => false): Promise<number> {
  if (cases.length === 0) return 0;
  const before: (Row & { open_key: string })[] = await database('divergences').where({ platform }).whereIn('case_number', [...cases]).whereIn('state', [...OPEN]).select();
  const known = new Map(before.map((row) => [row.open_key, row]));
  // What a person has settled stays settled as long as it says the same.
  const settled: Row[] = found.length === 0 ? [] : await database('divergences').where({ platform, state: 'settled' }).whereIn('case_number', [...new Set(found.map((one) => one.caseNumber))]).select();
  let fresh = 0;
  for (const one of found) {
    const openKey = openKeyOf(platform, one);
    const row = known.get(openKey);
    known.delete(openKey);
    if (!row) {
      if (settled.some((past) => past.case_number === one.caseNumber && Number(past.sequence) === one.sequence && past.nature === one.nature && past.field === one.field && past.ours === one.ours && past.theirs === one.theirs)) continue;
      fresh += 1;
      await database.raw(
        'INSERT IGNORE INTO divergences (platform, case_number, sequence, kind, nature, field, ours, theirs, winner, state, found_at, changed_at, open_key) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)',
        [platform, one.caseNumber, one.sequence, one.kind, one.nature, one.field, one.ours, one.theirs, one.winner, 'open', now, now, openKey] as string[]);
    // Found again though it was told again and acknowledged: it is open once more, else nobody would ever heal it.
    } else if (row.state === 'healing' || row.ours !== one.ours || row.theirs !== one.theirs) await database('divergences').where({ number: row.number }).update({ ours: one.ours, theirs: one.theirs, state: 'open', changed_at: now });
  }
  for (const row of known.values()) if (!waits(row.case_number, Number(row.sequence))) await database('divergences').where({ number: row.number }).update({ state: row.state === 'healing' ? 'healed' : 'gone', changed_at: now, open_key: null });
  return fresh;
}

export async function openDivergences(database: Database, filter: { platform?: string | undefined; caseNumber?: string | undefined; states?: readonly DivergenceState[]; after?: number }, limit: number): Promise<Divergence[]> {
  const query = database('divergences').whereIn('state', [...(filter.states ?? OPEN)]).orderBy('number').limit(limit);
  if (filter.after !== undefined) void query.where('number', '>', filter.after);
  if (filter.platform !== undefined) void query.where('platform', filter.platform);
  if (filter.caseNumber !== undefined) void query.where('case_number', filter.caseNumber);
  const rows: Row[] = await query.select();
  return rows.map(divergenceOf);
}
export async function divergencesPage(database: Database, filter: { platform?: string | undefined; state?: string | undefined; caseNumber?: string | undefined }, paging: Paging): Promise<{ divergences: Divergence[]; next: string | null }> {
  const query = database('divergences').orderBy('number', 'desc').limit(paging.limit + 1);
  if (filter.platform !== undefined) void query.where('platform', filter.platform);
  if (filter.caseNumber !== undefined) void query.where('case_number', filter.caseNumber);
  if (filter.state === 'open') void query.whereIn('state', [...OPEN]);
  else if (filter.state !== undefined) void query.where('state', filter.state);
  if (paging.after) void query.where('number', '<', Number(paging.after.id) || 0);
  const rows: Row[] = await query.select();
  const page = pageOf(rows, paging.limit, (row) => ({ at: '', id: String(row.number) }));
  return { divergences: page.rows.map(divergenceOf), next: page.next };
}
export async function countDivergences(database: Database): Promise<Map<string, number>> {
  const rows: { platform: string; n: number }[] = await database('divergences').whereIn('state', [...OPEN]).groupBy('platform').select('platform').count({ n: '*' });
  return new Map(rows.map((row) => [row.platform, Number(row.n)]));
}
export async function markDivergences(database: Database, numbers: readonly number[], to: { state: DivergenceState; by: string; note: string; at: Date }): Promise<number> {
  if (numbers.length === 0) return 0;
  return database('divergences').whereIn('number', [...numbers]).whereIn('state', [...OPEN])
    .update({ state: to.state, changed_by: to.by, note: to.note.slice(0, 500), changed_at: to.at, ...(OPEN.includes(to.state) ? {} : { open_key: null }) });
}

// --- our side ------------------------------------------------------------------------------------------------------

export interface LedgerRow extends Outgoing {
  readonly position: number; readonly content: ProvinceStep; readonly provenance: number; readonly takenAt: Date; readonly acknowledgedAt: Date | null; readonly acknowledgedRevision: number | null; readonly theirs: string; readonly checkedAt: Date | null;
}
type FullRow = Parameters<typeof outgoingOf>[0] & { content: unknown; provenance: number; taken_at: Date; acknowledged_at: Date | null; acknowledged_revision: number | null; theirs: string; checked_at: Date | null };
const columns = 'position, platform, case_number, sequence, kind, revision, given_revision, digest, state, attempts, refusals, due_at, receipt, outcome, detail, content, provenance, taken_at, acknowledged_at, acknowledged_revision, theirs, checked_at';
const ledgerRowOf = (row: FullRow): LedgerRow => ({
  ...outgoingOf(row), content: provinceStep.parse(documentOf(row.content)), provenance: Number(row.provenance), takenAt: new Date(row.taken_at), acknowledgedAt: row.acknowledged_at && new Date(row.acknowledged_at),
  acknowledgedRevision: row.acknowledged_revision === null ? null : Number(row.acknowledged_revision), theirs: row.theirs, checkedAt: row.checked_at && new Date(row.checked_at),
});

/** Every step of these cases, in order. */
export async function ledgerOfCases(database: Database, cases: readonly string[]): Promise<LedgerRow[]> {
  if (cases.length === 0) return [];
  const rows = await rowsOf<FullRow>(database, `SELECT ${columns} FROM outgoing_steps WHERE case_number IN (${cases.map(() => '?').join(',')}) ORDER BY case_number, sequence`, [...cases]);
  return rows.map(ledgerRowOf);
}
export async function ledgerPage(database: Database, filter: { platform?: string | undefined; state?: OutgoingState | undefined; theirs?: string | undefined }, paging: Paging): Promise<{ rows: LedgerRow[]; next: string | null }> {
  const query = database('outgoing_steps').orderBy('position', 'desc').limit(paging.limit + 1);
  if (filter.platform !== undefined) void query.where('platform', filter.platform);
  if (filter.state !== undefined) void query.where('state', filter.state);
  if (filter.theirs !== undefined) void query.where('theirs', filter.theirs);
  if (paging.after) void query.where('position', '<', Number(paging.after.id) || 0);
  const rows: FullRow[] = await query.select(database.raw(columns));
  const page = pageOf(rows, paging.limit, (row) => ({ at: '', id: String(row.position) }));
  return { rows: page.rows.map(ledgerRowOf), next: page.next };
}
/** How many steps stand where, by platform. */
export async function stepsByState(database: Database): Promise<{ platform: string; state: OutgoingState; steps: number }[]> {
  const rows: { platform: string; state: OutgoingState; n: number }[] = await database('outgoing_steps').groupBy('platform', 'state').select('platform', 'state').count({ n: '*' });
  return rows.map((row) => ({ platform: row.platform, state: row.state, steps: Number(row.n) }));
}
/** Which steps we were told of on a day. */
export async function acknowledgedOn(database: Database, platform: string, day: string): Promise<{ caseNumber: string; sequence: number; kind: StepKind }[]> {
  const rows = await rowsOf<{ case_number: string; sequence: number; kind: StepKind }>(database, 'SELECT case_number, sequence, kind FROM outgoing_steps WHERE platform = ? AND acknowledged_on = ?', [platform, day]);
  return rows.map((row) => ({ caseNumber: row.case_number, sequence: Number(row.sequence), kind: row.kind }));
}
export async function countAcknowledgedOn(database: Database, platform: string, day: string): Promise<Map<string, number>> {
  const rows: { kind: string; n: number }[] = await database('outgoing_steps').where({ platform, acknowledged_on: day }).groupBy('kind').select('kind').count({ n: '*' });
  return new Map(rows.map((row) => [row.kind, Number(row.n)]));
}
/** Cases whose acknowledged steps were looked at longest ago, or never. */
export async function leastChecked(database: Database, platform: string, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ case_number: string }>(database, `SELECT DISTINCT case_number FROM (SELECT case_number FROM outgoing_steps WHERE platform = ? AND state = 'acknowledged' ORDER BY checked_at LIMIT ${String(limit * 6)}) oldest LIMIT ${String(limit)}`, [platform]);
  return rows.map((row) => row.case_number);
}
/** What the province said of these rows. */
export async function markChecked(database: Database, positions: readonly number[], theirs: 'equal' | 'differs' | 'missing', at: Date): Promise<void> {
  if (positions.length === 0) return;
  await runChange(database, `UPDATE outgoing_steps SET theirs = ?, checked_at = ? WHERE position IN (${positions.map(() => '?').join(',')})`, [theirs, at, ...positions]);
}
/** Moves one row on, if it is still as it was read. */
export async function moveRow(database: Database, before: Outgoing & { position: number }, after: Outgoing, content?: ProvinceStep): Promise<boolean> {
  return await database('outgoing_steps').where({ position: before.position, state: before.state, revision: before.revision }).update({
    state: after.state, revision: after.revision, attempts: after.attempts, due_at: after.dueAt, outcome: after.outcome, detail: after.detail, ...(content === undefined ? {} : { content: JSON.stringify(content), theirs: 'unknown' }),
  }) === 1;
}

// --- counts --------------------------------------------------------------------------------------------------------

export interface CountRow { readonly platform: string; readonly day: string; readonly kind: string; readonly ours: number; readonly theirs: number | null; readonly comparedAt: Date }
export async function writeCounts(database: Database, rows: readonly CountRow[]): Promise<void> {
  if (rows.length === 0) return;
  await database('daily_counts').insert(rows.map((row) => ({ platform: row.platform, day: row.day, kind: row.kind, ours: row.ours, theirs: row.theirs, compared_at: row.comparedAt }))).onConflict(['platform', 'day', 'kind']).merge();
}
export async function countsFrom(database: Database, filter: { platform?: string | undefined; from: string; until: string }): Promise<CountRow[]> {
  const query = database('daily_counts').whereBetween('day', [filter.from, filter.until]).orderBy([{ column: 'day', order: 'desc' }, 'platform', 'kind']);
  if (filter.platform !== undefined) void query.where('platform', filter.platform);
  const rows: { platform: string; day: string; kind: string; ours: number; theirs: number | null; compared_at: Date }[] = await query.select();
  return rows.map((row) => ({ platform: row.platform, day: row.day, kind: row.kind, ours: Number(row.ours), theirs: row.theirs === null ? null : Number(row.theirs), comparedAt: new Date(row.compared_at) }));
}
/** Steps by the pattern of where their fields came from. */
export async function patternCounts(database: Database, filter: { platform?: string | undefined; from: Date; until: Date }): Promise<{ platform: string; pattern: number; steps: number }[]> {
  const rows = await rowsOf<{ platform: string; provenance: number; n: number }>(database,
    `SELECT platform, provenance, COUNT(*) AS n FROM outgoing_steps WHERE taken_at >= ? AND taken_at < ?${filter.platform === undefined ? '' : ' AND platform = ?'} GROUP BY platform, provenance`,
    [filter.from, filter.until, ...(filter.platform === undefined ? [] : [filter.platform])]);
  return rows.map((row) => ({ platform: row.platform, pattern: Number(row.provenance), steps: Number(row.n) }));
}
