/**
 * The outgoing ledger in its tables. New steps are written in groups by one statement and settled in groups by one more; whoever holds
 * a step's claim is the only one who may settle it.
 */
import { chinaDate } from '../../infra/clock.ts';
import { affectedBy, rowsOf, runChange, type Database, type Migration, type Transaction } from '../../infra/database.ts';
import { createRecordTable, documentOf } from '../../infra/records.ts';
import type { Outgoing, OutgoingState } from './outgoing.ts';
import { provinceStep, type ProvinceStep, type StepKind } from './port.ts';

const text = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
export const outgoingMigrations: readonly Migration[] = [
  {
    name: '0002-two-way-ledger',
    async up(database) {
      await database.raw(`CREATE TABLE outgoing_steps (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        platform VARCHAR(40) ${text} NOT NULL, case_number VARCHAR(50) ${text} NOT NULL, sequence SMALLINT UNSIGNED NOT NULL,
        kind VARCHAR(12) ${text} NOT NULL, revision TINYINT UNSIGNED NOT NULL, digest CHAR(64) ${text} NOT NULL,
        content LONGTEXT ${text} NOT NULL, provenance INT UNSIGNED NOT NULL,
        state VARCHAR(14) ${text} NOT NULL, attempts SMALLINT UNSIGNED NOT NULL, refusals SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        due_at DATETIME(3) NOT NULL, claim VARCHAR(80) ${text} NOT NULL DEFAULT '', claimed_until DATETIME(3) NULL,
        receipt VARCHAR(100) ${text} NOT NULL DEFAULT '', outcome VARCHAR(60) ${text} NOT NULL DEFAULT '', detail VARCHAR(300) ${text} NOT NULL DEFAULT '',
        taken_at DATETIME(3) NOT NULL, acknowledged_at DATETIME(3) NULL, acknowledged_on CHAR(10) ${text} NULL, acknowledged_revision TINYINT UNSIGNED NULL,
        theirs VARCHAR(10) ${text} NOT NULL DEFAULT 'unknown', checked_at DATETIME(3) NULL, tell_from DATETIME(3) NULL,
        UNIQUE KEY by_step (case_number, sequence), KEY by_due (platform, state, due_at), KEY by_day (platform, acknowledged_on, kind), KEY by_telling (tell_from), KEY by_check (platform, checked_at)
      )`);
      await database.raw(`CREATE TABLE provenance_patterns (
        number INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, digest CHAR(64) ${text} NOT NULL UNIQUE KEY, kind VARCHAR(12) ${text} NOT NULL, fields LONGTEXT ${text} NOT NULL
      )`);
      await database.raw(`CREATE TABLE outages (
        number BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, platform VARCHAR(40) ${text} NOT NULL, cause VARCHAR(20) ${text} NOT NULL,
        began_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL, until_at DATETIME(3) NULL, detail VARCHAR(300) ${text} NOT NULL, held_steps INT UNSIGNED NOT NULL DEFAULT 0, held_cases INT UNSIGNED NOT NULL DEFAULT 0,
        open_key VARCHAR(64) ${text} NULL UNIQUE KEY, KEY by_platform (platform, began_at)
      )`);
      await database.raw(`CREATE TABLE announced_pauses (
        number BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, platform VARCHAR(40) ${text} NOT NULL, from_at DATETIME(3) NOT NULL, to_at DATETIME(3) NOT NULL,
        zh VARCHAR(200) ${text} NOT NULL, en VARCHAR(200) ${text} NOT NULL, announced_by VARCHAR(100) ${text} NOT NULL, announced_at DATETIME(3) NOT NULL, ended_by VARCHAR(100) ${text} NULL, KEY by_platform (platform, to_at)
      )`);
      await database.raw(`CREATE TABLE divergences (
        number BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, platform VARCHAR(40) ${text} NOT NULL, case_number VARCHAR(50) ${text} NOT NULL, sequence SMALLINT UNSIGNED NOT NULL,
        kind VARCHAR(12) ${text} NOT NULL, nature VARCHAR(12) ${text} NOT NULL, field VARCHAR(80) ${text} NOT NULL, ours TEXT ${text} NULL, theirs TEXT ${text} NULL, winner VARCHAR(10) ${text} NOT NULL,
        state VARCHAR(12) ${text} NOT NULL, found_at DATETIME(3) NOT NULL, changed_at DATETIME(3) NOT NULL, changed_by VARCHAR(100) ${text} NOT NULL DEFAULT '', note VARCHAR(500) ${text} NOT NULL DEFAULT '',
        open_key CHAR(64) ${text} NULL UNIQUE KEY, KEY by_state (state, platform), KEY by_case (case_number)
      )`);
      await database.raw(`CREATE TABLE daily_counts (
        platform VARCHAR(40) ${text} NOT NULL, day CHAR(10) ${text} NOT NULL, kind VARCHAR(12) ${text} NOT NULL, ours INT UNSIGNED NOT NULL, theirs INT UNSIGNED NULL, compared_at DATETIME(3) NOT NULL,
        PRIMARY KEY (platform, day, kind)
      )`);
      await createRecordTable(database, 'notices');
    },
  },
  {
    // A healing that corrects raises the revision the province is told; what was handed over keeps its own count.
    name: '0004-revision-handed-over',
    async up(database) {
      await database.raw('ALTER TABLE outgoing_steps ADD COLUMN given_revision TINYINT UNSIGNED NOT NULL DEFAULT 1 AFTER revision');
      await database.raw('UPDATE outgoing_steps SET given_revision = revision');
    },
  },
];

