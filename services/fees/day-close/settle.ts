/** What two people have signed is done to the books: a statement's line becomes the payment of its bill, or money nobody could place. */
import { derivedId } from '../../../infra/chance.ts';
import type { AnyMachine } from '../../../infra/machine.ts';
import { done, refused, type Outcome } from '../../../infra/outcome.ts';
import type { Context } from '../../../infra/runner.ts';
import { isPaid } from '../bill.ts';
import { billByPayCode, billKeyOf } from '../store.ts';
import { moneyId, type reasonsUnplaced } from '../unidentified-money.ts';
import { Applied, type Facts } from './task.ts';

/** Carries out a signed resolution. Bank and serial name the money, so that a second run finds it done. */
export async function settleBy(context: Context<object>, machines: { bills: AnyMachine; money: AnyMachine }, data: unknown, id: string): Promise<Outcome<unknown>> {
  const { kind, facts } = Applied.parse(data);
  const { source: bank, line } = facts;
  if (!line) return refused('not-found', '');
  const { serial, amountInFen, workDate, collectedOn, payCode } = line;
  const messageId = derivedId('fees/day-close', id, 0);
  if (kind === 'book') {
    const key = await billKeyOf(context.database, payCode);
    if (key === null) return refused('unknown-bill', '');
    return told(await context.submit(machines.bills, 'http.confirm-payment', key, { bank, serial, amountInFen, workDate, collectedOn }, { messageId }));
  }
  const why = await whyUnplaced(context, facts);
  const found = { bank, serial, amountInFen, workDate, collectedOn, payCode, why, toldBy: 'file' as const };
  return told(await context.submit(machines.money, 'http.found-money', moneyId(found), found, { messageId }));
}

function told(settlement: Awaited<ReturnType<Context<object>['submit']>>): Outcome<unknown> {
  if (settlement.kind === 'refused') return refused(settlement.refusal.reason, settlement.refusal.zh);
  if (settlement.kind !== 'settled') throw new Error(`day close: the books did not take it: ${settlement.kind}`);
  return done(null);
}

async function whyUnplaced({ database }: Context<object>, { payCode, verdict }: Facts): Promise<(typeof reasonsUnplaced)[number]> {
  const bill = payCode === '' ? null : await billByPayCode(database, payCode);
  if (!bill) return 'unknown-bill';
  if (bill.status === 'void') return 'bill-void';
  return verdict === 'duplicate' || isPaid(bill) ? 'already-paid' : 'amount-differs';
}
