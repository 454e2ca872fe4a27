/**
 * What is not the usual course, each on screen: a special procedure, a refusal with its reasons, a case not accepted, one the
 * applicant takes back, a bill voided; papers dropped with the mouse and taken back; and a connection that is lost.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { publishStandard } from '../published-standard.ts';
import { act, opensCase, patienceMs, register, stateIs } from './case-steps.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Tells the story within a suite that has a hall. */
export function tellOfWaysOut(hallOf: () => BrowserHall): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  /** Opens the form of an act that is not the one that lies open. */
  const choose = async ({ page }: Visitor, title: string): Promise<void> => { await page.locator('.hub-acts .hub-act-choice').getByRole('button', { name: title }).click(); };

  describe('takes the ways out of the usual course', { timeout: 180_000 }, () => {
    it('a special procedure stops the clock and starts it again; then the case is refused with reasons the applicant is given', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      const { caseNumber } = await register(hall, clerk, 'entrusted', { projectName: '特别程序的一天' });
      await opensCase(clerk, caseNumber);
      await act(clerk, '受理');
      const reviewer = await hall.staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
      await stateIs(reviewer, '已受理');
      await choose(reviewer, '启动特别程序');
      await reviewer.page.getByLabel('启动理由和依据').fill('需组织专家评审（行政许可法第四十五条）');
      await reviewer.picture('special-start');
      await act(reviewer, '启动');
      await stateIs(reviewer, '特别程序');
      await reviewer.page.getByLabel('结果', { exact: true }).fill('评审通过');
      await reviewer.picture('special-under-way');
      await inOrder(reviewer);
      await act(reviewer, '结束');
      await stateIs(reviewer, '已受理');
      await reviewer.page.getByLabel('审查意见').fill('接入位置与管网规划不符');
      await act(reviewer, '不同意');
      await reviewer.leave();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${caseNumber}` });
      await stateIs(approver, '已审查');
      // Without reasons nobody is refused.
      await approver.page.locator('.hub-act-buttons').getByRole('button', { name: '不予许可' }).click();
      await approver.page.getByText('须写明理由').first().waitFor();
      await approver.page.getByLabel('决定意见').fill('接入位置不符合排水专项规划');
      await approver.picture('refusal-reasons');
      await act(approver, '不予许可');
      await approver.leave();
      await stateIs(clerk, '待领取');
      await opensCase(clerk, caseNumber, 'documents');
      await clerk.page.getByRole('button', { name: '不予行政许可决定书' }).click();
      await clerk.page.getByText('依法申请行政复议').first().waitFor({ timeout: patienceMs });
      await clerk.picture('refusal-letter');
      await inOrder(clerk);
      await clerk.leave();
    });

    it('an application not accepted and one taken back, each with its reason in the story of the case', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      for (const [title, label, button, state] of [['不予受理', '不予受理的理由和依据', '不予受理', '不予受理'], ['申请人撤回', '撤回原因', '确认撤回', '已撤回']] as const) {
        const { caseNumber } = await register(hall, clerk, 'entrusted', { projectName: `${title}的一天` });
        await opensCase(clerk, caseNumber);
        await choose(clerk, title);
        await clerk.page.getByLabel(label).fill('不属于本园区职权范围');
        await clerk.picture(`way-out-${state === '已撤回' ? 'withdrawn' : 'not-accepted'}`);
        await act(clerk, button);
        await stateIs(clerk, state);
        await clerk.page.getByText('不属于本园区职权范围').first().waitFor();
      }
      await inOrder(clerk);
      await clerk.leave();
    });

    it('a payment the bank takes back stops the hand-over until it has been paid again and somebody has dealt with it', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      const { caseNumber } = await register(hall, clerk, 'direct', { projectName: '冲正的一天' });
      await opensCase(clerk, caseNumber);
      await act(clerk, '受理');
      const reviewer = await hall.staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
      await stateIs(reviewer, '已受理');
      await act(reviewer, '同意');
      await reviewer.leave();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${caseNumber}` });
      await stateIs(approver, '已审查');
      await act(approver, '准予许可');
      await approver.leave();
      await stateIs(clerk, '待缴费');
      const answer = await fetch(`${hall.hub.url('intake')}/cases/${caseNumber}`, { headers: { authorization: `Bearer ${await hall.hub.token('window-clerk')}` } });
      const { bill: { payCode } } = z.object({ bill: z.object({ payCode: z.string() }) }).parse(await answer.json());
      await hall.payAtBank(payCode);
      await stateIs(clerk, '待领取');
      const cancelled = await fetch(`${hall.hub.control('bank-teller')}/cancel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ payCode }) });
      expect(cancelled.status).toBe(200);
      const supervisor = await hall.staff('supervisor-a', { address: `/staff/cases/${caseNumber}` });
      await supervisor.page.getByText('费用尚未缴清').first().waitFor({ timeout: patienceMs });
      await supervisor.picture('payment-taken-back');
      await supervisor.page.getByLabel('处理说明').fill('已与银行核实，申请人改日重缴');
      await act(supervisor, '继续办理');
      await inOrder(supervisor);
      await supervisor.leave();
      await hall.payAtBank(payCode);
      await expect.poll(async () => {
        const again = await fetch(`${hall.hub.url('intake')}/cases/${caseNumber}`, { headers: { authorization: `Bearer ${await hall.hub.token('window-clerk')}` } });
        return z.object({ bill: z.object({ state: z.string() }) }).parse(await again.json()).bill.state;
      }, { timeout: patienceMs }).toBe('paid');
      await inOrder(clerk);
      await clerk.leave();
    });

    it('a bill nobody has paid is voided with its reason, and no bank takes money on it', async () => {
      const hall = hallOf();
      const headers = { 'content-type': 'application/json' };
      const unit = { code: '533902101', name: '云岭市住房和城乡建设局' };
      await publishStandard(hall.hub.url('fees'), hall.hub.token, { code: 'YL-23', name: '工本费', words: '每件 20 元', basis: '示例价费〔2025〕2号（虚构）', revenueItem: { code: '103044021', name: '示例收入项目' }, collectingUnit: unit, rule: { kind: 'fixed', amountInFen: 2_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01' });
      const made = await fetch(`${hall.hub.url('fees')}/bills`, {
        method: 'POST', headers: { ...headers, authorization: `Bearer ${await hall.hub.token('cashier')}`, 'idempotency-key': freshId() },
        body: JSON.stringify({ caseNumber: null, projectCode: '2601-533902-04-01-654321', payer: { name: '云岭示例建设有限公司', creditCode: null }, charges: [{ standardCode: 'YL-23', measure: null, relief: null }], dueBy: '2027-12-31T23:59:59+08:00' }),
      });
      const { payCode } = z.object({ payCode: z.string() }).parse(await made.json());
      const cashier = await hall.staff('cashier-a', { address: `/staff/bills/${payCode}` });
      await cashier.page.getByRole('button', { name: '作废', exact: true }).click();
      await cashier.page.getByRole('dialog').getByLabel('作废原因').fill('缴款人名称填错');
      await cashier.page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).click();
      await cashier.page.getByText('作废：缴款人名称填错').waitFor({ timeout: patienceMs });
      await cashier.picture('bill-void');
      await inOrder(cashier);
      await expect(hall.payAtBank(payCode)).rejects.toThrow();
      await cashier.leave();
    });

    it('papers dropped from the desktop find their rows, are looked at, and are taken back', async () => {
      const clerk = await hallOf().staff('window-clerk-b', { address: '/staff/intake' });
      const { page } = clerk;
      await page.locator('#intake-item').waitFor();
      await page.keyboard.type('zywjcsdlsp');
      await page.locator('[role=option][aria-selected=true]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('#intake-creditCode').waitFor();
      const [first = '', second = ''] = await Promise.all((await page.locator('[data-paper-row]').all()).map(async (row) => await row.getAttribute('data-paper-row') ?? ''));
      const drop = async (place: string, name: string, bytes: Buffer): Promise<void> => {
        const carried = await page.evaluateHandle(`(() => {
          const held = new DataTransfer();
          held.items.add(new File([Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (letter) => letter.charCodeAt(0))], ${JSON.stringify(name)}, { type: 'application/pdf' }));
          return held;
        })()`);
        for (const kind of ['dragenter', 'dragover', 'drop']) await page.locator(place).first().dispatchEvent(kind, { dataTransfer: carried });
      };
      // On its row, whatever it is called; anywhere else by its name.
      await drop(`.hub-paper-row:has([data-paper-row="${first}"])`, 'scan0001.pdf', samplePaper(freshId()));
      await drop('.hub-papers', `${second}.pdf`, samplePaper(freshId()));
      await page.locator('.hub-paper-done').nth(1).waitFor();
      await page.getByRole('button', { name: '预览：scan0001.pdf' }).click();
      await page.locator('.hub-paper-preview iframe').waitFor();
      await clerk.picture('papers-dropped');
      await inOrder(clerk);
      await page.getByRole('button', { name: '移除：scan0001.pdf' }).click();
      await expect.poll(() => page.locator('.hub-paper-done').count()).toBe(1);
      await expect.poll(() => page.locator('.hub-paper-preview').count()).toBe(0);
      // What is still on its way can be stopped, and tried again.
      const held: (() => void)[] = [];
      await page.route('**/api/intake/materials', async (route) => { await new Promise<void>((go) => { held.push(go); }); await route.continue().catch(() => undefined); });
      await drop(`.hub-paper-row:has([data-paper-row="${first}"])`, 'again.pdf', samplePaper(freshId()));
      await page.getByRole('button', { name: '停止：again.pdf' }).click();
      await page.getByText('已停止').waitFor();
      for (const go of held) go();
      await page.unroute('**/api/intake/materials');
      await page.getByRole('button', { name: '重试：again.pdf' }).click();
      await expect.poll(() => page.locator('.hub-paper-done').count()).toBe(2);
      clerk.complaints();
      await page.getByRole('button', { name: '清空重来' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '清空重来' }).click();
      await clerk.leave();
    });

    it('a server that does not answer at the start is said, and the page opens by itself when it does', async () => {
      const clerk = await hallOf().staff('window-clerk-b');
      await clerk.context.route('**/session', (route) => route.abort());
      await clerk.open('/staff/');
      await clerk.page.getByText('连接不上服务器').waitFor({ timeout: patienceMs });
      await clerk.picture('offline-start');
      expect(await clerk.barriers()).toEqual([]);
      await clerk.context.unroute('**/session');
      await clerk.page.getByRole('heading', { level: 1, name: '工作台' }).waitFor({ timeout: patienceMs });
      clerk.complaints();
      await clerk.leave();
    });

    it('a connection lost in the middle is said, nothing typed is lost, and the page goes on by itself', async () => {
      const clerk = await hallOf().staff('window-clerk-b', { address: '/staff/intake' });
      const { page, context } = clerk;
      await page.locator('#intake-item').waitFor();
      await page.keyboard.type('zywjcsdlsp');
      await page.locator('[role=option][aria-selected=true]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('#intake-projectName').fill('断网前填写');
      await context.setOffline(true);
      await page.locator('#intake-applicantName').fill('断网时填写的公司');
      await page.getByText('连接不上服务器').waitFor({ timeout: patienceMs });
      await clerk.picture('offline-mid-work');
      await context.setOffline(false);
      await page.getByText('连接不上服务器').waitFor({ state: 'detached', timeout: patienceMs });
      expect(await page.locator('#intake-projectName').inputValue()).toBe('断网前填写');
      expect(await page.locator('#intake-applicantName').inputValue()).toBe('断网时填写的公司');
      await page.getByText('草稿已保存').waitFor({ timeout: patienceMs });
      clerk.complaints();
      await page.getByRole('button', { name: '清空重来' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '清空重来' }).click();
      await clerk.leave();
    });
  });
}
