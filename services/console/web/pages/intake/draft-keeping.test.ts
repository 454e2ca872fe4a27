import { describe, expect, it } from 'vitest';
import { keepAfterMs, openDraftKeeper, type KeepingState } from './draft-keeping.ts';

/** A server in memory, a clock turned by hand. */
function desk(options: { fails?: number; known?: boolean } = {}): {
  keeper: ReturnType<typeof openDraftKeeper<string>>; pass(ms: number): Promise<void>; kept(): string | null; calls: string[]; told: KeepingState[];
} {
  let nowMs = 0;
  let fails = options.fails ?? 0;
  let kept: string | null = options.known ? 'older' : null;
  const calls: string[] = [];
  const told: KeepingState[] = [];
  const alarms = new Map<number, { at: number; ring: () => void }>();
  let last = 0;
  const fail = (): boolean => { fails -= 1; return fails >= 0; };
  const keeper = openDraftKeeper<string>({
    put: (draft) => { calls.push(`put ${draft}`); if (fail()) return Promise.reject(new Error('down')); kept = draft; return Promise.resolve(); },
    remove: () => { calls.push('remove'); if (fail()) return Promise.reject(new Error('down')); kept = null; return Promise.resolve(); },
    after: (ms, then) => { const id = last += 1; alarms.set(id, { at: nowMs + ms, ring: then }); return () => alarms.delete(id); },
    told: (state) => told.push(state),
  }, options.known ?? false);
  const settle = async (): Promise<void> => { for (let turn = 0; turn < 10; turn += 1) await Promise.resolve(); };
  return {
    keeper, calls, told, kept: () => kept,
    async pass(ms) {
      nowMs += ms;
      for (const [id, alarm] of alarms) if (alarm.at <= nowMs) { alarms.delete(id); alarm.ring(); }
      await settle();
    },
  };
}

describe('a draft is kept', () => {
  it('once typing pauses, and only the last of it', async () => {
    const { keeper, pass, kept, calls, told } = desk();
    keeper.change('云');
    await pass(keepAfterMs - 100);
    keeper.change('云岭');
    await pass(keepAfterMs - 100);
    expect(kept()).toBeNull();
    await pass(100);
    expect(kept()).toBe('云岭');
    expect(calls).toEqual(['put 云岭']);
    expect(told.at(-1)).toBe('saved');
  });
  it('again and again while the server is away, and the newest gets there', async () => {
    const { keeper, pass, kept, told } = desk({ fails: 2 });
    keeper.change('a');
    await pass(keepAfterMs);
    expect(told.at(-1)).toBe('failing');
    keeper.change('b');
    await pass(keepAfterMs);
    expect(kept()).toBeNull();
    await pass(3_000);
    expect(kept()).toBe('b');
  });
  it('at once when asked, and says when that failed', async () => {
    const { keeper, kept } = desk();
    keeper.change('a');
    await keeper.flush();
    expect(kept()).toBe('a');
    const broken = desk({ fails: 1 });
    broken.keeper.change('a');
    await expect(broken.keeper.flush()).rejects.toThrow('down');
  });
  it('no more when nothing is left to keep', async () => {
    const { keeper, pass, kept, calls } = desk({ known: true });
    keeper.change('a');
    keeper.change(null);
    await pass(0);
    expect(kept()).toBeNull();
    expect(calls).toEqual(['remove']);
  });
  it('not at all where nothing was begun', async () => {
    const { keeper, pass, calls } = desk();
    keeper.change(null);
    await pass(0);
    expect(calls).toEqual([]);
  });
  it('no longer after it is closed', async () => {
    const { keeper, pass, calls } = desk();
    keeper.change('a');
    keeper.close();
    await pass(5_000);
    expect(calls).toEqual([]);
  });
});