export interface StoredStep extends Outgoing { readonly position: number; readonly content: ProvinceStep }
interface Row {
  position: number; platform: string; case_number: string; sequence: number; kind: StepKind; revision: number; given_revision: number; digest: string; state: OutgoingState; attempts: number; refusals: number;
  due_at: Date; receipt: string; outcome: string; detail: string; content?: unknown;
}
const columns = 'position, platform, case_number, sequence, kind, revision, given_revision, digest, state, attempts, refusals, due_at, receipt, outcome, detail';
export const outgoingOf = (row: Row): Outgoing & { position: number } => ({
  position: Number(row.position), platform: row.platform, caseNumber: row.case_number, sequence: Number(row.sequence), kind: row.kind, revision: Number(row.revision), given: Number(row.given_revision), digest: row.digest, state: row.state,
  attempts: Number(row.attempts), refusals: Number(row.refusals), dueAt: new Date(row.due_at), receipt: row.receipt, outcome: row.outcome, detail: row.detail,
});
const storedOf = (row: Row): StoredStep => ({ ...outgoingOf(row), content: provinceStep.parse(documentOf(row.content)) });
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');

/** Everything taken of these cases, without contents. */
export async function stepsOfCases(on: Database | Transaction, cases: readonly string[]): Promise<(Outgoing & { position: number })[]> {
  const rows = await rowsOf<Row>(on, `SELECT ${columns} FROM outgoing_steps WHERE case_number IN (${marks(cases.length)})`, [...cases]);
  return rows.map(outgoingOf);
}
/** The same with contents, in order. */
export async function fullStepsOfCases(on: Database, cases: readonly string[]): Promise<StoredStep[]> {
  if (cases.length === 0) return [];
  const rows = await rowsOf<Row>(on, `SELECT ${columns}, content FROM outgoing_steps WHERE case_number IN (${marks(cases.length)}) ORDER BY case_number, sequence`, [...cases]);
  return rows.map(storedOf);
}

const written = ['platform', 'case_number', 'sequence', 'kind', 'revision', 'given_revision', 'digest', 'content', 'provenance', 'state', 'attempts', 'due_at', 'claim', 'claimed_until', 'taken_at', 'acknowledged_at'] as const;

