/** The HTTP of lists: handing one in as a file or as rows, how far it is, each row that was not taken, and the empty table to fill. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { components } from '../../../contracts/catalogue/api.ts';
import { creditCodeProblem } from '../../../contracts/identifiers.ts';
import { refusal, type Refusal } from '../../../contracts/refusals.ts';
import { BodyTooLarge, confinedTo, type Answer, type Asked, type Handlers } from '../../../infra/http-server.ts';
import type { AnyMachine } from '../../../infra/machine.ts';
import { pagingOf, pageOf, recordPage } from '../../../infra/paging.ts';
import { documentOf } from '../../../infra/records.ts';
import { answerTo, type Context } from '../../../infra/runner.ts';
import { tableKindOf } from '../spreadsheet/table-file.ts';
import { FileRefused } from '../spreadsheet/table-row.ts';
import { ListRecord } from './department-list.ts';
import { dropFile, fileWriter, listById, progressOf, rowsAfter, storedFile, type ListProgress, type StoredRow } from './list-store.ts';

type Schemas = components['schemas'];

const FileQuery = z.object({ department: z.string(), departmentName: z.string().default(''), title: z.string().default(''), complete: z.enum(['true', 'false']).default('false'), fileName: z.string().default('') });
const RowsBody = z.object({ department: z.object({ creditCode: z.string(), name: z.string().default('') }), title: z.string().default(''), complete: z.boolean().default(false), rows: z.array(z.record(z.string(), z.string())) });
const RowQuery = z.object({ standing: z.enum(['broken', 'not-ours']).default('broken') });

export function listHandlersOf({ database, submit }: Context<object>, machine: AnyMachine): Handlers {
  const missing: Answer = { refusal: refusal('not-found') };

  /** Whether this person may hand in or read a list of this department. */
  const outside = (asked: Asked, creditCode: string): Refusal | undefined => {
    const confined = confinedTo(asked);
    return confined !== null && confined !== creditCode ? refusal('wrong-department') : undefined;
  };

  async function handIn(asked: Asked, list: Omit<z.input<typeof ListRecord>, 'status' | 'handedInAt' | 'finishedAt' | 'counts' | 'sheets' | 'skippedSheets' | 'removalsWithheld' | 'refusal' | 'changeSetId' | 'changes' | 'handedInBy' | 'id'>): Promise<Answer> {
    const id = asked.params['listId'] ?? '';
    const data = { ...list, id, handedInBy: { subject: asked.actor.subject, name: asked.actor.name } };
    const settlement = await submit(machine, 'http.hand-in-list', id, data, { messageId: createHash('sha256').update(`${asked.actor.subject}\nlist\n${id}\n${list.file.sha256}`).digest('base64url').slice(0, 40), actor: asked.actor });
    // Asked again, it is told how far the list is by now.
    const now = await listById(database, id);
    return answerTo(settlement, (reply) => ({ status: 202, body: shown(now ?? ListRecord.parse(reply), undefined) }));
  }
  const titleOf = (given: string, name: string, department: string): string => given || `${department || '部门'}清单${name === '' ? '' : ` ${name}`}`;

  /** A list under an id that is known already is not written over. */
  async function known(asked: Asked): Promise<ListRecord | null> { return listById(database, asked.params['listId'] ?? ''); }

  return {
    async handInListFile(asked) {
      const query = FileQuery.parse(asked.query);
      const bad = creditCodeProblem(query.department);
      if (bad) return { refusal: refusal('invalid-credit-code', { field: 'query.department', detail: bad }) };
      const refused = outside(asked, query.department);
      if (refused) return { refusal: refused };
      const id = asked.params['listId'] ?? '';
      const before = await known(asked);
      const hash = createHash('sha256');
      const writer = before ? undefined : fileWriter(database, id);
      let bytes = 0;
      try {
        for await (const piece of asked.stream) { bytes += piece.length; hash.update(piece); await writer?.write(piece); }
        await writer?.end();
        const kind = before ? before.file.kind : await tableKindOf(storedFile(database, id, bytes));
        return await handIn(asked, {
          title: titleOf(query.title, query.fileName, query.departmentName), department: { creditCode: query.department, name: query.departmentName }, complete: query.complete === 'true',
          file: { name: query.fileName.slice(0, 200), kind, bytes, sha256: hash.digest('hex') },
        });
      } catch (error) {
        if (!before) await dropFile(database, id);
        if (error instanceof FileRefused) return { refusal: error.refusal };
        if (error instanceof BodyTooLarge) return { refusal: refusal('file-too-large', { detail: { zh: '清单文件不得超过 64 MB', en: 'a list is at most 64 MB' } }) };
        throw error;
      }
    },

    async handInListRows(asked) {
      const body = RowsBody.parse(asked.body);
      const { department, title, complete, rows } = body;
      const bad = creditCodeProblem(department.creditCode);
      if (bad) return { refusal: refusal('invalid-credit-code', { field: 'department.creditCode', detail: bad }) };
      const refused = outside(asked, department.creditCode);
      if (refused) return { refusal: refused };
      const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const before = await known(asked);
      if (!before) { const writer = fileWriter(database, asked.params['listId'] ?? ''); await writer.write(bytes); await writer.end(); }
      return handIn(asked, { title: titleOf(title, '', department.name), department, complete, file: { name: '', kind: 'rows', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } });
    },

    async listDepartmentLists(asked) {
      const paging = pagingOf(asked.query, 20);
      if ('reason' in paging) return { refusal: paging };
      const wanted = (): ReturnType<typeof database> => {
        const query = database('department_lists');
        const confined = confinedTo(asked);
        if (confined !== null) void query.where({ department_code: confined });
        return query;
      };
      const [{ rows, next }, counted] = await Promise.all([recordPage(wanted(), paging, 'desc'), wanted().count({ n: '*' }).first() as PromiseLike<{ n: number } | undefined>]);
      const lists = rows.map((row) => ListRecord.parse(documentOf(row.document)));
      const progress = await progressOf(database, lists.map((list) => list.id));
      return { status: 200, body: { lists: lists.map((list) => shown(list, progress.get(list.id))), next, total: Number(counted?.n ?? 0) } };
    },

    async showDepartmentList(asked) {
      const list = await known(asked);
      if (!list || outside(asked, list.department.creditCode)) return missing;
      return { status: 200, body: shown(list, (await progressOf(database, [list.id])).get(list.id)) };
    },

    async listRowsNotTaken(asked) {
      const list = await known(asked);
      if (!list || outside(asked, list.department.creditCode)) return missing;
      const paging = pagingOf(asked.query, 50);
      if ('reason' in paging) return { refusal: paging };
      const { standing } = RowQuery.parse(asked.query);
      const rows = await rowsAfter(database, list.id, standing, Number(paging.after?.id ?? 0), paging.limit + 1);
      const page = pageOf(rows, paging.limit, (row) => ({ at: '', id: String(row.number) }));
      return { status: 200, body: { rows: page.rows.flatMap(shownRow), next: page.next, total: standing === 'broken' ? list.counts.broken : list.counts.notOurs } };
    },

    async downloadRowsNotTaken(asked) {
      const list = await known(asked);
      if (!list || outside(asked, list.department.creditCode)) return missing;
      const { standing } = RowQuery.parse(asked.query);
      const lines: string[] = [['工作表', '行', '列', '单元格内容', '原因', 'Reason', '编码', '事项名称', '最接近的事项'].map(field).join(',')];
      for (let after = 0; ;) {
        const rows = await rowsAfter(database, list.id, standing, after, 500);
        for (const row of rows) {
          after = row.number;
          for (const { problems, ...story } of shownRow(row)) {
            for (const { column, value, zh, en } of problems) {
              lines.push([story.sheet, story.lastRow > story.row ? `${String(story.row)}-${String(story.lastRow)}` : String(story.row), column, value, zh, en, story.code, story.name, story.nearest.map((one) => `${one.name} ${one.code}`).join('；')].map(field).join(','));
            }
          }
        }
        if (rows.length < 500) break;
      }
      // With a mark, or the offices' program takes UTF-8 for GBK.
      return { status: 200, bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`), mediaType: 'text/csv', headers: { 'content-disposition': `attachment; filename="${list.id}-${standing}.csv"` } };
    },

    async downloadListTemplate() {
      const { default: write } = await import('write-excel-file/node');
      const bytes = await write(template.map((cells, at) => cells.map((value) => ({ value, type: String, ...(at === 0 ? { fontWeight: 'bold' as const } : {}) })))).toBuffer();
      return { status: 200, bytes: Buffer.from(bytes), mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', headers: { 'content-disposition': 'attachment; filename="department-list.xlsx"' } };
    },
  };
}

/** A field for offices' programs: one that begins like a formula would be carried out when the file is opened. */
const field = (text: string): string => { const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe; };

const template = [
  ['序号', '业务办理项编码', '实施编码', '事项名称', '事项类型', '实施主体', '赋权形式', '法定办结时限', '承诺办结时限', '办件类型', '服务对象', '受理条件', '设定依据', '申请材料', '是否收费', '收费标准', '收费依据', '结果名称', '办理地点', '办理时间', '咨询电话', '到现场次数', '事项状态', '生效日期', '备注'],
  ['1', '', '', '（示例，填写时请删除本行）建筑工程施工许可证核发', '行政许可', '', '直接赋权', '20个工作日', '5个工作日', '承诺件', '企业法人', '', '《中华人民共和国建筑法》第七条', '1.申请表（原件1份）；2.施工图审查合格书（复印件1份）；3.其他说明（非必要）', '否', '', '', '建筑工程施工许可证', '', '', '', '1', '在用', '', ''],
];

function shown(list: ListRecord, progress: ListProgress | undefined): Schemas['DepartmentList'] {
  const { status, ...rest } = list;
  return { ...rest, state: status, progress: progress ?? { rowsRead: 0, rowsProposed: 0 } };
}

function shownRow({ number, place, story }: StoredRow): Schemas['ListRow'][] {
  return story ? [{ number, place, ...story }] : [];
}
