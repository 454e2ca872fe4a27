/**
 * The database of one service: its own schema and account, READ COMMITTED, times in UTC.
 * MariaDB ≥ 10.6 first, MySQL 8 in reach: only SQL that both understand.
 */
import knexPackage, { type Knex } from 'knex';

export type Database = Knex;
export type Transaction = Knex.Transaction;

export interface DatabaseSettings { url: string; connections: number }

const unheard = (): void => undefined;

interface RawConnection { query(sql: string, done: (error: Error | null) => void): void }

/** Opens a pool. Nothing is asked of the server before the first query. */
export function openDatabase(settings: DatabaseSettings): Database {
  const url = new URL(settings.url);
  return knexPackage({
    client: 'mysql2',
    connection: {
      host: url.hostname, port: Number(url.port || 3306), user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password), database: url.pathname.slice(1),
      // No charset: mysql2 speaks utf8mb4_unicode_ci by itself, and knex would write the word into CREATE TABLE.
      timezone: 'Z', supportBigNumbers: true, connectTimeout: 5_000,
      // For runTogether. Every text of SQL is our own; what others wrote only ever comes as a binding.
      multipleStatements: true,
    },
    pool: {
      min: 0, max: settings.connections,
      // Both servers know this form; gap locks of the default level would let unrelated cases wait for each other.
      afterCreate: (connection: RawConnection, done: (error: Error | null, connection: RawConnection) => void) => {
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => done(error, connection));
      },
    },
    acquireConnectionTimeout: 10_000,
    // It would write lines of its own to standard error when the server goes away; whoever asked is told, and logs it once.
    log: { warn: unheard, error: unheard, debug: unheard, deprecate: unheard },
  });
}

/** MySQL error number, or 0. Names are unreliable across the two servers. */
export function errorNumber(error: unknown): number {
  return typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
}
const transient = new Set([1205, 1213, 3572]);
/** Deadlock or lock wait: the transaction was rolled back whole and may be run again. */
export const isTransient = (error: unknown): boolean => transient.has(errorNumber(error));
/** A unique key refused the row: somebody else was first. */
export const isDuplicate = (error: unknown): boolean => errorNumber(error) === 1062;

/** The server cannot be reached (not: it refused): wait and try again. */
export function isDisconnected(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = error instanceof Error ? error.message : '';
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|PROTOCOL_CONNECTION_LOST|PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR|ER_SERVER_SHUTDOWN|ER_CON_COUNT_ERROR|ER_NEW_ABORTING_CONNECTION|ER_CONNECTION_KILLED|ER_QUERY_INTERRUPTED)$/.test(code)
    || /closed state|Connection lost|acquiring a connection|server has gone away|Timeout acquiring/i.test(message);
}

/**
 * Runs a migrations folder to its end; waits when another copy of the service is at it. The server's own lock is used, which
 * ends with its connection: knex's lock is a row that stays when its holder is killed, and then nobody ever starts again.
 */
export async function migrate(database: Database, directory: string, migrations: readonly Migration[]): Promise<void> {
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: () => Promise.resolve([...migrations]),
    getMigrationName: (migration) => migration.name,
    getMigration: (migration) => Promise.resolve({
      up: (given: Knex) => migration.up(resumable(given)), down: () => Promise.reject(new Error(`${directory}: migrations only go forward`)),
    }),
  };
  const settings = { migrationSource: source, tableName: 'migrations', disableTransactions: true };
  const lockWaitSeconds = 120;
  const connection: unknown = await database.client.acquireConnection();
  const onConnection = async (sql: string): Promise<unknown> => (await database.raw<{ value: unknown }[][]>(sql).connection(connection))[0]?.[0]?.value;
  try {
    // A lock's name has 64 characters at most, and a schema's may have as many.
    if (Number(await onConnection(`SELECT GET_LOCK(CONCAT(LEFT(DATABASE(), 48), '/migrations'), ${lockWaitSeconds}) AS value`)) !== 1) {
      throw new Error(`${directory}: another copy has been migrating for ${lockWaitSeconds} s`);
    }
    await database.migrate.forceFreeMigrationsLock(settings);
    await database.migrate.latest(settings);
    await onConnection("SELECT RELEASE_LOCK(CONCAT(LEFT(DATABASE(), 48), '/migrations')) AS value");
  } finally {
    await database.client.releaseConnection(connection);
  }
}

