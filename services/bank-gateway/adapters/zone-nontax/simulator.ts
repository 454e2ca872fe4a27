/**
 * A bank's teller program that speaks zone-nontax to the hub: signs on, asks for bills, takes money, reports it, takes it back,
 * compares totals. It keeps its own books and never gives up on a payment it has taken: no answer means the same serial again.
 * It is not a real core banking system: no accounts, no daily cut-over, no files, and money is always at hand.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { freshId } from '../../../../infra/chance.ts';
import { daysAfter } from '../../../../infra/civil-days.ts';
import { chinaDate, elapsedMs, systemClock } from '../../../../infra/clock.ts';
import type { Clock } from '../../../../infra/clock.ts';
import { openBooks } from './teller-books.ts';
import type { BookedPayment } from './teller-books.ts';
import { answerOf, frameOf, gbk } from './teller-frames.ts';
import type { TellerAnswer } from './teller-frames.ts';
import { openLines } from './teller-line.ts';
import type { Sending } from './teller-line.ts';

/**
 * Ways to misbehave. The first five are refused or hurt nobody but the line; the others must still end in one payment. The last two leave it unknown for the day and say in the next
 * day's file that it succeeded: the hub never heard of it, or heard of it and its answer was lost.
 */
export const tellerFaults = ['wrong-length', 'character-length', 'bad-gbk', 'wrong-token', 'coalesced', 'split', 'byte-by-byte', 'trailing-newline', 'drop', 'two-tellers', 'late-unheard', 'late-heard'] as const;
export type TellerFault = (typeof tellerFaults)[number];
/** Those that go before an ask instead of spoiling it. */
type Misbehaviour = 'wrong-length' | 'character-length' | 'bad-gbk' | 'wrong-token' | 'coalesced';
const misbehaviours: readonly string[] = ['wrong-length', 'character-length', 'bad-gbk', 'wrong-token', 'coalesced'] satisfies Misbehaviour[];
const isMisbehaviour = (way: TellerFault | undefined): way is Misbehaviour => way !== undefined && misbehaviours.includes(way);

/** How a teller program is set up. */
export interface TellerSettings {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Append-only; carried on when it exists. */
  booksFile: string;
  /** What it writes and reads; what it asks with is plain letters either way. GBK unless told. */
  charset?: 'gbk' | 'gb18030';
  /** Node codes in the header, at most 15 ASCII characters. */
  node?: string;
  hubNode?: string;
  /** Part of each serial: two programs of one bank must differ. */
  teller?: string;
  /** How long one answer is waited for, ms. */
  answerWaitMs?: number;
  /** How long one operation goes on repeating before it is left open, ms. */
  settleWithinMs?: number;
  /** Keep lines between exchanges (default) or close after each. */
  keepLines?: boolean;
  /** Faults for `pay`, one after the other, again and again; none by default. */
  faults?: readonly TellerFault[];
  clock?: Clock;
}

/** What the hub says is owed. */
export type TellerQuery =
  | { state: 'owed'; payCode: string; amountInFen: number; payer: string; rowId: string; lines: number }
  | { state: 'refused'; code: string; words: string }
  | { state: 'unknown' };

/** How a payment or a cancellation stands in the bank's books. */
export type TellerPayment = { state: BookedPayment['state']; serial: string; amountInFen: number } | { state: 'refused'; code: string; words: string } | { state: 'unknown' };

/** A reconciliation's answer: `0000` agreed, `4040` was agreed before, `4050` differs, null when no answer came. */
export interface TellerReconciliation {
  agreed: boolean;
  code: string | null;
  words: string;
  amountInFen: number;
  payments: number;
}

/** What came back after a fault: types with result codes, and whether the hub hung up. */
export interface TellerMisbehaviour {
  answers: { type: string; result: string }[];
  closed: boolean;
}

