import { describe, expect, it } from 'vitest';
import { manualClock } from '../../infra/clock.ts';
import { done } from '../../infra/outcome.ts';
import type { ChannelStatement, PaymentChannel } from './channel-port.ts';
import { channelFolders } from './channel-statements.ts';

const clock = manualClock(new Date('2026-01-06T01:30:00Z'));
function foldersOf(content: string, gone: (day: string) => boolean, own: string | null = 'a'.repeat(32)): ReturnType<typeof channelFolders> {
  const statement = (day: string): ChannelStatement => ({
    day, name: `GZF0005A_${day.replaceAll('-', '')}_01.txt`, md5: own, payments: { count: 1, amountInFen: 8_005 }, refunds: { count: 0, amountInFen: 0 },
    size: () => (gone(day) ? Promise.reject(new Error('HTTP 404')) : Promise.resolve(content.length)),
    async *bytes() { await Promise.resolve(); yield Buffer.from(content); },
  });
  const channel: Partial<PaymentChannel> = { statement: (day, md5) => Promise.resolve(done({ ...statement(day), md5: md5 ?? own })) };
  return channelFolders(() => channel as PaymentChannel, clock, 3);
}
const readOf = async (content: string): Promise<string> => {
  const folder = foldersOf(content, () => false).open();
  const listed = await folder.list(() => true);
  let text = '';
  for await (const piece of await folder.read(listed[0]?.name ?? '')) text += String(piece);
  return text;
};

describe('the statements of a channel', () => {
  it('of other days are there when the file of one day is gone; a channel of which nothing can be had is down', async () => {
    const names = async (gone: (day: string) => boolean): Promise<string[]> => (await foldersOf('x', gone).open().list(() => true)).map(({ name }) => name).filter((name) => name.endsWith('.txt'));
    expect(await names((day) => day === '2026-01-03')).toEqual(['GZF0005A_20260104_01.txt', 'GZF0005A_20260105_01.txt']);
    await expect(names(() => true)).rejects.toMatchObject({ name: 'RemoteTrouble', message: 'HTTP 404' });
  });
  it('are compared with the MD5 of a notice once: an old notice told again does not keep the true file away for ever', async () => {
    for (const [own, later] of [['a'.repeat(32), 'a'], [null, 'b']] as const) {
      const folders = foldersOf('x', () => false, own);
      folders.announced('2026-01-05', 'b'.repeat(32));
      const md5 = async (): Promise<string | undefined> => (await folders.open().list(() => true)).find(({ name }) => name === 'GZF0005A_20260105_01.txt')?.changed.slice(0, 1);
      expect(await md5()).toBe('b');
      clock.advance(601_000);
      expect(await md5()).toBe(later);
    }
  });
  it('are held to the signed totals, however long the head is and whether or not an end stands behind it', async () => {
    const right = '20260103|1|80.05|0|0.00';
    expect(await readOf(`${right}\nline\n`)).toBe(`${right}\nline\n`);
    expect(await readOf(right)).toBe(right);
    for (const wrong of ['20260103|0|0.00|0|0.00', '20260103|0|0.00|0|0.00\n', `20260103|0|0.00|0|0.00${' '.repeat(300)}\n`]) await expect(readOf(wrong)).rejects.toMatchObject({ name: 'FileProblem', reason: 'totals' });
  });
});