/** DDL commits by itself, so a copy that died in the middle left half a migration behind: what stands already is not made again. */
function resumable(database: Knex): Knex {
  return new Proxy(database, {
    get(target, property, receiver): unknown {
      if (property !== 'raw') return Reflect.get(target, property, receiver);
      return async (sql: string, bindings: Knex.RawBinding[] = []): Promise<unknown> => {
        try { return await target.raw(sql.replace(/^\s*CREATE TABLE (?!IF NOT EXISTS)/i, 'CREATE TABLE IF NOT EXISTS '), bindings); } catch (error) {
          // Column or key exists already: this ALTER had been carried out.
          if (/^\s*ALTER TABLE/i.test(sql) && [1060, 1061].includes(errorNumber(error))) return undefined;
          throw error;
        }
      };
    },
  });
}

/** One forward step of a schema. Names sort in the order they run: `0001-bills`. */
export interface Migration { name: string; up(database: Knex): Promise<void> }

interface QueryConnection {
  query(sql: string, bindings: readonly unknown[], done: (error: Error | null, result: unknown) => void): void;
  execute(sql: string, bindings: readonly unknown[], done: (error: Error | null, result: unknown) => void): void;
}

/**
 * Runs SQL as it stands, straight on the transaction's connection or on one of the pool: for what is asked a thousand times a
 * second, knex would look through every binding and make four objects and six promises for each statement.
 */
async function run(on: Database | Transaction, sql: string, bindings: readonly Knex.RawBinding[]): Promise<unknown> {
  const connection: QueryConnection = await on.client.acquireConnection();
  try {
    return await new Promise((resolve, reject) => { connection.query(sql, bindings, (error, result) => { if (error) reject(error); else resolve(result); }); });
  } finally { if (on.isTransaction !== true) await on.client.releaseConnection(connection); }
}

/** The rows among the answers of `runTogether`. */
export const rowsIn = <T>(answer: unknown): T[] => answer as T[];
/** Rows of a query written as SQL: what is asked a thousand times a second is not put together anew each time. */
export async function rowsOf<T>(on: Database | Transaction, sql: string, bindings: readonly Knex.RawBinding[]): Promise<T[]> {
  return rowsIn(await run(on, sql, bindings));
}
/** How many rows a change touched. */
export async function affectedBy(on: Database | Transaction, sql: string, bindings: readonly Knex.RawBinding[]): Promise<number> {
  const { affectedRows } = (await run(on, sql, bindings)) as { affectedRows: number };
  return affectedRows;
}
/** A change of which nothing is asked. */
export async function runChange(on: Database | Transaction, sql: string, bindings: readonly Knex.RawBinding[]): Promise<void> {
  await run(on, sql, bindings);
}

/** A statement that is still to be run, alone or with others. */
export interface Statement { sql: string; bindings: readonly Knex.RawBinding[] }

/** So much of text goes in one packet at most: servers refuse packets over 16 MB unless told otherwise. */
const togetherAtMost = 4 * 2 ** 20;

/**
 * Runs statements that need no answer of each other as one packet and gives each one's answer, in their order. Where one fails none after it
 * is run: the transaction is to be rolled back, as ever. Each answer waited for is a way to the server and back while nothing else of the group goes on.
 */
export async function runTogether(tx: Transaction, statements: readonly Statement[]): Promise<unknown[]> {
  const [first] = statements;
  if (!first) return [];
  if (statements.length === 1) return [await run(tx, first.sql, first.bindings)];
  const length = statements.reduce((sum, { bindings }) => bindings.reduce<number>((all, value) => all + (typeof value === 'string' ? value.length : 8), sum), 0);
  if (length > togetherAtMost) {
    const answers: unknown[] = [];
    for (const { sql, bindings } of statements) answers.push(await run(tx, sql, bindings));
    return answers;
  }
  const answers = await run(tx, statements.map(({ sql }) => sql).join(';\n'), statements.flatMap(({ bindings }) => bindings));
  return answers as unknown[];
}

/**
 * A change with large binary values, as a statement prepared on the server: bytes travel as they are, where the text of a
 * query would carry them as digits twice as long that both sides have to read. Give times as text.
 */
export async function runChangeWithBytes(on: Database, sql: string, bindings: readonly (string | number | Buffer)[]): Promise<void> {
  const connection: QueryConnection = await on.client.acquireConnection();
  try {
    await new Promise<void>((resolve, reject) => { connection.execute(sql, bindings, (error) => { if (error) reject(error); else resolve(); }); });
  } finally { await on.client.releaseConnection(connection); }
}
