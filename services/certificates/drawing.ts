/*
 * Vector drawings that repeat from page to page (frames, rosettes, seals), turned once into compressed PDF operators.
 * Units are millimetres, y downwards. Placing a finished drawing on a page costs next to nothing.
 */
import { deflateSync } from 'node:zlib';

export interface Drawing {
  readonly widthMm: number;
  readonly heightMm: number;
  /** PDF operators (ISO 32000-1 §8.5), deflated. */
  readonly operators: Buffer;
}

/** A picture made of filled outlines, as the seal service hands out its seals. `d` is SVG path data in millimetres. */
export interface OutlinePicture {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly paths: readonly { readonly d: string; readonly fill: string }[];
}

/** The drawing of an outline picture, or null when its path data is not what this reads (M L H V C Q Z in both cases). */
export function drawingOf(picture: OutlinePicture): Drawing | null {
  // Whole hundredths of a millimetre, finer than any office printer's dot, make half the bytes that decimals make.
  const parts = ['0.01 0 0 0.01 0 0 cm'];
  let last = '';
  for (const { d, fill } of picture.paths) {
    const outline = operatorsOfPath(d);
    const colour = rgb(fill);
    if (outline === null || colour === null) return null;
    if (colour !== last) parts.push(`${colour} rg`);
    last = colour;
    parts.push(outline, 'f');
  }
  return drawing(picture.widthMm, picture.heightMm, parts.join('\n'));
}

/** A drawing from PDF operators in millimetres. */
export function drawing(widthMm: number, heightMm: number, operators: string): Drawing {
  return { widthMm, heightMm, operators: deflateSync(Buffer.from(operators, 'latin1'), { level: 9 }) };
}

/** `#c8102e` → `0.784 0.063 0.18`; null for any other notation. */
export function rgb(colour: string): string | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!found) return null;
  return found.slice(1).map((part) => short(Number.parseInt(part, 16) / 255)).join(' ');
}

/** A number as PDF operators carry it: three decimals, no exponent. */
export function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** A curve that bends less than this is a line to every eye and printer (600 dots an inch: 0.042 mm a dot). */
const FLAT_MM = 0.025;

function operatorsOfPath(d: string): string | null {
  const words = d.match(/[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? [];
  const out: string[] = [];
  let at = 0;
  let verb = '';
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  const whole = (...numbers: number[]): string => numbers.map((number) => Math.round(number * 100)).join(' ');
  const line = (toX: number, toY: number): void => {
    x = toX;
    y = toY;
    out.push(`${whole(x, y)} l`);
  };
  const curve = (x1: number, y1: number, x2: number, y2: number, toX: number, toY: number): void => {
    x = toX;
    y = toY;
    out.push(`${whole(x1, y1, x2, y2, x, y)} c`);
  };
  while (at < words.length) {
    const word = words[at] ?? '';
    if (/^[a-zA-Z]$/.test(word)) {
      verb = word;
      at += 1;
      if (verb === 'Z' || verb === 'z') {
        out.push('h');
        x = startX;
        y = startY;
        continue;
      }
    }
    const needed = { m: 2, l: 2, h: 1, v: 1, c: 6, q: 4 }[verb.toLowerCase()];
    if (needed === undefined) return null;
    const numbers = words.slice(at, at + needed).map(Number);
    if (numbers.length < needed || numbers.some((number) => !Number.isFinite(number))) return null;
    at += needed;
    const relative = verb === verb.toLowerCase();
    const [a = 0, b = 0, c = 0, e = 0, f = 0, g = 0] = numbers.map((number, index) =>
      !relative ? number : number + (verb === 'h' || (verb !== 'v' && index % 2 === 0) ? x : y));
    switch (verb.toLowerCase()) {
      case 'm':
        x = startX = a;
        y = startY = b;
        out.push(`${whole(x, y)} m`);
        // SVG: further pairs after a move are lines.
        verb = relative ? 'l' : 'L';
        break;
      case 'l':
        line(a, b);
        break;
      case 'h':
        line(a, y);
        break;
      case 'v':
        line(x, a);
        break;
      case 'c':
        curve(a, b, c, e, f, g);
        break;
      default:
        // Quadratic curves, as TrueType outlines have them, raised to cubic ones.
        if (Math.hypot(x - 2 * a + c, y - 2 * b + e) / 4 < FLAT_MM) line(c, e);
        else curve(x + (2 / 3) * (a - x), y + (2 / 3) * (b - y), c + (2 / 3) * (a - c), e + (2 / 3) * (b - e), c, e);
    }
  }
  return out.join('\n');
}
