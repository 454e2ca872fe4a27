/* The QR code of the verification address, as vector squares (ISO/IEC 18004, error correction M). */
import qrcode from 'qrcode';
import { short } from './drawing.ts';

export interface QrCode {
  /** Modules along one side, without the quiet zone (which the page leaves free, 4 modules). */
  readonly modules: number;
  /** PDF path operators, one unit a module, y downwards; to be filled. */
  readonly path: string;
}

/** The code for a text; null when it is longer than a code can hold (about 2,300 bytes). */
export function qrCode(text: string): QrCode | null {
  if (Buffer.byteLength(text) > 2_300) return null;
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const parts: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      let end = column;
      while (end < modules.size && modules.get(row, end) !== 0) end++;
      // A hair taller than one module, or viewers show white seams between the rows.
      parts.push(`${column} ${row} ${end - column} ${short(1.03)} re`);
      column = end;
    }
  }
  return { modules: modules.size, path: parts.join('\n') };
}
