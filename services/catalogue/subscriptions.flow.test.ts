/**
 * Subscriptions over real wires: a listener of another make that checks signatures with openssl, and fails, redirects, answers
 * late or not at all when told to. Held here: everything published reaches it, in order, however it behaves.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { servePages, type PageServer } from './sample-pages.ts';
import { service } from './service.ts';

const sample = z.object({ zone: z.object({ creditCode: z.string() }), delegations: z.array(z.looseObject({ documentNumber: z.string(), itemCodes: z.array(z.string()), department: z.looseObject({ creditCode: z.string() }) })) })
  .parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
const clock = manualClock(new Date('2026-11-20T09:00:00+08:00'));

/** A listener of another make: it knows the contract's words and nothing of our code. */
interface Heard { delivery: string; positions: number[]; kinds: string[]; signed: boolean }
interface Listener { url: string; heard: Heard[]; acknowledged: number[]; secret: string; behave: 'well' | 'fails' | 'redirects' | 'late' | 'drops'; knocks(): number; close(): Promise<void> }
const Body = z.object({ subscription: z.string(), delivery: z.string(), cursor: z.string(), more: z.boolean(), changes: z.array(z.object({ position: z.string(), kind: z.string(), subject: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) })) });

async function listen(): Promise<Listener> {
  let knocks = 0;
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    knocks += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const body = Body.parse(JSON.parse(bytes.toString('utf8')));
      const positions = body.changes.map((one) => Number(one.position));
      const signed = String(request.headers['x-hub-signature']).split(',').includes(`v1=${opensslHmac(listener.secret, Buffer.concat([Buffer.from(`${String(request.headers['x-hub-timestamp'])}.`), bytes]))}`);
      listener.heard.push({ delivery: body.delivery, positions, kinds: body.changes.map((one) => one.kind), signed });
      switch (listener.behave) {
        case 'fails': response.writeHead(500).end('no'); return;
        case 'redirects': response.writeHead(302, { location: `${listener.url}/elsewhere` }).end(); return;
        case 'drops': request.socket.destroy(); return;
        // It has taken them, but says so only when nobody waits any more.
        case 'late': listener.acknowledged.push(...positions); held.push(response); return;
        case 'well': listener.acknowledged.push(...positions); response.writeHead(204).end(); return;
      }
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const listener: Listener = {
    url: `http://127.0.0.1:${String(address.port)}`, heard: [], acknowledged: [], secret: '', behave: 'well', knocks: () => knocks,
    close: () => new Promise((resolve) => { for (const response of held) response.end(); server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
  return listener;
}
const opensslHmac = (secret: string, bytes: Buffer): string => execFileSync('openssl', ['dgst', '-sha256', '-hmac', secret, '-hex'], { input: bytes }).toString('utf8').trim().split(' ').at(-1) ?? '';

let stage: Stage;
let gateway: PageServer;
let database: Database;
let url: string;
let officer: Record<string, string>;
let keys = 0;
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, headers = officer): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers: { ...headers, ...(method === 'post' ? { 'idempotency-key': `key-of-this-test-${String(keys += 1)}` } : {}) }, validateStatus: () => true });
const put = (at: number, more = {}): ReturnType<typeof ask> => {
  const { documentNumber = '', ...body } = sample.delegations[at] ?? {};
  return ask('put', `/delegations/${encodeURIComponent(documentNumber)}`, { ...body, ...more });
};
const Subscription = z.object({ id: z.string(), hearing: z.string(), behind: z.number(), attempts: z.number(), acknowledgedTo: z.string(), lastOutcome: z.string().nullable(), failingSince: z.string().nullable() });
async function subscribe(listener: Listener, more: object = {}): Promise<z.infer<typeof Subscription>> {
  const made = await ask('post', '/subscriptions', { name: '云岭市住建局业务系统', url: `${listener.url}/hook`, ...more });
  expect(made.status).toBe(201);
  listener.secret = z.string().parse(made.data['secret']);
  return Subscription.parse(made.data['subscription']);
}
const shown = async (id: string): Promise<z.infer<typeof Subscription>> => Subscription.parse((await ask('get', `/subscriptions/${id}`)).data['subscription']);
const Feed = z.object({ changes: z.array(z.object({ position: z.string(), kind: z.string(), subject: z.string(), data: z.looseObject({ departments: z.array(z.string()) }) })), next: z.string(), more: z.boolean() });
async function feed(query = ''): Promise<z.infer<typeof Feed>['changes']> {
  const all: z.infer<typeof Feed>['changes'] = [];
  for (let after = '0'; ;) {
    const page = Feed.parse((await ask('get', `/changes?limit=20&after=${after}${query}`, undefined, {})).data);
    all.push(...page.changes);
    after = page.next;
    if (!page.more) return all;
  }
}

