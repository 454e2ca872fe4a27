/**
 * A fiscal platform that speaks CNNONTAX, with its own reading of the specification and its own books (an append-only file): it takes bills,
 * says how they stand, gives receipt numbers, makes receipts, and tells the hub of money until the hub has said yes. Faults are on demand.
 * It is not a real platform: no accounts, no supervision of units, and a receipt's signature is a drawing.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { freshDigits, freshId } from '../../../../infra/chance.ts';
import { systemClock, type Clock } from '../../../../infra/clock.ts';
import { documentOf } from './simulated-document.ts';
import { isSignedBy } from './simulated-signature.ts';

/**
 * Ways to misbehave. `drop-answer` does what was asked and hangs up; `hang-up` hangs up without doing it; `late` answers after everybody has gone;
 * the next ones write frames as deployed peers do; `no-right` and `general-failure` refuse; the last four are about telling of money.
 */
export const platformFaults = [
  'drop-answer', 'hang-up', 'late', 'byte-by-byte', 'trailing-newline', 'upper-mac', 'bad-mac', 'character-length', 'standalone', 'bare-voucher', 'wrong-ref', 'no-right', 'general-failure',
  'tell-twice', 'wrong-amount', 'never-tell', 'tell-later',
] as const;
export type PlatformFault = (typeof platformFaults)[number];

export interface PlatformSettings {
  host: string; port: number;
  /** Where the hub listens; without it nothing is told, only asked. */
  hubHost?: string; hubPort?: number;
  token: string; node: string; unitNode: string; division: string;
  /** Carried on when it exists; without it the books are in memory alone. */
  booksFile?: string;
  /** Used in turn, one for every third exchange; none by default. */
  faults?: readonly PlatformFault[];
  /** How long one answer of the hub is waited for, and how long until it is told again, ms. */
  answerWaitMs?: number; againMs?: number; lateMs?: number;
  /** The public key (PEM) of each unit by its code, `*` for the others: then a receipt is made only of what its unit has signed. */
  unitKeys?: Readonly<Record<string, string>>;
  clock?: Clock;
}

const text = z.string();
const Entry = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('billed'), payCode: text, amount: text, payer: text, unit: text, unitName: text, info: text }),
  z.object({ entry: z.literal('voided'), payCode: text }),
  z.object({ entry: z.literal('paid'), payCode: text, amount: text, serial: text, day: text, time: text, mode: text, payer: text }),
  z.object({ entry: z.literal('told'), serial: text, answer: text }),
  z.object({ entry: z.literal('reversed'), payCode: text, serial: text, day: text }),
  z.object({ entry: z.literal('numbered'), code: text, number: text, asked: text }),
  z.object({ entry: z.literal('issued'), code: text, number: text, payCode: text, checkCode: text, day: text, time: text, amount: text, payer: text, unitName: text, signed: text.default('') }),
]);
type Entry = z.infer<typeof Entry>;

export interface PlatformBill { payCode: string; amount: string; payer: string; unit: string; unitName: string; info: string; state: 'unpaid' | 'paid' | 'void' }
export interface PlatformPayment { payCode: string; amount: string; serial: string; day: string; time: string; mode: string; payer: string; told: boolean; answer: string; reversed: boolean }
export interface PlatformReceipt { code: string; number: string; payCode: string; checkCode: string; day: string; time: string; amount: string; payer: string; unitName: string; /** What the unit signed, and its signature, as they came: base64 and base64. */ signed: string }
export interface PlatformBooks { bills: PlatformBill[]; payments: PlatformPayment[]; numbers: { code: string; number: string; asked: string; used: boolean }[]; receipts: PlatformReceipt[] }

