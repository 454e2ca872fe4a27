/** The HTTP of change sets: what they change, who may do what with them, and the zone's own edits. */
import { z } from 'zod';
import type { components } from '../../contracts/catalogue/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { problem } from '../../infra/problem.ts';
import { pagingOf } from '../../infra/paging.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { arrivalKeyOf, ChangeSetRecord, decide, noFacts, proposedIn, type ChangeSetFacts, type ChangeSetMessage } from './change-set.ts';
import { countsOf, entriesAfter, type Entry } from './change-set-entries.ts';
import { newContents } from './differences.ts';
import { dryRun, type OpenCases } from './dry-run.ts';
import { compareAgain, proposeAgain, proposeChanges, proposedAgain, type ProposalSurroundings, type ProposedEntry } from './proposal.ts';
import { codeOf, PublishedItem } from './published-item.ts';
import { changeSetByArrival, changeSetById, changeSetFacts, itemByCode, listChangeSets } from './store.ts';
import { spanOn } from './timeline.ts';

type Schemas = components['schemas'];
type Shown = Schemas['ChangeSet'];

export interface ChangeSetMachines { changeSets: AnyMachine; proposing: ProposalSurroundings; openCases: OpenCases }

const ListQuery = z.object({ state: z.string().optional(), source: z.string().optional() });
const EntryQuery = z.object({ kind: z.string().optional(), status: z.string().optional(), burden: z.string().optional(), q: z.string().optional(), after: z.coerce.number().int().default(0), limit: z.coerce.number().int().default(50) });
const Approval = z.object({ revision: z.number().int(), effectiveOn: z.iso.date().nullable().default(null), note: z.string().default('') });
const Edit = z.object({ version: z.number().int(), edition: z.number().int(), item: PublishedItem, reason: z.string() });

/** What a person may do with a change set; each is put to the rules as if it had been asked for. */
const acts: readonly { action: Shown['withheld'][number]['action']; operation: string; put(record: ChangeSetRecord): Pick<ChangeSetMessage, 'type' | 'data'> }[] = [
  { action: 'approve', operation: 'approveChangeSet', put: ({ revision }) => ({ type: 'http.approve-change-set', data: { revision, effectiveOn: null, note: '' } }) },
  { action: 'reject', operation: 'rejectChangeSet', put: ({ revision }) => ({ type: 'http.reject-change-set', data: { revision, reason: '-' } }) },
  { action: 'undo', operation: 'undoChangeSet', put: ({ revision }) => ({ type: 'http.undo-change-set', data: { revision, reason: '-' } }) },
];

