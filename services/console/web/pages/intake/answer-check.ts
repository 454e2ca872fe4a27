/**
 * The answers to an item's own form while they are typed: what is plainly missing or wrong. Only what would surely be refused
 * is held back here; the service judges by the version the case is pinned to.
 */
import type { OfferedItem } from './offered-item.ts';
import { checkCreditCode, checkMobile, mobileOf, saying, tidied, type Said } from './typed-check.ts';

export type AnswerField = OfferedItem['formFields'][number];
export type Answers = Readonly<Record<string, string>>;
export type AnswerFaults = Readonly<Record<string, Said>>;

/** A day as people type it, 20261201 or 2026.12.1 or 2026年12月1日, as it is sent; what is none stays as it was typed. */
export function dayTyped(typed: string): string {
  const found = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(typed.trim());
  if (!found) return typed.trim();
  const [, year = '', month = found[4] ?? '', day = found[5] ?? ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** What is said of one answer when it is left or sent; an empty one is only missing when everything must be there. */
export function answerFault(field: AnswerField, typed: string, whole: boolean): Said | undefined {
  const value = typed.trim();
  if (value === '') return whole && field.required ? saying('answerMissing', { label: field.labelZh }) : undefined;
  if (field.longest !== undefined && value.length > field.longest) return saying('tooLong', { of: field.longest, typed: value.length });
  if (field.kind === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return saying('answerNumber');
  if (field.kind === 'date' && !isDay(dayTyped(value))) return saying('answerDay');
  const checked = field.kind === 'credit-code' ? checkCreditCode(value) : field.kind === 'mobile' ? checkMobile(value) : undefined;
  if (checked?.kind === 'wrong') return checked.said;
  return checked?.kind === 'typing' ? saying('unfinished', { left: checked.of - checked.typed, of: checked.of }) : undefined;
}

export function answerFaultsOf(fields: readonly AnswerField[], answers: Answers, whole: boolean): AnswerFaults {
  return Object.fromEntries(fields.flatMap((field) => { const fault = answerFault(field, answers[field.key] ?? '', whole); return fault ? [[field.key, fault]] : []; }));
}

/** What must be answered before acceptance and is not, by its label. */
export const unansweredOf = (fields: readonly AnswerField[], answers: Answers): string[] => fields.filter((field) => field.required && !answers[field.key]?.trim()).map((field) => field.labelZh);

/** As they are sent: of this item's questions only, empty ones left out. */
export function answersSent(fields: readonly AnswerField[], answers: Answers): Record<string, string> {
  return Object.fromEntries(fields.flatMap((field) => {
    const typed = (answers[field.key] ?? '').trim();
    const value = field.kind === 'credit-code' ? tidied(typed) : field.kind === 'mobile' ? mobileOf(typed) : field.kind === 'date' ? dayTyped(typed) : typed;
    return value === '' ? [] : [[field.key, value]];
  }));
}

/** Answers a service found wrong, by key: its field is `answers.<key>`. */
export function answerFaultsOfProblem(problem: { readonly field?: string | undefined; readonly zh: string; readonly en: string; readonly detail?: Said | undefined }): AnswerFaults {
  const key = problem.field?.replaceAll('/', '.').replace(/^\.?body\./, '').match(/^answers\.(\w+)$/)?.[1];
  return key === undefined ? {} : { [key]: problem.detail ?? { zh: problem.zh, en: problem.en } };
}
