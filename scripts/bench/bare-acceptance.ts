/** The opponent of `accept`: what one would write in an hour. Express as it is, mysql2, the same rows in one transaction, nothing checked. */
import express from 'express';
import { createPool } from 'mysql2/promise';
import { freshId } from '../../infra/chance.ts';
import { systemClock } from '../../infra/clock.ts';
import { environmentVariable } from '../../infra/config.ts';

const rows: unknown = JSON.parse(environmentVariable('BENCH_ROWS') ?? '{}');
const template = new Map(Object.entries(typeof rows === 'object' && rows !== null ? rows : {}));
const text = (name: string): string => { const value: unknown = template.get(name); return typeof value === 'string' ? value : JSON.stringify(value ?? null); };
const line = template.get('line') ?? {};
const pool = createPool({ uri: environmentVariable('BENCH_DATABASE') ?? '', connectionLimit: 6 });
const app = express();
app.use(express.json());
app.get('/health', (_request, response) => { response.json({ ready: true }); });
app.post('/cases', async (request, response) => {
  const connection = await pool.getConnection();
  const id = freshId();
  const now = systemClock.now();
  try {
    await connection.beginTransaction();
    await connection.query('INSERT INTO inbox (id, type, record_id, received_at, result, request_hash, reply) VALUES (?,?,?,?,?,?,?)', [request.header('idempotency-key'), text('type'), id, now, 'accepted', 'a'.repeat(64), text('reply')]);
    await connection.query('INSERT INTO cases (id, status, version, document, lasting, created_at, updated_at) VALUES (?,?,?,?,?,?,?)', [id, text('status'), 1, text('document'), text('lasting'), now, now]);
    await connection.query('INSERT INTO case_lines SET ?', [{ ...line, id }]);
    await connection.query('INSERT INTO outbox (id, type, record_id, envelope, created_at) VALUES (?,?,?,?,?)', [freshId(), text('message'), id, text('envelope'), now]);
    await connection.query('INSERT INTO reminders (id, machine, name, record_id, data, due_at) VALUES (?,?,?,?,?,?)', [freshId(), 'cases', 'deemed-acceptance', id, text('data'), now]);
    await connection.commit();
    response.status(201).json({ caseNumber: id, state: 'received' });
  } catch {
    await connection.rollback();
    response.status(500).end();
  } finally { connection.release(); }
});
app.listen(Number(environmentVariable('BENCH_PORT')), '127.0.0.1');
