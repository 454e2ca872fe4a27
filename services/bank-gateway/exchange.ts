/**
 * One ask of a bank and what it was answered, as kept for operators and auditors: codes, amounts, times.
 * No names, no accounts: nothing here needs masking because nothing personal is ever put in.
 */

/** What is kept of one exchange with a bank. */
export interface Exchange {
  readonly at: Date;
  /** The bank's code, or null when nobody was signed on. */
  readonly bank: string | null;
  /** Transaction code asked, in the words of the bank's dialect; empty when it could not be read. */
  readonly ask: string;
  /** Transaction code answered. */
  readonly answer: string;
  /** Result code answered, in the words of the dialect. */
  readonly result: string;
  /** The same in the hub's words: done, refused by the rules or the codec, or left open for the bank to ask again. */
  readonly outcome: 'done' | 'refused' | 'in-doubt';
  /** The case it was about; empty when that was not learnt. */
  readonly caseNumber: string;
  readonly payCode: string | null;
  readonly serial: string | null;
  /** Why it was refused or left open, bilingual and free of personal data; empty on success. */
  readonly note: string;
  readonly tookMs: number;
}
