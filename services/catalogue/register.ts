/**
 * Decides about one document on the register. The register is the truth about what is delegated; each item named is told by a
 * repeatable call after the document has been committed, so that a crash in between delays but never loses anything.
 */
import { z } from 'zod';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, event, ignore, refuse, reminder, takes, type Decision, type MessagesOf, type Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import { AmendedField, amendedFields, HistoryLine } from './amendment.ts';
import { daysBetween, type Day } from './civil-day.ts';
import { DelegationDocument, documentRefusal, firstDayOf, overlaps } from './delegation.ts';
import type { ExpiryAhead } from './expiry.ts';
import { ItemDelegation } from './item.ts';

const day = z.iso.date();

/** A scan of the signed paper, kept by its digest; none is ever taken off a document. */
export const KeptFile = z.object({ sha256: z.string().length(64), name: z.string().max(200), kind: z.enum(['pdf', 'ofd', 'jpeg', 'png']), bytes: z.number().int(), addedAt: z.iso.datetime(), addedBy: z.string(), amendment: z.number().int() });
export type KeptFile = z.infer<typeof KeptFile>;

/** A document, and since when it gives no more power. `standing` is what was ordered, `status` what holds today: an end may be ordered ahead. */
export const DelegationRecord = DelegationDocument.extend({
  status: DelegationDocument.shape.standing,
  /** From this day on it gives no power. */
  endedOn: day.nullable(),
  registeredBy: z.string(),
  registeredOn: day.nullable().default(null),
  /** How often the document was registered or amended, and how often the items have been told. */
  amendments: z.number().int(),
  told: z.number().int(),
  /** Suspensions that are over, so that the days within them are still known for what they were: `to` is the first day after. */
  suspensions: z.array(z.object({ from: day, to: day })).default([]),
  /** For which end and threshold its nearing was told last: `2028-12-31/90`. */
  expiryTold: z.string().nullable().default(null),
  history: z.array(HistoryLine).default([]),
  files: z.array(KeptFile).default([]),
});
export type DelegationRecord = z.infer<typeof DelegationRecord>;

/** What the items are told after a document has changed. */
export const TellItems = z.object({ amendment: z.number().int(), delegated: z.array(z.string()), released: z.array(z.string()), delegation: ItemDelegation });
export type TellItems = z.infer<typeof TellItems>;

export const accepts = {
  'http.register-delegation': takes(z.object({
    document: DelegationDocument, by: z.string(),
    /** From which day an end or a suspension holds; today when left out. */
    standingFrom: day.nullable().default(null), reason: z.string().nullable().default(null),
  }), (data) => data.document.documentNumber),
  'http.add-delegation-file': takes(z.object({ documentNumber: z.string(), file: KeptFile.omit({ addedAt: true, amendment: true }) }), (data) => data.documentNumber),
  'outcome.tell-items': takes(outcomeOf(TellItems, z.object({ items: z.number().int() })), () => ''),
  /** The day has come that an end was ordered for. */
  'reminder.ending': takes(z.object({}), () => ''),
  /** So many days before its end that people want to know. */
  'reminder.expiring': takes(z.object({}), () => ''),
};

export interface RegisterFacts {
  zoneCreditCode: string;
  expiryAhead: ExpiryAhead;
  /** Documents other than this one that name one of its items. */
  others: readonly DelegationRecord[];
}

export function decide(record: DelegationRecord | undefined, message: MessagesOf<typeof accepts>, facts: RegisterFacts & { now: Date }): Decision<DelegationRecord> {
  const at = facts.now.toISOString();
  const today = chinaDate(facts.now);
  switch (message.type) {
    case 'outcome.tell-items':
      return record ? accept({ ...record, told: Math.max(record.told, message.data.request.amendment) }) : ignore('the document is not known');
    case 'reminder.ending': {
      if (!record || record.status === record.standing || record.endedOn === null || record.endedOn > today) return ignore('nothing ends today');
      const next = withLine({ ...record, status: record.standing }, { at, by: null, what: 'standing-changed', reason: null, changes: [changed('standing', record.status, record.standing)] });
      return accept(next, [told(next, 'standing-changed')]);
    }
    case 'reminder.expiring':
      return record ? nearing(record, facts.expiryAhead, today) : ignore('the document is not known');
    case 'http.add-delegation-file': {
      if (!record) return refuse(refusal('not-found'));
      const { file } = message.data;
      if (record.files.some((one) => one.sha256 === file.sha256)) return ignore('kept before', shown(record));
      const files = [...record.files, { ...file, addedAt: at, amendment: record.amendments }];
      const next = withLine({ ...record, files }, { at, by: file.addedBy, what: 'file-added', reason: null, changes: [changed('file', null, `${file.name} ${file.sha256}`)] });
      return accept(next, [], shown(next));
    }
    case 'http.register-delegation':
      return registered(record, message.data, facts, { at, today });
  }
}

