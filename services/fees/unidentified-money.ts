/**
 * Money a bank holds for us that no bill takes 不明款: a bill paid twice, paid after it was void or overdue, with another amount, or under a
 * code nobody knows. Promises: it is never dropped; two people place it, on a bill or back to who sent it; each move is in the ledger.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { Posting, posting } from './ledger.ts';
import { fiscalTeller, type PlaceSurplus } from './settlement.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Where it lies: what the fiscal platform tells of is in its account already. */
const held = ({ bank }: { bank: string }): 'bank' | 'fiscal' => (bank === fiscalTeller ? 'fiscal' : 'bank');
const act = z.object({ by: z.string(), at: z.iso.datetime({ offset: true }) });

/** Why no bill took it. */
export const reasonsUnplaced = ['already-paid', 'bill-void', 'bill-overdue', 'amount-differs', 'unknown-bill', 'serial-already-used'] as const;

/** What a bank has told: money it keeps for us whatever we say. */
export const FoundMoney = z.object({
  bank: z.string().min(1), serial: z.string().min(1), amountInFen: z.number().int().positive(), workDate: day, collectedOn: day,
  payCode: z.string(), why: z.enum(reasonsUnplaced), toldBy: z.enum(['notice', 'file', 'window', 'fiscal']),
});
/** What a bill could not take, as it is found. */
export function foundMoney({ why, ...money }: z.infer<typeof PlaceSurplus>): z.infer<typeof FoundMoney> {
  return { ...money, why: z.enum(reasonsUnplaced).parse(why), toldBy: money.bank === fiscalTeller ? 'fiscal' : 'notice' };
}
/** What somebody wants done with it: give it to a bill, or send it back. */
const Proposal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim'), payCode: z.string(), reason: z.string().min(2) }),
  z.object({ kind: z.literal('return'), reason: z.string().min(2) }),
]);

export const UnidentifiedMoney = FoundMoney.extend({
  status: z.enum(['found', 'proposed', 'placing', 'returning', 'claimed', 'returned']),
  foundAt: z.iso.datetime({ offset: true }),
  proposal: z.object({ what: Proposal, proposed: act, approved: act.nullable() }).nullable(),
  /** Why the last attempt came to nothing; the money is then found again. */
  setBack: z.string().nullable(),
  returned: act.extend({ serial: z.string() }).nullable(),
  postings: z.array(Posting),
});
export type UnidentifiedMoney = z.infer<typeof UnidentifiedMoney>;

const byHandler = (): string => '';
/** A bank and its serial name the money for ever. */
export const moneyId = ({ bank, serial }: { bank: string; serial: string }): string => `${bank}:${serial}`;

export const Assign = z.object({ bank: z.string(), serial: z.string(), amountInFen: z.number().int(), workDate: day, collectedOn: day, payCode: z.string() });
export const accepts = {
  'http.found-money': takes(FoundMoney, moneyId),
  'http.propose-placing': takes(Proposal, byHandler),
  'http.approve-placing': takes(z.object({ amountInFen: z.number().int() }), byHandler),
  'http.reject-placing': takes(z.object({ reason: z.string().min(2) }), byHandler),
  'http.tell-return': takes(z.object({ outcome: z.enum(['returned', 'failed']), serial: z.string(), note: z.string(), workDate: day.optional() }), byHandler),
  'bank.take-back': takes(z.object({ serial: z.string() }), byHandler),
  'outcome.assign-payment': takes(outcomeOf(Assign, z.object({ payCode: z.string() })), byHandler),
};

