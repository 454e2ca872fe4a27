/**
 * What an uploaded file really is, told from its bytes and never from its name: PDF, JPEG, PNG or OFD.
 * The structure is walked, not just the first bytes, so that a renamed, cut off or stuffed file is refused with a reason.
 * An OFD is a ZIP: nothing is unpacked beyond the declared size, so an archive bomb ends at the limit.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { refusal, type BothLanguages, type Refusal } from '../contracts/refusals.ts';

export type FileKind = 'pdf' | 'jpeg' | 'png' | 'ofd';

/** The media type under which each kind is kept and served. OFD has none registered; this one is in common use. */
export const MEDIA_TYPES: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png', ofd: 'application/ofd',
};

/** What the uploader says about the file: believed in nothing, but a lie is refused. */
export interface FileClaim {
  readonly name?: string | undefined;
  readonly mediaType?: string | undefined;
}

export interface FileLimits {
  readonly maxBytes: number;
  /** Of an OFD, all its entries together once unpacked. */
  readonly maxUnpackedBytes: number;
  readonly maxEntries: number;
  /** Width × height of an image: a few kilobytes of PNG can unpack to gigabytes in a viewer. */
  readonly maxPixels: number;
}

export const FILE_LIMITS: FileLimits = { maxBytes: 20 * 1024 * 1024, maxUnpackedBytes: 100 * 1024 * 1024, maxEntries: 2000, maxPixels: 150_000_000 };

export type Recognised =
  | { readonly kind: 'recognised'; readonly file: FileKind; readonly mediaType: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Recognises a file, or refuses it: empty, too large, unsupported, disguised, damaged, or an archive that swells. */
export function recogniseFile(content: Uint8Array, claim: FileClaim = {}, limits: FileLimits = FILE_LIMITS): Recognised {
  const no = (reason: Parameters<typeof refusal>[0], detail?: string | BothLanguages): Recognised =>
    ({ kind: 'refused', refusal: refusal(reason, { field: 'file', ...(detail ? { detail } : {}) }) });
  if (content.length === 0) return no('empty-file');
  if (content.length > limits.maxBytes) {
    return no('file-too-large', { zh: `上限 ${limits.maxBytes} 字节`, en: `limit ${limits.maxBytes} bytes` });
  }
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const claimed = claimedKinds(claim);
  const file = kindByFirstBytes(bytes);
  if (!file) return no(claimed.length > 0 ? 'file-disguised' : 'unsupported-file');
  const fault = STRUCTURE[file](bytes, limits);
  if (fault) {
    // A ZIP that is no OFD was never one: that is a wrong kind of file, not a damaged one.
    if (fault.reason === 'unsupported-file' && claimed.length > 0) return no('file-disguised', fault.detail);
    return no(fault.reason, fault.detail);
  }
  if (claimed.some((kind) => kind !== file)) {
    return no('file-disguised', { zh: `内容为 ${file.toUpperCase()}`, en: `the content is ${file.toUpperCase()}` });
  }
  return { kind: 'recognised', file, mediaType: MEDIA_TYPES[file] };
}

type Fault = { reason: 'file-damaged' | 'unsupported-file' | 'archive-too-large' | 'file-too-large'; detail: BothLanguages };
const damaged = (zh: string, en: string): Fault => ({ reason: 'file-damaged', detail: { zh, en } });

const EXTENSIONS: Readonly<Record<string, FileKind>> = { pdf: 'pdf', jpg: 'jpeg', jpeg: 'jpeg', jpe: 'jpeg', jfif: 'jpeg', png: 'png', ofd: 'ofd' };
const DECLARED: Readonly<Record<string, FileKind>> = {
  'application/pdf': 'pdf', 'application/x-pdf': 'pdf', 'image/jpeg': 'jpeg', 'image/jpg': 'jpeg', 'image/pjpeg': 'jpeg',
  'image/png': 'png', 'image/x-png': 'png', 'application/ofd': 'ofd', 'application/x-ofd': 'ofd', 'application/vnd.ofd': 'ofd',
};

/** The kinds that name and declared type claim. A generic type or an unknown ending claims nothing. */
function claimedKinds(claim: FileClaim): FileKind[] {
  const ending = /\.([A-Za-z0-9]+)$/.exec(claim.name?.trim() ?? '')?.[1]?.toLowerCase() ?? '';
  const declared = claim.mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return [
    ...(Object.hasOwn(EXTENSIONS, ending) ? [EXTENSIONS[ending]] : []),
    ...(Object.hasOwn(DECLARED, declared) ? [DECLARED[declared]] : []),
  ].filter((kind) => kind !== undefined);
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function kindByFirstBytes(bytes: Buffer): FileKind | undefined {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'png';
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50) return 'ofd';
  return undefined;
}

const STRUCTURE: Readonly<Record<FileKind, (bytes: Buffer, limits: FileLimits) => Fault | undefined>> = {
  pdf: pdfFault, jpeg: jpegFault, png: pngFault, ofd: ofdFault,
};

/** ISO 32000 §7.5: header with a version; at the end startxref, an offset inside the file, %%EOF. */
function pdfFault(bytes: Buffer): Fault | undefined {
  if (!/^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString('latin1'))) return damaged('PDF 版本号缺失', 'no PDF version');
  const tail = bytes.subarray(-2048).toString('latin1');
  const end = /startxref\s+(\d{1,12})\s+%%EOF[^%]*$/.exec(tail);
  if (!end) return damaged('PDF 结尾缺失，文件可能没有传完', 'the end of the PDF is missing; the upload may be cut off');
  if (Number(end[1]) >= bytes.length) return damaged('PDF 交叉引用位置错误', 'the cross-reference lies outside the file');
  return undefined;
}

