/**
 * Where lists have drifted apart, told by the catalogue's officer: a department hands in a list that says otherwise, a comparison
 * finds it, somebody is answerable and says why. Held here: the three sayings stand side by side, and what was said is kept.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../stage.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const Listed = z.object({ items: z.array(z.object({ code: z.string(), name: z.string().nullable() })) });
const Shown = z.object({ delegation: z.object({ department: z.object({ name: z.string(), creditCode: z.string() }) }).nullable() });

/** Tells the story within a suite that has a hall. */
export function tellOfDrift(hallOf: () => BrowserHall): void {
  describe('for those who watch the lists', { timeout: 180_000 }, () => {
    const inOrder = async (one: Visitor): Promise<void> => {
      expect(await one.barriers()).toEqual([]);
      expect(one.complaints()).toEqual([]);
    };
    it('compares, shows who says what, and keeps why it may differ', async () => {
      const { hub } = hallOf();
      const catalogue = hub.endpoints.services['catalogue']?.url ?? '';
      const [item] = Listed.parse(await (await fetch(`${catalogue}/items?state=offered&form=direct&limit=1`)).json()).items;
      const { delegation } = Shown.parse(await (await fetch(`${catalogue}/items/${item?.code ?? ''}`)).json());
      const headers = { authorization: `Bearer ${await hub.token('integrator')}`, 'content-type': 'text/csv' };
      const department = delegation?.department.creditCode ?? '';
      const list = `${catalogue}/department-lists/drift-story`;
      const handed = await fetch(`${list}/file?department=${department}&fileName=list.csv`, { method: 'PUT', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: `事项编码,事项名称,承诺办结时限\n${item?.code ?? ''},${item?.name ?? ''},19个工作日\n` });
      expect(handed.status).toBe(202);
      await eventually('the list has been read', async () => ['proposed', 'unchanged'].includes(z.object({ state: z.string() }).parse(await (await fetch(list, { headers })).json()).state), 60_000);
      const officer = await hallOf().staff('catalogue-officer-a', { address: '/staff/drift' });
      const { page } = officer;
      await page.getByRole('button', { name: '现在比对' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '现在比对' }).click();
      const row = page.locator('.hub-table tbody tr', { hasText: '承诺办结时限' });
      await row.first().click({ timeout: 60_000 });
      await page.locator('.hub-pane').getByText('19 个工作日').waitFor();
      await officer.picture('drift');
      await inOrder(officer);
      await page.locator('.hub-pane').getByRole('button', { name: '说明', exact: true }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('部门目录待下季度更新，按省级时限办理');
      await page.getByRole('dialog').getByRole('button', { name: '说明' }).click();
      await page.locator('.hub-pane').getByText('部门目录待下季度更新').first().waitFor();
      await officer.picture('drift-explained');
      await inOrder(officer);
      await officer.leave();
    });
  });
}
