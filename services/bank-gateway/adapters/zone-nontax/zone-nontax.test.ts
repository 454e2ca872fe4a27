import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshId } from '../../../../infra/chance.ts';
import { chinaDate, manualClock } from '../../../../infra/clock.ts';
import type { ManualClock } from '../../../../infra/clock.ts';
import type { Outcome } from '../../../../infra/outcome.ts';
import type { Exchange } from '../../exchange.ts';
import type { BankPort, BillForBank } from '../../port.ts';
import { startFrontEnd } from '../../front-end/listener.ts';
import type { BankListener, FrontEndSettings } from '../../front-end/listener.ts';
import { parseProfile } from '../../front-end/profile.ts';
import { projectFile } from '../../../../infra/project-file.ts';
import { startTeller, tellerFaults } from './simulator.ts';
import type { Teller, TellerSettings } from './simulator.ts';

const file = projectFile('services', 'bank-gateway', 'adapters', 'zone-nontax', 'profile.json');
const profile = parseProfile(readFileSync(file, 'utf8'), file);
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** What fees would do, in memory: one payment a bill, the same serial twice is the same payment. */
function smallFees(): { port: BankPort; bill(payCode: string, charges: number[], payer?: string): void; paid: Map<string, { bank: string; serial: string; workDate: string }>; closed: Set<string>; calls: string[]; next: Outcome<never>[] } {
  const bills = new Map<string, BillForBank>();
  const paid = new Map<string, { bank: string; serial: string; workDate: string }>();
  const closed = new Set<string>();
  const calls: string[] = [];
  const next: Outcome<never>[] = [];
  const refused = (reason: string): Outcome<never> => ({ kind: 'refused', reason, detail: '' });
  const ok: Outcome<{ caseNumber: string }> = { kind: 'done', value: { caseNumber: 'C1' } };
  async function turn(name: string): Promise<Outcome<never> | undefined> {
    calls.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    return next.shift();
  }
  const port: BankPort = {
    async queryBill({ payCode }) {
      const forced = await turn(`query ${payCode}`);
      const bill = bills.get(payCode);
      return forced ?? (!bill ? refused('unknown-bill') : paid.has(payCode) ? refused('already-paid') : { kind: 'done', value: bill });
    },
    async confirmPayment({ bank, serial, payCode, amountInFen, workDate }) {
      const bill = bills.get(payCode);
      const before = paid.get(payCode);
      const answer = !bill ? refused('unknown-bill')
        : before ? (before.bank === bank && before.serial === serial ? ok : refused('already-paid'))
        : bill.amountInFen !== amountInFen ? refused('amount-differs') : ok;
      // Committed before the answer may be lost: this is what makes in-doubt worth testing.
      if (answer === ok && !before) paid.set(payCode, { bank, serial, workDate });
      return (await turn(`confirm ${payCode} ${serial} ${amountInFen} ${workDate}`)) ?? answer;
    },
    async cancelPayment({ bank, payCode, workDate }) {
      const forced = await turn(`cancel ${payCode} ${workDate}`);
      const payment = paid.get(payCode);
      if (forced) return forced;
      if (!payment || payment.bank !== bank) return refused('payment-unknown');
      if (payment.workDate !== workDate) return refused('wrong-state');
      if (closed.has(payCode)) return refused('already-reconciled');
      paid.delete(payCode);
      return ok;
    },
    async reconcile({ bank, from, to, amountInFen }) {
      const forced = await turn(`reconcile ${from} ${to} ${amountInFen}`);
      if (forced) return forced;
      const inside = [...paid].filter(([, payment]) => payment.bank === bank && payment.workDate >= from && payment.workDate <= to);
      const sum = inside.reduce((total, [payCode]) => total + (bills.get(payCode)?.amountInFen ?? 0), 0);
      if (sum !== amountInFen) return refused('totals-differ');
      if (inside.length > 0 && inside.every(([payCode]) => closed.has(payCode))) return refused('already-reconciled');
      for (const [payCode] of inside) closed.add(payCode);
      return { kind: 'done', value: null };
    },
    queryRefund: () => Promise.resolve(refused('refund-unknown')), confirmRefund: () => Promise.resolve(refused('refund-unknown')),
  };
  return {
    port, paid, closed, calls, next,
    bill(payCode, charges, payer = '湖南示例新材料有限公司') {
      bills.set(payCode, {
        payCode, caseNumber: 'C1', payerName: payer, departmentCode: '430603101', amountInFen: charges.reduce((sum, charge) => sum + charge, 0),
        lines: charges.map((amountInFen, at) => ({ name: `收费项目${at + 1}`, amountInFen })),
      });
    },
  };
}

