/**
 * A payment aggregator to practise against: takes orders, lets them be paid, tells of it until it hears "taken", gives back, states its day, and
 * fails on demand. It keeps its own books, which survive kill -9, and is what a test believes about money. It is not a bank:
 * anybody who knows an order's address pays it, refunds end at once or when told, and one zone's keys are all it knows.
 */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { freshDigits } from '../../../../infra/chance.ts';
import { systemClock, type Clock } from '../../../../infra/clock.ts';
import { openBooks, type AggregatorBooks, type BookOrder, type BookRefund } from './aggregator-books.ts';
import { openFrom, sealFor, type Message } from './aggregator-envelope.ts';

/** What can go wrong, by name. `processed` ones have their effect; the hub does not learn of it. */
export const aggregatorFaults = {
  timeout: '已处理，不答复 processed, never answered',
  'drop-before': '未处理即断线 hangs up before anything is done',
  'drop-after': '已处理后断线 processed, then hangs up',
  'status-500': '已处理，答 HTTP 500 processed, answers HTTP 500',
  html: '已处理，答网页 processed, answers a web page',
  'bad-signature': '已处理，答复签名不符 processed, the answer is wrongly signed',
  'bad-key': '已处理，答复密钥损坏 processed, the key of the answer is spoiled',
  'old-answer': '答复上一次的报文 answers with the message of the time before',
  busy: '系统忙，未处理 says it is busy, nothing is done',
  uncertain: '查询答“不确定” says of a payment that it is not sure',
  'lie-unpaid': '已付却答待付 says of what was paid that it was not',
  'lie-paid': '未付却答成功 says of what was not paid that its order succeeded',
  'notice-lost': '通知丢失一次 the first notice is lost',
  'notice-twice': '通知发两次 sends each notice twice',
  'notice-forged': '先来一份伪造通知 a forged notice comes before the true one',
  'notice-early': '下单答复前即已付款并通知 paid and told of before the order is answered',
  'refund-fails': '退付失败 refunds fail',
  'late-success': '当日查询、关单均无定论且不通知，次日对账单中为成功 sure of nothing on the day; a success in the next day’s statement',
  'wrong-md5': '对账单 MD5 不符 the statement has another MD5',
  'half-file': '对账单只有一半 half of the statement',
  'wrong-totals': '对账总额不符 the totals of the statement are wrong',
} as const;
export type AggregatorFault = keyof typeof aggregatorFaults;
/** A fault for the next calls it fits; `times` of them (endless when left out). */
export interface Fault { readonly kind: AggregatorFault; readonly call?: string; times?: number; readonly every?: number }

export interface AggregatorSettings {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM: ours private, the hub's public. */
  readonly privateKey: string;
  readonly hubKey: string;
  readonly systemId: string;
  /** Where the hub hears notices; none while it is null. */
  readonly noticeUrl: string | null;
  readonly booksFile?: string;
  /** How often a notice is sent again; null: only by `deliver`. */
  readonly noticeEveryMs?: number | null;
  /** Refunds end at once, or by `endRefunds`. */
  readonly refundsWait?: boolean;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
}
export interface Aggregator {
  readonly url: string;
  readonly port: number;
  /** Somebody pays an order. Rejects when it cannot be paid any more. */
  pay(number: string, way?: string): Promise<{ order: string; fen: number }>;
  /** Sends the notices that were not taken yet; resolves with how many the hub took. */
  deliver(): Promise<number>;
  endRefunds(state?: '3' | '4'): void;
  /** Tells the hub that a day's statement lies ready; resolves with its answer. */
  announce(day: string): Promise<string>;
  statementOf(day: string): string;
  listenTo(noticeUrl: string): void;
  setFaults(faults: readonly Fault[]): void;
  books(): Pick<AggregatorBooks, 'orders' | 'refunds' | 'struck'>;
  /** Its own people give a payment back by hand, without the hub: all of it. The same again is the same. */
  handBack(number: string): BookRefund;
  close(): Promise<void>;
}

