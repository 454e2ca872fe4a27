/**
 * Two ledgers of one case set side by side: what we were told is there, and what the province says it has. Pure. What the platform has
 * not acknowledged yet is the queue's business and no difference.
 */
import type { DeliveryRules } from './delivery-rules.ts';
import type { Outgoing } from './outgoing.ts';
import type { RecordedStep, StepKind } from './port.ts';

export type Nature = 'missing' | 'extra' | 'twice' | 'older' | 'differs';
/** Whose word counts; `person` is for people to settle. */
export type Winner = 'zone' | 'province' | 'person';

/** One of our steps with its content as this platform would tell it. */
export interface OurStep extends Outgoing { readonly expected: Readonly<Record<string, string | null>>; readonly acknowledgedAt: Date | null }

export interface Difference {
  readonly caseNumber: string;
  readonly sequence: number;
  readonly kind: StepKind;
  readonly nature: Nature;
  /** Path of the field that differs; empty for a whole step. */
  readonly field: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

/** Fields that are the key or the hand-over itself, not what is told. */
const KEYS = new Set(['caseNumber', 'sequence', 'revision']);

/** The newest revision the province has of each step; of one revision there may be only one. */
export function newestOf(theirs: readonly RecordedStep[]): { step: RecordedStep; times: number }[] {
  const found = new Map<number, { step: RecordedStep; times: number }>();
  for (const step of theirs) {
    const known = found.get(step.sequence);
    if (!known || step.revision > known.step.revision) found.set(step.sequence, { step, times: 1 });
    else if (step.revision === known.step.revision) known.times += 1;
  }
  return [...found.values()];
}

/** The fields in which one step differs. */
export function fieldsThatDiffer(ours: OurStep, theirs: RecordedStep): Difference[] {
  return Object.entries(theirs.fields).flatMap(([field, value]) => {
    if (KEYS.has(field) || !Object.hasOwn(ours.expected, field)) return [];
    const expected = ours.expected[field] ?? null;
    return expected === value ? [] : [{ caseNumber: ours.caseNumber, sequence: ours.sequence, kind: ours.kind, nature: 'differs' as const, field, ours: expected, theirs: value }];
  });
}

/**
 * Every difference of one case. `asOf`: when the province was asked; what was acknowledged since is not looked at. `keptFrom`: before this the
 * platform may have removed what it acknowledged.
 */
export function compareCase(ours: readonly OurStep[], theirs: readonly RecordedStep[], options: { asOf: Date; keptFrom: Date | null; corrections: boolean }): Difference[] {
  const found: Difference[] = [];
  const newest = new Map(newestOf(theirs).map((one) => [one.step.sequence, one]));
  for (const our of ours) {
    const there = newest.get(our.sequence);
    newest.delete(our.sequence);
    if (our.state !== 'acknowledged' || our.acknowledgedAt === null || our.acknowledgedAt >= options.asOf) continue;
    const whole = (nature: Nature, theirWord: string | null): Difference => ({ caseNumber: our.caseNumber, sequence: our.sequence, kind: our.kind, nature, field: '', ours: String(our.revision), theirs: theirWord });
    if (!there) {
      if (options.keptFrom === null || our.acknowledgedAt >= options.keptFrom) found.push(whole('missing', null));
      continue;
    }
    if (there.times > 1) found.push(whole('twice', String(there.times)));
    if (options.corrections && there.step.revision < our.revision) found.push(whole('older', String(there.step.revision)));
    else found.push(...fieldsThatDiffer(our, there.step));
  }
  for (const { step } of newest.values()) found.push({ caseNumber: step.caseNumber, sequence: step.sequence, kind: step.kind, nature: 'extra', field: '', ours: null, theirs: String(step.revision) });
  return found;
}

/** Who is right by the platform's rule: what is missing or old is told again by the zone; what is too much is for people. */
export function winnerOf(difference: Pick<Difference, 'kind' | 'nature' | 'field'>, rules: Pick<DeliveryRules, 'winners' | 'corrections'>): Winner {
  if (difference.nature === 'extra' || difference.nature === 'twice') return 'person';
  if (difference.nature !== 'differs') return 'zone';
  const plain = difference.field.replaceAll(/\.\d+(?=\.|$)/g, '');
  const winner = rules.winners[`${difference.kind}.${plain}`] ?? rules.winners[plain] ?? rules.winners['*'] ?? 'person';
  return winner === 'zone' && !rules.corrections ? 'person' : winner;
}

/** A step with one field taken over from the province, as far as such a text can stand there; null where it cannot. */
export function withField(content: unknown, path: string, value: string | null): unknown {
  const [name = '', ...rest] = path.split('.');
  if (typeof content !== 'object' || content === null) return null;
  const entries = Array.isArray(content) ? Object.entries(content as unknown[]) : Object.entries(content);
  const found = entries.find(([key]) => key === name);
  if (!found) return null;
  const before: unknown = found[1];
  const after: unknown = rest.length > 0 ? withField(before, rest.join('.'), value)
    : typeof before === 'number' ? Number(value) : typeof before === 'boolean' ? value === 'true' : Array.isArray(before) ? (value ?? '').split(',').filter((one) => one !== '') : value;
  if (rest.length > 0 && after === null) return null;
  if (Array.isArray(content)) return content.map((one: unknown, at) => (String(at) === name ? after : one));
  return { ...content, [name]: after };
}
