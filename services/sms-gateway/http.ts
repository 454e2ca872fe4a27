// The gateway's operations: take a text, tell what became of it, tell how the link stands.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Settlement } from '../../infra/inbox.ts';
import type { Exchanges } from '../../infra/exchanges.ts';
import { linkSummary } from '../../infra/link-state.ts';
import { maskMobile } from '../../infra/mask.ts';
import { answerTo, type Work } from '../../infra/runner.ts';
import type { TextToSend } from './decide.ts';
import type { Carrier } from './port.ts';
import type { Text } from './states.ts';
import type { TextStore } from './store.ts';

const Body = z.object({ mobile: z.string(), text: z.string(), caseNumber: z.string() });

/** What the handlers need. */
export interface HttpParts {
  carrier: Carrier;
  store: TextStore;
  exchanges: Pick<Exchanges, 'summary'>;
  work(): Promise<Work>;
  /** Host and port of the carrier. */
  target: string;
  submit(text: z.infer<typeof TextToSend>, from: { messageId: string; requestHash: string; actor: Asked['actor'] }): Promise<Settlement>;
}

/** One handler for each operation of the contract. */
export function handlers(parts: HttpParts): Handlers {
  return {
    sendText: async (asked): Promise<Answer> => {
      const textId = asked.params['textId'] ?? '';
      const settlement = await parts.submit(
        { textId, ...Body.parse(asked.body) },
        // The address is the key: the same text asked for twice is one message to the inbox.
        { messageId: `put.${createHash('sha256').update(textId).digest('base64url')}`, requestHash: asked.requestHash, actor: asked.actor },
      );
      return answerTo(settlement, (reply) => ({ status: 200, body: reply }));
    },
    showText: async (asked): Promise<Answer> => {
      const text = await parts.store.find(asked.params['textId'] ?? '');
      return text === undefined ? { refusal: refusal('unknown-text', { field: 'textId' }) } : { status: 200, body: shown(text) };
    },
    showState: async (): Promise<Answer> => {
      const { adapter, phase, since, windowSize, unanswered, lastError } = parts.carrier.state();
      const [summary, work] = await Promise.all([linkSummary(parts.exchanges, parts.work, 'out'), parts.work()]);
      return {
        status: 200,
        body: {
          adapter, profile: null, target: parts.target, state: phase === 'up' ? 'up' : phase === 'stopped' ? 'waiting' : 'down', since: since.toISOString(),
          circuit: work.circuits['carrier'] ?? 'closed', ...summary, phase, windowSize, unanswered,
          lastError: lastError === null ? null : { code: lastError.code, at: lastError.at.toISOString() },
        },
      };
    },
  };
}

function shown(text: Text): object {
  return {
    textId: text.textId,
    caseNumber: text.caseNumber,
    mobile: maskMobile(text.mobile),
    state: text.status,
    parts: text.attempts[0]?.parts.length ?? 1,
    code: text.code,
    sentAt: text.sentAt,
    reportedAt: text.reportedAt,
    attempts: text.attempts,
  };
}
