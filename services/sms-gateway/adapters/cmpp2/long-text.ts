// How a text becomes one or more SUBMITs: UCS2, 70 UTF-16 units alone, else 67 a part behind a six-byte header that lets
// the phone put the parts together. Promises: parts joined give the text back; no surrogate pair is ever cut in two.

/** UTF-16 units a text may have to travel alone (140 bytes). */
export const UNITS_ALONE = 70;
/** UTF-16 units of each part of a longer text (140 bytes less the header). */
export const UNITS_PER_PART = 67;
/** Msg_Fmt of UCS2. */
export const FORMAT_UCS2 = 8;

/** One part, ready for a SUBMIT. */
export type Part = { number: number; total: number; hasHeader: boolean; content: Buffer };

/** How many parts a text makes: what the carrier bills, and how many reports are to be waited for. */
export function countParts(text: string): number {
  return cut(text).length;
}

/** The parts of a text. `reference` (0–255) is the same in all parts and tells the phone they belong together; texts to
 * one phone close in time should differ in it. */
export function partsOf(text: string, reference: number): Part[] {
  const pieces = cut(text);
  return pieces.map((piece, index) => {
    const body = Buffer.from(piece, 'utf16le').swap16();
    const alone = pieces.length === 1;
    const header = Buffer.from([0x05, 0x00, 0x03, reference & 0xff, pieces.length, index + 1]);
    return {
      number: index + 1,
      total: pieces.length,
      hasHeader: !alone,
      content: alone ? body : Buffer.concat([header, body]),
    };
  });
}

/** The words of a text that came from a phone. Binary and unknown formats give an empty text rather than rubbish. */
export function readWords(format: number, hasHeader: boolean, content: Buffer): string {
  const headerBytes = hasHeader && content.length > 0 ? content.readUInt8(0) + 1 : 0;
  const body = Buffer.from(content.subarray(headerBytes));
  switch (format) {
    case 0:
      return body.toString('latin1');
    case FORMAT_UCS2:
      return body.subarray(0, body.length - (body.length % 2)).swap16().toString('utf16le');
    case 15:
      return new TextDecoder('gb18030').decode(body);
    default:
      return '';
  }
}

function cut(text: string): string[] {
  if (text.length <= UNITS_ALONE) return [text];
  const pieces: string[] = [];
  let from = 0;
  while (from < text.length) {
    let to = Math.min(from + UNITS_PER_PART, text.length);
    const last = text.charCodeAt(to - 1);
    const next = text.charCodeAt(to);
    if (isHigh(last) && isLow(next)) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  if (pieces.length > 255) throw new RangeError(`A text of ${text.length} characters makes more than 255 parts`);
  return pieces;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
