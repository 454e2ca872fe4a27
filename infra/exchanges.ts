/** Each talk with an outside system is kept: what was asked, what came back, how it ended. Masked before it is written. */
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { maskText } from './mask.ts';

export interface Exchange {
  target: string; operation: string; caseNumber?: string; request: string; answer: string;
  outcome: 'done' | 'refused' | 'unavailable' | 'in-doubt'; tookMs: number;
}
export interface ExchangeRow extends Exchange { at: string }

export interface Exchanges {
  /** Never fails its caller: the talk matters more than its record. Rows are written in small groups. */
  record(exchange: Exchange): void;
  list(filter: { caseNumber?: string; limit: number }): Promise<ExchangeRow[]>;
  flush(): Promise<void>;
}

interface Row { at: Date; target: string; operation: string; case_number: string; request: string; answer: string; outcome: Exchange['outcome']; took_ms: number }
const limit = 4_000;

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
        at: clock.now(), target: exchange.target, operation: exchange.operation, case_number: exchange.caseNumber ?? '',
        request: maskText(exchange.request).slice(0, limit), answer: maskText(exchange.answer).slice(0, limit),
        outcome: exchange.outcome, took_ms: Math.round(exchange.tookMs),
      });
      begin();
    },
    async list(filter) {
      const query = database<Row>('exchanges').orderBy('position', 'desc').limit(filter.limit);
      if (filter.caseNumber) void query.where({ case_number: filter.caseNumber });
      const rows = await query.select();
      return rows.map((row) => ({
        at: new Date(row.at).toISOString(), target: row.target, operation: row.operation, caseNumber: row.case_number,
        request: row.request, answer: row.answer, outcome: row.outcome, tookMs: row.took_ms,
      }));
    },
    async flush() { while (writing ?? waiting.length > 0) await (writing ?? write()); },
  };
}
