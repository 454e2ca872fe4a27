// The bytes of CMPP 2.0 as the adapter writes and reads them (中国移动点对点协议 CMPP 2.0: all integers big-endian,
// text fields fixed width, left-justified, zero-filled). Promises: what is encoded decodes to the same message; a frame
// that breaks the layout becomes a fault with a reason, never an exception; a Msg_Id is never a JS number.
import { createHash } from 'node:crypto';

/** Command_Id of each frame we speak. The answer's id is the request's with the top bit set. */
const COMMANDS = {
  connect: 0x00000001,
  'connect-answer': 0x80000001,
  terminate: 0x00000002,
  'terminate-answer': 0x80000002,
  submit: 0x00000004,
  'submit-answer': 0x80000004,
  deliver: 0x00000005,
  'deliver-answer': 0x80000005,
  'active-test': 0x00000008,
  'active-test-answer': 0x80000008,
} as const;

/** Name of a frame, ours for Command_Id. */
export type CommandName = keyof typeof COMMANDS;

const NAMES: ReadonlyMap<number, CommandName> = new Map(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [COMMANDS[name], name]),
);

/** Bytes of Total_Length, Command_Id and Sequence_Id. */
export const HEADER_BYTES = 12;

/** CMPP 2.0 as the version byte says it (0x21 is seen in Jiangsu, 0x30 is 3.0). */
export const VERSION_2_0 = 0x20;

/** Longest frame we accept, bytes: a SUBMIT to 99 receivers is 2,472, a DELIVER 340; more is a broken length field. */
export const MAX_FRAME_BYTES = 4096;

/** Login. `timestamp` is the number MMDDHHMMSS (a leading zero of the month is lost in the number, not in the hash). */
export type Connect = {
  command: 'connect';
  sequence: number;
  sourceAddress: string;
  authenticator: Buffer;
  version: number;
  timestamp: number;
};

/** Answer to a login. `status` 0 is welcome; see LOGIN_STATUS in adapter.ts. */
export type ConnectAnswer = {
  command: 'connect-answer';
  sequence: number;
  status: number;
  authenticator: Buffer;
  version: number;
};

/** One part of one text for one receiver. Fields of the law of the wire that we never use are filled with zeros. */
export type Submit = {
  command: 'submit';
  sequence: number;
  partTotal: number;
  partNumber: number;
  wantsReport: boolean;
  serviceId: string;
  feeUserType: number;
  feeType: string;
  feeCode: string;
  /** True when the content begins with a user data header (long texts). */
  hasHeader: boolean;
  /** Msg_Fmt: 0 ASCII, 8 UCS2, 15 GB. */
  format: number;
  /** Msg_src, the enterprise's id (same as Source_Addr at login). */
  sourceAddress: string;
  /** Src_Id: service code followed by our extension digits; reports and replies carry it back as Dest_Id. */
  sourceId: string;
  receiver: string;
  content: Buffer;
};

/** Answer to a SUBMIT: the carrier's number of the text, and 0 or a refusal code. */
export type SubmitAnswer = { command: 'submit-answer'; sequence: number; messageId: bigint; result: number };

/** A status report (`isReport`) or a text from a phone. */
export type Deliver = {
  command: 'deliver';
  sequence: number;
  messageId: bigint;
  destinationId: string;
  serviceId: string;
  hasHeader: boolean;
  format: number;
  source: string;
  isReport: boolean;
  content: Buffer;
};

/** Our receipt for a DELIVER; the carrier repeats the DELIVER until it has this. */
export type DeliverAnswer = { command: 'deliver-answer'; sequence: number; messageId: bigint; result: number };

/** Frames without a body of interest. */
export type Bare = {
  command: 'active-test' | 'active-test-answer' | 'terminate' | 'terminate-answer';
  sequence: number;
};

/** Any frame of the protocol. */
export type CmppMessage = Connect | ConnectAnswer | Submit | SubmitAnswer | Deliver | DeliverAnswer | Bare;

/** What a frame turned out to be. `fault` is a kebab-case reason fit for a log: it holds no content of the frame. */
export type Reading =
  | { ok: true; message: CmppMessage }
  | { ok: false; fault: string; commandId: number; sequence: number };

