/** Daily files from real servers (OpenSSH, vsftpd) through the bank gateway to fees: what is waited for, refused, delivered, repeated and revised. */
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components, paths } from '../../contracts/bank-gateway/api.ts';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import { manualClock } from '../../infra/clock.ts';
import { openClient, type Client } from '../../infra/http-client.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import { writeArrivals } from '../../services/bank-gateway/adapters/dzcz/simulator.ts';
import { writeTreasuryArrivals } from '../../services/bank-gateway/adapters/dzgk/simulator.ts';
import { writeAggregatorStatement } from '../../services/bank-gateway/adapters/gzf0005/simulator.ts';
import { writeArrivalTotals } from '../../services/bank-gateway/adapters/hzdz/simulator.ts';
import { writeItemStatement } from '../../services/bank-gateway/adapters/qingdao-3003/simulator.ts';
import { writeProblemItems } from '../../services/bank-gateway/adapters/wtzw/simulator.ts';
import { service as bankGateway } from '../../services/bank-gateway/service.ts';
import type { SimulatedDay, WrittenFile } from '../../services/bank-gateway/simulated-day.ts';
import { service as fees } from '../../services/fees/service.ts';
import { openSshd, openVsftpd, type FtpServer, type SftpServer } from '../file-servers.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type File = components['schemas']['DailyFile'];
type Look = paths['/daily-files/fetches']['post']['responses'][200]['content']['application/json'];

let stage: Stage;
let sshd: SftpServer;
let ftp: FtpServer;
let activeOnly: FtpServer;
let gateway: Client<paths>;
let books: Client<FeesPaths>;
const clock = manualClock(new Date('2026-01-06T01:30:00Z'));
const folders = new Map<string, string>();
const folderOf = (feed: string): string => folders.get(feed) ?? '';

const code = (n: number): string => `5339022630${String(n).padStart(10, '0')}`;
const day = (more: Partial<SimulatedDay> = {}): SimulatedDay => ({ bank: '105533902', division: '533902', day: '2026-01-05', part: 1, lines: [{ payCode: code(1), amountInFen: 32_000 }, { payCode: code(2), amountInFen: 8_000 }], ...more });

/** Lays a file down as the other side does; its time moves with each writing. */
let written = 0;
function lay(feed: string, { name, bytes }: Pick<WrittenFile, 'name' | 'bytes'>): void {
  const file = join(folderOf(feed), name);
  writeFileSync(file, bytes);
  written += 1;
  utimesSync(file, 1_767_600_000 + written, 1_767_600_000 + written);
}
async function look(feed: string): Promise<Look> {
  return eventually('nobody else looks', async () => {
    const answer = await gateway.call('post', '/daily-files/fetches', { body: { feed } });
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    return answer.value.result === 'busy' ? null : answer.value;
  });
}
/** Two looks, as far apart as a file must stay the same. */
async function fetched(feed: string): Promise<File[]> {
  await look(feed);
  clock.advance(31_000);
  const { files, trouble } = await look(feed);
  if (trouble !== null) throw new Error(trouble);
  return files;
}
async function taken(source: string, on = '2026-01-05'): Promise<{ name: string; lines: number; amountInFen: number; revision: number; state: string }[]> {
  const answer = await books.call('get', '/statements/{source}/{day}/files', { path: { source, day: on } });
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.value.files.map(({ name, lines, amountInFen, revision, state }) => ({ name, lines, amountInFen, revision, state }));
}
async function stateOf(feed: string): Promise<NonNullable<components['schemas']['GatewayState']['dailyFiles']>[number]> {
  const answer = await gateway.call('get', '/state');
  const found = answer.kind === 'done' ? answer.value.dailyFiles?.find((one) => one.feed === feed) : undefined;
  if (!found) throw new Error(`no state of ${feed}`);
  return found;
}

