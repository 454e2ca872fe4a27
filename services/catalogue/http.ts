/** The HTTP of the catalogue, one handler an operation. Reading is public, as the law wants it; changing is for catalogue officers. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { components } from '../../contracts/catalogue/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import { fileAnswer } from '../../infra/file-answer.ts';
import { recogniseFile } from '../../infra/file-kind.ts';
import type { Answer, Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { changeSetHandlers, type ChangeSetMachines } from './change-set-http.ts';
import type { Day } from './civil-day.ts';
import { DelegationDocument, DelegationStanding, usualTrialEnd } from './delegation.ts';
import { differencesBetween } from './differences.ts';
import { daysLeftOf, lightOf, type ExpiryAhead, type ExpiryLight } from './expiry.ts';
import { delegationOn, standingOn, type ItemRecord } from './item.ts';
import { nearestItems } from './nearest-items.ts';
import { shown as shownDelegation, stoodOn, type DelegationRecord } from './register.ts';
import { delegationByNumber, delegationFile, itemByCode, keepDelegationFile, listDelegations, listItems, namesOffered, recentSynchronisations, synchronisationById } from './store.ts';
import { SynchronisationRecord } from './synchronisation.ts';
import { spanOn, spansOf } from './timeline.ts';

type Schemas = components['schemas'];

const ItemQuery = z.object({ q: z.string().optional(), form: z.string().optional(), state: z.string().optional(), department: z.string().optional(), after: z.string().optional(), cursor: z.string().optional(), limit: z.coerce.number().int().default(50) });
const NearestQuery = z.object({ name: z.string(), code: z.string().optional(), limit: z.coerce.number().int().default(5) });
const OnQuery = z.object({ form: z.string().optional(), on: z.string().optional() });

/** The day asked for, undefined when none was; null when the calendar has no such day, which the contract cannot say. */
const dayAsked = (on: string | undefined): Day | undefined | null => (on === undefined || z.iso.date().safeParse(on).success ? on : null);
const noSuchDay: Answer = { refusal: refusal('invalid-request', { field: 'query.on', detail: { zh: '没有这一天', en: 'there is no such day' } }) };
const Start = z.object({ mode: z.enum(['full', 'changes']).default('changes') });
/** The body of a document as it is put; the number stands in the address. */
const DelegationBody = DelegationDocument.omit({ documentNumber: true }).extend({
  subParks: DelegationDocument.shape.subParks.default([]), standing: DelegationStanding.default('in-force'), trialEndsOn: z.iso.date().optional(),
  standingFrom: z.iso.date().nullable().default(null), reason: z.string().nullable().default(null),
});

