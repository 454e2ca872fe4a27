import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../infra/clock.ts';
import { projectFile } from '../../../../infra/project-file.ts';
import type { ChannelDoor, ChannelTalk, PaymentChannel, WantedOrder } from '../../channel-port.ts';
import type { BankPayment } from '../../port.ts';
import { connectAggregator } from './adapter.ts';
import { sealFor } from './aggregator-envelope.ts';
import { readProfile, type Profile } from './profile.ts';
import { startAggregator, type Aggregator, type AggregatorFault, type AggregatorSettings, type Fault } from './simulator.ts';

const [hub, bank] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
const pem = (key: typeof hub.privateKey): string => key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
const profile = readProfile(projectFile('services', 'bank-gateway', 'adapters', 'payment-aggregator', 'profile.json'));
const payCode = '43060326300000000001';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

interface Room { channel: PaymentChannel; far: Aggregator; door: ChannelDoor; talks: ChannelTalk[]; alarms: string[]; told: BankPayment[]; statements: string[]; taking: { taken: boolean }; clock: ReturnType<typeof manualClock> }
async function room(changes: { profile?: Profile; far?: Partial<AggregatorSettings>; faults?: readonly Fault[] } = {}): Promise<Room> {
  const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
  const far = await startAggregator({ port: 0, privateKey: pem(bank.privateKey), hubKey: pem(hub.publicKey), systemId: 'ZONE01', noticeUrl: null, noticeEveryMs: null, clock, faults: changes.faults ?? [], ...changes.far });
  stops.push(() => far.close());
  const talks: ChannelTalk[] = [], alarms: string[] = [], told: BankPayment[] = [], statements: string[] = [], taking = { taken: true };
  const channel = connectAggregator({ profile: changes.profile ?? profile, url: far.url, systemId: 'ZONE01', bank: 'GZF', keys: { own: hub.privateKey, peer: bank.publicKey }, timeoutMs: 300, notices: { host: '127.0.0.1', port: 0 }, fileHosts: [] }, { clock, witness: (talk) => talks.push(talk), alarm: (what) => alarms.push(what) });
  const heard = (): { taken: boolean; outcome: 'done' | 'unavailable'; caseNumber: string; detail: string } => ({ taken: taking.taken, outcome: taking.taken ? 'done' : 'unavailable', caseNumber: 'C1', detail: '' });
  const door = await channel.listen({
    paid: (payment) => { told.push(payment); return Promise.resolve(heard()); },
    statementReady: ({ day, md5 }) => { statements.push(`${day} ${md5}`); return Promise.resolve(heard()); },
  });
  stops.push(() => door.stop());
  far.listenTo(`http://127.0.0.1:${String(door.port)}`);
  return { channel, far, door, talks, alarms, told, statements, taking, clock };
}
const order = (changes: Partial<WantedOrder> = {}): WantedOrder => ({
  orderNumber: 'B-0001-1', payCode, amountInFen: 8_005, payer: '倈氏示例公司', offline: true, operator: 'cashier-a', caseNumber: 'C1', expiresAt: new Date('2026-01-05T02:00:00Z'),
  lines: [{ revenueItem: '103002', collectingUnit: '430603101', name: '占道费', amountInFen: 8_000 }, { revenueItem: '103003', collectingUnit: '430603102', name: '挖掘费', amountInFen: 5 }], ...changes,
});

