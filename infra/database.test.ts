/** Statements that go together, on a real database: each its own answer, nothing after the one that fails, and large ones apart. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../test/stage.ts';
import { freshId } from './chance.ts';
import { errorNumber, openDatabase, rowsOf, runTogether, type Database, type Statement } from './database.ts';

let stage: Stage;
let database: Database;
const insert = (id: string, text = ''): Statement => ({ sql: 'INSERT INTO notes (id, text) VALUES (?,?)', bindings: [id, text] });
const count: Statement = { sql: 'SELECT COUNT(*) AS notes FROM notes', bindings: [] };
const notes = async (): Promise<string[]> => (await rowsOf<{ id: string }>(database, 'SELECT id FROM notes ORDER BY id', [])).map(({ id }) => id);

beforeAll(async () => {
  stage = await openStage();
  const account = { schema: 'together_test', user: 'together_test', password: freshId() };
  await stage.database.openSchema(account);
  database = openDatabase({ url: `mysql://${account.user}:${account.password}@127.0.0.1:${stage.database.port}/${account.schema}`, connections: 2 });
  await database.raw('CREATE TABLE notes (id VARCHAR(20) NOT NULL PRIMARY KEY, text LONGTEXT NOT NULL)');
});
beforeEach(async () => { await database.raw('DELETE FROM notes'); });
afterAll(async () => { await database?.destroy(); await stage?.close(); });

describe('statements that go together', () => {
  it('are run in their order and each gives its own answer', async () => {
    const answers = await database.transaction((tx) => runTogether(tx, [count, insert('a'), insert('b'), count]));
    expect([answers[0], answers[3]]).toEqual([[{ notes: 0 }], [{ notes: 2 }]]);
    expect(answers[1]).toMatchObject({ affectedRows: 1 });
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('give nothing for none, and one alone its answer', async () => {
    expect(await database.transaction((tx) => runTogether(tx, []))).toEqual([]);
    expect(await database.transaction((tx) => runTogether(tx, [count]))).toEqual([[{ notes: 0 }]]);
  });

  it('end at the one that fails, and none of them stays', async () => {
    let after: unknown;
    const failed = database.transaction(async (tx) => {
      try { await runTogether(tx, [insert('a'), insert('a'), insert('b')]); } catch (error) {
        after = await rowsOf(tx, 'SELECT id FROM notes', []);
        throw error;
      }
    });
    expect(errorNumber(await failed.catch((error: unknown) => error))).toBe(1062);
    expect(after).toEqual([{ id: 'a' }]);
    expect(await notes()).toEqual([]);
  });

  it('take what a text holds as text, whatever it is', async () => {
    const spoken = "'; DELETE FROM notes; -- ?\\' \u0000；";
    await database.transaction((tx) => runTogether(tx, [insert('a', spoken), insert('b', '?')]));
    expect(await rowsOf(database, 'SELECT id, text FROM notes ORDER BY id', [])).toEqual([{ id: 'a', text: spoken }, { id: 'b', text: '?' }]);
  });

  it('go one by one where they are more than a server takes in one packet', async () => {
    const [limit] = await rowsOf<{ bytes: number }>(database, 'SELECT @@max_allowed_packet AS bytes', []);
    const each = 'x'.repeat(Math.floor(Number(limit?.bytes) * 0.6));
    await database.transaction((tx) => runTogether(tx, [insert('a', each), insert('b', each)]));
    expect(await notes()).toEqual(['a', 'b']);
  });
});
