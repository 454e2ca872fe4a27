/**
 * What a scanner or a card reader typed. Both are keyboards: they type fast and end with Enter. Promise: what is not
 * recognised comes back as words to search for, never as a wrong number.
 */
import { typedPayCode } from '../../../../contracts/typed-pay-code.ts';
import { usualPayCode } from './pay-code.ts';

export type Scanned =
  | { readonly kind: 'case'; readonly caseNumber: string }
  | { readonly kind: 'receipt'; readonly receiptNumber: string }
  | { readonly kind: 'certificate'; readonly reference: string }
  | { readonly kind: 'pay-code'; readonly payCode: string }
  | { readonly kind: 'credit-code'; readonly creditCode: string }
  | { readonly kind: 'citizen'; readonly name: string | undefined; readonly citizenNumber: string }
  | { readonly kind: 'words'; readonly words: string };

const citizenShape = /(?<!\d)\d{17}[\dXx](?![\dA-Za-z])/;

/** Full-width letters and digits of an input method count as plain ones. */
const plain = (text: string): string => text.normalize('NFKC').trim();

/** `payCode`: what a pay code of this zone looks like. */
export function scanned(raw: string, payCode = usualPayCode): Scanned {
  const text = plain(raw);
  const fromAddress = addressed(text);
  if (fromAddress) return fromAddress;
  const solid = typedPayCode(text);
  if (/^[0-9A-Z]{43,45}$/.test(solid) && /^\d{11}/.test(solid)) return { kind: 'case', caseNumber: solid };
  if (/^\d{15}$/.test(solid)) return { kind: 'receipt', receiptNumber: solid };
  // 6 of the division, 4 of the year, 6 of the serial.
  if (/^\d{6}20\d{8}$/.test(solid)) return { kind: 'certificate', reference: solid };
  // Codes of the form before stay good.
  if (payCode.test(solid) || usualPayCode.test(solid)) return { kind: 'pay-code', payCode: solid };
  const citizen = citizenShape.exec(text)?.[0];
  if (citizen) {
    const name = text.split(/[\s,，;；|#^\t]+/).find((part) => /^[\p{Script=Han}·.]{2,30}$/u.test(part) && !/^[男女]$|族$/.test(part));
    return { kind: 'citizen', name, citizenNumber: citizen.toUpperCase() };
  }
  if (/^[0-9A-HJ-NP-RTUWXY]{18}$/.test(solid)) return { kind: 'credit-code', creditCode: solid };
  return { kind: 'words', words: text };
}

/** Addresses printed as QR codes: of a certificate's check, of a case's progress. */
function addressed(text: string): Scanned | undefined {
  if (!/^https?:\/\//i.test(text)) return undefined;
  let address: URL;
  try {
    address = new URL(text);
  } catch {
    return undefined;
  }
  const [page, rest] = address.pathname.split('/').filter(Boolean);
  if (page === 'check' && rest) return { kind: 'certificate', reference: decodeURIComponent(rest) };
  const receipt = address.searchParams.get('receipt') ?? address.searchParams.get('receiptNumber') ?? (page === 'progress' ? rest : undefined);
  return receipt && /^\d{15}$/.test(receipt) ? { kind: 'receipt', receiptNumber: receipt } : undefined;
}
