/**
 * The receipt as the simulated platform hands it out: one page of PDF that says what it is over. The font is the one every viewer brings for
 * simplified Chinese, so the file stays small; a real platform embeds its own and signs it.
 */
import iconv from 'iconv-lite';

export interface DocumentLine { readonly text: string; readonly size: number; readonly left: number; readonly top: number }

/** A PDF page of A5 across with these lines, and a red ring where the supervision seal stands. */
export function documentOf(lines: readonly DocumentLine[]): Buffer {
  const drawn = lines.map(({ text, size, left, top }) => `BT /F1 ${String(size)} Tf ${String(left)} ${String(420 - top)} Td <${iconv.encode(text, 'gbk').toString('hex')}> Tj ET`).join('\n');
  // A circle of four Bézier curves.
  const [x, y, r, k] = [500, 330, 34, 18.8];
  const ring = `q 1.6 w 0.8 0.1 0.1 RG ${String(x + r)} ${String(y)} m ${String(x + r)} ${String(y + k)} ${String(x + k)} ${String(y + r)} ${String(x)} ${String(y + r)} c ${String(x - k)} ${String(y + r)} ${String(x - r)} ${String(y + k)} ${String(x - r)} ${String(y)} c `
    + `${String(x - r)} ${String(y - k)} ${String(x - k)} ${String(y - r)} ${String(x)} ${String(y - r)} c ${String(x + k)} ${String(y - r)} ${String(x + r)} ${String(y - k)} ${String(x + r)} ${String(y)} c S Q`;
  const content = `${drawn}\n${ring}\n`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(content.length)} >>\nstream\n${content}endstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [814 939 500] /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((body, at) => { const place = text.length; text += `${String(at + 1)} 0 obj\n${body}\nendobj\n`; return place; });
  const begin = text.length;
  text += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}trailer << /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(begin)}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
