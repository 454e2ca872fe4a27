/**
 * A province to practise against: checks signature, freshness, replay, required columns and order as its own reading of the
 * convention says, keeps a ledger on disk that survives kill -9, decides what is reported up, and fails on demand.
 * It is not a province: it takes any well-formed person or body, knows one zone's secret, and decides by rule (an
 * opinion that says 建议不予 is refused, all else is granted). It shares no code with the adapter, so that a misreading shows.
 */
import { createCipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { systemClock, type Clock } from '../../../../infra/clock.ts';

const fault = z.strictObject({
  kind: z.enum(['slow', 'status-500', 'code-300', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'duplicate', 'out-of-order', 'unknown-item', 'replayed-nonce']),
  /** Whether the call is processed first: then its effect is there though its answer is not. */
  processed: z.boolean().default(true),
  /** Only calls whose path begins so, e.g. `pro/`; all when left out. */
  path: z.string().default(''),
  /** Only every n-th call that fits; 1 is each. */
  every: z.number().int().min(1).default(1),
  /** How many calls it hits before it ends by itself. */
  times: z.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  waitMs: z.number().int().min(0).default(60_000),
  /** Domain code of a `code-300`; such a call is not processed. */
  code: z.string().default('db-503'),
});
export type Fault = z.input<typeof fault>;

export type SimulatorSettings = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly requesterId: string;
  readonly appSecret: string;
  /** Where everything received is kept; in memory only when left out. */
  readonly ledgerFile?: string;
  /** After how long a reported case is decided. */
  readonly decideAfterMs?: number;
  /** How old a timestamp may be; the convention leaves it open, five minutes is usual. */
  readonly freshForMs?: number;
  /** Whether calls are signed with the application's secret, or with one this province gives out for so long. */
  readonly callSecret?: { readonly lastsMs: number };
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
};

export type Simulator = {
  readonly url: string;
  readonly port: number;
  ledger(): LedgerSummary;
  setFaults(faults: readonly Fault[]): void;
  /** Publishes item rows (columns of up_task_general_basic), as a province does during the day. */
  publish(rows: readonly Record<string, unknown>[]): void;
  /** Applications filled in at this province's portal. */
  apply(rows: readonly Application[]): void;
  /** A mistake on the province's side: what it has of a step is changed, or lost. */
  alter(projectNo: string, sn: number, columns: Record<string, string>): void;
  forget(projectNo: string, sn: number): void;
  /** Forgets the secrets it gave out, as a province that was started anew does. */
  forgetSecrets(): void;
  close(): Promise<void>;
};

type LedgerLine = { at: string; kind: string; projectNo: string; sequence: number; receipt: string; repeats: number };
type LedgerSummary = {
  cases: number; steps: Record<string, number>; repeats: number; refused: Record<string, number>; decisions: number; entries: LedgerLine[];
  /** What was answered to each application; empty while nothing was. */
  applications: Record<string, string>;
};

const application = z.object({
  apply_no: z.string(), columns: z.record(z.string(), z.string()), form: z.record(z.string(), z.string()).default({}),
  files: z.array(z.object({ file_id: z.string(), file_name: z.string(), file_type: z.string(), base64: z.string(), material_name: z.string().default('') })).default([]),
});
export type Application = z.input<typeof application>;

const FACES: Record<string, { sid: string; kind?: string }> = {
  'catalog/items': { sid: 'S-ITEMS' },
  'pro/accept': { sid: 'S-ACCEPT', kind: 'accept' },
  'pro/process': { sid: 'S-PROCESS', kind: 'process' },
  'pro/special_procedure': { sid: 'S-SPECIAL', kind: 'special' },
  'pro/report': { sid: 'S-REPORT', kind: 'report' },
  'pro/result': { sid: 'S-RESULT', kind: 'result' },
  'pro/step/query': { sid: 'S-QUERY' },
  'pro/decisions': { sid: 'S-DECISIONS' },
  'pro/material': { sid: 'S-MATERIAL', kind: 'material' },
  'pro/evaluation': { sid: 'S-EVALUATION', kind: 'evaluation' },
  'pro/recorded': { sid: 'S-RECORDED' },
  'pro/counts': { sid: 'S-COUNTS' },
  'pro/recorded_on': { sid: 'S-RECORDED-ON' },
  'catalog/digests': { sid: 'S-DIGESTS' },
  'catalog/item': { sid: 'S-ITEM' },
  'apply/list': { sid: 'S-APPLY' },
  'apply/file': { sid: 'S-APPLY-FILE' },
  'apply/answer': { sid: 'S-APPLY-ANSWER' },
  'auth/secret': { sid: 'S-SECRET' },
};

