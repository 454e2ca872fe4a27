/**
 * The province's platforms as those see them who keep the connection: state and maintenance windows, both ledgers of a case, a mistake on
 * the province's side found by a comparison and healed by one act, daily counts, and what is still typed by hand.
 */
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Registers the tests; hall and cases exist once they run. */
export function tellOfTheProvince(hall: () => BrowserHall, carried: () => readonly CarriedCase[]): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };

  describe('for those who keep the connection with the province', () => {
    it('shows how each platform stands, and lets a pause be announced and ended', async () => {
      const keeper = await hall().staff('integrator-a', { address: '/staff/province' });
      const { page } = keeper;
      const card = page.getByRole('article').first();
      await card.getByText('畅通').waitFor();
      await card.getByRole('button', { name: '登记停机' }).click();
      const dialog = page.getByRole('dialog');
      const tomorrow = chinaDate(new Date(systemClock.now().getTime() + 86_400_000));
      await dialog.getByLabel('从').fill(`${tomorrow}T02:00`);
      await dialog.getByLabel('到').fill(`${tomorrow}T04:00`);
      await dialog.getByRole('textbox', { name: '停机说明' }).fill('省级平台升级');
      await keeper.picture('province-announcing');
      await inOrder(keeper);
      await dialog.getByRole('button', { name: '登记停机' }).click();
      await dialog.waitFor({ state: 'detached' });
      await card.getByText('省级平台升级').waitFor();
      await keeper.picture('province');
      await inOrder(keeper);
      await card.getByRole('button', { name: '提前结束' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '提前结束' }).click();
      await card.getByText('省级平台升级').waitFor({ state: 'detached' });
      await keeper.leave();
    });

    it('finds what was lost there, shows both sides, and heals it by one act', async () => {
      const one = carried()[0]?.shown;
      const caseNumber = one?.caseNumber ?? '';
      const keeper = await hall().staff('integrator-a', { address: '/staff/province?view=divergences' });
      const { page } = keeper;
      await page.getByText('两边台账一致').waitFor();
      // A mistake on the province's side: it has lost a step it acknowledged.
      await axios.post(`${hall().hub.control('province')}/records`, { project_no: caseNumber, sn: one?.province.acknowledged.at(-1)?.sequence ?? 1, columns: null });
      await page.getByRole('button', { name: '立即核对' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '立即核对' }).click();
      await page.getByRole('link', { name: caseNumber }).first().waitFor();
      await keeper.picture('province-divergences');
      await inOrder(keeper);
      await page.getByRole('link', { name: caseNumber }).first().click();
      await page.getByRole('heading', { level: 1, name: `办件 ${caseNumber} 的两边台账` }).waitFor();
      await page.getByText('对方缺少').first().waitFor();
      await page.getByText('上报的字段与来源').first().click();
      await keeper.picture('province-case-ledger');
      await inOrder(keeper);
      await page.goBack();
      await page.getByRole('button', { name: '按规则更正' }).click();
      await keeper.picture('province-healing');
      await page.getByRole('dialog').getByRole('button', { name: '按规则更正' }).click();
      await page.getByText(/重新上报 1 处/).waitFor();
      await inOrder(keeper);
      await keeper.leave();
    });

    it('lists both ledgers, the daily counts, and the share still typed by hand, in English too', async () => {
      const watcher = await hall().staff('supervisor-a', { address: '/staff/province?view=ledger' });
      const { page } = watcher;
      await page.getByRole('row').getByText('已确认').first().waitFor();
      await watcher.picture('province-ledger');
      await inOrder(watcher);
      await watcher.open('/staff/province?view=counts');
      await page.getByText(/两边数量相等|行两边不等|这几天没有上报/).waitFor();
      await watcher.picture('province-counts');
      await inOrder(watcher);
      await watcher.leave();
      const auditor = await hall().staff('auditor-a', { address: '/staff/province?view=provenance', language: 'en', size: 'wide' });
      await auditor.page.getByText(/still typed by hand/).waitFor();
      await auditor.picture('province-provenance-en');
      await inOrder(auditor);
      await auditor.leave();
    });
  });
}
