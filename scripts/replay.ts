/** npm run replay -- list | show SERVICE ID | put-back SERVICE ID: parked messages with their story, and giving one to its record again. */
import { attach } from './attached.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { createPrinter } from './print.ts';

const description: CommandDescription = {
  call: 'npm run replay --', words: 'list | show SERVICE ID | put-back SERVICE ID',
  does: '搁置的消息：列出、查看、放回 · parked messages: list, show, put back',
  options: { json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' } },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const [act, service, id] = line.words;
const services = attach();

if (act === 'list') {
  const parked: { service: string; id: string; type: string; recordId: string; reason: string; parkedAt: string; putBackAt: string | null }[] = [];
  for (const { name, operations } of services) {
    const answer = await operations.call('get', '/operations/parked');
    if (answer.kind === 'done') parked.push(...answer.value.parked.map((message) => ({ service: name, ...message })));
    else { printer.progress(`${name}: 无法查询 cannot be asked: ${answer.detail}`); process.exitCode = 1; }
  }
  const waiting = parked.filter((message) => message.putBackAt === null);
  for (const message of waiting) printer.summary(`${message.service} ${message.id} ${message.type} ${message.recordId} ${message.parkedAt} ${message.reason}`);
  printer.summary(`${waiting.length} 条待处理 waiting, ${parked.length - waiting.length} 条已放回 put back`);
  printer.document({ parked });
} else if ((act === 'show' || act === 'put-back') && service !== undefined && id !== undefined) {
  const found = services.find(({ name }) => name === service) ?? rejectCall(description, `没有这个服务 no such service: ${service}`);
  if (act === 'show') {
    const answer = await found.operations.call('get', '/operations/parked');
    const message = answer.kind === 'done' ? answer.value.parked.find((each) => each.id === id) : undefined;
    if (!message) { printer.progress(`没有这条消息 no such message: ${id}`); process.exitCode = 1; }
    else for (const [field, value] of Object.entries(message)) printer.summary(`${field}: ${String(value)}`);
    printer.document(message ?? null);
  } else {
    const answer = await found.operations.call('post', '/operations/parked/{messageId}/put-back', { path: { messageId: id } });
    if (answer.kind === 'done') printer.summary(`已放回 put back: ${id}`);
    else { printer.summary(`未能放回 not put back: ${answer.detail}`); process.exitCode = 1; }
    printer.document(answer);
  }
} else rejectCall(description, '缺少参数 something is missing');
