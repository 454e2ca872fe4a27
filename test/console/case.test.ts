/** A case from the window to the applicant's hand through the screens alone, in each of the four forms of delegation. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FormField } from '../../contracts/catalogue/messages.ts';
import { openOffice, type Application } from '../../scripts/office.ts';
import { sampleAnswers } from '../../scripts/sample-answers.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { officerOf as officerShown } from './case-steps.ts';
import { openBrowserHall, type BrowserHall, type Visitor } from './hall.ts';

let hall: BrowserHall;
let applications: Application[];
const waitMs = 60_000;

beforeAll(async () => {
  hall = await openBrowserHall();
  applications = (await openOffice(hall.hub)).applications();
});
afterAll(async () => { await hall?.close(); });
/** Whoever still sits at a screen when a story fails leaves a picture of it. */
const seated = new Set<Visitor>();
afterEach(async () => {
  for (const one of seated) {
    await one.picture(`left-${new URL(one.page.url()).pathname.split('/').at(-1) ?? ''}-${seated.size}`).catch(() => undefined);
    await one.leave();
    seated.delete(one);
  }
});
async function staff(login: string, options?: Parameters<BrowserHall['staff']>[1]): Promise<Visitor> {
  const one = await hall.staff(login, options);
  seated.add(one);
  return one;
}
async function leave(...people: Visitor[]): Promise<void> {
  for (const one of people) {
    seated.delete(one);
    await one.leave();
  }
}

const of = (form: Application['form']): Application => {
  const found = applications.find((each) => each.form === form);
  if (!found) throw new Error(`no sample of ${form}`);
  return found;
};

/** What the sample would write on the item's own form. */
const forms = z.object({ forms: z.array(z.object({ itemCode: z.string(), formFields: z.array(FormField) })) }).parse(JSON.parse(readFileSync(new URL('../../services/catalogue/sample/forms.json', import.meta.url), 'utf8'))).forms;
const answersTo = (itemCode: string): Record<string, string> => sampleAnswers(forms.find((form) => form.itemCode === itemCode)?.formFields ?? []);

