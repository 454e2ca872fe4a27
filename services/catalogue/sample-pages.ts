/**
 * A province gateway for tests: serves made-up versions of given items page by page, as the gateway's contract says. Among them one
 * item of somebody else, one with codes that do not fit and one row that nobody can read.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { published } from './sample-records.ts';
import { PublishedItem, type PublishedItemGiven } from './published-item.ts';

export interface PageServer { url: string; asked: { rows: number; marks: number; single: number }; alter(code: string, more: Partial<PublishedItem>): void; withdraw(code: string): void; /** From now on every second page is refused for good. */ breakOff(broken: boolean): void; publish(code: string, version: number, effectiveOn: string, more?: Partial<PublishedItemGiven>): void; close(): Promise<void> }

const pageSize = 25;

/** Starts it on a free port with a first version of each item. */
export async function servePages(codes: readonly string[]): Promise<PageServer> {
  const versionOf = (code: string, version: number, effectiveOn: string, index: number): PublishedItem => {
    const made = published(version, effectiveOn, { name: `示例事项 ${String(index)}`, catalogCode: code.slice(19, 31), taskCode: code.slice(0, 31), handlingCode: code });
    return { ...made, department: { ...made.department, code: code.slice(0, 18) } };
  };
  const rows: (PublishedItem | null)[] = codes.map((code, index) => versionOf(code, 1, '2025-01-01', index));
  const [first] = codes;
  if (first === undefined) throw new Error('no codes were given');
  rows.push(versionOf(`${first.slice(0, 31)}98`, 1, '2025-01-01', 98), { ...versionOf(`${first.slice(0, 31)}97`, 1, '2025-01-01', 97), catalogCode: '530000000000' }, null);

  const withMark = (item: PublishedItem): PublishedItem & { digest: string } => ({ ...item, digest: createHash('sha256').update(JSON.stringify(item)).digest('hex') });
  const newest = (): (PublishedItem & { digest: string })[] => [...new Map(rows.filter((one) => one !== null).map((one) => [one.handlingCode ?? one.taskCode, one])).values()].filter((one) => !gone.has(one.handlingCode ?? '')).map(withMark);
  const gone = new Set<string>();
  let broken = false;
  let pagesAsked = 0;
  const asked = { rows: 0, marks: 0, single: 0 };
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', 'http://gateway');
    const from = Number(address.searchParams.get('cursor') ?? '0');
    const say = (status: number, body: object): void => { response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body)); };
    if (address.pathname === '/items/digests') {
      const all = newest();
      const page = all.slice(from, from + 2 * pageSize);
      asked.marks += page.length;
      say(200, { digests: page.map((one) => ({ code: one.handlingCode, version: one.version, digest: one.digest })), cursor: String(from + page.length), more: from + page.length < all.length });
      return;
    }
    const single = /^\/items\/(\w+)$/.exec(address.pathname)?.[1];
    if (single !== undefined) {
      asked.single += 1;
      const item = newest().find((one) => one.handlingCode === single);
      if (item) say(200, item); else say(404, { reason: 'not-found', detail: '' });
      return;
    }
    if (broken && (pagesAsked += 1) % 2 === 0) { say(410, { reason: 'catalogue-gone', detail: '' }); return; }
    const page = rows.slice(from, from + pageSize);
    asked.rows += page.length;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({
      items: page.filter((one) => one !== null).map(withMark),
      unreadable: page.flatMap((one, index) => (one === null ? [{ row: index, code: null, field: 'version', zh: '不是整数', en: 'not a whole number' }] : [])),
      cursor: String(from + page.length), more: from + page.length < rows.length,
    }));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    asked,
    /** Changes the last row of an item without telling anybody, as no province should. */
    alter(code, more) { const at = rows.findLastIndex((one) => one?.handlingCode === code); const row = rows[at]; if (row) rows[at] = { ...row, ...more }; },
    breakOff(now) { broken = now; pagesAsked = 0; },
    withdraw(code) { gone.add(code); },
    publish(code, version, effectiveOn, more = {}) { rows.push(PublishedItem.parse({ ...versionOf(code, version, effectiveOn, 0), ...more })); },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
