// The close of the day in the scenario `money`: each bank's file from its own books, first with errors planted in it, then repeated, then put right.
// Promise: what was planted is found, line by line, and nothing else; the right file leaves no difference, and the day closes on it.
import { createHash } from 'node:crypto';
import axios from 'axios';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { Client } from '../../infra/http-client.ts';
import { untilAnswered, type Patience } from '../traffic/persistence.ts';
import type { BankEntry } from './money-comparison.ts';
import type { Finding } from './comparison.ts';

interface Line { payCode: string; serial: string; amountInFen: number; kind?: 'payment' | 'refund' }
/** Money the bank took, we could not place, and it gave back under a serial of its own: in its file it comes in and goes out. */
export interface PassedThrough { bank: string; payCode: string; serial: string; backSerial: string; amountInFen: number }
export interface ClosedDay { matched: number; planted: number; found: number; closed: boolean }

/** Delivers the file as the bank gateway does, and closes the day as a cashier does. `counted` is told of each planted error. */
export async function closeDay(source: string, day: string, standing: readonly BankEntry[], passed: readonly PassedThrough[], around: {
  feesUrl: string; gatewayToken: string; cashier: Client<FeesPaths>; patience: Patience; findings: Finding[]; counted(kind: string): void;
}): Promise<ClosedDay> {
  const { cashier, patience, findings } = around;
  const right: Line[] = standing.map(({ payCode, serial, amountInFen }) => ({ payCode, serial, amountInFen }));
  const [dropped, changed, ...others] = right;
  const through: Line[] = passed.flatMap(({ payCode, serial, backSerial, amountInFen }): Line[] => [{ payCode, serial, amountInFen }, { payCode, serial: backSerial, amountInFen, kind: 'refund' }]);
  right.push(...through);
  const rest = [...others, ...through];
  const stray: Line = { payCode: '99999999999999999999', serial: 'STRAY-LINE-1', amountInFen: 12_345 };
  /** What is wrong in the first file, as the day must show it. */
  const planted = new Map<string, string>();
  let wrong = right;
  if (dropped && changed && others.length > 0) {
    planted.set(dropped.serial, 'ours-only').set(changed.serial, 'amount').set(stray.serial, 'theirs-only');
    for (const kind of planted.values()) around.counted(`file: ${kind} planted`);
    // In another order than ours, too: a file is no list of ours.
    wrong = [stray, ...rest.toReversed(), { ...changed, amountInFen: changed.amountInFen + 1 }];
  }

  async function deliver(lines: readonly Line[]): Promise<void> {
    const text = lines.map(({ payCode, serial, amountInFen, kind = 'payment' }, at) => `${[at + 1, kind, payCode, serial, amountInFen, day, day, '', '', ''].join('\t')}\n`).join('');
    const query = new URLSearchParams({ name: `${source}-${day}.txt`, sha256: createHash('sha256').update(text).digest('hex'), count: String(lines.length), amountInFen: String(lines.reduce((sum, { amountInFen, kind }) => sum + (kind === 'refund' ? -amountInFen : amountInFen), 0)) });
    await untilAnswered('deliverStatementFile', async () => {
      const answer = await axios.put<unknown>(`${around.feesUrl}/statements/${source}/${day}/files/F1?${query.toString()}`, Buffer.from(text), {
        headers: { authorization: `Bearer ${around.gatewayToken}`, 'content-type': 'application/octet-stream', 'idempotency-key': `file-${source}-${query.get('sha256')?.slice(0, 16) ?? ''}` }, timeout: 60_000, proxy: false, validateStatus: () => true,
      }).catch(() => undefined);
      if (answer === undefined) return { kind: 'in-doubt', detail: 'no answer' };
      if (answer.status === 200) return { kind: 'done', value: answer.data };
      return answer.status >= 500 ? { kind: 'in-doubt', detail: String(answer.status) } : { kind: 'refused', reason: String(answer.status), detail: JSON.stringify(answer.data).slice(0, 300) };
    }, patience);
  }
  const shown = () => untilAnswered('showDayClose', () => cashier.call('get', '/day-closes/{source}/{day}', { path: { source, day } }), patience);

  await deliver(wrong);
  // The same file once more changes nothing.
  around.counted('file: repeated');
  await deliver(wrong);
  const first = await shown();
  const seen = new Map(first.differences.map(({ key, verdict }) => [key, verdict]));
  for (const [key, verdict] of planted) if (seen.get(key) !== verdict) findings.push({ verdict: 'lost', what: `a planted difference (${verdict}) was shown as ${seen.get(key) ?? 'nothing'}`, where: `${source} ${key}` });
  for (const [key, verdict] of seen) if (!planted.has(key)) findings.push({ verdict: 'unexplained', what: `the day shows a difference nobody planted: ${verdict}`, where: `${source} ${key}` });
  const early = await cashier.call('post', '/day-closes/{source}/{day}/closings', { path: { source, day }, body: { basis: first.basis }, key: `early-${source}-${day}` });
  if (planted.size > 0 && early.kind === 'done') findings.push({ verdict: 'unexplained', what: 'a day with an open line was closed', where: source });

  around.counted('file: revised');
  await deliver(right);
  const second = await shown();
  for (const { key, verdict } of second.differences) findings.push({ verdict: 'unexplained', what: `the right file leaves a difference: ${verdict}`, where: `${source} ${key}` });
  const closing = await cashier.call('post', '/day-closes/{source}/{day}/closings', { path: { source, day }, body: { basis: second.basis }, key: `close-${source}-${day}` });
  if (closing.kind !== 'done') findings.push({ verdict: 'unexplained', what: `the day does not close: ${closing.kind === 'refused' ? closing.reason : closing.kind} (${second.state}, ${JSON.stringify(second.counts)})`, where: source });
  return { matched: second.counts.matched, planted: planted.size, found: [...planted].filter(([key, verdict]) => seen.get(key) === verdict).length, closed: closing.kind === 'done' };
}
