// The adapter against the simulated carrier over real sockets. Every test waits for a fact, never for a span of time.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../infra/clock.ts';
import type { Carrier, CarrierListener, CarrierReport, LateAnswer, Reply } from '../../port.ts';
import { cmpp2Carrier } from './adapter.ts';
import type { Cmpp2Settings } from './adapter.ts';
import { startSimulator } from './simulator.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const account = { enterprise: '900001', secret: 'test-secret', serviceCode: '10690000' };

async function carrier(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ clock: systemClock, ...account, repeatMs: 150, ...options });
  closing.push(() => simulator.stop());
  return simulator;
}

interface Heard {
  reports: CarrierReport[];
  late: LateAnswer[];
  replies: Reply[];
  notes: string[];
}

function link(port: number, settings: Partial<Cmpp2Settings> = {}, listener: Partial<CarrierListener> = {}): { ours: Carrier; heard: Heard } {
  const heard: Heard = { reports: [], late: [], replies: [], notes: [] };
  const ours = cmpp2Carrier(
    {
      host: '127.0.0.1', port, sourceAddress: account.enterprise, secret: account.secret, serviceCode: account.serviceCode, serviceId: 'ZONE',
      windowSize: 16, responseMs: 2000, activeTestMs: 10_000, tries: 3, reconnectMinMs: 20, reconnectMaxMs: 100, flowPauseMs: 20, stopMs: 300, gatewayCheck: 'enforce',
      ...settings,
    },
    { clock: systemClock, note: (note) => heard.notes.push(note.detail?.['why'] === undefined ? note.code : `${note.code}:${note.detail['why']}`) },
  );
  ours.start({
    reported: async (report) => { heard.reports.push(report); },
    answeredLate: async (answer) => { heard.late.push(answer); },
    replied: async (reply) => { heard.replies.push(reply); },
    ...listener,
  });
  closing.push(() => ours.stop());
  return { ours, heard };
}

async function until(fact: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (fact()) return;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  throw new Error(`never happened: ${what}`);
}

const up = (ours: Carrier) => until(() => ours.state().phase === 'up', 'link up');
const text = (extension: string, words = '【园区政务】您的办件已受理。') => ({ mobile: '13800000000', text: words, part: 1, extension });

describe('a text', () => {
  test('is taken, reaches the phone once and is reported by its extension digits', async () => {
    const outside = await carrier();
    const { ours, heard } = link(outside.port);
    await up(ours);
    const outcome = await ours.submit(text('00000042'));
    expect(outcome).toMatchObject({ kind: 'done', value: { carrierId: expect.stringMatching(/^[0-9a-f]{16}$/) } });
    await until(() => heard.reports.length === 1, 'report');
    expect(heard.reports[0]).toMatchObject({ extension: '00000042', verdict: 'delivered', code: 'DELIVRD', carrierId: outcome.kind === 'done' ? outcome.value.carrierId : '' });
    expect(heard.reports[0]?.doneAt).toBeInstanceOf(Date);
    await until(() => outside.ledger().totals.reportsOwed === 0, 'report acknowledged');
    expect(outside.ledger().texts).toMatchObject([{ extension: '00000042', mobile: '13800000000', words: '【园区政务】您的办件已受理。', onPhone: true, taken: [1] }]);
  });

  test('in several parts comes together on the phone, surrogate pairs whole', async () => {
    const outside = await carrier();
    const { ours } = link(outside.port);
    await up(ours);
    const words = `【园区政务】${'办'.repeat(60)}𠮷${'件'.repeat(80)}`;
    const parts = ours.countParts(words);
    expect(parts).toBe(3);
    for (let part = 1; part <= parts; part += 1) expect(await ours.submit({ ...text('00000007', words), part })).toMatchObject({ kind: 'done' });
    expect(outside.ledger().texts).toMatchObject([{ words, parts: 3, taken: [1, 1, 1], onPhone: true }]);
  });

  test('before the link is up is surely not sent', async () => {
    const outside = await carrier();
    await outside.stop();
    const { ours } = link(outside.port);
    expect(await ours.submit(text('1'))).toEqual({ kind: 'unavailable', detail: 'link-down', retryAfterMs: 20 });
    await until(() => ours.state().lastError?.code === 'econnrefused', 'refusal noted');
  });

  test('refused by the carrier says why', async () => {
    const outside = await carrier({ faults: { refuse: 1 } });
    const { ours } = link(outside.port);
    await up(ours);
    expect(await ours.submit(text('1'))).toMatchObject({ kind: 'refused', reason: 'receiver-wrong' });
    expect(await ours.submit({ ...text('2'), mobile: '12' })).toMatchObject({ kind: 'refused', reason: 'receiver-wrong' });
    expect(await ours.submit({ ...text('3'), part: 2 })).toMatchObject({ kind: 'refused', reason: 'no-such-part' });
    expect(await ours.submit({ ...text('4'), mobile: '1'.repeat(22) })).toMatchObject({ kind: 'refused', reason: 'structure-wrong' });
  });

  test('met by flow control is surely not sent, and may go again after the pause', async () => {
    const outside = await carrier({ faults: { 'flow-control': 1 } });
    const { ours } = link(outside.port);
    await up(ours);
    expect(await ours.submit(text('1'))).toEqual({ kind: 'unavailable', detail: 'flow-control', retryAfterMs: 20 });
    expect(await ours.submit(text('1'))).toMatchObject({ kind: 'done' });
    expect(outside.ledger().totals).toMatchObject({ submits: 1, duplicates: 0 });
  });
});

