/**
 * What lets a progress page be reloaded for a quarter of an hour without asking for the query password again, and without the
 * password ever standing in an address: receipt number and password, sealed by the console, in a cookie no script can read.
 * Nothing is kept on our side, so nothing is left to be stolen from us.
 */
import { z } from 'zod';
import type { Clock } from '../../../infra/clock.ts';
import type { Secrets } from '../../../infra/secrets.ts';

const Ticket = z.object({ receiptNumber: z.string().regex(/^\d{15}$/), queryPassword: z.string().regex(/^\d{6}$/), untilMs: z.number() });
/** What an applicant gave to see a case. */
export type Asked = Omit<z.infer<typeof Ticket>, 'untilMs'>;

/** How long a progress page can be reloaded. */
const ticketMs = 15 * 60_000;
const purpose = 'progress-ticket';

export interface QueryTickets {
  give(asked: Asked): string;
  /** What the ticket holds; undefined when it is forged, of another key, or its time is over. */
  read(ticket: string): Asked | undefined;
}

/** Tickets of this console; every copy of it has the same secrets, so each reads the tickets of the others. */
export function openQueryTickets(secrets: Pick<Secrets, 'seal' | 'open'>, clock: Clock): QueryTickets {
  return {
    give: (asked) => secrets.seal(purpose, JSON.stringify({ ...asked, untilMs: clock.now().getTime() + ticketMs })),
    read(ticket) {
      const text = secrets.open(purpose, ticket);
      if (text === undefined) return undefined;
      const { receiptNumber, queryPassword, untilMs } = Ticket.parse(JSON.parse(text));
      return clock.now().getTime() <= untilMs ? { receiptNumber, queryPassword } : undefined;
    },
  };
}
