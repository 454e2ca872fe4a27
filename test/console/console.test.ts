/** The console, told as stories of people who use it, over the whole hub and in a real browser. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openOffice, type CarriedCase } from '../../scripts/office.ts';
import { tellOfAdministering } from './administering.ts';
import { tellOfBankLines } from './bank-lines.ts';
import { tellOfChangingItems } from './changing-items.ts';
import { tellOfCountersigning } from './countersigning.ts';
import { tellOfDayClosing } from './day-closing.ts';
import { tellOfDrift } from './drift.ts';
import { tellOfSubscriptions } from './subscribing.ts';
import { tellOfEveryPage } from './every-page.ts';
import { openBrowserHall, type BrowserHall } from './hall.ts';
import { tellOfHandingIn } from './handing-in.ts';
import { tellOfKeeping } from './keeping.ts';
import { tellOfTheRegister } from './keeping-the-register.ts';
import { tellOfThePublic } from './public.ts';
import { tellOfOnlineApplications } from './online-applications.ts';
import { tellOfScriptInFields } from './script-in-fields.ts';
import { tellOfMoney } from './money.ts';
import { tellOfTheProvince } from './the-province.ts';
import { tellOfTwoClerks } from './two-clerks.ts';
import { tellOfWatching } from './watching.ts';
import { tellOfAWholeCase } from './whole-case.ts';
import { tellOfWaysOut } from './ways-out.ts';
import { tellOfTheWindow } from './window.ts';
import { tellOfTheWorkbench } from './workbench.ts';

describe('the console', () => {
  let hall: BrowserHall;
  /** One finished case of each delegation form, for those who look rather than act. */
  let carried: CarriedCase[];
  beforeAll(async () => {
    hall = await openBrowserHall();
    const office = await openOffice(hall.hub);
    carried = await Promise.all(office.applications().map((application) => office.carry(application, () => undefined)));
  });
  // What stands on the screens of a story that failed is the first thing to be looked at.
  afterEach(async ({ task }) => { if (task.result?.state === 'fail') await hall?.leftBehind(); });
  afterAll(async () => { await hall?.close(); });

  tellOfAdministering(() => hall, () => carried);
  tellOfThePublic(() => hall);
  tellOfTheWorkbench(() => hall);
  tellOfKeeping(() => hall, () => carried);
  tellOfHandingIn(() => hall);
  tellOfMoney(() => hall);
  tellOfBankLines(() => hall);
  tellOfDayClosing(() => hall);
  tellOfWatching(() => hall, () => carried);
  tellOfTheWindow(() => hall);
  tellOfTwoClerks(() => hall);
  tellOfCountersigning(() => hall);
  tellOfWaysOut(() => hall);
  tellOfAWholeCase(() => hall);
  tellOfOnlineApplications(() => hall);
  tellOfTheProvince(() => hall, () => carried);
  tellOfScriptInFields(() => hall);
  tellOfTheRegister(() => hall);
  tellOfChangingItems(() => hall, () => carried);
  tellOfDrift(() => hall);
  tellOfSubscriptions(() => hall);
  tellOfEveryPage(() => hall, () => carried);

  it('signs a clerk in', async () => {
    const clerk = await hall.staff('window-clerk-a');
    await clerk.page.getByRole('heading', { level: 1 }).waitFor();
    await clerk.picture('workbench');
    expect(clerk.complaints()).toEqual([]);
    expect(await clerk.barriers()).toEqual([]);
    await clerk.leave();
  });
});
