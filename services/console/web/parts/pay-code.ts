/** What a pay code may look like, as far as that can be told without asking. */

/** Of most provinces, and of the sample zone. */
export const usualPayCode = /^\d{20}$/;
/** Whatever any province may write: what can be the address of a bill. */
export const anyPayCode = /^[0-9A-Z]{8,42}$/;
/** A code as people type it: spaces between groups and small letters mean nothing. */
export const typedPayCode = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
