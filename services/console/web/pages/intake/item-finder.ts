/**
 * Finds an item by what a clerk types: characters, full pinyin, initials, any mixture of them, or digits of its code; the
 * best first. Promise: a name that holds the query as one piece always stands before one that holds it in pieces.
 */

/** How characters are said: one list of syllables without tones for each character, several where a character has several. */
export type Syllables = (text: string) => readonly (readonly string[])[];

interface Sign { readonly sign: string; readonly said: readonly string[] }
/** A thing to be found, made ready once. */
export interface Findable<T> {
  readonly thing: T;
  readonly signs: readonly Sign[];
  /** Searched as it stands: codes and departments. */
  readonly also: readonly string[];
}
export interface Found<T> {
  readonly thing: T;
  readonly score: number;
  /** Which characters of the name matched, for emphasis. */
  readonly places: ReadonlySet<number>;
}

/** Without syllables (still loading) characters are found all the same. */
export function findable<T>(thing: T, name: string, also: readonly string[], syllables: Syllables | undefined): Findable<T> {
  const characters = [...name];
  const said = syllables?.(name) ?? [];
  // A reading whose length differs cannot be laid beside the characters.
  const fits = said.length === characters.length;
  return { thing, also: also.map((text) => text.toLowerCase()), signs: characters.map((sign, index) => ({ sign: sign.toLowerCase(), said: fits ? (said[index] ?? []) : [] })) };
}

/** What a step of the match earns. */
const earned = { character: 12, syllable: 11, beginning: 6, initial: 9, together: 7, front: 8, skipped: -1 } as const;
const none = Number.NEGATIVE_INFINITY;

/**
 * The things that match, best first; `recent` (most recent first) lifts equals and orders everything while nothing is typed.
 * Spaces part nothing: pinyin input methods put them in.
 */
export function find<T>(all: readonly Findable<T>[], typed: string, options: { key: (thing: T) => string; recent?: readonly string[]; limit?: number }): Found<T>[] {
  const query = typed.toLowerCase().replaceAll(/[\s'’]/g, '');
  const rank = (thing: T): number => {
    const at = options.recent?.indexOf(options.key(thing)) ?? -1;
    return at < 0 ? 0 : (options.recent?.length ?? 0) - at;
  };
  const limit = options.limit ?? 50;
  if (query === '') {
    return all.map(({ thing }) => ({ thing, score: rank(thing), places: new Set<number>() })).toSorted((a, b) => b.score - a.score).slice(0, limit);
  }
  const found: Found<T>[] = [];
  for (const one of all) {
    const match = matchName(one.signs, query);
    const also = one.also.some((text) => text.includes(query)) ? 4 * query.length : none;
    const score = Math.max(match?.score ?? none, also);
    if (score > none) found.push({ thing: one.thing, score: score + Math.min(rank(one.thing), 5), places: match && match.score >= also ? match.places : new Set() });
  }
  const ordered = found.toSorted((a, b) => b.score - a.score);
  // Letters strewn over a long name match by accident: far behind the best they are no answer.
  const enough = (ordered[0]?.score ?? 0) * worthShowing;
  return ordered.filter(({ score }) => score >= enough).slice(0, limit);
}
const worthShowing = 0.5;

interface Match { readonly score: number; readonly places: ReadonlySet<number> }

/** The best way to lay the whole query along the name, character by character, pieces allowed. */
function matchName(signs: readonly Sign[], query: string): Match | undefined {
  const memory = new Map<number, { score: number; take: number } | null>();
  const width = query.length + 1;
  /** Best from character `at` with `used` of the query laid; `joined` says the character before matched. */
  const best = (at: number, used: number, joined: boolean): number => {
    if (used === query.length) return 0;
    if (at === signs.length) return none;
    const place = (at * width + used) * 2 + (joined ? 1 : 0);
    const known = memory.get(place);
    if (known !== undefined) return known?.score ?? none;
    let choice = { score: none, take: 0 };
    for (const [take, worth] of steps(signs[at], query, used)) {
      const rest = best(at + 1, used + take, true);
      if (rest === none) continue;
      const score = worth + (joined ? earned.together : 0) + (at === 0 ? earned.front : 0) + rest;
      if (score > choice.score) choice = { score, take };
    }
    const passed = best(at + 1, used, false);
    // A gap inside the match costs; what stands before its first character does not.
    const skipping = passed === none ? none : passed + (used > 0 ? earned.skipped : 0) + (joined ? -earned.together : 0);
    if (skipping > choice.score) choice = { score: skipping, take: 0 };
    memory.set(place, choice.score === none ? null : choice);
    return choice.score;
  };
  const score = best(0, 0, false);
  if (score === none) return undefined;
  const places = new Set<number>();
  let [used, joined] = [0, false];
  for (let at = 0; at < signs.length && used < query.length; at += 1) {
    const take = memory.get((at * width + used) * 2 + (joined ? 1 : 0))?.take ?? 0;
    if (take > 0) places.add(at);
    used += take;
    joined = take > 0;
  }
  // Shorter names are meant more often than long ones that also hold the words.
  return { score: score - signs.length * 0.05, places };
}

/** How many letters of the query one character can take, and what each way is worth. */
function steps(sign: Sign | undefined, query: string, used: number): [take: number, worth: number][] {
  if (!sign) return [];
  const ways: [number, number][] = [];
  if (query.startsWith(sign.sign, used)) ways.push([sign.sign.length, earned.character * (sign.said.length > 0 ? 1 : 0.8)]);
  for (const said of sign.said) {
    if (query.startsWith(said, used)) ways.push([said.length, earned.syllable + said.length]);
    if (query[used] === said[0]) {
      ways.push([1, earned.initial]);
      // zh, ch, sh are typed as one initial, too.
      if (/^[zcs]h/.test(said) && query[used + 1] === 'h') ways.push([2, earned.initial]);
    }
    // The last syllable may be unfinished.
    const left = query.slice(used);
    if (left.length > 1 && left.length < said.length && said.startsWith(left)) ways.push([left.length, earned.beginning + left.length]);
  }
  return ways;
}
