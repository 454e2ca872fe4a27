/**
 * What is kept and looked up: bills, certificates and their prints, seals and their ledger, texts. Told by those whose
 * work it is, each page also in English and at the size of a clerk's monitor.
 */
import { describe, expect, it } from 'vitest';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Registers the tests; hall and cases exist once they run. */
export function tellOfKeeping(hall: () => BrowserHall, carried: () => CarriedCase[]): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  const paid = (): CarriedCase['shown'] => {
    const found = carried().find(({ shown }) => shown.bill?.payCode)?.shown;
    if (!found) throw new Error('no sample case has a bill');
    return found;
  };

  describe('for those who keep', () => {
    it('explains a bill to the cashier line by line, with what the bank has told', async () => {
      const cashier = await hall().staff('cashier-a', { address: '/staff/bills' });
      const { page } = cashier;
      const payCode = paid().bill?.payCode ?? '';
      await page.getByText(payCode).waitFor();
      await cashier.picture('bills');
      await inOrder(cashier);
      await page.getByPlaceholder('缴款码、办件编号或缴款人').fill(payCode);
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=\d{20}/);
      await page.getByText(payCode).click();
      await page.getByRole('heading', { level: 1, name: payCode }).waitFor();
      await page.getByText('金额的由来').waitFor();
      await page.getByText('银行流水号').waitFor();
      await cashier.picture('bill');
      await inOrder(cashier);
      await cashier.leave();
    });

    it('prints a certificate once freely and again only with a second person', async () => {
      const number = paid().certificate?.number ?? '';
      const clerk = await hall().staff('print-clerk-a', { address: `/staff/certificates/${number}` });
      const { page } = clerk;
      await page.getByRole('heading', { level: 1, name: number }).waitFor();
      await page.locator('iframe[title="证照原件"]').first().waitFor();
      await clerk.picture('certificate');
      await inOrder(clerk);
      await page.getByRole('button', { name: '打印证照' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '打印证照' }).click();
      await page.getByText('打印 1 份').waitFor();
      // Asked from outside: what polls within the page is code made from text, and the page's policy refuses it unless the first look is enough.
      await expect.poll(() => page.evaluate('window.printed'), { timeout: 20_000 }).toBe(1);
      await page.getByRole('button', { name: '申请再次打印' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('首份打印时卡纸损页');
      await page.getByRole('dialog').getByRole('button', { name: '申请再次打印' }).click();
      await page.getByText('待他人批准').waitFor();
      expect(await page.getByRole('button', { name: '批准再次打印' }).count()).toBe(0);
      const second = await hall().staff('print-clerk-b', { address: `/staff/certificates/${number}` });
      await second.page.getByRole('button', { name: '批准再次打印' }).click();
      await second.picture('certificate-approval');
      await second.page.getByRole('dialog').getByRole('button', { name: '批准再次打印' }).click();
      // The first clerk's page learns it by itself.
      await page.getByRole('button', { name: '打印证照' }).waitFor();
      await page.getByRole('button', { name: '打印证照' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '打印证照' }).click();
      await page.getByText(/^再次打印 1 份/).waitFor();
      await clerk.picture('certificate-printed-again');
      await inOrder(clerk);
      await second.leave();
      await clerk.leave();
    });

    it('lets a keeper stop a seal and use it again, and shows each use with document, step and people', async () => {
      const keeper = await hall().staff('seal-keeper-a', { address: '/staff/seals', size: 'wide' });
      const { page } = keeper;
      const used = carried().flatMap(({ shown }) => shown.seals)[0];
      await page.getByText(used?.ledgerNumber ?? '').waitFor();
      await keeper.picture('seals');
      await inOrder(keeper);
      const card = page.getByRole('article').filter({ has: page.getByRole('button', { name: '停用' }) }).first();
      await card.getByRole('button', { name: '停用' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('演练：印章临时挂失');
      await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
      await page.getByRole('button', { name: '恢复使用' }).waitFor();
      await keeper.picture('seal-stopped');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: '恢复使用' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('印章已找回');
      await page.getByRole('dialog').getByRole('button', { name: '恢复使用' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => page.getByRole('button', { name: '恢复使用' }).count()).toBe(0);
      await inOrder(keeper);
      await keeper.leave();
    });

    it('shows the supervisor every text with its report, in English as well', async () => {
      const supervisor = await hall().staff('supervisor-a', { address: '/staff/texts', language: 'en' });
      await supervisor.page.getByRole('heading', { level: 1, name: 'Texts' }).waitFor();
      await supervisor.page.getByText('Delivered').first().waitFor();
      await supervisor.page.locator('.hub-chart svg').waitFor();
      await supervisor.picture('texts-en');
      await inOrder(supervisor);
      await supervisor.open('/staff/bills');
      await supervisor.page.locator('.hub-chart svg').waitFor();
      await supervisor.picture('bills-en');
      await inOrder(supervisor);
      await supervisor.open('/staff/certificates');
      await supervisor.page.getByText(paid().certificate?.number ?? '').waitFor();
      await supervisor.picture('certificates-en');
      await inOrder(supervisor);
      await supervisor.leave();
    });
  });
}
