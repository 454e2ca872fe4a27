/**
 * The opponent of `bank-window`: a TCP server as one would write it in an hour. It finds the length, picks the fields out with patterns,
 * asks the table for a bill, and for a confirmation commits the same rows ours commits, in one transaction; it checks nothing.
 */
import { createServer } from 'node:net';
import iconv from 'iconv-lite';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { freshId } from '../../infra/chance.ts';
import { systemClock } from '../../infra/clock.ts';
import { environmentVariable } from '../../infra/config.ts';

const rows: unknown = JSON.parse(environmentVariable('BENCH_ROWS') ?? '{}');
const template = new Map(Object.entries(typeof rows === 'object' && rows !== null ? rows : {}));
const row = (name: string): Record<string, unknown> => Object.fromEntries(Object.entries(template.get(name) ?? {}));
const [inbox, outbox, ledger, bill] = [row('inbox'), row('outbox'), Object.values(row('ledger')).map((one) => Object.fromEntries(Object.entries(one ?? {}))), row('bill')];
const pool = createPool({ uri: environmentVariable('BENCH_DATABASE') ?? '', connectionLimit: 16 });

function answer(type: string, record: string): Buffer {
  const body = iconv.encode(`<?xml version="1.0" encoding="GBK"?><Root><Head><src>BARE</src><des>BANK</des><dataType>${type}</dataType><msgId>${freshId()}</msgId></Head><Body><Object>${record}</Object></Body></Root>`, 'gbk');
  const head = `  ${type}${'BARE'.padStart(15)}${'BANK'.padStart(15)}20260105093000${'0'}000${' '.repeat(15)}`;
  return Buffer.concat([Buffer.from(String(8 + head.length + body.length).padStart(8, '0') + head), body]);
}

async function serve(frame: Buffer): Promise<Buffer> {
  const text = iconv.decode(frame, 'gbk');
  const field = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  const payCode = field('bill_no');
  if (field('dataType') === '2401') {
    const [found] = await pool.query<RowDataPacket[]>('SELECT document FROM bills WHERE pay_code = ?', [payCode]);
    const known: unknown = JSON.parse(String(found[0]?.['document'] ?? '{}'));
    const [payer, amount] = [known, known].map((one, at) => (typeof one === 'object' && one !== null ? Reflect.get(one, at === 0 ? 'payer' : 'amountInFen') as unknown : null));
    return answer('1401', `<Record><bill_no>${payCode}</bill_no><payer>${String(typeof payer === 'object' && payer !== null ? Reflect.get(payer, 'name') : '')}</payer><chargemoney>${(Number(amount) / 100).toFixed(2)}</chargemoney></Record>`);
  }
  const connection = await pool.getConnection();
  const now = systemClock.now();
  const id = freshId();
  try {
    await connection.beginTransaction();
    const [found] = await connection.query<RowDataPacket[]>('SELECT id FROM bills WHERE pay_code = ? FOR UPDATE', [payCode]);
    const key = String(found[0]?.['id']);
    await connection.query('INSERT INTO inbox SET ?', [{ ...inbox, id, record_id: key, received_at: now }]);
    await connection.query('UPDATE bills SET ?, version = version + 1 WHERE id = ?', [{ status: 'paid', document: bill['document'], paid_bank: 'BANKB', paid_serial: field('business_id'), paid_on: '2026-01-05', paid_in_fen: bill['paid_in_fen'], updated_at: now }, key]);
    for (const [at, line] of ledger.entries()) await connection.query('INSERT INTO ledger_entries SET ?', [{ ...line, record_id: key, place: 1_000 + at, written_at: now, pay_code: payCode }]);
    await connection.query('INSERT INTO outbox SET ?', [{ ...outbox, id, record_id: key, created_at: now }]);
    await connection.commit();
    return answer('1402', `<Record><bill_no>${payCode}</bill_no><succ_code>OK</succ_code></Record>`);
  } catch (error) {
    await connection.rollback();
    return answer('9000', `<Record><result>9000</result><add_word>${error instanceof Error ? error.message.replaceAll(/[<&]/g, ' ') : ''}</add_word></Record>`);
  } finally { connection.release(); }
}

createServer((socket) => {
  let held = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    const length = Number(held.toString('latin1', 0, 8));
    if (held.length < 8 || held.length < length) return;
    const frame = held.subarray(0, length);
    held = held.subarray(length);
    void serve(frame).then((bytes) => socket.write(bytes));
  });
}).listen(Number(environmentVariable('BENCH_PORT')), '127.0.0.1');
