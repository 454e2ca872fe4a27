/**
 * The line of a case 办件列表: the narrow row that lists, counts and statistics read instead of the document. A pure function
 * of the case, so that it is right whenever the case is; nothing in it depends on today.
 */
import { chinaDate } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { LineRow } from '../../infra/machine.ts';
import type { CaseRecord } from './case.ts';
import { decidedAt, dueNow, turnOf, waitingSince } from './turns.ts';

export const caseLines = 'case_lines';
/** Stands where there is no due day, so that the order by due day is the order of the index: such cases come last. */
export const noDue = '9999-12-31';

const dayOf = (moment: string | null | undefined): string | null => (moment ? chinaDate(new Date(moment)) : null);

/** A name as it is searched for: letter case, width and the like make no difference. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();
/** The names of a case that a search looks into: of the applicant, the project and the item. */
export const namesOf = (applicant: string, projectName: string, itemName: string): string => searchable(`${applicant}\n${projectName}\n${itemName}`).slice(0, 520);

/** How a case ended or was decided: what statistics count. */
function outcomeOf(record: CaseRecord): string | null {
  if (record.status === 'not-accepted' || record.status === 'withdrawn') return record.status;
  if (record.upstream) return record.upstream.result;
  return decidedAt(record) === null ? null : record.decision?.result ?? null;
}

export function caseLine(record: CaseRecord): LineRow {
  const { item } = record;
  const decidedOn = dayOf(decidedAt(record));
  const promised = record.due.promised;
  // As much as the column holds: a token of another issuer may name its bearer at any length, and a list must not stop a case.
  const name = (subject: string | null | undefined): string | null => (subject ? (record.people[subject] ?? subject).slice(0, 100) : null);
  return {
    receipt_number: record.receiptNumber, status: record.status, waiting_for: turnOf(record), waiting_since: waitingSince(record), due: dueNow(record) ?? noDue,
    received_at: record.receivedAt, item_code: item.code, item_name: item.name.slice(0, 200), form: item.delegation.form,
    department: item.delegation.department.creditCode, department_name: item.delegation.department.name.slice(0, 100),
    project_name: record.projectName, applicant: record.applicant.name, names: namesOf(record.applicant.name, record.projectName, item.name.slice(0, 200)), hall_window: record.window?.slice(0, 40) ?? null,
    received_by: record.receivedBy, received_by_name: name(record.receivedBy), accepted_by: record.acceptedBy, reviewed_by: record.review?.by ?? null, decided_by: record.decision?.by ?? null,
    attention_at: record.attention?.at ?? null, attention_zh: record.attention?.zh.slice(0, 300) ?? null, attention_en: record.attention?.en.slice(0, 300) ?? null,
    received_on: dayOf(record.receivedAt), accepted_on: dayOf(record.acceptedAt), decided_on: decidedOn, ended_on: dayOf(record.end?.at),
    outcome: outcomeOf(record), on_time: decidedOn === null || promised === null ? null : Number(decidedOn <= promised),
    worked_days: record.workedDays, limit_days: item.statutoryLimit.amount, supplemented: Number(record.supplement !== null),
  };
}

/** Bytes, because bytes are found an order of magnitude faster than letters of a collation; in UTF-8 the beginning of one letter is never inside another. */
export const searchedNames = 'VARBINARY(1600)';
/** Newest first with the names beside: a search reads this narrow list alone and stops when its page is full. */
export const byNames = 'KEY by_names (received_at, id, department, names)';

/** The table. Names are compared without regard to letter case; codes and days as they stand. */
export async function createCaseLines(database: Pick<Database, 'raw'>): Promise<void> {
  const code = (type: string): string => `${type} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
  const name = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`;
  const day = code('CHAR(10)');
  await database.raw(`CREATE TABLE ${caseLines} (
    id ${code('VARCHAR(96)')} NOT NULL PRIMARY KEY, receipt_number ${code('CHAR(15)')} NOT NULL, status ${code('VARCHAR(40)')} NOT NULL,
    waiting_for ${code('VARCHAR(20)')} NOT NULL, waiting_since ${code('VARCHAR(32)')} NOT NULL, due ${day} NOT NULL, received_at ${code('CHAR(24)')} NOT NULL,
    item_code ${code('VARCHAR(33)')} NOT NULL, item_name ${name(200)} NOT NULL, form ${code('VARCHAR(16)')} NOT NULL,
    department ${code('VARCHAR(18)')} NOT NULL, department_name ${name(100)} NOT NULL, project_name ${name(200)} NOT NULL, applicant ${name(100)} NOT NULL, names ${searchedNames} NOT NULL,
    hall_window ${name(40)} NULL, received_by ${code('VARCHAR(96)')} NOT NULL, received_by_name ${name(100)} NULL, accepted_by ${code('VARCHAR(96)')} NULL,
    reviewed_by ${code('VARCHAR(96)')} NULL, decided_by ${code('VARCHAR(96)')} NULL, attention_at ${code('VARCHAR(32)')} NULL, attention_zh ${name(300)} NULL, attention_en ${name(300)} NULL,
    received_on ${day} NOT NULL, accepted_on ${day} NULL, decided_on ${day} NULL, ended_on ${day} NULL, outcome ${code('VARCHAR(16)')} NULL,
    on_time TINYINT NULL, worked_days SMALLINT UNSIGNED NULL, limit_days SMALLINT UNSIGNED NOT NULL, supplemented TINYINT NOT NULL,
    KEY by_receipt (receipt_number), KEY by_turn (waiting_for, due, id), KEY by_due (due, id), KEY by_received (received_at, id),
    KEY by_department (department, waiting_for, due), KEY by_attention (attention_at), ${byNames})`);
}
