/**
 * What scanners and card readers type: they are keyboards that type faster than people. Told apart by speed, understood by
 * content: an identity card (name and citizen number) or a business licence (credit code, perhaps its name). What is
 * neither stays where it was typed.
 */
import { isCitizenNumber, isCreditCode } from '../../../../../contracts/identifiers.ts';

export type Scanned =
  | { readonly kind: 'card'; readonly name: string | null; readonly citizenNumber: string }
  | { readonly kind: 'licence'; readonly creditCode: string; readonly name: string | null };

/** Runs of exactly 18 signs, wherever they stand: between other letters or digits they are part of something else. */
const eighteen = /(?<![0-9A-Za-z])[0-9A-Za-z]{17}[0-9A-Za-z](?![0-9A-Za-z])/g;
const named = /(?:企业名称|单位名称|名\s*称)\s*[:：]?\s*([^\s;；,，|&]+)/;

/** What a text from a reader or scanner says, or undefined. A bare number that could be both is read as a person's. */
export function readScan(text: string): Scanned | undefined {
  const plain = decoded(text).trim();
  const runs = [...plain.matchAll(eighteen)].map(([run]) => run.toUpperCase());
  const licence = runs.find(isCreditCode);
  const number = runs.find(isCitizenNumber);
  const address = /^https?:/i.test(plain);
  const speaksOfLicence = address || /信用代码|营业执照|uniscid/i.test(plain);
  if (number !== undefined && !speaksOfLicence) return { kind: 'card', name: cardName(plain), citizenNumber: number };
  if (licence !== undefined) return { kind: 'licence', creditCode: licence, name: named.exec(plain)?.[1] ?? null };
  return undefined;
}

/** The name on a card: after its label, or else the first field that can be a name. */
function cardName(text: string): string | null {
  const labelled = /姓\s*名\s*[:：]?\s*([\p{Script=Han}·•]{2,30}?)(?=\s*(?:性\s*别|[^\p{Script=Han}·•]|$))/u.exec(text)?.[1];
  if (labelled) return labelled;
  const first = text.split(/[,，;；|\t\r\n#^]+|\s{1,}/).map((field) => field.trim()).find((field) => field !== '');
  return first !== undefined && /^[\p{Script=Han}·•]{2,30}$/u.test(first) ? first : null;
}

function decoded(text: string): string {
  if (!/%[0-9A-Fa-f]{2}/.test(text)) return text;
  try { return decodeURIComponent(text); } catch { return text; }
}

/** Readers need 1 to 20 ms a sign, a busy computer adds to it; nobody types eighteen signs in a row this fast. */
export const burstGapMs = 80;
/** After this silence what came fast is over. */
export const burstEndMs = 220;

/** Follows what is typed and says when something scanned has come in. Times are told, never asked. */
export interface BurstReader {
  /** Typed or pasted text; tells whether it begins a new run: the moment to remember what stood in the form before. */
  typed(text: string, atMs: number): { begins: boolean };
  /** Enter, Tab or silence: what the run says, if it came from a machine; the run is over then. */
  ended(atMs: number): Scanned | undefined;
  /** Composition of characters or a click: no machine does that. */
  forget(): void;
}

export function openBurstReader(): BurstReader {
  let run = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    typed(text, atMs) {
      const begins = run === '' || atMs - lastMs > burstGapMs;
      run = begins ? text : run + text;
      lastMs = atMs;
      return { begins };
    },
    ended() {
      const scanned = run.length >= 18 ? readScan(run) : undefined;
      if (scanned) run = '';
      return scanned;
    },
    forget() { run = ''; lastMs = Number.NEGATIVE_INFINITY; },
  };
}
