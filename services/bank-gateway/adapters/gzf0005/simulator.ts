/** A statement of the payment aggregator, with the small file that states its MD5. */
import { createHash } from 'node:crypto';
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

/** The file of one day. */
export function writeAggregatorStatement({ bank, day, part, lines, stated }: SimulatedDay): WrittenFile {
  const compact = day.split('-').join('');
  const yuan = (fen: number): string => (fen / 100).toFixed(2);
  const of = (paid: boolean): SimulatedDay['lines'] => lines.filter(({ kind = 'payment' }) => (kind === 'payment') === paid);
  const sum = (some: SimulatedDay['lines']): number => some.reduce((total, line) => total + line.amountInFen, 0);
  const head = [compact, stated?.count ?? of(true).length, yuan(stated?.amountInFen ?? sum(of(true))), of(false).length, yuan(sum(of(false)))].join('|');
  const rows = lines.map(({ payCode, serial = `GZF${payCode}`, amountInFen, kind = 'payment' }) => [`O${payCode}`, serial, payCode, kind === 'payment' ? 1 : 2, yuan(amountInFen), `${compact}100000`].join('|'));
  const bytes = Buffer.from(`${[head, ...rows].join('\n')}\n`, 'utf8');
  const name = `GZF0005${bank}_${compact}_${String(part).padStart(2, '0')}.txt`;
  return { name, bytes, digestFile: { name: `${name}.md5`, bytes: Buffer.from(`${createHash('md5').update(bytes).digest('hex')}  ${name}\n`, 'latin1') } };
}
