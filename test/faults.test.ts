/** The fault scenario as anybody would run it, with few cases: what must never happen does not, though processes are killed. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The shape that scripts outside the project rely on. */
const Report = z.looseObject({
  name: z.enum(['kill', 'money', 'province']), cases: z.int(), faults: z.record(z.string(), z.int()), closed: z.int(), lost: z.int(), duplicated: z.int(),
  unexplained: z.int(), parked: z.int(), recoverSeconds: z.number(), seconds: z.number(),
});

function run(words: readonly string[]): Promise<{ code: number | null; output: string; told: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', `${root}node_modules/tsx/dist/esm/index.mjs`, `${root}scripts/faults/faults.ts`, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { told += chunk.toString(); });
    child.on('error', reject);
    child.on('exit', (code) => { resolve({ code, output, told }); });
  });
}

describe('faults', () => {
  it('says how it is called, and refuses a scenario it does not know', async () => {
    const [help, unknown] = await Promise.all([run(['--help']), run(['earthquake'])]);
    expect([help.code, help.output]).toEqual([0, expect.stringContaining('--cases N')]);
    expect([unknown.code, unknown.told]).toEqual([2, expect.stringContaining('earthquake')]);
  });

  it('loses nothing and does nothing twice when the bus, the database and services are killed under twelve cases', async () => {
    // Named, or the dice might spare those on which everything rests.
    const kinds = ['nats', 'database', 'intake', 'fees', 'seal', 'sms-gateway'];
    const { code, output, told } = await run(['kill', '--cases', '12', '--concurrency', '12', '--kills', '6', '--json', ...kinds.flatMap((kind) => ['--only', kind])]);
    const report = Report.parse(JSON.parse(output));
    expect(report, told).toMatchObject({ cases: 12, closed: 12, lost: 0, duplicated: 0, unexplained: 0, parked: 0 });
    for (const kind of kinds) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    expect(code).toBe(0);
  }, 240_000);

  it('ends with both ledgers equal when five provinces in four dialects fail in every way and the gateway is killed under ten cases', async () => {
    const { code, output, told } = await run(['province', '--cases', '10', '--json']);
    const report = Report.parse(JSON.parse(output));
    expect(report, told).toMatchObject({ name: 'province', cases: 10, closed: 10, lost: 0, duplicated: 0, unexplained: 0 });
    for (const kind of ['slow', 'status-500', 'code-300', 'html', 'half-body', 'duplicate', 'out-of-order', 'wrong-charset', 'unknown-item', 'replayed-nonce', 'purge', 'kill -9 province-gateway']) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    expect(code).toBe(0);
  }, 240_000);

  it('ends with the books of two banks, a channel, a counter and the fiscal platform, the ledger, the receipts and the bus equal to the fen when they fail and lie, their files are fetched and everything is killed under thirty-six bills', async () => {
    const { code, output, told } = await run(['money', '--cases', '36', '--json']);
    const report = Report.extend({ books: z.record(z.string(), z.int()), explained: z.record(z.string(), z.int()), banks: z.record(z.string(), z.object({ dayClosed: z.boolean() })) }).parse(JSON.parse(output));
    expect(report, told).toMatchObject({ name: 'money', cases: 36, closed: 36, lost: 0, duplicated: 0, unexplained: 0, parked: 0 });
    expect(Object.keys(report.banks)).toEqual(['YLBANK01', 'CCB', 'YLPAY', 'YLBANK02']);
    const { banksInFen = 0, unidentifiedInFen = 0, fiscalInFen, receiptsInFen, ledgerInFen, refundedInFen = 0 } = report.books;
    expect([fiscalInFen, receiptsInFen, ledgerInFen]).toEqual([banksInFen - unidentifiedInFen, banksInFen - unidentifiedInFen, banksInFen - refundedInFen]);
    for (const kind of ['fees', 'bank-gateway', 'nats', 'database', 'bank-teller', 'fiscal', 'payment-aggregator'].map((name) => `kill -9 ${name}`)) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    for (const kind of ['two-tellers', 'two banks at once', 'reversal', 'paid a second time by another bank', 'wrong amount', 'forged', 'paid after it was void', 'channel and bank at once', 'order taken back while it is paid', 'slip entered', 'slip never entered', 'channel: notice-lost', 'channel: notice-forged', 'refund through the channel: refunded']) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    for (const kind of ['ours-only', 'theirs-only', 'amount', 'duplicate']) expect(report.faults[`file: ${kind} planted`], kind).toBe(2);
    for (const kind of ['fetched over SFTP', 'fetched over FTP passive', 'fetched over FTP active', 'fetched from the channel', 'file: half', 'file: .tmp', 'file: wrong MD5', 'file: twice', 'file: revised', 'gateway killed while it read a file', 'gateway killed while a day was closed', 'fees killed while a day was closed']) expect(report.faults[kind], kind).toBeGreaterThanOrEqual(1);
    expect(report.explained['bank only: never entered, booked by two people']).toBeGreaterThanOrEqual(1);
    expect(code).toBe(0);
  }, 480_000);
});
