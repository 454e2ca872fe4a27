/** The split of a day's money for the fiscal account, as FCCZ has it: regions, each with its own sum, under the sum of all. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day; a region for each collecting unit, so that there are several. */
export function writeFiscalSplit({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const wide = (fen: number): string => (fen / 100).toFixed(2).padStart(15, '0');
  const sum = (some: SimulatedDay['lines']): number => some.reduce((total, line) => total + line.amountInFen, 0);
  const regions = new Map<string, SimulatedDay['lines'][number][]>();
  for (const line of lines) regions.set(line.unit ?? '', [...(regions.get(line.unit ?? '') ?? []), line]);
  const body = [...regions.values()].map((some, at) => `${division}${at}|${some.length}|${(sum(some) / 100).toFixed(2)}|园区财政专户|示例银行|6222000000000000\n`
    + some.map(({ payCode, amountInFen, unit = '自然资源局' }, row) => `${unit}|${payCode}|0301|${String(row + 1).padStart(10, '0')}|${(amountInFen / 100).toFixed(2)}|\n`).join(''));
  return { name: `FCCZ${bank}${compact}.txt`, bytes: iconv.encode(`${bank}|6222000000000000|${compact}|${stated?.count ?? lines.length}|${wide(stated?.amountInFen ?? sum(lines))}\n${body.join('')}`, 'gbk') };
}
