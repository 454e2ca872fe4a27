// The drawn round red seal (圆形红色印章): ring, unit name on the arc, five-pointed star, one line below the star.
// Everything is outlines in millimetres, the characters too, so that whoever prints or shows it needs no font and every
// reader sees the same impression. Sizes after 国发〔1999〕25号 as remembered (42 mm for county-level units and their
// departments): they are settings of the seal, not rules of this file.

import { z } from 'zod';

/** What a seal shows. `arcText` runs around the star, `lineText` lies below it (empty for a plain 法定名称章). */
export const sealDesign = z.object({
  arcText: z.string().trim().min(4).max(28),
  lineText: z.string().trim().max(14).default(''),
  diameterMm: z.number().min(30).max(50).default(42),
  colour: z.string().regex(/^#[0-9a-f]{6}$/).default('#dc1414'),
});
export type SealDesign = z.infer<typeof sealDesign>;

/** One filled outline: SVG path data in millimetres (M l q c C L Z), origin top left, y downwards; rule nonzero. */
export type Outline = { readonly d: string; readonly fill: string };

/** The whole picture, as whoever draws it on a page wants it: fill every path with its colour, in order. */
export type SealOutlines = { readonly widthMm: number; readonly heightMm: number; readonly paths: readonly Outline[] };

/** A character asked for is not in the seal's font. */
export class GlyphMissingError extends Error {
  override readonly name = 'GlyphMissingError';
  readonly character: string;
  constructor(character: string) {
    super(`印章字体缺少此字 the seal's font lacks this character: ${character}`);
    this.character = character;
  }
}

/** Draws the outlines of one character: unit em box (1 × 1), origin in its middle, y upwards. Throws GlyphMissingError. */
export type GlyphSource = (character: string) => readonly { readonly command: string; readonly points: readonly (readonly [number, number])[] }[];

const letters: Record<string, string> = { moveTo: 'M', lineTo: 'l', quadraticCurveTo: 'q', bezierCurveTo: 'c', closePath: 'Z' };

// Paths are written in whole hundredths of a millimetre, relative where SVG allows: the picture lies inside every
// signature, and this makes it a third of the size that plain decimals have.
const hundredths = (value: number): number => Math.round(value * 100);
const short = (value: number): string => String(hundredths(value) / 100).replace(/^(-?)0\./, '$1.');
const joined = (numbers: readonly string[]): string => numbers.reduce((text, part) => (text === '' || part.startsWith('-') ? text + part : `${text} ${part}`), '');

type Placement = { readonly x: number; readonly y: number; readonly widthMm: number; readonly heightMm: number; readonly turn: number };

/** Path data of a character scaled to width × height, turned clockwise by `turn` radians, its middle at (x, y). */
function placeGlyph(source: GlyphSource, character: string, at: Placement): string {
  const [cosine, sine] = [Math.cos(at.turn), Math.sin(at.turn)];
  let [penX, penY] = [0, 0];
  return source(character).map(({ command, points }) => {
    const placed = points.map(([gx, gy]) => {
      const [px, py] = [gx * at.widthMm, -gy * at.heightMm];
      return [hundredths(at.x + px * cosine - py * sine), hundredths(at.y + px * sine + py * cosine)] as const;
    });
    // Differences of rounded positions, not rounded differences: errors must not add up along the outline.
    const numbers = placed.flatMap(([x, y]) => (command === 'moveTo' ? [x, y] : [x - penX, y - penY])).map((value) => short(value / 100));
    [penX, penY] = placed.at(-1) ?? [penX, penY];
    return `${letters[command] ?? ''}${joined(numbers)}`;
  }).join('');
}

/** A circle from four curves (0.5523 is the usual handle length); `turn` -1 runs the other way and so cuts a hole. */
function circle(centre: number, radius: number, turn: 1 | -1): string {
  const at = (quarter: number, along: number): string => {
    const angle = (turn * quarter * Math.PI) / 2;
    const [x, y] = [Math.cos(angle) - along * turn * Math.sin(angle), Math.sin(angle) + along * turn * Math.cos(angle)];
    return `${short(centre + radius * x)} ${short(centre + radius * y)}`;
  };
  const handle = 0.5523;
  return `M${at(0, 0)}${[0, 1, 2, 3].map((quarter) => `C${at(quarter, handle)} ${at(quarter + 1, -handle)} ${at(quarter + 1, 0)}`).join('')}Z`;
}

function star(centre: number, radius: number): string {
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  const corners = Array.from({ length: 10 }, (_, index) => {
    const [reach, angle] = [index % 2 === 0 ? radius : inner, (index * Math.PI) / 5];
    return `${short(centre + reach * Math.sin(angle))} ${short(centre - reach * Math.cos(angle))}`;
  });
  return `M${corners.join('L')}Z`;
}

/**
 * Draws a seal. All measures follow the diameter, as on a 42 mm seal: ring 1.2 mm, star 14 mm from tip to tip.
 * Few characters stand closer together around the top, many spread over as much of the arc as stays clear of the line.
 * Throws GlyphMissingError.
 */
export function drawSeal(design: SealDesign, source: GlyphSource): SealOutlines {
  const scale = design.diameterMm / 42;
  const [centre, outer] = [21 * scale, 21 * scale];
  const ring = 1.2 * scale;
  const arc = Array.from(design.arcText);
  const line = Array.from(design.lineText);

  // The longer the name, the wider the arc (to 250° without a line below, to 226° with one) and the smaller the characters.
  const widest = ((line.length > 0 ? 226 : 250) * Math.PI) / 180;
  const step = Math.min((27 * Math.PI) / 180, widest / Math.max(1, arc.length - 1));
  const glyphHeight = (arc.length <= 8 ? 6.8 : arc.length <= 11 ? 6.3 : arc.length <= 14 ? 5.8 : arc.length <= 18 ? 5.3 : 4.6) * scale;
  const middle = outer - ring - 0.9 * scale - glyphHeight / 2;
  // Seal characters are tall: the width is what the step leaves at the foot of the characters, at most 0.82 of the height.
  const glyphWidth = Math.min(glyphHeight * 0.82, step * (middle - glyphHeight * 0.2) * 0.93);
  const first = (-step * (arc.length - 1)) / 2;

  const outlines: string[] = [
    circle(centre, outer, 1) + circle(centre, outer - ring, -1),
    star(centre, 7 * scale),
    ...arc.map((character, index) => {
      const turn = first + step * index;
      return placeGlyph(source, character, { x: centre + middle * Math.sin(turn), y: centre - middle * Math.cos(turn), widthMm: glyphWidth, heightMm: glyphHeight, turn });
    }),
  ];
  if (line.length > 0) {
    const y = centre + 11.6 * scale;
    const room = 23.5 * scale;
    const advance = Math.min(3.5 * scale, room / line.length);
    const height = 3.7 * scale;
    const start = centre - (advance * (line.length - 1)) / 2;
    outlines.push(...line.map((character, index) => placeGlyph(source, character, { x: start + advance * index, y, widthMm: Math.min(advance * 0.98, height), heightMm: height, turn: 0 })));
  }
  return { widthMm: design.diameterMm, heightMm: design.diameterMm, paths: outlines.map((d) => ({ d, fill: design.colour })) };
}

/** The picture as a stand-alone SVG whose natural size is the seal's real one. */
export function svgOf(picture: SealOutlines): string {
  const paths = picture.paths.map(({ d, fill }) => `<path fill="${fill}" d="${d}"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.widthMm}mm" height="${picture.heightMm}mm" viewBox="0 0 ${picture.widthMm} ${picture.heightMm}">${paths}</svg>`;
}