describe('an order at the aggregator', () => {
  it('is opened with its lines, shown by its QR, paid, told of, and counted once', async () => {
    const { channel, far, told, talks } = await room();
    const opened = await channel.open(order());
    expect(opened).toMatchObject({ kind: 'done', value: { orderNumber: 'B-0001-1', expiresAt: '2026-01-05T02:00:00.000Z' } });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'pending', payment: null, refundedInFen: 0 } });
    const paid = await far.pay('B-0001-1');
    expect(told).toEqual([{ bank: 'GZF', serial: paid.order, payCode, amountInFen: 8_005, workDate: '2026-01-05', collectedOn: '2026-01-05' }]);
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'paid', channelOrder: paid.order, payment: { serial: paid.order, payCode, amountInFen: 8_005, way: '微信', paidAt: '2026-01-05T01:30:00.000Z' } } });
    expect(await far.deliver()).toBe(0);
    expect(talks.map(({ direction, operation, outcome }) => `${direction} ${operation} ${outcome}`)).toEqual(['out order done', 'out result done', 'in payment-notice done', 'out result done']);
    expect(JSON.stringify(talks)).not.toContain('倈氏');
  });
  it('is paid where its QR leads to, as by a telephone', async () => {
    const { channel, told } = await room();
    const opened = await channel.open(order());
    const url = opened.kind === 'done' ? opened.value.payUrl ?? '' : '';
    expect(await (await fetch(url)).text()).toContain('¥80.05');
    await fetch(url, { method: 'POST' });
    expect(told).toHaveLength(1);
  });
  it('asked for again is the same order, and with another content it is none', async () => {
    const { channel, far } = await room();
    const first = await channel.open(order());
    expect(await channel.open(order())).toMatchObject({ kind: 'done', value: { channelOrder: first.kind === 'done' ? first.value.channelOrder : '', payUrl: null } });
    expect(await channel.open(order({ amountInFen: 8_000, lines: [{ revenueItem: '1', collectingUnit: '2', name: 'x', amountInFen: 8_000 }] }))).toMatchObject({ kind: 'refused', reason: 'idempotency-key-reused' });
    expect(await channel.open(order({ payCode: '43060326300000000002' }))).toMatchObject({ kind: 'refused', reason: 'idempotency-key-reused' });
    await far.pay('B-0001-1');
    expect(await channel.open(order())).toMatchObject({ kind: 'refused', reason: 'already-paid' });
    expect(far.books().orders.size).toBe(1);
  });
  it('is not sent when its sum, its operator or a code of its lines cannot be', async () => {
    const { channel, far } = await room();
    for (const wrong of [order({ amountInFen: 8_004 }), order({ operator: null }), order({ lines: [{ revenueItem: 'x'.repeat(43), collectingUnit: '1', name: 'x', amountInFen: 8_005 }] })]) expect(await channel.open(wrong)).toMatchObject({ kind: 'refused', reason: 'invalid-request' });
    expect(far.books().orders.size).toBe(0);
  });
  it('runs out, and cannot be paid then', async () => {
    const { channel, far, clock } = await room();
    await channel.open(order());
    clock.set(new Date('2026-01-05T02:00:01Z'));
    await expect(far.pay('B-0001-1')).rejects.toThrow('cannot be paid');
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'closed' } });
  });
  it('is closed while nobody has paid, as often as it is asked, and never after', async () => {
    const { channel, far } = await room();
    expect(await channel.cancel('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'absent' } });
    await channel.open(order());
    for (let time = 0; time < 2; time += 1) expect(await channel.cancel('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'closed' } });
    await expect(far.pay('B-0001-1')).rejects.toThrow();
    await channel.open(order({ orderNumber: 'B-0001-2' }));
    await far.pay('B-0001-2');
    expect(await channel.cancel('B-0001-2')).toMatchObject({ kind: 'refused', reason: 'already-paid' });
  });
  it('cannot be closed where the channel knows no closing', async () => {
    const { channel } = await room({ profile: { ...profile, calls: { ...profile.calls, close: null } } });
    expect(await channel.cancel('B-0001-1')).toMatchObject({ kind: 'refused', reason: 'channel-cannot-close' });
  });
});

describe('an answer that does not come, or cannot be believed', () => {
  const processed: AggregatorFault[] = ['timeout', 'drop-after', 'status-500', 'html', 'bad-signature', 'bad-key', 'old-answer'];
  it.each(processed)('leaves an order in doubt, asked about by its own number: %s', async (kind) => {
    const { channel, far, alarms } = await room();
    await channel.open(order({ orderNumber: 'B-0000-0' }));
    far.setFaults([{ kind, call: 'order', times: 1 }]);
    expect(await channel.open(order())).toMatchObject({ kind: 'in-doubt' });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'pending' } });
    expect(await channel.open(order())).toMatchObject({ kind: 'done' });
    expect(far.books().orders.size).toBe(2);
    expect(alarms.length > 0).toBe(['bad-signature', 'bad-key', 'old-answer', 'html'].includes(kind));
  });
  it.each(processed)('is no news of a question, which is asked again: %s', async (kind) => {
    const { channel, far } = await room();
    await channel.open(order());
    far.setFaults([{ kind, call: 'result', times: 1 }]);
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'unavailable' });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'pending' } });
  });
  it('is surely not done when the channel is busy or not there', async () => {
    const { channel, far } = await room({ faults: [{ kind: 'busy', call: 'order', times: 1 }] });
    expect(await channel.open(order())).toMatchObject({ kind: 'unavailable', detail: 'SYSTEM_BUSY' });
    await far.close();
    // On the kept connection nobody can say whether the ask arrived; a new one cannot be made.
    expect(await channel.open(order())).toMatchObject({ kind: 'in-doubt' });
    expect(await channel.open(order())).toMatchObject({ kind: 'unavailable', detail: 'ECONNREFUSED' });
  });
  it('is in doubt when the line broke before the channel did anything, and found absent when asked', async () => {
    const { channel, far } = await room({ faults: [{ kind: 'drop-before', call: 'order', times: 1 }] });
    expect(await channel.open(order())).toMatchObject({ kind: 'in-doubt' });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'absent' } });
    expect(far.books().orders.size).toBe(0);
  });
  it('says unknown, not paid, when order and payment contradict each other or the channel is not sure', async () => {
    const { channel, far } = await room();
    await channel.open(order());
    far.setFaults([{ kind: 'lie-paid', times: 1 }]);
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'unknown', payment: null } });
    await far.pay('B-0001-1');
    far.setFaults([{ kind: 'uncertain', times: 1 }]);
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'unknown', payment: null } });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'paid' } });
  });
});

