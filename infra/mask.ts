/** Masks for what people may see who have no right to the plain data: enough to recognise, not enough to misuse. */
import { citizenNumberCheckCharacter } from '../contracts/identifiers.ts';

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

/** Masks numbers of persons, telephones, bank cards and mail addresses anywhere in a text, whatever stands around them. */
export function maskText(text: string): string {
  return embeddedCitizenNumbers(text)
    .replace(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])/g, '$1********$2')
    .replace(/(?<!\d)((?:\+?86)?1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2')
    .replace(/(?<!\d)(1[3-9]\d)([- ])\d{4}[- ](\d{4})(?!\d)/g, '$1$2****$2$3')
    .replace(/(?<!\d)(0\d{2,3}-)\d{5,6}(\d{2})(?!\d)/g, '$1*****$2')
    .replace(/(?<!\d)(62\d{2})\d{8,11}(\d{4})(?!\d)/g, '$1********$2')
    .replace(/([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)/g, '$1***@$2');
}

/** In frames of fixed length digits stand against digits: there the check digit and the date of birth tell a citizen number. */
function embeddedCitizenNumbers(text: string): string {
  return text.replace(/\d{18,}[\dXx]/g, (run) => {
    let shown = run;
    for (let at = 0; at + 18 <= run.length; at += 1) {
      const number = run.slice(at, at + 18);
      if (!looksLikeCitizenNumber(number)) continue;
      shown = `${shown.slice(0, at + 6)}********${shown.slice(at + 14)}`;
      at += 17;
    }
    return shown;
  });
}
/** Any first six digits: residence permits of foreigners are numbered alike. */
const looksLikeCitizenNumber = (number: string): boolean =>
  /^[1-9]\d{5}(?:19\d{2}|20[01]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(number) && citizenNumberCheckCharacter(number.slice(0, 17)) === number[17]?.toUpperCase();

/**
 * Masks a message of another system or of ours before people read it: JSON (also cut off), XML, form fields, and plain or
 * fixed-length text. Values are masked by the names of their fields, numbers of persons wherever they stand. Names of
 * bodies, items and codes stay, or nobody could tell what the talk was about.
 */
export function maskBody(text: string): string {
  const begins = text.trimStart().charAt(0);
  if (begins === '{' || begins === '[') {
    try { return JSON.stringify(maskValue(JSON.parse(text), [])); } catch { return maskText(text.replace(/"([^"\\]{1,80})"(\s*:\s*)"((?:[^"\\]|\\.)*)/g, (_pair, name: string, colon: string, value: string) => `"${name}"${colon}"${maskField([name], value)}`)); }
  }
  if (begins === '<') {
    return maskText(text
      .replace(/<([\w:.-]+)([^<>]*)>([^<]+)(?=<\/\1>)/g, (_element, name: string, rest: string, value: string) => `<${name}${rest}>${maskField([name], value)}`)
      .replace(/<([\w:.-]+)([^<>]*)><!\[CDATA\[([^]*?)\]\]>/g, (_element, name: string, rest: string, value: string) => `<${name}${rest}><![CDATA[${maskField([name], value)}]]>`)
      .replace(/\b([\w:.-]+)="([^"<>]*)"/g, (_attribute, name: string, value: string) => `${name}="${maskField([name], value)}"`));
  }
  if (/^[\w.[\]%-]+=[^&\s]*(?:&[\w.[\]%-]+=[^&\s]*)*$/.test(text.trim())) {
    return text.trim().split('&').map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const plain = decoded(value);
      const shown = maskField([decoded(name)], plain);
      return `${name}=${shown === plain ? value : shown}`;
    }).join('&');
  }
  return maskText(text
    .replace(/((?:姓名|申请人|联系人|缴款人|收件人|法定代表人|经办人|name)\s*[:：=]\s*)([\p{Script=Han}·]{2,12})/giu, (_pair, label: string, name: string) => `${label}${maskName(name)}`)
    // A field of its own in a frame, padded or fenced off: as short as that, it is a person's name.
    .replace(/(?<!\p{Script=Han})(\p{Script=Han}{2,4})(?=[ \u3000]{2,}|\|)/gu, (name: string) => maskName(name)));
}

function decoded(value: string): string {
  try { return decodeURIComponent(value.replaceAll('+', ' ')); } catch { return value; }
}

function maskValue(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string') return maskField(path, value);
  if (typeof value === 'number') {
    const shown = maskField(path, String(value));
    return shown === String(value) ? value : shown;
  }
  if (Array.isArray(value)) return value.map((one) => maskValue(one, path));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskValue(one, [...path, name])]));
  return value;
}

/** Fields that are about a person, by the words such fields are made of. */
const aboutPersons = /applicant|payer|holder|contact|agent|person|legalrep|recipient|linkman|handledby|client/;
const named = /name$|by$/;
const notNames = /(?:kind|type|code|state|status|count|id|at|on|nature|source)$/;
const free = /^(?:words|text|shown|notes?|remarks?|opinions?|content|summary|explanation|memo|comments?|advice|value|reason|suggestion)$/;

/** One value, by the names of the fields it stands in. */
function maskField(path: readonly string[], value: string): string {
  if (value === '') return value;
  if (/^\s*[{[<]/.test(value)) return maskBody(value);
  const words = path.map((name) => name.toLowerCase().replaceAll(/[^a-z\u4e00-\u9fff]/g, ''));
  const last = words.at(-1) ?? '';
  if (/password|secret|token|authori[sz]ation|pwd/.test(last)) return '***';
  if (/mobile|phone|telephone|^tel|fax|手机|电话/.test(last)) return hiddenMiddle(value, 3, 4);
  if (/citizen|idcard|idno|idnumber|certno|certificateno|passport|documentnumber|身份证|证件号/.test(last) && /^[0-9A-Za-z()*-]{6,}$/.test(value)) return hiddenMiddle(value, 4, 2);
  if (/address|addr$|residence|住址/.test(last) && /\p{Script=Han}/u.test(value)) return `${[...value].slice(0, 6).join('')}***`;
  if (/姓名|申请人|联系人|法定代表人/.test(last)) return maskName(value);
  if (words.some((word) => aboutPersons.test(word)) && !notNames.test(last) && (named.test(last) || aboutPersons.test(last)) && !/^[0-9A-Z]{18}$/.test(value)) return maskName(value);
  if (free.test(last) && /\p{Script=Han}/u.test(value)) return `〔略 ${String([...value].length)} 字〕`;
  return maskText(value);
}

/** Some characters at both ends stay; what is too short for that is hidden whole. */
function hiddenMiddle(value: string, front: number, back: number): string {
  const letters = [...value];
  if (letters.length <= front + back) return '*'.repeat(letters.length);
  return `${letters.slice(0, front).join('')}${'*'.repeat(letters.length - front - back)}${letters.slice(-back).join('')}`;
}
