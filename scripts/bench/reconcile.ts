/**
 * reconcile: a bank's file against as many payments in the ledger, delivered to fees and judged line by line, beside loading the same file
 * with LOAD DATA and one SQL join. One line in a thousand is made to differ. Promised: every planted difference is found and no other;
 * ratio ≥ 0.33; fees stays under 300 MB; ten times the lines take no more than fifteen times as long.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { z } from 'zod';
import { elapsedMs } from '../../infra/clock.ts';
import { startHub, type Hub } from '../hub.ts';
import { createProcesses } from '../processes.ts';
import { defaultRunDirectory } from '../run-directory.ts';
import { machine, median, type Benchmark } from './measure.ts';

const bank = 'BENCHBANK';
const serialOf = (at: number): string => `B${String(at).padStart(15, '0')}`;
const payCodeOf = (at: number): string => `9900022699${String(at).padStart(10, '0')}`;
const fenOf = (at: number): number => 100 + (at % 9_973);

/** How a thousandth of the lines is made to differ, by turns. */
const ways = ['ours-only', 'theirs-only', 'amount', 'duplicate', 'pay-code'] as const;
type Way = (typeof ways)[number];
const Judged = z.object({ counts: z.record(z.string(), z.number()), next: z.string().nullable(), differences: z.array(z.object({ key: z.string(), verdict: z.string() })) });

/** Most memory a process has held since it was started, MB (proc(5): VmHWM). */
function peakMb(pid: number | undefined): number {
  try { return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024); } catch { return 0; }
}

/** A day of one bank: its file, and what was planted in it. */
interface Day { day: string; payments: number; file: string; lines: number; amountInFen: number; planted: Map<string, Way> }

export const reconcile: Benchmark = async ({ quick, progress }) => {
  const runDirectory = join(defaultRunDirectory, 'bench-reconcile');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  const most = quick ? 100_000 : 1_000_000;
  const rounds = quick ? 1 : 2;
  try {
    const hub = await startHub({ processes, runDirectory, services: ['fees'], counterparts: false, sample: false, logLevel: 'error', progress });
    const { socketPath, administrator } = hub.database;
    const database = await createConnection({ socketPath, user: administrator.user, password: administrator.password, database: 'hub_fees', multipleStatements: false });
    const token = await hub.token('service', { subject: 'bank-gateway' });
    const reader = await hub.token('supervisor');
    const days: Day[] = [];
    for (const [day, payments] of [['2026-03-02', most / 10], ['2026-03-04', most]] as const) {
      progress(`记账 writing ${String(payments)} payments`);
      await writePayments(database, day, payments);
      const made = await writeFile(join(runDirectory, `${day}.txt`), day, payments);
      days.push(made);
      // The day after is known to be empty, so that no line waits for it.
      await deliver(hub, token, { ...made, day: nextDay(day), lines: 0, amountInFen: 0, file: '/dev/null' }, 'empty');
    }
    await openOpponent(database, bank);
    const took: { ours: number[]; theirs: number[]; small: number[] } = { ours: [], theirs: [], small: [] };
    const [small, large] = days;
    if (!small || !large) throw new Error('two days are compared');
    let faults: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      took.small.push(await ours(hub, token, reader, small, `round ${String(round)}`));
      took.ours.push(await ours(hub, token, reader, large, `round ${String(round)}`));
      took.theirs.push(await theirs(database, large));
      progress(`第 ${String(round + 1)} 轮 round ${String(round + 1)}/${String(rounds)}: 我方 ours ${took.ours.at(-1)?.toFixed(1) ?? ''} s · 对照 opponent ${took.theirs.at(-1)?.toFixed(1) ?? ''} s · ${String(small.payments)} 笔 lines ${took.small.at(-1)?.toFixed(1) ?? ''} s`);
    }
    progress('逐页核对找出的差异 checking what was found, page by page');
    for (const day of days) faults = [...faults, ...await faultsOf(hub, reader, day)];
    await database.end();
    const ratios = took.ours.map((seconds, at) => (took.theirs[at] ?? 0) / seconds);
    const [seconds, ratio] = [median(took.ours), median(ratios)];
    const growth = median(took.ours) / median(took.small);
    const rss = peakMb(hub.services.get('fees')?.pid);
    return {
      name: 'reconcile', runs: rounds, ours: { value: Math.round(large.lines / seconds), unit: 'lines/s' }, against: { what: 'LOAD DATA + one SQL join', value: Math.round(large.lines / median(took.theirs)), unit: 'lines/s' },
      ratio: { median: ratio, min: Math.min(...ratios), max: Math.max(...ratios) }, p50Ms: null, p95Ms: null, p99Ms: null, rssMb: rss, size: { payments: large.payments, lines: large.lines, planted: large.planted.size }, machine: machine(), seconds,
      holds: [
        { promise: `种下的差异全部找出，别无其他 every planted difference found and no other (${String(large.planted.size + small.planted.size)}; ${faults.length === 0 ? 'all' : faults.slice(0, 5).join(', ')})`, held: faults.length === 0 },
        { promise: `比值 ratio ≥ 0.33 (${ratio.toFixed(2)})`, held: ratio >= 0.33 },
        { promise: `内存 fees < 300 MB (${String(rss)} MB)`, held: rss > 0 && rss < 300 },
        { promise: `十倍行数用时 ten times the lines take ${growth.toFixed(1)} times as long (≤ 15)`, held: growth <= 15 },
      ],
    };
  } finally { await processes.stopAll(); rmSync(runDirectory, { recursive: true, force: true }); }
};

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Payments as the ledger has them: the bank's side and the receivable's. */
async function writePayments(database: Connection, day: string, payments: number): Promise<void> {
  const columns = 'record_id, place, written_at, posting, occasion, account, debit_in_fen, credit_in_fen, pay_code, bank, work_date, serial, revenue_item, collecting_unit';
  const from = `FROM seq_0_to_${String(payments - 1)}`;
  const row = (place: number, account: string, debit: string, credit: string): string =>
    `SELECT CONCAT('BENCH-', '${day}-', seq), ${String(place)}, '${day} 02:00:00', 2, 'paid', '${account}', ${debit}, ${credit}, CONCAT('9900022699', LPAD(seq, 10, '0')), '${bank}', '${day}', CONCAT('B', LPAD(seq, 15, '0')), NULL, NULL ${from}`;
  await database.query(`INSERT INTO ledger_entries (${columns}) ${row(3, 'bank', '100 + seq % 9973', '0')}`);
  await database.query(`INSERT INTO ledger_entries (${columns}) ${row(4, 'receivable', '0', '100 + seq % 9973')}`);
}

