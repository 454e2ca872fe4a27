import { pinyin } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import { find, findable, type Syllables } from './item-finder.ts';

const syllables: Syllables = (text) => pinyin(text, { type: 'array', toneType: 'none', v: true }).map((said) => [said.toLowerCase()]);
const names = [
  '建筑工程施工许可证核发', '占用、挖掘城市道路审批', '城镇污水排入排水管网许可', '辐射安全许可', '企业投资项目备案', '取水许可', '人防工程建设审批',
  '建设工程消防设计审查', '食品经营许可', '公共场所卫生许可', '重大建设项目批准和核准', '临时占用城市绿地审批',
];
const all = names.map((name, index) => findable(name, name, [`1153390099000202${index}`, '云岭市住房和城乡建设局'], syllables));
const first = (typed: string, recent: string[] = []): string | undefined => find(all, typed, { key: (name) => name, recent })[0]?.thing;

describe('an item is found', () => {
  it.each([
    ['characters', '施工许可', '建筑工程施工许可证核发'],
    ['characters with a gap', '占用道路', '占用、挖掘城市道路审批'],
    ['full pinyin', 'jianzhugongcheng', '建筑工程施工许可证核发'],
    ['pinyin with spaces', 'fu she an quan', '辐射安全许可'],
    ['initials', 'fsaqxk', '辐射安全许可'],
    ['initials of the middle', 'sgxk', '建筑工程施工许可证核发'],
    ['a mixture', 'qy投资beian', '企业投资项目备案'],
    ['an unfinished syllable', 'shipinjingy', '食品经营许可'],
    ['capitals', 'QSXK', '取水许可'],
  ])('by %s', (_how, typed, name) => {
    expect(first(typed)).toBe(name);
  });
  it('by digits of its code, and by nothing that it is not', () => {
    expect(find(all, '11533900990002023', { key: (name) => name }).map(({ thing }) => thing)).toEqual(['辐射安全许可']);
    expect(find(all, 'xyzxyz', { key: (name) => name })).toEqual([]);
  });
  it('in one piece before one in pieces', () => {
    const found = find(all, 'jianshe', { key: (name) => name }).map(({ thing }) => thing);
    expect(found.slice(0, 3).toSorted()).toEqual(['人防工程建设审批', '建设工程消防设计审查', '重大建设项目批准和核准'].toSorted());
    expect(found[0]).toBe('建设工程消防设计审查');
  });
  it('among the recent ones first, when nothing is typed or all else is equal', () => {
    expect(first('', ['取水许可', '辐射安全许可'])).toBe('取水许可');
    expect(find(all, '', { key: (name) => name, recent: ['取水许可', '辐射安全许可'] })[1]?.thing).toBe('辐射安全许可');
    expect(find(all, '', { key: (name) => name })).toHaveLength(names.length);
  });
  it('and tells which characters matched', () => {
    expect([...find(all, 'xuke', { key: (name) => name }).find(({ thing }) => thing === '取水许可')?.places ?? []]).toEqual([2, 3]);
  });
  it('by characters even before pinyin is there', () => {
    const plain = names.map((name) => findable(name, name, [], undefined));
    expect(find(plain, '辐射', { key: (name) => name })[0]?.thing).toBe('辐射安全许可');
  });
});