/** Registers through the console as the clerk who is signed in; the screen for it has a story of its own. */
async function register(clerk: Visitor, application: Application, leaveOut = 0): Promise<string> {
  const papers = Array.from({ length: 12 }, (_, index) => samplePaper(`Paper ${index + 1} ${application.form} ${String(Math.floor(performance.now() * 1000))}`).toString('base64'));
  const answer: unknown = await clerk.page.evaluate(async ({ given, sheets, without, answers }) => {
    const session = await (await fetch('/session')).json() as { csrf: string };
    const headers = { 'x-hub-csrf': session.csrf };
    const { items } = await (await fetch(`/api/intake/items?form=${given.form}`)).json() as { items: { code: string; materials: { name: string; required: boolean }[] }[] };
    const wanted = items.find((item) => item.code === given.itemCode)?.materials.filter((each) => each.required) ?? [];
    const materials = [];
    for (const [index, material] of wanted.slice(0, wanted.length - without).entries()) {
      const bytes = Uint8Array.from(atob(sheets[index] ?? ''), (letter) => letter.charCodeAt(0));
      const kept = await (await fetch('/api/intake/materials', { method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': 'paper.pdf' }, body: bytes })).json() as { sha256: string };
      materials.push({ name: material.name, sha256: kept.sha256 });
    }
    const { itemCode, projectName, applicant, contact } = given;
    const response = await fetch('/api/intake/cases', { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ itemCode, projectName, applicant, contact, materials, answers }) });
    return response.json();
  }, { given: application, sheets: papers, without: leaveOut, answers: answersTo(application.itemCode) });
  return z.object({ caseNumber: z.string() }).parse(answer).caseNumber;
}

const openCase = (one: Visitor, caseNumber: string, tab?: string): Promise<void> => one.open(`/staff/cases/${caseNumber}${tab ? `?tab=${tab}` : ''}`);
const acts = (page: Page): ReturnType<Page['locator']> => page.locator('.hub-acts');
/** Presses an act's button and confirms it. */
async function act(one: Visitor, label: string): Promise<void> {
  await acts(one.page).locator('.hub-act-buttons').getByRole('button', { name: label, exact: false }).first().click();
  await one.page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click();
  await one.page.getByText(`已办理：${label}`).waitFor();
}
const stateIs = (one: Visitor, state: string): Promise<void> => one.page.locator('.hub-case-head .hub-tag', { hasText: state }).first().waitFor({ timeout: waitMs });
const clean = async (one: Visitor): Promise<void> => {
  expect(one.complaints()).toEqual([]);
  expect(await one.barriers()).toEqual([]);
};

describe('a case carried through the screens', () => {
  it('goes from acceptance to hand-over when the zone decides itself, the fee paid while the clerk looks on', async () => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of('direct'));
    await openCase(clerk, caseNumber);
    await stateIs(clerk, '已收件');
    await clerk.picture('case-received');
    await clean(clerk);
    await act(clerk, '受理');
    await stateIs(clerk, '已受理');

    const reviewer = await staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
    await reviewer.page.getByLabel('审查意见').fill('材料齐全，符合法定条件');
    await reviewer.page.locator('.hub-document iframe').waitFor();
    await reviewer.picture('case-review');
    await clean(reviewer);
    await act(reviewer, '同意');
    await stateIs(reviewer, '已审查');

    const approver = await staff('approver-a', { address: `/staff/cases/${caseNumber}` });
    await approver.page.getByLabel('证照有效期至').fill('2027-12-31');
    await approver.page.keyboard.press('Escape');
    await act(approver, '准予许可');

    await openCase(clerk, caseNumber, 'bill');
    await clerk.page.getByRole('img', { name: '缴款码二维码' }).waitFor({ timeout: waitMs });
    await clerk.picture('case-bill');
    await clean(clerk);
    const payCode = (await clerk.page.locator('.hub-pay-code').innerText()).replaceAll(' ', '');
    await hall.payAtBank(payCode);
    await clerk.page.locator('.hub-bill').getByText('已缴款').waitFor({ timeout: waitMs });
    await clerk.picture('case-paid');
    await stateIs(clerk, '待领取');

    await openCase(clerk, caseNumber, 'documents');
    await clerk.page.getByRole('button', { name: '证照' }).first().click();
    await clerk.page.locator('.hub-document iframe').waitFor();
    await clerk.page.getByText('验章通过').nth(1).waitFor({ timeout: waitMs });
    await clerk.picture('case-certificate', { whole: true });
    await clean(clerk);

    await clerk.page.getByLabel('领取人').fill('张小云');
    await act(clerk, '确认送达');
    await stateIs(clerk, '已办结');
    await openCase(clerk, caseNumber, 'timeline');
    await clerk.page.getByText('“已送达”短信回执：已送达').waitFor({ timeout: waitMs });
    await clerk.picture('case-closed');
    await clean(clerk);

    const auditor = await staff('auditor-a', { address: `/staff/cases/${caseNumber}?tab=timeline` });
    await auditor.page.getByText('往来内容').first().click();
    await auditor.page.getByText('个人信息已脱敏').first().waitFor();
    await auditor.picture('case-timeline-auditor', { whole: true });
    await clean(auditor);
    await leave(clerk, reviewer, approver, auditor);
  }, 240_000);

  it.each(['entrusted', 'forward', 'direct-report'] as const)('goes the way of its form: %s', async (form) => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of(form));
    await openCase(clerk, caseNumber);
    await act(clerk, '受理');
    const reviewer = await staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
    await acts(reviewer.page).getByLabel('审查意见').waitFor();
    await reviewer.page.keyboard.press('a');
    await reviewer.page.getByRole('dialog').waitFor();
    await reviewer.page.keyboard.press('Enter');
    await stateIs(reviewer, '已审查');
    await clerk.picture(`case-${form}-reviewed`);
    await leave(reviewer);
    const decider = form === 'forward' ? await officerOf(caseNumber) : await staff('approver-a', { address: `/staff/cases/${caseNumber}` });
    await acts(decider.page).getByLabel('决定意见').waitFor();
    await decider.picture(`case-${form}-decide`);
    await act(decider, form === 'direct-report' ? '同意上报' : '准予许可');
    if (form === 'direct-report') {
      // Its document wants the department's officer to look at each opinion before the department's seal follows.
      await stateIs(decider, '待会签');
      const officer = await officerOf(caseNumber);
      await act(officer, '确认会签');
      await leave(officer);
    }
    await openCase(clerk, caseNumber, 'bill');
    if (form === 'forward') {
      await clerk.page.getByRole('img', { name: '缴款码二维码' }).waitFor({ timeout: waitMs });
      await hall.payAtBank((await clerk.page.locator('.hub-pay-code').innerText()).replaceAll(' ', ''));
    }
    await stateIs(clerk, '待领取');
    await clerk.page.getByLabel('领取人').fill('李大川');
    await act(clerk, '确认送达');
    await stateIs(clerk, '已办结');
    await openCase(clerk, caseNumber, 'province');
    await clerk.page.getByText('没有待上报的步骤').waitFor();
    await clerk.picture(`case-${form}-closed`);
    await clean(clerk);
    if (form === 'forward') {
      await decider.open('/staff/department?tab=book');
      await decider.page.getByRole('table').getByText('防空地下室易地建设费核定').first().waitFor({ timeout: waitMs });
      await decider.picture('department-book');
      await clean(decider);
    }
    await leave(clerk, decider);
  }, 240_000);
});

