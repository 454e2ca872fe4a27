/** The record of when a platform could not be reached or slept, and what it held back: the evidence that a delay was not the zone's. */
import { isDuplicate, type Database } from '../../infra/database.ts';
import type { AnnouncedWindow } from './maintenance.ts';

export interface OutageRow { number: number; platform: string; cause: string; began_at: Date; ended_at: Date | null; until_at: Date | null; detail: string; held_steps: number; held_cases: number }

/** One of a platform and cause is open at a time, whoever of several copies sees it first. */
export async function beginOutage(database: Database, outage: { platform: string; cause: 'maintenance' | 'unreachable'; at: Date; until: Date | null; detail: string }): Promise<void> {
  const openKey = `${outage.platform}/${outage.cause}`;
  try {
    await database('outages').insert({ platform: outage.platform, cause: outage.cause, began_at: outage.at, until_at: outage.until, detail: outage.detail.slice(0, 300), open_key: openKey });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    if (outage.until) await database('outages').where({ open_key: openKey }).update({ until_at: outage.until, detail: outage.detail.slice(0, 300) });
  }
}

/** Ends what is open of a platform and counts what had waited: steps taken before now and not yet acknowledged. */
export async function endOutage(database: Database, platform: string, at: Date): Promise<void> {
  const open: { number: number }[] = await database('outages').where({ platform }).whereNotNull('open_key').select('number');
  if (open.length === 0) return;
  const held = await database('outgoing_steps').where({ platform }).whereIn('state', ['waiting', 'doubtful', 'sending']).andWhere('due_at', '<', new Date('9999-01-01')).count({ steps: '*' }).countDistinct({ cases: 'case_number' }).first();
  await database('outages').whereIn('number', open.map((one) => one.number)).update({ ended_at: at, open_key: null, held_steps: Number(held?.['steps'] ?? 0), held_cases: Number(held?.['cases'] ?? 0) });
}

export async function outagesOf(database: Database, filter: { platform?: string | undefined; since?: Date | undefined }, limit: number): Promise<OutageRow[]> {
  const query = database<OutageRow>('outages').orderBy('number', 'desc').limit(limit);
  if (filter.platform !== undefined) void query.where('platform', filter.platform);
  if (filter.since !== undefined) void query.where('began_at', '>=', filter.since);
  return query.select('number', 'platform', 'cause', 'began_at', 'ended_at', 'until_at', 'detail', 'held_steps', 'held_cases') as Promise<OutageRow[]>;
}

export interface AnnouncedRow { number: number; platform: string; from_at: Date; to_at: Date; zh: string; en: string; announced_by: string; announced_at: Date; ended_by: string | null }
const asWindow = (row: AnnouncedRow): AnnouncedWindow & { platform: string; number: number } => ({ platform: row.platform, number: Number(row.number), from: new Date(row.from_at), to: new Date(row.to_at), zh: row.zh, en: row.en });

/** Announced pauses that are not over. */
export async function openPauses(database: Database, now: Date): Promise<(AnnouncedWindow & { platform: string; number: number })[]> {
  const rows: AnnouncedRow[] = await database('announced_pauses').where('to_at', '>', now).orderBy('from_at').select();
  return rows.map(asWindow);
}
export async function announcePause(database: Database, pause: { platform: string; from: Date; to: Date; zh: string; en: string; by: string; at: Date }): Promise<number> {
  const [number] = await database('announced_pauses').insert({ platform: pause.platform, from_at: pause.from, to_at: pause.to, zh: pause.zh, en: pause.en, announced_by: pause.by, announced_at: pause.at });
  return Number(number);
}
/** Ends an announced pause now; false when there is none that lasts. */
export async function endPause(database: Database, platform: string, number: number, by: string, now: Date): Promise<boolean> {
  return await database('announced_pauses').where({ platform, number }).andWhere('to_at', '>', now).update({ to_at: now, ended_by: by }) === 1;
}
