/**
 * npm run replay -- list | show SERVICE ID | put-back SERVICE ID: parked messages with their story, and giving one to its
 * record again. Where money, a seal or paper follows, the first integrator's put-back proposes and the second's does it.
 */
import { attach, integrators } from './attached.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { createPrinter } from './print.ts';

const description: CommandDescription = {
  call: 'npm run replay --', words: 'list | show SERVICE ID | put-back SERVICE ID',
  does: '搁置的消息：列出、查看、放回 · parked messages: list, show, put back',
  options: {
    as: { type: 'string', value: 'LOGIN', help: '以哪位集成运维的名义 as which integrator; the usual one when left out' },
    note: { type: 'string', value: 'TEXT', help: '放回的原因与处理 what was wrong and what was done about it' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const [act, service, id] = line.words;
const login = line.value('as');
if (login !== undefined && !integrators().includes(login)) rejectCall(description, `没有这位集成运维 no such integrator: ${login}（${integrators().join('、')}）`);
const services = attach(login);

if (act === 'list') {
  const parked: { service: string; id: string; type: string; recordId: string; reason: string; parkedAt: string; putBackAt: string | null }[] = [];
  for (const { name, operations } of services) {
    for (let cursor: string | null | undefined; cursor !== null;) {
      const answer: Awaited<ReturnType<typeof page>> = await page(operations, cursor);
      if (answer.kind !== 'done') { printer.progress(`${name}: 无法查询 cannot be asked: ${answer.detail}`); process.exitCode = 1; break; }
      parked.push(...answer.value.parked.map((message) => ({ service: name, ...message })));
      cursor = answer.value.next;
    }
  }
  const waiting = parked.filter((message) => message.putBackAt === null);
  for (const message of waiting) printer.summary(`${message.service} ${message.id} ${message.type} ${message.recordId} ${message.parkedAt} ${message.reason}`);
  printer.summary(`${waiting.length} 条待处理 waiting, ${parked.length - waiting.length} 条已放回 put back`);
  printer.document({ parked });
} else if ((act === 'show' || act === 'put-back') && service !== undefined && id !== undefined) {
  const found = services.find(({ name }) => name === service) ?? rejectCall(description, `没有这个服务 no such service: ${service}`);
  const path = { messageId: id };
  const story = await found.operations.call('get', '/operations/parked/{messageId}', { path });
  if (act === 'show') {
    const message = story.kind === 'done' ? story.value : undefined;
    if (!message) { printer.progress(`没有这条消息 no such message: ${id}`); process.exitCode = 1; }
    else for (const [field, value] of Object.entries(message)) printer.summary(`${field}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
    printer.document(message ?? null);
  } else if (story.kind === 'done' && story.value.twoPersons && story.value.state === 'waiting') {
    // The rule is the service's; here only the first of its two steps is taken for who would be refused the second.
    const answer = await found.operations.call('post', '/operations/parked/{messageId}/proposals', { path, body: { note: line.value('note') ?? '命令行提出放回 proposed from the command line' } });
    if (answer.kind === 'done') {
      printer.summary(`已由 ${answer.value.proposal?.by ?? ''} 提出放回，尚未放回 proposed, not yet put back: ${id}`);
      printer.summary(`须另一名集成运维放回 another integrator must put it back: npm run replay -- put-back ${service} ${id} --as ${integrators().find((one) => one !== answer.value.proposal?.by) ?? 'LOGIN'}`);
      printer.document({ kind: 'proposed', value: { messageId: id, state: answer.value.state, proposal: answer.value.proposal } });
    } else { printer.summary(`未能提出 not proposed: ${answer.detail}`); process.exitCode = 1; printer.document(answer); }
  } else {
    const answer = await found.operations.call('post', '/operations/parked/{messageId}/put-back', { path, body: { note: line.value('note') ?? '' } });
    if (answer.kind === 'done') printer.summary(`已放回 put back: ${id} (${answer.value.result})`);
    else { printer.summary(`未能放回 not put back: ${answer.detail}`); process.exitCode = 1; }
    printer.document(answer);
  }
} else rejectCall(description, '缺少参数 something is missing');

function page(operations: ReturnType<typeof attach>[number]['operations'], cursor: string | undefined) {
  return operations.call('get', '/operations/parked', { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } });
}
