/**
 * What a province tells through its exchange database: items, decisions of higher authorities and applications with their files. Items and decisions
 * are read in the order of their times; applications by their flag, until each is answered. A row that cannot be read is named, never passed over.
 */
import { createHash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import path from 'node:path';
import type { Clock } from '../../../../infra/clock.ts';
import { done, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import { readMoment } from '../../mapping/formats.ts';
import { readApplications } from '../../mapping/applications.ts';
import { readItems } from '../../mapping/items.ts';
import { upstreamDecision, type Acknowledgement, type ApplicationFile, type ApplicationPage, type DecisionPage, type DigestPage, type ItemPage, type Province, type ProvinceItem } from '../../port.ts';
import { parameter, textIn, type ExchangeDatabase, type RawRow, type Reply } from './database.ts';
import { quoted, type Asking, type Talk } from './layout.ts';
import type { ApplicationTables, DecisionTable, ItemTables, Profile } from './profile.ts';

type Inbound = Pick<Province, 'listItems' | 'publishedDigests' | 'publishedItem' | 'upstreamDecisions' | 'applications' | 'applicationFile' | 'answerApplication'>;
type Converse = <Value>(talk: Talk, talkTo: () => Promise<Reply<Value>>, asking: boolean) => Promise<Outcome<Value>>;
/** A row as texts by the profile's names; undefined stands for bytes that are not of the province's set. */
type Texts = Readonly<Record<string, string | null | undefined>>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png', '.ofd': 'application/ofd', '.txt': 'text/plain',
  '.doc': 'application/msword', '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.xls': 'application/vnd.ms-excel', '.zip': 'application/zip',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.tif': 'image/tiff', '.tiff': 'image/tiff',
};

/** Reads the province's own tables, and answers its applications. */
export function readFrom(profile: Profile, ask: Asking, database: ExchangeDatabase, clock: Clock, converse: Converse): Inbound {
  const { charset, pageSize } = profile;
  const notSupported = <Value>(): Promise<Outcome<Value>> => Promise.resolve(refused('not-supported', `该平台的配置没有此表 the profile has no such table (${profile.name})`));
  const text = (value: string | null): string | Buffer | null => parameter(value, charset);
  /** The row by lower-case names: what a table calls its columns and what a profile calls them differ in case. */
  const texts = (raw: RawRow): Texts => Object.fromEntries(Object.entries(raw).map(([name, bytes]) => [name.toLowerCase(), textIn(bytes, charset)]));
  const of = (row: Texts, column: string | null): string => (column === null ? '' : row[column.toLowerCase()] ?? '');
  const settled = `NOW() - INTERVAL ${String(profile.settleSeconds)} SECOND`;

  /** Rows in the order of their times, after the cursor, old enough that nothing comes before them any more. */
  async function inOrder(table: string, at: string, key: string, cursor: string | null): Promise<Reply<{ rows: RawRow[]; cursor: string; more: boolean }>> {
    const [time = '', after = ''] = (cursor ?? '').split('|');
    const later = time === '' ? { sql: '', values: [] } : { sql: ` AND (${quoted(at)} > ? OR (${quoted(at)} = ? AND ${quoted(key)} > ?))`, values: [time, time, after] };
    const reply = await database.rows(`SELECT * FROM ${quoted(table)} WHERE ${quoted(at)} <= ${settled}${later.sql} ORDER BY ${quoted(at)}, ${quoted(key)} LIMIT ${String(pageSize + 1)}`, later.values);
    if (reply.kind !== 'done') return reply;
    const rows = reply.value.slice(0, pageSize);
    const last = rows.at(-1);
    const named = last ? texts(last) : null;
    return { kind: 'done', value: { rows, cursor: named ? `${of(named, at)}|${of(named, key)}` : cursor ?? '|', more: reply.value.length > pageSize } };
  }

  // --- Items ---------------------------------------------------------------------------------------------------------

  type ItemRow = Record<string, unknown>;
  const broken = '（字符集不符 wrong character set）';
  async function beside(owners: readonly Texts[], given: { table: string; on: readonly string[]; order: string | null; select?: string; by?: string } | null): Promise<Reply<Texts[][]>> {
    if (given === null || owners.length === 0) return { kind: 'done', value: owners.map(() => []) };
    const keyOf = (row: Texts): string => JSON.stringify(given.on.map((name) => of(row, name)));
    const reply = await database.rows(
      `SELECT ${given.select ?? '*'} FROM ${quoted(given.table)} WHERE ${owners.map(() => `(${given.on.map((name) => `${quoted(name)} = ?`).join(' AND ')})`).join(' OR ')}${given.order !== null ? ` ORDER BY CAST(${quoted(given.order)} AS UNSIGNED)` : given.by !== undefined ? ` ORDER BY ${quoted(given.by)}` : ''}`,
      owners.flatMap((row) => given.on.map((name) => text(of(row, name)))),
    );
    if (reply.kind !== 'done') return reply;
    const groups = new Map<string, Texts[]>();
    for (const row of reply.value.map(texts)) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
    return { kind: 'done', value: owners.map((row) => groups.get(keyOf(row)) ?? []) };
  }
  /** Item rows with all that belongs to them, by the profile's names, ready to be read. */
  async function whole(items: ItemTables, raws: readonly RawRow[]): Promise<Reply<ItemRow[]>> {
    let rows = raws.map(texts);
    for (const one of items.joined) {
      const found = await beside(rows, one);
      if (found.kind !== 'done') return found;
      rows = rows.map((row, at) => ({ ...found.value[at]?.[0], ...row }));
    }
    const parts: { name: string; columns: Readonly<Record<string, string | null>>; rows: Texts[][] }[] = [];
    for (const [part, columns, usual] of [[items.materialRows, items.materials, 'materials'], [items.chargeRows, items.charges, 'charges'], [items.groundRows, items.grounds, 'grounds'], [items.questionRows, items.questions, 'questions']] as const) {
      if (columns === null) continue;
      const found = await beside(rows, part);
      if (found.kind !== 'done') return found;
      parts.push({ name: columns.rows ?? usual, columns, rows: found.value });
    }
    const named = (row: Texts, columns: Readonly<Record<string, string | null>>): Record<string, string> => Object.fromEntries(
      Object.values(columns).flatMap((column) => (column === null ? [] : [[column, Object.hasOwn(row, column.toLowerCase()) && row[column.toLowerCase()] === undefined ? broken : of(row, column)]])));
    const cancelled = Object.entries(profile.codeLists['item-state']?.codes ?? {}).find(([, { word }]) => word === 'cancelled')?.[0];
    return { kind: 'done', value: rows.map((row, at) => {
      const item: ItemRow = named(row, items.columns);
      const gone = items.removed !== null && of(row, items.removed.column) === items.removed.code;
      if (gone && items.columns.state !== null && cancelled !== undefined) item[items.columns.state] = cancelled;
      // Bytes of another set would become a name nobody gave: the row is unreadable instead, by the field that must not be empty.
      if (Object.values(item).includes(broken) && items.columns.name !== null) item[items.columns.name] = '';
      for (const part of parts) item[part.name] = (part.rows[at] ?? []).map((one) => named(one, part.columns));
      return item;
    }) };
  }
  const digestOf = (item: unknown): string => createHash('sha256').update(JSON.stringify(item)).digest('hex').slice(0, 32);
  const read = (items: ItemTables, rows: readonly unknown[]): Pick<ItemPage, 'items' | 'unreadable'> => readItems(rows, items, profile, digestOf);

  /** Of each code the version that stands: the highest, and of that the row told last. */
  function standing(items: ItemTables, where: string): string {
    const { taskCode, handlingCode, version } = items.columns;
    const same = `n.${quoted(taskCode ?? '')} = b.${quoted(taskCode ?? '')}${handlingCode === null ? '' : ` AND n.${quoted(handlingCode)} <=> b.${quoted(handlingCode)}`}`;
    const [v, at, key] = [quoted(version ?? ''), quoted(items.changedAt), quoted(items.key)];
    return `SELECT b.* FROM ${quoted(items.table)} b WHERE ${where} AND NOT EXISTS (SELECT 1 FROM ${quoted(items.table)} n WHERE ${same} AND (n.${v} > b.${v} OR (n.${v} = b.${v} AND (n.${at} > b.${at} OR (n.${at} = b.${at} AND n.${key} > b.${key})))))`;
  }
  async function itemPage(items: ItemTables, cursor: string | null): Promise<Reply<ItemPage>> {
    const page = await inOrder(items.table, items.changedAt, items.key, cursor);
    if (page.kind !== 'done') return page;
    const rows = await whole(items, page.value.rows);
    return rows.kind === 'done' ? { kind: 'done', value: { ...read(items, rows.value), cursor: page.value.cursor, more: page.value.more } } : rows;
  }
  async function digestPage(items: ItemTables, cursor: string | null): Promise<Reply<DigestPage>> {
    const task = quoted(items.columns.taskCode ?? '');
    const [code = '', key = ''] = (cursor ?? '').split('|');
    const reply = await database.rows(
      `${standing(items, `(b.${task} > ? OR (b.${task} = ? AND b.${quoted(items.key)} > ?))`)} ORDER BY b.${task}, b.${quoted(items.key)} LIMIT ${String(pageSize + 1)}`, [code, code, key],
    );
    if (reply.kind !== 'done') return reply;
    const raws = reply.value.slice(0, pageSize);
    const rows = await whole(items, raws);
    if (rows.kind !== 'done') return rows;
    const last = raws.at(-1);
    const end = last ? texts(last) : null;
    const { taskCode, handlingCode, version, state } = items.columns;
    const cancelled = new Set(Object.entries(profile.codeLists['item-state']?.codes ?? {}).flatMap(([one, { word }]) => (word === 'cancelled' ? [one] : [])));
    const field = (item: ItemRow, column: string | null): string => { const value = item[column ?? '']; return typeof value === 'string' ? value : ''; };
    return { kind: 'done', value: {
      digests: rows.value.filter((item) => !cancelled.has(field(item, state))).map((item) => ({ code: field(item, handlingCode) || field(item, taskCode), version: Number(field(item, version)) || 0, digest: digestOf(item) })),
      cursor: end ? `${of(end, taskCode)}|${of(end, items.key)}` : cursor ?? '|', more: reply.value.length > pageSize,
    } };
  }
  async function oneItem(items: ItemTables, code: string): Promise<Reply<ItemPage['items'][number] | null | 'unreadable'>> {
    const [task, handling] = [`b.${quoted(items.columns.taskCode ?? '')}`, items.columns.handlingCode === null ? null : `b.${quoted(items.columns.handlingCode)}`];
    const where = handling === null ? `${task} = ?` : `(${handling} = ? OR (COALESCE(${handling}, '') = '' AND ${task} = ?))`;
    const reply = await database.rows(`${standing(items, where)} LIMIT 1`, handling === null ? [code] : [code, code]);
    if (reply.kind !== 'done') return reply;
    if (reply.value.length === 0) return { kind: 'done', value: null };
    const rows = await whole(items, reply.value);
    return rows.kind === 'done' ? { kind: 'done', value: read(items, rows.value).items[0] ?? 'unreadable' } : rows;
  }

  // --- Decisions of higher authorities -------------------------------------------------------------------------------

  function decisionIn(table: DecisionTable, row: Texts): DecisionPage['decisions'][number] | null {
    const field = (name: keyof DecisionTable['columns']): string => of(row, table.columns[name]);
    const code = field('decision');
    const decision = upstreamDecision.safeParse({
      decisionId: field('decisionId'), caseNumber: field('caseNumber'), documentNumber: field('documentNumber'), authority: field('authority'), note: field('note'),
      decision: table.granted.includes(code) ? 'granted' : table.refused.includes(code) ? 'refused' : '',
      decidedAt: momentIn(field('decidedAt')) ?? '',
    });
    return decision.success ? decision.data : null;
  }
  /** A moment as the profile writes it, or as a column of times gives it. */
  const momentIn = (written: string): string | null => readMoment(written, profile.momentFormat) ?? readMoment(written.replace(/\.\d+$/, ''), 'yyyy-MM-dd HH:mm:ss');

  // --- Applications --------------------------------------------------------------------------------------------------

  /** The rows of one page with all that belongs to them, by the profile's names; files without their bytes, measured. */
  async function wholeApplications(given: ApplicationTables, rows: readonly Texts[]): Promise<Reply<Record<string, unknown>[]>> {
    const { files, fileRows, form, formRows } = given;
    const columns = files && fileRows ? [...fileRows.on, files.fileId, files.name, files.mediaType, files.material].filter((one) => one !== null) : [];
    const select = `${columns.map((one) => `${quoted(one)} AS ${quoted(one)}`).join(', ')}, LENGTH(${quoted(fileRows?.content ?? '')}) AS measured_bytes`;
    const filed = await beside(rows, files && fileRows ? { table: fileRows.table, on: fileRows.on, order: null, select, by: files.fileId } : null);
    if (filed.kind !== 'done') return filed;
    const formed = await beside(rows, form !== null && 'rows' in form && formRows ? { table: formRows.table, on: formRows.on, order: null } : null);
    if (formed.kind !== 'done') return formed;
    const plain = (row: Texts, names: readonly (string | null)[]): Record<string, string> => Object.fromEntries(names.flatMap((name) => (name === null ? [] : [[name, timeIn(of(row, name))]])));
    const own = [...Object.values(given.columns), ...(form === null ? [] : 'json' in form ? [form.json] : 'columns' in form ? form.columns : [])];
    return { kind: 'done', value: rows.map((row, at) => ({
      ...plain(row, own),
      ...(files ? { [files.rows]: (filed.value[at] ?? []).map((one) => ({ ...plain(one, [files.fileId, files.name, files.mediaType, files.material]), ...(files.bytes === null ? {} : { [files.bytes]: of(one, 'measured_bytes') }) })) } : {}),
      ...(form !== null && 'rows' in form ? { [form.rows]: (formed.value[at] ?? []).map((one) => plain(one, [form.name, form.value])) } : {}),
    })) };
  }
  /** A column of times tells parts of a second too. */
  const timeIn = (written: string): string => written.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.\d+$/, '$1');

  async function applicationPage(given: ApplicationTables, cursor: string | null): Promise<Reply<ApplicationPage>> {
    const [time = '', after = ''] = (cursor ?? '').split('|');
    const [at, key] = [quoted(given.at), quoted(given.key)];
    const later = time === '' ? { sql: '', values: [] } : { sql: ` AND (${at} > ? OR (${at} = ? AND ${key} > ?))`, values: [time, time, after] };
    const { form } = given;
    const needed = new Set([
      given.key, given.at, ...Object.values(given.columns).filter((one) => one !== null), ...given.fileRows?.on ?? [], ...given.formRows?.on ?? [],
      ...(form === null ? [] : 'json' in form ? [form.json] : 'columns' in form ? form.columns : []),
    ]);
    const reply = await database.rows(`SELECT ${[...needed].map((name) => `${quoted(name)} AS ${quoted(name)}`).join(', ')} FROM ${quoted(given.table)} WHERE ${quoted(given.flag.column)} = ? AND ${at} <= ${settled}${later.sql} ORDER BY ${at}, ${key} LIMIT ${String(pageSize + 1)}`, [given.flag.waiting, ...later.values]);
    if (reply.kind !== 'done') return reply;
    const rows = reply.value.slice(0, pageSize).map(texts);
    const wrong = (row: Texts): string | undefined => Object.keys(row).find((name) => row[name] === undefined);
    const sound = rows.filter((row) => wrong(row) === undefined);
    const found = await wholeApplications(given, sound);
    if (found.kind !== 'done') return found;
    const read = readApplications(found.value, given, profile);
    const garbled = rows.flatMap((row) => {
      const name = wrong(row);
      return name === undefined ? [] : [{ id: of(row, given.key), field: Object.entries(given.columns).find(([, column]) => column?.toLowerCase() === name)?.[0] ?? name, zh: '不是约定的字符集', en: 'not in the agreed character set' }];
    });
    const [last, more] = [rows.at(-1), reply.value.length > pageSize];
    // What is not answered keeps its flag, so the next look begins at the beginning: nothing is passed over by a cursor.
    return { kind: 'done', value: { applications: read.applications, unreadable: [...read.unreadable, ...garbled], cursor: more && last ? `${of(last, given.at)}|${of(last, given.key)}` : '|', more } };
  }

  return {
    listItems: (cursor) => (profile.items ? ask({ operation: 'items', caseNumber: '', request: cursor ?? '' }, () => itemPage(profile.items ?? never(), cursor)) : notSupported()),
    publishedDigests: (cursor) => (profile.items ? ask({ operation: 'digests', caseNumber: '', request: cursor ?? '' }, () => digestPage(profile.items ?? never(), cursor)) : notSupported()),
    async publishedItem(code): Promise<Outcome<ProvinceItem>> {
      const { items } = profile;
      if (!items) return notSupported();
      const found = await ask({ operation: 'item', caseNumber: '', request: code }, () => oneItem(items, code));
      if (found.kind !== 'done') return found;
      if (found.value === null) return refused('not-found', '省级平台没有该事项 the province has no such item');
      return found.value === 'unreadable' ? unavailable(`省级平台的该事项无法识读 the province's row of this item cannot be read (${code})`) : done(found.value);
    },
    async upstreamDecisions(cursor): Promise<Outcome<DecisionPage>> {
      const table = profile.decisions;
      if (!table) return notSupported();
      const page = await ask({ operation: 'decisions', caseNumber: '', request: cursor ?? '' }, () => inOrder(table.table, table.at, table.key, cursor));
      if (page.kind !== 'done') return page;
      const decisions = page.value.rows.map((row) => decisionIn(table, texts(row)));
      // A decision that cannot be read must not be skipped by moving the cursor past it.
      return decisions.every((one) => one !== null) ? done({ decisions, cursor: page.value.cursor, more: page.value.more }) : unavailable('上级决定无法识读 a decision from above cannot be read');
    },
    applications: (cursor) => (profile.applications ? ask({ operation: 'applications', caseNumber: '', request: cursor ?? '' }, () => applicationPage(profile.applications ?? never(), cursor)) : notSupported()),
    async applicationFile(id, fileId): Promise<Outcome<ApplicationFile>> {
      const [files, rows] = [profile.applications?.files, profile.applications?.fileRows];
      if (!files || !rows || rows.on.length !== 1) return notSupported();
      const found = await ask({ operation: 'application-file', caseNumber: '', request: `${id} ${fileId}` }, () => database.rows(
        `SELECT ${quoted(files.name)} AS n, ${files.mediaType === null ? 'NULL' : quoted(files.mediaType)} AS m, ${quoted(rows.content)} AS c FROM ${quoted(rows.table)} WHERE ${quoted(rows.on[0] ?? '')} = ? AND ${quoted(files.fileId)} = ?`, [id, fileId],
      ));
      if (found.kind !== 'done') return found;
      const [row] = found.value;
      if (!row) return refused('not-found', '省级平台没有该附件 the province has no such file');
      const name = textIn(row['n'] ?? null, charset) ?? fileId;
      return done({ name, mediaType: textIn(row['m'] ?? null, charset) || mediaTypeOf(name), bytes: row['c'] ?? Buffer.alloc(0) });
    },
    async answerApplication(id, answer): Promise<Outcome<Acknowledgement>> {
      const given = profile.applications;
      if (!given) return notSupported();
      const { flag } = given;
      const caseNumber = answer.kind === 'started' ? answer.caseNumber : null;
      const outcome = await converse<'answered' | 'again' | 'differs' | 'none'>({ operation: `application-${answer.kind}`, caseNumber: caseNumber ?? '', request: id }, () => database.together(async (run) => {
        const [there] = await run.rows(`SELECT ${quoted(flag.column)} AS f, ${given.caseNumber === null ? 'NULL' : quoted(given.caseNumber)} AS c FROM ${quoted(given.table)} WHERE ${quoted(given.key)} = ? FOR UPDATE`, [id]);
        if (!there) return 'none';
        const now = textIn(there['f'] ?? null, charset) ?? '';
        if (now === flag.started && (answer.kind !== 'started' || (given.caseNumber !== null && textIn(there['c'] ?? null, charset) !== caseNumber))) return 'differs';
        if (now === flag[answer.kind] && answer.kind === 'started') return 'again';
        const set: [string, string | null][] = [[flag.column, flag[answer.kind]]];
        if (given.caseNumber !== null && caseNumber !== null) set.push([given.caseNumber, caseNumber]);
        if (answer.kind === 'started') {
          if (given.receiptNumber !== null) set.push([given.receiptNumber, answer.receiptNumber]);
          if (given.queryPassword !== null) set.push([given.queryPassword, answer.queryPassword]);
        }
        if (given.reason !== null) set.push([given.reason, answer.kind === 'started' ? null : answer.reason.slice(0, 200)]);
        await run.write(`UPDATE ${quoted(given.table)} SET ${set.map(([name]) => `${quoted(name)} = ?`).join(', ')} WHERE ${quoted(given.key)} = ?`, [...set.map(([, value]) => text(value)), id]);
        return now === flag[answer.kind] ? 'again' : 'answered';
      }), false);
      if (outcome.kind !== 'done') return outcome;
      if (outcome.value === 'none') return refused('not-found', '省级平台没有该申请 the province has no such application');
      if (outcome.value === 'differs') return refused('step-differs', '该申请已答复为另一办件 the application was answered with another case');
      return done({ receipt: `${id}@${clock.now().toISOString()}`, alreadyThere: outcome.value === 'again' });
    },
  };
}

const never = (): never => { throw new Error('checked before'); };
const mediaTypeOf = (name: string): string => MEDIA_TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream';
