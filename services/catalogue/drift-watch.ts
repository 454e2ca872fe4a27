/**
 * The drift watch: compares what province, departments and zone say of each item at its time or when asked, keeps each difference
 * with owner, age and history, and reports them. Built beside the catalogue's other machines; knows of them only their tables.
 */
import { z } from 'zod';
import type { components } from '../../contracts/catalogue/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { derivedId, freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import { rowsOf, type Database } from '../../infra/database.ts';
import { confinedTo, type Answer, type Asked, type Handlers } from '../../infra/http-server.ts';
import { machine, type AnyMachine } from '../../infra/machine.ts';
import { done } from '../../infra/outcome.ts';
import { documentOf } from '../../infra/records.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { daysBetween } from './civil-day.ts';
import * as drifts from './drift.ts';
import { driftsOf, type Compared } from './drift-comparison.ts';
import { driftReport, driftWorkbook } from './drift-report.ts';
import * as runs from './drift-run.ts';
import { delegationOn, ItemRecord, standingWords } from './item.ts';
import { PublishedItem } from './published-item.ts';
import { driftRunStates, driftStates } from './states.ts';
import { spanOn } from './timeline.ts';

type Schemas = components['schemas'];
const pageSize = 200;
/** How often is looked whether a comparison is due; it is cheap. */
const lookEveryMs = 30_000;

const DriftQuery = z.object({ standing: z.string().optional(), owner: z.string().optional(), department: z.string().optional(), field: z.string().optional(), q: z.string().optional(), cursor: z.string().optional(), limit: z.coerce.number().int().default(50) });
const Standing = z.object({ standing: z.enum(['open', 'explained', 'being-mended']), note: z.string().nullable().default(null), until: z.string().nullable().default(null) });
const Assignment = z.object({ side: z.enum(['zone', 'department']), post: z.string().min(1).max(100), note: z.string().nullable().default(null) });

/** The post of the zone that keeps the catalogue, as its people call it. */
const zonePost = { side: 'zone', creditCode: null, name: '本园区', post: '事项管理岗' } as const;

