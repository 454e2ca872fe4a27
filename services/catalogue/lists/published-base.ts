/** What a row is laid over: what the zone has published last of an item, else what the province says of it. */
import { chinaDate, type Clock } from '../../../infra/clock.ts';
import { rowsOf, type Database } from '../../../infra/database.ts';
import { documentOf } from '../../../infra/records.ts';
import { PublishedItem } from '../published-item.ts';
import { historiesOf } from '../store.ts';
import { spanOn, spansOf } from '../timeline.ts';

/** By code; an item nobody has said anything of is missing. */
export async function publishedBases(database: Database, codes: readonly string[], clock: Clock): Promise<Map<string, PublishedItem>> {
  const bases = new Map<string, PublishedItem>();
  const today = chinaDate(clock.now());
  for (const [code, history] of await historiesOf(database, codes)) {
    const span = spanOn(history, today) ?? spansOf(history).at(-1);
    if (span) bases.set(code, { ...span.item, state: span.said });
  }
  const missing = codes.filter((code) => !bases.has(code));
  if (missing.length === 0) return bases;
  const rows = await rowsOf<{ code: string; content: unknown }>(database, `SELECT code, content FROM source_items WHERE source = 'province' AND code IN (${missing.map(() => '?').join(',')})`, missing);
  for (const row of rows) bases.set(row.code, PublishedItem.parse(documentOf(row.content)));
  return bases;
}
