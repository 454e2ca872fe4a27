/**
 * The register of delegation documents, told by the catalogue's officer: a document with its signed paper, an amendment with its
 * reason, an end that is ordered ahead, and what has become of it. Held here: what the paper says is found again whole.
 */
import { describe, expect, it } from 'vitest';
import type { BrowserHall, Visitor } from './hall.ts';

/** A picture of one point: enough of a signed paper for a register that looks at the content. */
const scan = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Tells the story within a suite that has a hall. */
export function tellOfTheRegister(hallOf: () => BrowserHall): void {
  describe('for those who keep the register', { timeout: 120_000 }, () => {
    const inOrder = async (officer: Visitor): Promise<void> => {
      expect(await officer.barriers()).toEqual([]);
      expect(officer.complaints()).toEqual([]);
    };
    it('keeps the signed paper, amends with a reason, orders an end ahead and reads the history', async () => {
      const officer = await hallOf().staff('catalogue-officer-a', { address: '/staff/catalogue?tab=delegations' });
      const { page } = officer;
      const row = page.locator('.hub-table tbody tr').nth(1);
      await row.getByText('缺原件').waitFor();
      await officer.picture('register');
      await row.click();
      const pane = page.locator('.hub-pane');
      await pane.getByText('尚未存入签署原件').waitFor();
      await pane.locator('input[type=file]').setInputFiles({ name: '授权书（签署件）.png', mimeType: 'image/png', buffer: scan });
      await pane.getByRole('button', { name: '授权书（签署件）.png' }).click();
      await pane.getByRole('img', { name: '授权书（签署件）.png' }).waitFor();
      await officer.picture('register-paper');
      await inOrder(officer);
      await pane.getByRole('button', { name: '变更' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('效力').selectOption('taken-back');
      await form.getByLabel('自哪天起').fill('2099-01-01');
      await form.getByLabel('变更原因').fill('市政府通知收回');
      await officer.picture('register-end-ahead');
      await inOrder(officer);
      await form.getByRole('button', { name: '变更' }).click();
      await pane.getByText('自 2099-01-01 起收回').waitFor();
      await pane.getByText('市政府通知收回').waitFor();
      await pane.getByRole('list', { name: '登记与变更经过' }).scrollIntoViewIfNeeded();
      await officer.picture('register-history');
      await inOrder(officer);
      // The order is taken back: the document stays what it was.
      await pane.getByRole('button', { name: '变更' }).click();
      await form.getByLabel('效力').selectOption('in-force');
      await form.getByRole('button', { name: '变更' }).click();
      await pane.getByText('自 2099-01-01 起收回').waitFor({ state: 'hidden' });
      await officer.leave();
    });
  });
}
