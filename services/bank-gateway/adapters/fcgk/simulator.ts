/** The split of a day's money for the treasury, as FCGK has it: one region, sums in yuan of fifteen places. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day. */
export function writeTreasurySplit({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const sum = lines.reduce((total, line) => total + line.amountInFen, 0);
  const amount = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  const rows = lines.map(({ payCode, amountInFen, unit = '自然资源局' }, at) => `${unit}|${payCode}|0301|${at + 1}|${amount(amountInFen)}|`);
  const parts = [`${bank}|0201|${compact}|${stated?.count ?? lines.length}|${amount(stated?.amountInFen ?? sum).padStart(15, '0')}`, ...(lines.length === 0 ? [] : [`${division}|${lines.length}|${amount(sum)}|国家金库示例支库|示例银行|0201`]), ...rows];
  return { name: `FCGK${bank}${compact}.txt`, bytes: iconv.encode(`${parts.join('\n')}\n`, 'gbk') };
}
