/**
 * reconcile: a bank's file and the fiscal platform's record against as many payments in the ledger, delivered to fees and judged line by line, beside
 * loading the same two files with LOAD DATA and one SQL join. One line in a thousand is made to differ, in every way a day knows. Promised: every
 * planted difference is found and no other; ratio ≥ 0.33; fees stays under 300 MB; ten times the lines take no more than fifteen times as long.
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
const payCodeOf = (day: string, at: number): string => `99000226${day.slice(8)}${String(at).padStart(10, '0')}`;
const fenOf = (at: number): number => 100 + (at % 9_973);

/** How a thousandth of the lines is made to differ, by turns: at the bank, and at the fiscal platform. */
const ways = [
  'ours-only', 'theirs-only', 'amount', 'state', 'duplicate', 'date', 'pay-code', 'fiscal: unconfirmed', 'fiscal: confirmed-alone', 'fiscal: amount', 'fiscal: state', 'fiscal: duplicate',
] as const;
type Way = (typeof ways)[number];
const Judged = z.object({ state: z.string(), basis: z.string(), counts: z.record(z.string(), z.number()), next: z.string().nullable(), differences: z.array(z.object({ key: z.string(), verdict: z.string() })) });

/** Most memory a process has held since it was started, MB (proc(5): VmHWM). */
function peakMb(pid: number | undefined): number {
  try { return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024); } catch { return 0; }
}

/** Lines of one source and day, as they are delivered. */
interface Laid { source: string; day: string; file: string; lines: number; amountInFen: number }
/** A day of one bank with the record beside it, and what was planted, by the key it is to be found under. */
interface Day { day: string; payments: number; bank: Laid; record: Laid; nextBank: Laid; nextRecord: Laid; reversed: number[]; planted: Map<string, Way> }

