/**
 * Lays dropped files beside the materials of an item by name, so that a folder of scans finds its rows at once. Promise: a
 * file goes to one row at most, a filled row is never overwritten by a guess, and what is not sure is left to the clerk.
 */

export interface Placement {
  /** File index → name of the material. */
  readonly placed: ReadonlyMap<number, string>;
  /** Files for which no row is sure enough. */
  readonly left: readonly number[];
}

/** Words that say what a paper is on every second name and so tell nothing apart. */
const idle = /扫描件|复印件|原件|电子版|盖章|签字|最终版?|副本|材料|scan|copy|img|image|doc|\(\d+\)|（\d+）|_?\d{6,14}/gi;
const bare = (name: string): string => name.toLowerCase().replaceAll(idle, '').replaceAll(/[^\p{L}\p{N}]/gu, '');
const withoutEnding = (file: string): string => file.replace(/\.[A-Za-z0-9]{1,5}$/, '');

/** How alike two names are, 0 to 1: shared pairs of characters over the pairs of the shorter. */
function likeness(file: string, material: string): number {
  if (file === '' || material === '') return 0;
  if (file === material) return 1;
  if (material.includes(file) || file.includes(material)) return Math.min(file.length, material.length) >= 2 ? 0.9 + 0.05 * (Math.min(file.length, material.length) / Math.max(file.length, material.length)) : 0.3;
  const pairs = (text: string): Set<string> => new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, index) => text.slice(index, index + 2)));
  const [a, b] = [pairs(file), pairs(material)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return Math.min(a.size, b.size) === 0 ? 0 : (0.85 * shared) / Math.min(a.size, b.size);
}
const sureFrom = 0.45;

/**
 * Places files by name; a file called `2 …` or `02-…` goes to the second row when its words say nothing else, and when one
 * file and one open row are left they belong together.
 */
export function placeFiles(files: readonly string[], rows: readonly { readonly name: string; readonly filled: boolean }[]): Placement {
  const placed = new Map<number, string>();
  const open = new Map(rows.filter((row) => !row.filled).map((row) => [row.name, bare(row.name)]));
  const candidates = files.flatMap((file, index) => [...open].map(([name, words]) => ({ index, name, score: likeness(bare(withoutEnding(file)), words) })))
    .filter(({ score }) => score >= sureFrom).toSorted((a, b) => b.score - a.score);
  for (const { index, name } of candidates) {
    if (placed.has(index) || !open.has(name)) continue;
    placed.set(index, name);
    open.delete(name);
  }
  files.forEach((file, index) => {
    if (placed.has(index)) return;
    const number = /^\s*[（(]?0?(\d{1,2})(?:[)）、.\-_\s]|$)/.exec(withoutEnding(file))?.[1];
    const row = number === undefined ? undefined : rows[Number(number) - 1];
    if (row && open.has(row.name)) {
      placed.set(index, row.name);
      open.delete(row.name);
    }
  });
  const left = files.map((_, index) => index).filter((index) => !placed.has(index));
  const [only] = left;
  const [row] = open.keys();
  if (left.length === 1 && open.size === 1 && only !== undefined && row !== undefined) {
    placed.set(only, row);
    return { placed, left: [] };
  }
  return { placed, left };
}
