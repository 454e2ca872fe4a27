/*
 * A sheet of paper being set: templates put lines of type, rules and drawings on it and ask how much room text takes.
 * Everything set for a field is noted with its box. What does not fit is answered, never cut off.
 */
import type { Drawing } from './drawing.ts';
import type { Fonts, Weight } from '../../infra/fonts.ts';
import { breakLines } from './line-breaking.ts';
import { MM } from './page.ts';
import type { FieldBox, Mark, Page } from './page.ts';
import type { QrCode } from './qr-code.ts';

/** How a piece of text is set. Sizes in points. */
export interface Style {
  readonly size: number;
  readonly weight: Weight;
  readonly colour: string;
  /** Extra space between characters, in points. */
  readonly spacing?: number;
}

/** Height of a Chinese character above the baseline and below it, as parts of its size. */
const ABOVE = 0.88;
const BELOW = 0.12;

const characters = (text: string): number => Array.from(text).length;

export class Sheet {
  readonly width: number;
  readonly height: number;
  private readonly fonts: Fonts;
  private readonly marks: Mark[] = [];
  private readonly boxes: FieldBox[] = [];

  /** A sheet of a size in millimetres. */
  constructor(fonts: Fonts, widthMm: number, heightMm: number) {
    this.fonts = fonts;
    this.width = widthMm * MM;
    this.height = heightMm * MM;
  }

  /** Width of a single line in points. */
  widthOf(text: string, style: Style): number {
    return this.fonts[style.weight].widthOf(text, style.size) + (style.spacing ?? 0) * Math.max(0, characters(text) - 1);
  }

  /** The lines text breaks into at a width in points. */
  linesOf(text: string, style: Style, width: number, indent = 0): string[] {
    const measure = (piece: string): number => this.fonts[style.weight].widthOf(piece, style.size) + (style.spacing ?? 0) * characters(piece);
    return breakLines(text, width, measure, indent);
  }

  /** The largest of the styles in which text needs at most `lines` lines, with those lines; null when even the last is too large. */
  fit(text: string, styles: readonly Style[], width: number, lines = 1): { style: Style; lines: string[] } | null {
    for (const style of styles) {
      const broken = this.linesOf(text, style, width);
      if (broken.length <= lines) return { style, lines: broken };
    }
    return null;
  }

  /** One line with its baseline at y; `x` is its left edge, middle or right edge. Notes the box when a field is named. */
  line(text: string, style: Style, x: number, baseline: number, align: 'left' | 'middle' | 'right' = 'left', field?: string): void {
    if (text === '') return;
    const width = this.widthOf(text, style);
    const left = align === 'left' ? x : align === 'middle' ? x - width / 2 : x - width;
    this.marks.push({
      kind: 'text', text, weight: style.weight, size: style.size, colour: style.colour, spacing: style.spacing ?? 0, x: left, baseline,
    });
    if (field !== undefined)
      this.boxes.push({ field, x: left, y: baseline - ABOVE * style.size, width, height: (ABOVE + BELOW) * style.size });
  }

  /** Characters spread over a width (两端对齐), as labels of forms are. Longer text is set unspread. */
  spread(text: string, style: Style, x: number, baseline: number, width: number): void {
    const count = characters(text);
    const room = width - this.fonts[style.weight].widthOf(text, style.size);
    const chinese = /^\p{Script=Han}+$/u.test(text);
    this.line(text, chinese && count > 1 && room > 0 ? { ...style, spacing: room / (count - 1) } : style, x, baseline);
  }

  rule(x1: number, y1: number, x2: number, y2: number, width: number, colour: string): void {
    this.marks.push({ kind: 'rule', x1, y1, x2, y2, width, colour });
  }

  qr(code: QrCode, x: number, y: number, side: number, colour: string): void {
    this.marks.push({ kind: 'qr', code, x, y, side, colour });
    this.boxes.push({ field: 'qr', x, y, width: side, height: side });
  }

  drawing(drawing: Drawing, x: number, y: number): void {
    this.marks.push({ kind: 'drawing', drawing, x, y, ink: false });
  }

  /** A seal's impression with its centre at (x, y), over what lies beneath. */
  impression(drawing: Drawing, x: number, y: number, field: string): void {
    const width = drawing.widthMm * MM;
    const height = drawing.heightMm * MM;
    this.marks.push({ kind: 'drawing', drawing, x: x - width / 2, y: y - height / 2, ink: true });
    this.boxes.push({ field, x: x - width / 2, y: y - height / 2, width, height });
  }

  page(): Page {
    return { width: this.width, height: this.height, marks: this.marks, boxes: this.boxes };
  }
}

/** The lines a text needs at a width, made as equal in length as they can be (GB/T 9704-2012 §7.3.1: 排列对称、长短适宜). */
export function balancedLines(sheet: Sheet, text: string, style: Style, width: number): string[] {
  const lines = sheet.linesOf(text, style, width);
  if (lines.length === 1) return lines;
  for (let narrow = sheet.widthOf(text, style) / lines.length; narrow < width; narrow += style.size / 2) {
    const broken = sheet.linesOf(text, style, narrow);
    if (broken.length <= lines.length) return broken;
  }
  return lines;
}
