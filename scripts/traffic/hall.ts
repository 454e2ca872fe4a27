// The people of a zone's hall as clients of the HTTP APIs, each with a token of their own, and the bank's teller. Promise:
// nobody here knows a service's inside or how the hub was started; addresses and tokens are all they have.
import axios from 'axios';
import { z } from 'zod';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { openClient, type AnswerOf, type Client } from '../../infra/http-client.ts';
import type { Role } from '../../infra/identity.ts';
import { done, inDoubt, type Outcome } from '../../infra/outcome.ts';
import type { Hub } from '../hub.ts';
import type { Offer } from './applications.ts';

/** What of a running hub is needed. */
export type Surroundings = Pick<Hub, 'url' | 'control' | 'token'>;

/** A case as staff see it. */
export type ShownCase = NonNullable<AnswerOf<IntakePaths['/cases/{caseNumber}']['get']>>;

/** What the teller's program says about a payment. */
export interface Payment {
  state: string;
}

/** The hall. */
export interface Hall {
  clerk: Client<IntakePaths>;
  reviewer: Client<IntakePaths>;
  approver: Client<IntakePaths>;
  /** The named officer of a department. */
  officer(departmentCode: string): Promise<Client<IntakePaths>>;
  /** Pays a bill at the bank's window. What is not a state of the bank's books is no answer. */
  payAtBank(payCode: string): Promise<Outcome<Payment>>;
  /** What the window offers now. */
  offers(): Promise<Outcome<Offer[]>>;
}

/** How long one request may take before it counts as unanswered. */
const answerWithinMs = 10_000;
const Payment = z.looseObject({ state: z.string() });

/** Opens the hall of a running hub. */
export async function openHall(hub: Surroundings): Promise<Hall> {
  const as = async (role: Role, department?: string): Promise<Client<IntakePaths>> => {
    const token = await hub.token(role, department === undefined ? {} : { department });
    return openClient<IntakePaths>(hub.url('intake'), () => Promise.resolve(token), answerWithinMs);
  };
  const officers = new Map<string, Promise<Client<IntakePaths>>>();
  const clerk = await as('window-clerk');
  return {
    clerk,
    reviewer: await as('reviewer'),
    approver: await as('approver'),
    officer(departmentCode) {
      const known = officers.get(departmentCode) ?? as('department-officer', departmentCode);
      officers.set(departmentCode, known);
      return known;
    },
    async payAtBank(payCode) {
      try {
        // The teller repeats by itself for a minute; asking it twice at once would be two people at two windows.
        const answer = await axios.post<unknown>(`${hub.control('bank-teller')}/pay`, { payCode }, { timeout: 90_000, proxy: false, validateStatus: () => true });
        const said = Payment.safeParse(answer.data);
        return answer.status === 200 && said.success ? done(said.data) : inDoubt(`teller answered ${answer.status}`);
      } catch (error) {
        return inDoubt(axios.isAxiosError(error) ? (error.code ?? 'no answer') : 'no answer');
      }
    },
    async offers() {
      const outcome = await clerk.call('get', '/items', {});
      if (outcome.kind !== 'done') return outcome;
      // Programs tell nobody a fee before they accept: items charged by registered standards are left to people.
      return done(outcome.value.items.filter(({ feeTerms }) => feeTerms === undefined).map(({ code, form, feeInFen, materials, formFields }) => ({ code, form, feeInFen, materials, formFields })));
    },
  };
}