beforeAll(async () => {
  stage = await openStage();
  const names = ['sftp-receipts', 'items', 'passive', 'active-only', 'aggregator', 'problems', 'fiscal', 'gone', 'stranger', 'late', 'arrivals'];
  for (const name of names) { folders.set(name, join(stage.directory, 'outside', name)); mkdirSync(folderOf(name), { recursive: true }); }
  sshd = await openSshd(stage.processes, join(stage.directory, 'sshd'));
  ftp = await openVsftpd(stage.processes, join(stage.directory, 'ftp'), join(stage.directory, 'outside'));
  activeOnly = await openVsftpd(stage.processes, join(stage.directory, 'ftp-active'), join(stage.directory, 'outside'), ['active']);
  const sftp = (name: string, more: object = {}): object => ({ by: 'sftp', host: '127.0.0.1', port: sshd.port, user: sshd.user, privateKeyFile: sshd.privateKeyFile, hostKey: sshd.hostKey, folder: folderOf(name), ...more });
  const overFtp = (name: string, server: FtpServer, mode: 'active' | 'passive'): object => ({ by: 'ftp', mode, host: '127.0.0.1', port: server.port, user: server.user, password: server.password, folder: folderOf(name) });
  const feeds = [
    { feed: 'sftp-receipts', source: 'BANKA', profile: 'yhsk', from: sftp('sftp-receipts'), bankCode: '105533902' },
    { feed: 'items', source: 'BANKB', profile: 'qingdao-3003', from: overFtp('items', activeOnly, 'active'), bankCode: '0105' },
    { feed: 'passive', source: 'BANKC', profile: 'yhsk', from: overFtp('passive', ftp, 'passive') },
    { feed: 'active-only', source: 'BANKD', profile: 'yhsk', from: overFtp('active-only', activeOnly, 'passive') },
    { feed: 'aggregator', source: 'YLZF', profile: 'gzf0005', from: sftp('aggregator') },
    { feed: 'problems', source: 'BANKA', profile: 'wtzw', from: sftp('problems'), expectedBy: null },
    { feed: 'fiscal', source: 'fiscal', profile: 'yhsk', from: { by: 'folder', folder: folderOf('fiscal') } },
    { feed: 'gone', source: 'BANKE', profile: 'yhsk', from: sftp('gone', { folder: join(stage.directory, 'nowhere') }) },
    { feed: 'stranger', source: 'BANKF', profile: 'yhsk', from: sftp('stranger', { hostKey: `SHA256:${'A'.repeat(43)}` }) },
    { feed: 'late', source: 'BANKG', profile: 'yhsk', from: sftp('late') },
    ...(['dzcz', 'dzgk', 'hzdz'] as const).map((profile) => ({ feed: profile, source: 'BANKH', profile, from: sftp('arrivals') })),
    { feed: 'one-more', source: 'BANKJ', profile: 'hzdz', from: overFtp('arrivals', ftp, 'passive') },
  ];
  const started = await stage.start(fees, { HUB_DIVISION_CODE: '533902' }, clock);
  const opened = await stage.start(bankGateway, {
    HUB_FEES_URL: started.url, HUB_DAILY_FILES: JSON.stringify(feeds), HUB_DAILY_FILES_EVERY_SECONDS: '86400', HUB_LISTENERS: JSON.stringify([{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'BANKA', userCode: 'BANKA', password: 'password-1' }], sessionKey: '0123456789abcdef' }]),
  }, clock);
  gateway = openClient<paths>(opened.url, () => stage.token('integrator'), 60_000);
  books = openClient<FeesPaths>(started.url, () => stage.token('auditor'), 60_000);
}, 90_000);
afterAll(async () => { await stage?.close(); });

