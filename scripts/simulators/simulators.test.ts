import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshSecret } from '../../infra/chance.ts';
import { DailyFeeds, feedsOf, openFolder, type Feed } from '../../services/bank-gateway/daily-files/feeds.ts';
import { nameSays } from '../../services/bank-gateway/daily-files/profile.ts';
import { readDailyFile } from '../../services/bank-gateway/daily-files/reading.ts';
import { startDatabase } from '../instances/mariadb.ts';
import { findPrograms } from '../instances/programs.ts';
import { createProcesses } from '../processes.ts';
import type { StartedSimulator } from '../simulator-program.ts';
import { freePort } from '../instances/ports.ts';
import { program as bankTeller } from './bank-teller.ts';
import { program as carrier } from './carrier.ts';
import { program as dailyFiles } from './daily-files.ts';
import { program as fiscal } from './fiscal.ts';
import { program as paymentAggregator } from './payment-aggregator.ts';
import { program as provinceSoap } from './province-soap.ts';
import { program as provinceTenEvents } from './province-ten-events.ts';
import { program as province } from './province.ts';
import { program as provinceDatabase } from './province-database.ts';

let folder: string;
let started: StartedSimulator[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-simulators-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const aggregator = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
const written = (name: string, pem: string): string => { writeFileSync(join(folder, name), pem); return join(folder, name); };

const settings = async (): Promise<Record<string, Record<string, string>>> => ({
  province: {
    HUB_PORT: String(await freePort()),
    HUB_REQUESTER_ID: 'R',
    HUB_APP_SECRET: 'secret-of-the-province',
    HUB_LEDGER_FILE: join(folder, 'province'),
  },
  'province-soap': { HUB_PORT: String(await freePort()), HUB_ACCOUNT: 'A', HUB_PASSWORD: 'a-password', HUB_LEDGER_FILE: join(folder, 'soap') },
  'province-ten-events': { HUB_PORT: String(await freePort()), HUB_ACCOUNT: 'A', HUB_PASSWORD: 'a-password', HUB_LEDGER_FILE: join(folder, 'ten-events') },
  carrier: {
    HUB_PORT: String(await freePort()),
    HUB_CONTROL_PORT: String(await freePort()),
    HUB_ENTERPRISE: '900001',
    HUB_SECRET: 's',
    HUB_SERVICE_CODE: '10690000',
    HUB_LEDGER_FILE: join(folder, 'carrier'),
  },
  'bank-teller': {
    HUB_CONTROL_PORT: String(await freePort()),
    HUB_GATEWAY_PORT: String(await freePort()),
    HUB_BANK_USER: 'B',
    HUB_BANK_PASSWORD: 'p',
    HUB_BOOKS_FILE: join(folder, 'books'),
  },
  'daily-files': { HUB_PORT: String(await freePort()), HUB_CONTROL_PORT: String(await freePort()), HUB_PASSWORD: 'p', HUB_FILES_DIRECTORY: join(folder, 'daily-files') },
  fiscal: { HUB_PORT: String(await freePort()), HUB_CONTROL_PORT: String(await freePort()), HUB_TOKEN: 't', HUB_NODE: 'F430603', HUB_UNIT_NODE: 'K4306030001', HUB_DIVISION: '430603', HUB_BOOKS_FILE: join(folder, 'fiscal-books') },
  'payment-aggregator': {
    HUB_PORT: String(await freePort()),
    HUB_AGGREGATOR_KEY_FILE: written('aggregator.pem', aggregator.privateKey),
    HUB_HUB_KEY_FILE: written('hub.pem', aggregator.publicKey),
    HUB_SYSTEM_ID: 'ZONE',
    HUB_NOTICE_URL: 'http://127.0.0.1:9',
    HUB_BOOKS_FILE: join(folder, 'aggregator'),
  },
});

describe.each([province, provinceSoap, provinceTenEvents, carrier, bankTeller, fiscal, paymentAggregator, dailyFiles])('the simulator $name', (program) => {
  it('stands alone and shows what it keeps over its control endpoint', async () => {
    const one = await program.start((await settings())[program.name] ?? {});
    started.push(one);
    const answer = await axios.get<unknown>(`${one.controlUrl}${program === bankTeller || program === fiscal ? '/books' : program === dailyFiles ? '/files' : '/ledger'}`, { proxy: false });
    expect(answer.status).toBe(200);
  });

  it('starts with each fault it names', async () => {
    for (const fault of Object.keys(program.faults)) {
      const one = await program.start({ ...(await settings())[program.name], HUB_FAULTS: fault });
      await one.stop();
    }
  });

  it('names every setting it lacks', async () => {
    await expect(program.start({})).rejects.toThrow(/HUB_[A-Z_]+: 缺少 missing/);
  });
});

describe('the simulator province-database', () => {
  it('starts in both shapes with each fault it names, on a server of its own', { timeout: 120_000 }, async () => {
    const processes = createProcesses({ runDirectory: folder });
    try {
      const server = await startDatabase({ processes, programs: findPrograms(), directory: join(folder, 'far'), newPassword: () => freshSecret(12), bufferPool: '64M' });
      for (const [shape, faults] of [['national', Object.keys(provinceDatabase.faults)], ['shandong', []]] as const) {
        const account = { schema: `far_${shape}`, user: 'reader', password: freshSecret(12) };
        await server.openSchema(account);
        const own = { HUB_SHAPE: shape, HUB_DATABASE_PORT: String(server.port), HUB_DATABASE_USER: account.user, HUB_DATABASE_PASSWORD: account.password, HUB_DATABASE_SCHEMA: account.schema };
        for (const fault of ['', ...faults]) {
          const one = await provinceDatabase.start({ ...own, HUB_FAULTS: fault });
          try {
            const answer = await axios.get<unknown>(`${one.controlUrl}/ledger`, { proxy: false });
            expect(answer.data).toMatchObject({ cases: 0, waiting: 0 });
          } finally { await one.stop(); }
        }
      }
      await expect(provinceDatabase.start({})).rejects.toThrow(/HUB_DATABASE_PORT[\s\S]*HUB_DATABASE_USER/);
    } finally { await processes.stopAll(); }
  });
});

describe('the simulator of daily files', () => {
  it('lays down each dialect, and half files that become whole, on a server the gateway reads', async () => {
    const one = await dailyFiles.start((await settings())['daily-files'] ?? {});
    started.push(one);
    const post = async (path: string, body: object): Promise<unknown> => (await axios.post<unknown>(`${one.controlUrl}${path}`, body, { proxy: false })).data;
    const feeds = DailyFeeds.parse(JSON.stringify((await axios.get<unknown>(`${one.controlUrl}/feeds`, { proxy: false })).data));
    expect(feeds).toHaveLength(12);
    for (const feed of feedsOf(feeds)) await post('/write', { dialect: feed.dialect.name, day: '2026-01-05', ...(feed.dialect.name === 'yhsk' ? { fault: 'half' } : {}) });
    const read = async (feed: Feed): Promise<number> => {
      const remote = await openFolder(feed);
      try {
        const [found] = await remote.list((name) => nameSays(feed.dialect, name) !== null);
        if (!found) throw new Error('no file');
        const said = nameSays(feed.dialect, found.name);
        return (await readDailyFile(await remote.read(found.name), feed.dialect, { bytes: found.bytes, day: said?.day ?? '', bankCode: feed.bankCode, division: said?.division ?? null }, () => Promise.resolve())).count;
      } finally { await remote.close(); }
    };
    for (const feed of feedsOf(feeds)) {
      if (feed.dialect.name === 'yhsk') { await expect(read(feed)).rejects.toThrow(); continue; }
      expect(await read(feed), feed.feed).toBe(3);
    }
    expect(await post('/finish', {})).toEqual({ finished: 1 });
    for (const feed of feedsOf(feeds)) expect(await read(feed), feed.feed).toBe(3);
    await expect(post('/write', { dialect: 'no-such', day: '2026-01-05' })).rejects.toThrow('400');
  });
});
