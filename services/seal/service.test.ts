import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { UseSeal } from '../../contracts/seal/messages.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { migrate, openDatabase } from '../../infra/database.ts';
import type { RunningService } from '../../infra/runner.ts';
import { machinerySchema } from '../../infra/schema.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { readSignature } from './electronic-seal.ts';
import { service } from './service.ts';
import { sm3, standardUserId } from './sm2.ts';
import { sha256 } from './sealing.ts';
import { openSealStore } from './store.ts';

const zone = 'YL-KFQ-01';
const department = 'YL-ZJ-01';
const document = Buffer.from('准予行政许可决定书');
const clock = manualClock(new Date('2026-11-20T02:00:00.500Z'));

let stage: Stage;
let url: string;
let first: RunningService;
let operator: NatsConnection;
let headers: Record<string, { authorization: string }>;
const heard: { type: string; data: { useKey: string; reason?: string; ledgerNumber?: string } }[] = [];

type Reply = { status: number; data: Record<string, unknown> };
const ask = (method: 'get' | 'post', where: string, data?: unknown, role = 'seal-keeper', key = freshId()): Promise<Reply> =>
  axios.request({ method, url: `${url}${where}`, data, headers: { ...headers[role], ...(method === 'post' ? { 'idempotency-key': key } : {}) }, validateStatus: () => true });
const bytesOf = async (where: string): Promise<Buffer> => Buffer.from((await axios.get<ArrayBuffer>(`${url}${where}`, { headers: headers['auditor'], responseType: 'arraybuffer' })).data);

const use = (useKey: string, change: Partial<UseSeal> = {}): UseSeal => ({
  caseNumber: 'CASE-1', useKey, sealCode: zone, purpose: 'decision',
  document: { name: '决定书.pdf', mediaType: 'application/pdf', sha256: sha256(document), sm3: sm3(document).toString('hex'), bytes: document.length },
  item: { code: '11533900990002020N353011702000001', name: '建筑工程施工许可证核发' },
  delegation: { documentNumber: '云岭授〔2025〕1号', form: 'direct', validFrom: '2026-01-01', validTo: '2028-12-31' },
  step: { name: 'decide', decidedBy: 'approver-a', reviewedBy: 'reviewer-a', approvedAt: '2026-11-20T01:59:00Z', acceptedAt: '2026-11-20T01:30:00Z' }, ...change,
});
async function command(data: UseSeal, id = freshId()): Promise<void> {
  const envelope = { specversion: '1.0', id, source: '/intake', type: 'commands.seal.use-seal', subject: data.caseNumber, time: clock.now().toISOString(), datacontenttype: 'application/json', data };
  // Without Nats-Msg-Id: what the stream would drop as a repeat has to be dropped by the inbox as well.
  await jetstream(operator).publish('commands.seal.use-seal', JSON.stringify(envelope));
}
const outcome = (useKey: string): Promise<Record<string, unknown>> =>
  eventually(`an outcome for ${useKey}`, async () => {
    const reply = await ask('get', `/uses/${encodeURIComponent(useKey)}`);
    return reply.status === 200 ? reply.data : undefined;
  });

const settingsFor = (secret: string, more: Record<string, string> = {}): Record<string, string> => {
  const file = path.join(stage.directory, `${sha256(Buffer.from(secret)).slice(0, 8)}.secret`);
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return { HUB_MASTER_SECRET_FILE: file, HUB_BOOTSTRAP_FILE: new URL('sample/seals.json', import.meta.url).pathname, HUB_PUBLIC_KEY_DIRECTORY: path.join(stage.directory, 'public-keys'), ...more };
};
/** What SHOW PROCESSLIST answers: rows, then the driver's column descriptions. */
const Threads = z.tuple([z.array(z.object({ Id: z.number(), Info: z.string().nullable() }))]).rest(z.unknown());
const secret = 'the stage’s own master secret';

