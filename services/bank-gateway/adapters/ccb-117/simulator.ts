/**
 * A branch of a bank whose front-end speaks frames of 117 bytes and fields between strokes: the bank's side, with its own reading of the
 * specification. Promises: its books say what it believes; a timeout is unknown and asked again with the original serial, then taken back
 * with it; "already paid" is believed only of the serial it sent itself. Faults are on demand.
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import iconv from 'iconv-lite';

export const branchFaults = ['bad-mac', 'upper-mac', 'site-code', 'byte-by-byte', 'drop-answer', 'no-arrival', 'half-frame', 'character-length', 'padded-length', 'trailing-newline', 'odd-amount'] as const;
export type BranchFault = (typeof branchFaults)[number];

export interface BranchSettings {
  host: string; port: number;
  /** User id in the header, at most six characters. */
  user: string;
  /** The bank's work date, yyyyMMdd: of its books, not of the clock. */
  workDate: string;
  answerWaitMs?: number;
  /** GBK unless told. */
  charset?: 'gbk' | 'gb18030';
  now?: () => Date;
}
export interface Payment { payCode: string; serial: string; amount: string; state: 'asked' | 'paid' | 'reversed' | 'given-up' }
/** Money handed back on an approved refund; `kept` when the hub said no to it. */
export interface GivenBack { payCode: string; refundNumber: string; serial: string; amount: string; state: 'asked' | 'given' | 'kept' }
export interface Answer { result: string; code: string; serial: string; fields: string[]; text: string; mac: boolean }
export interface Branch {
  query(payCode: string): Promise<Answer>;
  /** Query, pay 2011, arrival 2012: as the teller's screen does it. Resolves with what the books say. */
  pay(payCode: string, fault?: BranchFault): Promise<Payment | Answer>;
  /** 2012 alone, for a payment in the books. */
  arrive(payment: Payment): Promise<Answer>;
  reverse(payment: Payment, workDate?: string, fault?: BranchFault): Promise<Answer>;
  reconcile(day?: string, changes?: { total?: string; details?: readonly string[] }): Promise<Answer>;
  refunds(payCode: string, fault?: BranchFault): Promise<Answer>;
  refund(payCode: string, refundNumber: string, amount: string, serial: string, fault?: BranchFault): Promise<Answer>;
  /** Asks 2030 what is to go back, and tells 2031 that it has, as a window does it. Resolves with what the books say. */
  giveBack(payCode: string, fault?: BranchFault): Promise<GivenBack | Answer>;
  givenBack(): readonly GivenBack[];
  send(code: string, fields: readonly string[], fault?: BranchFault, serial?: string): Promise<Answer>;
  books(): readonly Payment[];
}

/** As some sites write it: filled with zeros to sixteen places, and with one decimal where that is enough. */
const oddly = (amount: string): string => amount.replace(/0$/, '').padStart(amount.endsWith('0') ? 15 : 16, '0');

/** Serials of all branches of the bank: none is ever used twice. */
let serials = 0;

