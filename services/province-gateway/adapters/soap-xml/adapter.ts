/**
 * A province that speaks XML over SOAP. A step is told in one message or in several events, as the profile says; every way a call can end
 * becomes one of four outcomes. A push whose answer cannot be read may have happened and is in doubt; a question may simply be asked again.
 *
 * Several events of one step go one after the other. When one of them fails, the step fails as that one did; the earlier ones are there, and
 * handing the step over again repeats them, which is harmless. A step counts as recorded only when all its events are.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import { freshSecret } from '../../../../infra/chance.ts';
import { elapsedMs, type Clock } from '../../../../infra/clock.ts';
import { overPools } from '../../../../infra/http-wire.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import type { Dialect } from '../../dialect.ts';
import { readApplications } from '../../mapping/applications.ts';
import { readMoment } from '../../mapping/formats.ts';
import { looseText, readItems, textFields } from '../../mapping/items.ts';
import { readNested, writeNested, type NestedStep } from '../../mapping/nested.ts';
import { ProfileError } from '../../mapping/profile.ts';
import { unwritableIn, valueAt } from '../../mapping/rows.ts';
import { STEP_KINDS, upstreamDecision, type Acknowledgement, type Exchange, type Province, type ProvinceStep, type RecordedStep, type StepKind } from '../../port.ts';
import { mappingOf, parseProfile, toldAs, type Condition, type Failure, type Message, type Profile } from './profile.ts';
import { callHeaders, dataOf, only, readAnswer, unwritableInXml, writeCall, xmlLines, type Charset, type Written } from './wire.ts';

export type SoapXmlSettings = {
  /** Scheme, host and port; the profile gives the path. */
  readonly baseUrl: string;
  /** Issued to this zone. */
  readonly account: string;
  readonly password: string;
  readonly profile: Profile;
  readonly clock: Clock;
  /** Told of each talk; must not throw. */
  readonly onExchange?: (exchange: Exchange) => void;
};

/** How platforms of this dialect are opened: credentials `account` and `password`. */
export const dialect: Dialect = {
  open({ address, credentials, profile, profileSource, clock, onExchange }) {
    const { account = '', password = '' } = credentials;
    const problems = [
      ...(account === '' ? [{ path: 'credentials.account', zh: '缺少用户名', en: 'the account is missing' }] : []),
      ...(password.length < 8 ? [{ path: 'credentials.password', zh: '缺少口令，或短于 8 个字符', en: 'the password is missing or shorter than 8 characters' }] : []),
      ...(/^https?:/.test(address) ? [] : [{ path: 'address', zh: '须为 http 或 https 地址', en: 'must be an http or https address' }]),
    ];
    let parsed: Profile | undefined;
    try { parsed = parseProfile(profile, profileSource); } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      problems.push(...error.problems);
    }
    if (!parsed || problems.length > 0) throw new ProfileError(profileSource, problems);
    return connectSoapXml({ baseUrl: address, account, password, profile: parsed, clock, onExchange });
  },
};

/** How one call ended, before anybody asks what it means for a push or a question. */
type Delivery =
  | { readonly kind: 'success'; readonly data: unknown }
  | { readonly kind: 'failure'; readonly code: string }
  | { readonly kind: 'unreadable' | 'not-sent' | 'cut'; readonly why: string };

