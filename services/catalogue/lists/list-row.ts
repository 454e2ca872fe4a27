/**
 * What a department's row says of an item: which item, and whatever its columns tell. A column that is not there says nothing; a cell
 * nobody can read is a problem with its column and reason, and then the whole row says nothing at all. Pure.
 */
import type { BothLanguages } from '../../../contracts/refusals.ts';
import type { MeasureSource } from '../../../contracts/catalogue/messages.ts';
import { creditCodeProblem, itemCodeProblem } from '../../../contracts/identifiers.ts';
import { measureOf } from '../measure-words.ts';
import { cellError } from '../spreadsheet/workbook.ts';
import type { TableRow } from '../spreadsheet/table-row.ts';
import { dayOf, folded, limitOf, numberOf, priceOf, saysNothing, tidy, wordOf, yesOrNo, type Read, type TimeLimit } from './cell-words.ts';
import { columnLetter, type ColumnName, type Head } from './list-columns.ts';

/** One thing wrong in one row: where it stands, and what to do. `column` is the letter and head as the office sees them; empty for the row as a whole. */
export interface RowProblem extends BothLanguages { readonly sheet: string; readonly row: number; readonly column: string; readonly value: string }

export interface StatedMaterial { name: string; required: boolean; form: string | null; copies: number | null; source: string | null }
interface Coded { list: string; code: string; meaning: string | null }

/** What is said of the item; what is left out is not said. */
export interface StatedFields {
  name?: string; state?: 'in-use' | 'suspended' | 'cancelled'; type?: Coded; departmentName?: string; departmentCode?: string;
  legalBasis?: string; statutoryLimit?: TimeLimit; promisedLimit?: TimeLimit; handlingType?: Coded; handlingWord?: 'immediate' | 'promised' | 'joint' | 'reported';
  servedKinds?: Coded[]; handlingForms?: Coded[]; conditions?: string | null; materials?: StatedMaterial[];
  charges?: { name: string; standard: string; unitAmountInFen: number | null; unit: string | null; basis: string | null; standardCode?: string; measure?: MeasureSource }[];
  resultType?: 'certificate' | 'approval-document' | 'other' | 'none'; resultName?: string | null; address?: string | null; openingHours?: string | null; telephone?: string | null;
  supervision?: string | null; visits?: number; effectiveOn?: string; cancelledOn?: string | null; handlingFlow?: string | null; specialProcedures?: string | null;
  quantityLimit?: string | null; handlingArea?: string | null; intermediaryServices?: string | null;
}
export type DelegationForm = 'direct' | 'entrusted' | 'forward' | 'direct-report';

/** What a row, or several rows of one item, say. */
export interface Statement {
  readonly sheet: string;
  /** First row and, where the item goes over several, the last. */
  readonly row: number;
  readonly lastRow: number;
  /** Codes as they stand, folded: 33, 31 or 12 characters; '' where there is none. */
  readonly code: string;
  readonly name: string;
  readonly departmentName: string;
  readonly form: DelegationForm | null;
  readonly fields: StatedFields;
  readonly problems: readonly RowProblem[];
  /** Limits in days without more: working days of a licence; a problem of any other item. Which it is, is known when the item is. */
  readonly unitless: readonly RowProblem[];
  /** Where the promised limit stands, for what is found wrong only beside what is published. */
  readonly promisedColumn: string;
}

