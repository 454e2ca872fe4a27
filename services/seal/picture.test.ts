import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GlyphMissingError, drawSeal, sealDesign, svgOf } from './picture.ts';
import type { Outline, SealOutlines } from './picture.ts';
import { openSealFont } from './seal-font.ts';

const font = openSealFont();
const draw = (arcText: string, lineText = '', diameterMm = 42): SealOutlines => drawSeal(sealDesign.parse({ arcText, lineText, diameterMm }), font);

/** Every absolute position an outline passes through, by walking its commands. */
function pointsOf({ d }: Outline): [number, number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, letter = '', body = ''] of d.matchAll(/([MlqcCLZ])([^MlqcCLZ]*)/g)) {
    const numbers = (body.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const [startX, startY] = letter === letter.toUpperCase() ? [0, 0] : [x, y];
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      [x, y] = [startX + (numbers[index] ?? 0), startY + (numbers[index + 1] ?? 0)];
      points.push([x, y]);
    }
  }
  return points;
}
/** The mean of an outline's points: it turns with the character, which the middle of a bounding box does not. */
const middleOf = (outline: Outline): [number, number] => {
  const points = pointsOf(outline);
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  return [mean(0), mean(1)];
};

const arcText = '青石高新技术产业开发区管理委员会';
const lineText = '行政审批服务专用章';

describe('the picture of a seal', () => {
  it('is 42 mm wide and red, with ring, star and one outline for each character', () => {
    const picture = draw(arcText, lineText);
    expect(picture).toMatchObject({ widthMm: 42, heightMm: 42 });
    expect(new Set(picture.paths.map(({ fill }) => fill))).toEqual(new Set(['#dc1414']));
    expect(picture.paths).toHaveLength(2 + arcText.length + lineText.length);
    expect(svgOf(picture)).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="42mm" height="42mm" viewBox="0 0 42 42">/);
    expect(svgOf(picture)).not.toContain('<text');
  });

  it('spreads the name evenly over the arc, symmetric about the top', () => {
    const characters = draw('中中中中中中中中中中中中', lineText).paths.slice(2, 14);
    const angles = characters.map((outline) => {
      const [x, y] = middleOf(outline);
      return (Math.atan2(x - 21, 21 - y) * 180) / Math.PI;
    });
    const steps = angles.slice(1).map((angle, index) => angle - (angles[index] ?? 0));
    for (const step of steps) expect(Math.abs(step - (steps[0] ?? 0))).toBeLessThan(0.1);
    expect(Math.abs((angles[0] ?? 0) + (angles.at(-1) ?? 0))).toBeLessThan(2);
  });

  it('keeps every character inside the ring, whatever the length of the name and the size of the seal', () => {
    fc.assert(fc.property(fc.integer({ min: 4, max: 28 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 30, max: 50 }), (arc, line, diameter) => {
      const picture = draw('青'.repeat(arc), '章'.repeat(line), diameter);
      const free = diameter / 2 - (1.2 * diameter) / 42;
      return picture.paths.slice(2).every((outline) => pointsOf(outline).every(([x, y]) => Math.hypot(x - diameter / 2, y - diameter / 2) < free - 0.1));
    }), { numRuns: 40 });
  });

  it('says which character its font lacks', () => {
    expect(() => draw('青石市\u{1F600}委员会')).toThrow(GlyphMissingError);
  });
});
