// Notify's operations: what was told to an applicant, and what became of it. Read only: texts are asked for on the bus.
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import { maskMobile } from '../../infra/mask.ts';
import type { Notice } from './states.ts';
import type { NoticeStore } from './store.ts';

/** Posts that must be able to reach the applicant, or to prove that they were reached. */
const SEES_MOBILE = new Set(['window-clerk', 'auditor']);

/** One handler for each operation of the contract. */
export function handlers(store: NoticeStore): Handlers {
  return {
    listTexts: async (asked): Promise<Answer> => {
      const notices = await store.ofCase(z.string().parse(asked.query['caseNumber']));
      return { status: 200, body: { texts: notices.map((notice) => shown(notice, asked.actor)) } };
    },
    showText: async (asked): Promise<Answer> => {
      const notice = await store.find(asked.params['textKey'] ?? '');
      return notice === undefined ? { refusal: refusal('unknown-text', { field: 'textKey' }) } : { status: 200, body: shown(notice, asked.actor) };
    },
  };
}

function shown(notice: Notice, actor: Asked['actor']): object {
  return {
    textKey: notice.textKey,
    caseNumber: notice.caseNumber,
    kind: notice.kind,
    state: notice.status,
    mobile: actor.roles.some((role) => SEES_MOBILE.has(role)) ? notice.mobile : maskMobile(notice.mobile),
    words: notice.shown,
    askedAt: notice.askedAt,
    dueAt: notice.dueAt,
    reportedAt: notice.reportedAt,
    reason: notice.reason,
  };
}
