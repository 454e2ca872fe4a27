/**
 * What an office meant by what it typed into a cell: full-width digits and letters, stray and ideographic spaces, numbers in words,
 * limits with their unit, dates in any of their ways. Whoever cannot tell says so in words and never guesses. Pure.
 */
import type { BothLanguages } from '../../../contracts/refusals.ts';
import { dayOfSerial } from '../spreadsheet/workbook.ts';

/** A meaning, or why there is none. */
export type Read<T> = { readonly value: T } | { readonly problem: BothLanguages };
const ok = <T>(value: T): Read<T> => ({ value });
const no = (zh: string, en: string): { problem: BothLanguages } => ({ problem: { zh, en } });

const invisible = /[\p{Cf}]|(?![\t\n\r])\p{Cc}/gu;
/** Text for people: spaces of all kinds become one, full-width digits and letters plain ones; Chinese marks stay Chinese. */
export function tidy(text: string): string {
  return text.replaceAll(invisible, '').replaceAll(/[０-９Ａ-Ｚａ-ｚ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll(/\r\n?/g, '\n').replaceAll(/[^\S\n]+/g, ' ').replaceAll(/ *\n */g, '\n')
    // A space between two Chinese characters was made by hand to stretch a line.
    .replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '').trim();
}
/** Text for comparing and for codes: no spaces at all, every sign in its plain width. */
export const folded = (text: string): string => text.replaceAll(invisible, '').normalize('NFKC').replaceAll(/\s+/g, '');
/** A name as it is compared: without spaces, brackets and marks. */
export const foldedName = (name: string): string => folded(name).replaceAll(/[()[\]{}<>《》“”"'‘’、,，.。·;；:：/\\\-—_]/g, '').toUpperCase();
/** A cell that says that there is nothing to say. */
export const saysNothing = (text: string): boolean => /^(?:|[-—/\\]+|无|无需|不涉及|空|null|n\/a|nil)$/i.test(folded(text));

const digits: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 两: 2, 贰: 2, 三: 3, 叁: 3, 四: 4, 肆: 4, 五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9 };
/** 二十 or 20 or ２０ as a number below 1000; undefined when it is none. */
export function numberOf(text: string): number | undefined {
  const plain = folded(text);
  if (/^\d{1,6}$/.test(plain)) return Number(plain);
  if (!/^[零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰]{1,7}$/.test(plain)) return undefined;
  let sum = 0;
  let digit: number | undefined;
  for (const sign of plain) {
    const unit = { 十: 10, 拾: 10, 百: 100, 佰: 100 }[sign];
    if (unit === undefined) { digit = digits[sign] ?? 0; continue; }
    sum += (digit ?? 1) * unit;
    digit = undefined;
  }
  return sum + (digit ?? 0);
}

export interface TimeLimit { amount: number; unit: 'working-day' | 'calendar-day' }
const numeral = '[0-9零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰]+';

/**
 * A limit such as 5个工作日. `unit`: what a column of its own or the head of the column says. Days without more are working days for a
 * licence (行政许可法第八十二条) and nobody knows what for anything else. A month is 30 days, a year 365, as provinces count.
 */
export function limitOf(text: string, unit: string, isLicence: boolean): Read<TimeLimit> {
  const plain = folded(text).replaceAll(/[(（][^)）]*[)）]/g, '');
  if (/^(?:即办|即时办结|即时办理|当场办结|当场|立等可取|当日办结|当即办理)件?$/.test(plain)) return ok({ amount: 1, unit: 'working-day' });
  const found = new RegExp(`^(?:自?受理之?日?起|自受理之日起)?(${numeral})(?:个)?(工作日|自然日|日历日|日历天|自然天|工作天|日|天|个?月|年)?(?:内|以内|内办结)?$`).exec(plain);
  const amount = found?.[1] === undefined ? undefined : numberOf(found[1]);
  if (amount === undefined) return no('不是时限，应写为“5个工作日”', 'it is no limit; write it like 5个工作日');
  if (amount < 1 || amount > 3_650) return no('时限应在 1 至 3650 日之间', 'a limit has 1 to 3650 days');
  const word = found?.[2] ?? folded(unit);
  if (/工作日|工作天|^G$/.test(word)) return ok({ amount, unit: 'working-day' });
  if (/自然|日历|^Z$/.test(word)) return ok({ amount, unit: 'calendar-day' });
  if (/月/.test(word)) return ok({ amount: amount * 30, unit: 'calendar-day' });
  if (/年/.test(word)) return ok({ amount: amount * 365, unit: 'calendar-day' });
  if (isLicence) return ok({ amount, unit: 'working-day' });
  return no('请写明是工作日还是自然日', 'say whether these are working days or calendar days');
}

/** A day in any way offices write it. `from1904`: the date system of the workbook, for a number without a format. */
export function dayOf(text: string): Read<string> {
  const plain = folded(text);
  const found = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.exec(plain);
  if (found) {
    const [year = '', month = '', day = ''] = [found[1], found[2] ?? found[4], found[3] ?? found[5]];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const at = new Date(`${iso}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? ok(iso) : no('没有这一天', 'there is no such day');
  }
  // The number a spreadsheet keeps for a day, in a cell without a date format: 1954 to 2119.
  if (/^\d{5}(?:\.\d+)?$/.test(plain) && Number(plain) >= 20_000 && Number(plain) < 80_000) {
    const day = dayOfSerial(Number(plain), false);
    if (day !== null) return ok(day);
  }
  return no('不是日期，应写为“2026-11-22”', 'it is no date; write it like 2026-11-22');
}

/** 是 or 否. Bare digits other than 1 and 0 are rival lists' codes and mean nothing by themselves. */
export function yesOrNo(text: string): Read<boolean> {
  const plain = folded(text).toUpperCase();
  if (/^(?:是|有|Y|YES|TRUE|1|√|✓|必要|必需|必须|收费|需要)$/.test(plain)) return ok(true);
  if (/^(?:否|无|不|N|NO|FALSE|0|×|✗|X|不收费|免费|非必要|不必要|不需要|容缺)$/.test(plain)) return ok(false);
  return no('应写“是”或“否”', 'write 是 or 否');
}

/** 320元/次 as fen and unit; what cannot be counted is said so. */
export function priceOf(text: string): Read<{ unitAmountInFen: number; unit: string | null }> {
  const plain = folded(text).replaceAll(',', '');
  const amounts = [...plain.matchAll(/(\d+(?:\.\d{1,2})?)(万)?元/g)];
  const bare = amounts.length === 0 ? /^(\d+(?:\.\d{1,2})?)$/.exec(plain) : null;
  const [amount] = amounts;
  if (amounts.length > 1 || /\d\s*[-~～—至]\s*\d/.test(plain)) return no('有几个金额，无法确定单价；请一行写一个标准', 'several amounts; write one standard');
  const number = amount?.[1] ?? bare?.[1];
  if (number === undefined) return no('没有可计算的单价，应写为“320元/次”', 'no amount to count with; write it like 320元/次');
  const fen = Math.round(Number(number) * 100) * (amount?.[2] === undefined ? 1 : 10_000);
  if (!Number.isSafeInteger(fen) || fen <= 0) return no('单价应大于零', 'the amount must be more than nothing');
  const unit = /元(?:\/|每)([^,，;；。()（）]{1,12})/.exec(plain)?.[1] ?? /每([^\d,，;；。]{1,6})\d/.exec(plain)?.[1] ?? null;
  return ok({ unitAmountInFen: fen, unit });
}

/** One word of a list, by its name in any of the usual ways. */
export function wordOf<T>(text: string, words: readonly (readonly [pattern: RegExp, value: T])[], shown: string): Read<T> {
  const plain = folded(text);
  const found = words.find(([pattern]) => pattern.test(plain));
  return found ? ok(found[1]) : no(`应为：${shown}`, `it should be one of: ${shown}`);
}
