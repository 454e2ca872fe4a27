/**
 * What the province has: rows whose flag says taken, as steps in our words. A row is ours when its key is that of a step of its case; a row under
 * another key with the same content is the same step twice, and one that resembles none is told with sequence 0: it was never ours.
 */
import type { Clock } from '../../../../infra/clock.ts';
import { done, type Outcome } from '../../../../infra/outcome.ts';
import { readMoment, writeMoment } from '../../mapping/formats.ts';
import { inEach, readStepRows, revisionIn, rowKeyOf } from '../../mapping/rows.ts';
import { STEP_KINDS, type Province, type RecordedPage, type RecordedStep, type StepKind } from '../../port.ts';
import { parameter, textIn, type ExchangeDatabase, type RawRow, type Reply } from './database.ts';
import { placesOf, quoted, revisionColumn, type Asking } from './layout.ts';
import type { Profile } from './profile.ts';

type Records = Pick<Province, 'recordedSteps' | 'countsOn' | 'recordedOn'>;

/** Rows of one case are few; a table that gives more is not asked for more. */
const MOST_ROWS = 5_000;
/** Sequences tried against the keys of a case's rows, beyond their number. */
const SPARE_SEQUENCES = 200;

type TakenRow = { readonly kind: StepKind; readonly caseNumber: string; readonly key: string; readonly revision: number; readonly recordedAt: string; readonly texts: Readonly<Record<string, string | null>> };

