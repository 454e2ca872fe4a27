/** A state as a small coloured word: the colour says who has to move, the word says what it is. */
import type { ReactNode } from 'react';
import { useTerms } from '../language.tsx';
import type { Tone } from '../look.ts';
import type { TermKind } from '../texts/terms.ts';

/** States of any kind by what they tell; those not named are calm. */
const toneOf: Readonly<Record<string, Tone>> = {
  received: 'active', supplementing: 'warn', accepted: 'active', suspended: 'warn', reviewed: 'active',
  'opinion-sealing': 'outside', 'reported-up': 'outside', 'awaiting-payment': 'warn', 'decision-sealing': 'outside', countersigning: 'active', 'countersign-returned': 'bad', confirmed: 'good', returned: 'bad',
  'certificate-drafting': 'outside', 'certificate-sealing': 'outside', 'certificate-issuing': 'outside', ready: 'good', delivered: 'good',
  'not-accepted': 'bad', issued: 'active', paid: 'good', reversed: 'bad', rejected: 'bad', refused: 'bad', drafting: 'active', drafted: 'warn',
  revoked: 'bad', 'in-use': 'good', stopped: 'bad', used: 'good', scheduled: 'active', 'handing-over': 'active', 'handed-over': 'active', failed: 'bad', unknown: 'warn',
  waiting: 'active', submitted: 'active', 'in-doubt': 'warn', unreported: 'warn', attention: 'bad', awaiting: 'warn', offered: 'good',
  'in-force': 'good', terminated: 'bad', 'taken-back': 'bad', running: 'active', finished: 'good', done: 'good', unavailable: 'warn', open: 'bad', 'half-open': 'warn',
  'put-back': 'good', genuine: 'good', granted: 'good', agree: 'good', disagree: 'bad', connecting: 'warn', up: 'good', down: 'bad',
};
const toneOfKind: Readonly<Partial<Record<TermKind, Readonly<Record<string, Tone>>>>> = {
  applicationState: { quarantined: 'warn', started: 'good', failed: 'calm' },
  changeSetState: { proposed: 'warn', approved: 'active', applying: 'active', undoing: 'active', undone: 'calm', rejected: 'calm' },
  changeKind: { added: 'good', changed: 'active', removed: 'bad', state: 'warn', refused: 'bad' },
  changeEntryStatus: { proposed: 'warn', applied: 'good', 'not-taken': 'bad' },
  itemCondition: { cancelled: 'bad' },
  certificateState: { issued: 'good', superseded: 'calm' },
  standardState: { proposed: 'warn', published: 'good', rejected: 'calm', withdrawn: 'calm' },
  billState: { issued: 'warn', receipted: 'good' },
  orderState: { opening: 'active', open: 'warn', asking: 'warn', closing: 'warn', unconfirmed: 'bad', closed: 'calm', reversed: 'calm' },
  takenBackState: { asked: 'active', unconfirmed: 'bad', done: 'calm', failed: 'bad' },
  moneyState: { found: 'warn', proposed: 'warn', placing: 'active', returning: 'active', claimed: 'good', returned: 'calm' },
  counterEntryState: { waiting: 'warn', confirmed: 'good', withdrawn: 'calm' },
  fiscalNotice: { asked: 'active', told: 'good', 'void-refused': 'bad' },
  fiscalReceipt: { asked: 'active' },
  platformState: { open: 'good', draining: 'active', paused: 'warn', down: 'bad' },
  outgoingState: { waiting: 'warn', sending: 'active', doubtful: 'warn', awaiting: 'active', acknowledged: 'good', refused: 'bad' },
  seenThere: { equal: 'good', differs: 'bad', missing: 'bad' },
  divergenceState: { open: 'bad', healing: 'active', healed: 'good' },
  breaker: { closed: 'good' },
  subscriptionHearing: { heard: 'good', 'being-told': 'active', retrying: 'warn', dead: 'bad' },
  subscriptionState: { active: 'good', paused: 'warn', ended: 'calm' },
  deliveryState: { acknowledged: 'good', failed: 'bad' },
  driftState: { open: 'bad', explained: 'calm', 'being-mended': 'active', closed: 'good' },
  parkedState: { waiting: 'bad', proposed: 'warn' },
  listState: { reading: 'active', proposing: 'active', proposed: 'good' },
  verdict: { matched: 'good', 'theirs-only': 'bad', 'ours-only': 'bad', amount: 'bad', state: 'bad', duplicate: 'bad', date: 'warn', 'pay-code': 'bad', unconfirmed: 'bad', 'confirmed-alone': 'bad' },
  dailyFileState: { arriving: 'active', refused: 'bad', owed: 'warn', delivered: 'good', repeated: 'calm', shown: 'calm' },
  standing: { waiting: 'calm', open: 'bad', taken: 'warn', resolved: 'warn', applying: 'active', settled: 'good' },
  dayCloseState: { 'awaiting-statement': 'warn', 'awaiting-record': 'warn', waiting: 'warn', differing: 'bad', ready: 'active', closed: 'good', 'changed-since': 'bad' },
  statementState: { counted: 'good' },
  gatewayState: { waiting: 'calm' },
  carrierPhase: { waiting: 'warn' },
};

/** `<StateTag kind="caseState" value={line.state} />` */
export function StateTag({ kind, value, tone }: { kind: TermKind; value: string; tone?: Tone }): ReactNode {
  const term = useTerms();
  return <Tag tone={tone ?? toneOfKind[kind]?.[value] ?? toneOf[value] ?? 'calm'}>{term(kind, value)}</Tag>;
}

/** Any small coloured word. */
export function Tag({ tone = 'calm', children }: { tone?: Tone; children: ReactNode }): ReactNode {
  return <span className={`hub-tag hub-tone-${tone}`}>{children}</span>;
}
