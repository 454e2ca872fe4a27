/**
 * The answers to an item's own form 表单: right by the fields of the version the case is pinned to, and as people read them. Pure.
 * An answer is kept as text, as it was typed; what it means is the field's kind.
 */
import type { FormField } from '../../contracts/catalogue/messages.ts';
import { creditCodeProblem } from '../../contracts/identifiers.ts';
import { refusal, type BothLanguages, type Refusal } from '../../contracts/refusals.ts';
import { maskMobile } from '../../infra/mask.ts';
import { isDay } from './working-days.ts';

/** By the key of the field. */
export type Answers = Readonly<Record<string, string>>;

/** The most characters of an answer whose field sets no limit of its own. */
const longestOf: Readonly<Record<FormField['kind'], number>> = { 'text': 200, 'long-text': 2000, 'number': 20, 'date': 10, 'choice': 100, 'yes-no': 3, 'credit-code': 18, 'mobile': 11 };

/** What is wrong with one answer, or undefined. */
function wrongIn(field: FormField, value: string): BothLanguages | undefined {
  const longest = field.longest ?? longestOf[field.kind];
  if (value.length > longest) return { zh: `最多 ${longest} 个字，现有 ${value.length} 个`, en: `at most ${longest} characters, these are ${value.length}` };
  switch (field.kind) {
    case 'text': case 'long-text': return undefined;
    case 'number': return /^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? undefined : { zh: '应为数字', en: 'it should be a number' };
    case 'date': return isDay(value) ? undefined : { zh: '没有这一天', en: 'there is no such day' };
    case 'choice': return field.options?.includes(value) ? undefined : { zh: '不在选项之中', en: 'it is none of the choices' };
    case 'yes-no': return value === 'yes' || value === 'no' ? undefined : { zh: '应答是或否', en: 'it should be yes or no' };
    case 'credit-code': return creditCodeProblem(value);
    case 'mobile': return /^1[3-9]\d{9}$/.test(value) ? undefined : { zh: '应为 11 位手机号', en: 'it should be a mobile number of 11 digits' };
    default: { const never: never = field.kind; return never; }
  }
}

/** The answers as they are kept, empty ones left out, or why they cannot be taken; the refusal names the field. */
export function takenAnswers(fields: readonly FormField[], given: Answers): Answers | Refusal {
  const taken: Record<string, string> = {};
  for (const [key, typed] of Object.entries(given)) {
    const field = fields.find((each) => each.key === key);
    if (!field) return refusal('answer-unasked', { field: `answers.${key}` });
    const value = field.kind === 'credit-code' ? typed.trim().toUpperCase() : typed.trim();
    if (value === '') continue;
    const wrong = wrongIn(field, value);
    if (wrong) return refusal('answer-wrong', { field: `answers.${key}`, detail: { zh: `“${field.labelZh}”${wrong.zh}`, en: `${field.labelEn}: ${wrong.en}` } });
    taken[key] = value;
  }
  return taken;
}
export const isRefusal = (taken: Answers | Refusal): taken is Refusal => typeof taken['status'] === 'number';

/** Fields that must be answered and are not. */
export const unanswered = (fields: readonly FormField[], answers: Answers): FormField[] => fields.filter((field) => field.required && !answers[field.key]);

/** Kinds that name or reach a person: masked wherever a contact is masked. */
const personal: ReadonlySet<FormField['kind']> = new Set(['mobile']);

export interface ShownAnswer { key: string; labelZh: string; labelEn: string; value: string; text: string; personal: boolean }
/** The answers in the order of the form; `plain` for whoever may see personal data. */
export function shownAnswers(fields: readonly FormField[], answers: Answers, plain = false): ShownAnswer[] {
  return fields.flatMap((field) => {
    const kept = answers[field.key];
    if (kept === undefined) return [];
    const isPersonal = personal.has(field.kind);
    const value = isPersonal && !plain ? maskMobile(kept) : kept;
    return [{ key: field.key, labelZh: field.labelZh, labelEn: field.labelEn, value, text: textOf(field, value), personal: isPersonal }];
  });
}
function textOf(field: FormField, value: string): string {
  if (field.kind === 'yes-no') return value === 'yes' ? '是' : '否';
  return field.unit === undefined ? value : `${value}${field.unit}`;
}

/** What goes on papers: short answers, none that is personal. */
export const printedAnswers = (fields: readonly FormField[], answers: Answers): { label: string; value: string }[] =>
  shownAnswers(fields.filter((field) => field.kind !== 'long-text'), answers).filter((each) => !each.personal && each.text.length <= 60).map((each) => ({ label: each.labelZh, value: each.text }));