beforeAll(async () => {
  stage = await openStage();
  gateway = await servePages(sample.delegations.flatMap((one) => one.itemCodes));
  const secretFile = path.join(stage.directory, 'catalogue-secret');
  writeFileSync(secretFile, 'a secret of this test and of nothing else, long enough');
  await stage.start(service, {
    HUB_PROVINCE_GATEWAY_URL: gateway.url, HUB_INTAKE_URL: 'http://127.0.0.1:9', HUB_ZONE_CREDIT_CODE: sample.zone.creditCode, HUB_CATALOGUE_SECRET_FILE: secretFile,
    HUB_SUBSCRIBER_NETWORKS: '127.0.0.1/32', HUB_SUBSCRIBER_TIMEOUT_MS: '400', HUB_DELIVERIES_EVERY_MS: '50',
  }, clock);
  url = await stage.urlOf('catalogue');
  officer = { authorization: `Bearer ${await stage.token('catalogue-officer')}` };
  database = openDatabase({ url: (await stage.environment('catalogue'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
  await gateway?.close();
});
/** Everything that has happened stands in the feed. */
const ordered = (): Promise<unknown> => eventually('the feed holds every event', async () => {
  const rows: { id: string }[] = await database('outbox').leftJoin('changes', 'changes.event_id', 'outbox.id').whereIn('outbox.type', ['events.catalogue.item-changed', 'events.catalogue.delegation-changed']).whereNull('changes.event_id').select('outbox.id as id');
  return rows.length === 0;
});

describe('what has changed since', () => {
  it('is told to anybody who asks, in one order, page by page, also of one body alone', async () => {
    for (const at of [0, 1, 2]) expect((await put(at)).status).toBe(200);
    await eventually('the items are told', async () => z.array(z.object({ itemsTold: z.boolean() })).parse((await ask('get', '/delegations')).data['delegations']).every((one) => one.itemsTold));
    await ordered();
    const all = await feed();
    const positions = all.map((one) => Number(one.position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(all.filter((one) => one.kind === 'delegation-changed').map((one) => one.subject)).toEqual([0, 1, 2].map((at) => sample.delegations[at]?.documentNumber));
    expect(new Set(all.filter((one) => one.kind === 'item-changed').map((one) => one.subject))).toEqual(new Set([0, 1, 2].flatMap((at) => sample.delegations[at]?.itemCodes ?? [])));
    const department = sample.delegations[1]?.department.creditCode ?? '';
    const concerned = await feed(`&department=${department}`);
    expect(concerned.length).toBeGreaterThan(0);
    expect(concerned.every((one) => one.data.departments.includes(department))).toBe(true);
    expect(all.filter((one) => one.data.departments.includes(department))).toEqual(concerned);
  });
});

describe('a subscriber', () => {
  let listener: Listener;
  let id: string;
  beforeAll(async () => { listener = await listen(); });
  afterAll(async () => { await listener?.close(); });

  it('hears what happens from now on, signed over the very bytes; its secret is shown once and lies sealed', async () => {
    ({ id } = await subscribe(listener));
    const before = Number((await feed()).at(-1)?.position ?? 0);
    await put(3);
    // The items change after the document, each by itself: nothing has been said of them when the first telling is acknowledged.
    await eventually('it has heard all', async () => (await ordered(), await shown(id)).behind === 0 && listener.acknowledged.length > (sample.delegations[3]?.itemCodes.length ?? 0));
    expect(listener.heard.every((one) => one.signed)).toBe(true);
    expect(listener.acknowledged).toEqual((await feed()).map((one) => Number(one.position)).filter((position) => position > before));
    const stored = JSON.stringify([await database('subscriptions').select(), await database('inbox').select(), await database('subscription_attempts').select()]);
    expect(stored).not.toContain(listener.secret);
    expect(JSON.stringify((await ask('get', `/subscriptions/${id}`)).data)).not.toMatch(/secret"|sealed/i);
  });
  it.each(['fails', 'redirects', 'drops', 'late'] as const)('that %s is told the same again, in order, until it hears', async (behave) => {
    listener.behave = behave;
    const knocks = listener.knocks();
    const heard = listener.heard.length;
    const [before] = await feed().then((all) => all.slice(-1));
    await put(3, { posts: { a: `窗口岗（${behave}）`, b: '审核岗' } });
    await eventually('it has been told once', async () => (await shown(id)).attempts === 1);
    expect(await shown(id)).toMatchObject({ hearing: 'retrying' });
    // Not at once: the next is due in some seconds.
    await put(3, { posts: { a: `又改（${behave}）`, b: '审核岗' } });
    await ordered();
    expect(listener.knocks()).toBe(knocks + 1);
    clock.advance(6_000);
    await eventually('it has been told twice', async () => (await shown(id)).attempts === 2);
    const [first, again] = listener.heard.slice(heard);
    expect(again).toEqual(first);
    listener.behave = 'well';
    clock.advance(11_000);
    await eventually('it has heard everything', async () => { const now = await shown(id); return now.behind === 0 && now.failingSince === null; });
    const unique = [...new Set(listener.acknowledged)];
    expect(unique).toEqual(unique.toSorted((a, b) => a - b));
    expect(unique.filter((position) => position > Number(before?.position ?? 0))).toEqual((await feed()).map((one) => Number(one.position)).filter((position) => position > Number(before?.position ?? 0)));
    expect(listener.heard.every((one) => one.signed)).toBe(true);
  });
  it('that is gone for a day is called dead, with how much waits and why; told at once when somebody asks', async () => {
    listener.behave = 'fails';
    await put(3, { posts: { a: '长期不通', b: '审核岗' } });
    await eventually('it has been told', async () => (await shown(id)).attempts === 1);
    clock.advance(25 * 3_600_000);
    await eventually('it has been told again', async () => (await shown(id)).attempts >= 2);
    const dead = await shown(id);
    expect(dead).toMatchObject({ hearing: 'dead', lastOutcome: '500' });
    expect(dead.behind).toBeGreaterThan(0);
    listener.behave = 'well';
    expect((await ask('post', `/subscriptions/${id}/telling`)).status).toBe(202);
    await eventually('it hears again', async () => (await shown(id)).hearing === 'heard');
  });
  it('is told nothing while paused, and then everything it missed', async () => {
    expect((await ask('post', `/subscriptions/${id}/standing`, { standing: 'paused', reason: '对方升级' })).data).toMatchObject({ standing: 'paused', hearing: 'silent' });
    const knocks = listener.knocks();
    await put(3, { posts: { a: '暂停期间', b: '审核岗' } });
    await ordered();
    expect(listener.knocks()).toBe(knocks);
    await ask('post', `/subscriptions/${id}/standing`, { standing: 'active' });
    await eventually('it has heard all', async () => (await shown(id)).behind === 0);
    expect(listener.knocks()).toBeGreaterThan(knocks);
  });
  it('knows either secret for a day after a change of it', async () => {
    const earlier = listener.secret;
    const renewed = z.string().parse((await ask('post', `/subscriptions/${id}/secret`)).data['secret']);
    expect(renewed).not.toBe(earlier);
    const one = async (words: string): Promise<boolean> => {
      const heard = listener.heard.length;
      await put(3, { posts: { a: words, b: '审核岗' } });
      await eventually('it has heard', async () => listener.heard.length > heard);
      await eventually('all of it', async () => (await shown(id)).behind === 0);
      return listener.heard.slice(heard).every((each) => each.signed);
    };
    expect(await one('旧密钥')).toBe(true);
    listener.secret = renewed;
    expect(await one('新密钥')).toBe(true);
    clock.advance(25 * 3_600_000);
    listener.secret = earlier;
    expect(await one('旧密钥已过')).toBe(false);
    listener.secret = renewed;
  });
  it('of one body hears of no other', async () => {
    const other = await listen();
    try {
      const department = sample.delegations[4]?.department.creditCode ?? '';
      const { id: otherId } = await subscribe(other, { departments: [department], kinds: ['delegation-changed'], after: '0' });
      await put(4);
      await put(5);
      await eventually('it has heard all', async () => (await ordered(), await shown(otherId)).behind === 0 && other.heard.length > 0);
      expect(new Set(other.heard.flatMap((one) => one.kinds))).toEqual(new Set(['delegation-changed']));
      expect([...new Set(other.acknowledged)]).toEqual((await feed(`&department=${department}&kind=delegation-changed`)).map((one) => Number(one.position)));
      expect((await ask('post', `/subscriptions/${otherId}/standing`, { standing: 'ended' })).data).toMatchObject({ standing: 'ended' });
      expect(await ask('post', `/subscriptions/${otherId}/standing`, { standing: 'active' })).toMatchObject({ status: 409, data: { reason: 'wrong-state' } });
    } finally { await other.close(); }
  });
  it('may not be anywhere the hub would knock at its own doors, and is kept by officers only', async () => {
    for (const address of ['http://127.0.0.2:80/', 'https://10.0.0.1/', 'https://169.254.169.254/', 'http://hooks.example.gov.cn/']) {
      expect(await ask('post', '/subscriptions', { name: '内网', url: address })).toMatchObject({ status: 422, data: { reason: 'subscriber-address', field: 'url' } });
    }
    expect((await ask('post', '/subscriptions', { name: '名', url: 'https://a.example/' }, { authorization: `Bearer ${await stage.token('window-clerk')}` })).status).toBe(403);
    expect((await ask('get', '/subscriptions', undefined, {})).status).toBe(401);
  });
  it('made twice by the same request is one, and its secret is not told again', async () => {
    const headers = { ...officer, 'idempotency-key': 'one-and-the-same-key' };
    const make = (): Promise<{ status: number; data: unknown }> => axios.post(`${url}/subscriptions`, { name: '重复', url: 'https://hooks.example.gov.cn/' }, { headers, validateStatus: () => true });
    const [first, second] = [await make(), await make()];
    const Made = z.object({ subscription: Subscription, secret: z.string().nullable() });
    expect(Made.parse(second.data).subscription.id).toBe(Made.parse(first.data).subscription.id);
    expect([Made.parse(first.data).secret === null, Made.parse(second.data).secret]).toEqual([false, null]);
  });
});
