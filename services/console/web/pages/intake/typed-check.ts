/**
 * What is said beside an identifier while it is being typed: nothing yet, right, or which character is wrong and what it
 * may have been meant to be. Whether a whole one is right is asked of contracts/identifiers.ts; this only finds the place.
 */
import {
  citizenNumberCheckCharacter, citizenNumberProblem, creditCodeCheckCharacter, creditCodeProblem, organisationCheckCharacter,
} from '../../../../../contracts/identifiers.ts';
import { said, type Fill } from '../../language.tsx';
import { intakeTexts } from '../../texts/intake.ts';

/** A sentence in both languages. */
export interface Said { readonly zh: string; readonly en: string }
/** A text of the page with its gaps filled. */
export const saying = (key: keyof typeof intakeTexts, fill: Fill = {}): Said => ({ zh: said(intakeTexts[key], 'zh', fill), en: said(intakeTexts[key], 'en', fill) });
/** `typing`: nothing wrong so far, but not whole. `wrong` names the character by its place, counted from 1, where it is known. */
export type Checked =
  | { readonly kind: 'empty' }
  | { readonly kind: 'typing'; readonly typed: number; readonly of: number }
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly place: number | null; readonly said: Said };

const length = 18;
const wrong = (place: number | null, told: Said): Checked => ({ kind: 'wrong', place, said: told });

/** What people type for a letter the alphabet of GB 32100 leaves out because it looks like another sign. */
const lookalikes: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', V: 'U', Z: '2' };

/** Spaces, hyphens and lower case are how people read a code to each other: they are no mistake. */
export const tidied = (typed: string): string => typed.replaceAll(/[\s\-—–]/g, '').toUpperCase();

/** A unified social credit code as typed so far. */
export function checkCreditCode(typed: string): Checked {
  const text = tidied(typed);
  if (text === '') return { kind: 'empty' };
  // A sign is of the alphabet when a body made of it alone has a check character.
  const foreign = [...text].findIndex((symbol) => creditCodeCheckCharacter(symbol.repeat(17)) === undefined);
  if (foreign >= 0) {
    const sign = [...text][foreign] ?? '';
    const meant = lookalikes[sign];
    return wrong(foreign + 1, meant ? saying('creditForeignMeant', { place: foreign + 1, sign, meant }) : saying('creditForeign', { place: foreign + 1, sign }));
  }
  if (text.length > length) return wrong(length + 1, saying('tooMany', { more: text.length - length, of: length }));
  if (text.length < length) return { kind: 'typing', typed: text.length, of: length };
  const problem = creditCodeProblem(text);
  if (!problem) return { kind: 'right' };
  const check = creditCodeCheckCharacter(text.slice(0, 17));
  const inner = organisationCheckCharacter(text.slice(8, 16));
  const [outerFits, innerFits] = [check === text[17], inner === text[16]];
  if (outerFits) return wrong(innerFits ? null : 17, problem);
  // The inner check covers 9 to 17: where it fits, the slip lies outside.
  if (innerFits) return wrong(18, saying('creditOuter', { check: check ?? '' }));
  return wrong(17, saying('creditInner', { inner: inner ?? '' }));
}

/** A citizen number as typed so far; an empty one is allowed by the form and said by the caller. */
export function checkCitizenNumber(typed: string): Checked {
  const text = tidied(typed);
  if (text === '') return { kind: 'empty' };
  const foreign = [...text].findIndex((sign, index) => !(/\d/.test(sign) || (sign === 'X' && index === length - 1)));
  if (foreign >= 0 && foreign < length) {
    const sign = [...text][foreign] ?? '';
    return wrong(foreign + 1, saying(foreign === length - 1 ? 'citizenForeignLast' : 'citizenForeign', { place: foreign + 1, sign }));
  }
  if (text.length > length) return wrong(length + 1, saying('tooMany', { more: text.length - length, of: length }));
  if (text.length < length) return { kind: 'typing', typed: text.length, of: length };
  const problem = citizenNumberProblem(text);
  if (!problem) return { kind: 'right' };
  const check = citizenNumberCheckCharacter(text.slice(0, 17));
  // A day that does not exist or an unknown region is told by the contract's own words; a slip elsewhere only by the check character.
  if (check !== text[17] && /校验/.test(problem.zh)) return wrong(18, saying('citizenCheck', { check: check ?? '' }));
  return wrong(null, problem);
}

/** A mobile number of the mainland as typed so far. */
export function checkMobile(typed: string): Checked {
  const text = tidied(typed).replace(/^\+?86(?=1\d{10}$)/, '');
  if (text === '') return { kind: 'empty' };
  const foreign = [...text].findIndex((sign) => !/\d/.test(sign));
  if (foreign >= 0) return wrong(foreign + 1, saying('mobileForeign', { place: foreign + 1 }));
  if (!/^1(?:[3-9]|$)/.test(text)) return wrong(text.startsWith('1') ? 2 : 1, saying('mobileBegin'));
  if (text.length > 11) return wrong(12, saying('tooMany', { more: text.length - 11, of: 11 }));
  return text.length < 11 ? { kind: 'typing', typed: text.length, of: 11 } : { kind: 'right' };
}

/** The mobile number as it is sent. */
export const mobileOf = (typed: string): string => tidied(typed).replace(/^\+?86(?=1\d{10}$)/, '');
