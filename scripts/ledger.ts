/**
 * npm run ledger -- parity | entries PAYCODE | statements --by day|unit|item|bank: the double-entry book of fees, asked of a running hub.
 * `parity` ends with 0 only when every posting balances and each account holds what bills and unidentified money say.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { paths as FeesPaths } from '../contracts/fees/api.ts';
import { chinaDate, systemClock } from '../infra/clock.ts';
import { openClient } from '../infra/http-client.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { readEndpoints } from './hub.ts';
import { createPrinter } from './print.ts';

const description: CommandDescription = {
  call: 'npm run ledger --', words: 'parity | entries PAYCODE | statements',
  does: '收费复式账：平衡检查、分录、统计 · the ledger of fees: whether it is true, its entries, what it adds up to',
  options: {
    from: { type: 'string', value: 'DAY', help: '起始日 first day, yyyy-MM-dd（缺省今天 today when left out）' },
    to: { type: 'string', value: 'DAY', help: '截止日（含）last day' },
    by: { type: 'string', value: 'day|unit|item|bank', help: '统计维度 what statements are grouped by（缺省 day）' },
    'run-directory': { type: 'string', value: 'DIR', help: '运行目录 the hub’s run directory（缺省 .run when left out）' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const runDirectory = line.value('run-directory');
const endpoints = z.object({ services: z.object({ fees: z.object({ url: z.string() }) }), tokens: z.object({ supervisor: z.string() }) }).parse(readEndpoints(runDirectory === undefined ? undefined : resolve(runDirectory)));
const fees = openClient<FeesPaths>(endpoints.services.fees.url, () => Promise.resolve(endpoints.tokens.supervisor));
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const today = chinaDate(systemClock.now());
const [act, payCode] = line.words;

if (act === 'parity') {
  const answer = await fees.call('get', '/ledger/parity', {});
  if (answer.kind !== 'done') fail(answer.detail);
  else {
    const { holds, postings, entries, debitInFen, creditInFen, unbalanced, accounts } = answer.value;
    for (const { account, balanceInFen, expectedInFen } of accounts) {
      printer.summary(`${account.padEnd(15)} ${yuan(balanceInFen).padStart(16)}  应为 expected ${yuan(expectedInFen).padStart(16)}${balanceInFen === expectedInFen ? '' : '  ✗ 不符 differs'}`);
    }
    for (const one of unbalanced) printer.summary(`✗ ${one.record} 第 ${String(one.posting)} 笔借贷不平 the sides differ by ${yuan(one.differenceInFen)}`);
    printer.summary(`${String(postings)} 笔 postings, ${String(entries)} 条分录 entries, 借 debit ${yuan(debitInFen)}, 贷 credit ${yuan(creditInFen)}: ${holds ? '平衡 balanced' : '不平 NOT balanced'}`);
    if (!holds) process.exitCode = 1;
    printer.document(answer.value);
  }
} else if (act === 'entries' && payCode !== undefined) {
  const answer = await fees.call('get', '/ledger/entries', { query: { payCode, limit: 200 } });
  if (answer.kind !== 'done') fail(answer.detail);
  else {
    for (const entry of answer.value.entries) printer.summary(`${entry.at} ${entry.occasion.padEnd(15)} ${entry.account.padEnd(15)} ${yuan(entry.debitInFen).padStart(14)} ${yuan(entry.creditInFen).padStart(14)} ${entry.collectingUnit ?? entry.bank ?? ''}`);
    printer.summary(`${String(answer.value.entries.length)} 条分录 entries`);
    printer.document(answer.value);
  }
} else if (act === 'statements') {
  const by = z.enum(['day', 'unit', 'item', 'bank']).safeParse(line.value('by') ?? 'day');
  if (!by.success) rejectCall(description, '--by: day|unit|item|bank');
  const answer = await fees.call('get', '/statements', { query: { from: line.value('from') ?? today, to: line.value('to') ?? today, groupedBy: by.data } });
  if (answer.kind !== 'done') fail(answer.detail);
  else {
    for (const row of answer.value.rows) printer.summary(`${(row.key === '' ? '—' : row.key).padEnd(20)} 应收 assessed ${yuan(row.assessedInFen).padStart(14)}  收 paid ${yuan(row.paidInFen).padStart(14)}  冲正 reversed ${yuan(row.reversedInFen).padStart(12)}  退付 refunded ${yuan(row.refundedInFen).padStart(12)}`);
    printer.summary(`${String(answer.value.rows.length)} 行 rows`);
    printer.document(answer.value);
  }
} else rejectCall(description, '缺少参数 something is missing');

function fail(detail: string): void {
  printer.summary(`收费服务没有答复 fees did not answer: ${detail}`);
  process.exitCode = 1;
  printer.document({ failed: detail });
}
