/**
 * npm run applications -- count [--compare] | list [--state STATE]: what came in through the province's portals. Promise: exit 0 only when
 * every row that came in is in exactly one state; with --compare also when the platforms' own lists have nothing we have not.
 */
import { z } from 'zod';
import type { paths } from '../contracts/province-gateway/api.ts';
import { openClient } from '../infra/http-client.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { readEndpoints } from './hub.ts';
import { createPrinter } from './print.ts';

const states = ['quarantined', 'started', 'failed'] as const;
const description: CommandDescription = {
  call: 'npm run applications --', words: 'count | list',
  does: '网上申请：清点每一条恰在一种状态，或列出 applications of the portals: count that each is in exactly one state, or list them',
  options: {
    compare: { type: 'boolean', help: '再与平台自己的清单逐条核对 compare with what the platforms themselves have' },
    state: { type: 'string', value: states.join('|'), help: '只列这种状态 only those in this state' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const [act, ...more] = line.words;
const state = z.enum(states).optional().safeParse(line.value('state'));
if ((act !== 'count' && act !== 'list') || more.length > 0 || !state.success) rejectCall(description, `不能这样调用 cannot be called so: ${line.words.join(' ')}`);

const endpoints = z.object({ services: z.record(z.string(), z.object({ url: z.string() })), tokens: z.record(z.string(), z.string()) }).parse(readEndpoints());
const gateway = openClient<paths>(endpoints.services['province-gateway']?.url ?? '', () => Promise.resolve(endpoints.tokens['integrator'] ?? ''), 120_000);

if (act === 'count') {
  const counted = await gateway.call('get', '/application-counts', { query: { compare: line.flag('compare') } });
  if (counted.kind === 'done') {
    for (const one of counted.value.platforms) {
      printer.summary(`${one.platform}  来件 came in ${one.rows} = 成办件 started ${one.started} + 待处理 quarantined ${one.quarantined} + 退回 failed ${one.failed}${one.theirs === null ? '' : `；平台 theirs ${one.theirs}`}${one.overdue > 0 ? `；逾期 overdue ${one.overdue}` : ''}`);
      for (const id of [...one.stateless, ...one.rowless]) printer.summary(`  对不上 not in exactly one state: ${id}`);
      for (const id of one.missing) printer.summary(`  平台有而这里没有 theirs only: ${id}`);
      if (one.failure !== null) printer.summary(`  最近一次查询 last poll: ${one.failure}`);
    }
    printer.summary(counted.value.whole ? '每一条恰在一种状态 every row is in exactly one state' : '有对不上的 not every row is in exactly one state');
    if (!counted.value.whole) process.exitCode = 1;
  } else {
    printer.summary(`无法清点 cannot be counted: ${counted.detail}`);
    process.exitCode = 1;
  }
  printer.document(counted.kind === 'done' ? counted.value : counted);
} else {
  const applications: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof pageFrom>> = await pageFrom(cursor);
    if (page.kind !== 'done') { printer.summary(`无法列出 cannot be listed: ${page.detail}`); process.exitCode = 1; break; }
    for (const one of page.value.applications) printer.summary(`${one.platform} ${one.applicationId}  ${one.state}  ${one.caseNumber ?? one.noticeDue ?? ''}  ${one.item?.name ?? ''}  ${one.reason?.zh ?? ''}`);
    applications.push(...page.value.applications);
    cursor = page.value.next;
  }
  printer.document({ applications });
}

function pageFrom(cursor: string | undefined) {
  return gateway.call('get', '/applications', { query: { limit: 200, ...(state.data === undefined ? {} : { state: state.data }), ...(cursor === undefined ? {} : { cursor }) } });
}
