/**
 * The hub's side of the zone-nontax dialect: a TCP server for banks' front-ends (登录, 查询, 缴款确认, 冲正, 总额对账).
 * Promises: a bank is told 1402 OK only after fees has committed; whatever fees could not answer is told 9000/9000, so that
 * the bank asks again with the same business_id; no bad frame, peer or amount of them stops the service.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../../../infra/clock.ts';
import { chinaDate, elapsedMs } from '../../../../infra/clock.ts';
import type { Outcome } from '../../../../infra/outcome.ts';
import type { Exchange } from '../../exchange.ts';
import type { BankPort, BankRefusal, BillForBank } from '../../port.ts';
import { dayOf, readCancel, readConfirm, readLogin, readQuery, readReconcile, yuanOfFen } from './asks.ts';
import { serveConnection } from './connection.ts';
import type { Connection, Handled } from './connection.ts';
import { readDocument, writeDocument } from './document.ts';
import type { Message, RecordFields } from './document.ts';
import { createSessions } from './session.ts';
import type { BankAccount } from './session.ts';
import { decodeFrame, encodeFrame } from './wire.ts';
import type { Frame, Reading, WireFault } from './wire.ts';

/**
 * The dialect's result codes and the words a teller reads, for each reason of ours. 1100 is its one code for "the rules say
 * no"; 3000/3001 and 9000 mean unknown to a bank, so no refusal may use them.
 */
const REFUSED: Readonly<Record<BankRefusal, readonly [result: string, words: string]>> = {
  'unknown-bill': ['1100', '缴款码不存在'],
  'bill-void': ['1100', '缴款单已作废'],
  'bill-overdue': ['1100', '缴款期限已过'],
  'already-paid': ['0001', '已缴款'],
  'amount-differs': ['4001', '缴款金额不符'],
  'serial-already-used': ['1100', '银行流水号已用于另一笔缴款，或该笔已冲正'],
  'payment-unknown': ['1100', '没有本行的这笔缴款，不能冲正'],
  'wrong-state': ['1100', '不能冲正：不是缴款当日，或该冲正已处理过；须退款请走退付流程'],
  'already-reconciled': ['4010', '已对账，不能冲正，请走退付流程'],
  'totals-differ': ['4050', '总额不符'],
};
/** On 2425 the same reason has its own code: the range was reconciled before. */
const RECONCILED_BEFORE = ['4040', '该日期已对账'] as const;
const UNKNOWN = ['9000', '系统暂不能答复，请稍后查询后用原流水号重发'] as const;
const BAD_AUTH = ['2000', '授权码无效或已过期，请重新登录'] as const;
const BAD_LOGIN = ['2000', '用户代码或口令错误'] as const;

/** Wrong passwords on one connection before it is closed. */
const LOGIN_TRIES = 5;

/** How this listener is set; every value comes from the service's configuration. */
export interface ZoneNontaxSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Our node code in `src` of what we send, at most 15 ASCII characters. */
  readonly node: string;
  readonly accounts: readonly BankAccount[];
  /** Secret that accredit codes are made with; the same in every copy of the gateway. */
  readonly sessionKey: string;
  /** Life of an accredit code, seconds. */
  readonly sessionSeconds: number;
  /** 票据种类 in answers; 0301 is 非税收入一般缴款书(电子). */
  readonly billTypeCode: string;
  /** 收缴方式 in answers: 1 直接缴款, 2 集中汇缴. */
  readonly receiveType: string;
  readonly connectionsMax: number;
  readonly frameBytesMax: number;
  readonly frameWaitMs: number;
  readonly idleMs: number;
  /** How long fees may take before the bank is told 9000; below the 30 s after which front-ends give up. */
  readonly answerWithinMs: number;
}

/** What the adapter needs around it. */
export interface Surroundings {
  readonly port: BankPort;
  readonly clock: Clock;
  /** A fresh id for the msgId of what we send. */
  freshId(): string;
  /** Told of every exchange after its answer was made; must not throw. */
  witness(exchange: Exchange): void;
  /** Told of defects; the message carries no personal data. */
  alarm(what: string, error: unknown): void;
}

/** A running listener. */
export interface BankListener {
  readonly host: string;
  readonly port: number;
  state(): { connections: number; refusedConnections: number; banks: { bank: string; lastLoginAt: Date | null; lastExchangeAt: Date | null }[] };
  /** Stops taking connections, lets exchanges in hand finish, then closes. */
  stop(): Promise<void>;
}

