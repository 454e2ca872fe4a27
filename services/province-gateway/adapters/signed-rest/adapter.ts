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
import { readMoment } from '../../mapping/formats.ts';
import { looseText, readItems, textFields } from '../../mapping/items.ts';
import { fieldsOf, writeStep } from '../../mapping/rows.ts';
import { STEP_KINDS, upstreamDecision, type Acknowledgement, type DecisionPage, type Exchange, type ItemPage, type Province } from '../../port.ts';
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

  async function post(face: Face, body: string): Promise<Delivery> {
    const { path, sid } = profile.interfaces[face] ?? { path: '', sid: '' };
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

  const notSupported = <Value>(): Promise<Outcome<Value>> => Promise.resolve(refused('not-supported', `该平台的配置没有此接口 the profile has no such interface (${profile.name})`));
  return {
    name: profile.name,
    delivery: profile.delivery,
    carries: new Set(STEP_KINDS.filter((kind) => profile.steps[kind])),
    publishedDigests: notSupported,
    publishedItem: notSupported,
    expectedFields: (step) => fieldsOf(step, profile, clock.now()),
    recordedSteps: notSupported,
    countsOn: notSupported,
    recordedOn: notSupported,
    applications: notSupported,
    applicationFile: notSupported,
    answerApplication: notSupported,

    async pushStep(step) {
      if (!profile.interfaces[step.kind]) return notSupported();
      const row = writeStep(step, profile, clock.now());
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
