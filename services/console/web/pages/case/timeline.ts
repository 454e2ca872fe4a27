/**
 * One timeline of a case out of what every service and every outside system has of it. Promise: pure; nothing told is
 * left out, nothing is told twice, and the order is that of the moments themselves, whatever order the answers came in.
 */

/** Whose record an entry is: the name of the service that was asked. */
export const timelineSources = ['intake', 'fees', 'seal', 'certificates', 'notify', 'province-gateway', 'bank-gateway', 'sms-gateway'] as const;
export type TimelineSource = (typeof timelineSources)[number];

/** What one entry tells beside its moment. */
export type Told =
  | { kind: 'step'; zh: string; en: string; by: string }
  | { kind: 'bill-issued'; payCode: string; amountInFen: number }
  | { kind: 'bill-void'; payCode: string; by: string; reason: string }
  | { kind: 'payment'; payCode: string; amountInFen: number; bank: string; serial: string }
  | { kind: 'reversal'; payCode: string; amountInFen: number; bank: string; serial: string }
  | { kind: 'seal'; sealName: string; ledgerNumber: string; purpose: string; by: string; document: string }
  | { kind: 'certificate-drafted'; number: string; title: string }
  | { kind: 'certificate-issued'; number: string; title: string }
  | { kind: 'text-asked'; text: string; words: string; state: string; dueAt: string | null }
  | { kind: 'text-reported'; text: string; state: string; reason: string | null }
  | { kind: 'acknowledged'; sequence: number; step: string }
  | { kind: 'exchange'; target: string; operation: string; outcome: string; request: string; answer: string; tookMs: number; times: number; until: string };

export type TimelineEntry = Told & {
  /** Stable from one reading to the next, so that an opened entry stays open. */
  readonly key: string;
  /** ISO moment. */
  readonly at: string;
  readonly source: TimelineSource;
  /** When the case heard of it, where the case notes the same thing once more. */
  readonly heardAt?: string;
};

export interface CaseParts {
  steps: readonly { at: string; service: string; what: string; whatEn: string; by: { name: string } }[];
  acknowledged: readonly { sequence: number; kind: string; at: string }[];
  bills?: readonly {
    payCode: string; amountInFen: number; issuedAt: string;
    payment: { bank: string; serial: string; amountInFen: number; settledAt: string } | null;
    reversals: readonly { bank: string; serial: string; amountInFen: number; settledAt: string; reversedAt: string }[];
    voided: { by: string; at: string; reason: string } | null;
  }[];
  ledger?: readonly { ledgerNumber: string; sealName: string; purpose: string; usedAt: string; keeper: { account: string }; document: { name: string } }[];
  certificates?: readonly { number: string; title: string; draftedAt: string | null; issuedAt: string | null }[];
  texts?: readonly { textKey: string; kind: string; state: string; words: string; askedAt: string; dueAt: string | null; reportedAt: string | null; reason: string | null }[];
  exchanges?: Partial<Record<TimelineSource, readonly Exchange[] | undefined>>;
}

interface Exchange { at: string; target: string; operation: string; request: string; answer: string; outcome: string; tookMs: number }

/** Everything in the order it happened. A part that is missing is a service that did not answer or may not be asked. */
export function mergeTimeline(parts: CaseParts): TimelineEntry[] {
  const own = [...billEntries(parts.bills ?? []), ...sealEntries(parts.ledger ?? []), ...certificateEntries(parts.certificates ?? []), ...textEntries(parts.texts ?? [])];
  const entries: TimelineEntry[] = [
    ...withEchoes(own, parts.steps),
    ...parts.acknowledged.map((one): TimelineEntry => ({ kind: 'acknowledged', key: `acknowledged/${one.sequence}`, at: one.at, source: 'province-gateway', sequence: one.sequence, step: one.kind })),
    ...timelineSources.flatMap((source) => exchangeEntries(source, parts.exchanges?.[source] ?? [])),
  ];
  return entries.sort(earlier);
}

/** How many entries each source has; for the filter. */
export function countBySource(entries: readonly TimelineEntry[]): Map<TimelineSource, number> {
  const counts = new Map<TimelineSource, number>();
  for (const entry of entries) counts.set(entry.source, (counts.get(entry.source) ?? 0) + 1);
  return counts;
}

/** The day in China an entry belongs to. */
export const dayOf = (entry: { at: string }): string => new Date(Date.parse(entry.at) + 8 * 3_600_000).toISOString().slice(0, 10);

function earlier(a: TimelineEntry, b: TimelineEntry): number {
  const byMoment = Date.parse(a.at) - Date.parse(b.at);
  if (byMoment !== 0) return byMoment;
  // What the case did at a moment comes before what it set off at the same one.
  const bySource = timelineSources.indexOf(a.source) - timelineSources.indexOf(b.source);
  return bySource !== 0 ? bySource : a.key.localeCompare(b.key, 'en', { numeric: true });
}

/**
 * The case notes what it hears from the services. Where the service's own record is here too, the note is only the
 * moment of hearing; where it is not (not answered, not permitted), the note stands in for it.
 */
