/**
 * The bank's own reading of the zone-nontax dialect, for the simulator: written apart from the hub's, so that a misreading
 * on one side shows as a failed exchange instead of cancelling itself out.
 */

/** What one answer of the hub says, as the teller program understands it. */
export interface TellerAnswer {
  type: string;
  msgRef: string;
  auth: string;
  records: Map<string, string>[];
}

/** What the teller program wants to send. */
export interface TellerAsk {
  type: string;
  src: string;
  des: string;
  auth: string;
  msgId: string;
  /** yyyyMMddHHmmss. */
  time: string;
  workDate: string;
  record: Readonly<Record<string, string>>;
}

let gbkBytes: Map<string, number> | undefined;

/** Text as GBK. The table is the platform's decoder read backwards; a character it lacks is an error of the caller. */
export function gbk(text: string): Buffer {
  if (!gbkBytes) {
    gbkBytes = new Map();
    const decoder = new TextDecoder('gbk');
    for (let high = 0x81; high <= 0xfe; high += 1) {
      for (let low = 0x40; low <= 0xfe; low += 1) {
        if (low === 0x7f) continue;
        const sign = decoder.decode(Uint8Array.of(high, low));
        if (sign.length === 1 && !gbkBytes.has(sign)) gbkBytes.set(sign, high * 256 + low);
      }
    }
  }
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.charCodeAt(0);
    if (sign.length === 1 && code < 0x80) bytes.push(code);
    else {
      const pair = gbkBytes.get(sign);
      if (pair === undefined) throw new RangeError('the teller program cannot write this character in GBK');
      bytes.push(pair >> 8, pair & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** One ask as bytes. */
export function frameOf(ask: TellerAsk, charset: 'gbk' | 'gb18030' = 'gbk'): Buffer {
  const tag = (name: string, value: string): string =>
    `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>`;
  const xml =
    `<?xml version="1.0" encoding="${charset.toUpperCase()}"?>\n<Root><Head>` +
    tag('src', ask.src) + tag('des', ask.des) + tag('dataType', ask.type) + tag('msgId', ask.msgId) + '<msgRef></msgRef>' + tag('workDate', ask.workDate) +
    '</Head><Body><Object><Record>' +
    Object.entries(ask.record).map(([name, value]) => tag(name, value)).join('') +
    '</Record></Object></Body><Signs><Sign/><Stamp/></Signs></Root>';
  const body = gbk(xml);
  const afterLength = Buffer.from(
    ask.type.padStart(6) + ask.src.padStart(15) + ask.des.padStart(15) + ask.time + '0' + `000${ask.auth.length}`.slice(-3) + ''.padStart(15) + ask.auth,
    'latin1',
  );
  const length = 8 + afterLength.length + body.length;
  return Buffer.concat([Buffer.from(`00000000${length}`.slice(-8)), afterLength, body]);
}

/** How many bytes the frame at the head of `bytes` has, or 0 when that cannot be told yet. Throws when it never can. */
export function frameLength(bytes: Buffer): number {
  if (bytes.length < 8) return 0;
  const digits = bytes.toString('latin1', 0, 8);
  for (const digit of digits) if (digit < '0' || digit > '9') throw new Error('the hub sent a length that is not eight digits');
  return Number.parseInt(digits, 10);
}

/** One answer. Throws, saying what is wrong, when the hub broke the dialect. */
export function answerOf(frame: Buffer, charset: 'gbk' | 'gb18030' = 'gbk'): TellerAnswer {
  const at = (start: number, width: number): string => frame.toString('latin1', start, start + width);
  const type = at(8, 6);
  if (!/^ {2}\d{4}$/.test(type)) throw new Error('the type is not right-justified in six');
  if (!/^ *\S*$/.test(at(14, 15)) || !/^ *\S*$/.test(at(29, 15))) throw new Error('src or des is not right-justified');
  if (!/^\d{14}0\d{3} {15}$/.test(at(44, 33))) throw new Error('time, signed, auth length or reserve is malformed');
  const authLength = Number.parseInt(at(59, 3), 10);
  const xml = new TextDecoder(charset, { fatal: true }).decode(frame.subarray(77 + authLength));
  if (!/^<\?xml version="1\.0" encoding="(?:GBK|GB18030)"\?>\s*<Root>\s*<Head>.*<\/Head>\s*<Body>\s*<Object>.*<\/Object>\s*<\/Body>\s*<Signs>.*<\/Signs>\s*<\/Root>$/s.test(xml)) {
    throw new Error('the answer is not Root/Head, Body/Object, Signs');
  }
  const head = leaves(xml.slice(xml.indexOf('<Head>') + 6, xml.indexOf('</Head>')));
  if (head.get('dataType') !== type.trim()) throw new Error('header and head name different types');
  if (!/^\d{8}$/.test(head.get('workDate') ?? '')) throw new Error('workDate is not yyyyMMdd');
  const records: Map<string, string>[] = [];
  for (const match of xml.matchAll(/<Record>(.*?)<\/Record>/gs)) records.push(leaves(match[1] ?? ''));
  return { type: type.trim(), msgRef: head.get('msgRef') ?? '', auth: at(77, authLength), records };
}

function leaves(xml: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of xml.matchAll(/<(\w+)>([^<]*)<\/\1>|<(\w+)\/>/g)) {
    const value = (match[2] ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
    found.set(match[1] ?? match[3] ?? '', value);
  }
  return found;
}
