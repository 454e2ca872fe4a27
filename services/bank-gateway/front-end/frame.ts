/**
 * Frames of banks' front-ends, cut and written by a profile: how long the length is and what it counts, which fields stand before and
 * after the body, on which side and with what they are filled up. Promises: lengths count bytes; never more than one frame in memory
 * beyond the last read; never a guess about where a frame ends.
 */
import { z } from 'zod';
import { read, unreadable, type Reading } from './reading.ts';

const Padded = { justify: z.enum(['left', 'right']).default('left'), pad: z.string().regex(/^[ -~]$/).default(' ') };

/** One field before or behind the body. Its width is fixed, or stands in an earlier field of digits (an auth code of varying length). */
const Field = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  width: z.union([z.number().int().min(1).max(999), z.strictObject({ from: z.string() })]),
  ...Padded,
  /** What it must be once its filling is taken off. */
  pattern: z.string().optional(),
  /** Always written so; when `fixed`, also refused when it is anything else. */
  value: z.string().optional(),
  fixed: z.boolean().default(false),
});
export type FrameField = z.infer<typeof Field>;

export const FrameSpec = z.strictObject({
  /** Null: a frame ends where the connection does, one frame a connection. */
  length: z.strictObject({
    width: z.number().int().min(1).max(10), as: z.enum(['digits', 'binary', 'bcd']).default('digits'), ...Padded,
    /** What the number counts: the whole frame with itself, all that follows it, or the body alone. */
    counts: z.enum(['frame', 'rest', 'body']),
  }).nullable(),
  header: z.array(Field).max(60),
  trailer: z.array(Field).max(10).default([]),
});
export type FrameSpec = z.infer<typeof FrameSpec>;

/** One frame: its fields without their filling, their bytes as they came, and the body, not yet read. */
export interface Frame { readonly fields: Readonly<Record<string, string>>; readonly body: Buffer }

/** What is wrong with a spec as a whole: every error, by name. */
export function frameProblems(spec: FrameSpec): string[] {
  const problems: string[] = [];
  const names = new Set<string>();
  for (const [at, { name, width, pattern, value, fixed }] of [...spec.header, ...spec.trailer].entries()) {
    const where = at < spec.header.length ? `frame.header.${String(at)}` : `frame.trailer.${String(at - spec.header.length)}`;
    if (names.has(name)) problems.push(`${where}.name: “${name}” 重复 stands there twice`);
    if (typeof width === 'object' && !names.has(width.from)) problems.push(`${where}.width.from: 之前没有字段 no field before it is called “${width.from}”`);
    if (fixed && value === undefined) problems.push(`${where}.fixed: 没有 value 可比 there is no value to compare with`);
    try { if (pattern !== undefined) new RegExp(pattern, 'u'); } catch { problems.push(`${where}.pattern: 不是正则表达式 not a regular expression`); }
    names.add(name);
  }
  const { length } = spec;
  if (length?.as === 'binary' && ![1, 2, 4].includes(length.width)) problems.push('frame.length.width: 二进制长度须为 1、2 或 4 字节 a binary length has 1, 2 or 4 bytes');
  if (spec.trailer.some(({ width }) => typeof width === 'object')) problems.push('frame.trailer: 尾部字段须定长 fields behind the body have a fixed width');
  return problems;
}

const fixedWidth = (fields: readonly FrameField[]): number => fields.reduce((sum, { width }) => sum + (typeof width === 'number' ? width : 0), 0);
/** Bytes of the length itself, of the shortest header, and of the trailer. */
const sizes = (spec: FrameSpec): { length: number; header: number; trailer: number } => ({ length: spec.length?.width ?? 0, header: fixedWidth(spec.header), trailer: fixedWidth(spec.trailer) });

/** Cuts a stream of bytes into frames, however the network split or joined them. */
export interface Splitter {
  /** Adds what one read brought. */
  push(chunk: Buffer): void;
  /** The next whole frame, a fault, or null when more bytes are needed. After a fault nothing more comes. */
  next(): Reading<Buffer> | null;
  /** The peer will send no more: where a frame ends with the connection, what is held is one. */
  end(): void;
  /** Bytes of a frame that has begun but not ended. */
  pendingBytes(): number;
}

/**
 * A splitter for one connection. `frameBytesMax` bounds what a peer can make us hold. CR and LF between frames are skipped:
 * deployed front-ends end a frame with a line feed that their length does not count.
 */
