/** The message as which the outcome of a call comes back to its record. */
import { z } from 'zod';

/** Schema of `outcome.<call>`: what was asked, and how it ended. `unavailable` never comes: it is tried again. */
export const outcomeOf = <R extends z.ZodType, V extends z.ZodType>(request: R, value: V) => z.object({
  callId: z.string(),
  request,
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), value }),
    z.object({ kind: z.literal('refused'), reason: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('in-doubt'), detail: z.string() }),
  ]),
});
