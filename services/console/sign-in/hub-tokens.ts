/**
 * The bearer tokens the console makes for the people it knows: five minutes, made anew when a role changes, never given to
 * a browser. Services believe them because they know the public half of the key.
 */
import { readFile } from 'node:fs/promises';
import { SignJWT, importJWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../../infra/clock.ts';
import { audience } from '../../../infra/identity.ts';
import type { Person } from '../register.ts';
import type { Effective } from '../roles.ts';

const PrivateKey = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), kid: z.string(), d: z.string() });
const livesS = 300;
/** A token serves this long, so that what it allows is never older. */
const servesMs = 60_000;

export interface HubTokens { of(person: Person, effective: Effective): Promise<string> }

/** Reads the key once. Rejects when the file holds no private key of ES256 with a `kid`. */
export async function openHubTokens(settings: { tokenKeyFile: string; tokenIssuer: string }, clock: Clock): Promise<HubTokens> {
  const stored = PrivateKey.parse(JSON.parse(await readFile(settings.tokenKeyFile, 'utf8')));
  const key = await importJWK(stored, 'ES256');
  const made = new Map<string, { token: string; until: number }>();
  return {
    async of(person, { roles, department, window }) {
      const nowMs = clock.now().getTime();
      const claims = { name: person.name, roles, ...(department === undefined ? {} : { department }), ...(window === undefined ? {} : { window }) };
      const cached = JSON.stringify([person.subject, claims]);
      const known = made.get(cached);
      if (known && known.until > nowMs) return known.token;
      const now = Math.floor(nowMs / 1000);
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: stored.kid, typ: 'JWT' })
        .setSubject(person.subject).setIssuer(settings.tokenIssuer).setAudience(audience).setIssuedAt(now).setNotBefore(now - 5).setExpirationTime(now + livesS).sign(key);
      if (made.size > 500) made.clear();
      made.set(cached, { token, until: nowMs + servesMs });
      return token;
    },
  };
}
