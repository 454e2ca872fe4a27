/**
 * A province reached through its exchange database (前置库): a step is a row (or several) written with the flag of what waits; the province fetches
 * by flag, in the order of receipt, and changes the flag to taken or failed. So a push is done when the row lies there (`awaiting`), and whether
 * the province has it is asked of the flag. Nothing is ever deleted here but a version of a step that nobody has read.
 *
 * A row that is gone was never written, was thrown out, or was taken and cleared away too soon: the tables do not tell which. It counts as not there and
 * is written again under the same key, by which the province recognises what it took; so both sides see the same rows again.
 */
import { elapsedMs, type Clock } from '../../../../infra/clock.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import type { Dialect } from '../../dialect.ts';
import { writeMoment } from '../../mapping/formats.ts';
import { ProfileError, type ProfileProblem } from '../../mapping/profile.ts';
import { batchMark, fieldsOf, inEach, revisionIn, rowKeyOf, rowsIn, writeStepRows, type WrittenRow } from '../../mapping/rows.ts';
import { STEP_KINDS, type Acknowledgement, type Exchange, type Province, type ProvinceStep, type StepKind } from '../../port.ts';
import { openExchangeDatabase, parameter, textIn, type RawRow, type Reply } from './database.ts';
import { readFrom } from './inbound.ts';
import { batchColumn, placesOf, quoted, revisionColumn, type Asking, type Talk } from './layout.ts';
import { parseProfile, type FailureRule, type Profile } from './profile.ts';
import { recordsIn } from './records.ts';
import { tableProblems } from './tables.ts';

export type ExchangeDatabaseSettings = {
  /** mysql://host:port/schema, without an account in it. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly profile: Profile;
  readonly clock: Clock;
  /** Told of each talk; must not throw. */
  readonly onExchange?: (exchange: Exchange) => void;
};

/** How platforms of this dialect are opened: credentials `user` and `password`. */
export const dialect: Dialect = {
  open({ address, credentials, profile, profileSource, clock, onExchange }) {
    const { user = '', password = '' } = credentials;
    const missing: ProfileProblem[] = [
      ...(/^mysql:\/\/[^/@]+\/[A-Za-z][A-Za-z0-9_]*$/.test(address) ? [] : [{ path: 'address', zh: '须为 mysql://主机:端口/库名，不含账号', en: 'must be mysql://host:port/schema without an account' }]),
      ...(user === '' ? [{ path: 'credentials.user', zh: '缺少前置库账号', en: 'the account of the exchange database is missing' }] : []),
      ...(password === '' ? [{ path: 'credentials.password', zh: '缺少前置库口令', en: 'the password of the exchange database is missing' }] : []),
    ];
    let parsed: Profile;
    try { parsed = parseProfile(profile, profileSource); } catch (error) {
      throw error instanceof ProfileError ? new ProfileError(profileSource, [...error.problems, ...missing]) : error;
    }
    if (missing.length > 0) throw new ProfileError(profileSource, missing);
    return connectExchangeDatabase({ address, user, password, profile: parsed, clock, onExchange });
  },
};

/** After a look that found the tables wrong, the next look comes no sooner than this: people mend tables slowly. */
const LOOK_AGAIN_MS = 10_000;

