/** The contract over the two-way ledger: how platforms stand, both sides of each step, what differs and its healing, counts, pauses, where fields came from. */
import { z } from 'zod';
import type { components } from '../../contracts/province-gateway/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import { isDuplicate, type Database } from '../../infra/database.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { maskName } from '../../infra/mask.ts';
import { beginningOf, pagingOf } from '../../infra/paging.ts';
import type { Connection } from './http.ts';
import { countDivergences, countsFrom, divergencesPage, ledgerOfCases, ledgerPage, markDivergences, openDivergences, patternCounts, stepsByState, type Divergence, type LedgerRow } from './ledger-store.ts';
import { pausesAhead } from './maintenance.ts';
import { announcePause, endPause, openPauses, outagesOf } from './outages.ts';
import type { OutgoingState } from './outgoing.ts';
import { outgoingStates } from './states.ts';
import type { Platforms } from './platforms.ts';
import { fieldsOf, PERSONAL_FIELDS } from './port.ts';
import { shareOf, type Patterns } from './provenance.ts';
import type { Queue } from './queue.ts';
import type { Ledger } from './sweep.ts';

type Schemas = components['schemas'];
const DAY_MS = 86_400_000;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const isState = (word: string): word is OutgoingState => word !== 'none' && Object.hasOwn(outgoingStates, word);

/** Values that tell of a person are shown by their first character only. */
const shownValue = (field: string, value: string | null): string | null => (value !== null && PERSONAL_FIELDS.has(field.replaceAll(/\.\d+(?=\.|$)/g, '')) ? maskName(value) : value);

const shownDivergence = (one: Divergence): Schemas['Divergence'] => ({
  number: one.number, platform: one.platform, caseNumber: one.caseNumber, sequence: one.sequence, kind: one.kind, nature: one.nature, field: one.field === '' ? null : one.field,
  ours: shownValue(one.field, one.ours), theirs: shownValue(one.field, one.theirs), winner: one.winner, state: one.state, foundAt: one.foundAt.toISOString(), changedAt: one.changedAt.toISOString(), changedBy: one.changedBy, note: one.note,
});
const shownRow = (row: LedgerRow): Schemas['LedgerStep'] => ({
  platform: row.platform, caseNumber: row.caseNumber, sequence: row.sequence, kind: row.kind, takenAt: row.takenAt.toISOString(),
  ours: { revision: row.revision, state: row.state, attempts: row.attempts, dueAt: row.state === 'acknowledged' || row.state === 'not-carried' || row.dueAt.getUTCFullYear() > 9000 ? null : row.dueAt.toISOString(), outcome: row.outcome, detail: row.detail },
  theirs: { revision: row.acknowledgedRevision, receipt: row.receipt === '' ? null : row.receipt, acknowledgedAt: iso(row.acknowledgedAt), seen: z.enum(['unknown', 'equal', 'differs', 'missing']).parse(row.theirs), seenAt: iso(row.checkedAt) },
});

