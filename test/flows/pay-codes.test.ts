/**
 * A zone that changes the form of its pay codes: from twenty digits to a province's own with letters and a check character. Issued, printed, asked
 * for, paid over two banks' wires, confirmed by the fiscal platform, in the daily file and closed; and what was issued before is still paid.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { projectFile } from '../../infra/project-file.ts';
import { openBranch, type Branch } from '../../services/bank-gateway/adapters/ccb-117/simulator.ts';
import { startFiscalPlatform, type Platform } from '../../services/bank-gateway/adapters/cnnontax/simulator.ts';
import { startTeller, type Teller } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import { service as bankGateway } from '../../services/bank-gateway/service.ts';
import { service as fees } from '../../services/fees/service.ts';
import { publishStandard } from '../published-standard.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type Schemas = components['schemas'];
let stage: Stage;
let feesUrl: string;
let gatewayUrl: string;
let teller: Teller;
let branch: Branch;
let platform: Platform;
let ownProfile: string;
let files: string;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
/** Codes issued before and after the change. */
let [former, first, second] = ['', '', ''];

async function ask<Body = Record<string, unknown>>(who: string, method: string, url: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(url, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, body: ((response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(bytes.toString('utf8')) : bytes) as Body };
}
const issued = async (): Promise<{ status: number; body: Schemas['Bill'] & { reason?: string } }> =>
  ask('lin', 'POST', `${feesUrl}/bills`, { caseNumber: null, projectCode: '2601-533902-04-01-123456', payer: { name: '云岭示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' });
const show = async (payCode: string): Promise<Schemas['Bill']> => (await ask<Schemas['Bill']>('lin', 'GET', `${feesUrl}/bills/${payCode}`)).body;
/** The same code with its last but one character typed wrongly. */
const mistyped = (code: string): string => `${code.slice(0, -2)}${code.at(-2) === '7' ? '8' : '7'}${code.slice(-1)}`;
const link = (port: number): string => JSON.stringify({
  host: '127.0.0.1', port, token: 'a-token-both-sides-keep', node: 'K5339020001', fiscalNode: 'F533902', division: '533902', answerWithinMs: 3_000, unitKeysFile: join(stage.directory, 'units.json'), listen: { port: 0 },
});
const bankLines = JSON.stringify([
  { profile: 'zone-nontax', port: 0, accounts: [{ bank: 'YLBANK', userCode: 'teller', password: 'not a secret' }], sessionKey: 'a session key of this test' },
  { profile: 'ccb-117', port: 0, accounts: [{ bank: 'CCB', userCode: 'ZH01', addresses: ['127.0.0.1'] }], sessionKey: 'a session key of this test' },
]);

beforeAll(async () => {
  stage = await openStage();
  for (const [name, role] of [['lin', 'cashier'], ['sun', 'supervisor'], ['ops', 'integrator']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  files = join(stage.directory, 'files');
  for (const source of ['YLBANK', 'fiscal']) mkdirSync(join(files, source), { recursive: true });
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', join(stage.directory, 'unit.pem')], { stdio: 'ignore' });
  writeFileSync(join(stage.directory, 'units.json'), JSON.stringify({ units: { '*': { privateKeyFile: 'unit.pem' } } }));
  // What an integrator does: copies the example and changes what differs.
  ownProfile = join(stage.directory, 'own-province.json');
  const example: object = JSON.parse(readFileSync(projectFile('contracts', 'pay-codes', 'example-letters.json'), 'utf8')) as object;
  writeFileSync(ownProfile, JSON.stringify({ ...example, name: 'own-province', pattern: 'YL[0-9]{10}[0-9A-Z]{6}', parts: [{ is: 'fixed', text: 'YL' }, { is: 'division', width: 4 }, { is: 'day', width: 6 }, { is: 'sequence', width: 5, in: 'alphabet' }, { is: 'check' }] }));

  const before = await stage.start(fees, { HUB_DIVISION_CODE: '533902' }, clock);
  feesUrl = before.url;
  await publishStandard(feesUrl, stage.token, {
    code: 'YL-02', name: '示例费', words: '每件 30 元', basis: '示例〔2025〕1号', revenueItem: { code: '103043211', name: '示例收入' }, collectingUnit: { code: '533902101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 3_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
  });
  former = (await issued()).body.payCode;
  await before.stop();

  const here = await startFiscalPlatform({ host: '127.0.0.1', port: 0, token: 'a-token-both-sides-keep', node: 'F533902', unitNode: 'K5339020001', division: '533902', clock });
  const fiscalPort = here.port;
  await here.stop();
  gatewayUrl = (await stage.start(bankGateway, {
    HUB_FEES_URL: await stage.urlOf('fees'), HUB_LISTENERS: bankLines, HUB_FISCAL_LINK: link(fiscalPort), HUB_PAY_CODE_PROFILE: ownProfile,
    HUB_DAILY_FILES: JSON.stringify(['YLBANK', 'fiscal'].map((source) => ({ feed: source.toLowerCase(), source, profile: 'yhsk', from: { by: 'folder', folder: join(files, source) }, settleSeconds: 0 }))), HUB_DAILY_FILES_EVERY_SECONDS: '86400',
  }, clock)).url;
  feesUrl = (await stage.start(fees, { HUB_DIVISION_CODE: '533902', HUB_PAY_CODE_PROFILE: ownProfile, HUB_FISCAL_PLATFORM: 'cnnontax', HUB_BANK_GATEWAY_URL: gatewayUrl }, clock)).url;
  const ports = new Map((await ask<{ listeners: { adapter: string; port: number }[] }>('ops', 'GET', `${gatewayUrl}/state`)).body.listeners.map(({ adapter, port }) => [adapter, port]));
  platform = await startFiscalPlatform({ host: '127.0.0.1', port: fiscalPort, hubPort: ports.get('cnnontax') ?? 0, token: 'a-token-both-sides-keep', node: 'F533902', unitNode: 'K5339020001', division: '533902', clock });
  teller = startTeller({ host: '127.0.0.1', port: ports.get('zone-nontax') ?? 0, user: 'teller', password: 'not a secret', booksFile: join(stage.directory, 'teller.jsonl'), clock });
  branch = openBranch({ host: '127.0.0.1', port: ports.get('ccb-117') ?? 0, user: 'ZH01', workDate: '20260105' });
  [first, second] = [(await issued()).body.payCode, (await issued()).body.payCode];
}, 120_000);
afterAll(async () => { teller?.stop(); await platform?.stop(); await stage?.close(); });

describe('pay codes of a province of its own', { timeout: 60_000 }, () => {
  it('are made by its profile from then on, each once, and told to whoever asks for their form', async () => {
    expect(former).toMatch(/^5339022630\d{10}$/);
    expect([first, second].every((code) => /^YL5339260105[0-9A-Z]{6}$/.test(code)), `${first} ${second}`).toBe(true);
    expect(first).not.toBe(second);
    expect((await ask('lin', 'GET', `${feesUrl}/pay-codes/form`)).body).toMatchObject({ name: 'own-province', length: 18, alphabet: 'digits-and-capitals', checked: true });
  });

  it('are on the notice to pay, in words and in a QR code a telephone reads', async () => {
    await eventually('the platform has been told', async () => (await show(first)).fiscal?.notice === 'told');
    const notice = (await ask<Buffer>('lin', 'GET', `${feesUrl}/bills/${first}/notice`)).body;
    const file = join(stage.directory, 'notice.pdf');
    writeFileSync(file, notice);
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')).toContain(first);
    const ppm = execFileSync('pdftoppm', ['-r', '200', '-singlefile', file], { maxBuffer: 1e9 });
    const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 30).toString('latin1'));
    const [width, height] = [Number(head?.[1]), Number(head?.[2])];
    const rgb = ppm.subarray(head?.[0].length ?? 0);
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at += 1) for (let part = 0; part < 3; part += 1) rgba[at * 4 + part] = rgb[at * 3 + part] ?? 0;
    expect(jsqr(rgba, width, height)?.data).toContain(first);
  });

  it('are told as mistyped before anything is looked up: at both banks’ windows, to the cashier and in the search', async () => {
    const wrong = mistyped(first);
    expect((await ask('lin', 'GET', `${feesUrl}/bills/${wrong}`))).toMatchObject({ status: 422, body: { reason: 'invalid-pay-code', detail: expect.stringContaining('逐位核对') as string } });
    expect((await ask('lin', 'GET', `${feesUrl}/bills?q=${wrong}`)).body).toMatchObject({ bills: [], hint: { zh: expect.stringContaining('校验位') as string } });
    expect((await ask('lin', 'GET', `${feesUrl}/bills?q=${encodeURIComponent(`${first.slice(0, 6).toLowerCase()} ${first.slice(6)}`)}`)).body).toMatchObject({ bills: [{ payCode: first }], hint: null });
    expect(await teller.query(wrong)).toMatchObject({ state: 'refused', code: '1100', words: expect.stringContaining('缴款码输入有误') as string });
    expect(await branch.query(wrong)).toMatchObject({ result: '1100', text: expect.stringContaining('缴款码输入有误') as string });
    // One of the right form that nobody has, and one of no form at all, are unknown.
    expect((await ask('lin', 'GET', `${feesUrl}/bills/12345678`))).toMatchObject({ status: 404, body: { reason: 'unknown-bill', detail: expect.stringContaining('18 位') as string } });
    expect(await branch.query('12345678')).toMatchObject({ result: '1100', text: expect.not.stringContaining('有误') as string });
  });

  it('are paid over the wires of two banks, and so is one issued before the change', async () => {
    expect(await teller.query(first)).toMatchObject({ payCode: first });
    expect(await teller.pay(first)).toMatchObject({ state: 'confirmed' });
    expect((await branch.query(second)).fields[2]).toBe(second);
    expect(await branch.pay(second)).toMatchObject({ state: 'paid', payCode: second });
    expect(await branch.pay(former)).toMatchObject({ state: 'paid', payCode: former });
    expect([(await show(first)).payment?.bank, (await show(second)).payment?.bank, (await show(former)).payment?.bank]).toEqual(['YLBANK', 'CCB', 'CCB']);
  });

  it('are confirmed by the fiscal platform and receipted', async () => {
    for (const payCode of [first, second]) {
      const { payment } = await show(payCode);
      await platform.pay(payCode, { amount: '30.00', serial: payment?.serial ?? '' });
      await eventually(`${payCode} is receipted`, async () => (await show(payCode)).state === 'receipted');
    }
    expect(platform.books().receipts.map(({ payCode }) => payCode).toSorted()).toEqual([first, second].toSorted());
  });

  it('stand in the daily files of bank and fiscal platform, and the day closes', async () => {
    const lay = async (source: string, codes: readonly string[]): Promise<void> => {
      const written = writeReceipts({ bank: '105533902', division: '533902', day: '2026-01-05', part: 1, lines: codes.map((payCode) => ({ payCode, amountInFen: 3_000 })) });
      const file = join(files, source, written.name);
      writeFileSync(file, written.bytes);
      utimesSync(file, 1_767_600_000, 1_767_600_000);
      const feed = source.toLowerCase();
      await eventually(`the file of ${source} is delivered`, async () => {
        clock.advance(31_000);
        await ask('ops', 'POST', `${gatewayUrl}/daily-files/fetches`, { feed });
        return (await ask<{ files: { state: string }[] }>('ops', 'GET', `${gatewayUrl}/daily-files?feed=${feed}`)).body.files.some(({ state }) => state === 'delivered');
      });
    };
    await lay('YLBANK', [first]);
    await lay('fiscal', [first, second]);
    const day = (await ask<Schemas['DayClose']>('sun', 'GET', `${feesUrl}/day-closes/YLBANK/2026-01-05`)).body;
    expect(day).toMatchObject({ state: 'ready', counts: { matched: 1 }, differences: [] });
    expect(await ask('lin', 'POST', `${feesUrl}/day-closes/YLBANK/2026-01-05/closings`, { basis: day.basis })).toMatchObject({ status: 200, body: { ours: { count: 1, amountInFen: 3_000 } } });
  });
});

describe('a form of pay codes that does not fit', { timeout: 60_000 }, () => {
  const start = async (service: typeof fees, settings: Record<string, string>): Promise<string> => {
    try { await (await stage.start(service, { ...settings, HUB_HTTP_PORT: '0' }, clock)).stop(); return ''; } catch (error) { return error instanceof Error ? error.message : String(error); }
  };

  it('keeps the services from starting, with the field, the place or the value named', async () => {
    const gateway = { HUB_FEES_URL: feesUrl, HUB_LISTENERS: bankLines };
    expect(await start(bankGateway, { ...gateway, HUB_FISCAL_LINK: link(1), HUB_PAY_CODE_PROFILE: 'division-unit-year-30-digits' })).toMatch(/8994 PayCode 只有 20 位.*30 位/s);
    expect(await start(fees, { HUB_DIVISION_CODE: '533902', HUB_PAY_CODE_PROFILE: 'division-unit-year-30-digits' })).toContain('HUB_PAY_CODE_UNIT');
    expect(await start(fees, { HUB_DIVISION_CODE: '533902', HUB_PAY_CODE_PROFILE: 'division-unit-year-30-digits', HUB_PAY_CODE_UNIT: '123' })).toContain('unit');
    expect(await start(fees, { HUB_DIVISION_CODE: '533902', HUB_PAY_CODE_PROFILE: '/nowhere.json' })).toContain('/nowhere.json');
  });
});
