/** What two people have signed is done to the books: a statement's line becomes the payment of its bill, or money nobody could place. */
import type { paths as GatewayPaths } from '../../../contracts/bank-gateway/api.ts';
import { derivedId } from '../../../infra/chance.ts';
import type { Client } from '../../../infra/http-client.ts';
import type { AnyMachine } from '../../../infra/machine.ts';
import { done, refused, type Outcome } from '../../../infra/outcome.ts';
import type { Context } from '../../../infra/runner.ts';
import { isPaid } from '../bill.ts';
import { billByPayCode, billKeyOf } from '../store.ts';
import { moneyId, type reasonsUnplaced } from '../unidentified-money.ts';
import { Applied, isToldByPlatformAlone, type Facts } from './task.ts';

/** Carries out a signed resolution. Bank and serial name the money, so that a second run finds it done. */
export async function settleBy(context: Context<object>, machines: { bills: AnyMachine; money: AnyMachine }, data: unknown, id: string, gateway: Client<GatewayPaths> | null): Promise<Outcome<unknown>> {
  const { kind, facts } = Applied.parse(data);
  if (kind === 'book' && isToldByPlatformAlone(facts)) return confirmedBy(context, machines.bills, gateway, facts.payCode, derivedId('fees/day-close', id, 0));
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

/** The platform is asked what it has of the bill: its record has no serial, and without that its own word, coming later, would be taken for other money. */
async function confirmedBy(context: Context<object>, bills: AnyMachine, gateway: Client<GatewayPaths> | null, payCode: string, messageId: string): Promise<Outcome<unknown>> {
  const key = await billKeyOf(context.database, payCode);
  if (key === null) return refused('unknown-bill', '');
  if (!gateway) return refused('not-configured', 'HUB_BANK_GATEWAY_URL');
  const answer = await gateway.call('get', '/fiscal/notices/{payCode}', { path: { payCode }, timeoutMs: 20_000 });
  if (answer.kind !== 'done') return answer;
  if (!answer.value.payment) return refused('wrong-state', `财政平台答复：${answer.value.state === 'void' ? '已作废' : '未缴款'}`);
  return told(await context.submit(bills, 'http.confirm-fiscally', key, { ...answer.value.payment, payerName: null }, { messageId }));
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
