/**
 * The statement of a day: totals that the channel signs, and a file at an address it names. Promises: the file is fetched only from the
 * channel's own hosts, is never held whole, and ends with an error when it is cut short.
 */
import http from 'node:http';
import https from 'node:https';
import type { ChannelStatement } from '../../channel-port.ts';
import type { Profile } from './profile.ts';
import { readAmount, textOf } from './reading.ts';
import type { Fields } from './wire.ts';

/** The file's bytes were not those the channel speaks of. */
export class StatementBroken extends Error {
  override name = 'StatementBroken';
}
/** A day of a city has a hundred thousand lines of some two hundred bytes; beyond this it is no statement. */
const BYTES_MAX = 1_073_741_824;

/** What the answer says; null when it is not whole or points at a strange host. */
export function fetchStatement(fields: Fields, about: { day: string; profile: Profile; md5: string | null; hosts: readonly string[]; pools: { http: http.Agent; https: https.Agent }; timeoutMs: number }): ChannelStatement | null {
  const { profile, day } = about;
  const at = profile.statement;
  const count = (name: string): number | null => (/^\d{1,9}$/.test(textOf(fields, name)) ? Number(textOf(fields, name)) : null);
  const [payments, refunds] = [[at.paymentCount, at.paymentAmount], [at.refundCount, at.refundAmount]].map(([counted = '', summed = '']) => ({ count: count(counted), amountInFen: readAmount(textOf(fields, summed), profile) }));
  const url = address(textOf(fields, at.fileUrl));
  if (payments?.count == null || payments.amountInFen === null || refunds?.count == null || refunds.amountInFen === null || !url || !about.hosts.includes(url.host)) return null;
  const told = about.md5 ?? (at.fileMd5 === null ? '' : textOf(fields, at.fileMd5));
  const md5 = /^[0-9a-f]{32}$/i.test(told) ? told.toLowerCase() : null;
  return {
    day, md5, name: (textOf(fields, at.fileName) || url.pathname.split('/').at(-1) || day).replaceAll(/[^\w.-]/g, '_').slice(0, 100),
    payments: { count: payments.count, amountInFen: payments.amountInFen }, refunds: { count: refunds.count, amountInFen: refunds.amountInFen },
    size: () => sizeOf(url, about.pools, about.timeoutMs),
    bytes: () => piecesOf(url, about.pools, about.timeoutMs),
  };
}

function address(text: string): URL | null {
  try {
    const url = new URL(text);
    return ['http:', 'https:'].includes(url.protocol) && url.username === '' ? url : null;
  } catch { return null; }
}

type Pools = { http: http.Agent; https: https.Agent };

function asked(method: 'GET' | 'HEAD', url: URL, pools: Pools, timeoutMs: number): Promise<http.IncomingMessage> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, { method, agent: secure ? pools.https : pools.http, timeout: timeoutMs }, resolve);
    request.on('timeout', () => { request.destroy(new StatementBroken('no bytes came any more')); });
    request.on('error', reject);
    request.end();
  });
}

async function sizeOf(url: URL, pools: Pools, timeoutMs: number): Promise<number | null> {
  const answer = await asked('HEAD', url, pools, timeoutMs);
  answer.resume();
  if (answer.statusCode !== 200) throw new StatementBroken(`HTTP ${String(answer.statusCode)}`);
  const length = answer.headers['content-length'] ?? '';
  return /^\d{1,10}$/.test(length) ? Number(length) : null;
}

async function* piecesOf(url: URL, pools: Pools, timeoutMs: number): AsyncGenerator<Buffer> {
  const answer = await asked('GET', url, pools, timeoutMs);
  try {
    if (answer.statusCode !== 200) throw new StatementBroken(`HTTP ${String(answer.statusCode)}`);
    let read = 0;
    for await (const piece of answer) {
      if (!Buffer.isBuffer(piece)) continue;
      if ((read += piece.length) > BYTES_MAX) throw new StatementBroken('longer than any statement');
      yield piece;
    }
    if (!answer.complete) throw new StatementBroken('cut short');
  } finally { answer.destroy(); }
}
