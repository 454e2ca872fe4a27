/*
 * A certificate from its content to its file: checked before anything is set, set by its template, printed as PDF.
 * What cannot be shown whole and legibly is refused with the field's name; no certificate leaves with a blank box or a cut name.
 */
import { refusal } from '../../contracts/refusals.ts';
import type { Refusal } from '../../contracts/refusals.ts';
import { textsOf } from './certificate-content.ts';
import type { CertificateContent } from './certificate-content.ts';
import { undrawable } from './fonts.ts';
import type { Fonts } from './fonts.ts';
import { printPage } from './page.ts';
import type { Page } from './page.ts';
import { qrCode } from './qr-code.ts';
import type { QrCode } from './qr-code.ts';
import { Sheet } from './sheet.ts';
import { approval } from './templates/approval.ts';
import { filing } from './templates/filing.ts';
import { licence } from './templates/licence.ts';

interface Template {
  readonly name: string;
  readonly paper: { readonly widthMm: number; readonly heightMm: number };
  set(sheet: Sheet, content: CertificateContent, code: QrCode): string | null;
}

/** Every template by the word a draft command names it with, with its sequence number within 证照类型代码. */
export const templates = {
  licence: { ...licence, typeSequence: '001' },
  approval: { ...approval, typeSequence: '002' },
  filing: { ...filing, typeSequence: '003' },
} as const satisfies Record<string, Template & { typeSequence: string }>;

export type TemplateName = keyof typeof templates;

export function isTemplateName(word: string): word is TemplateName {
  return Object.hasOwn(templates, word);
}

/** Characters a field may have at all; beyond that it is a mistake, and breaking it into lines would only cost time. */
const LONGEST = 2_000;

/** The page, or the refusal that names the field: a character the font lacks, or text too long for the paper. Pure. */
export function setCertificate(fonts: Fonts, template: TemplateName, content: CertificateContent): { page: Page } | { refusal: Refusal } {
  for (const [field, text] of textsOf(content)) {
    if (text.length > LONGEST) return { refusal: refusal('text-too-long', { field, detail: field }) };
    const character = undrawable(fonts, field === 'decision.summary' ? text.replaceAll('\n', '') : text);
    if (character !== null) return { refusal: refusal('glyph-missing', { field, detail: `${field} ${character}` }) };
  }
  const code = qrCode(content.verifyAt);
  if (code === null) return { refusal: refusal('text-too-long', { field: 'verifyAt', detail: 'verifyAt' }) };
  const { paper, set } = templates[template];
  const sheet = new Sheet(fonts, paper.widthMm, paper.heightMm);
  const tooLong = set(sheet, content, code);
  return tooLong === null ? { page: sheet.page() } : { refusal: refusal('text-too-long', { field: tooLong, detail: tooLong }) };
}

/** The PDF, or the refusal. The same content gives the same bytes. */
export async function printCertificate(fonts: Fonts, template: TemplateName, content: CertificateContent): Promise<{ pdf: Buffer } | { refusal: Refusal }> {
  const set = setCertificate(fonts, template, content);
  if ('refusal' in set) return set;
  const information = {
    title: content.title, author: content.issuer.name, subject: content.licenceId,
    date: new Date(`${content.decision.decidedOn}T00:00:00+08:00`),
  };
  return { pdf: await printPage(set.page, information, fonts) };
}
