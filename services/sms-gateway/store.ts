// Queries of the gateway: a text by its id, a text by extension digits, and what came from the carrier for nobody.
import { z } from 'zod';
import type { Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import type { CarrierReport, Reply } from './port.ts';
import { Text } from './states.ts';

/** How many recent extension digits are remembered in memory; older ones cost a query. */
const REMEMBERED = 50_000;

const DocumentRow = z.object({ document: z.unknown() });
const IdRow = z.object({ id: z.string() });
const FoundRow = z.object({ id: z.string(), at: z.date() });

/** What the gateway keeps beside its records. */
export interface TextStore {
  find(textId: string): Promise<Text | undefined>;
  /** The text that went out under these digits; undefined when none did. Digits come round again after years: the newest counts. */
  textOf(extension: string): Promise<string | undefined>;
  /** Notes whose digits these are, so that the report a moment later needs no query. */
  remember(extension: string, textId: string): void;
  /** Keeps the digits of a second or later attempt; to be done before they go out. Rejects when the database is away. */
  keepLater(extension: string, textId: string, at: Date): Promise<void>;
  /** Texts unreported or in doubt since before that moment, oldest first. */
  overdue(before: Date, limit: number): Promise<string[]>;
  keepStray(report: CarrierReport, at: Date): Promise<void>;
  /** Keeps a text from a phone; the same one again is no error. */
  keepReply(reply: Reply, at: Date): Promise<void>;
}

/** Opens the store on the service's database. */
export function openTextStore(database: Database): TextStore {
  const recent = new Map<string, string>();
  return {
    async find(textId) {
      const row: unknown = await database('texts').where({ id: textId }).first('document');
      return row === undefined ? undefined : Text.parse(documentOf(DocumentRow.parse(row).document));
    },
    async textOf(extension) {
      const known = recent.get(extension);
      if (known !== undefined) return known;
      const later: unknown = await database('later_extensions').where({ extension }).first({ id: 'text_id', at: 'started_at' });
      const first: unknown = await database('texts').where({ first_extension: extension }).orderBy('created_at', 'desc').first({ id: 'id', at: 'created_at' });
      const found = [later, first].filter((row) => row !== undefined).map((row) => FoundRow.parse(row));
      return found.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]?.id;
    },
    async keepLater(extension, textId, at) {
      await database('later_extensions').insert({ extension, text_id: textId, started_at: at }).onConflict('extension').merge();
    },
    remember(extension, textId) {
      recent.set(extension, textId);
      if (recent.size <= REMEMBERED) return;
      const [oldest] = recent.keys();
      if (oldest !== undefined) recent.delete(oldest);
    },
    async overdue(before, limit) {
      const rows: unknown[] = await database('texts')
        .whereIn('status', ['submitted', 'in-doubt']).andWhere('updated_at', '<=', before).orderBy('updated_at').limit(limit).select('id');
      return rows.map((row) => IdRow.parse(row).id);
    },
    async keepStray(report, at) {
      await database('stray_reports').insert({ carrier_id: report.carrierId, extension: report.extension.slice(0, 21), code: report.code, received_at: at });
    },
    async keepReply(reply, at) {
      await database('replies')
        .insert({ carrier_id: reply.carrierId, extension: reply.extension.slice(0, 21), mobile: reply.mobile.slice(0, 21), words: reply.words.slice(0, 500), received_at: at })
        .onConflict(['carrier_id', 'mobile']).ignore();
    },
  };
}
