/** What the SMS gateway states on the bus. It takes its work over HTTP (openapi.yaml). */
import { z } from 'zod';

export const TextReportedByCarrier = z.object({
  textId: z.string().min(1).max(64),
  state: z.enum(['delivered', 'failed', 'unknown']),
  /** The carrier's own status word, as it came. */
  code: z.string(),
  reportedAt: z.iso.datetime({ offset: true }),
});
export const TextSent = z.object({ textId: z.string().min(1).max(64), sentAt: z.iso.datetime({ offset: true }) });

export const commands = {};
export const events = { 'events.sms-gateway.text-reported': TextReportedByCarrier, 'events.sms-gateway.text-sent': TextSent };
