/**
 * Whether the fields of those connected have room for the pay codes of this zone. Promise: a field that is too narrow is named at the start,
 * with what to do; nothing is ever cut, for a code cut short is another bill's or nobody's.
 */
import { readFileSync } from 'node:fs';
import { parsePayCodeProfile, payCodeForm, PayCodeProfileError, type PayCodeForm } from '../../contracts/pay-code.ts';
import { SettingsError } from '../../infra/config.ts';
import { projectFile } from '../../infra/project-file.ts';
import type { Profile } from './front-end/profile.ts';

/** The form fees writes codes in: a name from contracts/pay-codes, or a file. Throws a `SettingsError` that says what to do. */
export function payCodeFormOf(nameOrFile: string): PayCodeForm {
  const file = /^[a-z0-9-]+$/.test(nameOrFile) ? projectFile('contracts', 'pay-codes', `${nameOrFile}.json`) : nameOrFile;
  let text: string;
  try { text = readFileSync(file, 'utf8'); } catch { throw new SettingsError(`HUB_PAY_CODE_PROFILE: 文件不存在，请与收费服务填写同一值 the file is missing, give the same as to fees: ${file}`); }
  try { return payCodeForm(parsePayCodeProfile(text, file)); } catch (error) {
    if (error instanceof PayCodeProfileError) throw new SettingsError(`HUB_PAY_CODE_PROFILE: ${error.message}`);
    throw error;
  }
}

/** A field that takes pay codes, and how many characters it has. */
export interface Room { readonly field: string; readonly width: number }

/** What to say of each field a code does not fit into. */
export function roomProblems(where: string, rooms: readonly Room[], form: PayCodeForm): string[] {
  return rooms.filter(({ width }) => width < form.length).map(({ field, width }) =>
    `${where}: 字段 ${field} 只有 ${String(width)} 位，缴款码（${form.profile.name}）为 ${String(form.length)} 位；请与对方商定更宽的字段，或改用较短的缴款码配置 the field ${field} has ${String(width)} characters and a pay code (${form.profile.name}) ${String(form.length)}: agree on a wider field, or take a profile with shorter codes`);
}

/** Where a bank's front-end carries pay codes in a field of limited width. */
export function frontEndRooms(profile: Profile): Room[] {
  const widths = new Map([...profile.frame.header, ...profile.frame.trailer].flatMap(({ name, width }) => (typeof width === 'number' ? [[name, width] as const] : [])));
  const room = (field: string, width: number | undefined): Room[] => (width === undefined ? [] : [{ field, width }]);
  const asked = profile.asks.flatMap(({ code, takes, answer }) => {
    const place = takes['payCode'];
    const taken = place ? [...room(`${code} ${place.header ?? ''}`, place.header === undefined ? undefined : widths.get(place.header)), ...room(`${code} ${place.field ?? place.head ?? place.header ?? ''}`, place.max)] : [];
    return [...taken, ...answer.record.flatMap(({ name, from, max }) => (from === 'pay-code' ? room(`${code} ${name}`, max) : []))];
  });
  return [...asked, ...profile.header.flatMap(({ name, from }) => (from === 'pay-code' ? room(name, widths.get(name)) : []))];
}
