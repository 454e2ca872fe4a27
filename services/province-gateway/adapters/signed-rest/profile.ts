/**
 * The profile of a province: everything in which two provinces of this dialect differ (paths, sids, code lists, columns, formats,
 * failure codes), as data. Validated when loaded, with every error named at once: a gateway with a wrong profile does not start.
 */
import { z } from 'zod';
import { isRefusalReason } from '../../../../contracts/refusals.ts';
import { applicationSections, APPLICATION_LISTS_NEEDED } from '../../mapping/applications.ts';
import { columnsOf, itemListsNeeded, itemSections } from '../../mapping/items.ts';
import { columnNameOf, mappingProblems, mappingSections, readProfile, type ProfileProblem } from '../../mapping/profile.ts';
import { STEP_KINDS } from '../../port.ts';

const face = z.strictObject({
  /** Below /sysapi/, as issued by the province. */
  path: z.string().regex(/^[a-z0-9][a-z0-9/_-]*$/i),
  /** One id per interface, issued by the province. */
  sid: z.string().min(1),
});

/** Which secret calls are signed with. */
const signing = z.discriminatedUnion('variant', [
  /** The application's own, for every call. */
  z.strictObject({ variant: z.literal('app-secret') }),
  /** One asked for by a first call, enciphered with AES-128 under a key made from the application's (`call-secret.ts`). */
  z.strictObject({
    variant: z.literal('call-secret'), ...face.shape, secret: columnNameOf('lower'), encoding: z.enum(['base64', 'hex']),
    lifetimeMs: z.number().int().min(1_000).max(86_400_000),
    /** Domain codes that say the secret is no longer known: nothing happened, ask for another. */
    expired: z.array(z.string().regex(/^[a-z]+-\d{3}$/)).min(1),
  }),
]);

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
  signing: signing.default({ variant: 'app-secret' }),
  /** What the province does not offer is left out, and then answered `not-supported`. */
  interfaces: z.strictObject({
    items: face, accept: face, process: face, special: face, report: face, result: face, material: face.optional(), evaluation: face.optional(), inquiry: face, decisions: face,
    digests: face.optional(), item: face.optional(), recorded: face.optional(), counts: face.optional(), recordedOn: face.optional(),
    applications: face.optional(), applicationFile: face.optional(), applicationAnswer: face.optional(),
  }),
  /** Where the inner rows of a step stand, for kinds whose columns take `each.…`. */
  nestedRows: z.partialRecord(z.enum(STEP_KINDS), columnNameOf('lower')).default({}),
  acknowledgement: columnsOf('lower', ['receipt', 'repeated']),
  inquiry: columnsOf('lower', ['caseNumber', 'sequence', 'found', 'receipt']).extend({ revision: columnNameOf('lower').nullable().default(null) }),
  /** How what the province has is told: its word for each kind, when it took the record, and how it is asked. */
  recorded: z.strictObject({
    request: columnsOf('lower', ['caseNumber', 'day', 'cursor', 'pageSize']), answer: columnsOf('lower', ['rows', 'cursor', 'more']),
    columns: columnsOf('lower', ['kind', 'recordedAt', 'number']), kinds: z.partialRecord(z.enum(STEP_KINDS), z.string().min(1)),
  }).optional(),
  items: z.strictObject({
    request: columnsOf('lower', ['cursor', 'pageSize']),
    answer: columnsOf('lower', ['rows', 'cursor', 'more']),
    ...itemSections('lower'),
  }),
  digests: z.strictObject({ request: columnsOf('lower', ['cursor', 'pageSize', 'code']), answer: columnsOf('lower', ['rows', 'cursor', 'more']), columns: columnsOf('lower', ['code', 'version', 'digest']) }).optional(),
  applications: z.strictObject({
    request: columnsOf('lower', ['cursor', 'pageSize', 'application', 'file', 'verdict', 'caseNumber', 'receiptNumber', 'queryPassword', 'reason']), answer: columnsOf('lower', ['rows', 'cursor', 'more', 'name', 'mediaType', 'content']),
    verdicts: z.strictObject({ started: z.string().min(1), quarantined: z.string().min(1), failed: z.string().min(1) }), ...applicationSections('lower'),
  }).optional(),
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
  return readProfile(shapes, raw, source, (parsed) => [
    ...mappingProblems(parsed, [...itemListsNeeded(parsed.items?.columns), ...(parsed.applications ? APPLICATION_LISTS_NEEDED : [])]), ...failureProblems(parsed.failures ?? {}), ...interfaceProblems(parsed),
  ]);
}

/** Sections an interface is read with. */
const READ_WITH = {
  digests: 'digests', item: 'digests', recorded: 'recorded', counts: 'recorded', recordedOn: 'recorded', applications: 'applications', applicationFile: 'applications', applicationAnswer: 'applications',
} as const;

function interfaceProblems(profile: Partial<Profile>): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  for (const [face_, section] of Object.entries(READ_WITH)) {
    const offered: Readonly<Record<string, unknown>> = profile.interfaces ?? {};
    if (offered[face_] !== undefined && profile[section] === undefined) problems.push({ path: `interfaces.${face_}`, zh: `缺少对应的 ${section} 一节`, en: `needs the section ${section}` });
  }
  for (const kind of STEP_KINDS) {
    const columns = profile.steps?.[kind];
    if (!columns) continue;
    if (profile.interfaces && !profile.interfaces[kind]) problems.push({ path: `interfaces.${kind}`, zh: '有列而无接口', en: 'there are columns and no interface' });
    const nested = Object.values(columns).some((one) => one.from?.startsWith('each.'));
    if (nested !== (profile.nestedRows?.[kind] !== undefined)) problems.push({ path: `nestedRows.${kind}`, zh: '内层列表与取自 each 的列须同时有或同时无', en: 'inner rows need columns taken from each, and such columns need inner rows' });
    if (profile.recorded && profile.recorded.kinds[kind] === undefined) problems.push({ path: `recorded.kinds.${kind}`, zh: '缺少省级平台对此类步骤的称呼', en: 'the province’s word for this kind is missing' });
  }
  return problems;
}

function failureProblems(failures: Profile['failures']): ProfileProblem[] {
  return Object.entries(failures).flatMap(([code, one]) => (one.outcome !== 'refused' || isRefusalReason(one.reason) ? []
    : [{ path: `failures.${code}`, zh: `未登记的拒绝原因 ${one.reason}`, en: `${one.reason} is not a registered refusal reason` }]));
}
