/** The receiving side of hop's opponent: consume, insert, acknowledge, say so. */
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import http from 'node:http';
import { createPool } from 'mysql2/promise';
import { environmentVariable } from '../../infra/config.ts';

const setting = (name: string): string => environmentVariable(name) ?? '';
const pool = createPool({ uri: setting('BENCH_DATABASE'), connectionLimit: 6 });
const connection = await connect({ servers: setting('BENCH_NATS'), user: setting('BENCH_USER'), pass: setting('BENCH_PASSWORD') });
const consumer = await jetstream(connection).consumers.get('COMMANDS', 'bench');
http.createServer((_request, response) => { response.end('{}'); }).listen(Number(setting('BENCH_PORT')), '127.0.0.1');
for await (const message of await consumer.consume({ max_messages: 256 })) {
  void pool.query('INSERT INTO raw_taken (id, document) VALUES (?,?)', [message.json<{ id: string }>().id, message.string()]).then(() => {
    message.ack();
    connection.publish('bench.taken');
  });
}
