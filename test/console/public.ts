/**
 * The public's story: somebody from the street with a phone and no script finds an item, looks up a case, pays and checks the
 * certificate, over the whole hub. Held here: nothing of it needs JavaScript, and no page stands in anybody's way.
 */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { freshId } from '../../infra/chance.ts';
import { openClient, type Client } from '../../infra/http-client.ts';
import type { Role } from '../../infra/identity.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { sampleAnswers } from '../../scripts/sample-answers.ts';
import { openOffice } from '../../scripts/office.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { eventually } from '../stage.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Tells the story within a suite that has a hall. */
export function tellOfThePublic(hallOf: () => BrowserHall): void {
  describe('is open to the public', () => {
    it('without a script and without a cookie, from the first page to the guide of an item', async () => {
      const hall = hallOf();
      const visitor = await hall.visitor({ size: 'phone', javaScript: false });
      const { page } = visitor;
      await visitor.open(hall.url);
      await visitor.picture('public-home', { whole: true });
      await page.getByRole('main').getByRole('link', { name: '办事指南' }).click();
      const [application] = (await openOffice(hall.hub)).applications();
      await page.getByLabel('赋权形式').selectOption('direct');
      await page.getByRole('button', { name: '查找' }).click();
      await page.locator('.items').waitFor();
      await visitor.picture('public-items');
      await visitor.open(`${hall.url}/items/${application?.itemCode ?? ''}`);
      await page.getByRole('heading', { name: '要带的材料' }).waitFor();
      expect(await page.locator('.flow li').count()).toBe(7);
      await visitor.picture('public-guide', { whole: true });
      expect(await visitor.context.cookies()).toEqual([]);
      expect(visitor.complaints()).toEqual([]);
      await visitor.leave();
    });

    it('who see where a case stands, what to pay and where, that it was paid, and that the certificate is genuine', async () => {
      const hall = hallOf();
      const one = await applyFor(hall);
      const visitor = await hall.visitor({ size: 'phone', javaScript: false });
      const { page } = visitor;
      // As the code on the receipt opens it: the number is filled in, the password is not.
      await visitor.open(`${hall.url}/progress?receipt=${one.receiptNumber}`);
      expect(await page.getByLabel('收件编号').inputValue()).toBe(one.receiptNumber);
      await page.getByLabel('查询密码').fill(one.queryPassword === '000000' ? '000001' : '000000');
      await page.getByRole('button', { name: '查询', exact: true }).click();
      await page.getByRole('heading', { name: '收件编号和查询密码对不上' }).waitFor();
      visitor.complaints();
      await page.getByLabel('查询密码').fill(one.queryPassword);
      await page.getByRole('button', { name: '查询', exact: true }).click();
      await page.getByRole('heading', { name: '已收件，正在预审' }).waitFor();
      expect(page.url()).toBe(`${hall.url}/progress`);
      await visitor.picture('public-progress-received', { whole: true });

      await one.grant();
      await reloadedUntil(visitor, '已准予，等待缴费');
      // Fees makes the bill a moment after the decision; the page says so until it is there.
      const notice = page.getByRole('link', { name: '查看缴款通知' });
      await reloadedUntil(visitor, notice);
      await notice.click();
      const payCode = (await page.locator('.paycode').innerText()).replace(/\D/g, '');
      expect(payCode).toMatch(/^\d{20}$/);
      await page.getByText(/人民币.+[整分]/u).waitFor();
      await page.getByRole('img', { name: `缴款码二维码：${payCode}` }).waitFor();
      await visitor.picture('public-notice', { whole: true });
      await hall.payAtBank(payCode);
      await reloadedUntil(visitor, '已缴清');
      await visitor.open(`${hall.url}/progress`);
      await reloadedUntil(visitor, '办好了，可以领取');
      await visitor.picture('public-progress-ready', { whole: true });

      await page.getByRole('link', { name: '核验这份证照' }).click();
      await page.getByRole('heading', { level: 1, name: '真实有效' }).waitFor();
      await visitor.picture('public-check-genuine', { whole: true });
      await visitor.open(`${hall.url}/progress`);
      await one.handOver();
      const rate = page.getByRole('link', { name: '评价本次服务' });
      await reloadedUntil(visitor, rate);
      await rate.click();
      await visitor.picture('public-rating-levels', { whole: true });
      await page.getByRole('link', { name: '不满意', exact: false }).first().click();
      await page.getByRole('button', { name: '提交评价' }).click();
      await page.getByRole('alert').getByText('请勾选具体情况，或写下不满意的原因').first().waitFor();
      await visitor.picture('public-rating-why', { whole: true });
      visitor.complaints();
      await page.getByRole('checkbox').first().check();
      await page.getByRole('textbox').fill('窗口排队太久');
      await page.getByRole('button', { name: '提交评价' }).click();
      await page.getByText('您的评价已记下').waitFor();
      await visitor.picture('public-rated', { whole: true });

      await page.getByRole('button', { name: '结束查询' }).click();
      await page.getByRole('heading', { name: '查询已结束' }).waitFor();
      expect(await visitor.context.cookies()).toEqual([]);
      expect(visitor.complaints()).toEqual([]);
      await visitor.leave();
    });

    it.each(['/', '/items', '/progress', '/notice', '/check', '/receipts', '/check/5339022026999999'])('in both languages, with no barrier on %s', async (path) => {
      const hall = hallOf();
      for (const [size, lang] of [['phone', ''], ['desk', '?lang=en']] as const) {
        const visitor = await hall.visitor({ size });
        await visitor.open(`${hall.url}${path}${lang}`);
        expect(await visitor.barriers(), `${path}${lang} ${size}`).toEqual([]);
        expect(visitor.complaints()).toEqual([]);
        await visitor.leave();
      }
    });

    it('as far as it can be when a service is away, and whole again when it is back', async () => {
      const hall = hallOf();
      const visitor = await hall.visitor({ size: 'phone', javaScript: false });
      const { page } = visitor;
      await hall.stopService('certificates');
      try {
        await visitor.open(`${hall.url}/check/5339022026000001`);
        await page.getByRole('heading', { level: 1, name: '证照核验暂时用不了' }).waitFor();
        await visitor.picture('public-check-away');
        await visitor.open(`${hall.url}/items`);
        await page.getByRole('heading', { level: 1, name: '办事指南' }).waitFor();
      } finally { await hall.startService('certificates'); }
      await visitor.open(`${hall.url}/check/5339022026999999`);
      await reloadedUntil(visitor, '查不到这份证照');
      await visitor.leave();
    });
  });
}

