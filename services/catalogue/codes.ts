/** The three lengths of an item code 事项编码 asked for one by one; the rules themselves stand in contracts/identifiers.ts. */
import { itemCodeProblem } from '../../contracts/identifiers.ts';
import type { BothLanguages } from '../../contracts/refusals.ts';

const ofLength = (length: number, zh: string, en: string) => (code: string): BothLanguages | undefined =>
  (code.length === length ? itemCodeProblem(code) : { zh: `${zh}应为 ${String(length)} 位`, en: `${en} has ${String(length)} characters` });

/** 基本编码, 12. */
export const basicCodeProblem = ofLength(12, '基本编码', 'a basic code');
/** 实施编码, 31. */
export const implementationCodeProblem = ofLength(31, '实施编码', 'an implementation code');
/** 业务办理项编码, 33. */
export const handlingCodeProblem = ofLength(33, '业务办理项编码', 'a handling item code');