/** Writes one frame. Throws RangeError when a field does not fit its width: a defect of the caller, who checks before. */
export function encode(message: CmppMessage): Buffer {
  switch (message.command) {
    case 'connect': {
      const frame = open(message, 27);
      ascii(frame, 12, 6, message.sourceAddress);
      bytes(frame, 18, 16, message.authenticator);
      frame.writeUInt8(message.version, 34);
      frame.writeUInt32BE(message.timestamp, 35);
      return frame;
    }
    case 'connect-answer': {
      const frame = open(message, 18);
      frame.writeUInt8(message.status, 12);
      bytes(frame, 13, 16, message.authenticator);
      frame.writeUInt8(message.version, 29);
      return frame;
    }
    case 'submit': {
      const frame = open(message, 126 + 21 + message.content.length);
      // Msg_Id stays zero: the carrier gives it.
      frame.writeUInt8(message.partTotal, 20);
      frame.writeUInt8(message.partNumber, 21);
      frame.writeUInt8(message.wantsReport ? 1 : 0, 22);
      ascii(frame, 24, 10, message.serviceId);
      frame.writeUInt8(message.feeUserType, 34);
      frame.writeUInt8(message.hasHeader ? 1 : 0, 57);
      frame.writeUInt8(message.format, 58);
      ascii(frame, 59, 6, message.sourceAddress);
      ascii(frame, 65, 2, message.feeType);
      ascii(frame, 67, 6, message.feeCode);
      ascii(frame, 107, 21, message.sourceId);
      frame.writeUInt8(1, 128);
      ascii(frame, 129, 21, message.receiver);
      frame.writeUInt8(message.content.length, 150);
      message.content.copy(frame, 151);
      return frame;
    }
    case 'submit-answer': {
      const frame = open(message, 9);
      frame.writeBigUInt64BE(message.messageId, 12);
      frame.writeUInt8(message.result, 20);
      return frame;
    }
    case 'deliver': {
      const frame = open(message, 73 + message.content.length);
      frame.writeBigUInt64BE(message.messageId, 12);
      ascii(frame, 20, 21, message.destinationId);
      ascii(frame, 41, 10, message.serviceId);
      frame.writeUInt8(message.hasHeader ? 1 : 0, 52);
      frame.writeUInt8(message.format, 53);
      ascii(frame, 54, 21, message.source);
      frame.writeUInt8(message.isReport ? 1 : 0, 75);
      frame.writeUInt8(message.content.length, 76);
      message.content.copy(frame, 77);
      return frame;
    }
    case 'deliver-answer': {
      const frame = open(message, 9);
      frame.writeBigUInt64BE(message.messageId, 12);
      frame.writeUInt8(message.result, 20);
      return frame;
    }
    case 'active-test-answer':
      return open(message, 1);
    case 'active-test':
    case 'terminate':
    case 'terminate-answer':
      return open(message, 0);
    default: {
      const forgotten: never = message;
      throw new RangeError(`No layout for ${JSON.stringify(forgotten)}`);
    }
  }
}

/** Reads one whole frame (as FrameSplitter hands them out). A gateway's frame that is merely odd in ways met in the
 * field is read: answers in the wider 3.0 shape, an ACTIVE_TEST_RESP with or without its byte. */
