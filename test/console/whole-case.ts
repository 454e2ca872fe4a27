/**
 * A newcomer's day: two applications carried from the window to the printed certificate through the screens alone, by people who
 * know nothing but what the screens say. Held here: the acceptance needs no mouse, nobody decides what he has reviewed, and
 * what is printed leads back to the case: the receipt's code to its progress, the pay code to the bank, the certificate to its check.
 */
import { pinyin } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { FormField } from '../../contracts/catalogue/messages.ts';
import { sampleAnswers } from '../../scripts/sample-answers.ts';
import { openOffice, type Application } from '../../scripts/office.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { act, answerForm, officerOf, opensCase, patienceMs, stateIs } from './case-steps.ts';
import { codeIn } from './code-on-page.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** What the applicant carries home. */
interface Receipt { caseNumber: string; receiptNumber: string; queryPassword: string; progressUrl: string }

/** Tells the story within a suite that has a hall. */
export function tellOfAWholeCase(hallOf: () => BrowserHall): void {
  describe('carries a case whole', { timeout: 180_000 }, () => {
    let clerk: Visitor;
    let received: Receipt;
    let forwarded: Receipt;

    it('taken in at the window by keyboard alone, in few keystrokes, one after the other', async () => {
      const hall = hallOf();
      clerk = await hall.staff('window-clerk-a');
      await clerk.page.locator('.hub-table, .hub-empty').first().waitFor();
      await watchHands(clerk);
      await clerk.page.keyboard.press('g');
      await clerk.page.keyboard.press('i');
      const first = await takeIn(hall, clerk, 'direct', '新人的一天：给水接入');
      received = first.receipt;
      await clerk.picture('intake-receipt');
      expect(await clerk.barriers()).toEqual([]);
      await clerk.page.keyboard.press('Alt+n');
      const second = await takeIn(hall, clerk, 'forward', '新人的一天：人防工程');
      forwarded = second.receipt;
      const hands = await handsOf(clerk);
      expect(hands.mouse).toBe(0);
      expect(hands.printed).toBe(2);
      // Beside what has to be typed as it is: finding the item, going from field to field, the papers, accepting, printing.
      for (const { commands } of [first, second]) expect(commands).toBeLessThanOrEqual(16);
      expect(clerk.complaints()).toEqual([]);
    });

    it('the code on its receipt leading a phone to the place where its progress is asked for', async () => {
      const hall = hallOf();
      expect(received.progressUrl).toBe(`${hall.url}/progress?receipt=${received.receiptNumber}`);
      const applicant = await hall.visitor({ size: 'phone', javaScript: false });
      await applicant.open(received.progressUrl);
      await applicant.page.getByLabel('查询密码').fill(received.queryPassword);
      await applicant.page.getByRole('button', { name: '查询', exact: true }).click();
      await applicant.page.getByRole('heading', { name: '已受理' }).first().waitFor();
      expect(applicant.complaints()).toEqual([]);
      await applicant.leave();
    });

    it('decided by another than who reviewed it, and whoever holds both posts is told why', async () => {
      const hall = hallOf();
      await alsoApprover(hall, 'reviewer-b');
      const reviewer = await hall.staff('reviewer-b', { address: `/staff/review?case=${received.caseNumber}` });
      await reviewer.page.getByText('新人的一天：给水接入').first().waitFor();
      await reviewer.page.getByLabel('审查意见').fill('材料齐全，符合法定条件。');
      await reviewer.picture('review-queue');
      await act(reviewer, '同意');
      await opensCase(reviewer, received.caseNumber);
      await stateIs(reviewer, '已审查');
      const refused = reviewer.page.locator('.hub-impossible li', { hasText: '审核人与审批人不得为同一人' });
      await refused.waitFor();
      expect(await refused.getByRole('button', { name: '决定' }).isDisabled()).toBe(true);
      expect(await reviewer.page.locator('.hub-acts').getByRole('button', { name: '准予许可' }).count()).toBe(0);
      await reviewer.picture('case-decide-refused');
      expect(await reviewer.barriers()).toEqual([]);
      expect(reviewer.complaints()).toEqual([]);
      await reviewer.leave();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${received.caseNumber}` });
      await approver.page.getByLabel('决定意见').fill('准予。');
      await act(approver, '准予许可');
      expect(approver.complaints()).toEqual([]);
      await approver.leave();
    });

    it('paid at the bank with the code on the screen, which turns to paid by itself, then sealed and drawn up without a hand', async () => {
      const hall = hallOf();
      await opensCase(clerk, received.caseNumber, 'bill');
      const picture = clerk.page.getByRole('img', { name: '缴款码二维码' });
      await picture.waitFor({ timeout: patienceMs });
      await clerk.picture('bill-to-pay');
      await hall.payAtBank(await codeIn(clerk, '.hub-qr'));
      await clerk.page.locator('.hub-bill').getByText('已缴款').waitFor({ timeout: patienceMs });
      await stateIs(clerk, '待领取');
      await clerk.picture('bill-paid');
    });

    it('printed by the print clerk, each print on record', async () => {
      const hall = hallOf();
      const printer = await hall.staff('print-clerk-a', { address: '/staff/certificates' });
      await printer.page.getByRole('heading', { level: 1 }).waitFor();
      await printer.page.locator('tbody tr').first().waitFor();
      await printer.picture('certificates');
      await printer.open(`/staff/certificates/${await certificateOf(clerk, received.caseNumber)}`);
      await printer.page.getByRole('button', { name: '打印证照', exact: true }).click();
      await printer.page.getByRole('dialog').locator('.ant-btn-primary').click();
      await printer.page.getByText('打印 1 份').first().waitFor();
      await printer.picture('certificate-printed');
      expect(await printer.barriers()).toEqual([]);
      expect(printer.complaints()).toEqual([]);
      await printer.leave();
    });

    it('handed over and closed', async () => {
      await opensCase(clerk, received.caseNumber);
      await clerk.page.getByLabel('领取人').fill('张小云');
      await act(clerk, '确认送达');
      await stateIs(clerk, '已办结');
      await clerk.page.getByText('短信回执：已送达').first().waitFor({ timeout: patienceMs });
      await clerk.picture('case-whole', { whole: true });
      expect(await clerk.barriers()).toEqual([]);
      expect(clerk.complaints()).toEqual([]);
    });

    it('looked at by the applicant on a phone, and the certificate found genuine', async () => {
      const applicant = await hallOf().visitor({ size: 'phone' });
      await applicant.open(received.progressUrl);
      await applicant.page.getByLabel('查询密码').fill(received.queryPassword);
      await applicant.page.getByRole('button', { name: '查询', exact: true }).click();
      const check = applicant.page.getByRole('link', { name: '核验这份证照' });
      await check.waitFor();
      await applicant.picture('phone-progress-closed');
      await check.click();
      await applicant.page.getByRole('heading', { level: 1, name: '真实有效' }).waitFor();
      expect(await applicant.barriers()).toEqual([]);
      expect(applicant.complaints()).toEqual([]);
      await applicant.leave();
    });

    it('decided from afar by the officer of the department, where the zone only takes it in', async () => {
      const hall = hallOf();
      await opensCase(clerk, forwarded.caseNumber);
      await act(clerk, '受理');
      const reviewer = await hall.staff('reviewer-a', { address: `/staff/cases/${forwarded.caseNumber}` });
      await act(reviewer, '同意');
      await reviewer.leave();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${forwarded.caseNumber}` });
      await stateIs(approver, '已审查');
      expect(await approver.page.locator('.hub-acts').getByRole('button', { name: '准予许可' }).and(approver.page.locator(':enabled')).count()).toBe(0);
      await approver.leave();
      const officer = await officerOf(hall, forwarded.caseNumber);
      await officer.open(`/staff/department?case=${forwarded.caseNumber}`);
      await officer.page.getByText('新人的一天：人防工程').first().waitFor();
      await officer.picture('department-decides');
      expect(await officer.barriers()).toEqual([]);
      await act(officer, '准予许可');
      expect(officer.complaints()).toEqual([]);
      await officer.leave();
      await opensCase(clerk, forwarded.caseNumber, 'bill');
      await clerk.page.getByRole('img', { name: '缴款码二维码' }).waitFor({ timeout: patienceMs });
      const payCode = await codeIn(clerk, '.hub-qr');
      const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
      await cashier.page.locator('img.hub-bill-qr').waitFor();
      await cashier.picture('bill-unpaid');
      expect(await codeIn(cashier, '.hub-bill-qr')).toBe(payCode);
      expect(cashier.complaints()).toEqual([]);
      await cashier.leave();
      await hall.payAtBank(payCode);
      await stateIs(clerk, '待领取');
      await clerk.page.getByLabel('领取人').fill('李大川');
      await act(clerk, '确认送达');
      await stateIs(clerk, '已办结');
      expect(clerk.complaints()).toEqual([]);
      await clerk.leave();
    });
  });
}