export function handlersOf(context: Context<{ expiryAheadDays: ExpiryAhead }>, machines: { register: AnyMachine; synchronisations: AnyMachine } & ChangeSetMachines): Handlers {
  const { database, clock } = context;
  const today = (): Day => chinaDate(clock.now());
  const missing: Answer = { refusal: refusal('not-found') };

  // The inbox decides several messages before it writes any; documents and synchronisations must each know of the one before.
  let last: Promise<unknown> = Promise.resolve();
  function oneAfterAnother<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  }

  const withDaysLeft = <D extends { standing: string; validTo: Day }>(document: D): D & { daysLeft: number | null; light: ExpiryLight | null } => {
    const daysLeft = daysLeftOf(document, today());
    return { ...document, daysLeft, light: lightOf(daysLeft, context.settings.expiryAheadDays) };
  };
  const asShown = (record: DelegationRecord): Schemas['RegisteredDelegation'] => withDaysLeft(shownDelegation(record));

  return {
    ...changeSetHandlers(context, machines, oneAfterAnother),

    async listItems(asked) {
      const { cursor, after, ...filter } = ItemQuery.parse(asked.query);
      const { items: found, total } = await listItems(database, { ...filter, after: cursor ?? after });
      const on = today();
      const page = found.slice(0, filter.limit);
      const more = found.length > filter.limit;
      return { status: 200, body: { items: page.flatMap((record) => listed(record, on) ?? []), more, next: more ? page.at(-1)?.code ?? null : null, total } };
    },

    async listNearestItems(asked) {
      const { name, code, limit } = NearestQuery.parse(asked.query);
      const found = nearestItems({ name, code }, await namesOffered(database), limit);
      const on = today();
      const records = await Promise.all(found.map((one) => itemByCode(database, one.code)));
      const items = found.flatMap(({ score, reasons }, at) => {
        const record = records[at];
        const item = record ? listed(record, on) : undefined;
        return item?.name ? [{ code: item.code, name: item.name, form: item.form, department: item.department, score, reasons }] : [];
      });
      return { status: 200, body: { items } };
    },

    async listItemVersions(asked) {
      const record = await itemByCode(database, asked.params['itemCode'] ?? '');
      if (!record) return missing;
      const on = today();
      const spans = spansOf(record);
      const current = spanOn(record, on);
      const versions = record.publications.map(({ item, version, edition, changeSetId, at }, index): Schemas['ItemVersion'] => {
        const own = spans.filter((span) => span.version === version && span.edition === edition);
        const before = record.publications[index - 1];
        return {
          version, edition, name: item.name, state: own.at(-1)?.state ?? item.state, from: own[0]?.from ?? null, to: own.at(-1)?.to ?? null,
          inForce: current?.version === version && current.edition === edition, changeSetId, publishedAt: at,
          spans: own.map(({ state, from, to }) => ({ state, from, to })), changes: before ? differencesBetween(before.item, item) : [],
        };
      });
      return { status: 200, body: { code: record.code, versions: versions.toReversed() } };
    },

    async showItem(asked) {
      const record = await itemByCode(database, asked.params['itemCode'] ?? '');
      const on = dayAsked(OnQuery.parse(asked.query).on);
      if (on === null) return noSuchDay;
      return record ? { status: 200, body: onDay(record, on ?? today()) } : missing;
    },

    async listDelegations(asked) {
      const { form, on: asks } = OnQuery.parse(asked.query);
      const on = dayAsked(asks);
      if (on === null) return noSuchDay;
      const found = await listDelegations(database, form);
      const standing = found.filter((one) => on === undefined || stoodOn(one, on));
      return { status: 200, body: { delegations: standing.map(asShown), expiryAhead: context.settings.expiryAheadDays } };
    },

    async showDelegation(asked) {
      const found = await delegationByNumber(database, asked.params['documentNumber'] ?? '');
      return found ? { status: 200, body: asShown(found) } : missing;
    },

    async showDelegationHistory(asked) {
      const found = await delegationByNumber(database, asked.params['documentNumber'] ?? '');
      return found ? { status: 200, body: { documentNumber: found.documentNumber, lines: found.history.toReversed() } } : missing;
    },

    async registerDelegation(asked) {
      const documentNumber = asked.params['documentNumber'] ?? '';
      const body = DelegationBody.safeParse(asked.body);
      // The document of the contract has let it through; days that do not exist are found here.
      if (!body.success) {
        const [first] = body.error.issues;
        return { refusal: refusal('invalid-request', { field: first?.path.join('.') ?? '', detail: first?.message ?? '' }) };
      }
      const { standingFrom, reason, trialEndsOn, ...words } = body.data;
      const document = { ...words, trialEndsOn: trialEndsOn ?? usualTrialEnd(words.validFrom, words.validTo), documentNumber };
      // The number is the key and an amendment may be taken back by the earlier words, so no two requests are the same message.
      const settlement = await oneAfterAnother(() => context.submit(machines.register, 'http.register-delegation', documentNumber, { document, standingFrom, reason, by: asked.actor.subject }, { messageId: freshId(), actor: asked.actor }));
      return answerTo(settlement, (reply) => ({ status: 200, body: withDaysLeft(ShownReply.parse(reply)) }));
    },

    async addDelegationFile(asked) {
      const documentNumber = asked.params['documentNumber'] ?? '';
      const name = nameOf(asked.header('x-file-name'));
      const recognised = recogniseFile(asked.bytes, name === null ? {} : { name });
      if (recognised.kind === 'refused') return { refusal: recognised.refusal };
      if (!(await delegationByNumber(database, documentNumber))) return missing;
      const sha256 = createHash('sha256').update(asked.bytes).digest('hex');
      // The bytes first: a line in the register must never name a file that is not there. Bytes nobody names do no harm.
      await keepDelegationFile(database, { sha256, mediaType: recognised.mediaType, content: asked.bytes, at: clock.now() });
      const file = { sha256, name: name ?? `${documentNumber}.${recognised.file}`, kind: recognised.file, bytes: asked.bytes.length, addedBy: asked.actor.subject };
      const settlement = await oneAfterAnother(() => context.submit(machines.register, 'http.add-delegation-file', documentNumber, { documentNumber, file }, { messageId: freshId(), actor: asked.actor }));
      return answerTo(settlement, (reply) => ({ status: 201, body: withDaysLeft(ShownReply.parse(reply)) }));
    },

    async showDelegationFile(asked) {
      const { documentNumber = '', sha256 = '' } = asked.params;
      const found = await delegationByNumber(database, documentNumber);
      const file = found?.files.some((one) => one.sha256 === sha256) ? await delegationFile(database, sha256) : undefined;
      return file ? fileAnswer(file) : { refusal: refusal('unknown-file') };
    },

    async startSynchronisation(asked) {
      const { mode } = Start.parse(asked.body);
      const id = asked.messageId ?? '';
      const settlement = await oneAfterAnother(() => context.submit(machines.synchronisations, 'http.start-synchronisation', id, { id, mode, by: asked.actor.subject }, { messageId: id, requestHash: asked.requestHash, actor: asked.actor }));
      return answerTo(settlement, (reply) => ({ status: 202, body: shownSynchronisation(SynchronisationRecord.parse(reply)) }));
    },

    listSynchronisations: async () => ({ status: 200, body: { synchronisations: (await recentSynchronisations(database)).map(shownSynchronisation) } }),

    async showSynchronisation(asked) {
      const found = await synchronisationById(database, asked.params['synchronisationId'] ?? '');
      return found ? { status: 200, body: shownSynchronisation(found) } : missing;
    },
  };
}

