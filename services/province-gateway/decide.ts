/**
 * What is stated on the bus, each thing once: decisions from above, however often the province offers them; how a step ended that was
 * not answered at once; and that a platform was closed, lost or open again.
 */
import { z } from 'zod';
import { events } from '../../contracts/messages.ts';
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

/** Something that has been told. */
export const Notice = z.object({ status: z.literal('told') });
export type Notice = z.infer<typeof Notice>;

export const tells = {
  'ledger.step-acknowledged': takes(events['events.province-gateway.step-acknowledged'].extend({ id: z.string() }), (told) => told.id),
  'ledger.step-refused': takes(events['events.province-gateway.step-refused'].extend({ id: z.string() }), (told) => told.id),
  'ledger.step-corrected': takes(events['events.province-gateway.step-corrected'].extend({ id: z.string() }), (told) => told.id),
  'ledger.platform-changed': takes(events['events.province-gateway.platform-changed'].extend({ id: z.string() }), (told) => told.id),
};

/** Tells a thing the first time it is brought. */
export function tell(known: Notice | undefined, message: MessagesOf<typeof tells>): Decision<Notice> {
  if (known) return ignore('told before');
  const next: Notice = { status: 'told' };
  switch (message.type) {
    case 'ledger.step-acknowledged': { const { id: _id, ...told } = message.data; return accept(next, [event('events.province-gateway.step-acknowledged', told)]); }
    case 'ledger.step-refused': { const { id: _id, ...told } = message.data; return accept(next, [event('events.province-gateway.step-refused', told)]); }
    case 'ledger.step-corrected': { const { id: _id, ...told } = message.data; return accept(next, [event('events.province-gateway.step-corrected', told)]); }
    case 'ledger.platform-changed': { const { id: _id, ...told } = message.data; return accept(next, [event('events.province-gateway.platform-changed', told)]); }
    default: { const never: never = message; return never; }
  }
}
