/*
 * The body of a certificate: labelled fields in one or two columns, as roomy as the space allows and as tight as it must be.
 * Rule for long text: every row first at the largest size; when the table is too tall all rows get smaller together, so that
 * the page keeps one voice; when the smallest is still too tall the longest field is named and nothing is printed.
 */
import { MM } from './page.ts';
import type { Sheet, Style } from './sheet.ts';

export interface Field {
  readonly field: string;
  readonly label: string;
  readonly english?: string;
  readonly value: string;
  readonly strong?: boolean;
  /** May stand beside another one when both are short. */
  readonly half?: boolean;
}

export interface TableColours {
  readonly label: string;
  readonly english: string;
  readonly value: string;
  readonly rule: string;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Density {
  readonly value: number;
  readonly label: number;
  /** Size of the English line under a label; the tightest tables do without. */
  readonly english: number;
  /** Distance of baselines within a field, as part of the value's size. */
  readonly leading: number;
  /** Space above and below each row, points. */
  readonly pad: number;
}

const DENSITIES: readonly Density[] = [
  { value: 14, label: 11, english: 6.2, leading: 1.5, pad: 9 },
  { value: 13, label: 10.5, english: 6, leading: 1.45, pad: 7 },
  { value: 12, label: 10, english: 5.8, leading: 1.42, pad: 5.5 },
  { value: 11, label: 9.5, english: 5.6, leading: 1.38, pad: 4.2 },
  { value: 10.5, label: 9.2, english: 0, leading: 1.36, pad: 4 },
  { value: 10, label: 9, english: 0, leading: 1.34, pad: 3.2 },
  { value: 9, label: 8.5, english: 0, leading: 1.3, pad: 2.6 },
];
/** Eight characters, the length of 统一社会信用代码. */
const LABEL_CHARACTERS = 8;
const GUTTER = 6 * MM;
const COLUMN_GAP = 9 * MM;

interface Cell extends Field {
  readonly lines: string[];
  readonly labelStyle: Style;
}

/** Sets the fields into the area. Returns the y below the last row, or the path of the field that makes it too long. */
export function fieldTable(sheet: Sheet, fields: readonly Field[], area: Area, colours: TableColours): { below: number } | { tooLong: string } {
  const shown = fields.filter((field) => field.value !== '');
  for (const density of DENSITIES) {
    const rows = arrange(sheet, shown, area.width, density, colours);
    if (rows === null) continue;
    const heights = rows.map((row) => rowHeight(row, density));
    const needed = heights.reduce((sum, height) => sum + height, 0);
    if (needed > area.height) continue;
    // Left-over room goes between the rows, within reason, so that a short certificate does not huddle at the top.
    const extra = Math.min((area.height - needed) / rows.length, density.pad * 1.1);
    let y = area.y;
    rows.forEach((row, index) => {
      const height = (heights[index] ?? 0) + extra;
      paint(sheet, row, { x: area.x, y, width: area.width, height }, extra / 2, density, colours, index < rows.length - 1);
      y += height;
    });
    return { below: y };
  }
  const longest = shown.toSorted((a, b) => b.value.length + b.label.length - a.value.length - a.label.length)[0];
  return { tooLong: longest?.field ?? 'facts' };
}

function arrange(sheet: Sheet, fields: readonly Field[], width: number, density: Density, colours: TableColours): Cell[][] | null {
  const labelWide = LABEL_CHARACTERS * density.label;
  const valueStyle = (field: Field): Style => ({ size: density.value, weight: field.strong ? 'bold' : 'regular', colour: colours.value });
  const full = width - labelWide - GUTTER;
  const half = (width - COLUMN_GAP) / 2 - labelWide - GUTTER;
  const cellOf = (field: Field, room: number): Cell | null => {
    const label = sheet.fit(field.label, [0, 1, 2, 3].map((step) => ({ size: density.label - step * 0.8, weight: 'regular', colour: colours.label })), labelWide + 0.01);
    return label ? { ...field, lines: sheet.linesOf(field.value, valueStyle(field), room), labelStyle: label.style } : null;
  };
  const rows: Cell[][] = [];
  for (let at = 0; at < fields.length; at++) {
    const [field, next] = [fields[at], fields[at + 1]];
    if (!field) break;
    const left = cellOf(field, half);
    const right = next ? cellOf(next, half) : null;
    if (field.half && next?.half && left?.lines.length === 1 && right?.lines.length === 1) {
      rows.push([left, right]);
      at += 1;
      continue;
    }
    const cell = cellOf(field, full);
    if (!cell) return null;
    rows.push([cell]);
  }
  return rows;
}

function rowHeight(row: readonly Cell[], density: Density): number {
  const lines = Math.max(...row.map((cell) => cell.lines.length));
  const text = density.value * (1 + density.leading * (lines - 1));
  // Room for the English line in every row, or the table loses its rhythm.
  const label = density.label + density.english * 1.5;
  return 2 * density.pad + Math.max(text, label);
}

function paint(sheet: Sheet, row: readonly Cell[], area: Area, above: number, density: Density, colours: TableColours, ruled: boolean): void {
  const labelWide = LABEL_CHARACTERS * density.label;
  const columnWide = row.length === 1 ? area.width : (area.width - COLUMN_GAP) / 2;
  row.forEach((cell, column) => {
    const x = area.x + column * (columnWide + COLUMN_GAP);
    const style: Style = { size: density.value, weight: cell.strong ? 'bold' : 'regular', colour: colours.value };
    const first = area.y + above + density.pad + density.value * 0.88;
    sheet.spread(cell.label, cell.labelStyle, x, first, labelWide);
    if (cell.english !== undefined && density.english > 0)
      sheet.line(cell.english, { size: density.english, weight: 'regular', colour: colours.english }, x, first + density.english * 1.75);
    cell.lines.forEach((line, index) => {
      sheet.line(line, style, x + labelWide + GUTTER, first + index * density.value * density.leading, 'left', cell.field);
    });
    if (ruled) {
      const y = area.y + area.height;
      sheet.rule(x + labelWide + GUTTER, y, x + columnWide, y, 0.35, colours.rule);
    }
  });
}
