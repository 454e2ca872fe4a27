/**
 * A payer whose name has characters no small set knows, from the bank's question to the bank's file: real fees and gateway, two dialects, four
 * banks. Wherever the name appears it is this name, or somebody is told that it cannot be written; it never becomes a question mark.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { projectFile } from '../../infra/project-file.ts';
import { openBranch, type Branch } from '../../services/bank-gateway/adapters/ccb-117/simulator.ts';
import { startTeller, type Teller } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { service as gateway } from '../../services/bank-gateway/service.ts';
import { service as fees } from '../../services/fees/service.ts';
import { publishStandard } from '../published-standard.ts';
import { openStage, type Stage } from '../stage.ts';

// 䶮 and 龦 came to GB 18030 late, 㐂 is of extension A, 𬱖 lies beyond the first plane (four bytes), · stands in names of Uygurs.
const name = '䶮𬱖龦㐂·买买提';
/** A character of the user-defined area, and one no font of ours has. */
const unprintable = [['邓\uE863', 'U+E863'], ['𠮷田', 'U+20BB7']] as const;

let stage: Stage;
let feesUrl: string;
let gatewayUrl: string;
const ports = new Map<string, number>();
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const tellers: Teller[] = [];

async function fetched(url: string, who: string, method: string, where: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
async function ask<Body = Record<string, unknown>>(url: string, who: string, method: string, where: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetched(url, who, method, where, body);
  return { status: response.status, body: (await response.json()) as Body };
}
async function bill(payer = name): Promise<string> {
  const made = await ask<{ payCode: string }>(feesUrl, 'lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: payer, creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' });
  expect(made.status).toBe(200);
  return made.body.payCode;
}
const billOf = async (payCode: string): Promise<Record<string, unknown>> => (await ask(feesUrl, 'lin', 'GET', `/bills/${payCode}`)).body;
async function words(where: string): Promise<string> {
  const response = await fetched(feesUrl, 'lin', 'GET', where);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const file = path.join(stage.directory, 'sheet.pdf');
  writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
}
/** A profile that comes along with something changed, as an integrator makes it. */
function profile(adapter: string, file: string, change: object): string {
  const own = path.join(stage.directory, file);
  writeFileSync(own, JSON.stringify({ ...(JSON.parse(readFileSync(projectFile('services', 'bank-gateway', 'adapters', adapter, 'profile.json'), 'utf8')) as object), ...change }));
  return own;
}
const branch = (line: string, charset: 'gbk' | 'gb18030'): Branch => openBranch({ host: '127.0.0.1', port: ports.get(line) ?? 0, user: 'ZH01', workDate: '20260105', charset, now: () => clock.now() });
function teller(line: string, charset: 'gbk' | 'gb18030'): Teller {
  const one = startTeller({ host: '127.0.0.1', port: ports.get(line) ?? 0, user: 'bank-a', password: 'password-a', booksFile: path.join(stage.directory, `books-${line}.jsonl`), charset, clock });
  tellers.push(one);
  return one;
}

beforeAll(async () => {
  stage = await openStage();
  for (const [who, role] of [['lin', 'cashier'], ['ops', 'integrator'], ['aud', 'auditor']] as const) tokens.set(who, await stage.token(role, { subject: who }));
  feesUrl = (await stage.start(fees, { HUB_DIVISION_CODE: '430603' }, clock)).url;
  const files = path.join(stage.directory, 'bank-files');
  mkdirSync(files);
  const [login, named] = [[{ bank: 'BANKA', userCode: 'bank-a', password: 'password-a' }], [{ bank: 'CCB', userCode: 'ZH01', addresses: ['127.0.0.1'] }]];
  const lines = [
    ['zone', profile('zone-nontax', 'zone.json', { charset: 'GB18030' }), login], ['ccb', profile('ccb-117', 'ccb.json', { charset: 'GB18030' }), named],
    ['ccb-refuses', 'ccb-117', named], ['ccb-sign', profile('ccb-117', 'ccb-sign.json', { unwritable: { by: 'sign', sign: '■' } }), named],
    ['zone-code', profile('zone-nontax', 'zone-code.json', { unwritable: { by: 'code' } }), login],
  ] as const;
  const daily = profile('yhsk', 'daily.json', { charset: 'gb18030', row: { payerName: 0, payCode: 1, amount: 4 } });
  gatewayUrl = (await stage.start(gateway, {
    HUB_FEES_URL: feesUrl, HUB_LISTENERS: JSON.stringify(lines.map(([, one, accounts]) => ({ profile: one, port: 0, accounts, sessionKey: 'a session key of this test' }))),
    HUB_DAILY_FILES: JSON.stringify([{ feed: 'bank-a', source: 'BANKA', profile: daily, from: { by: 'folder', folder: files }, settleSeconds: 0 }]), HUB_DAILY_FILES_EVERY_SECONDS: '86400',
  }, clock)).url;
  const { listeners } = (await ask<{ listeners: { port: number }[] }>(gatewayUrl, 'ops', 'GET', '/state')).body;
  lines.forEach(([line], at) => ports.set(line, listeners[at]?.port ?? 0));
  await publishStandard(feesUrl, stage.token, { code: 'YL-02', name: '示例费', words: '定额', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 8_005 }, reliefs: [], lateFee: null, validFrom: '2026-01-01' });
}, 120_000);
afterAll(async () => { for (const one of tellers) one.stop(); await stage?.close(); });