export interface NewStep { readonly row: Outgoing; readonly content: ProvinceStep; readonly provenance: number; readonly claim: string; readonly claimedUntil: Date | null }
/**
 * Writes new steps; returns those that were not: somebody else had written them first, or they were to go at once and an earlier step of
 * their case is not settled, whatever whoever took them remembers of it.
 */
export async function insertSteps(on: Database, steps: readonly NewStep[], now: Date): Promise<NewStep[]> {
  if (steps.length === 0) return [];
  const touched = await affectedBy(on,
    `INSERT IGNORE INTO outgoing_steps (${written.join(', ')})
     SELECT ${written.map((name) => `n.${name}`).join(', ')} FROM (${steps.map((_one, at) => (at === 0 ? `SELECT ${written.map((name) => `? AS ${name}`).join(', ')}` : `SELECT ${marks(written.length)}`)).join(' UNION ALL ')}) n
     WHERE n.state <> 'sending' OR NOT EXISTS (SELECT 1 FROM outgoing_steps e WHERE e.case_number = n.case_number AND e.sequence < n.sequence AND e.state NOT IN ('acknowledged','not-carried'))`,
    steps.flatMap(({ row, content, provenance, claim, claimedUntil }) => [
      row.platform, row.caseNumber, row.sequence, row.kind, row.revision, row.given, row.digest, JSON.stringify(content), provenance, row.state, row.attempts, row.dueAt, claim, claimedUntil, now, row.state === 'not-carried' ? now : null,
    ]) as string[]);
  if (touched === steps.length) return [];
  const there = await rowsOf<{ case_number: string; sequence: number; claim: string }>(on,
    `SELECT case_number, sequence, claim FROM outgoing_steps WHERE (case_number, sequence) IN (${steps.map(() => '(?,?)').join(',')})`, steps.flatMap(({ row }) => [row.caseNumber, row.sequence]));
  const mine = new Set(there.map((one) => `${one.case_number}/${String(one.sequence)}/${one.claim}`));
  return steps.filter(({ row, claim }) => !mine.has(`${row.caseNumber}/${String(row.sequence)}/${claim}`));
}

/** Puts a newer content in the place of a row that is still as it was read; false when it is not. */
export async function replaceStep(on: Database, before: Outgoing, step: NewStep): Promise<boolean> {
  const { row } = step;
  return await affectedBy(on,
    `UPDATE outgoing_steps SET revision = ?, given_revision = ?, digest = ?, content = ?, provenance = ?, state = ?, attempts = ?, refusals = 0, due_at = ?, claim = ?, claimed_until = ?, outcome = '', detail = '', tell_from = NULL
     WHERE case_number = ? AND sequence = ? AND revision = ? AND state = ? AND digest = ?`,
    [row.revision, row.given, row.digest, JSON.stringify(step.content), step.provenance, row.state, row.attempts, row.dueAt, step.claim, step.claimedUntil, row.caseNumber, row.sequence, before.revision, before.state, before.digest] as string[]) === 1;
}

export interface Settling { readonly row: Outgoing; readonly claim: string; /** Whether intake must be told by an event; false where an answer tells it. */ readonly tell: boolean }
/** Writes how pushes and inquiries ended, where the claim is still ours. */
export async function settleSteps(on: Database, settlings: readonly Settling[], now: Date): Promise<void> {
  if (settlings.length === 0) return;
  const day = chinaDate(now);
  await runChange(on,
    `UPDATE outgoing_steps o JOIN (${settlings.map((_one, at) => (at === 0
      ? 'SELECT ? AS case_number, ? AS sequence, ? AS claim, ? AS state, ? AS attempts, ? AS refusals, ? AS due_at, ? AS receipt, ? AS outcome, ? AS detail, ? AS done, ? AS tell'
      : 'SELECT ?,?,?,?,?,?,?,?,?,?,?,?')).join(' UNION ALL ')}) n
     ON o.case_number = n.case_number AND o.sequence = n.sequence AND o.claim = n.claim
     SET o.state = n.state, o.attempts = n.attempts, o.refusals = n.refusals, o.due_at = n.due_at, o.receipt = n.receipt, o.outcome = n.outcome, o.detail = n.detail, o.claim = '', o.claimed_until = NULL,
       o.acknowledged_on = IF(n.done = 1, COALESCE(o.acknowledged_on, ?), o.acknowledged_on), o.acknowledged_at = IF(n.done = 1, ?, o.acknowledged_at),
       o.acknowledged_revision = IF(n.done = 1, o.revision, o.acknowledged_revision), o.theirs = IF(n.done = 1, 'unknown', o.theirs), o.tell_from = IF(n.tell = 1, ?, NULL)`,
    [...settlings.flatMap(({ row, claim, tell }) => [
      row.caseNumber, row.sequence, claim, row.state, row.attempts, row.refusals, row.dueAt, row.receipt.slice(0, 100), row.outcome.slice(0, 60), row.detail.slice(0, 300), row.state === 'acknowledged' ? 1 : 0, tell ? 1 : 0,
    ]), day, now, now] as string[]);
}

