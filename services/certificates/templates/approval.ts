/*
 * 批文: A4 portrait, set as an official document (党政机关公文格式 GB/T 9704-2012): text area 156 mm × 225 mm, red head and red line,
 * title, addressee, numbered text, signature and seal; sizes shrink together when the text is long.
 */
import { factsOf, signatoriesOf, summaryOf } from '../certificate-content.ts';
import type { CertificateContent } from '../certificate-content.ts';
import { chineseDate } from '../chinese-date.ts';
import { MM } from '../page.ts';
import type { QrCode } from '../qr-code.ts';
import { balancedLines } from '../sheet.ts';
import type { Sheet, Style } from '../sheet.ts';
import { signatureBlock } from '../signature-block.ts';
import { verificationBlock } from '../verification-block.ts';

const INK = '#161616';
const RED = '#c8161d';
const QUIET = '#7a7a7a';
/** GB/T 9704-2012 §5.2: left 28 mm, text 156 mm wide. */
const LEFT = 28 * MM;
const WIDE = 156 * MM;
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五', '十六', '十七', '十八', '十九', '二十'];
/** Where the text must have ended: a seal's top stands within one line of it. */
const TEXT_END = 200 * MM;

export const approval = {
  name: '批文',
  paper: { widthMm: 210, heightMm: 297 },
  /** Sets the page; returns null, or the field that is too long. */
  set(sheet: Sheet, content: CertificateContent, code: QrCode): string | null {
    const middle = sheet.width / 2;
    const heads: Style[] = [34, 31, 28, 25, 22, 19, 17].map((size) => ({ size, weight: 'bold', colour: RED, spacing: size * 0.12 }));
    // The head is the body that signs: it answers for the document.
    const { name, field } = signatoriesOf(content).at(-1) ?? { name: content.issuer.name, field: 'issuer.name' };
    const head = sheet.fit(name, heads, WIDE);
    if (!head) return field;
    sheet.line(name, head.style, middle, 43 * MM, 'middle');
    sheet.line(content.decision.documentNumber, { size: 14, weight: 'regular', colour: INK }, middle, 57 * MM, 'middle', 'decision.documentNumber');
    sheet.rule(LEFT, 61 * MM, LEFT + WIDE, 61 * MM, 1.6, RED);
    sheet.rule(LEFT, 62 * MM, LEFT + WIDE, 62 * MM, 0.4, RED);
    const titles: Style[] = [22, 20, 18, 16].map((size) => ({ size, weight: 'bold', colour: INK }));
    const title = sheet.fit(content.title, titles, WIDE - 16 * MM, 2) ?? sheet.fit(content.title, titles.slice(1), WIDE, 3);
    if (!title) return 'title';
    let y = 77 * MM;
    for (const line of balancedLines(sheet, content.title, title.style, WIDE)) {
      sheet.line(line, title.style, middle, y, 'middle', 'title');
      y += title.style.size * 1.5;
    }
    y += 1 * MM;
    const refused = body(sheet, content, y);
    if (refused !== null) return refused;
    const signed = signatureBlock(sheet, content, { right: LEFT + WIDE, baseline: 233 * MM, width: WIDE }, { text: INK });
    const foot = 258 * MM;
    sheet.rule(LEFT, foot - 2.5 * MM, LEFT + WIDE, foot - 2.5 * MM, 0.6, INK);
    verificationBlock(sheet, content, code, { x: LEFT, y: foot + 24 * MM, width: 96 * MM }, { ink: INK, quiet: QUIET });
    const number: Style = { size: 9.5, weight: 'regular', colour: INK };
    sheet.line(`证书编号 No. ${content.number}`, number, LEFT + WIDE, foot + 8.5, 'right', 'number');
    sheet.line(`事项编码 ${content.item.code}`, { ...number, size: 7.6, colour: QUIET }, LEFT + WIDE, foot + 20, 'right', 'item.code');
    return signed;
  },
};

function body(sheet: Sheet, content: CertificateContent, from: number): string | null {
  const { holder, item } = content;
  const code = holder.creditCode === '' ? '' : `（统一社会信用代码：${holder.creditCode}）`;
  const summary = summaryOf(content);
  const numbered: [string, string][] = [
    ...(summary === '' ? [] : [['decision.summary', summary] satisfies [string, string]]),
    ...factsOf(content).map(({ field, label, value }): [string, string] => [field, `${label}：${value}`]),
    ['validFrom', content.validTo === null
      ? `本批准自${chineseDate(content.validFrom)}起生效，长期有效。`
      : `本批准自${chineseDate(content.validFrom)}起生效，有效期至${chineseDate(content.validTo)}。`],
  ];
  if (numbered.length > NUMERALS.length) return `facts.${NUMERALS.length}`;
  const paragraphs: [field: string, text: string][] = [
    // 行政许可法 art. 38: when the conditions are met, permission is granted in writing.
    ['item.name', `你单位${code}申请的“${item.name}”事项，经审查，符合法定条件、标准。依照《中华人民共和国行政许可法》第三十八条第一款的规定，准予许可，现批复如下：`],
    ...numbered.map(([field, text], index): [string, string] => [field, `${NUMERALS[index]}、${text}`]),
    ['closing', '特此批复。'],
  ];
  for (const size of [15, 14, 13, 12, 11, 10.5]) {
    const style: Style = { size, weight: 'regular', colour: INK };
    const leading = size * 1.75;
    const set = paragraphs.map(([field, text]) => ({ field, lines: sheet.linesOf(text, style, WIDE, 2 * size) }));
    const addressee = sheet.linesOf(`${holder.name}：`, style, WIDE);
    const count = addressee.length + set.reduce((sum, paragraph) => sum + paragraph.lines.length, 0);
    if (from + leading * count > TEXT_END) continue;
    let y = from + leading;
    for (const line of addressee) {
      sheet.line(line, style, LEFT, y, 'left', 'holder.name');
      y += leading;
    }
    for (const { field, lines } of set) {
      lines.forEach((line, index) => {
        sheet.line(line, style, LEFT + (index === 0 ? 2 * size : 0), y, 'left', field);
        y += leading;
      });
    }
    return null;
  }
  return paragraphs.toSorted((a, b) => b[1].length - a[1].length)[0]?.[0] ?? 'decision.summary';
}
