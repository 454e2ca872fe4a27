/**
 * Somebody writes script where words belong, in everything a person can fill, and opens addresses made of it. Held here: no
 * screen runs it, no page even lets its policy be asked, every page says what it may load and who may frame it, and no other
 * site can put a page of ours into its own.
 */
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { act, opensCase, register, stateIs } from './case-steps.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const image = '<img src=x onerror="hit()">';
const closing = '"><script>hit()</script>';
const address = 'javascript:hit()';

/** Tells the story within a suite that has a hall. */
export function tellOfScriptInFields(hallOf: () => BrowserHall): void {
  describe('takes script for words', { timeout: 180_000 }, () => {
    it('in everything typed about a case, wherever it is shown', async () => {
      const hall = hallOf();
      const clerk = await wary(await hall.staff('window-clerk-a'));
      const { caseNumber, receiptNumber, queryPassword } = await register(hall, clerk.one, 'direct', { projectName: `${image}给水`, applicantName: `${closing}公司`, contactName: `${image}张`, fileName: `${closing}.pdf` });
      await opensCase(clerk.one, caseNumber);
      await clerk.one.page.getByText(`${image}给水`).first().waitFor();
      await act(clerk.one, '受理');
      const reviewer = await wary(await hall.staff('reviewer-a', { address: `/staff/review?case=${caseNumber}` }));
      await reviewer.one.page.getByLabel('审查意见').fill(`${closing}${image}${address}`);
      await act(reviewer.one, '同意');
      await opensCase(reviewer.one, caseNumber, 'timeline');
      await stateIs(reviewer.one, '已审查');
      await reviewer.one.page.getByText(closing).first().waitFor();
      await reviewer.one.picture('script-in-a-note');
      for (const tab of ['documents', 'bill', 'texts', 'province']) {
        await opensCase(clerk.one, caseNumber, tab);
        await stateIs(clerk.one, '已审查');
      }
      await clerk.one.open('/staff/cases');
      await clerk.one.page.locator('.hub-table').getByText('公司').filter({ visible: true }).first().waitFor();
      const box = clerk.one.page.getByRole('textbox', { name: '编号或名称' });
      await box.fill(`${closing}${image}`);
      await box.press('Enter');
      await clerk.one.open(`/staff/cases?q=${encodeURIComponent(image)}`);
      await clerk.one.page.getByRole('heading', { level: 1 }).waitFor();
      await clerk.one.open(`/staff/intake?item=${encodeURIComponent(closing)}`);
      await clerk.one.page.locator('#intake-item').fill(`${image}${closing}`);
      await clerk.one.page.getByText(`${image}${closing}`).first().waitFor();
      const applicant = await wary(await hall.visitor({ size: 'phone' }));
      await applicant.one.open(`/progress?receipt=${receiptNumber}`);
      await applicant.one.page.getByLabel('查询密码').fill(queryPassword);
      await applicant.one.page.getByRole('button', { name: '查询', exact: true }).click();
      await applicant.one.page.getByText(receiptNumber).first().waitFor();
      for (const each of [clerk, reviewer, applicant]) await each.nothingRan();
    });

    it('in every address and every form that is open to all', async () => {
      const hall = hallOf();
      const stranger = await wary(await hall.visitor());
      const { one } = stranger;
      for (const word of [image, closing, address]) {
        const typed = encodeURIComponent(word);
        for (const place of [`/items?q=${typed}&department=${typed}&form=${typed}`, `/items/${typed}`, `/progress?receipt=${typed}`, `/check?reference=${typed}`, `/check/${typed}`, `/?lang=${typed}`, `/${typed}`, `/login?return=${typed}`, `/staff/${typed}`]) {
          await one.open(place);
          expect(new URL(one.page.url()).origin).toBe(hall.url);
        }
        await one.open('/login');
        await one.page.getByLabel('登录名').fill(word);
        await one.page.getByLabel('口令', { exact: false }).fill(word);
        await one.page.getByRole('button', { name: '登录' }).click();
        await one.page.getByLabel('登录名').waitFor();
      }
      await stranger.nothingRan();
    });

    it('with a policy on every kind of answer that lets no script of others in, and nothing kept by caches', async () => {
      const hall = hallOf();
      const entry = await (await fetch(`${hall.url}/staff/`)).text();
      const script = /src="(\/assets\/[^"]+\.js)"/.exec(entry)?.[1] ?? '';
      expect(script).not.toBe('');
      const wrong: string[] = [];
      for (const place of ['/', '/items', '/progress', '/notice', '/check', '/check/5339022026999999', '/no-such-page', '/staff/', '/staff/cases', '/session', '/signed-out', '/login', '/api/intake/cases', '/api/no-such/thing', script]) {
        const { headers } = await fetch(`${hall.url}${place}`, { redirect: 'manual' });
        const policy = headers.get('content-security-policy') ?? '';
        const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? '*';
        if (!["'none'", "'self'"].includes(scripts.trim())) wrong.push(`${place} takes scripts from ${scripts}`);
        if (!/frame-ancestors '(?:none|self)'/.test(policy)) wrong.push(`${place} may be framed`);
        if (headers.get('x-content-type-options') !== 'nosniff') wrong.push(`${place} may be taken for something else`);
        const cache = headers.get('cache-control') ?? '';
        const open = ['/', '/items'].includes(place);
        if (place === script ? !cache.includes('immutable') : open ? !/max-age=60|no-store/.test(cache) : !cache.includes('no-store')) wrong.push(`${place} is kept: ${cache}`);
      }
      expect(wrong).toEqual([]);
    });

    it('with a cookie that no script reads and no plain line carries, in no frame of another site', async () => {
      const hall = hallOf();
      const clerk = await hall.staff('window-clerk-a');
      const cookies = await clerk.context.cookies();
      expect(cookies.filter(({ name }) => name === '__Host-hub')).toMatchObject([{ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }]);
      // The provider's own cookies are plain on a loopback without TLS, the only place where plain http is allowed at all.
      expect(cookies.filter(({ name, httpOnly, secure, sameSite }) => !httpOnly || sameSite !== 'Lax' || (name.startsWith('__Host-') && !secure))).toEqual([]);
      expect(await clerk.page.evaluate('document.cookie')).toBe('');
      const elsewhere = createServer((_request, response) => { response.setHeader('content-type', 'text/html').end(`<iframe id="bait" src="${hall.url}/staff/"></iframe><iframe src="${hall.url}/progress"></iframe>`); });
      const port = await new Promise<number>((resolve) => { elsewhere.listen(0, '127.0.0.1', () => { const at = elsewhere.address(); resolve(typeof at === 'object' && at ? at.port : 0); }); });
      try {
        await clerk.page.goto(`http://127.0.0.1:${port}/`);
        const shown = clerk.page.frames().filter((frame) => frame !== clerk.page.mainFrame()).map((frame) => frame.url());
        expect(shown.filter((url) => url.startsWith(hall.url))).toEqual([]);
        expect(clerk.complaints().join()).toContain('frame-ancestors');
      } finally { elsewhere.close(); }
      await clerk.leave();
    });
  });
}

/** Watches whether any script of ours that is written into a field ever runs, or the browser had to forbid it. */
async function wary(one: Visitor): Promise<{ one: Visitor; nothingRan(): Promise<void> }> {
  let ran = 0;
  await one.context.exposeFunction('hit', () => { ran += 1; });
  one.page.on('dialog', (dialog) => { ran += 1; void dialog.dismiss(); });
  return {
    one,
    async nothingRan() {
      expect(ran).toBe(0);
      // A page that is not there, or a wrong password, is reported by the browser; a script that was stopped must not be.
      expect(one.complaints().filter((complaint) => !/status of (?:400|401|403|404|422|429)/.test(complaint))).toEqual([]);
      await one.leave();
    },
  };
}
