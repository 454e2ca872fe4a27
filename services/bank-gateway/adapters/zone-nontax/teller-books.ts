/**
 * The simulated bank's own books: an append-only file, one JSON line for each thing that happened, written before the bank
 * acts on it. Whoever wants to know what the bank believes was paid reads this file and asks nobody else.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { z } from 'zod';

const base = { at: z.string(), serial: z.string() };
/** One line of the books. `taken`: the payer's money is in hand and the hub is being told. */
export const BookLine = z.discriminatedUnion('entry', [
  z.object({ ...base, entry: z.literal('taken'), payCode: z.string(), amountInFen: z.number().int(), workDate: z.string() }),
  z.object({ ...base, entry: z.literal('confirmed') }),
  z.object({ ...base, entry: z.literal('returned'), code: z.string(), words: z.string() }),
  z.object({ ...base, entry: z.literal('cancelling'), msgId: z.string(), day: z.string() }),
  z.object({ ...base, entry: z.literal('cancelled') }),
  z.object({ ...base, entry: z.literal('kept'), code: z.string(), words: z.string() }),
  z.object({ ...base, entry: z.literal('late'), inFileOf: z.string() }),
]);
export type BookLine = z.infer<typeof BookLine>;

/**
 * One payment as the bank sees it. `open` and `cancelling`: asked, and no answer to rely on yet. `late`: no answer came and nobody asks any more; the bank has the money
 * and says so in the file of a later day.
 */
export interface BookedPayment {
  serial: string;
  payCode: string;
  amountInFen: number;
  /** yyyy-MM-dd. */
  workDate: string;
  state: 'open' | 'confirmed' | 'returned' | 'cancelling' | 'cancelled' | 'late';
  /** Of the cancellation under way, so that it is repeated and not made anew. */
  cancelMsgId: string | null;
  /** The work date it was asked for on. */
  cancelDay: string | null;
  /** The day whose file has it, where that is not its work date. */
  inFileOf: string | null;
}

/** The books, kept in the file and in memory. */
export interface Books {
  write(line: BookLine): void;
  payments(): BookedPayment[];
  find(wanted: (payment: BookedPayment) => boolean): BookedPayment | undefined;
}

/** Opens the books, with whatever an earlier run left in them. */
export function openBooks(file: string): Books {
  const payments = new Map<string, BookedPayment>();

  function apply(line: BookLine): void {
    if (line.entry === 'taken') {
      const { serial, payCode, amountInFen, workDate } = line;
      payments.set(serial, { serial, payCode, amountInFen, workDate, state: 'open', cancelMsgId: null, cancelDay: null, inFileOf: null });
      return;
    }
    const payment = payments.get(line.serial);
    if (!payment) throw new Error(`books: ${line.entry} without ${line.serial} ever having been taken`);
    payment.state = line.entry === 'kept' ? 'confirmed' : line.entry;
    payment.cancelMsgId = line.entry === 'cancelling' ? line.msgId : null;
    payment.cancelDay = line.entry === 'cancelling' ? line.day : null;
    if (line.entry === 'late') payment.inFileOf = line.inFileOf;
  }

  if (existsSync(file)) {
    const bytes = readFileSync(file);
    // A kill in mid-write leaves a last line without its end: nothing was done on it yet.
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(file, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) if (line !== '') apply(BookLine.parse(JSON.parse(line)));
  }

  return {
    write(line) {
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      apply(line);
    },
    payments: () => [...payments.values()].map((payment) => ({ ...payment })),
    find: (wanted) => [...payments.values()].find(wanted),
  };
}
