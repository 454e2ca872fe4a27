// Queries over notices.
import { z } from 'zod';
import type { Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { Notice } from './states.ts';

const Row = z.object({ document: z.unknown() });
const read = (row: unknown): Notice => Notice.parse(documentOf(Row.parse(row).document));

/** Reads notices. */
export interface NoticeStore {
  find(textKey: string): Promise<Notice | undefined>;
  /** In the order they were asked for; at most 200. */
  ofCase(caseNumber: string): Promise<Notice[]>;
}

/** Opens the store on the service's database. */
export function openNoticeStore(database: Database): NoticeStore {
  return {
    async find(textKey) {
      const row: unknown = await database('notices').where({ id: textKey }).first('document');
      return row === undefined ? undefined : read(row);
    },
    async ofCase(caseNumber) {
      const rows: unknown[] = await database('notices').where({ case_number: caseNumber }).orderBy('created_at').limit(200).select('document');
      return rows.map(read);
    },
  };
}
