// A province of XML over SOAP as a program of its own, told by the file of what it is like. Its control paths are its own:
// GET /ledger, GET and POST /faults, POST /items, /applications, /records, beside the operations the hub calls.
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { projectFile } from '../infra/project-file.ts';
import { startSimulator } from '../services/province-gateway/adapters/soap-xml/simulator.ts';
import { defineSimulator, SimulatorSettings, type SimulatorProgram } from './simulator-program.ts';

const faults = {
  slow: '每第三次应答慢 every third answer is slow',
  'status-500': '每第三次 500 every third call answers 500',
  'soap-fault': '每第三次 SOAP 错误 every third call answers a SOAP fault',
  'code-300': '每第三次业务失败 every third call fails by a flat code',
  html: '每第三次返回登录页 every third call answers a login page',
  'half-body': '每第三次只发一半 every third answer is cut',
  'wrong-charset': '每第三次字符集错误 every third answer is in another charset',
  'entity-bomb': '每第三次含实体炸弹 every third answer holds a bomb of entities',
  drop: '每第三次断线 every third call is dropped',
  'no-receipt': '每第三次没有回执 every third answer has no receipt',
  duplicate: '每第三次重复到达 every third call arrives twice',
  'out-of-order': '每第三次被后者超过 every third call is overtaken by a later one',
  'unknown-item': '每第三次不认事项 every third call does not know the item',
  'replayed-nonce': '每第三次误作重放 every third call is taken for a replay',
} as const;
const FaultKind = z.enum(Object.keys(faults) as [keyof typeof faults, ...(keyof typeof faults)[]]);

const settings = SimulatorSettings.extend({
  account: z.string().min(1).describe('用户名 · account the province gave the zone'),
  password: z.string().min(1).describe('口令 · password of that account'),
  ledgerFile: z.string().min(1).describe('省平台台账文件 · file of what the province received'),
  decideAfterMs: z.coerce.number().int().min(0).default(0).describe('上报后多久作出决定（毫秒） · after how long a report is decided, ms'),
});

/** The program of one such province; `world` is its file beside the dialect. */
export function soapProvince(name: string, title: string, world: string): SimulatorProgram {
  return defineSimulator({
    name, title, faults, settings,
    async start(given) {
      const simulator = await startSimulator({
        host: given.host, port: given.port, world: pathToFileURL(projectFile('services', 'province-gateway', 'adapters', 'soap-xml', world)), account: given.account, password: given.password,
        ledgerFile: given.ledgerFile, decideAfterMs: given.decideAfterMs,
        // Every third call: the hub must get through without anybody's help.
        faults: z.array(FaultKind).parse(given.faults).map((kind) => ({ kind, every: 3, waitMs: kind === 'out-of-order' ? 1_000 : 8_000 })),
      });
      return { controlUrl: simulator.url, listen: simulator.url, stop: () => simulator.close() };
    },
  });
}