const morning = new Date('2026-01-05T01:30:00Z');
const payCode = '43060326300000000001';

async function hub(port: BankPort, changes: Partial<FrontEndSettings> = {}): Promise<{ listener: BankListener; clock: ManualClock; seen: Exchange[]; alarms: string[] }> {
  const clock = manualClock(morning);
  const seen: Exchange[] = [];
  const alarms: string[] = [];
  const listener = await startFrontEnd({
    profile,
    host: '127.0.0.1', port: 0, node: 'ZONEHUB', sessionKey: 'a key', sessionSeconds: 3600, connectionsMax: 20,
    accounts: [{ bank: 'BANKA', userCode: 'a', password: 'pa' }, { bank: 'BANKB', userCode: 'b', password: 'pb' }],
    frameBytesMax: 65_536, frameWaitMs: 2_000, idleMs: 5_000, answerWithinMs: 2_000, ...changes,
  }, { port, clock, freshId, witness: (exchange) => seen.push(exchange), alarm: (what) => alarms.push(what) });
  stops.push(() => listener.stop());
  return { listener, clock, seen, alarms };
}

function bank(listener: { port: number }, changes: Partial<TellerSettings> = {}): Teller {
  const teller = startTeller({
    host: '127.0.0.1', port: listener.port, user: 'a', password: 'pa', booksFile: path.join(mkdtempSync(path.join(tmpdir(), 'teller-')), 'books.jsonl'),
    answerWaitMs: 1_000, settleWithinMs: 5_000, clock: { now: () => morning }, ...changes,
  });
  stops.push(() => teller.stop());
  return teller;
}

/** A frame written by hand, so that neither side's codec vouches for itself. */
function byHand(type: string, auth: string, record: string, workDate = '20260105'): Buffer {
  const body = iconv.encode(`<?xml version="1.0" encoding="GBK"?><Root><Head><src>BANK01</src><des>ZONEHUB</des><dataType>${type}</dataType><msgId>m-1</msgId><msgRef></msgRef><workDate>${workDate}</workDate></Head><Body><Object><Record>${record}</Record></Object></Body><Signs><Sign></Sign><Stamp></Stamp></Signs></Root>`, 'gbk');
  const rest = `  ${type}         BANK01        ZONEHUB202601050930000${String(auth.length).padStart(3, '0')}${' '.repeat(15)}${auth}`;
  return Buffer.concat([Buffer.from(String(8 + rest.length + body.length).padStart(8, '0') + rest), body]);
}

