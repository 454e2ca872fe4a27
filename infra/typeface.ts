/*
 * One static TrueType font (no outlines in CFF, no composites needed but allowed), read glyph by glyph from its file:
 * a 15 MB font costs 0.4 MB of memory, any character costs the same, and a document embeds exactly the glyphs it uses.
 * The object a document opens has the shape pdfkit expects of a fontkit font (layout, createSubset, metrics), because
 * fontkit needs the whole file in memory and 3–5 times the time for the same bytes (docs: README, "why not fontkit").
 */
import { closeSync, openSync, readSync } from 'node:fs';

/** Raised at start only: the file is not a font this reader can use. A page never raises it. */
export class TypefaceError extends Error {
  constructor(path: string, problem: string) {
    super(`字体文件不可用 font file unusable: ${path}: ${problem}. 请重新安装依赖 reinstall the npm packages.`);
    this.name = 'TypefaceError';
  }
}

/** A glyph as pdfkit reads it: number in the font, width in font units, the characters it stands for. */
export interface Glyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: number[];
}

interface Position {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}

interface Table {
  readonly offset: number;
  readonly length: number;
}

const KEPT_GLYPHS = 6_000;

/** A font file opened for reading; keep one per weight for the life of the process. */
export class Typeface {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineGap: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly italicAngle = 0;
  readonly bbox: { minX: number; minY: number; maxX: number; maxY: number };
  readonly post = { isFixedPitch: false };
  readonly head = { macStyle: { italic: false } };
  readonly 'OS/2': { sFamilyClass: number };

  private readonly file: number;
  private readonly tables: Map<string, Table>;
  private readonly groups: Uint32Array;
  private readonly loca: Buffer;
  private readonly hmtx: Buffer;
  private readonly longMetrics: number;
  private readonly glyphCount: number;
  private readonly small: Map<string, Buffer>;
  private readonly outlines = new Map<number, Buffer>();
  private readonly glyphs = new Map<number, Glyph>();

  /** Opens the file at `path` and reads its directory. Throws TypefaceError when it is no static TrueType font. */
  constructor(path: string, postscriptName: string) {
    this.file = openSync(path, 'r');
    this.postscriptName = postscriptName;
    const start = this.read(0, 12);
    if (start.readUInt32BE(0) !== 0x00010000) throw new TypefaceError(path, 'no static TrueType outlines');
    const count = start.readUInt16BE(4);
    const directory = this.read(12, 16 * count);
    this.tables = new Map();
    for (let at = 0; at < directory.length; at += 16)
      this.tables.set(directory.toString('latin1', at, at + 4), {
        offset: directory.readUInt32BE(at + 8),
        length: directory.readUInt32BE(at + 12),
      });
    const table = (tag: string): Buffer => {
      const found = this.tables.get(tag);
      if (!found) throw new TypefaceError(path, `table ${tag} is missing`);
      return this.read(found.offset, found.length);
    };
    if (!this.tables.has('glyf')) throw new TypefaceError(path, 'table glyf is missing');
    const head = table('head');
    const hhea = table('hhea');
    const maxp = table('maxp');
    const os2 = table('OS/2');
    this.small = new Map([['head', head], ['hhea', hhea], ['maxp', maxp]]);
    for (const tag of ['cvt ', 'fpgm', 'prep']) if (this.tables.has(tag)) this.small.set(tag, table(tag));
    this.unitsPerEm = head.readUInt16BE(18);
    this.bbox = { minX: head.readInt16BE(36), minY: head.readInt16BE(38), maxX: head.readInt16BE(40), maxY: head.readInt16BE(42) };
    this.ascent = hhea.readInt16BE(4);
    this.descent = hhea.readInt16BE(6);
    this.lineGap = hhea.readInt16BE(8);
    this.longMetrics = hhea.readUInt16BE(34);
    this.glyphCount = maxp.readUInt16BE(4);
    this['OS/2'] = { sFamilyClass: os2.readInt16BE(30) };
    this.xHeight = os2.readUInt16BE(0) >= 2 ? os2.readInt16BE(86) : 0;
    this.capHeight = os2.readUInt16BE(0) >= 2 ? os2.readInt16BE(88) : 0;
    this.hmtx = table('hmtx');
    this.loca = head.readInt16BE(50) === 1 ? table('loca') : longLocations(table('loca'));
    this.groups = characterGroups(table('cmap'), path);
  }

  /** True when the font draws this character; false means a blank box would appear. */
  covers(codePoint: number): boolean {
    return this.glyphNumber(codePoint) !== 0;
  }

