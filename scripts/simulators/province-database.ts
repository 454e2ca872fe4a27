// A province's exchange database (前置库) and the program that reads it, as a program of its own: it needs an account on a MariaDB
// that is not the hub's. Control paths: GET /ledger, GET and POST /faults, POST /items, /applications, /records, /purge.
import { z } from 'zod';
import { FAULTS, startSimulator } from '../../services/province-gateway/adapters/exchange-database/simulator.ts';
import { defineSimulator, SimulatorSettings } from '../simulator-program.ts';

const settings = SimulatorSettings.extend({
  shape: z.enum(['national', 'shandong']).default('national').describe('表结构 national 国家 up_*；shandong 山东 ea_jc_* · which tables'),
  databaseHost: z.string().default('127.0.0.1').describe('前置库地址 · host of the exchange database'),
  databasePort: z.coerce.number().int().min(1).max(65535).describe('前置库端口 · its port'),
  databaseUser: z.string().min(1).describe('前置库账号，可建表 · account that may make tables'),
  databasePassword: z.string().min(1).describe('前置库口令 · its password'),
  databaseSchema: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/).default('exchange').describe('库名 · schema'),
  pollMs: z.coerce.number().int().min(1).default(200).describe('读取间隔（毫秒） · how often it looks for rows, ms'),
  decideAfterMs: z.coerce.number().int().min(0).default(0).describe('上报后多久作出决定（毫秒） · after how long a report is decided, ms'),
});

export const program = defineSimulator({
  name: 'province-database',
  title: '省级前置库（交换库）a province’s exchange database',
  faults: {
    slow: '每第三行迟读 every third row is left lying for a while',
    'error-rows': '每第三行入库异常 every third row fails to be stored and is named in the error table',
    purge: '每第三行未读即清 every third row is cleared away unread',
    'batch-rejected': '每第三行整批退回 with every third row its whole batch is rejected',
    'duplicate-rows': '每第三行重复送达 every third row comes twice',
    'stray-copy': '每第三行另生一份 of every third row a copy appears under another key',
    'out-of-order': '每第三轮倒序读取 every third round reads the tables in the wrong order',
    'wrong-charset': '每第三行异常且说明为乱码 every third row fails with a remark in another character set',
    'unknown-item': '每第三行称事项不存在 every third row is said to name an unknown item',
  },
  settings,
  async start(given) {
    const simulator = await startSimulator({
      shape: given.shape,
      database: { host: given.databaseHost, port: given.databasePort, user: given.databaseUser, password: given.databasePassword, schema: given.databaseSchema },
      host: given.host,
      port: given.controlPort,
      pollMs: given.pollMs,
      decideAfterMs: given.decideAfterMs,
      // Every third: the hub must get through without anybody's help.
      faults: z
        .array(z.enum(FAULTS))
        .parse(given.faults)
        .map((kind) => ({ kind, every: 3, waitMs: 3_000, processed: kind !== 'purge' })),
    });
    return { controlUrl: simulator.url, listen: `mysql://${given.databaseHost}:${given.databasePort}/${given.databaseSchema}`, stop: () => simulator.close() };
  },
});
