/** The aggregator's own books: an append-only file of JSON lines that survives kill -9, and what follows from it. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const line = z.object({ sub: z.string(), ours: z.string(), fen: z.number() });
const refund = z.object({ journal: z.string(), order: z.string(), serial: z.string(), parts: z.array(z.object({ sub: z.string(), fen: z.number() })), fen: z.number(), state: z.enum(['2', '3', '4']), on: z.string() });
const Entry = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('order'), at: z.string(), order: z.string(), number: z.string(), fen: z.number(), lines: z.array(line), expires: z.string() }),
  z.object({ entry: z.literal('paid'), at: z.string(), order: z.string(), way: z.string(), paidAt: z.string(), day: z.string(), late: z.boolean().default(false) }),
  z.object({ entry: z.literal('stated'), at: z.string(), order: z.string() }),
  z.object({ entry: z.literal('closed'), at: z.string(), order: z.string() }),
  z.object({ entry: z.literal('refund'), at: z.string(), refund }),
  z.object({ entry: z.literal('refund-ended'), at: z.string(), journal: z.string(), state: z.enum(['3', '4']), on: z.string() }),
  z.object({ entry: z.literal('noticed'), at: z.string(), order: z.string() }),
  z.object({ entry: z.literal('struck'), at: z.string(), fault: z.string() }),
]);
export type Entry = z.infer<typeof Entry>;
export type BookRefund = z.infer<typeof refund>;

/** One order as the aggregator has it. */
export interface BookOrder {
  readonly order: string;
  readonly number: string;
  readonly fen: number;
  readonly lines: readonly z.infer<typeof line>[];
  readonly expires: string;
  closed: boolean;
  paid: { readonly way: string; readonly paidAt: string; readonly day: string } | null;
  /** It was not sure of the payment on its day; and whether a statement has said it since. */
  late: boolean;
  stated: boolean;
  /** The hub has said "taken" to its notice. */
  noticed: boolean;
}
export interface AggregatorBooks {
  readonly orders: ReadonlyMap<string, BookOrder>;
  readonly refunds: ReadonlyMap<string, BookRefund>;
  /** How often each fault struck, over all runs. */
  readonly struck: ReadonlyMap<string, number>;
  write(entry: Entry): void;
  byNumber(number: string): BookOrder | undefined;
  refundedFen(order: string, sub?: string): number;
}

/** Opens the books and reads what an earlier run wrote. */
export function openBooks(file: string | undefined): AggregatorBooks {
  const orders = new Map<string, BookOrder>();
  const numbers = new Map<string, string>();
  const refunds = new Map<string, BookRefund>();
  const struck = new Map<string, number>();
  function apply(entry: Entry): void {
    switch (entry.entry) {
      case 'order': orders.set(entry.order, { ...entry, closed: false, paid: null, noticed: false, late: false, stated: false }); numbers.set(entry.number, entry.order); return;
      case 'refund': refunds.set(entry.refund.journal, entry.refund); return;
      case 'refund-ended': { const one = refunds.get(entry.journal); if (one) refunds.set(entry.journal, { ...one, state: entry.state, on: entry.on }); return; }
      case 'struck': struck.set(entry.fault, (struck.get(entry.fault) ?? 0) + 1); return;
      case 'paid': case 'closed': case 'noticed': case 'stated': break;
    }
    const order = orders.get(entry.order);
    if (!order) return;
    if (entry.entry === 'paid') { order.paid = entry; order.late = entry.late; }
    else if (entry.entry === 'stated') order.stated = true;
    else if (entry.entry === 'closed') order.closed = true;
    else order.noticed = true;
  }
  // A line cut off by a kill was not acknowledged to anybody.
  if (file !== undefined && existsSync(file)) for (const text of readFileSync(file, 'utf8').split('\n')) try { apply(Entry.parse(JSON.parse(text))); } catch { /* cut off */ }
  return {
    orders, refunds, struck,
    write(entry) {
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
      apply(entry);
    },
    byNumber: (number) => orders.get(numbers.get(number) ?? ''),
    refundedFen: (order, sub) => [...refunds.values()].filter((one) => one.order === order && one.state !== '3')
      .reduce((sum, one) => sum + one.parts.filter((part) => sub === undefined || part.sub === sub).reduce((all, part) => all + part.fen, 0), 0),
  };
}
