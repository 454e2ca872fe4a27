/**
 * What the one who looks at a case may do with it now, or why not. Nothing is ruled here: each act is put to `decide` as if
 * it had been asked for, and what the rules answer is told. The act itself is decided again when it comes.
 */
import type { components } from '../../contracts/intake/api.ts';
import type { Actor } from '../../infra/machine.ts';
import { refusal, type RefusalReason } from '../../contracts/refusals.ts';
import { owedInFen, supposedFee, type CaseFee } from './case-fee.ts';
import type { CaseRecord } from './case.ts';
import { decide, type CaseMessage, type Facts } from './decide.ts';

/** Stands for what the person will still type; no rule looks into it. */
const typed = '-';
const digest = '0'.repeat(64);

export type CaseAction = components['schemas']['Action'];
type Operation = CaseAction['operation'];
type Put = CaseMessage extends infer M ? (M extends CaseMessage ? { type: M['type']; data: M['data'] } : never) : never;

/** Whoever accepts has the fee counted; that it can be is taken for granted until then. */
function supposed({ item, answers }: CaseRecord): { counted?: CaseFee; seenInFen?: number } {
  if (!item.feeTerms) return {};
  const counted = supposedFee(item, answers);
  return { counted, seenInFen: owedInFen(item, counted) };
}

/** The acts of window, review and decision, in the order of a case. */
const acts: readonly { operation: Operation; choice: CaseAction['choice']; put: Put | ((record: CaseRecord) => Put); /** Left out of all other cases. */ when?: (record: CaseRecord) => boolean }[] = [
  { operation: 'askSupplement', choice: null, put: { type: 'http.ask-supplement', data: { missing: [typed] } } },
  { operation: 'supplyMaterials', choice: null, put: { type: 'http.supply', data: { materials: [{ name: typed, sha256: digest }], answers: {} } } },
  { operation: 'acceptCase', choice: 'accept', put: (record) => ({ type: 'http.accept', data: { decision: 'accept', reason: '', ...supposed(record) } }) },
  { operation: 'acceptCase', choice: 'refuse', put: { type: 'http.accept', data: { decision: 'refuse', reason: typed } } },
  { operation: 'setFee', choice: null, put: (record) => ({ type: 'http.set-fee', data: supposed(record) }), when: (record) => record.item.feeTerms !== undefined && record.fee === undefined && record.acceptedAt !== null },
  { operation: 'reviewCase', choice: null, put: { type: 'http.review', data: { opinion: 'agree', note: '' } } },
  { operation: 'decideCase', choice: null, put: { type: 'http.decide', data: { decision: 'granted', note: '', validTo: null } } },
  // Whoever confirms says which document was seen; the one that waits is taken to be it.
  { operation: 'countersignCase', choice: null, put: (record) => ({ type: 'http.countersign', data: { answer: 'confirm', documentSha256: record.countersigns.at(-1)?.documentSha256 ?? '', ground: null, reason: '' } }) },
  { operation: 'presentAgain', choice: null, put: { type: 'http.present-again', data: { correction: typed, note: null } } },
  { operation: 'startSpecialProcedure', choice: null, put: { type: 'http.suspend', data: { kind: 'hearing', reason: typed, until: null } } },
  { operation: 'endSpecialProcedure', choice: null, put: { type: 'http.resume', data: { result: typed } } },
  { operation: 'deliverResult', choice: null, put: { type: 'http.deliver', data: { recipient: typed, method: 'window' } } },
  { operation: 'withdrawCase', choice: null, put: { type: 'http.withdraw', data: { reason: typed } } },
  { operation: 'resolveAttention', choice: null, put: { type: 'http.resolve-attention', data: { note: typed } } },
];

/** Reasons that speak of the point the case has reached, not of the one who asks. */
const ofTheState: readonly RefusalReason[] = ['wrong-state', 'already-decided', 'already-supplemented'];

/**
 * The acts that the actor's roles open or that the case waits for. Those of which neither is true are left out; those which
 * the roles do not open say so, and the others carry what the rules would answer now.
 */
export function actionsOf(record: CaseRecord, actor: Actor, rolesFor: (operation: Operation) => readonly string[], facts: Pick<Facts, 'now' | 'calendar' | 'withdrawn'>): CaseAction[] {
  return acts.flatMap(({ operation, choice, put, when }): CaseAction[] => {
    if (when?.(record) === false) return [];
    const roles = rolesFor(operation);
    const mine = roles.length > 0;
    const message: CaseMessage = { ...(typeof put === 'function' ? put(record) : put), id: 'dry-run', actor: { ...actor, roles: mine ? roles : actor.roles } };
    const decision = decide(record, message, { ...facts, files: new Map([[digest, 'pdf']]), documentNumber: '' });
    const refused = decision.kind === 'refuse' ? decision.refusal : null;
    if (!mine && refused && ofTheState.includes(refused.reason)) return [];
    const why = mine ? refused : refusal('wrong-role');
    return [{ operation, choice, possible: why === null, reason: why && { reason: why.reason, zh: why.zh, en: why.en } }];
  });
}