describe('a payer whose name has rare characters', () => {
  it('is this payer from the bank’s question through both sheets to the bank’s file', async () => {
    const [byZone, byCcb] = [await bill(), await bill()];
    expect(await words(`/bills/${byZone}/notice`)).toContain(name);
    const bank = teller('zone', 'gb18030');
    expect(await bank.query(byZone)).toMatchObject({ state: 'owed', payer: name });
    expect(await bank.pay(byZone)).toMatchObject({ state: 'confirmed' });
    const one = branch('ccb', 'gb18030');
    const asked = await one.query(byCcb);
    expect([asked.result, asked.mac, asked.fields[16]]).toEqual(['0000', true, name]);
    expect(await one.pay(byCcb)).toMatchObject({ state: 'paid' });
    for (const payCode of [byZone, byCcb]) {
      expect(await billOf(payCode)).toMatchObject({ state: 'paid', payer: { name } });
      expect(await words(`/bills/${payCode}/receipt`)).toContain(name);
    }
    // Found by it, as a cashier looks for it.
    const { body } = await ask<{ bills: { payCode: string }[] }>(feesUrl, 'lin', 'GET', `/bills?q=${encodeURIComponent('𬱖龦')}`);
    expect(body.bills.map(({ payCode }) => payCode).sort()).toEqual([byZone, byCcb].sort());

    const rows = `${name}|${byZone}|0301|1|80.05|\n`;
    const file = path.join(stage.directory, 'bank-files', 'YHSK1055339022026010501.txt');
    writeFileSync(file, iconv.encode(`105533902|20260105|1|80.05|\n\n${rows}`, 'gb18030'));
    utimesSync(file, 1_767_600_000, 1_767_600_000);
    expect((await ask<{ files: object[] }>(gatewayUrl, 'ops', 'POST', '/daily-files/fetches', { feed: 'bank-a' })).body.files).toMatchObject([{ state: 'delivered', lines: 1, problem: null }]);
    const database = await createConnection((await stage.environment('fees'))['HUB_DATABASE_URL'] ?? '');
    const [kept] = await database.query('SELECT payer_name FROM statement_lines WHERE pay_code = ?', [byZone]);
    await database.end();
    expect(kept).toEqual([{ payer_name: name }]);
  });

  it('is refused by name to a bank of GBK, and stands there as its profile says where the bank agreed to that', async () => {
    const payCode = await bill();
    const refused = await branch('ccb-refuses', 'gbk').query(payCode);
    expect([refused.result, refused.mac]).toEqual(['1100', true]);
    expect(refused.text).toContain('无法表示的字');
    const signed = await branch('ccb-sign', 'gbk').query(payCode);
    // 䶮 has its place in GBK, FE9F, which older tables read as a character of the private use area; the others have none.
    expect([signed.result, signed.mac, signed.fields[16]]).toEqual(['0000', true, '䶮■■■·买买提']);
    expect(await teller('zone-code', 'gbk').query(payCode)).toMatchObject({ state: 'owed', payer: expect.stringMatching(/^[䶮\uE863]\[U\+2CC56\]\[U\+9FA6\]\[U\+3402\]·买买提$/u) as string });
    expect(await branch('ccb-sign', 'gbk').pay(payCode)).toMatchObject({ state: 'paid' });
    expect(await billOf(payCode)).toMatchObject({ state: 'paid', payer: { name } });
  });

  it.each(unprintable)('that no font of ours draws alike for everybody (%s) reaches the bank, and the sheet is refused with the character named', async (payer, glyph) => {
    const payCode = await bill(payer);
    expect(await branch('ccb', 'gb18030').query(payCode)).toMatchObject({ result: '0000', mac: true, fields: expect.arrayContaining([payer]) as unknown });
    expect(await ask(feesUrl, 'lin', 'GET', `/bills/${payCode}/notice`)).toMatchObject({ status: 422, body: { reason: 'glyph-missing', detail: expect.stringContaining(glyph) as string } });
    expect(await billOf(payCode)).toMatchObject({ payer: { name: payer } });
  });
});
