/**
 * The calls of a bill to the fiscal platform, through the bank gateway. Promises: a notice is told again until it is known to have
 * arrived, for the pay code makes it one; a receipt is asked for once, and a lost answer is told as in doubt, for a number may be used up.
 */
import type { components, paths } from '../../contracts/bank-gateway/api.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Log } from '../../infra/log.ts';
import type { Call } from '../../infra/machine.ts';
import { refused, unavailable, type Outcome } from '../../infra/outcome.ts';
import type { Context } from '../../infra/runner.ts';
import { chinaDate } from '../../infra/clock.ts';
import { belonging, confirmationOf, isPaid, owedOn, type IssuedBill } from './bill.ts';
import { AskFiscal } from './fiscal-standing.ts';
import { billByPayCode } from './store.ts';

type Notice = components['schemas']['FiscalNotice'];

/** Refusals that say something about us, not about the bill: a person mends the token or the address, then it goes. */
const ourOwnFault = new Set(['not-signed-in', 'wrong-role', 'not-found', 'unknown', 'no-such-address', 'not-configured']);

/** How a call ended, once what only a person of ours can mend is left to him and tried again. */
export function mended(outcome: Outcome, log: Log): Outcome {
  if (outcome.kind !== 'refused' || !ourOwnFault.has(outcome.reason)) return outcome;
  log.error({ reason: outcome.reason }, 'the bank gateway does not know us or what is asked; its calls wait until this is mended');
  return unavailable(outcome.reason, 30_000);
}

export function fiscalCalls({ database, log }: Pick<Context<object>, 'database' | 'log'>, gateway: Client<paths>): Record<string, Call> {
  const ofBill = (repeatable: boolean, perform: (bill: IssuedBill) => Promise<Outcome>): Call => ({
    repeatable, target: 'fiscal-platform', timeoutMs: 45_000,
    async perform(data) {
      const { payCode } = AskFiscal.parse(data);
      const bill = await billByPayCode(database, payCode);
      return bill ? mended(await perform(bill), log) : refused('unknown-bill', '');
    },
  });
  return {
    'push-notice': ofBill(true, (bill) => gateway.call('put', '/fiscal/notices/{payCode}', { path: { payCode: bill.payCode }, body: noticeOf(bill) })),
    'void-notice': ofBill(true, (bill) => gateway.call('post', '/fiscal/notices/{payCode}/voidings', { path: { payCode: bill.payCode }, body: noticeOf(bill), key: `void:${bill.payCode}` })),
    'ask-fiscal': ofBill(true, (bill) => gateway.call('get', '/fiscal/notices/{payCode}', { path: { payCode: bill.payCode } })),
    // The gateway keeps how far a receipt is and which numbers are used up: asked again, it goes on from there.
    'take-receipt': ofBill(false, async (bill) => {
      const confirmation = confirmationOf(bill);
      if (!confirmation || !isPaid(bill)) return refused('not-confirmed-yet', '');
      const { confirmedOn, confirmedAt, serial, payMode } = confirmation;
      const payment = { amountInFen: bill.payment.amountInFen, confirmedOn, confirmedAt: confirmedAt === '' ? '00:00:00' : confirmedAt, serial, payMode };
      return gateway.call('put', '/fiscal/receipts/{payCode}', { path: { payCode: bill.payCode }, body: { notice: noticeOf(bill), payment } });
    }),
  };
}

/** What the platform is told of a bill; of one that was paid, what was owed that day. */
function noticeOf(bill: IssuedBill): Notice {
  const lateFees = isPaid(bill) ? owedOn(bill, bill.payment.collectedOn).lateFees : [];
  const late = lateFees.reduce((sum, { line }) => sum + line.amountInFen, 0);
  const [first] = bill.charges;
  return {
    caseNumber: bill.caseNumber, billedOn: chinaDate(new Date(bill.issuedAt)), collectingUnit: first?.assessed?.standard.collectingUnit ?? bill.department, payer: bill.payer,
    amountInFen: bill.amountInFen + late, principalInFen: bill.amountInFen, lateFeeInFen: late, memo: bill.item.name.slice(0, 200),
    lines: bill.charges.map((charge) => ({
      revenueItem: belonging(bill, charge).revenueItem, name: charge.name, amountInFen: charge.amountInFen, unit: '项', quantity: charge.quantity, standard: charge.standard.slice(0, 300),
    })),
  };
}

/** The receipt as the platform made it; null where there is no gateway, or it cannot be had now. */
export function receiptFiles(gateway: Client<paths> | null): (payCode: string) => Promise<{ mediaType: string; content: Buffer } | null> {
  return async (payCode) => {
    if (!gateway) return null;
    const outcome = await gateway.call('get', '/fiscal/receipts/{payCode}/document', { path: { payCode }, binary: true, timeoutMs: 20_000 });
    if (outcome.kind !== 'done' || !Buffer.isBuffer(outcome.value)) return null;
    const content = outcome.value;
    const mediaType = content.subarray(0, 5).toString('latin1') === '%PDF-' ? 'application/pdf' : content.subarray(0, 2).toString('latin1') === 'PK' ? 'application/ofd' : 'application/xml';
    return { mediaType, content };
  };
}
