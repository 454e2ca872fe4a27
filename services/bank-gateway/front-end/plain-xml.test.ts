/** What the small reader reads, it reads as the library does; what it is not sure of, it leaves. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPlainXml } from './plain-xml.ts';

const byLibrary = (xml: string): unknown => {
  expect(XMLValidator.validate(xml), xml).toBe(true);
  return new XMLParser({ parseTagValue: false, parseAttributeValue: false, ignoreAttributes: true, ignoreDeclaration: true, trimValues: true, isArray: (name) => name === 'Record' }).parse(xml);
};

const words = fc.string({ unit: fc.constantFrom('a', '0', ' ', '\n', '\r', '\t', '中', '&amp;', '&lt;', '&quot;', '&apos;', '&gt;', '>', ';', '/', '=', '"', '\u3000', '\u00a0', 'amp;'), maxLength: 8 });
const names = fc.constantFrom('Root', 'Record', 'bill_no', 'a-b', 'x.1', 'Object');
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true },
    fc.tuple(names, words).map(([name, text]) => `<${name}>${text}</${name}>`),
    fc.tuple(names, fc.array(tie('tree'), { maxLength: 4 }), fc.constantFrom('', ' ', '\r\n')).map(([name, inside, between]) => `<${name}>${between}${inside.join(between)}${between}</${name}>`)),
}));
const declaration = fc.constantFrom('', '<?xml version="1.0" encoding="GBK"?>', '<?xml version="1.0"?>\n');

it('reads plain documents as the library does', () => {
  let read = 0;
  fc.assert(fc.property(declaration, tree, fc.constantFrom('', '\n', ' \r\n'), (before, root, behind) => {
    const xml = before + root + behind;
    const plain = readPlainXml(xml, 'Record');
    if (plain === null) return;
    read += 1;
    expect(plain).toEqual(byLibrary(xml));
  }), { numRuns: 3_000 });
  // A reader that leaves everything would pass otherwise.
  expect(read).toBeGreaterThan(2_000);
});

it('leaves whatever is damaged, or more than plain, to the library', () => {
  const pieces = fc.constantFrom('<', '>', '/', '<!--x-->', '<![CDATA[x]]>', ' a="1"', '<?pi?>', '</Root>', '<Root>', '&x;', ']]>', '<a/>', 'words', '__proto__', '');
  fc.assert(fc.property(declaration, tree, fc.nat(), pieces, fc.nat({ max: 3 }), (before, root, at, piece, cut) => {
    const xml = before + root.slice(0, at % (root.length + 1)) + piece + root.slice((at % (root.length + 1)) + cut);
    const plain = readPlainXml(xml, 'Record');
    if (plain !== null) expect(plain).toEqual(byLibrary(xml));
  }), { numRuns: 6_000 });
  for (const xml of ['', ' ', 'words', '<a>', '</a>', '<a></b>', '<a><b></a></b>', '<a></a><b></b>', '<a>x<b></b></a>', '<a><b></b>x</a>', '<a b="1"></a>', '<a/>', '<a>&x;</a>', '<a>&#60;</a>', '<constructor></constructor>', '<a><__proto__></__proto__></a>', '<toString>x</toString>', '<prototype></prototype>', '<?xml <a></a>']) expect(readPlainXml(xml, 'Record'), xml).toBeNull();
});
