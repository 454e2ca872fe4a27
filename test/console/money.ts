/**
 * Money that is more than one case's fee: a bill of several charges made at the window by standards, paid at the bank, reconciled,
 * part of it given back by two people, and the books looked at. Told by cashiers, a supervisor and the bank.
 */
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import type { BrowserHall, Visitor } from './hall.ts';
import { publishStandard } from '../published-standard.ts';

const standard = (code: string, name: string, rule: object, words: string): { code: string; [field: string]: unknown } => ({
  code, name, words, basis: '示例价费〔2025〕1号（虚构）', revenueItem: { code: `1030440${code.slice(-2)}`, name: '示例收入项目' }, collectingUnit: { code: '533902101', name: '云岭市住房和城乡建设局' },
  rule, reliefs: [{ code: 'small', name: '小微企业减半', basis: '示例财税〔2026〕2号', effect: { kind: 'part', stillPerMillion: 500_000 } }], lateFee: null, validFrom: '2026-01-01',
});

const ways = ['day', 'unit', 'item', 'bank'] as const;
const Sums = z.object({ rows: z.array(z.object({ key: z.string(), assessedInFen: z.number(), paidInFen: z.number(), reversedInFen: z.number(), refundedInFen: z.number() })) });
type Row = z.infer<typeof Sums>['rows'][number];
const nothing: Omit<Row, 'key'> = { assessedInFen: 0, paidInFen: 0, reversedInFen: 0, refundedInFen: 0 };
const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
const sumOf = (rows: readonly Row[]): number[] => (['assessedInFen', 'paidInFen', 'reversedInFen', 'refundedInFen'] as const).map((field) => rows.reduce((sum, row) => sum + row[field], 0));

/** What fees adds up over the days the page shows. */
async function sumsOf(hub: BrowserHall['hub']): Promise<Record<(typeof ways)[number], Row[]>> {
  const headers = { authorization: `Bearer ${await hub.token('supervisor')}` };
  const [from, to] = [chinaDate(new Date(systemClock.now().getTime() - 29 * 86_400_000)), chinaDate(systemClock.now())];
  const by = async (groupedBy: string): Promise<Row[]> => Sums.parse((await axios.get(`${hub.url('fees')}/statements`, { headers, params: { from, to, groupedBy } })).data).rows;
  return { day: await by('day'), unit: await by('unit'), item: await by('item'), bank: await by('bank') };
}

