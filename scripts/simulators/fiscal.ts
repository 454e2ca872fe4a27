// A fiscal platform (dialect CNNONTAX) as a program of its own. People and tests tell it what happens over its control
// endpoint: POST /pay {payCode}, /reverse {payCode}, /misbehave {message, fault}, /settle, GET /books; POST /record {day,
// fault?} writes its own record of a day as a file, POST /finish what was held back of one, GET /record shows all days. Given the
// books of a simulated bank, it takes what that bank has confirmed for money that arrived, as a platform does with its agent bank.
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { z } from 'zod';
import { platformFaults, startFiscalPlatform, type Platform } from '../../services/bank-gateway/adapters/cnnontax/simulator.ts';
import { BookLine } from '../../services/bank-gateway/adapters/zone-nontax/teller-books.ts';
import { defineSimulator, serveControl, SimulatorSettings } from '../simulator-program.ts';
import { isRecordFault, openFiscalRecord, recordFaults, type RecordFault } from './fiscal/daily-record.ts';

const Fault = z.enum(platformFaults);
const Bill = z.object({ payCode: z.string() });
const WrittenRecord = z.object({ day: z.iso.date(), fault: z.string().refine(isRecordFault).optional() });
const lookEveryMs = 150;

const settings = SimulatorSettings.extend({
  gatewayHost: z.string().default('127.0.0.1').describe('银行网关地址 · host of the bank gateway'),
  gatewayPort: z.coerce.number().int().min(1).max(65535).optional().describe('银行网关接收到账确认的端口；不填则不告知 · where the gateway hears of money; nothing is told without it'),
  token: z.string().min(1).describe('校验码密钥 · what both sides keep for the MAC'),
  node: z.string().min(1).describe('财政平台节点码 · node code of the platform'),
  unitNode: z.string().min(1).describe('单位节点码 · node code of the unit'),
  division: z.string().regex(/^\d{6}$/).describe('区划 · division code'),
  booksFile: z.string().min(1).describe('平台账簿文件 · file of the platform’s own books'),
  unitKeyFile: z.string().optional().describe('单位公钥（PEM）；填写后只为签名相符的单位换开票据 · public key of the units; then a receipt is made only of what is signed with it'),
  confirmAfterMs: z.coerce.number().int().min(0).max(3_600_000).default(0).describe('代理银行确认多久之后到账（毫秒）· how long after its agent bank it confirms, ms'),
  recordsDirectory: z.string().optional().describe('放每日到账文件的目录；不填则不写 · folder of its daily records; none are written without it'),
  recordsBank: z.string().regex(/^[0-9A-Za-z]{9}$/).default('105533902').describe('到账文件中的行号 · bank code in its records'),
  recordAfterQuietMs: z.coerce.number().int().min(0).max(86_400_000).default(0).describe('账簿静止多久之后自动写（毫秒），0 为不自动 · how long its books rest before it writes a record by itself, ms; 0 for never'),
  bankBooksFile: z.string().optional().describe('代理银行的账簿文件 · books of its agent bank'),
});

