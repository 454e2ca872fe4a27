/**
 * Where a daily file lies while it is read and delivered: as it came, and in the hub's words. Promises: what is in memory does not grow
 * with the file; where a bill has a line for each item, its lines are added up wherever in the file they stand; the folder is gone
 * afterwards, and nothing of value is in it, because the file can be fetched again.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { elapsedMs } from '../../../infra/clock.ts';
import { FileProblem } from './file-problem.ts';
import type { FileLine } from './reading.ts';
import { RemoteTrouble } from './remote-folder.ts';

/** A folder for one file; removed when `work` ends. */
export async function withSpool<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(parent === '' ? tmpdir() : parent, 'daily-file-'));
  try { return await work(folder); } finally { await rm(folder, { recursive: true, force: true }); }
}

/** How slowly a file may come before its server is left: one that trickles would keep a worker, and the other folders behind it, for ever. */
export interface Pace { readonly bytesPerMinute: number; readonly minutes: number; /** Over how long it is measured. */ readonly windowMs: number }

/** Writes what comes to a file and says what it was. */
export async function keep(from: Readable, file: string, largestBytes: number, pace?: Pace): Promise<{ bytes: number; sha256: string; md5: string }> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let bytes = 0;
  const begun = elapsedMs();
  let window = { begun, bytes: 0 };
  function keepsUp({ bytesPerMinute, minutes, windowMs }: Pace, more: number): void {
    const now = elapsedMs();
    window.bytes += more;
    if (now - begun > minutes * 60_000) throw new RemoteTrouble(`超过 ${String(minutes)} 分钟仍未传完 still coming after ${String(minutes)} minutes`);
    if (now - window.begun < windowMs) return;
    const perMinute = Math.round(window.bytes * 60_000 / (now - window.begun));
    if (perMinute < bytesPerMinute) throw new RemoteTrouble(`传输过慢，每分钟 ${String(perMinute)} 字节 too slow: ${String(perMinute)} bytes a minute`);
    window = { begun: now, bytes: 0 };
  }
  await pipeline(from, async function* measured(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (pace) keepsUp(pace, piece.length);
      if (bytes > largestBytes) throw new FileProblem('too-large', { zh: `文件超过允许的 ${String(largestBytes)} 字节`, en: `the file is larger than the ${String(largestBytes)} bytes allowed` });
      sha256.update(piece);
      md5.update(piece);
      yield piece;
    }
  }, createWriteStream(file));
  return { bytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}

/** The pieces of a file on disk. */
export async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(file, { highWaterMark: 262_144 })) if (Buffer.isBuffer(piece)) yield piece;
}

/** One line as fees takes it: ten fields between tabs (deliverStatementFile in contracts/fees). */
const written = (line: FileLine): string =>
  `${String(line.line)}\t${line.kind}\t${line.payCode}\t${line.serial ?? ''}\t${String(line.amountInFen)}\t${line.workDate}\t${line.collectedOn}\t${line.collectingUnit ?? ''}\t${line.revenueItem ?? ''}\t${line.payerName ?? ''}\n`;

/** Takes lines and makes of them the file that is delivered. */
export interface Statement {
  take(lines: readonly FileLine[]): Promise<void>;
  /** Where it lies, how many lines it has, and what they come to. */
  finish(): Promise<{ file: string; count: number; amountInFen: number }>;
  /** Lets go of what is open; also after `finish`. */
  abandon(): void;
}

const signed = (line: FileLine): number => (line.kind === 'payment' ? line.amountInFen : -line.amountInFen);

/** `bytes` of the file as it came says into how many parts its lines are sorted where they have to be added up. */
export function openStatement(folder: string, oneLineFor: 'payment' | 'item', bytes: number): Statement {
  const target = join(folder, 'statement');
  const out = opened(target, 1_048_576);
  let [count, amountInFen] = [0, 0];
  if (oneLineFor === 'payment') {
    return {
      async take(lines) {
        for (const line of lines) amountInFen += signed(line);
        count += lines.length;
        await write(out, lines.map(written).join(''));
      },
      async finish() { await closed(out); return { file: target, count, amountInFen }; },
      abandon() { out.destroy(); },
    };
  }
  // The lines of one bill go to the same part, and each part fits into memory by itself.
  const parts = Array.from({ length: Math.min(256, Math.ceil(bytes / 4_194_304) || 1) }, (_part, at) => { const file = join(folder, `part-${String(at)}`); return { file, out: opened(file) }; });
  return {
    async take(lines) {
      const texts = parts.map(() => '');
      for (const line of lines) {
        const at = partOf(line.payCode, parts.length);
        texts[at] = `${texts[at] ?? ''}${written(line)}`;
      }
      for (const [at, part] of parts.entries()) { const text = texts[at]; if (text !== undefined && text !== '') await write(part.out, text); }
    },
    async finish() {
      for (const part of parts) {
        await closed(part.out);
        const bills = new Map<string, FileLine>();
        for (const text of (await readFile(part.file, 'utf8')).split('\n')) {
          if (text === '') continue;
          const line = read(text);
          const key = `${line.kind} ${line.payCode} ${line.serial ?? ''} ${line.workDate}`;
          const known = bills.get(key);
          bills.set(key, known === undefined ? line : {
            ...known, amountInFen: known.amountInFen + line.amountInFen, revenueItem: known.revenueItem === line.revenueItem ? known.revenueItem : null,
            collectingUnit: known.collectingUnit === line.collectingUnit ? known.collectingUnit : null,
          });
        }
        const lines = [...bills.values()];
        for (const line of lines) amountInFen += signed(line);
        count += lines.length;
        await write(out, lines.map(written).join(''));
        await rm(part.file);
      }
      await closed(out);
      return { file: target, count, amountInFen };
    },
    abandon() { for (const each of [out, ...parts.map((part) => part.out)]) each.destroy(); },
  };
}

function read(text: string): FileLine {
  const [line = '', kind = '', payCode = '', serial = '', amount = '', workDate = '', collectedOn = '', unit = '', item = '', payer = ''] = text.split('\t');
  const orNull = (value: string): string | null => (value === '' ? null : value);
  return {
    line: Number(line), kind: kind === 'refund' || kind === 'reversal' ? kind : 'payment', payCode, serial: orNull(serial), amountInFen: Number(amount), workDate, collectedOn,
    collectingUnit: orNull(unit), revenueItem: orNull(item), payerName: orNull(payer), reason: null,
  };
}

function partOf(payCode: string, parts: number): number {
  let hash = 0;
  for (let at = 0; at < payCode.length; at += 1) hash = (Math.imul(hash, 31) + payCode.charCodeAt(at)) >>> 0;
  return hash % parts;
}

/** A file to write. A disk that is full says so between two writes: unheard, it would end the whole service. */
const opened = (file: string, highWaterMark?: number): WriteStream => createWriteStream(file, highWaterMark === undefined ? {} : { highWaterMark }).on('error', () => undefined);
async function write(to: WriteStream, text: string): Promise<void> {
  if (to.errored) throw to.errored;
  if (text !== '' && !to.write(text)) await once(to, 'drain');
}
async function closed(stream: WriteStream): Promise<void> {
  if (stream.errored) throw stream.errored;
  // The last bytes may be what does not fit: then this is told before the error is.
  await new Promise<void>((resolve, reject) => { stream.once('error', reject); stream.end((error?: Error | null) => { if (error) reject(error); else resolve(); }); });
}
