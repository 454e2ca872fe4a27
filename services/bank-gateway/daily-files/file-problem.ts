/**
 * What can be wrong with a daily file, named by line and byte. Promise: a file with a problem is delivered in no part; `half` is set
 * where the rest may still come, so that it is waited for before anybody is alarmed.
 */
import type { BothLanguages } from '../../../contracts/refusals.ts';

export const problemReasons = ['half', 'character', 'fields', 'amount', 'day', 'totals', 'length', 'digest', 'older', 'bank', 'kind', 'too-large'] as const;
export type ProblemReason = (typeof problemReasons)[number];

/** Where in the file: line from 1, byte in that line from 1. */
export interface Where { readonly line?: number; readonly byte?: number }

/** A file cannot be believed as it is. */
export class FileProblem extends Error {
  override name = 'FileProblem';
  readonly reason: ProblemReason;
  readonly words: BothLanguages;
  /** The words without the place. */
  readonly bareWords: BothLanguages;
  readonly where: Where;
  /** It may be whole later: the end is what is missing. */
  readonly half: boolean;
  constructor(reason: ProblemReason, words: BothLanguages, where: Where = {}, half = false) {
    const place = where.line === undefined ? { zh: '', en: '' } : {
      zh: `第 ${String(where.line)} 行${where.byte === undefined ? '' : `第 ${String(where.byte)} 字节`}：`,
      en: `line ${String(where.line)}${where.byte === undefined ? '' : `, byte ${String(where.byte)}`}: `,
    };
    super(`${place.en}${words.en}`);
    this.reason = reason;
    this.bareWords = words;
    this.words = { zh: `${place.zh}${words.zh}`, en: `${place.en}${words.en}` };
    this.where = where;
    this.half = half;
  }
}
