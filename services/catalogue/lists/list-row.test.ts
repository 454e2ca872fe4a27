import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeCreditCode } from '../../../contracts/identifiers.ts';
import type { TableRow } from '../spreadsheet/table-row.ts';
import { dayOf, limitOf, numberOf, priceOf, tidy } from './cell-words.ts';
import { rowsBelowHeads, type Head } from './list-columns.ts';
import { materialsOf, statementsOf, type Statement } from './list-row.ts';

const body = composeCreditCode('11533900', '99000202') ?? '';
const code = `${body}353011700100001`;

async function* from(table: readonly (readonly string[])[], sheet = ''): AsyncGenerator<TableRow> {
  for (const [at, cells] of table.entries()) if (cells.some((cell) => cell !== '')) yield await Promise.resolve({ sheet, number: at + 1, cells });
}
async function read(table: readonly (readonly string[])[]): Promise<{ statements: Statement[]; heads: Head[]; headless: string[] }> {
  const heads: Head[] = [];
  const headless: string[] = [];
  const statements: Statement[] = [];
  for await (const one of statementsOf(rowsBelowHeads(from(table), { head: (head) => { heads.push(head); }, headless: (sheet) => { headless.push(sheet); } }))) statements.push(one.statement);
  return { statements, heads, headless };
}
const one = async (heads: readonly string[], cells: readonly string[]): Promise<Statement> => {
  const [statement] = (await read([heads, cells])).statements;
  if (!statement) throw new Error('no statement');
  return statement;
};

describe('the head of a list', () => {
  it('is found below a title, in any order, with remarks in brackets and spaces in the names', async () => {
    const { statements, heads } = await read([['云岭市住房和城乡建设局赋权事项清单（2026 年版）', '', ''], ['填报单位：住建局', '', ''], ['承 诺 时 限（工作日）', '业务办理项编码 *', '事 项 名 称'], ['５', code, '建筑工程施工许可证核发']]);
    expect(heads[0]?.unknown).toEqual([]);
    expect(statements).toMatchObject([{ row: 4, code, name: '建筑工程施工许可证核发', fields: { promisedLimit: { amount: 5, unit: 'working-day' } }, problems: [] }]);
  });
  it('may go over two lines with merged cells', async () => {
    const { statements } = await read([['事项名称', '事项编码', '办结时限', '办结时限'], ['事项名称', '事项编码', '法定', '承诺'], ['甲', code, '20日', '5个工作日']]);
    expect(statements).toMatchObject([{ row: 3, fields: { statutoryLimit: { amount: 20 }, promisedLimit: { amount: 5 } }, problems: [] }]);
  });
  it('names the columns nobody knows, and sheets without any head', async () => {
    expect((await read([['事项名称', '编码', '心情'], ['甲', code, '好']])).heads[0]?.unknown).toEqual(['C 心情']);
    expect((await read([['说明'], ['请按要求填写']])).headless).toEqual(['']);
  });
  it('printed again on each page is no row, nor are the lines that close a list', async () => {
    expect((await read([['事项名称', '编码'], ['甲', code], ['事项名称', '编码'], ['合计', '1 项'], ['填表人：', '']])).statements).toHaveLength(1);
  });
});

