/**
 * An integrator who looks at a bank's line: what its profile says, and the frames that have just passed. Held here: the frame of a
 * payment is there field by field within seconds, and neither a name nor a secret is.
 */
import { describe, expect, it } from 'vitest';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall } from './hall.ts';

/** Registers the tests; hall and cases exist once they run. */
export function tellOfBankLines(hall: () => BrowserHall, carried: () => readonly CarriedCase[]): void {
  describe('for who connects a bank', () => {
    it('shows the profile of a line and each frame that passes, masked', async () => {
      const payCode = carried().find(({ shown }) => shown.bill?.payCode)?.shown.bill?.payCode ?? '';
      const integrator = await hall().staff('integrator-a', { address: '/staff/bank-lines' });
      const { page } = integrator;
      await page.getByRole('heading', { level: 1, name: '银行接入' }).waitFor();
      const frames = page.locator('.hub-line-frames table').first();
      // Who asks for a paid bill is refused, and that frame is there too: the newest of its kind, once it has come in.
      await hall().payAtBank(payCode).catch(() => undefined);
      const detail = page.getByRole('complementary', { name: '报文字段' });
      await expect.poll(async () => {
        await frames.getByRole('row').filter({ hasText: '2401' }).first().getByRole('button').click();
        return detail.getByText(payCode).count();
      }, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(await integrator.barriers()).toEqual([]);
      await integrator.picture('bank-lines-frames');
      const login = frames.getByRole('row').filter({ hasText: '9905' }).first();
      await login.getByRole('button').click();
      await detail.getByText('***').first().waitFor();
      await integrator.picture('bank-lines-login');
      expect(await detail.innerText()).not.toMatch(/公司/);
      for (const [view, name] of [['线路与报文格式', 'frame'], ['交易', 'transactions'], ['应答码', 'results']] as const) {
        await page.getByRole('navigation', { name: '内容' }).getByRole('link', { name: view }).click();
        await page.getByRole('heading', { level: 2, name: view === '线路与报文格式' ? '报文头' : view, exact: true }).waitFor();
        await integrator.picture(`bank-lines-${name}`);
        expect(await integrator.barriers()).toEqual([]);
      }
      expect(integrator.complaints()).toEqual([]);
      await integrator.leave();
    });
  });
}
