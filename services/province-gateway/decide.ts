/**
 * Decisions from above: whatever the province offers, and however often it offers it, is stated on the bus once.
 */
import { z } from 'zod';
import { accept, event, ignore, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { upstreamDecision } from './port.ts';

/** A decision that has been stated. */
export const StatedDecision = z.object({ status: z.literal('stated'), decision: upstreamDecision });
export type StatedDecision = z.infer<typeof StatedDecision>;

export const accepts = {
  /** The poll found a decision; keyed by the province's number of it. */
  'poll.decision-found': takes(upstreamDecision, (found) => found.decisionId),
};

/** States a decision the first time it is found. */
export function decide(known: StatedDecision | undefined, message: MessagesOf<typeof accepts>): Decision<StatedDecision> {
  if (known) return ignore('stated before');
  const { decisionId: _ours, ...told } = message.data;
  return accept({ status: 'stated', decision: message.data }, [event('events.province-gateway.upstream-decided', told)]);
}
