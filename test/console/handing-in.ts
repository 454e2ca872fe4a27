/**
 * A department's list on screen: the catalogue officer hands in a spreadsheet as an office sends it, sees how far it is, each wrong row
 * in its own table with the reason under it, and the change set the good rows became.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rowsInPlace, workbookOf } from '../../services/catalogue/spreadsheet/sample-workbook.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const Sample = z.object({ delegations: z.array(z.looseObject({ department: z.object({ name: z.string() }), validTo: z.string(), itemCodes: z.array(z.string()) })) });
const Items = z.object({ items: z.array(z.object({ code: z.string(), name: z.string().nullable() })) });

/** Registers the tests; the hall exists once they run. */
export function tellOfHandingIn(hall: () => BrowserHall): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
    expect(z.number().parse(await who.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))).toBeLessThanOrEqual(0);
  };
  describe('for a department that hands in its list', () => {
    it('takes the good rows into a change set and shows each wrong row in place', { timeout: 180_000 }, async () => {
      const { delegations } = Sample.parse(JSON.parse(readFileSync(new URL('../../services/catalogue/sample/delegations.json', import.meta.url), 'utf8')));
      const document = delegations.find((one) => one.itemCodes.length >= 4 && one.validTo > '2026-12-31');
      const { items } = Items.parse(await (await fetch(`${hall().hub.url('catalogue')}/items?limit=200`)).json());
      const ours = (document?.itemCodes ?? []).flatMap((code) => items.find((one) => one.code === code) ?? []);
      const row = (at: number, limit: string, materials: string, fee = ''): string[] => [String(at + 1), ours[at]?.code ?? '', ours[at]?.name ?? '', '行政许可', limit, materials, fee === '' ? '' : '是', fee, '在用'];
      const rows = [
        [`${document?.department.name ?? ''}事项清单`], ['序号', '业务办理项编码', '事项名称', '事项类型', '承诺办结时限（工作日）', '申请材料', '是否收费', '收费标准', '事项状态'],
        row(0, '２', '1.申请表（原件1份）；2.营业执照（复印件1份）；3.其他说明（非必要）'), row(1, '尽快', '申请表'), row(2, '3', '申请表；申请表', '按有关规定'),
        ['4', '3.53902E+32', ours[3]?.name ?? '', '行政许可', '3', '', '', '', '在用'], ['5', '', '户外广告设施设置审批（测试）', '行政许可', '3', '', '', '', '在用'],
      ];
      const officer = await hall().staff('catalogue-officer-a', { address: '/staff/lists', size: 'desk' });
      const { page } = officer;
      await page.getByRole('heading', { level: 1, name: '部门清单' }).waitFor();
      await page.getByRole('combobox', { name: '部门' }).click();
      await page.getByText(document?.department.name ?? '', { exact: true }).last().click();
      await page.locator('input[type=file]').setInputFiles({ name: '2026年清单.xlsx', mimeType: 'application/octet-stream', buffer: workbookOf({ sheets: [{ name: '清单', inside: `<sheetData>${rowsInPlace(rows)}</sheetData><mergeCells><mergeCell ref="A1:I1"/></mergeCells>` }] }) });
      await officer.picture('list-chosen');
      await inOrder(officer);
      await page.getByRole('button', { name: '报送' }).click();
      await page.waitForURL(/lists\/L[0-9a-f]{32}/, { timeout: 20_000 });
      await page.getByText('已成变更单').waitFor({ timeout: 40_000 });
      await page.getByText('编码被表格软件当作数字，末位已丢失').waitFor();
      await page.getByText('不是时限，应写为“5个工作日”').waitFor();
      await officer.picture('list-wrong-rows', { whole: true });
      await inOrder(officer);
      await page.getByText(/查看变更单/).waitFor();
      await page.evaluate("localStorage.setItem('hub-language', 'en')");
      await page.reload();
      await page.getByText('Change set made').waitFor();
      await officer.picture('list-wrong-rows-en', { whole: true });
      await inOrder(officer);
      await page.evaluate("localStorage.setItem('hub-language', 'zh')");
      await officer.open('/staff/lists');
      await page.getByText('2026年清单.xlsx').first().waitFor();
      await officer.picture('lists');
      await inOrder(officer);
      await officer.leave();
    });
  });
}
