/** A bank's end of day as it writes YHSK: receipts in GBK, one line a notice, sums in the head. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day. */
export function writeReceipts({ bank, day, part, lines, stated, decimals = 2 }: SimulatedDay): WrittenFile {
  const money = (fen: number): string => (fen / 100).toFixed(decimals);
  const compact = day.split('-').join('');
  const sum = lines.reduce((total, line) => total + line.amountInFen, 0);
  const rows = lines.map(({ payCode, amountInFen, unit = '自然资源局' }, at) => `${unit}|${payCode}|0301|${String(at + 1).padStart(10, '0')}|${money(amountInFen)}|\n`);
  const head = `${bank}|${compact}|${stated?.count ?? lines.length}|${money(stated?.amountInFen ?? sum)}|\n\n`;
  return { name: `YHSK${bank}${compact}${String(part).padStart(2, '0')}.txt`, bytes: iconv.encode(head + rows.join(''), 'gbk') };
}
