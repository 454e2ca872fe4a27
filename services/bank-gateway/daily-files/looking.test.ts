/** What one bad file, or a server that stops in the middle of one, may do to other files and other folders: nothing. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../infra/clock.ts';
import { openLog } from '../../../infra/log.ts';
import { writeReceipts } from '../adapters/yhsk/simulator.ts';
import { feedsOf, DailyFeeds } from './feeds.ts';
import { openFtp } from './ftp.ts';
import { openLocalFolder } from './local-folder.ts';
import { lookAt, type Means } from './looking.ts';
import type { RemoteFile, RemoteFolder } from './remote-folder.ts';
import { openSftp } from './sftp.ts';
import type { DailyFileStore, SeenFile } from './store.ts';
import type { UnreadNames } from './unread-names.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'zh-looking-'));
  stops.push(() => { rmSync(path, { recursive: true, force: true }); });
  return path;
}
const silent = openLog('looking-test', 'silent');

/** What the gateway remembers, in memory. */
function memory(): { store: DailyFileStore; rows: SeenFile[]; looked: ({ detail: string } | null)[]; unread: UnreadNames[] } {
  const rows: SeenFile[] = [];
  const looked: ({ detail: string } | null)[] = [];
  const unread: UnreadNames[] = [];
  const change = (id: number, what: Partial<SeenFile>): void => { const at = rows.findIndex((row) => row.id === id); const row = rows[at]; if (row) rows[at] = { ...row, ...what }; };
  const store: Partial<DailyFileStore> = {
    alone: (_feed, work) => work(),
    latest: (_feed, name) => Promise.resolve(rows.findLast((row) => row.name === name) ?? null),
    one: (id) => Promise.resolve(rows.find((row) => row.id === id) ?? null),
    arrived: ({ feed, name, day, bytes, changed }, at) => {
      const row: SeenFile = { id: rows.length + 1, feed, name, day, bytes, changed, state: 'arriving', seenAt: at, unchangedSince: at, readAt: null, deliveredAt: null, sha256: null, sums: null, problem: null, repeats: null };
      rows.push(row);
      return Promise.resolve(row);
    },
    changed: (id, bytes, changed, at) => { change(id, { bytes, changed, unchangedSince: at }); return Promise.resolve(); },
    settled: (id, { state }) => { change(id, { state }); return Promise.resolve(); },
    sameBytes: () => Promise.resolve(null), believedSince: () => Promise.resolve(null),
    unread: (_feed, _at, found) => { unread.push(found); return Promise.resolve(false); },
    looked: (_feed, _at, trouble) => { looked.push(trouble); return Promise.resolve(); },
  };
  return { store: store as DailyFileStore, rows, looked, unread };
}
const day = (on: string) => ({ bank: '105533902', division: '533902', day: on, part: 1, lines: [{ payCode: '53390226300000000001', amountInFen: 32_000 }] });
const feed = (from: object, more: object = {}) => {
  const [one] = feedsOf(DailyFeeds.parse(JSON.stringify([{ feed: 'one', source: 'BANKA', profile: 'yhsk', settleSeconds: 0, from, ...more }])));
  if (!one) throw new Error('no feed');
  return one;
};
const means = (store: DailyFileStore, more: Partial<Means>): Means => ({
  store, clock: manualClock(new Date('2026-01-06T01:30:00Z')), log: silent, exchanges: { record: () => undefined }, spool: '',
  statements: { deliver: () => Promise.resolve({ kind: 'done', value: { revision: 1, state: 'counted', repeated: false } }) }, ...more,
});