export function openDriftWatch(context: Context<{ driftEveryHours: number }>): { machines: AnyMachine[]; handlers: Handlers; start(): void; stop(): Promise<void> } {
  const { database, clock, settings, log } = context;

  const driftMachine = machine({ name: 'drifts', states: driftStates, accepts: drifts.accepts, record: drifts.DriftRecord, decide: drifts.decide });
  const runMachine = machine({
    name: 'drift_runs', states: driftRunStates, accepts: runs.accepts, record: runs.DriftRunRecord, decide: runs.decide,
    gather: async (message, _record, { transaction }): Promise<{ running: string | null }> => {
      if (message.type !== 'watch.compare') return { running: null };
      const row: { id: string } | undefined = await transaction('drift_runs').where({ status: 'running' }).first('id');
      return { running: row?.id ?? null };
    },
    calls: {
      'compare-page': {
        repeatable: true, target: 'items', timeoutMs: 120_000, claimMs: 15_000,
        async perform(data, { id }) { return done(await comparePage(runs.ComparePage.parse(data).after, id)); },
      },
    },
  });

  async function comparePage(after: string, callId: string): Promise<z.infer<typeof runs.PageCompared>> {
    const today = chinaDate(clock.now());
    const codes = await codesAfter(database, after);
    const page = codes.slice(0, pageSize);
    const counts = { items: page.length, found: 0, changed: 0, closed: 0 };
    if (page.length === 0) return { counts, last: after, more: false };
    const marks = page.map(() => '?').join(',');
    const [itemRows, sourceRows, openRows, speaking] = await Promise.all([
      rowsOf<{ id: string; document: unknown }>(database, `SELECT id, document FROM items WHERE id IN (${marks})`, page),
      rowsOf<{ source: string; code: string; content: unknown; stated: string | null; form: string | null }>(database, `SELECT source, code, content, stated, form FROM source_items WHERE code IN (${marks})`, page),
      rowsOf<{ id: string; code: string }>(database, `SELECT id, code FROM drifts WHERE status <> 'closed' AND code IN (${marks})`, page),
      // Only who has handed in the whole of a list says by silence that an item is not on it.
      rowsOf<{ source: string }>(database, `SELECT DISTINCT CONCAT('department:', department_code) AS source FROM department_lists WHERE status IN ('proposed', 'unchanged') AND JSON_VALUE(document, '$.complete') IN ('true', '1')
        UNION SELECT 'province' FROM synchronisations WHERE status = 'finished'`, []),
    ]);
    const speak = new Set(speaking.map((row) => row.source));
    const items = new Map(itemRows.map((row) => [row.id, ItemRecord.parse(documentOf(row.document))]));
    const told: { type: string; id: string; data: object }[] = [];
    for (const code of page) {
      const record = items.get(code);
      const said = sourceRows.filter((row) => row.code === code);
      const delegation = record && (delegationOn(record.delegations, today) ?? standingWords(record.delegations).at(-1));
      // A power that was taken back is no longer the zone's business; its differences close by themselves.
      const delegated = delegation !== undefined && delegation.validTo >= today && (delegation.endedOn === null || delegation.endReason === 'suspended' || delegation.endedOn > today);
      const departmentRow = said.find((row) => row.source === `department:${delegation?.department.creditCode ?? ''}`) ?? said.find((row) => row.source.startsWith('department:'));
      const departmentCode = departmentRow?.source.slice('department:'.length) ?? delegation?.department.creditCode ?? code.slice(0, 18);
      const province = said.find((row) => row.source === 'province');
      const item = (content: unknown): PublishedItem => PublishedItem.parse(documentOf(content));
      const zone = record && delegated ? spanOn(record, today)?.item ?? null : null;
      const compared: Compared = {
        province: province ? item(province.content) : speak.has('province') && delegated ? null : undefined,
        department: departmentRow ? { item: item(departmentRow.content), stated: departmentRow.stated === null ? null : z.array(z.string()).parse(JSON.parse(departmentRow.stated)), form: departmentRow.form } : speak.has(`department:${departmentCode}`) && delegated ? null : undefined,
        zone, form: delegated ? delegation.form : null,
      };
      const found = delegated || departmentRow ? driftsOf(compared) : [];
      const name = zone?.name ?? compared.province?.name ?? compared.department?.item.name ?? code;
      for (const { owner: side, ...drift } of found) {
        const owner: drifts.DriftOwner = side === 'zone' ? zonePost : { side, creditCode: departmentCode, name: delegation?.department.name ?? compared.department?.item.department.name ?? departmentCode, post: delegation?.posts.a ?? '' };
        told.push({ type: 'comparison.differs', id: drifts.driftId(code, drift.field), data: { code, name, department: departmentCode, ...drift, owner } });
      }
      const differing = new Set(found.map((one) => drifts.driftId(code, one.field)));
      for (const row of openRows) if (row.code === code && !differing.has(row.id)) told.push({ type: 'comparison.agrees', id: row.id, data: {} });
    }
    await Promise.all(told.map(async ({ type, id, data }, index) => {
      const settlement = await context.submit(driftMachine, type, id, { id, ...data }, { messageId: derivedId('catalogue/drifts', `${callId}/${id}`, index) });
      if (settlement.kind !== 'settled') throw new Error(`difference ${id} did not take ${type}: ${settlement.kind}`);
      if (settlement.reply === 'found') counts.found += 1;
      if (settlement.reply === 'changed') counts.changed += 1;
      if (settlement.reply === 'closed') counts.closed += 1;
    }));
    return { counts, last: page.at(-1) ?? after, more: codes.length > pageSize };
  }

  const missing: Answer = { refusal: refusal('not-found') };
  const idOf = (asked: Asked): string => asked.params['driftId'] ?? '';
  /** A department's officer sees what concerns the own department and nothing else. */
  async function one(asked: Asked): Promise<drifts.DriftRecord | undefined> {
    const record = await driftById(database, idOf(asked));
    const own = confinedTo(asked);
    return record && (own === null || record.department === own) ? record : undefined;
  }
  async function ordered(asked: Asked, type: string, data: object): Promise<Answer> {
    if (!(await one(asked))) return missing;
    const settlement = await context.submit(driftMachine, type, idOf(asked), { id: idOf(asked), ...data, by: asked.actor.subject }, { messageId: asked.messageId ?? freshId(), requestHash: asked.requestHash, actor: asked.actor });
    const after = await driftById(database, idOf(asked));
    return answerTo(settlement, () => ({ status: 200, body: after && shownDrift(after, chinaDate(clock.now())) }));
  }
  const filtered = (asked: Asked): { filter: DriftFilter; limit: number } => {
    const { limit, ...filter } = DriftQuery.parse(asked.query);
    const own = confinedTo(asked);
    return { filter: own === null ? filter : { ...filter, department: own }, limit };
  };

  const handlers: Handlers = {
    async listDrifts(asked) {
      const { filter, limit } = filtered(asked);
      const { rows, total } = await findDrifts(database, filter, limit + 1);
      const page = rows.slice(0, limit);
      const today = chinaDate(clock.now());
      return { status: 200, body: { drifts: page.map((record) => shownDrift(record, today)), next: rows.length > limit ? page.at(-1)?.id ?? null : null, total } };
    },
    async showDrift(asked) {
      const record = await one(asked);
      return record ? { status: 200, body: { drift: shownDrift(record, chinaDate(clock.now())), history: record.history.toReversed().map((line) => ({ ...line, sayings: line.sayings && shownSayings(line.sayings) })) } } : missing;
    },
    setDriftStanding: (asked) => {
      const { standing, note, until } = Standing.parse(asked.body);
      return until !== null && !z.iso.date().safeParse(until).success ? Promise.resolve({ refusal: refusal('invalid-request', { field: 'until' }) }) : ordered(asked, 'http.set-drift-standing', { standing, note, until });
    },
    async assignDrift(asked) {
      const { side, post, note } = Assignment.parse(asked.body);
      const record = await one(asked);
      if (!record) return missing;
      const owner: drifts.DriftOwner = side === 'zone' ? { ...zonePost, post } : { side, creditCode: record.department, name: record.owner.side === 'department' ? record.owner.name : await bodyName(database, record.department) ?? record.department ?? '', post };
      return ordered(asked, 'http.assign-drift', { owner, note });
    },
    async reportDrifts(asked) {
      const { filter } = filtered(asked);
      return { status: 200, body: driftReport(await everyDrift(database, filter), await lastRun(database), clock.now()) };
    },
    async downloadDrifts(asked) {
      const { filter } = filtered(asked);
      const now = clock.now();
      const bytes = await driftWorkbook(await everyDrift(database, filter), now);
      return {
        status: 200, bytes, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        headers: { 'content-disposition': `attachment; filename="drift-${chinaDate(now)}.xlsx"; filename*=UTF-8''${encodeURIComponent(`三方目录差异-${chinaDate(now)}.xlsx`)}`, 'x-content-type-options': 'nosniff' },
      };
    },
    async startDriftRun(asked) {
      const id = asked.messageId ?? freshId();
      const settlement = await context.submit(runMachine, 'watch.compare', id, { id, by: asked.actor.subject }, { messageId: id, requestHash: asked.requestHash, actor: asked.actor });
      return answerTo(settlement, (reply) => ({ status: 202, body: shownRun(runs.DriftRunRecord.parse(reply)) }));
    },
    async listDriftRuns() {
      const rows: { document: unknown }[] = await database('drift_runs').orderBy('started_at', 'desc').limit(20).select('document');
      return { status: 200, body: { runs: rows.map((row) => shownRun(runs.DriftRunRecord.parse(documentOf(row.document)))) } };
    },
  };

  /** Due once in each span of hours; every copy names the same run, so only one comes of it. */
  async function compareWhenDue(): Promise<void> {
    const span = Math.floor((clock.now().getTime() + 8 * 3_600_000) / (settings.driftEveryHours * 3_600_000));
    const id = `watch-${String(settings.driftEveryHours)}-${String(span)}`;
    const known: { id: string } | undefined = await database('drift_runs').where({ id }).first('id');
    if (known) return;
    const [first] = await rowsOf<{ code: string }>(database, 'SELECT code FROM source_items LIMIT 1', []);
    // Nobody has said anything yet: there is nothing to compare with.
    if (first) await context.submit(runMachine, 'watch.compare', id, { id, by: null }, { messageId: derivedId('catalogue/drift-runs', `${id}/${freshId()}`, 0) });
  }
  let watch: Scheduled | undefined;
  return {
    machines: [driftMachine, runMachine], handlers,
    start() { watch = schedule('drift-watch', lookEveryMs, log, compareWhenDue); },
    async stop() { await watch?.stop(); },
  };
}

