/**
 * Which column of an office's list is what, by the names in its head, in any order: the head may stand below a title, go over two
 * lines and carry remarks in brackets. Columns nobody knows are named, never guessed at.
 */
import type { TableRow } from '../spreadsheet/table-row.ts';
import { folded } from './cell-words.ts';

/** What a column may be, by the names offices give it (folded: no spaces, no remarks in brackets). The first fitting one wins. */
export const columnNames = {
  handlingCode: /^(?:业务)?办理项(?:编码|代码)$/,
  taskCode: /^(?:事项)?(?:实施(?:清单)?|任务)(?:编码|代码)$/,
  basicCode: /^(?:事项)?(?:基本(?:目录)?|目录)(?:编码|代码)$/,
  departmentCode: /^(?:(?:实施)?(?:主体|部门|机关|单位))?(?:统一社会)?信用代码$|^(?:实施主体|部门|单位)(?:编码|代码)$/,
  code: /^(?:(?:赋权|权力|职权|行政权力|政务服务)?(?:事项|项目)?)(?:编码|代码)$|^(?:权力|职权)编号$/,
  subName: /^(?:子项|小项|业务办理项|办理项)(?:名称)?$/,
  name: /^(?:(?:赋权|权力|职权|委托|下放|行政权力|政务服务|审批|办理|承接|主项|大项|赋权事项)?(?:事项|项目)?)名称$|^(?:赋权|权力|下放|审批|办理|政务服务|行政权力)?(?:事项|项目)$/,
  department: /^(?:原?(?:实施|行使|责任|主管|业务|市级|省级|县级|赋权|委托|牵头|对口)?(?:主体|部门|机关|单位|机构))(?:名称)?$/,
  type: /^(?:事项|权力|职权|行政权力|项目)?(?:类型|类别|性质)$/,
  form: /^(?:赋权|委托|承接|行使|下放|实施)(?:形式|方式)$/,
  statutoryUnit: /^法定(?:办结|办理|审批)?(?:时限|期限)单位$/,
  promisedUnit: /^承诺(?:办结|办理|审批)?(?:时限|期限)单位$/,
  statutoryLimit: /^法定(?:办结|办理|审批)?(?:时限|期限|时间)?$|^(?:办结|办理)?(?:时限|期限)法定$/,
  promisedLimit: /^承诺(?:办结|办理|审批)?(?:时限|期限|时间)?$|^(?:办结|办理|审批)(?:时限|期限)(?:承诺)?$|^时限$/,
  handlingType: /^办件类型$/,
  servedKinds: /^(?:服务|办理|面向)对象$/,
  handlingForms: /^办理(?:形式|渠道|方式)$/,
  conditions: /^(?:受理|申请|办理|许可|审批)条件$/,
  legalBasis: /^(?:设定|法律|法定|实施|法律法规|政策|行使)?依据$/,
  materialName: /^(?:申请|申报)?材料名称$/,
  materialRequired: /^(?:材料)?(?:是否)?(?:必要性|必要|必需|必须|必备)(?:材料)?$/,
  materialCopies: /^(?:材料)?(?:份数|数量|原件份数)$/,
  materialForm: /^材料(?:形式|类型|介质)$/,
  materialSource: /^(?:材料)?来源(?:渠道)?$/,
  materials: /^(?:申请|申报|提交|所需|办理|应提交|受理)?材料(?:清单|目录)?$/,
  charged: /^是否收费$|^收费情况$|^收费$/,
  chargeName: /^收费(?:项目)?名称$|^收费项目$/,
  chargeStandard: /^收费标准$/,
  chargeStandardCode: /^(?:收费)?标准(?:编码|编号|代码)$/,
  chargeMeasure: /^(?:计费|收费)数量(?:来源)?$/,
  chargeBasis: /^收费依据$/,
  resultType: /^(?:审批|办理)?结果类型$/,
  result: /^(?:审批|办理|办件|送达)?结果(?:名称|样本|证照)?$|^(?:证照|批文|许可证件?)名称$/,
  address: /^(?:办理|受理|办公)(?:地点|地址)$/,
  openingHours: /^(?:办公|办理|受理|工作)时间$/,
  telephone: /^(?:咨询|联系|服务)(?:电话|方式)$/,
  supervision: /^(?:监督|投诉|监督投诉)(?:电话|方式)$/,
  visits: /^(?:到(?:办事)?现场|最多跑动?|跑动|现场办理)次数$/,
  state: /^(?:事项)?状态$/,
  effectiveOn: /^(?:计划)?(?:生效|实施|启用|开始|起始)(?:日期|时间)$/,
  cancelledOn: /^(?:计划)?(?:取消|失效|截止|终止)(?:日期|时间)$/,
  handlingFlow: /^(?:办理|审批)流程$/,
  specialProcedures: /^特别程序$/,
  quantityLimit: /^数量限制$/,
  handlingArea: /^通办范围$/,
  intermediaryServices: /^中介服务$/,
  serial: /^(?:序号|编号|项次|行号|NO\.?|No\.?)$/i,
  remark: /^(?:备注|说明|附注)$/,
} as const;
export type ColumnName = keyof typeof columnNames;

