// The fiscal platform's part in the scenario `money`: what has arrived at the banks is told to it, it tells us, and gives a receipt for it. Promise:
// a payment is told once under the bank's serial, however often a process dies; what a person would look into (numbers whose
// answer was lost) is looked into here as a cashier does, and its books are read, never changed.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { paths as GatewayPaths } from '../../contracts/bank-gateway/api.ts';
import { freshId } from '../../infra/chance.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Hub } from '../hub.ts';
import { untilAnswered, type Patience } from '../traffic/persistence.ts';
import { controlOf } from './control.ts';
import type { BankEntry, PlatformView } from './money-comparison.ts';

/** What the platform does wrong, in turn, at every third exchange. Long silence and refusals for good are left to its own tests: they wait for hours. */
export const platformTroubles = ['drop-answer', 'hang-up', 'byte-by-byte', 'bad-mac', 'trailing-newline', 'wrong-ref', 'upper-mac', 'tell-twice', 'standalone', 'wrong-amount', 'bare-voucher', 'tell-later', 'general-failure'] as const;

const text = z.string();
const Books = z.object({
  payments: z.array(z.object({ payCode: text, amount: text, serial: text, told: z.boolean(), answer: text, reversed: z.boolean() })),
  numbers: z.array(z.object({ code: text, number: text, asked: text, used: z.boolean() })),
  receipts: z.array(z.object({ code: text, number: text, payCode: text, checkCode: text, amount: text })),
});

export interface FiscalSide {
  /** Tells the platform of what stands at the banks and has come to its end; may be called again and again. */
  clear(standing: readonly BankEntry[]): void;
  /** Until every payment is confirmed and has its receipt, or patience ends; gives how many are left. `meanwhile` is done each time round. */
  settle(withinMs: number, meanwhile?: () => void): Promise<number>;
  /** Its books, and the numbers we have recorded as burnt. */
  look(): Promise<PlatformView>;
}

export function fiscalSide(hub: Hub, options: { fees: Client<FeesPaths>; gateway: Client<GatewayPaths>; patience: Patience; interrupted: AbortSignal; counted(kind: string): void }): FiscalSide {
  const { fees, gateway, patience, interrupted } = options;
  const [told, underWay] = [new Set<string>(), new Set<string>()];
  const control = controlOf(hub.control('fiscal'), { who: 'the fiscal platform', interrupted });
  const pages = async (state: 'paid' | 'confirmed'): Promise<{ payCode: string; fiscal: { receipt: string } | null }[]> => {
    const all: { payCode: string; fiscal: { receipt: string } | null }[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await untilAnswered('listBills', () => fees.call('get', '/bills', { query: { state, limit: 200, ...(cursor === undefined ? {} : { cursor }) } }), patience);
      all.push(...page.bills);
      if (page.next === null) return all;
      cursor = page.next;
    }
  };
  /** A cashier looks into the numbers that may be burnt, lets another be taken, and asks for the receipt again. */
  async function lookInto(payCode: string): Promise<void> {
    options.counted('receipt looked into by a person');
    await gateway.call('post', '/fiscal/receipts/{payCode}/releases', { path: { payCode }, body: { note: '已与财政核实，号码作废' }, key: freshId() });
    await fees.call('post', '/bills/{payCode}/receipts', { path: { payCode }, key: freshId() });
  }
  return {
    clear(standing) {
      for (const { serial, payCode, amountInFen } of standing) {
        if (told.has(serial) || underWay.has(serial) || underWay.size >= 48) continue;
        underWay.add(serial);
        void control.once('/pay', { payCode, serial, amount: (amountInFen / 100).toFixed(2) }).then((answer) => { if (answer?.status === 200) told.add(serial); underWay.delete(serial); return undefined; });
      }
    },
    async settle(withinMs, meanwhile) {
      const until = elapsedMs() + withinMs;
      for (;;) {
        meanwhile?.();
        void control.once('/settle', {});
        const [paid, confirmed] = [await pages('paid'), await pages('confirmed')];
        if (paid.length + confirmed.length === 0 || interrupted.aborted || elapsedMs() > until) return paid.length + confirmed.length;
        for (const { payCode, fiscal } of confirmed) if (fiscal?.receipt === 'refused' || fiscal?.receipt === 'in-doubt') await lookInto(payCode);
        await delay(1_000);
      }
    },
    async look() {
      const { payments, numbers, receipts } = await control.done('/books', Books);
      const fen = (yuan: string): number => Math.round(Number(yuan) * 100);
      const unused = numbers.filter(({ used }) => !used);
      const burnt = new Set<string>();
      for (const payCode of new Set(payments.map((one) => one.payCode))) {
        if (unused.length === 0) break;
        for (const one of (await untilAnswered('showFiscalReceipt', () => gateway.call('get', '/fiscal/receipts/{payCode}', { path: { payCode } }), patience)).burnt) burnt.add(one.messageId);
      }
      return {
        payments: payments.filter(({ reversed }) => !reversed).map(({ payCode, serial, amount }) => ({ payCode, serial, amountInFen: fen(amount) })),
        receipts: receipts.map(({ payCode, code, number, checkCode, amount }) => ({ payCode, code, number, checkCode, amountInFen: fen(amount) })),
        unusedNumbers: unused.map(({ number, asked }) => ({ number, asked })), burnt,
      };
    },
  };
}
