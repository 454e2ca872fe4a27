import { describe, expect, it } from 'vitest';
import { placeFiles } from './material-matching.ts';

const rows = (...names: string[]): { name: string; filled: boolean }[] => names.map((name) => ({ name, filled: false }));
const where = (files: string[], among: { name: string; filled: boolean }[]): (string | undefined)[] => {
  const { placed } = placeFiles(files, among);
  return files.map((_, index) => placed.get(index));
};

describe('dropped files find their rows', () => {
  const item = rows('建筑工程施工许可证申请表', '营业执照', '施工图设计文件审查合格书', '中标通知书', '施工合同');
  it('by name, in any order, through the words scanners add', () => {
    expect(where(['营业执照复印件.pdf', '施工合同-扫描件_20260102.pdf', '申请表.ofd', '审查合格书.pdf'], item)).toEqual(['营业执照', '施工合同', '建筑工程施工许可证申请表', '施工图设计文件审查合格书']);
  });
  it('by the number in front when the words say nothing', () => {
    expect(where(['02.jpg', '5-scan.png'], item)).toEqual(['营业执照', '施工合同']);
  });
  it('not at all when nothing is sure', () => {
    expect(placeFiles(['IMG_20260101.jpg', 'photo.jpg'], item)).toMatchObject({ left: [0, 1] });
  });
  it('never over what is there, and one file goes to one row', () => {
    expect(where(['营业执照.pdf', '营业执照(1).pdf'], rows('营业执照', '申请表', '合同'))).toEqual(['营业执照', undefined]);
    expect(where(['营业执照.pdf'], [{ name: '营业执照', filled: true }, { name: '申请表', filled: false }, { name: '合同', filled: false }])).toEqual([undefined]);
  });
  it('as the last of both', () => {
    expect(where(['photo.jpg'], rows('申请表'))).toEqual(['申请表']);
  });
});
