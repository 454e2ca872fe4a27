/**
 * Paper about a bill, drawn by ourselves: the notice to pay 缴款通知书 with its QR, and the slip 缴款回单 that says what was paid and that it is
 * no receipt. Promises: the same bill gives the same sheet; what is void, expired or paid is marked so across the page; a character the
 * font lacks refuses the sheet instead of leaving a box in somebody's name.
 */
import { chinaDate } from '../../infra/clock.ts';
import { openFonts, undrawable, type Fonts } from '../../infra/fonts.ts';
import type { Typeface } from '../../infra/typeface.ts';
import { chineseAmount } from '../../contracts/identifiers.ts';
import { confirmationOf, explained, isPaid, owedOn, type IssuedBill } from './bill.ts';
import { yuan } from './standard.ts';

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      /** pdfkit takes any object with fontkit's `layout` and `createSubset`; its published types do not say so. */
      font(face: Typeface): this;
    }
  }
}

const mm = 72 / 25.4;
const page = { width: 595.28, height: 841.89, left: 20 * mm, right: 595.28 - 20 * mm, bottom: 841.89 - 22 * mm };
const ink = '#1a1a1a';
const soft = '#5a5a5a';
const line = '#9a9a9a';

let fonts: Fonts | undefined;

/** What cannot be printed, as U+XXXX. */
export interface Unprintable { glyph: string }

/** The notice to pay. `on`: today, yyyy-MM-dd, by which validity and late fees are counted. */
export async function paymentNotice(bill: IssuedBill, on: string): Promise<Buffer | Unprintable> {
  const owed = owedOn(bill, on);
  const last = chinaDate(new Date(bill.dueBy));
  const mark = bill.status === 'void' ? '已 作 废' : isPaid(bill) ? '已 缴 款' : on > last && owed.lateFees.length === 0 ? '已 过 期' : null;
  const url = bill.orders.findLast(({ state, expiresAt }) => state === 'open' && chinaDate(new Date(expiresAt)) >= on)?.payUrl ?? bill.fiscal?.payUrl ?? null;
  return drawn(bill, {
    title: '非税收入缴款通知书', subtitle: 'Notice to pay', mark,
    qr: mark === null ? { text: url ?? bill.payCode, words: url === null ? '柜面扫码取缴款码' : '扫码缴款' } : null,
    facts: [
      ['缴款码', bill.payCode], ['缴款人', bill.payer.name], ...(bill.payer.creditCode === null ? [] : [['统一社会信用代码', bill.payer.creditCode] as const]),
      ['执收单位', bill.department.name], ['缴款事由', bill.item.name], ...(bill.caseNumber === '' ? [] : [['办件编号', bill.caseNumber] as const]), ...(bill.projectCode === null ? [] : [['项目代码', bill.projectCode] as const]),
      ['开具日期', dayWords(chinaDate(new Date(bill.issuedAt)))], ['缴款期限', `${dayWords(last)}（含当日）`],
    ],
    lateFees: owed.lateFees.map(({ line: { zh, amountInFen } }) => ({ zh, amountInFen })), total: owed.amountInFen, totalWords: '应缴合计',
    notes: [
      '一、请在缴款期限内凭缴款码或二维码到代理银行柜面、网上银行或本通知书所示渠道缴款；本单位不收现金。',
      bill.charges.some(({ assessed }) => assessed?.standard.lateFee) ? '二、逾期缴款的，按收费标准规定加收滞纳金，应缴金额以缴款当日为准。' : '二、逾期未缴的，本通知书失效，请到窗口重新开单。',
      '三、本通知书不是票据。缴款并经财政部门确认到账后，由财政部门开具财政电子票据。',
      '四、对收费有异议的，可查阅公示的收费标准，或向执收单位、同级财政部门反映。',
    ],
  });
}

