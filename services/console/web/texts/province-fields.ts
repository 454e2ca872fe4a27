/** What the fields of a step told to the province are called, by their paths, and the words that stand in them. Lists lose their positions: `materials.0.name` is `materials.name`. */
export const provinceFields = {
  'item.catalogCode': ['基本编码', 'Basic code'], 'item.taskCode': ['实施编码', 'Implementation code'], 'item.handlingCode': ['业务办理项编码', 'Handling code'], 'item.name': ['事项名称', 'Item'], 'item.version': ['事项版本', 'Item version'],
  'summary': ['办理摘要', 'Summary'], 'applySource': ['申报来源', 'Applied through'], 'applicant.kind': ['申请人类型', 'Kind of applicant'], 'applicant.name': ['申请人', 'Applicant'], 'applicant.documentType': ['申请人证件类型', 'Applicant’s document'],
  'applicant.documentNumber': ['申请人证件号码', 'Applicant’s document no.'], 'applicant.legalRepresentative': ['法定代表人', 'Legal representative'], 'contact.name': ['联系人', 'Contact'], 'contact.mobile': ['联系人手机', 'Contact’s mobile'], 'address': ['地址', 'Address'],
  'appliedAt': ['申请时间', 'Applied at'], 'acceptedAt': ['受理时间', 'Accepted at'], 'acceptanceNumber': ['受理文书编号', 'Acceptance no.'], 'promisedOn': ['承诺办结日', 'Promised day'], 'handlingType': ['办件类型', 'Kind of handling'],
  'organisation.name': ['受理单位', 'Accepting body'], 'organisation.code': ['受理单位代码', 'Code of the accepting body'], 'handledBy': ['办理人', 'Handled by'], 'stepName': ['环节', 'Stage'], 'action': ['业务动作', 'Action'], 'startedAt': ['开始时间', 'Began at'],
  'endedAt': ['结束时间', 'Ended at'], 'opinion': ['办理意见', 'Opinion'], 'remark': ['备注', 'Remark'], 'specialKind': ['特别程序种类', 'Kind of special procedure'], 'name': ['名称', 'Name'], 'reason': ['理由或依据', 'Reason'], 'result': ['结果', 'Result'],
  'explanation': ['说明', 'Explanation'], 'authority.name': ['上级机关', 'Higher authority'], 'authority.code': ['上级机关代码', 'Code of the higher authority'], 'reportedAt': ['上报时间', 'Reported at'], 'decidedAt': ['办结时间', 'Decided at'],
  'certificate.name': ['证照名称', 'Certificate'], 'certificate.number': ['证照编号', 'Certificate no.'], 'certificate.validTo': ['证照有效期至', 'Certificate valid to'], 'posted': ['是否快递结果', 'Sent by post'], 'collection.recipient': ['领取人', 'Taken by'],
  'collection.method': ['领取方式', 'How it was taken'], 'collection.at': ['领取时间', 'Taken at'], 'materials.name': ['材料名称', 'Material'], 'materials.form': ['收取方式', 'Handed in as'], 'materials.copies': ['份数', 'Copies'], 'materials.attachment': ['附件', 'File'],
  'receivedAt': ['收取时间', 'Received at'], 'satisfaction': ['满意度', 'Satisfaction'], 'channel': ['评价渠道', 'Rated through'], 'times': ['评价次数', 'Which rating'], 'details': ['评价详情', 'Details'], 'words': ['文字评价', 'Words'], 'ratedBy': ['评价人', 'Rated by'], 'ratedAt': ['评价时间', 'Rated at'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

/** Words of the lists, by field. What is no such word is shown as it stands. */
export const provinceFieldWords = {
  'applySource': { 'window': ['窗口', 'Window'], 'online': ['网上', 'Online'], 'mobile': ['移动端', 'Mobile'], 'post': ['快递', 'Post'], 'other': ['其他', 'Other'] },
  'applicant.kind': { 'person': ['自然人', 'Natural person'], 'company': ['企业法人', 'Company'], 'institution': ['事业法人', 'Institution'], 'social-organisation': ['社会组织法人', 'Social organisation'], 'government-body': ['行政机关', 'Government body'], 'other': ['其他', 'Other'] },
  'applicant.documentType': { 'credit-code': ['统一社会信用代码', 'Credit code'] },
  'handlingType': { 'immediate': ['即办件', 'On the spot'], 'promised': ['承诺件', 'With a promise'], 'joint': ['联办件', 'Joint'], 'reported': ['上报件', 'Reported up'], 'other': ['其他', 'Other'] },
  'action': { 'passed': ['通过', 'Passed'], 'returned': ['退回', 'Returned'], 'other': ['其他', 'Other'] },
  'specialKind': { 'extension': ['延长审批', 'Extension'], 'supplement': ['补正', 'Supplement'], 'hearing': ['听证', 'Hearing'], 'publicity': ['公示', 'Publicity'], 'verification': ['核实', 'Verification'], 'suspension': ['挂起', 'Suspension'], 'other': ['其他', 'Other'] },
  'result': { 'granted': ['准予', 'Granted'], 'refused': ['不予许可', 'Refused'], 'not-accepted': ['不予受理', 'Not accepted'], 'withdrawn': ['撤回', 'Withdrawn'], 'terminated': ['终止', 'Terminated'], 'reported-up': ['转报', 'Reported up'], 'void': ['作废', 'Void'] },
  'posted': { 'true': ['是', 'Yes'], 'false': ['否', 'No'], 'yes': ['是', 'Yes'], 'no': ['否', 'No'] },
  'collection.method': { 'window': ['窗口领取', 'At the window'], 'post': ['邮寄', 'By post'] },
  'materials.form': { 'paper': ['纸质', 'Paper'], 'electronic': ['电子', 'Electronic'], 'verified': ['核验免交', 'Verified'], 'other': ['其他', 'Other'] },
  'satisfaction': { 'very-satisfied': ['非常满意', 'Very satisfied'], 'satisfied': ['满意', 'Satisfied'], 'fairly-satisfied': ['基本满意', 'Fairly satisfied'], 'dissatisfied': ['不满意', 'Dissatisfied'], 'very-dissatisfied': ['非常不满意', 'Very dissatisfied'] },
  'channel': { 'web': ['PC 端', 'Web'], 'mobile': ['移动端', 'Mobile'], 'qr-code': ['二维码', 'QR code'], 'hall-tablet': ['大厅平板', 'Tablet in the hall'], 'hall-terminal': ['大厅终端', 'Terminal in the hall'], 'telephone': ['电话', 'Telephone'], 'text-message': ['短信', 'Text message'] },
} as const satisfies Partial<Record<keyof typeof provinceFields, Record<string, readonly [zh: string, en: string]>>>;

type Both = readonly [zh: string, en: string];
const names: Readonly<Record<string, Both>> = provinceFields;
const words: Readonly<Record<string, Readonly<Record<string, Both>>>> = provinceFieldWords;
const plain = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '');
const said = (both: Both, language: 'zh' | 'en'): string => both[language === 'zh' ? 0 : 1];

/** The name of a field; with its place where it is one of several (`materials.1.name`: 材料名称 2). */
export function fieldName(path: string, language: 'zh' | 'en'): string {
  const known = names[plain(path)];
  const place = /\.(\d+)(?:\.|$)/.exec(path)?.[1];
  return known ? `${said(known, language)}${place === undefined ? '' : ` ${String(Number(place) + 1)}`}` : path;
}
export function fieldValue(path: string, value: string, language: 'zh' | 'en'): string {
  const known = words[plain(path)]?.[value];
  return known ? said(known, language) : value;
}
