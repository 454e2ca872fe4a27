/**
 * QR codes as pictures. Imported on demand: `(await import('./qr-picture.ts')).qrPicture(…)`; the package itself is no
 * module, and only an import by name from a file of our own gives its functions in every browser build.
 */
import { toDataURL } from 'qrcode';

/** A PNG as a `data:` address, `width` pixels wide with the quiet zone that readers want. */
export const qrPicture = (text: string, width: number): Promise<string> => toDataURL(text, { margin: 2, width, errorCorrectionLevel: 'M' });
