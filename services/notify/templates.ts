// What the applicant reads on the phone: one Chinese sentence for each step, all in this table. Promises: every template
// can be filled from any set of variables (a clause in [ ] whose variable is missing is left out), no text exceeds 500
// characters, and nothing a variable holds can break the sign 【…】 or bring control characters to the phone.
import type { TextKind } from '../../contracts/notify/messages.ts';

/** The wording of one step. `isLegalNotice`: the law wants it told, so it may go out at any hour when the setting says so. */
interface Template {
  words: string;
  isLegalNotice: boolean;
}

/**
 * {item} 事项名称 · {receiptNumber} 收件编号 · {queryPassword} 查询密码 · {due} 期限 · {missing} 需补正的材料 · {reason} 理由 ·
 * {amount} 金额（元）· {payCode} 缴款码 · {documentNumber} 文号 · {certificate} 结果名称 · {place} 领取地点
 */
export const TEMPLATES: Readonly<Record<TextKind, Template>> = {
  received: { words: '您申请的“{item}”已收件，编号{receiptNumber}[，查询密码{queryPassword}]。', isLegalNotice: false },
  // 行政许可法第三十二条：一次告知需要补正的全部内容。
  supplement: { words: '您的办件{receiptNumber}材料需补正[：{missing}][，请于{due}前补齐]，详见补正告知书。', isLegalNotice: true },
  accepted: { words: '您的办件{receiptNumber}“{item}”已受理[，承诺{due}前办结]。', isLegalNotice: false },
  // 行政许可法第三十二条、第三十八条：不予受理、不予许可应当说明理由，并告知救济途径。
  'not-accepted': { words: '您的办件{receiptNumber}不予受理[：{reason}]，救济途径见不予受理决定书。', isLegalNotice: true },
  'fee-due': { words: '您的办件{receiptNumber}应缴费[{amount}元][，缴款码{payCode}][，请于{due}前缴纳]。', isLegalNotice: false },
  paid: { words: '您的办件{receiptNumber}已收到缴费[{amount}元]。', isLegalNotice: false },
  decided: { words: '您的办件{receiptNumber}“{item}”已准予办理[，文号{documentNumber}]。', isLegalNotice: false },
  refused: { words: '您的办件{receiptNumber}未获准[：{reason}]，您可依法申请复议或提起诉讼，详见决定书。', isLegalNotice: true },
  // 准予的是证照，不予的是决定书：都要领取。
  ready: { words: '您的办件{receiptNumber}[的{certificate}|的办理结果]已备好，请凭有效证件到[{place}|园区政务服务大厅]领取。', isLegalNotice: false },
  delivered: { words: '您的办件{receiptNumber}结果已送达，办件已办结。', isLegalNotice: false },
  withdrawn: { words: '您的办件{receiptNumber}已按您的申请撤回。', isLegalNotice: false },
};

/** Longest text of this kind of channel, characters, sign included (云 MAS 与各云厂商均为 500). */
export const LONGEST = 500;

/** Characters of each variable that go into a text; the rest is cut, with an ellipsis. A text of 70 is billed as one. */
const WIDTHS: Readonly<Record<string, number>> = { item: 20, certificate: 20, reason: 60, missing: 100, place: 30 };
const WIDTH = 40;

/** Variables that a colleague looking a text up must not see. */
const SECRET = new Set(['queryPassword']);

/** A text ready to go: `words` for the phone, `shown` for people in the office. */
export interface Rendered {
  words: string;
  shown: string;
}

/** Fills a template. Null when the result breaks a rule of the channel (length, characters), which only a wrong sign can cause. */
export function render(kind: TextKind, variables: Readonly<Record<string, string>>, sign: string): Rendered | null {
  const words = `【${sign}】${fill(TEMPLATES[kind].words, variables, false)}`;
  const shown = `【${sign}】${fill(TEMPLATES[kind].words, variables, true)}`;
  return textProblem(words) === null ? { words, shown } : null;
}

/** What is wrong with a text for this channel; null when it may go. */
export function textProblem(words: string): 'too-long' | 'sign' | 'characters' | null {
  if (words.length > LONGEST) return 'too-long';
  // Half a surrogate pair, control and private characters: the phone shows a box, some gateways refuse the whole text.
  if (/[\p{Cc}\p{Cs}\p{Co}]/u.test(words)) return 'characters';
  return /^【[^【】]{1,16}】[^【】]+$/u.test(words) ? null : 'sign';
}

function fill(template: string, variables: Readonly<Record<string, string>>, hideSecrets: boolean): string {
  const value = (name: string): string => {
    const plain = clean(variables[name] ?? '', WIDTHS[name] ?? WIDTH);
    return hideSecrets && SECRET.has(name) && plain !== '' ? '******' : plain;
  };
  return template
    .replaceAll(/\[([^\][]*)\]/g, (_clause, inside: string) => {
      const [text = '', otherwise = ''] = inside.split('|');
      const names = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      return names.every((name) => value(name) !== '') ? text : otherwise;
    })
    .replaceAll(/\{(\w+)\}/g, (_place, name: string) => value(name));
}

function clean(value: string, width: number): string {
  const plain = value.replaceAll(/[\p{C}【】[\]{}]/gu, '').replaceAll(/\s+/g, ' ').trim();
  const letters = Array.from(plain);
  return letters.length <= width ? plain : `${letters.slice(0, width - 1).join('')}…`;
}
