/**
 * How an item changes, told by two catalogue officers: one edits it, the other judges the change set in a minute and approves it, a third
 * day it is undone. Held here: what changes, for whom, from when and which cases stand on one screen; nobody approves alone.
 */
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const Items = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) });

/** Tells the story within a suite that has a hall. */
export function tellOfChangingItems(hallOf: () => BrowserHall, carriedOf: () => readonly CarriedCase[]): void {
  describe('for those who change items', { timeout: 180_000 }, () => {
    const inOrder = async (officer: Visitor): Promise<void> => {
      expect(await officer.barriers()).toEqual([]);
      expect(officer.complaints()).toEqual([]);
    };
    it('edits an item, is approved by a second officer who sees what it means, and is undone in one step', async () => {
      const { hub } = hallOf();
      const used = new Set(carriedOf().map((each) => each.shown.item.code));
      const { items } = Items.parse((await axios.get(`${hub.url('catalogue')}/items?state=offered&form=direct&limit=50`)).data);
      const item = items.find((each) => !used.has(each.code));
      if (!item) throw new Error('every item is used by other stories');
      // Somebody waits at the window with a case of this item, received and not yet accepted.
      const headers = { authorization: `Bearer ${await hub.token('window-clerk')}` };
      const { data: received } = await axios.post<{ caseNumber: string }>(`${hub.url('intake')}/cases`, {
        itemCode: item.code, projectName: '示例厂房扩建', applicant: { name: '示例科技有限公司', creditCode: '91350100M000100Y43' }, contact: { name: '王示例', citizenNumber: null, mobile: '13800000000' }, materials: [],
      }, { headers: { ...headers, 'idempotency-key': freshId() } });

      const first = await hallOf().staff('catalogue-officer-a', { address: `/staff/catalogue/${item.code}` });
      await first.page.getByRole('link', { name: '修改事项' }).click();
      await first.page.getByRole('heading', { level: 1, name: `修改：${item.name}` }).waitFor();
      await first.page.getByRole('button', { name: '提交变更' }).click();
      await first.page.getByText('请填写').first().waitFor();
      await first.page.getByRole('button', { name: '增加材料' }).click();
      await first.page.getByLabel('材料名称').last().fill('节能承诺书');
      await first.page.getByRole('button', { name: '增加字段' }).click();
      await first.page.getByLabel('中文标签').fill('年用水量');
      await first.page.getByLabel('英文标签').fill('Water used in a year');
      await first.page.getByLabel('字段名').fill('waterUsed');
      await first.page.getByLabel('类型').selectOption('number');
      await first.page.getByLabel('承诺办结时限 天数').fill('2');
      await first.page.getByLabel('咨询电话').fill('0870-3000000');
      await first.page.getByLabel('修改原因').fill('按节能审查要求补充材料');
      await first.picture('item-edit', { whole: true });
      await inOrder(first);
      await first.page.getByRole('button', { name: '提交变更' }).click();
      await first.page.getByRole('heading', { level: 1, name: '按节能审查要求补充材料' }).waitFor();
      await first.page.getByText('提出变更的人不得批准').waitFor();
      expect(await first.page.getByRole('button', { name: '批准' }).count()).toBe(0);
      await inOrder(first);

      const second = await hallOf().staff('catalogue-officer-b', { address: '/staff/change-sets' });
      const { page } = second;
      await page.locator('.hub-table tbody tr.hub-mark-yellow').first().waitFor();
      await second.picture('change-sets');
      await inOrder(second);
      await page.locator('.hub-table tbody tr', { hasText: '按节能审查要求补充材料' }).click();
      await page.getByText('涉及 1 件').waitFor();
      await page.getByText('缺新要求的材料').waitFor();
      await page.locator('.hub-entry').getByText('节能承诺书').waitFor();
      await second.picture('change-set');
      await page.getByText('在办件名单').click();
      await page.getByRole('link', { name: received.caseNumber }).waitFor();
      await second.picture('change-set-cases', { whole: true });
      await inOrder(second);
      await page.getByRole('button', { name: '批准' }).click();
      await page.getByRole('dialog').getByLabel('生效日期').waitFor();
      await second.picture('change-set-approve');
      await inOrder(second);
      await page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
      await page.locator('.hub-page-head').getByText('已生效').waitFor({ timeout: 30_000 });
      await page.getByText('已发布为').waitFor();
      await second.picture('change-set-in-force', { whole: true });
      await inOrder(second);
      // Who approved it may not undo it alone.
      await page.getByText('须由另一人撤销').waitFor();

      await first.open(`/staff/catalogue/${item.code}`);
      await first.page.getByText('节能承诺书').waitFor();
      await first.page.getByText('年用水量').waitFor();
      await first.picture('item-edition', { whole: true });
      await inOrder(first);
      await first.page.getByLabel('查看日期').fill('2020-01-01');
      await first.page.getByText('当日没有适用的版本').waitFor();
      await first.page.getByRole('tab', { name: '版本与变化' }).click();
      await first.page.getByRole('group', { name: '与上一版不同之处' }).waitFor();
      await first.picture('item-editions', { whole: true });
      await inOrder(first);

      await first.page.getByRole('link', { name: /^BG/ }).first().click();
      await first.page.getByRole('button', { name: '撤销' }).click();
      await first.page.getByRole('dialog').getByLabel('原因').fill('节能审查要求已取消');
      await first.picture('change-set-undo');
      await inOrder(first);
      await first.page.getByRole('dialog').getByRole('button', { name: '撤销' }).click();
      await first.page.locator('.hub-page-head').getByText('已撤销').waitFor({ timeout: 30_000 });
      await first.picture('change-set-undone');
      await inOrder(first);
      await first.open(`/staff/catalogue/${item.code}?tab=versions`);
      await first.page.getByText('第 3 次发布').waitFor();
      await first.page.getByRole('tab', { name: '办理要素' }).click();
      await first.page.getByRole('heading', { level: 2, name: '申请材料' }).waitFor();
      expect(await first.page.getByText('节能承诺书').count()).toBe(0);
      await axios.post(`${hub.url('intake')}/cases/${received.caseNumber}/withdrawal`, { reason: '示例' }, { headers: { ...headers, 'idempotency-key': freshId() } });
      await first.leave();
      await second.leave();
    });

    it.each(['desk', 'wide', 'phone'] as const)('shows change sets on a %s in English to the supervisor, who decides nothing', async (size) => {
      const supervisor = await hallOf().staff('supervisor-a', { size, address: '/staff/change-sets' });
      await supervisor.page.evaluate("localStorage.setItem('hub-language', 'en')");
      await supervisor.page.reload();
      await supervisor.page.locator('.hub-table tbody tr').last().waitFor();
      await supervisor.picture(`english-change-sets-${size}`);
      await inOrder(supervisor);
      await supervisor.page.locator('.hub-table tbody tr').last().click();
      await supervisor.page.getByRole('heading', { level: 2, name: 'At a glance' }).waitFor();
      await supervisor.page.locator('.hub-entry').first().waitFor();
      expect(await supervisor.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      await supervisor.picture(`english-change-set-${size}`);
      await inOrder(supervisor);
      await supervisor.leave();
    });
  });
}
