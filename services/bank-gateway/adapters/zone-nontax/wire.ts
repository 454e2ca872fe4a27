/**
 * Frames of the zone-nontax dialect (开发区非税): how bytes on a bank's TCP line become one frame and back.
 * `length 8 | type 6 | src 15 | des 15 | time 14 | signed 1 | auth length 3 | reserve 15 | auth | GBK XML`; the length is
 * zero-padded, counts bytes and counts itself. Promises: never more than one frame in memory beyond the last read, never a
 * guess about where a frame ends, never a '?' in place of a character that GBK lacks.
 */
import iconv from 'iconv-lite';

/** Bytes before the auth code: 8 + 6 + 15 + 15 + 14 + 1 + 3 + 15. */
export const HEADER_BYTES = 77;
const LENGTH_BYTES = 8;
/** Largest auth code that three digits can announce. */
const AUTH_BYTES_MAX = 999;

/** One frame, header fields without their padding; the body is GBK XML, not yet read. */
export interface Frame {
  /** Four digits, such as 2401. */
  readonly type: string;
  /** Who sends: node code, ASCII, at most 15. */
  readonly src: string;
  /** Who is meant: node code, ASCII, at most 15. */
  readonly des: string;
  /** yyyyMMddHHmmss as the sender's clock had it; not a fact about the payment. */
  readonly time: string;
  /** The accredit code of the login; empty before it. */
  readonly auth: string;
  readonly body: Buffer;
}

/** Why bytes were refused. `framing: 'lost'` = nobody can say where the next frame starts, so the line must be closed. */
export interface WireFault {
  readonly zh: string;
  readonly en: string;
  readonly framing: 'kept' | 'lost';
}

/** What reading gives: the thing, or why not. Bad bytes are a matter of every day here, so they are no exception. */
export type Reading<Thing> = { readonly ok: true; readonly value: Thing } | { readonly ok: false; readonly fault: WireFault };

/** A reading that succeeded. */
export function read<Thing>(value: Thing): Reading<Thing> {
  return { ok: true, value };
}

/** A reading that failed; the framing holds unless said otherwise. */
export function unreadable(zh: string, en: string, framing: WireFault['framing'] = 'kept'): Reading<never> {
  return { ok: false, fault: { zh, en, framing } };
}

/**
 * GBK bytes as text, or a fault when any byte is not GBK. iconv-lite never fails by itself: it puts U+FFFD for a broken pair
 * and invents private-use characters for codes GBK leaves empty, both of which would pass for a name.
 */
export function decodeGbk(bytes: Buffer): Reading<string> {
  const text = iconv.decode(bytes, 'gbk');
  const bad = /[\u0080\u20AC\uE000-\uF8FF\uFFFD]/u.exec(text);
  if (bad) return unreadable('报文不是合法的 GBK 编码', 'The body is not valid GBK');
  return read(text);
}

/**
 * Text as GBK bytes, or a fault when a character (𠮷, emoji, €, …) has no GBK code. iconv-lite would silently write '?', and a
 * bank would print a receipt to a company that does not exist.
 */
export function encodeGbk(text: string): Reading<Buffer> {
  const bytes = iconv.encode(text, 'gbk');
  const back = decodeGbk(bytes);
  if (!back.ok || back.value !== text) {
    return unreadable('内容含有 GBK 字符集以外的字，银行接口无法表示', 'The text has a character outside GBK, which the bank interface cannot carry');
  }
  return read(bytes);
}

/** The frame as bytes. Throws when a header field does not fit: those come from configuration or were read from a frame. */
export function encodeFrame(frame: Frame): Buffer {
  const auth = Buffer.from(frame.auth, 'ascii');
  if (auth.length > AUTH_BYTES_MAX) throw new RangeError(`auth of ${auth.length} bytes, at most ${AUTH_BYTES_MAX}`);
  const total = HEADER_BYTES + auth.length + frame.body.length;
  if (total > 99_999_999) throw new RangeError(`frame of ${total} bytes does not fit its length field`);
  if (!/^\d{14}$/.test(frame.time)) throw new RangeError('time must be yyyyMMddHHmmss');
  const header =
    String(total).padStart(LENGTH_BYTES, '0') +
    rightJustified(frame.type, 6) +
    rightJustified(frame.src, 15) +
    rightJustified(frame.des, 15) +
    frame.time +
    '0' +
    String(auth.length).padStart(3, '0') +
    ' '.repeat(15);
  return Buffer.concat([Buffer.from(header, 'ascii'), auth, frame.body], total);
}