describe('a daily file', { timeout: 60_000 }, () => {
  it('over SFTP is noted at the first look, read when it has stayed the same, and reaches fees line by line', async () => {
    lay('sftp-receipts', writeReceipts(day()));
    expect((await look('sftp-receipts')).files).toEqual([]);
    expect((await stateOf('sftp-receipts')).files.arriving).toBe(1);
    clock.advance(31_000);
    expect((await look('sftp-receipts')).files).toMatchObject([{ state: 'delivered', day: '2026-01-05', lines: 2, paymentsInFen: 40_000, problem: null }]);
    expect(await taken('BANKA')).toEqual([{ name: 'YHSK1055339022026010501.txt', lines: 2, amountInFen: 40_000, revision: 1, state: 'counted' }]);
    expect(await stateOf('sftp-receipts')).toMatchObject({ state: 'up', files: { delivered: 1, arriving: 0 }, trouble: null });
    // Looked at again it stays what it is.
    expect((await look('sftp-receipts')).files).toEqual([]);
  });

  it('is left alone while it is called .tmp, while its .tmp stands beside it, and while it grows', async () => {
    const whole = writeReceipts(day({ part: 2, lines: [{ payCode: code(3), amountInFen: 500 }, { payCode: code(4), amountInFen: 700 }] }));
    lay('sftp-receipts', { name: `${whole.name}.tmp`, bytes: whole.bytes });
    expect(await fetched('sftp-receipts')).toEqual([]);
    lay('sftp-receipts', { name: whole.name, bytes: whole.bytes.subarray(0, 60) });
    expect(await fetched('sftp-receipts')).toEqual([]);
    rmSync(join(folderOf('sftp-receipts'), `${whole.name}.tmp`));
    // It grows between two looks: neither of them reads it.
    await look('sftp-receipts');
    clock.advance(31_000);
    appendFileSync(join(folderOf('sftp-receipts'), whole.name), whole.bytes.subarray(60, 70));
    expect((await look('sftp-receipts')).files).toEqual([]);
    // It stays half: read, and waited for with what is missing.
    clock.advance(31_000);
    expect((await look('sftp-receipts')).files).toMatchObject([{ state: 'arriving', problem: { reason: expect.stringMatching(/half|character/) } }]);
    lay('sftp-receipts', whole);
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'delivered', lines: 2, paymentsInFen: 1_200 }]);
    expect((await taken('BANKA')).map(({ name, revision }) => [name, revision])).toEqual([['YHSK1055339022026010501.txt', 1], ['YHSK1055339022026010502.txt', 1]]);
  });

  it('appears by renaming, the way banks are asked to do it, and is read then', async () => {
    const file = writeReceipts(day({ part: 3, lines: [{ payCode: code(5), amountInFen: 900 }] }));
    lay('sftp-receipts', { name: `${file.name}.tmp`, bytes: file.bytes });
    renameSync(join(folderOf('sftp-receipts'), `${file.name}.tmp`), join(folderOf('sftp-receipts'), file.name));
    expect(await fetched('sftp-receipts')).toMatchObject([{ name: file.name, state: 'delivered' }]);
  });

  it('that stays half is refused after its time, and read when it comes whole after all', async () => {
    const whole = writeReceipts(day({ part: 4, lines: [{ payCode: code(6), amountInFen: 100, unit: '应急管理局' }] }));
    // Two bytes into the second character of the unit's name.
    const at = whole.bytes.indexOf('\n\n') + 2;
    lay('sftp-receipts', { name: whole.name, bytes: whole.bytes.subarray(0, at + 3) });
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'arriving', problem: { reason: 'character', line: 3, byte: 3, zh: '第 3 行第 3 字节：汉字被截断，只有半个字符' } }]);
    clock.advance(3_600_000);
    await look('sftp-receipts');
    const listed = await gateway.call('get', '/daily-files', { query: { feed: 'sftp-receipts', state: 'refused' } });
    expect(listed).toMatchObject({ kind: 'done', value: { files: [{ name: whole.name, state: 'refused', problem: { reason: 'character', line: 3, byte: 3 } }] } });
    lay('sftp-receipts', whole);
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'delivered' }]);
  });

  it('with sums that are not those of its lines is refused whole', async () => {
    lay('sftp-receipts', writeReceipts(day({ part: 5, stated: { amountInFen: 40_001 } })));
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'refused', problem: { reason: 'totals', en: expect.stringContaining('400.01') } }]);
    expect((await taken('BANKA')).map(({ name }) => name)).not.toContain('YHSK1055339022026010505.txt');
  });

  it('that comes twice is delivered once; with other bytes it is a revision', async () => {
    const before = await taken('BANKA');
    const first = writeReceipts(day());
    lay('sftp-receipts', first);
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'repeated', repeats: expect.any(String) }]);
    lay('sftp-receipts', { name: first.name.replace('01.txt', '06.txt'), bytes: first.bytes });
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'repeated' }]);
    expect(await taken('BANKA')).toEqual(before);
    lay('sftp-receipts', writeReceipts(day({ lines: [{ payCode: code(1), amountInFen: 32_000 }, { payCode: code(2), amountInFen: 8_001 }] })));
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'delivered', paymentsInFen: 40_001 }]);
    expect((await taken('BANKA')).filter(({ name }) => name === first.name)).toMatchObject([{ revision: 1, state: 'superseded' }, { revision: 2, state: 'counted', amountInFen: 40_001 }]);
  });

  it('that was revised and then comes as it was before is refused with both versions named, and the revision stands', async () => {
    const before = await taken('BANKA');
    lay('sftp-receipts', writeReceipts(day()));
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'refused', problem: { reason: 'older', zh: expect.stringMatching(/第 \d+ 号.*修订版第 \d+ 号/) } }]);
    expect(await taken('BANKA')).toEqual(before);
    // The revision laid down again is only that.
    lay('sftp-receipts', writeReceipts(day({ lines: [{ payCode: code(1), amountInFen: 32_000 }, { payCode: code(2), amountInFen: 8_001 }] })));
    expect(await fetched('sftp-receipts')).toMatchObject([{ state: 'repeated' }]);
  });

  it('over active FTP, the only way one server knows, has its items added up to bills wherever they stand', async () => {
    const lines = [{ payCode: code(1), amountInFen: 100, item: 'A' }, { payCode: code(2), amountInFen: 50, item: 'A' }, { payCode: code(1), amountInFen: 30, item: 'B' }];
    lay('items', writeItemStatement(day({ bank: '0105', lines })));
    expect(await fetched('items')).toMatchObject([{ state: 'delivered', lines: 3, paymentsInFen: 180 }]);
    expect(await taken('BANKB')).toMatchObject([{ lines: 2, amountInFen: 180, state: 'counted' }]);
  });

  it('over passive FTP is the same; a server that knows active alone is named with what it said', async () => {
    lay('passive', writeReceipts(day()));
    expect(await fetched('passive')).toMatchObject([{ state: 'delivered', lines: 2 }]);
    expect(await look('active-only')).toMatchObject({ result: 'trouble', trouble: expect.stringMatching(/PASV/) });
    expect(await stateOf('active-only')).toMatchObject({ state: 'down', trouble: { detail: expect.stringMatching(/PASV/) } });
  });

  it('with a digest file is waited for until that has come, and read when the digest is right', async () => {
    const file = writeAggregatorStatement(day({ bank: 'YLZF' }));
    const digest = file.digestFile;
    if (!digest) throw new Error('no digest');
    lay('aggregator', file);
    expect(await fetched('aggregator')).toMatchObject([{ state: 'arriving', problem: { reason: 'digest' } }]);
    lay('aggregator', { name: digest.name, bytes: Buffer.from(`${'0'.repeat(32)}  x\n`) });
    expect((await look('aggregator')).files).toMatchObject([{ state: 'arriving', problem: { reason: 'digest', en: expect.stringContaining('0000') } }]);
    lay('aggregator', digest);
    expect((await look('aggregator')).files).toMatchObject([{ state: 'delivered', problem: null }]);
  });

  it('refused for want of its digest, or at a wrong one, is looked at again when the right one comes', async () => {
    for (const [part, wrong] of [[2, null], [3, `${'0'.repeat(32)}  x\n`]] as const) {
      const file = writeAggregatorStatement(day({ bank: 'YLZF', part, lines: [{ payCode: code(10 + part), amountInFen: 100 * part }] }));
      if (!file.digestFile) throw new Error('no digest');
      lay('aggregator', file);
      if (wrong !== null) lay('aggregator', { name: file.digestFile.name, bytes: Buffer.from(wrong) });
      await fetched('aggregator');
      clock.advance(3_600_000);
      await look('aggregator');
      expect((await gateway.call('get', '/daily-files', { query: { feed: 'aggregator', state: 'refused' } }))).toMatchObject({ value: { files: expect.arrayContaining([expect.objectContaining({ name: file.name })]) as unknown } });
      expect((await look('aggregator')).files).toEqual([]);
      lay('aggregator', file.digestFile);
      expect((await look('aggregator')).files).toMatchObject([{ name: file.name, state: 'delivered', problem: null }]);
    }
  });

  it('that lists problems goes to people with each reason, not to fees', async () => {
    lay('problems', writeProblemItems(day({ lines: [{ payCode: code(1), amountInFen: 0, reason: '票据号重复使用' }] })));
    const [file] = await fetched('problems');
    expect(file).toMatchObject({ state: 'shown', lines: 1 });
    expect(await gateway.call('get', '/daily-files/{fileId}/items', { path: { fileId: file?.id ?? '' } })).toMatchObject({ kind: 'done', value: { items: [{ payCode: code(1), reason: '票据号重复使用' }] } });
  });

  it('of the fiscal side comes the same way, from a folder of this machine', async () => {
    lay('fiscal', writeReceipts(day()));
    expect(await fetched('fiscal')).toMatchObject([{ state: 'delivered' }]);
    expect(await taken('fiscal')).toMatchObject([{ lines: 2 }]);
  });

  it('of totals is held against the files it adds up: waited for, agreeing, differing, and agreeing again after a revision', async () => {
    const [account, treasury] = [[{ payCode: code(61), amountInFen: 300 }], [{ payCode: code(62), amountInFen: 200 }, { payCode: code(63), amountInFen: 50 }]];
    const totals = async (): Promise<File['totals']> => {
      const answer = await gateway.call('get', '/daily-files', { query: { feed: 'hzdz' } });
      return answer.kind === 'done' ? answer.value.files[0]?.totals ?? null : null;
    };
    lay('arrivals', writeArrivals(day({ lines: account })));
    lay('arrivals', writeArrivalTotals(day({ lines: [...account, ...treasury] })));
    await fetched('dzcz');
    expect(await fetched('hzdz')).toMatchObject([{ state: 'shown', lines: 3, paymentsInFen: 550, totals: { state: 'waiting', count: 1, amountInFen: 300, waitsFor: ['dzgk'] } }]);
    expect((await stateOf('hzdz')).differingDays).toEqual([]);

    lay('arrivals', writeTreasuryArrivals(day({ lines: treasury.slice(0, 1) })));
    expect(await fetched('dzgk')).toMatchObject([{ state: 'delivered', totals: null }]);
    expect(await totals()).toEqual({ state: 'differs', count: 2, amountInFen: 500, files: ['DZCZ10553390220260105.txt', 'DZGK10553390220260105.txt'], waitsFor: [] });
    expect((await stateOf('hzdz')).differingDays).toEqual(['2026-01-05']);

    // A file that is refused changes nothing: what was believed before stands.
    lay('arrivals', writeTreasuryArrivals(day({ lines: treasury, stated: { amountInFen: 1 } })));
    expect(await fetched('dzgk')).toMatchObject([{ state: 'refused' }]);
    expect(await totals()).toMatchObject({ state: 'differs', amountInFen: 500 });
    lay('arrivals', writeTreasuryArrivals(day({ lines: treasury })));
    expect(await fetched('dzgk')).toMatchObject([{ state: 'delivered' }]);
    expect(await totals()).toMatchObject({ state: 'agrees', count: 3, amountInFen: 550 });
    expect((await stateOf('hzdz')).differingDays).toEqual([]);
    // Both files are counted, the totals never are.
    expect((await taken('BANKH')).filter(({ state }) => state === 'counted').map(({ name, lines }) => [name, lines])).toEqual([['DZCZ10553390220260105.txt', 1], ['DZGK10553390220260105.txt', 2]]);
  });

  it('that no source reads is named by the server it lies on; a folder in the folder is none', async () => {
    lay('arrivals', { name: 'JCSJ20260105', bytes: Buffer.from('x') });
    mkdirSync(join(folderOf('arrivals'), 'archive'), { recursive: true });
    await look('hzdz');
    expect((await stateOf('hzdz')).unread).toEqual({ count: 1, names: [{ name: 'JCSJ20260105', why: 'no-profile', profile: null }] });
    // Seen from a server where one dialect alone is read, the others are files without a source.
    await fetched('one-more');
    const { unread } = await stateOf('one-more');
    expect(unread.names.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'DZCZ10553390220260105.txt', why: 'no-feed', profile: 'dzcz' }, { name: 'DZGK10553390220260105.txt', why: 'no-feed', profile: 'dzgk' }, { name: 'JCSJ20260105', why: 'no-profile', profile: null },
    ]);
    const answer = await gateway.call('get', '/daily-files', { query: { feed: 'one-more' } });
    expect(answer).toMatchObject({ value: { files: [{ totals: { state: 'alone' } }] } });
    rmSync(join(folderOf('arrivals'), 'JCSJ20260105'));
    await look('hzdz');
    expect((await stateOf('hzdz')).unread).toEqual({ count: 0, names: [] });
  });

  it('that is not there when it should be is missed by its day; one of long ago is left alone', async () => {
    await look('late');
    lay('late', writeReceipts(day({ day: '2025-12-01' })));
    expect(await fetched('late')).toEqual([]);
    expect((await stateOf('late')).missingDays).toEqual([]);
    clock.advance(86_400_000);
    expect((await stateOf('late')).missingDays).toEqual(['2026-01-06']);
    lay('late', writeReceipts(day({ day: '2026-01-06' })));
    await fetched('late');
    expect((await stateOf('late')).missingDays).toEqual([]);
  });
});

