/**
 * A cashier and the fiscal platform: a bill made at the window, paid at the bank, confirmed and receipted by the platform, its receipt shown,
 * printed and checked by anybody; and a receipt whose number was lost on the way. Over the whole hub, with a platform connected.
 */
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import { publishStandard } from '../published-standard.ts';
import { codeIn } from './code-on-page.ts';
import { hallWithFiles, tellOfDailyFiles } from './daily-files.ts';
import { openBrowserHall, type BrowserHall, type Visitor } from './hall.ts';

describe('a cashier with a fiscal platform', { timeout: 180_000 }, () => {
  let hall: BrowserHall;
  beforeAll(async () => {
    // The platform confirms when it is told to: how a bill looks until then is part of the story.
    // And the zone is of a province whose pay codes have letters and a check character: no screen, no bank and no platform may mind.
    const province = { HUB_PAY_CODE_PROFILE: 'example-letters' };
    hall = await openBrowserHall({ fiscal: true, paymentChannel: true, settings: { fees: province, 'bank-gateway': { ...province, ...hallWithFiles.settings?.['bank-gateway'] } }, counterpartSettings: hallWithFiles.counterpartSettings ?? {} });
    await publishStandard(hall.hub.url('fees'), hall.hub.token, {
      code: 'YL-31', name: '占道费', words: '每件 128.05 元', basis: '示例价费〔2025〕3号（虚构）', revenueItem: { code: '103044031', name: '示例收入项目' }, collectingUnit: { code: '533902101', name: '云岭市住房和城乡建设局' },
      rule: { kind: 'fixed', amountInFen: 12_805 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
    });
  }, 240_000);
  afterAll(async () => { await hall?.leftBehind().catch(() => undefined); await hall?.close(); });

  const platform = (path: string, body: object): Promise<unknown> => axios.post(`${hall.hub.control('fiscal')}${path}`, body);
  async function billed(payer = '云岭示例建设有限公司'): Promise<string> {
    const headers = { authorization: `Bearer ${await hall.hub.token('cashier')}`, 'idempotency-key': freshId() };
    const made = await axios.post(`${hall.hub.url('fees')}/bills`, { caseNumber: null, projectCode: '2601-533902-04-01-654321', payer: { name: payer, creditCode: null }, charges: [{ standardCode: 'YL-31', measure: null, relief: null }], dueBy: '2027-12-31T23:59:59+08:00' }, { headers });
    return z.object({ payCode: z.string() }).parse(made.data).payCode;
  }
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };

  tellOfDailyFiles(() => hall, billed, 12_805);

  it('sees a bill paid, confirmed and receipted by itself, prints the receipt, and anybody can check it', async () => {
    const payCode = await billed();
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    const { page } = cashier;
    await page.getByText('等待缴款').waitFor();
    await page.getByRole('figure').nth(1).waitFor();
    await cashier.picture('cashier-bill');
    await inOrder(cashier);
    await hall.payAtBank(payCode);
    await page.getByText('等待财政平台确认').waitFor();
    await page.getByText('银行已收不等于到账').waitFor();
    await cashier.picture('cashier-paid');
    await platform('/pay', { payCode });
    await page.getByRole('button', { name: '查看票据' }).waitFor();
    await page.getByRole('button', { name: '查看票据' }).click();
    await page.getByRole('region', { name: '财政电子票据', exact: true }).waitFor();
    await page.getByRole('button', { name: '打印票据' }).click();
    await expect.poll(() => page.evaluate('window.printed ?? 0')).toBe(1);
    await cashier.picture('cashier-receipt', { whole: true });
    await inOrder(cashier);
    const address = await page.getByRole('link', { name: '按公众查验页查看' }).getAttribute('href');
    await cashier.leave();

    const visitor = await hall.visitor({ size: 'phone', javaScript: false });
    await visitor.open(`${hall.url}${address ?? ''}`);
    await visitor.page.getByRole('heading', { name: '票据真实' }).waitFor();
    await visitor.page.getByText('128.05 元').waitFor();
    await visitor.picture('public-receipt', { whole: true });
    await visitor.open(`${hall.url}/receipts`);
    await visitor.picture('public-receipt-form');
    expect(visitor.complaints()).toEqual([]);
    await visitor.leave();
  });

  it('enters a slip of the card terminal: under way until the bank bears it out, and taken back with a reason', async () => {
    const payCode = await billed();
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    const { page } = cashier;
    await page.getByRole('button', { name: '录入刷卡或现金' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: '录入', exact: true }).click();
    await form.getByText('填写 2 至 20 位').waitFor();
    await form.getByLabel('收款银行代码').fill('icbc');
    await form.getByLabel('终端号').fill('T0001');
    await form.getByLabel('凭条号').fill('000123');
    await form.getByLabel('收款日期').fill(chinaDate(systemClock.now()));
    await cashier.picture('cashier-slip');
    await inOrder(cashier);
    await form.getByRole('button', { name: '录入', exact: true }).click();
    await page.getByText('待核').waitFor();
    await page.getByText('缴款中').first().waitFor();
    await cashier.picture('cashier-under-way', { whole: true });
    await inOrder(cashier);
    await page.getByRole('button', { name: '撤销收款' }).click();
    await page.getByRole('dialog').getByLabel('撤销原因').fill('缴款人改用扫码');
    await page.getByRole('dialog').getByRole('button', { name: '撤销收款' }).click();
    await page.getByText('已撤回').waitFor();
    await cashier.leave();
  });

  it('is told that a pay code was mistyped, in the search and at an address, and finds the right one however it is typed', async () => {
    const payCode = await billed();
    expect(payCode).toMatch(/^FS5339\d{6}[0-9A-Z]{6}$/);
    const wrong = `${payCode.slice(0, -2)}${payCode.at(-2) === '7' ? '8' : '7'}${payCode.slice(-1)}`;
    const cashier = await hall.staff('cashier-a', { address: '/staff/bills' });
    const { page } = cashier;
    const find = page.getByRole('search').getByRole('textbox', { name: '缴款码、办件编号或缴款人' });
    await find.fill(wrong);
    await find.press('Enter');
    await page.getByText('缴款码有误：校验位不符').waitFor();
    await cashier.picture('pay-code-mistyped');
    await inOrder(cashier);
    await find.fill(payCode.toLowerCase().replaceAll(/(.{4})(?=.)/g, '$1 '));
    await find.press('Enter');
    await page.getByRole('row', { name: payCode }).waitFor();
    await cashier.picture('pay-code-found');
    await inOrder(cashier);
    await cashier.open(`/staff/bills/${wrong}`);
    await page.getByText('逐位核对').waitFor();
    await cashier.picture('pay-code-mistyped-bill');
    expect(await cashier.barriers()).toEqual([]);
    // A paper that is scanned leads to its list of bills, with what is wrong with it.
    const scan = page.getByRole('textbox', { name: /扫描|查找/ }).first();
    await scan.fill(wrong);
    await scan.press('Enter');
    await page.waitForURL(new RegExp(`/staff/bills\\?q=${wrong}`));
    await page.getByText('缴款码有误：校验位不符').waitFor();
    await cashier.leave();
  });

  /** An order is opened on the page; what its code says. */
  async function orderOpened({ page }: Visitor): Promise<string> {
    await page.getByRole('button', { name: '扫码收款' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '扫码收款' }).click();
    await page.getByAltText('请缴款人扫码').waitFor();
    return '.hub-bill-scan img';
  }

  it('takes a payment by a code on the page: the payer pays by it, the page turns to paid by itself, and the receipt prints', async () => {
    const payCode = await billed();
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    const { page } = cashier;
    const address = await codeIn(cashier, await orderOpened(cashier));
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cashier\/PY\d+$/);
    await cashier.picture('cashier-code', { whole: true });
    await inOrder(cashier);
    await page.evaluate('window.since = "before the payment"');

    const payer = await hall.visitor({ size: 'phone', javaScript: false });
    await payer.open(address);
    await payer.page.getByText('¥128.05').waitFor();
    await payer.page.getByRole('button', { name: '确认支付' }).click();
    await payer.page.getByText('支付成功').waitFor();
    await payer.leave();

    await page.getByText('等待财政平台确认').waitFor();
    expect(await page.evaluate('window.since')).toBe('before the payment');
    expect(await page.getByAltText('请缴款人扫码').count()).toBe(0);
    await page.getByRole('button', { name: '当日冲正' }).waitFor();
    await page.getByRole('button', { name: '打印缴款回单（不是票据）' }).click();
    await expect.poll(() => page.evaluate('window.printed ?? 0'), { timeout: 20_000 }).toBe(1);
    await cashier.picture('cashier-code-paid', { whole: true });
    await inOrder(cashier);
    await platform('/pay', { payCode });
    await page.getByRole('button', { name: '打印票据' }).click();
    await expect.poll(() => page.evaluate('window.printed ?? 0'), { timeout: 20_000 }).toBe(2);
    await page.getByText('财政已确认到账，不能冲正').waitFor();
    expect(await page.evaluate('window.since')).toBe('before the payment');
    await cashier.picture('cashier-code-receipted', { whole: true });
    await inOrder(cashier);
    await cashier.leave();
  });

  it('reverses on the same day what was paid by a code, with a reason, and the bill may be paid again', async () => {
    const payCode = await billed('䶮𬱖龦㐂·买买提');
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    const { page } = cashier;
    await page.getByText('䶮𬱖龦㐂·买买提').first().waitFor();
    const address = await codeIn(cashier, await orderOpened(cashier));
    await axios.post(address);
    await page.getByRole('button', { name: '当日冲正' }).click();
    await page.getByRole('dialog').getByLabel('冲正原因').fill('缴款人要求改用对公转账');
    await cashier.picture('cashier-reverse');
    await inOrder(cashier);
    await page.getByRole('dialog').getByRole('button', { name: '当日冲正' }).click();
    await page.getByText('已退回').waitFor();
    await page.getByText('缴款人要求改用对公转账').waitFor();
    await page.getByRole('button', { name: '扫码收款' }).waitFor();
    await cashier.picture('cashier-reversed', { whole: true });
    await inOrder(cashier);
    await cashier.leave();
  });

  it('looks into numbers that were lost on the way before another is taken', async () => {
    const payCode = await billed();
    await platform('/misbehave', { message: '8999', fault: 'drop-answer' });
    await platform('/misbehave', { message: '8999', fault: 'drop-answer' });
    const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
    const { page } = cashier;
    await hall.payAtBank(payCode);
    await platform('/pay', { payCode });
    const again = async (): Promise<void> => {
      await page.getByRole('button', { name: '再次申请票据' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '再次申请票据' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await page.getByText('结果未明').waitFor();
    await again();
    await page.getByText('结果未明').waitFor();
    await again();
    await page.getByText('被拒').waitFor();
    await expect.poll(() => page.getByRole('heading', { name: '可能的废号' }).count()).toBe(1);
    await cashier.picture('cashier-burnt-numbers', { whole: true });
    await page.getByRole('button', { name: '废号已核实' }).click();
    await page.getByRole('dialog').getByLabel('核实情况').fill('已电话核实，两个票号由平台作废');
    await page.getByRole('dialog').getByRole('button', { name: '废号已核实' }).click();
    await page.getByText('已电话核实').first().waitFor();
    await again();
    await page.getByRole('button', { name: '查看票据' }).waitFor();
    await inOrder(cashier);
    await cashier.leave();
  });
});