const coded = (list: string, code: string, meaning: string): Coded => ({ list, code, meaning });
/** GB/T 39046 A.: kinds of item. */
const types: readonly (readonly [RegExp, Coded])[] = [
  [/^(?:行政)?许可|^许可类/, coded('item-type', '01', '行政许可')], [/处罚/, coded('item-type', '02', '行政处罚')], [/强制/, coded('item-type', '03', '行政强制')], [/征收/, coded('item-type', '04', '行政征收')],
  [/给付/, coded('item-type', '05', '行政给付')], [/检查/, coded('item-type', '06', '行政检查')], [/确认/, coded('item-type', '07', '行政确认')], [/奖励/, coded('item-type', '08', '行政奖励')],
  [/裁决/, coded('item-type', '09', '行政裁决')], [/公共服务/, coded('item-type', '20', '公共服务')], [/内部/, coded('item-type', '11', '政府内部审批')], [/其他|其它|备案/, coded('item-type', '10', '其他行政权力')],
];
/** GB/T 39046 A.6 has 1 and 2; the two others are 山东's. */
const handlingTypes: readonly (readonly [RegExp, { coded: Coded; word: 'immediate' | 'promised' | 'joint' | 'reported' }])[] = [
  [/即办|即时/, { coded: coded('handling-type', '1', '即办件'), word: 'immediate' }], [/承诺/, { coded: coded('handling-type', '2', '承诺件'), word: 'promised' }],
  [/联办|联合/, { coded: coded('handling-type', '3', '联办件'), word: 'joint' }], [/上报|转报/, { coded: coded('handling-type', '4', '上报件'), word: 'reported' }],
];
const servedKinds: readonly (readonly [RegExp, Coded])[] = [
  [/自然人|个人|公民/, coded('served-kind', '1', '自然人')], [/非法人企业/, coded('served-kind', '5', '非法人企业')], [/企业/, coded('served-kind', '2', '企业法人')], [/事业/, coded('served-kind', '3', '事业法人')],
  [/社会组织|社团/, coded('served-kind', '4', '社会组织法人')], [/行政机关|机关/, coded('served-kind', '6', '行政机关')], [/^法人$/, coded('served-kind', '2', '企业法人')], [/其他|其它/, coded('served-kind', '9', '其他组织')],
];
const handlingForms: readonly (readonly [RegExp, Coded])[] = [
  [/窗口|现场/, coded('handling-form', '1', '窗口办理')], [/移动|手机|掌上/, coded('handling-form', '3', '移动端网上申请')], [/网上|线上|网办|电脑/, coded('handling-form', '2', '网上办理')], [/快递|邮寄/, coded('handling-form', '4', '快递申请')],
];
const states = [[/^(?:在用|有效|使用|正常|启用)$/, 'in-use'], [/^暂停/, 'suspended'], [/^(?:取消|终止|收回|废止|停用)/, 'cancelled']] as const;
const forms = [[/直接赋权|授权|下放/, 'direct'], [/委托/, 'entrusted'], [/服务前移|前移/, 'forward'], [/直报|审批直报/, 'direct-report']] as const;
const resultTypes = [[/证照|证书|许可证/, 'certificate'], [/批文|批复|文书/, 'approval-document'], [/^(?:其他|其它)$/, 'other'], [/^无$/, 'none']] as const;

/** 1.申请表（原件1份）；2.… as single materials. */
export function materialsOf(text: string): Read<StatedMaterial[]> {
  const whole = tidy(text);
  const lines = whole.includes('\n') ? whole.split('\n') : whole.split(/[;；]|(?<=[。)）])(?=\d{1,2}[.、．])|(?<!\d)(?=\d{1,2}[、．](?!\d))|(?<=\S)\s(?=\d{1,2}[.、．])/);
  const materials = lines.map((line) => line.trim().replace(/^(?:[(（]?\d{1,2}[)）]?\s*[.、．)）]?\s*(?=\D)|[①-⑳]\s*|[一二三四五六七八九十]{1,3}、)/, '').replace(/[;；。，,、]+$/, '').trim()).filter((line) => line !== '').map(materialOf);
  if (materials.length === 0) return { problem: { zh: '没有写出任何材料', en: 'no material is named' } };
  const seen = new Set<string>();
  for (const { name } of materials) {
    if (name.length > 200) return { problem: { zh: '有的材料名称超过 200 字，请每行写一份材料', en: 'a name is longer than 200 characters; write one material a line' } };
    if (seen.has(name)) return { problem: { zh: `材料“${name}”写了两次`, en: `material ${name} is named twice` } };
    seen.add(name);
  }
  return { value: materials };
}

