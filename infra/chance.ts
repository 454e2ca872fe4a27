/** The one source of chance. Identifiers and secrets from the system's generator, jitter for retries. */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A fresh message or claim id (UUID v4). */
export const freshId = (): string => randomUUID();

/** `length` decimal digits, each equally likely; fit for query passwords. */
export function freshDigits(length: number): string {
  let digits = '';
  for (let i = 0; i < length; i += 1) digits += String(randomInt(10));
  return digits;
}

/** A secret of `bytes` random bytes as base64url. */
export const freshSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** Between half and the whole of `ms`: peers that failed together do not come back together. */
export const jitter = (ms: number): number => ms / 2 + Math.random() * (ms / 2);

/**
 * The id of the n-th output that `decider` (service/machine/record) makes of a message: the same message always gives the
 * same ids, so a second processing (which the inbox already prevents) could not create a second effect either; two
 * services that hear the same event give different ones. 22 characters.
 */
export const derivedId = (decider: string, causeId: string, index: number): string =>
  createHash('sha256').update(`${decider}/${causeId}/${index}`).digest('base64url').slice(0, 22);