/** A running platform. */
export interface Platform {
  readonly port: number;
  /** Money for a bill has arrived; its own serial when none is given. Resolves once the hub has been told, or will not be. */
  pay(payCode: string, given?: { amount?: string; serial?: string; payer?: string; mode?: string; bare?: boolean }): Promise<PlatformPayment>;
  /** The agent bank took the money back on the same day: the bill is unpaid again. */
  reverse(payCode: string): void;
  /** Tells everything again that the hub has not said yes to; how many are still open. */
  settle(): Promise<number>;
  /** The next exchange of this message (`5996` for what it tells) has this fault; several queue up. */
  misbehave(message: string, fault: PlatformFault): void;
  /** Sends any bytes to the hub and resolves with what came back, or null when it was hung up on. */
  send(bytes: Buffer): Promise<Buffer | null>;
  /** A confirmation as bytes, for tests that spoil it. */
  frame(payment: Pick<PlatformPayment, 'payCode' | 'amount' | 'serial' | 'payer'>, fault?: PlatformFault): Buffer;
  books(): PlatformBooks;
  stop(): Promise<void>;
}

export async function startFiscalPlatform(settings: PlatformSettings): Promise<Platform> {
  const clock = settings.clock ?? systemClock;
  const bills = new Map<string, PlatformBill>();
  const payments = new Map<string, PlatformPayment>();
  const numbers: PlatformBooks['numbers'] = [];
  const receipts = new Map<string, PlatformReceipt>();
  const queued = new Map<string, PlatformFault[]>();
  const later: PlatformPayment[] = [];
  let exchanges = 0;
  let stopped = false;

  function apply(entry: Entry): void {
    switch (entry.entry) {
      case 'billed': {
        const { entry: _entry, ...bill } = entry;
        // The bank may have told of the money before the unit told of the bill.
        bills.set(entry.payCode, { ...bill, state: [...payments.values()].some(({ payCode, reversed }) => payCode === entry.payCode && !reversed) ? 'paid' : 'unpaid' });
        break;
      }
      case 'voided': { const bill = bills.get(entry.payCode); if (bill) bill.state = 'void'; break; }
      case 'paid': {
        const { entry: _entry, ...payment } = entry;
        payments.set(entry.serial, { ...payment, told: false, answer: '', reversed: false });
        const bill = bills.get(entry.payCode);
        if (bill && bill.state === 'unpaid') bill.state = 'paid';
        break;
      }
      case 'told': { const payment = payments.get(entry.serial); if (payment) { payment.told = true; payment.answer = entry.answer; } break; }
      case 'reversed': {
        const payment = payments.get(entry.serial);
        if (payment) payment.reversed = true;
        const bill = bills.get(entry.payCode);
        if (bill && bill.state === 'paid') bill.state = 'unpaid';
        break;
      }
      case 'numbered': numbers.push({ code: entry.code, number: entry.number, asked: entry.asked, used: false }); break;
      case 'issued': {
        const { entry: _entry, ...receipt } = entry;
        receipts.set(`${entry.code}${entry.number}`, receipt);
        const given = numbers.find(({ code, number }) => code === entry.code && number === entry.number);
        if (given) given.used = true;
        break;
      }
    }
  }
  function write(entry: Entry): void {
    if (settings.booksFile !== undefined) appendFileSync(settings.booksFile, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    apply(entry);
  }
  if (settings.booksFile !== undefined && existsSync(settings.booksFile)) {
    const bytes = readFileSync(settings.booksFile);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    // A kill in mid-write leaves a last line without its end: nothing was done on it yet.
    if (whole < bytes.length) truncateSync(settings.booksFile, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) if (line !== '') apply(Entry.parse(JSON.parse(line)));
  }

  const china = (): string => new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '');
  const today = (): string => china().slice(0, 8);
  function faultFor(message: string): PlatformFault | undefined {
    const own = queued.get(message)?.shift();
    if (own !== undefined) return own;
    exchanges += 1;
    const given = settings.faults ?? [];
    return given.length > 0 && exchanges % 3 === 0 ? given[Math.floor(exchanges / 3 - 1) % given.length] : undefined;
  }

  function frame(message: string, ref: string, fields: readonly (readonly [string, string])[], fault?: PlatformFault): Buffer {
    const quoted = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const tag = (name: string, value: string): string => `<${name}>${quoted(value)}</${name}>`;
    const inside = `<Voucher>${fields.map(([name, value]) => tag(name, value)).join('')}</Voucher>`;
    const carried = fault === 'bare-voucher' || fault === 'character-length' ? inside : iconv.encode(inside, 'gbk').toString('base64');
    const head = [['APP', 'CNNONTAX'], ['VER', '1.0'], ['SRC', settings.node], ['DES', settings.unitNode], ['MsgNo', message], ['MsgID', freshId()], ['MsgRef', fault === 'wrong-ref' ? 'ANOTHER' : ref], ['WorkDate', today()], ['Reserve', '']];
    const body = `<CFX><HEAD>${head.map(([name = '', value = '']) => tag(name, value)).join('')}</HEAD><MSG><MOF><VoucherCount>1</VoucherCount><VoucherBody AdmDivCode="${settings.division}" StYear="${today().slice(0, 4)}" VtCode="5301" VoucherNo="1"><Voucher>${carried}</Voucher></VoucherBody></MOF></MSG></CFX>`;
    const plain = `<?xml version="1.0" encoding="GBK"?>${body}`;
    const sent = fault === 'standalone' ? plain.replace('?>', ' standalone="yes"?>') : plain;
    const digest = createHash('sha256').update(Buffer.concat([Buffer.from(settings.token), iconv.encode(plain, 'gbk')])).digest('hex');
    const mac = fault === 'bad-mac' ? digest.replace(/^./, (first) => (first === '0' ? '1' : '0')) : fault === 'upper-mac' ? digest.toUpperCase() : digest;
    const bytes = iconv.encode(sent, 'gbk');
    const total = 87 + (fault === 'character-length' ? sent.length : bytes.length);
    return Buffer.concat([Buffer.from(`${String(total).padEnd(8, ' ')}CNNONTAX1.0${message}`), bytes, Buffer.from(mac), Buffer.from(fault === 'trailing-newline' ? '\n' : '')]);
  }

  /** What somebody sent: the message number, its id, and the elements of its voucher; null when it is not whole or not theirs. */
  function understood(bytes: Buffer): { message: string; id: string; ref: string; get(name: string): string } | null {
    const total = Number(bytes.toString('latin1', 0, 8).trim());
    if (!Number.isInteger(total) || bytes.length < total || total < 87) return null;
    const xml = bytes.subarray(23, total - 64);
    const digest = createHash('sha256').update(settings.token).update(xml).digest('hex');
    if (digest !== bytes.toString('latin1', total - 64, total).toLowerCase()) return null;
    const outer = iconv.decode(xml, 'gbk');
    const between = (from: string, name: string): string => new RegExp(`<${name}>([^]*?)</${name}>`).exec(from)?.[1] ?? '';
    const packed = between(outer, 'Voucher');
    const inner = packed.startsWith('<') ? outer : iconv.decode(Buffer.from(packed, 'base64'), 'gbk');
    const plain = (value: string): string => value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
    return { message: bytes.toString('latin1', 19, 23), id: between(outer, 'MsgID'), ref: between(outer, 'MsgRef'), get: (name) => plain(between(inner, name)) };
  }

  function isSigned(heard: Heard, document: Buffer): boolean {
    const key = settings.unitKeys?.[heard.get('ChgAgenCode')] ?? settings.unitKeys?.['*'];
    return key !== undefined && heard.get('Format') === 'DETACH' && heard.get('Algorithm') === 'SM2' && /^\d{14}$/.test(heard.get('Time')) && isSignedBy(key, '1234567812345678', document, Buffer.from(heard.get('Value'), 'base64'));
  }
  type Fields = (readonly [string, string])[];
  type Heard = NonNullable<ReturnType<typeof understood>>;
  /** Does what is asked, and what is answered. */
  function answer(heard: Heard, fault: PlatformFault | undefined): { message: string; fields: Fields } {
    const general = (result: string, information: string): { message: string; fields: Fields } => ({ message: '5001', fields: [['OriMsgNo', heard.message], ['Result', result], ['Information', information]] });
    if (fault === 'no-right') return general('18012', '没有该单位的代收费权限');
    if (fault === 'general-failure') return general('99999', '处理失败');
    const payCode = heard.get('PayCode');
    const bill = bills.get(payCode);
    switch (heard.message) {
      case '8994': {
        if (heard.get('PayStats') === '2') {
          if (!bill) return general('99999', '没有这张缴款单');
          if (bill.state === 'paid') return general('99999', '已缴款，不能作废');
          if (bill.state !== 'void') write({ entry: 'voided', payCode });
          return general('00000', '已作废');
        }
        for (const name of ['AdmDivCode', 'PayCode', 'BillDate', 'ChgAgenCode', 'ChgAgenName', 'PayerName', 'Amt', 'OriAmt', 'DelayAmt', 'PayStats', 'RecAcctType', 'IsInterBank', 'MobilePhone']) {
          if (heard.get(name) === '') return general('99999', `缺少 ${name}`);
        }
        if (bill && bill.amount !== heard.get('Amt') && bill.state !== 'unpaid') return general('99999', '缴款码重复');
        if (!bill || bill.amount !== heard.get('Amt')) write({ entry: 'billed', payCode, amount: heard.get('Amt'), payer: heard.get('PayerName'), unit: heard.get('ChgAgenCode'), unitName: heard.get('ChgAgenName'), info: heard.get('PayInfo') });
        return general('00000', `https://pay.example.gov.cn/nontax/${payCode}`);
      }
      case '8997': {
        if (!bill) return general('99999', '没有这张缴款单');
        const payment = [...payments.values()].find((one) => one.payCode === payCode && !one.reversed);
        const state = { unpaid: '0', paid: '1', void: '2' }[bill.state];
        const told: Fields = payment && state === '1' ? [['Amt', payment.amount], ['CfmDate', payment.day], ['CfmTime', payment.time], ['TraNoBus', payment.serial], ['PayMode', payment.mode]] : [['Amt', bill.amount]];
        return { message: '5997', fields: [['PayCode', payCode], ['PayStats', state], ...told] };
      }
      case '8999': {
        const code = heard.get('BillVerCode');
        const number = String(numbers.filter((one) => one.code === code).length + 1).padStart(10, '0');
        write({ entry: 'numbered', code, number, asked: heard.id });
        return general('00000', number);
      }
      case '8981': {
        const [code, number] = [heard.get('BillVerCode'), heard.get('BillNo')];
        const given = numbers.find((one) => one.code === code && one.number === number);
        if (!given) return general('99999', '票号不存在');
        const there = receipts.get(code + number);
        if (there) return there.payCode === payCode ? general('00000', there.checkCode) : general('99999', '票号已使用');
        if (bill?.state !== 'paid') return general('99999', '未到账，不能换开');
        const document = Buffer.from(heard.get('Invoice_Data'), 'base64');
        if (settings.unitKeys && !isSigned(heard, document)) return general('99999', '单位签名验证失败');
        const invoice = document.toString('utf8');
        const amount = /<TotalAmount>([^<]*)</.exec(invoice)?.[1] ?? '';
        const payment = [...payments.values()].find((one) => one.payCode === payCode && !one.reversed);
        if (!invoice.includes(`<EInvoiceNumber>${number}<`) || !invoice.includes(`<PayCode>${payCode}<`)) return general('99999', '票据内容不符');
        if (Number(amount) !== Number(payment?.amount)) return general('99999', '票面金额与到账金额不符');
        const checkCode = createHash('sha256').update(code + number + settings.token).digest('hex').slice(0, 6);
        write({ entry: 'issued', code, number, payCode, checkCode, day: today(), time: china().slice(8, 14), amount, payer: bill.payer, unitName: bill.unitName, signed: `${heard.get('Invoice_Data')} ${heard.get('Value')}` });
        return general('00000', checkCode);
      }
      case '8982': {
        const receipt = receipts.get(heard.get('BillVerCode') + heard.get('BillNo'));
        if (!receipt) return general('99999', '没有这张票据');
        const { code, number, checkCode, day, time } = receipt;
        return { message: '5982', fields: [['EInvoiceCode', code], ['EInvoiceNumber', number], ['RandomNumber', checkCode], ['IssueDate', day], ['IssueTime', `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`], ['File_Data', pageOf(receipt).toString('base64')]] };
      }
      default: return general('99999', '没有这个报文');
    }
  }

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let held = Buffer.alloc(0);
    let answered = false;
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      const heard = answered ? null : understood(held);
      if (!heard) {
        const total = Number(held.toString('latin1', 0, 8).trim());
        if (!answered && held.length >= 8 && held.length >= total) socket.end(frame('5001', '', [['Result', '99999'], ['Information', '校验码不符']]));
        return;
      }
      answered = true;
      const fault = faultFor(heard.message);
      if (fault === 'hang-up') { socket.destroy(); return; }
      const { message, fields } = answer(heard, fault);
      if (fault === 'drop-answer') { socket.destroy(); return; }
      const bytes = frame(message, heard.id, fields, fault);
      if (fault === 'late') setTimeout(() => { if (!socket.destroyed) socket.end(bytes); }, settings.lateMs ?? 60_000).unref();
      else if (fault === 'byte-by-byte') { for (const byte of bytes) socket.write(Buffer.of(byte)); socket.end(); } else socket.end(bytes);
    });
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen({ host: settings.host, port: settings.port }, () => { server.off('error', reject); resolve(); }); });

  function send(bytes: Buffer, fault?: PlatformFault): Promise<Buffer | null> {
    return new Promise((resolve) => {
      const socket = connect({ host: settings.hubHost ?? '127.0.0.1', port: settings.hubPort ?? 0 });
      const chunks: Buffer[] = [];
      const patience = setTimeout(() => { socket.destroy(); resolve(null); }, settings.answerWaitMs ?? 10_000);
      socket.setNoDelay(true);
      socket.on('connect', () => {
        if (fault === 'byte-by-byte') for (const byte of bytes) socket.write(Buffer.of(byte)); else socket.write(bytes);
        if (fault === 'drop-answer') socket.once('data', () => { clearTimeout(patience); socket.destroy(); resolve(null); });
      });
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => { clearTimeout(patience); resolve(null); });
      socket.on('close', () => { clearTimeout(patience); resolve(chunks.length > 0 ? Buffer.concat(chunks) : null); });
    });
  }

  function confirmation(payment: Pick<PlatformPayment, 'payCode' | 'amount' | 'serial' | 'payer'> & Partial<PlatformPayment>, fault?: PlatformFault): Buffer {
    const amount = fault === 'wrong-amount' ? (Number(payment.amount) + 1).toFixed(2) : payment.amount;
    return frame('5996', '', [
      ['CfmDate', payment.day ?? today()], ['CfmTime', payment.time ?? china().slice(8, 14)], ['PayCode', payment.payCode], ['Amt', amount], ['BankOutlet', '001'], ['Operator', 'auto'], ['PayMode', payment.mode ?? '51'],
      ['TraNoBus', payment.serial], ['PayerName', payment.payer], ['PayerAcct', ''], ['PayerOpBk', ''], ['PayerOpBkNo', ''], ['RecAcctType', '1'], ['RecAcct', ''], ['Hold1', ''], ['Hold2', ''],
    ], fault);
  }

  const telling = new Map<string, Promise<void>>();
  /** Told until the hub has answered; what it refuses is not told again. */
  function tell(payment: PlatformPayment): Promise<void> {
    const known = telling.get(payment.serial);
    if (known) return known;
    const work = (async (): Promise<void> => {
      for (let fault = faultFor('5996'); !stopped && !payment.told; fault = faultFor('5996')) {
        if (fault === 'never-tell') return;
        if (fault === 'tell-later') { later.push(payment); return; }
        if (fault === 'tell-twice') await send(confirmation(payment));
        const came = await send(confirmation(payment, fault), fault);
        const heard = came === null ? null : understood(came);
        const spoiled = fault === 'wrong-amount' || fault === 'bad-mac';
        if (heard?.message === '8001' && !spoiled && !payment.told) write({ entry: 'told', serial: payment.serial, answer: heard.get('Result') === '00000' ? '00000' : `${heard.get('Result')} ${heard.get('Information')}` });
        if (!payment.told) await new Promise((resolve) => { setTimeout(resolve, settings.againMs ?? 500); });
      }
    })().finally(() => telling.delete(payment.serial));
    telling.set(payment.serial, work);
    return work;
  }

  let count = payments.size;
  return {
    port: (server.address() as AddressInfo).port,
    async pay(payCode, given = {}) {
      const bill = bills.get(payCode);
      count += 1;
      const serial = given.serial ?? `${china().slice(0, 14)}${freshDigits(6)}${String(count).padStart(8, '0')}`;
      if (!payments.has(serial)) write({ entry: 'paid', payCode, amount: given.amount ?? bill?.amount ?? '0.00', serial, day: today(), time: china().slice(8, 14), mode: given.mode ?? '51', payer: given.payer ?? bill?.payer ?? '' });
      const payment = payments.get(serial);
      if (!payment) throw new Error('a payment that was just written down is there');
      if (settings.hubPort !== undefined) {
        await tell(payment);
        for (const waiting of later.splice(0)) if (waiting !== payment) await tell(waiting); else later.push(waiting);
      }
      return { ...payment };
    },
    reverse(payCode) {
      for (const payment of payments.values()) if (payment.payCode === payCode && !payment.reversed) write({ entry: 'reversed', payCode, serial: payment.serial, day: today() });
    },
    async settle() {
      later.length = 0;
      if (settings.hubPort !== undefined) await Promise.all([...payments.values()].filter(({ told, reversed }) => !told && !reversed).map(tell));
      return [...payments.values()].filter(({ told, reversed }) => !told && !reversed).length;
    },
    misbehave(message, fault) { queued.set(message, [...(queued.get(message) ?? []), fault]); },
    send: (bytes) => send(bytes),
    frame: (payment, fault) => confirmation(payment, fault),
    books: () => ({ bills: [...bills.values()].map((bill) => ({ ...bill })), payments: [...payments.values()].map((payment) => ({ ...payment })), numbers: numbers.map((number) => ({ ...number })), receipts: [...receipts.values()] }),
    async stop() {
      stopped = true;
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...telling.values()]);
    },
  };
}

function pageOf({ code, number, checkCode, day, payCode, amount, payer, unitName }: PlatformReceipt): Buffer {
  const label = (words: string, value: string, top: number, left = 60): { text: string; size: number; left: number; top: number } => ({ text: `${words}${value}`, size: 11, left, top });
  return documentOf([
    { text: '非税收入一般缴款书（电子）', size: 20, left: 165, top: 60 },
    { text: '演示平台出具，不是真实票据', size: 9, left: 235, top: 80 },
    label('票据代码：', code, 115), label('票据号码：', number, 115, 300), label('校验码：', checkCode, 140), label('开票日期：', `${day.slice(0, 4)}年${day.slice(4, 6)}月${day.slice(6)}日`, 140, 300),
    label('缴款码：', payCode, 175), label('缴款人：', payer, 205), label('执收单位：', unitName, 235), label('金额合计：', `${Number(amount).toFixed(2)} 元`, 265),
    { text: '财政部门监制', size: 9, left: 473, top: 93 },
  ]);
}
