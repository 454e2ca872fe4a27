/**
 * The content of a fiscal receipt 财政电子票据 as XML (national format 1.1.0): head, main part and one item for each fee. Promise: amounts come
 * from whole fen; nothing is in it that the bill and its payment do not say.
 */
import { yuanOfFen } from '../../front-end/values.ts';
import type { FiscalNotice, FiscalPayment, ReceiptNumber } from '../../fiscal-port.ts';
import type { Profile } from './profile.ts';
import { element } from './wire.ts';

/** The XML, in UTF-8 as the format wants it. */
export function invoiceXml({ receipt }: Pick<Profile, 'receipt'>, payCode: string, notice: FiscalNotice, payment: FiscalPayment, { code, number }: ReceiptNumber, on: string, at: string): string {
  const of = (values: Readonly<Record<string, string>>): string => Object.entries(values).map(([name, value]) => element(name, value)).join('');
  const area = code.slice(0, 2);
  const main = of({
    EInvoiceName: receipt.typeName, EInvoiceCode: code, EInvoiceNumber: number, RandomNumber: '', EInvoiceSpecimenCode: receipt.specimen, SupervisorAreaCode: area,
    TotalAmount: yuanOfFen(payment.amountInFen), IssueDate: on, IssueTime: at,
  });
  const parties = `<InvoicingParty>${of({ InvoicingPartyCode: notice.collectingUnit.code, InvoicingPartyName: notice.collectingUnit.name })}</InvoicingParty>`
    + `<PayerParty>${of({ PayerPartyType: notice.payer.creditCode === null ? '1' : '2', PayerPartyCode: notice.payer.creditCode ?? '', PayerPartyName: notice.payer.name })}</PayerParty>`;
  const rest = of({ PayMode: payment.payMode, BizCode: payment.serial, CurrencyType: 'CNY', ExchangeRate: '', Remark: notice.memo, HandlingPerson: '', Checker: '', SupervisorRemark: '' });
  const items = notice.lines.map(({ revenueItem, name, amountInFen, unit, quantity, standard }) =>
    `<Item>${of({ ItemCode: revenueItem ?? '', ItemName: name, ItemAmount: yuanOfFen(amountInFen), ItemUnit: unit, ItemQuantity: String(quantity), ItemStd: standard, ItemRemark: '' })}</Item>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><EInvoice><Header>${of({ EInvoiceTag: `${receipt.tag}-${area}`, EInvoiceID: `${code}${number}`, Version: '1.1.0' })}</Header>`
    + `<EInvoiceData><Main>${main}${parties}${rest}<MainExt>${of({ PayCode: payCode })}</MainExt></Main><Details>${items}</Details></EInvoiceData></EInvoice>`;
}
