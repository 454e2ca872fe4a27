import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { beforeAll, describe, expect, it } from 'vitest';
import { FILE_LIMITS, recogniseFile, type FileClaim, type Recognised } from './file-kind.ts';

const text = (value: string): Buffer => Buffer.from(value, 'utf8');
const told = (recognised: Recognised): string => (recognised.kind === 'recognised' ? recognised.file : recognised.refusal.reason);
const kindOf = (content: Uint8Array, claim?: FileClaim): string => told(recogniseFile(content, claim));

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, tail]);
}
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(height + 1))), chunk('IEND', Buffer.alloc(0))]);
}
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc0000b08000000000101110000', 'hex').subarray(0, 13);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), frame, Buffer.from('ffda0008010100003f00112233ffd9', 'hex')]);
}

interface Entry { name: string; data: Buffer; declared?: number; stored?: boolean; flags?: number; sharedWith?: number }
function zip(entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const { name, data, declared = data.length, stored = false, flags = 0, sharedWith } of entries) {
    const packed = stored ? data : deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declared, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const offset = sharedWith === undefined ? at : offsets[sharedWith] ?? 0;
    offsets.push(offset);
    if (sharedWith === undefined) {
      locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, text(name), packed);
      at += 30 + Buffer.byteLength(name) + packed.length;
    }
    const line = Buffer.alloc(46);
    line.write('PK\x01\x02', 'latin1');
    line.writeUInt16LE(20, 4);
    common.copy(line, 6);
    line.writeUInt32LE(offset, 42);
    central.push(line, text(name));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}
const ofdRoot = text('<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>');
const ofdEntries: Entry[] = [{ name: 'OFD.xml', data: ofdRoot }, { name: 'Doc_0/Document.xml', data: text('<ofd:Document/>') }];

const samples: Record<'pdf' | 'jpeg' | 'png' | 'ofd', Buffer> = { pdf: Buffer.alloc(0), jpeg: jpeg(640, 480), png: Buffer.alloc(0), ofd: zip(ofdEntries) };
beforeAll(async () => {
  samples.png = await QRCode.toBuffer('示例');
  samples.pdf = await new Promise<Buffer>((resolve) => {
    const parts: Buffer[] = [];
    const document = new PDFDocument();
    document.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    document.text('sample').end();
  });
});

describe('a genuine file', () => {
  it('is recognised by its content, whatever it is called', () => {
    for (const [kind, content] of Object.entries(samples)) {
      expect(kindOf(content)).toBe(kind);
      expect(kindOf(content, { name: '营业执照', mediaType: 'application/octet-stream' })).toBe(kind);
      expect(kindOf(content, { name: `a.${kind.toUpperCase()}` })).toBe(kind);
    }
    expect(recogniseFile(samples.ofd, { name: '图纸.ofd', mediaType: 'application/zip' })).toMatchObject({ mediaType: 'application/ofd' });
    expect(kindOf(samples.jpeg, { name: 'photo.JPG', mediaType: 'image/jpeg; q=1' })).toBe('jpeg');
  });

  it('may be a photograph with data of the phone behind its end', () => {
    expect(kindOf(Buffer.concat([samples.jpeg, Buffer.alloc(100, 1)]))).toBe('jpeg');
  });
});

describe('a file that is not what it says', () => {
  it('is refused as disguised, naming what it is', () => {
    expect(kindOf(samples.png, { name: '执照.pdf' })).toBe('file-disguised');
    expect(kindOf(samples.pdf, { name: '执照.pdf', mediaType: 'image/png' })).toBe('file-disguised');
    expect(kindOf(text('MZ\x90\x00 not a document'), { name: '执照.pdf' })).toBe('file-disguised');
    expect(kindOf(zip([{ name: 'word/document.xml', data: text('<w/>') }]), { name: '图纸.ofd' })).toBe('file-disguised');
    const lie = recogniseFile(samples.png, { name: 'a.pdf' });
    expect(lie.kind === 'refused' && lie.refusal).toMatchObject({ status: 415, field: 'file', zh: expect.stringContaining('PNG') });
  });

  it('is unsupported when it is honest about being something else', () => {
    expect(kindOf(text('hello'), { name: 'a.txt' })).toBe('unsupported-file');
    expect(kindOf(zip([{ name: 'word/document.xml', data: text('<w/>') }]), { name: 'a.docx' })).toBe('unsupported-file');
    expect(kindOf(text('<svg/>'))).toBe('unsupported-file');
  });
});

