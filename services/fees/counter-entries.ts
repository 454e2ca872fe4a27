/**
 * Slips a cashier has entered and the bank's file: what is entered waits until a line of a statement bears it out. Promises: nothing is
 * settled by an entry alone; a line is told to its bill as often as need be and counts once; a copy that dies between leaves it to the next.
 */
import { z } from 'zod';
import { derivedId } from '../../infra/chance.ts';
import type { Log } from '../../infra/log.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import type { Context } from '../../infra/runner.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { bankFilesSince } from './day-close/statement-files.ts';
import { moneyNameOf } from './day-close/statement-line.ts';

const Waiting = z.array(z.object({ id: z.string(), pay_code: z.string(), since: z.string(), entries: z.coerce.number().int() }));
type Slip = z.infer<typeof Waiting>[number];
const Lines = z.array(z.object({ serial: z.string(), pay_code: z.string(), kind: z.string(), fen: z.coerce.number().int(), work_date: z.string(), collected_on: z.string() }));
type Line = z.infer<typeof Lines>[number];

/** Looks for statement lines of bills whose slip waits, and tells them to the bills. */
export function openCounterEntries({ database, submit }: Pick<Context<object>, 'database' | 'submit'>, bills: AnyMachine): { confirm(): Promise<number> } {
  // The files of a day are read through once for each slip: lines lie in the order of serials, not of pay codes.
  const looked = new Map<string, { files: string; slips: ReadonlySet<string> }>();

  async function confirm(): Promise<number> {
    const waiting = Waiting.parse(await database('bills').where({ counter_entry: 'waiting' }).limit(500)
      .select('id', 'pay_code', database.raw("JSON_VALUE(document, '$.counterEntries[last].collectedOn') AS since, JSON_LENGTH(document, '$.counterEntries') AS entries")));
    if (waiting.length === 0) { looked.clear(); return 0; }
    const slips = new Map(waiting.map((slip) => [slip.pay_code, slip]));
    const since = waiting.map((one) => one.since).sort()[0] ?? '';
    let told = 0;
    for (const { source, day, files } of await bankFilesSince(database, since)) {
      const ids = files.map(({ id }) => id);
      const before = looked.get(`${source} ${day}`);
      const seen = before?.files === ids.join() ? before.slips : new Set<string>();
      const fresh = waiting.filter((slip) => !seen.has(nameOf(slip))).map(({ pay_code }) => pay_code);
      if (fresh.length === 0) continue;
      const lines = Lines.parse(await database('statement_lines').whereIn('file', ids).whereIn('kind', ['payment', 'reversal']).whereIn('pay_code', fresh).orderBy(['serial', 'pay_code', 'kind', 'work_date', 'collected_on'])
        .groupBy('serial', 'pay_code', 'kind', 'work_date', 'collected_on').select('serial', 'pay_code', 'kind', 'work_date', 'collected_on').sum({ fen: 'amount_in_fen' }));
      for (const line of standing(lines, day)) if (await tell(source, line, slips.get(line.pay_code))) told += 1;
      looked.set(`${source} ${day}`, { files: ids.join(), slips: new Set(waiting.map(nameOf)) });
    }
    return told;
  }

  async function tell(bank: string, line: Line, slip: Slip | undefined): Promise<boolean> {
    if (!slip) return false;
    const data = { bank, serial: line.serial, amountInFen: line.fen, workDate: line.work_date, collectedOn: line.collected_on === '' ? line.work_date : line.collected_on };
    // A slip that was withdrawn and entered anew is another one: the line is told to it too.
    const settlement = await submit(bills, 'file.confirm-payment', slip.id, data, { messageId: derivedId('fees/counter-entries', `${bank}:${line.serial}:${line.pay_code}:${String(line.fen)}:${String(slip.entries)}`, 0) });
    return settlement.kind === 'settled' && !settlement.known;
  }

  return { confirm };
}

const nameOf = ({ pay_code, entries }: Slip): string => `${pay_code}#${String(entries)}`;

/** What the bank still holds: a payment split by revenue item is several lines under one serial, and one that was reversed bears nothing out. */
function standing(lines: readonly Line[], day: string): Line[] {
  const payments = new Map<string, Line>();
  for (const line of lines) {
    const serial = moneyNameOf({ serial: line.serial, payCode: line.pay_code }, day);
    const known = payments.get(`${serial} ${line.pay_code}`);
    const fen = (known?.fen ?? 0) + (line.kind === 'payment' ? line.fen : -line.fen);
    payments.set(`${serial} ${line.pay_code}`, { ...(known?.kind === 'payment' ? known : line), serial, fen });
  }
  return [...payments.values()].filter(({ fen }) => fen > 0);
}

/** Looks again and again; costs one look into an empty index while nothing waits. */
export const watchCounterEntries = (entries: { confirm(): Promise<number> }, everyMs: number, log: Log): Scheduled => schedule('counter-entries', everyMs, log, async () => { await entries.confirm(); });