/** Opens a province. Nothing is sent before the first call. */
export function connectExchangeDatabase(settings: ExchangeDatabaseSettings): Province {
  const { profile, clock } = settings;
  const database = openExchangeDatabase({ ...settings, connections: profile.connections, callTimeoutMs: profile.callTimeoutMs });

  let looked: { at: number; outcome: Promise<Outcome<true>> } | undefined;
  /** Done when the tables are as the profile says; asked once, and again after an answer that was none. */
  function tablesFit(): Promise<Outcome<true>> {
    if (looked && elapsedMs() - looked.at < LOOK_AGAIN_MS) return looked.outcome;
    const mine = { at: elapsedMs(), outcome: look() };
    looked = mine;
    void mine.outcome.then((outcome) => {
      if (outcome.kind === 'done') mine.at = Number.POSITIVE_INFINITY;
      else if (!outcome.kind.startsWith('unavail') && looked === mine) looked = undefined;
    });
    return mine.outcome;
  }
  async function look(): Promise<Outcome<true>> {
    const found = await tableProblems(database, profile);
    if (found.kind !== 'done') {
      looked = undefined;
      return unavailable(`前置库无法连接 the exchange database cannot be reached: ${found.why}`);
    }
    if (found.value.length === 0) return done(true);
    return unavailable(`前置库的表与配置不符 the tables differ from the profile: ${found.value.map((one) => `${one.path}: ${one.zh} ${one.en}`).join('; ')}`);
  }

  /** Makes a talk and tells of it. `asking`: without effect, so that doubt is only a reason to ask again. */
  async function converse<Value>(talk: Talk, talkTo: () => Promise<Reply<Value>>, asking: boolean): Promise<Outcome<Value>> {
    const start = elapsedMs();
    const fits = await tablesFit();
    const reply = fits.kind === 'done' ? await talkTo() : null;
    let outcome: Outcome<Value>;
    if (reply === null) outcome = fits.kind === 'done' ? unavailable('') : fits;
    else if (reply.kind === 'done') outcome = reply;
    else if (reply.kind === 'not-done') outcome = unavailable(`前置库无法连接 the exchange database cannot be reached: ${reply.why}`);
    else if (reply.kind === 'cut') outcome = (asking ? unavailable : inDoubt)(`前置库未答复 no answer from the exchange database: ${reply.why}`);
    else outcome = rejected(reply.errno, reply.why);
    const { noNews, ...kept } = talk;
    if (outcome.kind === 'done' && noNews?.(outcome.value)) return outcome;
    settings.onExchange?.({
      ...kept, answer: reply === null || reply.kind === 'done' ? (outcome.kind === 'done' ? 'OK' : outcome.kind) : reply.why,
      outcome: outcome.kind, tookMs: Math.round(elapsedMs() - start),
    });
    return outcome;
  }
  /** A statement the server turned down. What it says about the value is a refusal, what it says about itself is not. */
  function rejected(errno: number, why: string): Outcome<never> {
    const detail = `前置库拒绝写入 the exchange database refused the row: ${why}`;
    if ([1406, 1264].includes(errno)) return refused('text-too-long', detail);
    if ([1048, 1138, 1364].includes(errno)) return refused('field-missing', detail);
    if (errno === 1366) return refused('text-not-in-charset', detail);
    if ([1292, 1411, 1525, 4078].includes(errno)) return refused('invalid-request', detail);
    // 1054, 1146: the tables changed under us; look again before the next row.
    if ([1054, 1146].includes(errno)) looked = undefined;
    return unavailable(`前置库暂不可用 the exchange database cannot do it now: ${why}`);
  }
  const ask: Asking = (talk, asking) => converse(talk, asking, true);
  const records = recordsIn(profile, ask, database, clock);

  const acknowledgement = (receipt: string, alreadyThere: boolean, awaiting: boolean): Acknowledgement => ({ receipt, alreadyThere, ...(awaiting ? { awaiting } : {}) });

  return {
    name: profile.name,
    delivery: profile.delivery,
    carries: new Set(STEP_KINDS.filter((kind) => profile.steps[kind])),
    expectedFields: (step) => fieldsOf(step, profile, clock.now()),

    async pushStep(step) {
      const written = writeStepRows(step, profile, clock.now());
      if (written.kind === 'refused') return written;
      const rows = written.value;
      const key = keyOf(rows[0], profile);
      const talk = { operation: step.kind, caseNumber: step.caseNumber, request: `[${rows.map((row) => row.masked).join(',')}]` };
      const first = await converse(talk, async () => {
        const reply = await insertNew(step, rows);
        // 1062: a row with this key lies there already.
        return reply.kind === 'rejected' && reply.errno === 1062 ? { kind: 'done', value: 'there' as const } : reply;
      }, false);
      if (first.kind !== 'done') return first;
      if (first.value !== 'there') return done(acknowledgement(key, false, true));
      return offerAgain(step, rows, key, talk);
    },

    async inquireStep(caseNumber, sequence, revision = 1) {
      const asked = revision;
      const talk = { operation: 'inquiry', caseNumber, request: `${String(sequence)} v${String(revision)}` };
      const key = rowKeyOf(caseNumber, sequence, { revision: profile.rowForEachRevision ? revision : 1 });
      const found = await ask({ ...talk, noNews: (value) => Array.isArray(value) && value.some((one: Flagged) => one.flag === profile.flag.waiting) }, () => flagsOf(key));
      if (found.kind !== 'done') return found;
      if (found.value.length === 0) return goneOrNever(key, talk);
      if (found.value.every((one) => one.revision < asked)) return refused('not-found', '前置库中只有较早的版本 the exchange database has an earlier revision only');
      // Some of a step's rows may be gone: it is there when all of them are.
      if (found.value.length < Math.max(...found.value.map((one) => one.of))) return refused('not-found', '前置库中缺少该步骤的部分行 some of the rows of this step are gone');
      const failed = found.value.find((one) => Object.hasOwn(profile.flag.failed, one.flag));
      if (failed) return failureOf(failed, talk);
      if (found.value.some((one) => one.flag === profile.flag.waiting)) return done(acknowledgement(key, true, true));
      if (found.value.every((one) => one.flag === profile.flag.taken)) return done(acknowledgement(key, true, false));
      return unavailable(`前置库的标志无法识别 a flag the profile does not know: ${found.value.map((one) => one.flag).join(',')}`);
    },

    recordedSteps: records.recordedSteps,
    countsOn: records.countsOn,
    recordedOn: records.recordedOn,
    ...readFrom(profile, ask, database, clock, converse),

    close() { database.close(); },
  };

  /** Writes rows nobody wrote before, in one statement; with the versions of the step that were not read yet taken out, where versions have rows. */
  function insertNew(step: ProvinceStep, rows: readonly WrittenRow[]): Promise<Reply<unknown>> {
    const { sql, values } = insertion(step.kind, rows);
    const [columns, place] = [profile.steps[step.kind] ?? {}, profile.tables[step.kind]];
    if (!profile.rowForEachRevision || step.revision === 1 || !place) return database.write(sql, values);
    const { key } = profile.row;
    const older = Array.from({ length: step.revision - 1 }, (_, at) => rowKeyOf(step.caseNumber, step.sequence, { revision: at + 1 }));
    return database.together(async (run) => {
      for (const one of older) {
        const which = keyCondition(columns, key, one);
        await run.write(`DELETE FROM ${quoted(place.table)} WHERE ${which.sql} AND ${quoted(profile.flag.column)} = ?`, [...which.values, profile.flag.waiting]);
      }
      return run.write(sql, values);
    });
  }
  function insertion(kind: StepKind, rows: readonly WrittenRow[]): { sql: string; values: unknown[] } {
    const names = Object.keys(profile.steps[kind] ?? {});
    const place = profile.tables[kind];
    if (!place) throw new Error(`profile ${profile.name}: no table for ${kind}, though it was checked`);
    return {
      sql: `INSERT INTO ${quoted(place.table)} (${names.map(quoted).join(', ')}) VALUES ${rows.map(() => `(${names.map(() => '?').join(', ')})`).join(', ')}`,
      values: rows.flatMap((row) => names.map((name) => parameter(row.columns[name] ?? '', profile.charset))),
    };
  }

  /** The step lies there already: the same is acknowledged or, where it failed, offered again; another content is a correction or a contradiction. */
  async function offerAgain(step: ProvinceStep, rows: readonly WrittenRow[], key: string, talk: Talk): Promise<Outcome<Acknowledgement>> {
    const [columns, place] = [profile.steps[step.kind] ?? {}, profile.tables[step.kind]];
    if (!place) throw new Error(`profile ${profile.name}: no table for ${step.kind}, though it was checked`);
    const { flag, row: about } = profile;
    const which = keyCondition(columns, about.key, key);
    const names = Object.keys(columns);
    const again = batchAgain(clock.now());
    type Found = 'taken' | 'waiting' | 'offered' | 'differs';
    const outcome = await converse<Found>(talk, () => database.together<Found>(async (run) => {
      const there = await run.rows(`SELECT ${names.map((name) => `${quoted(name)} AS ${quoted(name)}`).join(', ')} FROM ${quoted(place.table)} WHERE ${which.sql} ORDER BY LENGTH(${quoted(about.key)}), ${quoted(about.key)} FOR UPDATE`, which.values);
      const revisions = there.map((one) => revisionOf(one, step.kind));
      const flags = there.map((one) => textIn(one[flag.column] ?? null, profile.charset) ?? '');
      // A newer revision lies there: an older one told late changes nothing.
      if (revisions.length > 0 && revisions.every((one) => one > step.revision)) return flags.every((one) => one === flag.taken) ? 'taken' : 'waiting';
      const byKey = new Map(there.map((one, index) => [textIn(one[about.key] ?? null, profile.charset) ?? '', { row: one, failed: Object.hasOwn(flag.failed, flags[index] ?? ''), revision: revisions[index] ?? 1 }]));
      const ours = new Map(rows.map((row) => [keyOf(row, profile), row]));
      // One revision has one content: another can only be an error of ours.
      for (const [one, lying] of byKey) {
        const mine = ours.get(one);
        if (lying.revision === step.revision && !lying.failed && !(mine && sameStep(mine, lying.row))) return 'differs';
      }
      const lacking = rows.filter((row) => {
        const lying = byKey.get(keyOf(row, profile));
        return !lying || lying.failed || lying.revision !== step.revision;
      });
      if (lacking.length === 0) return flags.every((one) => one === flag.taken) ? 'taken' : 'waiting';
      await run.write(`DELETE FROM ${quoted(place.table)} WHERE ${which.sql} AND ${quoted(flag.column)} <> ? AND ${quoted(about.key)} NOT IN (${rows.map(() => '?').join(', ')})`,
        [...which.values, flag.taken, ...rows.map((row) => keyOf(row, profile))]);
      for (const row of lacking) {
        const changed = names.filter((name) => name !== about.key);
        const to = (name: string): string | undefined => (name === about.operation?.column ? about.operation.again : columns[name]?.made === 'batch' ? `${again}${profile.batchSeconds === undefined ? '' : batchMark(rows.length, profile.rowForEachRevision ? 1 : step.revision)}` : row.columns[name]);
        const met = await run.write(
          `UPDATE ${quoted(place.table)} SET ${changed.map((name) => `${quoted(name)} = ?`).join(', ')} WHERE ${quoted(about.key)} = ?`,
          [...changed.map((name) => parameter(to(name) ?? '', profile.charset)), keyOf(row, profile)],
        );
        if (met === 0) {
          const one = insertion(step.kind, [row]);
          await run.write(one.sql, one.values);
        }
      }
      return 'offered';
    }), false);
    if (outcome.kind !== 'done') return outcome;
    if (outcome.value === 'differs') return refused('step-differs', '前置库中已有该步骤的同一版本且内容不同 the exchange database has this revision with another content');
    return done(acknowledgement(key, outcome.value !== 'offered', outcome.value !== 'taken'));
  }
  function sameStep(row: WrittenRow, there: RawRow | undefined): boolean {
    if (!there) return false;
    return Object.entries(row.columns).every(([name, written]) => {
      if (profile.row.ofTheSending.includes(name) || name === profile.flag.column || name === profile.row.operation?.column) return true;
      const read = textIn(there[name] ?? null, profile.charset);
      return read !== undefined && sameText(read ?? '', written);
    });
  }
  /** A batch that was thrown out is offered in one of its own, at the very moment. */
  function batchAgain(now: Date): string {
    return profile.batchSeconds === undefined ? writeMoment(now.toISOString(), 'yyyyMMddHHmmss').slice(0, 8) : `${writeMoment(now.toISOString(), 'yyyyMMddHHmmss')}R${String(now.getUTCMilliseconds()).padStart(3, '0')}`;
  }

  /** Which revision a row holds: by its version column, else by its batch. */
  function revisionOf(row: RawRow, kind: StepKind): number {
    const column = revisionColumn(profile, kind);
    const text = column === null ? '' : String(row[column] ?? '');
    return profile.row.revision !== null ? Number(text) || 1 : revisionIn(text);
  }

  type Flagged = { readonly kind: StepKind; readonly key: string; readonly flag: string; readonly revision: number; readonly of: number };
  /** The flags of a step's rows, in whichever table they lie. */
  async function flagsOf(key: string): Promise<Reply<Flagged[]>> {
    const parts = placesOf(profile).map(({ kind, table, columns }) => {
      const which = keyCondition(columns, profile.row.key, key);
      const [told, batch] = [revisionColumn(profile, kind), batchColumn(profile, kind)];
      return { sql: `SELECT '${kind}' AS k, ${quoted(profile.row.key)} AS i, ${quoted(profile.flag.column)} AS f, ${told === null ? 'NULL' : quoted(told)} AS v, ${batch === null ? 'NULL' : quoted(batch)} AS b FROM ${quoted(table)} WHERE ${which.sql}`, values: which.values };
    });
    const reply = await database.rows(parts.map((one) => one.sql).join(' UNION ALL '), parts.flatMap((one) => one.values));
    if (reply.kind !== 'done') return reply;
    return { kind: 'done', value: reply.value.map((one) => ({ kind: kindCalled(one['k']), key: String(one['i'] ?? ''), flag: String(one['f'] ?? '').trim(),
      revision: profile.row.revision !== null ? Number(String(one['v'] ?? '1')) || 1 : revisionIn(String(one['v'] ?? '')), of: rowsIn(String(one['b'] ?? '')) })) };
  }

  /** No row of the step: thrown into an error table, or not there. */
  async function goneOrNever(key: string, talk: Talk): Promise<Outcome<Acknowledgement>> {
    for (const { kind, errors } of placesOf(profile)) {
      if (errors === null || !profile.errors) continue;
      const remark = await ask({ ...talk, operation: 'inquiry-errors' }, () => remarkIn(errors, key));
      if (remark.kind !== 'done') return remark;
      if (remark.value !== null) return failed(kind, null, remark.value);
    }
    return refused('not-found', '前置库中没有该步骤 the exchange database has no such step');
  }
  async function remarkIn(table: string, key: string): Promise<Reply<string | null>> {
    const about = profile.errors;
    if (!about) return { kind: 'done', value: null };
    const found = await database.rows(`SELECT ${quoted(about.remark)} AS r FROM ${quoted(table)} WHERE ${quoted(about.key)} = ? OR ${quoted(about.key)} LIKE ? ORDER BY ${quoted(about.at)} DESC LIMIT 1`, [key, `${key}-%`]);
    if (found.kind !== 'done') return found;
    const [row] = found.value;
    return { kind: 'done', value: row ? (textIn(row['r'] ?? null, profile.charset) ?? '') : null };
  }
  async function failureOf(flagged: Flagged, talk: Talk): Promise<Outcome<Acknowledgement>> {
    const errors = profile.tables[flagged.kind]?.errors ?? null;
    const remark = errors === null ? done(null) : await ask({ ...talk, operation: 'inquiry-errors' }, () => remarkIn(errors, flagged.key.slice(0, 32)));
    if (remark.kind !== 'done') return remark;
    return failed(flagged.kind, flagged.flag, remark.value ?? '');
  }
  function failed(kind: StepKind, flag: string | null, remark: string): Outcome<never> {
    const means = flag === null ? null : profile.flag.failed[flag];
    const detail = `省级退回 the province rejected the row (${kind}${flag === null ? '' : `, ${profile.flag.column}=${flag}`}): ${means ? `${means.zh} ${means.en}` : ''} ${remark.slice(0, 200)}`.trim();
    const fits = (one: FailureRule): boolean => (one.kind === undefined || one.kind === kind) && (one.flag === undefined || one.flag === flag) && (one.says === undefined || remark.includes(one.says));
    const rule = profile.failures.find(fits);
    // What was thrown out unread is certainly not there: it is written again.
    return rule?.outcome === 'again' ? refused('not-found', detail) : refused(rule?.reason ?? 'upstream-refused', detail);
  }
}

const keyOf = (row: WrittenRow | undefined, profile: Profile): string => row?.columns[profile.row.key] ?? '';

/** Rows of a step: one by its key, or all its elements by the key they begin with. */
function keyCondition(columns: Parameters<typeof inEach>[0], key: string, value: string): { sql: string; values: string[] } {
  return inEach(columns) ? { sql: `(${quoted(key)} = ? OR ${quoted(key)} LIKE ?)`, values: [value, `${value}-%`] } : { sql: `${quoted(key)} = ?`, values: [value] };
}

const kindCalled = (name: unknown): StepKind => STEP_KINDS.find((kind) => kind === String(name)) ?? 'accept';

/** The same text, but for what a column of times adds: a day that became midnight, a second that became parts of it. */
const sameText = (read: string, written: string): boolean => read === written || read.replace(/\.0+$/, '') === written || read === `${written} 00:00:00` || read.replace(/ 00:00:00$/, '') === written;