describe('an answer that does not come', () => {
  test('leaves the text in doubt, and its report still finds it', async () => {
    const outside = await carrier({ faults: { 'drop-answer': 1 } });
    const { ours, heard } = link(outside.port, { responseMs: 100 });
    await up(ours);
    expect(await ours.submit(text('00000009'))).toEqual({ kind: 'in-doubt', detail: 'answer-overdue' });
    await until(() => heard.reports.length === 1, 'report');
    expect(heard.reports[0]?.extension).toBe('00000009');
    expect(outside.ledger().totals).toMatchObject({ submits: 1, onPhones: 1 });
  });

  test('because the connection was cut leaves it in doubt; the link comes back by itself and brings the report', async () => {
    const outside = await carrier({ faults: { 'cut-after-submit': 1 } });
    const { ours, heard } = link(outside.port);
    await up(ours);
    expect(await ours.submit(text('00000010'))).toMatchObject({ kind: 'in-doubt' });
    await until(() => heard.reports.length === 1, 'report over the new connection');
    expect(heard.notes).toContain('link-lost:connection-closed');
    expect(outside.ledger()).toMatchObject({ logins: 2, totals: { submits: 1, duplicates: 0 } });
  });

  test('in time is told when it comes late', async () => {
    const outside = await carrier({ faults: { 'slow-answer': 1 }, slowMs: 150 });
    const { ours, heard } = link(outside.port, { responseMs: 50 });
    await up(ours);
    expect(await ours.submit(text('00000011'))).toMatchObject({ kind: 'in-doubt' });
    await until(() => heard.late.length === 1, 'late answer');
    expect(heard.late[0]).toMatchObject({ extension: '00000011', part: 1, outcome: { kind: 'done' } });
  });

  test('several times in a row makes the link count as dead', async () => {
    const outside = await carrier({ faults: { 'lose-submit': 3 } });
    const { ours, heard } = link(outside.port, { responseMs: 50 });
    await up(ours);
    const ends = await Promise.all([ours.submit(text('1')), ours.submit(text('2')), ours.submit(text('3'))]);
    expect(ends.map((end) => end.kind)).toEqual(['in-doubt', 'in-doubt', 'in-doubt']);
    await until(() => heard.notes.includes('link-lost:answers-overdue'), 'link given up');
    await up(ours);
    expect(outside.ledger().totals.submits).toBe(0);
  });
});

