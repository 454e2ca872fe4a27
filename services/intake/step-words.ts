/**
 * What the steps of a case are called in English, and which of them the public is told. The record keeps the Chinese words
 * as they were said; a step nobody has a word for here is shown as it stands.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';

interface Said { en: string; /** Not for the public: what went wrong within the hall and how it was dealt with. */ inside?: true }

/** A word ending in a colon is followed by a name or a note. */
const said: Readonly<Record<string, Said>> = {
  '收件': { en: 'received at the window' },
  '网上申请收件': { en: 'received from the online portal' },
  '事项已更新，按现行内容办理：': { en: 'the item was published anew; the case goes by what applies now: ' },
  '一次性告知补正': { en: 'notice of everything missing' },
  '申请人补交材料': { en: 'further materials handed in' },
  '更正表单填写': { en: 'answers on the form corrected' },
  '收到补正材料': { en: 'missing materials handed in' },
  '不予受理': { en: 'not accepted' },
  '受理': { en: 'accepted' },
  '逾期未告知，视为受理': { en: 'nothing said in time: counts as accepted' },
  '特别程序开始：': { en: 'special procedure begun: ' },
  '特别程序结束：': { en: 'special procedure ended: ' },
  '审查：同意': { en: 'review: agreed' },
  '审查：不同意': { en: 'review: not agreed' },
  '初审：同意上报': { en: 'pre-examination: to be reported up' },
  '决定：准予许可': { en: 'decision: granted' },
  '决定：不予许可': { en: 'decision: refused' },
  '上报': { en: 'reported up' },
  '上级决定：准予': { en: 'decision from above: granted' },
  '上级决定：不予许可': { en: 'decision from above: refused' },
  '核定费用': { en: 'fee counted' },
  '全部减免，无需缴费': { en: 'exempt from every charge, nothing to pay' },
  '缴款单已开具': { en: 'bill issued' },
  '缴款到账': { en: 'payment settled' },
  '缴款已冲正': { en: 'payment reversed' },
  '缴款已退付：': { en: 'refunded: ' },
  '开单被拒': { en: 'bill refused', inside: true },
  '用印：': { en: 'sealed: ' },
  '用印被拒': { en: 'seal refused', inside: true },
  '送部门会签': { en: 'sent to the department to seal on sight' },
  '部门会签：见章盖章': { en: 'countersigned by the department' },
  '部门会签退回：': { en: 'returned by the department: ', inside: true },
  '更正后重新送签：': { en: 'put right and presented again: ', inside: true },
  '证照已制作，待用印': { en: 'certificate drawn, to be sealed' },
  '证照已签发，可领取': { en: 'certificate issued, ready to be handed over' },
  '制证被拒': { en: 'certificate refused', inside: true },
  '省级平台拒收': { en: 'refused by the province', inside: true },
  '以省级平台为准：': { en: 'the province’s word counts: ', inside: true },
  '好差评：首次评价': { en: 'rated by the applicant' },
  '好差评：再次评价': { en: 'rated by the applicant once more' },
  '事项已处理：': { en: 'dealt with: ', inside: true },
  '送达': { en: 'handed over' },
  '申请人撤回': { en: 'withdrawn by the applicant' },
  '办结': { en: 'closed' },
};
/** The procedures of 行政许可法 art. 45 in English. */
const procedures: Readonly<Record<string, string>> = { 听证: 'hearing', 检验检测: 'inspection', 专家评审: 'expert review', 检疫: 'quarantine', 鉴定: 'appraisal' };

function entryOf(what: string): { entry: Said; rest: string } | undefined {
  const whole = said[what];
  if (whole) return { entry: whole, rest: '' };
  const colon = what.indexOf('：') + 1;
  const entry = said[what.slice(0, colon)];
  return entry && { entry, rest: what.slice(colon) };
}

/** The step in English; the words themselves where nobody foresaw them. */
export function stepInEnglish(what: string): string {
  const found = entryOf(what);
  return found ? found.entry.en + (procedures[found.rest] ?? found.rest) : what;
}

/** The step as the public is told it, or undefined for what is the hall's own affair. */
export function publicStep(what: string): BothLanguages | undefined {
  const found = entryOf(what);
  return found && !found.entry.inside ? { zh: what, en: stepInEnglish(what) } : undefined;
}