export function decide(money: UnidentifiedMoney | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<UnidentifiedMoney> {
  const by = 'actor' in message ? (message.actor?.subject ?? '') : '';
  const done = { by, at: now.toISOString() };
  if (message.type === 'http.found-money') {
    const { data } = message;
    if (money) return money.amountInFen === data.amountInFen ? ignore('known', shown(money)) : refuse(refusal('amount-differs', { field: 'amountInFen' }));
    const next: UnidentifiedMoney = {
      ...data, status: 'found', foundAt: done.at, proposal: null, setBack: null, returned: null,
      postings: [posting('found', data, { account: held(data), amountInFen: data.amountInFen }, { account: 'unidentified', amountInFen: data.amountInFen })],
    };
    return accept(next, [], shown(next));
  }
  if (!money) return refuse(refusal('not-found'));
  const next = (change: Partial<UnidentifiedMoney>, outputs: Parameters<typeof accept>[1] = []): Decision<UnidentifiedMoney> => {
    const changed: UnidentifiedMoney = { ...money, ...change };
    return accept(changed, outputs, shown(changed));
  };
  const wrongState = (): Decision<UnidentifiedMoney> => refuse(refusal('wrong-state', { detail: { zh: `该笔不明款目前为“${stateWords[money.status]}”`, en: `this money is ${money.status}` } }));
  const { bank, serial, amountInFen, workDate, collectedOn, proposal } = money;
  switch (message.type) {
    case 'http.propose-placing':
      return money.status === 'found' ? next({ status: 'proposed', proposal: { what: message.data, proposed: done, approved: null }, setBack: null }) : wrongState();
    case 'http.approve-placing': {
      if (money.status !== 'proposed' || !proposal) return wrongState();
      if (proposal.proposed.by === by) return refuse(refusal('second-person-needed'));
      if (message.data.amountInFen !== amountInFen) return refuse(refusal('amount-changed', { field: 'amountInFen' }));
      const approved = { ...proposal, approved: done };
      if (proposal.what.kind === 'return') return next({ status: 'returning', proposal: approved });
      return next({ status: 'placing', proposal: approved }, [call('assign-payment', { bank, serial, amountInFen, workDate, collectedOn, payCode: proposal.what.payCode })]);
    }
    case 'http.reject-placing':
      if (money.status !== 'proposed' || !proposal) return wrongState();
      if (proposal.proposed.by === by) return refuse(refusal('second-person-needed'));
      return next({ status: 'found', proposal: null, setBack: message.data.reason });
    case 'outcome.assign-payment': {
      if (money.status !== 'placing') return ignore('not being placed');
      const { outcome } = message.data;
      // The bill has posted the claim itself: the money left this account there.
      if (outcome.kind === 'done') return next({ status: 'claimed' });
      return next({ status: 'found', proposal: null, setBack: outcome.kind === 'refused' ? outcome.reason : outcome.detail });
    }
    case 'bank.take-back': {
      // Its bank reversed on its own what no bill had taken: nothing is left to place.
      if (money.status === 'returned') return ignore('taken back already', shown(money));
      if (money.status === 'placing' || money.status === 'claimed') return wrongState();
      return next({
        status: 'returned', proposal: null, returned: { by: bank, at: done.at, serial: message.data.serial },
        postings: [...money.postings, posting('returned', { bank, workDate: money.workDate, serial: message.data.serial }, { account: 'unidentified', amountInFen }, { account: held(money), amountInFen })],
      });
    }
    case 'http.tell-return': {
      const { outcome, note } = message.data;
      if (money.status === 'returned') return money.returned?.serial === message.data.serial ? ignore('told already', shown(money)) : wrongState();
      if (money.status !== 'returning') return wrongState();
      if (outcome === 'failed') return next({ status: 'found', proposal: null, setBack: note });
      return next({
        status: 'returned', returned: { ...done, serial: message.data.serial },
        postings: [...money.postings, posting('returned', { bank, workDate: message.data.workDate ?? chinaDate(now), serial: message.data.serial }, { account: 'unidentified', amountInFen }, { account: held(money), amountInFen })],
      });
    }
  }
}

const stateWords: Readonly<Record<UnidentifiedMoney['status'], string>> = { found: '待认领', proposed: '待复核', placing: '入单中', returning: '退回中', claimed: '已认领', returned: '已退回' };

/** As the contract shows it. */
export function shown({ status, postings: _postings, ...money }: UnidentifiedMoney): Omit<UnidentifiedMoney, 'status' | 'postings'> & { id: string; state: UnidentifiedMoney['status'] } {
  return { id: moneyId(money), state: status, ...money };
}
