/** What the catalogue reads from its tables. */
import type { Database, Transaction } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { anywhere, pageOf, type Paging } from '../../infra/paging.ts';
import { ChangeSetRecord, noFacts, type ChangeSetFacts } from './change-set.ts';
import { builtUpon, standingOfEntries } from './change-set-entries.ts';
import { ItemRecord } from './item.ts';
import type { History } from './timeline.ts';
import { DelegationRecord, type RegisterFacts } from './register.ts';
import { SynchronisationRecord, type SynchronisationFacts } from './synchronisation.ts';

interface Row { id: string; document: unknown }

/** The item, or null. */
export async function itemByCode(database: Database, code: string): Promise<ItemRecord | null> {
  const row: Row | undefined = await database('items').where({ id: code }).first('id', 'document');
  return row ? ItemRecord.parse(documentOf(row.document)) : null;
}

export interface ItemFilter { q?: string | undefined; form?: string | undefined; state?: string | undefined; department?: string | undefined; after?: string | undefined; limit: number }

/** Items by code, one more than asked for when there are more, and how many there are in all. */
export async function listItems(database: Database, filter: ItemFilter): Promise<{ items: ItemRecord[]; total: number }> {
  const wanted = (): ReturnType<Database> => {
    const query = database('items');
    const { q, department } = filter;
    if (q !== undefined) void query.where((either) => { void either.where('listed_name', 'like', anywhere(q)).orWhere('id', 'like', anywhere(q)); });
    if (department !== undefined) void query.where('listed_department', 'like', anywhere(department));
    if (filter.form !== undefined) void query.where({ form: filter.form });
    if (filter.state !== undefined) void query.where({ status: filter.state });
    return query;
  };
  const page = wanted().orderBy('id').limit(filter.limit + 1);
  if (filter.after !== undefined) void page.where('id', '>', filter.after);
  const [rows, counted] = await Promise.all([page.select('id', 'document') as PromiseLike<Row[]>, wanted().count({ n: '*' }).first() as PromiseLike<{ n: number } | undefined>]);
  return { items: rows.map((row) => ItemRecord.parse(documentOf(row.document))), total: Number(counted?.n ?? 0) };
}

/** Codes and names of what is offered now, the columns only: no document is parsed for those that will not be shown. */
export async function namesOffered(database: Database): Promise<{ code: string; name: string }[]> {
  const rows: { id: string; listed_name: string | null }[] = await database('items').where({ status: 'offered' }).select('id', 'listed_name');
  return rows.flatMap((row) => (row.listed_name === null ? [] : [{ code: row.id, name: row.listed_name }]));
}

/** What the zone has published of these items; a code that no document delegates is missing. */
export async function historiesOf(database: Database, codes: readonly string[]): Promise<Map<string, History & { publishings: number }>> {
  if (codes.length === 0) return new Map();
  const rows: Row[] = await database('items').whereIn('id', [...codes]).select('id', 'document');
  return new Map(rows.map((row) => {
    const { publications, timeline, publishings } = ItemRecord.parse(documentOf(row.document));
    return [row.id, { publications, timeline, publishings }];
  }));
}

/** Which of these codes are items of this zone. */
export async function delegatedAmong(database: Database, codes: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await database('items').whereIn('id', [...codes]).select('id');
  return new Set(rows.map((row) => row.id));
}

export async function changeSetById(database: Database, id: string): Promise<ChangeSetRecord | null> {
  const row: Row | undefined = await database('change_sets').where({ id }).first('id', 'document');
  return row ? ChangeSetRecord.parse(documentOf(row.document)) : null;
}
export async function changeSetByArrival(database: Database, arrivalKey: string): Promise<ChangeSetRecord | null> {
  const row: Row | undefined = await database('change_sets').where({ arrival_key: arrivalKey }).first('id', 'document');
  return row ? ChangeSetRecord.parse(documentOf(row.document)) : null;
}

