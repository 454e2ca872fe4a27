/**
 * A province that speaks signed REST. Turns steps into the province's columns and rows into items as the profile says, and every
 * way a call can end into one of four outcomes. A push whose answer cannot be read may have happened and is in doubt;
 * a question whose answer cannot be read may simply be asked again.
 *
 * Domain codes and what becomes of them stand in the profile (`failures`). Without a line there a failure is a refusal for
 * a person to look at: the province said no, and repeating what it said no to would only be noise.
 */
import { createHash } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import { fenOfYuanText } from '../../../../contracts/identifiers.ts';
import { elapsedMs, type Clock } from '../../../../infra/clock.ts';
import { overPools } from '../../../../infra/http-wire.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import {
  PERSONAL_FIELDS, provinceItem, upstreamDecision, WORDS,
  type Acknowledgement, type CodedValue, type DecisionPage, type Exchange, type ItemPage, type Province, type ProvinceItem, type ProvinceStep,
} from '../../port.ts';
import { ITEM_LISTS, type Column, type ItemField, type Profile } from './profile.ts';
import { freshTimes, readAnswer, readDay, readMoment, signedHeaders, writeDay, writeMoment, type Answer } from './wire.ts';

export type SignedRestSettings = {
  /** Scheme, host and port of the province's gateway; the profile gives the paths. */
  readonly baseUrl: string;
  /** gjzwfwpt_rid, issued to this zone. */
  readonly requesterId: string;
  readonly appSecret: string;
  readonly profile: Profile;
  readonly clock: Clock;
  /** Told of each talk; must not throw. */
  readonly onExchange?: (exchange: Exchange) => void;
};

/** How one HTTP call ended, before anybody asks what it means for a push or a question. */
type Delivery = Answer | { readonly kind: 'not-sent'; readonly why: string } | { readonly kind: 'cut'; readonly why: string };

/** The connection was never made, so nothing can have happened. Everything else may have. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
/** A replayed timestamp is refused before anything happens; copies of this service may collide more than once in a burst. */
const FRESH_TIMES_TRIED = 5;

type Face = keyof Profile['interfaces'];