function registered(record: DelegationRecord | undefined, given: z.infer<(typeof accepts)['http.register-delegation']['schema']>, facts: RegisterFacts, { at, today }: { at: string; today: Day }): Decision<DelegationRecord> {
  const { document, by, standingFrom, reason } = given;
  const { standing } = document;
  const wrong = documentRefusal(document, facts.zoneCreditCode) ?? endRefusal(record, document, standingFrom, today) ?? formRefusal(record, document, facts.others, today);
  if (wrong) return refuse(wrong);
  // An end that was ordered for a later day holds from then; the same order again does not move it.
  const endedOn = standing === 'in-force' ? null : standingFrom ?? (record?.standing === standing ? record.endedOn : null) ?? today;
  for (const other of facts.others) {
    const shared = document.itemCodes.find((code) => other.itemCodes.includes(code));
    if (shared !== undefined && overlaps({ ...document, endedOn }, other)) {
      return refuse(refusal('wrong-state', { field: `itemCodes.${String(document.itemCodes.indexOf(shared))}`, detail: { zh: `该事项同期已由 ${other.documentNumber} 赋权`, en: `${other.documentNumber} delegates the item for the same days` } }));
    }
  }
  const ahead = endedOn !== null && endedOn > today;
  const amendments = (record?.amendments ?? 0) + 1;
  const next: DelegationRecord = {
    ...document, status: ahead ? record?.status ?? 'in-force' : standing, endedOn, registeredBy: by, registeredOn: record ? record.registeredOn : today, amendments, told: record?.told ?? 0,
    suspensions: suspensionsOf(record, endedOn, today), expiryTold: record?.expiryTold ?? null, history: record?.history ?? [], files: record?.files ?? [],
  };
  const changes = record ? [...amendedFields(record, next), ...(record.endedOn === next.endedOn ? [] : [changed('endedOn', record.endedOn, next.endedOn)])] : [];
  if (record && changes.length === 0) return ignore('registered before in the same words', shown(record));
  const has = (field: string): boolean => changes.some((one) => one.field === field);
  const what = !record ? 'registered' : has('form') ? 'form-changed' : has('standing') || has('endedOn') ? 'standing-changed' : 'amended';
  const kept = withLine(next, { at, by, what, reason, changes });
  const { itemCodes, ...rest } = document;
  const tell: TellItems = {
    amendment: amendments, delegated: itemCodes, released: record?.itemCodes.filter((code) => !itemCodes.includes(code)) ?? [],
    delegation: { ...rest, endedOn, endReason: standing === 'in-force' ? null : standing, appliesFrom: !record || isCorrection(record, standing, today) ? null : today, supersededOn: null },
  };
  const outputs: Output[] = [call('tell-items', tell), told(kept, what), ...expiryReminders(kept, facts.expiryAhead, today)];
  if (ahead) outputs.push(reminder('ending', new Date(Date.parse(`${endedOn}T00:00:05+08:00`))));
  return accept(kept, outputs, shown(kept));
}

/** Says on the bus what has become of the document. */
const told = (record: DelegationRecord, what: Exclude<HistoryLine['what'], 'file-added'>): Output => event('events.catalogue.delegation-changed', {
  documentNumber: record.documentNumber, what, form: record.form, standing: record.standing, endedOn: record.endedOn, validFrom: record.validFrom, validTo: record.validTo, itemCount: record.itemCodes.length,
  departments: [record.department.creditCode],
});

/** In the morning of the days on which a threshold is reached; those past already count from now on. */
function expiryReminders(record: DelegationRecord, ahead: ExpiryAhead, today: Day): Output[] {
  if (record.status === 'terminated' || record.status === 'taken-back' || record.validTo < today) return [];
  const left = daysBetween(today, record.validTo);
  return [...new Set([ahead.soonDays, ahead.urgentDays])].filter((days) => days <= left || days === ahead.soonDays)
    .map((days) => reminder('expiring', new Date(Date.parse(`${record.validTo}T08:30:00+08:00`) - days * 86_400_000)));
}

/** The nearest threshold that has been reached is told once for each end a document has. */
function nearing(record: DelegationRecord, ahead: ExpiryAhead, today: Day): Decision<DelegationRecord> {
  const daysLeft = daysBetween(today, record.validTo);
  if (record.status === 'terminated' || record.status === 'taken-back' || daysLeft < 0) return ignore('it has ended');
  const reached = [ahead.urgentDays, ahead.soonDays].find((days) => daysLeft <= days);
  const expiryTold = `${record.validTo}/${String(reached)}`;
  if (reached === undefined || record.expiryTold === expiryTold) return ignore('nothing to tell');
  const { documentNumber, validTo, itemCodes, department } = record;
  return accept({ ...record, expiryTold }, [event('events.catalogue.delegation-expiring', { documentNumber, validTo, daysLeft, itemCount: itemCodes.length, departments: [department.creditCode] })]);
}