export function openBranch(settings: BranchSettings): Branch {
  const { host, port, user } = settings;
  const now = settings.now ?? ((): Date => new Date(Date.parse('2026-01-05T09:30:00+08:00')));
  const books: Payment[] = [];
  const givenBack: GivenBack[] = [];
  const freshSerial = (): string => `${user}${settings.workDate}${String((serials += 1)).padStart(4, '0')}`;

  function frame(code: string, text: string, serial: string, fault: BranchFault | undefined): Buffer {
    const body = iconv.encode(text, settings.charset ?? 'gbk');
    const at = now();
    const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const digest = createHash('md5').update(body).update(time.slice(0, 8)).update(user).digest('hex');
    const mac = fault === 'bad-mac' ? digest.replace(/^./, (first) => (first === '0' ? '1' : '0')) : fault === 'upper-mac' ? digest.toUpperCase() : digest;
    const left = (text: string, size: number): string => text.padEnd(size, ' ').slice(0, size);
    const total = String(117 + (fault === 'character-length' ? [...text].length : body.length));
    const head = (fault === 'padded-length' ? total.padStart(6, '0') : left(total, 6)) + '1.0' + left(serial, 18) + left('', 4) + left(fault === 'site-code' ? `153${code}` : code, 7) + left('436000123', 9) + left('T0001', 12) + left(user, 6) + left('FSJZ', 6) + time + mac;
    return Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from(fault === 'trailing-newline' ? '\n' : '')]);
  }

  function send(code: string, fields: readonly string[], fault?: BranchFault, serial = freshSerial()): Promise<Answer> {
    const bytes = frame(code, fields.join('|'), serial, fault);
    return new Promise((resolve, reject) => {
      const socket = connect(port, host);
      const chunks: Buffer[] = [];
      const patience = setTimeout(() => { socket.destroy(); reject(new Error('timeout')); }, settings.answerWaitMs ?? 15_000);
      socket.on('connect', () => {
        if (fault === 'half-frame') { socket.end(bytes.subarray(0, bytes.length - 5)); return; }
        if (fault === 'byte-by-byte') for (const byte of bytes) socket.write(Buffer.of(byte)); else socket.write(bytes);
        // The hub gets the ask whole; its answer is what the line loses.
        if (fault === 'drop-answer') socket.once('data', () => { clearTimeout(patience); socket.destroy(); reject(new Error('dropped')); });
      });
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', (error) => { clearTimeout(patience); reject(error); });
      socket.on('end', () => {
        clearTimeout(patience);
        socket.destroy();
        const all = Buffer.concat(chunks);
        if (all.length < 117 || Number(all.toString('latin1', 0, 6)) !== all.length) { reject(new Error(`not a frame: ${String(all.length)} bytes`)); return; }
        const body = all.subarray(117);
        const text = iconv.decode(body, settings.charset ?? 'gbk');
        const time = all.toString('latin1', 71, 85);
        const right = createHash('md5').update(body).update(time.slice(0, 8)).update(all.toString('latin1', 59, 65).trim()).digest('hex');
        resolve({ serial: all.toString('latin1', 9, 27).trim(), result: all.toString('latin1', 27, 31).trim(), code: all.toString('latin1', 31, 38).trim(), text, fields: text.split('|'), mac: right === all.toString('latin1', 85, 117).toLowerCase() });
      });
    });
  }

  const year = settings.workDate.slice(0, 4);
  const area = '430603';
  const query = (payCode: string): Promise<Answer> => send('2010', [year, area, payCode, '', '0301']);
  const paymentFields = ({ payCode, serial, amount }: Payment, flag: string): string[] =>
    [year, area, serial, '', '', payCode, '', amount, '', '', 'CCB', '示例支行', settings.workDate, settings.workDate, '0', flag, '0301', '0.00', '105551000000'];

  /** Three times, the first as the fault will have it, until something definite comes back; undefined when nothing did. */
  async function insist(fault: BranchFault | undefined, tell: (way: BranchFault | undefined) => Promise<Answer>): Promise<Answer | undefined> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      try {
        const told = await tell(attempt === 1 ? fault : undefined);
        if (!['2000', '2001', '9000'].includes(told.result)) return told;
        // No answer from behind the gateway is no answer at all: the same serial again, when it has had a moment.
        if (told.result === '9000') await new Promise((resolve) => { setTimeout(resolve, 200 * attempt); });
      } catch { /* unknown: the same serial again */ }
    }
    return undefined;
  }

  const refunds: Branch['refunds'] = (payCode, fault) => send('2030', [year, area, payCode, '0301'], fault);
  const refund: Branch['refund'] = (payCode, refundNumber, amount, serial, fault) => send('2031', [year, area, serial, refundNumber, payCode, amount, settings.workDate, '0301'], fault);

  return {
    send, query, books: () => books,
    async pay(payCode, fault) {
      const asked = await query(payCode);
      if (asked.result !== '0000') return asked;
      const payment: Payment = { payCode, serial: freshSerial(), amount: asked.fields[4] ?? '', state: 'asked' };
      books.push(payment);
      const fields = paymentFields(fault === 'odd-amount' ? { ...payment, amount: oddly(payment.amount) } : payment, '');
      const told = await insist(fault, (way) => send('2011', fields, way, payment.serial));
      // 0001 to our own serial's repetition would be a duplicate; to its first telling somebody else has paid.
      if (told) payment.state = told.result === '0000' ? 'paid' : 'given-up';
      if (payment.state === 'given-up') return payment;
      // The arrival says nothing new of a payment that was confirmed: lost, it is told with the next one or never.
      if (payment.state === 'paid' && fault !== 'no-arrival') await send('2012', paymentFields(payment, '1'), undefined, payment.serial).catch(() => undefined);
      return payment;
    },
    arrive: (payment) => send('2012', paymentFields(payment, '1'), undefined, payment.serial),
    async reverse(payment, workDate = settings.workDate, fault) {
      const told = await send('2040', [year, area, payment.serial, '', payment.payCode, payment.amount, '', '', 'CCB', '示例支行', workDate, '0301'], fault);
      if (told.result === '0000') payment.state = 'reversed';
      return told;
    },
    reconcile(day = settings.workDate, changes = {}) {
      const standing = books.filter(({ state }) => state === 'paid');
      const total = (standing.reduce((fen, { amount }) => fen + Math.round(Number(amount) * 100), 0) / 100).toFixed(2);
      const details = changes.details ?? standing.map(({ serial, payCode, amount }) => `${serial},${payCode},${amount}`);
      return send('2060', [year, area, changes.total ?? total, day, day, String(details.length), ...details, '']);
    },
    refunds, refund, givenBack: () => givenBack,
    async giveBack(payCode, fault) {
      const asked = await refunds(payCode);
      if (asked.result !== '0000') return asked;
      const given: GivenBack = { payCode, refundNumber: asked.fields[0] ?? '', serial: freshSerial(), amount: asked.fields[2] ?? '', state: 'asked' };
      givenBack.push(given);
      const told = await insist(fault, (way) => refund(payCode, given.refundNumber, given.amount, given.serial, way));
      if (told) given.state = told.result === '0000' ? 'given' : 'kept';
      return given;
    },
  };
}
