/** Which rows a supplement has: first what was told to be missing, in the order of the notice, then what may be replaced. */
import type { paths } from '../../../../../contracts/intake/api.ts';

export type SuppliedCase = paths['/cases/{caseNumber}']['get']['responses'][200]['content']['application/json'];
export interface SuppliedRow {
  readonly name: string;
  /** Stood in the notice. */
  readonly told: boolean;
  /** So many papers of this name the case has already; a supplement takes their place. */
  readonly there: number;
}

export function rowsOf(found: Pick<SuppliedCase, 'supplement' | 'item' | 'materials'>): SuppliedRow[] {
  // A question of the item's form that was left open is answered, not handed in on paper.
  const asked = new Set(found.item.formFields.map((field) => field.labelZh));
  const told = [...new Set(found.supplement?.missing ?? [])].filter((name) => !asked.has(name));
  const others = [...found.item.materials.map((material) => material.name), ...found.materials.map((material) => material.name)];
  const there = (name: string): number => found.materials.filter((material) => material.name === name).length;
  return [
    ...told.map((name) => ({ name, told: true, there: there(name) })),
    ...[...new Set(others)].filter((name) => !told.includes(name)).map((name) => ({ name, told: false, there: there(name) })),
  ];
}

/** Asked by the item's form, answered neither before nor now. */
export const stillUnanswered = (found: Pick<SuppliedCase, 'item' | 'answers'>, given: Readonly<Record<string, string>>): string[] =>
  found.item.formFields.filter((field) => field.required && !given[field.key]?.trim() && !found.answers.some((one) => one.key === field.key)).map((field) => field.labelZh);
/** Required by the item, neither in the case nor among what is being handed in: acceptance would be refused for them. */
export const stillMissing = (found: Pick<SuppliedCase, 'item' | 'materials'>, given: readonly { readonly material: string }[]): string[] =>
  found.item.materials.filter((material) => material.required && !found.materials.some(({ name }) => name === material.name) && !given.some((paper) => paper.material === material.name)).map(({ name }) => name);
