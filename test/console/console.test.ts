/** The console, told as stories of people who use it, over the whole hub and in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowserHall, type BrowserHall } from './hall.ts';

describe('the console', () => {
  let hall: BrowserHall;
  beforeAll(async () => { hall = await openBrowserHall(); });
  afterAll(async () => { await hall?.close(); });

  it('signs a clerk in', async () => {
    const clerk = await hall.staff('window-clerk-a');
    await clerk.page.getByRole('heading', { level: 1 }).waitFor();
    await clerk.picture('workbench');
    expect(clerk.complaints()).toEqual([]);
    expect(await clerk.barriers()).toEqual([]);
    await clerk.leave();
  });
});
