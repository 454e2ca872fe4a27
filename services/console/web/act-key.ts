/** Keys of acts: a repeated act is known by its key and happens once. The one door to chance in the browser. */

/** A new key: 128 bits as hexadecimal, for `Idempotency-Key`. */
export function newActKey(): string {
  // randomUUID is missing where the hall's network serves the console without https.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
