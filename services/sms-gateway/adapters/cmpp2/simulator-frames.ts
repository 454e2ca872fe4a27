// The carrier's own reading of CMPP 2.0, written from the layout tables alone and sharing nothing with the adapter's
// codec, so that a misreading on one side shows up as a disagreement instead of cancelling out.
import { createHash } from 'node:crypto';

type Kind = 'u8' | 'u32' | 'u64' | 'text' | 'raw';
type Field = readonly [name: string, kind: Kind, width: number];

const CONNECT_BODY: readonly Field[] = [
  ['Source_Addr', 'text', 6],
  ['AuthenticatorSource', 'raw', 16],
  ['Version', 'u8', 1],
  ['Timestamp', 'u32', 4],
];

const SUBMIT_HEAD: readonly Field[] = [
  ['Msg_Id', 'u64', 8],
  ['Pk_total', 'u8', 1],
  ['Pk_number', 'u8', 1],
  ['Registered_Delivery', 'u8', 1],
  ['Msg_level', 'u8', 1],
  ['Service_Id', 'text', 10],
  ['Fee_UserType', 'u8', 1],
  ['Fee_terminal_Id', 'text', 21],
  ['TP_pId', 'u8', 1],
  ['TP_udhi', 'u8', 1],
  ['Msg_Fmt', 'u8', 1],
  ['Msg_src', 'text', 6],
  ['FeeType', 'text', 2],
  ['FeeCode', 'text', 6],
  ['ValId_Time', 'text', 17],
  ['At_Time', 'text', 17],
  ['Src_Id', 'text', 21],
  ['DestUsr_tl', 'u8', 1],
];

/** Command_Id of the frames a carrier sees or sends. */
export const ID = {
  CONNECT: 1,
  CONNECT_RESP: 0x80000001,
  TERMINATE: 2,
  TERMINATE_RESP: 0x80000002,
  SUBMIT: 4,
  SUBMIT_RESP: 0x80000004,
  DELIVER: 5,
  DELIVER_RESP: 0x80000005,
  ACTIVE_TEST: 8,
  ACTIVE_TEST_RESP: 0x80000008,
} as const;

/** A frame as cut from the stream: nothing but its header has been looked at. */
export interface Raw {
  id: number;
  sequence: number;
  body: Buffer;
}

/** What an enterprise asked to have sent. */
export interface SubmitSeen {
  partTotal: number;
  partNumber: number;
  wantsReport: boolean;
  hasHeader: boolean;
  format: number;
  enterprise: string;
  from: string;
  to: readonly string[];
  content: Buffer;
}

/** Takes whole frames from the front of `stream`; `rest` is what is left. Null when the lengths make no sense. */
export function takeFrames(stream: Buffer): { frames: Raw[]; rest: Buffer } | null {
  const frames: Raw[] = [];
  let at = 0;
  for (;;) {
    if (stream.length - at < 12) break;
    const length = stream.readUInt32BE(at);
    if (length < 12 || length > 3000) return null;
    if (stream.length - at < length) break;
    frames.push({ id: stream.readUInt32BE(at + 4), sequence: stream.readUInt32BE(at + 8), body: stream.subarray(at + 12, at + length) });
    at += length;
  }
  return { frames, rest: Buffer.from(stream.subarray(at)) };
}

/** Reads CONNECT; null when it is not 27 bytes. */
export function readConnect(body: Buffer): { enterprise: string; authenticator: Buffer; version: number; timestamp: number } | null {
  if (body.length !== 27) return null;
  const row = readRow(CONNECT_BODY, body);
  return { enterprise: row.text('Source_Addr'), authenticator: row.raw('AuthenticatorSource'), version: row.number('Version'), timestamp: row.number('Timestamp') };
}

/** Reads SUBMIT, any number of receivers; null when lengths inside disagree with the frame's. */
export function readSubmit(body: Buffer): SubmitSeen | null {
  const headBytes = SUBMIT_HEAD.reduce((sum, [, , width]) => sum + width, 0);
  if (body.length < headBytes) return null;
  const row = readRow(SUBMIT_HEAD, body);
  const receivers = row.number('DestUsr_tl');
  const afterReceivers = headBytes + 21 * receivers;
  if (receivers < 1 || receivers > 99 || body.length < afterReceivers + 1) return null;
  const length = body.readUInt8(afterReceivers);
  if (body.length !== afterReceivers + 1 + length + 8) return null;
  const to: string[] = [];
  for (let index = 0; index < receivers; index += 1) to.push(untilZero(body.subarray(headBytes + 21 * index, headBytes + 21 * (index + 1))));
  return {
    partTotal: row.number('Pk_total'),
    partNumber: row.number('Pk_number'),
    wantsReport: row.number('Registered_Delivery') === 1,
    hasHeader: row.number('TP_udhi') === 1,
    format: row.number('Msg_Fmt'),
    enterprise: row.text('Msg_src'),
    from: row.text('Src_Id'),
    to,
    content: Buffer.from(body.subarray(afterReceivers + 1, afterReceivers + 1 + length)),
  };
}

/** Reads DELIVER_RESP; null when it is not 9 bytes. */
export function readDeliverAnswer(body: Buffer): { id: bigint; result: number } | null {
  return body.length === 9 ? { id: body.readBigUInt64BE(0), result: body.readUInt8(8) } : null;
}

