/**
 * Judging what two books say of one day, key by key: ours and a statement. Pure. Promises: every key gets one verdict; the order in
 * which lines came, and how many files they came in, changes nothing; what cancels itself on a side stands on neither.
 */

/** A move in our ledger: money a bank holds for us (positive) or that left it. */
export interface Ours { key: string; payCode: string; amountInFen: number }
/** A line of a statement. */
export interface Theirs { key: string; payCode: string; amountInFen: number; kind: string; revenueItem: string; line: number; file: number }

/** The books a day is closed over. */
export const books = ['ours', 'bank', 'fiscal'] as const;
export type Book = (typeof books)[number];

/**
 * matched 相符 · theirs-only 长款 (they hold it, we do not) · ours-only 短款 · amount 金额不符 · state 状态不符 (reversed on one side alone) ·
 * duplicate 重复 · date 日期不符 · pay-code 缴款码不符 · unconfirmed 未到账确认 (the fiscal record lacks it) · confirmed-alone 财政单方 (it alone has it).
 */
export const verdicts = ['matched', 'theirs-only', 'ours-only', 'amount', 'state', 'duplicate', 'date', 'pay-code', 'unconfirmed', 'confirmed-alone'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Judged {
  key: string; verdict: Verdict; payCode: string;
  /** What remains on each side; null where nothing was ever said. */
  oursInFen: number | null; theirsInFen: number | null;
  /** What the fiscal record has of its bill; null where it says nothing, or there is none. */
  fiscalInFen: number | null;
  /** Which of the books stand apart from the others. */
  differs: Book[];
  /** Lines of the statement it rests on, for whoever looks them up. */
  lines: { file: number; line: number }[];
  /** The day the other side has it on, for `date`. */
  otherDay: string | null;
}

/** One key: all our moves and all their lines under it. */
export function judge(key: string, ours: readonly Ours[], theirs: readonly Theirs[]): Judged {
  const [our, their] = [net(ours), net(theirs)];
  const judged = (verdict: Verdict): Judged => ({
    key, verdict, payCode: named(ours) || named(theirs), oursInFen: ours.length === 0 ? null : our, theirsInFen: theirs.length === 0 ? null : their, fiscalInFen: null, differs: [],
    lines: theirs.map(({ file, line }) => ({ file, line })).sort((a, b) => a.file - b.file || a.line - b.line).slice(0, 20), otherDay: null,
  });
  if (theirs.length === 0) return judged(our === 0 ? 'matched' : 'ours-only');
  // What both sides come to is no difference, though it was said twice: two people may have put the second on our books.
  if (isRepeated(theirs) && our !== their) return judged('duplicate');
  if (ours.length === 0) return judged(their === 0 ? 'matched' : 'theirs-only');
  // A dialect without pay codes on its lines leaves them empty; that is no difference.
  if (theirs.some((line) => line.payCode !== '' && !ours.some((move) => move.payCode === line.payCode))) return judged('pay-code');
  if (our === their) return judged('matched');
  return judged(our === 0 || their === 0 ? 'state' : 'amount');
}

/** What is known of one pay code on our books and in the fiscal record, over all days and banks. */
export interface Confirmable {
  /** Money its bill took, and money told for it that the bill could not take. */
  paidInFen: number; foundInFen: number;
  /** Whether we ever had money under it. */
  known: boolean;
  fiscal: readonly { amountInFen: number; kind: string; revenueItem: string; collectingUnit: string }[];
}

/**
 * What the fiscal record says of a pay code, against what we hold; null where both agree. Money a bill could not take may have arrived there or
 * lie at its bank: either agrees. On which day the platform confirms is its own affair.
 */
export function judgeFiscal({ paidInFen, foundInFen, known, fiscal }: Confirmable): Verdict | null {
  const theirs = net(fiscal);
  if (fiscal.length === 0) return paidInFen === 0 ? null : 'unconfirmed';
  if (theirs === paidInFen || theirs === paidInFen + foundInFen) return null;
  if (!known) return theirs === 0 ? null : 'confirmed-alone';
  if (paidInFen === 0 || theirs === 0) return 'state';
  const said = fiscal.map(({ kind, revenueItem, collectingUnit, amountInFen }) => `${kind}\u0000${revenueItem}\u0000${collectingUnit}\u0000${String(amountInFen)}`);
  return new Set(said).size < said.length ? 'duplicate' : 'amount';
}

/** Which books stand apart: of three amounts the one the other two agree against, or all of them; nothing said counts as no money. */
export function standingApart(oursInFen: number | null, bankInFen: number | null, fiscalInFen: number | null, threeWay: boolean): Book[] {
  const [our, bank, fiscal] = [oursInFen ?? 0, bankInFen ?? 0, fiscalInFen ?? 0];
  if (!threeWay) return our === bank ? [] : ['bank'];
  if (our === bank) return bank === fiscal ? [] : ['fiscal'];
  if (our === fiscal) return ['bank'];
  return bank === fiscal ? ['ours'] : ['ours', 'bank', 'fiscal'];
}

/** The pay code a side names; of several always the same one. */
const named = (side: readonly { payCode: string }[]): string => side.reduce((least, { payCode }) => (payCode !== '' && (least === '' || payCode < least) ? payCode : least), '');
const net = (side: readonly { amountInFen: number }[]): number => side.reduce((sum, { amountInFen }) => sum + amountInFen, 0);

/** The same thing said twice. Parts of one payment differ by revenue item, and a payment after its reversal is a new one under a new serial. */
function isRepeated(theirs: readonly Theirs[]): boolean {
  if (theirs.length < 2) return false;
  const said = theirs.map(({ kind, revenueItem, payCode }) => `${kind}\u0000${revenueItem}\u0000${payCode}`);
  return new Set(said).size < said.length;
}

interface Keyed { key: string }
/** Walks two sides that are ordered by key and gives each key once, with all it has on either side. Keys are ASCII: their order is the same here and in the database. */
export async function* keysOf<A extends Keyed, B extends Keyed>(ours: AsyncIterable<readonly A[]>, theirs: AsyncIterable<readonly B[]>): AsyncGenerator<{ key: string; ours: A[]; theirs: B[] }> {
  const [left, right] = [cursorOf(ours), cursorOf(theirs)];
  try {
    for (;;) {
      const [a, b] = [left.peek() ?? await left.fill(), right.peek() ?? await right.fill()];
      if (a === undefined && b === undefined) return;
      const key = a === undefined ? (b?.key ?? '') : b === undefined || a.key <= b.key ? a.key : b.key;
      yield { key, ours: a?.key === key ? await left.take(key) : [], theirs: b?.key === key ? await right.take(key) : [] };
    }
  } finally { await left.close(); await right.close(); }
}

interface Cursor<T> { peek(): T | undefined; fill(): Promise<T | undefined>; take(key: string): Promise<T[]>; close(): Promise<void> }
function cursorOf<T extends Keyed>(pieces: AsyncIterable<readonly T[]>): Cursor<T> {
  const iterator = pieces[Symbol.asyncIterator]();
  let piece: readonly T[] = [];
  let at = 0;
  let last = '';
  const cursor: Cursor<T> = {
    peek: () => piece[at],
    async fill() {
      while (at >= piece.length) {
        const next = await iterator.next();
        if (next.done) { piece = []; at = 0; return undefined; }
        piece = next.value;
        at = 0;
      }
      return piece[at];
    },
    async take(key) {
      // A side out of order would let lines pass each other unseen.
      if (key < last) throw new Error('day close: the lines are not in the order of their keys');
      last = key;
      const taken: T[] = [];
      for (;;) {
        const next = piece[at] ?? await cursor.fill();
        if (next?.key !== key) return taken;
        taken.push(next);
        at += 1;
      }
    },
    async close() { await iterator.return?.(); },
  };
  return cursor;
}
