/** What has arrived at the treasury on one day, as it writes DZGK 国库达账: the shape of FCGK, one region, the branch of the treasury for its account. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The record of one day; a day on which nothing arrived has a head and no region. */
export function writeTreasuryArrivals({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const on = day.split('-').join('');
  let total = 0;
  const rows: string[] = [];
  for (const { payCode, amountInFen, unit = '自然资源局' } of lines) {
    total += amountInFen;
    rows.push([unit, payCode, '0301', String(rows.length + 1).padStart(10, '0'), (amountInFen / 100).toFixed(2), ''].join('|'));
  }
  const head = [bank, '2401000000', on, stated?.count ?? rows.length, ((stated?.amountInFen ?? total) / 100).toFixed(2).padStart(15, '0')].join('|');
  const region = rows.length === 0 ? [] : [[division, rows.length, (total / 100).toFixed(2), '国家金库示例支库', '示例银行', '2401000000'].join('|')];
  return { name: `DZGK${bank}${on}.txt`, bytes: iconv.encode([head, ...region, ...rows, ''].join('\n'), 'gbk') };
}