/** The figures a chart tells of one column, as somebody reads them who points at it; none while it is still being drawn. */
async function drawnAt({ page }: Visitor, column: string): Promise<string[][]> {
  const chart = page.getByRole('img', { name: '各项应收、实收、退付（元）' });
  const soon = { timeout: 2_000 };
  const [label, whole] = [await chart.locator('svg text', { hasText: column }).first().boundingBox(soon).catch(() => null), await chart.boundingBox(soon).catch(() => null)];
  if (!label || !whole) return [];
  await page.mouse.move(0, 0);
  await page.mouse.move(label.x + label.width / 2, whole.y + whole.height / 2);
  const told = chart.locator('.hub-chart-tip').filter({ has: page.locator('strong', { hasText: column }) });
  if (!await told.waitFor(soon).then(() => true, () => false)) return [];
  const [names, figures] = [await told.locator('> div span').allInnerTexts(), await told.locator('> div b').allInnerTexts()];
  return names.map((name, at) => [name, figures[at] ?? '']);
}

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

      const before = await sumsOf(hub);

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
      // A relief claimed without its document goes nowhere, and the page says why.
      await form.getByLabel('减免').nth(1).selectOption('small');
      await form.getByRole('button', { name: '窗口开单' }).click();
      await form.getByText('减免须有证明文号：请填写，或改为不减免').waitFor();
      await cashier.picture('bill-window-relief-without-document');
      await inOrder(cashier);
      await form.getByLabel('减免').nth(1).selectOption('');
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
      const paidBy = z.object({ payment: z.object({ workDate: z.string(), bank: z.string() }) }).parse((await axios.get(`${hub.url('fees')}/bills/${payCode}`, { headers: { authorization: `Bearer ${await hub.token('cashier')}` } })).data).payment;
      await axios.post(`${hub.control('bank-teller')}/reconcile`, { day: paidBy.workDate });
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
      // What this story moved, by each way of adding up, in the table and in the chart above it.
      const { bank } = paidBy;
      const moved = {
        day: [[chinaDate(systemClock.now()), 12_000, 17_000, 5_000]], unit: [['533902101', 12_000, 17_000, 5_000]],
        item: [['103044011', 10_588, 15_000, 4_412], ['103044012', 1_412, 2_000, 588]], bank: [[bank, 0, 17_000, 5_000]],
      } as const;
      // Nothing is owed by bank: what was assessed names none.
      const told = (way: string, figures: readonly number[]): string[] => figures.slice(way === 'bank' ? 1 : 0).map((fen) => `${yuan(fen)} 元`);
      for (const way of ways) {
        await supervisor.page.getByRole('combobox', { name: '按' }).selectOption(way === 'day' ? '' : way);
        const table = supervisor.page.getByRole('region', { name: '收缴统计表' });
        for (const [key, assessed, paid, refunded] of moved[way]) {
          const was = before[way].find((row) => row.key === key) ?? nothing;
          const figures = [was.assessedInFen + assessed, was.paidInFen + paid, was.reversedInFen, was.refundedInFen + refunded];
          const row = table.getByRole('row').filter({ hasText: key });
          await row.filter({ hasText: { day: key, unit: '云岭市住房和城乡建设局', item: '示例收入项目', bank }[way] }).waitFor();
          expect((await row.getByRole('cell').allInnerTexts()).slice(1), `${way} ${key}`).toEqual(told(way, figures));
          const drawn = [['应收', yuan(figures[0] ?? 0)], ['实收', yuan(figures[1] ?? 0)], ['已退', yuan(figures[3] ?? 0)]];
          await expect.poll(() => drawnAt(supervisor, way === 'day' ? key.slice(5) : key), { timeout: 20_000, message: `chart by ${way} ${key}` }).toEqual(way === 'bank' ? drawn.slice(1) : drawn);
        }
        const all = sumOf(Object.values((await sumsOf(hub))[way]));
        expect(await table.getByRole('row').last().getByRole('cell').allInnerTexts(), way).toEqual(told(way, all));
        await supervisor.picture(`sums-by-${way}`);
        await inOrder(supervisor);
      }
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

    it('gives unidentified money to the bill it was meant for when two people say so, and the bill is paid by it', async () => {
      const { hub } = hall();
      const headers = { authorization: `Bearer ${await hub.token('cashier')}` };
      await publishStandard(hub.url('fees'), hub.token, standard('YL-13', '测绘费', { kind: 'fixed', amountInFen: 6_600 }, '每件 66 元'));
      const made = await axios.post(`${hub.url('fees')}/bills`, { caseNumber: null, projectCode: '2601-533902-04-01-123456', payer: { name: '云岭示例建设有限公司', creditCode: null }, charges: [{ standardCode: 'YL-13', measure: null, relief: null }], dueBy: '2099-01-01T00:00:00Z' }, { headers: { ...headers, 'idempotency-key': 'claimed-bill-of-this-story' } });
      const { payCode } = z.object({ payCode: z.string() }).parse(made.data);
      const today = chinaDate(systemClock.now());
      await axios.post(`${hub.url('fees')}/unidentified-money`, { bank: 'YLBANK01', serial: 'MYSTERY2', amountInFen: 6_600, workDate: today, collectedOn: today, payCode: '', why: 'unknown-bill' }, { headers: { ...headers, 'idempotency-key': 'claimed-money-of-this-story' } });

      const cashier = await hall().staff('cashier-a', { address: '/staff/money?view=unidentified' });
      const money = cashier.page.getByRole('region', { name: 'YLBANK01 MYSTERY2' });
      await money.getByRole('button', { name: '提出处理' }).click();
      const form = cashier.page.getByRole('dialog');
      await form.getByLabel('认领入单').check();
      await form.getByRole('button', { name: '提出处理' }).click();
      await form.getByRole('textbox', { name: '缴款单的缴款码' }).and(form.locator('[aria-invalid=true]')).waitFor();
      await form.getByRole('textbox', { name: '缴款单的缴款码' }).fill(payCode.replace(/^(.{4})/, '$1 '));
      await form.getByLabel('原因').fill('付款附言写明缴款单，回单已核');
      await cashier.picture('unidentified-claim');
      await inOrder(cashier);
      await form.getByRole('button', { name: '提出处理' }).click();
      await money.getByText('须由另一人审核').waitFor();
      expect(await money.innerText()).toContain(`认领到缴款单 ${payCode}（付款附言写明缴款单，回单已核）`);
      expect(await money.getByRole('button').count()).toBe(0);

      const supervisor = await hall().staff('supervisor-a', { address: '/staff/money?view=unidentified' });
      const theirs = supervisor.page.getByRole('region', { name: 'YLBANK01 MYSTERY2' });
      await theirs.getByRole('button', { name: '复核同意' }).click();
      await supervisor.page.getByRole('dialog').getByText('66.00').waitFor();
      await supervisor.page.getByRole('dialog').getByText(`认领到缴款单 ${payCode}`).waitFor();
      await supervisor.picture('unidentified-claim-agree');
      await supervisor.page.getByRole('dialog').getByRole('button', { name: '复核同意' }).click();
      // Both see it come about, nobody reloads.
      for (const one of [theirs, money]) await one.getByText('已认领', { exact: true }).waitFor({ timeout: 60_000 });
      await supervisor.picture('unidentified-claimed', { whole: true });
      await inOrder(supervisor);
      await cashier.open(`/staff/bills/${payCode}`);
      await cashier.page.getByText('MYSTERY2').waitFor();
      expect(z.object({ state: z.string(), payment: z.object({ serial: z.string(), amountInFen: z.number() }) }).parse((await axios.get(`${hub.url('fees')}/bills/${payCode}`, { headers })).data)).toMatchObject({ payment: { serial: 'MYSTERY2', amountInFen: 6_600 } });
      await cashier.picture('unidentified-claimed-bill', { whole: true });
      await inOrder(cashier);
      await supervisor.open('/staff/money?view=sums');
      await supervisor.page.getByText(/^平衡：/).waitFor();
      await supervisor.leave();
      await cashier.leave();
    });
  });
}