/** What is put right on the day it was registered stands from the document's first day, as if it had been typed so at once. */
const isCorrection = (record: DelegationRecord, standing: DelegationRecord['standing'], today: Day): boolean =>
  record.registeredOn === today && standing === 'in-force' && record.history.every(({ what }) => what !== 'standing-changed');

/** A suspension that has begun and is over, or turns into an end, is kept with its days. */
function suspensionsOf(record: DelegationRecord | undefined, endedOn: Day | null, today: Day): DelegationRecord['suspensions'] {
  if (record?.status !== 'suspended' || record.endedOn === null || record.endedOn === endedOn || record.endedOn >= today) return record?.suspensions ?? [];
  return [...record.suspensions, { from: record.endedOn, to: endedOn ?? today }];
}

/** Whether the document gave power on a day, by all that the register knows now. */
export const stoodOn = (record: DelegationRecord, on: Day): boolean =>
  firstDayOf(record) <= on && on <= record.validTo && (record.endedOn === null || on < record.endedOn) && !record.suspensions.some(({ from, to }) => from <= on && on < to);

/** Why a standing may not be ordered, or undefined. */
function endRefusal(record: DelegationRecord | undefined, document: DelegationDocument, from: Day | null, today: Day): Refusal | undefined {
  if (record && (record.status === 'terminated' || record.status === 'taken-back') && document.standing !== record.status) {
    return refusal('wrong-state', { field: 'standing', detail: { zh: '该文书已终止或收回，重新赋权须用新文书', en: 'the document has ended; a new grant needs a new document' } });
  }
  if (from === null) return undefined;
  const wrong = (zh: string, en: string): Refusal => refusal('invalid-request', { field: 'standingFrom', detail: { zh, en } });
  if (document.standing === 'in-force') return wrong('恢复有效自当日起，不填日期', 'what comes back into force does so at once');
  if (record && from !== record.endedOn && (record.status === 'terminated' || record.status === 'taken-back')) return wrong('该文书已失效，失效之日不再改动', 'it has ended, and the day on which it did stays');
  if (record?.status === 'suspended' && from > today) return wrong('已暂停的文书只能即日终止或收回', 'what is suspended ends at once or not at all');
  // Cases were accepted meanwhile on the strength of the document: what has been cannot be taken back.
  if (record && from < today && record.endedOn !== from) return wrong('不得早于今天', 'it may not lie before today');
  return undefined;
}

/** 过渡期试行: the form of an item may change when its trial has ended, not before; neither in place nor by way of another document. */
function formRefusal(record: DelegationRecord | undefined, document: DelegationDocument, others: readonly DelegationRecord[], today: Day): Refusal | undefined {
  const onTrial = (field: string, number: string, until: Day): Refusal =>
    refusal('wrong-state', { field, detail: { zh: `${number} 试行至 ${until}，届满方可变更赋权形式`, en: `${number} is on trial until ${until}; the form may change when it ends` } });
  if (record && record.form !== document.form && today < record.trialEndsOn) return onTrial('form', document.documentNumber, record.trialEndsOn);
  const before = others.find((other) => other.form !== document.form && other.validFrom <= document.validFrom && document.validFrom < other.trialEndsOn && other.department.creditCode === document.department.creditCode && other.itemCodes.some((code) => document.itemCodes.includes(code)));
  return before && !record ? onTrial('form', before.documentNumber, before.trialEndsOn) : undefined;
}

const changed = (field: string, before: string | null, after: string | null): AmendedField => ({ field, before, after, added: [], removed: [] });
const withLine = (record: DelegationRecord, line: Omit<HistoryLine, 'amendment'>): DelegationRecord => ({ ...record, history: [...record.history, { amendment: record.amendments, ...line }] });

export type ShownDelegation = DelegationDocument & { endedOn: Day | null; upcoming: { standing: DelegationDocument['standing']; on: Day } | null; itemsTold: boolean; amendments: number; suspensions: DelegationRecord['suspensions']; files: KeptFile[] };

/** The document as the API shows it: the standing is that of today, what is ordered for a later day stands beside it. */
export function shown(record: DelegationRecord): ShownDelegation {
  const upcoming = record.status !== record.standing && record.endedOn !== null ? { standing: record.standing, on: record.endedOn } : null;
  return {
    ...DelegationDocument.parse(record), standing: record.status, endedOn: upcoming ? null : record.endedOn, upcoming, itemsTold: record.told >= record.amendments,
    amendments: record.amendments, suspensions: record.suspensions, files: record.files,
  };
}
