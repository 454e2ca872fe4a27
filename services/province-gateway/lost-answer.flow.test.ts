/** What the ledger has and this copy of the gateway does not know of: a commit whose answer is lost on the way back, a step another copy took. */
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { shiftedClock, type Clock } from '../../infra/clock.ts';
import { openDatabase } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { sampleItems } from './adapters/signed-rest/sample-items.ts';
import { startSimulator, type Simulator } from './adapters/signed-rest/simulator.ts';
import type * as store from './outgoing-store.ts';
import { service } from './service.ts';

const lost = vi.hoisted(() => ({ next: false }));
// What a dying database cannot be told to do at will: commit, and die before it says so.
vi.mock('./outgoing-store.ts', async (original) => {
  const real = await original<typeof store>();
  return {
    ...real,
    insertSteps: async (...given: Parameters<typeof real.insertSteps>) => {
      const written = await real.insertSteps(...given);
      if (!lost.next) return written;
      lost.next = false;
      throw Object.assign(new Error('Connection lost: The server closed the connection.'), { code: 'PROTOCOL_CONNECTION_LOST' });
    },
  };
});

let stage: Stage;
let province: Simulator;
let url: string;
let shiftMs = 0;
const clock: Clock = { now: () => shiftedClock(shiftMs).now() };
const item = sampleItems()[0] ?? expect.fail('no sample items');
const caseNumber = `${item.taskCode}202611220001`;
const at = '2026-11-20T09:00:00+08:00';
const accept = {
  kind: 'accept', item: { ...item, version: 1 }, summary: '示例申请', applySource: 'window',
  applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised',
  organisation: { name: '示例局', code: item.taskCode.slice(0, 18) }, route: { form: 'direct', department: '11533900990002018C' }, provenance: { '*': 'case' },
};

beforeAll(async () => {
  stage = await openStage();
  const credentials = { requesterId: 'R-53', appSecret: 'a-secret-for-this-test' };
  province = await startSimulator({ port: 0, ...credentials, clock });
  await stage.start(service, {
    HUB_PROVINCE_URL: province.url, HUB_PROVINCE_PROFILE: new URL('adapters/signed-rest/sample-province.json', import.meta.url).pathname, HUB_PROVINCE_REQUESTER_ID: 'R-53', HUB_PROVINCE_APP_SECRET: 'a-secret-for-this-test', HUB_LOG_LEVEL: 'error',
  }, clock);
  url = await stage.urlOf('province-gateway');
});
afterAll(async () => { await stage?.close(); await province?.close(); });

describe('a step that is written although nobody was told', () => {
  it('is found when its claim lapses, asked about and brought to the province: kept in hand for ever, it and all that followed it stood still', async () => {
    const headers = { authorization: `Bearer ${await stage.token('service')}` };
    const step = `${url}/cases/${caseNumber}/steps/1`;
    lost.next = true;
    const first = await axios.put(step, accept, { headers, validateStatus: () => true });
    expect(first.status).toBeGreaterThanOrEqual(500);
    // The same again says that it is written and on its way; nothing is sent twice.
    const again = await axios.put(step, accept, { headers, validateStatus: () => true });
    expect(again.status).toBe(202);
    expect(province.ledger().cases).toBe(0);
    shiftMs += 120_000;
    await eventually('the province has the step', async () => province.ledger().cases === 1, 30_000);
    await eventually('the ledger knows', async () => (await axios.get(step, { headers, validateStatus: () => true })).data.receipt !== undefined && !('state' in (await axios.get(step, { headers })).data), 30_000);
    expect(province.ledger().steps).toMatchObject({ accept: 1 });
  });
});

describe('a step before which another copy has taken one that is in doubt', () => {
  it('waits for it, whatever this copy remembers of the case', async () => {
    const headers = { authorization: `Bearer ${await stage.token('service')}` };
    const other = `${item.taskCode}202611220002`;
    const put = (sequence: number, body: object): Promise<{ status: number }> => axios.put(`${url}/cases/${other}/steps/${String(sequence)}`, body, { headers, validateStatus: () => true });
    const passed = { kind: 'process', stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', provenance: { '*': 'case' } };
    await eventually('nothing waits any more', async () => (await put(1, accept)).status === 200);
    const before = province.ledger().steps;
    const database = openDatabase({ url: (await stage.environment('province-gateway'))['HUB_DATABASE_URL'] ?? '', connections: 1 });
    try {
      await database.raw(`INSERT INTO outgoing_steps (platform, case_number, sequence, kind, revision, given_revision, digest, content, provenance, state, attempts, due_at, taken_at)
        SELECT platform, case_number, 2, 'process', 1, 1, digest, ?, provenance, 'doubtful', 1, ?, taken_at FROM outgoing_steps WHERE case_number = ? AND sequence = 1`,
      [JSON.stringify({ ...passed, provenance: undefined, caseNumber: other, sequence: 2, revision: 1 }), new Date(clock.now().getTime() + 3_600_000), other]);
    } finally { await database.destroy(); }
    expect((await put(3, passed)).status).toBe(202);
    expect(province.ledger().steps).toEqual(before);
  });
});
