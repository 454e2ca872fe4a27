import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DraftCertificate } from '../../contracts/certificates/messages.ts';
import { freshId } from '../../infra/chance.ts';
import { inheritedEnvironment } from '../../infra/config.ts';
import { openDatabase } from '../../infra/database.ts';
import { eventually, openStage } from '../../test/stage.ts';
import type { Stage } from '../../test/stage.ts';
import { licenceIdProblem } from '../../contracts/identifiers.ts';
import { service } from './service.ts';

interface Fact { type: string; certificateKey: string; number: string; licenceId: string; document: { sha256: string; bytes: number }; sha256: string; reason: string; zh: string; en: string }

let stage: Stage;
let connection: NatsConnection;
let seals: Server;
let sealUrl: string;
/** The stand-in for the seal service: answers as its contract says, or not at all. */
let sealsAnswer = true;
let url: string;
let settings: Record<string, string>;
const heard: Fact[] = [];
let cases = 0;

const ring = { widthMm: 42, heightMm: 42, paths: [{ d: 'M42 21C42 32.6 32.6 42 21 42C9.4 42 0 32.6 0 21C0 9.4 9.4 0 21 0C32.6 0 42 9.4 42 21ZM40.8 21C40.8 10.06 31.94 1.2 21 1.2C10.06 1.2 1.2 10.06 1.2 21C1.2 31.94 10.06 40.8 21 40.8C31.94 40.8 40.8 31.94 40.8 21Z', fill: '#dc1414' }] };