export function createSplitter(spec: FrameSpec, frameBytesMax: number): Splitter {
  const { length, header, trailer } = sizes(spec);
  const shortest = length + header + trailer;
  const textual = spec.length === null || spec.length.as === 'digits';
  let held = Buffer.allocUnsafe(512);
  let start = 0;
  let end = 0;
  let broken = false;
  let ended = false;

  function push(chunk: Buffer): void {
    if (broken) return;
    const need = end - start + chunk.length;
    if (end + chunk.length > held.length) {
      // Doubling keeps a byte-by-byte sender cheap; compacting keeps the buffer at one frame plus one read.
      const room = need > held.length ? Buffer.allocUnsafe(Math.max(need, held.length * 2)) : held;
      held.copy(room, 0, start, end);
      held = room;
      end -= start;
      start = 0;
    }
    chunk.copy(held, end);
    end += chunk.length;
  }

  function lost(zh: string, en: string): Reading<never> {
    broken = true;
    start = end = 0;
    return unreadable(zh, en, 'lost');
  }
  const tooLong = (): Reading<never> => lost(`报文超过 ${String(frameBytesMax)} 字节`, `The frame exceeds ${String(frameBytesMax)} bytes`);

  function take(total: number): Reading<Buffer> {
    const frame = Buffer.from(held.subarray(start, start + total));
    start += total;
    if (start === end) start = end = 0;
    return read(frame);
  }

  function next(): Reading<Buffer> | null {
    if (broken) return null;
    if (textual) while (start < end && (held[start] === 0x0d || held[start] === 0x0a)) start += 1;
    if (!spec.length) {
      if (end - start > frameBytesMax) return tooLong();
      return ended && end > start ? take(end - start) : null;
    }
    const announced = lengthIn(spec.length, held.subarray(start, Math.min(end, start + length)));
    if (announced === 'wrong') return lost(`报文长度不是 ${String(length)} ${spec.length.as === 'digits' ? '位数字' : '字节'}`, `The length is not ${String(length)} ${spec.length.as === 'digits' ? 'digits' : 'bytes'}`);
    if (announced === 'short') return null;
    const total = { frame: announced, rest: length + announced, body: shortest + announced }[spec.length.counts];
    if (total < shortest) return lost('报文长度小于报文头', 'The length is shorter than a header');
    if (total > frameBytesMax) return tooLong();
    return end - start < total ? null : take(total);
  }

  return { push, next, end: () => { ended = true; }, pendingBytes: () => end - start };
}

/** The announced number; `wrong` at the first byte that can be none: waiting for all would leave a lost line waiting for its timeout. */
function lengthIn({ width, as, justify, pad }: NonNullable<FrameSpec['length']>, bytes: Buffer): number | 'short' | 'wrong' {
  if (as === 'binary') return bytes.length < width ? 'short' : bytes.readUIntBE(0, width);
  const digits = as === 'bcd' ? bytes.toString('hex') : bytes.toString('latin1');
  const filling = pad === '0' ? '' : pad;
  const [before, behind] = justify === 'right' ? [filling, ''] : ['', filling];
  let at = 0;
  while (before !== '' && digits[at] === before) at += 1;
  const number = /^\d*/.exec(digits.slice(at))?.[0] ?? '';
  let rest = at + number.length;
  while (behind !== '' && number !== '' && digits[rest] === behind) rest += 1;
  if (rest < digits.length) return 'wrong';
  if (bytes.length < width) return 'short';
  return number === '' ? 'wrong' : Number(number);
}

/** One whole frame, as cut by the splitter, into its fields. */
export function decodeFrame(spec: FrameSpec, bytes: Buffer): Reading<Frame> {
  const behind = bytes.length - fixedWidth(spec.trailer);
  const header = fieldsIn(bytes, spec.header, spec.length?.width ?? 0, behind);
  if (!header.ok) return header;
  const trailer = fieldsIn(bytes, spec.trailer, behind, bytes.length);
  if (!trailer.ok) return trailer;
  const fields = { ...header.value.fields, ...trailer.value.fields };
  for (const { name, pattern, value, fixed } of [...spec.header, ...spec.trailer]) {
    const text = fields[name] ?? '';
    if (pattern !== undefined && !matches(pattern, text)) return unreadable(`报文头字段 ${name} 格式错误`, `The field ${name} is malformed`);
    if (fixed && text !== value) return unreadable(`报文头字段 ${name} 应为 ${value ?? ''}`, `The field ${name} is not ${value ?? ''}`);
  }
  return read({ fields, body: bytes.subarray(header.value.end, behind) });
}

