/**
 * Decides about one document on the register. The register is the truth about what is delegated; each item named is told by a
 * repeatable call after the document has been committed, so that a crash in between delays but never loses anything.
 */
import { z } from 'zod';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, ignore, refuse, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { refusal } from '../../contracts/refusals.ts';
import { DelegationDocument, documentRefusal, overlaps } from './delegation.ts';
import { ItemDelegation } from './item.ts';

/** A document, and since when it gives no more power. */
export const DelegationRecord = DelegationDocument.extend({
  status: DelegationDocument.shape.standing,
  endedOn: z.iso.date().nullable(),
  registeredBy: z.string(),
  /** How often the document was registered or amended, and how often the items have been told. */
  amendments: z.number().int(),
  told: z.number().int(),
});
export type DelegationRecord = z.infer<typeof DelegationRecord>;

/** What the items are told after a document has changed. */
export const TellItems = z.object({ amendment: z.number().int(), delegated: z.array(z.string()), released: z.array(z.string()), delegation: ItemDelegation });
export type TellItems = z.infer<typeof TellItems>;

export const accepts = {
  'http.register-delegation': takes(z.object({ document: DelegationDocument, by: z.string() }), (data) => data.document.documentNumber),
  'outcome.tell-items': takes(outcomeOf(TellItems, z.object({ items: z.number().int() })), () => ''),
};

export interface RegisterFacts {
  zoneCreditCode: string;
  /** Documents other than this one that name one of its items. */
  others: readonly DelegationRecord[];
}

export function decide(record: DelegationRecord | undefined, message: MessagesOf<typeof accepts>, facts: RegisterFacts & { now: Date }): Decision<DelegationRecord> {
  if (message.type === 'outcome.tell-items') {
    return record ? accept({ ...record, told: Math.max(record.told, message.data.request.amendment) }) : ignore('the document is not known');
  }
  const { document, by } = message.data;
  const wrong = documentRefusal(document, facts.zoneCreditCode);
  if (wrong) return refuse(wrong);
  if (record && (record.status === 'terminated' || record.status === 'taken-back') && document.standing !== record.status) {
    return refuse(refusal('wrong-state', { field: 'standing', detail: { zh: '该文书已终止或收回，重新赋权须用新文书', en: 'the document has ended; a new grant needs a new document' } }));
  }
  for (const other of facts.others) {
    const shared = document.itemCodes.find((code) => other.itemCodes.includes(code));
    if (shared !== undefined && overlaps(document, other)) {
      return refuse(refusal('wrong-state', { field: `itemCodes.${String(document.itemCodes.indexOf(shared))}`, detail: { zh: `该事项同期已由 ${other.documentNumber} 赋权`, en: `${other.documentNumber} delegates the item for the same days` } }));
    }
  }
  const { standing } = document;
  const endedOn = standing === 'in-force' ? null : (record?.endedOn ?? chinaDate(facts.now));
  const amendments = (record?.amendments ?? 0) + 1;
  const next: DelegationRecord = { ...document, status: standing, endedOn, registeredBy: by, amendments, told: record?.told ?? 0 };
  if (record && sameDocument(record, next)) return ignore('registered before in the same words', shown(record));
  const { itemCodes, ...rest } = document;
  const tell: TellItems = {
    amendment: amendments, delegated: itemCodes, released: record?.itemCodes.filter((code) => !itemCodes.includes(code)) ?? [],
    delegation: { ...rest, endedOn, endReason: standing === 'in-force' ? null : standing },
  };
  return accept(next, [call('tell-items', tell)], shown(next));
}

const sameDocument = (one: DelegationRecord, other: DelegationRecord): boolean => {
  const document = (record: DelegationRecord): string => JSON.stringify(DelegationDocument.parse(record));
  return document(one) === document(other);
};

/** The document as the API shows it. */
export function shown(record: DelegationRecord): z.infer<typeof DelegationDocument> & { endedOn: string | null; itemsTold: boolean } {
  return { ...DelegationDocument.parse(record), endedOn: record.endedOn, itemsTold: record.told >= record.amendments };
}
