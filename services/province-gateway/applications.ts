/**
 * What comes in: each platform is asked for new applications of its portal, each becomes a record, and the record becomes a case or waits
 * for people. The cursor of a platform moves only after everything before it has been committed; a page read again changes nothing.
 */
import { createHash } from 'node:crypto';
import type { operations } from '../../contracts/province-gateway/api.ts';
import type { paths as CataloguePaths } from '../../contracts/catalogue/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { derivedId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { AnswerOf, Client } from '../../infra/http-client.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import { machine, type AnyMachine } from '../../infra/machine.ts';
import { maskCitizenNumber, maskMobile, maskName, maskText } from '../../infra/mask.ts';
import { done, unavailable, type Outcome } from '../../infra/outcome.ts';
import { pagingOf } from '../../infra/paging.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { accepts, applicationKey, ApplicationRecord, decide, TakeApplication } from './application.ts';
import { applicationColumns, countApplications, findApplication, knownAmong, listApplications, noteRows, readPoll, writePoll, type ApplicationFilter } from './application-store.ts';
import { suggestionsFor, type IntakePort, type NoticeClock } from './application-taking.ts';
import type { Province } from './port.ts';
import { applicationStates } from './states.ts';

type Shown<K extends keyof operations> = AnswerOf<operations[K]>;
type Line = Shown<'listApplications'>['applications'][number];

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
export const keyOf = (platform: string, applicationId: string): string => applicationKey(platform, applicationId, digest);

/** The most rows that are walked through to compare with a platform's own list. */
const comparedAtMost = 200_000;
/** How soon a call put off by maintenance is tried again. */
const pausedAgainMs = 10_000;

export interface Applications {
  machine: AnyMachine;
  handlers: Handlers;
  start(): void;
  stop(): Promise<void>;
}