/** A running teller program. */
export interface Teller {
  query(payCode: string): Promise<TellerQuery>;
  /** Queries, takes the money, reports it until the hub has answered. A payment left open earlier is carried on. */
  pay(payCode: string, fault?: TellerFault): Promise<TellerPayment>;
  /** Two serials for one bill at the same moment, as from two windows. */
  payTwice(payCode: string): Promise<[TellerPayment, TellerPayment]>;
  /** Until it is answered, over midnight too: what was asked once is repeated with its own number on its own work date. */
  cancel(payCode: string, sending?: Sending): Promise<TellerPayment>;
  reconcile(day: string): Promise<TellerReconciliation>;
  /** Carries on everything that was left open; gives how many are still open afterwards. */
  settle(): Promise<number>;
  /** Tells the hub after all of a payment that was given up. */
  tellLate(payCode: string): Promise<TellerPayment>;
  misbehave(fault: Misbehaviour, payCode: string): Promise<TellerMisbehaviour>;
  books(): BookedPayment[];
  stop(): void;
}

interface Asked {
  msgId: string;
  bytes: Buffer;
}

/** Starts a teller program. It signs on at its first need, and carries on what its books say was left open. */
export function startTeller(settings: TellerSettings): Teller {
  const clock = settings.clock ?? systemClock;
  const node = settings.node ?? 'BANK01';
  const hubNode = settings.hubNode ?? 'ZONEHUB';
  const teller = settings.teller ?? 'T01';
  const settleWithinMs = settings.settleWithinMs ?? 60_000;
  const books = openBooks(settings.booksFile);
  const lines = openLines(settings.host, settings.port, settings.answerWaitMs ?? 5_000, settings.keepLines ?? true);
  let auth = '';
  let signingOn: Promise<void> | null = null;
  const reporting = new Map<string, Promise<TellerPayment>>();
  const cancelling = new Map<string, Promise<TellerPayment>>();
  let stopped = false;
  let count = 0;
  let faultsUsed = 0;

  const at = (): string => clock.now().toISOString();
  const workDate = (): string => chinaDate(clock.now());
  const stamp = (): string => new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '');
  function freshSerial(): string {
    count += 1;
    return `${stamp()}${teller}${String(count).padStart(6, '0')}`;
  }

  function ask(type: string, record: Readonly<Record<string, string>>, options: { msgId?: string; day?: string; auth?: string } = {}): Asked {
    const day = (options.day ?? workDate()).replaceAll('-', '');
    const msgId = options.msgId ?? freshId();
    const bytes = frameOf({ type, src: node, des: hubNode, auth: options.auth ?? auth, msgId, time: stamp().slice(0, 14), workDate: day, record }, settings.charset);
    return { msgId, bytes };
  }

  async function answerTo(asked: Asked, way: Sending): Promise<TellerAnswer> {
    const [frame] = await lines.exchange(asked.bytes, 1, way);
    const answer = answerOf(frame ?? Buffer.alloc(0), settings.charset);
    if (answer.msgRef !== asked.msgId) throw new Error('the hub answered another message');
    return answer;
  }

  function signOn(): Promise<void> {
    signingOn ??= (async () => {
      try {
        const answer = await answerTo(ask('9905', { user_code: settings.user, password: settings.password, new_password: '' }, { auth: '' }), 'whole');
        const code = answer.records[0]?.get('accredit_code') ?? '';
        if (answer.type !== '9906' || code === '') throw new Error(`the hub refused the login: ${resultOf(answer).code}`);
        auth = code;
      } finally {
        signingOn = null;
      }
    })();
    return signingOn;
  }

  /** Repeats one ask until the hub has said something definite; null when the time is up. 9000 is not definite, nor is 2000. */
  async function insist(build: () => Asked, sending: Sending = 'whole'): Promise<TellerAnswer | null> {
    const until = elapsedMs() + settleWithinMs;
    let way = sending;
    for (let waitMs = 50; !stopped; waitMs = Math.min(waitMs * 2, 2_000)) {
      try {
        if (auth === '') await signOn();
        const answer = await answerTo(build(), way);
        const { code } = resultOf(answer);
        if (answer.type === '9910' && code === '2000') auth = '';
        else if (!(answer.type === '9000' && (code === '9000' || code === '3000' || code === '3001'))) return answer;
      } catch {
        // The line broke or the answer is late: whether it was done is what asking again finds out.
      }
      way = 'whole';
      if (elapsedMs() + waitMs > until) return null;
      await pause(waitMs);
    }
    return null;
  }

  async function query(payCode: string): Promise<TellerQuery> {
    const year = workDate().slice(0, 4);
    const answer = await insist(() => ask('2401', { billtype_code: '', bill_no: payCode, verify_no: '', bill_money: '', set_year: year }));
    if (!answer) return { state: 'unknown' };
    if (answer.type !== '1401') return { state: 'refused', ...resultOf(answer) };
    let amountInFen = 0;
    for (const record of answer.records) amountInFen += fenIn(record.get('chargemoney') ?? '');
    const first = answer.records[0];
    if (!first || first.get('bill_no') !== payCode) throw new Error('the hub answered for another bill');
    return { state: 'owed', payCode, amountInFen, payer: first.get('payer') ?? '', rowId: first.get('chr_id') ?? '', lines: answer.records.length };
  }

  function confirmation(payment: BookedPayment, rowId: string): Asked {
    const day = payment.workDate.replaceAll('-', '');
    return ask('2402', {
      chr_id: rowId, billtype_code: '0301', bill_no: payment.payCode, bill_money: yuanIn(payment.amountInFen), bank_indate: day, incomestatus: '1', pm_code: '01',
      cheque_no: '', payerbank: '开发区支行', payeraccount: '', set_year: day.slice(0, 4), route_user_code: '', license: '', business_id: payment.serial,
    }, { day: payment.workDate });
  }

  function take(owed: Extract<TellerQuery, { state: 'owed' }>): BookedPayment {
    const payment: BookedPayment = {
      serial: freshSerial(), payCode: owed.payCode, amountInFen: owed.amountInFen, workDate: workDate(), state: 'open', cancelMsgId: null, cancelDay: null, inFileOf: null,
    };
    const { serial, payCode, amountInFen, workDate: day } = payment;
    books.write({ at: at(), entry: 'taken', serial, payCode, amountInFen, workDate: day });
    return payment;
  }

  /** One telling at a time for each serial: the books must say once how it ended. */
  function report(payment: BookedPayment, rowId: string, sending: Sending = 'whole'): Promise<TellerPayment> {
    const under = reporting.get(payment.serial) ?? tell(payment, rowId, sending).finally(() => reporting.delete(payment.serial));
    reporting.set(payment.serial, under);
    return under;
  }

  async function tell(payment: BookedPayment, rowId: string, sending: Sending): Promise<TellerPayment> {
    const { serial, amountInFen } = payment;
    const answer = await insist(() => confirmation(payment, rowId), sending);
    if (!answer) return { state: 'open', serial, amountInFen };
    if (answer.type === '1402' && answer.records[0]?.get('succ_code') === 'OK' && answer.records[0].get('bill_no') === payment.payCode) {
      books.write({ at: at(), entry: 'confirmed', serial });
      return { state: 'confirmed', serial, amountInFen };
    }
    const no = resultOf(answer);
    books.write({ at: at(), entry: 'returned', serial, ...no });
    return { state: 'refused', ...no };
  }

  async function pay(payCode: string, fault?: TellerFault): Promise<TellerPayment> {
    const way = fault ?? nextFault();
    if (way === 'two-tellers') {
      const both = await payTwice(payCode);
      return both.find((payment) => payment.state === 'confirmed') ?? both[0];
    }
    const open = books.find((payment) => payment.payCode === payCode && payment.state === 'open');
    if (open) return await report(open, '');
    if (isMisbehaviour(way)) await misbehave(way, payCode);
    const owed = await query(payCode);
    if (owed.state !== 'owed') return owed;
    if (way === 'late-unheard' || way === 'late-heard') return await giveUp(take(owed), owed.rowId, way === 'late-heard');
    return await report(take(owed), owed.rowId, way === 'split' || way === 'byte-by-byte' || way === 'drop' || way === 'trailing-newline' ? way : 'whole');
  }

  /** No answer within its time, and the clerk goes home: the money is in the till, and the next day's file says so. */
  async function giveUp(payment: BookedPayment, rowId: string, heard: boolean): Promise<TellerPayment> {
    const { serial, amountInFen } = payment;
    if (heard) await answerTo(confirmation(payment, rowId), 'whole').catch(() => undefined);
    books.write({ at: at(), entry: 'late', serial, inFileOf: daysAfter(payment.workDate, 1) });
    return { state: 'late', serial, amountInFen };
  }

  /** Tells once more what was given up, with its own serial and on its own work date. */
  async function tellLate(payCode: string): Promise<TellerPayment> {
    const payment = books.find((one) => one.payCode === payCode && one.state === 'late');
    if (!payment) return { state: 'refused', code: '', words: 'the bank has no such payment in its books' };
    const answer = await insist(() => confirmation(payment, ''));
    if (!answer) return { state: 'late', serial: payment.serial, amountInFen: payment.amountInFen };
    if (answer.type === '1402') return { state: 'confirmed', serial: payment.serial, amountInFen: payment.amountInFen };
    return { state: 'refused', ...resultOf(answer) };
  }

  function nextFault(): TellerFault | undefined {
    const faults = settings.faults ?? [];
    if (faults.length === 0) return undefined;
    faultsUsed += 1;
    return faults[(faultsUsed - 1) % faults.length];
  }

  async function payTwice(payCode: string): Promise<[TellerPayment, TellerPayment]> {
    const owed = await query(payCode);
    if (owed.state !== 'owed') return [owed, owed];
    const [left, right] = [take(owed), take(owed)];
    return await Promise.all([report(left, owed.rowId), report(right, owed.rowId)]);
  }

  function cancel(payCode: string, sending: Sending = 'whole'): Promise<TellerPayment> {
    const under = cancelling.get(payCode) ?? takeBack(payCode, sending).finally(() => cancelling.delete(payCode));
    cancelling.set(payCode, under);
    return under;
  }

  async function takeBack(payCode: string, sending: Sending): Promise<TellerPayment> {
    const payment = books.find((one) => one.payCode === payCode && (one.state === 'confirmed' || one.state === 'cancelling'));
    if (!payment) return { state: 'refused', code: '', words: 'the bank has no such payment in its books' };
    const { serial, amountInFen } = payment;
    const msgId = payment.cancelMsgId ?? freshId();
    const day = payment.cancelDay ?? workDate();
    if (payment.cancelMsgId === null) books.write({ at: at(), entry: 'cancelling', serial, msgId, day });
    const answer = await insist(() => ask('2409', { chr_id: '', billtype_code: '0301', bill_no: payCode, set_year: day.slice(0, 4) }, { msgId, day }), sending);
    if (!answer) return { state: 'cancelling', serial, amountInFen };
    if (answer.type === '1409' && answer.records[0]?.get('succ_code') === 'OK') {
      books.write({ at: at(), entry: 'cancelled', serial });
      return { state: 'cancelled', serial, amountInFen };
    }
    const no = resultOf(answer);
    books.write({ at: at(), entry: 'kept', serial, ...no });
    return { state: 'refused', ...no };
  }

  async function reconcile(day: string): Promise<TellerReconciliation> {
    const counted = books.payments().filter((payment) => payment.state === 'confirmed' && payment.workDate === day);
    const amountInFen = counted.reduce((sum, payment) => sum + payment.amountInFen, 0);
    const sent = day.replaceAll('-', '');
    const answer = await insist(() => ask('2425', {
      begin_date: sent, end_date: sent, receiveraccount: '', consign_ien_code: '', chr_id: '', billtype_code: '', bill_no: '',
      bankmoney: yuanIn(amountInFen), is_getcollectinfo: '0', set_year: day.slice(0, 4),
    }));
    const totals = { amountInFen, payments: counted.length };
    if (!answer) return { agreed: false, code: null, words: '', ...totals };
    const { code, words } = resultOf(answer);
    return { agreed: answer.type === '9000' && (code === '0000' || code === '4040'), code, words, ...totals };
  }

  async function settle(): Promise<number> {
    for (const payment of books.payments()) {
      if (payment.state === 'open') await report(payment, '');
      else if (payment.state === 'cancelling') await cancel(payment.payCode);
    }
    return books.payments().filter((payment) => payment.state === 'open' || payment.state === 'cancelling').length;
  }

  async function misbehave(fault: Misbehaviour, payCode: string): Promise<TellerMisbehaviour> {
    if (auth === '') await signOn();
    const record = { billtype_code: '', bill_no: payCode, verify_no: '', bill_money: '', set_year: workDate().slice(0, 4) };
    const good = ask('2401', record).bytes;
    const line = openLines(settings.host, settings.port, settings.answerWaitMs ?? 5_000, false);
    try {
      let frames: Buffer[] = [];
      try {
        if (fault === 'coalesced') frames = await line.exchange(Buffer.concat([good, ask('2401', record).bytes]), 2);
        else if (fault === 'wrong-token') frames = await line.exchange(ask('2401', record, { auth: 'f'.repeat(40) }).bytes, 1);
        else if (fault === 'bad-gbk') frames = await line.exchange(spoiled(ask('2401', { ...record, verify_no: 'XX' }).bytes), 1);
        else if (fault === 'character-length') frames = await line.exchange(countedInCharacters(ask('2401', { ...record, verify_no: '示例' }).bytes), 1);
        else frames = await line.exchange(Buffer.concat([Buffer.from(String(good.length - 4).padStart(8, '0')), good.subarray(8)]), 1);
      } catch {
        return { answers: [], closed: true };
      }
      const answers = frames.map((frame) => answerOf(frame, settings.charset)).map((answer) => ({ type: answer.type, result: resultOf(answer).code }));
      return { answers, closed: fault === 'wrong-length' || fault === 'character-length' };
    } finally {
      line.close();
    }
  }

  // What an earlier run of this program left open is nobody's errand but its own.
  if (books.find((payment) => payment.state === 'open' || payment.state === 'cancelling')) void settle();

  return {
    query, pay, payTwice, cancel, reconcile, settle, tellLate, misbehave,
    books: () => books.payments(),
    stop() {
      stopped = true;
      lines.close();
    },
  };
}