export function ledgerHandlers(options: { database: Database; platforms: Platforms; queue: Queue; ledger: Ledger; patterns: Patterns; clock: Clock; connectionOf(platform: string): Connection }): Handlers {
  const { database, platforms, queue, ledger, patterns, clock } = options;
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const days = (query: Record<string, unknown>, usual: number): { from: string; until: string } => {
    const until = text(query['until']) ?? chinaDate(clock.now());
    return { until, from: text(query['from']) ?? chinaDate(new Date((beginningOf(until) ?? clock.now()).getTime() - (usual - 1) * DAY_MS)) };
  };
  return {
    async listPlatforms() {
      const now = clock.now();
      const [states, divergences, announced] = await Promise.all([stepsByState(database), countDivergences(database), openPauses(database, now)]);
      const body: { platforms: Schemas['Platform'][] } = {
        platforms: platforms.all.map(({ name, dialect, target, takes, province }) => {
          const stands = queue.stateOf(name);
          const connection = options.connectionOf(name);
          const steps = (...wanted: OutgoingState[]): number => states.filter((row) => row.platform === name && wanted.includes(row.state)).reduce((sum, row) => sum + row.steps, 0);
          const own = announced.filter((one) => one.platform === name);
          return {
            name, dialect, profile: province.name, target, takes: takes === 'rest' ? null : { forms: takes.forms ?? [], departments: takes.departments ?? [], items: takes.items ?? [] },
            catalogue: platforms.catalogue.name === name, carries: [...province.carries], state: stands.state, since: stands.since, heldUntil: iso(stands.pause?.to ?? null), detail: stands.detail,
            steps: { waiting: steps('waiting', 'sending'), doubtful: steps('doubtful'), awaiting: steps('awaiting'), refused: steps('refused'), acknowledged: steps('acknowledged') },
            divergences: divergences.get(name) ?? 0, drainPerSecond: province.delivery.drainPerSecond,
            pausesAhead: [
              ...own.filter((one) => one.from <= now).map((one) => ({ number: one.number, from: one.from.toISOString(), to: one.to.toISOString(), zh: one.zh, en: one.en })),
              ...pausesAhead(province.delivery, own, now).map((pause) => ({ number: own.find((one) => one.from.getTime() === pause.from.getTime() && one.to.getTime() === pause.to.getTime())?.number ?? null, from: pause.from.toISOString(), to: pause.to.toISOString(), zh: pause.zh, en: pause.en })),
            ],
            lastAnsweredAt: connection.lastAnsweredAt, lastFailure: connection.lastFailure,
          };
        }),
      };
      return { status: 200, body };
    },
    async announcePause(asked) {
      const platform = asked.params['platform'] ?? '';
      if (!platforms.byName(platform)) return { refusal: refusal('not-found', { field: 'platform' }) };
      const given = z.object({ from: z.string(), to: z.string(), zh: z.string(), en: z.string().optional() }).parse(asked.body);
      const [from, to] = [new Date(given.from), new Date(given.to)];
      if (to <= from || to <= clock.now()) return { refusal: refusal('invalid-request', { field: 'to' }) };
      try {
        const number = await announcePause(database, { platform, from, to, zh: given.zh, en: given.en ?? given.zh, by: asked.actor.subject, at: clock.now() });
        await queue.pausesChanged();
        return { status: 200, body: { number } };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        return { refusal: refusal('wrong-state') };
      }
    },
    async endPause(asked) {
      const ended = await endPause(database, asked.params['platform'] ?? '', Number(asked.params['number']), asked.actor.subject, clock.now());
      await queue.pausesChanged();
      return ended ? { status: 200, body: { number: Number(asked.params['number']) } } : { refusal: refusal('not-found', { field: 'number' }) };
    },
    async listOutages(asked) {
      const rows = await outagesOf(database, { platform: text(asked.query['platform']), ...(text(asked.query['from']) === undefined ? {} : { since: beginningOf(String(asked.query['from'])) ?? undefined }) }, 200);
      const outages: Schemas['Outage'][] = rows.map((row) => ({
        number: Number(row.number), platform: row.platform, cause: z.enum(['maintenance', 'unreachable']).parse(row.cause), beganAt: new Date(row.began_at).toISOString(), endedAt: row.ended_at && new Date(row.ended_at).toISOString(),
        until: row.until_at && new Date(row.until_at).toISOString(), detail: row.detail, heldSteps: Number(row.held_steps), heldCases: Number(row.held_cases),
      }));
      return { status: 200, body: { outages } };
    },
    async listLedger(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const state = text(asked.query['state']);
      const { rows, next } = await ledgerPage(database, { platform: text(asked.query['platform']), theirs: text(asked.query['theirs']), ...(state !== undefined && isState(state) ? { state } : {}) }, paging);
      return { status: 200, body: { steps: rows.map(shownRow), next } };
    },
    async showCaseLedger(asked) {
      const caseNumber = asked.params['caseNumber'] ?? '';
      const rows = await ledgerOfCases(database, [caseNumber]);
      const [first] = rows;
      if (!first) return { refusal: refusal('unknown-case') };
      const [known, divergences] = await Promise.all([patterns.byNumber(rows.map((row) => row.provenance)), openDivergences(database, { caseNumber }, 500)]);
      const steps: Schemas['LedgerStepWhole'][] = rows.map((row) => {
        const sources = new Map((known.get(row.provenance)?.pattern ?? []).map(([field, source]) => [field, source]));
        return {
          ...shownRow(row),
          fields: Object.entries(fieldsOf(row.content)).flatMap(([field, value]) => (value === null ? [] : [{ field, value: shownValue(field, value) ?? '', source: sources.get(field.replaceAll(/\.\d+(?=\.|$)/g, '')) ?? 'typed' as const }])),
        };
      });
      return { status: 200, body: { platform: first.platform, steps, divergences: divergences.map(shownDivergence) } };
    },
    async listDivergences(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const { divergences, next } = await divergencesPage(database, { platform: text(asked.query['platform']), state: text(asked.query['state']), caseNumber: text(asked.query['caseNumber']) }, paging);
      return { status: 200, body: { divergences: divergences.map(shownDivergence), next } };
    },
    async settleDivergence(asked) {
      const { note } = z.object({ note: z.string() }).parse(asked.body);
      const number = Number(asked.params['number']);
      const marked = await markDivergences(database, [number], { state: 'settled', by: asked.actor.subject, note, at: clock.now() });
      return marked === 1 ? { status: 200, body: { number } } : { refusal: refusal('not-found', { field: 'number' }) };
    },
    async sweepLedger(asked) {
      const { platform } = z.object({ platform: z.string().optional() }).parse(asked.body ?? {});
      const swept = await ledger.sweep(platform);
      return { status: 200, body: { swept: swept.map((one) => ({ ...one })) } };
    },
    async healLedger(asked) {
      const { platform, caseNumber } = z.object({ platform: z.string().optional(), caseNumber: z.string().optional() }).parse(asked.body ?? {});
      return { status: 200, body: { ...await ledger.heal({ platform, caseNumber }, asked.actor.subject) } };
    },
    async showCounts(asked) {
      const { from, until } = days(asked.query, 7);
      const rows = await countsFrom(database, { platform: text(asked.query['platform']), from, until });
      const counts = rows.map((row) => ({ platform: row.platform, day: row.day, kind: z.enum(['accept', 'process', 'special', 'report', 'result', 'material', 'evaluation']).parse(row.kind), ours: row.ours, theirs: row.theirs, comparedAt: row.comparedAt.toISOString() }));
      return { status: 200, body: { from, until, counts, unequal: counts.filter((row) => row.theirs !== null && row.ours !== row.theirs).length } };
    },
    async showProvenance(asked) {
      const { from, until } = days(asked.query, 30);
      const [begin, end] = [beginningOf(from), beginningOf(until)];
      if (!begin || !end) return { refusal: refusal('invalid-request', { field: 'query.from' }) };
      const counted = await patternCounts(database, { platform: text(asked.query['platform']), from: begin, until: new Date(end.getTime() + DAY_MS) });
      const share = shareOf(counted, await patterns.byNumber(counted.map((one) => one.pattern)));
      return { status: 200, body: { from, until, steps: share.steps, fields: share.fields, typed: share.typed, typedShare: share.share, bySource: share.bySource, rows: share.rows.map((row) => ({ ...row, kind: z.enum(['accept', 'process', 'special', 'report', 'result', 'material', 'evaluation']).parse(row.kind) })) } };
    },
  };
}