/** What the register answers; the contract says the rest. */
const ShownReply = z.looseObject({ standing: z.string(), validTo: z.string() });

/** A file's name as it was sent, percent-encoded; null when there is none or nobody can read it. Never a path. */
function nameOf(header: string | undefined): string | null {
  try { return header === undefined ? null : decodeURIComponent(header).replaceAll(/[\p{Cc}/\\]/gu, ' ').trim().slice(0, 200) || null; } catch { return null; }
}

/** The item as it stands in a list; undefined for one without any document, which the register never makes. */
function listed(record: ItemRecord, on: Day): Schemas['ListedItem'] | undefined {
  const standing = standingOn(record, on);
  if (standing.kind === 'known') {
    const { offer } = standing;
    return {
      code: record.code, name: offer.name, form: offer.delegation.form, state: record.status, withdrawnFor: record.withdrawnFor, version: offer.version,
      department: offer.department.name, promisedLimit: offer.promisedLimit, charged: offer.charges.length > 0 || offer.feeTerms !== undefined,
      documentNumber: offer.delegation.documentNumber, validTo: offer.delegation.validTo,
    };
  }
  const delegation = delegationOn(record.delegations, on) ?? record.delegations.at(-1);
  return delegation && {
    code: record.code, name: null, form: delegation.form, state: record.status, withdrawnFor: null, version: null, department: null, promisedLimit: null,
    charged: null, documentNumber: delegation.documentNumber, validTo: delegation.validTo,
  };
}

/** What applied to the item on a day: one publication in one condition, or nothing yet; and its document, or none. */
export function onDay(record: ItemRecord, on: Day): Schemas['ItemOnDay'] {
  const span = spanOn(record, on);
  return {
    code: record.code, on, state: record.status, withdrawnFor: record.withdrawnFor, condition: span?.state ?? 'not-yet',
    item: span ? { ...span.item, state: span.state } : null, edition: span?.edition ?? null, changeSetId: span?.changeSetId ?? null, from: span?.from ?? null, to: span?.to ?? null,
    delegation: delegationOn(record.delegations, on) ?? null,
    versions: spansOf(record).map(({ version, edition, state, from, to }) => ({ version, edition, state, from, to })),
    delegations: record.delegations,
  };
}

function shownSynchronisation(record: SynchronisationRecord): Schemas['Synchronisation'] {
  const { id, status, mode, startedAt, finishedAt, pages, counts, notTaken, failure, changeSetId } = record;
  return { id, state: status, mode, startedAt, finishedAt, pages, counts, notTaken, failure, changeSetId };
}