export const program = defineSimulator({
  name: 'fiscal',
  title: '财政非税平台（CNNONTAX 报文）a fiscal non-tax platform',
  faults: {
    'drop-answer': '办理后不答复 does it and does not answer',
    'hang-up': '不办理即断线 hangs up without doing it',
    late: '很久以后才答复 answers when everybody has gone',
    'byte-by-byte': '逐字节发送 sends byte by byte',
    'trailing-newline': '报文后多一个换行 a line feed behind the frame',
    'upper-mac': '校验码用大写 MAC in capitals',
    'bad-mac': '校验码错误 a wrong MAC',
    'character-length': '长度按字符计 the length counts characters',
    standalone: '声明中带 standalone in the declaration',
    'bare-voucher': '凭证不做 base64 the voucher is bare',
    'wrong-ref': '答复的是别的报文 answers another message',
    'no-right': '答复 18012 refuses with 18012',
    'general-failure': '答复 99999 refuses with 99999',
    'tell-twice': '到账确认发两次 tells of money twice',
    'wrong-amount': '先告知错误金额 tells a wrong amount first',
    'never-tell': '不告知到账 never tells of it',
    'tell-later': '告知顺序颠倒 tells out of order',
    ...recordFaults,
  },
  settings,
  async start(given) {
    const platform = await startFiscalPlatform({
      host: given.host, port: given.port, token: given.token, node: given.node, unitNode: given.unitNode, division: given.division, booksFile: given.booksFile,
      faults: z.array(Fault).parse(given.faults.filter((fault) => !isRecordFault(fault))),
      ...(given.unitKeyFile === undefined ? {} : { unitKeys: { '*': readFileSync(given.unitKeyFile, 'latin1') } }),
      ...(given.gatewayPort === undefined ? {} : { hubHost: given.gatewayHost, hubPort: given.gatewayPort }),
    });
    const follower = given.bankBooksFile === undefined ? undefined : follow(given.bankBooksFile, platform, given.confirmAfterMs);
    const record = given.recordsDirectory === undefined ? undefined : openFiscalRecord({ folder: given.recordsDirectory, bank: given.recordsBank, division: given.division, books: () => platform.books(), afterQuietMs: given.recordAfterQuietMs });
    const usual: RecordFault[] = given.faults.filter(isRecordFault);
    const recordThere = (): NonNullable<typeof record> => { if (!record) throw new Error('HUB_RECORDS_DIRECTORY: 未设置 not set'); return record; };
    // What an earlier run had not told to its end.
    void platform.settle().catch(() => undefined);
    const control = await serveControl(given.host, given.controlPort, {
      'GET /health': () => ({ ready: true }),
      'GET /books': () => platform.books(),
      'POST /pay': (body) => {
        const { payCode, amount, serial } = Bill.extend({ amount: z.string().optional(), serial: z.string().optional() }).parse(body);
        return platform.pay(payCode, { ...(amount === undefined ? {} : { amount }), ...(serial === undefined ? {} : { serial }) });
      },
      'POST /reverse': (body) => { platform.reverse(Bill.parse(body).payCode); return {}; },
      'POST /misbehave': (body) => {
        const { message, fault } = z.object({ message: z.string().regex(/^\d{4}$/), fault: Fault }).parse(body);
        platform.misbehave(message, fault);
        return {};
      },
      'POST /settle': async () => ({ open: await platform.settle() }),
      'POST /record': (body) => { const asked = WrittenRecord.parse(body); return recordThere().write(asked.day, asked.fault ?? usual.shift()); },
      'POST /finish': () => ({ finished: recordThere().finish() }),
      'GET /record': () => recordThere().days(),
    });
    return {
      controlUrl: control.url,
      listen: `${given.host}:${String(platform.port)}`,
      async stop() {
        follower?.();
        record?.stop();
        await Promise.all([control.close(), platform.stop()]);
      },
    };
  },
});

/** Reads on in a bank's books as they grow; what the bank has confirmed has arrived, what it has cancelled has not. Returns what ends it. */
function follow(file: string, platform: Platform, afterMs: number): () => void {
  const taken = new Map<string, { payCode: string; amountInFen: number }>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const arrived = new Set(platform.books().payments.map(({ serial }) => serial));
  let read = 0;
  let rest = Buffer.alloc(0);
  function look(): void {
    if (!existsSync(file)) return;
    const handle = openSync(file, 'r');
    try {
      const { size } = fstatSync(handle);
      // Begun anew: a run without the data of the last.
      if (size < read) { read = 0; rest = Buffer.alloc(0); }
      const fresh = Buffer.alloc(size - read);
      read += readSync(handle, fresh, 0, fresh.length, read);
      rest = Buffer.concat([rest, fresh]);
    } finally { closeSync(handle); }
    const whole = rest.lastIndexOf(0x0a) + 1;
    const lines = rest.toString('utf8', 0, whole).split('\n').filter((line) => line !== '');
    rest = rest.subarray(whole);
    for (const text of lines) {
      const line = BookLine.parse(JSON.parse(text));
      if (line.entry === 'taken') taken.set(line.serial, line);
      const payment = taken.get(line.serial);
      if (!payment) continue;
      if (line.entry === 'cancelled') {
        clearTimeout(waiting.get(line.serial));
        platform.reverse(payment.payCode);
      }
      if (line.entry !== 'confirmed' || arrived.has(line.serial)) continue;
      arrived.add(line.serial);
      const yuan = String(payment.amountInFen).padStart(3, '0');
      waiting.set(line.serial, setTimeout(() => {
        waiting.delete(line.serial);
        void platform.pay(payment.payCode, { serial: line.serial, amount: `${yuan.slice(0, -2)}.${yuan.slice(-2)}` }).catch(() => undefined);
      }, afterMs));
    }
  }
  const timer = setInterval(look, lookEveryMs);
  return () => {
    clearInterval(timer);
    for (const one of waiting.values()) clearTimeout(one);
  };
}
