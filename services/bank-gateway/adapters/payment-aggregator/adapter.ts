/**
 * A payment aggregator 聚合支付 over HTTP with signatures: opens orders, asks of them, closes and refunds them, hears its notices, fetches its
 * statement. Promises: nothing unsigned is a yes; an answer to another question is no answer; a lost order is asked about by its own number, a
 * refund is asked about before it is sent, and both are known to the channel by our numbers, so that nothing is done twice.
 *
 * Failure codes of the channel and what becomes of them stand in the profile (`failures`); one without a line there is a refusal.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { derivedId, freshId } from '../../../../infra/chance.ts';
import { elapsedMs, type Clock } from '../../../../infra/clock.ts';
import { SettingsError } from '../../../../infra/config.ts';
import { overPools } from '../../../../infra/http-wire.ts';
import { hostOf } from '../../../../infra/link-state.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import type { ChannelTalk, OpenedOrder, OrderAtChannel, PaymentChannel, RefundAtChannel, Said, WantedOrder, WantedRefund } from '../../channel-port.ts';
import { fetchStatement } from './statement.ts';
import { openDoor } from './notices.ts';
import type { Profile } from './profile.ts';
import { payCodeIn, readAmount, readMoment, readOrder, readRefund, rowsOf, subOrderOf, textOf, writeAmount, writeMoment } from './reading.ts';
import { open, seal, type Fields, type Keys, type Row } from './wire.ts';

export interface AggregatorSettings {
  readonly profile: Profile;
  /** Scheme, host and port, perhaps a path before those of the profile. */
  readonly url: string;
  /** IttParty_Sys_Id: who we are there. */
  readonly systemId: string;
  /** The bank code its payments are told under. */
  readonly bank: string;
  readonly keys: Keys;
  readonly timeoutMs: number;
  readonly notices: { readonly host: string; readonly port: number };
  /** Further hosts statements may lie on; the channel's own always may. */
  readonly fileHosts: readonly string[];
}
export interface AggregatorSurroundings {
  readonly clock: Clock;
  /** Told of each talk; must not throw. */
  readonly witness: (talk: ChannelTalk) => void;
  /** Told of what a person must look at: bad signatures, contradictions. */
  readonly alarm: (what: string) => void;
}

/** The connection was never made, so nothing can have happened. Everything else may have. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
/** The largest answer that is read: the longest bill has 99 lines. */
const ANSWER_BYTES_MAX = 1_048_576;

