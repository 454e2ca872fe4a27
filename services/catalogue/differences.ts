/**
 * What one publication of an item says otherwise than another, as people mean it: a material more, a longer limit, another fee. Pure.
 * `burden` tells whether it asks more or less of the applicant, so that whoever judges it sees first what hurts.
 */
import { measureWords } from './measure-words.ts';
import type { PublishedItem } from './published-item.ts';

/** One difference; `before` and `after` are as people read them, null where there was nothing. `what` names the material, fee or question. */
export interface Difference {
  readonly field: string; readonly zh: string; readonly en: string; readonly change: 'gained' | 'lost' | 'changed'; readonly what: string | null;
  readonly before: string | null; readonly after: string | null; readonly burden: 'heavier' | 'lighter' | 'none';
}

type Limit = PublishedItem['promisedLimit'];
type Coded = PublishedItem['type'];
const limit = ({ amount, unit }: Limit): string => `${String(amount)} ${unit === 'working-day' ? '个工作日' : '天'}`;
/** Five working days are a week: enough to tell longer from shorter. */
const days = ({ amount, unit }: Limit): number => (unit === 'working-day' ? amount * 7 / 5 : amount);
const coded = ({ meaning, code }: Coded): string => meaning ?? code;
const several = (list: readonly Coded[]): string => list.map(coded).join('、');
const yes = (value: boolean): string => (value ? '是' : '否');
const told = (label: string, value: string | number | null): string => (value === null || value === '' ? '' : `${label}${String(value)}`);
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('；');

/** Plain fields: name in both languages, how they are read, and how much they weigh on the applicant. */
const plain: readonly (readonly [field: string, zh: string, en: string, read: (item: PublishedItem) => string | null, weight?: (item: PublishedItem) => number])[] = [
  ['name', '事项名称', 'name', (item) => item.name],
  ['type', '事项类型', 'kind', (item) => coded(item.type)],
  ['department', '实施主体', 'implementing body', (item) => item.department.name],
  ['departmentNature', '实施主体性质', 'nature of the body', (item) => coded(item.department.nature)],
  ['entrustedBody', '委托部门', 'entrusting body', (item) => item.entrustedBody],
  ['jointDepartments', '联办机构', 'joint departments', (item) => item.jointDepartments.map((one) => one.name).join('、')],
  ['exerciseLevel', '行使层级', 'level of exercise', (item) => coded(item.exerciseLevel)],
  ['powerSource', '权力来源', 'source of the power', (item) => coded(item.powerSource)],
  ['legalBasis', '设定依据', 'legal basis', (item) => item.legalBasis],
  ['legalGrounds', '设定依据条款', 'articles of the legal basis', (item) => item.legalGrounds.map((one) => joined(`${one.law}${one.article ?? ''}`, one.words ?? '')).join('\n')],
  ['conditions', '受理条件', 'conditions', (item) => item.conditions],
  ['statutoryLimit', '法定办结时限', 'statutory limit', (item) => limit(item.statutoryLimit), (item) => days(item.statutoryLimit)],
  ['statutoryLimitNote', '法定办结时限说明', 'note on the statutory limit', (item) => item.statutoryLimitNote],
  ['promisedLimit', '承诺办结时限', 'promised limit', (item) => limit(item.promisedLimit), (item) => days(item.promisedLimit)],
  ['promisedLimitNote', '承诺办结时限说明', 'note on the promised limit', (item) => item.promisedLimitNote],
  ['handlingType', '办件类型', 'way of handling', (item) => coded(item.handlingType)],
  ['handlingForms', '办理形式', 'forms of handling', (item) => several(item.handlingForms), (item) => -item.handlingForms.length],
  ['servedKinds', '服务对象', 'served kinds', (item) => several(item.servedKinds)],
  ['handlingFlow', '办理流程', 'flow', (item) => item.handlingFlow],
  ['specialProcedures', '特别程序', 'special procedures', (item) => item.specialProcedures],
  ['quantityLimit', '数量限制', 'quantity limit', (item) => item.quantityLimit],
  ['handlingArea', '通办范围', 'area of handling', (item) => item.handlingArea],
  ['intermediaryServices', '中介服务', 'intermediary services', (item) => item.intermediaryServices],
  ['visits', '到现场次数', 'visits', (item) => (item.visits === null ? null : String(item.visits)), (item) => item.visits ?? 0],
  ['visitsNote', '必须现场办理原因', 'why a visit is needed', (item) => item.visitsNote],
  ['resultType', '审批结果类型', 'kind of result', (item) => ({ certificate: '证照', 'approval-document': '批文', other: '其他', none: '无' })[item.result.type]],
  ['result', '审批结果', 'result', (item) => item.result.name],
  ['resultValidity', '结果有效期', 'validity of the result', (item) => item.result.validity],
  ['resultSample', '结果样本', 'sample of the result', (item) => item.result.sample],
  ['address', '办理地点', 'place', (item) => item.address],
  ['openingHours', '办理时间', 'opening hours', (item) => item.openingHours],
  ['telephone', '咨询电话', 'telephone', (item) => item.telephone],
  ['supervision', '监督投诉方式', 'supervision', (item) => item.supervision],
  ['onlineAddress', '网上办理地址', 'address online', (item) => item.onlineAddress],
];