/** ITU-T T.81: markers from SOI to SOS, a frame header with a size, EOI after the scan. Phones append data after EOI. */
function jpegFault(bytes: Buffer, limits: FileLimits): Fault | undefined {
  let at = 2;
  let sized = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return damaged('JPEG 段结构错误', 'broken JPEG segment');
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) { at += 1; continue; } // fill byte
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return damaged('JPEG 段长度错误', 'JPEG segment of wrong length');
    // SOF0–SOF15 without DHT (C4), JPG (C8), DAC (CC).
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (length < 8) return damaged('JPEG 帧头错误', 'broken JPEG frame header');
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      if (width === 0 || height === 0) return damaged('JPEG 尺寸为零', 'JPEG of no size');
      if (width * height > limits.maxPixels) return tooManyPixels(width, height);
      sized = true;
    }
    if (marker === 0xda) {
      if (!sized) return damaged('JPEG 缺少帧头', 'JPEG without a frame header');
      return bytes.indexOf(Buffer.from([0xff, 0xd9]), at + 2 + length) < 0
        ? damaged('JPEG 结尾缺失，文件可能没有传完', 'the end of the JPEG is missing; the upload may be cut off') : undefined;
    }
    at += 2 + length;
  }
  return damaged('JPEG 没有图像数据', 'JPEG without image data');
}

/** ISO/IEC 15948: IHDR first, every chunk with its CRC, some IDAT, IEND last and nothing behind it. */
function pngFault(bytes: Buffer, limits: FileLimits): Fault | undefined {
  let at = 8;
  let data = false;
  for (let first = true; at + 12 <= bytes.length; first = false) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return damaged('PNG 数据块不完整', 'PNG chunk cut off');
    const type = bytes.subarray(at + 4, at + 8).toString('latin1');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return damaged('PNG 校验错误', 'PNG chunk with a wrong CRC');
    if (first !== (type === 'IHDR')) return damaged('PNG 文件头错误', 'PNG without its header');
    if (first) {
      if (length !== 13) return damaged('PNG 文件头错误', 'PNG header of wrong length');
      const [width, height] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
      if (width === 0 || height === 0) return damaged('PNG 尺寸为零', 'PNG of no size');
      if (width * height > limits.maxPixels) return tooManyPixels(width, height);
    }
    if (type === 'IDAT') data = true;
    if (type === 'IEND') {
      if (!data) return damaged('PNG 没有图像数据', 'PNG without image data');
      return end === bytes.length ? undefined : damaged('PNG 结尾之后还有内容', 'there is something behind the end of the PNG');
    }
    at = end;
  }
  return damaged('PNG 结尾缺失，文件可能没有传完', 'the end of the PNG is missing; the upload may be cut off');
}

function tooManyPixels(width: number, height: number): Fault {
  return { reason: 'file-too-large', detail: { zh: `图像 ${width}×${height} 像素过大`, en: `image of ${width}×${height} pixels` } };
}

interface ZipEntry { name: string; method: number; crc: number; packed: number; unpacked: number; start: number }

