// `npm run simulate -- SYSTEM`: one simulator of the outside, alone, with the faults asked for. Beside a running hub it
// takes that hub's secrets and, for the bank, its address; the hub's own simulator of that system should then be left out
// or given another port.
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { freshSecret } from '../infra/chance.ts';
import { systemClock } from '../infra/clock.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { openCredentials } from './credentials.ts';
import { startDatabase } from './instances/mariadb.ts';
import { freePort } from './instances/ports.ts';
import { findPrograms } from './instances/programs.ts';
import { createPrinter } from './print.ts';
import { createProcesses } from './processes.ts';
import { defaultRunDirectory, privateDirectory, projectRoot, readIfThere, writePrivate } from './run-directory.ts';
import { sampleZone } from './sample-zone.ts';
import { program as bankTeller } from './simulators/bank-teller.ts';
import { program as carrier } from './simulators/carrier.ts';
import { program as dailyFiles } from './simulators/daily-files.ts';
import { program as fiscal } from './simulators/fiscal.ts';
import { program as paymentAggregator } from './simulators/payment-aggregator.ts';
import { program as province } from './simulators/province.ts';
import { program as provinceDatabase } from './simulators/province-database.ts';
import { program as provinceSoap } from './simulators/province-soap.ts';
import { program as provinceTenEvents } from './simulators/province-ten-events.ts';

const systems = { province, 'province-soap': provinceSoap, 'province-ten-events': provinceTenEvents, 'province-database': provinceDatabase, carrier, 'bank-teller': bankTeller, fiscal, 'payment-aggregator': paymentAggregator, 'daily-files': dailyFiles };
type System = keyof typeof systems;
const isSystem = (word: string | undefined): word is System => word !== undefined && Object.hasOwn(systems, word);

const description: CommandDescription = {
  call: 'npm run simulate --',
  does: [
    '单独运行一个外部系统模拟器 runs one simulator of the outside, alone',
    ...Object.values(systems).map(
      (each) => `  ${each.name.padEnd(18)} ${each.title}\n               故障 faults: ${Object.keys(each.faults).join(' ')}`,
    ),
  ].join('\n'),
  words: 'SYSTEM',
  options: {
    fault: { type: 'string', multiple: true, value: 'F', help: '故障，可多次 a fault; may be given several times' },
    port: {
      type: 'string',
      value: 'P',
      help: '对中台的端口（银行柜员程序：控制端口）port the hub connects to; for the bank teller, its control port',
    },
    shape: { type: 'string', value: 'S', help: '前置库的表结构 national 或 shandong（仅 province-database）which tables, for province-database only' },
    gateway: { type: 'string', value: 'HOST:PORT', help: '银行网关地址（银行柜员程序、财政平台）where the bank gateway listens, for the bank teller and the fiscal platform' },
    json: { type: 'boolean', help: '就绪后标准输出只含一个 JSON 文档 one JSON document on stdout when ready' },
  },
};

const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const [name] = line.words;
if (!isSystem(name) || line.words.length !== 1)
  rejectCall(description, `没有这个系统 no such system: ${line.words.join(' ')} (${Object.keys(systems).join(', ')})`);
const program = systems[name];
const faults = line.values('fault');
for (const fault of faults) {
  if (!Object.hasOwn(program.faults, fault))
    rejectCall(description, `没有这个故障 no such fault: ${fault} (${Object.keys(program.faults).join(', ')})`);
}