describe('a file that cannot be read', () => {
  it('holds up none of the others, and is named', async () => {
    const place = folder();
    const [old, fresh] = [writeReceipts(day('2026-01-03')), writeReceipts(day('2026-01-05'))];
    for (const { name, bytes } of [old, fresh]) writeFileSync(join(place, name), bytes);
    const { store, rows, looked } = memory();
    // Listed, and not given out: moved away, or another's.
    const open = async (): Promise<RemoteFolder> => {
      const real = await openLocalFolder(place);
      return { ...real, list: async (wanted): Promise<RemoteFile[]> => { const listed = await real.list(wanted); rmSync(join(place, old.name), { force: true }); return listed; } };
    };
    expect(await lookAt(feed({ by: 'folder', folder: place }), means(store, { open }))).toMatchObject({ result: 'trouble', trouble: `${old.name}: ENOENT` });
    expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual([`${old.name} arriving`, `${fresh.name} delivered`]);
    expect(looked).toEqual([{ detail: `${old.name}: ENOENT`, toMend: false }]);
  });
  it('of years ago is not asked about at each look', async () => {
    const asked: boolean[] = [];
    const open = (): Promise<RemoteFolder> => Promise.resolve({ list: (wanted) => { for (const on of ['2020-01-05', '2026-01-05', '2026-02-05']) { const { name } = writeReceipts(day(on)); asked.push(wanted(name), wanted(`${name}.tmp`)); } return Promise.resolve([]); }, read: () => Promise.reject(new Error('nobody asked')), close: () => Promise.resolve() });
    await lookAt(feed({ by: 'folder', folder: '/' }), means(memory().store, { open }));
    expect(asked).toEqual([false, false, true, true, false, false]);
  });
  it('is told by an FTP server as one file, and the line goes on', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).write('220 ready\r\n');
      socket.on('data', (chunk) => {
        const command = chunk.toString('latin1').slice(0, 4).trim();
        const data = command === 'EPSV' ? createServer((peer) => { peer.on('error', () => undefined).end(Buffer.alloc(20_000_000, 'name\r\n')); stops.push(() => { peer.destroy(); }); }).listen(0, '127.0.0.1', () => { const at = data?.address(); socket.write(`229 (|||${String(typeof at === 'object' && at ? at.port : 0)}|)\r\n`); }) : null;
        if (data) { stops.push(() => { data.close(); }); return; }
        socket.write({ USER: '230 in\r\n', TYPE: '200 ok\r\n', CWD: '250 ok\r\n', RETR: '550 Failed to open file.\r\n', NLST: '150 here\r\n' }[command] ?? '200 ok\r\n');
      });
    }).listen(0, '127.0.0.1');
    stops.push(() => { server.close(); });
    await new Promise((resolve) => { server.once('listening', resolve); });
    const at = server.address();
    const ftp = await openFtp({ host: '127.0.0.1', port: typeof at === 'object' && at ? at.port : 0, user: 'u', password: 'p', mode: 'passive', folder: '/', waitMs: 2_000 });
    for (let time = 0; time < 2; time += 1) await expect(ftp.read('x.txt')).rejects.toMatchObject({ name: 'FileTrouble', mend: true });
    // A list without an end is not held.
    await expect(ftp.list(() => false)).rejects.toMatchObject({ name: 'RemoteTrouble', message: expect.stringContaining('too long') as string });
    await ftp.close();
  });
});

