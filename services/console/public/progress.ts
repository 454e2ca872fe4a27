/**
 * What the applicant is shown of a case: the answer of intake, read leniently enough to outlive a new field, and what
 * follows from its state for the applicant. The rules of the case stay with intake; here are only words.
 */
import { z } from 'zod';
import { chinaDate } from '../../../infra/clock.ts';

const Both = z.object({ zh: z.string(), en: z.string() });
export const Progress = z.object({
  state: z.enum(['received', 'supplementing', 'accepted', 'suspended', 'reviewed', 'opinion-sealing', 'reported-up', 'awaiting-payment', 'decision-sealing', 'countersigning', 'countersign-returned', 'certificate-drafting',
    'certificate-sealing', 'certificate-issuing', 'ready', 'delivered', 'closed', 'not-accepted', 'withdrawn']),
  item: z.string(),
  form: z.enum(['direct', 'entrusted', 'forward', 'direct-report']),
  department: z.string(),
  receivedAt: z.string(),
  waitingFor: Both,
  due: z.string().nullable(),
  light: z.enum(['green', 'yellow', 'red']).nullable(),
  bill: z.object({ payCode: z.string(), amountInFen: z.number(), state: z.enum(['issued', 'paid']), dueBy: z.string().nullable() }).nullable(),
  certificateNumber: z.string().nullable(),
  ratings: z.number().default(0),
  mayRate: z.boolean().default(false),
  steps: z.array(Both.extend({ at: z.string() })),
});
export type Progress = z.infer<typeof Progress>;
export type CaseState = Progress['state'];
export type Bill = NonNullable<Progress['bill']>;

/** Where the page puts its weight: something is wanted of the applicant, all is done, it ended otherwise, or it simply goes on. */
export const toneOf = (state: CaseState): 'wanted' | 'done' | 'ended' | 'running' =>
  state === 'supplementing' || state === 'awaiting-payment' || state === 'ready' ? 'wanted'
    : state === 'delivered' || state === 'closed' ? 'done'
      : state === 'not-accepted' || state === 'withdrawn' ? 'ended' : 'running';

/** The bill as the notice shows it on a civil day in China. A bill takes no payment after its last day; the bank refuses it. */
export function standingOf(bill: Bill | null, today: string): 'none' | 'to-pay' | 'paid' | 'expired' {
  if (!bill) return 'none';
  if (bill.state === 'paid') return 'paid';
  return bill.dueBy !== null && today > civilDay(bill.dueBy) ? 'expired' : 'to-pay';
}

/** The civil day in China of a day or a moment. */
export const civilDay = (text: string): string => (text.includes('T') ? chinaDate(new Date(text)) : text.slice(0, 10));
