/**
 * A province to practise against, on the far side of its exchange database: makes its tables, fetches what waits by flag in the order of receipt,
 * judges each row by its own reading of the dictionary, takes, rejects and clears away, sends items, decisions and applications down, and fails on
 * demand. What it took is kept in the same transaction as the flag, so it survives kill -9. It shares no code with the adapter: a misreading shows.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import iconv from 'iconv-lite';
import { createPool, type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { freshSecret } from '../../../../infra/chance.ts';
import { systemClock, type Clock } from '../../../../infra/clock.ts';
import { SHAPES, type Shape, type ShapeName, type StepTable } from './simulated-tables.ts';

/** What each fault does to a row that was fetched. */
export const FAULTS = ['slow', 'error-rows', 'purge', 'batch-rejected', 'duplicate-rows', 'stray-copy', 'out-of-order', 'wrong-charset', 'unknown-item'] as const;
const fault = z.strictObject({
  kind: z.enum(FAULTS),
  /** Only rows of this kind (accept, process …); all when left out. */
  of: z.string().default(''),
  /** `purge`: whether the row is taken before it is cleared away. */
  processed: z.boolean().default(true),
  /** Only every n-th row that fits; 1 is each. */
  every: z.number().int().min(1).default(1),
  times: z.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  /** `slow`: how long the row is left lying. */
  waitMs: z.number().int().min(0).default(5_000),
});
export type Fault = z.input<typeof fault>;

export type SimulatorSettings = {
  readonly shape: ShapeName;
  /** Account and schema with the right to make tables. */
  readonly database: { readonly host: string; readonly port: number; readonly user: string; readonly password: string; readonly schema: string };
  /** What its tables are made with; `latin1` holds GBK bytes in columns that claim latin1, as old ones do. */
  readonly charset?: 'utf8' | 'gbk' | 'latin1';
  /** How often waiting rows are looked for; 0 looks only when told (`look`). */
  readonly pollMs?: number;
  /** Control endpoint; none when left out, 0 is any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly decideAfterMs?: number;
  /** False begins with an empty item list; the items of the sample file are known all the same. */
  readonly sampleItems?: boolean;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
};
type LedgerLine = { at: string; kind: string; projectNo: string; key: string; version: number; receipt: string; repeats: number };
export type LedgerSummary = { cases: number; steps: Record<string, number>; repeats: number; corrections: number; refused: Record<string, number>; decisions: number; waiting: number; entries: LedgerLine[] };
export type Application = { readonly id: string; readonly columns: Readonly<Record<string, string>>; readonly files?: readonly { readonly id: string; readonly material: string; readonly name: string; readonly mediaType: string; readonly content: Uint8Array }[]; readonly form?: Readonly<Record<string, string>>; readonly garbled?: boolean };

export type Simulator = {
  /** Where its control endpoint answers; empty without one. */
  readonly url: string;
  /** Fetches what waits, once; how many rows were judged. */
  look(): Promise<number>;
  ledger(projectNo?: string): Promise<LedgerSummary>;
  setFaults(faults: readonly Fault[]): void;
  /** Publishes item rows as a province does during the day; `garbled` in bytes of another character set. */
  publish(rows: readonly Record<string, unknown>[], garbled?: boolean): Promise<void>;
  /** Somebody applies on the portal. */
  apply(application: Application): Promise<void>;
  /** What became of the applications: flag by number. */
  applications(): Promise<Record<string, string>>;
  /** A mistake on its side: columns of a row it took are changed, or (null) the row is lost, in its tables and its books. `nth`: which row of that kind, from 1. */
  alter(projectNo: string, kind: string, columns: Readonly<Record<string, string>> | null, nth?: number): Promise<void>;
  /** Clears away by its rule: taken rows older than the days, when a table holds more than that many. */
  purge(rule?: { above?: number; olderThanDays?: number }): Promise<number>;
  close(): Promise<void>;
};

type Row = Record<string, string | null>;
type Taken = { kind: string; caseNo: string; key: string; version: number; digest: string; receipt: string; repeats: number; at: string; superseded: boolean; row: Row };

