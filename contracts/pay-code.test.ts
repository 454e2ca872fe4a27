import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PayCode } from './identifiers.ts';
import { parsePayCodeProfile, payCodeForm, PayCodeProfileError, PayCodesUsedUp, type PayCodeForm, type PayCodeProfile } from './pay-code.ts';

const folder = path.join(import.meta.dirname, 'pay-codes');
const shipped = readdirSync(folder).map((file) => payCodeForm(parsePayCodeProfile(readFileSync(path.join(folder, file), 'utf8'), file)));
const named = (name: string): PayCodeForm => {
  const found = shipped.find(({ profile }) => profile.name === name);
  if (!found) throw new Error(`no profile ${name}`);
  return found;
};
const parsed = (change: Partial<PayCodeProfile>): PayCodeForm => payCodeForm(parsePayCodeProfile(JSON.stringify({ ...named('division-year-30').profile, ...change }), 'own.json'));

const parts = [{ is: 'division', width: 6 }, { is: 'unit', width: 4 }, { is: 'year', width: 2 }] as const;
const sequence = { is: 'sequence', width: 7, in: 'digits' } as const;
const digits = { alphabet: 'digits', lengths: [20], pattern: '[0-9]+' } as const;
const letters = { alphabet: 'digits-and-capitals', lengths: [20], pattern: '[0-9A-Z]+' } as const;
/** Every check, at the end, in the middle and in front. */
const made: readonly PayCodeForm[] = [
  parsed({ ...digits, lengths: [20, 30], parts: [...parts, sequence, { is: 'check' }], check: { algorithm: 'mod-11-10' } }),
  parsed({ ...digits, lengths: [20], parts: [{ is: 'check' }, ...parts, sequence], check: { algorithm: 'luhn' } }),
  parsed({ ...letters, lengths: [20], parts: [...parts, { is: 'check' }, { ...sequence, in: 'alphabet' }], check: { algorithm: 'mod-37-36' } }),
  parsed({ ...digits, lengths: [20], parts: [...parts, sequence, { is: 'check' }], check: { algorithm: 'luhn', over: { from: 7, to: 19 } } }),
  // GB 11714 and MOD 11-2, over positions that hold digits.
  parsed({ ...letters, lengths: [20], pattern: '[0-9]{19}[0-9X]', parts: [{ is: 'division', width: 6 }, { is: 'day', width: 6 }, sequence, { is: 'check' }], check: { algorithm: 'weighted-mod', modulus: 11, characters: '0X987654321', over: { from: 12, to: 19 }, weights: [3, 7, 9, 10, 5, 8, 4, 2] } }),
  parsed({ ...letters, lengths: [18], pattern: '[0-9]{17}[0-9X]', parts: [{ is: 'division', width: 6 }, { is: 'year', width: 4 }, sequence, { is: 'check' }], check: { algorithm: 'weighted-mod', modulus: 11, characters: '10X98765432', weights: [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] } }),
];
const every = [...shipped, ...made];
const checked = every.filter(({ profile }) => profile.check.algorithm !== 'none');

const form = fc.constantFrom(...every);
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const zone = fc.record({ division: fc.constantFrom('430603', '533902', '110101'), unit: fc.constantFrom('1', '2', '9') });
const makerFor = ({ profile }: PayCodeForm, { division, unit }: { division: string; unit: string }): { division: string; unit: string } =>
  ({ division, unit: unit.repeat(profile.parts.reduce((width, part) => (part.is === 'unit' ? part.width : width), 1)) });
