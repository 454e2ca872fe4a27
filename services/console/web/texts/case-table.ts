/** The heads of a list of cases. */
export const caseTableTexts = {
  due: ['期限', 'Due'],
  what: ['事项 · 项目', 'Item · project'],
  applicant: ['申请人', 'Applicant'],
  state: ['状态', 'State'],
  attention: ['需人工处理', 'Needs a person'],
  waiting: ['等待', 'Waits for'],
  received: ['收件', 'Received'],
  form: ['形式', 'Form'],
  window: ['窗口', 'Window'],
  receiptNumber: ['收件编号', 'Receipt number'],
  caseNumber: ['办件编号', 'Case number'],
  item: ['事项', 'Item'],
  project: ['项目', 'Project'],
  receivedAt: ['收件时间', 'Received at'],
  receivedBy: ['收件人', 'Received by'],
  light: ['灯色', 'Light'],
} as const;
