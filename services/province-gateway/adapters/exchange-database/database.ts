/**
 * Talking to somebody else's MariaDB or MySQL: bytes, time limits, and what the end of a statement proves. Text is written in the bytes of the
 * province's character set and read back strictly from its bytes, because the set a column claims and the bytes it holds are two things in old
 * databases. This file knows no table.
 */
import { Buffer } from 'node:buffer';
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { encodeIn } from '../../mapping/rows.ts';
import type { Charset } from '../../mapping/profile.ts';

/** A row in raw bytes, as stored. */
export type RawRow = Readonly<Record<string, Buffer | null>>;
/** How a talk ended, before anybody asks what it means. */
export type Reply<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  /** The server said no to the statement: it had no effect. */
  | { readonly kind: 'rejected'; readonly errno: number; readonly why: string }
  /** Never sent, or rolled back for certain: nothing happened. */
  | { readonly kind: 'not-done'; readonly why: string }
  /** Sent, and the answer is missing. */
  | { readonly kind: 'cut'; readonly why: string };

export type ExchangeDatabase = {
  /** Reads rows. `cut` never comes out of it: a question can be asked again. */
  rows(sql: string, values: readonly unknown[]): Promise<Reply<RawRow[]>>;
  /** One changing statement, committed by itself. Tells how many rows it met. */
  write(sql: string, values: readonly unknown[]): Promise<Reply<number>>;
  /** Several statements that hold or fall together. What `work` throws is not caught. */
  together<Value>(work: (run: { rows(sql: string, values: readonly unknown[]): Promise<RawRow[]>; write(sql: string, values: readonly unknown[]): Promise<number> }) => Promise<Value>): Promise<Reply<Value>>;
  close(): void;
};

/** Opens a pool. Nothing is sent before the first call. */
export function openExchangeDatabase(settings: { address: string; user: string; password: string; connections: number; callTimeoutMs: number }): ExchangeDatabase {
  const url = new URL(settings.address);
  const seconds = Math.max(1, Math.ceil(settings.callTimeoutMs / 1000));
  let pool: Promise<Pool> | undefined;
  // Loaded at the first talk: a gateway without such a province never carries it.
  const opened = (): Promise<Pool> => pool ??= import('mysql2/promise').then(({ createPool }) => {
    const made = createPool({
      host: url.hostname, port: Number(url.port || 3306), database: decodeURIComponent(url.pathname.slice(1)), user: settings.user, password: settings.password,
      connectionLimit: settings.connections, maxIdle: 2, idleTimeout: 60_000, connectTimeout: Math.min(settings.callTimeoutMs, 5_000), enableKeepAlive: true,
    });
    made.pool.on('connection', (connection) => {
      // Results unconverted, so that the bytes are those stored; strict, so that nothing is cut off in silence; our own limits also on their side.
      for (const sql of [
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'", 'SET character_set_results = NULL', "SET time_zone = '+08:00'",
        'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', `SET SESSION innodb_lock_wait_timeout = ${String(seconds)}`,
      ]) connection.query(sql, () => undefined);
    });
    return made;
  });

  /** A connection within the time limit, or why there is none. */
  async function connection(): Promise<{ kind: 'open'; connection: PoolConnection } | { kind: 'not-done'; why: string }> {
    const waiting = (await opened()).getConnection();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), settings.callTimeoutMs); });
    try {
      const got = await Promise.race([waiting, late]);
      if (got) return { kind: 'open', connection: got };
      waiting.then((one) => { one.release(); }, () => undefined);
      return { kind: 'not-done', why: `no connection within ${String(settings.callTimeoutMs)} ms` };
    } catch (error) {
      return { kind: 'not-done', why: whyOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }
  const asked = (sql: string, values: readonly unknown[]) => ({
    sql, values: [...values], timeout: settings.callTimeoutMs, typeCast: (field: { buffer(): Buffer | null }) => field.buffer(),
  });

  async function one<Value>(sql: string, values: readonly unknown[], read: (result: unknown) => Value): Promise<Reply<Value>> {
    const got = await connection();
    if (got.kind !== 'open') return got;
    try {
      const [result] = await got.connection.query<RowDataPacket[] | ResultSetHeader>(asked(sql, values));
      got.connection.release();
      return { kind: 'done', value: read(result) };
    } catch (error) {
      return endOf(error, got.connection);
    }
  }
  const rowsIn = (result: unknown): RawRow[] => (Array.isArray(result) ? result : []);
  const affectedIn = (result: unknown): number => (typeof result === 'object' && result !== null && 'affectedRows' in result ? Number(result.affectedRows) : 0);

  return {
    async rows(sql, values) {
      const reply = await one(sql, values, rowsIn);
      return reply.kind === 'cut' ? { kind: 'not-done', why: reply.why } : reply;
    },
    write: (sql, values) => one(sql, values, affectedIn),
    async together(work) {
      const got = await connection();
      if (got.kind !== 'open') return got;
      let committing = false;
      try {
        await got.connection.query('START TRANSACTION');
        const value = await work({
          rows: async (sql, values) => rowsIn((await got.connection.query<RowDataPacket[]>(asked(sql, values)))[0]),
          write: async (sql, values) => affectedIn((await got.connection.query<ResultSetHeader>(asked(sql, values)))[0]),
        });
        committing = true;
        await got.connection.query({ sql: 'COMMIT', timeout: settings.callTimeoutMs });
        got.connection.release();
        return { kind: 'done', value };
      } catch (error) {
        if (!isTalkError(error)) {
          got.connection.destroy();
          throw error;
        }
        const end = endOf(error, got.connection, true);
        // Before the commit left us, a lost connection is a transaction rolled back.
        return end.kind === 'cut' && !committing ? { kind: 'not-done', why: end.why } : end;
      }
    },
    close() {
      void pool?.then((made) => made.end()).catch(() => undefined);
      pool = undefined;
    },
  };
}

