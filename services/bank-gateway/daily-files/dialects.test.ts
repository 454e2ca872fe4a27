/** Each dialect of daily files, written by a simulator with code of its own and read by its profile; and every fault those files were seen with. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { writeArrivals } from '../adapters/dzcz/simulator.ts';
import { writeTreasuryArrivals } from '../adapters/dzgk/simulator.ts';
import { writeFiscalSplit } from '../adapters/fccz/simulator.ts';
import { writeTreasurySplit } from '../adapters/fcgk/simulator.ts';
import { writeAggregatorStatement } from '../adapters/gzf0005/simulator.ts';
import { writeArrivalTotals } from '../adapters/hzdz/simulator.ts';
import { writeSplitTotals } from '../adapters/hzfczh/simulator.ts';
import { writeItemStatement } from '../adapters/qingdao-3003/simulator.ts';
import { writeFailedLines } from '../adapters/qingdao-3048/simulator.ts';
import { writeBill } from '../adapters/wechat-bill/simulator.ts';
import { writeProblemItems } from '../adapters/wtzw/simulator.ts';
import { writeReceipts } from '../adapters/yhsk/simulator.ts';
import type { SimulatedDay, SimulatedLine, WrittenFile } from '../simulated-day.ts';
import { fenOf } from './amounts.ts';
import { FileProblem } from './file-problem.ts';
import { wrongByteOf } from './lines.ts';
import { DailyProfileError, loadDailyProfile, nameSays, parseDailyProfile } from './profile.ts';
import { readDailyFile, type FileLine, type FileSums } from './reading.ts';

const code = (n: number): string => `5339022630${String(n).padStart(10, '0')}`;
const day: SimulatedDay = {
  bank: '105533902', division: '533902', day: '2026-01-05', part: 1,
  lines: [{ payCode: code(1), amountInFen: 32_000, unit: '自然资源局' }, { payCode: code(2), amountInFen: 8_000, unit: '住房和城乡建设局' }, { payCode: code(3), amountInFen: 1, unit: '自然资源局' }],
};

interface Dialect { profile: string; write(day: SimulatedDay): WrittenFile; bank?: string }
const payments: Dialect[] = [
  { profile: 'yhsk', write: writeReceipts }, { profile: 'fccz', write: writeFiscalSplit }, { profile: 'fcgk', write: writeTreasurySplit }, { profile: 'dzcz', write: writeArrivals }, { profile: 'dzgk', write: writeTreasuryArrivals },
  { profile: 'qingdao-3003', write: writeItemStatement, bank: '0105' }, { profile: 'wechat-bill', write: writeBill, bank: '1900000109' }, { profile: 'gzf0005', write: writeAggregatorStatement, bank: 'YLZF' },
];
const totals: Dialect[] = [{ profile: 'hzdz', write: writeArrivalTotals }, { profile: 'hzfczh', write: writeSplitTotals }];
const problems: Dialect[] = [{ profile: 'wtzw', write: writeProblemItems }, { profile: 'qingdao-3048', write: writeFailedLines, bank: '0105' }];

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) { await Promise.resolve(); yield bytes.subarray(at, at + size); }
}
async function read(profileName: string, { name, bytes }: Pick<WrittenFile, 'name' | 'bytes'>, more: { bankCode?: string; piece?: number } = {}): Promise<{ sums: FileSums; lines: FileLine[] }> {
  const profile = loadDailyProfile(profileName);
  const said = nameSays(profile, name);
  if (!said) throw new Error(`${name} is no name of ${profileName}`);
  const lines: FileLine[] = [];
  const sums = await readDailyFile(more.piece ? inPieces(bytes, more.piece) : Readable.from([bytes]), profile, { bytes: bytes.length, day: said.day, bankCode: more.bankCode ?? null, division: said.division }, (some) => { lines.push(...some); return Promise.resolve(); });
  return { sums, lines };
}
async function problemOf(profile: string, file: Pick<WrittenFile, 'name' | 'bytes'>, more: { bankCode?: string } = {}): Promise<FileProblem> {
  const found: unknown = await read(profile, file, more).then(() => undefined, (error: unknown) => error);
  if (!(found instanceof FileProblem)) throw new Error(`no problem was found: ${String(found)}`);
  return found;
}
const with_ = (file: WrittenFile, bytes: Buffer): WrittenFile => ({ name: file.name, bytes });

describe('a daily file', () => {
  describe.each(payments)('of the dialect $profile', ({ profile, write, bank }) => {
    const given = { ...day, bank: bank ?? day.bank };

    it('is read line by line in fen, with its work date and what it comes to', async () => {
      const { sums, lines } = await read(profile, write(given));
      expect(lines.map(({ payCode, amountInFen, kind, workDate }) => ({ payCode, amountInFen, kind, workDate })).toSorted((a, b) => (a.payCode < b.payCode ? -1 : 1)))
        .toEqual(given.lines.map(({ payCode, amountInFen }) => ({ payCode, amountInFen, kind: 'payment', workDate: '2026-01-05' })));
      expect(sums).toEqual({ count: 3, paymentsInFen: 40_001, returnedInFen: 0 });
    });

    it('is the same however its bytes are cut on the way', async () => {
      const file = write(given);
      const whole = await read(profile, file);
      await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: file.bytes.length }), async (piece) => { expect(await read(profile, file, { piece })).toEqual(whole); }), { numRuns: 30 });
    });

    it('may have no lines at all: a day without a payment', async () => {
      expect((await read(profile, write({ ...given, lines: [] }))).sums).toEqual({ count: 0, paymentsInFen: 0, returnedInFen: 0 });
    });

    it('is the same in another order of its lines', async () => {
      expect((await read(profile, write({ ...given, lines: given.lines.toReversed() }))).sums).toEqual((await read(profile, write(given))).sums);
    });

    it('cut off anywhere is waited for or refused, or all it says had come: it is never read as a smaller file', async () => {
      const file = write(given);
      const whole = await read(profile, file);
      let found = 0;
      for (let length = 0; length < file.bytes.length; length += 1) {
        const cut = with_(file, file.bytes.subarray(0, length));
        const outcome: unknown = await read(profile, cut).catch((error: unknown) => error);
        if (outcome instanceof FileProblem) found += 1;
        else expect(outcome, `${String(length)} bytes`).toEqual(whole);
      }
      expect(found).toBeGreaterThan(file.bytes.length * 0.75);
    });
  });

  describe.each(payments.filter(({ profile }) => profile !== 'qingdao-3003'))('with stated sums, of the dialect $profile', ({ profile, write, bank }) => {
    const given = { ...day, bank: bank ?? day.bank };
    it('is refused when they are not those of its lines, and waited for when lines are missing', async () => {
      const amount = await problemOf(profile, write({ ...given, stated: { amountInFen: 40_002 } }));
      expect([amount.reason, amount.half, amount.words.zh]).toEqual(['totals', false, expect.stringContaining('400.02')]);
      const more = await problemOf(profile, write({ ...given, stated: { count: 4 } }));
      expect([more.reason, more.half]).toEqual(['half', true]);
      const fewer = await problemOf(profile, write({ ...given, stated: { count: 2 } }));
      expect([fewer.reason, fewer.half]).toEqual(['totals', false]);
    });
  });

  it('states in 3003 how many bytes follow its head, the NUL among them, and is waited for when they have not come', async () => {
    const file = writeItemStatement({ ...day, bank: '0105' });
    const short = await problemOf('qingdao-3003', with_(file, file.bytes.subarray(0, -1)));
    expect([short.reason, short.half]).toEqual(['length', true]);
    const long = await problemOf('qingdao-3003', with_(file, Buffer.concat([file.bytes, Buffer.from('x')])));
    expect([long.reason, long.half]).toEqual(['length', false]);
    // The tail `##` and NUL was seen too.
    const body = iconv.encode(`0301|||${code(1)}|||370281001|||103043211|||1|||80.0|||园区|||||||||||||||##\0`, 'gbk');
    const other = await read('qingdao-3003', { name: file.name, bytes: Buffer.concat([Buffer.from(`3003${String(body.length).padStart(8, '0')}53390220260105`), body]) });
    expect(other.lines).toMatchObject([{ payCode: code(1), amountInFen: 8_000, collectingUnit: '370281001', revenueItem: '103043211' }]);
  });

  it('has no kinds but those of its dialect, whatever an object has by itself', async () => {
    const profile = loadDailyProfile('gzf0005');
    const reading = readDailyFile((async function* () { await Promise.resolve(); yield Buffer.from('20260105|1|0.00|0|0.00\nO1|S1|43060326300000000001|constructor|80.05|20260105\n'); })(), profile, { bytes: 100, day: '2026-01-05', bankCode: null, division: null }, () => Promise.resolve());
    await expect(reading).rejects.toMatchObject({ reason: 'kind' });
  });
  it('knows refunds and reversals where its dialect has them', async () => {
    const lines: SimulatedLine[] = [{ payCode: code(1), amountInFen: 500 }, { payCode: code(1), amountInFen: 200, kind: 'refund', serial: 'RF1' }];
    for (const [profile, write] of [['wechat-bill', writeBill], ['gzf0005', writeAggregatorStatement]] as const) {
      const { sums, lines: read_ } = await read(profile, write({ ...day, bank: '1900000109', lines }));
      expect(sums).toEqual({ count: 2, paymentsInFen: 500, returnedInFen: 200 });
      expect(read_[1]).toMatchObject({ kind: 'refund', serial: 'RF1', payCode: code(1), amountInFen: 200 });
    }
  });

  describe.each(totals)('of totals, in the dialect $profile', ({ profile, write }) => {
    it('says what a day came to and holds no payment', async () => {
      expect(await read(profile, write(day))).toEqual({ sums: { count: 3, paymentsInFen: 40_001, returnedInFen: 0 }, lines: [] });
      expect((await read(profile, write({ ...day, lines: [] }))).sums).toEqual({ count: 0, paymentsInFen: 0, returnedInFen: 0 });
    });
    it('is refused when its head is not the sum of its regions, and waited for when a region is missing', async () => {
      expect(await problemOf(profile, write({ ...day, stated: { amountInFen: 40_002 } }))).toMatchObject({ reason: 'totals', half: false });
      expect(await problemOf(profile, write({ ...day, stated: { count: 4 } }))).toMatchObject({ reason: 'half', half: true });
      const file = write(day);
      const whole = await read(profile, file);
      for (let length = 0; length < file.bytes.length; length += 1) {
        const outcome: unknown = await read(profile, with_(file, file.bytes.subarray(0, length))).catch((error: unknown) => error);
        if (!(outcome instanceof FileProblem)) expect(outcome, `${String(length)} bytes`).toEqual(whole);
      }
      const rows = with_(file, Buffer.concat([file.bytes, iconv.encode(`自然资源局|${code(1)}|0301|1|320.00|\n`, 'gbk')]));
      // Payments under a region are none of a summary: named, not taken for a region.
      expect(await problemOf(profile, rows)).toMatchObject({ reason: 'totals', where: { line: 4 } });
      const words = with_(file, Buffer.from(file.bytes.toString('latin1').replace(/\|\d\|(?=\d+\.\d\d\|)/, '|two|'), 'latin1'));
      expect(await problemOf(profile, words)).toMatchObject({ reason: 'totals', where: { line: 2 } });
    });
  });

  describe.each(problems)('of problems, in the dialect $profile', ({ profile, write, bank }) => {
    it('gives each line with the other side’s reason', async () => {
      const lines: SimulatedLine[] = [{ payCode: code(1), amountInFen: 1_00, reason: '票据号重复使用' }, { payCode: code(2), amountInFen: 2_00, reason: '单位不存在' }];
      const { lines: items } = await read(profile, write({ ...day, bank: bank ?? day.bank, lines }));
      expect(items.map(({ payCode, reason }) => [payCode, reason])).toEqual([[code(1), '票据号重复使用'], [code(2), '单位不存在']]);
      expect((await read(profile, write({ ...day, bank: bank ?? day.bank, lines: [] })).catch((error: unknown) => (error instanceof FileProblem ? { sums: null } : Promise.reject(error)))).sums ?? { count: 0 }).toMatchObject({ count: 0 });
    });
  });

  describe('in GBK', () => {
    it('may have a separator as the second byte of a character: fields are cut after decoding', async () => {
      // 誠, 東 and their like: second bytes are `|`, `\` and backtick in GBK.
      const unit = [...'亅俓厊'].filter((sign) => iconv.encode(sign, 'gbk').length === 2).join('') + iconv.decode(Buffer.from([0x81, 0x7c, 0x81, 0x5c, 0x81, 0x60]), 'gbk');
      expect(iconv.encode(unit, 'gbk').includes(0x7c)).toBe(true);
      const { lines } = await read('yhsk', writeReceipts({ ...day, lines: [{ payCode: code(1), amountInFen: 100, unit }] }));
      expect(lines[0]?.collectingUnit).toBe(unit);
    });

    it('cut in the middle of a character is named by line and byte, and waited for when it is the end of the file', async () => {
      const file = writeReceipts(day);
      const lines = file.bytes.toString('latin1').split('\n');
      // Line 4 is the second receipt; its unit begins it, two bytes a character.
      const before = lines.slice(0, 3).join('\n').length + 1;
      const cut = await problemOf('yhsk', with_(file, file.bytes.subarray(0, before + 5)));
      expect([cut.reason, cut.where, cut.half]).toEqual(['character', { line: 4, byte: 5 }, true]);
      expect(cut.words.zh).toBe('第 4 行第 5 字节：汉字被截断，只有半个字符');
      // The same in the middle: half a character directly before a line end.
      const middle = Buffer.concat([file.bytes.subarray(0, before + 5), Buffer.from('\n'), file.bytes.subarray(before)]);
      const inside = await problemOf('yhsk', with_(file, middle));
      expect([inside.reason, inside.where, inside.half]).toEqual(['character', { line: 4, byte: 5 }, false]);
    });

    it('is never taken for GBK when it is not: any byte the scan calls wrong the decoder does too', () => {
      fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (some) => {
        const bytes = Buffer.from(some);
        let decodes = true;
        try { new TextDecoder('gb18030', { fatal: true }).decode(bytes); } catch { decodes = false; }
        // The decoder knows besides which four-byte numbers mean no character.
        if (decodes) expect(wrongByteOf(bytes, 'gbk')?.at === undefined || bytes[wrongByteOf(bytes, 'gbk')?.at ?? 0] === 0x80).toBe(true);
      }), { numRuns: 500 });
    });
  });

  it('of another bank, or of another day than its name says, is refused', async () => {
    expect((await problemOf('yhsk', writeReceipts(day), { bankCode: '999' })).reason).toBe('bank');
    const file = writeReceipts(day);
    expect((await problemOf('yhsk', { name: file.name.replace('20260105', '20260106'), bytes: file.bytes })).reason).toBe('day');
  });

  it('has amounts in yuan with one, two or no decimals, or padded; anything else is no amount', async () => {
    expect(['80', '80.0', '80.00', '000000000080.00', ' 80.00 ', '80.500'].map((text) => fenOf(text, 'yuan'))).toEqual([8_000, 8_000, 8_000, 8_000, 8_000, 8_050]);
    expect(['000000000008000', '8000', '-5'].map((text) => fenOf(text, 'fen'))).toEqual([8_000, 8_000, -5]);
    expect(['', '80.001', '80,00', '1e3', '八十', '0x10', '80.', '.5'].map((text) => fenOf(text, 'yuan'))).toEqual(Array(8).fill(null));
    expect((await read('yhsk', writeReceipts({ ...day, lines: [{ payCode: code(1), amountInFen: 8_000 }], decimals: 1 }))).lines[0]?.amountInFen).toBe(8_000);
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (fen) => { expect(fenOf(`${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`, 'yuan')).toBe(fen); }));
  });

  it('below zero, or with a field too many, is named by its line', async () => {
    const file = writeReceipts(day);
    const negative = with_(file, Buffer.from(file.bytes.toString('latin1').replace('|320.00|', '|-320.00|'), 'latin1'));
    expect(await problemOf('yhsk', negative)).toMatchObject({ reason: 'amount', where: { line: 3 } });
    const wide = with_(file, Buffer.from(file.bytes.toString('latin1').replace('|80.00|', '|80.00|x|'), 'latin1'));
    expect(await problemOf('yhsk', wide)).toMatchObject({ reason: 'fields', where: { line: 4 } });
  });
});

describe('a profile of daily files', () => {
  it('names every error at once', () => {
    const wrong = { name: 'x1', title: '样例', carries: 'payments', file: 'A{when}.txt', charset: 'gbk', lines: { end: '|', separator: ',', fields: 2 }, head: { is: 'none' }, row: { payCode: 0, amount: 7 } };
    expect(() => parseDailyProfile(JSON.stringify(wrong), 'x.json')).toThrow(DailyProfileError);
    expect(() => parseDailyProfile(JSON.stringify(wrong), 'x.json')).toThrow(/lines\.end/);
    const places = { ...wrong, lines: { ...wrong.lines, end: '\n' } };
    expect(() => parseDailyProfile(JSON.stringify(places), 'x.json')).toThrow(/row\.amount[^]*\{when\}[^]*\{day\}/);
    expect(() => parseDailyProfile('{', 'x.json')).toThrow(/JSON/);
    expect(() => loadDailyProfile('zone-nontax')).toThrow(DailyProfileError);
  });

  it('of totals says which files it adds up, and holds no payments', () => {
    const wrong = { name: 'x1', title: '样例', carries: 'totals', file: 'A{day}.txt', charset: 'gbk', lines: { end: '\n', separator: '|', fields: 6 }, head: { is: 'none' }, row: { amount: 2 } };
    expect(() => parseDailyProfile(JSON.stringify(wrong), 'x.json')).toThrow(/totals need count and amount[^]*totalsOf/);
    expect(parseDailyProfile(JSON.stringify({ ...wrong, row: { count: 1, amount: 2 }, totalsOf: ['dzcz'] }), 'x.json').totalsOf).toEqual(['dzcz']);
    expect(() => parseDailyProfile(JSON.stringify({ ...wrong, carries: 'payments', row: { amount: 2 }, totalsOf: ['dzcz'] }), 'x.json')).toThrow(/row\.payCode[^]*for totals only/);
  });

  it('knows its files by their names and by nothing like them', () => {
    const profile = loadDailyProfile('yhsk');
    expect(nameSays(profile, 'YHSK1055339022026010501.txt')).toEqual({ day: '2026-01-05', bank: '105533902', division: null });
    for (const name of ['YHSK1055339022026010501.txt.tmp', 'yhsk1055339022026010501.txt', 'YHSK1055339022026023001.txt', '../YHSK1055339022026010501.txt', 'YHSK10553390220260105.txt']) expect(nameSays(profile, name)).toBeNull();
  });
});