/** GB/T 33190 (OFD): a ZIP whose root holds OFD.xml with the element OFD. Read by its central directory, distrusted. */
function ofdFault(bytes: Buffer, limits: FileLimits): Fault | undefined {
  const entries = zipEntries(bytes, limits);
  if (!Array.isArray(entries)) return entries;
  const root = entries.find((entry) => entry.name === 'OFD.xml');
  if (!root) return { reason: 'unsupported-file', detail: { zh: '压缩包内没有 OFD.xml', en: 'an archive without OFD.xml' } };
  for (const entry of entries) {
    const unpacked = unpack(bytes, entry);
    if (!Buffer.isBuffer(unpacked)) return unpacked;
    if (entry === root && !/<(?:\w+:)?OFD[\s>][^]*<(?:\w+:)?DocBody[\s>]/.test(unpacked.subarray(0, 65_536).toString('utf8'))) {
      return damaged('OFD.xml 的根元素不是 OFD', 'OFD.xml has another root element');
    }
  }
  return undefined;
}

/** The entries by the central directory (APPNOTE 4.3.12), refusing whatever a tool for making OFD would not write. */
function zipEntries(bytes: Buffer, limits: FileLimits): ZipEntry[] | Fault {
  const broken = damaged('OFD 压缩目录错误', 'broken archive directory');
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > bytes.length || end + 22 + bytes.readUInt16LE(end + 20) !== bytes.length) {
    return damaged('OFD 结尾缺失，文件可能没有传完', 'the end of the archive is missing; the upload may be cut off');
  }
  const [count, size, offset] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 12), bytes.readUInt32LE(end + 16)];
  if (count !== bytes.readUInt16LE(end + 8) || offset + size > end) return broken;
  if (count > limits.maxEntries) return tooManyUnpacked(limits);
  const entries: ZipEntry[] = [];
  let total = 0;
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) return broken;
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    const [crc, packed, unpacked] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const local = bytes.readUInt32LE(at + 42);
    const next = at + 46 + nameLength + extra + comment;
    if (next > end) return broken;
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    if ((flags & 1) !== 0) return damaged('OFD 已加密，无法审阅', 'the archive is encrypted and cannot be read');
    if (method !== 0 && method !== 8) return damaged('OFD 使用了不支持的压缩方式', 'the archive uses an unsupported compression');
    if (/^\/|\\|\0|(?:^|\/)\.\.(?:\/|$)|^[A-Za-z]:/.test(name)) return damaged('OFD 内的路径越界', 'a path in the archive leads outside');
    if (local + 30 > offset || bytes.readUInt32LE(local) !== 0x04034b50) return broken;
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (start + packed > offset) return broken;
    total += unpacked;
    if (total > limits.maxUnpackedBytes) return tooManyUnpacked(limits);
    entries.push({ name, method, crc, packed, unpacked, start });
    at = next;
  }
  if (at !== offset + size) return broken;
  if (new Set(entries.map((entry) => entry.name)).size !== entries.length) return damaged('OFD 内有重名文件', 'two files of one name in the archive');
  // Overlapping entries let a small archive swell without any single suspicious ratio.
  const ordered = entries.toSorted((a, b) => a.start - b.start);
  if (ordered.some((entry, index) => index > 0 && entry.start < (ordered[index - 1]?.start ?? 0) + (ordered[index - 1]?.packed ?? 0))) return broken;
  return entries;
}

function tooManyUnpacked(limits: FileLimits): Fault {
  return {
    reason: 'archive-too-large',
    detail: { zh: `展开上限 ${limits.maxUnpackedBytes} 字节、${limits.maxEntries} 个文件`, en: `limit ${limits.maxUnpackedBytes} bytes and ${limits.maxEntries} files unpacked` },
  };
}

/** Unpacks one entry, never beyond the size its directory line declares, and checks its CRC. */
function unpack(bytes: Buffer, entry: ZipEntry): Buffer | Fault {
  const packed = bytes.subarray(entry.start, entry.start + entry.packed);
  let unpacked: Buffer;
  try {
    unpacked = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(entry.unpacked, 1) });
  } catch (error) {
    if (error instanceof RangeError) return { reason: 'archive-too-large', detail: { zh: '内容展开后超过其声明的大小', en: 'an entry unpacks to more than it declares' } };
    return damaged('OFD 内的文件无法解压', 'a file in the archive cannot be unpacked');
  }
  if (unpacked.length !== entry.unpacked || crc32(unpacked) !== entry.crc) return damaged('OFD 内的文件校验错误', 'a file in the archive has a wrong check sum');
  return unpacked;
}