/** Its own rule for clearing away (5 000 000 rows, seven days) as the national hub's. */
const PURGE_ABOVE = 5_000_000;
const PURGE_DAYS = 7;
const REMARKS = {
  batch: '批次校验不通过，整批退回', storing: '数据入库异常，请重新上报', item: '事项编码不存在或版本不符', noCase: '办件未找到', closed: '办件已办结', opened: '该办件已受理',
  missing: '必填项为空：', code: '代码不在字典中：', bytes: '字符集错误', differs: '内容与已接收的不一致', elsewhere: '乱码',
} as const;

/** Starts a province. Makes its tables where they are missing and reads what it took before. */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const shape: Shape = SHAPES[settings.shape];
  const clock = settings.clock ?? systemClock;
  const set = settings.charset ?? (settings.shape === 'national' ? 'utf8' : 'gbk');
  const codec = set === 'utf8' ? 'utf-8' : 'gbk';
  const pool: Pool = createPool({ host: settings.database.host, port: settings.database.port, user: settings.database.user, password: settings.database.password, database: settings.database.schema, connectionLimit: 4, dateStrings: true, timezone: '+08:00' });
  pool.pool.on('connection', (connection) => {
    // Not strict: a province cuts off and stores what it is given. No conversion of what is read.
    for (const sql of ["SET SESSION sql_mode = ''", 'SET character_set_results = NULL', "SET time_zone = '+08:00'", 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED']) connection.query(sql, () => undefined);
  });
  const typeCast = (field: { buffer(): Buffer | null }): Buffer | null => field.buffer();
  const bytes = (text: string): string | Buffer => (codec === 'utf-8' || /^[ -~\s]*$/.test(text) ? text : iconv.encode(text, codec));
  const textOf = (raw: Buffer | null): string | null | undefined => {
    if (raw === null) return null;
    try { return new TextDecoder(codec, { fatal: true }).decode(raw); } catch { return undefined; }
  };
  /** What somebody with the wrong setting would store: the other set's bytes, or for a column that checks them, what they look like. */
  const garble = (text: string): string | Buffer => (codec === 'utf-8' ? iconv.decode(iconv.encode(text, 'gbk'), 'latin1') : Buffer.from(text, 'utf8'));
  const civil = (moment: Date): string => new Date(moment.getTime() + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');

  for (const sql of [
    ...shape.ddl(set),
    `CREATE TABLE IF NOT EXISTS sim_ledger (position bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, row_key varchar(64) NOT NULL, version int NOT NULL, kind varchar(20) NOT NULL, case_no varchar(64) NOT NULL, receipt varchar(40) NOT NULL, digest char(64) NOT NULL, repeats int NOT NULL DEFAULT 0, corrected int NOT NULL DEFAULT 0, at datetime(3) NOT NULL, row_json mediumtext NOT NULL, UNIQUE KEY by_key (row_key, version)) DEFAULT CHARSET=utf8mb4`,
    'CREATE TABLE IF NOT EXISTS sim_refusals (position bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, code varchar(40) NOT NULL, row_key varchar(64) NOT NULL, at datetime(3) NOT NULL) DEFAULT CHARSET=utf8mb4',
  ]) await pool.query(sql);

  const taken = new Map<string, Taken>();
  const cases = new Map<string, { opened: boolean; closed: boolean; rows: Taken[] }>();
  const refusals: Record<string, number> = {};
  const toDecide: Taken[] = [];
  const decided = new Set<string>();
  const items = new Set<string>();
  const itemCodes = new Set<string>();
  let repeats = 0;
  let corrections = 0;
  let receipts = 0;

  const sampleRows = z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(readFileSync(new URL('../signed-rest/sample-items.json', import.meta.url), 'utf8'))).rows;
  const learn = (code: unknown, version: unknown): void => { items.add(`${String(code)}/${String(version)}`); itemCodes.add(String(code)); };

  function remember(one: Taken): void {
    taken.set(`${one.key}/${String(one.version)}`, one);
    const known = cases.get(one.caseNo) ?? { opened: false, closed: false, rows: [] };
    cases.set(one.caseNo, known);
    if (one.version > 1) {
      const earlier = known.rows.find((other) => !other.superseded && other.kind === one.kind && (other.row['SN'] ?? '') === (one.row['SN'] ?? '') && other.version < one.version);
      if (earlier) earlier.superseded = true;
    }
    known.rows.push(one);
    const { role } = shape.steps[one.kind] ?? { role: 'follows' };
    if (role === 'opens') known.opened = true;
    if (role === 'closes') known.closed = true;
    const { report } = shape;
    if (one.kind === report.kind && one.row[report.column] === report.value) toDecide.push(one);
  }
  async function reload(): Promise<void> {
    for (const one of [taken, cases, items, itemCodes, decided]) one.clear();
    toDecide.length = 0;
    for (const code of Object.keys(refusals)) delete refusals[code];
    repeats = 0; corrections = 0; receipts = 0;
    for (const row of sampleRows) learn(row['task_code'], row['task_version']);
    if (shape.name === 'national') for (const row of await read('SELECT task_code, task_version FROM dn_task_general_basic')) learn(row['task_code'], row['task_version']);
    for (const row of await read('SELECT * FROM sim_ledger ORDER BY position')) {
      const told = z.record(z.string(), z.string().nullable()).parse(JSON.parse(utf8(row['row_json'])));
      remember({ kind: utf8(row['kind']), caseNo: utf8(row['case_no']), key: utf8(row['row_key']), version: Number(utf8(row['version'])), digest: utf8(row['digest']), receipt: utf8(row['receipt']), repeats: Number(utf8(row['repeats'])), at: utf8(row['at']), superseded: false, row: told });
      repeats += Number(utf8(row['repeats']));
      corrections += Number(utf8(row['corrected']));
      receipts += 1;
    }
    for (const row of await read('SELECT code, COUNT(*) AS n FROM sim_refusals GROUP BY code')) refusals[utf8(row['code'])] = Number(utf8(row['n']));
    const { table } = shape.decisions;
    for (const row of await read(`SELECT ${shape.caseColumn} AS c FROM ${table}`)) decided.add(utf8(row['c']));
  }
  const utf8 = (raw: Buffer | null | undefined): string => raw?.toString('utf8') ?? '';
  const read = async (sql: string, values: unknown[] = [], on: Pool | PoolConnection = pool): Promise<Record<string, Buffer | null>[]> => {
    const [rows] = await on.query<RowDataPacket[]>({ sql, values, typeCast });
    return rows;
  };

  if (shape.name === 'national' && (settings.sampleItems ?? true)) {
    const [first] = await read('SELECT COUNT(*) AS n FROM dn_task_general_basic');
    if (utf8(first?.['n']) === '0') await writeItems(sampleRows, (at) => new Date(Date.parse('2025-01-01T00:00:00+08:00') + at * 1000), false);
  }
  await reload();

  let faults = (settings.faults ?? []).map((one) => ({ ...fault.parse(one), met: 0, hit: 0 }));
  function faultFor(kind: string, only?: (typeof FAULTS)[number]): (typeof faults)[number] | null {
    for (const one of faults) {
      if ((only === undefined) === (one.kind === 'out-of-order') || (only !== undefined && one.kind !== only)) continue;
      if ((one.of !== '' && one.of !== kind) || one.hit >= one.times) continue;
      one.met += 1;
      if (one.met % one.every !== 0) continue;
      one.hit += 1;
      return one;
    }
    return null;
  }

  const lyingUntil = new Map<string, number>();
  let busy: Promise<number> = Promise.resolve(0);
  const look = (): Promise<number> => busy = busy.catch(() => 0).then(round);

  async function round(): Promise<number> {
    await decideDue();
    const order = Object.entries(shape.steps);
    if (faultFor('', 'out-of-order')) order.reverse();
    // First what waits in every table, then each row under a lock: a result that comes while the acceptances are read must not overtake its own.
    const waiting: { kind: string; about: StepTable; keys: string[] }[] = [];
    for (const [kind, about] of order) {
      const rows = await read(`SELECT ${shape.key} AS k FROM ${about.table} WHERE ${shape.flag} = '0' ORDER BY ${shape.takenAt === null ? 'MAKETIME' : 'create_time'}, ${shape.key} LIMIT 1000`);
      waiting.push({ kind, about, keys: rows.map((row) => utf8(row['k'])) });
    }
    let judged = 0;
    for (const { kind, about, keys } of waiting) {
      for (let from = 0; from < keys.length; from += 100) judged += await chunk(kind, about, keys.slice(from, from + 100));
    }
    return judged;
  }

  async function chunk(kind: string, about: StepTable, keys: readonly string[]): Promise<number> {
    const now = clock.now();
    const ready = keys.filter((key) => (lyingUntil.get(key) ?? 0) <= now.getTime());
    if (ready.length === 0) return 0;
    const connection = await pool.getConnection();
    let judged = 0;
    try {
      await connection.query('START TRANSACTION');
      const rows = await read(`SELECT * FROM ${about.table} WHERE ${shape.key} IN (?) AND ${shape.flag} = '0' FOR UPDATE`, [[...ready]], connection);
      const byKey = new Map(rows.map((row) => [utf8(row[shape.key]), row]));
      const rejectedBatches = new Set<string>();
      for (const key of ready) {
        const raw = byKey.get(key);
        if (!raw) continue;
        const hit = lyingUntil.delete(key) ? null : faultFor(kind);
        if (hit?.kind === 'slow') {
          lyingUntil.set(key, now.getTime() + hit.waitMs);
          continue;
        }
        judged += 1;
        const batch = shape.batch === null ? '' : utf8(raw[shape.batch]);
        if (hit?.kind === 'batch-rejected') rejectedBatches.add(batch);
        if (hit?.kind === 'batch-rejected' || (batch !== '' && rejectedBatches.has(batch))) await reject(connection, about, raw, '3', 'batch', REMARKS.batch);
        else if (hit?.kind === 'error-rows') await reject(connection, about, raw, '3', 'storing', REMARKS.storing);
        else if (hit?.kind === 'wrong-charset') await reject(connection, about, raw, '3', 'garbled', garble(REMARKS.storing));
        else if (hit?.kind === 'unknown-item') await reject(connection, about, raw, '9', 'unknown-item', REMARKS.item);
        else if (hit?.kind === 'purge' && !hit.processed) await connection.query(`DELETE FROM ${about.table} WHERE ${shape.key} = ?`, [key]);
        else {
          const accepted = await judge(connection, kind, about, raw);
          if (accepted && hit?.kind === 'purge') await connection.query(`DELETE FROM ${about.table} WHERE ${shape.key} = ?`, [key]);
          if (accepted && hit?.kind === 'duplicate-rows') await connection.query(`UPDATE ${about.table} SET ${shape.flag} = '0' WHERE ${shape.key} = ?`, [key]);
          if (accepted && hit?.kind === 'stray-copy') await copyAstray(connection, about, raw);
        }
      }
      await connection.query('COMMIT');
      return judged;
    } catch (error) {
      await connection.query('ROLLBACK').catch(() => undefined);
      await reload();
      throw error;
    } finally {
      connection.release();
    }
  }

  async function reject(connection: PoolConnection, about: StepTable, raw: Record<string, Buffer | null>, flag: string, code: string, remark: string | Buffer): Promise<false> {
    const key = utf8(raw[shape.key]);
    await connection.query(`UPDATE ${about.table} SET ${shape.flag} = ?${shape.takenAt === null ? '' : `, ${shape.takenAt} = ?`} WHERE ${shape.key} = ?`, [flag, ...(shape.takenAt === null ? [] : [civil(clock.now())]), key]);
    const [keyColumn, caseColumn, remarkColumn, timeColumn] = shape.name === 'national' ? ['row_guid', 'project_no', 'error_remark', 'error_time'] : ['ORGBUSNO', 'PROJID', 'ERROR_REMARK', 'MAKETIME'];
    await connection.query(`INSERT INTO ${about.error} (${keyColumn}, ${caseColumn}, ${remarkColumn}, ${timeColumn}) VALUES (?, ?, ?, ?)`, [key, utf8(raw[shape.caseColumn]), typeof remark === 'string' && code !== 'garbled' ? bytes(remark) : remark, civil(clock.now())]);
    await connection.query('INSERT INTO sim_refusals (code, row_key, at) VALUES (?, ?, ?)', [code, key, civil(clock.now())]);
    refusals[code] = (refusals[code] ?? 0) + 1;
    return false;
  }

  /** Takes a row or rejects it, by its own rules. True when it is taken. */
  async function judge(connection: PoolConnection, kind: string, about: StepTable, raw: Record<string, Buffer | null>): Promise<boolean> {
    const row: Row = {};
    for (const [name, value] of Object.entries(raw)) {
      const text = textOf(value);
      if (text === undefined) return reject(connection, about, raw, '3', 'bytes', REMARKS.bytes);
      row[name] = text;
    }
    const [key, caseNo] = [row[shape.key] ?? '', row[shape.caseColumn] ?? ''];
    const version = shape.version === null ? 1 : Number(row[shape.version] ?? '1');
    const told = Object.entries(row).filter(([name]) => !shape.ofTheSending.includes(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const digest = createHash('sha256').update(JSON.stringify([kind, told])).digest('hex');
    const again = shape.name === 'national' && row['cd_operation'] === 'U';
    const earlier = taken.get(`${key}/${String(version)}`);
    if (earlier && earlier.digest === digest) {
      await connection.query('UPDATE sim_ledger SET repeats = repeats + 1 WHERE row_key = ? AND version = ?', [key, version]);
      earlier.repeats += 1;
      repeats += 1;
      await flagTaken(connection, about, key);
      return true;
    }
    if (earlier && !again) return reject(connection, about, raw, '3', 'differs', REMARKS.differs);
    const known = cases.get(caseNo);
    if (!earlier && version === 1) {
      if (about.role === 'opens' && known?.opened) return reject(connection, about, raw, '3', 'opened', REMARKS.opened);
      if (about.role !== 'opens' && !known?.opened) return reject(connection, about, raw, '9', 'no-case', REMARKS.noCase);
      if ((about.role === 'follows' || about.role === 'closes') && known?.closed) return reject(connection, about, raw, '3', 'closed', REMARKS.closed);
    }
    if (about.role === 'opens' && !(shape.itemVersion === null ? itemCodes.has(row[shape.item] ?? '') : items.has(`${row[shape.item] ?? ''}/${row[shape.itemVersion] ?? ''}`))) return reject(connection, about, raw, '9', 'unknown-item', REMARKS.item);
    for (const column of about.required) if ((row[column] ?? '') === '') return reject(connection, about, raw, '3', 'missing', `${REMARKS.missing}${column}`);
    for (const [column, allowed] of Object.entries(about.codes)) if ((row[column] ?? '') !== '' && !allowed.includes(row[column] ?? '')) return reject(connection, about, raw, '3', 'code', `${REMARKS.code}${column}`);
    for (const one of shape.requiredWhen) {
      if (one.kind !== kind || !one.is.includes(row[one.column] ?? '')) continue;
      for (const column of one.required) if ((row[column] ?? '') === '') return reject(connection, about, raw, '3', 'missing', `${REMARKS.missing}${column}`);
    }
    const at = civil(clock.now());
    if (earlier) {
      await connection.query('UPDATE sim_ledger SET digest = ?, row_json = ?, corrected = corrected + 1 WHERE row_key = ? AND version = ?', [digest, JSON.stringify(Object.fromEntries(told)), key, version]);
      earlier.digest = digest;
      earlier.row = row;
      corrections += 1;
    } else {
      receipts += 1;
      const one: Taken = { kind, caseNo, key, version, digest, receipt: `QZ${String(receipts).padStart(10, '0')}`, repeats: 0, at, superseded: false, row };
      await connection.query('INSERT INTO sim_ledger (row_key, version, kind, case_no, receipt, digest, at, row_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [key, version, kind, caseNo, one.receipt, digest, at, JSON.stringify(Object.fromEntries(told))]);
      remember(one);
      if (version > 1) corrections += 1;
    }
    await flagTaken(connection, about, key);
    return true;
  }
  async function flagTaken(connection: PoolConnection, about: StepTable, key: string): Promise<void> {
    await connection.query(`UPDATE ${about.table} SET ${shape.flag} = '1'${shape.takenAt === null ? '' : `, ${shape.takenAt} = ?`} WHERE ${shape.key} = ?`, [...(shape.takenAt === null ? [] : [civil(clock.now())]), key]);
  }
  /** A copy of the row under another key, as a gap between two networks makes when it loses count. */
  async function copyAstray(connection: PoolConnection, about: StepTable, raw: Record<string, Buffer | null>): Promise<void> {
    const key = `stray-${freshSecret(12).replaceAll(/[^A-Za-z0-9]/g, '')}`;
    const names = Object.keys(raw);
    const value = (name: string): string | Buffer | null => (name === shape.key ? key : name === shape.flag ? '1' : plain(raw[name] ?? null));
    await connection.query(`INSERT INTO ${about.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, names.map(value));
    if (shape.takenAt !== null) await connection.query(`UPDATE ${about.table} SET ${shape.takenAt} = ? WHERE ${shape.key} = ?`, [civil(clock.now()), key]);
  }
  const plain = (raw: Buffer | null): string | Buffer | null => (raw !== null && raw.every((byte) => byte < 0x80) ? raw.toString('latin1') : raw);

  /** Reports whose time has come are decided; an opinion that says 建议不予 is refused, all else is granted. */
  async function decideDue(): Promise<void> {
    const now = clock.now();
    for (const one of toDecide.splice(0)) {
      if (decided.has(one.caseNo)) continue;
      if (now.getTime() - Date.parse(`${one.at.slice(0, 19).replace(' ', 'T')}+08:00`) < (settings.decideAfterMs ?? 0)) {
        toDecide.push(one);
        continue;
      }
      decided.add(one.caseNo);
      const granted = !(one.row[shape.report.opinion] ?? '').includes('建议不予');
      const number = decided.size;
      await insert(pool, shape.decisions.table, shape.decisions.insert({
        id: `JD${one.receipt.slice(2)}`, caseNumber: one.caseNo, granted, documentNo: `云岭审批〔${String(now.getUTCFullYear())}〕${String(number)}号`,
        authority: one.row[shape.report.authority] ?? '', at: civil(now), note: granted ? '准予许可' : '不予许可',
      }));
    }
  }
  async function insert(on: Pool | PoolConnection, table: string, row: Readonly<Record<string, string | Buffer | number | null>>, garbled = false): Promise<void> {
    const names = Object.keys(row);
    await on.query<ResultSetHeader>(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, names.map((name) => {
      const value = row[name] ?? null;
      return typeof value !== 'string' ? value : garbled && !/^[ -~\s]*$/.test(value) ? garble(value) : bytes(value);
    }));
  }

  /** Item rows as they stand in the sample file: the basic table, the extension, and a row for each material and fee. */
  async function writeItems(rows: readonly Record<string, unknown>[], at: (position: number) => Date, garbled: boolean): Promise<void> {
    const said = (value: unknown): string | null => (typeof value === 'string' ? value || null : typeof value === 'number' ? String(value) : null);
    const list = (value: unknown): Record<string, unknown>[] => z.array(z.record(z.string(), z.unknown())).parse(value ?? []);
    const connection = await pool.getConnection();
    await connection.query('START TRANSACTION');
    for (const [position, row] of rows.entries()) {
      const moment = civil(at(position));
      const down = (): Record<string, string> => ({ row_guid: freshSecret(18).replaceAll(/[^A-Za-z0-9]/g, '0'), cd_batch: moment.replaceAll(/\D/g, ''), cd_operation: said(row['cd_operation']) ?? 'I', cd_time: moment, data_source: '199' });
      const key = { task_code: said(row['task_code']), task_version: said(row['task_version']), task_handle_item: said(row['task_handle_item']) };
      const basic = Object.fromEntries(['catalog_code', 'task_name', 'task_type', 'task_state', 'plan_effective_date', 'plan_cancel_date', 'dept_code', 'dept_name', 'dept_type', 'use_level', 'power_source', 'by_law', 'anticipate_day', 'anticipate_type', 'promise_day', 'promise_type', 'project_type', 'server_type', 'accept_condition', 'limit_scene_num', 'special_procedure', 'transact_addr', 'transact_time', 'link_way', 'is_fee', 'entrust_name', 'anticipate_explain', 'promise_explain', 'handle_flow', 'handle_type', 'supervise_way'].map((name) => [name, said(row[name])]));
      await insert(connection, 'dn_task_general_extend', { ...key, ...Object.fromEntries(['result_type', 'result_name', 'result_guid', 'other_dept', 'limit_explain', 'handle_area', 'service_type', 'online_handle_url', 'limit_scene_explain'].map((name) => [name, said(row[name])])), ...down() }, garbled);
      for (const one of list(row['materials'])) await insert(connection, 'dn_task_general_material', { ...key, ...Object.fromEntries(['material_name', 'is_need', 'material_format', 'page_num', 'source_explain', 'accept_stand', 'material_type', 'page_format', 'by_law', 'fill_explain', 'form_guid', 'example_guid', 'order_num'].map((name) => [name, said(one[name])])), ...down() }, garbled);
      for (const [order, one] of list(row['fees']).entries()) await insert(connection, 'dn_task_general_fee', { ...key, ...Object.fromEntries(['fee_name', 'fee_stand', 'fee_yuan', 'fee_unit', 'by_law', 'is_desc', 'desc_explain'].map((name) => [name, said(one[name])])), order_num: String(order + 1), ...down() }, garbled);
      for (const [order, one] of list(row['questions']).entries()) await insert(connection, 'dn_task_general_question', { ...key, question: said(one['question']), answer: said(one['answer']), order_num: String(order + 1), ...down() }, garbled);
      // The item last: whoever reads it finds all that belongs to it.
      await insert(connection, 'dn_task_general_basic', { ...basic, ...key, ...down() }, garbled);
      learn(row['task_code'], row['task_version']);
    }
    await connection.query('COMMIT');
    connection.release();
  }

  const simulator: Omit<Simulator, 'url' | 'close'> = {
    look,
    async ledger(projectNo) {
      await busy.catch(() => 0);
      const entries = [...taken.values()].filter((one) => projectNo === undefined || one.caseNo === projectNo);
      const steps: Record<string, number> = {};
      const elements = new Set<string>();
      for (const one of taken.values()) {
        if (one.superseded) continue;
        const several = shape.steps[one.kind]?.several === true;
        if (several && elements.has(one.key.slice(0, 32))) continue;
        elements.add(one.key.slice(0, 32));
        steps[one.kind] = (steps[one.kind] ?? 0) + 1;
      }
      let waiting = 0;
      for (const about of Object.values(shape.steps)) waiting += Number(utf8((await read(`SELECT COUNT(*) AS n FROM ${about.table} WHERE ${shape.flag} = '0'`))[0]?.['n']));
      return {
        cases: [...cases.values()].filter((one) => one.opened).length, steps, repeats, corrections, refused: { ...refusals }, decisions: decided.size, waiting,
        entries: entries.map((one) => ({ at: one.at, kind: one.kind, projectNo: one.caseNo, key: one.key, version: one.version, receipt: one.receipt, repeats: one.repeats })),
      };
    },
    setFaults(next) { faults = next.map((one) => ({ ...fault.parse(one), met: 0, hit: 0 })); },
    async publish(rows, garbled = false) {
      if (shape.name !== 'national') throw new Error('this province sends its items another way');
      await writeItems(rows, () => clock.now(), garbled);
    },
    async apply(one) {
      const { application } = shape;
      // Files and form first: an application that can be read is whole.
      for (const file of one.files ?? []) {
        const content = Buffer.from(file.content);
        await insert(pool, application.files, shape.name === 'national'
          ? { row_guid: file.id, apply_no: one.id, material_name: file.material, material_attach_name: file.name, media_type: file.mediaType, attach_content: content }
          : { UNID: file.id, PROJID: one.id, ATTRNAME: file.material, TAKETYPE: '附件上传', FILENAME: file.name, MEDIATYPE: file.mediaType, ENTITY: content });
      }
      const form = Object.entries(one.form ?? {});
      if (shape.name === 'shandong') for (const [at, [name, value]] of form.entries()) await insert(pool, 'PRE_COMM_FORM', { UNID: `${one.id}-${String(at)}`, PROJID: one.id, FIELDNAME: name, FIELDVALUE: value });
      await insert(pool, application.table, { ...one.columns, [application.key]: one.id, ...(shape.name === 'national' ? { cd_time: civil(clock.now()), form_json: form.length === 0 ? null : JSON.stringify(one.form) } : { PROJPWD: '234765', MAKETIME: civil(clock.now()) }) }, one.garbled);
    },
    async applications() {
      const { application } = shape;
      return Object.fromEntries((await read(`SELECT ${application.key} AS k, ${application.flag} AS f FROM ${application.table}`)).map((row) => [utf8(row['k']), utf8(row['f'])]));
    },
    async alter(projectNo, kind, columns, nth = 1) {
      await busy.catch(() => 0);
      const about = shape.steps[kind];
      const one = (cases.get(projectNo)?.rows ?? []).filter((row) => row.kind === kind && !row.superseded)[nth - 1];
      if (!about || !one) throw new Error(`nothing was taken as ${kind} of ${projectNo}`);
      if (columns === null) {
        await pool.query(`DELETE FROM ${about.table} WHERE ${shape.key} = ?`, [one.key]);
        await pool.query('DELETE FROM sim_ledger WHERE row_key = ? AND version = ?', [one.key, one.version]);
        await reload();
        return;
      }
      const names = Object.keys(columns).filter((name) => Object.hasOwn(one.row, name));
      if (names.length === 0) throw new Error(`no such columns: ${Object.keys(columns).join(', ')}`);
      await pool.query(`UPDATE ${about.table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${shape.key} = ?`, [...names.map((name) => bytes(columns[name] ?? '')), one.key]);
    },
    async purge(rule = {}) {
      let cleared = 0;
      const before = civil(new Date(clock.now().getTime() - (rule.olderThanDays ?? PURGE_DAYS) * 86_400_000));
      for (const about of Object.values(shape.steps)) {
        const [count] = await read(`SELECT COUNT(*) AS n FROM ${about.table}`);
        if (Number(utf8(count?.['n'])) <= (rule.above ?? PURGE_ABOVE)) continue;
        const [result] = await pool.query<ResultSetHeader>(`DELETE FROM ${about.table} WHERE ${shape.flag} = '1' AND ${shape.takenAt ?? 'MAKETIME'} <= ?`, [before]);
        cleared += result.affectedRows;
      }
      return cleared;
    },
  };

  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const pollMs = settings.pollMs ?? 200;
  function next(): void {
    if (stopped || pollMs === 0) return;
    timer = setTimeout(() => { look().catch(() => 0).finally(next); }, pollMs);
  }
  next();
  const control = settings.port === undefined ? null : await serveControl(settings.host ?? '127.0.0.1', settings.port, simulator, () => faults);
  return {
    ...simulator,
    url: control?.url ?? '',
    async close() {
      stopped = true;
      clearTimeout(timer);
      await busy.catch(() => 0);
      await control?.close();
      await pool.end();
    },
  };
}

const applicationBody = z.object({
  id: z.string().min(1), columns: z.record(z.string(), z.string()), garbled: z.boolean().optional(), form: z.record(z.string(), z.string()).optional(),
  files: z.array(z.object({ id: z.string(), material: z.string(), name: z.string(), mediaType: z.string(), content: z.base64().transform((text) => Buffer.from(text, 'base64')) })).optional(),
});

/** GET /ledger[?project_no=], GET and POST /faults, POST /items, GET and POST /applications, POST /records (a mistake on its side), POST /purge. */
async function serveControl(host: string, port: number, simulator: Omit<Simulator, 'url' | 'close'>, faults: () => unknown): Promise<{ url: string; close(): Promise<void> }> {
  async function bodyOf(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  }
  async function answer(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://control');
    switch (`${request.method ?? ''} ${url.pathname}`) {
      case 'GET /ledger': return simulator.ledger(url.searchParams.get('project_no') ?? undefined);
      case 'GET /faults': return { faults: faults() };
      case 'POST /faults': simulator.setFaults(z.object({ faults: z.array(fault) }).parse(await bodyOf(request)).faults); return { faults: faults() };
      case 'POST /items': await simulator.publish(z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await bodyOf(request)).rows); return {};
      case 'GET /applications': return simulator.applications();
      case 'POST /applications': await simulator.apply(applicationBody.parse(await bodyOf(request))); return {};
      case 'POST /records': {
        const change = z.object({ project_no: z.string(), kind: z.string(), columns: z.record(z.string(), z.string()).nullable(), nth: z.number().optional() }).parse(await bodyOf(request));
        await simulator.alter(change.project_no, change.kind, change.columns, change.nth);
        return {};
      }
      case 'POST /purge': return { cleared: await simulator.purge(z.object({ above: z.number().optional(), olderThanDays: z.number().optional() }).parse(await bodyOf(request))) };
      default: return undefined;
    }
  }
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => { response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body ?? {})); },
      (error: unknown) => { response.writeHead(400, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })); },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    url: `http://${host}:${String(typeof address === 'object' && address !== null ? address.port : port)}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
