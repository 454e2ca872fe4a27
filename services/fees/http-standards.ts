/** The HTTP of published standards, and what they make of charges. Reading is public by law; publishing is for catalogue officers. */
import type { components } from '../../contracts/fees/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { z } from 'zod';
import type { BillCharge } from './bill.ts';
import { chargeBy } from './decide.ts';
import { Standard, Wanted } from './standard.ts';
import { shown } from './standard-register.ts';
import { allStandards, standardByCode, standardsOn } from './store.ts';

const Charges = z.object({ charges: z.array(Wanted) });
const Withdrawal = z.object({ from: z.string(), reason: z.string() });

export function standardHandlers(context: Context<object>, standards: AnyMachine, shownCharge: (charge: BillCharge) => components['schemas']['Charge']): Handlers {
  const { database, clock } = context;
  return {
    async listStandards() { return { status: 200, body: { standards: (await allStandards(database)).map(shown) } }; },
    async showStandard(asked) {
      const found = await standardByCode(database, asked.params['standardCode'] ?? '');
      return found ? { status: 200, body: shown(found) } : { refusal: refusal('not-found') };
    },

    async publishStandard(asked) {
      const told = Standard.safeParse(asked.body);
      if (!told.success) return { refusal: refusal('invalid-request', { field: told.error.issues[0]?.path.join('.') ?? 'body' }) };
      if (told.data.code !== asked.params['standardCode']) return { refusal: refusal('invalid-request', { field: 'code', detail: { zh: '编码与地址不一致', en: 'the code differs from the address' } }) };
      // The standard's own code is its key: the same words again change nothing.
      return answerTo(await context.submit(standards, 'http.publish-standard', told.data.code, told.data, { messageId: freshId(), requestHash: asked.requestHash, actor: asked.actor }), (reply) => ({ status: 200, body: reply }));
    },
    async withdrawStandard(asked) {
      const told = Withdrawal.parse(asked.body);
      if (told.from < chinaDate(clock.now())) return { refusal: refusal('invalid-request', { field: 'from', detail: { zh: '废止日不能早于今天：此前的缴款单已按标准开具', en: 'not before today: bills have been made by it until now' } }) };
      return answerTo(await context.submit(standards, 'http.withdraw-standard', asked.params['standardCode'] ?? '', told, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor }), (reply) => ({ status: 200, body: reply }));
    },

    async assessCharges(asked) {
      const { charges } = Charges.parse(asked.body);
      const inForce = await standardsOn(database, charges.map(({ standardCode }) => standardCode), chinaDate(clock.now()));
      const counted: BillCharge[] = [];
      for (const [at, wanted] of charges.entries()) {
        const charge = chargeBy(inForce.get(wanted.standardCode), wanted);
        if ('reason' in charge) return { refusal: { ...charge, field: `charges.${String(at)}${charge.field === undefined ? '' : `.${charge.field}`}` } };
        counted.push(charge);
      }
      return { status: 200, body: { charges: counted.map(shownCharge), amountInFen: counted.reduce((sum, { amountInFen }) => sum + amountInFen, 0) } };
    },
  };
}
