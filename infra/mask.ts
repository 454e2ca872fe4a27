/** Masks for what people may see who have no right to the plain data: enough to recognise, not enough to misuse. */

/** 姓名: the first character stays, and the last when there are three or more. 张三丰 → 张*丰 */
export function maskName(name: string): string {
  const letters = [...name];
  if (letters.length <= 1) return '*';
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}
/** 手机: 3 + 4 stay. */
export const maskMobile = (mobile: string): string => masked(mobile, /^(\d{3})\d+(\d{4})$/, '$1****$2');
/** 居民身份证: 6 + 4 stay. */
export const maskCitizenNumber = (number: string): string => masked(number, /^(\d{6})\d{8}(\d{3}[\dXx])$/, '$1********$2');
/** 统一社会信用代码: the number of an organisation, shown 4 + 4 where the least data is wanted. */
export const maskCreditCode = (code: string): string => masked(code, /^(.{4}).{10}(.{4})$/, '$1**********$2');

/** What does not look as expected is hidden whole: a mask must not fail open. */
function masked(text: string, shape: RegExp, shown: string): string {
  return shape.test(text) ? text.replace(shape, shown) : '*'.repeat(Math.min(18, [...text].length));
}

/** Masks numbers of persons and telephones anywhere in a text: for the records of talks with outside systems. */
export function maskText(text: string): string {
  return text
    .replace(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])/g, '$1********$2')
    .replace(/(?<!\d)((?:\+?86)?1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2');
}