function rightJustified(field: string, width: number): string {
  if (field.length > width || !/^[\x21-\x7e]*$/.test(field)) throw new RangeError(`header field "${field}" must be at most ${width} printable ASCII characters`);
  return field.padStart(width, ' ');
}

/** One whole frame, as cut by the splitter, into its fields. */
export function decodeFrame(bytes: Buffer): Reading<Frame> {
  const header = bytes.toString('latin1', 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || !/^[\x20-\x7e]+$/.test(header)) {
    return unreadable('报文头不是可见的 ASCII 字符', 'The header is not printable ASCII', 'lost');
  }
  const type = header.slice(8, 14).trim();
  const src = header.slice(14, 29).trim();
  const des = header.slice(29, 44).trim();
  const time = header.slice(44, 58);
  const authDigits = header.slice(59, 62);
  if (!/^\d{3}$/.test(authDigits)) return unreadable('授权码长度不是 3 位数字', 'The auth length is not three digits', 'lost');
  const bodyStart = HEADER_BYTES + Number(authDigits);
  if (bodyStart > bytes.length) return unreadable('授权码长度超出报文', 'The auth length runs past the frame', 'lost');
  const auth = bytes.toString('latin1', HEADER_BYTES, bodyStart);
  if (!/^[\x20-\x7e]*$/.test(auth)) return unreadable('授权码不是可见的 ASCII 字符', 'The auth code is not printable ASCII');
  if (!/^\d{4}$/.test(type)) return unreadable('报文类型不是 4 位数字', 'The type is not four digits');
  if (!/^[\x21-\x7e]*$/.test(src) || !/^[\x21-\x7e]*$/.test(des)) return unreadable('节点代码含有空格', 'A node code has a space inside');
  if (!/^\d{14}$/.test(time)) return unreadable('报文时间应为 yyyyMMddHHmmss', 'The time is not yyyyMMddHHmmss');
  if (header[58] !== '0') return unreadable('签名标志应为 0：本节点未约定签名报文', 'The signed flag is not 0: no signed frames are agreed here');
  return read({ type, src, des, time, auth: auth.trim(), body: bytes.subarray(bodyStart) });
}

/** Cuts a stream of bytes into frames, however the network split or joined them. */
export interface Splitter {
  /** Adds what one read brought. */
  push(chunk: Buffer): void;
  /** The next whole frame, a fault, or null when more bytes are needed. After a fault nothing more comes. */
  next(): Reading<Buffer> | null;
  /** Bytes of a frame that has begun but not ended. */
  pendingBytes(): number;
}

/**
 * A splitter for one connection. `frameBytesMax` bounds what a peer can make us hold. CR and LF between frames are skipped:
 * deployed front-ends end a frame with a line feed that their length does not count.
 */
export function createSplitter(frameBytesMax: number): Splitter {
  let held = Buffer.allocUnsafe(512);
  let start = 0;
  let end = 0;
  let broken = false;

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

  function next(): Reading<Buffer> | null {
    if (broken) return null;
    while (start < end && (held[start] === 0x0d || held[start] === 0x0a)) start += 1;
    const digits = held.toString('latin1', start, Math.min(end, start + LENGTH_BYTES));
    // Refuse at the first byte that cannot be a length: waiting for eight would leave a lost line waiting for its timeout.
    if (!/^\d*$/.test(digits)) return lost('报文长度不是 8 位数字', 'The length is not eight digits');
    if (digits.length < LENGTH_BYTES) return null;
    const total = Number(digits);
    if (total < HEADER_BYTES) return lost('报文长度小于报文头', 'The length is shorter than a header');
    if (total > frameBytesMax) return lost(`报文超过 ${frameBytesMax} 字节`, `The frame exceeds ${frameBytesMax} bytes`);
    if (end - start < total) return null;
    const frame = Buffer.from(held.subarray(start, start + total));
    start += total;
    if (start === end) start = end = 0;
    return read(frame);
  }

  return { push, next, pendingBytes: () => end - start };
}
