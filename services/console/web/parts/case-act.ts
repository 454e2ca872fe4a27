/**
 * The acts on a case as forms: what each asks for, how it can be answered, and what is sent. Which of them are possible
 * is intake's word (`actions`), and every act is decided again there; here stands only what a person has to type.
 */
import type { components } from '../../../../contracts/intake/api.ts';
import { api, take } from '../api.ts';
import type { caseTexts } from '../texts/case.ts';
import type { Action, Case } from './case-reading.ts';
import { typedMeasure } from './typed-number.ts';

type Words = keyof typeof caseTexts;
export type ActName = 'accept' | 'set-fee' | 'not-accept' | 'supplement' | 'supply' | 'suspend' | 'resume' | 'review' | 'decide' | 'countersign' | 'present-again' | 'deliver' | 'withdraw' | 'attention';
export type SpecialKind = 'hearing' | 'inspection' | 'expert-review' | 'quarantine' | 'appraisal';
export const specialKinds: readonly SpecialKind[] = ['hearing', 'inspection', 'expert-review', 'quarantine', 'appraisal'];

type FeeTerm = components['schemas']['ShownFeeTerm'];
export type GivenFee = components['schemas']['GivenFees'][number];
export type ReturnGround = components['schemas']['ReturnGround'];
export const returnGrounds: readonly ReturnGround[] = ['seal', 'document', 'authority'];

/** Everything any act asks for; each uses a few. */
export interface Values {
  note: string;
  /** `YYYY-MM-DD` or empty. */
  validTo: string;
  kind: SpecialKind;
  recipient: string;
  method: 'window' | 'post';
  ground: ReturnGround | '';
  /** The remark on the decision, put right. */
  corrected: string;
  /** Ticked off the list of required materials. */
  missing: readonly string[];
  supplies: readonly { name: string; sha256: string; fileName: string }[];
  /** Answers of the item's form that are corrected, by key. */
  answers: Readonly<Record<string, string>>;
  /** Quantity and relief of charges counted by standards, by the name of the charge. */
  fees: Readonly<Record<string, TypedFee>>;
  /** The sum that was counted of them and shown; null while it is not known. */
  seenInFen: number | null;
}
export interface TypedFee { readonly measure: string; readonly relief: string; readonly document: string }
export const blank: Values = { note: '', validTo: '', kind: 'inspection', recipient: '', method: 'window', ground: '', corrected: '', missing: [], supplies: [], answers: {}, fees: {}, seenInFen: null };

export type FieldName = 'note' | 'validTo' | 'kind' | 'recipient' | 'missing' | 'supplies' | 'ground' | 'corrected' | 'answers' | 'fee';

/** One way to answer: a button, a key, and what it means. */
export interface Verdict {
  readonly key: string;
  readonly label: Words;
  readonly danger?: boolean;
  /** What still has to be typed before this can be sent. */
  lacks?(values: Values): { field: FieldName; says: Words } | undefined;
  send(caseNumber: string, values: Values, key: string): Promise<unknown>;
}

export interface ActForm {
  readonly name: ActName;
  readonly title: Words;
  readonly fields: readonly FieldName[];
  readonly noteLabel: Words;
  readonly noteMax: number;
  /** What whoever acts must know, above the fields. */
  readonly says?: Words;
  readonly verdicts: readonly Verdict[];
}

const at = (caseNumber: string, key: string): { path: { caseNumber: string }; header: { 'Idempotency-Key': string } } => ({ path: { caseNumber }, header: { 'Idempotency-Key': key } });
const noteNeeded = (says: Words) => (values: Values): { field: FieldName; says: Words } | undefined => (values.note.trim() ? undefined : { field: 'note', says });
/** Ticked materials and the lines typed below them, each once. */
export const missingOf = (values: Values): string[] => [...new Set([...values.missing, ...values.note.split('\n').map((line) => line.trim()).filter(Boolean)])];