const questionKinds: Record<PublishedItem['formFields'][number]['kind'], string> = {
  text: '单行文字', 'long-text': '多行文字', number: '数字', date: '日期', choice: '单选', 'yes-no': '是否', 'credit-code': '统一社会信用代码', mobile: '手机号',
};
/** Lists whose entries are known by a name. */
const lists: readonly (readonly [field: string, zh: string, en: string, read: (item: PublishedItem) => { name: string; text: string; weight: number }[]])[] = [
  ['materials', '申请材料', 'materials', (item) => item.materials.map((one) => ({
    name: one.name, weight: one.required ? 2 + (one.copies ?? 1) / 100 : 1,
    text: joined(one.required ? '必要' : '非必要', told('', one.form), one.copies === null ? '' : `${String(one.copies)} 份`, told('类型：', one.kind), told('规格：', one.pageFormat), told('来源：', one.source), told('来源说明：', one.sourceNote),
      told('受理标准：', one.acceptanceStandard), told('依据：', one.basis), told('填报须知：', one.fillingNote), told('空白表：', one.blankForm), told('样表：', one.sample)),
  }))],
  ['charges', '收费', 'charges', (item) => item.charges.map((one) => ({
    name: one.name, weight: one.unitAmountInFen ?? 0,
    text: joined(one.standard, one.unitAmountInFen === null ? '' : `${(one.unitAmountInFen / 100).toFixed(2)} 元${one.unit === null ? '' : `/${one.unit}`}`, told('收费标准编码：', one.standardCode ?? null), told('计费数量：', one.measure ? measureWords(one.measure) : null), told('依据：', one.basis), `允许减免：${yes(one.reliefAllowed)}`, told('减免说明：', one.reliefNote)),
  }))],
  ['questions', '常见问题', 'questions', (item) => item.questions.map((one) => ({ name: one.question, text: one.answer, weight: 0 }))],
  ['formFields', '窗口表单', 'form at the window', (item) => item.formFields.map((one) => ({
    name: one.labelZh, weight: one.required ? 2 : 1,
    text: joined(questionKinds[one.kind], one.required ? '必填' : '选填', told('字段名：', one.key), told('单位：', one.unit ?? null), told('选项：', one.options?.join('、') ?? null), told('最多字数：', one.longest ?? null), told('填写说明：', one.helpZh ?? null), told('英文：', one.labelEn)),
  }))],
];

const condition = ({ state, cancelledOn }: PublishedItem): string => `${{ 'in-use': '在用', suspended: '暂停', cancelled: '取消' }[state]}${cancelledOn === null ? '' : `，至 ${cancelledOn}`}`;

/** All differences in content and condition, in the order in which a guide tells them. Without a version before, everything is new and nothing is told. */
export function differencesBetween(before: PublishedItem, after: PublishedItem): Difference[] {
  const found: Difference[] = [];
  if (before.version !== after.version) found.push({ field: 'version', zh: '省级版本', en: 'version of the province', change: 'changed', what: null, before: String(before.version), after: String(after.version), burden: 'none' });
  if (condition(before) !== condition(after)) {
    found.push({ field: 'state', zh: '事项状态', en: 'state', change: 'changed', what: null, before: condition(before), after: condition(after), burden: after.state === before.state ? 'none' : after.state === 'in-use' ? 'lighter' : 'heavier' });
  }
  for (const [field, zh, en, read, weight] of plain) {
    const [was, is] = [emptyAsNull(read(before)), emptyAsNull(read(after))];
    if (was === is) continue;
    const more = weight ? weight(after) - weight(before) : 0;
    found.push({ field, zh, en, change: was === null ? 'gained' : is === null ? 'lost' : 'changed', what: null, before: was, after: is, burden: burdenOf(more) });
  }
  for (const [field, zh, en, read] of lists) {
    const was = new Map(read(before).map((one) => [one.name, one]));
    const is = new Map(read(after).map((one) => [one.name, one]));
    const weighs = field !== 'questions';
    for (const [name, one] of was) {
      const now = is.get(name);
      if (!now) found.push({ field, zh, en, change: 'lost', what: name, before: one.text, after: null, burden: weighs ? 'lighter' : 'none' });
      else if (now.text !== one.text) found.push({ field, zh, en, change: 'changed', what: name, before: one.text, after: now.text, burden: weighs ? burdenOf(now.weight - one.weight) : 'none' });
    }
    for (const [name, one] of is) if (!was.has(name)) found.push({ field, zh, en, change: 'gained', what: name, before: null, after: one.text, burden: weighs ? 'heavier' : 'none' });
  }
  return found;
}
const burdenOf = (more: number): Difference['burden'] => (more > 0 ? 'heavier' : more < 0 ? 'lighter' : 'none');
const emptyAsNull = (text: string | null): string | null => (text === '' ? null : text);

/** One field of an item as people read it, whole; for comparing what several sources say of it. */
export interface Reading { readonly field: string; readonly zh: string; readonly en: string; readonly text: string | null }

/** All fields of an item as people read them, in the order of a guide. The zone's own form is nobody else's business. */
export function readingsOf(item: PublishedItem): Reading[] {
  return [
    { field: 'state', zh: '事项状态', en: 'state', text: condition(item) },
    ...plain.map(([field, zh, en, read]) => ({ field, zh, en, text: emptyAsNull(read(item)) })),
    ...lists.filter(([field]) => field !== 'formFields').map(([field, zh, en, read]) => ({ field, zh, en, text: emptyAsNull(read(item).map(({ name, text }) => `${name}（${text}）`).toSorted().join('\n')) })),
  ];
}

/** What somebody must know of an item that is published for the first time, to judge whether it may be. */
const essential: readonly string[] = ['conditions', 'statutoryLimit', 'promisedLimit', 'materials', 'charges', 'result', 'legalBasis'];
/** A new item in brief, as gains that weigh on nobody: there was nothing before. */
export const newContents = (item: PublishedItem): Difference[] =>
  readingsOf(item).filter(({ field, text }) => essential.includes(field) && (text !== null || field === 'charges'))
    .map(({ field, zh, en, text }) => ({ field, zh, en, change: 'gained', what: null, before: null, after: text ?? '不收费', burden: 'none' }));