/** Change sets, newest first; those still being collected are nobody's business yet. */
export async function listChangeSets(database: Database, filter: { state?: string | undefined; source?: string | undefined }, paging: Paging): Promise<{ changeSets: ChangeSetRecord[]; next: string | null }> {
  const query = database('change_sets').whereNot({ status: 'collecting' }).orderBy([{ column: 'proposed_at', order: 'desc' }, { column: 'id', order: 'desc' }]).limit(paging.limit + 1);
  if (filter.state !== undefined) void query.where({ status: filter.state });
  const { source } = filter;
  if (source !== undefined) void query.where((either) => { void either.where({ source }).orWhere('source', 'like', anywhere(source).slice(1)); });
  const { after } = paging;
  if (after) void query.where('proposed_at', '<=', after.at).andWhere((one) => { void one.where('proposed_at', '<', after.at).orWhere('id', '<', after.id); });
  const rows: Row[] = await query.select('id', 'document');
  const page = pageOf(rows.map((row) => ChangeSetRecord.parse(documentOf(row.document))), paging.limit, (one) => ({ at: one.proposedAt, id: one.id }));
  return { changeSets: page.rows, next: page.next };
}

/** What a decision about a change set must know of its entries and of other sets. */
export async function changeSetFacts(transaction: Database | Transaction, messageType: string, changeSetId: string | undefined): Promise<ChangeSetFacts> {
  if (changeSetId === undefined) return noFacts;
  if (messageType === 'http.approve-change-set') return { ...noFacts, ...await standingOfEntries(transaction, changeSetId) };
  if (messageType === 'http.undo-change-set') return { ...noFacts, builtUpon: await builtUpon(transaction, changeSetId) };
  return noFacts;
}

/** All documents, by number. */
export async function listDelegations(database: Database, form?: string): Promise<DelegationRecord[]> {
  const query = database('delegations').orderBy('id');
  if (form !== undefined) void query.where({ form });
  const rows: Row[] = await query.select('id', 'document');
  return rows.map((row) => DelegationRecord.parse(documentOf(row.document)));
}

export async function delegationByNumber(database: Database, documentNumber: string): Promise<DelegationRecord | null> {
  const row: Row | undefined = await database('delegations').where({ id: documentNumber }).first('id', 'document');
  return row ? DelegationRecord.parse(documentOf(row.document)) : null;
}

/** Keeps the bytes of a signed paper, once by digest. */
export async function keepDelegationFile(database: Database, file: { sha256: string; mediaType: string; content: Buffer; at: Date }): Promise<void> {
  await database.raw('INSERT IGNORE INTO delegation_files (sha256, media_type, size, content, stored_at) VALUES (?,?,?,?,?)', [file.sha256, file.mediaType, file.content.length, file.content, file.at]);
}

export async function delegationFile(database: Database, sha256: string): Promise<{ mediaType: string; content: Buffer } | undefined> {
  const row: { media_type: string; content: Buffer } | undefined = await database('delegation_files').where({ sha256 }).first('media_type', 'content');
  return row && { mediaType: row.media_type, content: row.content };
}

export async function recentSynchronisations(database: Database): Promise<SynchronisationRecord[]> {
  const rows: Row[] = await database('synchronisations').orderBy('started_at', 'desc').limit(20).select('id', 'document');
  return rows.map((row) => SynchronisationRecord.parse(documentOf(row.document)));
}

export async function synchronisationById(database: Database, id: string): Promise<SynchronisationRecord | null> {
  const row: Row | undefined = await database('synchronisations').where({ id }).first('id', 'document');
  return row ? SynchronisationRecord.parse(documentOf(row.document)) : null;
}

/** Held until the commit, so that two copies never decide at once what each must know of the other. */
const holdRegister = (transaction: Transaction): Promise<unknown> => transaction('register_lock').where({ one: 1 }).forUpdate().first('one');

/** The other documents that name one of these items. */
export async function othersNaming(transaction: Transaction, documentNumber: string, itemCodes: readonly string[]): Promise<RegisterFacts['others']> {
  await holdRegister(transaction);
  const rows: Row[] = await transaction('delegations').whereNot({ id: documentNumber }).select('id', 'document');
  const wanted = new Set(itemCodes);
  return rows.map((row) => DelegationRecord.parse(documentOf(row.document))).filter((one) => one.itemCodes.some((code) => wanted.has(code)));
}

/** Whether a synchronisation is under way, and from where changes may be counted. */
export async function synchronisationFacts(transaction: Transaction): Promise<SynchronisationFacts> {
  await holdRegister(transaction);
  const running: Row | undefined = await transaction('synchronisations').where({ status: 'running' }).first('id', 'document');
  const row: Row | undefined = await transaction('synchronisations').where({ status: 'finished' }).orderBy('started_at', 'desc').first('id', 'document');
  const last = row ? SynchronisationRecord.parse(documentOf(row.document)) : null;
  return { running: running?.id ?? null, watermark: last?.cursor ?? null, since: last?.startedAt ?? null };
}
