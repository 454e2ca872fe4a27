/**
 * A daily file of a million lines, over a real SFTP server, through reading and delivery to a server that reads as it pleases: what is held in memory
 * is bounded, and is no more than of a file a quarter as long.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { paths } from '../../../contracts/fees/api.ts';
import { openClient } from '../../../infra/http-client.ts';
import { createProcesses, type Processes } from '../../../scripts/processes.ts';
import { openSshd, type SftpServer } from '../../../test/file-servers.ts';
import { FileProblem } from './file-problem.ts';
import { loadDailyProfile } from './profile.ts';
import { readDailyFile } from './reading.ts';
import { openSftp } from './sftp.ts';
import { keep, openStatement, piecesOf } from './spool.ts';
import { statementsPort } from './statements-port.ts';

const million = 1_000_000;
let directory: string;
let processes: Processes;
let sshd: SftpServer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'zh-million-'));
  mkdirSync(join(directory, 'out'));
  processes = createProcesses({ runDirectory: directory });
  sshd = await openSshd(processes, join(directory, 'sshd'));
}, 30_000);
afterAll(async () => { await processes?.stopAll(); if (directory) rmSync(directory, { recursive: true, force: true }); });

/** Fees' side of the operation: counts what comes, and does not hurry. */
async function standIn(): Promise<{ url: string; got: { lines: number; fen: number; sha256: string; query: URLSearchParams }[]; close(): void }> {
  const got: { lines: number; fen: number; sha256: string; query: URLSearchParams }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const hash = createHash('sha256');
      let [count, fen, rest] = [0, 0, ''];
      for await (const piece of request) {
        if (!Buffer.isBuffer(piece)) continue;
        hash.update(piece);
        const texts = (rest + piece.toString('utf8')).split('\n');
        rest = texts.pop() ?? '';
        for (const text of texts) { count += 1; fen += Number(text.split('\t')[4]); }
        await new Promise((resolve) => { setImmediate(resolve); });
      }
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      got.push({ lines: count, fen, sha256: hash.digest('hex'), query });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ revision: 1, state: 'counted', repeated: false }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`, got, close: () => { server.close(); } };
}

async function write(file: string, oneLineFor: 'payment' | 'item', lines = million): Promise<number> {
  const out = createWriteStream(file, 'latin1');
  const rows = (from: number): string => Array.from({ length: 10_000 }, (_row, at) => {
    const n = from + at;
    // Two items of a bill stand half a file apart.
    return oneLineFor === 'payment' ? `430603101|5339022630${String(n).padStart(10, '0')}|0301|${String(n).padStart(10, '0')}|${String(1 + (n % 500))}.50|\n`
      : `0301|||5339022630${String(n % (lines / 2)).padStart(10, '0')}|||370281001|||103043211|||1|||1.0||||||||||||||||||###`;
  }).join('');
  let fen = 0;
  for (let n = 0; n < lines; n += 1) fen += oneLineFor === 'payment' ? (1 + (n % 500)) * 100 + 50 : 100;
  const put = async (text: string): Promise<void> => { if (!out.write(text)) await once(out, 'drain'); };
  if (oneLineFor === 'payment') await put(`105533902|20260105|${String(lines)}|${(fen / 100).toFixed(2)}|\n\n`);
  else await put(`3003${String(rows(0).length * (lines / 10_000) + 1).padStart(8, '0')}53390220260105`);
  for (let from = 0; from < lines; from += 10_000) await put(rows(from));
  if (oneLineFor === 'item') await put('\0');
  out.end();
  await once(out, 'close');
  return fen;
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
/** What is really held: garbage that merely was not collected yet says nothing of a program. */
function held(): number {
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Fetches, reads and delivers a file of so many lines; resolves with its size and the most that was held meanwhile. */
async function taken(oneLineFor: 'payment' | 'item', lines: number): Promise<{ bytes: number; most: number }> {
  const name = oneLineFor === 'payment' ? 'YHSK1055339022026010501.txt' : '3003010553390220260105200001';
  const source = join(directory, 'out', name);
  const fen = await write(source, oneLineFor, lines);
  const bytes = statSync(source).size;
  const fees = await standIn();
  const place = mkdtempSync(join(directory, oneLineFor));
  const before = held();
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, held()); }, 60);
  try {
    const folder = await openSftp({ host: '127.0.0.1', port: sshd.port, user: userInfo().username, privateKeyFile: sshd.privateKeyFile, hostKey: sshd.hostKey, folder: join(directory, 'out'), waitMs: 20_000 });
    const came = join(place, 'came');
    const got = await keep(await folder.read(name), came, 1_073_741_824);
    await folder.close();
    expect(got.bytes).toBe(bytes);
    const profile = loadDailyProfile(oneLineFor === 'payment' ? 'yhsk' : 'qingdao-3003');
    const statement = openStatement(place, profile.oneLineFor, bytes);
    const sums = await readDailyFile(piecesOf(came), profile, { bytes, day: '2026-01-05', bankCode: null, division: null }, (some) => statement.take(some));
    const { file, count, amountInFen } = await statement.finish();
    expect(sums).toEqual({ count: lines, paymentsInFen: fen, returnedInFen: 0 });
    expect(await statementsPort(openClient<paths>(fees.url, () => Promise.resolve('token')), 120_000).deliver({ source: 'BANKA', day: '2026-01-05', name, sha256: got.sha256, count, amountInFen, file })).toMatchObject({ kind: 'done' });
    const bills = oneLineFor === 'payment' ? lines : lines / 2;
    expect(fees.got).toMatchObject([{ lines: bills, fen }]);
    expect(fees.got[0]?.query.get('count')).toBe(String(bills));
  } finally { clearInterval(watch); fees.close(); }
  return { bytes, most: most - before };
}

describe('a million lines', { timeout: 180_000 }, () => {
  it.each(['payment', 'item'] as const)('one for each %s are fetched, read and delivered with memory that does not grow with them', async (oneLineFor) => {
    expect(collect).toBeTypeOf('function');
    // What is loaded once stays, and is no part of a file.
    await taken(oneLineFor, million / 50);
    const quarter = await taken(oneLineFor, million / 4);
    const whole = await taken(oneLineFor, million);
    // The file has more than 50 MB, its lines in our words as much again.
    expect(whole.bytes).toBeGreaterThan(50_000_000);
    expect(whole.most).toBeLessThan(40_000_000);
    // Whoever kept the file, or a word for each of its lines, would hold all of what it is longer by; what lies in pipes and buffers varies by some megabytes.
    expect(whole.most - quarter.most).toBeLessThan((whole.bytes - quarter.bytes) / 2);
  });

  it('cut in the middle of one of the last are named by that line', async () => {
    const file = join(directory, 'cut');
    await write(file, 'payment');
    truncateSync(file, statSync(file).size - 30);
    const found: unknown = await readDailyFile(piecesOf(file), loadDailyProfile('yhsk'), { bytes: 0, day: '2026-01-05', bankCode: null, division: null }, () => Promise.resolve()).catch((error: unknown) => error);
    expect(found).toBeInstanceOf(FileProblem);
    if (found instanceof FileProblem) expect([found.reason, found.half, found.where.line]).toEqual(['half', true, million + 2]);
  });
});
