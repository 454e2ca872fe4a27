/**
 * All items of the zone by code and by name, for finding which one a row means. Held only while a list is read: a zone has up to a
 * hundred thousand. Names are compared without spaces, marks and width; of two that fit, the row must say more.
 */
import type { BothLanguages } from '../../../contracts/refusals.ts';
import { rowsOf, type Database } from '../../../infra/database.ts';
import { nearestItems } from '../nearest-items.ts';
import { foldedName } from './cell-words.ts';

export interface KnownItem { readonly code: string; readonly name: string; readonly department: string }
export type Found = { readonly kind: 'found'; readonly item: KnownItem } | { readonly kind: 'unknown'; readonly nearest: (KnownItem & BothLanguages)[]; readonly sameName: boolean } | { readonly kind: 'several'; readonly items: KnownItem[] };
export interface ItemIndex {
  readonly size: number;
  find(wanted: { code: string; name: string; departmentName: string }, departmentCode: string): Found;
  /** All items of a department, by its credit code. */
  ofDepartment(creditCode: string): string[];
}

/** Reads it: codes and names only, no document is parsed. An item the zone has not published has the name its province gives. */
export async function readItemIndex(database: Database): Promise<ItemIndex> {
  const items: KnownItem[] = [];
  for (let after = ''; ;) {
    const rows = await rowsOf<{ id: string; name: string | null; department: string | null }>(database, `SELECT i.id, COALESCE(i.listed_name, s.name) AS name, i.listed_department AS department FROM items i
      LEFT JOIN source_items s ON s.source = 'province' AND s.code = i.id WHERE i.id > ? ORDER BY i.id LIMIT 5000`, [after]);
    for (const row of rows) items.push({ code: row.id, name: row.name ?? '', department: row.department ?? '' });
    const last = rows.at(-1);
    if (!last || rows.length < 5_000) break;
    after = last.id;
  }
  return indexOf(items);
}

/** Above this a pair of characters is in so many names that it tells nothing. */
const commonPair = 1_500;
const candidatesAtMost = 300;

export function indexOf(items: readonly KnownItem[]): ItemIndex {
  const byCode = new Map<string, number>();
  const byBasic = new Map<string, number[]>();
  const byTask = new Map<string, number[]>();
  const byName = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, at: number): void => { const list = map.get(key); if (list) list.push(at); else map.set(key, [at]); };
  for (const [at, { code, name }] of items.entries()) {
    byCode.set(code, at);
    add(byBasic, code.slice(19, 31), at);
    if (code.length === 33) add(byTask, code.slice(0, 31), at);
    if (name !== '') add(byName, foldedName(name), at);
  }
  // Pairs of characters → items, made only when somebody's row is not found.
  let pairs: Map<string, number[]> | undefined;
  const pairsOf = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_unused, at) => text.slice(at, at + 2));
  function near(code: string, name: string): (KnownItem & BothLanguages)[] {
    if (!pairs) {
      pairs = new Map();
      for (const [at, item] of items.entries()) for (const pair of new Set(pairsOf(foldedName(item.name)))) add(pairs, pair, at);
    }
    const votes = new Map<number, number>();
    const lists = [...new Set(pairsOf(foldedName(name)))].map((pair) => pairs?.get(pair) ?? []).filter((list) => list.length > 0).toSorted((a, b) => a.length - b.length);
    for (const [index, list] of lists.entries()) if (list.length <= commonPair || index === 0) for (const at of list.slice(0, commonPair)) votes.set(at, (votes.get(at) ?? 0) + 1);
    for (const at of byBasic.get(code.length === 12 ? code : code.slice(19, 31)) ?? []) votes.set(at, (votes.get(at) ?? 0) + 3);
    const candidates = [...votes].toSorted((a, b) => b[1] - a[1]).slice(0, candidatesAtMost).flatMap(([at]) => items[at] ?? []);
    return nearestItems({ code, name }, candidates, 3).map(({ code: of, name: called, reasons }) => ({
      code: of, name: called, department: items[byCode.get(of) ?? -1]?.department ?? '', zh: reasons.map((reason) => reason.zh).join('；'), en: reasons.map((reason) => reason.en).join('; '),
    }));
  }
  const itemsAt = (list: readonly number[] | undefined): KnownItem[] => (list ?? []).flatMap((at) => items[at] ?? []);
  /** Of several, those whose name or department the row says. */
  function narrowed(several: KnownItem[], name: string, departmentName: string, departmentCode: string): Found {
    const tests: ((item: KnownItem) => boolean)[] = [
      (item) => item.code.startsWith(departmentCode),
      (item) => foldedName(item.name) === foldedName(name),
      (item) => departmentName !== '' && foldedName(item.department) === foldedName(departmentName),
    ];
    let left = several;
    for (const test of tests) { const fitting = left.filter(test); if (fitting.length > 0) left = fitting; }
    const [only] = left;
    return only && left.length === 1 ? { kind: 'found', item: only } : { kind: 'several', items: left.slice(0, 5) };
  }
  return {
    size: items.length,
    ofDepartment: (creditCode) => items.filter((item) => item.code.startsWith(creditCode)).map((item) => item.code),
    find({ code, name, departmentName }, departmentCode) {
      const exact = byCode.get(code);
      const known = exact === undefined ? undefined : items[exact];
      if (known) return { kind: 'found', item: known };
      const named = itemsAt(byName.get(foldedName(name)));
      if (code !== '') {
        const under = code.length === 31 ? itemsAt(byTask.get(code)) : code.length === 12 ? itemsAt(byBasic.get(code)) : [];
        if (under.length > 0) return narrowed(under, name, departmentName, departmentCode);
        return { kind: 'unknown', nearest: near(code, name), sameName: named.length > 0 };
      }
      if (named.length > 0) return narrowed(named, name, departmentName, departmentCode);
      return { kind: 'unknown', nearest: near(code, name), sameName: false };
    },
  };
}
