// What the simulated carrier has taken and what reached the phones: the outside's own count, against which "no text
// twice, none lost" is measured. Promises: a text is on the disk before its SUBMIT is answered, so that killing the
// simulator (kill -9) forgets nothing; a half-written last line is ignored; counting costs the same however long the ledger.
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

const Accepted = z.object({
  kind: z.literal('accepted'),
  id: z.string(),
  from: z.string(),
  extension: z.string(),
  mobile: z.string(),
  part: z.number(),
  total: z.number(),
  words: z.string(),
  /** The word the report will carry. */
  stat: z.string(),
  at: z.string(),
  /** False for texts whose report is never to be sent. */
  willReport: z.boolean(),
});

const Reported = z.object({ kind: z.literal('reported'), id: z.string() });

const Line = z.discriminatedUnion('kind', [Accepted, Reported]);

/** A SUBMIT the carrier took. */
export type AcceptedSubmit = z.infer<typeof Accepted>;

/** One text as its extension digits name it. */
export interface LedgerText {
  extension: string;
  mobile: string;
  words: string;
  parts: number;
  /** How often each part was taken: all 1, or a part went twice under the same digits. */
  taken: number[];
  /** Complete and with a stat of DELIVRD (or never to be reported): the phone has it. */
  onPhone: boolean;
  /** Reports the enterprise has acknowledged. */
  reported: number;
}

/** Counts over the whole ledger. */
export interface LedgerTotals {
  submits: number;
  texts: number;
  onPhones: number;
  /** Copies beyond the first of the same words to the same phone, whatever their extension digits. */
  duplicates: number;
  /** Taken, but some part is missing. */
  incomplete: number;
  /** Parts whose report still waits to be acknowledged. */
  reportsOwed: number;
}

interface KeptText {
  shown: LedgerText;
  pieces: string[];
  isBad: boolean;
}

/** The ledger, in memory and (with a file) on disk. */
export class Ledger {
  readonly #owed = new Map<string, AcceptedSubmit>();
  readonly #extensionOf = new Map<string, string>();
  readonly #texts = new Map<string, KeptText>();
  /** Copies on phones by receiver and words. */
  readonly #copies = new Map<string, number>();
  readonly #file: number | null;
  #duplicates = 0;
  #incomplete = 0;

  constructor(file: string | undefined) {
    if (file !== undefined && existsSync(file)) {
      for (const line of readFileSync(file, 'utf8').split('\n')) this.#replay(line);
    }
    this.#file = file === undefined ? null : openSync(file, 'a', 0o600);
    // A line cut off by a kill must not swallow the next one.
    if (this.#file !== null) writeSync(this.#file, '\n');
  }

  accept(submit: AcceptedSubmit): void {
    this.#append(submit);
    this.#count(submit);
  }

  reported(id: string): void {
    this.#append({ kind: 'reported', id });
    this.#settle(id);
  }

  /** What was taken and not yet reported, oldest first. */
  owed(): AcceptedSubmit[] {
    return [...this.#owed.values()];
  }

  texts(): LedgerText[] {
    return [...this.#texts.values()].map((text) => text.shown);
  }

  totals(): LedgerTotals {
    return {
      submits: this.#extensionOf.size,
      texts: this.#texts.size,
      onPhones: this.#copies.size,
      duplicates: this.#duplicates,
      incomplete: this.#incomplete,
      reportsOwed: this.#owed.size,
    };
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #count(submit: AcceptedSubmit): void {
    this.#extensionOf.set(submit.id, submit.extension);
    if (submit.willReport) this.#owed.set(submit.id, submit);
    const parts = Math.max(submit.total, 1);
    let text = this.#texts.get(submit.extension);
    if (text === undefined) {
      text = {
        shown: { extension: submit.extension, mobile: submit.mobile, words: '', parts, taken: Array.from({ length: parts }, () => 0), onPhone: false, reported: 0 },
        pieces: Array.from({ length: parts }, () => ''),
        isBad: false,
      };
      this.#texts.set(submit.extension, text);
      this.#incomplete += 1;
    }
    const { shown, pieces } = text;
    const before = Math.max(...shown.taken);
    const wasComplete = !shown.taken.includes(0);
    shown.taken[submit.part - 1] = (shown.taken[submit.part - 1] ?? 0) + 1;
    pieces[submit.part - 1] = submit.words;
    shown.words = pieces.join('');
    if (submit.stat !== 'DELIVRD') text.isBad = true;
    if (shown.taken.includes(0)) return;
    if (!wasComplete) this.#incomplete -= 1;
    const copies = shown.onPhone ? Math.max(...shown.taken) - before : Math.max(...shown.taken);
    shown.onPhone = shown.onPhone || !text.isBad;
    if (!shown.onPhone || copies === 0) return;
    const key = `${shown.mobile}\n${shown.words}`;
    const already = this.#copies.get(key) ?? 0;
    this.#copies.set(key, already + copies);
    this.#duplicates += already === 0 ? copies - 1 : copies;
  }

  #settle(id: string): void {
    this.#owed.delete(id);
    const text = this.#texts.get(this.#extensionOf.get(id) ?? '');
    if (text !== undefined) text.shown.reported += 1;
  }

  #append(line: z.infer<typeof Line>): void {
    if (this.#file !== null) writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  #replay(text: string): void {
    if (text === '') return;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const line = Line.safeParse(json);
    if (!line.success) return;
    if (line.data.kind === 'accepted') this.#count(line.data);
    else this.#settle(line.data.id);
  }
}
