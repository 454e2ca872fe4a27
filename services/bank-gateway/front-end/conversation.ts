/**
 * What becomes of one frame of a bank: read by the profile, proven by its MAC, asked of fees, answered. Promises: a bank is told of
 * success only after fees has committed; whatever fees could not answer is told as unknown, so that the bank asks again with the same
 * serial; a frame whose MAC is wrong is never processed; nothing a peer sends stops the service.
 */
import { createHash } from 'node:crypto';
import { chinaDate, elapsedMs, type Clock } from '../../../infra/clock.ts';
import type { Outcome } from '../../../infra/outcome.ts';
import type { Exchange } from '../exchange.ts';
import type { BankPort, BillForBank, RefundForBank } from '../port.ts';
import { readBody, writeBody, type Body, type RecordFields } from './body.ts';
import type { Handled } from './connection.ts';
import { decodeFrame, encodeFrame, matches, type Frame } from './frame.ts';
import { macLength, macOf, sameMac, secretProblem } from './mac.ts';
import { facts, type Ask, type Place, type Profile, type Result, type Written } from './profile.ts';
import { unreadable, type Reading, type WireFault } from './reading.ts';
import { createSessions, type BankAccount } from './session.ts';
import { dayOf, fenOf, yuanOfFen } from './values.ts';

/** Wrong passwords on one connection before it is closed. */
const LOGIN_TRIES = 5;

/** How one listener is set, beside its profile; every value comes from the service's configuration. */
export interface ConversationSettings {
  readonly profile: Profile;
  /** Our node code in what we send, at most 15 ASCII characters. */
  readonly node: string;
  readonly accounts: readonly BankAccount[];
  /** Secret that accredit codes are made with; the same in every copy of the gateway. */
  readonly sessionKey: string;
  /** Life of an accredit code, seconds. */
  readonly sessionSeconds: number;
  /** How long fees may take before the bank is told "unknown"; below the 30 s after which front-ends give up. */
  readonly answerWithinMs: number;
}

/** What a conversation needs around it. */
export interface Surroundings {
  readonly port: BankPort;
  readonly clock: Clock;
  freshId(): string;
  /** Told of every exchange after its answer was made; must not throw. */
  witness(exchange: Exchange): void;
  /** Told of defects and of frames that prove to be nobody's; the message carries no personal data. */
  alarm(what: string, error: unknown): void;
}

export interface Met { bank: string; lastLoginAt: Date | null; lastExchangeAt: Date | null }

export interface Conversation {
  /** One connection's talk: each frame is answered in turn. */
  begin(peerAddress: string): (bytes: Reading<Buffer>) => Promise<Handled>;
  banks(): Met[];
}

/** What an ask told us, by our own names; amounts in fen, days as yyyy-MM-dd, absent ones left out. */
type Told = Readonly<Record<string, string>>;
/** What one ask is answered with, before it becomes bytes. `values`: what sources stand for. */
interface Reply { kind: 'answer' | 'refused' | 'technical'; ask: Ask | null; result: Result; outcome: Exchange['outcome']; note: string; caseNumber: string; values: Readonly<Record<string, string>>; bill?: BillForBank }

