/*
 * 行政许可证件: A4 landscape, gold wave frame, the licence as it hangs on a wall (行政许可法 art. 39: a licence issued on a
 * granted permission carries the seal of the body that granted it).
 */
import { factsOf, summaryOf } from '../certificate-content.ts';
import type { CertificateContent } from '../certificate-content.ts';
import { validity } from '../chinese-date.ts';
import { fieldTable } from '../field-table.ts';
import type { Drawing } from '../drawing.ts';
import { ornament } from '../ornament.ts';
import { MM } from '../page.ts';
import type { QrCode } from '../qr-code.ts';
import type { Sheet, Style } from '../sheet.ts';
import { signatureBlock } from '../signature-block.ts';
import { verificationBlock } from '../verification-block.ts';

const INK = '#1d1b18';
const GOLD = '#8a6a2f';
const QUIET = '#857a68';
const HAIR = '#d8c9a8';
const EDGE = 30 * MM;
let frame: Drawing | undefined;

export const licence = {
  name: '行政许可证件',
  paper: { widthMm: 297, heightMm: 210 },
  /** Sets the page; returns null, or the field that is too long. */
  set(sheet: Sheet, content: CertificateContent, code: QrCode): string | null {
    frame ??= ornament(297, 210, { line: '#a5823f', tint: '#dcc898', pale: '#f5eddb' });
    sheet.drawing(frame, 0, 0);
    const middle = sheet.width / 2;
    const right = sheet.width - EDGE;
    const titles: Style[] = [36, 33, 30, 27, 24, 21, 18].map((size) => ({ size, weight: 'bold', colour: INK, spacing: size * 0.22 }));
    const title = sheet.fit(content.title, titles, sheet.width - 2 * EDGE);
    if (!title) return 'title';
    sheet.line(content.title, title.style, middle, 39.5 * MM, 'middle', 'title');
    sheet.line('ADMINISTRATIVE LICENCE', { size: 8, weight: 'regular', colour: GOLD, spacing: 2.6 }, middle, 46.5 * MM, 'middle');
    sheet.rule(middle - 34 * MM, 50 * MM, middle + 34 * MM, 50 * MM, 0.9, GOLD);
    sheet.rule(middle - 34 * MM, 50.8 * MM, middle + 34 * MM, 50.8 * MM, 0.3, GOLD);
    sheet.line(`证书编号 No. ${content.number}`, { size: 11, weight: 'regular', colour: INK }, middle, 57.6 * MM, 'middle', 'number');
    const table = fieldTable(sheet, [
      { field: 'holder.name', label: '被许可人', english: 'Holder', value: content.holder.name, strong: true },
      { field: 'holder.creditCode', label: '统一社会信用代码', english: 'Unified social credit code', value: content.holder.creditCode, half: true },
      { field: 'decision.documentNumber', label: '许可决定文号', english: 'Decision', value: content.decision.documentNumber, half: true },
      { field: 'item.name', label: '许可事项', english: 'Item', value: content.item.name },
      { field: 'decision.summary', label: '许可内容', english: 'Permission', value: summaryOf(content) },
      ...factsOf(content).map((fact) => ({ ...fact, half: true })),
      { field: 'validFrom', label: '有效期限', english: 'Valid', value: validity(content.validFrom, content.validTo) },
    ], { x: EDGE, y: 61.5 * MM, width: right - EDGE, height: 79 * MM }, { label: GOLD, english: QUIET, value: INK, rule: HAIR });
    if ('tooLong' in table) return table.tooLong;
    verificationBlock(sheet, content, code, { x: EDGE, y: sheet.height - 27 * MM, width: 86 * MM }, { ink: INK, quiet: QUIET });
    return signatureBlock(sheet, content, { right, baseline: sheet.height - 34 * MM, width: right - EDGE - 90 * MM }, { text: INK });
  },
};