describe('two people and one case', () => {
  it('tells the slower one who was faster, live, and keeps what was typed', async () => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of('entrusted'));
    await openCase(clerk, caseNumber);
    await act(clerk, '受理');
    const slower = await staff('reviewer-b', { address: `/staff/review?case=${caseNumber}` });
    await slower.page.getByLabel('审查意见').fill('建议补充现场照片');
    const faster = await staff('reviewer-a', { address: `/staff/review?case=${caseNumber}` });
    await act(faster, '同意');
    await slower.page.getByText('您填写时，办件已被办理').waitFor({ timeout: waitMs });
    await slower.picture('case-meanwhile');
    expect(await slower.page.getByLabel('审查意见').inputValue()).toBe('建议补充现场照片');
    expect(await acts(slower.page).locator('.hub-act-buttons').getByRole('button', { name: '不同意' }).isDisabled()).toBe(true);
    await clean(slower);
    await leave(clerk, slower, faster);
  }, 240_000);

  it('says what happened when the answer is no, though nobody had told this screen', async () => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of('entrusted'));
    await openCase(clerk, caseNumber);
    await act(clerk, '受理');
    const slower = await staff('reviewer-b', { address: `/staff/cases/${caseNumber}` });
    await slower.page.getByLabel('审查意见').fill('写了很久的意见');
    // The screen is deaf until the act itself comes back: neither live news nor the case reach it.
    let deaf = true;
    await slower.context.route((address) => address.pathname === `/api/intake/cases/${caseNumber}`, (route) => (deaf ? route.abort() : route.continue()));
    const faster = await staff('reviewer-a', { address: `/staff/cases/${caseNumber}` });
    await act(faster, '同意');
    await acts(slower.page).locator('.hub-act-buttons').getByRole('button', { name: '同意', exact: false }).first().click();
    deaf = false;
    await slower.page.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click();
    await slower.page.getByText('您填写时，办件已被办理').waitFor({ timeout: waitMs });
    expect(await slower.page.getByLabel('审查意见').inputValue()).toBe('写了很久的意见');
    await leave(clerk, slower, faster);
  }, 240_000);
});

describe('a case while something is away or closed', () => {
  it('shows everything else while the service of texts is away, and all of it when it is back', async () => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of('direct'));
    await hall.stopService('notify');
    const supervisor = await staff('supervisor-a', { address: `/staff/cases/${caseNumber}?tab=timeline` });
    await supervisor.page.getByText('通知服务暂时无法访问，其余完整').waitFor({ timeout: waitMs });
    await supervisor.page.locator('.hub-timeline').getByText('收件').first().waitFor();
    await supervisor.picture('case-texts-away');
    await hall.startService('notify');
    await supervisor.page.getByText('通知服务暂时无法访问，其余完整').waitFor({ state: 'detached', timeout: waitMs });
    await supervisor.page.getByText('“收件”短信', { exact: false }).first().waitFor({ timeout: waitMs });
    await leave(clerk, supervisor);
  }, 240_000);

  it('shows personal data plain for a minute to whoever says why, and to the auditor that it was looked at', async () => {
    const clerk = await staff('window-clerk-a');
    const caseNumber = await register(clerk, of('direct'));
    await openCase(clerk, caseNumber);
    await clerk.page.getByText('199****0001').waitFor();
    expect(await clerk.page.getByRole('button', { name: '查看完整信息' }).count()).toBe(0);
    const auditor = await staff('auditor-a', { address: `/staff/cases/${caseNumber}?tab=looks` });
    await auditor.page.getByRole('button', { name: '查看完整信息' }).click();
    await auditor.page.getByLabel('查看理由').fill('核对投诉');
    await auditor.page.getByRole('dialog').getByRole('button', { name: '查看完整信息' }).click();
    await auditor.page.getByText('19900000001').waitFor();
    await auditor.page.getByRole('cell', { name: '核对投诉' }).waitFor();
    await auditor.picture('case-plain');
    await clean(auditor);
    await auditor.page.getByRole('button', { name: '立即隐藏' }).click();
    await auditor.page.getByText('199****0001').waitFor();
    await leave(clerk, auditor);
  }, 240_000);

  it('says that there is no such case, in the reader’s language', async () => {
    const approver = await staff('approver-a', { address: '/staff/cases/1111', language: 'zh' });
    await approver.page.getByText('没有这个办件').waitFor();
    await approver.page.getByRole('button', { name: 'Switch to English' }).click();
    await approver.page.getByText('No such case').waitFor();
    await leave(approver);
  }, 120_000);
});

/** The officer to whom the case belongs, at the desk and then at the case. */
async function officerOf(caseNumber: string): Promise<Visitor> {
  const one = await officerShown(hall, caseNumber);
  await one.open('/staff/department');
  await one.page.getByRole('heading', { level: 2 }).first().waitFor();
  await one.picture('department-desk');
  await clean(one);
  await openCase(one, caseNumber);
  return one;
}