const codeOf = (one: PayCodeForm): fc.Arbitrary<string> => fc.tuple(zone, day, fc.integer({ min: 1, max: one.last })).map(([here, on, number]) => one.make(makerFor(one, here), on, number));
/** Positions the check covers, from 0, its own among them. */
function coveredBy({ profile, length }: PayCodeForm): number[] {
  const own = profile.parts.slice(0, profile.parts.findIndex(({ is }) => is === 'check')).reduce((sum, part) => sum + (part.is === 'fixed' ? part.text.length : part.is === 'check' ? 1 : part.width), 0);
  const over = (profile.check.algorithm === 'none' ? undefined : profile.check.over) ?? { from: 1, to: length };
  return Array.from({ length }, (_, at) => at).filter((at) => at === own || (at + 1 >= over.from && at + 1 <= over.to));
}
const isNeighbour = (one: string, other: string, radix: number): boolean => [1, radix - 1].includes(Math.abs(Number.parseInt(one, 36) - Number.parseInt(other, 36)));
/** Whether an algorithm promises to tell two neighbouring characters that changed places; the standards' own exceptions. */
function tellsSwap({ profile }: PayCodeForm, one: string, other: string): boolean {
  switch (profile.check.algorithm) {
    case 'none': return false;
    // ISO/IEC 7064 hybrid systems: all but those that follow one another in the alphabet.
    case 'mod-11-10': return !isNeighbour(one, other, 10);
    case 'mod-37-36': return !isNeighbour(one, other, 36);
    // ISO/IEC 7812-1 Annex B: all but 09 and 90.
    case 'luhn': return new Set([one, other]).size === 2 && !(one + other === '09' || one + other === '90');
    case 'weighted-mod': return true;
  }
}

describe('a pay code of any profile', () => {
  it('reads back into its parts, is what contracts allow, and has the length that was promised', () => {
    fc.assert(fc.property(form.chain((one) => fc.tuple(fc.constant(one), zone, day, fc.integer({ min: 1, max: one.last }))), ([one, here, on, number]) => {
      const maker = makerFor(one, here);
      const code = one.make(maker, on, number);
      expect([PayCode.safeParse(code).success, code.length, one.verdict(code)]).toEqual([true, one.length, 'fits']);
      const read = one.read(code) ?? [];
      expect(read.map(({ text }) => text).join('')).toBe(code);
      const said = (is: string): string | undefined => read.find((part) => part.is === is)?.text;
      expect(read.find(({ is }) => is === 'sequence')?.number).toBe(number);
      if (said('division') !== undefined) expect(here.division.startsWith(said('division') ?? '-')).toBe(true);
      if (said('unit') !== undefined) expect(said('unit')).toBe(maker.unit);
      if (said('year') !== undefined) expect(on.slice(0, 4).endsWith(said('year') ?? '-')).toBe(true);
      if (said('day') !== undefined) expect(on.replaceAll('-', '').endsWith(said('day') ?? '-')).toBe(true);
    }), { numRuns: 1_000 });
  });

  it('is never made twice: not by two numbers, two days that begin a sequence, nor by two zones the code tells apart', () => {
    fc.assert(fc.property(form.chain((one) => fc.tuple(fc.constant(one), fc.array(fc.record({ here: zone, on: fc.constantFrom('2026-12-31', '2027-01-01', '2027-01-02'), number: fc.integer({ min: 1, max: 4 }) }), { minLength: 2, maxLength: 40 }))), ([one, asks]) => {
      const given = new Map<string, string>();
      for (const { here, on, number } of asks) {
        const maker = makerFor(one, here);
        // What the database gives each number of a series to: one maker.
        const name = `${one.seriesOf(maker, on)}#${String(number)}`;
        const code = one.make(maker, on, number);
        expect(given.get(code) ?? name).toBe(name);
        given.set(code, name);
      }
    }), { numRuns: 500 });
  });

  it('stops at the end of its sequence and never begins anew', () => {
    for (const one of every) {
      const maker = makerFor(one, { division: '430603', unit: '1' });
      expect(one.make(maker, '2026-12-31', one.last)).toHaveLength(one.length);
      expect(() => one.make(maker, '2026-12-31', one.last + 1), one.profile.name).toThrow(PayCodesUsedUp);
      expect(() => one.make(maker, '2026-12-31', one.last + 1)).toThrow('请更换');
      for (const number of [0, -1, 1.5, Number.NaN]) expect(() => one.make(maker, '2026-12-31', number)).toThrow(RangeError);
    }
  });
});

