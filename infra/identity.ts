/**
 * Who is who: every API call carries a bearer token (JWT, ES256) signed by the hub's issuer or an outside provider whose
 * public keys stand in the JWKS file. Signature, issuer, audience and times are checked; nothing is believed without.
 */
import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, jwtVerify, type JWTPayload, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Actor } from './machine.ts';

export const roles = [
  'applicant', 'window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'cashier', 'bank-teller', 'print-clerk',
  'catalogue-officer', 'supervisor', 'integrator', 'auditor', 'administrator', 'personal-data-reader', 'service',
] as const;
/**
 * A post 岗位 that the rules know. `personal-data-reader` is a right of its own, beside a post: to see personal data plain,
 * each look recorded. `service` is for the hub's own services among themselves.
 */
export type Role = (typeof roles)[number];

/** The audience every token of the hub must be made for. */
export const audience = 'zone-hub';

const Claims = z.object({ sub: z.string().min(1), name: z.string().default(''), roles: z.array(z.enum(roles)), department: z.string().optional(), window: z.string().optional(), exp: z.number() });

export interface Identity {
  /** The actor a token names, or null when the token is not to be believed. */
  verify(token: string): Promise<Actor | null>;
}

export async function openIdentity(settings: { jwksFile: string; tokenIssuer: string }, clock: Clock): Promise<Identity> {
  const Keys = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) });
  const jwks = createLocalJWKSet(Keys.parse(JSON.parse(await readFile(settings.jwksFile, 'utf8'))) as JSONWebKeySet);
  // A signature costs a tenth of a millisecond, and a clerk's token comes a thousand times a day.
  const believed = new Map<string, { actor: Actor; until: number }>();
  return {
    async verify(token) {
      const nowMs = clock.now().getTime();
      const cached = believed.get(token);
      if (cached && cached.until > nowMs) return cached.actor;
      let payload: JWTPayload;
      try {
        ({ payload } = await jwtVerify(token, jwks, { issuer: settings.tokenIssuer, audience, algorithms: ['ES256'], currentDate: clock.now() }));
      } catch { return null; }
      const claims = Claims.safeParse(payload);
      if (!claims.success) return null;
      const { sub, name, roles: held, department, window, exp } = claims.data;
      const actor: Actor = { subject: sub, name, roles: held, ...(department ? { department } : {}), ...(window ? { window } : {}) };
      if (believed.size > 1_000) believed.clear();
      believed.set(token, { actor, until: Math.min(exp * 1_000, nowMs + 60_000) });
      return actor;
    },
  };
}
