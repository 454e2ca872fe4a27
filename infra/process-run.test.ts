/** A run is seen to live as long as it lives, whatever happens to its connections, and ends when it is told to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from './chance.ts';
import { openDatabase, type Database } from './database.ts';
import { beginRun } from './process-run.ts';
import { eventually, openStage, type Stage } from '../test/stage.ts';

let stage: Stage;
let database: Database;
let url: string;
beforeAll(async () => {
  stage = await openStage();
  const account = { schema: 'runs_test', user: 'runs_test', password: freshId() };
  await stage.database.openSchema(account);
  url = `mysql://${account.user}:${account.password}@127.0.0.1:${String(stage.database.port)}/${account.schema}`;
  database = openDatabase({ url, connections: 1 });
}, 60_000);
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
});

describe('a run whose connection is cut again and again', () => {
  // A question that was under way when its connection was cut had no answer: the lock was never taken again, and stopping waited for ever.
  it('takes its lock again, passes for dead with nobody, and stops', async () => {
    const run = await beginRun(url);
    const holder = async (): Promise<number | null> => {
      const [rows]: unknown[] = await database.raw("SELECT IS_USED_LOCK(CONCAT(LEFT(DATABASE(), 20), '/run/', ?)) AS holder", [run.id]);
      const first: unknown = Array.isArray(rows) ? rows[0] : null;
      const found: unknown = typeof first === 'object' && first !== null && 'holder' in first ? first.holder : null;
      return found === null ? null : Number(found);
    };
    let cut = 0;
    await eventually('sixty connections were cut, most of them while they asked for the lock', async () => {
      const [others]: unknown[] = await database.raw('SELECT ID AS id FROM information_schema.processlist WHERE ID <> CONNECTION_ID()');
      for (const other of Array.isArray(others) ? others : []) {
        const id: unknown = typeof other === 'object' && other !== null && 'id' in other ? other.id : undefined;
        await database.raw(`KILL ${String(Number(id))}`).then(() => { cut += 1; }, () => undefined);
      }
      return cut >= 60;
    }, 45_000);
    await eventually('it holds its lock again', holder);
    const other = await beginRun(url);
    expect(await other.isDead(run.id)).toBe(false);
    await run.stop();
    await eventually('its end is seen', () => other.isDead(run.id));
    await other.stop();
  });
});
