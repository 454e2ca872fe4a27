/**
 * Numbers as people type, paste or scan them: spaces and hyphens from a receipt, full-width digits from a Chinese
 * keyboard, a whole address from a QR code. What is left is the number itself, not yet checked.
 */

/** Full-width letters, digits and marks become plain ones; spaces of any kind go. */
const plain = (typed: string): string => typed.normalize('NFKC').replace(/\s/gu, '');

/** A receipt number or a query password. */
export function typedDigits(typed: string): string {
  const text = plain(typed);
  // The receipt's QR code opens this page with ?receipt=…; pasted, it is the address that arrives.
  const inAddress = /[?&#]receipt=(\d{15})(?!\d)/.exec(text)?.[1];
  return inAddress ?? text.replace(/[-–—_.·]/g, '');
}

/** A certificate number or licence identifier; of an address the part after /check/ or /verifications/. */
export function typedReference(typed: string): string {
  const text = plain(typed);
  const inAddress = /\/(?:check|verifications)\/([^/?#]+)/.exec(text)?.[1];
  return (inAddress ?? text).replace(/^(?:No|编号|证书编号|证照标识)[:：.]?/iu, '').toUpperCase();
}

/** Digits in groups for reading aloud and comparing: 4 and 4. The groups keep to plain spaces so that copying gives digits. */
export const inGroups = (digits: string, size = 4): string[] => digits.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [];