export function decode(frame: Buffer): Reading {
  if (frame.length < HEADER_BYTES) return { ok: false, fault: 'frame-shorter-than-header', commandId: 0, sequence: 0 };
  const commandId = frame.readUInt32BE(4);
  const sequence = frame.readUInt32BE(8);
  const wrong = (fault: string): Reading => ({ ok: false, fault, commandId, sequence });
  if (frame.readUInt32BE(0) !== frame.length) return wrong('length-field-differs-from-frame');
  const command = NAMES.get(commandId);
  const body = frame.length - HEADER_BYTES;
  switch (command) {
    case undefined:
      return wrong('unknown-command');
    case 'connect':
      if (body !== 27) return wrong('connect-size');
      return {
        ok: true,
        message: {
          command,
          sequence,
          sourceAddress: text(frame, 12, 6),
          authenticator: Buffer.from(frame.subarray(18, 34)),
          version: frame.readUInt8(34),
          timestamp: frame.readUInt32BE(35),
        },
      };
    case 'connect-answer': {
      // 21 bytes is the 3.0 shape with a four-byte status: a newer gateway refusing our version may answer in it.
      if (body !== 18 && body !== 21) return wrong('connect-answer-size');
      const wide = body === 21 ? 3 : 0;
      return {
        ok: true,
        message: {
          command,
          sequence,
          status: wide > 0 ? frame.readUInt32BE(12) : frame.readUInt8(12),
          authenticator: Buffer.from(frame.subarray(13 + wide, 29 + wide)),
          version: frame.readUInt8(29 + wide),
        },
      };
    }
    case 'submit': {
      if (body < 126 + 21) return wrong('submit-size');
      if (frame.readUInt8(128) !== 1) return wrong('submit-receivers');
      const length = frame.readUInt8(150);
      if (body !== 126 + 21 + length) return wrong('submit-content-length');
      return {
        ok: true,
        message: {
          command,
          sequence,
          partTotal: frame.readUInt8(20),
          partNumber: frame.readUInt8(21),
          wantsReport: frame.readUInt8(22) === 1,
          serviceId: text(frame, 24, 10),
          feeUserType: frame.readUInt8(34),
          hasHeader: frame.readUInt8(57) === 1,
          format: frame.readUInt8(58),
          sourceAddress: text(frame, 59, 6),
          feeType: text(frame, 65, 2),
          feeCode: text(frame, 67, 6),
          sourceId: text(frame, 107, 21),
          receiver: text(frame, 129, 21),
          content: Buffer.from(frame.subarray(151, 151 + length)),
        },
      };
    }
    case 'submit-answer':
    case 'deliver-answer':
      if (body !== 9 && body !== 12) return wrong(`${command}-size`);
      return {
        ok: true,
        message: {
          command,
          sequence,
          messageId: frame.readBigUInt64BE(12),
          result: body === 12 ? frame.readUInt32BE(20) : frame.readUInt8(20),
        },
      };
    case 'deliver': {
      if (body < 73) return wrong('deliver-size');
      const length = frame.readUInt8(76);
      if (body !== 73 + length) return wrong('deliver-content-length');
      return {
        ok: true,
        message: {
          command,
          sequence,
          messageId: frame.readBigUInt64BE(12),
          destinationId: text(frame, 20, 21),
          serviceId: text(frame, 41, 10),
          hasHeader: frame.readUInt8(52) === 1,
          format: frame.readUInt8(53),
          source: text(frame, 54, 21),
          isReport: frame.readUInt8(75) === 1,
          content: Buffer.from(frame.subarray(77, 77 + length)),
        },
      };
    }
    case 'active-test':
    case 'active-test-answer':
    case 'terminate':
    case 'terminate-answer':
      return { ok: true, message: { command, sequence } };
    default: {
      const forgotten: never = command;
      return wrong(`unknown-command-${String(forgotten)}`);
    }
  }
}

/** A status report, the content of a DELIVER with `isReport`. Times are YYMMDDHHMM in the carrier's local time. */
export type StatusReport = {
  messageId: bigint;
  /** DELIVRD, UNDELIV, MA:0001 … seven characters at most. */
  stat: string;
  submittedAt: string;
  doneAt: string;
  receiver: string;
  smscSequence: number;
};

/** Reads a report's content; null when it is neither the 60 bytes of 2.0 nor the 71 of 3.0. Some gateways send the 3.0
 * shape (32-byte receiver) on a 2.0 link, so the length alone decides which it is. */
export function readStatusReport(content: Buffer): StatusReport | null {
  const receiverBytes = content.length === 60 ? 21 : content.length === 71 ? 32 : 0;
  if (receiverBytes === 0) return null;
  return {
    messageId: content.readBigUInt64BE(0),
    stat: text(content, 8, 7),
    submittedAt: text(content, 15, 10),
    doneAt: text(content, 25, 10),
    receiver: text(content, 35, receiverBytes),
    smscSequence: content.readUInt32BE(35 + receiverBytes),
  };
}

/** Writes a report's content in the 2.0 shape (60 bytes). */
export function writeStatusReport(report: StatusReport): Buffer {
  const content = Buffer.alloc(60);
  content.writeBigUInt64BE(report.messageId, 0);
  ascii(content, 8, 7, report.stat);
  ascii(content, 15, 10, report.submittedAt);
  ascii(content, 25, 10, report.doneAt);
  ascii(content, 35, 21, report.receiver);
  content.writeUInt32BE(report.smscSequence, 56);
  return content;
}