export const reconcile: Benchmark = async ({ quick, progress }) => {
  const runDirectory = join(defaultRunDirectory, 'bench-reconcile');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  const most = quick ? 100_000 : 1_000_000;
  const rounds = quick ? 1 : 2;
  try {
    const hub = await startHub({ processes, runDirectory, services: ['fees'], counterparts: false, sample: false, logLevel: 'error', progress,
      settings: { fees: { HUB_FISCAL_PLATFORM: 'bench', HUB_BANK_GATEWAY_URL: 'http://127.0.0.1:9' } } });
    const { socketPath, administrator } = hub.database;
    const database = await createConnection({ socketPath, user: administrator.user, password: administrator.password, database: 'hub_fees', multipleStatements: false });
    const token = await hub.token('service', { subject: 'bank-gateway' });
    const reader = await hub.token('supervisor');
    const days: Day[] = [];
    for (const [day, payments] of [['2026-03-02', most / 10], ['2026-03-04', most]] as const) {
      progress(`记账 writing ${String(payments)} payments`);
      await writePayments(database, day, payments);
      const made = await layDown(runDirectory, day, payments);
      await takeBack(database, made);
      days.push(made);
      // The day after has been heard of, so that no line waits for it.
      for (const next of [made.nextBank, made.nextRecord]) await deliver(hub, token, next, 'next');
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
    const closing = await closed(hub, database, token, large, progress);
    await database.end();
    const ratios = took.ours.map((seconds, at) => (took.theirs[at] ?? 0) / seconds);
    const [seconds, ratio] = [median(took.ours), median(ratios)];
    const growth = median(took.ours) / median(took.small);
    const rss = peakMb(hub.services.get('fees')?.pid);
    const lines = large.bank.lines + large.record.lines;
    const sizeOf = (day: Day, of: readonly number[]): Record<string, number> => ({ payments: day.payments, bankLines: day.bank.lines, fiscalLines: day.record.lines, planted: day.planted.size, seconds: median(of) });
    return {
      name: 'reconcile', runs: rounds, ours: { value: Math.round(lines / seconds), unit: 'lines/s' }, against: { what: 'LOAD DATA of both files + one SQL join', value: Math.round(lines / median(took.theirs)), unit: 'lines/s' },
      ratio: { median: ratio, min: Math.min(...ratios), max: Math.max(...ratios) }, p50Ms: null, p95Ms: null, p99Ms: null, rssMb: rss, size: { payments: large.payments, lines, planted: large.planted.size, closingSeconds: Number(closing.seconds.toFixed(2)) },
      sizes: [sizeOf(small, took.small), sizeOf(large, took.ours)], machine: machine(), seconds,
      holds: [
        { promise: `种下的差异全部找出，别无其他 every planted difference found and no other (${String(large.planted.size + small.planted.size)}, ${String(ways.length)} 种 ways; ${faults.length === 0 ? 'all' : faults.slice(0, 5).join(', ')})`, held: faults.length === 0 },
        { promise: `比值 ratio ≥ 0.33 (${ratio.toFixed(2)})`, held: ratio >= 0.33 },
        { promise: `内存 fees < 300 MB (${String(rss)} MB)`, held: rss > 0 && rss < 300 },
        { promise: `十倍行数用时 ten times the lines take ${growth.toFixed(1)} times as long (≤ 15)`, held: growth <= 15 },
        { promise: `更正后日结 the day closes on the right files (${String(large.payments)} 笔 lines, ${closing.seconds.toFixed(1)} s${closing.why})`, held: closing.why === '' },
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
    `SELECT CONCAT('BENCH-', '${day}-', seq), ${String(place)}, '${day} 02:00:00', 2, 'paid', '${account}', ${debit}, ${credit}, CONCAT('99000226${day.slice(8)}', LPAD(seq, 10, '0')), '${bank}', '${day}', CONCAT('B', LPAD(seq, 15, '0')), NULL, NULL ${from}`;
  await database.query(`INSERT INTO ledger_entries (${columns}) ${row(3, 'bank', '100 + seq % 9973', '0')}`);
  await database.query(`INSERT INTO ledger_entries (${columns}) ${row(4, 'receivable', '0', '100 + seq % 9973')}`);
}

/** What the bank took back and the platform still has: both moves stand in the ledger. */
async function takeBack(database: Connection, { day, reversed }: Day): Promise<void> {
  for (let at = 0; at < reversed.length; at += 500) {
    const those = reversed.slice(at, at + 500).join(',');
    for (const [place, account, debit, credit] of [[5, 'receivable', '100 + seq % 9973', '0'], [6, 'bank', '0', '100 + seq % 9973']] as const) {
      await database.query(`INSERT INTO ledger_entries (record_id, place, written_at, posting, occasion, account, debit_in_fen, credit_in_fen, pay_code, bank, work_date, serial) SELECT CONCAT('BENCH-', '${day}-', seq), ${String(place)}, '${day} 03:00:00', 3, 'reversed', '${account}', ${debit}, ${credit},
        CONCAT('99000226${day.slice(8)}', LPAD(seq, 10, '0')), '${bank}', '${day}', CONCAT('B', LPAD(seq, 15, '0')) FROM seq_0_to_99999999 WHERE seq IN (${those})`);
    }
  }
}

/** A file that grows line by line; the disk is waited for. */
function openLaid(path: string, source: string, day: string): { write(payCode: string, serial: string, fen: number, kind?: 'payment' | 'reversal'): void; flush(): Promise<void>; end(): Promise<Laid> } {
  const out = createWriteStream(path);
  let [lines, amountInFen, piece] = [0, 0, ''];
  return {
    write(payCode, serial, fen, kind = 'payment') {
      lines += 1;
      amountInFen += kind === 'payment' ? fen : -fen;
      piece += `${String(lines)}\t${kind}\t${payCode}\t${serial}\t${String(fen)}\t${day}\t${day}\t533902101\t\t示例科技有限公司\n`;
    },
    async flush() {
      if (piece.length < 256 * 1024) return;
      if (!out.write(piece)) await new Promise<void>((resolve) => { out.once('drain', () => { resolve(); }); });
      piece = '';
    },
    async end() { out.end(piece); await finished(out); return { source, day, file: path, lines, amountInFen }; },
  };
}

/** The two files of that day, in an order of their own; with what is planted, or as they should be. */
async function layDown(folder: string, day: string, payments: number, isRight = false): Promise<Day> {
  const planted = new Map<string, Way>();
  const reversed: number[] = [];
  const [atBank, atFiscal, later, laterFiscal] = [openLaid(join(folder, `${day}-bank.txt`), bank, day), openLaid(join(folder, `${day}-fiscal.txt`), 'fiscal', day), openLaid(join(folder, `${day}-next.txt`), bank, nextDay(day)), openLaid(join(folder, `${day}-next-fiscal.txt`), 'fiscal', nextDay(day))];
  for (let n = 0; n < payments; n += 1) {
    // Steps of a prime: the bank's order is none of ours, and every payment comes once.
    const at = (n * 7_919) % payments;
    const drawn = n % 1_000 === 500 ? ways[Math.floor(n / 1_000) % ways.length] : undefined;
    const [payCode, serial, fen] = [payCodeOf(day, at), serialOf(at), fenOf(at)];
    if (drawn === 'fiscal: state') reversed.push(at);
    const way = isRight ? undefined : drawn;
    const stray = payCodeOf(day, 9_000_000_000 + at);
    if (way) planted.set(way === 'theirs-only' ? `X${serial}` : way === 'fiscal: confirmed-alone' ? `~${stray}` : way.startsWith('fiscal') ? `~${payCode}` : serial, way);
    if (drawn === 'fiscal: state' || way === 'ours-only') void 0;
    else if (way === 'date') later.write(payCode, serial, fen);
    else atBank.write(way === 'pay-code' ? payCodeOf(day, at + payments) : payCode, serial, way === 'amount' ? fen + 1 : fen);
    if (way === 'duplicate') atBank.write(payCode, serial, fen);
    if (way === 'state') atBank.write(payCode, serial, fen, 'reversal');
    if (way === 'theirs-only') atBank.write(stray, `X${serial}`, 77);
    // The right record holds nothing of what was taken back.
    if (way !== 'fiscal: unconfirmed' && !(isRight && drawn === 'fiscal: state')) atFiscal.write(payCode, '', way === 'fiscal: amount' ? fen + 1 : fen);
    if (way === 'fiscal: duplicate') atFiscal.write(payCode, '', fen);
    if (way === 'fiscal: confirmed-alone') atFiscal.write(stray, '', 77);
    if (n % 1_000 === 0) { await atBank.flush(); await atFiscal.flush(); await later.flush(); }
  }
  return { day, payments, bank: await atBank.end(), record: await atFiscal.end(), nextBank: await later.end(), nextRecord: await laterFiscal.end(), reversed, planted };
}

function ask(url: string, method: string, token: string, file?: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers: { authorization: `Bearer ${token}`, ...(file === undefined ? {} : { 'content-type': 'application/octet-stream' }), ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': 'bench-close' }) } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => { const text = Buffer.concat(pieces).toString('utf8'); if (response.statusCode === 200) resolve(text); else reject(new Error(`${String(response.statusCode)} ${text.slice(0, 300)}`)); });
    });
    request.on('error', reject);
    if (file === undefined) request.end(body && JSON.stringify(body)); else createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(request);
  });
}

async function deliver(hub: Hub, token: string, { source, day, file, lines, amountInFen }: Laid, round: string): Promise<void> {
  const query = new URLSearchParams({ name: `${source}-${day}.txt`, sha256: createHash('sha256').update(`${source} ${day} ${round}`).digest('hex'), count: String(lines), amountInFen: String(amountInFen) });
  await ask(`${hub.url('fees')}/statements/${source}/${day}/files/FILE?${query.toString()}`, 'PUT', token, file);
}

/** Seconds from the first byte of the files to the judged day. Each round is a new revision of both: loaded anew, compared anew. */
async function ours(hub: Hub, token: string, reader: string, day: Day, round: string): Promise<number> {
  const from = elapsedMs();
  await deliver(hub, token, day.bank, round);
  await deliver(hub, token, day.record, round);
  await ask(`${hub.url('fees')}/day-closes/${bank}/${day.day}?limit=200`, 'GET', reader);
  return (elapsedMs() - from) / 1_000;
}

/** Seconds to close the large day on the right files: compared once more, its bills locked, its payments marked as reconciled. */
async function closed(hub: Hub, database: Connection, token: string, { day, payments }: Day, progress: (line: string) => void): Promise<{ seconds: number; why: string }> {
  progress('日结：写入缴款单与更正后的文件 closing: writing bills and the right files');
  await database.query(`INSERT INTO bills (id, status, version, document, created_at, updated_at, pay_code, paid_bank, paid_serial, paid_on, paid_in_fen) SELECT CONCAT('BENCH-', '${day}-', seq), 'paid', 1, '{}', '${day} 02:00:00', '${day} 02:00:00', CONCAT('99000226${day.slice(8)}', LPAD(seq, 10, '0')), '${bank}', CONCAT('B', LPAD(seq, 15, '0')), '${day}', 100 + seq % 9973 FROM seq_0_to_${String(payments - 1)}`);
  const right = await layDown(join(defaultRunDirectory, 'bench-reconcile'), day, payments, true);
  for (const one of [right.bank, right.record, right.nextBank, right.nextRecord]) await deliver(hub, token, one, 'right');
  const cashier = await hub.token('cashier');
  const seen = Judged.parse(JSON.parse(await ask(`${hub.url('fees')}/day-closes/${bank}/${day}`, 'GET', cashier)));
  if (seen.state !== 'ready') return { seconds: 0, why: `: ${seen.state} ${JSON.stringify(seen.counts)}` };
  const from = elapsedMs();
  await ask(`${hub.url('fees')}/day-closes/${bank}/${day}/closings`, 'POST', cashier, undefined, { basis: seen.basis });
  return { seconds: (elapsedMs() - from) / 1_000, why: '' };
}

async function openOpponent(database: Connection, of: string): Promise<void> {
  await database.query('CREATE DATABASE IF NOT EXISTS bench_bare');
  await database.query('CREATE TABLE bench_bare.payments (day VARCHAR(10), serial VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, pay_code VARCHAR(20) CHARACTER SET ascii, fen BIGINT, PRIMARY KEY (day, serial))');
  await database.query(`INSERT INTO bench_bare.payments SELECT work_date, serial, pay_code, debit_in_fen FROM ledger_entries WHERE bank = ? AND account = 'bank' AND occasion = 'paid'`, [of]);
  await database.query(`CREATE TABLE bench_bare.file_lines (line INT PRIMARY KEY, kind VARCHAR(10), pay_code VARCHAR(20) CHARACTER SET ascii, serial VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, fen BIGINT, work_date VARCHAR(10), collected_on VARCHAR(10),
    unit VARCHAR(50), item VARCHAR(42), payer VARCHAR(200) CHARACTER SET utf8mb4, KEY (serial))`);
  await database.query('ALTER TABLE bench_bare.payments ADD KEY (pay_code)');
  await database.query('CREATE TABLE bench_bare.fiscal_lines LIKE bench_bare.file_lines');
  await database.query('ALTER TABLE bench_bare.fiscal_lines DROP KEY serial, ADD KEY (pay_code)');
}

/** Seconds to load the same two files and ask for what does not agree, in one statement of joins. */
async function theirs(database: Connection, { day, bank: { file }, record }: Day): Promise<number> {
  for (const table of ['file_lines', 'fiscal_lines']) await database.query(`TRUNCATE TABLE bench_bare.${table}`);
  const from = elapsedMs();
  for (const [table, path] of [['file_lines', file], ['fiscal_lines', record.file]] as const) {
    await database.query({ sql: `LOAD DATA LOCAL INFILE 'file' INTO TABLE bench_bare.${table} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY ''`, infileStreamFactory: () => createReadStream(path, { highWaterMark: 256 * 1024 }) });
  }
  await database.query(`SELECT p.serial, p.fen, f.fen AS theirs, g.fen AS fiscal FROM bench_bare.payments p LEFT JOIN bench_bare.file_lines f ON f.serial = p.serial LEFT JOIN bench_bare.fiscal_lines g ON g.pay_code = p.pay_code
      WHERE p.day = ? AND (f.serial IS NULL OR f.fen <> p.fen OR f.pay_code <> p.pay_code OR g.pay_code IS NULL OR g.fen <> p.fen)
    UNION ALL SELECT f.serial, NULL, f.fen, NULL FROM bench_bare.file_lines f LEFT JOIN bench_bare.payments p ON p.day = ? AND p.serial = f.serial WHERE p.serial IS NULL
    UNION ALL SELECT g.pay_code, NULL, NULL, g.fen FROM bench_bare.fiscal_lines g LEFT JOIN bench_bare.payments p ON p.pay_code = g.pay_code WHERE p.serial IS NULL`, [day, day]);
  return (elapsedMs() - from) / 1_000;
}

/** What was found and not planted, planted and not found, or found as something else. */
async function faultsOf(hub: Hub, reader: string, { day, planted, payments }: Day): Promise<string[]> {
  const found = new Map<string, string>();
  const faults: string[] = [];
  for (let cursor = ''; ;) {
    const page = Judged.parse(JSON.parse(await ask(`${hub.url('fees')}/day-closes/${bank}/${day}?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, 'GET', reader)));
    for (const { key, verdict } of page.differences) found.set(key, verdict);
    const ofOurs = payments - [...planted.values()].filter((way) => way !== 'theirs-only' && way !== 'fiscal: confirmed-alone').length;
    if (page.counts['matched'] !== ofOurs) faults.push(`matched ${String(page.counts['matched'])} of ${String(ofOurs)}`);
    if (page.next === null) break;
    cursor = page.next;
  }
  for (const [key, way] of planted) if (found.get(key) !== way.replace('fiscal: ', '')) faults.push(`${key}: ${way} is ${found.get(key) ?? 'not found'}`);
  for (const key of found.keys()) if (!planted.has(key)) faults.push(`${key} was not planted`);
  return faults;
}
