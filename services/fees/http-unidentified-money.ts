/** The HTTP of money no bill took: told by a bank or entered from its paper, placed by two people. */
import { refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { pagingOf } from '../../infra/paging.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { z } from 'zod';
import type { PayCodes } from './pay-code.ts';
import { billByPayCode, billKeyOf, pageOfMoney } from './store.ts';
import { FoundMoney, moneyId, shown } from './unidentified-money.ts';

const Query = z.object({ state: z.string().optional() });
const Proposed = z.object({ kind: z.enum(['claim', 'return']), payCode: z.string().nullable(), reason: z.string() });

export function moneyHandlers(context: Context<object>, money: AnyMachine, isBank: (asked: Asked) => boolean, payCodes: PayCodes): Handlers {
  const { database } = context;
  const isStranger = (asked: Asked): boolean => asked.actor.roles.includes('service') && !isBank(asked);
  const submit = async (asked: Asked, type: string, id: string, data: unknown): Promise<Answer> =>
    answerTo(await context.submit(money, type, id, data, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor }), (reply) => ({ status: 200, body: reply }));
  const idOf = (asked: Asked): string => asked.params['moneyId'] ?? '';

  return {
    async listUnidentifiedMoney(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const page = await pageOfMoney(database, Query.parse(asked.query).state, paging);
      return { status: 200, body: { money: page.money.map(shown), next: page.next } };
    },

    async reportMoney(asked) {
      if (isStranger(asked)) return { refusal: refusal('wrong-role') };
      const found = FoundMoney.parse({ ...Object(asked.body), toldBy: isBank(asked) ? 'notice' : 'window' });
      // A late repetition of a payment that has gone back since: it is no money any more.
      const bill = isBank(asked) ? await billByPayCode(database, found.payCode) : null;
      if (bill?.reversals.some(({ bank, serial }) => bank === found.bank && serial === found.serial)) return { refusal: refusal('serial-already-used', { field: 'serial', detail: { zh: '该笔缴款已冲正', en: 'the payment was reversed' } }) };
      return submit(asked, 'http.found-money', moneyId(found), found);
    },

    async proposePlacing(asked) {
      const { kind, payCode, reason } = Proposed.parse(asked.body);
      if (kind === 'return') return submit(asked, 'http.propose-placing', idOf(asked), { kind, reason });
      if (payCode === null) return { refusal: refusal('unknown-bill', { field: 'payCode' }) };
      const mistyped = await payCodes.mistyped(payCode);
      if (mistyped) return { refusal: mistyped };
      if ((await billKeyOf(database, payCode)) === null) return { refusal: { ...payCodes.unknown(payCode), field: 'payCode' } };
      return submit(asked, 'http.propose-placing', idOf(asked), { kind, payCode, reason });
    },
    approvePlacing: (asked) => submit(asked, 'http.approve-placing', idOf(asked), asked.body),
    rejectPlacing: (asked) => submit(asked, 'http.reject-placing', idOf(asked), asked.body),
    tellReturn: async (asked) => (isStranger(asked) ? { refusal: refusal('wrong-role') } : submit(asked, 'http.tell-return', idOf(asked), asked.body)),
  };
}
