import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../infra/clock.ts';
import { openPlatforms, platformOf, type Platforms } from './platforms.ts';

const profile = fileURLToPath(new URL('adapters/signed-rest/sample-province.json', import.meta.url));
let directory: string;
const given = (platforms: unknown): Promise<Platforms> => {
  const file = join(directory, 'platforms.json');
  writeFileSync(file, JSON.stringify({ platforms }));
  writeFileSync(join(directory, 'secret'), 'a-secret-for-this-test\n');
  return openPlatforms({ file, clock: systemClock, onExchange: () => undefined });
};
const platform = { name: 'province', dialect: 'signed-rest', profile, address: 'http://127.0.0.1:1', credentials: { requesterId: 'R-53', appSecret: { file: 'secret' } }, takes: 'rest' };
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'platforms-')); });
afterEach(() => { rmSync(directory, { recursive: true }); });

describe('the platforms of a settings file', () => {
  it('are opened with their secrets read from files beside it', async () => {
    const platforms = await given([platform, { ...platform, name: 'water', takes: { departments: ['D1'] } }]);
    expect(platforms.all.map((one) => [one.name, one.target])).toEqual([['province', '127.0.0.1:1'], ['water', '127.0.0.1:1']]);
    expect(platforms.catalogue.name).toBe('province');
    platforms.close();
  });
  it('are refused with everything that is wrong said at once', async () => {
    writeFileSync(join(directory, 'empty.json'), '{"name":"Wrong Name"}');
    await expect(given([
      { ...platform, takes: { forms: ['direct'] } }, { ...platform, takes: { items: ['1'] }, credentials: { requesterId: 'R', appSecret: { file: 'none' } } },
      { ...platform, name: 'b', dialect: 'pigeon' }, { ...platform, name: 'c', profile: 'none.json' }, { ...platform, name: 'd', profile: 'empty.json', credentials: {} },
    ])).rejects.toThrow(/given twice[\s\S]*credentials\.appSecret[\s\S]*no dialect pigeon[\s\S]*c: profile[\s\S]*d: name[\s\S]*d: credentials\.requesterId/);
    await expect(given([{ ...platform, takes: { forms: ['direct'] } }])).rejects.toThrow(/exactly one platform must take the rest/);
    await expect(given([{ ...platform, takes: {} }])).rejects.toThrow(/say at least one/);
  });
});

describe('the platform of a case', () => {
  const asks = [{ name: 'rest', takes: 'rest' as const }, { name: 'forms', takes: { forms: ['direct' as const] } }, { name: 'department', takes: { departments: ['D1'] } }, { name: 'items', takes: { items: ['0001'], forms: ['direct' as const] } }];
  it('is the one that asks for it most closely: item before department before form before the rest', () => {
    const route = { form: 'entrusted', department: 'D2', codes: ['9999'] };
    expect(platformOf(asks, route)?.name).toBe('rest');
    expect(platformOf(asks, { ...route, form: 'direct' })?.name).toBe('forms');
    expect(platformOf(asks, { ...route, form: 'direct', department: 'D1' })?.name).toBe('department');
    expect(platformOf(asks, { form: 'direct', department: 'D1', codes: ['9', '000177'] })?.name).toBe('items');
    expect(platformOf(asks, { form: 'entrusted', department: null, codes: ['000177'] })?.name).toBe('rest');
  });
});