describe('a folder of daily files', { timeout: 60_000 }, () => {
  it('that is not there, or whose server shows another host key, is a thing for a person; nothing is read from a stranger', async () => {
    lay('stranger', writeReceipts(day()));
    expect(await look('gone')).toMatchObject({ result: 'trouble' });
    expect(await stateOf('gone')).toMatchObject({ state: 'down', trouble: { toMend: true } });
    expect(await look('stranger')).toMatchObject({ result: 'trouble', trouble: expect.stringContaining('host key') });
    expect(await stateOf('stranger')).toMatchObject({ state: 'down', trouble: { toMend: true }, files: { arriving: 0, delivered: 0 } });
    expect(await taken('BANKF')).toEqual([]);
  });

  it('nobody set up is not found, and only integrators and cashiers look into one', async () => {
    expect(await gateway.call('post', '/daily-files/fetches', { body: { feed: 'no-such-feed' } })).toMatchObject({ kind: 'refused', reason: 'not-found' });
    const clerk = openClient<paths>((await stage.urlOf('bank-gateway')), () => stage.token('window-clerk'), 10_000);
    expect(await clerk.call('post', '/daily-files/fetches', { body: { feed: 'late' } })).toMatchObject({ kind: 'unavailable', detail: expect.stringContaining('wrong-role') });
  });

  it('whose server is away is told, and is read when it is back', async () => {
    await ftp.running.stop();
    lay('passive', writeReceipts(day({ part: 7, lines: [{ payCode: code(9), amountInFen: 10 }] })));
    expect(await look('passive')).toMatchObject({ result: 'trouble', trouble: expect.stringContaining('ECONNREFUSED') });
    expect(await stateOf('passive')).toMatchObject({ state: 'down', trouble: { toMend: false } });
    await ftp.running.startAgain();
    expect(await fetched('passive')).toMatchObject([{ state: 'delivered', lines: 1 }]);
    expect(await stateOf('passive')).toMatchObject({ state: 'up', trouble: null });
  });
});
