/**
 * The profile of a province: everything in which two provinces of this dialect differ (paths, sids, code lists, columns, formats,
 * failure codes), as data. Validated when loaded, with every error named at once: a gateway with a wrong profile does not start.
 */
import { z } from 'zod';
import { isRefusalReason } from '../../../../contracts/refusals.ts';
import { columnsOf, ITEM_LISTS_NEEDED, itemSections } from '../../mapping/items.ts';
import { mappingProblems, mappingSections, readProfile, type ProfileProblem } from '../../mapping/profile.ts';

const face = z.strictObject({
  /** Below /sysapi/, as issued by the province. */
  path: z.string().regex(/^[a-z0-9][a-z0-9/_-]*$/i),
  /** One id per interface, issued by the province. */
  sid: z.string().min(1),
});

const failure = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('refused'), reason: z.string() }),
  z.strictObject({ outcome: z.literal('unavailable') }),
  z.strictObject({ outcome: z.literal('in-doubt') }),
  /** The timestamp was taken for a replay: nothing happened, call again with a fresh one. */
  z.strictObject({ outcome: z.literal('again') }),
]);
export type Failure = z.infer<typeof failure>;

const sections = {
  about: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  dialect: z.literal('signed-rest'),
  callTimeoutMs: z.number().int().min(100).max(120_000),
  pageSize: z.number().int().min(1).max(1000),
  ...mappingSections('lower'),
  interfaces: z.strictObject({ items: face, accept: face, process: face, special: face, report: face, result: face, material: face.optional(), evaluation: face.optional(), inquiry: face, decisions: face }),
  acknowledgement: columnsOf('lower', ['receipt', 'repeated']),
  inquiry: columnsOf('lower', ['caseNumber', 'sequence', 'found', 'receipt']),
  items: z.strictObject({
    request: columnsOf('lower', ['cursor', 'pageSize']),
    answer: columnsOf('lower', ['rows', 'cursor', 'more']),
    ...itemSections('lower'),
  }),
  decisions: z.strictObject({
    request: columnsOf('lower', ['cursor', 'pageSize']),
    answer: columnsOf('lower', ['rows', 'cursor', 'more']),
    columns: columnsOf('lower', ['decisionId', 'caseNumber', 'decision', 'documentNumber', 'authority', 'decidedAt', 'note']),
    granted: z.string().min(1),
    refused: z.string().min(1),
  }),
  /** By domain code; a code may end in `*`. Codes without a line are refusals that a person must look at. */
  failures: z.record(z.string().regex(/^[a-z]+-(?:\d{3}|\*)$/), failure),
};
const shapes = { shape: z.strictObject(sections), parts: z.object(sections).partial() };
export type Profile = z.infer<typeof shapes.shape>;

/** Reads a profile. Throws `ProfileError` naming everything that is wrong, structure and meaning alike. */
export function parseProfile(raw: unknown, source = 'profile'): Profile {
  return readProfile(shapes, raw, source, (parsed) => [...mappingProblems(parsed, ITEM_LISTS_NEEDED), ...failureProblems(parsed.failures ?? {})]);
}

function failureProblems(failures: Profile['failures']): ProfileProblem[] {
  return Object.entries(failures).flatMap(([code, one]) => (one.outcome !== 'refused' || isRefusalReason(one.reason) ? []
    : [{ path: `failures.${code}`, zh: `未登记的拒绝原因 ${one.reason}`, en: `${one.reason} is not a registered refusal reason` }]));
}
