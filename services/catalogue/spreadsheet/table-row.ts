/** A row of a table as it stands in a spreadsheet or text file, before anybody knows what its columns mean. */
import type { BothLanguages, Refusal, RefusalReason } from '../../../contracts/refusals.ts';
import { refusal } from '../../../contracts/refusals.ts';

/** What stands where; rows are counted as the office's own program counts them, from 1. */
export interface TableRow {
  /** Name of the sheet 工作表; empty for a text file, which has but one. */
  readonly sheet: string;
  readonly number: number;
  /** Text of each cell; '' where nothing stands. Dates are written YYYY-MM-DD, the result of a formula stands for it. */
  readonly cells: readonly string[];
  /** Why nobody can read the row at all (a quote that never ends, letters of no character set). */
  readonly broken?: BothLanguages;
}

/** The longest text a cell may hold in any office program (32 767), and what a table may be at most. */
export const tableLimits = { cellCharacters: 32_767, columns: 200, rows: 300_000, expandedBytes: 640 * 1024 * 1024, sharedCharacters: 60_000_000 } as const;

/** The file as a whole cannot be taken; thrown while it is read, and told to the office as a refusal by whoever reads. */
export class FileRefused extends Error {
  override name = 'FileRefused';
  readonly refusal: Refusal;
  constructor(reason: RefusalReason, detail?: BothLanguages) {
    super(reason);
    this.refusal = refusal(reason, detail ? { detail } : {});
  }
}

/** Rows and columns beyond which a file is no list of items, whatever else it may be. */
export const tooManyRows = (): FileRefused => new FileRefused('file-too-large', { zh: `数据超过 ${String(tableLimits.rows)} 行，请拆分后上传`, en: `it has more than ${String(tableLimits.rows)} rows; split it` });
