import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectFile } from '../../../../infra/project-file.ts';
import { parseFiscalProfile } from './profile.ts';

const shipped = readFileSync(projectFile('services', 'bank-gateway', 'adapters', 'cnnontax', 'profile.json'), 'utf8');
type Json = Record<string, unknown>;

describe('the profile of a fiscal platform', () => {
  it('that comes along can be read', () => {
    expect(parseFiscalProfile(shipped, 'profile.json')).toMatchObject({ name: 'cnnontax', charset: 'GBK', messages: { push: { code: '8994' }, confirmation: { code: '5996', answer: '8001' } } });
  });
  it('names everything that is wrong with it at once', () => {
    const profile = JSON.parse(shipped) as { messages: Record<string, { takes: Json; fields: Json[] }>; receipt: Json };
    delete profile.messages['confirmation']?.takes['serial'];
    profile.messages['standing']?.fields.push({ name: 'PayCode', from: 'payCode', value: 'x', max: 1 });
    profile.receipt['numberPattern'] = '(';
    expect(() => parseFiscalProfile(JSON.stringify(profile), 'mine.json')).toThrow(/mine\.json[^]*PayCode[^]*stands there twice[^]*exactly one[^]*confirmation\.takes[^]*“serial” is missing[^]*numberPattern/);
    expect(() => parseFiscalProfile('{', 'mine.json')).toThrow('not JSON');
    expect(() => parseFiscalProfile(JSON.stringify({ ...profile, charset: 'EBCDIC' }), 'mine.json')).toThrow('charset');
  });
});
