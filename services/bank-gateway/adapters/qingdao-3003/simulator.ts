/** A statement as 3003 has it: a head of fixed width that counts the bytes behind it, one record for each item, a NUL at the end. */
import iconv from 'iconv-lite';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day. Lines of one pay code are items of one bill. */
export function writeItemStatement({ bank, division, day, part, lines, decimals = 2 }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const records = lines.map(({ payCode, amountInFen, unit = '370281001', item = '103043211' }) => ['0301', payCode, unit, item, '1.00', (amountInFen / 100).toFixed(decimals), '园区', '', '', '', '', ''].join('|||'));
  const body = Buffer.concat([iconv.encode(records.map((record) => `${record}###`).join(''), 'gbk'), Buffer.from([0])]);
  return { name: `3003${bank}${division}${compact}${String(200_000 + part)}`, bytes: Buffer.concat([Buffer.from(`3003${String(body.length).padStart(8, '0')}${division}${compact}`, 'latin1'), body]) };
}
