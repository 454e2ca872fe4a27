/**
 * The wire of the national gateway convention as provinces deploy it: four signed headers, UTF-8 JSON with lower-case
 * keys, `POST /sysapi/<path>`, answers `{code, message, data}`. This file knows bytes and headers; it knows
 * no step and no item. The signature leaves out the body, so freshness (rtime) is all that tells a replay.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';

/** base64(HMAC-SHA256(appsecret, sid + rid + rtime)); the order sid, rid, rtime is the convention's. */
export function signatureOf(appSecret: string, sid: string, rid: string, rtime: string): string {
  return createHmac('sha256', appSecret).update(sid + rid + rtime, 'utf8').digest('base64');
}

/**
 * Gives a millisecond timestamp never given before: two calls in one millisecond would carry the same signature, and
 * the second would be taken for a replay. Under a burst it runs ahead of the clock by as many milliseconds as there were calls.
 */
export function freshTimes(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now());
    return String(last);
  };
}

/** Header names carry underscores; a proxy such as nginx drops them unless `underscores_in_headers on` is set. */
export function signedHeaders(appSecret: string, sid: string, rid: string, rtime: string): Record<string, string> {
  return {
    gjzwfwpt_rid: rid,
    gjzwfwpt_sid: sid,
    gjzwfwpt_rtime: rtime,
    gjzwfwpt_sign: signatureOf(appSecret, sid, rid, rtime),
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/json',
  };
}

const answerShape = z.object({
  code: z.union([z.number().int(), z.string().regex(/^\d{3}$/)]).transform(Number),
  message: z.string().nullable().optional().transform((said) => said ?? ''),
  data: z.unknown().optional(),
});

/** What the bytes of an answer mean: a readable answer, or the reason why nothing can be concluded from them. */
export type Answer =
  | { readonly kind: 'success'; readonly data: unknown }
  | { readonly kind: 'failure'; readonly code: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Domain codes of the convention stand at the front of the message or in `data.error`. */
const domainCode = /\b(?:catalog|res|api|db)-\d{3}\b/;

/**
 * Reads an answer strictly: anything but a whole, valid UTF-8 JSON object of the agreed shape is unreadable. A login page or a
 * proxy's error page comes with status 200 as often as not, so the status alone proves nothing.
 */
export function readAnswer(status: number, contentType: string, bytes: Uint8Array): Answer {
  if (status !== 200) return { kind: 'unreadable', why: `HTTP ${String(status)}` };
  if (/html/i.test(contentType)) return { kind: 'unreadable', why: 'an HTML page instead of JSON' };
  let said: string;
  try {
    said = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'unreadable', why: 'bytes that are not UTF-8' };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(said);
  } catch {
    return { kind: 'unreadable', why: /^\s*</.test(said) ? 'markup instead of JSON' : 'JSON that breaks off' };
  }
  const answer = answerShape.safeParse(parsed);
  if (!answer.success) return { kind: 'unreadable', why: 'JSON without {code, message, data}' };
  if (answer.data.code === 200) return { kind: 'success', data: answer.data.data };
  if (answer.data.code !== 300) return { kind: 'unreadable', why: `code ${String(answer.data.code)}, neither 200 nor 300` };
  const inData = z.object({ error: z.string() }).safeParse(answer.data.data);
  const found = domainCode.exec(answer.data.message) ?? (inData.success ? domainCode.exec(inData.data.error) : null);
  return { kind: 'failure', code: found?.[0] ?? '' };
}
