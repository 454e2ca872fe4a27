/**
 * What any province may write as a pay code 缴款码, and how people type one. Promise: nothing else is loaded with it, so that the first
 * view of a page can read a scanned code. A province's own form is a file, see pay-code.ts; whether a code is one of ours only fees can tell.
 */

/** 20 digits in 江苏 [V], 30 seen; letters where a province's form has them. */
export const payCodeShape = /^[0-9A-Z]{8,42}$/;

/** Whether any province may write this as a pay code. */
export const isPayCode = (text: string): boolean => payCodeShape.test(text);

/** A pay code as it stands, from how people type it: groups, hyphens, small letters and full-width signs mean nothing. */
export const typedPayCode = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
