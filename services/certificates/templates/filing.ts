/* 备案证明: A4 portrait, blue-green wave frame. A filing grants nothing (告知性备案); the words on it say "filed", never "permitted". */
import { factsOf, summaryOf } from '../certificate-content.ts';
import type { CertificateContent } from '../certificate-content.ts';
import { validity } from '../chinese-date.ts';
import type { Drawing } from '../drawing.ts';
import { fieldTable } from '../field-table.ts';
import { ornament } from '../ornament.ts';
import { MM } from '../page.ts';
import type { QrCode } from '../qr-code.ts';
import type { Sheet, Style } from '../sheet.ts';
import { signatureBlock } from '../signature-block.ts';
import { verificationBlock } from '../verification-block.ts';

const INK = '#15191b';
const TEAL = '#2f6670';
const QUIET = '#6d7f83';
const HAIR = '#bcd0d3';
const EDGE = 29 * MM;
let frame: Drawing | undefined;

export const filing = {
  name: '备案证明',
  paper: { widthMm: 210, heightMm: 297 },
  /** Sets the page; returns null, or the field that is too long. */
  set(sheet: Sheet, content: CertificateContent, code: QrCode): string | null {
    frame ??= ornament(210, 297, { line: '#3f7882', tint: '#b4cfd3', pale: '#e9f1f2' });
    sheet.drawing(frame, 0, 0);
    const middle = sheet.width / 2;
    const right = sheet.width - EDGE;
    const titles: Style[] = [34, 31, 28, 25, 22, 19, 17].map((size) => ({ size, weight: 'bold', colour: INK, spacing: size * 0.2 }));
    const title = sheet.fit(content.title, titles, sheet.width - 2 * EDGE);
    if (!title) return 'title';
    sheet.line(content.title, title.style, middle, 50 * MM, 'middle', 'title');
    sheet.line('CERTIFICATE OF FILING', { size: 8, weight: 'regular', colour: TEAL, spacing: 2.6 }, middle, 57.5 * MM, 'middle');
    sheet.rule(middle - 30 * MM, 61.5 * MM, middle + 30 * MM, 61.5 * MM, 0.9, TEAL);
    sheet.rule(middle - 30 * MM, 62.3 * MM, middle + 30 * MM, 62.3 * MM, 0.3, TEAL);
    sheet.line(`证书编号 No. ${content.number}`, { size: 11, weight: 'regular', colour: INK }, middle, 69.5 * MM, 'middle', 'number');
    sheet.line('下列事项已办理备案，特此证明。', { size: 13, weight: 'regular', colour: INK }, EDGE, 84 * MM);
    const table = fieldTable(sheet, [
      { field: 'holder.name', label: '备案主体', english: 'Holder', value: content.holder.name, strong: true },
      { field: 'holder.creditCode', label: '统一社会信用代码', english: 'Unified social credit code', value: content.holder.creditCode },
      { field: 'item.name', label: '备案事项', english: 'Item', value: content.item.name },
      { field: 'decision.documentNumber', label: '备案文号', english: 'Filing number', value: content.decision.documentNumber },
      { field: 'decision.summary', label: '备案内容', english: 'Particulars', value: summaryOf(content) },
      ...factsOf(content),
      { field: 'validFrom', label: '有效期限', english: 'Valid', value: validity(content.validFrom, content.validTo) },
    ], { x: EDGE, y: 89 * MM, width: right - EDGE, height: 113 * MM }, { label: TEAL, english: QUIET, value: INK, rule: HAIR });
    if ('tooLong' in table) return table.tooLong;
    const refused = signatureBlock(sheet, content, { right, baseline: sheet.height - 61 * MM, width: right - EDGE }, { text: INK });
    verificationBlock(sheet, content, code, { x: EDGE, y: sheet.height - 24 * MM, width: 92 * MM }, { ink: INK, quiet: QUIET });
    return refused;
  },
};