export function changeSetHandlers(context: Context<object>, { changeSets, proposing, openCases }: ChangeSetMachines, oneAfterAnother: <T>(work: () => Promise<T>) => Promise<T>): Handlers {
  const { database, clock } = context;
  const missing: Answer = { refusal: refusal('not-found', { field: 'changeSetId' }) };
  const idOf = (asked: Asked): string => asked.params['changeSetId'] ?? '';

  /** As whoever asks sees it. In a list nobody looks into the entries of each. */
  async function shown(record: ChangeSetRecord, asked: Asked, whole: boolean): Promise<Shown> {
    const { id, status, source, title, arrival, proposedBy, proposedAt, counts, superseded, replacedBy, revision, effectiveOn, approved, rejected, undone, abandoned, inForceSince, progress, undoing } = record;
    const heavier = (await countsOf(database, id)).reduce((sum, row) => (row.status === 'superseded' || row.status === 'refused' ? sum : sum + row.heavier), 0);
    const may: Pick<Shown, 'actions' | 'withheld'> = { actions: [], withheld: [] };
    for (const { action, operation, put } of acts) {
      if (asked.rolesFor(operation).length === 0) continue;
      const message = { ...put(record), id: '', actor: asked.actor } as ChangeSetMessage;
      const known: ChangeSetFacts = { ...noFacts, open: proposedIn(counts) - superseded };
      const atFirst = decide(record, message, { ...known, now: clock.now() });
      // Only what its state and the person allow is worth looking through the entries for.
      const facts = whole && atFirst.kind !== 'refuse' ? await changeSetFacts(database, message.type, id) : known;
      const decision = decide(record, message, { ...facts, now: clock.now() });
      if (decision.kind !== 'refuse') may.actions.push(action);
      else if (decision.refusal.field !== 'state') may.withheld.push({ action, zh: decision.refusal.zh, en: decision.refusal.en });
      // What another has published meanwhile is taken in by comparing again.
      if (action === 'approve' && decision.kind === 'refuse' && facts.outdated !== null) may.actions.push('compare');
    }
    const again = status === 'rejected' && whole ? await changeSetByArrival(database, arrivalKeyOf(source, proposedAgain(id))) : null;
    if (status === 'rejected' && again === null && proposedIn(counts) > superseded && asked.rolesFor('proposeChangeSetAgain').length > 0) may.actions.push('propose-again');
    return {
      id, state: status, source, title, arrival, proposedBy, proposedAt, counts, superseded, replacedBy, proposedAgainAs: again?.id ?? null, revision, effectiveOn, approved, rejected, undone, abandoned, inForceSince, progress, undoing, heavier, ...may,
    };
  }
  async function answered(asked: Asked, id = idOf(asked), status = 200): Promise<Answer> {
    const record = await changeSetById(database, id);
    return record ? { status, body: await shown(record, asked, true) } : missing;
  }
  /** Puts an act to the rules, one after another: each must know of the one before. */
  const acted = (asked: Asked, type: string, data: object): Promise<Answer> => oneAfterAnother(async () => {
    const id = idOf(asked);
    if (!await changeSetById(database, id)) return missing;
    const settlement = await context.submit(changeSets, type, id, data, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
    return settlement.kind === 'settled' ? answered(asked) : answerTo(settlement, () => missing);
  });

  return {
    async listChangeSets(asked) {
      const paging = pagingOf(asked.query, 20);
      if ('reason' in paging) return { refusal: paging };
      const { changeSets: found, next } = await listChangeSets(database, ListQuery.parse(asked.query), paging);
      return { status: 200, body: { changeSets: await Promise.all(found.map((one) => shown(one, asked, false))), next } };
    },

    showChangeSet: (asked) => answered(asked),

    async listChangeSetEntries(asked) {
      if (!await changeSetById(database, idOf(asked))) return missing;
      const filter = EntryQuery.parse(asked.query);
      const found = await entriesAfter(database, idOf(asked), { ...filter, limit: filter.limit + 1 });
      const page = found.slice(0, filter.limit);
      return { status: 200, body: { entries: page.map(shownEntry), next: found.length > filter.limit ? page.at(-1)?.number ?? null : null } };
    },

    async dryRunChangeSet(asked) {
      const record = await changeSetById(database, idOf(asked));
      if (!record) return missing;
      const result = await dryRun(database, record.id, openCases);
      if ('kind' in result) return { problem: problem(503, 'not-available', '受理服务暂时无法访问，请稍后再试算', 'Intake cannot be reached now; try the dry run again shortly') };
      const body: Schemas['DryRun'] = { asOf: clock.now().toISOString(), ...result };
      return { status: 200, body };
    },

    async approveChangeSet(asked) {
      const approval = Approval.safeParse(asked.body);
      if (!approval.success) return { refusal: refusal('invalid-request', { field: 'effectiveOn', detail: { zh: '没有这一天', en: 'there is no such day' } }) };
      return acted(asked, 'http.approve-change-set', approval.data);
    },
    rejectChangeSet: (asked) => acted(asked, 'http.reject-change-set', Object(asked.body)),
    undoChangeSet: (asked) => acted(asked, 'http.undo-change-set', Object(asked.body)),

    compareChangeSet: (asked) => oneAfterAnother(async () => {
      const record = await changeSetById(database, idOf(asked));
      if (!record) return missing;
      if (record.status !== 'proposed') return { refusal: refusal('wrong-state', { field: 'state', detail: { zh: '只有待批准的变更单可以重新比对', en: 'only a proposed change set can be compared again' } }) };
      await compareAgain(proposing, record);
      return answered(asked);
    }),

    proposeChangeSetAgain: (asked) => oneAfterAnother(async () => {
      const record = await changeSetById(database, idOf(asked));
      if (!record) return missing;
      if (record.status !== 'rejected') return { refusal: refusal('wrong-state', { field: 'state', detail: { zh: '只有已驳回的变更单可以重新提出', en: 'only a rejected change set can be proposed again' } }) };
      const { reason } = z.object({ reason: z.string() }).parse(asked.body);
      const { changeSetId } = await proposeAgain(proposing, record, { reason, by: { subject: asked.actor.subject, name: asked.actor.name } });
      if (changeSetId === null) return { refusal: refusal('wrong-state', { field: 'state', detail: { zh: '与现行内容已无不同，或同一来源的变更正待批准', en: 'nothing of it differs any more, or the same source has proposed these items since' } }) };
      return answered(asked, changeSetId, 201);
    }),

    editItem: (asked) => oneAfterAnother(async () => {
      const code = asked.params['itemCode'] ?? '';
      const record = await itemByCode(database, code);
      if (!record) return { refusal: refusal('not-found', { field: 'itemCode' }) };
      const edit = Edit.safeParse(asked.body);
      if (!edit.success) {
        const [first] = edit.error.issues;
        return { refusal: refusal('invalid-request', { field: first?.path.join('.') ?? '', detail: first?.message ?? '' }) };
      }
      const { version, edition, item, reason } = edit.data;
      if (codeOf(item) !== code) return { refusal: refusal('invalid-item-code', { field: 'item', detail: { zh: '修改不得改变事项编码', en: 'an edit may not change the code of the item' } }) };
      const span = spanOn(record, chinaDate(clock.now()));
      if (span?.version !== version || span.edition !== edition) {
        return { refusal: refusal('version-conflict', { field: 'edition', detail: { zh: '您打开之后该事项已重新发布，请在新内容上修改', en: 'the item was published anew since you opened it; edit what is there now' } }) };
      }
      const { actor, messageId = '' } = asked;
      const proposed = await proposeChanges(proposing, {
        source: 'zone', title: reason, proposedBy: { subject: actor.subject, name: actor.name }, arrival: { kind: 'edit', id: messageId }, entries: only({ code, after: item }),
      });
      const [trouble] = proposed.refused;
      if (trouble) return { refusal: refusal('invalid-request', { field: `item.${trouble.field}`, detail: { zh: trouble.zh, en: trouble.en } }) };
      if (proposed.counts.alreadyProposed > 0) return { refusal: refusal('wrong-state', { field: 'item', detail: { zh: '同样的修改已在待批准的变更单中', en: 'the same edit waits for approval already' } }) };
      if (proposed.changeSetId === null) return { refusal: refusal('invalid-request', { field: 'item', detail: { zh: '与现行内容没有不同', en: 'nothing differs from what is published' } }) };
      return answered(asked, proposed.changeSetId, 201);
    }),
  };
}

async function* only(entry: ProposedEntry): AsyncIterable<ProposedEntry> { yield await Promise.resolve(entry); }

function shownEntry({ number, code, name, kind, status, version, document, heavier, result }: Entry): Schemas['ChangeSetEntry'] {
  const { before, after, refused, row } = document;
  const differences = kind === 'added' && after ? newContents(after) : document.differences;
  return { number, code, name, kind, status, version: version === 0 ? null : version, before, differences, heavier, refused, row, result };
}