export interface Column { readonly at: number; readonly head: string; /** A unit written into the head, such as 承诺时限（工作日）. */ readonly unit: string }
export interface Head { readonly sheet: string; readonly columns: ReadonlyMap<ColumnName, Column>; readonly unknown: readonly string[]; readonly cells: readonly string[] }

/** The letter of a column, as the office's own program shows it. */
export const columnLetter = (at: number): string => (at < 26 ? '' : columnLetter(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

const remarks = /[(（【[][^)）】\]]*[)）】\]]/g;
const plainHead = (text: string): string => folded(text.replaceAll(remarks, '')).replaceAll(/[*＊:：]/g, '');
const named = (label: string): ColumnName | undefined => {
  const plain = plainHead(label);
  for (const [name, pattern] of Object.entries(columnNames)) if (plain !== '' && pattern.test(plain)) return name as ColumnName;
  return undefined;
};

function headOf(sheet: string, labels: readonly (readonly string[])[]): Head {
  const columns = new Map<ColumnName, Column>();
  const unknown: string[] = [];
  const [lower = []] = labels.slice(-1);
  const width = Math.max(...labels.map((line) => line.length), 0);
  for (let at = 0; at < width; at += 1) {
    const parts = labels.map((line) => line[at] ?? '').filter((part, index, all) => part.trim() !== '' && part !== all[index - 1]);
    if (parts.length === 0) continue;
    // Over two lines: 时限 above, 法定 below.
    const name = named(parts.join('')) ?? named(parts.toReversed().join('')) ?? named(parts.at(-1) ?? '');
    const head = parts.map((part) => part.replaceAll(/\s+/g, '')).join('');
    if (name === undefined || columns.has(name)) { unknown.push(`${columnLetter(at)} ${head}`.slice(0, 60)); continue; }
    columns.set(name, { at, head, unit: /工作日|自然日|日历日/.exec(parts.join(''))?.[0] ?? '' });
  }
  return { sheet, columns, unknown, cells: lower };
}

const identifying: readonly ColumnName[] = ['name', 'subName', 'code', 'taskCode', 'handlingCode', 'basicCode'];
const isHead = (head: Head): boolean => head.columns.size >= 2 && identifying.some((name) => head.columns.has(name));

/** How far down a head may begin: titles, who filled it in, instructions. */
const deepestHead = 30;

/** Rows below the heads of their sheets. A sheet without a head is told by name and passed over. */
export async function* rowsBelowHeads(rows: AsyncIterable<TableRow>, heard: { head(head: Head): void; headless(sheet: string): void }): AsyncGenerator<{ row: TableRow; head: Head }> {
  let sheet: string | undefined;
  let head: Head | undefined;
  let above = 0;
  let justFound = false;
  let announced = false;
  for await (const row of rows) {
    if (row.sheet !== sheet) {
      if (head && !announced) heard.head(head);
      if (sheet !== undefined && !head) heard.headless(sheet);
      sheet = row.sheet;
      head = undefined;
      above = 0;
      announced = false;
    }
    if (!head) {
      if (above >= deepestHead || row.broken) continue;
      above += 1;
      const found = headOf(row.sheet, [row.cells]);
      if (!isHead(found)) continue;
      head = found;
      justFound = true;
      continue;
    }
    if (justFound) {
      justFound = false;
      // A second line of the head: cells merged downwards repeat, and what is new names columns too.
      const both = headOf(row.sheet, [head.cells, row.cells]);
      const repeats = row.cells.filter((cell, at) => cell !== '' && cell === head?.cells[at]).length;
      if (!row.broken && (repeats >= 2 || headOf(row.sheet, [row.cells]).columns.size >= 3) && both.columns.size >= head.columns.size) { head = both; continue; }
    }
    if (!announced) { heard.head(head); announced = true; }
    // Printed lists repeat their head on every page.
    if (row.cells.length > 0 && row.cells.every((cell, at) => cell === (head?.cells[at] ?? ''))) continue;
    yield { row, head };
  }
  if (head && !announced) heard.head(head);
  if (sheet !== undefined && !head) heard.headless(sheet);
}
