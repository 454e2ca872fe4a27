/**
 * What lets a progress page be reloaded for a quarter of an hour without asking for the query password again, and without the
 * password ever standing in an address: receipt number and password, encrypted (JWE, A256GCM) with the console's own key, in a cookie
 * no script can read. Nothing is kept on our side, so nothing is left to be stolen from us.
 */
import { createHash } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../../infra/clock.ts';

export const Asked = z.object({ receiptNumber: z.string().regex(/^\d{15}$/), queryPassword: z.string().regex(/^\d{6}$/) });
/** What an applicant gave to see a case. */
export type Asked = z.infer<typeof Asked>;

/** How long a progress page can be reloaded. */
export const ticketSeconds = 15 * 60;
const audience = 'progress';

export interface QueryTickets {
  give(asked: Asked): Promise<string>;
  /** What the ticket holds; undefined when it is forged, of another key, or its time is over. */
  read(ticket: string): Promise<Asked | undefined>;
}

/** Tickets under a secret of at least 32 characters; every copy of the console needs the same one. */
export function openQueryTickets(secret: string, clock: Clock): QueryTickets {
  const key = createHash('sha256').update(`query-ticket/${secret}`).digest();
  return {
    give: (asked) => {
      const seconds = Math.floor(clock.now().getTime() / 1_000);
      return new EncryptJWT(asked).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setAudience(audience).setIssuedAt(seconds).setExpirationTime(seconds + ticketSeconds).encrypt(key);
    },
    async read(ticket) {
      try {
        const { payload } = await jwtDecrypt(ticket, key, { audience, currentDate: clock.now(), keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] });
        return Asked.safeParse(payload).data;
      } catch { return undefined; }
    },
  };
}
