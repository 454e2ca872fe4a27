/**
 * The list of what the zone may handle, as a table to be put up or taken home 赋权事项公示表: item, form, department, materials, limits, fee and
 * basis, as they stand on the day. As a workbook or as text; what a spreadsheet would take for a formula is text in both.
 */
import { z } from 'zod';
import { DelegationForm } from '../../contracts/seal/messages.ts';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate, elapsedMs } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { Answer, Handlers } from '../../infra/http-server.ts';
import type { Day } from './civil-day.ts';
import { delegationOn, type ItemRecord } from './item.ts';
import { measureWords } from './measure-words.ts';
import type { PublishedItem } from './published-item.ts';
import { listItems } from './store.ts';
import { spanOn } from './timeline.ts';

/** More than any zone has been granted; longer lists are asked for by form or department. */
const rowsAtMost = 10_000;
const readAtOnce = 200;

const forms = { direct: '直接赋权', entrusted: '委托行使', forward: '服务前移', 'direct-report': '审批直报' } as const;
const columns = [
  ['序号', 6], ['事项编码', 36], ['事项名称', 34], ['赋权形式', 10], ['实施部门', 24], ['赋权文书', 22], ['有效期', 24], ['适用范围', 18], ['申请材料', 44], ['法定办结时限', 14], ['承诺办结时限', 14], ['收费标准', 34], ['收费依据', 30], ['收费标准编码', 18], ['计费数量', 16], ['办理结果', 22], ['设定依据', 50],
] as const;
export const publishedHead = columns.map(([name]) => name);

const Query = z.object({ form: DelegationForm.optional(), department: z.string().optional() });
export type PublishedListQuery = z.infer<typeof Query>;

const units = { 'working-day': '个工作日', 'calendar-day': '个自然日' } as const;
const limitIn = ({ amount, unit }: PublishedItem['promisedLimit']): string => `${String(amount)} ${units[unit]}`;
const yuan = (fen: number): string => `${(fen / 100).toFixed(2)} 元`;

/** One row, without its number; undefined for what is not published or not delegated on the day. */
export function publishedRow(record: ItemRecord, on: Day): string[] | undefined {
  const item = spanOn(record, on)?.item;
  const delegation = delegationOn(record.delegations, on);
  if (!item || !delegation) return undefined;
  const { charges } = item;
  return [
    record.code, item.name, forms[delegation.form], item.department.name, delegation.documentNumber, `${delegation.validFrom} 至 ${delegation.validTo}`, delegation.subParks.length === 0 ? '全园区' : delegation.subParks.join('、'),
    item.materials.length === 0 ? '无' : item.materials.map(({ name, required, copies }, at) => `${String(at + 1)}. ${name}${copies === null ? '' : `（${String(copies)} 份）`}${required ? '' : '（非必要）'}`).join('\n'),
    limitIn(item.statutoryLimit), limitIn(item.promisedLimit),
    charges.length === 0 ? '不收费' : charges.map(({ name, standard, unitAmountInFen, unit }) => `${name}：${unitAmountInFen === null ? standard : `${yuan(unitAmountInFen)}${unit === null ? '' : `/${unit}`}，${standard}`}`).join('\n'),
    charges.map(({ basis }) => basis).filter((basis) => basis !== null).join('\n'),
    // Line by line beside the standards in words, so that a list filled in from this one means the same.
    ...(charges.some(({ standardCode }) => standardCode !== undefined) ? [charges.map(({ standardCode }) => standardCode ?? '—').join('\n'), charges.map(({ measure }) => (measure ? measureWords(measure) : '—')).join('\n')] : ['', '']),
    item.result.name ?? '', item.legalBasis,
  ];
}

