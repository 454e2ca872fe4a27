/** What an amendment changed in a document of delegation, in words for people; and the line it leaves in the document's history. Pure. */
import { z } from 'zod';
import type { DelegationDocument } from './delegation.ts';

/** One difference. Item codes are told as those added and those taken out: a list of a thousand says nothing. */
export const AmendedField = z.object({
  field: z.string(), before: z.string().nullable(), after: z.string().nullable(),
  added: z.array(z.string()).default([]), removed: z.array(z.string()).default([]),
});
export type AmendedField = z.infer<typeof AmendedField>;

/** One line of a document's history; lines are only ever added. `by` is the account that did it, or null when its day had come. */
export const HistoryLine = z.object({
  amendment: z.number().int(), at: z.iso.datetime(), by: z.string().nullable(),
  what: z.enum(['registered', 'amended', 'form-changed', 'standing-changed', 'file-added']),
  reason: z.string().nullable(), changes: z.array(AmendedField),
});
export type HistoryLine = z.infer<typeof HistoryLine>;

const body = (one: { name: string; creditCode: string } | null): string | null => (one === null ? null : `${one.name} ${one.creditCode}`);
const compared: readonly (readonly [field: string, read: (document: DelegationDocument) => string | null])[] = [
  ['kind', (one) => one.kind], ['form', (one) => one.form], ['standing', (one) => one.standing],
  ['department', (one) => `${body(one.department) ?? ''} ${one.department.sealCode}`], ['upstreamAuthority', (one) => body(one.upstreamAuthority)],
  ['zone', (one) => `${body(one.zone) ?? ''} ${one.zone.divisionCode}`], ['subParks', (one) => one.subParks.join('、') || null], ['zoneSealCode', (one) => one.zoneSealCode], ['countersign', (one) => one.countersign],
  ['signedOn', (one) => one.signedOn], ['validFrom', (one) => one.validFrom], ['validTo', (one) => one.validTo], ['trialEndsOn', (one) => one.trialEndsOn],
  ['handOverOn', (one) => one.handOverOn], ['posts.a', (one) => one.posts.a], ['posts.b', (one) => one.posts.b],
];

/** All differences between two wordings of a document, in the order in which the paper tells them. */
export function amendedFields(before: DelegationDocument, after: DelegationDocument): AmendedField[] {
  const plain = compared.flatMap(([field, read]): AmendedField[] => {
    const [was, is] = [read(before), read(after)];
    return was === is ? [] : [{ field, before: was, after: is, added: [], removed: [] }];
  });
  const [had, has] = [new Set(before.itemCodes), new Set(after.itemCodes)];
  const added = after.itemCodes.filter((code) => !had.has(code));
  const removed = before.itemCodes.filter((code) => !has.has(code));
  return added.length + removed.length === 0 ? plain : [...plain, { field: 'itemCodes', before: String(had.size), after: String(has.size), added, removed }];
}
