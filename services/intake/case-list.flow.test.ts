/**
 * The lists over a hundred thousand cases in a real MariaDB: what each question reads, counted by the server itself and not
 * by a watch; and that a page follows the page before without a gap or a repetition.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshSecret } from '../../infra/chance.ts';
import { openDatabase, rowsOf, type Database } from '../../infra/database.ts';
import { writeLines } from '../../infra/lines.ts';
import type { LineRow } from '../../infra/machine.ts';
import { startDatabase } from '../../scripts/instances/mariadb.ts';
import { findPrograms } from '../../scripts/instances/programs.ts';
import { createProcesses, type Processes } from '../../scripts/processes.ts';
import { caseLines, createCaseLines, namesOf, noDue } from './case-line.ts';
import { countAttention, countTurns, listCaseLines, type CaseFilter, type ListOrder } from './case-list.ts';
import { statistics } from './statistics.ts';
import { addDays } from './working-days.ts';

const total = 100_000;
const lights = { today: '2026-11-23', yellowUntil: '2026-11-24' };
let directory: string;
let processes: Processes;
let database: Database;

/** A hall's case number i: most have ended, some wait for each, many were received in the same millisecond. */
function lineOf(i: number): LineRow {
  const turns = ['window-clerk', 'reviewer', 'approver', 'department-officer', 'payment', 'machine', 'applicant', 'special-procedure'];
  const waiting = i % 5 === 0 ? turns[(i / 5) % turns.length] ?? 'machine' : 'nobody';
  const day = addDays('2026-01-05', Math.floor((i / total) * 320));
  const at = `${day}T0${1 + (i % 9)}:00:00.000Z`;
  const ended = waiting === 'nobody';
  return {
    receipt_number: `${day.replaceAll('-', '')}${String(i).padStart(7, '0')}`, status: ended ? 'closed' : i % 1_000 === 0 ? 'suspended' : 'accepted', waiting_for: waiting, waiting_since: at,
    due: ended ? noDue : addDays('2026-11-10', i % 40), received_at: at, item_code: `1133010000000000011${String(i % 400).padStart(14, '0')}`, item_name: `事项 ${i % 400}`, form: ['direct', 'entrusted', 'forward', 'direct-report'][i % 4] ?? 'direct',
    department: `1133010000000${String(i % 20).padStart(5, '0')}`, department_name: `部门 ${i % 20}`, project_name: `项目 ${i}`, applicant: `企业 ${i % 5_000} 有限公司`, names: namesOf(`企业 ${i % 5_000} 有限公司`, `项目 ${i}`, `事项 ${i % 400}`), hall_window: String(i % 12),
    received_by: `clerk-${i % 30}`, received_by_name: `收件员 ${i % 30}`, accepted_by: `clerk-${i % 30}`, reviewed_by: ended ? `reviewer-${i % 10}` : null, decided_by: ended ? `approver-${i % 5}` : null,
    attention_at: i % 20_000 === 0 ? at : null, attention_zh: i % 20_000 === 0 ? '需核实' : null, attention_en: i % 20_000 === 0 ? 'to be looked into' : null, received_on: day, accepted_on: day,
    decided_on: ended ? addDays(day, 5) : null, ended_on: ended ? addDays(day, 6) : null, outcome: ended ? 'granted' : null, on_time: ended ? Number(i % 10 !== 1) : null,
    worked_days: ended ? 3 : null, limit_days: 20, supplemented: Number(i % 7 === 0),
  };
}
const idOf = (i: number): string => `11330100000000000113301000000002026${String(i).padStart(8, '0')}`;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'zh-'));
  processes = createProcesses({ runDirectory: directory });
  const instance = await startDatabase({ processes, programs: findPrograms(), directory: path.join(directory, 'db'), newPassword: () => freshSecret(12) });
  const password = freshSecret(12);
  await instance.openSchema({ schema: 'lists', user: 'lists', password });
  // One connection: the server counts what it reads for each by itself.
  database = openDatabase({ url: `mysql://lists:${password}@${instance.host}:${instance.port}/lists`, connections: 1 });
  await createCaseLines(database);
  for (let from = 0; from < total; from += 2_000) await writeLines(database, caseLines, Array.from({ length: 2_000 }, (_none, k) => ({ id: idOf(from + k), row: lineOf(from + k) })));
  await database.raw(`ANALYZE TABLE ${caseLines}`);
});
afterAll(async () => {
  await database?.destroy();
  await processes?.stopAll();
  rmSync(directory, { recursive: true, force: true });
});

/** What came of a question, how many rows the server touched for it, and how long it took (told, not judged). */
async function measured<T>(ask: () => Promise<T>): Promise<{ found: T; rows: number; ms: number }> {
  const read = async (): Promise<number> => {
    const counters = await rowsOf<{ Value: string }>(database, "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_first', 'Handler_read_last', 'Handler_read_rnd', 'Handler_read_rnd_next')", []);
    return counters.reduce((sum, row) => sum + Number(row.Value), 0);
  };
  const looking = -(await read()) + await read();
  const before = await read();
  const began = performance.now();
  const found = await ask();
  const ms = Math.round(performance.now() - began);
  return { found, rows: await read() - before - looking, ms };
}
const page = (filter: Partial<CaseFilter>, order: ListOrder, cursor?: string, limit = 50): ReturnType<typeof listCaseLines> => listCaseLines(database, { departments: [], ...filter }, lights, { order, cursor, limit });

