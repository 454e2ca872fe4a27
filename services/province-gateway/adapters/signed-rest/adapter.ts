/**
 * A province that speaks signed REST. Turns steps into the province's columns and rows into items as the profile says, and every
 * way a call can end into one of four outcomes. A push whose answer cannot be read may have happened and is in doubt;
 * a question whose answer cannot be read may simply be asked again.
 *
 * Domain codes and what becomes of them stand in the profile (`failures`). Without a line there a failure is a refusal for
 * a person to look at: the province said no, and repeating what it said no to would only be noise.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import { elapsedMs, type Clock } from '../../../../infra/clock.ts';
import { overPools } from '../../../../infra/http-wire.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import { readApplications } from '../../mapping/applications.ts';
import { readMoment } from '../../mapping/formats.ts';
import { looseText, readItems, textFields } from '../../mapping/items.ts';
import { readNested, writeNested, type NestedStep } from '../../mapping/nested.ts';
import { STEP_KINDS, upstreamDecision, type Acknowledgement, type DecisionPage, type Exchange, type ItemPage, type Province, type ProvinceStep, type RecordedStep, type StepKind } from '../../port.ts';
import { openSecret, secretKeeper } from './call-secret.ts';
import type { Dialect } from '../../dialect.ts';
import { ProfileError, type ProfileProblem } from '../../mapping/profile.ts';
import { parseProfile, type Profile } from './profile.ts';
import { freshTimes, readAnswer, signedHeaders, type Answer } from './wire.ts';

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
/** The call's secret was no longer known: nothing happened. */
type Expired = { readonly kind: 'expired' };

/** The connection was never made, so nothing can have happened. Everything else may have. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
/** A replayed timestamp is refused before anything happens; copies of this service may collide more than once in a burst. */
const FRESH_TIMES_TRIED = 5;

type Face = keyof Profile['interfaces'];