/** A frame ready to send. */
export function frame(id: number, sequence: number, ...pieces: Buffer[]): Buffer {
  const body = Buffer.concat(pieces);
  return Buffer.concat([u32(12 + body.length), u32(id), u32(sequence), body]);
}

/** The body of CONNECT_RESP. */
export function connectAnswer(status: number, authenticatorSource: Buffer, secret: string): Buffer {
  const proof = createHash('md5').update(Buffer.concat([u8(status), authenticatorSource, Buffer.from(secret)])).digest();
  return Buffer.concat([u8(status), proof, u8(0x20)]);
}

/** The proof an enterprise must bring: MD5 over its number, nine zeros, the secret and the ten digits of the time. */
export function expectedAuthenticator(enterprise: string, secret: string, timestamp: number): Buffer {
  const digits = `0000000000${timestamp}`.slice(-10);
  return createHash('md5').update(Buffer.concat([Buffer.from(enterprise), Buffer.alloc(9, 0), Buffer.from(secret + digits)])).digest();
}

/** The body of SUBMIT_RESP. */
export function submitAnswer(id: bigint, result: number): Buffer {
  return Buffer.concat([u64(id), u8(result)]);
}

/** A DELIVER with a status report inside, in the 60-byte shape of 2.0 or the 71-byte shape of 3.0. */
export function reportBody(report: { id: bigint; deliverId: bigint; from: string; to: string; stat: string; at: string; doneAt: string; wide: boolean }): Buffer {
  const content = Buffer.concat([
    u64(report.id),
    padded(report.stat, 7),
    padded(report.at, 10),
    padded(report.doneAt, 10),
    padded(report.to, report.wide ? 32 : 21),
    u32(Number(report.id & 0xffffffffn)),
  ]);
  return deliverBody({ id: report.deliverId, from: report.to, to: report.from, isReport: true, format: 0, content });
}

/** A DELIVER with a text from a phone inside. */
export function replyBody(reply: { id: bigint; from: string; to: string; words: string }): Buffer {
  return deliverBody({ id: reply.id, from: reply.from, to: reply.to, isReport: false, format: 8, content: bigEndianWords(reply.words) });
}

/** The words of one part, without its header; empty when the part is not UCS2. */
export function wordsOf(submit: { format: number; hasHeader: boolean; content: Buffer }): string {
  if (submit.format !== 8) return '';
  const skip = submit.hasHeader ? 1 + (submit.content[0] ?? 0) : 0;
  let words = '';
  for (let at = skip; at + 1 < submit.content.length; at += 2) words += String.fromCharCode(submit.content.readUInt16BE(at));
  return words;
}

/** A Msg_Id: month 4, day 5, hour 5, minute 6, second 6, gateway 22, sequence 16 bits. `local` is the carrier's wall clock as UTC fields. */
export function messageId(local: Date, gateway: number, serial: number): bigint {
  let id = BigInt(local.getUTCMonth() + 1);
  id = (id << 5n) | BigInt(local.getUTCDate());
  id = (id << 5n) | BigInt(local.getUTCHours());
  id = (id << 6n) | BigInt(local.getUTCMinutes());
  id = (id << 6n) | BigInt(local.getUTCSeconds());
  id = (id << 22n) | BigInt(gateway & 0x3fffff);
  return (id << 16n) | BigInt(serial & 0xffff);
}

function deliverBody(deliver: { id: bigint; from: string; to: string; isReport: boolean; format: number; content: Buffer }): Buffer {
  return Buffer.concat([
    u64(deliver.id),
    padded(deliver.to, 21),
    padded('', 10),
    u8(0),
    u8(0),
    u8(deliver.format),
    padded(deliver.from, 21),
    u8(deliver.isReport ? 1 : 0),
    u8(deliver.content.length),
    deliver.content,
    Buffer.alloc(8),
  ]);
}

function readRow(fields: readonly Field[], body: Buffer) {
  const starts = new Map<string, Buffer>();
  let at = 0;
  for (const [name, , width] of fields) {
    starts.set(name, body.subarray(at, at + width));
    at += width;
  }
  const slice = (name: string): Buffer => starts.get(name) ?? Buffer.alloc(0);
  return {
    text: (name: string): string => untilZero(slice(name)),
    raw: (name: string): Buffer => Buffer.from(slice(name)),
    number: (name: string): number => slice(name).readUIntBE(0, slice(name).length),
  };
}

function untilZero(field: Buffer): string {
  let value = '';
  for (const unit of field) {
    if (unit === 0) break;
    value += String.fromCharCode(unit);
  }
  return value;
}

function bigEndianWords(words: string): Buffer {
  const out = Buffer.alloc(words.length * 2);
  for (let at = 0; at < words.length; at += 1) out.writeUInt16BE(words.charCodeAt(at), at * 2);
  return out;
}

function padded(value: string, width: number): Buffer {
  const out = Buffer.alloc(width);
  out.write(value.slice(0, width), 'latin1');
  return out;
}

function u8(value: number): Buffer {
  return Buffer.from([value & 0xff]);
}

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}

function u64(value: bigint): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(value);
  return out;
}
