/** The sample province's items by our own names, for programs that hand over steps about one of them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Rows = z.object({ rows: z.array(z.object({ task_code: z.string(), catalog_code: z.string(), task_handle_item: z.string(), task_name: z.string() })) });

export interface SampleItem { catalogCode: string; taskCode: string; handlingCode: string; name: string }
export const sampleItems = (): SampleItem[] => Rows.parse(JSON.parse(readFileSync(new URL('sample-items.json', import.meta.url), 'utf8'))).rows
  .map((row) => ({ catalogCode: row.catalog_code, taskCode: row.task_code, handlingCode: row.task_handle_item, name: row.task_name }));