describe('a file nobody reads', () => {
  it('is named with the reason, and a file some source of that folder reads is not: it may be old, half, or the digest of one', async () => {
    const place = folder();
    const from = { by: 'folder', folder: place };
    const put = (name: string): void => { writeFileSync(join(place, name), 'x'); };
    for (const name of ['JCSJ20260105', 'PLKS1055339022026010501.txt', 'DZGK10553390220260105.txt', 'YHSK9999999992026010501.txt', '说明.txt', '.listing']) put(name);
    for (const name of ['YHSK1055339022020010501.txt', 'YHSK1055339022026010502.txt.tmp', 'WTZW105533902202601051.txt']) put(name);
    mkdirSync(join(place, 'archive'));
    const { store, unread } = memory();
    const own = feed(from, { bankCode: '105533902' });
    await lookAt(own, means(store, { beside: [own, feed(from, { feed: 'two', profile: 'wtzw' })] }));
    expect(unread[0]?.count).toBe(5);
    expect(unread[0]?.names.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'DZGK10553390220260105.txt', why: 'no-feed', profile: 'dzgk' },
      { name: 'JCSJ20260105', why: 'no-profile', profile: null },
      { name: 'PLKS1055339022026010501.txt', why: 'no-profile', profile: null },
      { name: 'YHSK9999999992026010501.txt', why: 'another', profile: 'yhsk' },
      { name: '说明.txt', why: 'no-profile', profile: null },
    ]);
  });
  it('is counted where there are thousands, and twenty are named', async () => {
    const open = (): Promise<RemoteFolder> => Promise.resolve({ list: (wanted) => Promise.resolve(Array.from({ length: 3_000 }, (_file, n) => `other-${String(n)}`).filter((name) => wanted(name)).map((name) => ({ name, bytes: 1, changed: '1' }))), read: () => Promise.reject(new Error('nobody asked')), close: () => Promise.resolve() });
    const { store, unread } = memory();
    await lookAt(feed({ by: 'folder', folder: '/' }), means(store, { open }));
    expect(unread).toMatchObject([{ count: 3_000 }]);
    expect(unread[0]?.names).toHaveLength(20);
  });
});

/** An SFTP server that opens every file but `gone`, and never answers a read; or, told to trickle, gives out a byte at a time. */
async function stalling(trickles = false): Promise<{ port: number; hostKey: string }> {
  const { default: ssh2 } = await import('ssh2');
  const pair = ssh2.utils.generateKeyPairSync('ed25519');
  const key = ssh2.utils.parseKey(pair.public);
  if (key instanceof Error) throw key;
  const server = new ssh2.Server({ hostKeys: [pair.private] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (asked) => { asked.accept(); });
    client.on('session', (accept) => {
      accept().on('sftp', (begin) => {
        const sftp = begin();
        sftp.on('OPEN', (request, path) => { if (path.endsWith('gone')) sftp.status(request, 2); else sftp.handle(request, Buffer.from('1')); });
        sftp.on('READ', (request) => { if (trickles) setTimeout(() => { sftp.data(request, Buffer.from('x')); }, 20); });
        sftp.on('READDIR', (request) => { sftp.status(request, 1); });
        sftp.on('CLOSE', (request) => { sftp.status(request, 0); });
      });
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  stops.push(() => { server.close(); });
  const at: unknown = server.address();
  return { port: typeof at === 'object' && at !== null && 'port' in at ? Number(at.port) : 0, hostKey: `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}` };
}

describe('an SFTP server', () => {
  it('that is alive and gives out no more of a file is left after its time; a file it does not give out is that file alone', async () => {
    const sftp = await openSftp({ host: '127.0.0.1', ...await stalling(), user: 'u', password: 'p', folder: '/out', waitMs: 300 });
    const read = async (name: string): Promise<void> => { for await (const _piece of await sftp.read(name)) throw new Error('there is none'); };
    await expect(read('gone')).rejects.toMatchObject({ name: 'FileTrouble' });
    await expect(read('x.txt')).rejects.toMatchObject({ name: 'RemoteTrouble', message: 'x.txt: 300 ms' });
    await sftp.close();
  });
  it('that trickles is left after a while, and the file stays to be read', async () => {
    const place = await openSftp({ host: '127.0.0.1', ...await stalling(true), user: 'u', password: 'p', folder: '/out', waitMs: 2_000 });
    const { name, bytes } = writeReceipts(day('2026-01-05'));
    const { store, rows, looked } = memory();
    const open = (): Promise<RemoteFolder> => Promise.resolve({ ...place, list: () => Promise.resolve([{ name, bytes: bytes.length, changed: '1' }]) });
    expect(await lookAt(feed({ by: 'folder', folder: '/' }), means(store, { open, paceWindowMs: 300 }))).toMatchObject({ result: 'trouble', trouble: expect.stringContaining('too slow') as string });
    expect(rows).toMatchObject([{ name, state: 'arriving' }]);
    expect(looked).toMatchObject([{ toMend: false }]);
  });
});
