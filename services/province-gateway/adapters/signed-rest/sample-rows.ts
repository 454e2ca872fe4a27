/**
 * Any number of invented items as this province would publish them, for measuring with a catalogue of the size of a whole zone. The
 * names and wording are those of the sample items, numbered.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const File = z.object({ rows: z.array(z.record(z.string(), z.unknown())).min(1) });
let sample: Record<string, unknown>[] | undefined;

/** Code of the n-th invented item of one body: 业务办理项编码, 33 characters. */
export const sampleCode = (creditCode: string, n: number): string => `${creditCode}3530199${String(Math.floor(n / 1_000)).padStart(3, '0')}${String(n % 1_000).padStart(3, '0')}01`;

/** The n-th item in a version; each version after the first promises another limit and takes effect a month later than the one before. */
export function sampleRow(creditCode: string, n: number, version: number): Record<string, unknown> {
  sample ??= File.parse(JSON.parse(readFileSync(new URL('sample-items.json', import.meta.url), 'utf8'))).rows;
  const row = sample[n % sample.length] ?? {};
  const code = sampleCode(creditCode, n);
  return {
    ...row, catalog_code: code.slice(19, 31), task_code: code.slice(0, 31), task_handle_item: code, task_name: `${String(row['task_name'])}（${String(n + 1)}）`, task_type: '01', task_version: version, task_state: '1',
    dept_code: creditCode, plan_effective_date: `2025-${String(version).padStart(2, '0')}-01`, plan_cancel_date: '', promise_day: 1 + (version % 5),
  };
}
