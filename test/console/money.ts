/**
 * Money that is more than one case's fee: a bill of several charges made at the window by standards, paid at the bank, reconciled,
 * part of it given back by two people, and the books looked at. Told by cashiers, a supervisor and the bank.
 */
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BrowserHall, Visitor } from './hall.ts';
import { publishStandard } from '../published-standard.ts';

const standard = (code: string, name: string, rule: object, words: string): { code: string; [field: string]: unknown } => ({
  code, name, words, basis: '示例价费〔2025〕1号（虚构）', revenueItem: { code: `1030440${code.slice(-2)}`, name: '示例收入项目' }, collectingUnit: { code: '533902101', name: '云岭市住房和城乡建设局' },
  rule, reliefs: [{ code: 'small', name: '小微企业减半', basis: '示例财税〔2026〕2号', effect: { kind: 'part', stillPerMillion: 500_000 } }], lateFee: null, validFrom: '2026-01-01',
});

export function tellOfMoney(hall: () => BrowserHall): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  describe('for those who answer for money', { timeout: 180_000 }, () => {
    it('makes one bill of several charges by standards, takes its payment, gives part of it back by two, and the books hold', async () => {
      const { hub } = hall();
      const rules = [['YL-11', '占道费', { kind: 'per-unit', unit: '平方米', unitAmountInFen: 150, wholeUnits: true }, '每平方米 1.50 元'], ['YL-12', '工本费', { kind: 'fixed', amountInFen: 2_000 }, '每件 20 元']] as const;
      for (const [code, name, rule, words] of rules) await publishStandard(hub.url('fees'), hub.token, standard(code, name, rule, words));

      const cashier = await hall().staff('cashier-a', { address: '/staff/bills' });
      const { page } = cashier;
      await page.getByRole('button', { name: '窗口开单' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('缴款人').fill('云岭示例建设有限公司');
      await form.getByLabel('投资项目代码').fill('2601-533902-04-01-123456');
      await form.getByRole('combobox', { name: '收费项目 1' }).selectOption('YL-11');
      await form.getByLabel('计费数量').fill('99.5');
      await form.getByRole('button', { name: '再加一项' }).click();
      await form.getByRole('combobox', { name: '收费项目 2' }).selectOption('YL-12');
      await form.getByText('1.50 元/平方米 × 100 平方米 ＝ 150.00 元').waitFor();
      await form.getByText('170.00').waitFor();
      await cashier.picture('bill-window');
      await inOrder(cashier);
      await form.getByRole('button', { name: '窗口开单' }).click();
      await page.waitForURL(/\/staff\/bills\/\d{20}$/);
      const payCode = /\d{20}$/.exec(page.url())?.[0] ?? '';
      await page.getByText('1.50 元/平方米 × 100 平方米 ＝ 150.00 元').waitFor();
      await hall().payAtBank(payCode);
      await page.getByText('银行流水号').waitFor();

      // Until the bank's day is reconciled nothing is given back.
      await page.getByRole('button', { name: '申请退付' }).click();
      await page.getByLabel('退付金额（元）').fill('50');
      await page.getByLabel('退付原因').fill('占道面积核减');
      await page.getByRole('dialog').getByRole('button', { name: '申请退付' }).click();
      await page.getByRole('dialog').getByText('尚未对账').waitFor();
      // The browser notes the refusal; that is all there is to complain of.
      expect(cashier.complaints().filter((complaint) => !complaint.includes('409'))).toEqual([]);
      const { workDate } = z.object({ payment: z.object({ workDate: z.string() }) }).parse((await axios.get(`${hub.url('fees')}/bills/${payCode}`, { headers: { authorization: `Bearer ${await hub.token('cashier')}` } })).data).payment;
      await axios.post(`${hub.control('bank-teller')}/reconcile`, { day: workDate });
      await page.getByRole('dialog').getByRole('button', { name: '申请退付' }).click();
      await page.getByText('待审核').waitFor();
      await page.getByText('须由另一人审核').waitFor();
      await cashier.picture('refund-asked');
      await inOrder(cashier);

      const supervisor = await hall().staff('supervisor-a', { address: '/staff/money' });
      await supervisor.page.getByText(payCode).click();
      await supervisor.page.getByRole('button', { name: '审核同意' }).click();
      await supervisor.page.getByRole('dialog').getByRole('button', { name: '审核同意' }).click();
      await supervisor.page.getByText('已审核').waitFor();
      await page.reload();
      await page.getByRole('button', { name: '已送收款银行' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '已送收款银行' }).click();
      await page.getByRole('button', { name: '录入银行回单' }).click();
      await page.getByRole('dialog').getByLabel('银行流水号').fill('RF20260001');
      await page.getByRole('dialog').getByRole('button', { name: '录入银行回单' }).click();
      await page.getByText('已退 50.00 元；还可申请 120.00 元').waitFor();
      await cashier.picture('refund-done', { whole: true });
      await inOrder(cashier);

      await supervisor.open('/staff/money?view=sums');
      await supervisor.page.getByText('账面').waitFor();
      await supervisor.page.getByText(/^平衡：/).waitFor();
      await supervisor.picture('sums', { whole: true });
      await inOrder(supervisor);
      await supervisor.open('/staff/standards');
      await supervisor.page.getByText('YL-11').waitFor();
      await supervisor.picture('standards');
      await inOrder(supervisor);
      await supervisor.leave();
      await cashier.leave();
    });

    it('lets one person say where unidentified money belongs and another agree', async () => {
      const { hub } = hall();
      const headers = { authorization: `Bearer ${await hub.token('cashier')}`, 'idempotency-key': 'found-money-of-this-story' };
      await axios.post(`${hub.url('fees')}/unidentified-money`, { bank: 'YLBANK01', serial: 'MYSTERY1', amountInFen: 4_200, workDate: '2026-11-20', collectedOn: '2026-11-20', payCode: '', why: 'unknown-bill' }, { headers });
      const cashier = await hall().staff('cashier-a', { address: '/staff/money?view=unidentified' });
      await cashier.page.getByText('MYSTERY1').waitFor();
      await cashier.page.getByRole('button', { name: '提出处理' }).click();
      await cashier.page.getByText('退回原付款人').click();
      await cashier.page.getByRole('dialog').getByLabel('原因').fill('查无此单，退回付款人');
      await cashier.picture('unidentified-proposal');
      await cashier.page.getByRole('dialog').getByRole('button', { name: '提出处理' }).click();
      await cashier.page.getByText('须由另一人审核').waitFor();
      const supervisor = await hall().staff('supervisor-a', { address: '/staff/money?view=unidentified', language: 'en' });
      await supervisor.page.getByRole('button', { name: 'Agree', exact: true }).click();
      await supervisor.page.getByRole('dialog').getByRole('button', { name: 'Agree', exact: true }).click();
      await supervisor.page.getByRole('region', { name: 'YLBANK01 MYSTERY1' }).getByText('Being sent back').waitFor();
      await supervisor.picture('unidentified');
      await inOrder(supervisor);
      await inOrder(cashier);
      await supervisor.leave();
      await cashier.leave();
    });
  });
}
