/**
 * One run of a service's process, known to its other copies: a named lock, held on a connection of its own for as long as the process lives.
 * The database frees it the moment the process dies, however it dies, so that what a dead run had claimed need not wait for its time to
 * run out. Promise: a run is called dead only when its lock was free at two looks six seconds apart, for a living one whose connection
 * broke (the database was started again, or another took its place) notices within half of that and has its lock back.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { freshId } from './chance.ts';

export interface ProcessRun {
  /** Names this run for ever. */
  readonly id: string;
  /** Whether another run has ended for certain. A look takes six seconds unless it is plainly alive. */
  isDead(id: string): Promise<boolean>;
  /** Ends the run: others may take over what it had claimed. */
  stop(): Promise<void>;
}

/** A connection that holds the lock. `gone` fails when it breaks: a driver whose connection is cut leaves the question under way without an answer. */
interface Held { readonly connection: Connection; readonly gone: Promise<never>; drop(): void }

/** Between the two looks. Longer than a living run needs to notice that its connection is gone and to take its lock again. */
const secondLookMs = 6_000;
/** How often a run makes sure of its connection, and how long that may take: a server that vanished without a word leaves an idle connection open. */
const beatEveryMs = 500;
const beatWithinMs = 3_000;
const againMs = 250;

/** The name of a run's lock in SQL, one for each schema; a lock's name is at most 64 characters. */
const lockName = "CONCAT(LEFT(DATABASE(), 20), '/run/', ?)";

/** Begins a run; resolves when the others can see it. A name is given to no second run, and has at most 39 characters. */
export async function beginRun(databaseUrl: string, id: string = freshId()): Promise<ProcessRun> {
  const { createConnection } = await import('mysql2/promise');
  const url = new URL(databaseUrl);
  let stopped = false;
  let held: Held | undefined;
  let retaking: Promise<void> | undefined;
  const connect = (): Promise<Connection> => createConnection({
    host: url.hostname, port: Number(url.port || 3306), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: url.pathname.slice(1),
    connectTimeout: 5_000, enableKeepAlive: true, keepAliveInitialDelay: 10_000,
  });
  async function value({ connection, gone }: Held, sql: string, name: string): Promise<number> {
    const [rows] = await Promise.race([connection.query(sql, [name]), gone]);
    const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
    return typeof first === 'object' && first !== null && 'value' in first ? Number(first.value) : 0;
  }
  async function take(): Promise<void> {
    const connection = await connect();
    let fail: (error: Error) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => { fail = reject; });
    gone.catch(() => undefined);
    const drop = (): void => { connection.destroy(); fail(new Error('the connection of a run broke')); };
    const taken: Held = { connection, gone, drop };
    const broke = (): void => {
      drop();
      if (held !== taken) return;
      held = undefined;
      if (!stopped) retake();
    };
    connection.on('error', broke);
    connection.on('end', broke);
    try {
      // An idle session is ended by the server after `wait_timeout`; this one is idle all its life.
      await Promise.race([connection.query('SET SESSION wait_timeout = 31536000'), taken.gone]);
      // Held by our own former session, which the server has not noticed the end of yet: waited for.
      if ((await value(taken, `SELECT GET_LOCK(${lockName}, 2) AS value`, id)) !== 1) throw new Error('the lock of a run is held by its former connection');
    } catch (error) { drop(); throw error; }
    if (stopped) { drop(); return; }
    held = taken;
    void beat(taken, broke);
  }
  async function beat(taken: Held, broke: () => void): Promise<void> {
    while (held === taken) {
      await delay(beatEveryMs, undefined, { ref: false });
      if (held !== taken) return;
      const late = setTimeout(broke, beatWithinMs);
      await Promise.race([taken.connection.ping(), taken.gone]).catch(broke);
      clearTimeout(late);
    }
  }
  function retake(): void {
    retaking ??= (async () => {
      while (!stopped && !held) await take().catch(() => delay(againMs));
    })().finally(() => { retaking = undefined; });
  }
  await take();

  const looks = new Map<string, Promise<boolean>>();
  async function look(other: string): Promise<boolean> {
    // Without a connection of our own nothing can be said of another's.
    const isFree = async (): Promise<boolean> => held !== undefined && (await value(held, `SELECT IS_FREE_LOCK(${lockName}) AS value`, other)) === 1;
    try {
      const first = held;
      if (!(await isFree())) return false;
      await delay(secondLookMs);
      // The database was started again in between: the two looks are not of one time.
      return held === first && (await isFree());
    } catch { return false; }
  }
  return {
    id,
    isDead(other) {
      if (other === id) return Promise.resolve(false);
      const looking = looks.get(other) ?? look(other).finally(() => { looks.delete(other); });
      looks.set(other, looking);
      return looking;
    },
    async stop() {
      stopped = true;
      held?.drop();
      held = undefined;
      await retaking;
    },
  };
}
