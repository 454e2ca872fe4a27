/** What has arrived at the fiscal side on one day, as it writes DZCZ 达账: the shape of FCCZ, one region for each collecting unit. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The record of one day; a day on which nothing arrived has a head and no region. */
export function writeArrivals({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.replaceAll('-', '');
  const yuan = (fen: number): string => `${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
  const total = lines.reduce((sum, line) => sum + line.amountInFen, 0);
  const units = [...new Set(lines.map(({ unit }) => unit ?? ''))].sort();
  const rows: string[] = [`${bank}|5300000000000000001|${compact}|${String(stated?.count ?? lines.length)}|${yuan(stated?.amountInFen ?? total).padStart(15, '0')}`];
  for (const unit of units) {
    const own = lines.filter((line) => (line.unit ?? '') === unit);
    rows.push(`${division}|${String(own.length)}|${yuan(own.reduce((sum, line) => sum + line.amountInFen, 0))}|财政专户|示例银行|5300000000000000001`);
    own.forEach((line, at) => { rows.push(`${unit}|${line.payCode}|0301|${String(at + 1).padStart(10, '0')}|${yuan(line.amountInFen)}|`); });
  }
  return { name: `DZCZ${bank}${compact}.txt`, bytes: iconv.encode(`${rows.join('\n')}\n`, 'gbk') };
}
