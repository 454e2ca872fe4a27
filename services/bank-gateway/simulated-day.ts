/** What a simulated bank is told to write into a daily file. Only simulators and tests know this; each writes with code of its own. */

export interface SimulatedLine {
  readonly payCode: string;
  readonly amountInFen: number;
  readonly serial?: string;
  readonly kind?: 'payment' | 'refund' | 'reversal';
  readonly unit?: string;
  readonly item?: string;
  /** For lists of problems. */
  readonly reason?: string;
}

export interface SimulatedDay {
  /** The bank's and the division's code as its files write them. */
  readonly bank: string;
  readonly division: string;
  /** yyyy-MM-dd */
  readonly day: string;
  /** Several files a day where the dialect has them. */
  readonly part: number;
  readonly lines: readonly SimulatedLine[];
  /** Sums that are stated instead of the true ones. */
  readonly stated?: { readonly count?: number; readonly amountInFen?: number };
  /** How many decimals an amount in yuan is written with: two, but one was seen. */
  readonly decimals?: 1 | 2;
}

export interface WrittenFile { readonly name: string; readonly bytes: Buffer; readonly digestFile?: { readonly name: string; readonly bytes: Buffer } }
