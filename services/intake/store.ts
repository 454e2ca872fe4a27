/** What intake reads from its own tables: uploaded files, offered items, lists of cases. */
import { z } from 'zod';
import { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { createRecordTable, documentOf } from '../../infra/records.ts';
import type { Database, Migration, Transaction } from '../../infra/database.ts';
import { CaseRecord } from './case.ts';
import type { FileKind } from './file-kind.ts';
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
];

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
}
export async function readFileOf(database: Database, sha256: string): Promise<{ mediaType: string; content: Buffer } | undefined> {
  const row: { media_type: string; content: Buffer } | undefined = await database('materials').where({ sha256 }).first('media_type', 'content');
  return row ? { mediaType: row.media_type, content: row.content } : undefined;
}

/** The item as offered now, or why it is offered no longer; neither when nobody ever heard of it. */
export interface OfferFound { item: OfferedItem | undefined; withdrawn: string | null }

/** How old an offer may be: events about it take as long to arrive anyway. */
const offerFreshMs = 1_000;

/** Offered items by code; asked anew once a second, and a version once parsed is not parsed again. */
export function openOffers(): { find(tx: Transaction, code: string, now: Date): Promise<OfferFound> } {
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

export async function listOffers(database: Database, filter: { q?: string | undefined; form?: string | undefined }): Promise<OfferedItem[]> {
  const query = database('offered_items').where({ status: 'offered' }).orderBy('id').limit(1_000);
  if (filter.q) void query.andWhere('item_name', 'like', `%${filter.q.replace(/[\\%_]/g, String.raw`\$&`)}%`);
  const rows: { document: unknown }[] = await query.select('document');
  const items = rows.map((row) => OfferSchema.parse(documentOf(row.document)).item).filter((item): item is OfferedItem => item !== null);
  return filter.form ? items.filter((item) => item.delegation.form === filter.form) : items;
}

export async function findCase(database: Database, caseNumber: string): Promise<CaseRecord | undefined> {
  const row: { document: unknown } | undefined = await database('cases').where({ id: caseNumber }).first('document');
  return row ? CaseRecord.parse(documentOf(row.document)) : undefined;
}
export async function findCaseByReceipt(database: Database, receiptNumber: string): Promise<CaseRecord | undefined> {
  const row: { document: unknown } | undefined = await database('cases').where({ receipt_number: receiptNumber }).first('document');
  return row ? CaseRecord.parse(documentOf(row.document)) : undefined;
}
export async function listCases(database: Database, filter: { state?: string | undefined; department?: string | undefined; itemCode?: string | undefined; before?: string | undefined; limit: number }): Promise<CaseRecord[]> {
  const query = database('cases').orderBy('received_at', 'desc').limit(filter.limit);
  if (filter.state) void query.where({ status: filter.state });
  if (filter.department !== undefined) void query.where({ department: filter.department });
  if (filter.itemCode) void query.where({ item_code: filter.itemCode });
  if (filter.before) void query.andWhere('received_at', '<', new Date(filter.before).toISOString());
  const rows: { document: unknown }[] = await query.select('document');
  return rows.map((row) => CaseRecord.parse(documentOf(row.document)));
}