  /** Width of a line of text in points at a size in points; no kerning, as set in Chinese type. */
  widthOf(text: string, size: number): number {
    let units = 0;
    for (const character of text) units += this.advance(this.glyphNumber(character.codePointAt(0) ?? 0));
    return (units * size) / this.unitsPerEm;
  }

  /** Glyphs and advances of a run of text, left to right, in font units (the shape of a fontkit run). */
  layout(text: string): { glyphs: Glyph[]; positions: Position[]; readonly advanceWidth: number } {
    const glyphs: Glyph[] = [];
    const positions: Position[] = [];
    for (const character of text) {
      const glyph = this.glyph(character.codePointAt(0) ?? 0);
      glyphs.push(glyph);
      positions.push({ xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 });
    }
    return {
      glyphs,
      positions,
      // A getter, because pdfkit scales the positions in place and reads the sum afterwards.
      get advanceWidth() {
        let sum = 0;
        for (const position of positions) sum += position.xAdvance;
        return sum;
      },
    };
  }

  /** The glyph with a number; pdfkit asks for number 0, the blank box every font must have. */
  getGlyph(id: number): Glyph {
    return { id, advanceWidth: this.advance(id), codePoints: [] };
  }

  /** An empty subset; a document adds the glyphs it shows and asks for the bytes at its end. */
  createSubset(): TypefaceSubset {
    return new TypefaceSubset(this);
  }

  /** Tables copied into every subset as they are. */
  smallTables(): ReadonlyMap<string, Buffer> {
    return this.small;
  }

  /** The outline of one glyph as stored in the file; empty for a space. */
  outline(id: number): Buffer {
    const kept = this.outlines.get(id);
    if (kept) return kept;
    const from = this.loca.readUInt32BE(4 * id);
    const to = this.loca.readUInt32BE(4 * id + 4);
    const read = this.read((this.tables.get('glyf')?.offset ?? 0) + from, to - from);
    if (this.outlines.size >= KEPT_GLYPHS) this.outlines.clear();
    this.outlines.set(id, read);
    return read;
  }

  /** Advance width of a glyph in font units. */
  advance(id: number): number {
    return this.hmtx.readUInt16BE(4 * Math.min(id, this.longMetrics - 1));
  }

  /** Left side bearing of a glyph in font units. */
  bearing(id: number): number {
    return id < this.longMetrics
      ? this.hmtx.readInt16BE(4 * id + 2)
      : this.hmtx.readInt16BE(4 * this.longMetrics + 2 * (id - this.longMetrics));
  }

  /** Closes the file. Only tests need it. */
  close(): void {
    closeSync(this.file);
  }

  private glyph(codePoint: number): Glyph {
    const kept = this.glyphs.get(codePoint);
    if (kept) return kept;
    const id = this.glyphNumber(codePoint);
    const glyph = { id, advanceWidth: this.advance(id), codePoints: [codePoint] };
    if (this.glyphs.size >= KEPT_GLYPHS) this.glyphs.clear();
    this.glyphs.set(codePoint, glyph);
    return glyph;
  }

  private glyphNumber(codePoint: number): number {
    let low = 0;
    let high = this.groups.length / 3 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const from = this.groups[3 * middle] ?? 0;
      if (codePoint < from) high = middle - 1;
      else if (codePoint > (this.groups[3 * middle + 1] ?? 0)) low = middle + 1;
      else {
        const id = (this.groups[3 * middle + 2] ?? 0) + codePoint - from;
        return id < this.glyphCount ? id : 0;
      }
    }
    return 0;
  }

  private read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const got = readSync(this.file, bytes, done, length - done, offset + done);
      if (got === 0) throw new TypefaceError(this.postscriptName, 'file ends early');
      done += got;
    }
    return bytes;
  }
}

/** The glyphs of one document, renumbered from 0 in order of first use. Composite glyphs bring their parts. */
export class TypefaceSubset {
  private readonly face: Typeface;
  private readonly numbers = new Map<number, number>();
  private readonly order: number[] = [];

  constructor(face: Typeface) {
    this.face = face;
    this.includeGlyph(0);
  }

