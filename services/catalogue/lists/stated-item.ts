/**
 * What an item shall be after a department's row: what the row says laid over what is published; what it does not say stays. An item
 * nobody has published yet must be said in full, and each thing missing is named. Pure.
 */
import { PublishedItem, type PublishedItemGiven } from '../published-item.ts';
import type { BothLanguages } from '../../../contracts/refusals.ts';
import { foldedName } from './cell-words.ts';
import type { StatedFields, Statement } from './list-row.ts';

/** GB/T 39046: 行使层级. */
const levels: Record<string, string> = { 1: '国家级', 2: '省级', 3: '市级', 4: '县级', 5: '镇（乡、街道）级', 6: '村（社区）级', 7: '分级管理' };
const kinds: Record<string, string> = { '01': '行政许可', '02': '行政处罚', '03': '行政强制', '04': '行政征收', '05': '行政给付', '06': '行政检查', '07': '行政确认', '08': '行政奖励', '09': '行政裁决', 10: '其他行政权力', 11: '政府内部审批', 20: '公共服务' };

export type Stated = { readonly item: PublishedItem; readonly stated: string[] } | { readonly missing: BothLanguages; /** Whether it is about the promised limit. */ readonly promised?: true };

/** `code`: of the item, 31 or 33 characters; `base`: what is published of it, or what the province says; null when nobody has said anything. */
export function statedItem(statement: Pick<Statement, 'fields'>, code: string, base: PublishedItem | null, department: { creditCode: string; name: string }): Stated {
  const { fields } = statement;
  const from = base ?? freshItem(fields, code, department);
  if ('missing' in from) return from;
  const { departmentName, departmentCode: _code, resultType, resultName, materials, charges, visits, ...plain } = fields;
  const item: PublishedItemGiven = {
    ...from, ...withoutUndefined(plain),
    ...(departmentName === undefined || foldedName(departmentName) === foldedName(from.department.name) ? {} : { department: { ...from.department, name: departmentName } }),
    ...(visits === undefined ? {} : { visits }),
    ...(resultType === undefined && resultName === undefined ? {} : { result: { ...from.result, ...(resultType === undefined ? {} : { type: resultType }), ...(resultName === undefined ? {} : { name: resultName }) } }),
    ...(materials === undefined ? {} : { materials: materials.map((material) => {
      const known = from.materials.find((one) => foldedName(one.name) === foldedName(material.name));
      // The row tells name and need; what is known of the same material beside that is not lost.
      return known ? { ...known, required: material.required, form: material.form ?? known.form, copies: material.copies ?? known.copies, source: material.source ?? known.source } : { ...material, acceptanceStandard: null };
    }) }),
    ...(charges === undefined ? {} : { charges: charges.map((charge) => {
      const known = from.charges.find((one) => foldedName(one.name) === foldedName(charge.name)) ?? (from.charges.length === 1 ? from.charges[0] : undefined);
      return { ...charge, name: known?.name ?? charge.name, basis: charge.basis ?? known?.basis ?? null, reliefAllowed: known?.reliefAllowed ?? false, reliefNote: known?.reliefNote ?? null };
    }) }),
  };
  const { statutoryLimit, promisedLimit } = item;
  if (fields.promisedLimit && promisedLimit.unit === statutoryLimit.unit && promisedLimit.amount > statutoryLimit.amount) {
    return { promised: true, missing: { zh: `承诺时限长于法定时限（${String(statutoryLimit.amount)}）`, en: `the promised limit is longer than the statutory one (${String(statutoryLimit.amount)})` } };
  }
  // Names differ in nothing but marks and width from one office to the next; that is no change of the item.
  if (base && item.name !== base.name && foldedName(item.name) === foldedName(base.name)) item.name = base.name;
  const said = Object.keys(fields).map((field) => ({ departmentName: 'department', departmentCode: 'department', resultType: 'result', resultName: 'result' })[field] ?? field);
  return { item: PublishedItem.parse(item), stated: [...new Set(said)] };
}

const withoutUndefined = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

function freshItem(fields: StatedFields, code: string, department: { creditCode: string; name: string }): PublishedItem | { missing: BothLanguages } {
  const wanted: [keyof StatedFields, string, string][] = [['name', '事项名称', 'name'], ['statutoryLimit', '法定办结时限', 'statutory limit'], ['promisedLimit', '承诺办结时限', 'promised limit'], ['legalBasis', '设定依据', 'legal basis'], ['materials', '申请材料', 'materials']];
  const missing = wanted.filter(([field]) => fields[field] === undefined);
  const { name, statutoryLimit, promisedLimit, legalBasis } = fields;
  if (missing.length > 0 || name === undefined || !statutoryLimit || !promisedLimit || legalBasis === undefined) {
    return { missing: { zh: `省级平台与本园区均未发布该事项，须写明：${missing.map(([, zh]) => zh).join('、')}`, en: `nobody has published the item yet; the row must give: ${missing.map(([, , en]) => en).join(', ')}` } };
  }
  const basic = code.slice(19, 31);
  const type = basic.slice(2, 4);
  const level = code.charAt(18);
  return PublishedItem.parse({
    catalogCode: basic, taskCode: code.slice(0, 31), handlingCode: code.length === 33 ? code : null, name, version: 1, state: 'in-use', effectiveOn: null, cancelledOn: null,
    type: { list: 'item-type', code: type, meaning: kinds[type] ?? null }, department: { name: fields.departmentName ?? department.name, code: code.slice(0, 18), nature: { list: 'body-nature', code: '1', meaning: '法定机关' } },
    exerciseLevel: { list: 'exercise-level', code: level, meaning: levels[level] ?? null }, powerSource: { list: 'power-source', code: '1', meaning: '法定本级行使' },
    legalBasis, statutoryLimit, promisedLimit, handlingType: { list: 'handling-type', code: '2', meaning: '承诺件' }, handlingWord: 'promised', servedKinds: [], conditions: null, address: null, openingHours: null,
    telephone: null, visits: null, materials: [], charges: [], result: { type: fields.resultName ? 'certificate' : 'none', name: fields.resultName ?? null },
  } satisfies PublishedItemGiven);
}
