/**
 * Lists of the sizes zones really publish, made from public names of items: 550 of a city and 45 of a province, 51 of each of seven
 * counties, and 172 by the four forms of delegation (23, 21, 115, 13). Forms, bodies and codes are invented and tell nothing of any zone.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { composeCreditCode } from '../../contracts/identifiers.ts';

const Names = z.object({ items: z.array(z.object({ name: z.string(), type: z.string(), field: z.string() })).min(1) });

export interface SampleList { readonly title: string; readonly department: { readonly creditCode: string; readonly name: string }; readonly rows: readonly Readonly<Record<string, string>>[] }

/** One power is handled in several ways, each a 业务办理项 of its own. */
const handlings = ['', '（首次申请）', '（变更）', '（延续）', '（补发）', '（注销）'] as const;
const kinds: Record<string, string> = { 行政许可: '01', 行政征收: '04', 行政确认: '07', 公共服务: '20', 政府内部管理事项: '11' };
const counties = ['云溪县', '云阳县', '云台县', '云岫县', '云泽县', '云川县', '云屏县'] as const;
const forms = [['直接赋权', 23], ['委托行使', 21], ['服务前移', 115], ['审批直报', 13]] as const;

/** All of them: 550 + 45, seven times 51, and 172 by form. */
export function sampleLists(): SampleList[] {
  const bodyOf = (name: string, serial: number): SampleList['department'] => ({ creditCode: composeCreditCode('11533900', `99001${String(serial).padStart(3, '0')}`) ?? '', name });
  return [
    listOf('市级赋权事项清单（550 项）', bodyOf('云岭市行政审批局', 1), 3, 550, () => '委托行使'),
    listOf('省级赋权事项清单（45 项）', bodyOf('省行政审批局', 2), 2, 45, () => '直接赋权'),
    ...counties.map((county, at) => listOf(`${county}赋权事项清单（51 项）`, bodyOf(`${county}行政审批局`, 10 + at), 4, 51, () => '服务前移')),
    sampleListByForms(bodyOf('云岭市政务服务局', 3)),
  ];
}

/** 172 items of one body: 23, 21, 115 and 13 by form. */
export function sampleListByForms(department: SampleList['department']): SampleList {
  const byForm = forms.flatMap(([form, count]) => Array.from({ length: count }, () => form));
  return listOf('四种形式赋权事项清单（172 项）', department, 3, 172, (n) => byForm[n] ?? '');
}

function listOf(title: string, { creditCode, name }: SampleList['department'], level: number, count: number, formOf: (n: number) => string): SampleList {
  const { items } = Names.parse(JSON.parse(readFileSync(new URL('sample/item-names.json', import.meta.url), 'utf8')));
  const rows = Array.from({ length: count }, (_unused, n): Record<string, string> => {
    const item = items[n % items.length] ?? { name: '', type: '', field: '' };
    const type = kinds[item.type] ?? '10';
    const power = String((n % items.length) + 1).padStart(3, '0');
    const taskCode = `${creditCode}${String(level)}53${type}99${power}000`;
    return {
      handlingCode: `${taskCode}${String(Math.floor(n / items.length) + 1).padStart(2, '0')}`, taskCode, name: `${item.name}${handlings[Math.floor(n / items.length)] ?? ''}`, type: item.type === '' || type === '10' ? '其他行政权力' : item.type,
      department: name, form: formOf(n), statutoryLimit: '20个工作日', promisedLimit: `${String(3 + (n % 8))}个工作日`, legalBasis: '见公开的权责清单（示例）', materials: '1.申请表（原件1份）；2.营业执照（复印件1份）', charged: '否', state: '在用',
    };
  });
  return { title, department: { creditCode, name }, rows };
}

/** A list as an office would save it: Chinese heads below a title. */
export function asTable(list: SampleList): string[][] {
  const heads = [['handlingCode', '业务办理项编码'], ['taskCode', '实施编码'], ['name', '事项名称'], ['type', '事项类型'], ['department', '实施主体'], ['form', '赋权形式'], ['statutoryLimit', '法定办结时限'], ['promisedLimit', '承诺办结时限'], ['legalBasis', '设定依据'], ['materials', '申请材料'], ['charged', '是否收费'], ['state', '事项状态']] as const;
  return [[list.title], ['序号', ...heads.map(([, head]) => head)], ...list.rows.map((row, at) => [String(at + 1), ...heads.map(([name]) => row[name] ?? '')])];
}
