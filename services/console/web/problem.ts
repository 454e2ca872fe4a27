/**
 * What can go wrong between a page and a service: a `Problem` was answered (RFC 9457, both languages), or nobody
 * answered (`Unreachable`). Promise: whoever catches either can tell the person what happened and what to do.
 */

/** One fault among several. */
export interface Fault { readonly field?: string; readonly zh: string; readonly en: string }

/** What somebody else did before a request arrived that came too late; `name` is empty where a machine did it. */
export interface MeanwhileDone { readonly zh: string; readonly en: string; readonly name: string; readonly at: string }

/** A service, or the console before it, said no and why. */
export class Problem extends Error {
  readonly status: number;
  /** Stable; branch on this, never on sentences. */
  readonly reason: string;
  readonly zh: string;
  readonly en: string;
  readonly detail: { readonly zh: string; readonly en: string } | undefined;
  readonly field: string | undefined;
  readonly faults: readonly Fault[];
  readonly meanwhile: MeanwhileDone | undefined;
  constructor(told: { status: number; reason: string; zh: string; en: string; detail?: { zh: string; en: string }; field?: string; faults?: readonly Fault[]; meanwhile?: MeanwhileDone }) {
    super(`${told.status} ${told.reason}`);
    this.name = 'Problem';
    this.status = told.status;
    this.reason = told.reason;
    this.zh = told.zh;
    this.en = told.en;
    this.detail = told.detail;
    this.field = told.field;
    this.faults = told.faults ?? [];
    this.meanwhile = told.meanwhile;
  }
  /** Whether asking again later may help: the rules did not decide, something did not work. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

/** No answer: the network, the console itself, or a time-out. What was asked may have happened all the same. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'Unreachable';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads an answer that is not a success; a body that is no problem document becomes one that names the status. */
export async function problemOf(response: Response, nameless: { zh: string; en: string }): Promise<Problem> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  if (!isRecord(body) || text(body.title) === '') {
    return new Problem({ status: response.status, reason: 'unknown', zh: `${nameless.zh} (${response.status})`, en: `${nameless.en} (${response.status})` });
  }
  const detail = text(body.detail) ? { zh: text(body.detail), en: text(body.detailEn) || text(body.detail) } : undefined;
  const faults = Array.isArray(body.errors) ? body.errors.filter(isRecord).map((fault) => ({
    zh: text(fault.zh), en: text(fault.en), ...(text(fault.field) ? { field: text(fault.field) } : {}),
  })) : [];
  return new Problem({
    status: response.status, reason: text(body.reason) || 'unknown', zh: text(body.title), en: text(body.titleEn) || text(body.title), faults,
    ...(detail ? { detail } : {}), ...(text(body.field) ? { field: text(body.field) } : {}),
    ...(isRecord(body.meanwhile) ? { meanwhile: { zh: text(body.meanwhile.zh), en: text(body.meanwhile.en), name: text(body.meanwhile.name), at: text(body.meanwhile.at) } } : {}),
  });
}