/** Opens a province. Nothing is sent before the first call. */
export function connectSignedRest(settings: SignedRestSettings): Province {
  const { profile, clock } = settings;
  // Bounded, so that a slow province costs waiting and not sockets; 100 pushes a second at 100 ms need ten.
  const agentSettings = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64, maxFreeSockets: 16, scheduling: 'lifo' as const };
  const httpAgent = new HttpAgent(agentSettings);
  const httpsAgent = new HttpsAgent(agentSettings);
  const client = axios.create({
    baseURL: settings.baseUrl, adapter: overPools({ http: httpAgent, https: httpsAgent }), responseType: 'arraybuffer',
    validateStatus: () => true, transformRequest: (body: string) => body, maxContentLength: 64 * 1024 * 1024,
  });
  const nextTime = freshTimes(() => clock.now().getTime());

  async function post(face: Face, body: string): Promise<Delivery> {
    const { path, sid } = profile.interfaces[face];
    const headers = signedHeaders(settings.appSecret, sid, settings.requesterId, nextTime());
    try {
      const answer = await client.post<unknown>(`/sysapi/${path}`, body, { headers, signal: AbortSignal.timeout(profile.callTimeoutMs) });
      const bytes = answer.data instanceof Uint8Array ? answer.data : new Uint8Array();
      return readAnswer(answer.status, String(answer.headers['content-type'] ?? ''), bytes);
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const code = error.code ?? '';
      const cause: unknown = error.cause;
      const connecting = typeof cause === 'object' && cause !== null && 'syscall' in cause && cause.syscall === 'connect';
      if (NEVER_SENT.has(code) || connecting) return { kind: 'not-sent', why: code };
      return { kind: 'cut', why: code === 'ERR_CANCELED' ? `no answer within ${String(profile.callTimeoutMs)} ms` : code || 'connection cut' };
    }
  }

  function failureOf(code: string): Profile['failures'][string] {
    const group = code.replace(/\d+$/, '*');
    return profile.failures[code] ?? profile.failures[group] ?? { outcome: 'refused', reason: 'upstream-refused' };
  }

  /** Makes a call and says how it ended; `asking` marks calls without effect, where doubt is only a reason to ask again. */
  async function converse(face: Face, body: Record<string, string>, kept: { caseNumber: string; request: string }, asking: boolean): Promise<Outcome<unknown>> {
    const start = elapsedMs();
    const doubt = asking ? unavailable : inDoubt;
    const sent = JSON.stringify(body);
    let outcome: Outcome<unknown> | null = null;
    let said = '';
    for (let time = 1; outcome === null; time += 1) {
      const delivery = await post(face, sent);
      if (delivery.kind === 'success') {
        said = '200';
        outcome = done(delivery.data);
      } else if (delivery.kind === 'failure') {
        said = `300 ${delivery.code}`;
        const failure = failureOf(delivery.code);
        const detail = `省级平台答复 300 ${delivery.code} province answered 300 ${delivery.code} (${face})`;
        if (failure.outcome === 'refused') outcome = refused(failure.reason, detail);
        else if (failure.outcome === 'unavailable') outcome = unavailable(detail);
        else if (failure.outcome === 'in-doubt') outcome = doubt(detail);
        else if (time >= FRESH_TIMES_TRIED) outcome = unavailable(detail);
      } else if (delivery.kind === 'not-sent') {
        said = delivery.why;
        outcome = unavailable(`省级平台无法连接 province cannot be reached: ${delivery.why} (${face})`);
      } else {
        said = delivery.why;
        outcome = doubt(`省级平台答复不可信 no trustworthy answer from the province: ${delivery.why} (${face})`);
      }
    }
    settings.onExchange?.({
      operation: face, caseNumber: kept.caseNumber, request: kept.request,
      answer: said, outcome: outcome.kind, tookMs: Math.round(elapsedMs() - start),
    });
    return outcome;
  }

  /** For calls without effect: an answer of the wrong shape is asked for again. */
  function understood<Value>(face: Face, outcome: Outcome<unknown>, read: (data: unknown) => Value | null): Outcome<Value> {
    if (outcome.kind !== 'done') return outcome;
    const value = read(outcome.value);
    return value === null ? unavailable(`省级平台答复缺少约定内容 the province's answer lacks what was agreed (${face})`) : done(value);
  }

  return {
    name: profile.name,

    async pushStep(step) {
      const row = rowOf(step, profile, clock.now());
      if (row.kind === 'refused') return row;
      const { columns, masked } = row.value;
      const outcome = await converse(step.kind, columns, { caseNumber: step.caseNumber, request: masked }, false);
      if (outcome.kind !== 'done') return outcome;
      const receipt = acknowledgementIn(outcome.value, profile.acknowledgement.receipt, profile.acknowledgement.repeated);
      // Success without the agreed receipt proves nothing: some proxies answer 200 to anything.
      return receipt ? done(receipt) : inDoubt(`省级平台未给回执 success without a receipt (${step.kind})`);
    },

    async inquireStep(caseNumber, sequence) {
      const { inquiry } = profile;
      const body = { [inquiry.caseNumber]: caseNumber, [inquiry.sequence]: String(sequence) };
      const outcome = await converse('inquiry', body, { caseNumber, request: JSON.stringify(body) }, true);
      const answer = understood('inquiry', outcome, (data) => {
        const fields = textFields.safeParse(data);
        const found = fields.success ? fields.data[inquiry.found] : undefined;
        if (!fields.success || (found !== '1' && found !== '0')) return null;
        return { found: found === '1', receipt: fields.data[inquiry.receipt] ?? '' };
      });
      if (answer.kind !== 'done') return answer;
      if (!answer.value.found) return refused('not-found', '省级平台没有该步骤 the province has no such step');
      return done({ receipt: answer.value.receipt, alreadyThere: true });
    },

    async listItems(cursor) {
      const { request, answer } = profile.items;
      const body = { [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) };
      const outcome = await converse('items', body, { caseNumber: '', request: JSON.stringify(body) }, true);
      return understood('items', outcome, (data) => {
        const page = pageIn(data, answer);
        return page && { ...itemsOf(page.rows, profile), cursor: page.cursor, more: page.more } satisfies ItemPage;
      });
    },

    async upstreamDecisions(cursor) {
      const { request, answer } = profile.decisions;
      const body = { [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) };
      const outcome = await converse('decisions', body, { caseNumber: '', request: JSON.stringify(body) }, true);
      return understood('decisions', outcome, (data) => {
        const page = pageIn(data, answer);
        const decisions = page && decisionsOf(page.rows, profile);
        return page && decisions && ({ decisions, cursor: page.cursor, more: page.more } satisfies DecisionPage);
      });
    },

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** Values come as text, number or nothing, depending on the province's database driver. */
const loose = z.union([z.string(), z.number().transform(String), z.boolean().transform((yes) => (yes ? '1' : '0')), z.null().transform(() => '')]);
const textFields = z.record(z.string(), z.unknown()).transform((fields) => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const text = loose.safeParse(value);
    if (text.success) texts[name] = text.data;
  }
  return texts;
});

