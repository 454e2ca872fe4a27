/**
 * The identifiers every service speaks: their shape, their check characters and how to compose our own.
 * Each has a pure `…Problem(text)` that names the broken rule in Chinese and English, and a zod schema built on it.
 * Sources stand at each block: [V] read in the standard's text or confirmed by real codes, [VC] seen in deployed
 * systems only. Nothing here reads a clock or a database: an identifier may be well formed and still not exist.
 */
import { z } from 'zod';
import type { BothLanguages } from './refusals.ts';
import { isPayCode, payCodeShape } from './typed-pay-code.ts';

type Check = (text: string) => BothLanguages | undefined;

function says(zh: string, en: string): BothLanguages {
  return { zh, en };
}

/** A string schema whose only message is the broken rule, `中文 / English`; the pattern reaches JSON Schema as well. */
function identifier(pattern: RegExp, check: Check): z.ZodString {
  return z.string().superRefine((text, context) => {
    const problem = check(text);
    if (problem) context.addIssue({ code: 'custom', message: `${problem.zh} / ${problem.en}` });
  }).meta({ pattern: pattern.source });
}

// --- Dates inside identifiers -------------------------------------------------------------------------------------

/** Whether eight digits YYYYMMDD name a day of the Gregorian calendar. */
export function isDate8(text: string): boolean {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

// --- Administrative divisions 行政区划, GB/T 2260 [V] -------------------------------------------------------------

/** First two digits of GB/T 2260: provinces, autonomous regions, municipalities, 71 台湾, 81 香港, 82 澳门. */
const PROVINCES = new Set(
  ('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82').split(' '),
);

const DIVISION_CODE = /^\d{6}$/;

/**
 * The broken rule of a GB/T 2260 division code, or undefined. Shape only: which codes exist is reference data.
 * Codes ending in 71–79 are the statisticians' zones (统计用, e.g. 130171) and no administrative division.
 */
export function divisionCodeProblem(text: string): BothLanguages | undefined {
  if (!DIVISION_CODE.test(text)) return says('行政区划代码应为 6 位数字', 'a division code has 6 digits');
  if (!PROVINCES.has(text.slice(0, 2))) return says('行政区划代码前两位不是省级代码', 'the first two digits name no province');
  const [city, county] = [text.slice(2, 4), text.slice(4)];
  if (city === '00' && county !== '00') return says('行政区划代码缺少市级代码', 'a county needs a city before it');
  if (/^7[1-9]$/.test(county)) return says('71 至 79 为统计用区划代码', '71 to 79 are statistical zones, not divisions');
  return undefined;
}

/** Administrative division code 行政区划代码, GB/T 2260, 6 digits. */
export const DivisionCode = identifier(DIVISION_CODE, divisionCodeProblem);

// --- Unified social credit code 统一社会信用代码, GB 32100-2015 [V] -----------------------------------------------

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** Registration department + kind of organisation: those issued [VC], and 54 for villagers' and residents' committees. */
const CREDIT_KINDS = new Set(
  ('11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1')
    .split(' '),
);

/** Check character of the first 17 characters: weights 3^i mod 31. Undefined when a symbol is foreign. */
export function creditCodeCheckCharacter(body17: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const symbol of body17) {
    const value = CREDIT_SYMBOLS.indexOf(symbol);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return body17.length === 17 ? CREDIT_SYMBOLS[(31 - (sum % 31)) % 31] : undefined;
}

/** Check character of an organisation code 组织机构代码 (GB 11714): eight characters, MOD 11 with X for ten. */
export function organisationCheckCharacter(body8: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(body8)) return undefined;
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number.parseInt(body8.charAt(index), 36), 0);
  const rest = 11 - (sum % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/**
 * The broken rule of a unified social credit code, or undefined.
 * The inner organisation check is not asked of individual traders (92 个体工商户), who had no organisation code.
 */
export function creditCodeProblem(text: string): BothLanguages | undefined {
  if (!CREDIT_CODE.test(text)) {
    return says('统一社会信用代码应为 18 位大写字母或数字，且不含 I、O、S、V、Z（GB 32100）',
      'a credit code has 18 digits or capitals without I, O, S, V, Z (GB 32100)');
  }
  if (creditCodeCheckCharacter(text.slice(0, 17)) !== text[17]) {
    return says('统一社会信用代码校验位不符（GB 32100）', 'the check character of the credit code is wrong (GB 32100)');
  }
  if (!CREDIT_KINDS.has(text.slice(0, 2))) {
    return says('统一社会信用代码前两位不是已启用的登记管理部门和机构类别', 'the first two characters name no registration department and kind');
  }
  if (!text.startsWith('92') && organisationCheckCharacter(text.slice(8, 16)) !== text[16]) {
    return says('统一社会信用代码内的组织机构代码校验位不符（GB 11714）', 'the inner organisation check is wrong (GB 11714)');
  }
  return undefined;
}

/** Whether the text is a well-formed unified social credit code. */
export function isCreditCode(text: string): boolean {
  return creditCodeProblem(text) === undefined;
}

/**
 * Composes a credit code with both check characters, for sample data and tests; undefined when a part is malformed.
 * @param prefix8 kind 2 + division 6
 * @param body8 the organisation code without its check character
 */
export function composeCreditCode(prefix8: string, body8: string): string | undefined {
  const inner = organisationCheckCharacter(body8);
  if (inner === undefined) return undefined;
  const body17 = prefix8 + body8 + inner;
  const check = creditCodeCheckCharacter(body17);
  return check === undefined ? undefined : body17 + check;
}

/** Unified social credit code 统一社会信用代码, GB 32100-2015, 18 characters. */
export const CreditCode = identifier(CREDIT_CODE, creditCodeProblem);

// --- Citizen number 公民身份号码, GB 11643 MOD 11-2 [V] -----------------------------------------------------------

const CITIZEN_NUMBER = /^\d{17}[\dXx]$/;

/** Check character of the first 17 digits; undefined when they are not 17 digits. */
export function citizenNumberCheckCharacter(body17: string): string | undefined {
  if (!/^\d{17}$/.test(body17)) return undefined;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body17[index]), 0);
  return '10X98765432'[sum % 11];
}