/** The slip about a payment; null while nothing is paid. */
export async function paymentSlip(bill: IssuedBill): Promise<Buffer | Unprintable | null> {
  if (!isPaid(bill)) return null;
  const { payment } = bill;
  const confirmation = confirmationOf(bill);
  const refunded = bill.refunds.filter(({ state }) => state === 'refunded').reduce((sum, { amountInFen }) => sum + amountInFen, 0);
  return drawn(bill, {
    title: '缴款回单', subtitle: 'Slip of payment · not a receipt', mark: '不 是 票 据', qr: null,
    facts: [
      ['缴款码', bill.payCode], ['缴款人', bill.payer.name], ...(bill.payer.creditCode === null ? [] : [['统一社会信用代码', bill.payer.creditCode] as const]), ['执收单位', bill.department.name], ['缴款事由', bill.item.name],
      ['收款银行', payment.bank], ['银行流水号', payment.serial], ['缴款日期', dayWords(payment.collectedOn)], ['财政到账确认', confirmation ? dayWords(confirmation.confirmedOn) : '尚未确认'],
      ...(bill.status === 'receipted' ? [['财政电子票据', `${bill.receipt.code} ${bill.receipt.number}`] as const] : []), ...(refunded > 0 ? [['已退付', `${yuan(refunded)} 元`] as const] : []),
    ],
    lateFees: owedOn(bill, payment.collectedOn).lateFees.map(({ line: { zh, amountInFen } }) => ({ zh, amountInFen })), total: payment.amountInFen, totalWords: '实缴合计',
    notes: ['一、本回单只证明本单位收到缴款信息，不是财政票据，不得作为报销、入账凭证。', '二、财政电子票据由财政部门在确认到账后开具，可凭票据代码、号码、校验码查验。'],
  });
}

interface Sheet {
  title: string; subtitle: string; mark: string | null; qr: { text: string; words: string } | null; facts: readonly (readonly [string, string])[];
  lateFees: readonly { zh: string; amountInFen: number }[]; total: number; totalWords: string; notes: readonly string[];
}

