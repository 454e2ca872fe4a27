/**
 * The decision on paper 决定书, and the opinion that goes up under 审批直报: text that the seal is put on.
 * A decision to refuse gives its reasons and tells the remedies (行政许可法 art. 38: 说明理由, 告知复议、诉讼权利).
 */
import { createHash } from 'node:crypto';
import { chinaDate } from '../../infra/clock.ts';
import { maskCitizenNumber } from '../../infra/mask.ts';
import type { CaseRecord, LetterDocument } from './case.ts';
import { printedAnswers } from './form-answers.ts';
import { ROUTES } from './route.ts';

/** 2026-11-22 → 2026年11月22日 */
export const chineseDay = (day: string): string => {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/** The authority of a zone is its committee; the register may name either. */
export const committeeOf = (zoneName: string): string => (/(管委会|管理委员会)$/.test(zoneName) ? zoneName : `${zoneName}管理委员会`);

/** In whose name the decision stands. */
export function decidingBody(record: CaseRecord): { name: string; creditCode: string } {
  const { delegation } = record.item;
  const zone = { name: committeeOf(delegation.zone.name), creditCode: delegation.zone.creditCode };
  return ROUTES[delegation.form].issuer === 'zone' ? zone : { name: delegation.department.name, creditCode: delegation.department.creditCode };
}

/** What the decider added, as a sentence of its own. */
const remark = (note: string): string => (note.trim() === '' ? '' : `审批意见：${note.trim().replace(/[。.；;]$/, '')}。`);

/** The letter of a decided case, with its digests. */
export function decisionLetter(record: CaseRecord, purpose: 'decision' | 'opinion'): LetterDocument {
  const { decision, item, applicant } = record;
  if (!decision) throw new Error(`case ${record.caseNumber} has no decision to write down`);
  const body = decidingBody(record);
  const granted = decision.result === 'granted';
  const title = purpose === 'opinion' ? '行政审批初审意见书' : granted ? '准予行政许可决定书' : '不予行政许可决定书';
  const lines = [
    title, decision.documentNumber, '',
    // A letter is read by others than its addressee: of a person's number only so much that it cannot be mistaken.
    applicant.person ? `${applicant.name}（证件号码：${maskCitizenNumber(applicant.person.documentNumber)}）：` : `${applicant.name}（统一社会信用代码：${applicant.creditCode ?? ''}）：`,
    `    ${applicant.person ? '你' : '你单位'}就“${record.projectName}”提出的“${item.name}”申请（办件编号：${record.caseNumber}），本机关于${chineseDay(chinaDate(new Date(record.acceptedAt ?? record.receivedAt)))}受理。`,
  ];
  const answers = printedAnswers(item.formFields, record.answers);
  if (answers.length > 0) lines.push(`    申请内容：${answers.map(({ label, value }) => `${label} ${value}`).join('；')}。`);
  if (purpose === 'opinion') {
    lines.push(`    经审查，申请材料齐全、符合法定形式，初审意见为：${granted ? '同意上报' : '不同意上报'}。${remark(decision.note)}`, `    依据《中华人民共和国行政许可法》第四十三条，现将初审意见和全部申请材料报送${item.delegation.upstreamAuthority?.name ?? '上级机关'}。`);
  } else if (granted) {
    lines.push(`    经审查，符合法定条件、标准。依据《中华人民共和国行政许可法》第三十八条第一款和${item.legalBasis}，决定准予行政许可。${remark(decision.note)}`);
    if (decision.validTo) lines.push(`    有效期至${chineseDay(decision.validTo)}。`);
  } else {
    lines.push(
      `    经审查，不符合法定条件、标准，决定不予行政许可。理由：${decision.note}`,
      '    如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。',
    );
  }
  lines.push('', `${body.name}`, chineseDay(chinaDate(new Date(decision.at))), '');
  const text = lines.join('\n');
  const bytes = Buffer.from(text, 'utf8');
  return {
    name: `${title}.txt`, mediaType: 'text/plain; charset=utf-8', text, bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'), sm3: createHash('sm3').update(bytes).digest('hex'),
  };
}