/** How platforms of this dialect are opened: credentials `requesterId` and `appSecret`. */
export const dialect: Dialect = {
  open({ address, credentials, profile, profileSource, clock, onExchange }) {
    const { requesterId = '', appSecret = '' } = credentials;
    const missing: ProfileProblem[] = [
      ...(requesterId === '' ? [{ path: 'credentials.requesterId', zh: '缺少请求者标识', en: 'the requester id is missing' }] : []),
      ...(appSecret.length < 8 ? [{ path: 'credentials.appSecret', zh: '缺少签名密钥，或短于 8 个字符', en: 'the signing secret is missing or shorter than 8 characters' }] : []),
    ];
    let parsed: Profile;
    try { parsed = parseProfile(profile, profileSource); } catch (error) {
      throw error instanceof ProfileError ? new ProfileError(profileSource, [...error.problems, ...missing]) : error;
    }
    if (missing.length > 0) throw new ProfileError(profileSource, missing);
    return connectSignedRest({ baseUrl: address, requesterId, appSecret, profile: parsed, clock, onExchange });
  },
};

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

  async function send(path: string, sid: string, secret: string, body: string): Promise<Delivery> {
    const headers = signedHeaders(secret, sid, settings.requesterId, nextTime());
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

  const { signing } = profile;
  const secrets = signing.variant === 'app-secret' ? null : secretKeeper({
    lifetimeMs: signing.lifetimeMs, now: () => clock.now().getTime(),
    async fetch() {
      const start = elapsedMs();
      const delivery = await send(signing.path, signing.sid, settings.appSecret, '{}');
      const fields = delivery.kind === 'success' ? textFields.safeParse(delivery.data) : null;
      const secret = fields?.success ? openSecret(fields.data[signing.secret] ?? '', settings.appSecret, signing.encoding) : null;
      const answer = secret !== null ? '200' : delivery.kind === 'success' ? 'a secret that cannot be deciphered' : delivery.kind === 'failure' ? `300 ${delivery.code}` : delivery.why;
      settings.onExchange?.({ operation: 'call-secret', caseNumber: '', request: '{}', answer, outcome: secret === null ? 'unavailable' : 'done', tookMs: Math.round(elapsedMs() - start) });
      return secret;
    },
  });

  async function post(face: Face, body: string): Promise<Delivery | Expired> {
    const called = profile.interfaces[face];
    if (!called) throw new Error(`profile ${profile.name} has no interface ${face}`);
    const secret = secrets ? await secrets.take() : settings.appSecret;
    if (secret === null) return { kind: 'not-sent', why: 'no secret for the call' };
    const delivery = await send(called.path, called.sid, secret, body);
    if (signing.variant === 'call-secret' && delivery.kind === 'failure' && signing.expired.includes(delivery.code)) {
      secrets?.drop(secret);
      return { kind: 'expired' };
    }
    return delivery;
  }

  function failureOf(code: string): Profile['failures'][string] {
    const group = code.replace(/\d+$/, '*');
    return profile.failures[code] ?? profile.failures[group] ?? { outcome: 'refused', reason: 'upstream-refused' };
  }

  /** Makes a call and says how it ended; `asking` marks calls without effect, where doubt is only a reason to ask again. */
  async function converse(face: Face, body: Readonly<Record<string, unknown>>, kept: { caseNumber: string; request: string }, asking: boolean): Promise<Outcome<unknown>> {
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
      } else if (delivery.kind === 'expired') {
        said = 'the secret of the call had ended';
        if (time >= FRESH_TIMES_TRIED) outcome = unavailable(`省级平台一再不认签名密钥 the province does not know the secret it gave (${face})`);
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

  const notSupported = <Value>(): Outcome<Value> => refused('not-supported', `该平台的配置没有此接口 the profile has no such interface (${profile.name})`);

  /** A question without effect; `request` names no person and is kept as it is. */
  async function ask<Value>(face: Face, request: Readonly<Record<string, string>>, read: (data: unknown) => Value | null, caseNumber = ''): Promise<Outcome<Value>> {
    if (!profile.interfaces[face]) return notSupported();
    return understood(face, await converse(face, request, { caseNumber, request: JSON.stringify(request) }, true), read);
  }

  function written(step: ProvinceStep): ReturnType<typeof writeNested> {
    const columns = profile.steps[step.kind];
    return columns ? writeNested(step, columns, profile, clock.now()) : { kind: 'refused', reason: 'not-supported', detail: `该省级平台不接收此类步骤 this province takes no ${step.kind} step` };
  }
  const bodyOf = (kind: StepKind, { record, rows }: NestedStep): Readonly<Record<string, unknown>> => {
    const nested = profile.nestedRows[kind];
    return nested === undefined ? record : { ...record, [nested]: rows };
  };
  const answerOf = (data: unknown): Acknowledgement | null => acknowledgementIn(data, profile.acknowledgement.receipt, profile.acknowledgement.repeated);

  return {
    name: profile.name,
    delivery: profile.delivery,
    timeLimitMs: profile.callTimeoutMs * 2,
    carries: new Set(STEP_KINDS.filter((kind) => profile.steps[kind])),

    async pushStep(step) {
      if (!profile.interfaces[step.kind]) return notSupported();
      const body = written(step);
      if (body.kind === 'refused') return body;
      const outcome = await converse(step.kind, bodyOf(step.kind, body.value), { caseNumber: step.caseNumber, request: body.value.masked }, false);
      if (outcome.kind !== 'done') return outcome;
      const receipt = answerOf(outcome.value);
      // Success without the agreed receipt proves nothing: some proxies answer 200 to anything.
      return receipt ? done(receipt) : inDoubt(`省级平台未给回执 success without a receipt (${step.kind})`);
    },

    async inquireStep(caseNumber, sequence, revision = 1) {
      const { inquiry } = profile;
      const answer = await ask('inquiry', { [inquiry.caseNumber]: caseNumber, [inquiry.sequence]: String(sequence) }, (data) => {
        const fields = textFields.safeParse(data);
        const found = fields.success ? fields.data[inquiry.found] : undefined;
        if (!fields.success || (found !== '1' && found !== '0')) return null;
        return { found: found === '1', receipt: fields.data[inquiry.receipt] ?? '', revision: Number((inquiry.revision === null ? '' : fields.data[inquiry.revision]) || '1') };
      }, caseNumber);
      if (answer.kind !== 'done') return answer;
      if (!answer.value.found || answer.value.revision < revision) return refused('not-found', '省级平台没有该步骤 the province has no such step');
      return done({ receipt: answer.value.receipt, alreadyThere: true });
    },

    expectedFields(step) {
      const body = written(step);
      return body.kind === 'refused' ? {} : readNested(step.kind, body.value.record, body.value.rows, profile.steps[step.kind] ?? {}, profile);
    },

    recordedSteps(caseNumber) {
      const { recorded } = profile;
      return recorded === undefined ? Promise.resolve(notSupported()) : ask('recorded', { [recorded.request.caseNumber]: caseNumber }, (data) => recordedIn(rowsIn(data, recorded.answer.rows), profile), caseNumber);
    },

    countsOn(day) {
      const { recorded } = profile;
      if (recorded === undefined) return Promise.resolve(notSupported());
      return ask('counts', { [recorded.request.day]: day }, (data) => {
        const counts = Object.fromEntries(STEP_KINDS.map((kind) => [kind, 0])) as Record<StepKind, number>;
        for (const raw of rowsIn(data, recorded.answer.rows) ?? [null]) {
          const row = textFields.safeParse(raw);
          const kind = row.success ? kindCalled(profile, row.data[recorded.columns.kind]) : undefined;
          const number = row.success ? row.data[recorded.columns.number] ?? '' : '';
          if (kind === undefined || !/^\d{1,9}$/.test(number)) return null;
          counts[kind] += Number(number);
        }
        return counts;
      });
    },

    recordedOn(day, cursor) {
      const { recorded } = profile;
      if (recorded === undefined) return Promise.resolve(notSupported());
      const { request, answer } = recorded;
      return ask('recordedOn', { [request.day]: day, [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) }, (data) => {
        const page = pageIn(data, answer);
        const steps = page && recordedIn(page.rows, profile);
        return page && steps && { steps, cursor: page.cursor, more: page.more };
      });
    },

    publishedDigests(cursor) {
      const { digests } = profile;
      if (digests === undefined) return Promise.resolve(notSupported());
      const { request, answer, columns } = digests;
      return ask('digests', { [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) }, (data) => {
        const page = pageIn(data, answer);
        const rows = page && z.array(textFields).safeParse(page.rows);
        if (!page || !rows?.success) return null;
        const marks = rows.data.map((row) => ({ code: row[columns.code] ?? '', version: Number(row[columns.version] || 'none'), digest: row[columns.digest] ?? '' }));
        return marks.every((one) => one.code !== '' && one.digest !== '' && Number.isInteger(one.version)) ? { digests: marks, cursor: page.cursor, more: page.more } : null;
      });
    },

    async publishedItem(code) {
      const { digests } = profile;
      if (digests === undefined) return notSupported();
      const page = await ask('item', { [digests.request.code]: code }, (data) => {
        const rows = rowsIn(data, digests.answer.rows);
        return rows && readItems(rows, profile.items, profile);
      });
      if (page.kind !== 'done') return page;
      const [item] = page.value.items;
      const [wrong] = page.value.unreadable;
      if (item) return done(item);
      return wrong ? unavailable(`省级平台的事项内容无法识别 the province's item cannot be understood: ${wrong.field} ${wrong.zh}`) : refused('not-found', '省级平台没有该事项 the province has no such item');
    },

    applications(cursor) {
      const { applications } = profile;
      if (applications === undefined) return Promise.resolve(notSupported());
      const { request, answer } = applications;
      return ask('applications', { [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) }, (data) => {
        const page = pageIn(data, answer);
        return page && { ...readApplications(page.rows, applications, profile), cursor: page.cursor, more: page.more };
      });
    },

    applicationFile(id, fileId) {
      const { applications } = profile;
      if (applications === undefined) return Promise.resolve(notSupported());
      const { request, answer } = applications;
      return ask('applicationFile', { [request.application]: id, [request.file]: fileId }, (data) => {
        const fields = textFields.safeParse(data);
        const content = fields.success ? fields.data[answer.content] ?? '' : '';
        const bytes = Buffer.from(content, 'base64');
        // What does not decode to as many bytes as it has digits for is cut off or no Base64.
        if (!fields.success || bytes.length === 0 || bytes.toString('base64').replaceAll('=', '') !== content.replaceAll(/[=\s]/g, '')) return null;
        return { name: fields.data[answer.name] || fileId, mediaType: fields.data[answer.mediaType] || 'application/octet-stream', bytes };
      });
    },

    async answerApplication(id, said) {
      const { applications } = profile;
      if (applications === undefined || !profile.interfaces.applicationAnswer) return notSupported();
      const { request, verdicts } = applications;
      const started = said.kind === 'started' ? said : undefined;
      const body = {
        [request.application]: id, [request.verdict]: verdicts[said.kind], [request.caseNumber]: started?.caseNumber ?? '', [request.receiptNumber]: started?.receiptNumber ?? '',
        [request.queryPassword]: started?.queryPassword ?? '', [request.reason]: said.kind === 'started' ? '' : said.reason,
      };
      const masked = { ...body, [request.reason]: started ? '' : '***', [request.queryPassword]: started ? '***' : '' };
      const outcome = await converse('applicationAnswer', body, { caseNumber: started?.caseNumber ?? '', request: JSON.stringify(masked) }, false);
      if (outcome.kind !== 'done') return outcome;
      const receipt = answerOf(outcome.value);
      return receipt ? done(receipt) : inDoubt('省级平台未给回执 success without a receipt (applicationAnswer)');
    },

    async listItems(cursor) {
      const { request, answer } = profile.items;
      const body = { [request.cursor]: cursor ?? '', [request.pageSize]: String(profile.pageSize) };
      const outcome = await converse('items', body, { caseNumber: '', request: JSON.stringify(body) }, true);
      return understood('items', outcome, (data) => {
        const page = pageIn(data, answer);
        return page && { ...readItems(page.rows, profile.items, profile), cursor: page.cursor, more: page.more } satisfies ItemPage;
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

const rowsIn = (data: unknown, name: string): unknown[] | null => {
  const fields = z.record(z.string(), z.unknown()).safeParse(data);
  const rows = z.array(z.unknown()).safeParse(fields.success ? fields.data[name] : undefined);
  return rows.success ? rows.data : null;
};

const kindCalled = (profile: Profile, word: string | undefined): StepKind | undefined => STEP_KINDS.find((kind) => word !== undefined && profile.recorded?.kinds[kind] === word);

/** Rows of the province's ledger as steps; null when one of them cannot be told apart, for then nothing can be compared. */
function recordedIn(rows: readonly unknown[] | null, profile: Profile): RecordedStep[] | null {
  const { recorded } = profile;
  if (!rows || !recorded) return null;
  const steps: RecordedStep[] = [];
  for (const raw of rows) {
    const row = textFields.safeParse(raw);
    const kind = row.success ? kindCalled(profile, row.data[recorded.columns.kind]) : undefined;
    if (!row.success || kind === undefined) return null;
    const inner = z.array(textFields).catch([]).parse(rowsIn(raw, profile.nestedRows[kind] ?? '') ?? []);
    const fields = readNested(kind, row.data, inner, profile.steps[kind] ?? {}, profile);
    const recordedAt = readMoment(row.data[recorded.columns.recordedAt] ?? '', profile.momentFormat);
    const sequence = Number(fields['sequence']);
    if (recordedAt === null || !Number.isInteger(sequence)) return null;
    steps.push({ caseNumber: fields['caseNumber'] ?? '', sequence, kind, revision: Number(fields['revision'] ?? '1'), recordedAt, fields });
  }
  return steps;
}

function acknowledgementIn(data: unknown, receiptColumn: string, repeatedColumn: string): Acknowledgement | null {
  const fields = textFields.safeParse(data);
  const receipt = fields.success ? fields.data[receiptColumn] : undefined;
  return fields.success && receipt ? { receipt, alreadyThere: fields.data[repeatedColumn] === '1' } : null;
}

function pageIn(data: unknown, names: { rows: string; cursor: string; more: string }): { rows: unknown[]; cursor: string; more: boolean } | null {
  const page = z.record(z.string(), z.unknown()).safeParse(data);
  if (!page.success) return null;
  const rows = z.array(z.unknown()).safeParse(page.data[names.rows]);
  const cursor = looseText.safeParse(page.data[names.cursor]);
  const more = looseText.safeParse(page.data[names.more]);
  return rows.success && cursor.success && cursor.data !== '' && more.success ? { rows: rows.data, cursor: cursor.data, more: more.data === '1' } : null;
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
