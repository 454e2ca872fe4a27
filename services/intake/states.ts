/** The states of a case 办件 and every legal move between them. The diagram in the README is made from this table. */
import type { BothLanguages } from '../../contracts/refusals.ts';
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
  'opinion-sealing': ['countersigning', 'reported-up'],
  /** Waiting for the higher authority. */
  'reported-up': ['awaiting-payment', 'certificate-drafting', 'ready'],
  /** 决定 granted; the fee is not settled yet. */
  'awaiting-payment': ['decision-sealing', 'certificate-drafting'],
  /** 用印: the decision letter is being sealed. */
  'decision-sealing': ['countersigning', 'certificate-drafting', 'ready'],
  /** 会签（见章盖章）: the zone's seal is on the document; the department's officer looks at both and confirms or returns it. */
  'countersigning': ['opinion-sealing', 'decision-sealing', 'countersign-returned'],
  /** 会签退回: seal, document or authority is wrong; the zone puts it right and presents it again. */
  'countersign-returned': ['opinion-sealing', 'decision-sealing', 'withdrawn'],
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
const both = (zh: string, en: string): BothLanguages => ({ zh, en });
/** What a state is called in front of people. */
export const stateNames: Readonly<Record<CaseStatus, BothLanguages>> = {
  'received': both('已收件，待受理', 'received, to be accepted'), 'supplementing': both('补正中', 'waiting for missing materials'), 'accepted': both('已受理，审查中', 'accepted, under review'),
  'suspended': both('特别程序中', 'in a special procedure'), 'reviewed': both('已审查，待决定', 'reviewed, to be decided'), 'opinion-sealing': both('初审意见用印中', 'opinion being sealed'),
  'reported-up': both('已上报，待上级决定', 'reported up'), 'awaiting-payment': both('待缴费', 'awaiting payment'), 'decision-sealing': both('决定书用印中', 'decision being sealed'),
  'countersigning': both('园区章已盖，待部门会签', 'sealed by the zone, to be countersigned'), 'countersign-returned': both('部门会签退回，待更正', 'returned by the department, to be put right'),
  'certificate-drafting': both('制证中', 'certificate being drawn'), 'certificate-sealing': both('证照用印中', 'certificate being sealed'), 'certificate-issuing': both('证照签发中', 'certificate being issued'),
  'ready': both('待领取', 'ready to be handed over'), 'delivered': both('已送达', 'handed over'), 'closed': both('已办结', 'closed'), 'not-accepted': both('不予受理', 'not accepted'), 'withdrawn': both('已撤回', 'withdrawn'),
};

/** States after which nothing is owed to the applicant. */
export const endStates: readonly CaseStatus[] = ['closed', 'not-accepted', 'withdrawn'];
