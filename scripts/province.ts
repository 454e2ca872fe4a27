/**
 * npm run province -- ledger | diverged | heal | counts: both ledgers with the provincial platforms, and their healing by one command.
 * Promise: `diverged` and `heal` end with 0 only when nothing differs any more that is not left to people.
 */
import { z } from 'zod';
import type { paths } from '../contracts/province-gateway/api.ts';
import { openClient } from '../infra/http-client.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { readEndpoints } from './hub.ts';
import { createPrinter } from './print.ts';

const acts = ['ledger', 'diverged', 'heal', 'counts'] as const;
const description: CommandDescription = {
  call: 'npm run province --', words: acts.join(' | '),
  does: '省级平台双向台账：状态、不一致、更正、每日数量 the two ledgers: how platforms stand, what differs, healing, daily counts',
  options: {
    platform: { type: 'string', value: 'NAME', help: '只看这个平台 only this platform' },
    case: { type: 'string', value: 'NUMBER', help: '只看（只更正）这件办件 only this case' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const act = z.enum(acts).safeParse(line.words[0]);
if (!act.success || line.words.length > 1) rejectCall(description, `不能这样调用 cannot be called so: ${line.words.join(' ')}`);
const platform = line.value('platform');
const caseNumber = line.value('case');
const only = { ...(platform === undefined ? {} : { platform }), ...(caseNumber === undefined ? {} : { caseNumber }) };

const endpoints = z.object({ services: z.record(z.string(), z.object({ url: z.string() })), tokens: z.record(z.string(), z.string()) }).parse(readEndpoints());
const gateway = openClient<paths>(endpoints.services['province-gateway']?.url ?? '', () => Promise.resolve(endpoints.tokens['integrator'] ?? ''), 120_000);

function given<T>(outcome: { kind: 'done'; value: T } | { kind: string; detail: string }): T {
  if ('value' in outcome) return outcome.value;
  throw new Error(`网关没有答复 the gateway did not answer: ${outcome.detail}`);
}
async function differences() {
  const found = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = given<Awaited<ReturnType<typeof pageFrom>>>(await pageFrom(cursor).then((value) => ({ kind: 'done' as const, value })));
    found.push(...page.divergences);
    cursor = page.next;
  }
  return found;
}
async function pageFrom(cursor: string | undefined) {
  return given(await gateway.call('get', '/ledger/divergences', { query: { state: 'open', limit: 500, ...only, ...(cursor === undefined ? {} : { cursor }) } }));
}
function say(found: Awaited<ReturnType<typeof differences>>): void {
  for (const one of found) printer.summary(`${one.platform} ${one.caseNumber}/${one.sequence} ${one.kind}  ${one.nature}${one.field === null ? '' : ` ${one.field}`}  我方 ours ${one.ours ?? '—'}  对方 theirs ${one.theirs ?? '—'}  以谁为准 winner ${one.winner}  ${one.state}`);
  printer.summary(found.length === 0 ? '两边台账一致 both ledgers are equal' : `不一致 differences: ${found.length}`);
}

if (act.data === 'ledger') {
  const { platforms } = given(await gateway.call('get', '/platforms'));
  const { steps } = caseNumber === undefined ? { steps: [] } : given(await gateway.call('get', '/ledger/cases/{caseNumber}', { path: { caseNumber } }));
  for (const one of platforms) printer.summary(`${one.name} (${one.dialect})  ${one.state}  待报 waiting ${one.steps.waiting} 查询中 doubtful ${one.steps.doubtful} 待读 awaiting ${one.steps.awaiting} 被拒 refused ${one.steps.refused} 已确认 acknowledged ${one.steps.acknowledged}  不一致 differences ${one.divergences}`);
  for (const step of steps) printer.summary(`  ${step.sequence} ${step.kind}  我方 ours ${step.ours.state}/${step.ours.revision}  对方 theirs ${step.theirs.revision ?? '—'} ${step.theirs.receipt ?? ''} ${step.theirs.seen}`);
  printer.document({ platforms, steps });
} else if (act.data === 'counts') {
  const counts = given(await gateway.call('get', '/ledger/counts', { query: platform === undefined ? {} : { platform } }));
  for (const row of counts.counts) printer.summary(`${row.day} ${row.platform} ${row.kind}  我方 ours ${row.ours}  对方 theirs ${row.theirs ?? '—'}${row.theirs !== null && row.theirs !== row.ours ? '  不等 unequal' : ''}`);
  printer.document(counts);
  process.exitCode = counts.unequal === 0 ? 0 : 1;
} else {
  printer.progress('核对两边台账 comparing both ledgers');
  const sweep = async (): Promise<void> => { given(await gateway.call('post', '/ledger/sweeps', { body: platform === undefined ? {} : { platform } })); };
  await sweep();
  let healed = { toldAgain: 0, takenOver: 0, left: 0 };
  if (act.data === 'heal') {
    healed = given(await gateway.call('post', '/ledger/healing', { body: only }));
    printer.progress(`重新上报 told again ${healed.toldAgain}，采用对方 taken over ${healed.takenOver}，留给人 left to people ${healed.left}`);
    // What was told again is looked at until the province has it; a platform that is closed takes longer than anybody waits here.
    for (let tries = 0; tries < 40 && (await differences()).some((one) => one.state === 'healing' || one.winner === 'province'); tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      await sweep();
    }
  }
  const found = await differences();
  say(found);
  printer.document({ ...healed, differences: found });
  process.exitCode = found.length === 0 ? 0 : 1;
}
