/** The HTTP of published standards, and what they make of charges. Reading is public by law; publishing is for catalogue officers. */
import type { components } from '../../contracts/fees/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { daysAsked, pagingOf } from '../../infra/paging.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { z } from 'zod';
import type { BillCharge } from './bill.ts';
import { chargeBy } from './decide.ts';
import { exemptionSums, forgoneIn, pageOfExemptions } from './exemptions.ts';
import { assess, lateFeeOf, Standard, standardKey, standardProblem, Wanted } from './standard.ts';
import { kept, shown } from './standard-register.ts';
import { allStandards, exemptionsOf, standardByCode, standardsOn } from './store.ts';

const ExemptionsQuery = z.object({ caseNumber: z.string().optional(), q: z.string().optional(), unit: z.string().optional(), item: z.string().optional() });
const longestSpanMs = 366 * 86_400_000;
const Charges = z.object({ charges: z.array(Wanted) });
const Withdrawal = z.object({ from: z.string(), reason: z.string() });
const Verdict = z.object({ number: z.number(), decision: z.enum(['approve', 'reject']), note: z.string() });
const Example = z.object({ standard: Standard, measure: z.string().nullable(), relief: Wanted.shape.relief, daysLate: z.number().int() });

/** The handlers. `shownCharge`: a charge as the contract shows it. */
export function standardHandlers(context: Context<object>, standards: AnyMachine, shownCharge: (charge: BillCharge) => components['schemas']['Charge']): Handlers {
  const { database, clock } = context;
  /** An act on the register, answered with the standard as its keepers see it. */
  const submit = async (asked: Asked, type: string, data: unknown, messageId: string): Promise<Answer> =>
    answerTo(await context.submit(standards, type, asked.params['standardCode'] ?? '', data, { messageId, requestHash: asked.requestHash, actor: asked.actor }), (reply) => ({ status: 200, body: reply }));
  const read = (body: unknown): Standard | Answer => {
    const told = Standard.safeParse(body);
    return told.success ? told.data : { refusal: refusal('invalid-request', { field: told.error.issues[0]?.path.join('.') ?? 'body' }) };
  };
  return {
    async listStandards() { return { status: 200, body: { standards: (await allStandards(database)).flatMap((one) => shown(one) ?? []) } }; },
    async showStandard(asked) {
      const found = await standardByCode(database, asked.params['standardCode'] ?? '');
      const body = found && shown(found);
      return body ? { status: 200, body } : { refusal: refusal('not-found') };
    },
    async listRegister() { return { status: 200, body: { standards: (await allStandards(database)).map(kept) } }; },

    async publishStandard(asked) {
      const told = read(asked.body);
      if (!('code' in told)) return told;
      if (told.code !== asked.params['standardCode']) return { refusal: refusal('invalid-request', { field: 'code', detail: { zh: '编码与地址不一致', en: 'the code differs from the address' } }) };
      // The standard's own code is its key: the same words again change nothing.
      return submit(asked, 'http.publish-standard', told, freshId());
    },
    async withdrawStandard(asked) { return submit(asked, 'http.withdraw-standard', Withdrawal.parse(asked.body), asked.messageId ?? ''); },
    async decideProposal(asked) { return submit(asked, 'http.decide-proposal', Verdict.parse(asked.body), asked.messageId ?? ''); },

    async countExample(asked) {
      const given = Example.omit({ standard: true }).parse(asked.body);
      const standard = read(Object(asked.body).standard);
      if (!('code' in standard)) return standard;
      const problem = standardProblem(standard);
      if (problem) return { refusal: problem };
      const counted = assess(standard, { standardCode: standard.code, measure: given.measure, relief: given.relief });
      if ('reason' in counted) return { refusal: counted };
      return { status: 200, body: { ...counted, lateFee: lateFeeOf(standard, counted.amountInFen, given.daysLate) } };
    },

    async listExemptions(asked) {
      const { caseNumber, ...filter } = ExemptionsQuery.parse(asked.query);
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const { exemptions, next } = caseNumber === undefined ? await pageOfExemptions(database, { ...filter, ...days }, paging) : { exemptions: await exemptionsOf(database, caseNumber), next: null };
      return { status: 200, body: { exemptions: exemptions.map(({ status: _status, charges, payer: _payer, ...one }) => ({ ...one, charges: charges.map(shownCharge), forgoneInFen: forgoneIn(charges) })), next } };
    },
    async sumExemptions(asked) {
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const { from, until } = days;
      if (!from || !until || until <= from || until.getTime() - from.getTime() > longestSpanMs) return { refusal: refusal('invalid-request', { field: 'query.to', detail: { zh: '日期有误，或超过 366 天', en: 'no such span, or more than 366 days' } }) };
      return { status: 200, body: await exemptionSums(database, { from, until }) };
    },

    async assessCharges(asked) {
      const { charges } = Charges.parse(asked.body);
      const inForce = await standardsOn(database, charges, chinaDate(clock.now()));
      const counted: BillCharge[] = [];
      for (const [at, wanted] of charges.entries()) {
        const charge = chargeBy(inForce.get(standardKey(wanted)), wanted);
        if ('reason' in charge) return { refusal: { ...charge, field: `charges.${String(at)}${charge.field === undefined ? '' : `.${charge.field}`}` } };
        counted.push(charge);
      }
      return { status: 200, body: { charges: counted.map(shownCharge), amountInFen: counted.reduce((sum, { amountInFen }) => sum + amountInFen, 0) } };
    },
  };
}