/** AuthenticatorSource = MD5(Source_Addr ‖ nine zero bytes ‖ secret ‖ MMDDHHMMSS as ten digits). Source_Addr goes in as
 * sent, without padding; the timestamp keeps the leading zero of January to September. */
export function authenticatorSource(sourceAddress: string, secret: string, timestamp: number): Buffer {
  return createHash('md5')
    .update(sourceAddress, 'ascii')
    .update(Buffer.alloc(9))
    .update(secret, 'utf8')
    .update(String(timestamp).padStart(10, '0'), 'ascii')
    .digest();
}

/** AuthenticatorISMG = MD5(status ‖ AuthenticatorSource ‖ secret). Gateways disagree on the width of the status inside
 * the hash (one byte as on the wire, or four), so the caller says which. */
export function authenticatorGateway(status: number, source: Buffer, secret: string, statusBytes: 1 | 4): Buffer {
  const width = Buffer.alloc(statusBytes);
  width.writeUIntBE(status, 0, statusBytes);
  return createHash('md5').update(width).update(source).update(secret, 'utf8').digest();
}

/** MMDDHHMMSS as the number CONNECT carries, in the local time of UTC+8 (the carrier's, whatever our machine's is). */
export function connectTimestamp(now: Date): number {
  const local = new Date(now.getTime() + 8 * 3_600_000);
  return (
    (local.getUTCMonth() + 1) * 100_000_000 +
    local.getUTCDate() * 1_000_000 +
    local.getUTCHours() * 10_000 +
    local.getUTCMinutes() * 100 +
    local.getUTCSeconds()
  );
}

/** A Msg_Id (64 bits, above 2^53) as sixteen hex digits: how it is kept and logged. */
export function messageIdHex(messageId: bigint): string {
  return messageId.toString(16).padStart(16, '0');
}

/** The opposite of messageIdHex. Throws SyntaxError on anything but hex digits. */
export function messageIdFromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

/** What a chunk of the stream held: whole frames, and a fault when the stream can no longer be trusted. */
export type Split = { frames: Buffer[]; fault: 'frame-too-short' | 'frame-too-long' | null };

/** Cuts a byte stream into frames, however the reads were split or glued together. After a fault the connection must be
 * closed: there is no mark to find the next frame by. */
export class FrameSplitter {
  readonly #maxBytes: number;
  #rest: Buffer = Buffer.alloc(0);

  constructor(maxBytes: number = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): Split {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    while (data.length >= 4) {
      const total = data.readUInt32BE(0);
      if (total < HEADER_BYTES) return { frames, fault: 'frame-too-short' };
      if (total > this.#maxBytes) return { frames, fault: 'frame-too-long' };
      if (data.length < total) break;
      frames.push(data.subarray(0, total));
      data = data.subarray(total);
    }
    // Copied, so that a small rest does not keep a whole read alive.
    this.#rest = Buffer.from(data);
    return { frames, fault: null };
  }
}

function open(message: CmppMessage, bodyBytes: number): Buffer {
  const frame = Buffer.alloc(HEADER_BYTES + bodyBytes);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(COMMANDS[message.command], 4);
  frame.writeUInt32BE(message.sequence, 8);
  return frame;
}

function ascii(frame: Buffer, offset: number, width: number, value: string): void {
  // Digits, letters and signs only: a two-byte character would silently lose half of itself here.
  if (value.length > width || !/^[\x20-\x7e]*$/.test(value)) {
    throw new RangeError(`A field of ${width} bytes at offset ${offset} cannot hold the given text (${value.length} characters)`);
  }
  frame.write(value, offset, width, 'latin1');
}

function bytes(frame: Buffer, offset: number, width: number, value: Buffer): void {
  if (value.length !== width) throw new RangeError(`A field of ${width} bytes at offset ${offset} was given ${value.length}`);
  value.copy(frame, offset);
}

function text(frame: Buffer, offset: number, width: number): string {
  const field = frame.subarray(offset, offset + width);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end === -1 ? width : end).trimEnd();
}
