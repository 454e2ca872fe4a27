/** npm run rebuild-streams [-- --since TIME]: after a stream was lost, makes it again and has every service publish what its outbox holds. */
import { z } from 'zod';
import { systemClock } from '../infra/clock.ts';
import { attach } from './attached.ts';
import { readCommandLine, type CommandDescription } from './command-line.ts';
import { readEndpoints } from './hub.ts';
import { createPrinter } from './print.ts';
import { rebuildStreams } from './stream-rebuilding.ts';

const description: CommandDescription = {
  call: 'npm run rebuild-streams --', does: '消息流丢失后由各服务的发件箱重建 · rebuild lost streams from the services’ outboxes',
  options: {
    since: { type: 'string', value: 'TIME', help: '从何时起的消息，默认 7 天前 messages written since (ISO 8601), seven days ago unless told' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const since = line.value('since') ?? new Date(systemClock.now().getTime() - 7 * 86_400_000).toISOString();
const { nats } = z.object({ nats: z.object({ url: z.string(), user: z.string(), password: z.string() }) }).parse(readEndpoints());
const { owed, failed } = await rebuildStreams(nats, attach(), since);
printer.progress('消息流与消费者已就位 streams and consumers stand');
for (const [name, detail] of Object.entries(failed)) { printer.progress(`${name}: ${detail}`); process.exitCode = 1; }
const total = Object.values(owed).reduce((sum, count) => sum + count, 0);
printer.summary(`${total} 条消息待重新发布，收件箱会丢弃已知的 messages owed again; inboxes drop those they know`);
printer.document({ since, owed, total });