/** How many lines come, where it is not a full page. */
const shownOf: Record<string, number> = { 'a receipt by its number': 1, 'a case by its number': 1, 'what needs a person': 5, 'part of a name that one bears': 11, 'part of a name that nobody bears': 0 };

describe(`lists over ${total} cases`, () => {
  it.each<[string, Partial<CaseFilter>, ListOrder, number]>([
    ['the newest', {}, 'received', 400],
    ['those due first', {}, 'due', 400],
    ['one turn, those due first', { turns: ['reviewer'] }, 'due', 400],
    ['one turn that is red', { turns: ['reviewer'], light: 'red' }, 'due', 400],
    ['one turn of one department', { turns: ['department-officer'], departments: ['113301000000000015'] }, 'due', 400],
    ['a receipt by its number', { q: String(lineOf(77_777)['receipt_number']) }, 'received', 10],
    ['a case by its number', { q: idOf(77_777) }, 'received', 10],
    ['what needs a person', { attention: true }, 'received', 100],
    ['one state that is rare', { states: ['suspended'] }, 'received', 110_000],
    ['what I received', { mine: { act: 'received', by: 'clerk-7' } }, 'received', 110_000],
    ['those decided in time in one month', { decidedFrom: '2026-03-01', decidedTo: '2026-03-31', onTime: true }, 'received', 110_000],
    ['part of a name that many bear', { q: '有限公司' }, 'received', 400],
    ['part of a name within a department', { q: '有限公司', departments: ['113301000000000015'] }, 'received', 3_000],
    ['part of a name that one bears', { q: '项目 4321' }, 'due', 110_000],
    ['part of a name that nobody bears', { q: '查无此名' }, 'received', 110_000],
  ])('%s: reads no more than it must', async (what, filter, order, atMost) => {
    const { found, rows, ms } = await measured(() => page(filter, order));
    expect(found?.lines.length).toBe(shownOf[what] ?? 50);
    expect(rows, `${what}: ${ms} ms`).toBeLessThanOrEqual(atMost);
  });

  it.each<[string, Partial<CaseFilter>]>([
    ['the newest', {}], ['a turn', { turns: ['reviewer'] }], ['a name that many bear', { q: '有限公司' }], ['a name that one bears', { q: '项目 4321' }], ['a name that nobody bears', { q: '查无此名' }],
    ['a name in a department', { q: '项目 43', departments: ['113301000000000015'] }],
  ])('%s: a page in less than 200 ms, the median of nine', async (_what, filter) => {
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) times.push((await measured(() => page(filter, 'received'))).ms);
    expect(times.toSorted((a, b) => a - b)[4], times.join(' ')).toBeLessThan(200);
  });
  it('finds a name whatever its letter case and width', async () => {
    expect((await page({ q: '项目 ４３２１' }, 'received'))?.lines.length).toBe(11);
  });

  it.each<ListOrder>(['received', 'due'])('follows page after page in order of %s without a gap or a repetition, the last as quick as the first', async (order) => {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let most = 0;
    let last: string | undefined;
    do {
      const { found, rows } = await measured(() => page({}, order, cursor, 200));
      most = Math.max(most, rows);
      for (const line of found?.lines ?? []) {
        const place = order === 'due' ? `${line.due} ${line.id}` : `${line.received_at} ${line.id}`;
        if (last !== undefined && (order === 'due' ? place <= last : place >= last)) throw new Error(`${place} does not follow ${last}`);
        last = place;
        seen.add(line.id);
      }
      cursor = found?.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen.size).toBe(total);
    expect(most).toBeLessThanOrEqual(1_500);
  });

  it('counts the workbench from an index alone, what needs a person from a few rows', async () => {
    const counts = await measured(() => countTurns(database, undefined, lights));
    expect(counts.found.reduce((sum, each) => sum + each.total, 0)).toBe(total / 5);
    expect(counts.rows, `${counts.ms} ms`).toBeLessThanOrEqual(total / 5 + 20);
    const [plan] = await rowsOf<{ key: string; Extra: string }>(database, `EXPLAIN SELECT waiting_for, SUM(due < '2026-11-23') FROM ${caseLines} WHERE waiting_for <> 'nobody' GROUP BY waiting_for`, []);
    expect(plan).toMatchObject({ key: 'by_turn', Extra: expect.stringContaining('Using index') });
    const needing = await measured(() => countAttention(database, undefined));
    expect(needing.found).toBe(5);
    expect(needing.rows).toBeLessThanOrEqual(20);
  });

  it.each(['item', 'window', 'person', 'department', 'form', 'state', 'day'] as const)('makes statistics by %s in one reading of the lines', async (by) => {
    const { found, rows, ms } = await measured(() => statistics(database, { from: '2026-01-01', to: '2026-12-31', by, today: lights.today }));
    expect(found.total).toMatchObject({ received: total, onHand: total / 5, closed: total * 4 / 5, onTimeShare: 0.875, workedDays: 3, limitDays: 20, compression: 0.85 });
    // Each line once, and its group once; by day each kind of day is read for itself.
    expect(rows, `${ms} ms`).toBeLessThanOrEqual((by === 'day' ? 4 : 1) * total * 2 + 2_000);
  });
});
