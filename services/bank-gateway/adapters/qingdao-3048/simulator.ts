/** What the fiscal side could not reconcile, as 3048 has it: fifteen fields, the last of them says why. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day. */
export function writeFailedLines({ bank, division, day, part, lines }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const text = lines.map(({ payCode, amountInFen, serial = '', unit = '370281001', item = '103043211', reason = '金额不一致' }) =>
    ['0301', payCode, unit, item, '1.00', (amountInFen / 100).toFixed(2), '', '', '', '', '', '', serial, compact, reason].join('|||')).join('###');
  // The other tail that was seen.
  return { name: `3048${bank}${division}${compact}${String(200_000 + part)}`, bytes: iconv.encode(text === '' ? '\0' : `${text}##\0`, 'gbk') };
}