/** Sends bytes on a line of its own, gives all that came back until the hub or `answers` ended it. */
function raw(listener: { port: number }, bytes: Buffer, answers = Infinity): Promise<{ texts: string[]; closed: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write(bytes));
    let held = Buffer.alloc(0);
    const texts: string[] = [];
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 8 && held.length >= Number(held.toString('latin1', 0, 8))) {
        const length = Number(held.toString('latin1', 0, 8));
        texts.push(iconv.decode(held.subarray(0, length), 'gbk'));
        held = held.subarray(length);
      }
      if (texts.length >= answers) {
        resolve({ texts, closed: false });
        socket.destroy();
      }
    });
    socket.on('end', () => {
      resolve({ texts, closed: true });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

async function accreditCode(listener: { port: number }): Promise<string> {
  const { texts } = await raw(listener, byHand('9905', '', '<user_code>a</user_code><password>pa</password><new_password></new_password>'), 1);
  return /<accredit_code>(\w+)</.exec(texts[0] ?? '')?.[1] ?? '';
}

describe('a bank front-end on the wire', () => {
  it('signs on with 9905 and gets its accredit code in 9906', async () => {
    const { listener } = await hub(smallFees().port);
    const { texts } = await raw(listener, byHand('9905', '', '<user_code>a</user_code><password>pa</password><new_password/>'), 1);
    expect(texts[0]).toMatch(/^\d{8} {2}9906 {8}ZONEHUB {9}BANK01202601050930000000 {15}<\?xml version="1.0" encoding="GBK"\?><Root><Head><src>ZONEHUB<\/src><des>BANK01<\/des><dataType>9906<\/dataType><msgId>[-\w]+<\/msgId><msgRef>m-1<\/msgRef><workDate>20260105<\/workDate><\/Head><Body><Object><Record><login_result>0000<\/login_result><accredit_code>\w+<\/accredit_code><add_word>登录成功<\/add_word><\/Record><\/Object><\/Body><Signs>/);
  });

  it('is answered 9910/2000 for a wrong password, an unknown, altered or expired code, and is let go after five wrong passwords', async () => {
    const { listener, clock } = await hub(smallFees().port);
    const wrong = byHand('9905', '', '<user_code>a</user_code><password>pb</password>');
    const { texts, closed } = await raw(listener, Buffer.concat(Array.from({ length: 7 }, () => wrong)));
    expect(texts.map((text) => /<dataType>9910<.*<ori_datatype>9905<\/ori_datatype><result>2000</.test(text))).toEqual([true, true, true, true, true]);
    expect(closed).toBe(true);
    const code = await accreditCode(listener);
    const query = (auth: string): Promise<{ texts: string[] }> => raw(listener, byHand('2401', auth, `<bill_no>${payCode}</bill_no>`), 1);
    for (const auth of ['', 'f'.repeat(40), code.slice(1)]) expect((await query(auth)).texts[0], auth).toMatch(/<dataType>9910<.*<result>2000</);
    clock.advance(3_600_001);
    expect((await query(code)).texts[0]).toMatch(/<result>2000</);
  });

  it('gets one Record for each charge of a bill, in yuan', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000, 5, 120_050], '甲&乙公司');
    const { listener } = await hub(fees.port);
    const { texts } = await raw(listener, byHand('2401', await accreditCode(listener), `<billtype_code/><bill_no>${payCode}</bill_no><verify_no/><bill_money/><set_year>2026</set_year>`), 1);
    const records = [...(texts[0] ?? '').matchAll(/<Record>(.*?)<\/Record>/g)].map((match) => match[1]);
    expect(records).toHaveLength(3);
    expect(records[1]).toMatch(new RegExp(`^<chr_id>\\{[0-9A-F-]{36}\\}</chr_id><bill_no>${payCode}</bill_no><billtype_code>0301</billtype_code><ien_code>430603101</ien_code><verify_no>0000</verify_no><payer>甲&amp;乙公司</payer><receivetype>1</receivetype><chargemoney>0.05</chargemoney>$`));
    expect(records.map((record) => /<chargemoney>(.*)</.exec(record ?? '')?.[1])).toEqual(['80.00', '0.05', '1200.50']);
  });

  it('may write its work date in either form, and the hub keeps it apart from its own clock', async () => {
    const fees = smallFees();
    const { listener } = await hub(fees.port);
    const code = await accreditCode(listener);
    for (const [at, form] of ['20251231', '2025-12-31'].entries()) {
      fees.bill(`${payCode}${at}`, [100]);
      const { texts } = await raw(listener, byHand('2402', code, `<bill_no>${payCode}${at}</bill_no><bill_money>1.00</bill_money><business_id>S${at}</business_id>`, form), 1);
      expect(texts[0]).toMatch(/<dataType>1402<.*<succ_code>OK</);
      expect(fees.calls.at(-1)).toBe(`confirm ${payCode}${at} S${at} 100 2025-12-31`);
    }
  });

  it('is told each refusal by its code, and 已缴款 for a paid bill', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const code = await accreditCode(listener);
    const result = async (type: string, record: string, day?: string): Promise<string> => {
      const { texts } = await raw(listener, byHand(type, code, record, day), 1);
      const [, answer, asked, outcome, words] = /<dataType>(\d+)<.*<ori_datatype>(\d+)<.*<result>(\d+)<.*<add_word>(.*)<\/add_word>/.exec(texts[0] ?? '') ?? [];
      return `${answer} ${asked} ${outcome} ${words}`;
    };
    const confirm = (money: string, serial: string): string => `<bill_no>${payCode}</bill_no><bill_money>${money}</bill_money><bank_indate>20260105</bank_indate><business_id>${serial}</business_id>`;
    expect(await result('2401', '<bill_no>1</bill_no>')).toBe('9000 2401 1100 缴款码不存在');
    expect(await result('2401', `<bill_no>${payCode}</bill_no><bill_money>79.99</bill_money>`)).toBe('9000 2401 4001 缴款金额不符');
    expect(await result('2402', confirm('79.99', 'S0'))).toBe('9000 2402 4001 缴款金额不符');
    expect(await result('2409', `<bill_no>${payCode}</bill_no>`)).toMatch(/^9000 2409 1100 /);
    await raw(listener, byHand('2402', code, confirm('80.00', 'S1')), 1);
    expect(await result('2402', confirm('80.00', 'S2'))).toBe('9000 2402 0001 已缴款');
    expect(await result('2401', `<bill_no>${payCode}</bill_no>`)).toBe('9000 2401 0001 已缴款');
    expect(await result('2409', `<bill_no>${payCode}</bill_no>`, '20260106')).toMatch(/^9000 2409 1100 /);
    expect(await result('2425', '<begin_date>20260105</begin_date><end_date>20260105</end_date><bankmoney>80.01</bankmoney>')).toBe('9000 2425 4050 总额不符');
    expect(await result('2425', '<begin_date>20260105</begin_date><end_date>20260105</end_date><bankmoney>80.00</bankmoney>')).toBe('9000 2425 0000 对账相符');
    expect(await result('2425', '<begin_date>20260105</begin_date><end_date>20260105</end_date><bankmoney>80.00</bankmoney>')).toBe('9000 2425 4040 该日期已对账');
    expect(await result('2409', `<bill_no>${payCode}</bill_no>`)).toBe('9000 2409 4010 已对账，不能冲正，请走退付流程');
    expect(await result('2402', `<bill_no>${payCode}</bill_no><bill_money>80.00</bill_money>`)).toBe('9910 2402 2001 字段缺失或格式错误：business_id');
    expect(await result('2402', confirm('80', 'S9'))).toBe('9910 2402 2001 字段缺失或格式错误：bill_money');
    expect(await result('2457', '<bill_no>1</bill_no>')).toBe('9910 2457 2001 本节点不支持该报文类型');
  });

  it('repeats a confirmation with the same business_id and is answered as the first time', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const confirm = byHand('2402', await accreditCode(listener), `<bill_no>${payCode}</bill_no><bill_money>80.00</bill_money><business_id>S1</business_id>`);
    const { texts } = await raw(listener, Buffer.concat([confirm, confirm, confirm]), 3);
    for (const text of texts) expect(text).toMatch(new RegExp(`<dataType>1402<.*<bill_no>${payCode}</bill_no><succ_code>OK</succ_code>`));
    expect(fees.paid.size).toBe(1);
  });

  it('is told 9000/9000 and nothing else while fees cannot answer, is late, or breaks', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener, alarms } = await hub({
      ...fees.port,
      reconcile: () => Promise.reject(new Error('defect')),
      cancelPayment: () => new Promise(() => undefined),
    }, { answerWithinMs: 50 });
    const code = await accreditCode(listener);
    fees.next.push({ kind: 'unavailable', detail: '' }, { kind: 'in-doubt', detail: '' });
    for (const [type, record] of [
      ['2401', `<bill_no>${payCode}</bill_no>`],
      ['2402', `<bill_no>${payCode}</bill_no><bill_money>80.00</bill_money><business_id>S1</business_id>`],
      ['2409', `<bill_no>${payCode}</bill_no>`],
      ['2425', '<begin_date>20260105</begin_date><end_date>20260105</end_date><bankmoney>0.00</bankmoney>'],
    ] as const) {
      expect((await raw(listener, byHand(type, code, record), 1)).texts[0], type).toMatch(/<dataType>9000<.*<result>9000</);
    }
    expect(alarms).toEqual(['zone-nontax: the port threw']);
  });

  it('cannot be shown a payer whose name GBK lacks, and hears so instead of seeing a question mark', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000], '𠮷野公司');
    const { listener } = await hub(fees.port);
    const { texts } = await raw(listener, byHand('2401', await accreditCode(listener), `<bill_no>${payCode}</bill_no>`), 1);
    expect(texts[0]).toMatch(/<dataType>9000<.*<result>1100<.*无法表示/);
  });
});

