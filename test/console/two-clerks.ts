/**
 * Two clerks with the same case open: one acts, the other learns it on the screen, or from the answer when the screen had not
 * heard. Held here: who and when is said, what the second typed is kept, and the case has been acted upon once.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { act, opensCase, patienceMs, register, stateIs } from './case-steps.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const typed = '材料第三页没有盖章，准备不予受理';
const Acted = z.object({ steps: z.array(z.object({ what: z.string() })) });

/** Tells the story within a suite that has a hall. */
export function tellOfTwoClerks(hallOf: () => BrowserHall): void {
  describe('lets two clerks have one case open', { timeout: 120_000 }, () => {
    it.each([['who learns it live', true], ['who is told by the answer', false]] as const)('and the one %s loses nothing typed', async (_who, live) => {
      const hall = hallOf();
      const [one, other] = [await hall.staff('window-clerk-a'), await hall.staff('window-clerk-b')];
      const { caseNumber } = await register(hall, one, 'direct', { projectName: '两名窗口一件办件' });
      if (!live) await other.context.route('**/live', (route) => route.abort());
      await Promise.all([opensCase(one, caseNumber), opensCase(other, caseNumber)]);
      await other.page.locator('.hub-acts').getByRole('button', { name: '不予受理' }).first().click();
      await other.page.getByLabel('不予受理的理由和依据').fill(typed);
      await act(one, '受理');
      await stateIs(one, '已受理');
      if (!live) {
        await other.page.locator('.hub-act-buttons').getByRole('button', { name: '不予受理' }).click();
        await other.page.getByRole('dialog').getByRole('button', { name: '不予受理', exact: true }).click();
      }
      const told = other.page.getByRole('alert').filter({ hasText: '窗口甲' });
      await told.first().waitFor({ timeout: patienceMs });
      expect(await told.first().innerText()).toMatch(/\d{1,2}:\d{2}/);
      expect(await other.page.getByLabel('不予受理的理由和依据').inputValue()).toBe(typed);
      await stateIs(other, '已受理');
      await other.picture(live ? 'two-clerks-live' : 'two-clerks-told');
      expect(await other.barriers()).toEqual([]);
      const { steps } = Acted.parse(await one.page.evaluate(`fetch('/api/intake/cases/${caseNumber}').then((answer) => answer.json())`));
      expect(steps.filter(({ what }) => what.includes('受理'))).toHaveLength(1);
      await leave(one, other);
    });
  });
}

const leave = async (...people: Visitor[]): Promise<void> => { for (const one of people) await one.leave(); };
