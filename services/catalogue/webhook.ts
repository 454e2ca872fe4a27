/**
 * One telling of changes to one subscriber: what is sent, how it is signed, and what counts as heard. Nothing is followed and
 * nothing is read but the status; whoever listens checks the signature over the very bytes that came, and their time.
 */
import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { elapsedMs } from '../../infra/clock.ts';
import { admittedLookup, isAdmitted, NotAdmitted, type SubscriberNetworks } from './subscriber-address.ts';

/** HMAC-SHA256 over `timestamp.body`, hexadecimal; the timestamp in seconds, as in the header. */
export const signatureOf = (secret: string, timestamp: string, body: string): string => createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

export interface Telling { readonly subscriptionId: string; readonly deliveryId: string; readonly url: string; readonly secrets: readonly string[]; readonly body: string; readonly at: Date }
/** `heard`: answered with 2xx in time. Anything else is told again, in the same words. */
export interface Told { readonly heard: boolean; readonly status: number | null; readonly tookMs: number; readonly detail: string; readonly retryAfterMs: number | null }

export interface Teller { tell(telling: Telling): Promise<Told> }

export function openTeller(networks: SubscriberNetworks, timeoutMs: number): Teller {
  const lookup = admittedLookup(networks);
  return {
    async tell({ subscriptionId, deliveryId, url, secrets, body, at }) {
      const from = elapsedMs();
      const took = (): number => Math.round(elapsedMs() - from);
      const target = new URL(url);
      const host = target.hostname.replace(/^\[|\]$/g, '');
      // A literal address is never looked up.
      if (isIP(host) !== 0 && !isAdmitted(host, networks)) return { heard: false, status: null, tookMs: 0, detail: 'NotAdmitted', retryAfterMs: null };
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const bytes = Buffer.from(body, 'utf8');
      const headers = {
        'content-type': 'application/json; charset=utf-8', 'content-length': String(bytes.length), 'user-agent': 'zone-hub-catalogue',
        'x-hub-subscription': subscriptionId, 'x-hub-delivery': deliveryId, 'x-hub-timestamp': timestamp,
        // While a secret is being changed both sign: a listener that knows either is not left out.
        'x-hub-signature': secrets.map((secret) => `v1=${signatureOf(secret, timestamp, body)}`).join(','),
      };
      return new Promise<Told>((resolve) => {
        const request = (target.protocol === 'https:' ? https : http).request(target, { method: 'POST', headers, lookup, agent: false });
        const deadline = setTimeout(() => { request.destroy(new Error('no answer in time')); }, timeoutMs);
        const end = (told: Omit<Told, 'tookMs'>): void => { clearTimeout(deadline); resolve({ ...told, tookMs: took() }); request.destroy(); };
        request.on('response', (response) => {
          const status = response.statusCode ?? 0;
          const after = Number(response.headers['retry-after']);
          end({ heard: status >= 200 && status < 300, status, detail: status >= 300 && status < 400 ? 'redirects are not followed' : '', retryAfterMs: Number.isFinite(after) && after > 0 ? after * 1000 : null });
        });
        request.on('error', (error) => { end({ heard: false, status: null, detail: causeOf(error), retryAfterMs: null }); });
        request.end(bytes);
      });
    },
  };
}

/** What went wrong, without a word of what was sent. */
function causeOf(error: Error): string {
  if (error instanceof NotAdmitted) return 'NotAdmitted';
  return ('code' in error && typeof error.code === 'string' ? error.code : error.message).slice(0, 200);
}

const [shortestMs, longestMs] = [5_000, 3_600_000];
/** How long to wait before the n-th repetition: doubling from five seconds to an hour, or as long as the listener asked for within that. */
export const waitBefore = (attempts: number, retryAfterMs: number | null): number =>
  Math.min(longestMs, Math.max(retryAfterMs ?? 0, shortestMs * 2 ** Math.min(attempts - 1, 20)));