/** The connection was never made, so nothing can have happened. Everything else may have. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const FRESH_NONCES_TRIED = 3;
const NONCE_BYTES = 16;

type Questions = Profile['questions'];
type Question = keyof Questions;
type Called = { readonly name: string; readonly operation: string; readonly root?: string | undefined };

/** Opens a province. Nothing is sent before the first call. */
export function connectSoapXml(settings: SoapXmlSettings): Province {
  const { profile, clock } = settings;
  const mapping = mappingOf(profile);
  const agentSettings = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 32, maxFreeSockets: 8, scheduling: 'lifo' as const };
  const httpAgent = new HttpAgent(agentSettings);
  const httpsAgent = new HttpsAgent(agentSettings);
  const client = axios.create({
    baseURL: settings.baseUrl, adapter: overPools({ http: httpAgent, https: httpsAgent }), responseType: 'arraybuffer',
    validateStatus: () => true, transformRequest: (body: unknown) => body, maxContentLength: profile.largestAnswerBytes,
  });

  async function post({ operation, root }: Called, fields: Written): Promise<Delivery> {
    const { envelope, charset } = profile;
    const nonce = Buffer.from(freshSecret(NONCE_BYTES), 'base64url').toString('base64');
    const token = { user: settings.account, password: settings.password, nonce, created: clock.now().toISOString() };
    const body = writeCall(envelope, charset, operation, root ?? '', fields, token);
    const headers = callHeaders(envelope, charset, envelope.action.replaceAll('{operation}', operation));
    let status: number;
    let type: string;
    let bytes: Uint8Array;
    try {
      const answer = await client.post<unknown>(envelope.path, body, { headers, signal: AbortSignal.timeout(profile.callTimeoutMs) });
      ({ status } = answer);
      type = String(answer.headers['content-type'] ?? '');
      bytes = answer.data instanceof Uint8Array ? answer.data : new Uint8Array();
    } catch (error) {
      if (!isAxiosError(error)) throw error;
      const code = error.code ?? '';
      const cause: unknown = error.cause;
      const connecting = typeof cause === 'object' && cause !== null && 'syscall' in cause && cause.syscall === 'connect';
      if (NEVER_SENT.has(code) || connecting) return { kind: 'not-sent', why: code };
      if (error.message === 'maxContentLength exceeded') return { kind: 'unreadable', why: `more than ${String(profile.largestAnswerBytes)} bytes` };
      return { kind: 'cut', why: code === 'ERR_CANCELED' ? `no answer within ${String(profile.callTimeoutMs)} ms` : code || 'connection cut' };
    }
    const answer = await readAnswer(status, type, bytes, envelope, charset, operation);
    if (answer.kind === 'unreadable') return answer;
    if (answer.kind === 'fault') return { kind: 'failure', code: `fault:${answer.code}` };
    const code = only(answer.fields, profile.answer.code)?.text.trim() ?? '';
    if (!/^[\w.-]{1,40}$/.test(code)) return { kind: 'unreadable', why: 'XML without the agreed code' };
    if (!profile.answer.success.includes(code)) return { kind: 'failure', code };
    const data = only(answer.fields, profile.answer.data);
    return { kind: 'success', data: data === undefined ? null : dataOf(data, profile.lists) };
  }

  function failureOf(code: string): Failure {
    const exact = profile.failures[code];
    if (exact) return exact;
    const [group] = Object.keys(profile.failures).filter((line) => line.endsWith('*') && code.startsWith(line.slice(0, -1))).toSorted((a, b) => b.length - a.length);
    // A fault comes from the machinery around the service and says nothing of whether it had begun.
    return profile.failures[group ?? ''] ?? (code.startsWith('fault:') ? { outcome: 'in-doubt' } : { outcome: 'refused', reason: 'upstream-refused' });
  }

  /** Makes a call and says how it ended; `asking` marks calls without effect, where doubt is only a reason to ask again. */
  async function converse(called: Called, fields: Written, kept: { caseNumber: string; request: string }, asking: boolean): Promise<Outcome<unknown>> {
    const start = elapsedMs();
    const doubt = asking ? unavailable : inDoubt;
    let outcome: Outcome<unknown> | null = null;
    let said = '';
    for (let time = 1; outcome === null; time += 1) {
      const delivery = await post(called, fields);
      if (delivery.kind === 'success') {
        said = 'ok';
        outcome = done(delivery.data);
      } else if (delivery.kind === 'failure') {
        said = delivery.code;
        const failure = failureOf(delivery.code);
        const detail = `省级平台答复 ${delivery.code} province answered ${delivery.code} (${called.name})`;
        if (failure.outcome === 'refused') outcome = refused(failure.reason, detail);
        else if (failure.outcome === 'unavailable') outcome = unavailable(detail);
        else if (failure.outcome === 'in-doubt') outcome = doubt(detail);
        else if (time >= FRESH_NONCES_TRIED) outcome = unavailable(detail);
      } else {
        said = delivery.why;
        outcome = delivery.kind === 'not-sent' ? unavailable(`省级平台无法连接 province cannot be reached: ${said} (${called.name})`)
          : doubt(`省级平台答复不可信 no trustworthy answer from the province: ${said} (${called.name})`);
      }
    }
    settings.onExchange?.({ operation: called.name, caseNumber: kept.caseNumber, request: kept.request, answer: said, outcome: outcome.kind, tookMs: Math.round(elapsedMs() - start) });
    return outcome;
  }

  const notSupported = <Value>(): Outcome<Value> => refused('not-supported', `该平台的配置没有此接口 the profile has no such interface (${profile.name})`);

  /** A question without effect: an answer of another shape than agreed is asked for again. */
  async function ask<Value>(question: Question, fields: Readonly<Record<string, string>>, read: (data: unknown) => Value | null, caseNumber = ''): Promise<Outcome<Value>> {
    const called = profile.questions[question];
    if (!called) return notSupported();
    const outcome = await converse({ name: question, operation: called.operation, root: called.root }, fields, { caseNumber, request: JSON.stringify(fields) }, true);
    if (outcome.kind !== 'done') return outcome;
    const value = read(outcome.value);
    return value === null ? unavailable(`省级平台答复缺少约定内容 the province's answer lacks what was agreed (${question})`) : done(value);
  }

  function acknowledgementIn(data: unknown): Acknowledgement | null {
    const fields = textFields.safeParse(data);
    const receipt = fields.success ? fields.data[profile.acknowledgement.receipt]?.trim() : undefined;
    return fields.success && receipt ? { receipt, alreadyThere: fields.data[profile.acknowledgement.repeated]?.trim() === '1' } : null;
  }

  const messagesOf = (step: ProvinceStep): Message[] => profile.messages.filter((one) => one.step === step.kind && one.when.every((each) => holds(each, step)));

  /** The messages of a step, each as what is written and what may be kept. Nothing is sent when one of them cannot be written. */
  function written(step: ProvinceStep): Outcome<readonly { message: Message; nested: NestedStep; fields: Written }[]> & { kind: 'done' | 'refused' } {
    const all = [];
    const messages = messagesOf(step);
    if (messages.length === 0) return { kind: 'refused', reason: 'not-supported', detail: `该省级平台不接收此类步骤 this province takes no such ${step.kind} step` };
    for (const [position, message] of messages.entries()) {
      const row = writeNested(step, message.elements, mapping, clock.now());
      if (row.kind === 'refused') return row;
      const nested = { value: { ...row.value, record: withXmlLines(row.value.record), rows: row.value.rows.map(withXmlLines) } };
      for (const [element, text] of [nested.value.record, ...nested.value.rows].flatMap((row) => Object.entries(row))) {
        if (unwritableInXml(text).length > 0) {
          return { kind: 'refused', reason: 'text-not-in-charset', detail: `${message.elements[element]?.from ?? element} 含有 XML 不允许的控制字符 has a control character no XML may hold (${element})` };
        }
      }
      const fields = {
        ...nested.value.record, ...(message.part === undefined ? {} : { [message.part]: `${String(position + 1)}/${String(messages.length)}` }),
        ...(message.rows === undefined ? {} : { [message.rows.element]: nested.value.rows.map((row) => ({ item: message.rows?.item ?? '', row })) }),
      };
      all.push({ message, nested: nested.value, fields });
    }
    return { kind: 'done', value: all };
  }

  const pageOf = (cursor: string | null, names: { readonly cursor: string; readonly pageSize: string }): Record<string, string> => ({ [names.cursor]: cursor ?? '', [names.pageSize]: String(profile.pageSize) });

  return {
    name: profile.name,
    delivery: profile.delivery,
    carries: new Set(profile.messages.map((one) => one.step)),

    async pushStep(step) {
      const messages = written(step);
      if (messages.kind === 'refused') return messages;
      let answer: Acknowledgement | null = null;
      let repeated = true;
      for (const { message, nested, fields } of messages.value) {
        const name = toldAs(message);
        const outcome = await converse({ name, operation: message.operation, root: message.root }, fields, { caseNumber: step.caseNumber, request: nested.masked }, false);
        if (outcome.kind !== 'done') return outcome;
        answer = acknowledgementIn(outcome.value);
        // Success without the agreed receipt proves nothing: some proxies answer success to anything.
        if (!answer) return inDoubt(`省级平台未给回执 success without a receipt (${name})`);
        repeated &&= answer.alreadyThere;
      }
      return answer ? done({ ...answer, alreadyThere: repeated }) : notSupported();
    },

    async inquireStep(caseNumber, sequence, revision = 1) {
      const question = profile.questions.inquiry;
      const answer = await ask('inquiry', { [question.caseNumber]: caseNumber, [question.sequence]: String(sequence) }, (data) => {
        const rows = rowsIn(data, profile.recorded.rows);
        return rows && recordedIn(rows, profile, (one) => one.caseNumber === caseNumber && one.sequence === sequence);
      }, caseNumber);
      if (answer.kind !== 'done') return answer;
      const whole = answer.value.find((one) => one.whole && one.step.revision >= revision);
      return whole ? done({ receipt: whole.receipt, alreadyThere: true }) : refused('not-found', '省级平台没有该步骤，或不完整 the province has no such step, or not all of it');
    },

    expectedFields(step) {
      const messages = written(step);
      return messages.kind === 'refused' ? {} : Object.assign({}, ...messages.value.map(({ message, nested }) => readNested(step.kind, nested.record, nested.rows, message.elements, mapping))) as Record<string, string | null>;
    },

    recordedSteps(caseNumber) {
      const question = profile.questions.recorded;
      if (!question) return Promise.resolve(notSupported());
      return ask('recorded', { [question.caseNumber]: caseNumber }, (data) => {
        const rows = rowsIn(data, profile.recorded.rows);
        return rows && (recordedIn(rows, profile, (one) => one.caseNumber === caseNumber)?.map(({ step }) => step) ?? null);
      }, caseNumber);
    },

    countsOn(day) {
      const question = profile.questions.counts;
      if (!question) return Promise.resolve(notSupported());
      return ask('counts', { [question.day]: day }, (data) => {
        const counts = Object.fromEntries(STEP_KINDS.map((kind) => [kind, 0])) as Record<StepKind, number>;
        for (const raw of rowsIn(data, question.rows) ?? [null]) {
          const row = textFields.safeParse(raw);
          const message = row.success ? profile.messages.find((one) => toldAs(one) === row.data[question.kind]?.trim()) : undefined;
          const number = row.success ? row.data[question.number]?.trim() ?? '' : '';
          if (!message || !/^\d{1,9}$/.test(number)) return null;
          if (message.counted) counts[message.step] += Number(number);
        }
        return counts;
      });
    },

    recordedOn(day, cursor) {
      const question = profile.questions.recordedOn;
      if (!question) return Promise.resolve(notSupported());
      return ask('recordedOn', { [question.day]: day, ...pageOf(cursor, question) }, (data) => {
        const page = pageIn(data, question.answer);
        // A step of several events is listed by the one it is counted by: its others may stand on another page.
        const steps = page && recordedIn(page.rows, profile, () => true, true);
        return page && steps && { steps: steps.map(({ step }) => step), cursor: page.cursor, more: page.more };
      });
    },

    listItems(cursor) {
      const { questions: { items: question }, items } = profile;
      if (!question || !items) return Promise.resolve(notSupported());
      return ask('items', pageOf(cursor, question), (data) => {
        const page = pageIn(data, question.answer);
        return page && { ...readItems(page.rows, items, mapping), cursor: page.cursor, more: page.more };
      });
    },

    publishedDigests(cursor) {
      const question = profile.questions.digests;
      if (!question) return Promise.resolve(notSupported());
      const { columns } = question;
      return ask('digests', pageOf(cursor, question), (data) => {
        const page = pageIn(data, question.answer);
        const rows = page && z.array(textFields).safeParse(page.rows);
        if (!page || !rows?.success) return null;
        const marks = rows.data.map((row) => ({ code: row[columns.code] ?? '', version: Number(row[columns.version] || 'none'), digest: row[columns.digest] ?? '' }));
        return marks.every((one) => one.code !== '' && one.digest !== '' && Number.isInteger(one.version)) ? { digests: marks, cursor: page.cursor, more: page.more } : null;
      });
    },

    async publishedItem(code) {
      const { questions: { item: question }, items } = profile;
      if (!question || !items) return notSupported();
      const page = await ask('item', { [question.code]: code }, (data) => {
        const rows = rowsIn(data, question.answer.rows);
        return rows && readItems(rows, items, mapping);
      });
      if (page.kind !== 'done') return page;
      const [item] = page.value.items;
      const [wrong] = page.value.unreadable;
      if (item) return done(item);
      return wrong ? unavailable(`省级平台的事项内容无法识别 the province's item cannot be understood: ${wrong.field} ${wrong.zh}`) : refused('not-found', '省级平台没有该事项 the province has no such item');
    },

    upstreamDecisions(cursor) {
      const question = profile.questions.decisions;
      if (!question) return Promise.resolve(notSupported());
      return ask('decisions', pageOf(cursor, question), (data) => {
        const page = pageIn(data, question.answer);
        const decisions = page?.rows.map((raw) => decisionIn(raw, question, profile));
        // A decision that cannot be read must not be skipped by moving the cursor past it.
        return page && decisions?.every((one) => one !== null) ? { decisions: decisions.filter((one) => one !== null), cursor: page.cursor, more: page.more } : null;
      });
    },

    applications(cursor) {
      const question = profile.questions.applications;
      if (!question) return Promise.resolve(notSupported());
      return ask('applications', pageOf(cursor, question), (data) => {
        const page = pageIn(data, question.answer);
        return page && { ...readApplications(page.rows, question, mapping), cursor: page.cursor, more: page.more };
      });
    },

    applicationFile(id, fileId) {
      const question = profile.questions.applicationFile;
      if (!question) return Promise.resolve(notSupported());
      return ask('applicationFile', { [question.application]: id, [question.file]: fileId }, (data) => {
        const fields = textFields.safeParse(data);
        const content = fields.success ? (fields.data[question.answer.content] ?? '').replaceAll(/[=\s]/g, '') : '';
        const bytes = Buffer.from(content, 'base64');
        // What does not come back as it was is cut off or no Base64.
        if (!fields.success || bytes.length === 0 || bytes.toString('base64').replaceAll('=', '') !== content) return null;
        return { name: fields.data[question.answer.name]?.trim() || fileId, mediaType: fields.data[question.answer.mediaType]?.trim() || 'application/octet-stream', bytes };
      });
    },

    async answerApplication(id, said) {
      const question = profile.questions.applicationAnswer;
      if (!question) return notSupported();
      const started = said.kind === 'started' ? said : null;
      const fields = {
        [question.application]: id, [question.verdict]: question.verdicts[said.kind], [question.caseNumber]: started?.caseNumber ?? '', [question.receiptNumber]: started?.receiptNumber ?? '',
        [question.queryPassword]: started?.queryPassword ?? '', [question.reason]: said.kind === 'started' ? '' : showable(said.reason, profile.charset),
      };
      const masked = { ...fields, [question.reason]: started ? '' : '***', [question.queryPassword]: started ? '***' : '' };
      const outcome = await converse({ name: 'applicationAnswer', operation: question.operation, root: question.root }, fields, { caseNumber: started?.caseNumber ?? '', request: JSON.stringify(masked) }, false);
      if (outcome.kind !== 'done') return outcome;
      const answer = acknowledgementIn(outcome.value);
      return answer ? done(answer) : inDoubt('省级平台未给回执 success without a receipt (applicationAnswer)');
    },

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** Our own words for the portal, which may quote what somebody wrote: a character it cannot show is written as 〓 and the answer still goes. */
function showable(text: string, charset: Charset): string {
  return [...unwritableIn(text, charset), ...unwritableInXml(text)].reduce((shown, character) => shown.replaceAll(character, '〓'), text);
}

const withXmlLines = (row: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(row).map(([name, text]) => [name, xmlLines(text)]));

/** Whether a message belongs to this step. */
function holds(condition: Condition, step: ProvinceStep): boolean {
  const value = valueAt(step, condition.field);
  const given = value !== null && value !== undefined && value !== '';
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return (condition.given === undefined || condition.given === given) && (condition.is === undefined || condition.is.includes(text)) && (condition.isNot === undefined || !condition.isNot.includes(text));
}

function rowsIn(data: unknown, name: string): unknown[] | null {
  const fields = z.record(z.string(), z.unknown()).safeParse(data);
  const rows = z.array(z.unknown()).safeParse(fields.success ? fields.data[name] : undefined);
  return rows.success ? rows.data : null;
}

function pageIn(data: unknown, names: { rows: string; cursor: string; more: string }): { rows: unknown[]; cursor: string; more: boolean } | null {
  const fields = z.record(z.string(), z.unknown()).safeParse(data);
  const rows = rowsIn(data, names.rows);
  const text = (name: string): string => (fields.success ? looseText.safeParse(fields.data[name]).data ?? '' : '').trim();
  const more = text(names.more);
  return rows && text(names.cursor) !== '' && (more === '0' || more === '1') ? { rows, cursor: text(names.cursor), more: more === '1' } : null;
}

type Found = { step: RecordedStep; receipt: string; whole: boolean };

/**
 * Records of the province as steps: those of one step and its several events together, a record that stands twice as a second step. Null when
 * one of them cannot be told apart, for then nothing can be compared.
 */
function recordedIn(rows: readonly unknown[], profile: Profile, wanted: (one: { caseNumber: string; sequence: number }) => boolean, counted = false): Found[] | null {
  const mapping = mappingOf(profile);
  const groups = new Map<string, (Found & { parts: Set<string>; told: Set<string> })[]>();
  for (const raw of rows) {
    const row = textFields.safeParse(raw);
    const message = row.success ? profile.messages.find((one) => toldAs(one) === row.data[profile.recorded.kind]?.trim()) : undefined;
    if (!row.success || !message) return null;
    const inner = message.rows ? z.array(textFields).catch([]).parse(rowsIn(raw, message.rows.element) ?? []) : [];
    const fields = readNested(message.step, row.data, inner, message.elements, mapping);
    const sequence = Number(fields['sequence'] ?? 'none');
    const revision = Number(fields['revision'] ?? '1');
    const caseNumber = fields['caseNumber'] ?? '';
    const recordedAt = readMoment(row.data[profile.recorded.recordedAt]?.trim() ?? '', profile.momentFormat);
    if (!Number.isInteger(sequence) || !Number.isInteger(revision) || recordedAt === null) return null;
    if (!wanted({ caseNumber, sequence }) || (counted && !message.counted)) continue;
    const key = `${caseNumber}/${String(sequence)}/${message.step}`;
    const known = groups.get(key) ?? [];
    groups.set(key, known);
    const told = toldAs(message);
    const open = known.find((one) => !one.told.has(told));
    const part = message.part === undefined ? '1/1' : row.data[message.part]?.trim() ?? '';
    if (!open) {
      known.push({
        step: { caseNumber, sequence, kind: message.step, revision, recordedAt, fields }, receipt: row.data[profile.recorded.receipt]?.trim() ?? '', whole: false, parts: new Set([part]), told: new Set([told]),
      });
      continue;
    }
    open.told.add(told);
    open.parts.add(part);
    open.receipt = row.data[profile.recorded.receipt]?.trim() ?? open.receipt;
    // Events of an earlier revision beside those of a later one: the step as a whole is still the earlier.
    open.step = { ...open.step, revision: Math.min(open.step.revision, revision), recordedAt: recordedAt > open.step.recordedAt ? recordedAt : open.step.recordedAt, fields: { ...open.step.fields, ...fields } };
  }
  return [...groups.values()].flat().map((one) => ({ step: one.step, receipt: one.receipt, whole: isWhole(one.parts) }));
}

/** Whether of “1/3” all three are there. */
function isWhole(parts: ReadonlySet<string>): boolean {
  const [first] = parts;
  const of = Number(first?.split('/')[1] ?? 'none');
  return Number.isInteger(of) && of >= 1 && of <= 20 && Array.from({ length: of }, (_, position) => `${String(position + 1)}/${String(of)}`).every((part) => parts.has(part));
}

function decisionIn(raw: unknown, question: NonNullable<Questions['decisions']>, profile: Profile): z.infer<typeof upstreamDecision> | null {
  const fields = textFields.safeParse(raw);
  if (!fields.success) return null;
  const text = (name: keyof typeof question.columns): string => (fields.data[question.columns[name]] ?? '').trim();
  const word = text('decision');
  return upstreamDecision.safeParse({
    decisionId: text('decisionId'), caseNumber: text('caseNumber'), documentNumber: text('documentNumber'), authority: text('authority'),
    decision: word === question.granted ? 'granted' : word === question.refused ? 'refused' : '', decidedAt: readMoment(text('decidedAt'), profile.momentFormat) ?? '', note: text('note'),
  }).data ?? null;
}
