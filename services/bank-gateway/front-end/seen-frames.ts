/**
 * The last frames of a line, for the integrator who connects a bank: each field by its name, as it stood on the wire. Promises: kept in
 * memory only and few; what may be about a person, and every secret, is masked before it leaves here; nothing is read of a frame
 * until somebody looks.
 */
import { maskName, maskText } from '../../../infra/mask.ts';
import { readBody, type Body } from './body.ts';
import { decodeFrame } from './frame.ts';
import type { Profile } from './profile.ts';
import type { Reading } from './reading.ts';

const framesKept = 200;
const bytesKept = 1_048_576;

/** One field as it is shown. */
export interface ShownField { readonly name: string; readonly value: string; readonly masked: boolean }
export interface ShownFrame { readonly bytes: number; readonly code: string; readonly header: readonly ShownField[]; readonly body: readonly ShownField[]; readonly fault: { readonly zh: string; readonly en: string } | null }
/** What was asked and what was answered. */
export interface ShownExchange { readonly sequence: number; readonly at: string; readonly peer: string; readonly tookMs: number; readonly ask: ShownFrame; readonly answer: ShownFrame }

interface Kept { readonly sequence: number; readonly at: Date; readonly peer: string; readonly tookMs: number; readonly ask: Reading<Buffer>; readonly answer: Buffer }

export interface SeenFrames {
  saw(frame: Omit<Kept, 'sequence'>): void;
  /** Newest first; with `after` only those later than it. */
  list(after: number, limit: number): ShownExchange[];
}

/** Fields that name a thing and no person: shown as they are. */
const plainFacts = new Set(['payCode', 'amount', 'serial', 'workDate', 'collectedOn', 'rowId', 'from', 'to', 'count', 'refundNumber', 'user']);
const secretFacts = new Set(['password', 'newPassword']);
const plainSources = new Set(['node', 'code', 'ask-code', 'fresh-id', 'ask-id', 'today', 'now', 'result', 'words', 'pay-code', 'row-id', 'amount', 'department', 'line-amount', 'line-name', 'line-count', 'refund-number', 'refund-amount']);

/** Keeps the frames of one line. */
export function seenFrames(profile: Profile): SeenFrames {
  const kept: Kept[] = [];
  let sequence = 0;
  let held = 0;
  const sizeOf = (one: Kept): number => (one.ask.ok ? one.ask.value.length : 0) + one.answer.length;
  return {
    saw(frame) {
      const one = { ...frame, sequence: (sequence += 1) };
      kept.push(one);
      held += sizeOf(one);
      while (kept.length > framesKept || (held > bytesKept && kept.length > 1)) { const old = kept.shift(); if (old) held -= sizeOf(old); }
    },
    list: (after, limit) => kept.filter((one) => one.sequence > after).slice(-limit).reverse().map((one) => shown(one, profile)),
  };
}

function shown(one: Kept, profile: Profile): ShownExchange {
  const ask = one.ask.ok ? view(one.ask.value, profile, null) : { bytes: 0, code: '', header: [], body: [], fault: words(one.ask.fault) };
  return { sequence: one.sequence, at: one.at.toISOString(), peer: one.peer, tookMs: one.tookMs, ask, answer: view(one.answer, profile, ask.code) };
}

const words = ({ zh, en }: { readonly zh: string; readonly en: string }): { zh: string; en: string } => ({ zh, en });

/** `asked` is the code of the ask when this is its answer. */
function view(bytes: Buffer, profile: Profile, asked: string | null): ShownFrame {
  const frame = decodeFrame(profile.frame, bytes);
  if (!frame.ok) return { bytes: bytes.length, code: '', header: [], body: [], fault: words(frame.fault) };
  const secretHeader = profile.identity.by === 'login' ? profile.identity.header : null;
  const secretPlaces = new Set(profile.asks.flatMap(({ takes }) => [...secretFacts].map((one) => takes[one]?.header)));
  const header = Object.entries(frame.value.fields).map(([name, value]) => ((name === secretHeader || secretPlaces.has(name)) && value !== '' ? hidden(name) : { name, value, masked: false }));
  const body = readBody(profile.body, profile.charset, frame.value.body);
  if (!body.ok) return { bytes: bytes.length, code: '', header, body: [], fault: words(body.fault) };
  const { at, last } = profile.code;
  const whole = (at.header === undefined ? body.value.head[at.head ?? ''] : frame.value.fields[at.header]) ?? '';
  const code = last === null ? whole : whole.slice(-last);
  const ask = profile.asks.find((each) => each.code === (asked ?? code));
  const fields = asked === null ? askedFields(body.value, profile, code) : answeredFields(body.value, profile, asked);
  return { bytes: bytes.length, code: code === '' && ask ? ask.code : code, header, body: fields, fault: null };
}