const forms: Readonly<Record<Exclude<ActName, 'countersign' | 'set-fee'>, ActForm>> = {
  accept: {
    name: 'accept', title: 'actAccept', fields: [], noteLabel: 'note', noteMax: 0,
    verdicts: [{ key: 'a', label: 'actAccept', send: (caseNumber, _values, key) => take(api.intake.POST('/cases/{caseNumber}/acceptance', { params: at(caseNumber, key), body: { decision: 'accept', reason: '' } })) }],
  },
  'not-accept': {
    name: 'not-accept', title: 'actNotAccept', fields: ['note'], noteLabel: 'fieldRefusalReason', noteMax: 500,
    verdicts: [{
      key: 'd', label: 'actNotAccept', danger: true, lacks: noteNeeded('reasonNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/acceptance', { params: at(caseNumber, key), body: { decision: 'refuse', reason: values.note.trim() } })),
    }],
  },
  supplement: {
    name: 'supplement', title: 'actSupplement', fields: ['missing', 'note'], noteLabel: 'fieldMissingExtra', noteMax: 2000,
    verdicts: [{
      key: 'a', label: 'sendNotice', lacks: (values) => (missingOf(values).length > 0 ? undefined : { field: 'missing', says: 'missingNeeded' }),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/supplement-notice', { params: at(caseNumber, key), body: { missing: missingOf(values) } })),
    }],
  },
  supply: {
    name: 'supply', title: 'actSupply', fields: ['supplies', 'answers'], noteLabel: 'note', noteMax: 0,
    verdicts: [{
      key: 'a', label: 'takeIn', lacks: (values) => (values.supplies.length > 0 || Object.keys(values.answers).length > 0 ? undefined : { field: 'supplies', says: 'suppliesNeeded' }),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/supplements', { params: at(caseNumber, key), body: { materials: values.supplies.map(({ name, sha256 }) => ({ name, sha256 })), answers: { ...values.answers } } })),
    }],
  },
  suspend: {
    name: 'suspend', title: 'actSuspend', fields: ['kind', 'note'], noteLabel: 'fieldStartReason', noteMax: 500,
    verdicts: [{
      key: 'a', label: 'start', lacks: noteNeeded('reasonNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/special-procedures', { params: at(caseNumber, key), body: { kind: values.kind, reason: values.note.trim() } })),
    }],
  },
  resume: {
    name: 'resume', title: 'actResume', fields: ['note'], noteLabel: 'fieldResult', noteMax: 500,
    verdicts: [{
      key: 'a', label: 'finish', lacks: noteNeeded('resultNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/special-procedures/end', { params: at(caseNumber, key), body: { result: values.note.trim() } })),
    }],
  },
  review: {
    name: 'review', title: 'actReview', fields: ['note'], noteLabel: 'fieldReviewNote', noteMax: 1000,
    verdicts: [
      { key: 'a', label: 'agree', send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/review', { params: at(caseNumber, key), body: { opinion: 'agree', note: values.note.trim() } })) },
      {
        key: 'd', label: 'disagree', danger: true, lacks: noteNeeded('noteNeeded'),
        send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/review', { params: at(caseNumber, key), body: { opinion: 'disagree', note: values.note.trim() } })),
      },
    ],
  },
  decide: decideForm(false),
  deliver: {
    name: 'deliver', title: 'actDeliver', fields: ['recipient'], noteLabel: 'note', noteMax: 0,
    verdicts: [{
      key: 'a', label: 'handOver', lacks: (values) => (values.recipient.trim() ? undefined : { field: 'recipient', says: 'recipientNeeded' }),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/delivery', { params: at(caseNumber, key), body: { recipient: values.recipient.trim(), method: values.method } })),
    }],
  },
  'present-again': {
    name: 'present-again', title: 'actPresentAgain', fields: ['corrected', 'note'], noteLabel: 'fieldCorrection', noteMax: 500,
    verdicts: [{
      key: 'a', label: 'presentAgain', lacks: noteNeeded('correctionNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/presentation', { params: at(caseNumber, key), body: { correction: values.note.trim(), note: values.corrected.trim() } })),
    }],
  },
  withdraw: {
    name: 'withdraw', title: 'actWithdraw', fields: ['note'], noteLabel: 'fieldWithdrawReason', noteMax: 500,
    verdicts: [{
      key: 'd', label: 'withdraw', danger: true, lacks: noteNeeded('reasonNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/withdrawal', { params: at(caseNumber, key), body: { reason: values.note.trim() } })),
    }],
  },
  attention: {
    name: 'attention', title: 'actAttention', fields: ['note'], noteLabel: 'fieldAttentionNote', noteMax: 500,
    verdicts: [{
      key: 'a', label: 'goOn', lacks: noteNeeded('reasonNeeded'),
      send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/attention', { params: at(caseNumber, key), body: { note: values.note.trim() } })),
    }],
  },
};

/** Under direct report the same act gives an opinion that is reported up; validity is then not the zone's to set. */
function decideForm(reportedUp: boolean): ActForm {
  return {
    name: 'decide', title: reportedUp ? 'actOpinion' : 'actDecide', fields: reportedUp ? ['note'] : ['note', 'validTo'], noteLabel: 'fieldDecisionNote', noteMax: 1000,
    verdicts: [
      {
        key: 'a', label: reportedUp ? 'reportUp' : 'grant',
        send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/decision', { params: at(caseNumber, key), body: { decision: 'granted', note: values.note.trim(), validTo: values.validTo || null } })),
      },
      {
        key: 'd', label: 'refuse', danger: true, lacks: noteNeeded('reasonNeeded'),
        send: (caseNumber, values, key) => take(api.intake.POST('/cases/{caseNumber}/decision', { params: at(caseNumber, key), body: { decision: 'refused', note: values.note.trim(), validTo: null } })),
      },
    ],
  };
}