describe('the check character', () => {
  it('tells every single mistyped character', () => {
    fc.assert(fc.property(fc.constantFrom(...checked).chain((one) => fc.tuple(fc.constant(one), codeOf(one), fc.constantFrom(...coveredBy(one)), fc.nat())), ([one, code, at, pick]) => {
      const others = [...(one.profile.alphabet === 'digits' ? '0123456789' : '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')].filter((character) => character !== code[at]);
      for (const character of others) expect(one.verdict(code.slice(0, at) + character + code.slice(at + 1)), `${code} ${String(at)} ${character}`).not.toBe('fits');
      const digit = others.filter((character) => /[0-9]/.test(character))[pick % 9] ?? '0';
      expect(one.verdict(code.slice(0, at) + digit + code.slice(at + 1)), `${code} ${String(at)}`).toBe('mistyped');
    }), { numRuns: 1_000 });
  });

  it('tells two neighbours that changed places, but for the pairs its standard excepts', () => {
    let told = 0;
    fc.assert(fc.property(fc.constantFrom(...checked).chain((one) => fc.tuple(fc.constant(one), codeOf(one), fc.constantFrom(...coveredBy(one)))), ([one, code, at]) => {
      const [first = '', second = ''] = [code[at], code[at + 1]];
      const own = one.profile.parts.some(({ is }) => is === 'check') && coveredBy(one).includes(at + 1);
      // Of its own place the weighted sum says nothing: it is no weight times a value.
      const checkAt = coveredBy(one).filter((place) => one.read(code)?.some(({ is }) => is === 'check') && startOfCheck(one) === place)[0];
      if (!own || first === second || !tellsSwap(one, first, second) || at === checkAt || at + 1 === checkAt) return;
      told += 1;
      expect(one.verdict(code.slice(0, at) + second + first + code.slice(at + 2)), `${one.profile.check.algorithm} ${code} ${String(at)}`).toBe('mistyped');
    }), { numRuns: 2_000 });
    expect(told).toBeGreaterThan(200);
  });

  it('is the one of the standards’ own examples', () => {
    const last = (one: PayCodeForm, code: string): string => one.verdict(code);
    // Luhn: 7992739871 has the check digit 3. MOD 11,10: 0794 has 5. MOD 37,36: A12425GABC1234002 has M. MOD 11-2: 11010519491231002 has X (GB 11643-1999, annex).
    const luhn = parsed({ ...digits, lengths: [11], pattern: '[0-9]{11}', parts: [{ is: 'sequence', width: 10, in: 'digits' }, { is: 'check' }], check: { algorithm: 'luhn' } });
    const hybrid = parsed({ ...digits, lengths: [8], pattern: '[0-9]{8}', parts: [{ is: 'fixed', text: '079' }, { is: 'sequence', width: 4, in: 'digits' }, { is: 'check' }], check: { algorithm: 'mod-11-10', over: { from: 4, to: 7 } } });
    const grid = parsed({ ...letters, lengths: [18], pattern: '[0-9A-Z]{18}', parts: [{ is: 'fixed', text: 'A12425GABC' }, { is: 'sequence', width: 7, in: 'digits' }, { is: 'check' }], check: { algorithm: 'mod-37-36' } });
    const citizen = made[5] ?? luhn;
    expect([last(luhn, '79927398713'), last(luhn, '79927398710')]).toEqual(['fits', 'mistyped']);
    expect([last(hybrid, '07907945'), last(hybrid, '07907944')]).toEqual(['fits', 'mistyped']);
    expect([last(grid, 'A12425GABC1234002M'), last(grid, 'A12425GABC1234002N')]).toEqual(['fits', 'mistyped']);
    expect([last(citizen, '11010519491231002X'), last(citizen, '110105194912310021')]).toEqual(['fits', 'mistyped']);
  });
});

/** Where the check character stands, from 0. */
function startOfCheck({ profile }: PayCodeForm): number {
  const at = profile.parts.findIndex(({ is }) => is === 'check');
  return profile.parts.slice(0, at).reduce((sum, part) => sum + (part.is === 'fixed' ? part.text.length : part.is === 'check' ? 1 : part.width), 0);
}

