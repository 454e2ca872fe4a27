// What the simulated carrier has taken and what reached the phones: the outside's own count, against which "no text
// twice, none lost" is measured. Promises: a text is on the disk before its SUBMIT is answered, so that killing the
// simulator (kill -9) forgets nothing; a half-written last line is ignored.
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

/** The ledger, in memory and (with a file) on disk. */
export class Ledger {
  readonly #byId = new Map<string, AcceptedSubmit>();
  readonly #reports = new Map<string, number>();
  readonly #file: number | null;

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
    this.#byId.set(submit.id, submit);
  }

  reported(id: string): void {
    this.#append({ kind: 'reported', id });
    this.#reports.set(id, (this.#reports.get(id) ?? 0) + 1);
  }

  /** What was taken and not yet reported, oldest first. */
  owed(): AcceptedSubmit[] {
    return [...this.#byId.values()].filter((submit) => submit.willReport && !this.#reports.has(submit.id));
  }

  texts(): LedgerText[] {
    const byExtension = new Map<string, AcceptedSubmit[]>();
    for (const submit of this.#byId.values()) {
      const others = byExtension.get(submit.extension);
      if (others === undefined) byExtension.set(submit.extension, [submit]);
      else others.push(submit);
    }
    return [...byExtension.entries()].map(([extension, submits]) => this.#text(extension, submits));
  }

  totals(): LedgerTotals {
    const texts = this.texts();
    const copies = new Map<string, number>();
    for (const text of texts) {
      if (!text.onPhone) continue;
      const key = `${text.mobile}\n${text.words}`;
      copies.set(key, (copies.get(key) ?? 0) + Math.max(...text.taken));
    }
    const counts = [...copies.values()];
    return {
      submits: this.#byId.size,
      texts: texts.length,
      onPhones: counts.length,
      duplicates: counts.reduce((sum, count) => sum + count - 1, 0),
      incomplete: texts.filter((text) => text.taken.includes(0)).length,
      reportsOwed: this.owed().length,
    };
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #text(extension: string, submits: AcceptedSubmit[]): LedgerText {
    const parts = Math.max(...submits.map((submit) => submit.total), 1);
    const taken = Array.from({ length: parts }, (_, index) => submits.filter((submit) => submit.part === index + 1).length);
    const words = taken.map((_, index) => submits.find((submit) => submit.part === index + 1)?.words ?? '').join('');
    return {
      extension,
      mobile: submits[0]?.mobile ?? '',
      words,
      parts,
      taken,
      onPhone: !taken.includes(0) && submits.every((submit) => submit.stat === 'DELIVRD'),
      reported: submits.reduce((sum, submit) => sum + (this.#reports.get(submit.id) ?? 0), 0),
    };
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
    if (line.data.kind === 'accepted') this.#byId.set(line.data.id, line.data);
    else this.#reports.set(line.data.id, (this.#reports.get(line.data.id) ?? 0) + 1);
  }
}