/** Both keys from their PEM files. Throws a `SettingsError` that names the wrong one and never its content. */
export function readKeys(privateKeyFile: string, peerKeyFile: string): Keys {
  const key = <T>(file: string, setting: string, read: (pem: Buffer) => T): T => {
    try { return read(readFileSync(file)); } catch { throw new SettingsError(`HUB_PAYMENT_CHANNEL.${setting}: 文件不存在或不是 PEM 密钥 the file is missing or no PEM key: ${file}`); }
  };
  const keys = { own: key(privateKeyFile, 'privateKeyFile', createPrivateKey), peer: key(peerKeyFile, 'peerKeyFile', createPublicKey) };
  for (const [setting, one] of [['privateKeyFile', keys.own], ['peerKeyFile', keys.peer]] as const) {
    if (one.asymmetricKeyType !== 'rsa' || (one.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) throw new SettingsError(`HUB_PAYMENT_CHANNEL.${setting}: 须为 2048 位以上的 RSA 密钥 must be an RSA key of 2048 bits or more`);
  }
  return keys;
}

type CallName = keyof Profile['calls'];
/** How one call ended, before anybody asks what it means. */
type Ended =
  | { readonly kind: 'said'; readonly fields: Fields }
  | { readonly kind: 'failed'; readonly meaning: 'absent' | 'exists' | 'paid' | 'busy' | 'refused'; readonly code: string }
  | { readonly kind: 'not-sent' | 'cut' | 'unbelieved'; readonly why: string };

/** Opens a channel. Nothing is sent before the first call. */
export function connectAggregator(settings: AggregatorSettings, around: AggregatorSurroundings): PaymentChannel {
  const { profile, keys, bank, systemId } = settings;
  const { clock, witness, alarm } = around;
  const pool = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8, scheduling: 'lifo' as const };
  const pools = { http: new HttpAgent(pool), https: new HttpsAgent(pool) };
  const client = axios.create({ baseURL: settings.url.replace(/\/+$/, ''), adapter: overPools(pools), responseType: 'text', validateStatus: () => true, transformRequest: (body: string) => body, transformResponse: (body: string) => body, maxContentLength: ANSWER_BYTES_MAX });
  const { status: statusField, code: codeField, words: wordsField, ok } = profile.reply;
  const unsigned = [statusField, codeField, wordsField];

  async function send(name: CallName, fields: Fields): Promise<Ended> {
    const call = profile.calls[name];
    if (!call) return { kind: 'failed', meaning: 'refused', code: 'no such call' };
    const journal = freshId().replaceAll('-', '');
    const whole: Fields = { IttParty_Jrnl_No: journal, IttParty_Tms: writeMoment(clock.now(), true), ...fields, IttParty_Sys_Id: systemId, VNo: call.version };
    let answer: { status: number; data: unknown };
    try {
      answer = await client.post<unknown>(call.path, seal(whole, keys, systemId), { headers: { 'content-type': 'application/json; charset=utf-8' }, timeout: settings.timeoutMs });
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const code = error.code ?? '';
      return { kind: NEVER_SENT.has(code) ? 'not-sent' : 'cut', why: code === 'ECONNABORTED' ? `no answer within ${String(settings.timeoutMs)} ms` : code || 'connection cut' };
    }
    if (answer.status !== 200 || typeof answer.data !== 'string') return { kind: 'cut', why: `HTTP ${String(answer.status)}` };
    const said = open(answer.data, keys, unsigned);
    if (!said) {
      alarm(`payment channel: the answer to ${name} cannot be opened or its signature is wrong`);
      return { kind: 'unbelieved', why: 'the answer cannot be opened or its signature is wrong' };
    }
    // The status is not signed, so an old answer could be sent again: it must name the very ask it answers.
    if (textOf(said, 'IttParty_Jrnl_No') !== textOf(whole, 'IttParty_Jrnl_No')) {
      alarm(`payment channel: the answer to ${name} belongs to another ask`);
      return { kind: 'unbelieved', why: 'the answer belongs to another ask' };
    }
    if (textOf(said, statusField) === ok) return { kind: 'said', fields: said };
    const code = textOf(said, codeField).slice(0, 40);
    return { kind: 'failed', meaning: profile.failures[code] ?? 'refused', code };
  }

  /** Talks and keeps a record; `asking` marks calls without effect, where doubt is only a reason to ask again. */
  async function converse<T>(name: string, about: { caseNumber: string | null; request: Said }, asking: boolean, talk: () => Promise<{ outcome: Outcome<T>; answer: Said }>): Promise<Outcome<T>> {
    const begun = elapsedMs();
    const { outcome: ended, answer } = await talk();
    const outcome = asking && ended.kind === 'in-doubt' ? unavailable(ended.detail) : ended;
    const why = outcome.kind === 'done' ? {} : { why: outcome.kind === 'refused' ? `${outcome.reason} ${outcome.detail}`.trim() : outcome.detail };
    if (quiet(name, about.request, outcome.kind, answer)) return outcome;
    witness({ direction: 'out', operation: name, caseNumber: about.caseNumber ?? '', request: about.request, answer: { ...answer, ...why }, outcome: outcome.kind, tookMs: Math.round(elapsedMs() - begun) });
    return outcome;
  }
  /** Statements are asked for all day: only news of them is worth a line. */
  const lastNews = new Map<string, string>();
  function quiet(name: string, request: Said, kind: string, answer: Said): boolean {
    if (name !== 'statement') return false;
    const [key, news] = [request['day'] ?? '', JSON.stringify([kind, answer])];
    if (lastNews.get(key) === news) return true;
    if (lastNews.size > 100) lastNews.clear();
    lastNews.set(key, news);
    return false;
  }
  function badly(ended: Exclude<Ended, { kind: 'said' }>): Outcome<never> {
    switch (ended.kind) {
      case 'not-sent': return unavailable(ended.why);
      case 'cut': case 'unbelieved': return inDoubt(ended.why);
      case 'failed': return ended.meaning === 'busy' ? unavailable(ended.code) : refused('upstream-refused', ended.code);
    }
  }
  const contradiction = (what: string): Outcome<never> => {
    alarm(`payment channel: ${what}`);
    return inDoubt(what);
  };
  const absentOrder = (orderNumber: string): OrderAtChannel => ({ orderNumber, state: 'absent', channelOrder: null, refundedInFen: 0, payment: null });

  /** The order and its parts, as asked now. */
  async function ask(orderNumber: string): Promise<Outcome<{ order: OrderAtChannel; fields: Fields }>> {
    const ended = await send('result', { Cmdty_Ordr_No: orderNumber });
    if (ended.kind === 'failed' && ended.meaning === 'absent') return done({ order: absentOrder(orderNumber), fields: {} });
    if (ended.kind !== 'said') return badly(ended);
    const order = readOrder(ended.fields, orderNumber, bank, profile);
    return order ? done({ order, fields: ended.fields }) : contradiction('an answer to a question about an order is not about that order, or not whole');
  }

  /** The channel has an order of this number already: ours when it says the same. */
  async function opened(wanted: WantedOrder): Promise<Outcome<OpenedOrder>> {
    const found = await ask(wanted.orderNumber);
    if (found.kind !== 'done') return found.kind === 'unavailable' ? inDoubt(found.detail) : found;
    const { order, fields } = found.value;
    if (order.state === 'absent') return inDoubt('the channel says of one order that it has it and that it has it not');
    const codes = new Set(rowsOf(fields, profile.fields.subOrders).map((row) => payCodeIn(row[profile.fields.ourSubOrder] ?? '')));
    if (readAmount(textOf(fields, 'TAmt'), profile) !== wanted.amountInFen || codes.size !== 1 || !codes.has(wanted.payCode)) return refused('idempotency-key-reused', wanted.orderNumber);
    if (['paid', 'refunding', 'refunded', 'partly-refunded'].includes(order.state)) return refused('already-paid', wanted.orderNumber);
    if (order.state !== 'pending' || order.channelOrder === null) return refused('wrong-state', order.state);
    return done({ orderNumber: wanted.orderNumber, channelOrder: order.channelOrder, payUrl: null, expiresAt: wanted.expiresAt.toISOString() });
  }

  function orderFields(wanted: WantedOrder): Fields {
    return {
      Py_Chnl_Cd: profile.payChannel, Rqs_Py_Tp: profile.payRequest, OnLn_Ofln_IndCd: wanted.offline ? '2' : '1',
      Cmdty_Ordr_No: wanted.orderNumber, Opr_No: wanted.operator ?? '', TAmt: writeAmount(wanted.amountInFen, profile), Ccy: '156', Ordr_Ovtm_Tm: writeMoment(wanted.expiresAt),
      ...(profile.fields.payer === null ? {} : { [profile.fields.payer]: wanted.payer }),
      // Two digits: as text and as number they stand in the same order.
      FEEGRP: wanted.lines.map((line, at): Row => ({
        SN: String(at + 1).padStart(2, '0'), Fee_Itm_Cd: line.revenueItem, RvPyUnt_Cd: line.collectingUnit,
        [profile.fields.ourSubOrder]: subOrderOf(wanted.payCode, at), Fee_Itm_Prj_Amt: writeAmount(line.amountInFen, profile),
      })),
    };
  }

  /** Refunds are known there by the number made of ours: the same again is the same. */
  const journalOf = ({ orderNumber, refundNumber }: { orderNumber: string; refundNumber: string }): string => derivedId('payment-aggregator/refund', `${orderNumber}/${refundNumber}`, 0);

  function refundIn(fields: Fields, { orderNumber, refundNumber }: { orderNumber: string; refundNumber: string }): Outcome<RefundAtChannel> {
    const refund = readRefund(fields, { orderNumber, refundNumber }, journalOf({ orderNumber, refundNumber }), profile);
    return refund ? done(refund) : contradiction('an answer about a refund is not about that refund, or not whole');
  }
  async function askRefund(wanted: { orderNumber: string; refundNumber: string }): Promise<Outcome<RefundAtChannel>> {
    const ended = await send('refundResult', { [profile.fields.originalJournal]: journalOf(wanted) });
    if (ended.kind === 'failed' && ended.meaning === 'absent') return done({ orderNumber: wanted.orderNumber, refundNumber: wanted.refundNumber, state: 'absent', amountInFen: null, serial: null, detail: '' });
    if (ended.kind !== 'said') return badly(ended);
    return refundIn(ended.fields, wanted);
  }

  /** The parts of an order money is taken back from: one that can bear it all, else from the first on. Null when they cannot. */
  function partsOf(fields: Fields, amountInFen: number): Row[] | null {
    const parts = rowsOf(fields, profile.fields.subOrders).map((row) => {
      const [whole, back] = [readAmount(row[profile.fields.subOrderAmount] ?? '', profile), readAmount(row[profile.fields.subOrderRefunded] || '0', profile)];
      return { number: row['Py_Sub_Ordr_No'] ?? '', left: whole === null || back === null ? -1 : whole - back };
    });
    if (parts.length === 0 || parts.some(({ number, left }) => number === '' || left < 0)) return null;
    const bearing = parts.find(({ left }) => left >= amountInFen);
    const taken: { number: string; amount: number }[] = [];
    let rest = amountInFen;
    for (const { number, left } of bearing ? [bearing] : parts) {
      const amount = Math.min(rest, left);
      if (amount > 0) taken.push({ number, amount });
      rest -= amount;
    }
    return rest > 0 ? null : taken.map(({ number, amount }, at) => ({ SN: String(at + 1).padStart(2, '0'), Py_Sub_Ordr_No: number, Sub_Ordr_Rfnd_Amt: writeAmount(amount, profile) }));
  }

  async function giveBack(wanted: WantedRefund): Promise<Outcome<RefundAtChannel>> {
    const before = await askRefund(wanted);
    if (before.kind === 'in-doubt') return unavailable(before.detail);
    if (before.kind !== 'done') return before;
    if (before.value.state !== 'absent') return before.value.amountInFen === wanted.amountInFen ? before : refused('idempotency-key-reused', wanted.refundNumber);
    const found = await ask(wanted.orderNumber);
    if (found.kind === 'in-doubt') return unavailable(found.detail);
    if (found.kind !== 'done') return found;
    const { order, fields } = found.value;
    if (order.state === 'absent') return refused('order-unknown', wanted.orderNumber);
    if (order.state === 'unknown') return unavailable('the channel is not sure of the order itself');
    if (order.payment === null || order.channelOrder === null) return refused('payment-unknown', order.state);
    if (order.refundedInFen + wanted.amountInFen > order.payment.amountInFen) {
      // Perhaps by this very refund: it came through between the two questions.
      const meanwhile = await askRefund(wanted);
      if (meanwhile.kind === 'done' && meanwhile.value.state !== 'absent') return meanwhile;
      return meanwhile.kind === 'done' ? refused('refund-exceeds-payment', wanted.refundNumber) : unavailable(meanwhile.detail);
    }
    const parts = partsOf(fields, wanted.amountInFen);
    if (!parts) return contradiction('the parts of an order do not add up to what can be given back');
    const ended = await send('refund', { IttParty_Jrnl_No: journalOf(wanted), Py_Ordr_No: order.channelOrder, Cmdty_Ordr_No: wanted.orderNumber, Rfnd_Amt: writeAmount(wanted.amountInFen, profile), LIST1: parts });
    if (ended.kind === 'failed' && ended.meaning === 'exists') return askRefund(wanted);
    if (ended.kind !== 'said') return badly(ended);
    return refundIn(ended.fields, wanted);
  }
  const orderSaid = (outcome: Outcome<OrderAtChannel>): Said => (outcome.kind === 'done' ? { state: outcome.value.state, channelOrder: outcome.value.channelOrder ?? '', amount: String(outcome.value.payment?.amountInFen ?? '') } : {});
  const refundSaid = (outcome: Outcome<RefundAtChannel>): Said => (outcome.kind === 'done' ? { state: outcome.value.state, serial: outcome.value.serial ?? '', amount: String(outcome.value.amountInFen ?? '') } : {});

  return {
    name: profile.name, bank, target: hostOf(settings.url),
    open: (wanted) => converse('order', { caseNumber: wanted.caseNumber, request: { orderNumber: wanted.orderNumber, payCode: wanted.payCode, amount: String(wanted.amountInFen) } }, false, async () => {
      const tooLong = wanted.lines.find(({ revenueItem, collectingUnit }) => revenueItem.length > profile.lineCodes || collectingUnit.length > profile.lineCodes);
      if (tooLong) return { outcome: refused('invalid-request', `lines: ${tooLong.revenueItem}`), answer: {} };
      if (wanted.lines.reduce((sum, line) => sum + line.amountInFen, 0) !== wanted.amountInFen) return { outcome: refused('invalid-request', 'amountInFen'), answer: {} };
      if (wanted.offline && wanted.operator === null) return { outcome: refused('invalid-request', 'operator'), answer: {} };
      const ended = await send('order', orderFields(wanted));
      if (ended.kind === 'failed' && ended.meaning === 'exists') {
        const outcome = await opened(wanted);
        return { outcome, answer: { code: ended.code } };
      }
      if (ended.kind !== 'said') return { outcome: badly(ended), answer: ended.kind === 'failed' ? { code: ended.code } : {} };
      const { fields } = ended;
      const [channelOrder, payUrl, expires] = [textOf(fields, 'Py_Ordr_No'), textOf(fields, 'Py_URL'), readMoment(textOf(fields, 'Ordr_Ovtm_Tm'))];
      const amount = textOf(fields, 'TAmt');
      if (textOf(fields, 'Cmdty_Ordr_No') !== wanted.orderNumber || channelOrder === '' || payUrl === '' || payUrl.length > 2_000 || !expires || (amount !== '' && readAmount(amount, profile) !== wanted.amountInFen)) {
        return { outcome: contradiction('an answer to a new order is not about that order, or not whole'), answer: { channelOrder } };
      }
      return { outcome: done({ orderNumber: wanted.orderNumber, channelOrder, payUrl, expiresAt: expires.toISOString() }), answer: { channelOrder } };
    }),

    show: (orderNumber) => converse('result', { caseNumber: null, request: { orderNumber } }, true, async () => {
      const found = await ask(orderNumber);
      const outcome = found.kind === 'done' ? done(found.value.order) : found;
      return { outcome, answer: orderSaid(outcome) };
    }),

    cancel: (orderNumber) => converse('close', { caseNumber: null, request: { orderNumber } }, false, async () => {
      if (!profile.calls.close) return { outcome: refused('channel-cannot-close', orderNumber), answer: {} };
      const ended = await send('close', { Cmdty_Ordr_No: orderNumber });
      if (ended.kind === 'failed' && ended.meaning === 'paid') return { outcome: refused('already-paid', orderNumber), answer: { code: ended.code } };
      if (ended.kind === 'failed' && ended.meaning === 'absent') return { outcome: done(absentOrder(orderNumber)), answer: { code: ended.code } };
      if (ended.kind !== 'said') return { outcome: badly(ended), answer: {} };
      // Closed means what the channel says of the order, not that it took the wish.
      const found = await ask(orderNumber);
      if (found.kind !== 'done') return { outcome: found.kind === 'refused' ? found : inDoubt(found.detail), answer: {} };
      const { order } = found.value;
      const outcome = order.state === 'closed' || order.state === 'failed' || order.state === 'absent' ? done(order) : order.payment ? refused('already-paid', orderNumber) : inDoubt(`the channel took the closing and says ${order.state}`);
      return { outcome, answer: { state: order.state } };
    }),

    refund: (wanted) => converse('refund', { caseNumber: wanted.caseNumber, request: { orderNumber: wanted.orderNumber, refundNumber: wanted.refundNumber, amount: String(wanted.amountInFen) } }, false, async () => {
      const outcome = await giveBack(wanted);
      return { outcome, answer: refundSaid(outcome) };
    }),

    showRefund: (wanted) => converse('refund-result', { caseNumber: null, request: { ...wanted } }, true, async () => {
      const outcome = await askRefund(wanted);
      return { outcome, answer: refundSaid(outcome) };
    }),

    statement: (day, md5) => converse('statement', { caseNumber: null, request: { day } }, true, async () => {
      const ended = await send('statement', { Rcncl_Dt: day.replaceAll('-', ''), BtNo_cd: '01' });
      if (ended.kind === 'failed' && ended.meaning === 'absent') return { outcome: refused('statement-not-yet', day), answer: { code: ended.code } };
      if (ended.kind !== 'said') return { outcome: badly(ended), answer: {} };
      const found = fetchStatement(ended.fields, { day, profile, md5: md5 ?? null, hosts: [new URL(settings.url).host, ...settings.fileHosts], pools, timeoutMs: settings.timeoutMs });
      if (!found) return { outcome: contradiction('the totals of a statement are not whole, or its file lies at a strange address'), answer: {} };
      return { outcome: done(found), answer: { name: found.name, payments: String(found.payments.count), amount: String(found.payments.amountInFen), refunds: String(found.refunds.count), refunded: String(found.refunds.amountInFen) } };
    }),

    listen: (hearing) => openDoor({ profile, keys, bank, systemId, ...settings.notices }, { hearing, witness, alarm }),
  };
}