function acknowledgementIn(data: unknown, receiptColumn: string, repeatedColumn: string): Acknowledgement | null {
  const fields = textFields.safeParse(data);
  const receipt = fields.success ? fields.data[receiptColumn] : undefined;
  return fields.success && receipt ? { receipt, alreadyThere: fields.data[repeatedColumn] === '1' } : null;
}

function pageIn(data: unknown, names: { rows: string; cursor: string; more: string }): { rows: unknown[]; cursor: string; more: boolean } | null {
  const page = z.record(z.string(), z.unknown()).safeParse(data);
  if (!page.success) return null;
  const rows = z.array(z.unknown()).safeParse(page.data[names.rows]);
  const cursor = loose.safeParse(page.data[names.cursor]);
  const more = loose.safeParse(page.data[names.more]);
  return rows.success && cursor.success && cursor.data !== '' && more.success ? { rows: rows.data, cursor: cursor.data, more: more.data === '1' } : null;
}

/** The value at a path of the step; undefined where an optional part is missing. */
function valueAt(step: ProvinceStep, path: string): unknown {
  let at: unknown = step;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === name)?.[1];
  }
  return at;
}

/** The row of a step in the province's columns, and the same with personal data masked for keeping. */
function rowOf(step: ProvinceStep, profile: Profile, now: Date): Outcome<{ columns: Record<string, string>; masked: string }> & { kind: 'done' | 'refused' } {
  const columns: Record<string, string> = {};
  const masked: Record<string, string> = {};
  for (const [name, column] of Object.entries(profile.steps[step.kind])) {
    const written = writeColumn(step, column, profile, now);
    if (written === '' && column.required) {
      return { kind: 'refused', reason: 'field-missing', detail: `省级平台要求填写 the province requires: ${column.from ?? name} (${name})` };
    }
    if (column.longest !== undefined && Array.from(written).length > column.longest) {
      return { kind: 'refused', reason: 'text-too-long', detail: `${column.from ?? name} 最长 at most ${String(column.longest)} 字符 characters (${name})` };
    }
    columns[name] = written;
    masked[name] = written !== '' && column.from !== undefined && PERSONAL_FIELDS.has(column.from) ? '***' : written;
  }
  return { kind: 'done', value: { columns, masked: JSON.stringify(masked) } };
}