/** The broken rule of a citizen number, or undefined. A lower-case x is accepted: that is how people type it. */
export function citizenNumberProblem(text: string): BothLanguages | undefined {
  if (!CITIZEN_NUMBER.test(text)) {
    return says('居民身份证号码应为 17 位数字加 1 位校验码', 'a citizen number has 17 digits and a check character');
  }
  // 83 is what residence permits of Taiwan residents carry in this place; GB/T 2260 has 71.
  if (!PROVINCES.has(text.slice(0, 2)) && !text.startsWith('83')) {
    return says('居民身份证号码的地区代码不存在', 'the region of the citizen number does not exist');
  }
  if (!isDate8(text.slice(6, 14))) return says('居民身份证号码的出生日期不存在', 'the date of birth is no day of the calendar');
  if (citizenNumberCheckCharacter(text.slice(0, 17)) !== text[17]?.toUpperCase()) {
    return says('居民身份证号码校验码不符（GB 11643）', 'the check character of the citizen number is wrong (GB 11643)');
  }
  return undefined;
}

/** Whether the text is a well-formed citizen number. */
export function isCitizenNumber(text: string): boolean {
  return citizenNumberProblem(text) === undefined;
}

/** Citizen number 公民身份号码, GB 11643, 18 characters; parsed to a capital X. Personal data: never in a log. */
export const CitizenNumber = identifier(CITIZEN_NUMBER, citizenNumberProblem).toUpperCase();

// --- Item codes 事项编码: basic 12, implementation 31, handling item 33 [VC, confirmed by real codes] -------------

const BASIC_CODE = /^\d{12}$/;
const IMPLEMENTATION_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}$/;
const HANDLING_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{14}$/;
const ITEM_CODE = /^(?:\d{12}|[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}(?:\d{2})?)$/;

/** What an item code says. */
export interface ItemCodeParts {
  /** 基本编码, 12. */
  readonly basic: string;
  /** `00` for the nation, else the province 省码. */
  readonly region: string;
  /** Kind of item 事项类型 (GB/T 39046: 01 许可, 07 确认, 20 公共服务, …). */
  readonly itemType: string;
  /** Directing ministry 业务指导部门, two digits. */
  readonly ministry: string;
  /** Main item 主项 and sub-item 子项, three digits each. */
  readonly mainItem: string;
  readonly subItem: string;
  /** 实施编码, 31: credit code of the implementing body 18 + level 行使层级 1 + basic 12. */
  readonly implementation?: string;
  readonly organisation?: string;
  readonly level?: string;
  /** 业务办理项编码, 33: implementation + sequence 2. */
  readonly handling?: string;
}

