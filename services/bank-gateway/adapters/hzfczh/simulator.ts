/** The summary of a day's split, as it writes HZFCZH 分成汇总: one line for the fiscal account and one for the treasury, under the sum of both. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The summary of one day; the first line goes to the treasury, the others to the fiscal account. */
export function writeSplitTotals({ bank, division, day, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const money = (fen: number): string => (fen / 100).toFixed(2);
  const sum = (some: SimulatedDay['lines']): number => some.reduce((total, { amountInFen }) => total + amountInFen, 0);
  const text = [
    `${bank}|6222000000000000|${compact}|${stated?.count ?? lines.length}|${money(stated?.amountInFen ?? sum(lines)).padStart(15, '0')}`,
    ...([['国家金库示例支库', '0201', lines.slice(0, 1)], ['园区财政专户', '6222000000000000', lines.slice(1)]] as const)
      .flatMap(([holder, account, some]) => (some.length === 0 ? [] : [`${division}|${some.length}|${money(sum(some))}|${holder}|示例银行|${account}`])),
  ];
  return { name: `HZFCZH${bank}${compact}.txt`, bytes: iconv.encode(`${text.join('\n')}\n`, 'gbk') };
}