describe('a notice', () => {
  it('with a wrong signature is refused, alarmed, and nothing of it is done', async () => {
    const { channel, far, alarms, told, talks } = await room({ faults: [{ kind: 'notice-forged' }] });
    await channel.open(order());
    await far.pay('B-0001-1');
    expect(told).toHaveLength(1);
    expect(alarms).toEqual([expect.stringContaining('nothing of it was done')]);
    expect(talks.filter(({ operation }) => operation === 'payment-notice').map(({ outcome, answer }) => [outcome, answer['Rcv_StCd']])).toEqual([['refused', '01'], ['done', '00']]);
  });
  it('comes again until it is taken, twice when the channel will, and before its order is answered', async () => {
    const { channel, far, told, taking } = await room({ faults: [{ kind: 'notice-early', call: 'order' }, { kind: 'notice-twice' }] });
    taking.taken = false;
    expect(await channel.open(order())).toMatchObject({ kind: 'done' });
    expect(told).toHaveLength(2);
    taking.taken = true;
    expect(await far.deliver()).toBe(1);
    expect(await far.deliver()).toBe(0);
    expect(new Set(told.map(({ serial }) => serial)).size).toBe(1);
  });
  it('that the channel signed for another party is nothing, whoever brings it', async () => {
    const { door, told, alarms } = await room();
    const paid = { Cmdty_Ordr_No: 'X1', Py_Ordr_No: 'P1', Py_StCd: '2', TAmt: '80.05', Acg_Dt: '20260105', Py_Tm: '20260105093000', LIST1: [{ SN: '01', Cmdty_Sub_Ordr_No: `${payCode}-01` }] };
    const bring = async (party: string): Promise<void> => { await fetch(`http://127.0.0.1:${String(door.port)}/notices/payment`, { method: 'POST', body: sealFor(hub.publicKey, bank.privateKey, { ...paid, IttParty_Sys_Id: party }) }); };
    await bring('ANOTHER');
    expect(told).toHaveLength(0);
    expect(alarms).toEqual([expect.stringContaining('for another party')]);
    await bring('ZONE01');
    expect(told).toHaveLength(1);
  });
  it('that does not say for whom it is is refused, unless the profile takes it', async () => {
    for (const [unnamed, taken] of [['refused', 0], ['taken', 1]] as const) {
      const { door, told, alarms } = await room({ profile: { ...profile, notices: { ...profile.notices, unnamed } } });
      const paid = { Cmdty_Ordr_No: 'X1', Py_Ordr_No: 'P1', Py_StCd: '2', TAmt: '80.05', Acg_Dt: '20260105', Py_Tm: '20260105093000', LIST1: [{ SN: '01', Cmdty_Sub_Ordr_No: `${payCode}-01` }] };
      await fetch(`http://127.0.0.1:${String(door.port)}/notices/payment`, { method: 'POST', body: sealFor(hub.publicKey, bank.privateKey, paid) });
      expect([told.length, alarms.length]).toEqual([taken, 1 - taken]);
    }
  });
  it('that cannot even be accepted, for want of a file to open, does not end the service', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const { alarms, door } = await room();
    const server: unknown = listen.mock.instances.at(-1);
    listen.mockRestore();
    if (!(server instanceof Server)) throw new Error('nobody listens');
    for (let time = 0; time < 3; time += 1) server.emit('error', new Error('accept EMFILE'));
    expect(alarms.length).toBeGreaterThan(1);
    expect((await fetch(`http://127.0.0.1:${String(door.port)}/`)).status).toBe(404);
  });
  it('that was lost is found by asking', async () => {
    const { channel, far, told } = await room({ faults: [{ kind: 'notice-lost' }] });
    await channel.open(order());
    await far.pay('B-0001-1');
    expect(told).toHaveLength(0);
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'paid' } });
  });
  it('is nothing when it is no post to a known door, or too long', async () => {
    const { door, told } = await room();
    const url = `http://127.0.0.1:${String(door.port)}`;
    expect((await fetch(`${url}/notices/payment`)).status).toBe(404);
    expect((await fetch(`${url}/other`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await fetch(`${url}/notices/payment`, { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(413);
    expect(told).toHaveLength(0);
  });
});

describe('a refund by the aggregator', () => {
  const refund = (amountInFen: number, refundNumber = 'RF-1'): { orderNumber: string; refundNumber: string; amountInFen: number; caseNumber: string | null } => ({ orderNumber: 'B-0001-1', refundNumber, amountInFen, caseNumber: 'C1' });
  it('goes back by the parts that were paid, once for its number, and never beyond what was paid', async () => {
    const { channel, far } = await room();
    await channel.open(order());
    expect(await channel.refund(refund(1))).toMatchObject({ kind: 'refused', reason: 'payment-unknown' });
    await far.pay('B-0001-1');
    expect(await channel.showRefund(refund(1))).toMatchObject({ kind: 'done', value: { state: 'absent' } });
    for (let time = 0; time < 2; time += 1) expect(await channel.refund(refund(8_002))).toMatchObject({ kind: 'done', value: { state: 'refunded', amountInFen: 8_002 } });
    expect(await channel.refund(refund(8_001))).toMatchObject({ kind: 'refused', reason: 'idempotency-key-reused' });
    expect(await channel.refund(refund(4, 'RF-2'))).toMatchObject({ kind: 'refused', reason: 'refund-exceeds-payment' });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'partly-refunded', refundedInFen: 8_002, payment: { amountInFen: 8_005 } } });
    expect(await channel.refund(refund(3, 'RF-2'))).toMatchObject({ kind: 'done', value: { state: 'refunded' } });
    expect(await channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'refunded', refundedInFen: 8_005 } });
    expect([...far.books().refunds.values()].map(({ fen }) => fen)).toEqual([8_002, 3]);
    expect(await channel.refund({ ...refund(1), orderNumber: 'B-9999-9', refundNumber: 'RF-9' })).toMatchObject({ kind: 'refused', reason: 'order-unknown' });
  });
  it.each(['timeout', 'drop-after', 'bad-signature'] as const)('is in doubt after %s, and repeated it is still one', async (kind) => {
    const { channel, far } = await room();
    await channel.open(order());
    await far.pay('B-0001-1');
    far.setFaults([{ kind, call: 'refund', times: 1 }]);
    expect(await channel.refund(refund(100))).toMatchObject({ kind: 'in-doubt' });
    expect(await channel.refund(refund(100))).toMatchObject({ kind: 'done', value: { state: 'refunded' } });
    expect(far.books().refunds.size).toBe(1);
  });
  it('is under way until the channel has ended it, or has failed', async () => {
    const { channel, far } = await room({ far: { refundsWait: true } });
    await channel.open(order());
    await far.pay('B-0001-1');
    expect(await channel.refund(refund(100))).toMatchObject({ kind: 'done', value: { state: 'sent', serial: null } });
    far.endRefunds('3');
    expect(await channel.showRefund(refund(100))).toMatchObject({ kind: 'done', value: { state: 'failed' } });
    expect(await channel.refund(refund(100, 'RF-2'))).toMatchObject({ kind: 'done', value: { state: 'sent' } });
    far.endRefunds();
    expect(await channel.showRefund(refund(100, 'RF-2'))).toMatchObject({ kind: 'done', value: { state: 'refunded', serial: expect.stringMatching(/^RF/) } });
  });
  it('asked for by two at the same moment goes back once', async () => {
    const { channel, far } = await room();
    await channel.open(order());
    await far.pay('B-0001-1');
    const both = await Promise.all([channel.refund(refund(5_000)), channel.refund(refund(5_000))]);
    expect(both.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect(far.books().refunds.size).toBe(1);
  });
});

