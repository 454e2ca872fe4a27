/**
 * Which of the zone's items somebody probably meant who named one the zone does not know: by the parts of its code and by its name.
 * Says why for each. A guess for a person to judge, never a mapping by itself.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';

export interface NamedItem { code: string; name: string }
export interface Nearest extends NamedItem {
  /** 0 to 100; comparable within one answer only. */
  score: number;
  reasons: BothLanguages[];
}

/** Below this a likeness is chance: nearly all names of approvals share two or three characters. */
const leastLikeness = 0.25;

/** The items most like the wanted one, best first. */
export function nearestItems(wanted: { code?: string | undefined; name: string }, items: readonly NamedItem[], limit: number): Nearest[] {
  const found: Nearest[] = [];
  const name = meaningOf(wanted.name);
  for (const item of items) {
    const byCode = codeLikeness(wanted.code ?? '', item.code);
    const byName = nameLikeness(name, meaningOf(item.name));
    // Two weak signs together are worth more than either, and never certainty.
    const likeness = 1 - (1 - byCode.likeness * 0.95) * (1 - byName * 0.95);
    if (likeness < leastLikeness) continue;
    const percent = Math.round(byName * 100);
    const reasons = byName === 1 ? [{ zh: '名称相同', en: 'the same name' }] : byName >= leastLikeness ? [{ zh: `名称相似度 ${String(percent)}%`, en: `names alike to ${String(percent)} %` }] : [];
    found.push({ ...item, score: Math.round(likeness * 100), reasons: [...(byCode.reason ? [byCode.reason] : []), ...reasons] });
  }
  return found.toSorted((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1)).slice(0, limit);
}

/** 实施编码 = body 18 · level 1 · 基本编码 12, which is region 2 · type 2 · department 2 · item 3 · sub-item 3; 业务办理项 adds 2. */
function codeLikeness(wanted: string, code: string): { likeness: number; reason: BothLanguages | null } {
  const [a, b] = [partsOf(wanted), partsOf(code)];
  if (!a || !b) return { likeness: 0, reason: null };
  if (wanted === code) return { likeness: 1, reason: { zh: '编码相同', en: 'the same code' } };
  if (a.body !== '' && a.body === b.body && a.basic === b.basic) return { likeness: 0.95, reason: { zh: '实施编码相同，业务办理项不同', en: 'the same implementation code, another sub-item of handling' } };
  if (a.basic === b.basic) return { likeness: 0.85, reason: { zh: '基本编码相同，实施主体不同', en: 'the same basic code, another body' } };
  // 00 is the national list, else the province's own: one power often stands in both.
  if (a.basic.slice(2) === b.basic.slice(2)) return { likeness: 0.75, reason: { zh: '基本编码除地区外相同（国家与省级目录）', en: 'the same basic code but for the region (national and provincial list)' } };
  if (a.basic.slice(2, 9) === b.basic.slice(2, 9)) return { likeness: 0.55, reason: { zh: '同一主项，子项不同', en: 'the same item, another sub-item' } };
  if (a.body !== '' && a.body === b.body && a.basic.slice(2, 6) === b.basic.slice(2, 6)) return { likeness: 0.15, reason: { zh: '同一实施主体、同类权力', en: 'the same body and kind of power' } };
  return { likeness: 0, reason: null };
}

function partsOf(code: string): { body: string; basic: string } | null {
  if (/^[0-9A-Z]{12}$/.test(code)) return { body: '', basic: code };
  if (/^[0-9A-Z]{31}(?:[0-9A-Z]{2})?$/.test(code)) return { body: code.slice(0, 18), basic: code.slice(19, 31) };
  return null;
}

/** Words every second name ends in: what they share says nothing. */
const empty = /(?:行政)?(?:审批|许可|核准|备案|审核|审查|办理|核发|登记|确认|初审)|的|事项|[（(][^）)]*[）)]/g;

/** A name without what says nothing: width, space, punctuation, the words all names share. A name of such words only stays whole. */
function meaningOf(name: string): string {
  const plain = name.normalize('NFKC').replaceAll(/[\s\p{P}\p{S}]/gu, (sign) => (sign === '(' || sign === ')' ? sign : ''));
  const meaning = plain.replaceAll(empty, '');
  return [...meaning].length >= 2 ? meaning : plain;
}

/** Dice's coefficient over pairs of characters: what two names share, in the order in which it stands. */
function nameLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const [left, right] = [pairsOf(a), pairsOf(b)];
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  const total = [...left.values(), ...right.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : Math.min(0.99, (2 * shared) / total);
}
function pairsOf(text: string): Map<string, number> {
  const letters = [...text];
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < letters.length; at += 1) {
    const pair = `${letters[at] ?? ''}${letters[at + 1] ?? ''}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