/** Reloads as a person would until the page says it; the page itself never does so without a script. */
async function reloadedUntil({ page }: Visitor, sought: string | Locator): Promise<void> {
  const place = typeof sought === 'string' ? page.getByRole('heading', { name: sought }) : sought;
  await eventually(`the page shows ${place.toString()}`, async () => {
    if (await place.count() > 0) return true;
    await page.reload();
    return false;
  }, 60_000);
}

/** A case received at the window for an item with a fee; `grant` takes it to the decision, `handOver` gives out the certificate. */
async function applyFor(hall: BrowserHall): Promise<{ receiptNumber: string; queryPassword: string; grant(): Promise<void>; handOver(): Promise<void> }> {
  const as = async (role: Role): Promise<Client<IntakePaths>> => {
    const token = await hall.hub.token(role, { subject: `${role}-of-the-public-story` });
    return openClient<IntakePaths>(hall.hub.url('intake'), () => Promise.resolve(token));
  };
  const office = await openOffice(hall.hub);
  const application = office.applications().find(({ form }) => form === 'direct');
  if (!application) throw new Error('the sample has no item of form direct');
  const { form, ...asked } = application;
  const clerk = await as('window-clerk');
  const item = must(await clerk.call('get', '/items', { query: { form } })).items.find(({ code }) => code === asked.itemCode);
  const materials: { name: string; sha256: string }[] = [];
  for (const { name } of item?.materials.filter(({ required }) => required) ?? []) {
    const { sha256 } = must(await clerk.call('post', '/materials', { body: samplePaper(`For the public story ${freshId()}`), headers: { 'x-file-name': 'paper.pdf' } }));
    materials.push({ name, sha256 });
  }
  const { caseNumber, receiptNumber, queryPassword } = must(await clerk.call('post', '/cases', { key: freshId(), body: { ...asked, materials, answers: sampleAnswers(item?.formFields ?? []) } }));
  const path = { caseNumber };
  return {
    receiptNumber, queryPassword,
    async grant() {
      must(await clerk.call('post', '/cases/{caseNumber}/acceptance', { path, key: freshId(), body: { decision: 'accept', reason: '' } }));
      must(await (await as('reviewer')).call('post', '/cases/{caseNumber}/review', { path, key: freshId(), body: { opinion: 'agree', note: '' } }));
      must(await (await as('approver')).call('post', '/cases/{caseNumber}/decision', { path, key: freshId(), body: { decision: 'granted', note: '', validTo: null } }));
    },
    async handOver() { must(await clerk.call('post', '/cases/{caseNumber}/delivery', { path, key: freshId(), body: { recipient: asked.contact.name, method: 'window' } })); },
  };
}

function must<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(`${outcome.kind}: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
