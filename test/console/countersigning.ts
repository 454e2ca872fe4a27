/**
 * The day of a department's officer who countersigns: what the zone has sealed lies on the officer's desk with the document and
 * the zone's seal verified; it is returned for a wrong document and no other reason, put right, and sealed on sight.
 */
import { describe, expect, it } from 'vitest';
import { act, officerOf, opensCase, register, stateIs } from './case-steps.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Tells the story within a suite that has a hall. */
export function tellOfCountersigning(hallOf: () => BrowserHall): void {
  describe('has a department seal on sight', { timeout: 180_000 }, () => {
    const inOrder = async (who: Visitor): Promise<void> => {
      expect(await who.barriers()).toEqual([]);
      expect(who.complaints()).toEqual([]);
    };
    let caseNumber = '';

    it('after the zone has examined and sealed: the case waits for the officer, and says so to everybody', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      ({ caseNumber } = await register(hall, clerk, 'direct-report', { projectName: '会签故事：射线装置项目' }));
      await opensCase(clerk, caseNumber);
      await act(clerk, '受理');
      const reviewer = await hall.staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
      await act(reviewer, '同意');
      await reviewer.leave();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${caseNumber}` });
      await act(approver, '同意上报');
      await stateIs(approver, '待会签');
      // The approver sees why nothing more can be done here.
      await approver.page.getByText('部门会签').first().waitFor();
      await approver.leave();
      await stateIs(clerk, '待会签');
      await clerk.picture('countersign-clerk-waits');
      await clerk.leave();
      const supervisor = await hall.staff('supervisor-a', { address: '/staff/cases?waitingFor=countersign' });
      await supervisor.page.getByText('会签故事：射线装置项目').first().waitFor();
      await supervisor.leave();
    });

    it('shows the officer document and verified seal first, and lets it be returned only with what is wrong', async () => {
      const officer = await officerOf(hallOf(), caseNumber);
      const { page } = officer;
      await officer.open('/staff/');
      await page.getByText('会签故事：射线装置项目').first().waitFor();
      await officer.picture('countersign-workbench');
      await officer.open('/staff/department');
      await page.getByRole('tab', { name: '待会签' }).and(page.locator('[aria-selected=true]')).waitFor();
      await page.getByText('验章通过').first().waitFor();
      expect(await page.locator('.hub-filed-paper[aria-pressed=true]').innerText()).toContain('初审意见书');
      await page.getByText('不作二次实质审查').first().waitFor();
      await officer.picture('countersign-desk');
      await inOrder(officer);
      // Nothing said: nothing is sent.
      await page.locator('.hub-act-buttons').getByRole('button', { name: '退回' }).click();
      await page.getByText('请选择退回缘由').waitFor();
      await page.getByRole('radio', { name: '文书有误' }).check();
      await page.getByLabel('退回说明').fill('意见书中的项目名称与申请表不一致');
      await officer.picture('countersign-return');
      await act(officer, '退回');
      await officer.leave();
    });

    it('has the zone put it right, and the officer confirm what was sealed anew', async () => {
      const hall = hallOf();
      const approver = await hall.staff('approver-a', { address: `/staff/cases/${caseNumber}` });
      await stateIs(approver, '会签退回');
      await approver.page.getByText('意见书中的项目名称与申请表不一致').first().waitFor();
      await approver.page.getByLabel('决定意见').fill('项目名称以申请表为准，同意上报');
      await approver.page.getByLabel('更正了什么').fill('意见书注明以申请表为准');
      await approver.picture('countersign-put-right');
      await inOrder(approver);
      await act(approver, '重新送签');
      await stateIs(approver, '待会签');
      await approver.leave();
      const officer = await officerOf(hall, caseNumber);
      await officer.page.evaluate("localStorage.setItem('hub-language', 'en')");
      await officer.open('/staff/department');
      await officer.page.getByText('Signature valid').first().waitFor();
      await officer.page.getByText('put before the document was returned').first().waitFor();
      await officer.picture('countersign-desk-en');
      await inOrder(officer);
      await officer.page.evaluate("localStorage.setItem('hub-language', 'zh')");
      await officer.open('/staff/department');
      await act(officer, '确认会签');
      await officer.open(`/staff/cases/${caseNumber}?tab=timeline`);
      await officer.page.getByText('部门会签：见章盖章').first().waitFor();
      await officer.page.locator('.hub-case-head .hub-tag', { hasText: '待会签' }).waitFor({ state: 'detached' });
      await officer.picture('countersign-timeline');
      await officer.open('/staff/department?tab=book');
      await officer.page.getByText('会签 department-officer').first().waitFor();
      await officer.picture('countersign-book');
      await inOrder(officer);
      await officer.leave();
    });
  });
}