/** The file of that day, in an order of its own, with what was planted. */
async function writeFile(path: string, day: string, payments: number): Promise<Day> {
  const planted = new Map<string, Way>();
  const out = createWriteStream(path);
  let [lines, amountInFen, piece] = [0, 0, ''];
  const write = (serial: string, payCode: string, fen: number): void => {
    lines += 1;
    amountInFen += fen;
    piece += `${String(lines)}\tpayment\t${payCode}\t${serial}\t${String(fen)}\t${day}\t${day}\t533902101\t\t示例科技有限公司\n`;
  };
  for (let n = 0; n < payments; n += 1) {
    // Steps of a prime: the bank's order is none of ours, and every payment comes once.
    const at = (n * 7_919) % payments;
    const way = n % 1_000 === 500 ? ways[Math.floor(n / 1_000) % ways.length] : undefined;
    if (way) planted.set(way === 'theirs-only' ? `X${serialOf(at)}` : serialOf(at), way);
    if (way !== 'ours-only') write(serialOf(at), way === 'pay-code' ? payCodeOf(at + payments) : payCodeOf(at), way === 'amount' ? fenOf(at) + 1 : fenOf(at));
    if (way === 'duplicate') write(serialOf(at), payCodeOf(at), fenOf(at));
    if (way === 'theirs-only') write(`X${serialOf(at)}`, payCodeOf(9_000_000_000 + at), 77);
    if (piece.length > 256 * 1024) { if (!out.write(piece)) await new Promise<void>((resolve) => { out.once('drain', () => { resolve(); }); }); piece = ''; }
  }
  out.end(piece);
  await finished(out);
  return { day, payments, file: path, lines, amountInFen, planted };
}

function ask(url: string, method: string, token: string, file?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers: { authorization: `Bearer ${token}`, ...(file === undefined ? {} : { 'content-type': 'application/octet-stream' }) } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => { const text = Buffer.concat(pieces).toString('utf8'); if (response.statusCode === 200) resolve(text); else reject(new Error(`${String(response.statusCode)} ${text.slice(0, 300)}`)); });
    });
    request.on('error', reject);
    if (file === undefined) request.end(); else createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(request);
  });
}