/** The broken rule of an item code of any of the three lengths, or undefined. */
export function itemCodeProblem(text: string): BothLanguages | undefined {
  if (![12, 31, 33].includes(text.length)) {
    return says('事项编码应为 12、31 或 33 位', 'an item code has 12, 31 or 33 characters');
  }
  if (!ITEM_CODE.test(text)) return says('事项编码格式错误', 'the item code is malformed');
  const basic = text.length === 12 ? text : text.slice(19, 31);
  const region = basic.slice(0, 2);
  if (region !== '00' && !PROVINCES.has(region)) return says('基本编码的地区代码不存在', 'the region of the basic code does not exist');
  if (text.length === 12) return undefined;
  const organisation = creditCodeProblem(text.slice(0, 18));
  return organisation && says(`实施主体：${organisation.zh}`, `implementing body: ${organisation.en}`);
}

/** The parts of an item code of any length, or undefined when it is malformed. */
export function itemCodeParts(text: string): ItemCodeParts | undefined {
  if (itemCodeProblem(text)) return undefined;
  const basic = text.length === 12 ? text : text.slice(19, 31);
  return {
    basic,
    region: basic.slice(0, 2),
    itemType: basic.slice(2, 4),
    ministry: basic.slice(4, 6),
    mainItem: basic.slice(6, 9),
    subItem: basic.slice(9),
    ...(text.length === 12 ? {} : { implementation: text.slice(0, 31), organisation: text.slice(0, 18), level: text.charAt(18) }),
    ...(text.length === 33 ? { handling: text } : {}),
  };
}

/** Basic code 基本编码, 12 digits. */
export const BasicCode = identifier(BASIC_CODE, (text) =>
  text.length === 12 ? itemCodeProblem(text) : says('基本编码应为 12 位数字', 'a basic code has 12 digits'));
/** Implementation code 实施编码, 31 characters. */
export const ImplementationCode = identifier(IMPLEMENTATION_CODE, (text) =>
  text.length === 31 ? itemCodeProblem(text) : says('实施编码应为 31 位', 'an implementation code has 31 characters'));
/** Handling item code 业务办理项编码, 33 characters. */
export const HandlingCode = identifier(HANDLING_CODE, (text) =>
  text.length === 33 ? itemCodeProblem(text) : says('业务办理项编码应为 33 位', 'a handling item code has 33 characters'));
/** Item code 事项编码 of any of the three lengths. */
export const ItemCode = identifier(ITEM_CODE, itemCodeProblem);

// --- Case number 办件编号 (ours, after the Guangdong pattern [VC]; an..50 in GB/T 39046) --------------------------

const CASE_NUMBER = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}\d{8}\d{4,6}$/;

/** The broken rule of a case number, or undefined. */
export function caseNumberProblem(text: string): BothLanguages | undefined {
  if (!CASE_NUMBER.test(text)) {
    return says('办件编号应为实施编码 31 位、日期 8 位、流水号 4 至 6 位', 'a case number is implementation code 31, date 8, serial 4 to 6');
  }
  if (!isDate8(text.slice(31, 39))) return says('办件编号中的日期不存在', 'the date in the case number is no day of the calendar');
  return itemCodeProblem(text.slice(0, 31));
}

/**
 * Composes a case number: implementation code + YYYYMMDD + serial of that item and day, at least four digits.
 * Throws on a malformed part or a serial beyond 999999: both are defects, no applicant can cause them.
 */
export function composeCaseNumber(implementationCode: string, date8: string, serial: number): string {
  const text = `${implementationCode}${date8}${String(serial).padStart(4, '0')}`;
  const problem = Number.isSafeInteger(serial) && serial > 0 ? caseNumberProblem(text) : says('流水号应为正整数', 'serial must be a positive integer');
  if (problem) throw new RangeError(`case number: ${problem.zh} / ${problem.en}`);
  return text;
}

/** Case number 办件编号, 43 to 45 characters. */
export const CaseNumber = identifier(CASE_NUMBER, caseNumberProblem);

// --- ISO 7064 hybrid systems: MOD 11,10 for digits, MOD 37,36 for digits and capitals -----------------------------

/** Check character of an ISO 7064 hybrid system over 0-9 (modulus 10) or 0-9A-Z (36); catches every single error,
 * and two neighbouring characters changed about unless they follow one another in the alphabet (9 and 0 do). */
export function hybridCheckCharacter(text: string, modulus: 10 | 36): string {
  let product: number = modulus;
  for (const symbol of text) {
    const sum = (product + Number.parseInt(symbol, 36)) % modulus || modulus;
    product = (2 * sum) % (modulus + 1);
  }
  return ((modulus + 1 - product) % modulus).toString(36).toUpperCase();
}

