/**
 * How a bill stands with the fiscal platform: its notice there, and its receipt 财政电子票据. Promises: a notice is told and voided under
 * the pay code, as often as need be, and is one; a receipt is asked for after the money was confirmed, and after a lost answer
 * only of the gateway, which keeps how far it came: a number may be used up.
 */
import { z } from 'zod';
import { isRefusalReason, refusal, type BothLanguages } from '../../contracts/refusals.ts';
import { accept, call, event, ignore, refuse, reminder, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { confirmationOf, ofCase, Receipt, takingBack } from './bill.ts';
import type { Bill, Fiscal, IssuedBill } from './bill.ts';
import { asksReceipt, ConfirmFiscally, confirmFiscally, type SettlementFacts } from './settlement.ts';

const byHandler = (): string => '';
export const AskFiscal = z.object({ payCode: z.string() });
/** What the platform knows of a bill. */
export const FiscalState = z.object({ state: z.enum(['unpaid', 'paid', 'void']), payment: ConfirmFiscally.extend({ payerName: z.string().nullable().default(null) }).nullable() });

export const fiscalMessages = {
  'http.confirm-fiscally': takes(ConfirmFiscally, byHandler),
  'http.take-receipt': takes(z.object({}), byHandler),
  'outcome.push-notice': takes(outcomeOf(AskFiscal, z.object({ payUrl: z.string().nullable() })), byHandler),
  'outcome.void-notice': takes(outcomeOf(AskFiscal, z.unknown()), byHandler),
  'outcome.ask-fiscal': takes(outcomeOf(AskFiscal, FiscalState), byHandler),
  'outcome.take-receipt': takes(outcomeOf(AskFiscal, Receipt), byHandler),
  'reminder.fiscal-silent': takes(z.unknown(), byHandler),
  'reminder.receipt-in-doubt': takes(z.unknown(), byHandler),
};
export type FiscalMessage = MessagesOf<typeof fiscalMessages>;

/** How long to wait before the platform is asked again about a payment it has not confirmed. */
const askAgainMs = 60 * 60_000;

/** How long a receipt of unknown fate rests before the gateway is asked what became of it. */
const receiptAgainMs = 60_000;

/** What is told to the platform of a bill that was just issued. */
export function tellsNotice({ payCode }: Pick<IssuedBill, 'payCode'>, fiscalPlatform: boolean | undefined): { fiscal: Fiscal | null; outputs: Output[] } {
  return fiscalPlatform ? { fiscal: { notice: 'asked', payUrl: null, receipt: 'none', why: null }, outputs: [call('push-notice', { payCode })] } : { fiscal: null, outputs: [] };
}
/** What is told to it of a bill that was just voided. While the notice is still on its way, its outcome sees to that. */
export function voidsNotice({ payCode, fiscal }: IssuedBill): { fiscal: Fiscal | null; outputs: Output[] } {
  return fiscal?.notice === 'told' ? { fiscal: { ...fiscal, notice: 'voiding' }, outputs: [call('void-notice', { payCode })] } : { fiscal, outputs: [] };
}

export function decideFiscal(bill: IssuedBill, message: FiscalMessage, facts: SettlementFacts): Decision<Bill> {
  const stands = (change: Partial<Fiscal>, outputs: readonly Output[] = []): Decision<Bill> =>
    accept<Bill>({ ...bill, fiscal: { notice: 'asked', payUrl: null, receipt: 'none', why: null, ...bill.fiscal, ...change } }, outputs);
  switch (message.type) {
    case 'http.confirm-fiscally': return confirmFiscally(bill, message.data, facts);
    case 'http.take-receipt': {
      if (bill.status === 'receipted') return ignore('there is a receipt', { payCode: bill.payCode, state: 'receipted' });
      if (bill.status !== 'confirmed') return refuse(refusal('not-confirmed-yet'));
      if (!facts.fiscalPlatform) return refuse(refusal('not-configured'));
      if (takingBack(bill)) return refuse(refusal('payment-in-doubt'));
      if (bill.fiscal?.receipt === 'asked' || bill.fiscal?.notice === 'asked') return ignore('asked already', { payCode: bill.payCode, state: 'asked' });
      // The platform never took the bill, and makes no receipt for one it does not know: it is told first, and its yes asks for the receipt.
      if (bill.fiscal?.notice === 'refused') return accept<Bill>({ ...bill, fiscal: { ...bill.fiscal, notice: 'asked', receipt: 'refused' } }, [call('push-notice', { payCode: bill.payCode })], { payCode: bill.payCode, state: 'asked' });
      const asked = asksReceipt(bill, facts);
      return accept<Bill>(asked.next, asked.outputs, { payCode: bill.payCode, state: 'asked' });
    }
    case 'outcome.push-notice': {
      const { outcome } = message.data;
      if (outcome.kind === 'in-doubt') return ignore('it is told again');
      if (outcome.kind === 'refused') return stands({ notice: 'refused', why: said(outcome) });
      const { payUrl } = outcome.value;
      if (bill.status === 'confirmed' && bill.fiscal?.receipt === 'refused') {
        const asked = asksReceipt({ ...bill, fiscal: { ...bill.fiscal, notice: 'told', payUrl } }, facts);
        return accept<Bill>(asked.next, asked.outputs);
      }
      return bill.status === 'void' ? stands({ notice: 'voiding', payUrl }, [call('void-notice', { payCode: bill.payCode })]) : stands({ notice: 'told', payUrl });
    }
    case 'outcome.void-notice': {
      const { outcome } = message.data;
      if (outcome.kind === 'in-doubt') return ignore('it is told again');
      return outcome.kind === 'refused' ? stands({ notice: 'void-refused', why: said(outcome) }) : stands({ notice: 'voided' });
    }
    case 'reminder.fiscal-silent': return bill.status === 'paid' && facts.fiscalPlatform ? accept<Bill>(bill, [call('ask-fiscal', { payCode: bill.payCode })]) : ignore('confirmed meanwhile');
    case 'outcome.ask-fiscal': {
      const { outcome } = message.data;
      if (bill.status !== 'paid') return ignore('confirmed meanwhile');
      if (outcome.kind === 'done' && outcome.value.payment) {
        const decision = confirmFiscally(bill, outcome.value.payment, facts);
        // A person looks at it in the day's comparison; asking once more would bring the same.
        return decision.kind === 'refuse' ? ignore(`the platform says otherwise: ${decision.refusal.reason}`) : decision;
      }
      return accept<Bill>(bill, [reminder('fiscal-silent', new Date(facts.now.getTime() + askAgainMs))]);
    }
    case 'reminder.receipt-in-doubt': {
      // Not blindly: the gateway knows how far it came, and refuses when another number would be one too many.
      if (bill.status !== 'confirmed' || bill.fiscal?.receipt !== 'in-doubt') return ignore('settled meanwhile');
      const asked = asksReceipt(bill, facts);
      return accept<Bill>(asked.next, asked.outputs);
    }
    case 'outcome.take-receipt': {
      const { outcome } = message.data;
      // None was asked for while the money is going back.
      if (bill.status !== 'confirmed' || takingBack(bill)) return ignore('not waiting for a receipt');
      if (outcome.kind === 'refused') return stands({ receipt: 'refused', why: said(outcome) });
      if (outcome.kind === 'in-doubt') return stands({ receipt: 'in-doubt', why: outcome.detail.slice(0, 200) }, [reminder('receipt-in-doubt', new Date(facts.now.getTime() + receiptAgainMs))]);
      const confirmation = confirmationOf(bill);
      if (!confirmation) return ignore('not confirmed');
      const { caseNumber, billKey, payCode } = bill;
      const { code, number, issuedAt } = outcome.value;
      const fiscal: Fiscal = { notice: 'told', payUrl: null, ...bill.fiscal, receipt: 'none', why: null };
      return accept<Bill>({ ...bill, status: 'receipted', receipt: outcome.value, fiscal }, ofCase(bill, () => event('events.fees.receipt-issued', { caseNumber, billKey, payCode, receiptCode: code, receiptNumber: number, issuedAt })));
    }
  }
}

const behindReason = '：';
/** What to do about a receipt that was refused for a reason of ours, in both languages; what a platform says of its own stands by itself. */
export function remedyOf({ receipt, why }: Fiscal): BothLanguages | null {
  const reason = why?.split(behindReason)[0] ?? '';
  if (receipt !== 'refused' || !isRefusalReason(reason) || reason === 'upstream-refused') return null;
  const { zh, en } = refusal(reason);
  return { zh, en };
}
const said = ({ reason, detail }: { reason: string; detail: string }): string => (detail === '' ? reason : `${reason}${behindReason}${detail}`).slice(0, 200);