const Ports = z.record(z.string(), z.number());
const used = readIfThere(join(defaultRunDirectory, 'ports.json'));
const ports = used === undefined ? {} : (Ports.safeParse(JSON.parse(used)).data ?? {});
const port = line.value('port');
const credentials = await openCredentials(defaultRunDirectory, systemClock);
const own: Record<string, number> = { [name]: await freePort(), [`${name}-control`]: await freePort() };
const zone = sampleZone({
  runDirectory: defaultRunDirectory,
  credentials,
  // Its own ports are free ones unless told; the hub's are those of the last start.
  port: (wanted) => own[wanted] ?? ports[wanted] ?? 0,
});
const settings: Record<string, string> = { ...zone.counterpart(name).settings, HUB_FAULTS: faults.join(',') };
if (port !== undefined && name !== 'province-database') settings[name === 'bank-teller' ? 'HUB_CONTROL_PORT' : 'HUB_PORT'] = port;
if (name === 'bank-teller' || name === 'fiscal') {
  const [host, gatewayPort] = (line.value('gateway') ?? '').split(':');
  if (host !== undefined && host !== '') settings['HUB_GATEWAY_HOST'] = host;
  if (gatewayPort !== undefined) settings['HUB_GATEWAY_PORT'] = gatewayPort;
  if (settings['HUB_GATEWAY_PORT'] === '0' && name === 'bank-teller')
    rejectCall(description, '没有运行中的银行网关：请用 --gateway HOST:PORT 指明 no bank gateway is running: say --gateway HOST:PORT');
}

// What the hub's own simulator keeps is not ours to write in.
if (settings['HUB_GATEWAY_PORT'] === '0') delete settings['HUB_GATEWAY_PORT'];
for (const variable of ['HUB_LEDGER_FILE', 'HUB_BOOKS_FILE']) {
  const file = settings[variable];
  if (file !== undefined) settings[variable] = join(dirname(file), `alone-${basename(file)}`);
}

const processes = createProcesses({ runDirectory: privateDirectory(join(defaultRunDirectory, 'outside', `alone-${name}`)) });
if (name === 'province-database') Object.assign(settings, await exchangeDatabase());
const running = await program.start(settings);
printer.progress(program.title);
printer.document({ system: program.name, listen: running.listen, control: running.controlUrl, faults });
printer.summary(`${program.name}: ${running.listen}`);
printer.summary(`控制 control: ${running.controlUrl}`);
if (faults.length > 0) printer.summary(`故障 faults: ${faults.join(' ')}`);
printer.summary('Ctrl-C 停止 stops it');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    void running.stop().catch(() => undefined).then(() => processes.stopAll()).finally(() => process.exit(0));
  });
}

/** A MariaDB of its own for a province that is reached through tables, and beside it the entry a gateway's platforms file needs. */
async function exchangeDatabase(): Promise<Record<string, string>> {
  const shape = line.value('shape') ?? 'national';
  const directory = join(defaultRunDirectory, 'outside', 'alone-province-database');
  const accounts = zone.exchangeAccounts;
  const [ours, reader] = accounts;
  if (ours === undefined || reader === undefined) throw new Error('an exchange database has two accounts');
  const database = await startDatabase({ processes, programs: findPrograms(), directory: join(directory, 'database'), newPassword: () => freshSecret(24), name: 'far-database', bufferPool: '64M', ...(port === undefined ? {} : { port: Number(port) }) });
  for (const account of accounts) await database.openSchema(account);
  const entry = join(directory, 'platform.json');
  writePrivate(entry, `${JSON.stringify({
    name: 'exchange', dialect: 'exchange-database', profile: join(projectRoot, 'services', 'province-gateway', 'adapters', 'exchange-database', `${shape}.json`),
    address: `mysql://${database.host}:${database.port}/${ours.schema}`, credentials: { user: ours.user, password: { file: credentials.file('exchange-zone-password') } }, takes: 'rest',
  }, null, 2)}\n`);
  printer.progress(`平台清单条目 entry for a platforms file: ${entry}`);
  return { HUB_SHAPE: shape, HUB_DATABASE_HOST: database.host, HUB_DATABASE_PORT: String(database.port), HUB_DATABASE_USER: reader.user, HUB_DATABASE_PASSWORD: reader.password, HUB_DATABASE_SCHEMA: reader.schema };
}
