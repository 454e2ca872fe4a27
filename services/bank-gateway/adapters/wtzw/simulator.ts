/** What a bank could not take, as it writes WTZW: sections by day, each line with its reason. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day; all lines in one section. */
export function writeProblemItems({ bank, day, part, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const rows = lines.map(({ payCode, reason = '票据已缴款' }) => `0301|${payCode}|${reason}\n`);
  const text = `${bank}|${stated?.count ?? lines.length}\n${lines.length === 0 ? '' : `${compact}|${lines.length}\n`}${rows.join('')}`;
  return { name: `WTZW${bank}${compact}${part}.txt`, bytes: iconv.encode(text, 'gbk') };
}
