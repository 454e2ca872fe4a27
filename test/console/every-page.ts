/**
 * Every page for every role: whoever signs in opens each page of the menu and each page a list leads to, in Chinese at a clerk's
 * monitor and in English on a wide one. Held here: a heading, nothing wider than the screen, no barrier, no complaint of the browser.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';
import { sizes } from './hall.ts';

const Routes = z.object({ routes: z.array(z.object({ path: z.string(), roles: z.array(z.string()).optional() })) });
/** Found at run time: the pages are built for browsers, and tests are not. */
const staffRoutes = new URL('../../services/console/web/routes.tsx', import.meta.url).pathname;
const staffRoles = ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'cashier', 'print-clerk', 'catalogue-officer', 'supervisor', 'integrator', 'auditor', 'administrator'] as const;

/** Tells the story within a suite that has a hall, over cases that are closed. */
export function tellOfEveryPage(hallOf: () => BrowserHall, carriedOf: () => readonly CarriedCase[]): void {
  describe('shows every page', { timeout: 240_000 }, () => {
    it.each(staffRoles)('to %s, in both languages, without a barrier or a complaint', async (role) => {
      const hall = hallOf();
      const login = hall.hub.endpoints.users.find((user) => user.role === role)?.login ?? '';
      const pages = await addressesFor(role, carriedOf(), { ...(await applicationsOf(hall))[0], ...await changeSetOf(hall, carriedOf()) });
      expect(pages.length).toBeGreaterThan(0);
      const one = await hall.staff(login);
      const wrong: string[] = [];
      for (const language of ['zh', 'en'] as const) {
        await one.page.evaluate(`localStorage.setItem('hub-language', '${language}')`);
        await one.page.setViewportSize(language === 'zh' ? sizes.desk.viewport : sizes.wide.viewport);
        for (const [name, address] of pages) {
          const place = `${role}-${name}-${language}`;
          await one.open(address);
          await settled(one);
          await one.picture(place);
          const wider = z.number().parse(await one.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
          if (wider > 0) wrong.push(`${place} is ${wider} wider than the screen`);
          const headings = await one.page.getByRole('heading', { level: 1 }).count();
          if (headings !== 1) wrong.push(`${place} has ${headings} first headings`);
          for (const barrier of await one.barriers()) wrong.push(`${place}: ${barrier.id} at ${barrier.places.slice(0, 3).join(', ')}`);
          for (const complaint of one.complaints()) wrong.push(`${place}: ${complaint}`);
        }
      }
      expect(wrong).toEqual([]);
      await one.leave();
    });
  });
}

const Applications = z.object({ applications: z.array(z.object({ platform: z.string(), applicationId: z.string() })) });
/** What came in through the portals, as the gateway tells it. */
export async function applicationsOf(hall: BrowserHall): Promise<{ platform: string; applicationId: string }[]> {
  const answer = await fetch(`${hall.hub.url('province-gateway')}/applications`, { headers: { authorization: `Bearer ${await hall.hub.token('integrator')}` } });
  return Applications.parse(await answer.json()).applications;
}

/** The change set that published the item of a case; items are public. */
async function changeSetOf(hall: BrowserHall, carried: readonly CarriedCase[]): Promise<{ changeSetId: string }> {
  const answer = await fetch(`${hall.hub.url('catalogue')}/items/${carried[0]?.shown.item.code ?? ''}`);
  return z.object({ changeSetId: z.string() }).parse(await answer.json());
}

/** The pages of a role with a name for the picture; parts of an address are filled from a case of its own department where there is one. */
async function addressesFor(role: string, carried: readonly CarriedCase[], online: Partial<Record<'platform' | 'applicationId' | 'changeSetId', string>>): Promise<[name: string, address: string][]> {
  const { routes } = Routes.parse(await import(staffRoutes));
  const shown = (carried.find((each) => each.shown.form === 'direct') ?? carried[0])?.shown;
  const parts: Readonly<Record<string, string | undefined>> = { caseNumber: role === 'department-officer' ? undefined : shown?.caseNumber, payCode: shown?.bill?.payCode ?? undefined, number: role === 'department-officer' ? undefined : shown?.certificate?.number, itemCode: shown?.item.code, standardCode: 'YL-RFYD-01', ...online };
  const caseReaders = ['window-clerk', 'reviewer', 'approver', 'print-clerk', 'cashier', 'supervisor', 'auditor'];
  return routes.filter((route) => !route.roles || route.roles.includes(role)).flatMap((route): [string, string][] => {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    if (names.some((name) => parts[name] === undefined)) return [];
    if (names.includes('caseNumber') && !caseReaders.includes(role)) return [];
    const filled = names.reduce((path, name) => path.replace(`:${name}`, parts[name] ?? ''), route.path);
    return [[route.path === '' ? 'workbench' : route.path.replaceAll('/:', '-').replaceAll('/', '-'), `/staff/${filled}`.replace(/\/$/, '')]];
  });
}

/** Everything that was asked for is there. */
async function settled({ page }: Visitor): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect.poll(() => page.locator('.hub-loading, .hub-content .ant-spin-spinning, .hub-content .ant-skeleton').count(), { timeout: 20_000 }).toBe(0);
}
