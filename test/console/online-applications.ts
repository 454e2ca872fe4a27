/**
 * Applications from the province's portal: what is known becomes a case by itself, what is not waits on screen with its days running until
 * somebody says which item it is; nothing typed, nothing lost. Told by the window, looked at by those who watch.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../stage.ts';
import { applicationsOf } from './every-page.ts';
import { sendSampleApplications } from '../../scripts/sample-applications.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Registers the tests; the hall exists once they run. */
export function tellOfOnlineApplications(hall: () => BrowserHall): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };

  describe('for those who take in what comes from the portal', () => {
    const addresses = new Map<string, string>();
    beforeAll(async () => {
      await sendSampleApplications(hall().hub);
      const all = await eventually('all have come in', async () => { const found = await applicationsOf(hall()); return found.length === 6 && found; });
      for (const { platform, applicationId } of all) addresses.set(applicationId, `/staff/applications/${platform}/${applicationId}`);
    });

    it('lists what waits with its days, and proves that every row is in exactly one state', async () => {
      const clerk = await hall().staff('window-clerk-a', { address: '/staff/applications' });
      const { page } = clerk;
      await page.getByRole('heading', { level: 1, name: '网上申请' }).waitFor();
      await page.getByText('6 件来件各在一种状态，不多不少').waitFor();
      await page.getByRole('row').filter({ hasText: '云岭示例通信有限公司' }).waitFor();
      await page.getByRole('button', { name: '与平台逐条核对' }).click();
      await page.getByText(/与平台自己的 6 条逐条核对，没有遗漏/).waitFor();
      await clerk.picture('applications');
      await inOrder(clerk);
      await page.getByRole('link', { name: '已退回' }).click();
      await page.getByText('申请数据无法读取').waitFor();
      await clerk.picture('applications-failed');
      await inOrder(clerk);
      await clerk.leave();
    });

    it('suggests the item of another body\'s code, and makes the application a case of it with one choice', async () => {
      const clerk = await hall().staff('window-clerk-a', { address: '/staff/applications' });
      const { page } = clerk;
      await page.getByText('云岭示例建设有限公司').click();
      await page.getByRole('heading', { level: 1, name: '网上申请 SB5339000002' }).waitFor();
      const nearest = page.getByRole('region', { name: '相近事项' }).getByRole('listitem').first();
      await nearest.getByText('基本编码相同，实施主体不同').waitFor();
      await clerk.picture('application-waiting');
      await inOrder(clerk);
      await nearest.getByRole('button', { name: '选此事项' }).click();
      await page.getByRole('dialog').getByText('收件时间为平台收到的时间').waitFor();
      await clerk.picture('application-choosing');
      await inOrder(clerk);
      await page.getByRole('dialog').getByRole('button', { name: '选此事项' }).click();
      await page.getByText('已成为办件').first().waitFor();
      await clerk.picture('application-started');
      await inOrder(clerk);
      await page.getByRole('alert').getByRole('link').click();
      await page.getByText('网上申请收件').first().waitFor();
      await clerk.picture('application-case');
      await inOrder(clerk);
      await clerk.leave();
    });

    it('names the file that is none, and begins without it when the clerk says so', async () => {
      const clerk = await hall().staff('window-clerk-b', { address: addresses.get('SB5339000004') ?? '' });
      const { page } = clerk;
      await page.getByText(/有文件不能收取/).first().waitFor();
      await clerk.picture('application-bad-file');
      await inOrder(clerk);
      await page.getByRole('textbox', { name: '按名称或编码查找事项' }).fill('消防设计审查');
      await page.getByRole('list', { name: '按名称或编码查找事项' }).getByRole('button', { name: '选此事项' }).first().click();
      await page.getByRole('dialog').getByRole('checkbox').check();
      await page.getByRole('dialog').getByRole('button', { name: '选此事项' }).click();
      await page.getByText('已成为办件').first().waitFor();
      await clerk.leave();
    });

    it('gives back what nobody can be called about, with words the applicant reads; an officer of the catalogue looks on in English', async () => {
      const clerk = await hall().staff('window-clerk-a', { address: addresses.get('SB5339000005') ?? '' });
      const { page } = clerk;
      await page.getByRole('button', { name: '退回申请人' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('请补填联系人和手机号码后重新申报');
      await clerk.picture('application-giving-back');
      await inOrder(clerk);
      await page.getByRole('dialog').getByRole('button', { name: '退回申请人' }).click();
      await page.getByText('已退回申请人').first().waitFor();
      await clerk.leave();
      const officer = await hall().staff('catalogue-officer-a', { address: addresses.get('SB5339000003') ?? '', language: 'en', size: 'wide' });
      await officer.page.getByText('the application names no item code').first().waitFor();
      await officer.page.getByText(/names alike to/).first().waitFor();
      await officer.picture('application-en');
      expect(await officer.page.getByRole('button', { name: 'Give back' }).count()).toBe(0);
      await inOrder(officer);
      await officer.leave();
    });
  });
}
