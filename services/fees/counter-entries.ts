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

const Waiting = z.array(z.object({ id: z.string(), pay_code: z.string(), since: z.string() }));
const Files = z.array(z.object({ id: z.coerce.number(), source: z.string() }));
const Lines = z.array(z.object({ serial: z.string(), pay_code: z.string(), fen: z.coerce.number().int(), work_date: z.string(), collected_on: z.string() }));

/** Looks for statement lines of bills whose slip waits, and tells them to the bills. */
export function openCounterEntries({ database, submit }: Pick<Context<object>, 'database' | 'submit'>, bills: AnyMachine): { confirm(): Promise<number> } {
  // A file is read through once for each slip: lines lie in the order of serials, not of pay codes.
  const looked = new Map<number, Set<string>>();

  async function confirm(): Promise<number> {
    const waiting = Waiting.parse(await database('bills').where({ counter_entry: 'waiting' }).limit(500)
      .select('id', 'pay_code', database.raw("JSON_VALUE(document, '$.counterEntries[last].collectedOn') AS since")));
    if (waiting.length === 0) { looked.clear(); return 0; }
    const keys = new Map(waiting.map(({ pay_code, id }) => [pay_code, id]));
    const since = waiting.map((one) => one.since).sort()[0] ?? '';
    let told = 0;
    for (const { id: file, source } of Files.parse(await database('statement_files').where('day', '>=', since).whereNot({ source: 'fiscal' }).select('id', 'source'))) {
      const seen = looked.get(file) ?? new Set();
      const fresh = [...keys.keys()].filter((payCode) => !seen.has(payCode));
      if (fresh.length === 0) continue;
      // A payment split by revenue item is several lines under one serial.
      const lines = Lines.parse(await database('statement_lines').where({ file, kind: 'payment' }).whereIn('pay_code', fresh)
        .groupBy('serial', 'pay_code', 'work_date', 'collected_on').select('serial', 'pay_code', 'work_date', 'collected_on').sum({ fen: 'amount_in_fen' }));
      for (const line of lines) if (await tell(source, line, keys.get(line.pay_code) ?? '')) told += 1;
      looked.set(file, new Set([...seen, ...fresh]));
    }
    return told;
  }

  async function tell(bank: string, line: z.infer<typeof Lines>[number], key: string): Promise<boolean> {
    // A dialect without serials names its line by pay code and day.
    const serial = line.serial === '' ? `${line.pay_code}.${line.work_date}` : line.serial;
    const data = { bank, serial, amountInFen: line.fen, workDate: line.work_date, collectedOn: line.collected_on === '' ? line.work_date : line.collected_on };
    const settlement = await submit(bills, 'file.confirm-payment', key, data, { messageId: derivedId('fees/counter-entries', `${bank}:${serial}:${line.pay_code}:${String(line.fen)}`, 0) });
    return settlement.kind === 'settled' && !settlement.known;
  }

  return { confirm };
}

/** Looks again and again; costs one look into an empty index while nothing waits. */
export const watchCounterEntries = (entries: { confirm(): Promise<number> }, everyMs: number, log: Log): Scheduled => schedule('counter-entries', everyMs, log, async () => { await entries.confirm(); });
