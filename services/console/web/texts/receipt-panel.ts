/** What stands around the receipt on the screen. */
export const receiptPanelTexts = {
  print: ['打印凭证', 'Print the receipt'],
  paper: ['纸张', 'Paper'],
  sheet: ['凭证预览', 'The receipt'],
} as const;
