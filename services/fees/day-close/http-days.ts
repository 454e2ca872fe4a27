/** The HTTP of closing days: what each day holds, its differing lines as tasks, and the closing. */
import { z } from 'zod';
import type { components } from '../../../contracts/fees/api.ts';
import { refusal, type Refusal } from '../../../contracts/refusals.ts';
import { documentOf } from '../../../infra/records.ts';
import type { Answer, Asked, Handlers } from '../../../infra/http-server.ts';
import type { AnyMachine } from '../../../infra/machine.ts';
import { beginningOf } from '../../../infra/paging.ts';
import { answerTo, type Context } from '../../../infra/runner.ts';
import { fiscalTeller } from '../settlement.ts';
import { close, closingsOf, ourDays, type Closing } from './closing.ts';
import { compare, type Difference } from './compare.ts';
import { fiscalKey, fiscalRecordOf, fiscalTotalOf, type FiscalRecord } from './fiscal-leg.ts';
import { fiscalSource, filesOf, inForce, shown } from './statement-files.ts';
import { moneyNameOf } from './statement-line.ts';
import { resolutionKinds, resolutionsFor, Task, type Facts } from './task.ts';

type Schemas = components['schemas'];
const Days = z.object({ from: z.string(), to: z.string() });
const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const Line = z.object({ serial: z.string(), payCode: z.string(), amountInFen: number, workDate: z.string(), collectedOn: z.string(), payerName: z.string(), name: z.string(), line: number });
const longestSpanMs = 62 * 86_400_000;
/** A day of more lines than this is added up over three books on its own page alone: a list of such days would take minutes. */
const addedUpInList = 20_000;

