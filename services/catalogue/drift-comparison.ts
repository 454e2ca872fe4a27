/**
 * What province, department and zone say of the same power, side by side, and who has to see to it that they say the same. Pure.
 * A source that is silent about something differs from nobody: departments' lists speak of a few columns only.
 */
import { readingsOf } from './differences.ts';
import type { PublishedItem } from './published-item.ts';

export const sides = ['province', 'department', 'zone'] as const;
export type Side = (typeof sides)[number];

/** What a source says: `null` that there is nothing; undefined: it does not speak of it. */
export type Sayings = { readonly [S in Side]?: string | null | undefined };

export interface Compared {
  /** The item as each source lists it; null where the source should list it and does not; undefined where nothing is known of the source. */
  readonly province: PublishedItem | null | undefined;
  readonly department: { readonly item: PublishedItem; /** Fields it really spoke of; null: all. */ readonly stated: readonly string[] | null; readonly form: string | null } | null | undefined;
  /** As published today; null where it is delegated but not published, or listed by a department and not delegated. */
  readonly zone: PublishedItem | null;
  /** The form under which the register has it. */
  readonly form: string | null;
}

export interface Drift { readonly field: string; readonly zh: string; readonly en: string; readonly sayings: Sayings; readonly owner: 'zone' | 'department' }

const listed = (item: unknown): string | null | undefined => (item === undefined ? undefined : item === null ? null : '列入');

/** Every difference, in the order of a guide; who is not on somebody's list at all differs in that alone. */
export function driftsOf({ province, department, zone, form }: Compared): Drift[] {
  const presence = driftOf('listed', '是否列入', 'listed', { province: listed(province), department: listed(department), zone: listed(zone) });
  const readings = { province: textsOf(province), department: textsOf(department?.item), zone: textsOf(zone) };
  const spokenOf = (field: string): boolean => !department?.stated || department.stated.includes(fieldStated[field] ?? field);
  const fields = [province, department?.item, zone].flatMap((item) => (item ? readingsOf(item) : []));
  const seen = new Set<string>();
  const found: Drift[] = presence ? [presence] : [];
  if (department?.form && form) {
    const differs = driftOf('form', '赋权形式', 'form of delegation', { department: department.form, zone: form });
    if (differs) found.push(differs);
  }
  for (const { field, zh, en } of fields) {
    if (seen.has(field)) continue;
    seen.add(field);
    const drift = driftOf(field, zh, en, { province: readings.province?.get(field), department: spokenOf(field) ? readings.department?.get(field) : undefined, zone: readings.zone?.get(field) });
    if (drift) found.push(drift);
  }
  return found;
}
const textsOf = (item: PublishedItem | null | undefined): Map<string, string | null> | undefined => (item ? new Map(readingsOf(item).map((one) => [one.field, one.text])) : undefined);
/** Fields of a reading by the name of the field they come from, where that is another. */
const fieldStated: Readonly<Record<string, string>> = { departmentNature: 'department', resultType: 'result', resultValidity: 'result', resultSample: 'result' };

function driftOf(field: string, zh: string, en: string, sayings: Sayings): Drift | undefined {
  const said = sides.flatMap((side) => (sayings[side] === undefined ? [] : [sayings[side]]));
  return new Set(said.map(plainly)).size < 2 ? undefined : { field, zh, en, sayings, owner: ownerOf(sayings) };
}
/** Width of letters and spaces between them are no difference in meaning. */
const plainly = (text: string | null): string | null => (text === null ? null : text.normalize('NFKC').replaceAll(/\s+/gu, ''));

/**
 * Whoever stands alone has to move: the zone when it alone says otherwise, or when only one other speaks (it judges what arrived);
 * in all other cases the department, whose power it is and who keeps the province's list of it (实施清单由部门维护).
 */
export function ownerOf({ province, department, zone }: Sayings): 'zone' | 'department' {
  const same = (a: string | null | undefined, b: string | null | undefined): boolean => a !== undefined && b !== undefined && plainly(a) === plainly(b);
  if (zone === undefined) return 'department';
  if (province === undefined || department === undefined) return 'zone';
  return same(province, department) ? 'zone' : 'department';
}