/** What one ask is answered with, before it becomes bytes. */
interface Reply {
  readonly type: string;
  readonly records: readonly RecordFields[];
  readonly result: string;
  readonly outcome: Exchange['outcome'];
  readonly note: string;
  readonly caseNumber: string;
}

/** Starts listening; resolves when the port is open, rejects when it cannot be had. */
export async function startZoneNontax(settings: ZoneNontaxSettings, around: Surroundings): Promise<BankListener> {
  const sessions = createSessions(settings.accounts, settings.sessionKey, settings.sessionSeconds);
  const seen = new Map<string, { lastLoginAt: Date | null; lastExchangeAt: Date | null }>();
  for (const account of settings.accounts) seen.set(account.bank, { lastLoginAt: null, lastExchangeAt: null });
  const connections = new Set<Connection>();
  let refusedConnections = 0;

  // Half-open: a front-end that sends its ask and shuts its side still gets the answer.
  const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
    let badLogins = 0;
    const connection = serveConnection(socket, settings, (frame) => handle(frame, () => (badLogins += 1) >= LOGIN_TRIES),
      (error) => around.alarm('zone-nontax: an exchange broke off', error));
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  });
  server.maxConnections = settings.connectionsMax;
  server.on('drop', () => (refusedConnections += 1));

  async function handle(bytes: Reading<Buffer>, loginFailed: () => boolean): Promise<Handled> {
    const at = around.clock.now();
    const started = elapsedMs();
    const frame = bytes.ok ? decodeFrame(bytes.value) : bytes;
    if (!frame.ok) return malformed(null, frame.fault, at, started);
    const message = readDocument(frame.value.body);
    if (!message.ok) return malformed(frame.value, message.fault, at, started);
    if (message.value.dataType !== frame.value.type) {
      return malformed(frame.value, { zh: '报文头与报文体的类型不一致', en: 'The types in header and head differ', framing: 'kept' }, at, started);
    }
    const ask = message.value;
    const bank = ask.dataType === '9905' ? null : sessions.bankOf(frame.value.auth, at);
    let close = false;
    let reply: Reply;
    let forBank = bank;
    if (ask.dataType === '9905') {
      const login = signOn(ask, at);
      reply = login.reply;
      forBank = login.bank;
      if (!forBank) close = loginFailed();
    } else if (!bank) {
      reply = technical(ask.dataType, ...BAD_AUTH);
    } else {
      reply = await answerTo(ask, bank);
    }
    const met = forBank === null ? undefined : seen.get(forBank);
    if (met) met.lastExchangeAt = at;
    return finished(frame.value, ask, reply, forBank, close, at, started);
  }

  function signOn(ask: Message, at: Date): { reply: Reply; bank: string | null } {
    const record = onlyRecord(ask, readLogin);
    if (!record.ok) return { reply: technical(ask.dataType, '2001', record.fault.zh), bank: null };
    const { user_code, password, new_password } = record.value;
    const login = sessions.login(user_code, password, at);
    if (!login) return { reply: technical(ask.dataType, ...BAD_LOGIN), bank: null };
    if (new_password !== '' && new_password !== password) {
      // Passwords are kept by the operator's secret store; taking one over the wire would be lost with the next restart.
      return { reply: business(ask.dataType, '1100', '口令须由园区系统管理员更改'), bank: login.bank };
    }
    const met = seen.get(login.bank);
    if (met) met.lastLoginAt = at;
    return { bank: login.bank, reply: { type: '9906', records: [{ login_result: '0000', accredit_code: login.accreditCode, add_word: '登录成功' }], ...success('0000') } };
  }

  async function answerTo(ask: Message, bank: string): Promise<Reply> {
    switch (ask.dataType) {
      case '2401': return await query(ask, bank);
      case '2402': return await confirm(ask, bank);
      case '2409': return await cancel(ask, bank);
      case '2425': return await reconcile(ask, bank);
      default: return technical(ask.dataType, '2001', '本节点不支持该报文类型');
    }
  }

  async function query(ask: Message, bank: string): Promise<Reply> {
    const record = onlyRecord(ask, readQuery);
    if (!record.ok) return technical(ask.dataType, '2001', record.fault.zh);
    if (ask.workDate !== '' && dayOf(ask.workDate) === null) return technical(ask.dataType, '2001', 'workDate 应为 yyyyMMdd');
    const { bill_no, bill_money } = record.value;
    const outcome = await within(around.port.queryBill({ bank, payCode: bill_no }));
    if (outcome.kind !== 'done') return notDone(ask.dataType, outcome);
    const bill = outcome.value;
    if (bill_money !== 0 && bill_money !== bill.amountInFen) return business(ask.dataType, ...REFUSED['amount-differs']);
    return { type: '1401', records: bill.lines.map((line) => lineRecord(bill, line.amountInFen)), ...success('0000', bill.caseNumber) };
  }

  function lineRecord(bill: BillForBank, amountInFen: number): RecordFields {
    return {
      chr_id: rowIdOf(bill.payCode),
      bill_no: bill.payCode,
      billtype_code: settings.billTypeCode,
      ien_code: bill.departmentCode,
      // Pay codes of this dialect carry no check code; the field must not be empty.
      verify_no: '0000',
      payer: bill.payerName,
      receivetype: settings.receiveType,
      chargemoney: yuanOfFen(amountInFen),
    };
  }

  async function confirm(ask: Message, bank: string): Promise<Reply> {
    const record = onlyRecord(ask, readConfirm);
    if (!record.ok) return technical(ask.dataType, '2001', record.fault.zh);
    const { bill_no, bill_money, bank_indate, business_id, chr_id } = record.value;
    const workDate = ask.workDate === '' ? bank_indate : dayOf(ask.workDate);
    if (workDate === null) return technical(ask.dataType, '2001', 'workDate 应为 yyyyMMdd');
    if (chr_id !== '' && chr_id !== rowIdOf(bill_no)) return business(ask.dataType, ...REFUSED['unknown-bill']);
    const outcome = await within(around.port.confirmPayment({
      bank, serial: business_id, payCode: bill_no, amountInFen: bill_money, workDate, collectedOn: bank_indate ?? workDate,
    }));
    if (outcome.kind !== 'done') return notDone(ask.dataType, outcome);
    return { type: '1402', records: [{ bill_no, succ_code: 'OK' }], ...success('OK', outcome.value.caseNumber) };
  }

  async function cancel(ask: Message, bank: string): Promise<Reply> {
    const record = onlyRecord(ask, readCancel);
    if (!record.ok) return technical(ask.dataType, '2001', record.fault.zh);
    const { bill_no, chr_id } = record.value;
    const workDate = dayOf(ask.workDate);
    if (workDate === null) return technical(ask.dataType, '2001', 'workDate 应为 yyyyMMdd');
    if (chr_id !== '' && chr_id !== rowIdOf(bill_no)) return business(ask.dataType, ...REFUSED['unknown-bill']);
    // 2409 names no serial, so its own msgId is all that tells a repetition from a second cancellation of the day.
    const key = repetitionKey(ask, `${bank}|${workDate}|${bill_no}`);
    const outcome = await within(around.port.cancelPayment({ bank, payCode: bill_no, workDate, key }));
    if (outcome.kind !== 'done') return notDone(ask.dataType, outcome);
    return { type: '1409', records: [{ bill_no, succ_code: 'OK' }], ...success('OK', outcome.value.caseNumber) };
  }

  async function reconcile(ask: Message, bank: string): Promise<Reply> {
    const record = onlyRecord(ask, readReconcile);
    if (!record.ok) return technical(ask.dataType, '2001', record.fault.zh);
    const { begin_date, end_date, bankmoney, chr_id, bill_no } = record.value;
    if (begin_date > end_date) return technical(ask.dataType, '2001', '起始日期晚于截止日期');
    if (chr_id !== '' || bill_no !== '') return business(ask.dataType, '1100', '只支持按日期范围的总额对账');
    const outcome = await within(around.port.reconcile({ bank, from: begin_date, to: end_date, amountInFen: bankmoney, key: repetitionKey(ask, `${bank}|${begin_date}|${end_date}|${bankmoney}`) }));
    if (outcome.kind === 'refused' && outcome.reason === 'already-reconciled') return business(ask.dataType, ...RECONCILED_BEFORE);
    if (outcome.kind !== 'done') return notDone(ask.dataType, outcome);
    return { ...business(ask.dataType, '0000', '对账相符'), ...success('0000') };
  }

  function repetitionKey(ask: Message, about: string): string {
    return ask.msgId === '' ? around.freshId() : digest(`${ask.dataType}|${about}|${ask.msgId}`, 32);
  }

  /** A port that is late or broken is a port that has not answered: the bank must ask again. */
  async function within<T>(answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome<T>>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'in-doubt', detail: 'no answer in time' }), settings.answerWithinMs);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      around.alarm('zone-nontax: the port threw', error);
      return { kind: 'in-doubt', detail: 'defect' };
    } finally {
      clearTimeout(timer);
    }
  }

  function malformed(frame: Frame | null, fault: WireFault, at: Date, started: number): Handled {
    const reply = { ...technical(frame?.type ?? '', '2001', fault.zh), note: `${fault.zh} / ${fault.en}` };
    return finished(frame, null, reply, null, fault.framing === 'lost', at, started);
  }

  function finished(frame: Frame | null, ask: Message | null, reply: Reply, bank: string | null, close: boolean, at: Date, started: number): Handled {
    let told = reply;
    let body = bodyOf(frame, ask, told, at);
    if (!body.ok) {
      told = business(frame?.type ?? '', '1100', '缴款单含有银行接口无法表示的字，请联系园区窗口', `${body.fault.zh} / ${body.fault.en}`);
      body = bodyOf(frame, ask, told, at);
      if (!body.ok) throw new Error(`zone-nontax: the plain refusal cannot be written: ${body.fault.en}`);
    }
    const answer = encodeFrame({ type: told.type, src: settings.node, des: frame?.src ?? '', time: chinaTime(at), auth: frame?.auth ?? '', body: body.value });
    const record = ask?.records[0];
    around.witness({
      at, bank, ask: frame?.type ?? '', answer: told.type, result: told.result, outcome: told.outcome, caseNumber: told.caseNumber,
      payCode: wordOf(record?.['bill_no'], /^\d{20}$/), serial: wordOf(record?.['business_id'], /^[0-9A-Za-z_.-]{1,64}$/),
      note: told.note, tookMs: Math.round(elapsedMs() - started),
    });
    return { answer, close };
  }

  function bodyOf(frame: Frame | null, ask: Message | null, reply: Reply, at: Date): Reading<Buffer> {
    return writeDocument({
      src: settings.node, des: frame?.src ?? '', dataType: reply.type, msgId: around.freshId(), msgRef: wordOf(ask?.msgId, /^[\x20-\x7e]{1,64}$/) ?? '',
      workDate: chinaDate(at).replaceAll('-', ''), records: reply.records,
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => around.alarm('zone-nontax: the listener failed', error));
  const address = server.address() as AddressInfo;

  return {
    host: settings.host,
    port: address.port,
    state: () => ({ connections: connections.size, refusedConnections, banks: [...seen].map(([bank, times]) => ({ bank, ...times })) }),
    async stop() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.stop();
      await ended;
    },
  };
}