function materialOf(line: string): StatedMaterial {
  // Remarks in brackets at the end tell form, copies and necessity; brackets that tell something else belong to the name.
  let name = line;
  let form: string | null = null;
  let copies: number | null = null;
  let required = true;
  for (let remark = /^(.+?)[(（]([^()（）]+)[)）]$/.exec(name); remark; remark = /^(.+?)[(（]([^()（）]+)[)）]$/.exec(name)) {
    const said = remark[2] ?? '';
    const found = { form: /原件|复印件|扫描件|电子件|电子版|纸质/.exec(said)?.[0] ?? null, copies: [...said.matchAll(/([0-9０-９一二两三四五六七八九十]+)\s*[份张套]/g)].map((one) => numberOf(one[1] ?? '') ?? 0), optional: /非必要|非必需|可选|如有|选填|容缺/.test(said) };
    if (found.form === null && found.copies.length === 0 && !found.optional && !/^(?:必要|必需|必须|必备)$/.test(said)) break;
    form = found.form === null ? form : /原件/.test(said) && /复印件/.test(said) ? '原件和复印件' : found.form;
    if (found.copies.length > 0) copies = found.copies.reduce((sum, one) => sum + one, 0);
    if (found.optional) required = false;
    name = (remark[1] ?? '').trim();
  }
  return { name, required, form, copies, source: null };
}