/** One application from the empty page to the printed receipt. Keys that are no part of what is typed are the commands. */
async function takeIn(hall: BrowserHall, clerk: Visitor, form: Application['form'], projectName: string): Promise<{ receipt: Receipt; commands: number }> {
  const { page } = clerk;
  const { keyboard } = page;
  const application = (await openOffice(hall.hub)).applications().find((each) => each.form === form);
  if (!application) throw new Error(`the sample applies for nothing in the form ${form}`);
  const items = z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), materials: z.array(z.object({ name: z.string(), required: z.boolean() })), formFields: z.array(FormField), feeTerms: z.array(z.unknown()).optional() })) })
    .parse(await page.evaluate(`fetch('/api/intake/items').then((answer) => answer.json())`)).items;
  const item = items.find(({ code }) => code === application.itemCode);
  if (!item) throw new Error(`the window does not offer ${application.itemCode}`);

  await page.locator('#intake-item:focus').waitFor();
  const before = await handsOf(clerk);
  await keyboard.type(pinyin(item.name, { pattern: 'first', toneType: 'none', type: 'array' }).filter((letter) => /[a-z]/.test(letter)).slice(0, 8).join(''));
  const place = page.getByRole('option').filter({ hasText: item.name });
  await place.first().waitFor();
  const chosen = page.getByRole('option', { selected: true });
  for (let steps = 0; steps < 5 && !(await chosen.innerText()).includes(item.name); steps += 1) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await page.locator('#intake-creditCode:focus').waitFor();
  const { applicant, contact } = application;
  for (const typed of [applicant.creditCode, applicant.name, contact.name, contact.citizenNumber ?? '', contact.mobile, projectName]) {
    await keyboard.type(typed);
    await keyboard.press('Enter');
  }
  const beforeForm = await handsOf(clerk);
  await answerForm(clerk, sampleAnswers(item.formFields));
  // The item's own form is as long as the item wants it: Enter after each answer, an arrow for a choice.
  const forForm = (await handsOf(clerk)).commands - beforeForm.commands;
  expect(forForm).toBeLessThanOrEqual(item.formFields.length + item.formFields.filter(({ kind }) => kind === 'choice' || kind === 'yes-no').length);
  // The box of the operating system is its own matter; the files are named as applicants name them.
  const [box] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('F4')]);
  await box.setFiles(item.materials.filter(({ required }) => required).map(({ name }, index) => ({
    name: `${index + 1}.${name.replaceAll('/', '')}.pdf`, mimeType: 'application/pdf', buffer: samplePaper(`A newcomer's paper ${freshId()}`),
  })));
  await page.locator('.hub-papers .hub-tone-good').waitFor();
  await clerk.picture(`intake-${form}-filled`);
  await keyboard.press('Control+Enter');
  // What is charged by a standard is counted and told first, on the page of the case.
  await page.getByRole('status').filter({ hasText: item.feeTerms ? '已收件' : '已受理' }).waitFor({ timeout: patienceMs });
  await page.locator('.hub-sheet-view header img').waitFor();
  const [receiptNumber = '', queryPassword = ''] = await page.locator('.hub-result-number').allInnerTexts();
  const caseNumber = (await page.getByRole('link', { name: '办件页面' }).getAttribute('href'))?.split('/').at(-1) ?? '';
  const progressUrl = await codeIn(clerk, '.hub-sheet-view header img');
  await keyboard.press('Enter');
  return { receipt: { caseNumber, receiptNumber, queryPassword, progressUrl }, commands: (await handsOf(clerk)).commands - before.commands - forForm };
}