const yuan = (fen: number): string => `${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
const fen = (amount: string): number => Math.round(Number(amount) * 100);
const china = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '');
const UNSIGNED = ['Svc_Rsp_St', 'Svc_Rsp_CD', 'Rsp_Inf'];
class Failure extends Error { readonly code: string; constructor(code: string) { super(code); this.code = code; } }

/** Starts an aggregator. Reads its books first, so that a killed one comes back knowing all it took. */
export async function startAggregator(settings: AggregatorSettings): Promise<Aggregator> {
  const clock = settings.clock ?? systemClock;
  const host = settings.host ?? '127.0.0.1';
  const own = createPrivateKey(settings.privateKey);
  const hub = createPublicKey(settings.hubKey);
  const books = openBooks(settings.booksFile);
  let noticeUrl = settings.noticeUrl;
  let faults = (settings.faults ?? []).map((one) => ({ ...one, seen: 0 }));
  let lastAnswer = '';
  const lostOnce = new Set<string>();
  const forgedOnce = new Set<string>();
  const now = (): string => clock.now().toISOString();
  const text = (message: Message, name: string): string => { const value = message[name]; return typeof value === 'string' ? value : ''; };
  const rows = (message: Message, name: string): Record<string, string>[] => { const value = message[name]; return Array.isArray(value) ? value : []; };

  function strikes(kind: AggregatorFault, call: string): boolean {
    const one = faults.find((fault) => fault.kind === kind && (fault.call === undefined || fault.call === call) && (fault.times ?? 1) > 0);
    if (!one) return false;
    one.seen += 1;
    if (one.seen % (one.every ?? 1) !== 0) return false;
    if (one.times !== undefined) one.times -= 1;
    books.write({ entry: 'struck', at: now(), fault: kind });
    return true;
  }
  const isOver = (order: BookOrder): boolean => order.paid === null && (order.closed || china(clock.now()).slice(0, 14) > order.expires);
  /** Paid, and nobody there knows it until a statement has said so. */
  const isUnsure = (order: BookOrder): boolean => order.late && !order.stated;
  function find(message: Message): BookOrder {
    const order = books.byNumber(text(message, 'Cmdty_Ordr_No'));
    if (!order) throw new Failure('ORDER_ABSENT');
    return order;
  }
  function paidFields(order: BookOrder): Message {
    return {
      Py_Ordr_No: order.order, Cmdty_Ordr_No: order.number, TAmt: yuan(order.fen),
      ...(order.paid && !isUnsure(order) ? { PyMd_Cd: order.paid.way, Py_Tm: order.paid.paidAt, Acg_Dt: order.paid.day } : {}),
      LIST1: order.lines.map((line, at) => ({ SN: String(at + 1), Py_Sub_Ordr_No: line.sub, Cmdty_Sub_Ordr_No: line.ours, Sub_Ordr_Amt: yuan(line.fen), Sub_Ordr_Acc_Rfnd_Amt: yuan(books.refundedFen(order.order, line.sub)) })),
    };
  }
  function stateFields(order: BookOrder): Message {
    const back = books.refundedFen(order.order);
    const [pay, whole] = order.paid === null ? (isOver(order) ? ['3', order.closed ? '9' : '6'] : ['1', '1']) : ['2', back === 0 ? '2' : back === order.fen ? '4' : '5'];
    if (isUnsure(order)) return { Py_StCd: '4', Ordr_StCd: 'a' };
    if (order.paid && strikes('uncertain', 'result')) return { Py_StCd: '4', Ordr_StCd: 'a' };
    if (order.paid && strikes('lie-unpaid', 'result')) return { Py_StCd: '1', Ordr_StCd: '1' };
    if (!order.paid && strikes('lie-paid', 'result')) return { Py_StCd: '1', Ordr_StCd: '2' };
    return { Py_StCd: pay ?? '', Ordr_StCd: whole ?? '', Acc_Rfnd_Amt: yuan(back) };
  }
  const refundFields = (one: BookRefund): Message => ({
    Orgn_Jrnl_No: one.journal, Rfnd_Jrnl_No: one.state === '4' ? one.serial : '',
    LIST1: one.parts.map((part, at) => ({ SN: String(at + 1), Py_Sub_Ordr_No: part.sub, Sub_Ordr_Rfnd_Amt: yuan(part.fen), Rfnd_St: one.state })),
  });

  const calls: Record<string, { name: string; version: string; does(message: Message): Message | Promise<Message> }> = {
    '/gzf0001': { name: 'order', version: '2', async does(message) {
      const number = text(message, 'Cmdty_Ordr_No');
      if (books.byNumber(number)) throw new Failure('ORDER_EXISTS');
      const lines = rows(message, 'FEEGRP');
      const sum = lines.reduce((all, line) => all + fen(line['Fee_Itm_Prj_Amt'] ?? ''), 0);
      if (number === '' || lines.length === 0 || sum !== fen(text(message, 'TAmt')) || sum <= 0 || text(message, 'Ccy') !== '156') throw new Failure('WRONG_FIELDS');
      if (text(message, 'OnLn_Ofln_IndCd') === '2' && text(message, 'Opr_No') === '') throw new Failure('NO_OPERATOR');
      if (!/^\d{17}$/.test(text(message, 'IttParty_Tms'))) throw new Failure('WRONG_TIME');
      const order = `PY${china(clock.now()).slice(2, 8)}${freshDigits(9)}`;
      const latest = china(new Date(clock.now().getTime() + 2 * 3_600_000)).slice(0, 14);
      const wanted = text(message, 'Ordr_Ovtm_Tm');
      const expires = wanted !== '' && wanted < latest ? wanted : latest;
      books.write({ entry: 'order', at: now(), order, number, fen: sum, expires, lines: lines.map((line, at) => ({ sub: `${order}${String(at + 1).padStart(3, '0')}`, ours: line['Cmdty_Sub_Ordr_No'] ?? '', fen: fen(line['Fee_Itm_Prj_Amt'] ?? '') })) });
      if (strikes('notice-early', 'order')) await pay(number);
      return { Cmdty_Ordr_No: number, Py_Ordr_No: order, TAmt: yuan(sum), Ordr_Gen_Tm: china(clock.now()).slice(0, 14), Ordr_Ovtm_Tm: expires, Py_URL: `${url}/cashier/${order}` };
    } },
    '/gzf0002': { name: 'result', version: '3', does(message) { const order = find(message); return { ...paidFields(order), ...stateFields(order) }; } },
    '/gzf0003': { name: 'close', version: '3', does(message) {
      const order = find(message);
      if (isUnsure(order)) throw new Failure('SYSTEM_BUSY');
      if (order.paid) throw new Failure('ORDER_PAID');
      if (!order.closed) books.write({ entry: 'closed', at: now(), order: order.order });
      return { Cmdty_Ordr_No: order.number, Py_Ordr_No: order.order };
    } },
    '/gzf0004': { name: 'refund', version: '4', does(message) {
      const journal = text(message, 'IttParty_Jrnl_No');
      if (books.refunds.has(journal)) throw new Failure('REFUND_EXISTS');
      const order = books.orders.get(text(message, 'Py_Ordr_No'));
      if (!order?.paid) throw new Failure('ORDER_ABSENT');
      const parts = rows(message, 'LIST1').map((row) => ({ sub: row['Py_Sub_Ordr_No'] ?? '', fen: fen(row['Sub_Ordr_Rfnd_Amt'] ?? '') }));
      const sum = parts.reduce((all, part) => all + part.fen, 0);
      const tooMuch = parts.some((part) => { const line = order.lines.find(({ sub }) => sub === part.sub); return !line || part.fen <= 0 || books.refundedFen(order.order, part.sub) + part.fen > line.fen; });
      if (parts.length === 0 || sum !== fen(text(message, 'Rfnd_Amt')) || tooMuch) throw new Failure('REFUND_TOO_MUCH');
      const state = strikes('refund-fails', 'refund') ? '3' : settings.refundsWait === true ? '2' : '4';
      const one: BookRefund = { journal, order: order.order, serial: `RF${freshDigits(14)}`, parts, fen: sum, state, on: china(clock.now()).slice(0, 8) };
      books.write({ entry: 'refund', at: now(), refund: one });
      return refundFields(one);
    } },
    '/gzf0006': { name: 'refundResult', version: '4', does(message) {
      const one = books.refunds.get(text(message, 'Orgn_Jrnl_No'));
      if (!one) throw new Failure('REFUND_ABSENT');
      return refundFields(one);
    } },
    '/gzf0005': { name: 'statement', version: '2', does(message) {
      const day = text(message, 'Rcncl_Dt');
      if (day >= china(clock.now()).slice(0, 8)) throw new Failure('NO_STATEMENT');
      const { payments, refunds } = dayOf(day);
      const more = strikes('wrong-totals', 'statement') ? 1 : 0;
      return {
        Rcncl_Dt: day, Py_Cnt: String(payments.length), Py_Amt: yuan(payments.reduce((sum, one) => sum + one.fen, more)), Rfnd_Cnt: String(refunds.length), Rfnd_Amt: yuan(refunds.reduce((sum, one) => sum + one.fen, 0)),
        File_Nm: fileName(day), File_Url: `${url}/files/${fileName(day)}`, MD5: md5Of(day),
      };
    } },
  };

  const fileName = (day: string): string => `GZF0005${settings.systemId}_${day}_01.txt`;
  function dayOf(day: string): { payments: BookOrder[]; refunds: BookRefund[] } {
    return { payments: [...books.orders.values()].filter(({ paid }) => paid?.day === day), refunds: [...books.refunds.values()].filter(({ state, on }) => state === '4' && on === day) };
  }
  /** Head `day|payments|amount|refunds|amount`, then `order|serial|pay code|1 or 2|amount|day`. */
  function statementOf(day: string): string {
    const { payments, refunds } = dayOf(day);
    const code = (order: BookOrder | undefined): string => order?.lines[0]?.ours.split('-')[0] ?? '';
    const sum = (all: readonly { fen: number }[]): string => yuan(all.reduce((total, one) => total + one.fen, 0));
    return [
      [day, String(payments.length), sum(payments), String(refunds.length), sum(refunds)].join('|'),
      ...payments.map((one) => [one.number, one.order, code(one), '1', yuan(one.fen), one.paid?.paidAt.slice(0, 8) ?? ''].join('|')),
      ...refunds.map((one) => { const order = books.orders.get(one.order); return [order?.number ?? '', one.serial, code(order), '2', yuan(one.fen), one.on].join('|'); }),
    ].map((one) => `${one}\n`).join('');
  }
  const md5Of = (day: string): string => {
    const md5 = createHash('md5').update(statementOf(day)).digest('hex');
    return strikes('wrong-md5', 'statement') ? md5.replace(/^./, (first) => (first === '0' ? '1' : '0')) : md5;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    if (path.startsWith('/files/')) {
      const day = /_(\d{8})_/.exec(path)?.[1] ?? '';
      const file = Buffer.from(statementOf(day));
      for (const order of dayOf(day).payments) if (isUnsure(order)) books.write({ entry: 'stated', at: now(), order: order.order });
      if (!strikes('half-file', 'statement')) { response.writeHead(200, { 'content-type': 'text/plain', 'content-length': file.length }).end(file); return; }
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, Math.ceil(file.length / 2)), () => { response.destroy(); });
      return;
    }
    if (path.startsWith('/cashier/')) { await cashier(request, response, path.split('/')[2] ?? ''); return; }
    const call = calls[path];
    if (!call || request.method !== 'POST') { response.writeHead(404).end(); return; }
    const { name } = call;
    if (strikes('drop-before', name)) { response.destroy(); return; }
    let message: Message;
    try { message = openFrom(hub, own, Buffer.concat(chunks).toString('utf8')); } catch { response.writeHead(403).end(); return; }
    const journal = text(message, 'IttParty_Jrnl_No');
    let answer: Message;
    try {
      if (text(message, 'VNo') !== call.version) throw new Failure('WRONG_VERSION');
      if (strikes('busy', name)) throw new Failure('SYSTEM_BUSY');
      answer = { Svc_Rsp_St: '00', Svc_Rsp_CD: '000000000000', Rsp_Inf: '成功', ...await call.does(message), IttParty_Jrnl_No: journal };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      answer = { Svc_Rsp_St: '01', Svc_Rsp_CD: error.code, Rsp_Inf: error.code, IttParty_Jrnl_No: journal };
    }
    if (strikes('timeout', name)) return;
    if (strikes('drop-after', name)) { response.destroy(); return; }
    if (strikes('status-500', name)) { response.writeHead(500).end('error'); return; }
    if (strikes('html', name)) { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>系统维护</html>'); return; }
    const spoil = strikes('bad-signature', name) ? 'signature' : strikes('bad-key', name) ? 'key' : undefined;
    const sealed = sealFor(hub, own, answer, { unsigned: UNSIGNED, ...(spoil ? { spoil } : {}) });
    const said = lastAnswer !== '' && strikes('old-answer', name) ? lastAnswer : sealed;
    lastAnswer = sealed;
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(said);
  }

  /** A page that stands for the payer's telephone. */
  async function cashier(request: IncomingMessage, response: ServerResponse, number: string): Promise<void> {
    const order = books.orders.get(number);
    const page = (status: number, words: string): void => { response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><meta name="viewport" content="width=device-width"><title>模拟收银台</title><main style="font:1.2rem sans-serif;padding:2rem;text-align:center">${words}</main>`); };
    if (!order) { page(404, '没有这个订单'); return; }
    if (request.method === 'POST') {
      try { await pay(order.number); page(200, `<p>支付成功</p><h1>¥${yuan(order.fen)}</h1>`); } catch { page(409, '订单已支付或已失效'); }
      return;
    }
    page(200, order.paid ? '<p>已支付</p>' : isOver(order) ? '<p>订单已失效</p>' : `<p>模拟支付（不是真实付款）</p><h1>¥${yuan(order.fen)}</h1><form method="post"><button style="font-size:1.2rem;padding:.8rem 2rem">确认支付</button></form>`);
  }

  async function pay(number: string, way = '4'): Promise<{ order: string; fen: number }> {
    const order = books.byNumber(number) ?? books.orders.get(number);
    if (!order || order.paid || isOver(order)) throw new Error(`order ${number} cannot be paid`);
    const at = china(clock.now());
    const late = strikes('late-success', 'pay');
    // What was not sure on its day is accounted for on the next.
    books.write({ entry: 'paid', at: now(), order: order.order, way, paidAt: at.slice(0, 14), day: (late ? china(new Date(clock.now().getTime() + 86_400_000)) : at).slice(0, 8), late });
    await tell(order);
    return { order: order.order, fen: order.fen };
  }
  async function tell(order: BookOrder): Promise<boolean> {
    if (noticeUrl === null || !order.paid || isUnsure(order)) return false;
    const message: Message = { ...paidFields(order), Py_StCd: '2', Ordr_StCd: '2', Py_Chnl_Cd: '4', IttParty_Jrnl_No: `N${freshDigits(16)}`, Rcv_Tm: order.paid.paidAt, IttParty_Sys_Id: settings.systemId };
    if (!lostOnce.has(order.order) && strikes('notice-lost', 'notice')) { lostOnce.add(order.order); return false; }
    if (!forgedOnce.has(order.order) && strikes('notice-forged', 'notice')) { forgedOnce.add(order.order); await post('/notices/payment', sealFor(hub, own, message, { spoil: 'signature' })); }
    const times = strikes('notice-twice', 'notice') ? 2 : 1;
    let taken = false;
    for (let time = 0; time < times; time += 1) taken = await post('/notices/payment', sealFor(hub, own, message)) === '00' || taken;
    if (taken && !order.noticed) books.write({ entry: 'noticed', at: now(), order: order.order });
    return taken;
  }
  /** What the hub answered to a notice: its Rcv_StCd, or why there was none. */
  function post(path: string, body: string): Promise<string> {
    return new Promise((resolve) => {
      const request = httpRequest(`${noticeUrl ?? ''}${path}`, { method: 'POST', timeout: 10_000, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => { resolve('cut'); });
        response.on('end', () => { try { resolve(text(openFrom(hub, own, Buffer.concat(chunks).toString('utf8')), 'Rcv_StCd')); } catch { resolve('unreadable'); } });
      });
      request.on('timeout', () => { request.destroy(); });
      request.on('error', () => { resolve('not reached'); });
      request.end(body);
    });
  }
  let delivering: Promise<number> | undefined;
  function deliver(): Promise<number> {
    delivering ??= (async () => {
      let taken = 0;
      for (const order of books.orders.values()) if (order.paid && !order.noticed && await tell(order)) taken += 1;
      return taken;
    })().finally(() => { delivering = undefined; });
    return delivering;
  }

  const server = createServer((request, response) => { serve(request, response).catch(() => { response.destroy(); }); });
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(settings.port, host, resolve); });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  const url = `http://${host}:${String(port)}`;
  const every = settings.noticeEveryMs === undefined ? 1_000 : settings.noticeEveryMs;
  const timer = every === null ? undefined : setInterval(() => { void deliver(); }, every);
  return {
    url, port, pay, deliver, statementOf,
    endRefunds(state = '4') { for (const one of books.refunds.values()) if (one.state === '2') books.write({ entry: 'refund-ended', at: now(), journal: one.journal, state, on: china(clock.now()).slice(0, 8) }); },
    handBack(number) {
      const order = books.byNumber(number) ?? books.orders.get(number);
      if (!order?.paid) throw new Error(`order ${number} was not paid`);
      const before = books.refunds.get(`HAND-${order.order}`);
      if (before) return before;
      const one: BookRefund = { journal: `HAND-${order.order}`, order: order.order, serial: `RF${freshDigits(14)}`, parts: order.lines.map(({ sub, fen: part }) => ({ sub, fen: part })), fen: order.fen, state: '4', on: china(clock.now()).slice(0, 8) };
      books.write({ entry: 'refund', at: now(), refund: one });
      return one;
    },
    announce: (day) => post('/notices/statement', sealFor(hub, own, { File_Nm: fileName(day), File_Type: '2', MD5: md5Of(day), Rcncl_Dt: day, IttParty_Jrnl_No: `S${freshDigits(16)}`, IttParty_Sys_Id: settings.systemId })),
    listenTo(there) { noticeUrl = there; },
    setFaults(next) { faults = next.map((one) => ({ ...one, seen: 0 })); },
    books: () => books,
    close: () => new Promise((resolve) => { clearInterval(timer); server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