/** An ask carries exactly one Record: what a second one would mean is nowhere agreed. */
function onlyRecord<Ask>(ask: Message, reader: (record: RecordFields) => Reading<Ask>): Reading<Ask> {
  const [record, ...more] = ask.records;
  if (!record || more.length > 0) return { ok: false, fault: { zh: '报文应恰有一条 Record', en: 'There must be exactly one Record', framing: 'kept' } };
  return reader(record);
}

function technical(ask: string, result: string, words: string): Reply {
  return { type: '9910', records: [{ ori_datatype: ask, result, add_word: words }], result, outcome: 'refused', note: words, caseNumber: '' };
}

function success(result: string, caseNumber = ''): Pick<Reply, 'result' | 'outcome' | 'note' | 'caseNumber'> {
  return { result, outcome: 'done', note: '', caseNumber };
}

function business(ask: string, result: string, words: string, note = words): Reply {
  return { type: '9000', records: [{ ori_datatype: ask, result, add_word: words }], result, outcome: 'refused', note, caseNumber: '' };
}

function notDone(ask: string, outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): Reply {
  if (outcome.kind !== 'refused') return { ...business(ask, ...UNKNOWN, outcome.detail), outcome: 'in-doubt' };
  const known = isBankRefusal(outcome.reason) ? REFUSED[outcome.reason] : (['1100', '业务处理失败'] as const);
  return business(ask, known[0], known[1], outcome.reason);
}

function isBankRefusal(reason: string): reason is BankRefusal {
  return Object.hasOwn(REFUSED, reason);
}

/** chr_id, 38 characters: a GUID in braces, made from the pay code so that nobody has to store it. */
function rowIdOf(payCode: string): string {
  const hex = digest(payCode, 32).toUpperCase();
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}}`;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

function wordOf(value: string | undefined, shape: RegExp): string | null {
  return value !== undefined && shape.test(value) ? value : null;
}

/** yyyyMMddHHmmss in China (UTC+8). */
function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}