const hidden = (name: string): ShownField => ({ name, value: '***', masked: true });
function open(name: string, value: string): ShownField {
  const safe = maskText(value);
  return { name, value: safe, masked: safe !== value };
}
/** Nobody has said what stands there: Chinese text may be a name, long digits an account. */
function unknown(name: string, value: string): ShownField {
  const safe = /\p{Script=Han}/u.test(value) ? maskName(value) : maskText(value).replace(/\d{10,}/g, (digits) => `${digits.slice(0, 4)}${'*'.repeat(digits.length - 8)}${digits.slice(-4)}`);
  return { name, value: safe, masked: safe !== value };
}
const placed = (body: Body, profile: Profile, names: readonly string[]): { where: 'head' | 'field'; name: string; label: string; value: string }[] => (profile.body.format === 'delimited'
  ? body.fields.map((value, at) => ({ where: 'field' as const, name: names[at] ?? '', label: names[at] ?? `#${String(at + 1)}`, value }))
  : [
    ...Object.entries(body.head).map(([name, value]) => ({ where: 'head' as const, name, label: `${profile.body.format === 'xml' ? profile.body.head : ''}/${name}`, value })),
    ...body.records.flatMap((record, at) => Object.entries(record).map(([name, value]) => ({ where: 'field' as const, name, label: body.records.length > 1 ? `${String(at + 1)}/${name}` : name, value }))),
  ]);

function askedFields(body: Body, profile: Profile, code: string): ShownField[] {
  const ask = profile.asks.find((one) => one.code === code);
  const facts = Object.entries(ask?.takes ?? {});
  // Under whatever code it comes, also one that is misspelt or unknown.
  const secrets = profile.asks.flatMap(({ takes }) => [...secretFacts].flatMap((one) => takes[one] ?? []));
  return placed(body, profile, ask?.fields ?? []).map(({ where, name, label, value }) => {
    if (secrets.some((place) => (where === 'head' ? place.head : place.field) === name)) return hidden(label);
    // Between separators a field is known by its place alone: without a code that says it, any may be the secret.
    if (ask === undefined && where === 'field' && profile.body.format === 'delimited' && secrets.length > 0) return hidden(label);
    if (where === 'head') return open(label, value);
    const fact = facts.find(([, place]) => place.field === name)?.[0];
    return fact !== undefined && plainFacts.has(fact) ? { name: label, value, masked: false } : unknown(label, value);
  });
}

function answeredFields(body: Body, profile: Profile, asked: string): ShownField[] {
  const ask = profile.asks.find((one) => one.code === asked);
  const secrets = new Set(profile.asks.flatMap(({ takes }) => [...secretFacts].map((fact) => takes[fact]?.field)));
  const written = [...(ask?.answer.record ?? []), ...profile.refused.record, ...profile.technical.record];
  // A refusal in fields between separators is its words alone.
  const words = profile.body.format === 'delimited' && body.fields.length === 1 && (ask?.answer.record.length ?? 0) > 1;
  return placed(body, profile, words ? ['words'] : (ask?.answer.record ?? []).map(({ name }) => name)).map(({ where, name, label, value }) => {
    if (where === 'head' || words) return open(label, value);
    const source = written.find((one) => one.name === name);
    if (source?.from === 'accredit-code' || secrets.has(name)) return hidden(label);
    const known = source !== undefined && (source.value !== undefined || (source.from !== undefined && plainSources.has(source.from)));
    return known ? { name: label, value, masked: false } : unknown(label, value);
  });
}