beforeAll(async () => {
  stage = await openStage();
  seals = createServer((request, response) => {
    const known = sealsAnswer && /^\/seals\/(ZONE|DEPT|LATE)\/picture$/.test(request.url ?? '') && request.headers.authorization?.startsWith('Bearer ') === true;
    response.writeHead(known ? 200 : sealsAnswer ? 404 : 503, { 'content-type': known ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(known ? ring : { type: '/problems/unknown-seal', reason: sealsAnswer ? 'unknown-seal' : 'not-ready', title: '没有', titleEn: 'no', status: 404 }));
  });
  await new Promise<void>((resolve) => { seals.listen(0, '127.0.0.1', resolve); });
  const address = seals.address();
  sealUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  settings = { HUB_SEAL_URL: sealUrl, HUB_DIVISION_CODE: '430603', HUB_VERIFICATION_URL: 'https://hub.example/verifications' };
  const { user, password } = stage.nats.operator;
  connection = await connect({ servers: stage.nats.url, user, pass: password });
  const events = connection.subscribe('events.certificates.>');
  void (async () => {
    for await (const message of events) {
      const { type, data }: { type: string; data: Fact } = message.json();
      heard.push({ ...data, type: type.replace('events.certificates.certificate-', '') });
    }
  })();
  url = (await stage.start(service, settings)).url;
});
afterAll(async () => {
  await connection?.close();
  await stage?.close();
  seals?.close();
});

async function send(type: 'draft' | 'issue', key: string, data: object): Promise<void> {
  const id = freshId();
  await jetstream(connection).publish(`commands.certificates.${type}-certificate`, JSON.stringify({
    specversion: '1.0', id, source: '/intake', type: `commands.certificates.${type}-certificate`, subject: key, time: '2026-11-02T01:30:00.000Z',
    datacontenttype: 'application/json', data: { caseNumber: key, certificateKey: key, ...data },
  }), { msgID: id });
}

const contents = (changes: Partial<DraftCertificate> = {}): object => ({
  template: 'licence', title: '建筑工程施工许可证', holder: { name: '湖南示例新材料有限公司', creditCode: '91430603MA4Q1A2B3C' },
  item: { code: '11430603MB1234567X4000115001000', name: '建筑工程施工许可' }, issuer: { name: '示例局', creditCode: '11430603MB1234567X' },
  decision: { documentNumber: '示许〔2026〕1号', decidedOn: '2026-11-02', summary: '示例项目' }, validFrom: '2026-11-02', validTo: null,
  seals: [{ sealCode: 'ZONE', sealName: '示例管委会行政审批服务专用章' }], facts: [{ label: '建设地点', value: '示例路1号' }], ...changes,
});
const newKey = (): string => `43060320261102${String((cases += 1)).padStart(5, '0')}`;
const fact = (key: string, type: string): Promise<Fact> => eventually(`${key} ${type}`, async () => heard.find((one) => one.certificateKey === key && one.type === type));
const signatures = (sha256: string, codes = ['ZONE']): object =>
  ({ signatures: codes.map((sealCode) => ({ ledgerNumber: `${sealCode}-000001`, sealCode, sealName: '示例', documentSha256: sha256 })) });

async function ask(where: string, role: 'print-clerk' | 'applicant' | null, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}${where}`, { headers: { ...(role ? { authorization: `Bearer ${await stage.token(role)}` } : {}), ...headers } });
}

describe('from order to certificate', () => {
  it('drafts, waits for the seal, issues, and only then hands the document out', async () => {
    const key = newKey();
    await send('draft', key, contents());
    const drafted = await fact(key, 'drafted');
    expect(drafted.number).toMatch(/^4306032\d{3}\d{6}$/);
    expect(licenceIdProblem(drafted.licenceId)).toBeUndefined();
    const early = await ask(`/certificates/${drafted.number}/pdf`, 'print-clerk');
    expect([early.status, (await early.json() as { reason: string }).reason]).toEqual([409, 'wrong-state']);
    expect(await (await ask(`/verifications/${drafted.licenceId}`, null)).json()).toMatchObject({ result: 'unknown' });

    await send('issue', key, signatures(drafted.document.sha256));
    const issued = await fact(key, 'issued');
    expect(issued).toMatchObject({ number: drafted.number, licenceId: drafted.licenceId, sha256: drafted.document.sha256 });
    const response = await ask(`/certificates/${drafted.number}/pdf`, 'print-clerk');
    expect(response.headers.get('content-type')).toMatch(/^application\/pdf/);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(drafted.document.sha256);
    expect(bytes.length).toBe(drafted.document.bytes);
    expect(bytes.toString('latin1', 0, 8)).toBe('%PDF-1.7');
    const clerk = (subject: string): Promise<string> => stage.token('print-clerk', { subject });
    const put = async (where: string, body: object, token: string): Promise<{ status: number; body: { reason?: string; prints?: unknown[]; reprintRequests?: { id: string; state: string }[] } }> => {
      const answer = await fetch(`${url}/certificates/${drafted.number}${where}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': freshId() } });
      return { status: answer.status, body: await answer.json() as never };
    };
    const [one, another] = [await clerk('clerk-a'), await clerk('clerk-b')];
    expect((await put('/prints', { copies: 1 }, one)).body.prints).toMatchObject([{ by: 'clerk-a', copies: 1 }]);
    expect((await put('/prints', { copies: 1 }, one)).body).toMatchObject({ reason: 'second-person-needed' });
    const wanted = (await put('/reprint-requests', { reason: '打印机卡纸' }, one)).body.reprintRequests?.[0]?.id ?? '';
    expect((await put(`/reprint-requests/${wanted}/approval`, {}, one)).body).toMatchObject({ reason: 'second-person-needed' });
    expect((await put(`/reprint-requests/${wanted}/approval`, { note: '已核对' }, another)).body.reprintRequests).toMatchObject([{ state: 'approved' }]);
    expect((await put('/prints', { copies: 1, reason: '补打' }, one)).body).toMatchObject({ prints: [{}, { requestId: wanted }], reprintRequests: [{ state: 'used' }] });
    const listed = async (query: string): Promise<string[]> => (await (await ask(`/certificates?${query}`, 'print-clerk')).json() as { certificates: { number: string }[] }).certificates.map((each) => each.number);
    expect(await listed(`q=${encodeURIComponent('示例新材料')}&state=issued`)).toContain(drafted.number);
    expect(await listed(`q=${drafted.number.slice(3)}`)).toEqual([drafted.number]);
    expect(await listed(`q=${key}`)).toEqual([drafted.number]);
    expect(await listed('to=2020-01-01')).toEqual([]);
    for (const [department, sees] of [[key.slice(0, 18), true], ['11533900990002135W', false]] as const) {
      const officer = { authorization: `Bearer ${await stage.token('department-officer', { department })}` };
      expect((await fetch(`${url}/certificates/${drafted.number}`, { headers: officer })).status).toBe(sees ? 200 : 404);
      expect((await fetch(`${url}/certificates/${drafted.number}/pdf`, { headers: officer })).status).toBe(sees ? 200 : 404);
      expect(((await (await fetch(`${url}/certificates`, { headers: officer })).json()) as { certificates: unknown[] }).certificates.length > 0).toBe(sees);
    }
    expect(await (await ask(`/certificates?caseNumber=${key}`, 'print-clerk')).json()).toMatchObject({ certificates: [{ number: drafted.number, state: 'issued' }] });
    for (const reference of [drafted.licenceId, drafted.number])
      expect(await (await ask(`/verifications/${reference}`, null)).json()).toMatchObject({ result: 'genuine', holder: '湖南*****有限公司', number: drafted.number });
    const page = await ask(`/verifications/${drafted.licenceId}`, null, { accept: 'text/html,*/*' });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('真实有效');
  });

  it('lets in only whom the contract names', async () => {
    expect((await ask('/certificates/4306032026000001/pdf', null)).status).toBe(401);
    expect((await ask('/certificates/4306032026000001/pdf', 'applicant')).status).toBe(403);
    expect((await ask('/certificates/9999999999999999', 'print-clerk')).status).toBe(404);
    expect((await ask('/certificates/%3Cscript%3E', 'print-clerk')).status).toBe(400);
  });

  it('gives one number to a certificate ordered twice', async () => {
    const key = newKey();
    await send('draft', key, contents());
    await fact(key, 'drafted');
    await send('draft', key, contents());
    await eventually('told again', async () => heard.filter((one) => one.certificateKey === key && one.type === 'drafted').length === 2);
    expect(new Set(heard.filter((one) => one.certificateKey === key).map((one) => one.number)).size).toBe(1);
  });

  it('refuses in both languages what it cannot print or may not issue', async () => {
    const [rare, unknown, foreign] = [newKey(), newKey(), newKey()];
    await send('draft', rare, contents({ holder: { name: '𠮷田商事有限公司', creditCode: '' } }));
    expect((await fact(rare, 'refused')).zh).toContain('holder.name U+20BB7');
    await send('draft', unknown, contents({ seals: [{ sealCode: 'NOSUCH', sealName: '不存在的章' }] }));
    expect(await fact(unknown, 'refused')).toMatchObject({ reason: 'unknown-seal', en: expect.stringContaining('NOSUCH') });
    await send('draft', foreign, contents({ seals: [{ sealCode: 'ZONE', sealName: '甲' }, { sealCode: 'DEPT', sealName: '乙' }] }));
    const { document } = await fact(foreign, 'drafted');
    await send('issue', foreign, signatures('f'.repeat(64), ['ZONE', 'DEPT']));
    expect((await fact(foreign, 'refused')).reason).toBe('document-differs');
    await send('issue', foreign, signatures(document.sha256, ['ZONE']));
    await eventually('the missing seal is named', async () => heard.find((one) => one.certificateKey === foreign && one.reason === 'seal-missing'));
    await send('issue', foreign, signatures(document.sha256, ['ZONE', 'DEPT']));
    await fact(foreign, 'issued');
  });

  it('waits while the seal service does not answer, and prints when it does', async () => {
    sealsAnswer = false;
    const key = newKey();
    await send('draft', key, contents({ seals: [{ sealCode: 'LATE', sealName: '示例局' }] }));
    const number = await eventually('a number is given', async () => {
      const { certificates } = await (await ask(`/certificates?caseNumber=${key}`, 'print-clerk')).json() as { certificates: { number: string; state: string }[] };
      return certificates[0]?.state === 'drafting' ? certificates[0].number : null;
    });
    sealsAnswer = true;
    expect((await fact(key, 'drafted')).number).toBe(number);
  });
});