const everywhere = ['project_no', 'sn', 'row_guid', 'cd_batch', 'cd_operation', 'cd_time', 'data_source'];
/** NOT NULL columns of the deployed tables. */
const REQUIRED: Record<string, readonly string[]> = {
  accept: ['catalog_code', 'task_code', 'task_name', 'task_version', 'apply_type', 'applyer_name', 'applyer_type', 'applyer_page_type', 'applyer_page_code',
    'apply_date', 'accept_date', 'project_type', 'org_code', 'org_name'],
  process: ['process_name', 'event_name', 'event_start_time', 'event_end_time', 'handle_user_name', 'handle_explain'],
  special: ['special_type', 'special_name', 'special_time', 'special_reason', 'end_time'],
  report: ['report_org_code', 'report_org_name', 'report_time', 'report_opinion', 'handle_user_name'],
  result: ['result_type', 'result_date', 'is_delivery_results'],
  material: ['materials.0.material_name', 'materials.0.get_type', 'handle_user_name'],
  evaluation: ['satisfaction', 'pf', 'assess_number', 'assess_time'],
};
/** Kinds that may come when a case is closed there. */
const AFTER_RESULT = new Set(['material', 'evaluation']);
/** Columns that differ between two sendings of the same row. */
const OF_THE_SENDING = new Set(['cd_time', 'cd_batch', 'cd_operation']);

const entry = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('step'), at: z.string(), kind: z.string(), projectNo: z.string(), sn: z.number(), receipt: z.string(), digest: z.string(), row: z.record(z.string(), z.string()) }),
  z.object({ entry: z.literal('repeat'), at: z.string(), projectNo: z.string(), sn: z.number() }),
  z.object({ entry: z.literal('refusal'), at: z.string(), code: z.string(), path: z.string() }),
  z.object({ entry: z.literal('decision'), at: z.string(), decisionNo: z.string(), projectNo: z.string(), granted: z.boolean(), documentNo: z.string(), authority: z.string() }),
  z.object({ entry: z.literal('item'), at: z.string(), row: z.record(z.string(), z.unknown()) }),
  z.object({ entry: z.literal('application'), at: z.string(), application }),
  z.object({ entry: z.literal('application-answer'), at: z.string(), applyNo: z.string(), verdict: z.string(), told: z.string() }),
  z.object({ entry: z.literal('altered'), at: z.string(), projectNo: z.string(), sn: z.number(), columns: z.record(z.string(), z.string()).nullable() }),
]);
type Entry = z.infer<typeof entry>;
type StepEntry = Extract<Entry, { entry: 'step' }>;
type DecisionEntry = Extract<Entry, { entry: 'decision' }>;

const rowsFile = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const pageRequest = z.object({ cursor: z.string().default(''), page_size: z.coerce.number().int().min(1).max(1000).default(100) });

