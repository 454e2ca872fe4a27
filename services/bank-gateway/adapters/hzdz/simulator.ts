/** The summary of what has arrived on one day, as it writes HZDZ 达账汇总: the head of DZCZ, one line for each region, no payments. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The summary of one day; each collecting unit stands for a region, so that there are several. */
export function writeArrivalTotals({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.replaceAll('-', '');
  const yuan = (fen: number): string => `${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
  const units = [...new Set(lines.map(({ unit }) => unit ?? ''))].sort();
  const regions = units.map((unit, at) => {
    const own = lines.filter((line) => (line.unit ?? '') === unit);
    return `${division}${String(at)}|${String(own.length)}|${yuan(own.reduce((sum, line) => sum + line.amountInFen, 0))}|财政专户|示例银行|5300000000000000001`;
  });
  const total = lines.reduce((sum, line) => sum + line.amountInFen, 0);
  const head = `${bank}|5300000000000000001|${compact}|${String(stated?.count ?? lines.length)}|${yuan(stated?.amountInFen ?? total).padStart(15, '0')}`;
  return { name: `HZDZ${bank}${compact}.txt`, bytes: iconv.encode(`${[head, ...regions].join('\n')}\n`, 'gbk') };
}