/** What is confirmed is the document shown, known by its digest: another one in its place would be refused. */
function countersignForm(documentSha256: string): ActForm {
  const send = (answer: 'confirm' | 'return') => (caseNumber: string, values: Values, key: string) => take(api.intake.POST('/cases/{caseNumber}/countersignature', {
    params: at(caseNumber, key), body: { answer, documentSha256, ground: answer === 'return' && values.ground !== '' ? values.ground : null, reason: answer === 'return' ? values.note.trim() : '' },
  }));
  return {
    name: 'countersign', title: 'actCountersign', fields: ['ground', 'note'], noteLabel: 'fieldReturnReason', noteMax: 500, says: 'countersignNote',
    verdicts: [
      { key: 'a', label: 'confirmSeal', send: send('confirm') },
      {
        key: 'd', label: 'returnIt', danger: true, send: send('return'),
        lacks: (values) => (values.ground === '' ? { field: 'ground', says: 'groundNeeded' } : values.note.trim() ? undefined : { field: 'note', says: 'reasonNeeded' }),
      },
    ],
  };
}

/** What intake is told of charges counted by standards; null while something is still to be typed. */
export function givenFees(terms: readonly FeeTerm[], typed: Values['fees']): GivenFee[] | null {
  const given: GivenFee[] = [];
  for (const { name, measure } of terms) {
    const { measure: quantity, relief, document } = typed[name] ?? nothingTyped;
    const asked = measure?.from === 'clerk';
    const counted = asked ? typedMeasure(quantity) : null;
    if (counted === undefined) return null;
    if (relief !== '' && document.trim() === '') return null;
    if (asked || relief !== '') given.push({ name, measure: counted, relief: relief === '' ? null : { code: relief, documentNumber: document.trim() } });
  }
  return given;
}
export const nothingTyped: TypedFee = { measure: '', relief: '', document: '' };

/** Accepts with the fee that was counted and shown, or fixes the fee of a case accepted without one. */
function feeForm(name: 'accept' | 'set-fee', terms: readonly FeeTerm[]): ActForm {
  const fee = (values: Values): { given: GivenFee[]; amountInFen: number } => ({ given: givenFees(terms, values.fees) ?? [], amountInFen: values.seenInFen ?? 0 });
  return {
    name, title: name === 'accept' ? 'actAccept' : 'actSetFee', fields: ['fee'], noteLabel: 'note', noteMax: 0, says: 'feeSays',
    verdicts: [{
      key: 'a', label: name === 'accept' ? 'actAccept' : 'actSetFee', lacks: (values) => (values.seenInFen === null ? { field: 'fee', says: 'feeNeeded' } : undefined),
      send: (caseNumber, values, key) => (name === 'accept'
        ? take(api.intake.POST('/cases/{caseNumber}/acceptance', { params: at(caseNumber, key), body: { decision: 'accept', reason: '', fee: fee(values) } }))
        : take(api.intake.POST('/cases/{caseNumber}/fee', { params: at(caseNumber, key), body: { fee: fee(values) } }))),
    }],
  };
}

export function formOf(name: ActName, one: Pick<Case, 'form'> & Partial<Pick<Case, 'countersigns' | 'feeTerms'>>): ActForm {
  if ((name === 'accept' || name === 'set-fee') && one.feeTerms) return feeForm(name, one.feeTerms);
  if (name === 'countersign') return countersignForm(one.countersigns?.at(-1)?.documentSha256 ?? '');
  if (name === 'set-fee') return feeForm(name, []);
  return name === 'decide' && one.form === 'direct-report' ? decideForm(true) : forms[name];
}

const nameOf: Readonly<Record<Action['operation'], ActName>> = {
  askSupplement: 'supplement', supplyMaterials: 'supply', acceptCase: 'accept', startSpecialProcedure: 'suspend', endSpecialProcedure: 'resume', reviewCase: 'review',
  setFee: 'set-fee', decideCase: 'decide', countersignCase: 'countersign', presentAgain: 'present-again', deliverResult: 'deliver', withdrawCase: 'withdraw', resolveAttention: 'attention',
};
export const actOf = (action: Pick<Action, 'operation' | 'choice'>): ActName => (action.operation === 'acceptCase' && action.choice === 'refuse' ? 'not-accept' : nameOf[action.operation]);

/** What moves the case on comes first; ways out of the usual course come after. */
const order: readonly ActName[] = ['attention', 'accept', 'set-fee', 'review', 'decide', 'countersign', 'present-again', 'resume', 'deliver', 'supplement', 'supply', 'not-accept', 'suspend', 'withdraw'];
export interface OfferedAct { readonly name: ActName; readonly action: Action }
export function offered(actions: readonly Action[]): OfferedAct[] {
  return actions.map((action) => ({ name: actOf(action), action })).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The act a person most likely came for: opened without a click. */
export function mainAct(acts: readonly OfferedAct[]): ActName | undefined {
  return acts.find((one) => one.action.possible && one.name !== 'withdraw' && one.name !== 'suspend' && one.name !== 'not-accept')?.name;
}

/** Required materials not handed in: what a notice most likely asks for. */
export function lackingMaterials(one: { item: { materials: readonly { name: string; required: boolean }[] }; materials: readonly { name: string }[] }): string[] {
  return one.item.materials.filter((wanted) => wanted.required && !one.materials.some((filed) => filed.name === wanted.name)).map((wanted) => wanted.name);
}