/** The rows of what is offered today, in the order of codes, with the number before each. */
export async function* publishedRows(database: Database, query: PublishedListQuery, on: Day): AsyncGenerator<string[]> {
  let number = 0;
  for (let after: string | undefined; ;) {
    const { items } = await listItems(database, { ...query, state: 'offered', limit: readAtOnce, after });
    const page = items.slice(0, readAtOnce);
    for (const record of page) {
      const row = publishedRow(record, on);
      if (!row) continue;
      if (number >= rowsAtMost) { yield ['', '', `仅列前 ${String(rowsAtMost)} 项，其余请按赋权形式或部门下载`]; return; }
      yield [String(number += 1), ...row];
    }
    if (items.length <= readAtOnce) return;
    after = page.at(-1)?.code;
  }
}

/** No spreadsheet opens a workbook with more in a cell. */
const longestCell = 32_767;
export const workbookCell = (text: string): string => (text.length <= longestCell ? text : `${text.slice(0, longestCell - 1).replace(/[\uD800-\uDBFF]$/, '')}…`);

/** A cell of text: whatever a spreadsheet would calculate stands behind an apostrophe. */
export const separatedCell = (text: string): string => `"${(/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** A table is as new as this; so the answers say, too. */
const keptMs = 60_000;
const keptAtMost = 4;
const waitingAtMost = 8;
/**
 * Makes whole tables for anybody who asks, at a bounded cost: one at a time, the same one for all who ask within a minute. Undefined when too
 * many others wait.
 */
export function openTables(): (key: string, make: () => Promise<Buffer>) => Promise<Buffer> | undefined {
  const made = new Map<string, { at: number; bytes: Promise<Buffer> }>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (key, make) => {
    const known = made.get(key);
    if (known && elapsedMs() - known.at < keptMs) return known.bytes;
    if (waiting >= waitingAtMost) return undefined;
    waiting += 1;
    const bytes = last.then(make).finally(() => { waiting -= 1; });
    const entry = { at: elapsedMs(), bytes };
    last = bytes.catch(() => { if (made.get(key) === entry) made.delete(key); });
    made.delete(key);
    made.set(key, entry);
    for (const [oldest] of made) { if (made.size <= keptAtMost) break; made.delete(oldest); }
    return bytes;
  };
}

export function publishedListHandlers(database: Database, now: () => Date): Handlers {
  const named = (query: PublishedListQuery, ending: string): { 'content-disposition': string; 'x-content-type-options': string; 'cache-control': string } => {
    const day = chinaDate(now());
    const name = `赋权事项公示表${query.form === undefined ? '' : `-${forms[query.form]}`}-${day}.${ending}`;
    return { 'content-disposition': `attachment; filename="items-${day}.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`, 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=60' };
  };
  const tables = openTables();
  async function answer(query: PublishedListQuery, ending: 'csv' | 'xlsx', mediaType: string, make: (on: Day) => Promise<Buffer>): Promise<Answer> {
    const on = chinaDate(now());
    const bytes = await tables(JSON.stringify([ending, on, query.form, query.department]), () => make(on));
    return bytes === undefined ? { refusal: refusal('too-many-requests') } : { status: 200, bytes, mediaType, headers: named(query, ending) };
  }
  return {
    downloadPublishedTable(asked) {
      const query = Query.parse(asked.query);
      return answer(query, 'csv', 'text/csv', async (on) => {
        const lines = [publishedHead.map(separatedCell).join(',')];
        for await (const row of publishedRows(database, query, on)) lines.push(row.map(separatedCell).join(','));
        return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
      });
    },
    downloadPublishedWorkbook(asked) {
      const query = Query.parse(asked.query);
      return answer(query, 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', async (on) => {
        const { default: writeWorkbook } = await import('write-excel-file/node');
        const rows: { value: string; type: StringConstructor; wrap: true; alignVertical: 'top' }[][] = [];
        for await (const row of publishedRows(database, query, on)) rows.push(row.map((value) => ({ value: workbookCell(value), type: String, wrap: true, alignVertical: 'top' })));
        return writeWorkbook([publishedHead.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows], { columns: columns.map(([, width]) => ({ width })), stickyRowsCount: 1, sheet: '赋权事项公示表', orientation: 'landscape' }).toBuffer();
      });
    },
  };
}