async function drawn(bill: IssuedBill, sheet: Sheet): Promise<Buffer | Unprintable> {
  fonts ??= openFonts();
  const { regular, bold } = fonts;
  const rows = [
    ...bill.charges.map((charge) => ({ name: charge.name, unit: charge.assessed?.standard.collectingUnit.name ?? bill.department.name, sum: explained(charge).zh, amount: yuan(charge.amountInFen) })),
    ...sheet.lateFees.map(({ zh, amountInFen }) => ({ name: '滞纳金', unit: '', sum: zh, amount: yuan(amountInFen) })),
  ];
  const words = [...sheet.facts.flat(), ...rows.flatMap(({ name, unit, sum, amount }) => [name, unit, sum, amount]), ...sheet.notes, sheet.title].join('');
  const glyph = undrawable(fonts, words);
  if (glyph !== null) return { glyph };
  // Heavy, and needed by few copies: loaded when the first sheet is asked for.
  const [{ default: PDFDocument }, { default: qrcode }] = await Promise.all([import('pdfkit'), import('qrcode')]);
  const at = new Date(bill.issuedAt);
  const document = new PDFDocument({
    size: [page.width, page.height], margin: 0, pdfVersion: '1.7', lang: 'zh-CN', displayTitle: true, autoFirstPage: false, font: '', bufferPages: true,
    info: { Title: `${sheet.title} ${bill.payCode}`, Author: bill.department.name, Creator: '园区通 zone hub', Producer: 'zone hub fees', CreationDate: at, ModDate: at },
  });
  const pieces: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => { resolve(Buffer.concat(pieces)); });
    document.on('error', reject);
  });
  document.font(regular);
  document.addPage();
  const text = (words: string, x: number, baseline: number, size: number, options: { face?: Typeface; colour?: string; right?: number; centre?: number } = {}): void => {
    const face = options.face ?? regular;
    const width = face.widthOf(words, size);
    const left = options.right !== undefined ? options.right - width : options.centre !== undefined ? options.centre - width / 2 : x;
    document.font(face);
    document.fontSize(size).fillColor(options.colour ?? ink).text(words, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
  };
  const rule = (y: number, width = 0.5, colour = line): void => { document.moveTo(page.left, y).lineTo(page.right, y).lineWidth(width).strokeColor(colour).stroke(); };

  text(sheet.title, 0, 30 * mm, 20, { face: bold, centre: page.width / 2 });
  text(sheet.subtitle, 0, 36 * mm, 9, { colour: soft, centre: page.width / 2 });
  rule(40 * mm, 1.2, ink);

  const side = 34 * mm;
  let y = 48 * mm;
  const factsRight = sheet.qr ? page.right - side - 8 * mm : page.right;
  if (sheet.qr) {
    const { modules } = qrcode.create(sheet.qr.text, { errorCorrectionLevel: 'M' });
    const unit = side / modules.size;
    document.fillColor('#000000');
    for (let row = 0; row < modules.size; row += 1) for (let column = 0; column < modules.size; column += 1) if (modules.get(row, column) !== 0) document.rect(page.right - side + column * unit, 44 * mm + row * unit, unit * 1.02, unit * 1.02);
    document.fill();
    text(sheet.qr.words, 0, 44 * mm + side + 5 * mm, 9, { centre: page.right - side / 2, colour: soft });
  }
  for (const [label, value] of sheet.facts) {
    text(label, page.left, y, 10, { colour: soft });
    const lines = broken(value, regular, 10.5, factsRight - page.left - 34 * mm);
    for (const one of lines) { text(one, page.left + 34 * mm, y, label === '缴款码' ? 12 : 10.5, label === '缴款码' ? { face: bold } : {}); y += 6.4 * mm; }
  }
  y = Math.max(y, sheet.qr ? 44 * mm + side + 10 * mm : y) + 1 * mm;

  const columns = { name: page.left + 2 * mm, unit: page.left + 48 * mm, sum: page.left + 82 * mm, amount: page.right - 2 * mm };
  const head = (): void => {
    rule(y - 5 * mm, 0.8, ink);
    text('收费项目', columns.name, y, 10, { face: bold });
    text('执收单位', columns.unit, y, 10, { face: bold });
    text('标准与计算', columns.sum, y, 10, { face: bold });
    text('金额（元）', 0, y, 10, { face: bold, right: columns.amount });
    y += 2.4 * mm;
    rule(y);
    y += 5 * mm;
  };
  y += 4 * mm;
  head();
  for (const row of rows) {
    const cells = { name: broken(row.name, regular, 9.5, 44 * mm), unit: broken(row.unit, regular, 9.5, 32 * mm), sum: broken(row.sum, regular, 9.5, columns.amount - columns.sum - 24 * mm) };
    const height = Math.max(cells.name.length, cells.unit.length, cells.sum.length) * 5 * mm;
    if (y + height > page.bottom - 20 * mm) { document.addPage(); y = 26 * mm; head(); }
    for (const [name, lines] of Object.entries(cells) as [keyof typeof cells, string[]][]) lines.forEach((one, place) => { text(one, columns[name], y + place * 5 * mm, 9.5); });
    text(row.amount, 0, y, 9.5, { right: columns.amount });
    y += height - 1.6 * mm;
    rule(y, 0.3);
    y += 4.8 * mm;
  }
  if (y + 20 * mm + sheet.notes.length * 11 * mm > page.bottom) { document.addPage(); y = 30 * mm; }
  y += 2 * mm;
  text(`${sheet.totalWords}（大写）  人民币${chineseAmount(sheet.total)}`, columns.name, y, 11, { face: bold });
  text(`¥ ${yuan(sheet.total)}`, 0, y, 12, { face: bold, right: columns.amount });
  y += 4 * mm;
  rule(y, 1.2, ink);
  y += 8 * mm;
  for (const note of sheet.notes) for (const one of broken(note, regular, 9, page.right - page.left)) { text(one, page.left, y, 9, { colour: soft }); y += 5 * mm; }

  const { count } = document.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    document.switchToPage(at);
    if (sheet.mark !== null) {
      const width = bold.widthOf(sheet.mark, 64);
      document.save().translate(page.width / 2, page.height / 2).rotate(-32).fillOpacity(0.14);
      text(sheet.mark, -width / 2, 20, 64, { face: bold, colour: '#c00000' });
      document.restore();
    }
    text(`缴款码 ${bill.payCode}`, page.left, page.height - 12 * mm, 8, { colour: soft });
    text(`第 ${String(at + 1)} 页 共 ${String(count)} 页`, 0, page.height - 12 * mm, 8, { colour: soft, right: page.right });
  }
  document.end();
  return finished;
}

/** Lines no wider than `width`; Chinese may break anywhere, only not before closing punctuation. */
function broken(words: string, face: Typeface, size: number, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const character of words) {
    const next = current + character;
    if (face.widthOf(next, size) <= width || '，。；：、）》%'.includes(character)) { current = next; continue; }
    lines.push(current);
    current = character;
  }
  return [...lines, current];
}

function dayWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${String(Number(month))}月${String(Number(date))}日`;
}
