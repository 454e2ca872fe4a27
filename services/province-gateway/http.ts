/**
 * The gateway's contract over a `Province`. A handler does one thing: hand the call to the port and say its outcome in HTTP, where
 * the four outcomes keep their meaning: 200 done, 4xx refused, 503 surely not happened, 504 perhaps happened.
 */
import { z } from 'zod';
import { isRefusalReason, refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Exchanges } from '../../infra/exchanges.ts';
import { failureWords, linkSummary, stateOf } from '../../infra/link-state.ts';
import type { Outcome } from '../../infra/outcome.ts';
import type { Work } from '../../infra/runner.ts';
import { problem, problemOf } from '../../infra/problem.ts';
import type { Platforms } from './platforms.ts';
import { provinceStep, type Exchange } from './port.ts';
import { provenanceGiven } from './provenance.ts';
import type { HandedOver, Queue } from './queue.ts';

/** What an operator sees of the connection; counted since the start of this copy. */
export interface Connection {
  lastAnsweredAt: string | null;
  lastFailure: { at: string; kind: 'unavailable' | 'in-doubt'; detail: string } | null;
  answers: { done: number; refused: number; unavailable: number; inDoubt: number };
}
export const untried = (): Connection => ({ lastAnsweredAt: null, lastFailure: null, answers: { done: 0, refused: 0, unavailable: 0, inDoubt: 0 } });

/** Counts one talk. An outage and a doubt are failures of the connection; a refusal is an answer. */
export function note(connection: Connection, exchange: Exchange, at: string): void {
  const { answers } = connection;
  switch (exchange.outcome) {
    case 'done': answers.done += 1; connection.lastAnsweredAt = at; break;
    case 'refused': answers.refused += 1; connection.lastAnsweredAt = at; break;
    case 'unavailable': answers.unavailable += 1; connection.lastFailure = { at, kind: 'unavailable', detail: exchange.answer }; break;
    case 'in-doubt': answers.inDoubt += 1; connection.lastFailure = { at, kind: 'in-doubt', detail: exchange.answer }; break;
  }
}

/** Each outcome as the contract wants it. The detail carries codes and field names only, never a value. */
export function answerOf<Value>(outcome: Outcome<Value>): Answer {
  switch (outcome.kind) {
    case 'done': return { status: 200, body: outcome.value };
    case 'refused': return { problem: problemOf(refusal(isRefusalReason(outcome.reason) ? outcome.reason : 'upstream-refused', { detail: outcome.detail })) };
    case 'unavailable':
      return { problem: problem(503, 'province-unavailable', `省级平台暂时无法办理，请稍后重试：${outcome.detail}`, `The province is not available; nothing happened there, try again later: ${outcome.detail}`) };
    case 'in-doubt':
      return { problem: problem(504, 'province-in-doubt', `省级平台是否收到不能确定，请先查询再决定：${outcome.detail}`, `It is not known whether the province has it: ask before doing anything: ${outcome.detail}`) };
  }
}

const laterOf = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
const query = z.object({ cursor: z.string().optional() });

/** What became of a step that was handed over, or that is asked about. */
function handedAnswer(handed: HandedOver): Answer {
  switch (handed.kind) {
    case 'acknowledged': return { status: 200, body: handed.acknowledgement };
    case 'held': return { status: 202, body: { state: handed.state, heldUntil: handed.until, zh: handed.zh, en: handed.en } };
    case 'refused': return answerOf({ kind: 'refused', reason: handed.reason, detail: handed.detail });
    case 'later': return { problem: problem(503, 'not-available', '请稍后重试', 'Try again shortly') };
  }
}

export function handlers(options: {
  platforms: Platforms; queue: Queue; connectionOf(platform: string): Connection; exchanges: Pick<Exchanges, 'summary'>; work(): Promise<Work>; decisionsCursor(): Promise<string | null>;
}): Handlers {
  const { platforms, queue } = options;
  const { province } = platforms.catalogue;
  const address = (asked: Asked): { caseNumber: string; sequence: number } => ({ caseNumber: asked.params['caseNumber'] ?? '', sequence: Number(asked.params['sequence']) });
  return {
    async pushStep(asked) {
      const { provenance, ...given } = z.record(z.string(), z.unknown()).parse(asked.body);
      const step = provinceStep.safeParse({ ...given, ...address(asked) });
      // The document has let it through; what it cannot say (an existing day, for one) is said here.
      if (!step.success) {
        const errors = step.error.issues.map((issue) => ({ field: issue.path.join('.'), zh: `不符合接口约定（${issue.message}）`, en: issue.message }));
        return { problem: problem(400, 'invalid-request', '步骤内容不符合接口约定', 'The step breaks the contract', { errors, field: errors[0]?.field ?? '' }) };
      }
      return handedAnswer(await queue.handOver(step.data, provenanceGiven.parse(provenance ?? {})));
    },
    async inquireStep(asked) {
      const { caseNumber, sequence } = address(asked);
      const row = await queue.find(caseNumber, sequence);
      if (!row) return { refusal: refusal('not-found', { field: 'sequence' }) };
      if (row.state === 'acknowledged' || row.state === 'not-carried') return { status: 200, body: { receipt: row.receipt, alreadyThere: true, revision: row.given, ...(row.state === 'not-carried' ? { notCarried: true } : {}) } };
      if (row.state === 'refused') return answerOf({ kind: 'refused', reason: row.outcome, detail: row.detail });
      return { status: 202, body: { state: row.state, revision: row.given, heldUntil: queue.stateOf(row.platform).pause?.to.toISOString() ?? null, zh: '已登记，按顺序自动上报', en: 'Written down; it is told by itself in its turn' } };
    },
    listItems: async (asked) => answerOf(await province.listItems(query.parse(asked.query).cursor ?? null)),
    listItemDigests: async (asked) => answerOf(await province.publishedDigests(query.parse(asked.query).cursor ?? null)),
    showPublishedItem: async (asked) => answerOf(await province.publishedItem(asked.params['itemCode'] ?? '')),
    showState: async () => {
      const [summary, decisionsCursor] = await Promise.all([linkSummary(options.exchanges, options.work, 'out'), options.decisionsCursor()]);
      const { lastAnsweredAt, lastFailure: own, answers } = options.connectionOf(platforms.catalogue.name);
      // Polls that find nothing new are not kept, so this copy may know better than the record of talks.
      const lastSuccessAt = laterOf(lastAnsweredAt, summary.lastSuccessAt);
      const ownFailure = own && { ...own, operation: '', ...failureWords(own.kind, own.detail, 'out') };
      const lastFailure = ownFailure && ownFailure.at > (summary.lastFailure?.at ?? '') ? ownFailure : summary.lastFailure;
      return {
        status: 200,
        body: {
          adapter: platforms.catalogue.dialect, profile: province.name, target: platforms.catalogue.target, state: stateOf(lastSuccessAt, lastFailure?.at ?? null), since: null, circuit: null,
          ...summary, lastSuccessAt, lastFailure, lastAnsweredAt, answers, decisionsCursor,
        },
      };
    },
  };
}