class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Starts a province on a port. Re-reads its ledger file first, so that a killed one comes back knowing everything it acknowledged. */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const clock = settings.clock ?? systemClock;
  const freshForMs = settings.freshForMs ?? 5 * 60_000;
  const decideAfterMs = settings.decideAfterMs ?? 0;
  const cases = new Map<string, Map<number, StepEntry & { repeats: number }>>();
  const steps: (StepEntry & { repeats: number })[] = [];
  const undecided: StepEntry[] = [];
  const decisions: DecisionEntry[] = [];
  const refusals: Record<string, number> = {};
  let repeats = 0;
  let corrections = 0;
  const applications: z.infer<typeof application>[] = [];
  const answered = new Map<string, { verdict: string; told: string }>();
  /** Secrets given out, by when they end. */
  let secrets = new Map<string, number>();
  const items = rowsFile.parse(JSON.parse(readFileSync(new URL('sample-items.json', import.meta.url), 'utf8'))).rows;
  const versions = new Map<string, Record<string, unknown>>();
  const learn = (row: Record<string, unknown>): void => {
    versions.set(`${String(row.task_code)}/${String(row.task_version)}`, row);
  };
  items.forEach(learn);

  function apply(one: Entry): void {
    switch (one.entry) {
      case 'step': {
        const known = cases.get(one.projectNo) ?? new Map<number, StepEntry & { repeats: number }>();
        const kept = { ...one, repeats: 0 };
        const earlier = known.get(one.sn);
        known.set(one.sn, kept);
        cases.set(one.projectNo, known);
        if (earlier) {
          steps[steps.indexOf(earlier)] = kept;
          corrections += 1;
        } else {
          steps.push(kept);
          if (one.kind === 'report') undecided.push(one);
        }
        break;
      }
      case 'repeat': {
        repeats += 1;
        const step = cases.get(one.projectNo)?.get(one.sn);
        if (step) step.repeats += 1;
        break;
      }
      case 'refusal':
        refusals[one.code] = (refusals[one.code] ?? 0) + 1;
        break;
      case 'decision': {
        decisions.push(one);
        const at = undecided.findIndex((step) => step.projectNo === one.projectNo);
        if (at >= 0) undecided.splice(at, 1);
        break;
      }
      case 'item':
        items.push(one.row);
        learn(one.row);
        break;
      case 'application': applications.push(one.application); break;
      case 'application-answer': answered.set(one.applyNo, { verdict: one.verdict, told: one.told }); break;
      case 'altered': {
        const known = cases.get(one.projectNo);
        const step = known?.get(one.sn);
        if (!known || !step) break;
        if (one.columns) Object.assign(step, { row: { ...step.row, ...one.columns }, digest: 'altered' });
        else {
          known.delete(one.sn);
          steps.splice(steps.indexOf(step), 1);
          if (known.size === 0) cases.delete(one.projectNo);
        }
        break;
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
      for (const line of whole.split('\n')) if (line !== '') apply(entry.parse(JSON.parse(line)));
    }
    file = openSync(settings.ledgerFile, 'a', 0o600);
  }
  /** Written before it is answered: the page cache survives the death of the process. */
  function keep(one: Entry): void {
    if (file !== null) writeSync(file, `${JSON.stringify(one)}\n`);
    apply(one);
  }

  let faults = (settings.faults ?? []).map((one) => ({ ...fault.parse(one), met: 0, hit: 0 }));
  function faultFor(path: string): (typeof faults)[number] | null {
    for (const one of faults) {
      if (!path.startsWith(one.path) || one.hit >= one.times) continue;
      one.met += 1;
      if (one.met % one.every !== 0) continue;
      one.hit += 1;
      return one;
    }
    return null;
  }

  const seen = new Map<string, number>();
  function checkHeaders(request: IncomingMessage, sid: string): void {
    const header = (name: string): string => {
      const value = request.headers[`gjzwfwpt_${name}`];
      return typeof value === 'string' ? value : '';
    };
    const now = clock.now().getTime();
    const rtime = header('rtime');
    if (header('rid') !== settings.requesterId || header('sid') !== sid) throw new Refusal('api-004', '请求者或接口未授权');
    const given = Buffer.from(header('sign'), 'base64');
    const signedWith = (secret: string): boolean => {
      const expected = createHmac('sha256', secret).update(`${sid}${header('rid')}${rtime}`).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
    if (settings.callSecret === undefined || sid === 'S-SECRET') {
      if (!signedWith(settings.appSecret)) throw new Refusal('api-001', '签名错误');
    } else if (![...secrets].some(([secret, until]) => until > now && signedWith(secret))) throw new Refusal('api-005', '调用密钥不存在或已失效');
    if (!/^\d{13}$/.test(rtime) || Math.abs(now - Number(rtime)) > freshForMs) throw new Refusal('api-002', '请求时间超出允许范围');
    const triple = `${header('rid')} ${sid} ${rtime}`;
    if (seen.has(triple)) throw new Refusal('api-003', '重复请求');
    seen.set(triple, now);
    if (seen.size > 50_000) for (const [old, at] of seen) if (now - at > 2 * freshForMs) seen.delete(old);
  }

  function takeStep(kind: string, body: Record<string, unknown>): unknown {
    const row: Record<string, string> = {};
    const plain = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
    for (const [name, value] of Object.entries(body)) {
      if (name !== name.toLowerCase()) throw new Refusal('api-011', '字段名须全小写');
      if (!Array.isArray(value)) { row[name] = plain(value); continue; }
      for (const [at, inner] of z.array(z.record(z.string(), z.unknown())).parse(value).entries()) {
        for (const [below, one] of Object.entries(inner)) row[`${name}.${String(at)}.${below}`] = plain(one);
      }
    }
    for (const name of [...everywhere, ...(REQUIRED[kind] ?? [])]) {
      if ((row[name] ?? '') === '') throw new Refusal('api-010', `必填字段为空：${name}`);
    }
    const projectNo = row.project_no ?? '';
    const sn = Number(row.sn);
    if (!Number.isInteger(sn) || sn < 1) throw new Refusal('api-010', 'sn 须为正整数');
    const same = Object.entries(row).filter(([name]) => !OF_THE_SENDING.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const digest = createHash('sha256').update(JSON.stringify([kind, same])).digest('hex');
    const known = cases.get(projectNo);
    const earlier = known?.get(sn);
    if (earlier) {
      if (earlier.digest === digest) {
        keep({ entry: 'repeat', at: clock.now().toISOString(), projectNo, sn });
        return { receipt_no: earlier.receipt, repeated: '1' };
      }
      // A newer version corrects; the same one with another content is somebody's mistake.
      if (earlier.kind !== kind || Number(row.data_ver || '1') <= Number(earlier.row.data_ver || '1')) throw new Refusal('res-409', '该步骤已存在且内容不同');
    } else if (kind === 'accept') {
      if (known) throw new Refusal('res-410', '该办件已受理');
      const version = versions.get(`${row.task_code ?? ''}/${row.task_version ?? ''}`);
      if (!version) throw new Refusal([...versions.keys()].some((key) => key.startsWith(`${row.task_code ?? ''}/`)) ? 'catalog-002' : 'catalog-001', '事项或版本不存在');
      if (String(version.catalog_code) !== row.catalog_code) throw new Refusal('catalog-001', '基本编码与实施编码不符');
    } else {
      if (!known) throw new Refusal('res-404', '办件未找到');
      const last = Math.max(...known.keys());
      if (sn <= last) throw new Refusal('res-410', '步骤顺序错误');
      if (!AFTER_RESULT.has(kind) && [...known.values()].some((step) => step.kind === 'result')) throw new Refusal('res-410', '办件已办结');
      if (kind === 'special' && !/^[1-9]$/.test(row.special_type ?? '')) throw new Refusal('api-010', '特别程序种类错误');
      if (kind === 'result' && row.result_type !== '0' && (row.result_explain ?? '') === '') throw new Refusal('api-010', '必填字段为空：result_explain');
      if (kind === 'result' && row.result_type === '0' && (row.result_cetr_no ?? '') === '') throw new Refusal('api-010', '必填字段为空：result_cetr_no');
    }
    const receipt = `HZ${String(steps.length + corrections + 1).padStart(10, '0')}`;
    keep({ entry: 'step', at: clock.now().toISOString(), kind, projectNo, sn, receipt, digest, row });
    return { receipt_no: receipt, repeated: '0' };
  }

  /** Reports whose time has come are decided, in the order in which they came. */
  function decideDue(): void {
    const now = clock.now();
    for (const step of undecided.filter((one) => now.getTime() - Date.parse(one.at) >= decideAfterMs)) {
      const number = decisions.length + 1;
      keep({
        entry: 'decision', at: now.toISOString(), decisionNo: `JD${String(number).padStart(8, '0')}`, projectNo: step.projectNo,
        granted: !(step.row.report_opinion ?? '').includes('建议不予'),
        documentNo: `云岭审批〔${String(now.getUTCFullYear())}〕${String(number)}号`, authority: step.row.report_org_name ?? '',
      });
    }
  }

  /** Chinese civil time as the province writes it. */
  const civil = (iso: string): string => new Date(Date.parse(iso) + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');

  function page<Row>(all: readonly Row[], body: unknown): { rows: Row[]; next_cursor: string; more: string } {
    const { cursor, page_size: size } = pageRequest.parse(body);
    const from = cursor === '' ? 0 : Number(cursor.replace(/^p/, ''));
    if (!Number.isInteger(from) || from < 0) throw new Refusal('api-012', '游标无效');
    const rows = all.slice(from, from + size);
    return { rows, next_cursor: `p${String(from + rows.length)}`, more: from + rows.length < all.length ? '1' : '0' };
  }

  /** A step as it is told again, with its inner rows rebuilt. */
  function told(step: StepEntry): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(step.row)) {
      const [list = '', at, below] = name.split('.');
      if (at === undefined || below === undefined) { out[name] = value; continue; }
      const rows = (Array.isArray(out[list]) ? out[list] : (out[list] = [])) as Record<string, string>[];
      (rows[Number(at)] ??= {})[below] = value;
    }
    return { ...out, step_kind: step.kind, receipt_no: step.receipt, record_time: civil(step.at) };
  }
  const digestOf = (row: Record<string, unknown>): string => createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
  const codeOf = (row: Record<string, unknown>): string => String(row.task_handle_item) || String(row.task_code);
  const itemTold = (row: Record<string, unknown>): Record<string, unknown> => ({ ...row, content_digest: digestOf(row) });
  let newest: { of: number; byCode: Map<string, Record<string, unknown>>; rows: Record<string, unknown>[] } = { of: -1, byCode: new Map(), rows: [] };
  /** The newest version of each item; a province with a hundred thousand does not look through all for each page. */
  function published(): typeof newest {
    if (newest.of === items.length) return newest;
    const byCode = new Map<string, Record<string, unknown>>();
    for (const row of items) byCode.set(codeOf(row), row);
    newest = { of: items.length, byCode, rows: [...byCode.values()] };
    return newest;
  }

  function process(path: string, body: Record<string, unknown>, met: Fault['kind'] | undefined): unknown {
    const face = FACES[path];
    if (face?.kind !== undefined) return takeStep(face.kind, body);
    const paged = <Row>(rows: readonly Row[], tell: (row: Row) => unknown = (row) => row): unknown => {
      const { rows: cut, ...rest } = page(rows, body);
      const shown = { ...rest, rows: cut.map(tell) };
      if (met === 'duplicate') shown.rows = shown.rows.flatMap((row) => [row, row]);
      if (met === 'out-of-order') shown.rows = shown.rows.toReversed();
      return shown;
    };
    const onDay = (): StepEntry[] => steps.filter((step) => civil(step.at).slice(0, 10) === body.day);
    const asked = applications.find((one) => one.apply_no === body.apply_no);
    switch (path) {
      case 'catalog/items': return paged(items, itemTold);
      case 'catalog/digests': return paged(published().rows, (row) => ({ item_code: codeOf(row), task_version: row.task_version, content_digest: digestOf(row) }));
      case 'catalog/item': {
        const row = published().byCode.get(String(body.item_code));
        return { rows: row ? [itemTold(row)] : [] };
      }
      case 'pro/step/query': {
        const step = cases.get(String(body.project_no))?.get(Number(body.sn));
        return step ? { project_no: step.projectNo, sn: String(step.sn), found: '1', receipt_no: step.receipt, data_ver: step.row.data_ver ?? '1' } : { found: '0' };
      }
      case 'pro/recorded': return { rows: [...(cases.get(String(body.project_no))?.values() ?? [])].map(told) };
      case 'pro/counts': {
        const counted: Record<string, number> = {};
        for (const step of onDay()) counted[step.kind] = (counted[step.kind] ?? 0) + 1;
        return { rows: Object.entries(counted).map(([kind, number]) => ({ step_kind: kind, step_count: number })) };
      }
      case 'pro/recorded_on': return paged(onDay().map(told));
      case 'apply/list': return paged(applications.map((one) => ({
        ...one.columns, apply_no: one.apply_no, form_data: JSON.stringify(one.form),
        files: one.files.map(({ base64, ...file }) => ({ ...file, file_size: Buffer.from(base64, 'base64').length })),
      })));
      case 'apply/file': {
        const file = asked?.files.find((one) => one.file_id === body.file_id);
        if (!file) throw new Refusal('res-404', '附件未找到');
        return { file_name: file.file_name, file_type: file.file_type, file_content: file.base64 };
      }
      case 'apply/answer': {
        const verdict = String(body.verdict);
        const said = verdict === '1' ? String(body.project_no) : String(body.reason);
        if (!asked) throw new Refusal('res-404', '申报未找到');
        if (!/^[123]$/.test(verdict) || said === '') throw new Refusal('api-010', '办理情况不完整');
        // The portal shows both to the applicant, who asks about the progress with them.
        if (verdict === '1' && (!/^\d{15}$/.test(String(body.accept_receipt_no)) || !/^\d{6}$/.test(String(body.query_password)))) throw new Refusal('api-010', '缺少受理回执号或查询密码');
        const before = answered.get(asked.apply_no);
        const again = before?.verdict === verdict && before.told === said;
        // What waited may still be started or given up; what was started stays so.
        if (before?.verdict === '1' && !again) throw new Refusal('res-409', '该申报已立案');
        if (!again) keep({ entry: 'application-answer', at: clock.now().toISOString(), applyNo: asked.apply_no, verdict, told: said });
        return { receipt_no: `SB-${asked.apply_no}`, repeated: again ? '1' : '0' };
      }
      case 'auth/secret': {
        if (settings.callSecret === undefined) throw new Refusal('api-404', '接口不存在');
        const secret = createHash('sha256').update(`${settings.appSecret}/${String(clock.now().getTime())}/${String(seen.size)}`).digest('hex');
        secrets.set(secret, clock.now().getTime() + settings.callSecret.lastsMs);
        const twice = createHash('sha1').update(createHash('sha1').update(settings.appSecret, 'utf8').digest()).digest();
        const cipher = createCipheriv('aes-128-ecb', twice.subarray(0, 16), '');
        return { secret: Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]).toString('base64') };
      }
      default:
    }
    decideDue();
    return paged(decisions.map((one) => ({
      decision_no: one.decisionNo, project_no: one.projectNo, decision: one.granted ? '1' : '0', doc_no: one.documentNo, org_name: one.authority,
      decision_time: civil(one.at), note: one.granted ? '准予许可' : '不予许可',
    })));
  }

  function summary(filter: string | null): LedgerSummary {
    const counted: Record<string, number> = {};
    for (const step of steps) counted[step.kind] = (counted[step.kind] ?? 0) + 1;
    return {
      cases: cases.size, steps: counted, repeats, refused: { ...refusals }, decisions: decisions.length,
      applications: Object.fromEntries(applications.map((one) => [one.apply_no, answered.get(one.apply_no)?.verdict ?? ''])),
      entries: steps.filter((one) => filter === null || one.projectNo === filter)
        .map((one) => ({ at: one.at, kind: one.kind, projectNo: one.projectNo, sequence: one.sn, receipt: one.receipt, repeats: one.repeats })),
    };
  }

  /** A number it knows is the same application; one without a date was made now. */
  const takeApplications = (rows: readonly Application[]): void => {
    for (const one of rows.filter((row) => !applications.some((known) => known.apply_no === row.apply_no))) {
      const at = clock.now().toISOString();
      keep({ entry: 'application', at, application: application.parse({ ...one, columns: { apply_date: civil(at), ...one.columns } }) });
    }
  };
  const alter = (projectNo: string, sn: number, columns: Record<string, string> | null): void => { keep({ entry: 'altered', at: clock.now().toISOString(), projectNo, sn, columns }); };

  /** Calls held back until another has overtaken them. */
  const held = new Set<() => void>();
  const overtaken = (waitMs: number): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(release, waitMs);
    function release(): void { clearTimeout(timer); held.delete(release); resolve(); }
    held.add(release);
  });

  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    if (url.pathname === '/ledger' && request.method === 'GET') return json(response, 200, summary(url.searchParams.get('project_no')));
    if (url.pathname === '/faults' && request.method === 'GET') return json(response, 200, faults);
    if (url.pathname === '/faults' && request.method === 'POST') {
      faults = z.array(fault).parse(JSON.parse(text)).map((one) => ({ ...one, met: 0, hit: 0 }));
      return json(response, 200, faults);
    }
    if (url.pathname === '/items' && request.method === 'POST') {
      for (const row of rowsFile.parse(JSON.parse(text)).rows) keep({ entry: 'item', at: clock.now().toISOString(), row });
      return json(response, 200, { items: items.length });
    }
    if (url.pathname === '/applications' && request.method === 'POST') {
      takeApplications(z.object({ rows: z.array(application) }).parse(JSON.parse(text)).rows);
      return json(response, 200, { applications: applications.length });
    }
    if (url.pathname === '/records' && request.method === 'POST') {
      const change = z.object({ project_no: z.string(), sn: z.number(), columns: z.record(z.string(), z.string()).nullable() }).parse(JSON.parse(text));
      alter(change.project_no, change.sn, change.columns);
      return json(response, 200, {});
    }
    const path = url.pathname.replace(/^\/sysapi\//, '');
    const face = url.pathname.startsWith('/sysapi/') ? FACES[path] : undefined;
    if (!face || request.method !== 'POST') return json(response, 404, { code: 300, message: '[api-404] 接口不存在', data: null });
    const met = faultFor(path);
    if (met?.kind === 'drop' && !met.processed) {
      request.socket.destroy();
      return undefined;
    }
    let said: { code: number | string; message: string; data: unknown };
    try {
      if (met?.kind === 'code-300') throw new Refusal(met.code, '系统维护中');
      if (met?.kind === 'unknown-item') throw new Refusal('catalog-001', '事项或版本不存在');
      if (met?.kind === 'replayed-nonce') throw new Refusal('api-003', '重复请求');
      checkHeaders(request, face.sid);
      if (met?.kind === 'out-of-order' && face.kind !== undefined) await overtaken(met.waitMs);
      const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      let data = met && !met.processed ? null : process(path, body, met?.kind);
      // The same call arrives twice, as behind a proxy that tries again: what is answered is the second.
      if (met?.kind === 'duplicate' && face.kind !== undefined) data = process(path, body, met.kind);
      for (const release of held) release();
      // Provinces write the code as a number here and as text there; so does this one.
      said = { code: face.kind === undefined ? '200' : 200, message: '成功', data };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('api-000', '请求格式错误');
      keep({ entry: 'refusal', at: clock.now().toISOString(), code: refusal.code, path });
      said = { code: 300, message: `[${refusal.code}] ${refusal.message}`, data: null };
    }
    const bytes = Buffer.from(JSON.stringify(said), 'utf8');
    const type = { 'content-type': 'application/json; charset=utf-8' };
    switch (met?.kind) {
      case 'drop':
        request.socket.destroy();
        return undefined;
      case 'status-500':
        return json(response, 500, { code: 500, message: 'Internal Server Error', data: null });
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>系统登录</body></html>');
        return undefined;
      case 'half-body':
        response.writeHead(200, { ...type, 'content-length': bytes.length });
        response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
        return undefined;
      case 'wrong-charset':
        response.writeHead(200, type).end(iconv.encode(JSON.stringify(said), 'gbk'));
        return undefined;
      case 'no-receipt':
        return json(response, 200, { ...said, data: {} });
      case 'slow': {
        const timer = setTimeout(() => { if (!response.destroyed) response.writeHead(200, type).end(bytes); }, met.waitMs);
        response.once('close', () => clearTimeout(timer));
        return undefined;
      }
      default:
        response.writeHead(200, { ...type, 'content-length': bytes.length }).end(bytes);
    }
    return undefined;
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => { if (!response.headersSent) json(response, 400, { code: 300, message: '[api-000] 请求格式错误', data: null }); });
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
    setFaults(next) {
      faults = next.map((one) => ({ ...fault.parse(one), met: 0, hit: 0 }));
    },
    publish(rows) {
      for (const row of rows) keep({ entry: 'item', at: clock.now().toISOString(), row });
    },
    apply: takeApplications,
    alter,
    forget: (projectNo, sn) => { alter(projectNo, sn, null); },
    forgetSecrets() { secrets = new Map(); },
    async close() {
      for (const release of held) release();
      server.closeAllConnections();
      await new Promise<void>((resolve) => { server.close(() => resolve()); });
      if (file !== null) {
        fsyncSync(file);
        closeSync(file);
        file = null;
      }
    },
  };
}
