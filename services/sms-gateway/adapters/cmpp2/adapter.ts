// China Mobile's CMPP 2.0 as a carrier of the gateway's port. All words and numbers of CMPP end here: refusal codes become
// reasons, report words become verdicts, Msg_Id becomes sixteen hex digits, Dest_Id becomes extension digits.
import type { Clock } from '../../../../infra/clock.ts';
import { done, inDoubt, refused, unavailable } from '../../../../infra/outcome.ts';
import type { Outcome } from '../../../../infra/outcome.ts';
import type { Carrier, CarrierListener, LinkState, PartToSend, Receipt, Verdict } from '../../port.ts';
import { FLOW_CONTROL, Link } from './link.ts';
import type { LinkNote, LinkSettings, SubmitEnd, SubmitFields } from './link.ts';
import { FORMAT_UCS2, countParts, partsOf, readWords } from './long-text.ts';
import { messageIdHex, readStatusReport } from './wire.ts';
import type { Deliver } from './wire.ts';

/** SUBMIT result (CMPP 2.0 §SUBMIT_RESP) → our reason. 0 is taken, 3 leaves a doubt, 8 is flow control; 51–88 differ from gateway to gateway. */
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'structure-wrong',
  2: 'command-wrong',
  4: 'length-wrong',
  5: 'fee-code-wrong',
  6: 'text-too-long',
  7: 'service-code-wrong',
  9: 'not-served-here',
  10: 'source-number-wrong',
  11: 'enterprise-wrong',
  12: 'fee-terminal-wrong',
  13: 'receiver-wrong',
};

/** SUBMIT result: the carrier has seen this Sequence_Id before. Whether it took the text under it nobody can be asked. */
const SEQUENCE_REPEATED = 3;

/** Report words that settle nothing: taken by the network, or not known there yet. */
const PENDING = new Set(['ACCEPTD', 'UNKNOWN', 'ENROUTE']);

/** What this adapter is told at start. */
export interface Cmpp2Settings extends LinkSettings {
  /** Service code: the front of our Src_Id; the extension digits follow it, together at most 20. */
  serviceCode: string;
  /** Service_Id as agreed with the carrier, at most ten characters. */
  serviceId: string;
}

/** Surroundings of the adapter. */
export interface Cmpp2Surroundings {
  clock: Clock;
  note: (note: LinkNote) => void;
}

/** Opens nothing yet; `start` does. Throws RangeError for settings that no gateway could accept. */
export function cmpp2Carrier(settings: Cmpp2Settings, surroundings: Cmpp2Surroundings): Carrier {
  if (!/^[\x21-\x7e]{1,6}$/.test(settings.sourceAddress)) throw new RangeError('sourceAddress must be 1 to 6 ASCII characters');
  if (!/^\d{3,18}$/.test(settings.serviceCode)) throw new RangeError('serviceCode must be 3 to 18 digits');
  return new Cmpp2Carrier(settings, surroundings);
}

class Cmpp2Carrier implements Carrier {
  readonly #settings: Cmpp2Settings;
  readonly #note: (note: LinkNote) => void;
  readonly #link: Link;
  #listener: CarrierListener | null = null;

  constructor(settings: Cmpp2Settings, surroundings: Cmpp2Surroundings) {
    this.#settings = settings;
    this.#note = surroundings.note;
    this.#link = new Link(settings, {
      clock: surroundings.clock,
      note: surroundings.note,
      delivered: (message) => this.#delivered(message),
      answeredLate: (fields, answer) => {
        const outcome = this.#outcomeOf({ kind: 'answered', messageId: answer.messageId, result: answer.result });
        this.#listener
          ?.answeredLate({ extension: this.#extensionOf(fields.sourceId) ?? '', part: fields.partNumber, outcome })
          .catch(() => this.#note({ level: 'warn', code: 'late-answer-not-taken' }));
      },
    });
  }

  start(listener: CarrierListener): void {
    this.#listener = listener;
    this.#link.start();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  countParts(text: string): number {
    return countParts(text);
  }

  async submit(order: PartToSend): Promise<Outcome<Receipt>> {
    // The last digits serve as the reference too: two long texts to one phone that close in time differ in them.
    const part = partsOf(order.text, Number(order.extension.slice(-6)) % 256)[order.part - 1];
    if (part === undefined) return refused('no-such-part', `part ${order.part}`);
    const fields: SubmitFields = {
      partTotal: part.total,
      partNumber: part.number,
      wantsReport: true,
      serviceId: this.#settings.serviceId,
      // 2: the enterprise pays; 01: free for the receiver.
      feeUserType: 2,
      feeType: '01',
      feeCode: '000000',
      hasHeader: part.hasHeader,
      format: FORMAT_UCS2,
      sourceId: this.#settings.serviceCode + order.extension,
      receiver: order.mobile,
      content: part.content,
    };
    return this.#outcomeOf(await this.#link.submit(fields));
  }

  state(): LinkState {
    return { adapter: 'cmpp2', ...this.#link.state() };
  }

  #outcomeOf(end: SubmitEnd): Outcome<Receipt> {
    switch (end.kind) {
      case 'answered':
        if (end.result === 0) return done({ carrierId: messageIdHex(end.messageId) });
        if (end.result === FLOW_CONTROL) return unavailable('flow-control', this.#settings.flowPauseMs);
        if (end.result === SEQUENCE_REPEATED) return inDoubt('sequence-repeated');
        return refused(REFUSALS[end.result] ?? `carrier-${end.result}`, `SUBMIT_RESP result ${end.result}`);
      case 'not-sent':
        return end.why === 'field-does-not-fit' ? refused('structure-wrong', end.why) : unavailable(end.why, this.#settings.reconnectMinMs);
      case 'unanswered':
        return inDoubt(end.why);
      default: {
        const forgotten: never = end;
        return forgotten;
      }
    }
  }

  async #delivered(message: Deliver): Promise<void> {
    const listener = this.#listener;
    if (listener === null) throw new Error('cmpp2: a DELIVER came before start');
    const extension = this.#extensionOf(message.destinationId);
    if (!message.isReport) {
      await listener.replied({
        carrierId: messageIdHex(message.messageId),
        extension: extension ?? '',
        mobile: message.source.replace(/^(\+?86)(?=1\d{10}$)/, ''),
        words: readWords(message.format, message.hasHeader, message.content),
      });
      return;
    }
    const report = readStatusReport(message.content);
    if (report === null || extension === null) {
      // Answered all the same: it would come back for ever and can never be matched.
      this.#note({ level: 'error', code: report === null ? 'report-unreadable' : 'report-for-foreign-number', detail: { bytes: message.content.length } });
      return;
    }
    await listener.reported({
      extension,
      carrierId: messageIdHex(report.messageId),
      verdict: verdictOf(report.stat),
      code: report.stat,
      doneAt: readTime(report.doneAt),
    });
  }

  /** The digits behind our service code; null when the number is not one of ours. */
  #extensionOf(number: string): string | null {
    return number.startsWith(this.#settings.serviceCode) ? number.slice(this.#settings.serviceCode.length) : null;
  }
}

function verdictOf(stat: string): Verdict {
  if (stat === 'DELIVRD') return 'delivered';
  return PENDING.has(stat) ? 'pending' : 'failed';
}

/** YYMMDDHHMM in UTC+8; null for anything else (some gateways leave it empty). */
function readTime(stamp: string): Date | null {
  const [, year, month, day, hour, minute] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
  if (year === undefined) return null;
  const at = new Date(`20${year}-${month}-${day}T${hour}:${minute}:00+08:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}
