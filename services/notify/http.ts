// Notify's operations: what was told to an applicant, and what became of it. Read only: texts are asked for on the bus.
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import type { Clock } from '../../infra/clock.ts';
import { confinedTo, type Answer, type Asked, type Handlers } from '../../infra/http-server.ts';
import { maskMobile } from '../../infra/mask.ts';
import { daysAsked, pagingOf } from '../../infra/paging.ts';
import { departmentOf, type Notice } from './states.ts';
import type { NoticeStore } from './store.ts';

/** Posts that must be able to reach the applicant, or to prove that they were reached. */
const SEES_MOBILE = new Set(['window-clerk', 'auditor']);
const TextsQuery = z.object({ caseNumber: z.string().optional(), state: z.string().optional(), kind: z.string().optional() });
const dayMs = 86_400_000;

/** One handler for each operation of the contract. */
export function handlers(store: NoticeStore, clock: Clock): Handlers {
  return {
    listTexts: async (asked): Promise<Answer> => {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const { notices, next } = await store.page({ ...TextsQuery.parse(asked.query), ...days, department: confinedTo(asked) }, paging);
      return { status: 200, body: { texts: notices.map((notice) => shown(notice, asked.actor)), next } };
    },
    countTexts: async (asked): Promise<Answer> => {
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const until = days.until ?? new Date(clock.now().getTime() + dayMs);
      const from = days.from ?? new Date(until.getTime() - 31 * dayMs);
      if (until.getTime() - from.getTime() > 367 * dayMs) return { refusal: refusal('invalid-request', { field: 'query.from', detail: { zh: '一次最多统计 366 天', en: '366 days at most' } }) };
      return { status: 200, body: { counts: await store.counts({ from, until, department: confinedTo(asked) }) } };
    },
    showText: async (asked): Promise<Answer> => {
      const notice = await store.find(asked.params['textKey'] ?? '');
      const department = confinedTo(asked);
      // What an officer may not see does not exist for the officer: its being there would tell something too.
      if (notice === undefined || (department !== null && departmentOf(notice) !== department)) return { refusal: refusal('unknown-text', { field: 'textKey' }) };
      return { status: 200, body: shown(notice, asked.actor) };
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
