/**
 * The tables of applications from portals. `application_rows` is what a poll saw, written before anything is made of it; `applications` is what
 * became of each. That every row is in exactly one state is a constraint of the second and a comparison of both.
 */
import { z } from 'zod';
import type { Database, Migration } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { pageOf, type Paging } from '../../infra/paging.ts';
import { ApplicationRecord } from './application.ts';

const code = (type: string): string => `${type} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const applicationMigrations: readonly Migration[] = [
  {
    name: '0003-applications',
    async up(database) {
      await database.raw(`CREATE TABLE application_rows (
        platform ${code('VARCHAR(40)')} NOT NULL, application_id ${code('VARCHAR(100)')} NOT NULL, seen_at DATETIME(3) NOT NULL, PRIMARY KEY (platform, application_id))`);
      await database.raw(`CREATE TABLE applications (
        id ${code('VARCHAR(96)')} NOT NULL PRIMARY KEY, status ${code('VARCHAR(40)')} NOT NULL, version INT UNSIGNED NOT NULL,
        document ${code('LONGTEXT')} NOT NULL, lasting ${code('LONGTEXT')} NULL, created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
        platform ${code('VARCHAR(40)')} NOT NULL, application_id ${code('VARCHAR(100)')} NOT NULL, submitted_at ${code('CHAR(24)')} NOT NULL,
        case_number ${code('VARCHAR(50)')} NULL, reason ${code('VARCHAR(60)')} NULL, due ${code('CHAR(10)')} NULL, answered ${code('VARCHAR(12)')} NULL,
        UNIQUE KEY one_row (platform, application_id), UNIQUE KEY one_case (case_number), KEY by_status (status, submitted_at, id), KEY by_submitted (submitted_at, id),
        CONSTRAINT one_state CHECK (status IN ('started', 'quarantined', 'failed')),
        CONSTRAINT case_when_started CHECK ((status = 'started') = (case_number IS NOT NULL)),
        CONSTRAINT reason_unless_started CHECK ((status = 'started') = (reason IS NULL)))`);
      await database.raw(`CREATE TABLE application_polls (
        platform ${code('VARCHAR(40)')} NOT NULL PRIMARY KEY, position VARCHAR(500) NULL, asked_at DATETIME(3) NULL, answered_at DATETIME(3) NULL, failure VARCHAR(250) NULL)`);
    },
  },
];

/** What is kept beside the document, for lists and for the constraints. */
export const applicationColumns = (record: ApplicationRecord): Record<string, string | number | null> => ({
  platform: record.platform, application_id: record.applicationId, submitted_at: record.submittedAt, case_number: record.caseNumber, reason: record.reason?.code.slice(0, 60) ?? null, due: record.noticeDue,
  answered: record.answered?.kind ?? null,
});

/** Notes that these rows were seen, before anything is made of them. */
export async function noteRows(database: Database, platform: string, ids: readonly string[], now: Date): Promise<void> {
  for (let from = 0; from < ids.length; from += 200) {
    const some = ids.slice(from, from + 200);
    await database.raw(`INSERT IGNORE INTO application_rows (platform, application_id, seen_at) VALUES ${some.map(() => '(?,?,?)').join(',')}`, some.flatMap((id) => [platform, id, now]));
  }
}

export interface Poll { platform: string; position: string | null; asked_at: Date | null; answered_at: Date | null; failure: string | null }
export async function readPoll(database: Database, platform: string): Promise<Poll | undefined> {
  return database('application_polls').where({ platform }).first();
}
/** Where the poll of a platform stands. Two copies may poll at once: at worst a page is read again, and nothing is taken twice. */
export async function writePoll(database: Database, poll: Partial<Poll> & { platform: string }): Promise<void> {
  await database('application_polls').insert(poll).onConflict('platform').merge();
}

export async function findApplication(database: Database, id: string): Promise<ApplicationRecord | undefined> {
  const row: { document: unknown } | undefined = await database('applications').where({ id }).first('document');
  return row ? ApplicationRecord.parse(documentOf(row.document)) : undefined;
}

export interface ApplicationFilter { platform?: string | undefined; state?: string | undefined; overdueOn?: string | undefined }

/** Earliest submitted first: whose five days run out first stands on top. */
export async function listApplications(database: Database, filter: ApplicationFilter, paging: Paging): Promise<{ applications: ApplicationRecord[]; next: string | null }> {
  const query = database('applications');
  if (filter.platform !== undefined) void query.where({ platform: filter.platform });
  if (filter.state !== undefined) void query.where({ status: filter.state });
  // Whatever has ended was late or not; it is not late now.
  if (filter.overdueOn !== undefined) void query.where({ status: 'quarantined' }).andWhere('due', '<', filter.overdueOn);
  // Newest first for what has ended, earliest first for what waits.
  const ascending = filter.state === 'quarantined';
  const { after, limit } = paging;
  if (after) {
    const sign = ascending ? '>' : '<';
    void query.where('submitted_at', `${sign}=`, after.at).andWhere((one) => { void one.where('submitted_at', sign, after.at).orWhere('id', sign, after.id); });
  }
  const order = ascending ? 'asc' : 'desc';
  const rows: { id: string; submitted_at: string; document: unknown }[] = await query.orderBy([{ column: 'submitted_at', order }, { column: 'id', order }]).limit(limit + 1).select('id', 'submitted_at', 'document');
  const page = pageOf(rows, limit, (row) => ({ at: row.submitted_at, id: row.id }));
  return { applications: page.rows.map((row) => ApplicationRecord.parse(documentOf(row.document))), next: page.next };
}

const Counted = z.object({ platform: z.string(), n: z.coerce.number() });
const Standing = Counted.extend({ status: z.enum(['started', 'quarantined', 'failed']), overdue: z.coerce.number(), untold: z.coerce.number() });
const Stray = z.object({ platform: z.string(), application_id: z.string() });

export interface ApplicationCount {
  platform: string; rows: number; started: number; quarantined: number; failed: number;
  /** Still no case after the five days. */
  overdue: number;
  /** In a state the platform has not been told of. */
  untold: number;
  /** Seen, and in no state; in a state, and never seen. Both must be empty. */
  stateless: string[]; rowless: string[];
}

/** Counts rows and states by themselves and looks for what is in one and not in the other. At most a hundred of each are named. */
export async function countApplications(database: Database, platforms: readonly string[], today: string): Promise<ApplicationCount[]> {
  const [rows, standing, stateless, rowless] = await Promise.all([
    database('application_rows').groupBy('platform').select('platform').count({ n: '*' }),
    database('applications').groupBy('platform', 'status').select('platform', 'status', database.raw("SUM(status = 'quarantined' AND due < ?) AS overdue", [today]), database.raw('SUM(answered IS NULL OR answered <> status) AS untold')).count({ n: '*' }),
    database('application_rows as r').leftJoin('applications as a', (on) => { on.on('a.platform', 'r.platform').andOn('a.application_id', 'r.application_id'); }).whereNull('a.id').limit(100).select('r.platform', 'r.application_id'),
    database('applications as a').leftJoin('application_rows as r', (on) => { on.on('a.platform', 'r.platform').andOn('a.application_id', 'r.application_id'); }).whereNull('r.platform').limit(100).select('a.platform', 'a.application_id'),
  ]);
  const seen = new Map(z.array(Counted).parse(rows).map((row) => [row.platform, row.n]));
  const states = z.array(Standing).parse(standing);
  const strays = { stateless: z.array(Stray).parse(stateless), rowless: z.array(Stray).parse(rowless) };
  return [...new Set([...platforms, ...seen.keys(), ...states.map((row) => row.platform)])].toSorted().map((platform) => {
    const mine = states.filter((row) => row.platform === platform);
    const of = (status: string): number => mine.find((row) => row.status === status)?.n ?? 0;
    const ids = (all: z.infer<typeof Stray>[]): string[] => all.filter((row) => row.platform === platform).map((row) => row.application_id);
    return {
      platform, rows: seen.get(platform) ?? 0, started: of('started'), quarantined: of('quarantined'), failed: of('failed'),
      overdue: mine.reduce((sum, row) => sum + row.overdue, 0), untold: mine.reduce((sum, row) => sum + row.untold, 0), stateless: ids(strays.stateless), rowless: ids(strays.rowless),
    };
  });
}

/** Which of these the hub has in some state. */
export async function knownAmong(database: Database, platform: string, ids: readonly string[]): Promise<Set<string>> {
  const rows: { application_id: string }[] = await database('applications').where({ platform }).whereIn('application_id', [...ids]).select('application_id');
  return new Set(rows.map((row) => row.application_id));
}
