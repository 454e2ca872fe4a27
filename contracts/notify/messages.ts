/** What notify takes and states on the bus. */
import { z } from 'zod';

const caseNumber = z.string().min(1).max(50);
/** The step a text tells the applicant about. */
export const TextKind = z.enum([
  'received', 'supplement', 'accepted', 'not-accepted', 'fee-due', 'paid', 'decided', 'refused', 'ready', 'delivered', 'withdrawn',
]);
export type TextKind = z.infer<typeof TextKind>;

export const SendText = z.object({
  caseNumber,
  /** One text per key, ever. */
  textKey: z.string().min(1).max(64),
  kind: TextKind,
  /** Credit code of the department whose power the case rests on; its officers may read what was told. */
  department: z.string().max(18).optional(),
  mobile: z.string().regex(/^1\d{10}$/),
  variables: z.record(z.string(), z.string()),
});
export type SendText = z.infer<typeof SendText>;

export const TextReported = z.object({
  caseNumber, textKey: z.string(), kind: TextKind, state: z.enum(['delivered', 'failed', 'unknown']), reportedAt: z.iso.datetime({ offset: true }),
});

export const commands = { 'commands.notify.send-text': SendText };
export const events = { 'events.notify.text-reported': TextReported };
