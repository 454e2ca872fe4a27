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
  const told = [...new Set(found.supplement?.missing ?? [])];
  const others = [...found.item.materials.map((material) => material.name), ...found.materials.map((material) => material.name)];
  const there = (name: string): number => found.materials.filter((material) => material.name === name).length;
  return [
    ...told.map((name) => ({ name, told: true, there: there(name) })),
    ...[...new Set(others)].filter((name) => !told.includes(name)).map((name) => ({ name, told: false, there: there(name) })),
  ];
}

/** Required by the item, neither in the case nor among what is being handed in: acceptance would be refused for them. */
export const stillMissing = (found: Pick<SuppliedCase, 'item' | 'materials'>, given: readonly { readonly material: string }[]): string[] =>
  found.item.materials.filter((material) => material.required && !found.materials.some(({ name }) => name === material.name) && !given.some((paper) => paper.material === material.name)).map(({ name }) => name);