beforeAll(async () => {
  stage = await openStage();
  operator = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  operator.subscribe('events.seal.>', { callback: (_error, message) => { heard.push(JSON.parse(message.string())); } });
  const { HUB_DATABASE_URL = '' } = await stage.environment('seal');
  const database = openDatabase({ url: HUB_DATABASE_URL, connections: 2 });
  await migrate(database, 'seal', [...machinerySchema, ...service.migrations]);
  await database.destroy();
  // Two copies start at the same moment on empty tables.
  [first] = await Promise.all([stage.start(service, settingsFor(secret), clock), stage.start(service, settingsFor(secret, { HUB_HTTP_PORT: '0' }), clock)]);
  url = first.url;
  headers = Object.fromEntries(await Promise.all((['seal-keeper', 'integrator', 'auditor', 'window-clerk', 'cashier'] as const).map(async (role) =>
    [role, { authorization: `Bearer ${await stage.token(role, { subject: role === 'seal-keeper' ? 'seal-keeper-a' : role })}` }] as const)));
});
afterAll(async () => {
  await operator?.close();
  await stage?.close();
});

describe('the seal service', () => {
  it('makes the seals of its bootstrap list once, whoever starts first, and publishes their keys', async () => {
    const wanted = JSON.parse(readFileSync(new URL('sample/seals.json', import.meta.url), 'utf8')).seals.length;
    const { data } = await ask('get', '/seals');
    expect(data['seals']).toHaveLength(wanted);
    const published = readFileSync(path.join(stage.directory, 'public-keys', `${zone}.pem`), 'utf8');
    expect((await axios.get(`${url}/seals/${zone}/public-key`)).data).toBe(published);
    expect((await ask('get', `/seals/${zone}/certificate`)).data).toMatchObject({ publicKeyPem: published, certificatePem: expect.stringContaining('BEGIN CERTIFICATE') });
  });

  it('hands out its picture as outlines and as SVG, and tells strangers nothing', async () => {
    expect((await ask('get', `/seals/${zone}/picture`)).data).toMatchObject({ widthMm: 42, heightMm: 42, paths: expect.arrayContaining([{ d: expect.stringMatching(/^M/), fill: '#dc1414' }]) });
    expect((await bytesOf(`/seals/${zone}/picture?format=svg`)).toString()).toMatch(/^<svg /);
    expect((await ask('get', '/seals/NOBODYS-01/picture')).data).toMatchObject({ reason: 'unknown-seal' });
    expect((await axios.get(`${url}/seals`, { validateStatus: () => true })).status).toBe(401);
    expect((await ask('get', '/ledger', undefined, 'cashier')).status).toBe(403);
    expect((await ask('post', `/seals/${zone}/stop`, { kind: 'loss', reason: '挂失' }, 'window-clerk')).status).toBe(403);
  });

  it('places a seal, writes the line, and openssl accepts the signature', async () => {
    await command(use('one'));
    const made = await outcome('one');
    expect(made).toMatchObject({ state: 'used', line: { ledgerNumber: `${zone}-000001`, sequence: 1, keeper: { account: 'seal-keeper-a', post: 'keeper' }, step: { decidedBy: 'approver-a', reviewedBy: 'reviewer-a', acceptedAt: '2026-11-20T01:30:00Z' } } });
    const signature = await bytesOf(`/ledger/${zone}-000001/signature`);
    expect(heard.find(({ data }) => data.useKey === 'one')).toMatchObject({ type: 'events.seal.seal-used', data: { ledgerNumber: `${zone}-000001`, signatureSha256: sha256(signature), documentSha256: sha256(document) } });

    const read = readSignature(signature);
    const at = (name: string): string => path.join(stage.directory, name);
    writeFileSync(at('tbs.der'), read.tbs);
    writeFileSync(at('sig.der'), read.signature);
    const judged = execFileSync('openssl', ['dgst', '-sm3', '-verify', at(`public-keys/${zone}.pem`), '-sigopt', `distid:${standardUserId}`, '-signature', at('sig.der'), at('tbs.der')], { encoding: 'utf8' });
    expect(judged).toContain('Verified OK');
    const chain = execFileSync('openssl', ['verify', '-vfyopt', `distid:${standardUserId}`, '-attime', String(Math.floor(clock.now().getTime() / 1000)), '-CAfile', at('public-keys/root.certificate.pem'), at(`public-keys/${zone}.certificate.pem`)], { encoding: 'utf8' });
    expect(chain).toContain('OK');

    const verdict = await ask('post', '/verifications', { sm3: sm3(document).toString('hex'), signature: signature.toString('base64') }, 'auditor');
    expect(verdict.data).toMatchObject({ valid: true, version: 4, sealId: zone });
    const other = await ask('post', '/verifications', { sm3: sm3(Buffer.from('改过的')).toString('hex'), signature: signature.toString('base64') }, 'auditor');
    expect(other.data).toMatchObject({ valid: false, checks: expect.arrayContaining([expect.objectContaining({ check: 'document-hash', result: 'failed' })]) });
  });

  it('writes one line when the same command comes again, under the same id or another', async () => {
    const id = freshId();
    await command(use('again', { caseNumber: 'CASE-AGAIN' }), id);
    await outcome('again');
    await command(use('again', { caseNumber: 'CASE-AGAIN' }), id);
    await command(use('again', { caseNumber: 'CASE-AGAIN' }));
    await command(use('after-again', { caseNumber: 'CASE-AGAIN' }));
    await outcome('after-again');
    const { data } = await ask('get', '/ledger?caseNumber=CASE-AGAIN');
    expect(data['lines']).toMatchObject([{ useKey: 'again' }, { useKey: 'after-again' }]);
  });

  it('tells its ledger page by page, either way, and to an officer what belongs to the own department', async () => {
    const numbers = async (query: string, token?: string): Promise<string[]> => {
      const all: string[] = [];
      for (let cursor = ''; ;) {
        const answer = await axios.get<{ lines: { ledgerNumber: string }[]; next: string | null }>(`${url}/ledger?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, { headers: { authorization: `Bearer ${token ?? await stage.token('auditor')}` } });
        all.push(...answer.data.lines.map((line) => line.ledgerNumber));
        if (answer.data.next === null) return all;
        cursor = answer.data.next;
      }
    };
    const whole = await numbers('limit=200');
    expect(whole.length).toBeGreaterThan(2);
    expect(await numbers('limit=1')).toEqual(whole);
    expect(await numbers('limit=2&order=newest')).toEqual(whole.toReversed());
    const officerOf = (creditCode: string): Promise<string> => stage.token('department-officer', { department: creditCode });
    const { item } = use('');
    expect(await numbers('', await officerOf(item.code.slice(0, 18)))).toEqual(whole);
    const stranger = await officerOf('11430600000000000C');
    expect(await numbers('', stranger)).toEqual([]);
    expect((await axios.get(`${url}/uses/one`, { headers: { authorization: `Bearer ${stranger}` }, validateStatus: () => true })).status).toBe(404);
    expect((await axios.get(`${url}/ledger/${zone}-000001/signature`, { headers: { authorization: `Bearer ${stranger}` }, validateStatus: () => true })).status).toBe(404);
  });

  it('refuses with a reason in both languages, and signs nothing', async () => {
    await command(use('outside', { delegation: { ...use('').delegation, form: 'forward' } }));
    expect(await outcome('outside')).toMatchObject({ state: 'refused', refused: { reason: 'seal-outside-grant' } });
    const told = await eventually('the refusal as an event', async () => heard.find(({ data }) => data.useKey === 'outside'));
    expect(told).toMatchObject({ type: 'events.seal.seal-refused', data: { reason: 'seal-outside-grant', zh: expect.stringMatching(/[一-鿿]/), en: expect.any(String) } });
    const { data } = await ask('get', `/ledger?sealCode=${zone}&limit=1000`);
    expect(data['lines']).not.toContainEqual(expect.objectContaining({ useKey: 'outside' }));
  });

  it('stops at once, resumes by its keeper, and the use may be applied for again', async () => {
    expect((await ask('post', `/seals/${department}/stop`, { kind: 'hand-over', reason: '保管人交接' })).data).toMatchObject({ status: 'stopped' });
    const forward = use('stopped', { sealCode: department, delegation: { documentNumber: '云岭前移〔2025〕9号', form: 'forward', validFrom: '2026-01-01', validTo: '2028-12-31' } });
    await command(forward);
    expect(await outcome('stopped')).toMatchObject({ state: 'refused', refused: { reason: 'seal-stopped' } });
    expect((await ask('post', `/seals/${department}/resume`, { reason: '交接完毕' })).data).toMatchObject({ status: 'in-use', stops: [{ kind: 'hand-over', resumed: { reason: '交接完毕' } }] });
    await command(forward);
    await eventually('the use after resuming', async () => ((await ask('get', '/uses/stopped')).data['state'] === 'used' ? true : undefined));
    expect((await ask('post', `/seals/${department}/duty`, { onDuty: 'deputy' })).data).toMatchObject({ onDuty: 'deputy' });
  });

  it('numbers each seal’s ledger without gap or repetition while two copies work at once', async () => {
    const seals = [zone, 'YL-SW-01', 'YL-HB-01'];
    const keys = Array.from({ length: 240 }, (_, index) => `many-${index}`);
    await Promise.all(keys.map((key, index) => command(use(key, {
      sealCode: seals[index % 3] ?? zone, caseNumber: `MANY-${index % 80}`,
      ...(index % 3 === 0 ? {} : { delegation: { documentNumber: '云岭委〔2025〕5号', form: 'entrusted' as const, validFrom: '2026-01-01', validTo: '2030-12-31' }, item: { code: index % 3 === 1 ? '115339009900020634353011900100001' : '11533900990002039K353011900100001', name: 'x' } }),
    }))));
    await Promise.all(keys.map(outcome));
    for (const sealCode of seals) {
      const { data } = await ask('get', `/ledger?sealCode=${sealCode}&limit=1000`);
      const numbers = z.array(z.object({ sequence: z.number() })).parse(data['lines']).map(({ sequence }) => sequence).toSorted((a, b) => a - b);
      expect(numbers.length).toBeGreaterThanOrEqual(80);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    }
  });

  it('loses no use and numbers none twice while its database connections are cut again and again', async () => {
    const { HUB_DATABASE_URL = '' } = await stage.environment('seal');
    const database = openDatabase({ url: HUB_DATABASE_URL, connections: 1 });
    const cutWhatIsThere = async (): Promise<boolean> => {
      const [threads] = Threads.parse(await database.raw('SHOW PROCESSLIST'));
      const others = threads.filter(({ Info: doing }) => doing !== 'SHOW PROCESSLIST');
      for (const { Id: id } of others) await database.raw(`KILL ${id}`).catch(() => undefined);
      return others.length > 0;
    };
    const keys = Array.from({ length: 150 }, (_, index) => `cut-${index}`);
    const rainy = { sealCode: 'YL-JT-01', caseNumber: 'CUT', delegation: { documentNumber: '云岭直报〔2025〕16号', form: 'direct-report' as const, validFrom: '2026-01-01', validTo: '2030-12-31' }, purpose: 'opinion' as const };
    const sending = Promise.all(keys.map((key) => command(use(key, rainy))));
    for (let cut = 0; cut < 12; cut += 1) await eventually('a connection to cut', cutWhatIsThere);
    await sending;
    await database.destroy();
    await Promise.all(keys.map(outcome));
    const { data } = await ask('get', '/ledger?sealCode=YL-JT-01&limit=1000');
    const lines = z.array(z.object({ sequence: z.number(), useKey: z.string() })).parse(data['lines']);
    expect(new Set(lines.map(({ useKey }) => useKey))).toEqual(new Set(keys));
    expect(lines.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(keys.map((_, index) => index + 1));
  });

  it('gives a position that was taken in a transaction that came to nothing to the next use', async () => {
    const { HUB_DATABASE_URL = '' } = await stage.environment('seal');
    const database = openDatabase({ url: HUB_DATABASE_URL, connections: 2 });
    try {
      const store = openSealStore(database);
      const takeTwo = async (): Promise<number[]> => {
        const transaction = await database.transaction();
        const taken = [await store.takeSequence(transaction, 'YL-LY-01'), await store.takeSequence(transaction, 'YL-LY-01')];
        await transaction.rollback();
        return taken;
      };
      expect([await takeTwo(), await takeTwo()]).toEqual([[1, 2], [1, 2]]);
    } finally {
      await database.destroy();
    }
  });

  it('makes a seal when asked, once for a key, and refuses what cannot be drawn', async () => {
    const body = {
      sealCode: 'YL-GX-01', sealName: '云岭市工业和信息化局行政审批专用章', owner: { name: '云岭市工业和信息化局', creditCode: '115339009900020634' },
      design: { arcText: '云岭市工业和信息化局', lineText: '行政审批专用章' }, grants: [{ forms: ['forward'], purposes: ['decision'] }],
      keeper: 'seal-keeper-a', deputy: 'seal-keeper-b', standingAuthorisation: { documentNumber: '云岭印授〔2026〕3号', validFrom: '2026-01-01', validTo: '2027-12-31' }, validFrom: '2026-01-01', validTo: '2027-12-31',
    };
    const made = await ask('post', '/seals', body, 'integrator', 'make-a-seal-1');
    expect(made).toMatchObject({ status: 201, data: { status: 'in-use', madeBy: 'integrator' } });
    expect(await ask('post', '/seals', body, 'integrator', 'make-a-seal-1')).toMatchObject({ status: 201, data: made.data });
    expect(await ask('post', '/seals', body, 'integrator')).toMatchObject({ status: 409, data: { reason: 'wrong-state' } });
    expect(await ask('post', '/seals', { ...body, sealCode: 'YL-GX-02', design: { arcText: '云岭市\u{1F600}信息化局' } }, 'integrator')).toMatchObject({ status: 422, data: { reason: 'glyph-missing' } });
    expect((await ask('get', '/seals/YL-GX-02')).status).toBe(404);
    expect(readFileSync(path.join(stage.directory, 'public-keys', 'YL-GX-01.pem'), 'utf8')).toContain('BEGIN PUBLIC KEY');
  });

  it('shows a private key nowhere: neither answer nor table holds one in the clear', async () => {
    const database = openDatabase({ url: (await stage.environment('seal')).HUB_DATABASE_URL ?? '', connections: 2 });
    try {
      const rows: { wrapped: string }[] = await database('held_keys').select('wrapped');
      expect(rows.length).toBeGreaterThan(10);
      for (const { wrapped } of rows) expect(Buffer.from(wrapped, 'base64')).toHaveLength(16 + 48 + 32);
    } finally {
      await database.destroy();
    }
  });

  it('does not start with a wrong master secret, and changes it when the old one is shown', async () => {
    await expect(stage.start(service, settingsFor('a different secret, long enough', { HUB_HTTP_PORT: '0' }), clock)).rejects.toThrow('主密钥不正确');
    const next = settingsFor('the secret of next year', { HUB_HTTP_PORT: '0' });
    const rotated = await stage.start(service, { ...next, HUB_PREVIOUS_MASTER_SECRET_FILE: settingsFor(secret)['HUB_MASTER_SECRET_FILE'] ?? '' }, clock);
    await first.stop();
    url = rotated.url;
    await command(use('after-rotation'));
    expect(await outcome('after-rotation')).toMatchObject({ state: 'used' });
    await expect(stage.start(service, settingsFor(secret, { HUB_HTTP_PORT: '0' }), clock)).rejects.toThrow('主密钥不正确');
  });
});