export interface Claimed { readonly step: StoredStep; readonly lapsed: boolean }
/** Takes steps whose time has come and before which nothing of their case is unfinished. Rows in other hands are passed over. */
export async function claimDue(database: Database, options: { platform: string; now: Date; until: Date; claim: string; limit: number; inHand: ReadonlySet<string> }): Promise<Claimed[]> {
  const { platform, now, until, claim, limit, inHand } = options;
  const due = `platform = ? AND state IN ('waiting','doubtful','awaiting','sending') AND due_at <= ? AND (claimed_until IS NULL OR claimed_until < ?)`;
  // Nearly always there is none, and then no transaction is needed to see it.
  const [any] = await rowsOf<{ position: number }>(database, `SELECT position FROM outgoing_steps WHERE ${due} LIMIT 1`, [platform, now, now]);
  if (!any) return [];
  return database.transaction(async (tx) => {
    const rows = await rowsOf<Row>(tx,
      `SELECT ${columns}, content FROM outgoing_steps o WHERE ${due}
       AND NOT EXISTS (SELECT 1 FROM outgoing_steps e WHERE e.case_number = o.case_number AND e.sequence < o.sequence AND e.state NOT IN ('acknowledged','not-carried'))
       ORDER BY due_at, position LIMIT ? FOR UPDATE SKIP LOCKED`, [platform, now, now, limit]);
    const mine = rows.filter((row) => !inHand.has(`${row.case_number}/${String(row.sequence)}`));
    if (mine.length === 0) return [];
    await runChange(tx,
      `UPDATE outgoing_steps SET attempts = attempts + IF(state = 'waiting', 1, 0), state = CASE state WHEN 'waiting' THEN 'sending' WHEN 'sending' THEN 'doubtful' ELSE state END, claim = ?, claimed_until = ? WHERE position IN (${marks(mine.length)})`,
      [claim, until, ...mine.map((row) => row.position)] as string[]);
    return mine.map((row): Claimed => {
      const step = storedOf(row);
      if (row.state === 'waiting') return { lapsed: false, step: { ...step, state: 'sending', attempts: step.attempts + 1 } };
      return { lapsed: row.state === 'sending', step: row.state === 'sending' ? { ...step, state: 'doubtful' } : step };
    });
  });
}

/** Steps whose end intake has not been told yet, oldest first. */
export async function untold(database: Database, limit: number): Promise<(Outgoing & { position: number })[]> {
  const rows = await rowsOf<Row>(database, `SELECT ${columns} FROM outgoing_steps WHERE tell_from IS NOT NULL ORDER BY tell_from LIMIT ${String(limit)}`, []);
  return rows.map(outgoingOf);
}
/** Only as it was read: a row that went on meanwhile owes another telling. */
export async function markTold(database: Database, rows: readonly (Outgoing & { position: number })[]): Promise<void> {
  for (const row of rows) await runChange(database, 'UPDATE outgoing_steps SET tell_from = NULL WHERE position = ? AND state = ? AND revision = ?', [row.position, row.state, row.revision]);
}
