/*
 * A certificate from its content to its file: checked before anything is set, set by its template, printed as PDF.
 * What cannot be shown whole and legibly is refused with the field's name; no certificate leaves with a blank box or a cut name.
 */
import { textsOf } from './certificate-content.ts';
import type { CertificateContent } from './certificate-content.ts';
import { undrawable } from '../../infra/fonts.ts';
import type { Fonts } from '../../infra/fonts.ts';
import { printPage } from './page.ts';
import type { Page } from './page.ts';
import { qrCode } from './qr-code.ts';
import type { QrCode } from './qr-code.ts';
import { Sheet } from './sheet.ts';
import type { TemplateName } from './template-name.ts';
import { approval } from './templates/approval.ts';
import { filing } from './templates/filing.ts';
import { licence } from './templates/licence.ts';

interface Template {
  /** 模板名称. */
  readonly name: string;
  readonly paper: { readonly widthMm: number; readonly heightMm: number };
  set(sheet: Sheet, content: CertificateContent, code: QrCode): string | null;
}

const templates: Readonly<Record<TemplateName, Template>> = { licence, approval, filing };

/** Characters a field may have at all; beyond that it is a mistake, and breaking it into lines would only cost time. */
const LONGEST = 2_000;

/** Why a certificate cannot be printed: the reason as registered, the field, and the character's code point where it is one. */
export interface Unprintable {
  readonly reason: 'glyph-missing' | 'text-too-long';
  readonly field: string;
  readonly codePoint?: string;
}

/** The page, or what keeps it from being printed. Pure. */
export function setCertificate(fonts: Fonts, template: TemplateName, content: CertificateContent): { page: Page } | { unprintable: Unprintable } {
  for (const [field, text] of textsOf(content)) {
    if (text.length > LONGEST) return { unprintable: { reason: 'text-too-long', field } };
    const codePoint = undrawable(fonts, field === 'decision.summary' ? text.replaceAll('\n', '') : text);
    if (codePoint !== null) return { unprintable: { reason: 'glyph-missing', field, codePoint } };
  }
  const code = qrCode(content.verifyAt);
  if (code === null) return { unprintable: { reason: 'text-too-long', field: 'verifyAt' } };
  const { paper, set } = templates[template];
  const sheet = new Sheet(fonts, paper.widthMm, paper.heightMm);
  const tooLong = set(sheet, content, code);
  return tooLong === null ? { page: sheet.page() } : { unprintable: { reason: 'text-too-long', field: tooLong } };
}

/** The PDF, or what keeps it from being printed. The same content gives the same bytes. */
export async function printCertificate(fonts: Fonts, template: TemplateName, content: CertificateContent): Promise<{ pdf: Buffer } | { unprintable: Unprintable }> {
  const set = setCertificate(fonts, template, content);
  if ('unprintable' in set) return set;
  const information = {
    title: content.title, author: content.issuer.name, subject: content.licenceId,
    date: new Date(`${content.decision.decidedOn}T00:00:00+08:00`),
  };
  return { pdf: await printPage(set.page, information, fonts) };
}