/** Without intake nothing can become a case: then no portal is asked, and the lists stay empty. */
export function openApplications(context: Context<object>, options: {
  platforms: ReadonlyMap<string, Province>; intake: IntakePort | null; catalogue: Client<CataloguePaths> | null; everyMs: number;
  /** In its hours of maintenance a platform is neither asked nor told anything. */
  paused?(platform: string): boolean;
}): Applications {
  const { database, clock, log } = context;
  const { platforms, intake, catalogue } = options;

  /** Loads the record of a call; a platform that is no longer set up is waited for. */
  async function atHand(key: string): Promise<{ record: ApplicationRecord; platform: Province; intake: IntakePort } | Outcome<never>> {
    const record = await findApplication(database, key);
    const platform = record && platforms.get(record.platform);
    if (record && options.paused?.(record.platform)) return unavailable('maintenance', pausedAgainMs);
    return record && platform && intake ? { record, platform, intake } : unavailable(`platform or intake not set up: ${record?.platform ?? key}`);
  }
  const applications = machine({
    name: 'applications', states: applicationStates, accepts, record: ApplicationRecord, decide, columns: applicationColumns,
    calls: {
      'take-application': {
        repeatable: true, target: 'intake', timeoutMs: 90_000,
        async perform(data, { key }) {
          const found = await atHand(key);
          return 'kind' in found ? found : found.intake.take(found.record, found.platform, TakeApplication.parse(data));
        },
      },
      'tell-platform': {
        repeatable: true, target: 'portal', timeoutMs: 30_000,
        async perform(data, { key }) {
          const found = await atHand(key);
          if ('kind' in found) return found;
          const { record, platform } = found;
          const { kind } = data as { kind: ApplicationRecord['status'] };
          if (kind !== 'started') return platform.answerApplication(record.applicationId, { kind, reason: record.reason?.zh ?? '' });
          const receipt = await found.intake.receiptOf(record);
          return receipt.kind === 'done' ? platform.answerApplication(record.applicationId, { kind, ...receipt.value }) : receipt;
        },
      },
      'ask-notice-clock': {
        repeatable: true, target: 'intake', timeoutMs: 15_000,
        async perform(data) {
          const shown = await intake?.noticeClock((data as { receivedOn: string }).receivedOn);
          return shown ? done({ due: shown.due }) : unavailable('intake did not tell the clock');
        },
      },
    },
  });

  // --- asking the portals ------------------------------------------------------------------------------------------

  /** Reads every page since a cursor. Undefined once everything has been seen, else how it broke off. */
  async function eachPage(platform: Province, from: string | null, see: (page: { ids: string[]; read: Awaited<ReturnType<Province['applications']>> & { kind: 'done' } }) => Promise<void>): Promise<Exclude<Outcome, { kind: 'done' }> | undefined> {
    let cursor = from;
    for (let more = true; more;) {
      const page = await platform.applications(cursor);
      if (page.kind !== 'done') return page;
      await see({ ids: [...page.value.applications.map((one) => one.id), ...page.value.unreadable.map((one) => one.id)], read: page });
      // A platform that says "more" and stands still would be asked for ever.
      more = page.value.more && page.value.cursor !== cursor;
      ({ cursor } = page.value);
    }
    return undefined;
  }

  async function askPlatform(name: string, platform: Province): Promise<void> {
    if (options.paused?.(name)) return;
    const before = await readPoll(database, name);
    await writePoll(database, { platform: name, asked_at: clock.now() });
    const broken = await eachPage(platform, before?.position ?? null, async ({ ids, read }) => {
      const { applications: found, unreadable, cursor } = read.value;
      await noteRows(database, name, ids, clock.now());
      await Promise.all([
        ...found.map((application) => submit(name, application.id, 'poll.application-found', { platform: name, application })),
        ...unreadable.map(({ id, field, zh, en }) => submit(name, id, 'poll.row-unreadable', { platform: name, applicationId: id, field, zh, en })),
      ]);
      await writePoll(database, { platform: name, position: cursor, answered_at: clock.now(), failure: null });
    });
    if (!broken) return;
    const failure = broken.kind === 'refused' ? broken.reason : broken.detail;
    await writePoll(database, { platform: name, failure: failure.slice(0, 250) });
    // Said once, when it begins: a platform without a portal is asked for ever.
    if (before?.failure !== failure.slice(0, 250)) log.warn({ platform: name, outcome: broken.kind, detail: failure }, 'applications of the portal could not be asked for');
  }
  async function submit(platform: string, applicationId: string, type: string, data: object): Promise<void> {
    const key = keyOf(platform, applicationId);
    const settlement = await context.submit(applications, type, key, data, { messageId: derivedId('province-gateway/applications', key, 0) });
    if (settlement.kind !== 'settled') throw new Error(`application ${key} was not taken: ${settlement.kind}`);
  }
  let polls: Scheduled[] = [];

  // --- what people see and do --------------------------------------------------------------------------------------

  const missing: Answer = { refusal: refusal('not-found') };
  const one = async (asked: Asked): Promise<ApplicationRecord | undefined> => findApplication(database, keyOf(asked.params['platform'] ?? '', asked.params['applicationId'] ?? ''));
  const clockOf = async (record: ApplicationRecord): Promise<NoticeClock | null> => (record.status === 'quarantined' && intake ? intake.noticeClock(chinaDate(new Date(record.submittedAt))) : null);
  const act = (type: string, body: (asked: Asked) => object) => async (asked: Asked): Promise<Answer> => {
    const key = keyOf(asked.params['platform'] ?? '', asked.params['applicationId'] ?? '');
    const settlement = await context.submit(applications, type, key, body(asked), { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: { ...asked.actor, roles: asked.openedBy } });
    if (settlement.kind !== 'settled') return answerTo(settlement, () => missing);
    const record = await findApplication(database, key);
    return record ? { status: 200, body: shown(record, await clockOf(record), null) } : missing;
  };

  const handlers: Handlers = {
    async listApplications(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const { platform, state, overdue } = asked.query as ApplicationFilter & { overdue?: boolean };
      const { applications: found, next } = await listApplications(database, { platform, state, ...(overdue === true ? { overdueOn: chinaDate(clock.now()) } : {}) }, paging);
      const clocks = await Promise.all(found.map((record) => clockOf(record)));
      const body: Shown<'listApplications'> = { applications: found.map((record, at) => lineOf(record, clocks[at] ?? null)), next };
      return { status: 200, body };
    },
    async countApplications(asked) {
      const counts = await countApplications(database, [...platforms.keys()], chinaDate(clock.now()));
      const compared = asked.query['compare'] === true;
      const shownCounts = await Promise.all(counts.map(async ({ stateless, rowless, ...count }): Promise<Shown<'countApplications'>['platforms'][number]> => {
        const poll = await readPoll(database, count.platform);
        const theirs = compared ? await compareWith(count.platform) : null;
        return {
          ...count, stateless, rowless, whole: count.rows === count.started + count.quarantined + count.failed && stateless.length === 0 && rowless.length === 0 && (theirs === null || theirs.missing.length === 0),
          theirs: theirs?.rows ?? null, missing: theirs?.missing ?? [], failure: theirs?.failure ?? poll?.failure ?? null, askedAt: poll?.asked_at ? new Date(poll.asked_at).toISOString() : null,
        };
      }));
      return { status: 200, body: { countedAt: clock.now().toISOString(), whole: shownCounts.every((count) => count.whole), platforms: shownCounts } satisfies Shown<'countApplications'> };
    },
    async showApplication(asked) {
      const record = await one(asked);
      if (!record) return missing;
      const [clockShown, suggestions] = await Promise.all([clockOf(record), catalogue ? suggestionsFor(catalogue, record) : null]);
      return { status: 200, body: shown(record, clockShown, suggestions) };
    },
    async showApplicationFile(asked) {
      const record = await one(asked);
      const platform = record && platforms.get(record.platform);
      const file = record?.application?.files.find((each) => each.fileId === asked.params['fileId']);
      if (!record || !platform || !file) return missing;
      const fetched = await platform.applicationFile(record.applicationId, file.fileId);
      if (fetched.kind !== 'done') return { refusal: refusal('not-found', { detail: fetched.detail }) };
      // What came from outside is never shown as what it says it is: it is handed out to be kept, and opened by whoever asked for it.
      return {
        status: 200, bytes: Buffer.from(fetched.value.bytes), mediaType: 'application/octet-stream',
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fetched.value.name)}`, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
      };
    },
    assignItem: act('http.assign-item', (asked) => {
      const { itemCode, withoutFiles, contact } = asked.body as operations['assignItem']['requestBody']['content']['application/json'];
      return { itemCode, withoutFiles: withoutFiles === true, contact: contact ?? null };
    }),
    giveBackApplication: act('http.give-back', (asked) => asked.body as object),
  };

  /** Walks through everything the platform has and names what the hub has in no state. */
  async function compareWith(name: string): Promise<{ rows: number; missing: string[]; failure: string | null }> {
    const platform = platforms.get(name);
    let rows = 0;
    const lost: string[] = [];
    const broken = platform && await eachPage(platform, null, async ({ ids }) => {
      rows += ids.length;
      if (rows > comparedAtMost) return;
      const known = await knownAmong(database, name, ids);
      lost.push(...ids.filter((id) => !known.has(id)).slice(0, 100 - lost.length));
    });
    return { rows, missing: lost, failure: broken ? (broken.kind === 'refused' ? broken.reason : broken.detail) : null };
  }

  return {
    machine: applications, handlers,
    start() {
      if (!intake) return;
      polls = [...platforms].map(([name, platform]) => schedule(`applications/${name}`, options.everyMs, log, () => askPlatform(name, platform)));
      for (const poll of polls) poll.wake();
    },
    async stop() { await Promise.all(polls.map((poll) => poll.stop())); },
  };
}

function lineOf(record: ApplicationRecord, clock: NoticeClock | null): Line {
  const { application } = record;
  return {
    platform: record.platform, applicationId: record.applicationId, state: record.status, taking: record.taking, reason: record.reason,
    item: application ? { name: application.item.name, code: application.item.handlingCode ?? application.item.taskCode ?? application.item.catalogCode } : null,
    projectName: application?.projectName ?? null, applicant: application ? applicantName(application) : null, submittedAt: record.submittedAt,
    noticeDue: clock?.due ?? record.noticeDue, light: clock?.light ?? null, daysLeft: clock?.daysLeft ?? null, overdue: record.overdueAt !== null,
    caseNumber: record.caseNumber, answered: record.answered?.kind ?? null,
  };
}

/** Organisations by name; a person's name is the person's. */
const applicantName = (application: NonNullable<ApplicationRecord['application']>): string =>
  (application.applicant.kind === 'person' ? maskName(application.applicant.name) : application.applicant.name);

function shown(record: ApplicationRecord, clock: NoticeClock | null, suggestions: Shown<'showApplication'>['suggestions']): Shown<'showApplication'> {
  const { application } = record;
  const contact = record.contact ?? application?.contact ?? null;
  return {
    ...lineOf(record, clock),
    seenAt: record.seenAt, clock: clock && { from: clock.from, due: clock.due, light: clock.light, daysLeft: clock.daysLeft, lines: clock.lines },
    codes: application ? { catalogCode: application.item.catalogCode, taskCode: application.item.taskCode, handlingCode: application.item.handlingCode } : null,
    applicantNumber: application ? (application.applicant.documentType === 'credit-code' ? application.applicant.documentNumber : maskCitizenNumber(application.applicant.documentNumber)) : null,
    contact: contact && { name: maskName(contact.name), mobile: contact.mobile === null ? null : maskMobile(contact.mobile) },
    form: Object.entries(application?.form ?? {}).map(([name, value]) => ({ name, value: maskText(value) })),
    files: (application?.files ?? []).map((file) => ({ fileId: file.fileId, name: file.name, material: file.material, bytes: file.bytes, problem: record.files.find((one) => one.fileId === file.fileId)?.problem ?? null, kept: record.files.some((one) => one.fileId === file.fileId && one.sha256 !== null) })),
    itemCode: record.itemCode, assignedBy: record.assignedBy, receiptNumber: record.receiptNumber, answeredAt: record.answered?.at ?? null, suggestions, history: record.history,
  };
}