describe('a file that cannot be used', () => {
  it('is refused when empty or beyond the limit, with the limit in the answer', () => {
    expect(kindOf(Buffer.alloc(0))).toBe('empty-file');
    const large = recogniseFile(samples.png, {}, { ...FILE_LIMITS, maxBytes: samples.png.length - 1 });
    expect(told(large)).toBe('file-too-large');
    expect(large.kind === 'refused' && large.refusal.en).toContain(String(samples.png.length - 1));
    expect(told(recogniseFile(samples.png, {}, { ...FILE_LIMITS, maxBytes: samples.png.length }))).toBe('png');
  });

  it('is refused when it was cut off anywhere', () => {
    fc.assert(fc.property(fc.constantFrom('pdf', 'jpeg', 'png', 'ofd'), fc.double({ min: 0, max: 0.98, noNaN: true }), (kind, part) => {
      const whole = samples[kind as keyof typeof samples];
      return recogniseFile(whole.subarray(0, Math.floor(whole.length * part))).kind === 'refused';
    }));
  });

  it('never brings the reader down, whatever was changed in it', () => {
    fc.assert(fc.property(fc.constantFrom('pdf', 'jpeg', 'png', 'ofd'), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }), (kind, changes) => {
      const bytes = Buffer.from(samples[kind as keyof typeof samples]);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return ['recognised', 'refused'].includes(recogniseFile(bytes).kind);
    }), { numRuns: 500 });
  });

  it('is refused with one wrong byte in a PNG or something behind its end', () => {
    const bytes = Buffer.from(samples.png);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(kindOf(bytes)).toBe('file-damaged');
    expect(kindOf(Buffer.concat([samples.png, zip(ofdEntries)]))).toBe('file-damaged');
  });

  it('is refused as an image that would fill the memory of every viewer', () => {
    expect(kindOf(png(100_000, 100_000))).toBe('file-too-large');
    expect(kindOf(jpeg(60_000, 60_000))).toBe('file-too-large');
    expect(kindOf(png(0, 10))).toBe('file-damaged');
    expect(kindOf(png(1, 1))).toBe('png');
  });
});

describe('an OFD, being a ZIP', () => {
  const bomb = Buffer.alloc(3_000_000);
  const limits = { ...FILE_LIMITS, maxUnpackedBytes: 1_000_000 };

  it('is refused when it would unpack beyond the limit', () => {
    expect(told(recogniseFile(zip([...ofdEntries, { name: 'Doc_0/Res/image.bmp', data: bomb }]), {}, limits))).toBe('archive-too-large');
  });

  it('is refused when it lies about how large it unpacks', () => {
    expect(told(recogniseFile(zip([...ofdEntries, { name: 'a', data: bomb, declared: 10 }]), {}, limits))).toBe('archive-too-large');
  });

  it('is refused when entries share their bytes', () => {
    const shared = zip([...ofdEntries, { name: 'a', data: text('same') }, { name: 'b', data: text('same'), sharedWith: 2 }]);
    expect(kindOf(shared)).toBe('file-damaged');
  });

  it('is refused with too many entries, a path that leads outside, encryption, or two files of one name', () => {
    expect(told(recogniseFile(zip([...ofdEntries, ...ofdEntries]), {}, { ...FILE_LIMITS, maxEntries: 3 }))).toBe('archive-too-large');
    for (const name of ['../evil', '/etc/passwd', 'a\\b', 'C:evil', 'Doc_0/../../x']) {
      expect(kindOf(zip([...ofdEntries, { name, data: text('x') }]))).toBe('file-damaged');
    }
    expect(kindOf(zip([...ofdEntries, { name: 'a', data: text('x'), flags: 1 }]))).toBe('file-damaged');
    expect(kindOf(zip([...ofdEntries, ...ofdEntries]))).toBe('file-damaged');
  });

  it('is refused when OFD.xml is something else', () => {
    expect(kindOf(zip([{ name: 'OFD.xml', data: text('<html>OFD</html>') }]))).toBe('file-damaged');
    expect(kindOf(zip([{ name: 'OFD.xml', data: ofdRoot, stored: true }]))).toBe('ofd');
  });
});
