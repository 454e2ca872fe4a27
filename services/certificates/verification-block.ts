/* The lower left corner: the QR code with its words, the certificate's number and its national identifier. */
import type { CertificateContent } from './certificate-content.ts';
import { MM } from './page.ts';
import type { QrCode } from './qr-code.ts';
import type { Sheet, Style } from './sheet.ts';

export interface VerificationColours {
  readonly ink: string;
  readonly quiet: string;
}

/**
 * Sets the block with its left edge at x and its lower edge at y, not wider than `width` points.
 * The code is 24 mm wide: about half a millimetre a module, which a telephone reads from a photocopy.
 */
export function verificationBlock(
  sheet: Sheet, content: CertificateContent, code: QrCode, at: { x: number; y: number; width: number }, colours: VerificationColours,
): void {
  const side = 24 * MM;
  const top = at.y - side;
  sheet.qr(code, at.x, top, side, colours.ink);
  const x = at.x + side + 4.5 * MM;
  const room = at.width - side - 4.5 * MM;
  sheet.line('扫描二维码核验真伪', { size: 9.5, weight: 'bold', colour: colours.ink }, x, top + 8.5);
  sheet.line('Scan to verify this certificate', { size: 6.2, weight: 'regular', colour: colours.quiet }, x, top + 17.5);
  sheet.line('证照标识', { size: 8, weight: 'regular', colour: colours.quiet }, x, top + 33.5);
  sheet.line('Licence identifier', { size: 5.6, weight: 'regular', colour: colours.quiet }, x + 36, top + 33.5);
  // The identifier is 70 characters and more: broken after a full stop, so that it can be copied by hand; the check character
  // stays with the version it follows.
  const parts = content.licenceId.split(/(?<=\.)(?=.{2,}$)/);
  const set = [7.6, 7.2, 6.9, 6.6].map((size) => ({ size, weight: 'regular', colour: colours.ink }) as const).map((style) => ({ style, lines: joined(sheet, parts, style, room) }));
  const chosen = set.find(({ lines }) => lines.length <= 2) ?? set[0];
  chosen?.lines.forEach((line, index) => sheet.line(line, chosen.style, x, top + 44.5 + 10 * index, 'left', 'licenceId'));
}

function joined(sheet: Sheet, parts: readonly string[], style: Style, room: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && sheet.widthOf(longer, style) <= room) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
