/**
 * Numbers that are never given twice. Taken from the database in blocks, in a transaction of their own that has
 * committed before the first number of the block is used: a crash leaves a gap, never a repetition. Gaps are no
 * disorder for electronic numbers; stock on paper is counted elsewhere.
 */
import type { Database } from './database.ts';

export interface Serials {
  /** The next number of a series, from 1. Series are named by whoever uses them, e.g. `pay-code/430603/26`. */
  next(series: string): Promise<number>;
}

export function openSerials(database: Database, blockSize = 50): Serials {
  const blocks = new Map<string, { next: number; end: number }>();
  const fetching = new Map<string, Promise<void>>();

  async function fetchBlock(series: string): Promise<void> {
    const end = await database.transaction(async (tx) => {
      await tx.raw('INSERT INTO serials (series, given) VALUES (?, ?) ON DUPLICATE KEY UPDATE given = given + VALUES(given)', [series, blockSize]);
      const row: { given: number | string } | undefined = await tx('serials').where({ series }).first('given');
      if (!row) throw new Error(`serials: series ${series} vanished`);
      return Number(row.given);
    });
    // Only now: had the commit failed, the same numbers would be given to somebody else.
    blocks.set(series, { next: end - blockSize + 1, end });
  }

  return {
    async next(series) {
      for (;;) {
        const block = blocks.get(series);
        if (block && block.next <= block.end) {
          block.next += 1;
          return block.next - 1;
        }
        let running = fetching.get(series);
        if (!running) {
          running = fetchBlock(series).finally(() => fetching.delete(series));
          fetching.set(series, running);
        }
        await running;
      }
    },
  };
}