// --- Receipt 收件凭证 and query password 查询密码 (ours) ----------------------------------------------------------

const RECEIPT_NUMBER = /^\d{15}$/;

/** The broken rule of a receipt number, or undefined: people read it out over the phone, so it checks itself. */
export function receiptNumberProblem(text: string): BothLanguages | undefined {
  if (!RECEIPT_NUMBER.test(text)) return says('收件凭证编号应为 15 位数字', 'a receipt number has 15 digits');
  if (!isDate8(text.slice(0, 8))) return says('收件凭证编号中的日期不存在', 'the date in the receipt number is no day of the calendar');
  if (hybridCheckCharacter(text.slice(0, 14), 10) !== text[14]) {
    return says('收件凭证编号校验位不符', 'the check digit of the receipt number is wrong');
  }
  return undefined;
}

/** Composes a receipt number: YYYYMMDD + serial of the day, six digits + MOD 11,10. Throws on a malformed part. */
export function composeReceiptNumber(date8: string, serial: number): string {
  if (!isDate8(date8) || !Number.isSafeInteger(serial) || serial < 1 || serial > 999_999) {
    throw new RangeError(`receipt number: date ${date8} and serial ${serial} do not fit / 日期或流水号超出范围`);
  }
  const body = date8 + String(serial).padStart(6, '0');
  return body + hybridCheckCharacter(body, 10);
}

/** Receipt number 收件凭证编号 (受理回执号), 15 digits with a check digit. */
export const ReceiptNumber = identifier(RECEIPT_NUMBER, receiptNumberProblem);

const QUERY_PASSWORD = /^\d{6}$/;
/** Query password 查询密码: six random digits given with the receipt [VC]. A secret: never in a log, kept as a hash. */
export const QueryPassword = identifier(QUERY_PASSWORD, (text) =>
  QUERY_PASSWORD.test(text) ? undefined : says('查询密码应为 6 位数字', 'a query password has 6 digits'));

// --- Pay code 缴款码: each province writes its own (20 digits in 江苏 [V], 30 seen); the forms are files, see pay-code.ts ---

/** Pay code 缴款码 of any province; the key by which the bank asks for a bill. Whether it is one of ours only fees can tell. */
export const PayCode = identifier(payCodeShape, (text) =>
  isPayCode(text) ? undefined : says('缴款码应为 8 至 42 位数字或大写字母', 'a pay code has 8 to 42 digits or capitals'));

// --- Licence identifier 电子证照标识, GB/T 36904-2018 with ISO 7064 MOD 37,36 [VC, six real vectors] ---------------

const LICENCE_ROOT = '1.2.156.3005.2';
const LICENCE_ID = /^1\.2\.156\.3005\.2\.[0-9A-Z]{18}\d{3}\.[0-9A-Z]{6,18}\.[0-9A-Z]{1,60}\.\d{3}\.[0-9A-Z]$/;

/** The parts of a licence identifier after the root OID. */
export interface LicenceParts {
  /** 证照类型代码: credit code of the defining body 18 + sequence 3. */
  readonly typeCode: string;
  /** 证照颁发机构代码: credit code of the issuer; one real identifier carries a 6-digit division code here. */
  readonly issuer: string;
  /** 流水号: the certificate number, digits and capitals. */
  readonly serial: string;
  /** 版本号: 1 for the first issue, one more with each re-issue. */
  readonly version: number;
}

/** The broken rule of a licence identifier, or undefined. */
export function licenceIdProblem(text: string): BothLanguages | undefined {
  if (!LICENCE_ID.test(text)) return says('电子证照标识的结构不符合 GB/T 36904', 'the licence identifier breaks the structure of GB/T 36904');
  const body = text.slice(LICENCE_ROOT.length, -2).replaceAll('.', '');
  if (hybridCheckCharacter(body, 36) !== text.at(-1)) {
    return says('电子证照标识校验位不符（GB/T 36904）', 'the check character of the licence identifier is wrong (GB/T 36904)');
  }
  return undefined;
}

/** Composes a licence identifier with its check character; null when a part is malformed. */
export function composeLicenceId({ typeCode, issuer, serial, version }: LicenceParts): string | null {
  const versionText = String(version).padStart(3, '0');
  const check = hybridCheckCharacter(typeCode + issuer + serial + versionText, 36);
  const text = [LICENCE_ROOT, typeCode, issuer, serial, versionText, check].join('.');
  return Number.isSafeInteger(version) && version > 0 && !licenceIdProblem(text) ? text : null;
}

