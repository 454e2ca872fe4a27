/** Statement files as the bank gateway delivers them, against a real database, on two copies of fees. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../../contracts/fees/api.ts';
import { manualClock } from '../../../infra/clock.ts';
import { openStage, type Stage } from '../../../test/stage.ts';
import { service } from '../service.ts';

type File = components['schemas']['StatementFile'] & { repeated: boolean };
let stage: Stage;
let urls: string[];
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-06T01:30:00Z'));

beforeAll(async () => {
  stage = await openStage();
  urls = [(await stage.start(service, { HUB_DIVISION_CODE: '430603' }, clock)).url, (await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_HTTP_PORT: '0' }, clock)).url];
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  tokens.set('other', await stage.token('service', { subject: 'intake' }));
  tokens.set('lin', await stage.token('cashier', { subject: 'lin' }));
});
afterAll(async () => { await stage?.close(); });

const digestOf = (n: number): string => n.toString(16).padStart(64, '0');
const line = (n: number, serial: string, fen: number, more: Partial<Record<'kind' | 'payCode' | 'item' | 'payer', string>> = {}): string =>
  [String(n), more.kind ?? 'payment', more.payCode ?? `4306032630${serial.replaceAll(/\D/g, '').padStart(10, '0')}`, serial, String(fen), '2026-01-05', '', '', more.item ?? '', more.payer ?? '示例公司'].join('\t');

interface Sent { file?: string; digest?: number; count?: number; fen?: number; who?: string; copy?: number; source?: string }
async function deliver(lines: readonly string[], sent: Sent = {}): Promise<{ status: number; body: File & { reason?: string; field?: string; zh?: string } }> {
  const fen = sent.fen ?? lines.reduce((sum, text) => { const [, kind, , , amount] = text.split('\t'); return sum + (kind === 'payment' ? 1 : -1) * Number(amount); }, 0);
  const query = new URLSearchParams({ name: '对账.txt', sha256: digestOf(sent.digest ?? 1), count: String(sent.count ?? lines.length), amountInFen: String(fen) });
  const response = await fetch(`${urls[sent.copy ?? 0] ?? ''}/statements/${sent.source ?? 'BANKA'}/2026-01-05/files/${sent.file ?? 'F01'}?${query.toString()}`, {
    method: 'PUT', headers: { authorization: `Bearer ${tokens.get(sent.who ?? 'gateway') ?? ''}`, 'content-type': 'application/octet-stream' }, body: lines.map((text) => `${text}\n`).join(''),
  });
  return { status: response.status, body: (await response.json()) as File };
}
async function files(source = 'BANKA'): Promise<File[]> {
  const response = await fetch(`${urls[0] ?? ''}/statements/${source}/2026-01-05/files`, { headers: { authorization: `Bearer ${tokens.get('lin') ?? ''}` } });
  return ((await response.json()) as { files: File[] }).files;
}

describe('a statement file', () => {
  const lines = [line(1, 'S1', 5_000), line(2, 'S2', 700), line(3, 'S2', 700, { kind: 'reversal' })];
  it('is taken from the bank gateway alone, and counts what it holds', async () => {
    expect((await deliver(lines, { who: 'other' })).status).toBe(403);
    expect(await deliver(lines)).toMatchObject({ status: 200, body: { source: 'BANKA', day: '2026-01-05', fileId: 'F01', revision: 1, lines: 3, amountInFen: 5_000, state: 'counted', repeated: false } });
  });
  it('told again is the same file, and a revision takes its place without the old one ever coming back', async () => {
    expect((await deliver(lines, { copy: 1 })).body).toMatchObject({ revision: 1, repeated: true });
    expect((await deliver([line(1, 'S1', 5_100)], { digest: 2 })).body).toMatchObject({ revision: 2, amountInFen: 5_100, repeated: false });
    expect((await deliver(lines)).body).toMatchObject({ revision: 1, state: 'superseded', repeated: true });
    expect((await files()).map(({ revision, state }) => [revision, state])).toEqual([[1, 'superseded'], [2, 'counted']]);
  });
  it('with the same lines in another order under another name is not counted twice', async () => {
    const source = 'BANKB';
    await deliver(lines, { source, digest: 3 });
    const renumbered = [...lines].reverse().map((text, at) => text.replace(/^\d+/, String(at + 1)));
    expect((await deliver(renumbered, { source, digest: 4, file: 'F02' })).body).toMatchObject({ state: 'same-as-another', sameAs: 'F01' });
    expect((await deliver([line(1, 'S9', 5_000)], { source, digest: 5, file: 'F03' })).body).toMatchObject({ state: 'counted' });
  });
  it('delivered on two copies at the same moment stands once', async () => {
    const source = 'BANKC';
    const many = Array.from({ length: 3_000 }, (_, n) => line(n + 1, `S${String(n)}`, n + 1));
    const answers = await Promise.all([0, 1, 0, 1].map((copy) => deliver(many, { source, copy, digest: 6 })));
    for (const { status, body } of answers) expect([200, 409], JSON.stringify(body)).toContain(status);
    expect(await files(source)).toMatchObject([{ revision: 1, lines: 3_000, state: 'counted' }]);
  });
  it('is refused whole when it does not come to what it announced, or a line is wrong, and then delivered anew', async () => {
    const source = 'BANKD';
    expect((await deliver(lines, { source, count: 4 })).body).toMatchObject({ reason: 'statement-incomplete' });
    expect((await deliver(lines, { source, fen: 5_001 })).body).toMatchObject({ reason: 'statement-incomplete' });
    for (const [wrong, field] of [[line(2, 'S 2', 1), 'serial'], [line(2, 'S2', -1), 'amountInFen'], [line(2, '', 1, { payCode: '' }), 'serial'], [line(2, 'S2', 1, { kind: 'gift' }), 'kind'], ['2\tpayment', 'line']] as const) {
      expect((await deliver([line(1, 'S1', 1), wrong], { source, fen: 2 })).body, wrong).toMatchObject({ reason: 'statement-line-wrong', field: `lines.2.${field}` });
    }
    expect(await files(source)).toEqual([]);
    expect((await deliver(lines, { source })).body).toMatchObject({ revision: 1, repeated: false });
  });
  it('is refused whole when two of its lines bear one number and one serial: the database would leave the second out unsaid', async () => {
    const twice = [line(1, 'S1', 5_000), line(1, 'S1', 700)];
    expect((await deliver(twice, { source: 'BANKG' })).body).toMatchObject({ reason: 'statement-line-wrong' });
    expect(await files('BANKG')).toEqual([]);
  });
  it('keeps names with rare characters as they are, and takes an empty day', async () => {
    expect((await deliver([line(1, 'S1', 5, { payer: '𬭚邨䶮（开发区）有限公司' })], { source: 'BANKE' })).status).toBe(200);
    expect((await deliver([], { source: 'BANKF' })).body).toMatchObject({ lines: 0, amountInFen: 0, state: 'counted' });
  });
  it('counts the last new word of each file, and each content once, however often and in whatever order files are told again', async () => {
    let run = 0;
    const told = fc.array(fc.record({ file: fc.constantFrom('F1', 'F2', 'F3'), content: fc.constantFrom(1, 2, 3), copy: fc.constantFrom(0, 1) }), { minLength: 1, maxLength: 8 });
    await fc.assert(fc.asyncProperty(told, fc.boolean(), async (deliveries, turned) => {
      const source = `RANDOM${String(run += 1)}`;
      const model = new Map<string, number[]>();
      for (const { file, content, copy } of deliveries) {
        const contentLines = Array.from({ length: content }, (_, n) => line(n + 1, `S${String(content)}${String(n)}`, content * 100));
        const { status } = await deliver(turned ? contentLines.reverse() : contentLines, { source, file, copy, digest: content });
        expect(status).toBe(200);
        const known = model.get(file) ?? [];
        if (!known.includes(content)) model.set(file, [...known, content]);
      }
      const counted = (await files(source)).filter(({ state }) => state === 'counted').map(({ lines: held }) => held).sort((a, b) => a - b);
      expect(counted).toEqual([...new Set([...model.values()].map((contents) => contents.at(-1) ?? 0))].sort((a, b) => a - b));
    }), { numRuns: 15 });
  });
});