describe('a row of an office', () => {
  it('means the same in full width, with stray and ideographic spaces', async () => {
    const wide = (text: string): string => text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    const plain = await one(['事项名称', '业务办理项编码', '法定时限', '承诺时限', '是否收费', '收费标准'], ['建筑工程施工许可证核发', code, '20个工作日', '5个工作日', '是', '320元/次']);
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(' ', '\u3000', '\u00A0', '\u200B', '\t'), { maxLength: 3 }), fc.boolean(), async (spaces, full) => {
      const around = (text: string): string => `${spaces.join('')}${full ? wide(text) : text}${spaces.join('')}`;
      const cells = ['建筑工程施工许可证核发', code, '20个工作日', '5个工作日', '是', '320元/次'].map(around);
      const { fields, ...other } = await one(['事项名称', '业务办理项编码', '法定时限', '承诺时限', '是否收费', '收费标准'], cells);
      expect(other).toEqual({ sheet: plain.sheet, row: plain.row, lastRow: plain.lastRow, code: plain.code, name: plain.name, departmentName: '', form: null, problems: [], unitless: [], promisedColumn: 'D 承诺时限' });
      expect({ ...fields, charges: [] }).toEqual({ ...plain.fields, charges: [] });
      expect(fields.charges?.[0]?.unitAmountInFen).toBe(32_000);
    }), { numRuns: 60 });
  });
  it('names column and reason of everything wrong with it', async () => {
    const { problems } = await one(['事项名称', '实施编码', '法定办结时限', '承诺时限', '办件类型', '生效日期', '是否收费', '收费标准'], ['甲', code.slice(0, 30), '二十', '三十天左右', '2', '2026-02-30', '是', '视情况']);
    expect(problems.map(({ column, row }) => [column, row])).toEqual([['B 实施编码', 2], ['D 承诺时限', 2], ['E 办件类型', 2], ['F 生效日期', 2], ['H 收费标准', 2]]);
    expect(problems[0]).toMatchObject({ value: code.slice(0, 30), zh: '应为 31 位，现为 30 位' });
  });
  it('whose code was taken for a number, or whose formula went wrong, is named as such', async () => {
    expect((await one(['事项名称', '编码'], ['甲', '3.70115056000E32'])).problems[0]?.zh).toMatch(/当作数字/);
    expect((await one(['事项名称', '编码'], ['#REF!', code])).problems).toMatchObject([{ column: 'A 事项名称', zh: '公式出错 #REF!' }]);
  });
  it('gathers the materials of an item from rows of their own', async () => {
    const { statements } = await read([['事项名称', '编码', '材料名称', '是否必要', '份数'], ['甲', code, '1.申请表', '是', '1'], ['甲', code, '图纸（复印件）', '否', '２份'], ['', '', '承诺书', '', ''], ['乙', '', '申请表', '是', '一']]);
    expect(statements).toMatchObject([
      { row: 2, lastRow: 4, fields: { materials: [{ name: '申请表', required: true, copies: 1 }, { name: '图纸', required: false, copies: 2, form: '复印件' }, { name: '承诺书', required: true, copies: null }] } },
      { row: 5, lastRow: 5, name: '乙', fields: { materials: [{ name: '申请表', copies: 1 }] } },
    ]);
  });
  it('names registered standards and what they count, line by line, as the published table does', async () => {
    const heads = ['事项名称', '编码', '收费标准', '收费标准编码', '计费数量'];
    const charged = async (...cells: string[]): Promise<Statement> => one(heads, ['甲', code, ...cells]);
    expect((await charged('占用费：每平方米 2.00 元\n工本费：5.00 元/件，每件 5 元\n查验费：每件 80.00 元', 'YL-01\n—\nYL-02', '表单：area\n—\n—')).fields.charges).toEqual([
      { name: '占用费', standard: '每平方米 2.00 元', unitAmountInFen: null, unit: null, basis: null, standardCode: 'YL-01', measure: { from: 'form', field: 'area' } },
      { name: '工本费', standard: '每件 5 元', unitAmountInFen: 500, unit: '件', basis: null },
      { name: '查验费', standard: '每件 80.00 元', unitAmountInFen: null, unit: null, basis: null, standardCode: 'YL-02' },
    ]);
    expect((await charged('占用费：按标准', 'yl-01', '受理时填写')).fields.charges).toMatchObject([{ standardCode: 'YL-01', measure: { from: 'clerk' } }]);
    expect((await charged('', 'YL-01', '固定：2')).fields.charges).toMatchObject([{ name: '甲费', standardCode: 'YL-01', measure: { from: 'constant', value: '2' } }]);
    expect((await charged('按标准', '收费01', '')).problems).toMatchObject([{ column: 'D 收费标准编码' }]);
    expect((await charged('按标准', 'YL-01', '面积')).problems).toMatchObject([{ column: 'E 计费数量' }]);
  });
  it('leaves out what it does not say, and says nothing with a stroke', async () => {
    expect((await one(['事项名称', '编码', '承诺时限', '受理条件'], ['甲', code, '', '—'])).fields).toEqual({ name: '甲', conditions: null });
  });
});

