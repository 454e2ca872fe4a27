/** The states of a case 办件 and every legal move between them. The diagram in the README is made from this table. */
import type { Transitions } from '../../infra/machine.ts';

export const caseStates = {
  none: ['received'],
  /** 收件: materials handed in, receipt given. */
  received: ['supplementing', 'accepted', 'not-accepted', 'withdrawn'],
  /** 补正: one complete notice of everything missing has been given. */
  supplementing: ['received', 'accepted', 'not-accepted', 'withdrawn'],
  /** 受理. */
  accepted: ['suspended', 'reviewed', 'withdrawn'],
  /** 特别程序: the clock stands. */
  suspended: ['accepted', 'withdrawn'],
  /** 审查: reviewed, waiting for the one who decides. */
  reviewed: ['opinion-sealing', 'awaiting-payment', 'decision-sealing', 'withdrawn'],
  /** 审批直报: the pre-examination opinion is being sealed by zone and department. */
  'opinion-sealing': ['reported-up'],
  /** Waiting for the higher authority. */
  'reported-up': ['awaiting-payment', 'certificate-drafting', 'ready'],
  /** 决定 granted; the fee is not settled yet. */
  'awaiting-payment': ['decision-sealing', 'certificate-drafting'],
  /** 用印: the decision letter is being sealed. */
  'decision-sealing': ['certificate-drafting', 'ready'],
  /** 制证: the page is being drawn. */
  'certificate-drafting': ['certificate-sealing'],
  'certificate-sealing': ['certificate-issuing'],
  'certificate-issuing': ['ready'],
  /** Ready to be handed over. */
  ready: ['delivered'],
  /** 送达: handed over; the province has not acknowledged the result yet. */
  delivered: ['closed'],
  /** 办结. */
  closed: [],
  /** 不予受理. */
  'not-accepted': [],
  /** 撤回. */
  withdrawn: [],
} as const satisfies Transitions;

export type CaseStatus = Exclude<keyof typeof caseStates, 'none'>;
/** States after which nothing is owed to the applicant. */
export const endStates: readonly CaseStatus[] = ['closed', 'not-accepted', 'withdrawn'];