export function createConversation(settings: ConversationSettings, around: Surroundings): Conversation {
  const { profile } = settings;
  const { results } = profile;
  const sessions = createSessions(settings.accounts, settings.sessionKey, settings.sessionSeconds);
  const met = new Map<string, Met>(settings.accounts.map(({ bank }) => [bank, { bank, lastLoginAt: null, lastExchangeAt: null }]));

  function begin(peerAddress: string): (bytes: Reading<Buffer>) => Promise<Handled> {
    let badLogins = 0;
    return async (bytes) => {
      const at = around.clock.now();
      const started = elapsedMs();
      const frame = bytes.ok ? decodeFrame(profile.frame, bytes.value) : bytes;
      if (!frame.ok) return finished(null, null, unreadableReply(frame.fault), null, frame.fault.framing === 'lost', at, started);
      const account = named(frame.value);
      // Before the body is looked at: what is proven wrong is not read.
      const forged = macFault(frame.value, account);
      if (forged) {
        around.alarm(`${profile.name}: a frame with a wrong MAC from ${peerAddress}`, new Error('mac'));
        return finished(frame.value, null, { ...technical(null, results.badMac), note: `${forged.zh} / ${forged.en}` }, null, false, at, started);
      }
      const body = readBody(profile.body, profile.charset, frame.value.body);
      if (!body.ok) return finished(frame.value, null, unreadableReply(body.fault), null, body.fault.framing === 'lost', at, started);
      const said = codeOf(frame.value, body.value);
      if (!said.ok) return finished(frame.value, body.value, unreadableReply(said.fault), null, false, at, started);
      const ask = profile.asks.find(({ code }) => code === said.value) ?? null;
      let close = false;
      let bank: string | null;
      let reply: Reply;
      if (ask?.means === 'login') {
        const login = signOn(ask, frame.value, body.value, at);
        ({ reply, bank } = login);
        if (!bank) close = (badLogins += 1) >= LOGIN_TRIES;
      } else {
        bank = bankOf(frame.value, account, peerAddress, at);
        if (!bank) reply = technical(ask, results.badIdentity);
        else if (!ask) reply = technical(null, results.unsupported);
        else reply = await answerTo(ask, bank, frame.value, body.value);
      }
      const known = bank === null ? undefined : met.get(bank);
      if (known) known.lastExchangeAt = at;
      return finished(frame.value, body.value, reply, bank, close, at, started);
    };
  }

  /** The account a frame names; it need not be its own. */
  function named(frame: Frame): BankAccount | undefined {
    return profile.identity.by === 'name' ? settings.accounts.find(({ userCode }) => userCode === frame.fields[profile.identity.header]) : undefined;
  }

  function macFault({ fields, body }: Frame, account: BankAccount | undefined): WireFault | null {
    if (!profile.mac) return null;
    const expected = macOver(profile.mac, fields, body, account?.macSecret ?? '');
    if (expected !== null && sameMac(expected, fields[profile.mac.field] ?? '')) return null;
    return { zh: '报文校验码不符', en: 'The MAC is wrong', framing: 'kept', kind: 'mac' };
  }

  /** The bank that speaks: by the code it was given, or by its name from an address agreed with it. */
  function bankOf({ fields }: Frame, account: BankAccount | undefined, peerAddress: string, at: Date): string | null {
    if (profile.identity.by === 'login') return sessions.bankOf(fields[profile.identity.header] ?? '', at);
    if (!account) return null;
    return account.addresses === undefined || account.addresses.includes(peerAddress) ? account.bank : null;
  }

  function codeOf(frame: Frame, body: Body): Reading<string> {
    const { at, also, last } = profile.code;
    const code = textAt(at, frame, body, null) ?? '';
    if (also && textAt(also, frame, body, null) !== code) return unreadable('报文头与报文体的类型不一致', 'The types in header and head differ');
    return { ok: true, value: last === null ? code : code.slice(-last) };
  }

  function signOn(ask: Ask, frame: Frame, body: Body, at: Date): { reply: Reply; bank: string | null } {
    const told = readAsk(ask, frame, body);
    if (!told.ok) return { reply: technical(ask, [results.unreadable[0], told.fault.zh]), bank: null };
    const { user = '', password = '', newPassword } = told.value;
    const login = sessions.login(user, password, at);
    if (!login) return { reply: technical(ask, results.badLogin), bank: null };
    if (newPassword !== undefined && newPassword !== password) {
      // Passwords are kept by the operator's secret store; taking one over the wire would be lost with the next restart.
      return { reply: refusedReply(ask, results.passwordKept), bank: login.bank };
    }
    const known = met.get(login.bank);
    if (known) known.lastLoginAt = at;
    return { bank: login.bank, reply: answered(ask, '', { 'accredit-code': login.accreditCode }) };
  }

  async function answerTo(ask: Ask, bank: string, frame: Frame, body: Body): Promise<Reply> {
    const read = readAsk(ask, frame, body);
    if (!read.ok) return technical(ask, [results.unreadable[0], read.fault.zh]);
    const told = read.value;
    const { payCode = '' } = told;
    const amountInFen = Number(told['amount'] ?? 0);
    if (told['rowId'] !== undefined && told['rowId'] !== rowIdOf(payCode)) return refusedFor(ask, 'unknown-bill', '');
    if (body.fields.length > 0 || body.records.length > 0) {
      const filled = ask.empty.find((name) => (recordOf(ask, body)?.[name] ?? '') !== '');
      if (filled !== undefined) return refusedReply(ask, ['1100', '只支持按日期范围的总额对账'], filled);
    }
    switch (ask.means) {
      case 'query': {
        const outcome = await within(around.port.queryBill({ bank, payCode }));
        if (outcome.kind !== 'done') return notDone(ask, outcome);
        const bill = outcome.value;
        // Absent, empty and zero all mean that the bank does not know the amount yet.
        if (amountInFen !== 0 && amountInFen !== bill.amountInFen) return refusedFor(ask, 'amount-differs', '');
        return { ...answered(ask, bill.caseNumber, { 'pay-code': bill.payCode, 'row-id': rowIdOf(bill.payCode), amount: String(bill.amountInFen), payer: bill.payerName, department: bill.departmentCode, 'line-count': String(bill.lines.length), 'line-name': bill.lines[0]?.name ?? '', 'line-amount': String(bill.lines[0]?.amountInFen ?? 0) }), bill };
      }
      case 'confirm': {
        const { serial = '', workDate, collectedOn } = told;
        const day = workDate ?? collectedOn;
        if (day === undefined) return technical(ask, [results.unreadable[0], 'workDate 应为 yyyyMMdd']);
        const outcome = await within(around.port.confirmPayment({ bank, serial, payCode, amountInFen, workDate: day, collectedOn: collectedOn ?? day }));
        return outcome.kind === 'done' ? answered(ask, outcome.value.caseNumber, { 'pay-code': payCode, 'row-id': rowIdOf(payCode) }) : notDone(ask, outcome);
      }
      case 'cancel': {
        const { serial, workDate = '' } = told;
        // Where no serial of the payment is named, the ask's own id is all that tells a repetition from a second cancellation of the day.
        const key = repetitionKey(ask, frame, body, `${bank}|${workDate}|${payCode}|${serial ?? ''}`);
        const outcome = await within(around.port.cancelPayment({ bank, payCode, workDate, key, ...(serial === undefined ? {} : { serial }) }));
        return outcome.kind === 'done' ? answered(ask, outcome.value.caseNumber, { 'pay-code': payCode, 'row-id': rowIdOf(payCode) }) : notDone(ask, outcome);
      }
      case 'reconcile': {
        const { from = '', to = '' } = told;
        if (from > to) return technical(ask, [results.unreadable[0], '起始日期晚于截止日期']);
        const outcome = await within(around.port.reconcile({ bank, from, to, amountInFen, key: repetitionKey(ask, frame, body, `${bank}|${from}|${to}|${String(amountInFen)}`) }));
        return outcome.kind === 'done' ? answered(ask, '', {}) : notDone(ask, outcome);
      }
      case 'refund-query': {
        const outcome = await within(around.port.queryRefund({ bank, payCode }));
        return outcome.kind === 'done' ? answered(ask, outcome.value.caseNumber, refundValues(outcome.value)) : notDone(ask, outcome);
      }
      case 'refund-confirm': {
        const { refundNumber = '', serial = '', workDate } = told;
        const outcome = await within(around.port.confirmRefund({ bank, payCode, refundNumber, amountInFen, serial, ...(workDate === undefined ? {} : { workDate }) }));
        return outcome.kind === 'done' ? answered(ask, outcome.value.caseNumber, { 'pay-code': payCode, 'refund-number': refundNumber, 'refund-amount': String(amountInFen) }) : notDone(ask, outcome);
      }
      case 'login': throw new Error('a sign-on is answered elsewhere');
    }
  }

  /** A port that is late or broken is a port that has not answered: the bank must ask again. */
  async function within<T>(answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome<T>>((resolve) => {
      timer = setTimeout(() => { resolve({ kind: 'in-doubt', detail: 'no answer in time' }); }, settings.answerWithinMs);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      around.alarm(`${profile.name}: the port threw`, error);
      return { kind: 'in-doubt', detail: 'defect' };
    } finally {
      clearTimeout(timer);
    }
  }

  function repetitionKey(ask: Ask, frame: Frame, body: Body, about: string): string {
    const id = profile.askId === null ? '' : (textAt(profile.askId, frame, body, null) ?? '');
    return id === '' ? around.freshId() : digest(`${ask.code}|${about}|${id}`, 32);
  }

  const answered = (ask: Ask, caseNumber: string, values: Readonly<Record<string, string>>): Reply => ({ kind: 'answer', ask, result: ask.answer.result, outcome: 'done', note: '', caseNumber, values });
  const refusedReply = (ask: Ask | null, result: Result, note: string = result[1]): Reply => ({ kind: 'refused', ask, result, outcome: 'refused', note, caseNumber: '', values: {} });
  const technical = (ask: Ask | null, result: Result): Reply => ({ kind: 'technical', ask, result, outcome: 'refused', note: result[1], caseNumber: '', values: {} });
  const unreadableReply = (fault: WireFault): Reply => ({ ...technical(null, [results.unreadable[0], fault.zh]), note: `${fault.zh} / ${fault.en}` });
  function refusedFor(ask: Ask, reason: string, note: string): Reply {
    const wordFor = (name: string): Result | undefined => Object.entries(ask.refusals).find(([one]) => one === name)?.[1] ?? Object.entries(profile.refusals).find(([one]) => one === name)?.[1];
    // To the bank's program a mistyped code is a bill nobody knows; the teller reads why.
    const known = reason === 'invalid-pay-code' ? [wordFor('unknown-bill')?.[0] ?? '1100', profile.mistyped] satisfies Result : wordFor(reason);
    return refusedReply(ask, known ?? ['1100', '业务处理失败'], note === '' ? reason : note);
  }
  function notDone(ask: Ask, outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): Reply {
    if (outcome.kind === 'refused') return refusedFor(ask, outcome.reason, outcome.reason);
    return { ...refusedReply(ask, results.unknown, outcome.detail), outcome: 'in-doubt' };
  }

  function finished(frame: Frame | null, body: Body | null, reply: Reply, bank: string | null, close: boolean, at: Date, started: number): Handled {
    let told = reply;
    let bytes = written(frame, body, told, at);
    if (!bytes.ok) {
      told = { ...refusedReply(reply.ask, results.unwritable, `${bytes.fault.zh} / ${bytes.fault.en}`) };
      bytes = written(frame, body, told, at);
      if (!bytes.ok) throw new Error(`${profile.name}: the plain refusal cannot be written: ${bytes.fault.en}`);
    }
    const asked = reply.ask && frame && body ? recognised(reply.ask, frame, body) : {};
    around.witness({
      at, bank, ask: frame ? (textAt(profile.code.at, frame, body ?? nothing, null) ?? '') : '', answer: codeOfAnswer(told, frame, body), result: told.result[0], outcome: told.outcome, caseNumber: told.caseNumber,
      payCode: wordOf(asked['payCode'], /^[0-9A-Z]{8,42}$/), serial: wordOf(asked['serial'], /^[0-9A-Za-z_.-]{1,64}$/), note: told.note, tookMs: Math.round(elapsedMs() - started),
    });
    return { answer: bytes.value, close: close || profile.oneAnswer };
  }

  function codeOfAnswer(reply: Reply, frame: Frame | null, body: Body | null): string {
    const own = reply.kind === 'answer' ? reply.ask?.answer.code : reply.kind === 'refused' ? profile.refused.code : profile.technical.code;
    return own ?? (frame ? (textAt(profile.code.at, frame, body ?? nothing, null) ?? '') : '');
  }

  function written(frame: Frame | null, body: Body | null, reply: Reply, at: Date): Reading<Buffer> {
    const code = codeOfAnswer(reply, frame, body);
    const ask = reply.ask && body ? (recordOf(reply.ask, body) ?? {}) : {};
    const values: Record<string, string> = {
      ...reply.values, node: settings.node, code, result: reply.result[0], words: reply.result[1], 'fresh-id': around.freshId(), today: chinaDate(at), now: chinaTime(at),
      'ask-code': frame ? (textAt(profile.code.at, frame, body ?? nothing, null) ?? '') : '',
      'ask-id': wordOf(profile.askId && frame && body ? (textAt(profile.askId, frame, body, null) ?? '') : '', /^[\x20-\x7e]{1,64}$/) ?? '',
    };
    const one = (spec: Written, more: Readonly<Record<string, string>> = {}): string => {
      if (spec.value !== undefined) return spec.value;
      if (spec.ask !== undefined) return ask[spec.ask] ?? '';
      if (spec.header !== undefined) return frame?.fields[spec.header] ?? '';
      const value = more[spec.from ?? ''] ?? values[spec.from ?? ''] ?? '';
      switch (spec.as) {
        case 'text':
        case 'fen':
        case 'day10': return value;
        case 'yuan': return value === '' ? '' : yuanOfFen(Number(value));
        case 'day8': return value.replaceAll('-', '');
      }
    };
    const record = (specs: readonly Written[], more?: Readonly<Record<string, string>>): RecordFields => Object.fromEntries(specs.map((spec) => [spec.name, one(spec, more)]));
    const specs = reply.kind === 'answer' ? (reply.ask?.answer.record ?? []) : reply.kind === 'refused' ? profile.refused.record : profile.technical.record;
    const lines = reply.kind === 'answer' && reply.ask?.answer.each === 'line' ? (reply.bill?.lines ?? []) : null;
    const inside = profile.body.format === 'xml'
      ? writeBody(profile.body, profile.charset, { head: record(profile.head), records: lines ? lines.map((line) => record(specs, { 'line-amount': String(line.amountInFen), 'line-name': line.name })) : [record(specs)] }, profile.unwritable)
      : writeBody(profile.body, profile.charset, reply.kind === 'answer' ? { fields: specs.map((spec) => one(spec)) } : { words: reply.result[1] }, profile.unwritable);
    if (!inside.ok) return inside;
    const fields: Record<string, string> = Object.fromEntries(profile.header.map((spec) => [spec.name, one(spec)]));
    if (profile.mac) {
      // Nobody can say who speaks where the frame cannot be read: if only one bank does here, it is that one.
      const account = frame ? named(frame) : settings.accounts.length === 1 ? settings.accounts[0] : undefined;
      const mac = macOver(profile.mac, fields, inside.value, account?.macSecret ?? '') ?? '0'.repeat(macLength[profile.mac.algorithm]);
      fields[profile.mac.field] = profile.mac.letters === 'upper' ? mac.toUpperCase() : mac;
    }
    return { ok: true, value: encodeFrame(profile.frame, fields, inside.value) };
  }

  return { begin, banks: () => [...met.values()] };
}

const nothing: Body = { head: {}, records: [], fields: [] };

/** The MAC over the parts of a frame, in the profile's order; null where it takes a key and there is none, as for a bank nobody knows. */
function macOver(mac: NonNullable<Profile['mac']>, fields: Readonly<Record<string, string>>, body: Buffer, secret: string): string | null {
  if (secretProblem(mac.algorithm, secret) !== null) return null;
  const parts = mac.over.map(({ part, name, first }): Buffer => {
    if (part === 'body') return body;
    const text = part === 'secret' ? secret : (fields[name ?? ''] ?? '').trim();
    return Buffer.from(first === undefined ? text : text.slice(0, first), 'latin1');
  });
  return macOf(mac.algorithm, Buffer.concat(parts), secret);
}

/** The one record of an ask; a delimited body's fields under the names its ask gives them. Null when there is not exactly one. */
function recordOf(ask: Ask, body: Body): RecordFields | null {
  if (ask.fields.length > 0) return Object.fromEntries(ask.fields.map((name, at) => [name, (body.fields[at] ?? '').trim()]));
  return body.records.length === 1 ? (body.records[0] ?? null) : null;
}

function textAt(place: Place, { fields }: Frame, body: Body, record: RecordFields | null): string | undefined {
  if (place.header !== undefined) return fields[place.header];
  if (place.head !== undefined) return body.head[place.head];
  return record?.[place.field ?? ''];
}

/** What an ask says, wholly read or refused with the first field that is wrong. */
function readAsk(ask: Ask, frame: Frame, body: Body): Reading<Told> {
  const record = recordOf(ask, body);
  if (!record) return unreadable('应有且只有一条记录', 'There must be exactly one record');
  if (ask.fields.length > 0) {
    const given = body.fields.at(-1) === '' && body.fields.length > ask.fields.length ? body.fields.slice(0, -1) : body.fields;
    const right = ask.rest ? given.length >= ask.fields.length : given.length === ask.fields.length;
    if (!right) return unreadable(`应有 ${String(ask.fields.length)} 个字段，实有 ${String(given.length)} 个`, `There must be ${String(ask.fields.length)} fields, not ${String(given.length)}`);
  }
  const told: Record<string, string> = {};
  for (const name of facts[ask.means].map((each) => each.replace('?', ''))) {
    const place = ask.takes[name];
    if (!place) continue;
    const text = (textAt(place, frame, body, record) ?? '').trim();
    const where = place.field ?? place.head ?? place.header ?? name;
    if (text === '') {
      if (place.optional) continue;
      return unreadable(`字段缺失或格式错误：${where}`, `A field is missing or malformed: ${where}`);
    }
    const value = valueOf(text, place);
    if (value === null) return unreadable(`字段缺失或格式错误：${where}`, `A field is missing or malformed: ${where}`);
    told[name] = value;
  }
  const sum = ask.rest ? sumOf(ask.rest, body.fields.slice(ask.fields.length)) : null;
  if (sum === 'wrong') return unreadable('逐笔明细格式错误', 'The details are malformed');
  if (sum !== null && told['amount'] !== undefined && (sum.amountInFen !== Number(told['amount']) || (told['count'] !== undefined && Number(told['count']) !== sum.count))) {
    return unreadable('逐笔明细与总笔数或总金额不一致', 'The details do not add up to the totals');
  }
  return { ok: true, value: told };
}

function valueOf(text: string, place: Place): string | null {
  if (place.pattern !== undefined && !matches(place.pattern, text)) return null;
  if (place.as === 'text') return text.length > (place.max ?? 200) ? null : text;
  if (place.as === 'day') return dayOf(text);
  const fen = fenOf(text, place.as);
  return fen === null ? null : String(fen);
}

function sumOf(rest: NonNullable<Ask['rest']>, groups: readonly string[]): { count: number; amountInFen: number } | 'wrong' {
  let [count, amountInFen] = [0, 0];
  for (const group of groups.filter((each) => each !== '')) {
    const parts = group.split(rest.separator);
    const fen = fenOf(parts[rest.fields.indexOf(rest.amount)] ?? '', rest.as);
    if (parts.length !== rest.fields.length || fen === null) return 'wrong';
    count += 1;
    amountInFen += fen;
  }
  return Number.isSafeInteger(amountInFen) ? { count, amountInFen } : 'wrong';
}

/** What can be said of an ask for the record even when it was refused: its pay code and serial. */
function recognised(ask: Ask, frame: Frame, body: Body): Told {
  const record = recordOf(ask, body);
  return Object.fromEntries(Object.entries(ask.takes).map(([name, place]) => [name, (textAt(place, frame, body, record) ?? '').trim()]));
}

const refundValues = (refund: RefundForBank): Record<string, string> => ({ 'pay-code': refund.payCode, 'refund-number': refund.refundNumber, 'refund-amount': String(refund.amountInFen), payer: refund.payerName, 'refund-reason': refund.reason });

/** 38 characters, a GUID in braces, made from the pay code so that nobody has to store it. */
function rowIdOf(payCode: string): string {
  const hex = digest(payCode, 32).toUpperCase();
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}}`;
}
const digest = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);
const wordOf = (value: string | undefined, shape: RegExp): string | null => (value !== undefined && shape.test(value) ? value : null);
/** yyyyMMddHHmmss in China (UTC+8). */
const chinaTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
