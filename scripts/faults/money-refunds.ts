// Money going back in the scenario `money`, after its day was closed: asked for by one person, approved by another, and carried out by whoever took it. A
// channel does so by itself, a branch when somebody stands at its window: it asks what is to go back and tells that it has. Promise: nothing goes
// back that two people have not approved, nor twice, nor another amount; what a window is unsure of is told again under its own serial.
import { setTimeout as delay } from 'node:timers/promises';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Answer, Branch, BranchFault, GivenBack } from '../../services/bank-gateway/adapters/ccb-117/simulator.ts';
import { untilAnswered, type Patience } from '../traffic/persistence.ts';
import type { Finding } from './comparison.ts';
import type { Dice } from './dice.ts';

export interface AroundRefunds {
  /** Who asks, and who approves. */
  fees: Client<FeesPaths>; second: Client<FeesPaths>; branch: Branch; lineFaults: readonly BranchFault[]; dice: Dice; patience: Patience; interrupted: AbortSignal; findings: Finding[];
  counted(kind: string): void;
  /** An ask of the branch, until something definite comes back. */
  insist(ask: () => Promise<Answer>): Promise<Answer>;
}
export interface Refunds {
  /** One the channel could not carry out is asked for anew. */
  throughChannel(payCode: string): Promise<void>;
  atBranch(payCode: string): Promise<void>;
}

const waitMs = 240_000;
const isGiven = (told: GivenBack | Answer): told is GivenBack => 'state' in told;

export function openRefunds({ fees, second, branch, lineFaults, dice, patience, interrupted, findings, counted, insist }: AroundRefunds): Refunds {
  const find = (what: string, where: string): void => { findings.push({ verdict: 'unexplained', what, where }); };
  const billOf = (payCode: string) => untilAnswered('showBill', () => fees.call('get', '/bills/{payCode}', { path: { payCode } }), patience);

  /** The whole of it or a part, asked for on the amount that stands; on another one it must be refused. */
  async function ask(payCode: string, attempt: number): Promise<{ number: string; amountInFen: number }> {
    const path = { payCode };
    const { refundableInFen } = await billOf(payCode);
    const amountInFen = payCode.endsWith('0') || payCode.endsWith('5') ? refundableInFen : Math.max(1, Math.floor(refundableInFen / 3));
    const wish = { amountInFen, reason: '多缴退还' };
    const stale = await fees.call('post', '/bills/{payCode}/refunds', { path, body: { ...wish, refundableInFen: refundableInFen + 1 }, key: `stale-${payCode}-${String(attempt)}` });
    if (stale.kind === 'done') find('a refund was taken on an amount that does not stand', payCode);
    const { number } = await untilAnswered('requestRefund', () => fees.call('post', '/bills/{payCode}/refunds', { path, body: { ...wish, refundableInFen }, key: `refund-${payCode}-${String(attempt)}` }), patience);
    return { number, amountInFen };
  }
  async function approve(payCode: string, { number, amountInFen }: { number: string; amountInFen: number }): Promise<void> {
    await untilAnswered('approveRefund', () => second.call('post', '/bills/{payCode}/refunds/{refundNumber}/approvals', { path: { payCode, refundNumber: number }, body: { amountInFen }, key: `approve-${number}` }), patience);
  }
  async function ended(payCode: string, number: string): Promise<string> {
    for (const until = elapsedMs() + waitMs; ; await delay(300)) {
      const state = (await billOf(payCode)).refunds.find((one) => one.number === number)?.state ?? 'sent';
      if ((state !== 'sent' && state !== 'approved') || elapsedMs() > until || interrupted.aborted) return state;
    }
  }

  /** One window; whoever hears nothing there asks again. */
  async function window(payCode: string, fault: BranchFault | undefined): Promise<GivenBack | undefined> {
    for (let tries = 0; !interrupted.aborted && tries < 100; tries += 1) {
      const told = await branch.giveBack(payCode, fault).catch(() => undefined);
      if (told && isGiven(told)) {
        if (told.state !== 'asked') return told;
        counted('refund of a bank unknown, resolved by its serial');
        told.state = (await insist(() => branch.refund(payCode, told.refundNumber, told.amount, told.serial))).result === '0000' ? 'given' : 'kept';
        return told;
      }
      if (told && !['9000', '2000', '2001'].includes(told.result)) return undefined;
      await delay(Math.min(1_500, 100 * (tries + 1)));
    }
    return undefined;
  }

  return {
    async throughChannel(payCode) {
      for (let attempt = 1; attempt <= 8 && !interrupted.aborted; attempt += 1) {
        const wish = await ask(payCode, attempt);
        await approve(payCode, wish);
        const state = await ended(payCode, wish.number);
        counted(`refund through the channel: ${state}`);
        if (state !== 'failed') return;
      }
    },

    async atBranch(payCode) {
      const wish = await ask(payCode, 1);
      if ((await insist(() => branch.refunds(payCode))).result === '0000') find('a bank was told to give back what one person alone wished for', payCode);
      await approve(payCode, wish);
      if (dice.next() < 0.3) {
        counted('refund of a bank: wrong amount');
        if ((await insist(() => branch.refund(payCode, wish.number, ((wish.amountInFen + 1) / 100).toFixed(2), `W${payCode.slice(-12)}`))).result === '0000') find('a bank gave back another amount than was approved', payCode);
      }
      const windows = dice.next() < 0.3 ? 2 : 1;
      if (windows > 1) counted('refund of a bank: two windows at once');
      const faults = Array.from({ length: windows }, () => (dice.next() < 0.8 ? dice.pick(lineFaults) : undefined));
      for (const fault of faults) if (fault) counted(`refund of a bank: ${fault}`);
      const given = (await Promise.all(faults.map((fault) => window(payCode, fault)))).filter((one) => one?.state === 'given');
      if (given.length !== 1) find(`${String(given.length)} windows gave one refund back`, payCode);
      // Told once more it is the same; under another serial it is money nobody owes.
      const [one] = given;
      if (one && (await insist(() => branch.refund(payCode, one.refundNumber, one.amount, one.serial))).result !== '0000') find('a refund that was told again is another one', payCode);
      if (one && (await insist(() => branch.refund(payCode, one.refundNumber, one.amount, `T${payCode.slice(-12)}`))).result === '0000') find('a refund was given back twice', payCode);
      counted(`refund of a bank: ${await ended(payCode, wish.number)}`);
    },
  };
}
