/**
 * The window's day: cases are taken in without a mouse, through lost power, ended sessions, a service that is away and an
 * answer that is lost. Held here: nothing typed is lost and nothing is registered twice.
 */
import { describe, expect, it } from 'vitest';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { citizenNumberCheckCharacter, composeCreditCode } from '../../contracts/identifiers.ts';
import { freshId } from '../../infra/chance.ts';
import { openClient } from '../../infra/http-client.ts';
import { sampleAnswers } from '../../scripts/sample-answers.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { eventually } from '../stage.ts';
import { answerForm } from './case-steps.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const creditCode = composeCreditCode('91533902', 'MA6K1234') ?? '';
const citizenNumber = `53010219900307123${citizenNumberCheckCharacter('53010219900307123') ?? ''}`;
const card = `王建国,男,汉,19900307,云岭省云岭市一号,${citizenNumber},云岭市公安局,20150101-20350101`;
const paper = (name: string): { name: string; mimeType: string; buffer: Buffer } => ({ name: `${name}扫描件.pdf`, mimeType: 'application/pdf', buffer: samplePaper(freshId()) });

/** Tells the story within a suite that has a hall. */
export function tellOfTheWindow(hallOf: () => BrowserHall): void {
  const applicant = (): string => `云岭示例企业${freshId().slice(0, 8)}有限公司`;

  /** How many cases there are of a project. */
  const casesOf = async (project: string): Promise<number> => {
    const token = await hallOf().hub.token('window-clerk');
    const client = openClient<IntakePaths>(hallOf().hub.url('intake'), () => Promise.resolve(token));
    const found = await client.call('get', '/cases', { query: { q: project } });
    if (found.kind !== 'done') throw new Error(`intake does not list: ${found.kind}`);
    return found.value.cases.length;
  };

  /** The item by its initials, the form field by field, each with Enter. */
  const fill = async (clerk: Visitor, initials: string, project: string, name = applicant()): Promise<void> => {
    const { page } = clerk;
    await page.locator('#intake-item').waitFor();
    await page.keyboard.type(initials);
    // Initials are known once the dictionary has come.
    await page.locator('[role=option][aria-selected=true]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#intake-creditCode').waitFor();
    await page.keyboard.type(creditCode);
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(name);
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(card);
    await page.keyboard.press('Enter');
    await page.keyboard.type('13870001234');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(project);
    await page.keyboard.press('Enter');
    await answerForm(clerk, { location: '创业路 8 号', area: '120', purpose: '施工占道', startsOn: '2026-12-01', endsOn: '2026-12-20' });
  };
  const handIn = async ({ page }: Visitor, which: (names: string[]) => string[]): Promise<void> => {
    const names = await Promise.all((await page.locator('[data-paper-row]').all()).map(async (row) => await row.getAttribute('data-paper-row') ?? ''));
    const chosen = which(names);
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('F4');
    await (await chooser).setFiles(chosen.map(paper));
    await page.locator('.hub-paper-done').nth(chosen.length - 1).waitFor();
  };
  const receiptNumber = async ({ page }: Visitor): Promise<string> => {
    await page.locator('.hub-sheet-view img').waitFor();
    return page.locator('.hub-result-number').first().innerText();
  };
  /** At the intake page, with nothing left from before. */
  const begin = async (): Promise<Visitor> => {
    const clerk = await hallOf().staff('window-clerk-a', { address: '/staff/intake' });
    // From now on the driver catches file dialogs; told only when one is expected, it may be too late for a key.
    clerk.page.on('filechooser', () => undefined);
    await clerk.page.locator('#intake-item, .hub-draft-offer').first().waitFor();
    const drop = clerk.page.getByRole('button', { name: '放弃，办新的' });
    if (await drop.isVisible()) await drop.click();
    await clerk.page.locator('#intake-item').waitFor();
    return clerk;
  };

  describe('at the window', () => {
    it('takes a case in and accepts it with the keyboard alone, in well under a minute', async () => {
      const clerk = await begin();
      const { page } = clerk;
      const project = `二号厂房${freshId().slice(0, 8)}`;
      await page.locator('#intake-item').waitFor();
      await clerk.picture('intake-item');
      expect(await clerk.barriers()).toEqual([]);
      await fill(clerk, 'zywjcsdlsp', project);
      expect(await page.locator('#intake-contactName').inputValue()).toBe('王建国');
      expect(await page.locator('#intake-citizenNumber').inputValue()).toBe(citizenNumber);
      await page.keyboard.press('Control+Enter');
      await page.getByText('不能受理').waitFor();
      await clerk.picture('intake-papers-missing');
      await handIn(clerk, (names) => names);
      await clerk.picture('intake-form');
      expect(await clerk.barriers()).toEqual([]);
      await page.keyboard.press('Control+Enter');
      await page.getByText('已受理').first().waitFor();
      expect(await receiptNumber(clerk)).toMatch(/^\d{15}$/);
      const seconds = Number(/\d+/.exec(await page.locator('.hub-result-title .hub-soft').innerText())?.[0]);
      expect(seconds).toBeLessThan(60);
      await clerk.picture('intake-accepted');
      expect(await clerk.barriers()).toEqual([]);
      await page.keyboard.press('Alt+n');
      await page.locator('#intake-item').waitFor();
      expect(await casesOf(project)).toBe(1);
      expect(clerk.complaints()).toEqual([]);
      await clerk.leave();
    });

    it('offers what was typed again when the power was cut', async () => {
      const clerk = await begin();
      const { page } = clerk;
      const project = `断电${freshId().slice(0, 8)}`;
      await fill(clerk, 'zywjcsdlsp', project);
      await handIn(clerk, (names) => names.slice(0, 1));
      await page.getByText('草稿已保存').waitFor();
      await clerk.leave();
      const again = await hallOf().staff('window-clerk-a', { address: '/staff/intake' });
      await again.page.getByText('继续上次未完成的收件？').waitFor();
      await again.picture('intake-draft-offered');
      await again.page.keyboard.press('Enter');
      await again.page.locator('#intake-projectName').waitFor();
      expect(await again.page.locator('#intake-projectName').inputValue()).toBe(project);
      await again.page.locator('.hub-paper-done').waitFor();
      await again.page.keyboard.press('F8');
      await again.page.getByText('已收件').first().waitFor();
      await receiptNumber(again);
      expect(await casesOf(project)).toBe(1);
      expect(again.complaints()).toEqual([]);
      await again.leave();
    });

    it('waits for intake when it is away, registers once it is back, and once only', async () => {
      const clerk = await begin();
      const { page } = clerk;
      const project = `停机${freshId().slice(0, 8)}`;
      await fill(clerk, 'zywjcsdlsp', project);
      await handIn(clerk, (names) => names);
      await hallOf().stopService('intake');
      await page.keyboard.press('Control+Enter');
      await page.getByText('收件服务暂时没有应答').waitFor();
      await clerk.picture('intake-away');
      await hallOf().startService('intake');
      await page.getByText('已受理').first().waitFor({ timeout: 60_000 });
      await receiptNumber(clerk);
      expect(await casesOf(project)).toBe(1);
      // The browser reports the refused requests of the outage; nothing else may be wrong.
      expect(clerk.complaints().filter((each) => !/50[234]/.test(each))).toEqual([]);
      await clerk.leave();
    });

    it('does not register again when only the answer was lost', async () => {
      const clerk = await begin();
      const { page } = clerk;
      const project = `丢失${freshId().slice(0, 8)}`;
      await fill(clerk, 'zywjcsdlsp', project);
      // The first registration reaches intake; what intake says to it never reaches the page.
      await page.evaluate(`(() => {
        const real = window.fetch;
        window.lost = 0;
        window.fetch = async (asked, how) => {
          const answer = await real(asked, how);
          if (window.lost === 0 && asked.method === 'POST' && asked.url.endsWith('/api/intake/cases')) { window.lost += 1; throw new TypeError('lost'); }
          return answer;
        };
      })()`);
      await page.keyboard.press('F8');
      await page.getByText('已收件').first().waitFor();
      await receiptNumber(clerk);
      expect(await page.evaluate('window.lost')).toBe(1);
      expect(await casesOf(project)).toBe(1);
      await clerk.leave();
    });

    it('keeps everything when the session ends, and goes on after signing in again', async () => {
      const clerk = await begin();
      const { page, context } = clerk;
      const project = `会话${freshId().slice(0, 8)}`;
      await fill(clerk, 'zywjcsdlsp', project);
      await context.clearCookies();
      await page.keyboard.press('F8');
      await page.getByText('请重新登录').waitFor();
      await clerk.picture('intake-session-ended');
      const window = context.waitForEvent('page');
      await page.getByRole('button', { name: '在新窗口登录' }).click();
      const popup = await window;
      await popup.getByLabel('登录名').fill('window-clerk-a');
      await popup.getByLabel('口令', { exact: false }).fill(hallOf().passwordOf('window-clerk-a'));
      await popup.getByRole('button', { name: '登录' }).click();
      await page.getByText('已收件').first().waitFor();
      await receiptNumber(clerk);
      expect(await casesOf(project)).toBe(1);
      await clerk.leave();
    });

    it('goes on in one tab when another has signed in anew', async () => {
      const clerk = await begin();
      const { page, context } = clerk;
      const project = `换页${freshId().slice(0, 8)}`;
      await fill(clerk, 'zywjcsdlsp', project);
      // As after a sign-in in another tab: the browser holds a new session, and this tab still the token of the one before.
      const other = await hallOf().staff('window-clerk-a', { address: '/staff' });
      await context.addCookies(await other.context.cookies());
      await page.keyboard.press('F8');
      await page.getByText('已收件').first().waitFor();
      expect(await casesOf(project)).toBe(1);
      await clerk.leave();
      await other.leave();
    });

    it('takes in a natural person by the identity card, who comes in person and needs no credit code', async () => {
      const token = await hallOf().hub.token('window-clerk');
      const offered = await openClient<IntakePaths>(hallOf().hub.url('intake'), () => Promise.resolve(token)).call('get', '/items', {});
      if (offered.kind !== 'done') throw new Error(`intake does not list its items: ${offered.kind}`);
      const serving = offered.value.items.find((item) => item.servesPersons);
      if (!serving) throw new Error('the sample has no item that natural persons may apply for');
      const clerk = await begin();
      const { page } = clerk;
      const project = `个人${freshId().slice(0, 8)}`;
      await clerk.open(`/staff/intake?item=${serving.code}`);
      await page.locator('#intake-creditCode').waitFor();
      await page.getByRole('radiogroup', { name: '申请人类型' }).getByText('自然人').click();
      await page.locator('#intake-documentNumber').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByText('请填写证件号码').waitFor();
      await clerk.picture('intake-person-faults');
      expect(await clerk.barriers()).toEqual([]);
      // One card fills both: whose permit it is, and who stands here.
      await page.locator('#intake-documentNumber').focus();
      await page.keyboard.insertText(card);
      await page.keyboard.press('Enter');
      await eventually('the card is read', async () => await page.locator('#intake-documentNumber').inputValue() === citizenNumber);
      expect([await page.locator('#intake-applicantName').inputValue(), await page.locator('#intake-contactName').inputValue(), await page.locator('#intake-citizenNumber').inputValue()]).toEqual(['王建国', '王建国', citizenNumber]);
      await page.locator('#intake-mobile').fill('13870001234');
      await page.locator('#intake-projectName').fill(project);
      await page.locator('#intake-projectName').press('Enter');
      await answerForm(clerk, sampleAnswers(serving.formFields));
      await handIn(clerk, (names) => names);
      await clerk.picture('intake-person');
      await page.keyboard.press('Control+Enter');
      await page.getByText('已受理').first().waitFor();
      await receiptNumber(clerk);
      await clerk.picture('intake-person-accepted');
      expect(await casesOf(project)).toBe(1);
      await page.getByRole('link', { name: '办件页面' }).click();
      await page.getByText('证件号码').first().waitFor();
      expect(await page.getByText(citizenNumber).count()).toBe(0);
      await clerk.picture('case-of-a-person');
      expect(clerk.complaints()).toEqual([]);
      await clerk.leave();
    });

    it('gives the one notice of what is missing, and takes the supplements with the receipt in hand', async () => {
      const clerk = await begin();
      const { page } = clerk;
      await fill(clerk, 'zywjcsdlsp', `补正${freshId().slice(0, 8)}`);
      await handIn(clerk, (names) => names.slice(0, 1));
      await page.keyboard.press('F9');
      await page.getByLabel('补充一项', { exact: false }).and(page.locator(':focus')).waitFor();
      await page.keyboard.insertText('法定代表人签字');
      await page.keyboard.press('Enter');
      await clerk.picture('intake-notice');
      await page.keyboard.press('Control+Enter');
      await page.getByText('已收件并一次性告知').first().waitFor();
      const number = await receiptNumber(clerk);
      await clerk.picture('intake-noticed');
      await clerk.open('/staff/supplement');
      await page.locator('.hub-supplement-find input:focus').waitFor();
      await page.keyboard.insertText(`${hallOf().url}/progress?receipt=${number}`);
      await page.keyboard.press('Enter');
      await page.locator('[data-paper-row]').first().waitFor();
      expect(await clerk.barriers()).toEqual([]);
      await handIn(clerk, (names) => names.slice(0, 4));
      await clerk.picture('supplement-form');
      await page.keyboard.press('Control+Enter');
      await page.getByText('已补交并受理').first().waitFor();
      await receiptNumber(clerk);
      await clerk.picture('supplement-accepted');
      expect(await clerk.barriers()).toEqual([]);
      expect(clerk.complaints()).toEqual([]);
      await clerk.leave();
    });

    it('finds what a machine types wherever it types it, and says which character of a code is wrong', async () => {
      const clerk = await begin();
      const { page } = clerk;
      await page.locator('#intake-item').waitFor();
      await page.keyboard.type('zywjcsdlsp');
      await page.locator('[role=option][aria-selected=true]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('#intake-projectName').click();
      await page.keyboard.insertText(`https://www.example.gov.cn/licence?uniscid=${creditCode}`);
      await page.keyboard.press('Enter');
      await eventually('the code of the licence stands in its field', async () => await page.locator('#intake-creditCode').inputValue() === creditCode);
      expect(await page.locator('#intake-projectName').inputValue()).toBe('');
      await page.locator('#intake-creditCode').fill(`${creditCode.slice(0, 4)}O`);
      await page.getByText('第 5 位“O”不是信用代码字符，是否应为“0”').waitFor();
      await clerk.picture('intake-wrong-character');
      await page.getByRole('button', { name: '清空重来' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '清空重来' }).click();
      await page.locator('#intake-item').waitFor();
      await clerk.leave();
    });
  });
}