/** Codes of items of the zone and of departments' lists, one page and one more. */
async function codesAfter(database: Database, after: string): Promise<string[]> {
  const limit = String(pageSize + 1);
  const rows = await rowsOf<{ code: string }>(database, `SELECT code FROM (
    (SELECT id AS code FROM items WHERE id > ? ORDER BY id LIMIT ${limit}) UNION (SELECT DISTINCT code FROM source_items WHERE code > ? AND source LIKE 'department:%' ORDER BY code LIMIT ${limit})
    UNION (SELECT DISTINCT code FROM drifts WHERE status <> 'closed' AND code > ? ORDER BY code LIMIT ${limit})) AS every_code ORDER BY code LIMIT ${limit}`, [after, after, after]);
  return rows.map((row) => row.code);
}

export interface DriftFilter { standing?: string | undefined; owner?: string | undefined; department?: string | undefined; field?: string | undefined; q?: string | undefined; cursor?: string | undefined }

/** By code and field; closed ones only when asked for. */
async function findDrifts(database: Database, filter: DriftFilter, limit: number): Promise<{ rows: drifts.DriftRecord[]; total: number }> {
  const wanted = (): ReturnType<Database> => {
    const query = database('drifts');
    if (filter.standing === undefined) void query.whereNot({ status: 'closed' });
    else void query.where({ status: filter.standing });
    if (filter.owner !== undefined) void query.where({ owner_side: filter.owner });
    if (filter.department !== undefined) void query.where({ department: filter.department });
    if (filter.field !== undefined) void query.where({ field: filter.field });
    if (filter.q !== undefined) {
      const words = `%${filter.q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      void query.where((either) => { void either.where('code', 'like', words).orWhereRaw("JSON_UNQUOTE(JSON_EXTRACT(document, '$.name')) LIKE ?", [words]); });
    }
    return query;
  };
  const page = wanted().orderBy('id').limit(limit);
  if (filter.cursor !== undefined) void page.where('id', '>', filter.cursor);
  const [rows, counted] = await Promise.all([page.select('document') as PromiseLike<{ document: unknown }[]>, wanted().count({ n: '*' }).first() as PromiseLike<{ n: number } | undefined>]);
  return { rows: rows.map((row) => drifts.DriftRecord.parse(documentOf(row.document))), total: Number(counted?.n ?? 0) };
}
/** A report is read by people and printed: beyond this many rows it is the filter that is wrong. */
const mostInReport = 20_000;
async function everyDrift(database: Database, filter: DriftFilter): Promise<drifts.DriftRecord[]> {
  const all: drifts.DriftRecord[] = [];
  for (let cursor: string | undefined; all.length < mostInReport;) {
    const { rows } = await findDrifts(database, { ...filter, cursor }, 1_000);
    all.push(...rows);
    cursor = rows.at(-1)?.id;
    if (rows.length < 1_000) break;
  }
  return all;
}
async function driftById(database: Database, id: string): Promise<drifts.DriftRecord | undefined> {
  const row: { document: unknown } | undefined = await database('drifts').where({ id }).first('document');
  return row && drifts.DriftRecord.parse(documentOf(row.document));
}
async function lastRun(database: Database): Promise<runs.DriftRunRecord | undefined> {
  const row: { document: unknown } | undefined = await database('drift_runs').where({ status: 'finished' }).orderBy('started_at', 'desc').first('document');
  return row && runs.DriftRunRecord.parse(documentOf(row.document));
}
async function bodyName(database: Database, creditCode: string | null): Promise<string | undefined> {
  const row: { name: string } | undefined = await database('delegations').whereRaw("JSON_UNQUOTE(JSON_EXTRACT(document, '$.department.creditCode')) = ?", [creditCode]).first(database.raw("JSON_UNQUOTE(JSON_EXTRACT(document, '$.department.name')) AS name"));
  return row?.name;
}

const shownRun = ({ id, status, startedAt, startedBy, finishedAt, counts, failure }: runs.DriftRunRecord): Schemas['DriftRun'] => ({ id, state: status, startedAt, startedBy, finishedAt, counts, failure });
/** A source that says nothing of a field is told by `silent`, one that has nothing there by null. */
const shownSayings = (sayings: drifts.DriftRecord['sayings']): Schemas['DriftSayings'] => ({
  province: sayings.province ?? null, department: sayings.department ?? null, zone: sayings.zone ?? null,
  silent: (['province', 'department', 'zone'] as const).filter((side) => sayings[side] === undefined),
});
export function shownDrift(record: drifts.DriftRecord, today: string): Schemas['Drift'] {
  const { id, code, name, department, field, zh, en, sayings, owner, assigned, status, foundAt, closedAt, note, until } = record;
  const end = closedAt === null ? today : chinaDate(new Date(closedAt));
  return { id, code, name, department, field, zh, en, sayings: shownSayings(sayings), owner, assigned, standing: status, foundAt, closedAt, ageDays: daysBetween(chinaDate(new Date(foundAt)), end), note, until, overdue: status === 'being-mended' && until !== null && until < today };
}