describe('bad bytes', () => {
  const answered2001 = /<dataType>9910<.*<result>2001</;

  it('are refused and, when the length cannot be trusted, the line is closed', async () => {
    const { listener, seen } = await hub(smallFees().port);
    const good = byHand('2401', await accreditCode(listener), `<bill_no>${payCode}</bill_no><verify_no>园区</verify_no>`);
    const withLength = (length: number): Buffer => Buffer.concat([Buffer.from(String(length).padStart(8, '0')), good.subarray(8)]);
    for (const bytes of [withLength(good.length - 2), withLength(12), withLength(99_999_999), Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.concat([withLength(good.length + 9), good])]) {
      const { texts, closed } = await raw(listener, bytes);
      expect([texts.length, closed]).toEqual([1, true]);
      expect(texts[0]).toMatch(answered2001);
    }
    expect(seen.at(-1)).toMatchObject({ bank: null, answer: '9910', result: '2001', payCode: null });
  });

  it('are refused without hurting the line when only the content is wrong', async () => {
    const fees = smallFees();
    fees.bill(payCode, [100]);
    const { listener } = await hub(fees.port);
    const code = await accreditCode(listener);
    const good = byHand('2401', code, `<bill_no>${payCode}</bill_no><verify_no>XX</verify_no>`);
    const half = Buffer.from(good);
    half[good.indexOf('XX')] = 0xd6;
    half[good.indexOf('XX') + 1] = 0x20;
    const crossed = byHand('2401', code, `<bill_no>${payCode}</bill_no>`);
    crossed.write('2402', 10, 'latin1');
    const two = byHand('2401', code, `<bill_no>${payCode}</bill_no></Record><Record><bill_no>${payCode}</bill_no>`);
    const { texts } = await raw(listener, Buffer.concat([half, good, crossed, two, good]), 5);
    expect(texts.map((text) => (answered2001.test(text) ? 'refused' : text.includes('<dataType>1401<') ? 'answered' : text))).toEqual(['refused', 'answered', 'refused', 'refused', 'answered']);
  });

  it('that trickle or stop are waited for in bounded time only', async () => {
    const { listener } = await hub(smallFees().port, { frameWaitMs: 60, idleMs: 80 });
    const half = await raw(listener, Buffer.from('00000200  2401'));
    expect(half.texts[0]).toMatch(answered2001);
    expect(half.closed).toBe(true);
    expect(await raw(listener, Buffer.alloc(0))).toEqual({ texts: [], closed: true });
    await vi.waitFor(() => expect(listener.state().connections).toBe(0));
  });

  it('of any kind leave the service alive', async () => {
    const fees = smallFees();
    const { listener } = await hub(fees.port, { frameWaitMs: 30, idleMs: 30 });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, asFrame) => {
      const body = Buffer.from(bytes);
      const sent = asFrame ? Buffer.concat([Buffer.from(String(body.length + 8).padStart(8, '0')), body]) : body;
      expect((await raw(listener, sent)).closed).toBe(true);
    }), { numRuns: 40 });
    expect(await accreditCode(listener)).toMatch(/^\w{40}$/);
    expect(fees.calls).toEqual([]);
  });

  it('and every exchange are witnessed without names, accounts or passwords', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000], '张三');
    const { listener, seen } = await hub(fees.port);
    const teller = bank(listener);
    await teller.pay(payCode);
    await teller.misbehave('bad-gbk', payCode);
    expect(seen.map((exchange) => `${exchange.bank} ${exchange.ask} ${exchange.answer} ${exchange.result}`)).toEqual(['BANKA 9905 9906 0000', 'BANKA 2401 1401 0000', 'BANKA 2402 1402 OK', 'null 2401 9910 2001']);
    expect(seen[2]).toMatchObject({ payCode, serial: teller.books()[0]?.serial, outcome: 'done', caseNumber: 'C1' });
    expect(JSON.stringify(seen)).not.toMatch(/张三|开发区支行|"pa"/);
  });
});

