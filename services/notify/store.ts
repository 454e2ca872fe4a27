// Queries over notices.
import { z } from 'zod';
import type { Database } from '../../infra/database.ts';
import { madeWithin, recordPage, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import { Notice } from './states.ts';

const Row = z.object({ document: z.unknown() });
const CountRow = z.object({ day: z.string(), state: Notice.shape.status, texts: z.coerce.number() });
const read = (row: unknown): Notice => Notice.parse(documentOf(Row.parse(row).document));

/** What a list of notices is asked for; `department` leaves those whose cases belong to it. */
export interface NoticesAsked {
  caseNumber?: string | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  department: string | null;
  from?: Date;
  until?: Date;
}

/** Reads notices. */
export interface NoticeStore {
  find(textKey: string): Promise<Notice | undefined>;
  /** Newest first; those of one case in the order they were asked for. */
  page(asked: NoticesAsked, paging: Paging): Promise<{ notices: Notice[]; next: string | null }>;
  /** How many notices of each day in China are in which state. */
  counts(asked: { department: string | null; from: Date; until: Date }): Promise<z.infer<typeof CountRow>[]>;
}

/** Opens the store on the service's database. */
export function openNoticeStore(database: Database): NoticeStore {
  const confine = (query: ReturnType<Database>, department: string | null): void => { if (department !== null) void query.where({ department }); };
  return {
    async find(textKey) {
      const row: unknown = await database('notices').where({ id: textKey }).first('document');
      return row === undefined ? undefined : read(row);
    },
    async page(asked, paging) {
      const query = database('notices');
      if (asked.caseNumber !== undefined) void query.where({ case_number: asked.caseNumber });
      if (asked.state !== undefined) void query.where({ status: asked.state });
      if (asked.kind !== undefined) void query.where({ kind: asked.kind });
      confine(query, asked.department);
      madeWithin(query, asked);
      const { rows, next } = await recordPage(query, paging, asked.caseNumber === undefined ? 'desc' : 'asc');
      return { notices: rows.map(read), next };
    },
    async counts(asked) {
      const query = database('notices');
      confine(query, asked.department);
      madeWithin(query, asked);
      const rows: unknown[] = await query.select(database.raw("DATE_FORMAT(created_at + INTERVAL 8 HOUR, '%Y-%m-%d') AS day"), { state: 'status' })
        .count({ texts: '*' }).groupByRaw('1, 2').orderByRaw('1, 2');
      return rows.map((row) => CountRow.parse(row));
    },
  };
}