/** Reads the province's record of our steps. */
export function recordsIn(profile: Profile, ask: Asking, database: ExchangeDatabase, clock: Clock): Records {
  const { row: about, flag } = profile;
  const caseColumn = (kind: StepKind): string => Object.entries(profile.steps[kind] ?? {}).find(([, column]) => column.from === 'caseNumber')?.[0] ?? about.key;
  const kindsIn = (table: string): StepKind[] => STEP_KINDS.filter((kind) => profile.tables[kind]?.table === table);
  /** Columns any kind in this table uses, so that one read serves all. */
  const namesIn = (table: string): string[] => [...new Set(kindsIn(table).flatMap((kind) => [...Object.keys(profile.steps[kind] ?? {}), about.key, about.recordedAt, flag.column]))];

  function takenIn(table: string, raw: RawRow): TakenRow {
    const texts: Record<string, string | null> = {};
    // Bytes of another set are shown as such and differ from ours: that is what somebody must see.
    for (const [name, bytes] of Object.entries(raw)) texts[name] = textIn(bytes, profile.charset) ?? (bytes === null ? null : '（字符集不符 wrong character set）');
    const kinds = kindsIn(table);
    const told = (kind: StepKind): boolean => {
      const mark = profile.tables[kind]?.toldBy;
      return mark !== undefined && texts[mark] === profile.steps[kind]?.[mark]?.value;
    };
    const kind = kinds.find(told) ?? kinds.find((one) => profile.tables[one]?.toldBy === undefined) ?? 'process';
    const column = revisionColumn(profile, kind);
    const version = column === null ? '' : texts[column] ?? '';
    return {
      kind, caseNumber: texts[caseColumn(kind)] ?? '', key: texts[about.key] ?? '', texts,
      revision: about.revision === null ? revisionIn(version) : Number(version) || 1,
      recordedAt: readMoment((texts[about.recordedAt] ?? '').replace(/\.\d+$/, ''), 'yyyy-MM-dd HH:mm:ss') ?? clock.now().toISOString(),
    };
  }

  /** Rows as steps: elements joined, versions replaced by the last, each with the sequence its key tells. */
  function stepsOf(rows: readonly TakenRow[]): RecordedStep[] {
    const groups = new Map<string, TakenRow[]>();
    for (const row of rows) {
      const group = `${row.kind} ${row.caseNumber} ${inEach(profile.steps[row.kind] ?? {}) ? row.key.slice(0, 32) : row.key}`;
      groups.set(group, [...(groups.get(group) ?? []), row]);
    }
    const steps = [...groups.values()].map((group) => {
      const ordered = group.toSorted((a, b) => a.key.length - b.key.length || (a.key < b.key ? -1 : 1));
      // An element that a correction dropped after it was taken stays there; the step is what its last version says.
      const last = Math.max(...ordered.map((one) => one.revision));
      const standing = ordered.filter((one) => one.revision === last);
      const [first] = standing;
      if (!first) throw new Error('a group of rows has a row');
      return { step: { kind: first.kind, caseNumber: first.caseNumber, revision: first.revision, recordedAt: first.recordedAt, fields: readStepRows(first.kind, standing.map((one) => one.texts), profile) }, key: first.key };
    });
    const byCase = new Map<string, typeof steps>();
    for (const one of steps) byCase.set(one.step.caseNumber, [...(byCase.get(one.step.caseNumber) ?? []), one]);
    return [...byCase.entries()].flatMap(([caseNumber, mine]) => {
      const sequences = sequencesByKey(caseNumber, mine.map((one) => ({ key: one.key, revision: one.step.revision })));
      const recorded = mine.map((one): RecordedStep => {
        const known = sequences.get(one.key) ?? 0;
        // Under a key that is none of ours, the same content is the same step once more.
        const twin = known > 0 ? undefined : mine.find((other) => other !== one && other.step.kind === one.step.kind && sequences.has(other.key) && JSON.stringify(other.step.fields) === JSON.stringify(one.step.fields));
        return { ...one.step, sequence: known > 0 ? known : twin ? sequences.get(twin.key) ?? 0 : 0 };
      });
      return (profile.rowForEachRevision ? lastVersions(recorded) : recorded).toSorted((a, b) => a.sequence - b.sequence);
    });
  }
  /** Which step each key stands for, by trying the steps a case could have. */
  function sequencesByKey(caseNumber: string, rows: readonly { readonly key: string; readonly revision: number }[]): Map<string, number> {
    const open = new Map(rows.map((row) => [row.key.slice(0, 32), row.key]));
    const revisions = profile.rowForEachRevision ? [...new Set(rows.map((row) => row.revision))] : [1];
    const found = new Map<string, number>();
    const most = Math.min(9_999, rows.length + SPARE_SEQUENCES);
    for (let sequence = 1; sequence <= most && open.size > 0; sequence += 1) {
      for (const revision of revisions) {
        const short = rowKeyOf(caseNumber, sequence, { revision });
        const key = open.get(short);
        if (key === undefined) continue;
        open.delete(short);
        found.set(key, sequence);
      }
    }
    return found;
  }
  /** Of the versions of one step, the last stands; two rows of one version are a step recorded twice. */
  function lastVersions(steps: readonly RecordedStep[]): RecordedStep[] {
    const last = new Map<string, number>();
    const name = (one: RecordedStep): string => `${one.kind} ${String(one.sequence)}`;
    for (const one of steps) last.set(name(one), Math.max(last.get(name(one)) ?? 0, one.revision));
    return steps.filter((one) => one.sequence === 0 || one.revision === last.get(name(one)));
  }

  async function rowsWhere(table: string, where: string, values: readonly unknown[], order: string): Promise<Reply<TakenRow[]>> {
    const reply = await database.rows(`SELECT ${namesIn(table).map((name) => `${quoted(name)} AS ${quoted(name)}`).join(', ')} FROM ${quoted(table)} WHERE ${quoted(flag.column)} = ? AND ${where} ORDER BY ${order} LIMIT ${String(MOST_ROWS)}`, [flag.taken, ...values]);
    return reply.kind === 'done' ? { kind: 'done', value: reply.value.map((raw) => takenIn(table, raw)) } : reply;
  }
  async function ofCase(caseNumber: string): Promise<Reply<TakenRow[]>> {
    const rows: TakenRow[] = [];
    for (const { kind, table } of placesOf(profile)) {
      const reply = await rowsWhere(table, `${quoted(caseColumn(kind))} = ?`, [caseNumber], quoted(about.key));
      if (reply.kind !== 'done') return reply;
      rows.push(...reply.value);
    }
    return { kind: 'done', value: rows };
  }

  return {
    async recordedSteps(caseNumber) {
      const rows = await ask({ operation: 'recorded', caseNumber, request: '' }, () => ofCase(caseNumber));
      return rows.kind === 'done' ? done(stepsOf(rows.value)) : rows;
    },

    async countsOn(day) {
      const counts: Record<StepKind, number> = { accept: 0, process: 0, special: 0, report: 0, result: 0, material: 0, evaluation: 0 };
      const [from, to] = boundsOf(day);
      for (const { table } of placesOf(profile)) {
        const found = await ask({ operation: 'counts', caseNumber: '', request: `${day} ${table}` }, () => countIn(table, from, to));
        if (found.kind !== 'done') return found;
        for (const [kind, count] of found.value) counts[kind] += count;
      }
      return done(counts);
    },

    async recordedOn(day, cursor): Promise<Outcome<RecordedPage>> {
      const [from, to] = boundsOf(day);
      const places = placesOf(profile);
      const [at = '0', moment = from, key = ''] = cursor === null || cursor === '' ? [] : cursor.split('|');
      for (let place = Number(at); place < places.length; place += 1) {
        const { table } = places[place] ?? { table: '' };
        const starting = place === Number(at);
        const [time, after] = starting ? [moment, key] : [from, ''];
        const rows = await ask({ operation: 'recordedOn', caseNumber: '', request: `${day} ${table}` }, () => rowsWhere(
          table, `${quoted(about.recordedAt)} < ? AND (${quoted(about.recordedAt)} > ? OR (${quoted(about.recordedAt)} = ? AND ${quoted(about.key)} > ?))`, [to, time, time, after],
          `${quoted(about.recordedAt)}, ${quoted(about.key)}`,
        ));
        if (rows.kind !== 'done') return rows;
        if (rows.value.length === 0) continue;
        const page = rows.value.slice(0, profile.pageSize);
        const last = page.at(-1);
        const whole = rows.value.length <= page.length;
        const next = whole ? `${String(place + 1)}|${from}|` : `${String(place)}|${last?.texts[about.recordedAt] ?? from}|${last?.key ?? ''}`;
        return done({ steps: stepsOf(page), cursor: next, more: !whole || place + 1 < places.length });
      }
      return done({ steps: [], cursor: `${String(places.length)}|${from}|`, more: false });
    },
  };

  async function countIn(table: string, from: string, to: string): Promise<Reply<[StepKind, number][]>> {
    const counted: [StepKind, number][] = [];
    const kinds = kindsIn(table);
    for (const kind of kinds) {
      const mark = profile.tables[kind]?.toldBy;
      const others = kinds.filter((other) => other !== kind).flatMap((other) => {
        const theirs = profile.tables[other]?.toldBy;
        return theirs === undefined ? [] : [{ column: theirs, value: profile.steps[other]?.[theirs]?.value ?? '' }];
      });
      const mine = mark === undefined ? others.map((one) => ({ sql: ` AND NOT (${quoted(one.column)} <=> ?)`, value: one.value })) : [{ sql: ` AND ${quoted(mark)} = ?`, value: profile.steps[kind]?.[mark]?.value ?? '' }];
      const counts = inEach(profile.steps[kind] ?? {}) ? `COUNT(DISTINCT LEFT(${quoted(about.key)}, 32))` : 'COUNT(*)';
      const reply = await database.rows(
        `SELECT ${counts} AS n FROM ${quoted(table)} WHERE ${quoted(flag.column)} = ? AND ${quoted(about.recordedAt)} >= ? AND ${quoted(about.recordedAt)} < ?${mine.map((one) => one.sql).join('')}`,
        [flag.taken, from, to, ...mine.map((one) => parameter(one.value, profile.charset))],
      );
      if (reply.kind !== 'done') return reply;
      counted.push([kind, Number(String(reply.value[0]?.['n'] ?? '0'))]);
    }
    return { kind: 'done', value: counted };
  }
}

/** A day in Chinese civil time, as the session's times are. */
function boundsOf(day: string): [from: string, to: string] {
  const next = writeMoment(new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString(), 'yyyy-MM-dd HH:mm:ss');
  return [`${day} 00:00:00`, next];
}