describe('the listener', () => {
  it('takes no more connections than it may, and says how many it turned away', async () => {
    const { listener } = await hub(smallFees().port, { connectionsMax: 2 });
    const held = [connect(listener.port, '127.0.0.1'), connect(listener.port, '127.0.0.1')];
    await vi.waitFor(() => expect(listener.state().connections).toBe(2));
    await raw(listener, Buffer.from('x')).catch(() => undefined);
    await vi.waitFor(() => expect(listener.state().refusedConnections).toBe(1));
    for (const socket of held) socket.destroy();
    await vi.waitFor(() => expect(listener.state().connections).toBe(0));
    expect(await accreditCode(listener)).toMatch(/^\w{40}$/);
  });

  it('answers a front-end that shuts its side after asking', async () => {
    const { listener } = await hub(smallFees().port);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(listener.port, '127.0.0.1', () => socket.end(byHand('9905', '', '<user_code>a</user_code><password>pa</password>')));
      socket.on('data', (chunk) => (text += iconv.decode(chunk, 'gbk')));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('<dataType>9906<');
  });

  it('lets the exchange in hand finish when it is stopped', async () => {
    let release: (() => void) | null = null;
    const fees = smallFees();
    const { listener } = await hub({ ...fees.port, queryBill: () => new Promise((resolve) => (release = () => resolve({ kind: 'refused', reason: 'unknown-bill', detail: '' }))) });
    const answer = raw(listener, byHand('2401', await accreditCode(listener), `<bill_no>${payCode}</bill_no>`));
    const letGo = await vi.waitUntil(() => release as (() => void) | null);
    const stopped = listener.stop();
    letGo();
    expect((await answer).texts[0]).toMatch(/<result>1100</);
    await stopped;
  });

  it('says which banks it has met', async () => {
    const fees = smallFees();
    const { listener } = await hub(fees.port);
    await bank(listener).query(payCode);
    expect(listener.state()).toMatchObject({ banks: [{ bank: 'BANKA', lastLoginAt: morning, lastExchangeAt: morning }, { bank: 'BANKB', lastLoginAt: null }] });
  });
});

