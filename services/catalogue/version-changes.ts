/** What a published version of an item changed against the one before it, in words for people; pure. */
import type { PublishedItem } from './item.ts';

/** One difference; `before` and `after` are as people read them, null where there was nothing. */
export interface VersionChange { readonly field: string; readonly zh: string; readonly en: string; readonly before: string | null; readonly after: string | null }

const limit = ({ amount, unit }: PublishedItem['promisedLimit']): string => `${String(amount)} ${unit === 'working-day' ? '个工作日' : '天'}`;
const yuan = (fen: number | null): string => (fen === null ? '' : ` ${(fen / 100).toFixed(2)} 元`);

/** What is compared: field, its name in both languages, how it is read. */
const compared: readonly (readonly [field: string, zh: string, en: string, read: (item: PublishedItem) => string | null])[] = [
  ['name', '事项名称', 'name', (item) => item.name],
  ['type', '事项类型', 'kind', (item) => item.type.meaning ?? item.type.code],
  ['department', '实施主体', 'implementing body', (item) => item.department.name],
  ['legalBasis', '法定依据', 'legal basis', (item) => item.legalBasis],
  ['conditions', '受理条件', 'conditions', (item) => item.conditions],
  ['statutoryLimit', '法定办结时限', 'statutory limit', (item) => limit(item.statutoryLimit)],
  ['promisedLimit', '承诺办结时限', 'promised limit', (item) => limit(item.promisedLimit)],
  ['handlingType', '办件类型', 'way of handling', (item) => item.handlingType.meaning ?? item.handlingType.code],
  ['materials', '申请材料', 'materials', (item) => item.materials.map(({ name, required, copies }) => `${name}${required ? '' : '（非必要）'}${copies === null ? '' : ` ${String(copies)} 份`}`).join('；')],
  ['charges', '收费', 'charges', (item) => item.charges.map(({ name, standard, unitAmountInFen }) => `${name}（${standard}）${yuan(unitAmountInFen)}`).join('；')],
  ['result', '办理结果', 'result', (item) => item.result.name],
  ['visits', '到现场次数', 'visits', (item) => (item.visits === null ? null : String(item.visits))],
  ['address', '办理地点', 'place', (item) => item.address],
  ['openingHours', '办理时间', 'opening hours', (item) => item.openingHours],
  ['telephone', '咨询电话', 'telephone', (item) => item.telephone],
];

/** All differences, in the order in which a guide tells them. */
export function changesBetween(before: PublishedItem, after: PublishedItem): VersionChange[] {
  return compared.flatMap(([field, zh, en, read]) => {
    const [was, is] = [emptyAsNull(read(before)), emptyAsNull(read(after))];
    return was === is ? [] : [{ field, zh, en, before: was, after: is }];
  });
}
const emptyAsNull = (text: string | null): string | null => (text === '' ? null : text);