async function deliver(hub: Hub, token: string, { day, file, lines, amountInFen }: Day, round: string): Promise<void> {
  const query = new URLSearchParams({ name: `${day}.txt`, sha256: createHash('sha256').update(`${day} ${round}`).digest('hex'), count: String(lines), amountInFen: String(amountInFen) });
  await ask(`${hub.url('fees')}/statements/${bank}/${day}/files/FILE?${query.toString()}`, 'PUT', token, file);
}

/** Seconds from the first byte of the file to the judged day. Each round is a new revision: loaded anew, compared anew. */
async function ours(hub: Hub, token: string, reader: string, day: Day, round: string): Promise<number> {
  const from = elapsedMs();
  await deliver(hub, token, day, round);
  await ask(`${hub.url('fees')}/day-closes/${bank}/${day.day}?limit=200`, 'GET', reader);
  return (elapsedMs() - from) / 1_000;
}

async function openOpponent(database: Connection, of: string): Promise<void> {
  await database.query('CREATE DATABASE IF NOT EXISTS bench_bare');
  await database.query('CREATE TABLE bench_bare.payments (day VARCHAR(10), serial VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, pay_code VARCHAR(20) CHARACTER SET ascii, fen BIGINT, PRIMARY KEY (day, serial))');
  await database.query(`INSERT INTO bench_bare.payments SELECT work_date, serial, pay_code, debit_in_fen FROM ledger_entries WHERE bank = ? AND account = 'bank'`, [of]);
  await database.query(`CREATE TABLE bench_bare.file_lines (line INT PRIMARY KEY, kind VARCHAR(10), pay_code VARCHAR(20) CHARACTER SET ascii, serial VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, fen BIGINT, work_date VARCHAR(10), collected_on VARCHAR(10),
    unit VARCHAR(50), item VARCHAR(42), payer VARCHAR(200) CHARACTER SET utf8mb4, KEY (serial))`);
}

/** Seconds to load the same file and ask for what does not agree, in one statement of joins. */
async function theirs(database: Connection, { day, file }: Day): Promise<number> {
  await database.query('TRUNCATE TABLE bench_bare.file_lines');
  const from = elapsedMs();
  await database.query({ sql: "LOAD DATA LOCAL INFILE 'file' INTO TABLE bench_bare.file_lines CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY ''", infileStreamFactory: () => createReadStream(file, { highWaterMark: 256 * 1024 }) });
  await database.query(`SELECT p.serial, p.fen, f.fen AS theirs FROM bench_bare.payments p LEFT JOIN bench_bare.file_lines f ON f.serial = p.serial WHERE p.day = ? AND (f.serial IS NULL OR f.fen <> p.fen OR f.pay_code <> p.pay_code)
    UNION ALL SELECT f.serial, NULL, f.fen FROM bench_bare.file_lines f LEFT JOIN bench_bare.payments p ON p.day = ? AND p.serial = f.serial WHERE p.serial IS NULL`, [day, day]);
  return (elapsedMs() - from) / 1_000;
}

/** What was found and not planted, planted and not found, or found as something else. */
async function faultsOf(hub: Hub, reader: string, { day, planted, payments }: Day): Promise<string[]> {
  const found = new Map<string, string>();
  const faults: string[] = [];
  for (let cursor = ''; ;) {
    const page = Judged.parse(JSON.parse(await ask(`${hub.url('fees')}/day-closes/${bank}/${day}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`, 'GET', reader)));
    for (const { key, verdict } of page.differences) found.set(key, verdict);
    const ofOurs = payments - [...planted.values()].filter((way) => way !== 'theirs-only').length;
    if (page.counts['matched'] !== ofOurs) faults.push(`matched ${String(page.counts['matched'])} of ${String(ofOurs)}`);
    if (page.next === null) break;
    cursor = page.next;
  }
  for (const [key, way] of planted) if (found.get(key) !== way) faults.push(`${key}: ${way} is ${found.get(key) ?? 'not found'}`);
  for (const key of found.keys()) if (!planted.has(key)) faults.push(`${key} was not planted`);
  return faults;
}
