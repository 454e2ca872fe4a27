/** The zone's pay codes on a real database: two copies, a change of form, a sequence at its end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePayCodeProfile, payCodeForm, type PayCodeForm } from '../../contracts/pay-code.ts';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import { openSerials } from '../../infra/serials.ts';
import { openStage, type Stage } from '../../test/stage.ts';
import { loadPayCodeForm, openPayCodes, type PayCodes } from './pay-code.ts';
import { service } from './service.ts';

let stage: Stage;
let database: Database;
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const maker = { division: '430603', unit: '' };

beforeAll(async () => {
  stage = await openStage();
  await (await stage.start(service, { HUB_DIVISION_CODE: '430603' }, clock)).stop();
  const { HUB_DATABASE_URL: url = '' } = await stage.environment('fees');
  database = openDatabase({ url, connections: 8 });
});
afterAll(async () => { await database?.destroy(); await stage?.close(); });

/** A form of eight digits: prefix, sequence, and a check digit where one is wanted. */
const small = (name: string, prefix: string, sequence: number, check: boolean): PayCodeForm => payCodeForm(parsePayCodeProfile(JSON.stringify({
  name, title: name, source: '示例', alphabet: 'digits', lengths: [prefix.length + sequence + (check ? 1 : 0)], pattern: '[0-9]+',
  parts: [{ is: 'fixed', text: prefix }, { is: 'sequence', width: sequence }, ...(check ? [{ is: 'check' }] : [])], check: check ? { algorithm: 'luhn' } : { algorithm: 'none' },
}), name));
const copyOf = (form: PayCodeForm): { codes: PayCodes; next: () => Promise<string> } => {
  const codes = openPayCodes(database, form, maker);
  const serials = openSerials(database, 5);
  return {
    codes,
    next: async () => {
      const given = await database.transaction((transaction) => codes.next(serials, transaction, clock.now()));
      return typeof given === 'string' ? given : given.reason;
    },
  };
};
async function issue(payCode: string): Promise<void> {
  await database('bills').insert({ id: `B-${payCode}`, status: 'issued', version: 1, document: '{}', created_at: clock.now(), updated_at: clock.now(), pay_code: payCode });
}

describe('the pay codes of a zone', () => {
  it('are never the same from two copies that make them at the same moment', async () => {
    const copies = [copyOf(loadPayCodeForm('division-year-30', 'test')), copyOf(loadPayCodeForm('division-year-30', 'test'))];
    // Each holds a connection and takes its block of numbers on another: two of each copy at once leave room for that.
    const codes = (await Promise.all([...copies, ...copies].map(async (copy) => { const given: string[] = []; while (given.length < 50) given.push(await copy.next()); return given; }))).flat();
    expect(new Set(codes).size).toBe(200);
    expect(codes.every((code) => /^4306032630\d{10}$/.test(code))).toBe(true);
  });

  it('pass over what a former form of the same length has given', async () => {
    const [former, present] = [small('former', '4', 10, false), small('present', '40', 8, true)];
    await copyOf(former).codes.mistyped('x');
    const taken = [1, 2, 3].map((number) => present.make(maker, '2026-01-05', number));
    // The former form takes these codes for numbers of its own, and gave them.
    expect(taken.map((code) => former.verdict(code))).toEqual(['fits', 'fits', 'fits']);
    for (const code of taken) await issue(code);
    const given = await copyOf(present).next();
    expect(taken).not.toContain(given);
    expect(present.read(given)?.find(({ is }) => is === 'sequence')?.number).toBeGreaterThan(3);
  });

  it('are told as mistyped, but not those of a form that another copy has just begun with', async () => {
    const [old, fresh] = [small('old', '7', 12, true), small('fresh', '7', 13, false)];
    const copy = copyOf(old);
    const [right] = [old.make(maker, '2026-01-05', 42)];
    const wrong = `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`;
    expect([await copy.codes.mistyped(right), (await copy.codes.mistyped(wrong))?.reason]).toEqual([null, 'invalid-pay-code']);
    // The other copy keeps its form before it makes its first code.
    await copyOf(fresh).next();
    expect(await copy.codes.mistyped(wrong)).toBeNull();
  });

  it('stop at the end of their sequence with what to do, and do not begin anew', async () => {
    const copy = copyOf(small('tiny', '123456', 3, false));
    await database('serials').insert({ series: 'pay-code', given: 0 }).onConflict('series').ignore();
    await database('serials').where({ series: 'pay-code' }).update({ given: 990 });
    const given: string[] = [];
    for (let at = 0; at < 12; at += 1) given.push(await copy.next());
    expect(given.slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, at) => `123456${String(991 + at)}`));
    expect(given.slice(9)).toEqual(['pay-codes-used-up', 'pay-codes-used-up', 'pay-codes-used-up']);
  });
});
