/**
 * Reads the XML that banks really send — elements one in another, text, the five entities, no attributes — in one pass and a tenth of
 * the work of a parser for all of XML. Promises: it reads only what it is sure of, just as the library would; of anything else it says
 * nothing (null), and the library decides.
 */
export type PlainElement = string | { [name: string]: PlainElement | PlainElement[] };

type Elements = Record<string, PlainElement | PlainElement[]>;

const name = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const blank = (text: string): boolean => text.trim() === '';

interface Open { name: string; children: Elements | null }

/** The tree under its root's name; `list` names the elements that are a list even when there is one. Null when it is not plain. */
export function readPlainXml(xml: string, list: string): Elements | null {
  const tree: Elements = {};
  const open: Open[] = [];
  let at = 0;
  if (xml.startsWith('<?xml ')) {
    at = xml.indexOf('?>') + 2;
    if (at === 1) return null;
  }
  while (at < xml.length) {
    const begins = xml.indexOf('<', at);
    if (begins < 0) return open.length === 0 && blank(xml.slice(at)) && !isEmpty(tree) ? tree : null;
    const text = xml.slice(at, begins);
    const ends = xml.indexOf('>', begins);
    if (ends < 0) return null;
    at = ends + 1;
    const top = open.at(-1);
    if (xml[begins + 1] === '/') {
      if (!top || xml.slice(begins + 2, ends) !== top.name) return null;
      open.pop();
      // Words between elements are neither a value nor nothing.
      if (top.children !== null && !blank(text)) return null;
      const value = top.children ?? valueOf(text);
      if (value === null) return null;
      put(open.at(-1)?.children ?? tree, top.name, value, list);
    } else {
      const inside = xml.slice(begins + 1, ends);
      // Attributes, comments, sections, elements without an end, and names that every object has are left to the library.
      if (!name.test(inside) || inside in Object.prototype || inside === 'prototype' || !blank(text) || (top === undefined && !isEmpty(tree))) return null;
      if (top) top.children ??= {};
      open.push({ name: inside, children: null });
    }
  }
  return open.length === 0 && !isEmpty(tree) ? tree : null;
}

function isEmpty(tree: object): boolean {
  for (const _any in tree) return false;
  return true;
}

function valueOf(text: string): string | null {
  if (text.includes(']]>')) return null;
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  const value = lines.trim();
  if (!value.includes('&')) return value;
  let strange = false;
  const read = value.replace(/&(\w*);?/g, (whole, entity: string) => { const sign = whole.endsWith(';') && Object.hasOwn(entities, entity) ? entities[entity] : undefined; strange ||= sign === undefined; return sign ?? whole; });
  return strange ? null : read;
}

/** Puts a child into its parent; told again, or named a list, it becomes one. */
function put(parent: Elements, child: string, value: PlainElement, list: string): void {
  const earlier = Object.hasOwn(parent, child) ? parent[child] : undefined;
  if (Array.isArray(earlier)) earlier.push(value);
  else if (earlier !== undefined) parent[child] = [earlier, value];
  else parent[child] = child === list ? [value] : value;
}