const Hands = z.object({ mouse: z.number(), commands: z.number(), printed: z.number() });

/** From now on the page counts what the hands do: the mouse at all, keys that type nothing, and what goes to the printer. */
async function watchHands({ page }: Visitor): Promise<void> {
  // Whoever listens early is asked for files from then on; otherwise the browser might open a box of its own.
  page.on('filechooser', () => undefined);
  await page.evaluate(`(() => {
    const hands = { mouse: 0, commands: 0, printed: 0 };
    window.handsOfTheClerk = hands;
    for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) addEventListener(kind, () => { hands.mouse += 1; }, true);
    addEventListener('keydown', (event) => { if (!['Control', 'Alt', 'Shift'].includes(event.key) && (event.key.length > 1 || event.altKey || event.ctrlKey)) hands.commands += 1; }, true);
    window.print = () => { hands.printed += 1; };
  })()`);
}
const handsOf = async ({ page }: Visitor): Promise<z.infer<typeof Hands>> => Hands.parse(await page.evaluate('window.handsOfTheClerk'));



/** The administrator gives somebody the post of a second approver. */
async function alsoApprover(hall: BrowserHall, subject: string): Promise<void> {
  const administrator = await hall.staff('administrator-a');
  const answers = z.array(z.number()).parse(await administrator.page.evaluate(`(async () => {
    const { csrf } = await (await fetch('/session')).json();
    const version = async () => ((await (await fetch('/api/console/posts')).json()).posts.find(({ code }) => code === 'approver-2')?.version) ?? 0;
    const put = async (path, body) => (await fetch('/api/console' + path, { method: 'PUT', headers: { 'content-type': 'application/json', 'x-hub-csrf': csrf, 'if-match': String(await version()) }, body: JSON.stringify(body) })).status;
    return [
      await put('/posts/approver-2', { name: '第二审批岗', role: 'approver', department: null, window: null, active: true }),
      await put('/posts/approver-2/holders', { holders: [{ letter: 'A', subject: ${JSON.stringify(subject)}, from: '2026-01-01', to: null }] }),
    ];
  })()`));
  expect(answers.every((status) => status < 300), answers.join(' ')).toBe(true);
  await administrator.leave();
}

/** The number of the certificate of a case, as its page says. */
async function certificateOf({ page }: Visitor, caseNumber: string): Promise<string> {
  return z.string().parse(await page.evaluate(`fetch('/api/intake/cases/${caseNumber}').then((answer) => answer.json()).then((shown) => shown.certificate.number)`));
}
