/**
 * The query password 查询密码 on the receipt: six digits made from the receipt number with the service's own secret, so
 * that it is stored nowhere and can still be checked. Guessing is bounded: after five wrong tries a number rests.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const queryPasswordOf = (secret: string, receiptNumber: string): string =>
  String(createHmac('sha256', secret).update(`query-password/${receiptNumber}`).digest().readUInt32BE(0) % 1_000_000).padStart(6, '0');

export const passwordFits = (secret: string, receiptNumber: string, given: string): boolean =>
  given.length === 6 && timingSafeEqual(Buffer.from(queryPasswordOf(secret, receiptNumber)), Buffer.from(given));

const allowedTries = 5;
const restMs = 15 * 60_000;
const rememberedNumbers = 100_000;

/** Counts wrong tries per receipt number. Kept in memory: each copy of the service bounds what passes through it. */
export function openGuessGuard(): { mayTry(receiptNumber: string, nowMs: number): boolean; wrong(receiptNumber: string, nowMs: number): void; right(receiptNumber: string): void } {
  const tries = new Map<string, { count: number; since: number }>();
  return {
    mayTry(receiptNumber, nowMs) {
      const seen = tries.get(receiptNumber);
      if (seen && nowMs - seen.since > restMs) tries.delete(receiptNumber);
      return (tries.get(receiptNumber)?.count ?? 0) < allowedTries;
    },
    wrong(receiptNumber, nowMs) {
      const seen = tries.get(receiptNumber);
      // The oldest goes, never all: who fills the memory with other numbers must not wipe out the tries at this one at once.
      const [oldest] = tries.keys();
      if (!seen && oldest !== undefined && tries.size >= rememberedNumbers) tries.delete(oldest);
      tries.set(receiptNumber, { count: (seen?.count ?? 0) + 1, since: nowMs });
    },
    right(receiptNumber) { tries.delete(receiptNumber); },
  };
}
