/**
 * Charges by published standards as people meet them: an officer proposes a standard beside a worked example, another approves it, the clerk
 * counts the fee before accepting a case, and the bill explains each line.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, officerOf, opensCase, patienceMs, register, stateIs } from './case-steps.ts';
import { openBrowserHall, type BrowserHall, type Visitor } from './hall.ts';

describe('charges by published standards', { timeout: 240_000 }, () => {
  let hall: BrowserHall;
  beforeAll(async () => { hall = await openBrowserHall(); }, 240_000);
  afterAll(async () => { await hall?.leftBehind().catch(() => undefined); await hall?.close(); });
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };

  it('are proposed with a worked example, approved by another officer, and superseded, never altered', async () => {
    const officer = await hall.staff('catalogue-officer-a', { address: '/staff/standards' });
    const { page } = officer;
    await page.getByText('YL-RFYD-01').waitFor();
    await officer.picture('standards-list');
    await inOrder(officer);
    await page.getByRole('button', { name: '提出新标准' }).click();
    const form = page.getByRole('form', { name: '提出收费标准' });
    const example = page.getByRole('region', { name: '试算一例' });
    await form.getByRole('button', { name: '提出，待批准' }).click();
    await form.getByText('必填').first().waitFor();
    await officer.picture('standard-draft-empty', { whole: true });
    const fill = async (label: string | RegExp, text: string): Promise<void> => { await form.getByLabel(label).first().fill(text); };
    for (const [label, text] of [['编码', 'YL-GC-01'], ['名称', '工程质量监督费（示例）'], ['标准原文', '工程造价 1000 万元以下部分 0.2%，以上部分 0.1%'], ['收费依据', '示例发改价格〔2026〕5号第三条'], ['收入项目编码', '103044009'], ['收入项目名称', '质量监督收入（示例）'], ['执收单位编码', '533902101'], ['执收单位名称', '云岭市住房和城乡建设局']] as const) await fill(new RegExp(`^${label} *\\*?$`), text);
    await form.getByLabel('计费方法').selectOption('percentage');
    await fill(/^计费基数/, '工程造价');
    const [first, second] = [form.getByRole('group', { name: '第 1 档' }), form.getByRole('group', { name: '第 2 档' })];
    await first.getByLabel(/^至/).fill('10000000');
    await first.getByLabel(/^比例/).fill('0.2');
    await second.getByLabel(/^比例/).fill('0.1');
    await form.getByRole('button', { name: '增加减免' }).click();
    await form.getByLabel(/^减免名称/).fill('小微企业减半');
    await form.getByLabel(/^减免依据/).fill('示例财税〔2026〕6号');
    await form.getByLabel('标准规定了滞纳金').check();
    await form.getByLabel(/^每日/).fill('0.05');
    await form.getByLabel(/^滞纳金依据/).fill('示例条例第九条');
    await example.getByLabel(/^计费数量/).fill('30000000');
    await example.getByLabel('减免').selectOption({ label: '小微企业减半' });
    await example.getByText('工程造价 10000000 元 × 0.2% ＝ 20000.00 元').waitFor();
    await example.getByText('工程造价 20000000 元 × 0.1% ＝ 20000.00 元').waitFor();
    await example.getByText('20,300.00').waitFor();
    await officer.picture('standard-draft', { whole: true });
    await inOrder(officer);
    await form.getByRole('button', { name: '提出，待批准' }).click();
    await page.getByText('须由另一位事项管理员批准；您可以撤回。').waitFor();
    expect(await page.getByRole('button', { name: '批准' }).count()).toBe(0);
    await officer.picture('standard-proposed', { whole: true });
    await inOrder(officer);

    const other = await hall.staff('catalogue-officer-b', { address: '/staff/standards/YL-GC-01' });
    await other.page.getByRole('button', { name: '批准' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
    await other.page.getByText('现行版本').waitFor();
    await other.page.getByRole('button', { name: '提出新版' }).click();
    const next = other.page.getByRole('form', { name: '提出收费标准' });
    expect(await next.getByLabel(/^编码/).isDisabled()).toBe(true);
    await next.getByLabel(/^起始日/).fill('2026-01-02');
    await next.getByLabel(/^理由/).fill('示例发改价格〔2026〕8号降价');
    await next.getByRole('button', { name: '提出，待批准' }).click();
    // In force for days that are past: nobody rewrites that.
    await next.getByText(/收费标准已公布，不得改动/).first().waitFor();
    await other.picture('standard-supersede-refused', { whole: true });
    expect(await other.barriers()).toEqual([]);
    // The browser itself tells of the refusal, and of nothing else.
    expect(other.complaints().filter((complaint) => !complaint.includes('409'))).toEqual([]);
    await other.open('/staff/standards/YL-GC-01');
    await other.page.getByText('现行版本').first().waitFor();
    await other.picture('standard-published', { whole: true });
    await other.page.getByRole('button', { name: '提出废止' }).waitFor();
    await other.page.getByRole('button', { name: 'English' }).first().click().catch(() => undefined);
    await other.picture('standard-published-en', { whole: true });
    await inOrder(other);
    await other.leave();
    await officer.leave();
  });

  it('are read by cashier and supervisor, who may change nothing', async () => {
    for (const login of ['cashier-a', 'supervisor-a']) {
      const reader = await hall.staff(login, { address: '/staff/standards' });
      await reader.page.getByText('YL-RFYD-01').waitFor();
      expect(await reader.page.getByRole('button', { name: '提出新标准' }).count()).toBe(0);
      await reader.open('/staff/standards/YL-RFYD-01');
      await reader.page.getByText('现行版本').waitFor();
      expect(await reader.page.getByRole('button', { name: /提出新版|提出废止|批准/ }).count()).toBe(0);
      await inOrder(reader);
      await reader.leave();
    }
  });

  it('make the fee of a case, counted and told before the acceptance, with a relief only against its document', async () => {
    const clerk = await hall.staff('window-clerk-a');
    const { caseNumber } = await register(hall, clerk, 'forward', { projectName: '按标准计费的一件' });
    await opensCase(clerk, caseNumber);
    const { page } = clerk;
    const acts = page.locator('.hub-acts');
    await acts.getByText('标准 10.00—20.00 元，按下限：10.00 元/平方米 × 8600 平方米 ＝ 86000.00 元').waitFor();
    await acts.getByText('86,080.00').waitFor();
    await clerk.picture('fee-counted', { whole: true });
    await inOrder(clerk);
    const term = acts.getByRole('group', { name: '防空地下室易地建设费' });
    await term.getByLabel('减免').selectOption({ label: '中小学、幼儿园、养老机构减半收取' });
    // Without its document the relief is not counted, and the case not accepted.
    await acts.getByText('填写后立即算出金额').waitFor();
    expect(await acts.locator('.hub-act-buttons').getByRole('button', { name: '受理' }).isDisabled()).toBe(true);
    await term.getByLabel(/^减免证明文号/).fill('教审〔2026〕12号');
    await acts.getByText('43,080.00').waitFor();
    await acts.getByText('减免证明：教审〔2026〕12号').waitFor();
    await clerk.picture('fee-with-relief', { whole: true });
    await acts.locator('.hub-act-buttons').getByRole('button', { name: '受理' }).click();
    await page.getByRole('dialog').getByText('43,080.00').waitFor();
    await clerk.picture('fee-confirm');
    await page.getByRole('dialog').getByRole('button', { name: '受理', exact: true }).click();
    await page.getByText('已办理：受理').first().waitFor({ timeout: patienceMs });
    await opensCase(clerk, caseNumber, 'bill');
    await page.getByText('受理时核定的费用').waitFor();
    await clerk.picture('fee-of-case', { whole: true });
    await inOrder(clerk);

    const reviewer = await hall.staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
    await act(reviewer, '同意');
    await reviewer.leave();
    const officer = await officerOf(hall, caseNumber);
    await opensCase(officer, caseNumber);
    await act(officer, '准予许可');
    await officer.leave();
    await page.getByRole('img', { name: '缴款码二维码' }).waitFor({ timeout: patienceMs });
    await clerk.picture('fee-bill', { whole: true });
    await inOrder(clerk);
    const payCode = (await page.locator('.hub-pay-code').innerText()).replaceAll(' ', '');
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    await cashier.page.getByText(/YL-RFYD-01/).waitFor();
    await cashier.picture('counted-bill', { whole: true });
    await inOrder(cashier);
    await cashier.leave();
    await hall.payAtBank(payCode);
    await stateIs(clerk, '待领取');
    await clerk.leave();
  });
});