/** Patterns come from profiles, a few dozen in all: each is compiled once, not for every frame. */
const compiled = new Map<string, RegExp>();
export function matches(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(pattern, 'u');
  compiled.set(pattern, known);
  return known.test(text);
}

/** Fields that stand one behind the other, and where they end. A field that runs past its part of the frame makes the framing untrustworthy. */
function fieldsIn(bytes: Buffer, group: readonly FrameField[], from: number, until: number): Reading<{ fields: Record<string, string>; end: number }> {
  const fields: Record<string, string> = {};
  let at = from;
  for (const field of group) {
    const width = typeof field.width === 'number' ? field.width : Number(/^\d+$/.exec(fields[field.width.from] ?? '')?.[0] ?? Number.NaN);
    if (Number.isNaN(width)) return unreadable(`字段 ${field.name} 的长度不是数字`, `The length of ${field.name} is not a number`, 'lost');
    if (at + width > until) return unreadable(`字段 ${field.name} 的长度超出报文`, `The length of ${field.name} runs past the frame`, 'lost');
    const text = bytes.toString('latin1', at, at + width);
    if (!/^[\x20-\x7e]*$/.test(text)) return unreadable(`报文头字段 ${field.name} 不是可见的 ASCII 字符`, `The field ${field.name} is not printable ASCII`, 'lost');
    fields[field.name] = unfilled(text, field);
    at += width;
  }
  return at > until ? unreadable('报文短于报文头和报文尾', 'The frame is shorter than its header and trailer', 'lost') : read({ fields, end: at });
}

function unfilled(text: string, { justify, pad, width }: FrameField): string {
  // A field of digits keeps its zeros: 0007 of four digits is a code, and no number.
  if (pad !== ' ' || typeof width !== 'number') return text.trim();
  return justify === 'right' ? text.trimStart() : text.trimEnd();
}

/** The frame as bytes; `fields` names what has no value of its own. Throws when a field does not fit: those come from configuration or were read from a frame. */
export function encodeFrame(spec: FrameSpec, fields: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lengths: Record<string, string> = {};
  for (const { name, width } of spec.header) if (typeof width === 'object') lengths[width.from] = String((fields[name] ?? '').length);
  const written = (group: readonly FrameField[]): string => group.map((field) => {
    const text = lengths[field.name] ?? field.value ?? fields[field.name] ?? '';
    const width = typeof field.width === 'number' ? field.width : text.length;
    if (text.length > width || !/^[\x20-\x7e]*$/.test(text)) throw new RangeError(`frame field ${field.name}: "${text}" must be at most ${String(width)} printable ASCII characters`);
    const pad = lengths[field.name] === undefined ? field.pad : '0';
    return field.justify === 'right' || lengths[field.name] !== undefined ? text.padStart(width, pad) : text.padEnd(width, pad);
  }).join('');
  const [header, trailer] = [Buffer.from(written(spec.header), 'latin1'), Buffer.from(written(spec.trailer), 'latin1')];
  if (!spec.length) return Buffer.concat([header, body, trailer]);
  const { width, counts } = spec.length;
  const rest = header.length + body.length + trailer.length;
  const number = { frame: width + rest, rest, body: header.length - fixedWidth(spec.header) + body.length }[counts];
  return Buffer.concat([lengthOf(spec.length, number), header, body, trailer]);
}

function lengthOf({ width, as, justify, pad }: NonNullable<FrameSpec['length']>, number: number): Buffer {
  if (as === 'binary') {
    if (number >= 2 ** (8 * width)) throw new RangeError(`frame of ${String(number)} bytes does not fit its length field`);
    const bytes = Buffer.alloc(width);
    bytes.writeUIntBE(number, 0, width);
    return bytes;
  }
  const room = as === 'bcd' ? width * 2 : width;
  const text = String(number);
  if (text.length > room) throw new RangeError(`frame of ${text} bytes does not fit its length field`);
  if (as === 'bcd') return Buffer.from(text.padStart(room, '0'), 'hex');
  return Buffer.from(justify === 'right' ? text.padStart(room, pad) : text.padEnd(room, pad), 'latin1');
}
