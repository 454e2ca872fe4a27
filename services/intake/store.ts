/** What intake reads from its own tables: uploaded files, offered items, lists of cases. */
import { z } from 'zod';
import { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { createRecordTable, documentOf, recordOf } from '../../infra/records.ts';
import { isDuplicate, rowsOf, type Database, type Migration, type Transaction } from '../../infra/database.ts';
import { writeLines } from '../../infra/lines.ts';
import { byNames, caseLine, caseLines, createCaseLines, namesOf, searchedNames } from './case-line.ts';
import { CaseRecord } from './case.ts';
import type { FileKind } from '../../infra/file-kind.ts';
import { OfferSchema } from './offered-item.ts';

export const migrations: readonly Migration[] = [
  {
    name: '0001-cases',
    async up(database) {
      const code = (type: string): string => `${type} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;
      await createRecordTable(database, 'cases', {}, { department: code('VARCHAR(18)'), receipt_number: code('CHAR(15)'), item_code: code('VARCHAR(33)'), received_at: code('CHAR(24)') });
      await createRecordTable(database, 'offered_items', { item_name: ['VARCHAR(200)', '$.item.name'] });
      // One copy of each file, whoever hands it in and however often.
      await database.raw(`CREATE TABLE materials (
        sha256 CHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, kind VARCHAR(8) NOT NULL, media_type VARCHAR(40) NOT NULL,
        size INT UNSIGNED NOT NULL, content LONGBLOB NOT NULL, uploaded_by VARCHAR(96) NOT NULL, uploaded_at DATETIME(3) NOT NULL)`);
    },
  },
  {
    name: '0002-case-lines',
    async up(database) {
      await createCaseLines(database);
      // Lines of the cases that exist already, a few at a time: their documents are large.
      for (let after = ''; ;) {
        const rows: { id: string; document: unknown; lasting: unknown }[] = await database('cases').where('id', '>', after).orderBy('id').limit(200).select('id', 'document', 'lasting');
        await writeLines(database, caseLines, rows.map((row) => ({ id: row.id, row: caseLine(CaseRecord.parse(recordOf(row))) })));
        const last = rows.at(-1);
        if (!last) break;
        after = last.id;
      }
      // The list has them now; every change of a case would go on paying for them.
      for (const column of ['department', 'receipt_number', 'item_code', 'received_at']) {
        const there = await rowsOf(database, "SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'cases' AND column_name = ?", [column]);
        if (there.length > 0) await database.raw(`ALTER TABLE cases DROP COLUMN ${column}`);
      }
    },
  },
  {
    name: '0003-looks',
    async up(database) {
      // Each look at plain personal data: written before the data is given, never changed.
      await database.raw(`CREATE TABLE looks (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, message_id CHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, request_hash CHAR(64) NOT NULL,
        at DATETIME(3) NOT NULL, case_number VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, subject VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        name VARCHAR(100) NOT NULL, reason VARCHAR(200) NOT NULL, UNIQUE KEY by_message (message_id), KEY by_case (case_number, position), KEY by_subject (subject, position))`);
      // A file is kept once, whoever hands it in; each who did may see it again.
      await database.raw(`CREATE TABLE uploads (
        sha256 CHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, uploaded_by VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, uploaded_at DATETIME(3) NOT NULL,
        PRIMARY KEY (sha256, uploaded_by))`);
      await database.raw('INSERT IGNORE INTO uploads (sha256, uploaded_by, uploaded_at) SELECT sha256, uploaded_by, uploaded_at FROM materials');
    },
  },
  {
    name: '0004-lines-attention',
    async up(database) {
      // Lists made by the first form of 0002 lack it; elsewhere this is passed over.
      await database.raw(`ALTER TABLE ${caseLines} ADD COLUMN attention_at VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, ADD KEY by_attention (attention_at)`);
    },
  },
  {
    name: '0005-lines-names',
    async up(database) {
      // As 0004: lists made before lack the column and its names.
      await database.raw(`ALTER TABLE ${caseLines} ADD COLUMN names ${searchedNames} NOT NULL DEFAULT '', ADD ${byNames}`);
      for (let after = ''; ;) {
        const rows: { id: string; applicant: string; project_name: string; item_name: string }[] = await database(caseLines).where('id', '>', after).orderBy('id').limit(500).select('id', 'applicant', 'project_name', 'item_name');
        for (const row of rows) await database(caseLines).where({ id: row.id }).update({ names: namesOf(row.applicant, row.project_name, row.item_name) });
        const last = rows.at(-1);
        if (!last) break;
        after = last.id;
      }
    },
  },
];

/** Cases of these items that have not ended, by case number, after one. */
export async function openCasesOf(database: Database, itemCodes: readonly string[], after: string | undefined, limit: number): Promise<CaseRecord[]> {
  const query = database(caseLines).whereIn('item_code', [...itemCodes]).whereNull('ended_on').whereNot({ status: 'closed' }).orderBy('id').limit(limit);
  if (after !== undefined) void query.where('id', '>', after);
  const lines: { id: string }[] = await query.select('id');
  if (lines.length === 0) return [];
  const rows: { document: unknown; lasting: unknown }[] = await database('cases').whereIn('id', lines.map((line) => line.id)).orderBy('id').select('document', 'lasting');
  return rows.map((row) => CaseRecord.parse(recordOf(row)));
}

const FileKinds = z.array(z.object({ sha256: z.string(), kind: z.enum(['pdf', 'jpeg', 'png', 'ofd']) }));
const rememberedFiles = 20_000;

/** Kinds of uploaded files by digest. What a digest stands for never changes, so it is asked once. */
export function openFileKinds(): { find(tx: Transaction, digests: readonly string[]): Promise<Map<string, FileKind>> } {
  const known = new Map<string, FileKind>();
  return {
    /** Digests nobody uploaded are missing from the map. */
    async find(tx, digests) {
      const asked = digests.filter((digest) => !known.has(digest));
      if (asked.length > 0) {
        const rows: unknown = await tx('materials').whereIn('sha256', [...new Set(asked)]).select('sha256', 'kind');
        if (known.size > rememberedFiles) known.clear();
        for (const row of FileKinds.parse(rows)) known.set(row.sha256, row.kind);
      }
      const found = new Map<string, FileKind>();
      for (const digest of digests) { const kind = known.get(digest); if (kind) found.set(digest, kind); }
      return found;
    },
  };
}

export async function keepFile(database: Database, file: { sha256: string; kind: FileKind; mediaType: string; content: Buffer; by: string; at: Date }): Promise<void> {
  await database.raw('INSERT IGNORE INTO materials (sha256, kind, media_type, size, content, uploaded_by, uploaded_at) VALUES (?,?,?,?,?,?,?)',
    [file.sha256, file.kind, file.mediaType, file.content.length, file.content, file.by, file.at]);
  await database.raw('INSERT IGNORE INTO uploads (sha256, uploaded_by, uploaded_at) VALUES (?,?,?)', [file.sha256, file.by, file.at]);
}
/** Whether this account handed in this file: who has the bytes already may see them again. */
export async function hasUploaded(database: Database, sha256: string, by: string): Promise<boolean> {
  return (await database('uploads').where({ sha256, uploaded_by: by }).first('sha256')) !== undefined;
}
export interface StoredFile { mediaType: string; content: Buffer }
export async function readFileOf(database: Database, sha256: string): Promise<StoredFile | undefined> {
  const row: { media_type: string; content: Buffer } | undefined = await database('materials').where({ sha256 }).first('media_type', 'content');
  return row ? { mediaType: row.media_type, content: row.content } : undefined;
}

/** The item as offered now, or why it is offered no longer; neither when nobody ever heard of it. */
export interface OfferFound { item: OfferedItem | undefined; withdrawn: string | null }

/** How old an offer may be: events about it take as long to arrive anyway. */
const offerFreshMs = 1_000;

/** Offered items by code; asked anew once a second, and a version once parsed is not parsed again. */
export function openOffers(): { find(tx: Database | Transaction, code: string, now: Date): Promise<OfferFound> } {
  const parsed = new Map<string, { version: number; found: OfferFound; askedAt: number }>();
  return {
    async find(tx, code, now) {
      const known = parsed.get(code);
      const age = known ? now.getTime() - known.askedAt : Infinity;
      if (known && age >= 0 && age < offerFreshMs) return known.found;
      const row: { version: number; document: unknown } | undefined = await tx('offered_items').where({ id: code }).first('version', 'document');
      if (!row) return { item: undefined, withdrawn: null };
      let found = known?.found ?? { item: undefined, withdrawn: null };
      if (known?.version !== Number(row.version)) {
        const offer = OfferSchema.parse(documentOf(row.document));
        found = offer.status === 'offered' && offer.item ? { item: offer.item, withdrawn: null } : { item: undefined, withdrawn: offer.reason };
      }
      parsed.set(code, { version: Number(row.version), found, askedAt: now.getTime() });
      return found;
    },
  };
}

/** What is offered now, whole, in the order of codes. A version once parsed is not parsed again: a thousand items are asked for at each start of a screen. */
export function openOfferList(): { all(database: Database): Promise<OfferedItem[]> } {
  let parsed = new Map<string, { version: number; item: OfferedItem | null }>();
  return {
    async all(database) {
      const rows: { id: string; version: number }[] = await database('offered_items').where({ status: 'offered' }).orderBy('id').limit(offeredAtMost).select('id', 'version');
      const news = rows.filter((row) => parsed.get(row.id)?.version !== Number(row.version)).map((row) => row.id);
      const fresh = new Map(parsed);
      for (let from = 0; from < news.length; from += 200) {
        const documents: { id: string; version: number; document: unknown }[] = await database('offered_items').whereIn('id', news.slice(from, from + 200)).select('id', 'version', 'document');
        for (const row of documents) fresh.set(row.id, { version: Number(row.version), item: OfferSchema.parse(documentOf(row.document)).item });
      }
      // Only what is still offered is remembered.
      parsed = new Map(rows.flatMap((row) => { const found = fresh.get(row.id); return found ? [[row.id, found] as const] : []; }));
      return [...parsed.values()].flatMap(({ item }) => (item ? [item] : []));
    },
  };
}
/** Far more than any zone was ever granted. */
const offeredAtMost = 5_000;

export async function findCase(database: Database, caseNumber: string): Promise<CaseRecord | undefined> {
  const row: { document: unknown; lasting: unknown } | undefined = await database('cases').where({ id: caseNumber }).first('document', 'lasting');
  return row ? CaseRecord.parse(recordOf(row)) : undefined;
}
export async function findCaseByReceipt(database: Database, receiptNumber: string): Promise<CaseRecord | undefined> {
  const line: { id: string } | undefined = await database(caseLines).where({ receipt_number: receiptNumber }).first('id');
  return line && findCase(database, line.id);
}

export interface Look { at: Date; caseNumber: string; subject: string; name: string; reason: string }

/** Records a look; false when the same key was used for another one. A repetition of the same request is one look. */
export async function recordLook(database: Database, look: Look & { messageId: string; requestHash: string }): Promise<boolean> {
  try {
    await database('looks').insert({ message_id: look.messageId, request_hash: look.requestHash, at: look.at, case_number: look.caseNumber, subject: look.subject, name: look.name, reason: look.reason });
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const earlier: { request_hash: string } | undefined = await database('looks').where({ message_id: look.messageId }).first('request_hash');
    return earlier?.request_hash === look.requestHash;
  }
}

/** Looks, newest first, before a position; with the position to go on from. */
export async function listLooks(database: Database, filter: { caseNumber?: string | undefined; by?: string | undefined; before?: number | undefined; limit: number }): Promise<{ looks: Look[]; next: number | null }> {
  const query = database('looks').orderBy('position', 'desc').limit(filter.limit + 1);
  if (filter.caseNumber !== undefined) void query.where({ case_number: filter.caseNumber });
  if (filter.by !== undefined) void query.where({ subject: filter.by });
  if (filter.before !== undefined) void query.andWhere('position', '<', filter.before);
  const rows: { position: number; at: Date; case_number: string; subject: string; name: string; reason: string }[] = await query.select('position', 'at', 'case_number', 'subject', 'name', 'reason');
  const last = rows[filter.limit - 1];
  return {
    looks: rows.slice(0, filter.limit).map((row) => ({ at: new Date(row.at), caseNumber: row.case_number, subject: row.subject, name: row.name, reason: row.reason })),
    next: rows.length > filter.limit && last ? Number(last.position) : null,
  };
}