describe('the statement of a day', () => {
  const text = async (bytes: AsyncIterable<Buffer>): Promise<string> => { const all: Buffer[] = []; for await (const piece of bytes) all.push(piece); return Buffer.concat(all).toString('utf8'); };
  it('is not there before the day is over, then says what the books say', async () => {
    const { channel, far, clock, statements } = await room();
    await channel.open(order());
    const { order: serial } = await far.pay('B-0001-1');
    expect(await channel.statement('2026-01-05')).toMatchObject({ kind: 'refused', reason: 'statement-not-yet' });
    clock.set(new Date('2026-01-06T01:30:00Z'));
    const told = await channel.statement('2026-01-05');
    if (told.kind !== 'done') throw new Error(told.kind);
    expect(told.value).toMatchObject({ payments: { count: 1, amountInFen: 8_005 }, refunds: { count: 0, amountInFen: 0 }, md5: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await text(told.value.bytes())).toBe(`20260105|1|80.05|0|0.00\nB-0001-1|${serial}|${payCode}|1|80.05|20260105\n`);
    expect(await far.announce('20260105')).toBe('00');
    expect(statements).toEqual([`2026-01-05 ${told.value.md5 ?? ''}`]);
  });
  it('ends with an error when it is cut short, and is whole another time', async () => {
    const { channel, far, clock } = await room();
    await channel.open(order());
    await far.pay('B-0001-1');
    clock.set(new Date('2026-01-06T01:30:00Z'));
    far.setFaults([{ kind: 'half-file', call: 'statement', times: 1 }]);
    const told = await channel.statement('2026-01-05');
    if (told.kind !== 'done') throw new Error(told.kind);
    await expect(text(told.value.bytes())).rejects.toThrow('aborted');
    expect(Buffer.byteLength(await text(told.value.bytes()))).toBe(await told.value.size());
  });
  it('is asked for again and again without filling the record', async () => {
    const { channel, talks } = await room();
    for (let time = 0; time < 3; time += 1) await channel.statement('2026-01-04');
    expect(talks.filter(({ operation }) => operation === 'statement')).toHaveLength(1);
  });
});

describe('the simulated aggregator', () => {
  it('comes back from a kill with all it took', async () => {
    const booksFile = path.join(mkdtempSync(path.join(tmpdir(), 'aggregator-')), 'books.ndjson');
    const first = await room({ far: { booksFile } });
    await first.channel.open(order());
    first.taking.taken = false;
    await first.far.pay('B-0001-1');
    await first.channel.refund({ orderNumber: 'B-0001-1', refundNumber: 'RF-1', amountInFen: 5, caseNumber: null });
    await first.far.close();
    const second = await room({ far: { booksFile } });
    expect(await second.channel.show('B-0001-1')).toMatchObject({ kind: 'done', value: { state: 'partly-refunded', refundedInFen: 5 } });
    expect(await second.far.deliver()).toBe(1);
    expect(second.told).toHaveLength(1);
  });
});

describe('the profile of an aggregator', () => {
  it('is named with each thing that is wrong with it', () => {
    expect(() => readProfile('/nowhere/profile.json')).toThrow(/profile: 文件不存在/);
    expect(() => readProfile(projectFile('services', 'bank-gateway', 'adapters', 'zone-nontax', 'profile.json'))).toThrow(/payStates[^]*calls|calls[^]*payStates/);
  });
});
