/**
 * Login and accredit codes (授权码). A code proves by itself who signed on and until when, so it holds in every copy of the
 * gateway and nothing has to be remembered; a changed password or session key ends every code made with it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Codes remembered as proven; far more than lines that are signed on. */
const provenAtMost = 1_000;

/** A bank's front-end as the operator entered it. */
export interface BankAccount {
  /** The bank's code in our books, such as ICBC; with the bank's serial it names a payment. */
  readonly bank: string;
  readonly userCode: string;
  /** Needed where a bank signs on. */
  readonly password: string;
  /** What the two sides keep for their MAC, where the profile's is made with one. */
  readonly macSecret?: string | undefined;
  /** From where it may speak, where a bank is known by its name alone; anywhere when left out. */
  readonly addresses?: readonly string[] | undefined;
}

/** Signs banks on and recognises them afterwards. */
export interface Sessions {
  /** The accredit code for the right user and password, else null. */
  login(userCode: string, password: string, now: Date): { bank: string; accreditCode: string } | null;
  /** The bank a code was given to, or null when it is unknown, altered or has run out. */
  bankOf(accreditCode: string, now: Date): string | null;
}

/** Sessions over the configured banks. `key` is shared by all copies of the gateway; `sessionSeconds` is a code's life. */
export function createSessions(accounts: readonly BankAccount[], key: string, sessionSeconds: number): Sessions {
  function seal(account: BankAccount, expiry: string): string {
    return createHmac('sha256', key).update(JSON.stringify([account.bank, account.userCode, account.password, expiry])).digest('hex').slice(0, 32);
  }

  // A code that was proven stays proven until its time is over; proving it anew costs more than all else of its frame's header.
  const proven = new Map<string, string>();

  return {
    login(userCode, password, now) {
      let found: BankAccount | null = null;
      // Every account is compared, in constant time, so that timing tells nothing about which users exist.
      for (const account of accounts) {
        const user = sameText(account.userCode, userCode, key);
        const word = sameText(account.password, password, key);
        if (user && word) found = account;
      }
      if (!found) return null;
      const expiry = Math.floor(now.getTime() / 1000 + sessionSeconds).toString(16).padStart(8, '0');
      return { bank: found.bank, accreditCode: expiry + seal(found, expiry) };
    },
    bankOf(accreditCode, now) {
      if (!/^[0-9a-f]{40}$/.test(accreditCode)) return null;
      const expiry = accreditCode.slice(0, 8);
      if (Number.parseInt(expiry, 16) * 1000 <= now.getTime()) return null;
      const known = proven.get(accreditCode);
      if (known !== undefined) return known;
      const account = accounts.find((one) => sameText(seal(one, expiry), accreditCode.slice(8), key));
      if (!account) return null;
      if (proven.size >= provenAtMost) proven.clear();
      proven.set(accreditCode, account.bank);
      return account.bank;
    },
  };
}

/** Equal or not in a time that does not depend on where they differ, nor on their lengths. */
function sameText(one: string, other: string, key: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