function withEchoes(own: TimelineEntry[], steps: CaseParts['steps']): TimelineEntry[] {
  const waiting = own.filter((entry) => heardByTheCase.has(entry.kind)).sort(earlier);
  const heard = new Map<string, string>();
  const told: TimelineEntry[] = [];
  for (const [index, step] of steps.entries()) {
    const source = timelineSources.find((name) => name === step.service) ?? 'intake';
    const match = source === 'intake' ? -1 : waiting.findIndex((entry) => entry.source === source && Date.parse(entry.at) <= Date.parse(step.at) + clocksApartMs);
    const [echoed] = match === -1 ? [] : waiting.splice(match, 1);
    if (echoed) heard.set(echoed.key, step.at);
    else told.push({ kind: 'step', key: `step/${index}`, at: step.at, source, zh: step.what, en: step.whatEn, by: step.by.name });
  }
  return [...told, ...own.map((entry) => { const heardAt = heard.get(entry.key); return heardAt === undefined ? entry : { ...entry, heardAt }; })];
}
const heardByTheCase: ReadonlySet<string> = new Set(['bill-issued', 'payment', 'reversal', 'seal', 'certificate-drafted', 'certificate-issued']);
/** Services may stand on computers whose clocks differ a little: the echo may seem to come first. */
const clocksApartMs = 2_000;

function billEntries(bills: NonNullable<CaseParts['bills']>): TimelineEntry[] {
  return bills.flatMap((bill): TimelineEntry[] => {
    const { payCode } = bill;
    // A reversed payment came in before it went back: both belong to the story.
    const takenBack = bill.reversals.flatMap((one): TimelineEntry[] => [
      { kind: 'payment', key: `payment/${one.bank}/${one.serial}`, at: one.settledAt, source: 'fees', payCode, amountInFen: one.amountInFen, bank: one.bank, serial: one.serial },
      { kind: 'reversal', key: `reversal/${one.bank}/${one.serial}`, at: one.reversedAt, source: 'fees', payCode, amountInFen: one.amountInFen, bank: one.bank, serial: one.serial },
    ]);
    const paid = bill.payment;
    return [
      { kind: 'bill-issued', key: `bill/${payCode}`, at: bill.issuedAt, source: 'fees', payCode, amountInFen: bill.amountInFen },
      ...takenBack,
      ...(paid ? [{ kind: 'payment' as const, key: `payment/${paid.bank}/${paid.serial}`, at: paid.settledAt, source: 'fees' as const, payCode, amountInFen: paid.amountInFen, bank: paid.bank, serial: paid.serial }] : []),
      ...(bill.voided ? [{ kind: 'bill-void' as const, key: `void/${payCode}`, at: bill.voided.at, source: 'fees' as const, payCode, by: bill.voided.by, reason: bill.voided.reason }] : []),
    ];
  });
}

function sealEntries(ledger: NonNullable<CaseParts['ledger']>): TimelineEntry[] {
  return ledger.map((line) => ({
    kind: 'seal', key: `seal/${line.ledgerNumber}`, at: line.usedAt, source: 'seal', sealName: line.sealName, ledgerNumber: line.ledgerNumber, purpose: line.purpose,
    by: line.keeper.account, document: line.document.name,
  }));
}

function certificateEntries(certificates: NonNullable<CaseParts['certificates']>): TimelineEntry[] {
  return certificates.flatMap((one): TimelineEntry[] => [
    ...(one.draftedAt === null ? [] : [{ kind: 'certificate-drafted' as const, key: `drafted/${one.number}`, at: one.draftedAt, source: 'certificates' as const, number: one.number, title: one.title }]),
    ...(one.issuedAt === null ? [] : [{ kind: 'certificate-issued' as const, key: `issued/${one.number}`, at: one.issuedAt, source: 'certificates' as const, number: one.number, title: one.title }]),
  ]);
}

function textEntries(texts: NonNullable<CaseParts['texts']>): TimelineEntry[] {
  return texts.flatMap((one): TimelineEntry[] => [
    { kind: 'text-asked', key: `text/${one.textKey}`, at: one.askedAt, source: 'notify', text: one.kind, words: one.words, state: one.state, dueAt: one.dueAt },
    ...(one.reportedAt === null ? [] : [{ kind: 'text-reported' as const, key: `report/${one.textKey}`, at: one.reportedAt, source: 'notify' as const, text: one.kind, state: one.state, reason: one.reason }]),
  ]);
}

/** During an outage the same talk fails again and again: one entry says how often and until when. */
function exchangeEntries(source: TimelineSource, exchanges: readonly Exchange[]): TimelineEntry[] {
  const entries: Extract<TimelineEntry, { kind: 'exchange' }>[] = [];
  const numbers = new Map<string, number>();
  for (const one of [...exchanges].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const last = entries.at(-1);
    if (last && one.outcome === 'unavailable' && last.outcome === one.outcome && last.target === one.target && last.operation === one.operation && last.answer === one.answer) {
      entries[entries.length - 1] = { ...last, times: last.times + 1, until: one.at };
      continue;
    }
    // Two talks may share a moment to the millisecond: the key counts them.
    const name = `exchange/${source}/${one.at}/${one.operation}`;
    const number = (numbers.get(name) ?? 0) + 1;
    numbers.set(name, number);
    entries.push({ kind: 'exchange', key: `${name}/${number}`, at: one.at, source, target: one.target, operation: one.operation, outcome: one.outcome, request: one.request, answer: one.answer, tookMs: one.tookMs, times: 1, until: one.at });
  }
  return entries;
}
