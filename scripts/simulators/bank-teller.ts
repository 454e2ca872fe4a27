// A bank's teller program (dialect zone-nontax) as a program of its own. It calls the hub; people and tests tell it what
// to do over its control endpoint: POST /pay {payCode, fault?}, /pay-twice, /cancel, /reconcile {day}, /settle, /tell-late {payCode}, GET /books.
// Given a folder it writes the file of each day there (YHSK), once its books have rested a while.
import { z } from 'zod';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import { startTeller, tellerFaults } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { openDayWriter } from '../../services/bank-gateway/simulated-day-writer.ts';
import { defineSimulator, serveControl, SimulatorSettings } from '../simulator-program.ts';

const Fault = z.enum(tellerFaults);
const Pay = z.object({ payCode: z.string(), fault: Fault.optional() });
const Bill = z.object({ payCode: z.string() });

const settings = SimulatorSettings.extend({
  gatewayHost: z.string().default('127.0.0.1').describe('银行网关地址 · host of the bank gateway'),
  gatewayPort: z.coerce.number().int().min(1).max(65535).describe('银行网关端口 · port of the bank gateway'),
  bankUser: z.string().min(1).describe('银行用户代码 · user code of the bank'),
  bankPassword: z.string().min(1).describe('银行口令 · password of the bank'),
  booksFile: z.string().min(1).describe('银行账簿文件 · file of the bank’s own books'),
  filesDirectory: z.string().optional().describe('放每日收款文件的目录；不填则不写 · folder of its daily files; none are written without it'),
  filesBank: z.string().regex(/^[0-9A-Za-z]{9}$/).default('105533902').describe('文件中的行号 · bank code in its files'),
  filesAfterQuietMs: z.coerce.number().int().min(0).max(86_400_000).default(0).describe('账簿静止多久之后写（毫秒），0 为不写 · how long its books rest before it writes, ms; 0 for never'),
  teller: z.string().default('T01').describe('柜员号 · teller number'),
});

export const program = defineSimulator({
  name: 'bank-teller',
  title: '银行柜员程序（zone-nontax 报文）a bank’s teller program',
  faults: {
    'wrong-length': '先发一帧错误长度 sends a frame of wrong length first',
    'character-length': '先发一帧按字符计长 counts characters instead of bytes first',
    'bad-gbk': '先发一帧坏 GBK sends a frame of bad GBK first',
    'wrong-token': '先用错误授权码 uses a wrong token first',
    coalesced: '两帧粘在一起 sends two frames in one piece',
    split: '一帧拆成两段 sends a frame in two pieces',
    'byte-by-byte': '逐字节发送 sends byte by byte',
    'trailing-newline': '帧后多一个换行 a line feed behind the frame',
    drop: '收到应答前断线 hangs up before the answer',
    'two-tellers': '两个窗口同时缴同一单 pays one bill at two windows at once',
    'late-unheard': '收款后超时、中台未收到，次日文件中为成功 times out unheard by the hub; a success in the next day’s file',
    'late-heard': '收款后超时、中台已收到，次日文件中为成功 times out though the hub heard it; a success in the next day’s file',
  },
  settings,
  async start(given) {
    const teller = startTeller({
      host: given.gatewayHost,
      port: given.gatewayPort,
      user: given.bankUser,
      password: given.bankPassword,
      booksFile: given.booksFile,
      teller: given.teller,
      faults: z.array(Fault).parse(given.faults),
    });
    const files = given.filesDirectory === undefined ? undefined : openDayWriter(given.filesDirectory, given.filesAfterQuietMs, () => {
      const standing = teller.books().filter(({ state }) => state === 'confirmed' || state === 'late').map((payment) => ({ ...payment, fileDay: payment.inFileOf ?? payment.workDate }));
      return [...new Set(standing.map(({ fileDay }) => fileDay))].map((day) => writeReceipts({ bank: given.filesBank, division: '', day, part: 1, lines: standing.filter(({ fileDay }) => fileDay === day).map(({ payCode, amountInFen }) => ({ payCode, amountInFen })) }));
    });
    const control = await serveControl(given.host, given.controlPort, {
      'GET /health': () => ({ ready: true }),
      'GET /books': () => ({ payments: teller.books() }),
      'POST /query': (body) => teller.query(Bill.parse(body).payCode),
      'POST /pay': (body) => {
        const asked = Pay.parse(body);
        return teller.pay(asked.payCode, asked.fault);
      },
      'POST /pay-twice': async (body) => ({ payments: await teller.payTwice(Bill.parse(body).payCode) }),
      'POST /cancel': (body) => teller.cancel(Bill.parse(body).payCode),
      'POST /reconcile': (body) => teller.reconcile(z.object({ day: z.iso.date() }).parse(body).day),
      'POST /tell-late': (body) => teller.tellLate(Bill.parse(body).payCode),
      'POST /settle': async () => ({ open: await teller.settle() }),
    });
    return {
      controlUrl: control.url,
      listen: `→ ${given.gatewayHost}:${given.gatewayPort}`,
      async stop() {
        files?.stop();
        teller.stop();
        await control.close();
      },
    };
  },
});