/** Reads the row or rows of one item. The first row tells of the item, each of them of a material where materials have rows of their own. */
export function statementOf(rows: readonly TableRow[], head: Head): Statement {
  const [first] = rows;
  if (!first) throw new Error('a statement needs a row');
  const problems: RowProblem[] = [];
  const unitless: RowProblem[] = [];
  const fields: StatedFields = {};
  const cell = (name: ColumnName, row: TableRow = first): string => { const column = head.columns.get(name); return column ? (row.cells[column.at] ?? '') : ''; };
  const label = (name: ColumnName): string => { const column = head.columns.get(name); return column ? `${columnLetter(column.at)} ${column.head}`.slice(0, 60) : ''; };
  const wrong = (name: ColumnName | null, what: BothLanguages, row: TableRow = first, among = problems): void => {
    const column = name === null ? undefined : head.columns.get(name);
    among.push({ sheet: row.sheet, row: row.number, column: name === null ? '' : label(name), value: column ? tidy(row.cells[column.at] ?? '').slice(0, 120) : '', zh: what.zh, en: what.en });
  };
  /** What a cell says, taken over when it can be read. */
  const take = <T>(name: ColumnName, read: (text: string) => Read<T>, give: (value: T) => void, row: TableRow = first): void => {
    const text = cell(name, row);
    if (!head.columns.has(name) || text.trim() === '') return;
    const got = read(text);
    if ('problem' in got) wrong(name, got.problem, row); else give(got.value);
  };
  const words = (longest: number) => (text: string): Read<string | null> => {
    const plain = tidy(text);
    if (plain.length > longest) return { problem: { zh: `超过 ${String(longest)} 字`, en: `longer than ${String(longest)} characters` } };
    return { value: saysNothing(plain) ? null : plain };
  };

  for (const row of rows) {
    if (row.broken) { wrong(null, row.broken, row); continue; }
    for (const [name, column] of head.columns) {
      const text = row.cells[column.at] ?? '';
      if (name === 'serial' || name === 'remark') continue;
      if (cellError.test(text)) wrong(name, text === '#EMPTY!' ? { zh: '公式没有结果，请用表格软件打开后另存', en: 'the formula has no result; open it in a spreadsheet program and save it' } : { zh: `公式出错 ${text}`, en: `the formula went wrong: ${text}` }, row);
    }
  }
  if (problems.length > 0) return done('', '', null);

  const code = codeOf();
  const licence = (code.length === 12 ? code.slice(2, 4) : code.slice(21, 23)) === '01';
  const name = tidy(cell('subName')) !== '' && !saysNothing(cell('subName')) ? tidy(cell('subName')) : tidy(cell('name'));
  if (code === '' && name === '' && problems.length === 0) wrong(head.columns.has('name') ? 'name' : null, { zh: '没有事项名称，也没有编码', en: 'neither a name nor a code' });
  if (name.length > 1000) wrong('name', { zh: '超过 1000 字', en: 'longer than 1000 characters' });
  else if (name !== '') fields.name = name.replaceAll('\n', '');
  const departmentName = tidy(cell('department')).replaceAll('\n', '');
  if (departmentName !== '') fields.departmentName = departmentName;
  take('departmentCode', (text) => { const plain = folded(text).toUpperCase(); const bad = plain.length === 18 ? creditCodeProblem(plain) : { zh: '统一社会信用代码应为 18 位', en: 'a credit code has 18 characters' }; return bad ? { problem: bad } : { value: plain }; }, (value) => { fields.departmentCode = value; });
  take('type', (text) => wordOf(text, types, '行政许可、行政确认、其他行政权力…'), (value) => { fields.type = value; });
  const isLicence = licence || fields.type?.code === '01';
  let form: DelegationForm | null = null;
  take('form', (text) => wordOf<DelegationForm>(text, forms, '直接赋权、委托行使、服务前移、审批直报'), (value) => { form = value; });
  /** Without a code nobody knows yet whether it is a licence. */
  const limit = (name: 'statutoryLimit' | 'promisedLimit', unit: string) => (text: string): Read<TimeLimit> => {
    const got = limitOf(text, unit, isLicence);
    if (!('problem' in got) || code !== '') return got;
    const asLicence = limitOf(text, unit, true);
    if ('value' in asLicence) wrong(name, got.problem, first, unitless);
    return asLicence;
  };
  take<TimeLimit | null>('statutoryLimit', (text) => (saysNothing(text) ? { value: null } : limit('statutoryLimit', cell('statutoryUnit') || (head.columns.get('statutoryLimit')?.unit ?? ''))(text)), (value) => { if (value) fields.statutoryLimit = value; });
  take('promisedLimit', limit('promisedLimit', cell('promisedUnit') || (head.columns.get('promisedLimit')?.unit ?? '')), (value) => { fields.promisedLimit = value; });
  const { statutoryLimit, promisedLimit } = fields;
  if (statutoryLimit && promisedLimit && statutoryLimit.unit === promisedLimit.unit && promisedLimit.amount > statutoryLimit.amount) wrong('promisedLimit', { zh: '承诺时限长于法定时限', en: 'the promised limit is longer than the statutory one' });
  take('handlingType', (text) => wordOf(text, handlingTypes, '即办件、承诺件、联办件、上报件'), (value) => { fields.handlingType = value.coded; fields.handlingWord = value.word; });
  take('servedKinds', (text) => listed(text, servedKinds, '自然人、企业法人、事业法人…'), (value) => { fields.servedKinds = value; });
  take('handlingForms', (text) => listed(text, handlingForms, '窗口办理、网上办理、快递申请'), (value) => { fields.handlingForms = value; });
  take('legalBasis', words(8_000), (value) => { if (value !== null) fields.legalBasis = value; });
  for (const [column, longest] of [['conditions', 8_000], ['address', 500], ['openingHours', 500], ['telephone', 200], ['supervision', 500], ['handlingFlow', 8_000], ['specialProcedures', 2_000], ['quantityLimit', 500], ['handlingArea', 200], ['intermediaryServices', 500]] as const) {
    take(column, words(longest), (value) => { fields[column] = value; });
  }
  take('state', (text) => wordOf(text, states, '在用、暂停、取消'), (value) => { fields.state = value; });
  take('effectiveOn', dayOf, (value) => { fields.effectiveOn = value; });
  take<string | null>('cancelledOn', (text) => (saysNothing(text) || /^长期|^永久/.test(folded(text)) ? { value: null } : dayOf(text)), (value) => { fields.cancelledOn = value; });
  if (fields.effectiveOn !== undefined && fields.cancelledOn && fields.cancelledOn < fields.effectiveOn) wrong('cancelledOn', { zh: '取消日期早于生效日期', en: 'it is cancelled before it takes effect' });
  take<number>('visits', (text) => { const visits = numberOf(folded(text).replace(/^最多(?:跑)?|次$/g, '').replace(/^最多跑?/, '').replace(/次$/, '')); return visits === undefined || visits > 20 ? { problem: { zh: '应为次数，如“0”或“1次”', en: 'it should be a number of visits' } } : { value: visits }; }, (value) => { fields.visits = value; });
  take('resultType', (text) => wordOf(text, resultTypes, '证照、批文、其他、无'), (value) => { fields.resultType = value; });
  take('result', words(256), (value) => { fields.resultName = value?.replaceAll('\n', '、') ?? null; });
  charges();
  materials();
  return done(code, name.replaceAll('\n', ''), form);

  function done(ofCode: string, ofName: string, ofForm: DelegationForm | null): Statement {
    return { sheet: first?.sheet ?? '', row: first?.number ?? 0, lastRow: rows.at(-1)?.number ?? 0, code: ofCode, name: ofName, departmentName: fields.departmentName ?? '', form: ofForm, fields, problems, unitless, promisedColumn: label('promisedLimit') };
  }
  /** The longest code the row gives; those it gives must belong together. */
  function codeOf(): string {
    let longest = '';
    for (const [column, length] of [['handlingCode', 33], ['taskCode', 31], ['basicCode', 12], ['code', 0]] as const) {
      const given = folded(cell(column)).toUpperCase();
      if (given === '' || saysNothing(given)) continue;
      if (/^[\d.]+E\+?\d+$/.test(given) || (/^\d+$/.test(given) && given.length > 15 && given.endsWith('000000000000'))) { wrong(column, { zh: '编码被表格软件当作数字，末位已丢失，请把该列设为文本后重填', en: 'the program took the code for a number and its end is lost; make the column text and fill it again' }); return ''; }
      if (length > 0 && given.length !== length) { wrong(column, { zh: `应为 ${String(length)} 位，现为 ${String(given.length)} 位`, en: `it has ${String(length)} characters, here are ${String(given.length)}` }); return ''; }
      const bad = itemCodeProblem(given);
      if (bad) { wrong(column, bad); return ''; }
      if (longest === '') { longest = given; } else if (!longest.includes(given) && !given.includes(longest)) { wrong(column, { zh: '与本行其他编码不一致', en: 'it does not belong to the other code of the row' }); return ''; }
      if (given.length > longest.length) longest = given;
    }
    return longest;
  }
  function listed(text: string, known: readonly (readonly [RegExp, Coded])[], shown: string): Read<Coded[]> {
    const found = new Map<string, Coded>();
    for (const part of tidy(text).split(/[、,，;；^|/\n\s]+/).filter((one) => one !== '')) {
      const word = wordOf(part, known, shown);
      if ('problem' in word) return word;
      found.set(word.value.code, word.value);
    }
    return { value: [...found.values()] };
  }
  function charges(): void {
    if (!head.columns.has('charged') && !head.columns.has('chargeStandard') && !head.columns.has('chargeStandardCode')) return;
    if (cell('chargeStandardCode').split('\n').some((code) => !saysNothing(tidy(code)))) { chargesByStandards(); return; }
    let charged: boolean | undefined;
    take('charged', yesOrNo, (value) => { charged = value; });
    const standard = tidy(cell('chargeStandard'));
    const free = saysNothing(standard) || /^(?:不收费|免费|免收|零收费)$/.test(folded(standard));
    if (charged === false || (charged === undefined && head.columns.has('chargeStandard') && standard !== '' && free)) {
      if (charged === false && !free) wrong('chargeStandard', { zh: '写明不收费，却有收费标准', en: 'it says no fee, yet gives a standard' });
      else fields.charges = [];
      return;
    }
    if (charged === undefined && standard === '') return;
    if (free) { wrong(head.columns.has('chargeStandard') ? 'chargeStandard' : 'charged', { zh: '收费的事项须写明收费标准', en: 'an item with a fee needs its standard' }); return; }
    take('chargeStandard', priceOf, ({ unitAmountInFen, unit }) => {
      fields.charges = [{ name: tidy(cell('chargeName')).replaceAll('\n', '') || `${fields.name ?? ''}费`, standard: standard.replaceAll('\n', '；').slice(0, 256), unitAmountInFen, unit, basis: saysNothing(cell('chargeBasis')) ? null : tidy(cell('chargeBasis')) }];
    });
  }
  /** Charges counted by registered standards: the lines of the three columns belong together, one for each charge. */
  function chargesByStandards(): void {
    const lines = (name: ColumnName): string[] => cell(name).split(/\r?\n/).map(tidy);
    const [codes, measures, words] = [lines('chargeStandardCode'), lines('chargeMeasure'), tidy(cell('chargeStandard')).split('\n')];
    const basis = codes.length === 1 && !saysNothing(cell('chargeBasis')) ? tidy(cell('chargeBasis')) : null;
    const found: NonNullable<StatedFields['charges']> = [];
    for (const [at, code] of codes.entries()) {
      const standardCode = folded(code).toUpperCase();
      const text = words[at] ?? '';
      const [, before, after] = /^([^：:]{1,60})[：:](.+)$/.exec(text) ?? [];
      const name = before ?? (tidy(cell('chargeName')).replaceAll('\n', '') || `${fields.name ?? ''}费`);
      const standard = (after ?? text).slice(0, 256);
      if (saysNothing(standardCode)) {
        const [priced = '', ...said] = (after ?? text).split('，');
        const price = priceOf(priced);
        if ('problem' in price) { wrong('chargeStandard', price.problem); return; }
        found.push({ name, standard: said.join('，').slice(0, 256) || standard, ...price.value, basis });
        continue;
      }
      if (!/^[0-9A-Z-]{3,30}$/.test(standardCode)) { wrong('chargeStandardCode', { zh: '收费标准编码由 3 至 30 位大写字母、数字、短横线组成', en: 'a code has 3 to 30 capital letters, digits and hyphens' }); return; }
      const measure = measureOf(measures[at] ?? '');
      if ('problem' in measure) { wrong('chargeMeasure', measure.problem); return; }
      found.push({ name, standard: standard || name, unitAmountInFen: null, unit: null, basis, standardCode, ...(measure.value === null ? {} : { measure: measure.value }) });
    }
    fields.charges = found;
  }
  function materials(): void {
    if (head.columns.has('materialName')) {
      const found: StatedMaterial[] = [];
      for (const row of rows) {
        const named = tidy(cell('materialName', row)).replaceAll('\n', '');
        if (named === '' || saysNothing(named)) continue;
        const material = { ...materialOf(named.replace(/^\d{1,2}[.、．]\s*/, '')) };
        take('materialRequired', yesOrNo, (value) => { material.required = value; }, row);
        take<number>('materialCopies', (text) => { const copies = numberOf(folded(text).replace(/份$/, '')); return copies === undefined || copies > 99 ? { problem: { zh: '份数应为 0 至 99', en: 'copies are 0 to 99' } } : { value: copies }; }, (value) => { material.copies = value; }, row);
        take('materialForm', words(60), (value) => { material.form = value ?? material.form; }, row);
        take('materialSource', words(60), (value) => { material.source = value; }, row);
        if (found.some((one) => one.name === material.name)) wrong('materialName', { zh: `材料“${material.name}”写了两次`, en: `material ${material.name} is named twice` }, row);
        found.push(material);
      }
      if (found.length > 0) fields.materials = found;
      return;
    }
    take('materials', (text) => (saysNothing(text) ? { value: [] } : materialsOf(text)), (value) => { fields.materials = value; });
  }
}

