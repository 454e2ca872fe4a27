/** What every story does with a case on its page: open it, act with confirmation, wait for a state. */
import { z } from 'zod';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { freshId } from '../../infra/chance.ts';
import { openClient } from '../../infra/http-client.ts';
import { openOffice, type Application } from '../../scripts/office.ts';
import { sampleAnswers } from '../../scripts/sample-answers.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** The longest a screen may take to learn what happened elsewhere before it counts as not learning it. */
export const patienceMs = 60_000;

export const opensCase = (one: Visitor, caseNumber: string, tab?: string): Promise<void> => one.open(`/staff/cases/${caseNumber}${tab ? `?tab=${tab}` : ''}`);

/** Presses an act's button and confirms it. */
export async function act({ page }: Visitor, label: string): Promise<void> {
  await page.locator('.hub-acts .hub-act-buttons').getByRole('button', { name: label, exact: false }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click();
  await page.getByText(`已办理：${label}`).first().waitFor({ timeout: patienceMs });
}

export const stateIs = ({ page }: Visitor, state: string): Promise<void> => page.locator('.hub-case-head .hub-tag', { hasText: state }).first().waitFor({ timeout: patienceMs });

/** Answers the item's own form from the keyboard, the cursor standing in its first question; Enter in the last goes on to the papers. */
export async function answerForm({ page }: Visitor, answers: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const at = z.object({ key: z.string(), kind: z.string(), last: z.boolean() }).nullable().parse(await page.evaluate(`(() => {
      const box = document.activeElement;
      if (!box?.id.startsWith('intake-answer-')) return null;
      const all = [...document.querySelectorAll('[id^=intake-answer-]:is(input, select, textarea)')];
      return { key: box.id.slice(14), kind: box.tagName === 'SELECT' ? 'choice' : box.type, last: all.at(-1) === box };
    })()`));
    if (at === null) return;
    const value = answers[at.key];
    if (value !== undefined && at.kind === 'choice') await page.keyboard.press('ArrowDown');
    else if (value !== undefined) await page.keyboard.insertText(value);
    await page.keyboard.press('Enter');
    if (at.last) return;
  }
}

const Registered = z.object({ caseNumber: z.string(), receiptNumber: z.string(), queryPassword: z.string() });

/** Takes a case in with all its papers from this person's browser, as its pages do; `said` replaces what the sample would say. */
export async function register(hall: BrowserHall, { page }: Visitor, form: Application['form'], said: { projectName: string; applicantName?: string; contactName?: string; fileName?: string }): Promise<z.infer<typeof Registered>> {
  const application = (await openOffice(hall.hub)).applications().find((each) => each.form === form);
  if (!application) throw new Error(`the sample applies for nothing in the form ${form}`);
  const given = {
    itemCode: application.itemCode, projectName: said.projectName, applicant: { ...application.applicant, name: said.applicantName ?? application.applicant.name },
    contact: { ...application.contact, name: said.contactName ?? application.contact.name },
  };
  const token = await hall.hub.token('window-clerk');
  const offered = await openClient<IntakePaths>(hall.hub.url('intake'), () => Promise.resolve(token)).call('get', '/items', {});
  const answers = sampleAnswers(offered.kind === 'done' ? offered.value.items.find((item) => item.code === given.itemCode)?.formFields ?? [] : []);
  const sheets = Array.from({ length: 12 }, () => samplePaper(`A paper of a story ${freshId()}`).toString('base64'));
  const answer: unknown = await page.evaluate(`(async (given, answers, fileName, sheets, key) => {
    const { csrf } = await (await fetch('/session')).json();
    const { items } = await (await fetch('/api/intake/items')).json();
    const materials = [];
    for (const { name } of items.find(({ code }) => code === given.itemCode).materials.filter(({ required }) => required)) {
      const body = Uint8Array.from(atob(sheets[materials.length]), (letter) => letter.charCodeAt(0));
      const kept = await (await fetch('/api/intake/materials', { method: 'POST', headers: { 'x-hub-csrf': csrf, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(fileName) }, body })).json();
      materials.push({ name, sha256: kept.sha256 });
    }
    const response = await fetch('/api/intake/cases', { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-csrf': csrf, 'idempotency-key': key }, body: JSON.stringify({ ...given, materials, answers }) });
    return response.json();
  })(${[given, answers, said.fileName ?? 'paper.pdf', sheets, freshId()].map((each) => JSON.stringify(each)).join(', ')})`);
  const registered = Registered.safeParse(answer);
  if (!registered.success) throw new Error(`not registered: ${JSON.stringify(answer)}`);
  return registered.data;
}

/** The officer to whose department the case belongs; the others are told that there is no such case. */
export async function officerOf(hall: BrowserHall, caseNumber: string): Promise<Visitor> {
  for (const { login } of hall.hub.endpoints.users.filter(({ role }) => role === 'department-officer')) {
    const officer = await hall.staff(login);
    if (await officer.page.evaluate(`fetch('/api/intake/cases/${caseNumber}').then((answer) => answer.status)`) === 200) { officer.complaints(); return officer; }
    await officer.leave();
  }
  throw new Error('no officer was shown the case');
}
