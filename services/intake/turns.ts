/**
 * Whose turn it is: for each case who must act next, since when, and until when. One table for the work list, the
 * workbench and the public's page; a pure function of the case.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';
import type { CaseRecord } from './case.ts';
import { ROUTES } from './route.ts';
import { endStates } from './states.ts';

/** What each turn is called in front of the public; a role whose turn it may be, where it is a role. */
export const turns = {
  'window-clerk': { zh: '窗口办理', en: 'the window' },
  'applicant': { zh: '申请人补正材料', en: 'the applicant, to hand in what is missing' },
  'reviewer': { zh: '审核人审查', en: 'the reviewer' },
  'special-procedure': { zh: '特别程序（听证、检验、鉴定、专家评审等）', en: 'a special procedure such as a hearing or an expert review' },
  'approver': { zh: '审批人决定', en: 'the approver, to decide' },
  'department-officer': { zh: '部门专办员决定', en: 'the department officer, to decide' },
  'countersign': { zh: '部门会签（见章盖章）', en: 'the department, to seal on sight' },
  'payment': { zh: '申请人缴费', en: 'the applicant, to pay' },
  'higher-authority': { zh: '上级机关决定', en: 'the higher authority, to decide' },
  'province': { zh: '省级平台确认', en: 'the province, to acknowledge' },
  'machine': { zh: '系统用印、制证', en: 'sealing and drawing the certificate' },
  'supervisor': { zh: '园区核实处理', en: 'the zone, looking into it' },
  'nobody': { zh: '已结束', en: 'nobody, it has ended' },
} as const satisfies Record<string, BothLanguages>;
export type Turn = keyof typeof turns;
export const isTurn = (word: string): word is Turn => Object.hasOwn(turns, word);

/** Which turns a role takes; other roles have none of their own. */
export const turnsOfRole: Readonly<Record<string, readonly Turn[]>> = {
  'window-clerk': ['window-clerk'], 'reviewer': ['reviewer', 'special-procedure'], 'approver': ['approver'], 'department-officer': ['department-officer', 'countersign', 'special-procedure'],
  'cashier': ['payment'], 'supervisor': ['supervisor'], 'integrator': ['supervisor'],
};

/** Who must act next. What needs a person stops machines and authorities, not the people who hold the case. */
export function turnOf(record: CaseRecord): Turn {
  const turn = turnOfState(record);
  return record.attention && ['payment', 'higher-authority', 'province', 'machine'].includes(turn) ? 'supervisor' : turn;
}

function turnOfState(record: CaseRecord): Turn {
  switch (record.status) {
    case 'received': case 'ready': return 'window-clerk';
    case 'supplementing': return 'applicant';
    case 'accepted': return 'reviewer';
    case 'suspended': return 'special-procedure';
    case 'reviewed': return ROUTES[record.item.delegation.form].decider;
    case 'countersigning': return 'countersign';
    case 'countersign-returned': return 'approver';
    case 'awaiting-payment': return 'payment';
    case 'reported-up': return 'higher-authority';
    case 'opinion-sealing': case 'decision-sealing': case 'certificate-drafting': case 'certificate-sealing': case 'certificate-issuing': return 'machine';
    case 'delivered': return 'province';
    case 'closed': case 'not-accepted': case 'withdrawn': return 'nobody';
    default: { const never: never = record.status; return never; }
  }
}

/** When the final decision was taken: here, or above under 审批直报. */
export function decidedAt(record: CaseRecord): string | null {
  if (record.upstream) return record.upstream.at;
  const { decision } = record;
  return decision && (decision.result === 'refused' || !ROUTES[record.item.delegation.form].reportedUp) ? decision.at : null;
}

/** Since when the case has been waiting for whoever it waits for. */
export function waitingSince(record: CaseRecord): string {
  if (record.attention && turnOf(record) === 'supervisor') return record.attention.at;
  switch (record.status) {
    case 'received': return record.supplement?.suppliedAt ?? record.receivedAt;
    case 'supplementing': return record.supplement?.noticeAt ?? record.receivedAt;
    case 'accepted': return record.pauses.at(-1)?.endedAt ?? record.acceptedAt ?? record.receivedAt;
    case 'suspended': return record.pauses.at(-1)?.startedAt ?? record.receivedAt;
    case 'reviewed': return record.review?.at ?? record.receivedAt;
    case 'opinion-sealing': return record.decision?.at ?? record.receivedAt;
    case 'reported-up': return record.decision?.at ?? record.receivedAt;
    case 'countersigning': return record.countersigns.at(-1)?.askedAt ?? record.receivedAt;
    case 'countersign-returned': return record.countersigns.at(-1)?.answer?.at ?? record.receivedAt;
    case 'awaiting-payment': return decidedAt(record) ?? record.receivedAt;
    case 'decision-sealing': case 'certificate-drafting': case 'certificate-sealing': case 'certificate-issuing': return record.bill?.paidAt ?? decidedAt(record) ?? record.receivedAt;
    case 'ready': return record.certificate?.issuedAt ?? decidedAt(record) ?? record.receivedAt;
    case 'delivered': return record.delivery?.at ?? record.receivedAt;
    case 'closed': case 'not-accepted': case 'withdrawn': return record.end?.at ?? record.receivedAt;
    default: { const never: never = record.status; return never; }
  }
}

/** Until when; null while the clock stands, while it is the applicant's turn, and after the end. */
export function dueNow(record: CaseRecord): string | null {
  if (endStates.includes(record.status)) return null;
  switch (record.status) {
    case 'received': return record.noticeDue;
    case 'accepted': case 'reviewed': case 'opinion-sealing': case 'reported-up': return record.due.promised ?? record.due.statutory;
    case 'decision-sealing': case 'certificate-drafting': case 'certificate-sealing': case 'certificate-issuing': case 'ready': return record.deliveryDue;
    case 'countersigning': return record.countersigns.at(-1)?.due ?? null;
    case 'countersign-returned': return decidedAt(record) === null ? record.due.promised ?? record.due.statutory : record.deliveryDue;
    default: return null;
  }
}