/** The length says how many characters there are, which are fewer than bytes where some are Chinese. */
function countedInCharacters(frame: Buffer): Buffer {
  const wide = gbk('示例').length - 2;
  return Buffer.concat([Buffer.from(String(frame.length - wide).padStart(8, '0')), frame.subarray(8)]);
}

/** A lead byte whose trail byte is no GBK: what a field cut in mid-character looks like. */
function spoiled(frame: Buffer): Buffer {
  const place = frame.indexOf(gbk('<verify_no>XX')) + '<verify_no>'.length;
  const bytes = Buffer.from(frame);
  bytes[place] = 0xd6;
  bytes[place + 1] = 0x20;
  return bytes;
}

function resultOf(answer: TellerAnswer): { code: string; words: string } {
  const record = answer.records[0];
  return { code: record?.get('result') ?? '', words: record?.get('add_word') ?? '' };
}

function fenIn(yuan: string): number {
  if (!/^\d+\.\d\d$/.test(yuan)) throw new Error('the hub sent an amount that is not yuan with two decimals');
  return Number.parseInt(yuan.replace('.', ''), 10);
}

function yuanIn(fen: number): string {
  const whole = Math.trunc(fen / 100);
  return `${whole}.${String(fen - whole * 100).padStart(2, '0')}`;
}
