/**
 * A province of XML over SOAP to practise against: what it is like stands in a file of its own (simulated-*.json). It checks charset,
 * envelope, password digest, freshness and nonce, required elements, codes, lengths and order; keeps a ledger on disk that
 * survives kill -9; decides what is reported up (an opinion with 建议不予 is refused, all else granted); fails on demand.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { systemClock, type Clock } from '../../../../infra/clock.ts';
import { decode, encode, envelope, faultEnvelope, isDigestOf, readCall, readDocument, textOf, Unreadable, write, type Call, type Element, type Writable } from './simulated-wire.ts';
import { itemOf, openWorld, type RecordKind, type World } from './simulated-world.ts';

const FAULTS = [
  'slow', 'status-500', 'code-300', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'duplicate', 'out-of-order', 'unknown-item', 'replayed-nonce', 'soap-fault', 'entity-bomb',
] as const;
const fault = z.strictObject({
  kind: z.enum(FAULTS),
  /** Whether the call is processed first: then its effect is there though its answer is not. */
  processed: z.boolean().default(true),
  /** Only calls whose operation or document begins so; all when left out. */
  path: z.string().default(''),
  /** Only every n-th call that fits; 1 is each. */
  every: z.number().int().min(1).default(1),
  /** How many calls it hits before it ends by itself. */
  times: z.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  waitMs: z.number().int().min(0).default(60_000),
  /** Code of a `code-300`; such a call is not processed. The province's own general failure when left out. */
  code: z.string().optional(),
});
export type Fault = z.input<typeof fault>;

export type SimulatorSettings = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** The province's own file. */
  readonly world: URL;
  readonly account: string;
  readonly password: string;
  /** Where everything received is kept; in memory only when left out. */
  readonly ledgerFile?: string;
  readonly decideAfterMs?: number;
  /** How old a `Created` may be. */
  readonly freshForMs?: number;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
};

/** A record as this province has it; for tests and for comparing ledgers. */
export type Recorded = { at: string; name: string; kind: string; caseNumber: string; step: number; version: number; receipt: string; repeats: number; fields: Record<string, string> };
type LedgerSummary = {
  cases: number; records: Record<string, number>; repeats: number; refused: Record<string, number>; decisions: number; applications: Record<string, string>; entries: Recorded[];
};
export type Simulator = {
  readonly url: string;
  readonly port: number;
  ledger(): LedgerSummary;
  setFaults(faults: readonly Fault[]): void;
  /** Publishes item rows, in the columns of the list its file takes over. */
  publish(rows: readonly Record<string, unknown>[]): void;
  /** Applications filled in at the province's portal, in its own element names; `files` carries base64. */
  apply(rows: readonly Application[]): void;
  /** A mistake on the province's side: what it has of a step is changed, or lost. */
  alter(caseNumber: string, step: number, fields: Record<string, string>): void;
  forget(caseNumber: string, step: number): void;
  close(): Promise<void>;
};

const applicationFile = z.object({ id: z.string(), name: z.string(), mediaType: z.string(), base64: z.string(), material: z.string().default('') });
const application = z.object({ id: z.string(), fields: z.record(z.string(), z.string()), form: z.record(z.string(), z.string()).default({}), files: z.array(applicationFile).default([]) });
export type Application = z.input<typeof application>;

/** Flat rows of a list: `CLLB.0.CLMC`. */
const flatFields = z.record(z.string(), z.string());
const entry = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('record'), at: z.string(), name: z.string(), kind: z.string(), caseNumber: z.string(), step: z.number(), version: z.number(), receipt: z.string(), digest: z.string(), fields: flatFields }),
  z.object({ entry: z.literal('repeat'), at: z.string(), name: z.string(), caseNumber: z.string(), step: z.number() }),
  z.object({ entry: z.literal('refusal'), at: z.string(), code: z.string(), operation: z.string() }),
  z.object({ entry: z.literal('decision'), at: z.string(), id: z.string(), caseNumber: z.string(), granted: z.boolean(), document: z.string(), authority: z.string() }),
  z.object({ entry: z.literal('item'), at: z.string(), row: z.record(z.string(), z.unknown()) }),
  z.object({ entry: z.literal('application'), at: z.string(), application }),
  z.object({ entry: z.literal('application-answer'), at: z.string(), id: z.string(), verdict: z.string(), told: z.string() }),
  z.object({ entry: z.literal('altered'), at: z.string(), caseNumber: z.string(), step: z.number(), fields: flatFields.nullable() }),
]);
type Entry = z.infer<typeof entry>;
type Kept = Extract<Entry, { entry: 'record' }> & { repeats: number };

