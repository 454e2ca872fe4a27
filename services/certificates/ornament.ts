/*
 * The printed frame and the pale rosette behind the text: wave lines and turned circles as on securities paper (花边底纹).
 * Every wave repeats the same operators after a shift or turn, so a whole frame deflates to about two kilobytes.
 */
import { drawing, rgb, short } from './drawing.ts';
import type { Drawing } from './drawing.ts';

export interface Palette {
  /** Dark lines of the frame. */
  readonly line: string;
  /** Light lines of the frame. */
  readonly tint: string;
  /** The rosette behind the text. */
  readonly pale: string;
}

const WAVES = 4;
const AMPLITUDE_MM = 2.9;
const WAVE_MM = 9;
/** Distance of the frame's outer hairline from the paper's edge; no office printer reaches beyond 6 mm. */
const MARGIN_MM = 9;
const BAND_MM = 8.4;

/** Frame and rosette for a page of this size in millimetres. */
export function ornament(widthMm: number, heightMm: number, palette: Palette): Drawing {
  const middle = MARGIN_MM + BAND_MM / 2;
  const parts = ['1 J 1 j', rosette(widthMm / 2, heightMm / 2, Math.min(widthMm, heightMm) * 0.31, palette.pale)];
  parts.push(side(middle, middle, 0, widthMm - 2 * middle, palette));
  parts.push(side(widthMm - middle, middle, 90, heightMm - 2 * middle, palette));
  parts.push(side(widthMm - middle, heightMm - middle, 180, widthMm - 2 * middle, palette));
  parts.push(side(middle, heightMm - middle, 270, heightMm - 2 * middle, palette));
  for (const x of [middle, widthMm - middle]) for (const y of [middle, heightMm - middle]) parts.push(corner(x, y, palette));
  parts.push(box(MARGIN_MM, widthMm, heightMm, 0.45, palette.line), box(MARGIN_MM + 0.9, widthMm, heightMm, 0.12, palette.line));
  parts.push(box(MARGIN_MM + BAND_MM - 0.4, widthMm, heightMm, 0.12, palette.line), box(MARGIN_MM + BAND_MM + 0.5, widthMm, heightMm, 0.3, palette.line));
  return drawing(widthMm, heightMm, parts.join('\n'));
}

function side(x: number, y: number, degrees: number, lengthMm: number, palette: Palette): string {
  const count = Math.round(lengthMm / WAVE_MM);
  const step = lengthMm / count;
  const parts = ['q', turn(degrees, x, y)];
  for (const [phases, colour, width] of [[WAVES * 2, palette.tint, 0.16], [WAVES, palette.line, 0.18]] as const) {
    const waves: string[] = [];
    for (let wave = 0; wave < phases; wave++) waves.push(oneWave(step, (wave / phases) * 2 * Math.PI, colour === palette.line ? 1 : 0.72));
    const tile = `${waves.join('\n')}\nS\n1 0 0 1 ${short(step)} 0 cm\n`;
    parts.push('q', `${rgb(colour)} RG ${width} w`, tile.repeat(count), 'Q');
  }
  parts.push('Q');
  return parts.join('\n');
}

function oneWave(step: number, phase: number, height: number): string {
  const pieces = 4;
  const at = (turnPart: number): number => AMPLITUDE_MM * height * Math.sin(turnPart + phase);
  const slope = (turnPart: number): number => AMPLITUDE_MM * height * Math.cos(turnPart + phase);
  const parts = [`0 ${short(at(0))} m`];
  for (let piece = 0; piece < pieces; piece++) {
    const from = (piece / pieces) * 2 * Math.PI;
    const to = ((piece + 1) / pieces) * 2 * Math.PI;
    const third = (to - from) / 3;
    const x = (turnPart: number): string => short((turnPart / (2 * Math.PI)) * step);
    parts.push(`${x(from + third)} ${short(at(from) + slope(from) * third)} ${x(to - third)} ${short(at(to) - slope(to) * third)} ${x(to)} ${short(at(to))} c`);
  }
  return parts.join('\n');
}

function corner(x: number, y: number, palette: Palette): string {
  const half = BAND_MM / 2 - 0.4;
  const parts = ['q', `1 0 0 1 ${short(x)} ${short(y)} cm`, `1 1 1 rg ${short(-half)} ${short(-half)} ${short(2 * half)} ${short(2 * half)} re f`];
  parts.push(turned(ring(1.75, 1.75), 24, 0.12, palette.line), turned(ring(0.8, 0.8), 12, 0.12, palette.line));
  parts.push(`${rgb(palette.line)} RG 0.12 w ${short(-half)} ${short(-half)} ${short(2 * half)} ${short(2 * half)} re S`, 'Q');
  return parts.join('\n');
}

function rosette(x: number, y: number, radius: number, colour: string): string {
  return ['q', `1 0 0 1 ${short(x)} ${short(y)} cm`,
    turned(ring(radius * 0.5, radius * 0.5), 72, 0.16, colour),
    turned(ring(radius * 0.22, radius * 0.62), 48, 0.16, colour),
    turned(ring(radius * 0.12, radius * 0.14), 24, 0.16, colour), 'Q'].join('\n');
}

function turned(figure: string, times: number, width: number, colour: string): string {
  return ['q', `${rgb(colour)} RG ${width} w`, `${figure}\nS\n${turn(360 / times)}\n`.repeat(times), 'Q'].join('\n');
}

/** A circle of `radius` whose middle lies `away` from the origin. */
function ring(radius: number, away: number): string {
  const k = 0.5523 * radius;
  const p = (...numbers: number[]): string => numbers.map(short).join(' ');
  return [`${p(away + radius, 0)} m`, `${p(away + radius, k, away + k, radius, away, radius)} c`,
    `${p(away - k, radius, away - radius, k, away - radius, 0)} c`, `${p(away - radius, -k, away - k, -radius, away, -radius)} c`,
    `${p(away + k, -radius, away + radius, -k, away + radius, 0)} c`].join('\n');
}

function turn(degrees: number, x = 0, y = 0): string {
  const angle = (degrees * Math.PI) / 180;
  const five = (value: number): string => String(Math.round(value * 1e5) / 1e5);
  return `${five(Math.cos(angle))} ${five(Math.sin(angle))} ${five(-Math.sin(angle))} ${five(Math.cos(angle))} ${short(x)} ${short(y)} cm`;
}

function box(inset: number, width: number, height: number, stroke: number, colour: string): string {
  return `${rgb(colour)} RG ${stroke} w ${short(inset)} ${short(inset)} ${short(width - 2 * inset)} ${short(height - 2 * inset)} re S`;
}