/** Errors of the driver and of the server, as against our own. */
const isTalkError = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error;
const whyOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error));

/** The statement never began on their side: shutting down, too many connections, killed before it ran. */
const NOT_BEGUN = new Set([1040, 1129, 1130, 1203, 1226]);
function endOf(error: unknown, connection: PoolConnection, inTransaction = false): Reply<never> {
  const errno = typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  const said = typeof error === 'object' && error !== null && 'sqlState' in error && error.sqlState !== undefined;
  // 1053 shutdown, 1317 interrupted, 1927 and 2013 connection killed: the talk ended, not the statement.
  if (!said || [1053, 1317, 1927, 2006, 2013].includes(errno)) {
    connection.destroy();
    return { kind: 'cut', why: whyOf(error) };
  }
  if (inTransaction) connection.query('ROLLBACK').then(() => { connection.release(); }, () => { connection.destroy(); });
  else connection.release();
  return NOT_BEGUN.has(errno) ? { kind: 'not-done', why: whyOf(error) } : { kind: 'rejected', errno, why: whyOf(error) };
}

/** A text as a parameter: plain where ASCII (numbers and dates are converted by the server), else in the bytes of the province's set. */
export function parameter(text: string | null, charset: Charset): string | Buffer | null {
  if (text === null || text === '') return null;
  // A binary literal would be taken for a number in a number's column, so only what cannot be one is written so.
  return charset === 'utf-8' || charset === 'utf8mb3' || /^[\u0020-\u007e\t\r\n]*$/.test(text) ? text : encodeIn(text, charset);
}

const CHINESE = /^[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$/u;
/** Two or more Chinese characters in UTF-8 and nothing else beyond ASCII: as GBK this would read as other characters, and no GBK text looks so by chance. */
function looksLikeUtf8(text: string): boolean {
  const beyond = Array.from(text).filter((one) => one > '\u007f');
  return beyond.length >= 2 && beyond.every((one) => CHINESE.test(one));
}

/** The text in these bytes; undefined when they are not of the province's set. */
export function textIn(bytes: Buffer | null, charset: Charset): string | null | undefined {
  if (bytes === null) return null;
  const utf8 = decoded(bytes, 'utf-8');
  if (charset === 'utf-8' || charset === 'utf8mb3') return utf8;
  if (utf8 !== undefined && looksLikeUtf8(utf8)) return undefined;
  return decoded(bytes, charset);
}
function decoded(bytes: Buffer, charset: string): string | undefined {
  try { return new TextDecoder(charset, { fatal: true }).decode(bytes); } catch { return undefined; }
}