describe('a report', () => {
  test('may come before the answer', async () => {
    const outside = await carrier({ faults: { 'report-first': 1 } });
    const { ours, heard } = link(outside.port);
    await up(ours);
    const order: string[] = [];
    const submitted = ours.submit(text('00000012')).then((end) => order.push(end.kind));
    await until(() => heard.reports.length === 1, 'report');
    order.push('report');
    await submitted;
    expect(order).toEqual(['report', 'done']);
  });

  test('comes twice, in the 3.0 shape, pending or failed, as carriers do', async () => {
    const outside = await carrier({ faults: { 'report-twice': 1, 'wide-report': 2, 'pending-report': 1 } });
    const { ours, heard } = link(outside.port);
    await up(ours);
    await ours.submit(text('00000013'));
    await until(() => heard.reports.length === 3, 'three reports');
    expect(heard.reports.map((report) => report.verdict)).toEqual(['pending', 'delivered', 'delivered']);
    expect(heard.reports.map((report) => report.code)).toEqual(['ACCEPTD', 'DELIVRD', 'DELIVRD']);
    outside.setFaults({ 'failed-report': 1 });
    await ours.submit(text('00000014'));
    await until(() => heard.reports.length === 4, 'failed report');
    expect(heard.reports[3]).toMatchObject({ extension: '00000014', verdict: 'failed', code: 'UNDELIV' });
  });

  test('is acknowledged only when it has been taken; until then the carrier brings it again', async () => {
    const outside = await carrier();
    let turns = 0;
    const { ours, heard } = link(outside.port, {}, {
      reported: async () => {
        turns += 1;
        if (turns < 3) throw new Error('database away');
      },
    });
    await up(ours);
    await ours.submit(text('00000015'));
    await until(() => outside.ledger().totals.reportsOwed === 0, 'acknowledged');
    expect(turns).toBe(3);
    expect(heard.notes.filter((note) => note === 'deliver-not-taken')).toHaveLength(2);
  });

  test('owed by a carrier that was killed comes after its restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrier-'));
    closing.push(async () => rmSync(folder, { recursive: true }));
    const ledgerFile = join(folder, 'ledger.jsonl');
    const first = await carrier({ ledgerFile, faults: { 'cut-after-submit': 'always' } });
    const { ours, heard } = link(first.port, {}, {});
    await up(ours);
    expect(await ours.submit(text('00000016'))).toMatchObject({ kind: 'in-doubt' });
    await first.stop();
    const second = await carrier({ ledgerFile, port: first.port });
    await until(() => heard.reports.some((report) => report.extension === '00000016'), 'report after restart');
    expect(second.ledger().totals).toMatchObject({ submits: 1, texts: 1, duplicates: 0 });
  });
});

describe('a text from a phone', () => {
  test('arrives with its words and the extension digits it was sent to', async () => {
    const outside = await carrier();
    const { ours, heard } = link(outside.port);
    await up(ours);
    outside.reply({ mobile: '13900000000', extension: '00000042', words: '满意' });
    await until(() => heard.replies.length === 1, 'reply');
    expect(heard.replies[0]).toMatchObject({ mobile: '13900000000', extension: '00000042', words: '满意' });
  });
});