export function dayHandlers(context: Context<object>, tasks: AnyMachine, threeWay: (day: string) => boolean): Handlers {
  const { database, clock } = context;
  const { databaseUrl } = context.settings;
  const where = (asked: Asked): { source: string; day: string } => ({ source: asked.params['source'] ?? '', day: asked.params['day'] ?? '' });
  const noSuchDay = (field: string): Answer => ({ refusal: refusal('invalid-request', { field, detail: { zh: '日期有误，或跨度过长', en: 'no such day, or too many days' } }) });

  async function taskOf(id: string): Promise<Task | null> {
    const row: { document: unknown } | undefined = await database('difference_tasks').where({ id }).first('document');
    return row ? Task.parse(documentOf(row.document)) : null;
  }
  /** The lines of statements behind differences, by file and line. */
  async function linesOf(differences: readonly Difference[]): Promise<Map<string, z.infer<typeof Line>>> {
    const found = new Map<string, z.infer<typeof Line>>();
    const wanted = differences.flatMap(({ key, lines }) => lines.map((line) => ({ key, ...line })));
    if (wanted.length === 0) return found;
    const keys = [...new Set(wanted.map(({ key }) => (key.startsWith(fiscalKey) ? key.slice(1) : key)))];
    const look = async (by: 'l.matched_by' | 'l.pay_code', files: readonly number[]): Promise<void> => {
      const rows = z.array(Line.extend({ file: number })).parse(await database('statement_lines as l').join('statement_files as f', 'f.id', 'l.file').whereIn('l.file', [...new Set(files)]).whereIn(by, keys)
        .select({ serial: 'l.serial', payCode: 'l.pay_code', amountInFen: 'l.amount_in_fen', workDate: 'l.work_date', collectedOn: 'l.collected_on', payerName: 'l.payer_name', name: 'f.name', line: 'l.line', file: 'l.file' }));
      for (const row of rows) found.set(`${String(row.file)}/${String(row.line)}`, row);
    };
    await look('l.matched_by', wanted.map(({ file }) => file));
    // Of a bank whose files have serials and have not, the lines are compared by pay code all the same: those files are read whole.
    const rest = wanted.filter(({ file, line }) => !found.has(`${String(file)}/${String(line)}`));
    if (rest.length > 0) await look('l.pay_code', rest.map(({ file }) => file));
    return found;
  }
  const shownDifference = (one: Difference, lines: Map<string, z.infer<typeof Line>>, task: Task | null, of: { source: string; day: string }): Schemas['Difference'] => ({
    id: one.id, fiscalInFen: one.fiscalInFen, differs: one.differs, key: one.key, verdict: one.verdict, payCode: one.payCode, oursInFen: one.oursInFen, theirsInFen: one.theirsInFen, otherDay: one.otherDay, standing: one.standing,
    lines: one.lines.flatMap(({ file, line }) => { const found = lines.get(`${String(file)}/${String(line)}`); return found ? [{ file: found.name, line, serial: found.serial, amountInFen: found.amountInFen, workDate: found.workDate, collectedOn: found.collectedOn }] : []; }),
    resolutions: [...resolutionsFor(factsOf(one, lines, of))], task: task && shownTask(task),
  });

  /** The difference under a key, as it stands now; a refusal when it is no longer the one that was seen. */
  async function factsNow(asked: Asked, key: string): Promise<Facts | Refusal> {
    const { source, day } = where(asked);
    const now = await compare(database, databaseUrl, { source, day, now: clock.now(), key, threeWay: threeWay(day) });
    const found = now.differences.find(({ id }) => id === asked.params['differenceId']);
    if (!found) return refusal('difference-changed');
    if (found.standing === 'waiting') return refusal('lines-waiting');
    return factsOf(found, await linesOf([found]), { source, day });
  }
  function factsOf(found: Difference, lines: Map<string, z.infer<typeof Line>>, { source, day }: { source: string; day: string }): Facts {
    const [first] = found.lines.flatMap(({ file, line }) => lines.get(`${String(file)}/${String(line)}`) ?? []);
    const line = first ? { serial: moneyNameOf(first, day), payCode: found.payCode, amountInFen: (found.theirsInFen ?? 0) - (found.oursInFen ?? 0), workDate: first.workDate, collectedOn: first.collectedOn } : null;
    const { id, verdict, payCode, oursInFen, theirsInFen, otherDay, fiscalInFen, differs } = found;
    return { id, source, day, verdict, key: found.key, payCode, oursInFen, theirsInFen, otherDay, fiscalInFen, differs, line };
  }
  async function submit(asked: Asked, type: string, data: unknown): Promise<Answer> {
    const settlement = await context.submit(tasks, type, asked.params['differenceId'] ?? '', data, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
    return answerTo(settlement, (reply) => ({ status: 200, body: shownTask(Task.parse(reply)) }));
  }
  /** What was seen must still be what stands. */
  async function stillThere(asked: Asked): Promise<Refusal | null> {
    const task = await taskOf(asked.params['differenceId'] ?? '');
    if (!task) return refusal('not-found');
    const facts = await factsNow(asked, task.key);
    return 'reason' in facts ? facts : null;
  }

  return {
    async listDayCloses(asked) {
      const { from, to } = Days.parse(asked.query);
      const [begins, ends] = [beginningOf(from), beginningOf(to)];
      if (!begins || !ends || ends.getTime() - begins.getTime() >= longestSpanMs) return noSuchDay(begins ? 'query.to' : 'query.from');
      // Payments the fiscal platform alone has told of are compared with its record, not with a bank's.
      const ours = (await ourDays(database, from, to)).filter(({ source }) => source !== fiscalTeller);
      const files = z.array(z.object({ source: z.string(), day: z.string() })).parse(await database('statement_files').whereBetween('day', [from, to]).distinct('source', 'day'));
      const closings = await closingsOf(database, from, to);
      const keys = [...new Set([...ours, ...files, ...closings].map(({ source, day }) => `${day}\u0000${source}`))].sort();
      const days: Schemas['ListedDay'][] = [];
      const records = new Map<string, FiscalRecord>();
      for (const key of keys) {
        const [day = '', source = ''] = key.split('\u0000');
        const counted = inForce(await filesOf(database, source, day));
        const our = ours.find((one) => one.day === day && one.source === source);
        const closing = closings.findLast((one) => one.day === day && one.source === source);
        const isThreeWay = source !== fiscalSource && threeWay(day);
        const record = isThreeWay ? records.get(day) ?? await fiscalRecordOf(database, day, clock.now()) : null;
        if (record) records.set(day, record);
        const lines = Math.max(our?.count ?? 0, record?.own.reduce((sum, file) => sum + file.line_count, 0) ?? 0);
        days.push({
          threeWay: isThreeWay, hasRecord: record?.heard ?? false, fiscal: record?.heard && lines <= addedUpInList ? await fiscalTotalOf(database, databaseUrl, record, { source, day }) : null,
          day, source, ours: source === fiscalSource ? null : { count: our?.count ?? 0, amountInFen: our?.fen ?? 0 }, files: counted.length,
          theirs: counted.length === 0 ? null : { count: counted.reduce((sum, file) => sum + file.line_count, 0), amountInFen: counted.reduce((sum, file) => sum + file.amount_in_fen, 0) },
          closed: closing ? shownClosing(closing) : null,
        });
      }
      return { status: 200, body: { days } };
    },

    async showDayClose(asked) {
      const { source, day } = where(asked);
      if (!beginningOf(day)) return noSuchDay('params.day');
      const { cursor, limit } = z.object({ cursor: z.string().optional(), limit: z.coerce.number().int().default(50) }).parse(asked.query);
      const found = await compare(database, databaseUrl, { source, day, now: clock.now(), limit, after: cursor, threeWay: threeWay(day) });
      const [files, records] = [await filesOf(database, source, day), found.threeWay ? await filesOf(database, fiscalSource, day) : []];
      const closing = (await closingsOf(database, day, day, source)).at(-1);
      const lines = await linesOf(found.differences);
      const tasks = await Promise.all(found.differences.map(({ id }) => taskOf(id)));
      const rows: { document: unknown }[] = await database('difference_tasks').where({ source, day }).orderBy('created_at').limit(200).select('document');
      const shownIds = new Set(found.differences.map(({ id }) => id));
      const gone = found.next === null && cursor === undefined ? rows.map((row) => Task.parse(documentOf(row.document))).filter(({ id }) => !shownIds.has(id)).map(shownTask) : [];
      const { hasStatement, hasRecord, ours, theirs, fiscal, counts, waiting, open, settled, basis, next } = found;
      const isComplete = hasStatement && (!found.threeWay || hasRecord);
      const state = !hasStatement ? 'awaiting-statement' : !isComplete ? 'awaiting-record' : closing && closing.basis === basis ? 'closed' : closing ? 'changed-since' : waiting > 0 ? 'waiting' : open > 0 ? 'differing' : 'ready';
      return {
        status: 200, body: {
          source, day, state, ours, theirs: hasStatement ? theirs : null, threeWay: found.threeWay, fiscal: found.threeWay && hasRecord ? fiscal : null, counts: verdictCounts(counts), waiting, open, settled, basis, next, closed: closing ? shownClosing(closing) : null,
          files: [...files.map((file) => shown(file, files)), ...records.map((file) => shown(file, records))], differences: found.differences.map((one, at) => shownDifference(one, lines, tasks[at] ?? null, { source, day })), gone,
          mayClose: isComplete && waiting === 0 && open === 0 && closing?.basis !== basis && asked.rolesFor('closeDay').length > 0,
        },
      };
    },

    async takeDifference(asked) {
      const facts = await factsNow(asked, z.object({ key: z.string() }).parse(asked.body).key);
      return 'reason' in facts ? { refusal: facts } : submit(asked, 'http.take-difference', facts);
    },
    async resolveDifference(asked) {
      const { key, kind, note } = z.object({ key: z.string(), kind: z.enum(resolutionKinds), note: z.string() }).parse(asked.body);
      const facts = await factsNow(asked, key);
      return 'reason' in facts ? { refusal: facts } : submit(asked, 'http.resolve-difference', { facts, kind, note });
    },
    async countersignDifference(asked) {
      const gone = await stillThere(asked);
      return gone ? { refusal: gone } : submit(asked, 'http.countersign-difference', { id: asked.params['differenceId'] });
    },
    async sendBackDifference(asked) {
      return submit(asked, 'http.send-back-difference', { id: asked.params['differenceId'], ...z.object({ reason: z.string() }).parse(asked.body) });
    },
    async closeDay(asked) {
      const { source, day } = where(asked);
      const { basis } = z.object({ basis: z.string() }).parse(asked.body);
      const last = (await closingsOf(database, day, day, source)).at(-1);
      // The same wish again, after a lost answer, finds the day as it wished it.
      if (last?.basis === basis) return { status: 200, body: shownClosing(last) };
      const result = await close(database, databaseUrl, { source, day, basis, by: asked.actor.subject, threeWay: threeWay(day) }, clock.now());
      if ('reason' in result) return { refusal: result };
      const closing = (await closingsOf(database, day, day, source)).at(-1);
      if (!closing) throw new Error('day close: a day that was closed is not there');
      return { status: 200, body: shownClosing(closing) };
    },
  };
}

const verdictCounts = (counts: Schemas['DayClose']['counts']): Schemas['DayClose']['counts'] => counts;
const shownClosing = (closing: Closing): Schemas['DayClosing'] => ({
  number: closing.number, by: closing.closed_by, at: closing.closed_at.toISOString(), ours: { count: closing.our_count, amountInFen: closing.our_fen }, theirs: { count: closing.their_count, amountInFen: closing.their_fen }, fiscal: closing.fiscal_count === null ? null : { count: closing.fiscal_count, amountInFen: closing.fiscal_fen ?? 0 }, differences: closing.differences,
});
function shownTask({ id, status, source, day, verdict, key, payCode, oursInFen, theirsInFen, fiscalInFen, differs, owner, resolution, countersigned, setBack, history }: Task): Schemas['DifferenceTask'] {
  return { id, state: status, source, day, verdict, key, payCode, oursInFen, theirsInFen, fiscalInFen, differs, owner, resolution, countersigned, setBack, history };
}