/** The parts of a licence identifier, or undefined when it is malformed. */
export function licenceParts(text: string): LicenceParts | undefined {
  if (licenceIdProblem(text)) return undefined;
  const [typeCode = '', issuer = '', serial = '', version = ''] = text.slice(LICENCE_ROOT.length + 1).split('.');
  return { typeCode, issuer, serial, version: Number(version) };
}

/** Licence identifier 电子证照标识, GB/T 36904-2018. */
export const LicenceId = identifier(LICENCE_ID, licenceIdProblem);

// --- Money: integer fen, so that no sum is ever rounded -----------------------------------------------------------

/** An amount of money in fen 分, a non-negative integer; 1234 is 12.34 yuan. */
export const AmountInFen = z.int().nonnegative();

/** 1234 → `12.34`, as forms and interfaces write yuan (GB/T 39046: n..16,2). Throws on anything but whole fen. */
export function yuanText(amountInFen: number): string {
  const fen = AmountInFen.parse(amountInFen);
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** `12.34`, `12.3` or `12` → fen; undefined when the text is not an amount or has parts of a fen. */
export function fenOfYuanText(text: string): number | undefined {
  const match = /^(0|[1-9]\d{0,13})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const fen = Number(match[1] ?? '0') * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : undefined;
}

const CAPITALS = '零壹贰叁肆伍陆柒捌玖';

/** A number below 10000 in capital figures, without leading zero. */
function capitalsBelowTenThousand(number: number): string {
  let text = '';
  for (const [unit, name] of [[1000, '仟'], [100, '佰'], [10, '拾'], [1, '']] as const) {
    const digit = Math.floor(number / unit) % 10;
    if (digit > 0) text += CAPITALS.charAt(digit) + name;
    else if (text !== '' && number % unit > 0 && !text.endsWith('零')) text += '零';
  }
  return text;
}

function capitals(number: number): string {
  for (const [unit, name] of [[100_000_000, '亿'], [10_000, '万']] as const) {
    if (number < unit) continue;
    const rest = number % unit;
    const gap = rest > 0 && rest < unit / 10 ? '零' : '';
    return capitals(Math.floor(number / unit)) + name + gap + capitals(rest);
  }
  return capitalsBelowTenThousand(number);
}

/**
 * The amount in capital figures 大写金额, such as 壹仟肆佰零玖元伍角, as vouchers must carry it
 * (支付结算办法 附一: 整 after whole yuan; 零 before a lone 分). Without the word 人民币 before it.
 */
export function chineseAmount(amountInFen: number): string {
  const fen = AmountInFen.parse(amountInFen);
  const [yuan, jiao, rest] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  if (fen === 0) return '零元整';
  const whole = yuan > 0 ? `${capitals(yuan)}元` : '';
  if (jiao === 0 && rest === 0) return `${whole}整`;
  const tenths = jiao > 0 ? `${CAPITALS.charAt(jiao)}角` : whole && '零';
  return whole + tenths + (rest > 0 ? `${CAPITALS.charAt(rest)}分` : '');
}

// --- Mobile numbers and digests -----------------------------------------------------------------------------------

const MOBILE = /^1[3-9]\d{9}$/;
/** Mobile number 手机号码 of the mainland, 11 digits. Personal data: never in a log. */
export const Mobile = identifier(MOBILE, (text) =>
  MOBILE.test(text) ? undefined : says('手机号码应为 11 位，以 13 至 19 开头', 'a mobile number has 11 digits beginning 13 to 19'));

const DIGEST = /^[0-9a-f]{64}$/;
/** SHA-256 摘要 in 64 lower-case hexadecimal digits. */
export const Sha256 = identifier(DIGEST, (text) =>
  DIGEST.test(text) ? undefined : says('SHA-256 摘要应为 64 位小写十六进制', 'a SHA-256 digest has 64 lower-case hexadecimal digits'));
/** SM3 杂凑值 (GB/T 32905) in 64 lower-case hexadecimal digits. */
export const Sm3 = identifier(DIGEST, (text) =>
  DIGEST.test(text) ? undefined : says('SM3 杂凑值应为 64 位小写十六进制', 'an SM3 digest has 64 lower-case hexadecimal digits'));

/** The body whose item a case is about: a case number begins with the implementation code, and that with the body's credit code. */
export const departmentOfCase = (caseNumber: string): string => caseNumber.slice(0, 18);
