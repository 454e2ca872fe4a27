// `./scripts/up`: starts the whole hub and stays up until Ctrl-C; `.run/endpoints.json` tells where everything is.
import { resolve } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { forgetData, startHub } from './hub.ts';
import { createPrinter } from './print.ts';
import { createProcesses, runThenStop } from './processes.ts';
import { claimRunDirectory, defaultRunDirectory } from './run-directory.ts';
import { sendSampleApplications } from './sample-applications.ts';
import { offerSampleLists } from './sample-lists.ts';
import { showEndpoints, tellWhenOneEnds } from './watch.ts';

const line = readCommandLine({
  call: './scripts/up',
  does: '启动整个系统并保持运行，Ctrl-C 停止 starts everything and stays up until Ctrl-C',
  options: {
    exit: { type: 'boolean', help: '全部就绪后即停止 stop as soon as everything is ready' },
    restart: { type: 'boolean', help: '进程意外退出后自动重启 start what ends unasked again' },
    fresh: { type: 'boolean', help: '先清空此前的数据 forget the data of earlier runs first' },
    'run-directory': { type: 'string', value: 'DIR', help: '另用一个运行目录 another run directory than .run' },
    json: { type: 'boolean', help: '就绪后标准输出只含一个 JSON 文档 one JSON document on stdout when ready' },
    'log-level': { type: 'string', value: 'LEVEL', help: '日志级别 trace…error, info unless told' },
  },
});
const printer = createPrinter({ json: line.flag('json') });
const runDirectory = resolve(line.value('run-directory') ?? defaultRunDirectory);
const processes = createProcesses({ runDirectory });

await runThenStop(
  processes,
  async (interrupted) => {
    const claim = claimRunDirectory(runDirectory);
    process.on('exit', () => claim.release());
    if (line.flag('fresh')) forgetData(runDirectory);
    const started = performance.now();
    const hub = await startHub({
      processes,
      runDirectory,
      platforms: 'every',
      paymentChannel: true,
      progress: (text) => printer.progress(text),
      restart: line.flag('restart') ? 'always' : 'never',
      ...(line.value('log-level') === undefined ? {} : { logLevel: line.value('log-level') }),
    });
    await sendSampleApplications(hub);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
    printer.document({ endpoints: hub.endpoints, seconds, residentMb: Math.round(hub.residentBytes() / 2 ** 20) });
    printer.summary(`全部就绪 everything is up (${seconds} s, 十个服务共 ten services ${Math.round(hub.residentBytes() / 2 ** 20)} MB)`);
    showEndpoints(hub, (text) => printer.summary(text));
    if (line.flag('exit')) return 0;
    // After everything is up: whoever waits for it need not wait for what is only there to be tried.
    printer.summary(`示例清单，可在“部门清单”页提交 sample lists to hand in: ${await offerSampleLists(hub)}`);
    tellWhenOneEnds(processes, (text) => printer.progress(text));
    printer.summary('Ctrl-C 停止 stops everything');
    await new Promise<void>((ended) => interrupted.addEventListener('abort', () => ended(), { once: true }));
    return 0;
  },
  (text) => printer.progress(text),
);
