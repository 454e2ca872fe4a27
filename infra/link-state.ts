/** How a gateway's talks of late went, in words for operators: the part of a gateway's state that is the same for all. */
import type { Exchanges, TalkSummary } from './exchanges.ts';
import type { Work } from './runner.ts';

export interface LinkSummary {
  lastSuccessAt: string | null;
  lastFailure: (NonNullable<TalkSummary['lastFailure']> extends infer F ? Omit<F, 'outcome'> & { kind: 'unavailable' | 'in-doubt'; zh: string; en: string } : never) | null;
  lastHour: TalkSummary['lastHour'];
  queued: number;
}

/** `direction` says who begins the talks: what a failure means is not the same for the one who asks and the one who is asked. */
export async function linkSummary(exchanges: Pick<Exchanges, 'summary'>, work: () => Promise<Work>, direction: 'in' | 'out'): Promise<LinkSummary> {
  const [{ lastSuccessAt, lastFailure, lastHour }, { callsOwed, messagesOwed }] = await Promise.all([exchanges.summary(), work()]);
  return {
    lastSuccessAt, lastHour, queued: callsOwed + messagesOwed,
    lastFailure: lastFailure && {
      at: lastFailure.at, kind: lastFailure.outcome, operation: lastFailure.operation, detail: lastFailure.detail, ...failureWords(lastFailure.outcome, lastFailure.detail, direction),
    },
  };
}

/** What a failure means and what will be done about it. */
export function failureWords(kind: 'unavailable' | 'in-doubt', detail: string, direction: 'in' | 'out'): { zh: string; en: string } {
  if (direction === 'in') return { zh: `未能给对方确定答复，对方会再次询问（${detail}）`, en: `The other side got no certain answer and will ask again (${detail})` };
  return kind === 'unavailable'
    ? { zh: `对方暂时无法办理，确定没有生效，将自动重试（${detail}）`, en: `The other side is not available; nothing happened there and it is tried again by itself (${detail})` }
    : { zh: `对方是否已收到不能确定，将先查询再决定，不会盲目重发（${detail}）`, en: `It is not known whether the other side has it; it is asked about first, never sent again blindly (${detail})` };
}

/** Host and port of an address, without anything that may be secret. */
export function hostOf(address: string): string {
  try {
    const { host, protocol } = new URL(address);
    return host.includes(':') ? host : `${host}:${protocol === 'https:' ? '443' : '80'}`;
  } catch { return ''; }
}

/** Up while the last talk was answered, down while it was not, waiting while there was none. */
export function stateOf(lastSuccessAt: string | null, lastFailureAt: string | null): 'up' | 'down' | 'waiting' {
  if (lastSuccessAt === null && lastFailureAt === null) return 'waiting';
  return (lastSuccessAt ?? '') >= (lastFailureAt ?? '') ? 'up' : 'down';
}
