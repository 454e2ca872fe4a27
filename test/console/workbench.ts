/**
 * A day at the workbench: what two people at two screens see of each other, a list walked without a mouse, a session that
 * ends and a service that stops in mid-use. Held here: nothing typed is lost, and every screen recovers by itself.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { openOffice } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Tells the story within a suite that has a hall. */
export function tellOfTheWorkbench(hallOf: () => BrowserHall): void {
  describe('has a workbench', () => {
    it('that shows one clerk what the other just took in, and keeps the row that was chosen', async () => {
      const hall = hallOf();
      const [one, other] = [await hall.staff('window-clerk-a'), await hall.staff('window-clerk-b')];
      await takeIn(hall, other, '工作台故事第一件');
      await row(one, '工作台故事第一件').waitFor();
      await row(one, '工作台故事第一件').locator('td').first().click();
      await one.page.waitForURL(/\/staff\/cases\/[0-9A-Z]{43,45}$/);
      await one.page.goBack();
      await one.page.locator('tr[aria-current]', { hasText: '工作台故事第一件' }).waitFor();
      await takeIn(hall, other, '工作台故事第二件');
      await row(one, '工作台故事第二件').waitFor();
      expect(await one.page.locator('tr[aria-current]').innerText()).toContain('工作台故事第一件');
      await one.picture('workbench-live');
      expect(await one.barriers()).toEqual([]);
      expect(one.complaints()).toEqual([]);
      await one.leave();
      await other.leave();
    });

    it('walked by keyboard alone, scanner included', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      const { page } = clerk;
      const { receiptNumber, caseNumber } = await takeIn(hall, clerk, '键盘走查');
      await row(clerk, '键盘走查').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor();
      await clerk.picture('workbench-keys');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      // The second key counts for a second and a half after the first: where a busy machine lets that pass between the two, a person presses both again.
      await expect.poll(async () => {
        await page.keyboard.press('g');
        await page.keyboard.press('c');
        return page.getByRole('heading', { level: 1, name: '办件查询' }).waitFor({ timeout: 5_000 }).then(() => true, () => false);
      }, { timeout: 40_000 }).toBe(true);
      await row(clerk, '键盘走查').waitFor();
      await clerk.picture('cases');
      await page.keyboard.press('j');
      await page.locator('tr[aria-current]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/staff\/cases\/[0-9A-Z]{43,45}$/);
      await page.keyboard.press('/');
      await page.keyboard.type(receiptNumber);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/staff/cases/${caseNumber}`);
      expect(clerk.complaints()).toEqual([]);
      await clerk.leave();
    });

    it('that says when a service is away and goes on by itself', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      const { page } = clerk;
      await page.locator('.hub-table').waitFor();
      const box = page.getByRole('textbox', { name: '查找', exact: true });
      await hall.stopService('intake');
      try {
        await box.fill('故事');
        await box.press('Enter');
        await page.getByRole('alert').first().waitFor();
        expect(await page.getByRole('alert').first().innerText()).toContain('暂时');
        await clerk.picture('workbench-service-away');
        expect(await clerk.barriers()).toEqual([]);
      } finally { await hall.startService('intake'); }
      await row(clerk, '故事').first().waitFor({ timeout: 60_000 });
      expect(await box.inputValue()).toBe('故事');
      await clerk.leave();
    });

    it('that outlives a session: signed in again in another window, what was asked is answered', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-b');
      const { page, context } = clerk;
      await page.locator('.hub-table').waitFor();
      await context.clearCookies();
      const box = page.getByRole('textbox', { name: '查找', exact: true });
      await box.fill('故事');
      await box.press('Enter');
      await page.getByRole('dialog', { name: '请重新登录' }).waitFor();
      await clerk.picture('session-ended');
      const [second] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: '在新窗口登录' }).click()]);
      await second.getByLabel('登录名').fill('window-clerk-b');
      await second.getByLabel('口令', { exact: false }).fill(hall.passwordOf('window-clerk-b'));
      await Promise.all([second.waitForEvent('close'), second.getByRole('button', { name: '登录' }).click()]);
      await page.getByRole('dialog', { name: '请重新登录' }).waitFor({ state: 'hidden' });
      await row(clerk, '故事').first().waitFor();
      expect(await box.inputValue()).toBe('故事');
      await clerk.leave();
    });

    it.each([['desk', '/staff'], ['phone', '/staff'], ['wide', '/staff'], ['desk', '/staff/cases?attention=true&order=due'], ['phone', '/staff/cases']] as const)('with no barrier on a %s at %s, in English as well', async (size, address) => {
      const hall = hallOf();
      const supervisor = await hall.staff('supervisor-a', { size, address });
      await supervisor.page.getByRole('heading', { level: 1 }).waitFor();
      await supervisor.page.getByRole('button', { name: 'Switch to English' }).click();
      await supervisor.page.getByRole('button', { name: '切换为中文' }).waitFor();
      await supervisor.page.locator('.hub-loading').first().waitFor({ state: 'detached' });
      await supervisor.picture(`english${address.replaceAll(/\W+/g, '-')}-${size}`);
      expect(await supervisor.barriers()).toEqual([]);
      expect(supervisor.complaints()).toEqual([]);
      await supervisor.leave();
    });
  });
}

const row = ({ page }: Visitor, text: string): ReturnType<Visitor['page']['locator']> => page.locator('.hub-table tbody tr', { hasText: text });

const Registered = z.object({ caseNumber: z.string(), receiptNumber: z.string() });

/** Takes a case in from this person's browser, as its pages do. */
async function takeIn(hall: BrowserHall, { page }: Visitor, projectName: string): Promise<{ caseNumber: string; receiptNumber: string }> {
  const [application] = (await openOffice(hall.hub)).applications();
  if (!application) throw new Error('the sample applies for nothing');
  const { itemCode, applicant, contact } = application;
  const answer: unknown = await page.evaluate(async ({ body, key }) => {
    const csrf = String(Object(await (await fetch('/session')).json()).csrf);
    const response = await fetch('/api/intake/cases', { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-csrf': csrf, 'idempotency-key': key }, body });
    return response.json();
  }, { body: JSON.stringify({ itemCode, projectName, applicant, contact, materials: [] }), key: freshId() });
  return Registered.parse(answer);
}
