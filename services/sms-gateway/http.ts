// The gateway's operations: take a text, tell what became of it, tell how the link stands.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Settlement } from '../../infra/inbox.ts';
import { maskMobile } from '../../infra/mask.ts';
import { answerTo } from '../../infra/runner.ts';
import type { TextToSend } from './decide.ts';
import type { Carrier } from './port.ts';
import type { Text } from './states.ts';
import type { TextStore } from './store.ts';

const Body = z.object({ mobile: z.string(), text: z.string(), caseNumber: z.string() });

/** What the handlers need. */
export interface HttpParts {
  carrier: Carrier;
  store: TextStore;
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
      const state = parts.carrier.state();
      return {
        status: 200,
        body: {
          ...state,
          since: state.since.toISOString(),
          lastError: state.lastError === null ? null : { code: state.lastError.code, at: state.lastError.at.toISOString() },
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