describe('what is typed into cells', () => {
  it('are limits in every usual way', () => {
    const said = (text: string, unit = '', licence = true): unknown => { const got = limitOf(text, unit, licence); return 'value' in got ? `${String(got.value.amount)} ${got.value.unit}` : got.problem.zh; };
    expect(['5', '５个工作日', '五个工作日', '二十日', '15 个 工作日内', '自受理之日起20个工作日', '1个月', '当场办结', '20个工作日（不含公示）', '7自然日'].map((text) => said(text))).toEqual(
      ['5 working-day', '5 working-day', '5 working-day', '20 working-day', '15 working-day', '20 working-day', '30 calendar-day', '1 working-day', '20 working-day', '7 calendar-day']);
    expect(said('20', '', false)).toBe('请写明是工作日还是自然日');
    expect(said('20', '自然日', false)).toBe('20 calendar-day');
    expect(['0', '视情况', '', '5-10个工作日'].map((text) => said(text))).not.toContain(expect.stringContaining('working'));
  });
  it('are dates in every usual way, and none that no calendar has', () => {
    const said = (text: string): unknown => { const got = dayOf(text); return 'value' in got ? got.value : null; };
    expect(['2026-11-22', '2026/11/2', '2026.1.2', '2026年1月2日', '20261122', '46348', '２０２６－１１－２２', '2026-11-22 00:00:00'].map(said)).toEqual(['2026-11-22', '2026-11-02', '2026-01-02', '2026-01-02', '2026-11-22', '2026-11-22', '2026-11-22', '2026-11-22']);
    expect(['2026-02-29', '22/11/26', '2026-11', '长期', '123', '99999'].map(said)).toEqual([null, null, null, null, null, null]);
    fc.assert(fc.property(fc.date({ min: new Date('1960-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (at) => { const iso = at.toISOString().slice(0, 10); expect(said(iso.replaceAll('-', '/'))).toBe(iso); expect(said(String(Math.round((Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000)))).toBe(iso); }));
  });
  it('are numbers in words, prices with their unit, materials one by one', () => {
    expect(['二十', '十五', '一百零五', '三十', '7', '７'].map(numberOf)).toEqual([20, 15, 105, 30, 7, 7]);
    expect(priceOf('每平方米 30.5 元')).toEqual({ value: { unitAmountInFen: 3_050, unit: '平方米' } });
    expect([priceOf('100-200元'), priceOf('按规定'), priceOf('0元')].map((one) => 'problem' in one)).toEqual([true, true, true]);
    expect(materialsOf('1.申请表（原件1份）；2.图纸（非必要，复印件2份）;3、营业执照')).toMatchObject({ value: [{ name: '申请表', form: '原件', copies: 1, required: true }, { name: '图纸', required: false, copies: 2 }, { name: '营业执照' }] });
    expect(materialsOf('1、申请表\n2、（法人）身份证明（原件和复印件各1份）')).toMatchObject({ value: [{ name: '申请表' }, { name: '（法人）身份证明', form: '原件和复印件' }] });
    expect('problem' in materialsOf('申请表；申请表')).toBe(true);
    expect(tidy('建 筑　工 程\u200B ＡＢ１２ （甲）')).toBe('建筑工程 AB12 （甲）');
  });
  it('never break the reader, whatever they are', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 12, maxLength: 12 }), async (cells) => {
      const heads = ['事项名称', '编码', '法定时限', '承诺时限', '材料', '收费标准', '是否收费', '生效日期', '服务对象', '办件类型', '到现场次数', '事项状态'];
      for (const statement of (await read([heads, cells])).statements) for (const problem of statement.problems) expect(problem.zh).not.toBe('');
    }), { numRuns: 300 });
  });
});