describe('killed at any moment', () => {
  it('every certificate ends with one number and one document, none is lost, no number is used twice', async () => {
    const environment = { ...inheritedEnvironment(), ...(await stage.environment('certificates', { ...settings, HUB_HTTP_PORT: '0' })) };
    const program = `import { runProcess } from ${JSON.stringify(new URL('../../infra/process.ts', import.meta.url).href)};
      import { service } from ${JSON.stringify(new URL('./service.ts', import.meta.url).href)}; await runProcess(service);`;
    const run = (): Promise<ChildProcess> => new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
        env: environment, cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      child.once('message', () => resolve(child));
      child.once('exit', (status) => reject(new Error(`ended with ${status}`)));
    });
    const keys = Array.from({ length: 60 }, newKey);
    let copy = await run();
    const sending = Promise.all(keys.map((key) => send('draft', key, contents())));
    for (let kill = 0; kill < 2; kill++) {
      const enough = 12 * (kill + 1);
      await eventually('some are drafted', async () => heard.filter((one) => one.type === 'drafted' && keys.includes(one.certificateKey)).length >= enough, 40_000);
      copy.kill('SIGKILL');
      copy = await run();
    }
    await sending;
    const drafted = await Promise.all(keys.map((key) => eventually(`${key} drafted`, async () => heard.find((one) => one.certificateKey === key && one.type === 'drafted'), 60_000)));
    copy.kill('SIGTERM');
    const database = openDatabase({ url: environment['HUB_DATABASE_URL'] ?? '', connections: 2 });
    try {
      const rows: { number: string; id: string; sha: string }[] = await database('certificates').select('number', 'id', database.raw('JSON_UNQUOTE(JSON_EXTRACT(document, \'$.document.sha256\')) AS sha'));
      expect(new Set(rows.map((row) => row.number)).size).toBe(rows.length);
      for (const { certificateKey, number, document } of drafted) {
        expect(rows.find((row) => row.id === certificateKey)).toMatchObject({ number, sha: document.sha256 });
        expect(new Set(heard.filter((one) => one.certificateKey === certificateKey && one.type === 'drafted').map((one) => `${one.number} ${one.document.sha256}`)).size).toBe(1);
      }
      const stored: { sha256: string; content: Buffer }[] = await database('documents').select('sha256', 'content');
      for (const { sha256, content } of stored) expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(drafted.every((one) => stored.some((row) => row.sha256 === one.document.sha256))).toBe(true);
    } finally {
      await database.destroy();
    }
  }, 150_000);
});
