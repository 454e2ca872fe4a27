/**
 * Brings a stream of rows into a table faster than statements can, by LOAD DATA LOCAL, and never holds it whole. Works on a connection
 * of its own, in one transaction: either all of it stands afterwards, or nothing. No other connection of a service answers the
 * server's wish for a local file.
 */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { errorNumber } from './database.ts';

/** One transaction on a connection of its own. */
export interface BulkTransaction {
  rows(sql: string, bindings?: readonly (string | number | null)[]): Promise<unknown>;
  /**
   * Loads what `pieces` gives, tab-separated lines of UTF-8 in the order of `columns`; a piece ends where a line ends. `set` adds constants. Gives
   * how many rows the server took: of two with one key it silently leaves out the second.
   */
  load(table: string, columns: readonly string[], pieces: AsyncIterable<Buffer>, set?: Readonly<Record<string, number>>): Promise<number>;
}

/**
 * Rows of a query as they come, a few hundred at a time, on a connection of its own and without ever holding the answer whole. `sql` gives
 * one text column: a row is one string, which costs a third of what five columns do.
 */
export async function* textRows(databaseUrl: string, sql: string, bindings: readonly (string | number)[]): AsyncGenerator<string[]> {
  const { createConnection } = await import('mysql2');
  const connection = createConnection(target(databaseUrl));
  // The stream tells of it too; unheard it would end the process.
  connection.on('error', () => undefined);
  try {
    const rows = connection.query({ sql, rowsAsArray: true }, [...bindings]).stream({ highWaterMark: 1_000 });
    let batch: string[] = [];
    for await (const row of rows) {
      if (Array.isArray(row) && typeof row[0] === 'string') batch.push(row[0]);
      if (batch.length >= 500) { yield batch; batch = []; }
    }
    if (batch.length > 0) yield batch;
  } finally { connection.destroy(); }
}

function target(databaseUrl: string): { host: string; port: number; user: string; password: string; database: string; timezone: string; supportBigNumbers: boolean; connectTimeout: number } {
  const url = new URL(databaseUrl);
  return {
    host: url.hostname, port: Number(url.port || 3306), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: url.pathname.slice(1),
    timezone: 'Z', supportBigNumbers: true, connectTimeout: 5_000,
  };
}

/** The server takes no local files (`local_infile` is off, as MySQL 8 has it); rows are then inserted by statements. */
const notAllowed = new Set([1148, 3948, 4166]);

/** Runs `work` and commits; rolls back when it throws. */
export async function inBulk<T>(databaseUrl: string, work: (transaction: BulkTransaction) => Promise<T>): Promise<T> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(target(databaseUrl));
  const socket = socketOf(connection);
  try {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    const result = await work({
      async rows(sql, bindings = []) { return (await connection.query(sql, [...bindings]))[0]; },
      async load(table, columns, pieces, set = {}) {
        const constants = Object.entries(set).map(([name, value]) => `\`${name}\` = ${String(value)}`);
        const given = Readable.from(held(pieces, socket), { objectMode: true, highWaterMark: 1 });
        try {
          const [loaded] = await connection.query<ResultSetHeader>({
            sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE \`${table}\` CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '' LINES TERMINATED BY '\\n' (${columns.map((name) => `\`${name}\``).join(', ')})${constants.length === 0 ? '' : ` SET ${constants.join(', ')}`}`,
            infileStreamFactory: () => given,
          });
          return loaded.affectedRows;
        } catch (error) {
          if (!notAllowed.has(errorNumber(error))) throw error;
          return insertAll(connection, table, columns, pieces, set);
        }
      },
    });
    await connection.commit();
    return result;
  } finally {
    // Not asked to end politely: after a broken stream the server may still wait for the rest of a file.
    connection.destroy();
  }
}

function socketOf(connection: Connection): Socket {
  const inner: unknown = Reflect.get(connection, 'connection');
  const stream: unknown = typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'stream') : undefined;
  if (!(stream instanceof Socket)) throw new Error('bulk load: the driver does not show its socket');
  return stream;
}

/** The driver writes whatever it is given without looking whether the server takes it; here the next piece waits until it did. */
async function* held(pieces: AsyncIterable<Buffer>, socket: Socket): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield piece;
    if (socket.writableNeedDrain && !socket.destroyed) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
}

async function insertAll(connection: Connection, table: string, columns: readonly string[], pieces: AsyncIterable<Buffer>, set: Readonly<Record<string, number>>): Promise<number> {
  let taken = 0;
  const names = [...columns, ...Object.keys(set)];
  const constants = Object.values(set);
  for await (const piece of pieces) {
    const rows = piece.toString('utf8').split('\n').slice(0, -1).map((line) => [...line.split('\t'), ...constants]);
    for (let at = 0; at < rows.length; at += 1_000) {
      const [inserted] = await connection.query<ResultSetHeader>(`INSERT IGNORE INTO \`${table}\` (${names.map((name) => `\`${name}\``).join(', ')}) VALUES ?`, [rows.slice(at, at + 1_000)]);
      taken += inserted.affectedRows;
    }
  }
  return taken;
}