function writeColumn(step: ProvinceStep, column: Column, profile: Profile, now: Date): string {
  if (column.value !== undefined) return column.value;
  if (column.made === 'sent-at') return writeMoment(now.toISOString(), profile.momentFormat);
  if (column.made === 'batch') return writeMoment(now.toISOString(), 'yyyyMMddHHmmss').slice(0, 8);
  // The same step always has the same row key, so a repeat is recognised even by a province that looks at nothing else.
  if (column.made === 'row-id') return createHash('sha256').update(`${step.caseNumber}/${String(step.sequence)}`).digest('hex').slice(0, 32);
  const value = valueAt(step, column.from ?? '');
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new Error(`profile ${profile.name}: ${String(column.from)} is no single value`);
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  if (column.list !== undefined) {
    const entry = Object.entries(profile.codeLists[column.list]?.codes ?? {}).find(([, { word }]) => word === text);
    if (!entry) throw new Error(`profile ${profile.name}: code list ${column.list} has no code for ${text}, though it was checked`);
    return entry[0];
  }
  if (column.as === 'moment') return writeMoment(text, profile.momentFormat);
  if (column.as === 'day') return writeDay(text, profile.dayFormat);
  return column.replace?.[text] ?? text;
}

type Unreadable = ItemPage['unreadable'][number];
/** Raised and caught within one row: the field that cannot be read. */
class UnreadableField extends Error {
  readonly field: string;
  readonly zh: string;
  constructor(field: string, zh: string, en: string) {
    super(en);
    this.field = field;
    this.zh = zh;
  }
}

/** Rows as items; a row that cannot be understood is named, never dropped and never guessed. */
function itemsOf(rows: readonly unknown[], profile: Profile): Pick<ItemPage, 'items' | 'unreadable'> {
  const items: ProvinceItem[] = [];
  const unreadable: Unreadable[] = [];
  rows.forEach((raw, row) => {
    const fields = textFields.safeParse(raw);
    const code = fields.success ? fields.data[profile.items.columns.handlingCode] || fields.data[profile.items.columns.taskCode] || null : null;
    try {
      items.push(itemOf(raw, profile));
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error;
      unreadable.push({ row, code, field: error.field, zh: error.zh, en: error.message });
    }
  });
  return { items, unreadable };
}

/** Calendar days in a month and a year, as provinces convert them. */
const CALENDAR_DAYS = { month: 30, year: 365 } as const;

