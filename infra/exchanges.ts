/** Each talk with an outside system is kept: what was asked, what came back, how it ended. Masked before it is written. */
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { maskBody } from './mask.ts';
import { pageOf, type Paging } from './paging.ts';

export interface Exchange {
  target: string; operation: string; caseNumber?: string; request: string; answer: string;
  outcome: 'done' | 'refused' | 'unavailable' | 'in-doubt'; tookMs: number;
  /** Who began the talk: `out` we did (the usual), `in` the other side. */
  direction?: 'in' | 'out';
}
export interface ExchangeRow extends Exchange { id: string; at: string; caseNumber: string; direction: 'in' | 'out' }
export interface ExchangeFilter { caseNumber?: string | undefined; direction?: string | undefined; outcome?: string | undefined; target?: string | undefined }
/** How the talks of late went. */
export interface TalkSummary {
  lastSuccessAt: string | null;
  lastFailure: { at: string; outcome: 'unavailable' | 'in-doubt'; operation: string; detail: string } | null;
  lastHour: { done: number; refused: number; unavailable: number; inDoubt: number };
}

export interface Exchanges {
  /** Never fails its caller: the talk matters more than its record. Rows are written in small groups. */
  record(exchange: Exchange): void;
  /** Last talk first. */
  list(filter: ExchangeFilter, paging: Paging): Promise<{ exchanges: ExchangeRow[]; next: string | null }>;
  summary(): Promise<TalkSummary>;
  flush(): Promise<void>;
}

interface Row { position?: number; at: Date; direction: 'in' | 'out'; target: string; operation: string; case_number: string; request: string; answer: string; outcome: Exchange['outcome']; took_ms: number }
const limit = 4_000;
const lookedBack = 20_000;

export function openExchanges(database: Database, clock: Clock, warn: (error: unknown) => void): Exchanges {
  let waiting: Row[] = [];
  let writing: Promise<void> | undefined;
  async function write(): Promise<void> {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    const rows = waiting;
    waiting = [];
    if (rows.length > 0) await database<Row>('exchanges').insert(rows).catch(warn);
  }
  function begin(): void {
    writing ??= write().finally(() => { writing = undefined; if (waiting.length > 0) begin(); });
  }
  return {
    record(exchange) {
      waiting.push({
        at: clock.now(), direction: exchange.direction ?? 'out', target: exchange.target, operation: exchange.operation, case_number: exchange.caseNumber ?? '',
        request: maskBody(exchange.request).slice(0, limit), answer: maskBody(exchange.answer).slice(0, limit),
        outcome: exchange.outcome, took_ms: Math.round(exchange.tookMs),
      });
      begin();
    },
    async list(filter, { after, limit: count }) {
      const query = database<Row>('exchanges').orderBy('position', 'desc').limit(count + 1);
      if (filter.caseNumber !== undefined) void query.where({ case_number: filter.caseNumber });
      if (filter.direction !== undefined) void query.where('direction', filter.direction);
      if (filter.outcome !== undefined) void query.where('outcome', filter.outcome);
      if (filter.target !== undefined) void query.where({ target: filter.target });
      if (after) void query.where('position', '<', Number(after.id) || 0);
      const rows: Row[] = await query.select();
      const page = pageOf(rows, count, (row) => ({ at: '', id: String(row.position) }));
      return {
        next: page.next,
        exchanges: page.rows.map((row) => ({
          id: String(row.position), at: new Date(row.at).toISOString(), direction: row.direction, target: row.target, operation: row.operation, caseNumber: row.case_number,
          request: row.request, answer: row.answer, outcome: row.outcome, tookMs: row.took_ms,
        })),
      };
    },
    async summary() {
      const since = new Date(clock.now().getTime() - 3_600_000);
      const newest: { position?: number | null } | undefined = await database('exchanges').max({ position: 'position' }).first();
      // Only so far back: a gateway that never failed would else be read to its first day.
      const floor = Math.max(0, Number(newest?.position ?? 0) - lookedBack);
      const last = (outcomes: Exchange['outcome'][]): PromiseLike<Row | undefined> =>
        database<Row>('exchanges').where('position', '>', floor).whereIn('outcome', outcomes).orderBy('position', 'desc').first('at', 'outcome', 'operation', 'answer') as PromiseLike<Row | undefined>;
      const [success, failure, counts] = await Promise.all([
        last(['done', 'refused']), last(['unavailable', 'in-doubt']),
        database('exchanges').where('at', '>=', since).groupBy('outcome').select('outcome').count({ n: '*' }) as PromiseLike<{ outcome: string; n: number }[]>,
      ]);
      const counted = (outcome: string): number => Number(counts.find((row) => row.outcome === outcome)?.n ?? 0);
      return {
        lastSuccessAt: success ? new Date(success.at).toISOString() : null,
        lastFailure: failure ? { at: new Date(failure.at).toISOString(), outcome: failure.outcome === 'in-doubt' ? 'in-doubt' : 'unavailable', operation: failure.operation, detail: failure.answer.slice(0, 300) } : null,
        lastHour: { done: counted('done'), refused: counted('refused'), unavailable: counted('unavailable'), inDoubt: counted('in-doubt') },
      };
    },
    async flush() { while (writing ?? waiting.length > 0) await (writing ?? write()); },
  };
}