class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) { super(message); this.code = code; }
}

/** Starts a province on a port. Re-reads its ledger file first, so that a killed one comes back knowing everything it acknowledged. */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const clock = settings.clock ?? systemClock;
  const { world, items } = openWorld(settings.world);
  const { answer: words, ask, codes, elements } = world;
  const freshForMs = settings.freshForMs ?? 5 * 60_000;
  const decideAfterMs = settings.decideAfterMs ?? 0;

  const cases = new Map<string, Kept[]>();
  let all: Kept[] = [];
  let undecided: Kept[] = [];
  const decisions: Extract<Entry, { entry: 'decision' }>[] = [];
  const refusals: Record<string, number> = {};
  const applications: z.infer<typeof application>[] = [];
  const answered = new Map<string, { verdict: string; told: string }>();
  let repeats = 0;
  let receipts = 0;

  const refuse = (code: keyof World['codes'], message: string): never => { throw new Refusal(codes[code], message); };
  const kindNamed = (called: string): RecordKind | undefined => world.records.find((one) => (one.root ?? one.operation) === called);

  function learn(one: Entry): void {
    switch (one.entry) {
      case 'record': {
        const kept = { ...one, repeats: 0 };
        const known = cases.get(one.caseNumber) ?? [];
        const place = known.findIndex((old) => old.step === one.step && old.name === one.name);
        receipts += 1;
        if (place >= 0) {
          const [old] = known.splice(place, 1, kept);
          all = all.map((each) => (each === old ? kept : each));
        } else {
          known.push(kept);
          all.push(kept);
          if (kindNamed(one.name)?.reports) undecided.push(kept);
        }
        cases.set(one.caseNumber, known);
        break;
      }
      case 'repeat': {
        repeats += 1;
        const known = cases.get(one.caseNumber)?.find((each) => each.step === one.step && each.name === one.name);
        if (known) known.repeats += 1;
        break;
      }
      case 'refusal': refusals[one.code] = (refusals[one.code] ?? 0) + 1; break;
      case 'decision': decisions.push(one); undecided = undecided.filter((each) => each.caseNumber !== one.caseNumber); break;
      case 'item': items.push(one.row); break;
      case 'application': applications.push(one.application); break;
      case 'application-answer': answered.set(one.id, { verdict: one.verdict, told: one.told }); break;
      case 'altered': {
        const known = cases.get(one.caseNumber) ?? [];
        const { fields } = one;
        if (fields) for (const each of known) { if (each.step === one.step) { each.fields = { ...each.fields, ...fields }; each.digest = 'altered'; } }
        else {
          const left = known.filter((each) => each.step !== one.step);
          if (left.length > 0) cases.set(one.caseNumber, left); else cases.delete(one.caseNumber);
          all = all.filter((each) => each.caseNumber !== one.caseNumber || each.step !== one.step);
        }
      }
    }
  }

  let file: number | null = null;
  if (settings.ledgerFile !== undefined) {
    if (existsSync(settings.ledgerFile)) {
      const text = readFileSync(settings.ledgerFile, 'utf8');
      // A line cut short by a kill was never acknowledged: it goes.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length !== text.length) truncateSync(settings.ledgerFile, Buffer.byteLength(whole));
      for (const line of whole.split('\n')) if (line !== '') learn(entry.parse(JSON.parse(line)));
    }
    file = openSync(settings.ledgerFile, 'a', 0o600);
  }
  /** Written before it is answered: the page cache survives the death of the process. */
  function keep(one: Entry): void {
    if (file !== null) writeSync(file, `${JSON.stringify(one)}\n`);
    learn(one);
  }
  const now = (): string => clock.now().toISOString();

  let faults = (settings.faults ?? []).map((one) => ({ ...fault.parse(one), met: 0, hit: 0 }));
  function faultFor(called: string): (typeof faults)[number] | null {
    for (const one of faults) {
      if (!called.startsWith(one.path) || one.hit >= one.times) continue;
      one.met += 1;
      if (one.met % one.every !== 0) continue;
      one.hit += 1;
      return one;
    }
    return null;
  }

  const seen = new Map<string, number>();
  function checkToken(call: Call): void {
    const at = clock.now().getTime();
    if (call.user !== settings.account || !isDigestOf(call, settings.password)) refuse('unauthorised', '用户名或口令错误');
    const created = Date.parse(call.created);
    if (Number.isNaN(created) || Math.abs(at - created) > freshForMs) refuse('stale', '请求时间超出允许范围');
    if (seen.has(call.nonce)) refuse('replayed', '重复请求');
    seen.set(call.nonce, at);
    if (seen.size > 50_000) for (const [old, when] of seen) if (at - when > 2 * freshForMs) seen.delete(old);
  }

  /** The elements of a record, lists as `LIST.0.ELEMENT`. */
  function fieldsOf(document: Element, kind: RecordKind): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const child of document.children) {
      const list = kind.lists[child.name];
      if (list) {
        child.children.forEach((row, at) => {
          if (row.name !== list.item) refuse('malformed', `${child.name} 下不应有 ${row.name}`);
          for (const below of row.children) fields[`${child.name}.${String(at)}.${below.name}`] = below.text;
          for (const needed of list.required) if (textOf(row, needed) === '') refuse('missing', `必填元素为空：${child.name}.${needed}`);
        });
      } else if (child.children.length > 0) refuse('malformed', `${child.name} 不应有下级`);
      else if (child.name in fields) refuse('malformed', `${child.name} 重复`);
      else fields[child.name] = child.text;
    }
    return fields;
  }

  function take(kind: RecordKind, document: Element): Writable {
    const name = kind.root ?? kind.operation;
    const fields = fieldsOf(document, kind);
    for (const needed of [elements.caseNumber, elements.step, elements.version, ...kind.required]) {
      if ((fields[needed] ?? '') === '' && !(needed in kind.lists)) refuse('missing', `必填元素为空：${needed}`);
      if (needed in kind.lists && !Object.keys(fields).some((one) => one.startsWith(`${needed}.0.`))) refuse('missing', `必填元素为空：${needed}`);
    }
    for (const rule of kind.requiredWhen) {
      if (rule.is.includes(fields[rule.element] ?? '')) for (const needed of rule.required) if ((fields[needed] ?? '') === '') refuse('missing', `必填元素为空：${needed}`);
    }
    for (const [element, allowed] of Object.entries(kind.codes)) {
      if ((fields[element] ?? '') !== '' && !allowed.includes(fields[element] ?? '')) refuse('malformed', `${element} 代码错误：${fields[element] ?? ''}`);
    }
    for (const [element, longest] of Object.entries(kind.longest)) if (Array.from(fields[element] ?? '').length > longest) refuse('malformed', `${element} 超长`);
    const caseNumber = fields[elements.caseNumber] ?? '';
    const step = Number(fields[elements.step]);
    const version = Number(fields[elements.version]);
    if (!Number.isInteger(step) || step < 1 || !Number.isInteger(version) || version < 1) refuse('malformed', '步骤号与版本号须为正整数');

    const known = cases.get(caseNumber);
    const same = Object.entries(fields).filter(([element]) => element !== elements.sentAt).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const digest = createHash('sha256').update(JSON.stringify([name, same])).digest('hex');
    const earlier = known?.find((one) => one.step === step && (world.keyedBy === 'step' || one.name === name));
    if (earlier) {
      if (earlier.digest === digest) {
        keep({ entry: 'repeat', at: now(), name, caseNumber, step });
        return { [words.receipt]: earlier.receipt, [words.repeated]: '1' };
      }
      // A newer version corrects; the same one with another content is a mistake of somebody's.
      if (earlier.name !== name || version <= earlier.version) refuse('differs', '该步骤已存在且内容不同');
    }
    if (kind.opens) {
      if (!earlier && known) refuse('outOfOrder', '该办件已受理');
    } else if (!known) refuse('unknownCase', '办件未找到');
    if (elements.itemCode in fields) {
      const published = items.filter((row) => row[world.items.code] === fields[elements.itemCode]);
      if (published.length === 0) refuse('unknownItem', '事项不存在');
      if (elements.itemVersion in fields && !published.some((row) => row[world.items.version] === fields[elements.itemVersion])) refuse('unknownVersion', '事项版本不存在');
    }
    if (!earlier && known) {
      const last = Math.max(...known.map((one) => one.step));
      if (world.keyedBy === 'step' ? step <= last : step < last) refuse('outOfOrder', '步骤顺序错误');
      if (kind.after.length > 0 && !known.some((one) => kind.after.includes(one.name))) refuse('outOfOrder', `须先有 ${kind.after.join('、')}`);
      if (!kind.late && known.some((one) => kindNamed(one.name)?.closes)) refuse('closed', '办件已办结');
    }
    const receipt = `HZ${String(receipts + 1).padStart(10, '0')}`;
    keep({ entry: 'record', at: now(), name, kind: kind.counts, caseNumber, step, version, receipt, digest, fields });
    return { [words.receipt]: receipt, [words.repeated]: '0' };
  }

  /** Reports whose time has come are decided, in the order in which they came. */
  function decideDue(): void {
    const at = clock.now();
    for (const one of undecided.filter((each) => at.getTime() - Date.parse(each.at) >= decideAfterMs)) {
      const number = decisions.length + 1;
      keep({
        entry: 'decision', at: at.toISOString(), id: `JD${String(number).padStart(8, '0')}`, caseNumber: one.caseNumber,
        granted: !(one.fields[elements.opinion] ?? '').includes('建议不予'),
        document: `云岭审批〔${String(at.getUTCFullYear())}〕${String(number)}号`, authority: one.fields[elements.authority] ?? '',
      });
    }
  }

  /** Chinese civil time as this province writes it. */
  const civil = (iso: string): string => {
    const written = new Date(Date.parse(iso) + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');
    return world.moments === 'yyyyMMddHHmmss' ? written.replaceAll(/\D/g, '') : written;
  };
  const civilDay = (iso: string): string => civil(iso).replaceAll(/\D/g, '').slice(0, 8);

  function page(rows: readonly Writable[], document: Element, met: Fault['kind'] | undefined): Writable {
    const cursor = textOf(document, ask.cursor);
    const size = Number(textOf(document, ask.pageSize) || '100');
    const from = cursor === '' ? 0 : Number(cursor.replace(/^p/, ''));
    if (!Number.isInteger(from) || from < 0 || !Number.isInteger(size) || size < 1 || size > 1000) refuse('badCursor', '游标或页长无效');
    let shown = rows.slice(from, from + size);
    const next = from + shown.length;
    if (met === 'duplicate') shown = shown.flatMap((row) => [row, row]);
    if (met === 'out-of-order') shown = shown.toReversed();
    return { [words.rows]: { item: words.row, rows: shown }, [words.cursor]: `p${String(next)}`, [words.more]: next < rows.length ? '1' : '0' };
  }

  /** A record as it is told again: its own elements, lists rebuilt, and what the province adds. */
  function told(one: Kept): Writable {
    const kind = kindNamed(one.name);
    const out: Record<string, Writable> = {};
    for (const [element, value] of Object.entries(one.fields)) {
      const [list = '', at = '', below] = element.split('.');
      const known = kind?.lists[list];
      if (below === undefined || !known) { out[element] = value; continue; }
      const rows: Record<string, Writable>[] = [];
      for (const [name, text] of Object.entries(one.fields)) {
        const parts = name.split('.');
        if (parts[0] !== list || parts[2] === undefined) continue;
        const row = (rows[Number(parts[1])] ??= {});
        row[parts[2]] = text;
      }
      if (at !== '') out[list] = { item: known.item, rows };
    }
    return { ...out, [elements.kind]: one.name, [elements.receipt]: one.receipt, [elements.recordedAt]: civil(one.at) };
  }

  const digestOf = (row: Record<string, unknown>): string => createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
  const itemTold = (row: Record<string, unknown>): Writable => writable.parse({ ...row, [world.items.digest]: digestOf(row) });
  const codeOf = (row: Record<string, unknown>): string => String(row[world.items.handling]) || String(row[world.items.code]);
  /** The newest version of each item. */
  function published(): Record<string, unknown>[] {
    const newest = new Map<string, Record<string, unknown>>();
    for (const row of items) newest.set(codeOf(row), row);
    return [...newest.values()];
  }

  const isAt = (place: { operation: string; root?: string | undefined } | undefined, operation: string, root: string): boolean =>
    place !== undefined && place.operation === operation && (place.root === undefined || place.root === root);

  function process(operation: string, document: Element, root: string, met: Fault['kind'] | undefined): Writable {
    const kind = world.records.find((one) => isAt(one, operation, root));
    if (kind) return take(kind, document);
    const { queries } = world;
    const known = cases.get(textOf(document, ask.caseNumber)) ?? [];
    if (isAt(queries.inquiry, operation, root)) {
      const found = known.filter((one) => one.step === Number(textOf(document, ask.step)));
      return { [words.found]: found.length > 0 ? '1' : '0', [words.rows]: { item: words.row, rows: found.map(told) } };
    }
    if (isAt(queries.recorded, operation, root)) {
      let rows = known.map(told);
      if (met === 'out-of-order') rows = rows.toReversed();
      return { [words.rows]: { item: words.row, rows } };
    }
    const onDay = (): Kept[] => all.filter((one) => civilDay(one.at) === textOf(document, ask.day).replaceAll('-', ''));
    if (isAt(queries.counts, operation, root)) {
      const counted: Record<string, number> = {};
      for (const one of onDay()) counted[one.name] = (counted[one.name] ?? 0) + 1;
      return { [words.rows]: { item: words.row, rows: Object.entries(counted).map(([kind_, number]) => ({ [world.count.kind]: kind_, [world.count.number]: number })) } };
    }
    if (isAt(queries.recordedOn, operation, root)) return page(onDay().map(told), document, met);
    if (isAt(queries.items, operation, root)) return page(items.map(itemTold), document, met);
    if (isAt(queries.item, operation, root)) {
      const row = published().find((one) => codeOf(one) === textOf(document, ask.code));
      return { [words.found]: row ? '1' : '0', [words.rows]: { item: words.row, rows: row ? [itemTold(row)] : [] } };
    }
    if (isAt(queries.digests, operation, root)) {
      return page(published().map((row) => ({ [world.digest.code]: codeOf(row), [world.digest.version]: String(row[world.items.version]), [world.digest.digest]: digestOf(row) })), document, met);
    }
    if (isAt(queries.decisions, operation, root)) {
      decideDue();
      return page(decisions.map((one) => ({
        [world.decision.id]: one.id, [world.decision.caseNumber]: one.caseNumber, [world.decision.verdict]: one.granted ? world.verdicts.granted : world.verdicts.refused,
        [world.decision.document]: one.document, [world.decision.authority]: one.authority, [world.decision.decidedAt]: civil(one.at), [world.decision.note]: one.granted ? '准予许可' : '不予许可',
      })), document, met);
    }
    const about = world.applicationElements;
    if (isAt(queries.applications, operation, root)) {
      return page(applications.map((one): Writable => ({
        [about.id]: one.id, ...one.fields, ...(about.form === undefined ? {} : { [about.form]: JSON.stringify(one.form) }),
        [about.files]: { item: about.file, rows: one.files.map((each) => ({ [about.fileId]: each.id, [about.fileName]: each.name, [about.mediaType]: each.mediaType, [about.size]: String(Buffer.from(each.base64, 'base64').length), [about.material]: each.material })) },
      })), document, met);
    }
    const one = applications.find((each) => each.id === textOf(document, ask.application));
    if (isAt(queries.applicationFile, operation, root)) {
      const wanted = one?.files.find((each) => each.id === textOf(document, ask.file));
      if (!wanted) return refuse('unknownCase', '附件未找到');
      return { [world.file.name]: wanted.name, [world.file.mediaType]: wanted.mediaType, [world.file.content]: wanted.base64 };
    }
    if (isAt(queries.applicationAnswer, operation, root)) {
      if (!one) return refuse('unknownCase', '申报未找到');
      const verdict = textOf(document, ask.verdict);
      const told_ = verdict === world.answers.started ? textOf(document, ask.started) : textOf(document, ask.reason);
      if (told_ === '' || ![world.answers.started, ...world.answers.others].includes(verdict)) return refuse('missing', '办理情况不完整');
      const before = answered.get(one.id);
      const again = before?.verdict === verdict && before.told === told_;
      // What waited may still be started or given up; what was started stays so.
      if (before && !again && before.verdict === world.answers.started) return refuse('differs', '该申报已立案');
      if (!again) keep({ entry: 'application-answer', at: now(), id: one.id, verdict, told: told_ });
      return { [words.receipt]: `SB-${one.id}`, [words.repeated]: again ? '1' : '0' };
    }
    return refuse('unknownOperation', '接口不存在');
  }

  function summary(filter: string | null): LedgerSummary {
    const counted: Record<string, number> = {};
    for (const one of all) counted[one.name] = (counted[one.name] ?? 0) + 1;
    return {
      cases: cases.size, records: counted, repeats, refused: { ...refusals }, decisions: decisions.length,
      applications: Object.fromEntries(applications.map((one) => [one.id, answered.get(one.id)?.verdict ?? ''])),
      entries: all.filter((one) => filter === null || one.caseNumber === filter)
        .map(({ at, name, kind, caseNumber, step, version, receipt, repeats: again, fields }) => ({ at, name, kind, caseNumber, step, version, receipt, repeats: again, fields })),
    };
  }
  const publish = (rows: readonly Record<string, unknown>[]): void => { for (const row of rows) keep({ entry: 'item', at: now(), row: itemOf(world, row) }); };
  const apply = (rows: readonly Application[]): void => { for (const one of rows) keep({ entry: 'application', at: now(), application: application.parse(one) }); };
  const alter = (caseNumber: string, step: number, fields: Record<string, string> | null): void => { keep({ entry: 'altered', at: now(), caseNumber, step, fields }); };

  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };

  /** Calls held back until another has overtaken them. */
  const held = new Set<() => void>();
  const overtaken = (waitMs: number): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(release, waitMs);
    function release(): void { clearTimeout(timer); held.delete(release); resolve(); }
    held.add(release);
  });

  async function control(url: URL, request: IncomingMessage, text: string, response: ServerResponse): Promise<boolean> {
    const where = `${request.method ?? ''} ${url.pathname}`;
    switch (where) {
      case 'GET /ledger': json(response, 200, summary(url.searchParams.get('case'))); return true;
      case 'GET /faults': json(response, 200, faults); return true;
      case 'POST /faults': faults = z.array(fault).parse(JSON.parse(text)).map((one) => ({ ...one, met: 0, hit: 0 })); json(response, 200, faults); return true;
      case 'POST /items': publish(z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(text)).rows); json(response, 200, { items: items.length }); return true;
      case 'POST /applications': apply(z.object({ rows: z.array(application) }).parse(JSON.parse(text)).rows); json(response, 200, { applications: applications.length }); return true;
      case 'POST /records': {
        const change = z.object({ caseNumber: z.string(), step: z.number(), fields: flatFields.nullable() }).parse(JSON.parse(text));
        alter(change.caseNumber, change.step, change.fields);
        json(response, 200, {});
        return true;
      }
      default: return Promise.resolve(false);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (await control(url, request, bytes.toString('utf8'), response)) return undefined;
    if (url.pathname !== world.path || request.method !== 'POST') {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html><body>404</body></html>');
      return undefined;
    }
    let operation = 'unreadable';
    let met: ReturnType<typeof faultFor> = null;
    let said: Writable;
    try {
      const call = readCall(decode(bytes, request.headers['content-type'] ?? '', world.charset), world.soap, world.namespace, world.charset);
      ({ operation } = call);
      const document = world.style === 'text' ? readDocument(call.argument.text).root : call.argument;
      const root = world.style === 'text' ? document.name : '';
      const called = root === '' ? operation : root;
      met = faultFor(called);
      if (met?.kind === 'drop' && !met.processed) { request.socket.destroy(); return undefined; }
      if (met?.kind === 'code-300') throw new Refusal(met.code ?? codes.failed, '系统繁忙，请稍后再试');
      if (met?.kind === 'unknown-item') throw new Refusal(codes.unknownItem, '事项不存在');
      if (met?.kind === 'replayed-nonce') throw new Refusal(codes.replayed, '重复请求');
      checkToken(call);
      if (met?.kind === 'out-of-order' && kindNamed(called)) await overtaken(met.waitMs);
      let data: Writable = null;
      if (!met || met.processed) data = process(operation, document, root, met?.kind);
      if (met?.kind === 'duplicate' && kindNamed(called)) data = process(operation, document, root, met.kind);
      for (const release of held) release();
      said = { [words.code]: codes.ok, [words.message]: '成功', [words.data]: met?.kind === 'no-receipt' ? null : data };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(codes.malformed, error instanceof Unreadable ? `报文格式错误：${error.message}` : '报文格式错误');
      keep({ entry: 'refusal', at: now(), code: refusal.code, operation });
      said = { [words.code]: refusal.code, [words.message]: refusal.message, [words.data]: null };
    }
    const payload = Object.entries(record.parse(said)).map(([name, value]) => write(name, value)).join('');
    const text = envelope(world.soap, world.namespace, world.charset, operation, world.result, payload, world.style, world.answerRoot);
    const out = encode(text, world.charset);
    const type = { 'content-type': `${world.soap === '1.2' ? 'application/soap+xml' : 'text/xml'}; charset=${world.charset}` };
    switch (met?.kind) {
      case 'drop': request.socket.destroy(); return undefined;
      case 'status-500': response.writeHead(500, { 'content-type': 'text/html' }).end('<html><body>HTTP Status 500</body></html>'); return undefined;
      case 'soap-fault': response.writeHead(500, type).end(encode(faultEnvelope(world.soap, world.charset, world.soap === '1.2' ? 'Receiver' : 'Server', 'java.lang.NullPointerException'), world.charset)); return undefined;
      case 'html': response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>系统登录</body></html>'); return undefined;
      case 'half-body':
        response.writeHead(200, { ...type, 'content-length': out.length });
        response.write(out.subarray(0, Math.floor(out.length / 2)), () => request.socket.destroy());
        return undefined;
      case 'wrong-charset': response.writeHead(200, type).end(iconv.encode(text, world.charset === 'UTF-8' ? 'gbk' : 'utf8')); return undefined;
      case 'entity-bomb':
        response.writeHead(200, type).end(encode(`<?xml version="1.0" encoding="${world.charset}"?><!DOCTYPE a [<!ENTITY a "${'啊'.repeat(1000)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'.charAt(at)} "${`&${'abcdefghi'.charAt(at)};`.repeat(10)}">`).join('')}]>${text.slice(text.indexOf('\n') + 1).replace('成功', '&j;')}`, world.charset));
        return undefined;
      case 'slow': {
        const timer = setTimeout(() => { if (!response.destroyed) response.writeHead(200, type).end(out); }, met.waitMs);
        response.once('close', () => clearTimeout(timer));
        return undefined;
      }
      default: response.writeHead(200, { ...type, 'content-length': out.length }).end(out);
    }
    return undefined;
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => { if (!response.headersSent) json(response, 400, { message: '请求格式错误' }); });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host ?? '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  return {
    url: `http://${settings.host ?? '127.0.0.1'}:${String(port)}`,
    port,
    ledger: () => summary(null),
    setFaults(next) { faults = next.map((one) => ({ ...fault.parse(one), met: 0, hit: 0 })); },
    publish,
    apply,
    alter,
    forget: (caseNumber, step) => { alter(caseNumber, step, null); },
    async close() {
      for (const release of held) release();
      server.closeAllConnections();
      await new Promise<void>((resolve) => { server.close(() => resolve()); });
      if (file !== null) { fsyncSync(file); closeSync(file); file = null; }
    },
  };
}

const writable: z.ZodType<Writable> = z.lazy(() => z.union([
  z.string(), z.number(), z.null(), z.object({ item: z.string(), rows: z.array(writable) }), z.record(z.string(), writable),
]));
const record = z.record(z.string(), writable);