  /** Adds a glyph of the font and returns its number within the subset. */
  includeGlyph(id: number): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const number = this.order.length;
    this.numbers.set(id, number);
    this.order.push(id);
    return number;
  }

  /** The subset as a TrueType file with the tables ISO 32000-1 §9.9 asks for (no cmap: character numbers are glyph numbers). */
  encode(): Buffer {
    const outlines: Buffer[] = [];
    // The list grows while it is walked: parts of composites are appended.
    for (let at = 0; at < this.order.length; at++) outlines.push(this.withOwnNumbers(this.face.outline(this.order[at] ?? 0)));
    const count = this.order.length;
    const loca = Buffer.alloc(4 * (count + 1));
    const hmtx = Buffer.alloc(4 * count);
    const glyf: Buffer[] = [];
    let offset = 0;
    outlines.forEach((outline, number) => {
      loca.writeUInt32BE(offset, 4 * number);
      glyf.push(outline);
      offset += outline.length;
      const rest = -outline.length & 3;
      if (rest > 0) glyf.push(Buffer.alloc(rest));
      offset += rest;
      const id = this.order[number] ?? 0;
      hmtx.writeUInt16BE(this.face.advance(id), 4 * number);
      hmtx.writeInt16BE(this.face.bearing(id), 4 * number + 2);
    });
    loca.writeUInt32BE(offset, 4 * count);
    const tables = new Map(this.face.smallTables());
    const head = Buffer.from(tables.get('head') ?? []);
    head.writeUInt32BE(0, 8);
    head.writeInt16BE(1, 50);
    const hhea = Buffer.from(tables.get('hhea') ?? []);
    hhea.writeUInt16BE(count, 34);
    const maxp = Buffer.from(tables.get('maxp') ?? []);
    maxp.writeUInt16BE(count, 4);
    tables.set('head', head).set('hhea', hhea).set('maxp', maxp).set('hmtx', hmtx).set('loca', loca).set('glyf', Buffer.concat(glyf));
    return fontFile(tables);
  }

  private withOwnNumbers(outline: Buffer): Buffer {
    if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
    // Composite glyph (OpenType "glyf"): flags, glyph number, arguments; bit 5 says that another part follows.
    const own = Buffer.from(outline);
    let at = 10;
    for (;;) {
      const flags = own.readUInt16BE(at);
      own.writeUInt16BE(this.includeGlyph(own.readUInt16BE(at + 2)), at + 2);
      at += 4 + ((flags & 0x0001) !== 0 ? 4 : 2);
      if ((flags & 0x0008) !== 0) at += 2;
      else if ((flags & 0x0040) !== 0) at += 4;
      else if ((flags & 0x0080) !== 0) at += 8;
      if ((flags & 0x0020) === 0) return own;
    }
  }
}

function fontFile(tables: ReadonlyMap<string, Buffer>): Buffer {
  const tags = [...tables.keys()].toSorted();
  const power = 2 ** Math.floor(Math.log2(tags.length));
  const directory = Buffer.alloc(12 + 16 * tags.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tags.length, 4);
  directory.writeUInt16BE(16 * power, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(16 * (tags.length - power), 10);
  const parts: Buffer[] = [directory];
  let offset = directory.length;
  tags.forEach((tag, index) => {
    const table = tables.get(tag) ?? Buffer.alloc(0);
    const at = 12 + 16 * index;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(table), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(table.length, at + 12);
    const rest = -table.length & 3;
    parts.push(table, Buffer.alloc(rest));
    offset += table.length + rest;
  });
  return Buffer.concat(parts);
}

function checksum(table: Buffer): number {
  const padded = Buffer.from(new ArrayBuffer(table.length + (-table.length & 3)));
  // An own buffer, hence aligned to 4 bytes; swapped, because sums run over big-endian words and machines are little-endian.
  table.copy(padded);
  padded.swap32();
  let sum = 0;
  for (const word of new Uint32Array(padded.buffer, padded.byteOffset, padded.length / 4)) sum = (sum + word) >>> 0;
  return sum;
}

function longLocations(short: Buffer): Buffer {
  const long = Buffer.alloc(short.length * 2);
  for (let at = 0; at < short.length; at += 2) long.writeUInt32BE(2 * short.readUInt16BE(at), 2 * at);
  return long;
}

function characterGroups(cmap: Buffer, path: string): Uint32Array {
  const count = cmap.readUInt16BE(2);
  for (let index = 0; index < count; index++) {
    const at = cmap.readUInt32BE(4 + 8 * index + 4);
    if (cmap.readUInt16BE(at) !== 12) continue;
    const groups = new Uint32Array(3 * cmap.readUInt32BE(at + 12));
    for (let word = 0; word < groups.length; word++) groups[word] = cmap.readUInt32BE(at + 16 + 4 * word);
    return groups;
  }
  throw new TypefaceError(path, 'no character map of format 12');
}