function itemOf(raw: unknown, profile: Profile): ProvinceItem {
  const parsed = textFields.safeParse(raw);
  const nested = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!parsed.success || !nested.success) throw new UnreadableField('(row)', '不是一条记录', 'not a record');
  const text = (field: ItemField): string => (parsed.data[profile.items.columns[field]] ?? '').trim();
  const orNull = (field: ItemField): string | null => text(field) || null;
  const entry = (field: ItemField, code: string): CodedValue & { word: string | undefined } => {
    const list = profile.codeLists[ITEM_LISTS[field] ?? ''];
    const known = list?.codes[code];
    if (!list || !known) throw new UnreadableField(field, `代码 ${code} 不在代码表中`, `code ${code} is not in the code list`);
    return { list: list.list, code, meaning: known.meaning, word: known.word };
  };
  const coded = (field: ItemField): CodedValue => {
    const { word: _word, ...value } = entry(field, text(field));
    return value;
  };
  const whole = (field: string, written: string): number => {
    if (!/^\d{1,9}$/.test(written)) throw new UnreadableField(field, `${written || '空'} 不是整数`, `${written || 'nothing'} is not a whole number`);
    return Number(written);
  };
  const wordOf = <const Words extends readonly string[]>(field: ItemField, words: Words): Words[number] => {
    const { word } = entry(field, text(field));
    const found = words.find((one) => one === word);
    if (found === undefined) throw new UnreadableField(field, `代码 ${text(field)} 没有对应的含义`, `code ${text(field)} has no meaning for the hub`);
    return found;
  };
  const limitOf = (amountField: ItemField, unitField: ItemField): ProvinceItem['statutoryLimit'] => {
    const amount = whole(amountField, text(amountField));
    const unit = wordOf(unitField, WORDS['limit-unit']);
    // A limit of nothing means on the spot: the day of acceptance is the last day, which one working day says.
    if (unit === 'working-day' || unit === 'calendar-day') return { amount: Math.max(1, amount), unit };
    return { amount: Math.max(1, amount * CALENDAR_DAYS[unit]), unit: 'calendar-day' };
  };
  const dayOf = (field: ItemField): string | null => {
    if (text(field) === '') return null;
    const day = readDay(text(field), profile.dayFormat) ?? readDay(text(field), 'yyyy-MM-dd');
    if (day === null) throw new UnreadableField(field, '不是日期', 'not a date');
    return day;
  };
  const rowsOf = (column: string, field: string): Record<string, string>[] => {
    const rows = z.array(textFields).safeParse(nested.data[column] ?? []);
    if (!rows.success) throw new UnreadableField(field, '不是记录的列表', 'not a list of records');
    return rows.data;
  };
  const { materials, charges, separator } = profile.items;
  const built = {
    catalogCode: text('catalogCode'), taskCode: text('taskCode'), handlingCode: orNull('handlingCode'), name: text('name'),
    version: whole('version', text('version')), state: wordOf('state', WORDS['item-state']),
    effectiveOn: dayOf('effectiveOn'), cancelledOn: dayOf('cancelledOn'), type: coded('type'),
    department: { name: text('departmentName'), code: text('departmentCode'), nature: coded('departmentNature') },
    exerciseLevel: coded('exerciseLevel'), powerSource: coded('powerSource'), legalBasis: text('legalBasis'),
    statutoryLimit: limitOf('statutoryAmount', 'statutoryUnit'), promisedLimit: limitOf('promisedAmount', 'promisedUnit'),
    handlingType: coded('handlingType'), handlingWord: wordOf('handlingType', WORDS['handling-type']),
    servedKinds: text('servedKinds').split(separator).filter((code) => code !== '').map((code) => {
      const { word: _word, ...value } = entry('servedKinds', code);
      return value;
    }),
    conditions: orNull('conditions'), address: orNull('address'), openingHours: orNull('openingHours'), telephone: orNull('telephone'),
    visits: text('visits') === '' ? null : whole('visits', text('visits')),
    materials: rowsOf(materials.rows, 'materials').map((row) => ({
      name: row[materials.name] ?? '', required: row[materials.required] === '1', form: row[materials.form] || null,
      copies: row[materials.copies] ? whole('materials.copies', row[materials.copies] ?? '') : null,
      source: row[materials.source] || null, acceptanceStandard: row[materials.acceptanceStandard] || null,
    })),
    charges: rowsOf(charges.rows, 'charges').map((row) => {
      const yuan = row[charges.unitAmountYuan] ?? '';
      const fen = yuan === '' ? null : fenOfYuanText(yuan);
      if (fen === undefined) throw new UnreadableField('charges.unitAmountYuan', `${yuan} 不是金额`, `${yuan} is not an amount`);
      return {
        name: row[charges.name] ?? '', standard: row[charges.standard] ?? '', unitAmountInFen: fen, unit: row[charges.unit] || null,
        basis: row[charges.basis] || null, reliefAllowed: row[charges.reliefAllowed] === '1',
      };
    }),
    result: { type: wordOf('resultType', WORDS['result-type']), name: orNull('resultName') },
  };
  const item = provinceItem.safeParse(built);
  if (item.success) return item.data;
  const first = item.error.issues[0];
  throw new UnreadableField(first?.path.join('.') ?? '(row)', '缺少内容或格式不符', first?.message ?? 'not readable');
}

function decisionsOf(rows: readonly unknown[], profile: Profile): DecisionPage['decisions'] | null {
  const { columns, granted, refused: rejected } = profile.decisions;
  const decisions = [];
  for (const raw of rows) {
    const fields = textFields.safeParse(raw);
    if (!fields.success) return null;
    const text = (name: keyof typeof columns): string => fields.data[columns[name]] ?? '';
    const word = text('decision');
    const decision = upstreamDecision.safeParse({
      decisionId: text('decisionId'), caseNumber: text('caseNumber'), documentNumber: text('documentNumber'), authority: text('authority'),
      decision: word === granted ? 'granted' : word === rejected ? 'refused' : '',
      decidedAt: readMoment(text('decidedAt'), profile.momentFormat) ?? '', note: text('note'),
    });
    // A decision that cannot be read must not be skipped by moving the cursor past it.
    if (!decision.success) return null;
    decisions.push(decision.data);
  }
  return decisions;
}