describe('the link', () => {
  test('with a wrong secret is refused and keeps trying', async () => {
    const outside = await carrier();
    const { ours } = link(outside.port, { secret: 'other' });
    await until(() => outside.ledger().loginsRefused >= 2, 'two refused logins');
    await until(() => ours.state().lastError?.code === 'login-refused-3', 'refusal noted');
  });

  test('does not trust a gateway that cannot prove itself, when told to check', async () => {
    const impostor = createServer((socket) => {
      socket.on('data', (login: Buffer) => {
        const answer = Buffer.alloc(30);
        answer.writeUInt32BE(30, 0);
        answer.writeUInt32BE(0x80000001, 4);
        answer.writeUInt32BE(login.readUInt32BE(8), 8);
        socket.write(answer);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => { impostor.listen(0, '127.0.0.1', resolve); });
    closing.push(() => new Promise((resolve) => { impostor.close(resolve); }));
    const port = (impostor.address() as AddressInfo).port;
    const strict = link(port);
    await until(() => strict.heard.notes.includes('link-lost:gateway-authenticator-wrong'), 'impostor refused');
    const trusting = link(port, { gatewayCheck: 'warn' });
    await up(trusting.ours);
    expect(trusting.heard.notes).toContain('gateway-authenticator-wrong');
  });

  test('keeps within the window, whatever is asked at once', async () => {
    const outside = await carrier({ windowSize: 4, faults: { 'slow-answer': 12 }, slowMs: 20 });
    const { ours } = link(outside.port, { windowSize: 4 });
    await up(ours);
    const ends = await Promise.all(Array.from({ length: 40 }, (_, index) => ours.submit(text(String(index).padStart(8, '0')))));
    expect(ends.every((end) => end.kind === 'done')).toBe(true);
    expect(outside.ledger()).toMatchObject({ windowBroken: 0, totals: { submits: 40 } });
  });

  test('waits for room no longer than for an answer, and then the text is surely not sent', async () => {
    const outside = await carrier({ faults: { 'lose-submit': 1 } });
    const { ours } = link(outside.port, { windowSize: 1, responseMs: 80, tries: 9 });
    await up(ours);
    const ends = await Promise.all([ours.submit(text('1')), ours.submit(text('2'))]);
    expect(ends[0]).toMatchObject({ kind: 'in-doubt' });
    expect(['done', 'unavailable']).toContain(ends[1]?.kind);
    expect(outside.ledger().totals.submits).toBe(ends[1]?.kind === 'done' ? 1 : 0);
  });

  test('counts its sequence round past 2^32 without losing an answer', async () => {
    const outside = await carrier();
    const { ours } = link(outside.port, { firstSequence: 0xfffffffb });
    await up(ours);
    const ends = await Promise.all(Array.from({ length: 12 }, (_, index) => ours.submit(text(String(index)))));
    expect(ends.every((end) => end.kind === 'done')).toBe(true);
  });

  test('reads frames cut into pieces', async () => {
    const outside = await carrier({ faults: { chopped: 'always' } });
    const { ours, heard } = link(outside.port);
    await up(ours);
    await ours.submit(text('00000017'));
    await until(() => heard.reports.length === 1, 'report');
  });

  test('answers the carrier’s active test and makes its own, however oddly it is answered', async () => {
    const outside = await carrier({ activeTestMs: 30, faults: { 'odd-active-test': 'always' } });
    const { ours } = link(outside.port, { activeTestMs: 20, responseMs: 200 });
    await up(ours);
    const since = ours.state().since;
    expect(await ours.submit(text('1'))).toMatchObject({ kind: 'done' });
    expect(ours.state().since).toBe(since);
  });

  test('that has gone silent is given up after N active tests', async () => {
    const outside = await carrier();
    const { ours, heard } = link(outside.port, { activeTestMs: 30, responseMs: 30, tries: 2 });
    await up(ours);
    outside.setFaults({ mute: 'always' });
    await until(() => heard.notes.includes('link-lost:active-tests-unanswered'), 'silence noticed');
    outside.setFaults({});
    await up(ours);
  });

  test('drops a peer that speaks something else, and lives', async () => {
    const stranger = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => { stranger.listen(0, '127.0.0.1', resolve); });
    closing.push(() => new Promise((resolve) => { stranger.close(resolve); }));
    const { heard } = link((stranger.address() as AddressInfo).port);
    await until(() => heard.notes.filter((note) => note === 'link-lost:frame-too-long').length >= 2, 'refused twice');
  });

  test('stops only after the answers under way have come', async () => {
    const outside = await carrier({ faults: { 'slow-answer': 1 }, slowMs: 60 });
    const { ours } = link(outside.port);
    await up(ours);
    const submitted = ours.submit(text('1'));
    await ours.stop();
    expect(await submitted).toMatchObject({ kind: 'done' });
    expect(ours.state().phase).toBe('stopped');
    expect(await ours.submit(text('2'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a carrier under load', () => {
  test('takes and reports two thousand texts, each once', async () => {
    const outside = await carrier();
    const { ours, heard } = link(outside.port);
    await up(ours);
    const ends = await Promise.all(Array.from({ length: 2000 }, (_, index) => ours.submit(text(String(index).padStart(8, '0'), `【园区政务】第${index}件`))));
    expect(ends.every((end) => end.kind === 'done')).toBe(true);
    await until(() => outside.ledger().totals.reportsOwed === 0, 'all reports acknowledged');
    expect(new Set(heard.reports.map((report) => report.extension)).size).toBe(2000);
    expect(outside.ledger().totals).toMatchObject({ texts: 2000, onPhones: 2000, duplicates: 0 });
  });
});

describe('the control endpoint', () => {
  test('lets a test from outside set faults and count', async () => {
    const outside = await carrier();
    const base = `http://127.0.0.1:${outside.controlPort}`;
    const set = await fetch(`${base}/faults`, { method: 'POST', body: JSON.stringify({ refuse: 2 }) });
    expect(set.status).toBe(200);
    expect((await fetch(`${base}/faults`, { method: 'POST', body: JSON.stringify({ sulk: 2 }) })).status).toBe(422);
    const { ours } = link(outside.port);
    await up(ours);
    expect(await ours.submit(text('1'))).toMatchObject({ kind: 'refused' });
    expect(await (await fetch(`${base}/totals`)).json()).toMatchObject({ totals: { submits: 0 }, logins: 1 });
    expect(await (await fetch(`${base}/ledger`)).json()).toMatchObject({ texts: [] });
  });
});
