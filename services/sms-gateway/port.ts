// What the gateway asks of a carrier, whatever its wire (CMPP, SMPP, cloud MAS): send one part of a text, be told of
// reports. Promises every adapter keeps: a part is put on the wire at most once per submit; the end is one of the four
// outcomes, never an exception; a report is acknowledged to the carrier only after the listener's promise resolved.
import type { Outcome } from '../../infra/outcome.ts';

/** One part of a text. The adapter cuts the same text the same way every time, so a part is named by its number. */
export interface PartToSend {
  /** Eleven digits. */
  mobile: string;
  /** The whole text, sign included; the adapter takes part `part` of it. */
  text: string;
  /** From 1. */
  part: number;
  /** Digits behind our service code; reports and replies bring them back, which is how a lost answer is made good. */
  extension: string;
}

/** What the carrier gave for a part it took: its own number, in the adapter's printable form. */
export interface Receipt {
  carrierId: string;
}

/** What a report says about a part: with the phone, surely not, or nothing final yet. */
export type Verdict = 'delivered' | 'failed' | 'pending';

/** A status report. `code` is the carrier's word as it came; `doneAt` null when the carrier gave no readable time. */
export interface CarrierReport {
  extension: string;
  carrierId: string;
  verdict: Verdict;
  code: string;
  doneAt: Date | null;
}

/** The answer to a part that had been given up as in doubt. */
export interface LateAnswer {
  extension: string;
  part: number;
  outcome: Outcome<Receipt>;
}

/** A text from a phone to one of our numbers. */
export interface Reply {
  carrierId: string;
  extension: string;
  mobile: string;
  words: string;
}

/** Whom the adapter tells. A rejected promise means "not taken": the carrier brings it again. */
export interface CarrierListener {
  reported(report: CarrierReport): Promise<void>;
  answeredLate(answer: LateAnswer): Promise<void>;
  replied(reply: Reply): Promise<void>;
}

/** How the link stands, for people and probes. Nothing personal in it. */
export interface LinkState {
  adapter: string;
  phase: 'stopped' | 'connecting' | 'up' | 'waiting';
  /** Since when `phase` holds. */
  since: Date;
  /** Parts the carrier lets us have unanswered at once. */
  windowSize: number;
  unanswered: number;
  queued: number;
  lastError: { code: string; at: Date } | null;
}

/** A carrier. */
export interface Carrier {
  /** Opens the link and keeps it open; returns at once, also when the carrier cannot be reached. */
  start(listener: CarrierListener): void;
  /** Sends nothing more, waits a little for answers under way, says goodbye. */
  stop(): Promise<void>;
  /** How many parts a text makes. Pure. */
  countParts(text: string): number;
  submit(part: PartToSend): Promise<Outcome<Receipt>>;
  state(): LinkState;
}
