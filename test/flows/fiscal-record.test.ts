/** The fiscal platform's own record of a day, written by a platform with books of its own, fetched by the bank gateway and brought to fees: also what was told and never heard. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { components, paths } from '../../contracts/bank-gateway/api.ts';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import { openClient, type Client } from '../../infra/http-client.ts';
import { program } from '../../scripts/simulators/fiscal.ts';
import type { StartedSimulator } from '../../scripts/simulator-program.ts';
import { service as bankGateway } from '../../services/bank-gateway/service.ts';
import { service as fees } from '../../services/fees/service.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

let stage: Stage;
let platform: StartedSimulator;
let gateway: Client<paths>;
let books: Client<FeesPaths>;
const day = chinaDate(systemClock.now());
const code = (n: number): string => `5339022630${String(n).padStart(10, '0')}`;
const folder = (): string => join(stage.directory, 'records');
const control = async (where: string, body?: object): Promise<unknown> => (await axios.request<unknown>({ method: body ? 'post' : 'get', url: `${platform.controlUrl}${where}`, data: body, proxy: false })).data;

async function look(): Promise<components['schemas']['DailyFile'][]> {
  return eventually('nobody else looks', async () => {
    const answer = await gateway.call('post', '/daily-files/fetches', { body: { feed: 'fiscal-record' } });
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    return answer.value.result === 'busy' ? null : answer.value.files;
  });
}
async function inForce(): Promise<{ lines: number; amountInFen: number; revision: number } | undefined> {
  const answer = await books.call('get', '/statements/{source}/{day}/files', { path: { source: 'fiscal', day } });
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  const found = answer.value.files.find(({ state }) => state === 'counted');
  return found && { lines: found.lines, amountInFen: found.amountInFen, revision: found.revision };
}

beforeAll(async () => {
  stage = await openStage();
  platform = await program.start({ HUB_TOKEN: 'a-secret-token', HUB_NODE: 'F533902', HUB_UNIT_NODE: 'K5339020001', HUB_DIVISION: '533902', HUB_BOOKS_FILE: join(stage.directory, 'fiscal-books'), HUB_RECORDS_DIRECTORY: folder() });
  const started = await stage.start(fees, { HUB_DIVISION_CODE: '533902' });
  const opened = await stage.start(bankGateway, {
    HUB_FEES_URL: started.url, HUB_DAILY_FILES_EVERY_SECONDS: '86400', HUB_LISTENERS: JSON.stringify([{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'BANKA', userCode: 'BANKA', password: 'password-1' }], sessionKey: '0123456789abcdef' }]),
    HUB_DAILY_FILES: JSON.stringify([{ feed: 'fiscal-record', source: 'fiscal', profile: 'dzcz', from: { by: 'folder', folder: folder() }, settleSeconds: 0 }]),
  });
  gateway = openClient<paths>(opened.url, () => stage.token('integrator'), 60_000);
  books = openClient<FeesPaths>(started.url, () => stage.token('auditor'), 60_000);
  // Nobody listens where the platform would tell of money: its record holds it all the same.
  for (const [n, amount] of [[1, '320.00'], [2, '80.50'], [3, '12.34']] as const) await control('/pay', { payCode: code(n), amount });
}, 90_000);
afterAll(async () => { await platform?.stop(); await stage?.close(); });

describe('the record of a fiscal platform', { timeout: 60_000 }, () => {
  it('reaches fees as the platform holds it, though the hub never heard of the money', async () => {
    expect(await control('/record', { day })).toMatchObject({ lines: 3, amountInFen: 41_284 });
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 3, paymentsInFen: 41_284 }]);
    expect(await inForce()).toEqual({ lines: 3, amountInFen: 41_284, revision: 1 });
  });
  it('that comes late is not there before, and that is written once more is counted once', async () => {
    await control('/record', { day, fault: 'record-twice' });
    await control('/finish', {});
    expect(await look()).toMatchObject([{ state: 'repeated' }]);
    expect(await inForce()).toMatchObject({ lines: 3, revision: 1 });
    await control('/pay', { payCode: code(4), amount: '1.00' });
    await control('/record', { day, fault: 'record-late' });
    expect(await look()).toEqual([]);
    await control('/finish', {});
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 4 }]);
    expect(await inForce()).toEqual({ lines: 4, amountInFen: 41_384, revision: 2 });
  });
  it('whose head does not state what its lines come to is refused, and what stood stands', async () => {
    await control('/record', { day, fault: 'record-wrong-totals' });
    expect(await look()).toMatchObject([{ state: 'refused', problem: { reason: 'totals' } }]);
    expect(await inForce()).toMatchObject({ lines: 4, revision: 2 });
  });
  it('that lies about an amount in itself is taken as it is: the day is where that is found', async () => {
    await control('/record', { day, fault: 'record-lying-amount' });
    expect(await look()).toMatchObject([{ state: 'delivered', paymentsInFen: 41_385 }]);
    await control('/record', { day, fault: 'record-doubled-line' });
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 5 }]);
    await control('/pay', { payCode: code(5), amount: '2.00' });
    await control('/pay', { payCode: code(6), amount: '3.00' });
    await control('/record', { day, fault: 'record-revised' });
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 5, paymentsInFen: 41_584 }]);
    expect(await control('/finish', {})).toEqual({ finished: 1 });
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 6 }]);
    // What its agent bank took back is in its record no more.
    await control('/reverse', { payCode: code(4) });
    await control('/record', { day });
    expect(await look()).toMatchObject([{ state: 'delivered', lines: 5 }]);
    expect(await inForce()).toMatchObject({ lines: 5, amountInFen: 41_784 });
    expect(z.record(z.string(), z.array(z.object({ payCode: z.string() }))).parse(await control('/record'))[day]).toHaveLength(5);
    expect(readdirSync(folder())).toEqual([`DZCZ105533902${day.replaceAll('-', '')}.txt`]);
  });
});
