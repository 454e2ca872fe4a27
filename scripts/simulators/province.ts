// A province's platform (signed REST) as a program of its own. Its control paths are its own: GET /ledger, GET and POST
// /faults, POST /items, /applications, /records, beside the interfaces the hub calls.
import { z } from 'zod';
import { startSimulator } from '../../services/province-gateway/adapters/signed-rest/simulator.ts';
import { defineSimulator, SimulatorSettings } from '../simulator-program.ts';

const FaultKind = z.enum([
  'slow', 'status-500', 'code-300', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'duplicate', 'out-of-order', 'unknown-item', 'replayed-nonce',
]);

const settings = SimulatorSettings.extend({
  requesterId: z.string().min(1).describe('请求者标识 rid · requester id the province gave the zone'),
  appSecret: z.string().min(1).describe('签名密钥 · secret of the signature'),
  ledgerFile: z.string().min(1).describe('省平台台账文件 · file of what the province received'),
  decideAfterMs: z.coerce.number().int().min(0).default(0).describe('上报后多久作出决定（毫秒） · after how long a report is decided, ms'),
});

export const program = defineSimulator({
  name: 'province',
  title: '省级一体化平台（签名 REST）a province’s platform',
  faults: {
    slow: '每第三次应答慢 every third answer is slow',
    'status-500': '每第三次 500 every third call answers 500',
    'code-300': '每第三次业务失败 every third call fails by code',
    html: '每第三次返回登录页 every third call answers a login page',
    'half-body': '每第三次只发一半 every third answer is cut',
    'wrong-charset': '每第三次字符集错误 every third answer is in another charset',
    drop: '每第三次断线 every third call is dropped',
    'no-receipt': '每第三次没有回执 every third answer has no receipt',
    duplicate: '每第三次重复到达 every third call arrives twice',
    'out-of-order': '每第三次被后者超过 every third call is overtaken by a later one',
    'unknown-item': '每第三次不认事项 every third call does not know the item',
    'replayed-nonce': '每第三次误作重放 every third call is taken for a replay',
  },
  settings,
  async start(given) {
    const simulator = await startSimulator({
      host: given.host,
      port: given.port,
      requesterId: given.requesterId,
      appSecret: given.appSecret,
      ledgerFile: given.ledgerFile,
      decideAfterMs: given.decideAfterMs,
      // Every third call: the hub must get through without anybody's help.
      faults: z
        .array(FaultKind)
        .parse(given.faults)
        .map((kind) => ({ kind, every: 3, waitMs: kind === 'out-of-order' ? 1_000 : 8_000 })),
    });
    return { controlUrl: simulator.url, listen: simulator.url, stop: () => simulator.close() };
  },
});