describe('a bank teller and the hub', () => {
  const day = chinaDate(morning);

  it('carry a bill from query to payment, cancellation, payment again and agreed totals', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000, 115]);
    const { listener } = await hub(fees.port);
    const teller = bank(listener);
    expect(await teller.query(payCode)).toMatchObject({ state: 'owed', amountInFen: 8_115, payer: '湖南示例新材料有限公司', lines: 2 });
    expect(await teller.pay(payCode)).toMatchObject({ state: 'confirmed', amountInFen: 8_115 });
    expect(await teller.pay(payCode)).toEqual({ state: 'refused', code: '0001', words: '已缴款' });
    expect(await teller.cancel(payCode)).toMatchObject({ state: 'cancelled' });
    expect(fees.paid.size).toBe(0);
    expect(await teller.pay(payCode)).toMatchObject({ state: 'confirmed' });
    expect(await teller.reconcile(day)).toEqual({ agreed: true, code: '0000', words: '对账相符', amountInFen: 8_115, payments: 1 });
    expect(await teller.reconcile(day)).toMatchObject({ agreed: true, code: '4040' });
    expect(await teller.cancel(payCode)).toMatchObject({ state: 'refused', code: '4010' });
    expect(teller.books().map((payment) => payment.state)).toEqual(['cancelled', 'confirmed']);
  });

  it.each(tellerFaults.filter((fault) => fault !== 'late-heard' && fault !== 'late-unheard'))('end with one payment in spite of %s', async (fault) => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const teller = bank(listener);
    expect(await teller.pay(payCode, fault)).toMatchObject({ state: 'confirmed' });
    const confirmed = teller.books().filter((payment) => payment.state === 'confirmed');
    expect(confirmed).toHaveLength(1);
    expect(fees.paid.get(payCode)?.serial).toBe(confirmed[0]?.serial);
    expect(await teller.reconcile(day)).toMatchObject({ agreed: true, payments: 1 });
  });

  it('repeat a cancellation nobody answered before midnight after it, with its own number and work date, until it is certain', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    let now = new Date('2026-01-05T15:58:00Z');
    const teller = bank(listener, { settleWithinMs: 300, clock: { now: () => now } });
    expect(await teller.pay(payCode)).toMatchObject({ state: 'confirmed' });
    fees.next.push(...Array.from({ length: 20 }, () => ({ kind: 'in-doubt' as const, detail: '' })));
    expect(await teller.cancel(payCode, 'drop')).toMatchObject({ state: 'cancelling' });
    expect(fees.paid.has(payCode)).toBe(true);
    now = new Date('2026-01-05T16:02:00Z');
    fees.next.length = 0;
    expect(await teller.settle()).toBe(0);
    expect([fees.paid.has(payCode), teller.books()[0]?.state]).toEqual([false, 'cancelled']);
    expect(new Set(fees.calls.filter((call) => call.startsWith('cancel')))).toEqual(new Set([`cancel ${payCode} 2026-01-05`]));
  });

  it('show what a fault was answered with', async () => {
    const { listener } = await hub(smallFees().port);
    const teller = bank(listener);
    expect(await teller.misbehave('wrong-length', payCode)).toEqual({ answers: [{ type: '9910', result: '2001' }], closed: true });
    expect(await teller.misbehave('character-length', payCode)).toEqual({ answers: [{ type: '9910', result: '2001' }], closed: true });
    expect(await teller.misbehave('bad-gbk', payCode)).toEqual({ answers: [{ type: '9910', result: '2001' }], closed: false });
    expect(await teller.misbehave('wrong-token', payCode)).toEqual({ answers: [{ type: '9910', result: '2000' }], closed: false });
    expect(await teller.misbehave('coalesced', payCode)).toMatchObject({ answers: [{ type: '9000' }, { type: '9000' }] });
  });

  it('agree after answers were lost, whichever they were', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom<Outcome<never>['kind']>('done', 'unavailable', 'in-doubt'), { maxLength: 8 }), async (kinds) => {
      const fees = smallFees();
      const bills = [1, 2, 3].map((at) => `4306032630000000001${at}`);
      for (const code of bills) fees.bill(code, [100]);
      const { listener } = await hub(fees.port);
      const teller = bank(listener, { keepLines: kinds.length % 2 === 0 });
      for (const kind of kinds) if (kind === 'unavailable' || kind === 'in-doubt') fees.next.push({ kind, detail: '' });
      await Promise.all(bills.map((code) => teller.pay(code)));
      expect(teller.books().map((payment) => payment.state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
      expect([...fees.paid.values()].map((payment) => payment.serial).sort()).toEqual(teller.books().map((payment) => payment.serial).sort());
    }), { numRuns: 15 });
  });

  it('carry on after the hub was restarted in between, with another session key', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const first = await hub(fees.port);
    const teller = bank(first.listener);
    await teller.query(payCode);
    await first.listener.stop();
    const again = await hub(fees.port, { port: first.listener.port, sessionKey: 'another key' });
    expect(await teller.pay(payCode)).toMatchObject({ state: 'confirmed' });
    expect(again.seen.map((exchange) => exchange.result)).toEqual(['2000', '0000', '0000', 'OK']);
  });

  it('finish a payment that the bank program left open when it died, with the same serial', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const booksFile = path.join(mkdtempSync(path.join(tmpdir(), 'teller-')), 'books.jsonl');
    const line = JSON.stringify({ at: morning.toISOString(), entry: 'taken', serial: 'OLD1', payCode, amountInFen: 8_000, workDate: '2026-01-04' });
    writeFileSync(booksFile, `${line}\n{"at":"2026-01-0`);
    const teller = bank(listener, { booksFile });
    expect(await teller.settle()).toBe(0);
    expect(fees.paid.get(payCode)).toEqual({ bank: 'BANKA', serial: 'OLD1', workDate: '2026-01-04' });
    expect(readFileSync(booksFile, 'utf8').split('\n').map((text) => /"entry":"(\w+)"/.exec(text)?.[1])).toEqual(['taken', 'confirmed', undefined]);
  });

  it('say once that a payment is confirmed, however many ask for it at the same time', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const booksFile = path.join(mkdtempSync(path.join(tmpdir(), 'teller-')), 'books.jsonl');
    writeFileSync(booksFile, `${JSON.stringify({ at: morning.toISOString(), entry: 'taken', serial: 'OLD1', payCode, amountInFen: 8_000, workDate: '2026-01-04' })}\n`);
    const teller = bank(listener, { booksFile });
    const answers = await Promise.all([teller.pay(payCode), teller.settle(), teller.pay(payCode)]);
    expect(answers).toEqual([{ state: 'confirmed', serial: 'OLD1', amountInFen: 8_000 }, 0, { state: 'confirmed', serial: 'OLD1', amountInFen: 8_000 }]);
    expect(readFileSync(booksFile, 'utf8').match(/"confirmed"/g)).toHaveLength(1);
  });

  it('leave one payment when two banks pay one bill at the same moment', async () => {
    const fees = smallFees();
    fees.bill(payCode, [8_000]);
    const { listener } = await hub(fees.port);
    const [a, b] = [bank(listener), bank(listener, { user: 'b', password: 'pb', teller: 'T02' })];
    await Promise.all([a.pay(payCode), b.pay(payCode)]);
    expect([...a.books(), ...b.books()].filter((payment) => payment.state === 'confirmed')).toHaveLength(1);
  });
});
