/**
 * Where a scanned or typed thing is looked at. A case's own number leads straight to it; papers that bear another number
 * (certificate, payment notice) are asked about first. Promise: what leads nowhere ends in the list, searched for as typed.
 */
import { api, take } from '../api.ts';
import { Problem } from '../problem.ts';
import type { Scanned } from './scanned.ts';

const found = (words: string): string => `/staff/cases?${new URLSearchParams({ q: words, scanned: '1' }).toString()}`;
const caseAt = (caseNumber: string): string => `/staff/cases/${caseNumber}`;

export async function placeOf(what: Scanned): Promise<string> {
  switch (what.kind) {
    case 'case': return caseAt(what.caseNumber);
    case 'receipt': return found(what.receiptNumber);
    case 'certificate': return asked(what.reference, async () => (await take(api.certificates.GET('/certificates', { params: { query: { q: what.reference, limit: 2 } } }))).certificates);
    case 'pay-code': return asked(what.payCode, async () => [await take(api.fees.GET('/bills/{payCode}', { params: { path: { payCode: what.payCode } } }))]);
    case 'credit-code': return found(what.creditCode);
    case 'citizen': return found(what.name ?? what.citizenNumber);
    default: return found(what.words);
  }
}

async function asked(words: string, ask: () => Promise<readonly { caseNumber: string }[]>): Promise<string> {
  try {
    const [only, ...others] = await ask();
    return only && others.length === 0 ? caseAt(only.caseNumber) : found(words);
  } catch (error) {
    // Told apart from an unknown one, with what to do about it.
    if (error instanceof Problem && error.reason === 'invalid-pay-code') return `/staff/bills?${new URLSearchParams({ q: words }).toString()}`;
    // Unknown there, or not theirs to ask: the list says so.
    if (error instanceof Problem) return found(words);
    throw error;
  }
}
