/**
 * The envelope of every message on the bus: CloudEvents 1.0 in JSON (structured mode).
 * `type` is also the NATS subject, `subject` the case number the message is about, `source` the service that speaks.
 */
import { z } from 'zod';

export const serviceNames = [
  'intake', 'catalogue', 'fees', 'seal', 'certificates', 'notify', 'province-gateway', 'bank-gateway', 'sms-gateway', 'console',
] as const;
/** Name of a service; also its folder, its database schema, its NATS user and the `source` of its messages. */
export type ServiceName = (typeof serviceNames)[number];

export const Envelope = z.object({
  specversion: z.literal('1.0'),
  /** Unique per message; the receiver's inbox refuses a second processing of the same id. */
  id: z.string().min(1).max(64),
  source: z.string().startsWith('/'),
  type: z.string().regex(/^(commands|events|parked)\.[a-z-]+(\.[a-z-]+)?$/),
  subject: z.string().max(96),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  data: z.unknown(),
});
/** A parsed envelope whose `data` has not been checked against its contract yet. */
export type Envelope = z.infer<typeof Envelope>;