/** A line below the list: sums, who filled it in. */
const closing = /^(?:合计|总计|小计|共计|填表人|填报人|制表|审核人?|备注|说明|注)[:：]?/;

/** Gathers the rows of one item, where its materials have rows of their own, and leaves out lines that close a list. */
export async function* statementsOf(rows: AsyncIterable<{ row: TableRow; head: Head }>): AsyncGenerator<{ statement: Statement; rows: readonly TableRow[] }> {
  let group: TableRow[] = [];
  let groupHead: Head | undefined;
  let key = '';
  const identity: readonly ColumnName[] = ['handlingCode', 'taskCode', 'code', 'basicCode', 'subName', 'name', 'department'];
  const keyOf = (row: TableRow, head: Head): string => identity.map((name) => { const column = head.columns.get(name); return column ? folded(row.cells[column.at] ?? '') : ''; }).join('|');
  const empty = /^\|*$/;
  for await (const { row, head } of rows) {
    const said = row.cells.filter((one) => one.trim() !== '');
    if (said.length === 0) continue;
    const own = row.broken ? `broken ${String(row.number)}` : keyOf(row, head);
    if (!row.broken && closing.test(folded(said[0] ?? '')) && (said.length <= 3 || new Set(said).size === 1)) continue;
    const goesOn = group.length > 0 && group.length < 200 && groupHead === head && head.columns.has('materialName') && !row.broken && (own === key || (empty.test(own) && row.number === (group.at(-1)?.number ?? 0) + 1));
    if (goesOn) { group.push(row); continue; }
    if (group.length > 0 && groupHead) yield { statement: statementOf(group, groupHead), rows: group };
    group = [row];
    groupHead = head;
    key = own;
  }
  if (group.length > 0 && groupHead) yield { statement: statementOf(group, groupHead), rows: group };
}