describe('a profile of pay codes', () => {
  it('comes along in more than one form, each under the name of its file', () => {
    expect(readdirSync(folder).map((file) => file.replace('.json', '')).toSorted()).toEqual(shipped.map(({ profile }) => profile.name).toSorted());
    expect(named('division-year-30').make({ division: '430603', unit: '' }, '2026-01-05', 42)).toBe('43060326300000000042');
    expect(named('division-year-30').seriesOf({ division: '430603', unit: '' }, '2026-01-05')).toBe('pay-code/430603/2026');
  });

  it('knows codes of other lengths of its province without reading them', () => {
    const both = parsed({ lengths: [20, 30], pattern: '[0-9]{20}|[0-9]{30}' });
    expect([both.verdict('4'.repeat(30)), both.read('4'.repeat(30)), both.verdict('4'.repeat(25))]).toEqual(['fits', undefined, 'foreign']);
  });

  const wrong = (change: object): string => {
    try { parsePayCodeProfile(JSON.stringify({ ...named('division-year-30').profile, ...change }), '/etc/hub/own.json'); } catch (error) {
      if (error instanceof PayCodeProfileError) return error.message;
      throw error;
    }
    return '';
  };
  const plain = named('division-year-30').profile.parts;

  it.each<[string, object, string]>([
    ['a length its parts do not have', { lengths: [21] }, '各部分合计 20 位'],
    ['no sequence', { parts: [{ is: 'fixed', text: '4'.repeat(20) }] }, 'exactly one sequence'],
    ['a year and a day', { lengths: [26], parts: [...plain, { is: 'day', width: 6 }] }, 'one year or day'],
    ['letters beyond the alphabet', { lengths: [22], parts: [...plain, { is: 'fixed', text: 'AB' }] }, 'parts.4.text'],
    ['a pattern that is none', { pattern: '[' }, 'pattern: 不是正则表达式'],
    ['a check place without an algorithm', { lengths: [21], parts: [...plain, { is: 'check' }] }, 'by which algorithm'],
    ['an algorithm without a place', { check: { algorithm: 'luhn' } }, 'exactly one check'],
    ['an algorithm for another alphabet', { lengths: [21], parts: [...plain, { is: 'check' }], check: { algorithm: 'mod-37-36' } }, 'take mod-11-10'],
    ['a check over itself', { lengths: [21], parts: [...plain, { is: 'check' }], check: { algorithm: 'luhn', over: { from: 1, to: 21 } } }, 'position 21 is the check character itself'],
    ['a weight that lets a mistyped digit pass', { lengths: [21], parts: [...plain, { is: 'check' }], check: { algorithm: 'weighted-mod', modulus: 10, characters: '0123456789', weights: [...Array.from({ length: 19 }, () => 1), 5] } }, 'check.weights.19'],
    ['too few weights', { lengths: [21], parts: [...plain, { is: 'check' }], check: { algorithm: 'weighted-mod', modulus: 10, characters: '0123456789', weights: [1, 3] } }, 'give as many weights, not 2'],
    ['a word nobody knows', { digits: 20 }, 'digits'],
    ['a part of no kind', { parts: [{ is: 'colour', width: 3 }] }, 'parts.0'],
  ])('is not loaded with %s; the file, the place and the remedy are named', (_what, change, words) => {
    expect(wrong(change)).toContain('/etc/hub/own.json');
    expect(wrong(change)).toContain(words);
  });

  it('is not loaded when it is no JSON', () => { expect(() => parsePayCodeProfile('{', 'own.json')).toThrow('own.json'); });

  it('does not make a code its own pattern refuses, nor one of a unit that does not fit', () => {
    expect(() => parsed({ pattern: '1[0-9]{19}' }).make({ division: '430603', unit: '' }, '2026-01-05', 1)).toThrow('pattern');
    expect(() => named('division-unit-year-30-digits').make({ division: '430603', unit: '123' }, '2026-01-05', 1)).toThrow('unit');
  });
});
