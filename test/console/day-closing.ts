/** A bank's day closed by two people: totals, the one line that differs, its two signatures, and the closing. */
import axios from 'axios';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import type { BrowserHall, Visitor } from './hall.ts';
import { publishStandard } from '../published-standard.ts';

const bank = 'STORYBANK';

export function tellOfDayClosing(hall: () => BrowserHall): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  describe('for those who close the day', { timeout: 180_000 }, () => {
    it('shows totals and only what differs, takes two signatures for it, and closes', async () => {
      const { hub } = hall();
      const fees = hub.url('fees');
      const bearer = async (...of: Parameters<typeof hub.token>): Promise<{ authorization: string }> => ({ authorization: `Bearer ${await hub.token(...of)}` });
      const [cashierToken, gateway] = [await bearer('cashier'), await bearer('service', { subject: 'bank-gateway' })];
      await publishStandard(fees, hub.token, {
        code: 'YL-21', name: '工本费', words: '每件 30 元', basis: '示例价费〔2025〕1号（虚构）', revenueItem: { code: '103044021', name: '示例收入项目' }, collectingUnit: { code: '533902101', name: '云岭市住房和城乡建设局' },
        rule: { kind: 'fixed', amountInFen: 3_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
      });
      const codes: string[] = [];
      for (const key of ['day-story-bill-1', 'day-story-bill-2']) {
        const made = await axios.post<{ payCode: string }>(`${fees}/bills`, { caseNumber: null, projectCode: '2601-533902-04-01-654321', payer: { name: '云岭示例建设有限公司', creditCode: null }, charges: [{ standardCode: 'YL-21', measure: null, relief: null }], dueBy: '2099-01-01T00:00:00Z' }, { headers: { ...cashierToken, 'idempotency-key': key } });
        codes.push(made.data.payCode);
      }
      // A one-sided line waits for the day after: the story is of yesterday, whenever it is told.
      const [before, day, next] = [2, 1, 0].map((ago) => chinaDate(new Date(systemClock.now().getTime() - ago * 86_400_000)));
      if (before === undefined || day === undefined || next === undefined) throw new Error('three days');
      await axios.post(`${fees}/bills/${codes[0] ?? ''}/payments`, { bank, serial: 'ST0001', amountInFen: 3_000, workDate: day, collectedOn: day }, { headers: { ...gateway, 'idempotency-key': `payment:${bank}:ST0001` } });
      const deliver = async (on: string, serials: readonly string[]): Promise<void> => {
        const text = serials.map((serial, at) => `${String(at + 1)}\tpayment\t${codes[at] ?? ''}\t${serial}\t3000\t${on}\t${on}\t\t\t\n`).join('');
        const query = new URLSearchParams({ name: `${bank}${on.replaceAll('-', '')}01.txt`, sha256: createHash('sha256').update(text + on).digest('hex'), count: String(serials.length), amountInFen: String(serials.length * 3_000) });
        await axios.put(`${fees}/statements/${bank}/${on}/files/01?${query.toString()}`, Buffer.from(text), { headers: { ...gateway, 'content-type': 'application/octet-stream' } });
      };
      await deliver(day, ['ST0001', 'ST0002']);

      const cashier = await hall().staff('cashier-a', { address: `/staff/day-close?from=${before}&to=${next}` });
      const { page } = cashier;
      await page.getByRole('cell', { name: bank }).waitFor();
      await page.getByText('总额不符').waitFor();
      await cashier.picture('day-closes');
      await inOrder(cashier);
      await page.getByRole('cell', { name: bank }).click();
      await page.getByRole('region', { name: 'ST0002' }).getByText('待次日').waitFor();
      await page.getByText('还不能日结：有单边账待次日').waitFor();
      await deliver(next, []);
      await page.reload();
      const line = page.getByRole('region', { name: 'ST0002' });
      await line.getByText('长款').waitFor();
      await cashier.picture('day-close-differs', { whole: true });
      await inOrder(cashier);
      await line.getByRole('button', { name: '提出处理' }).click();
      await page.getByRole('dialog').getByLabel('原因与处理').fill('银行已收，通知丢失，回单已附');
      await cashier.picture('day-close-resolve');
      await inOrder(cashier);
      await page.getByRole('dialog').getByRole('button', { name: '提出处理' }).click();
      await line.getByText('须由另一人复核').waitFor();

      const supervisor = await hall().staff('supervisor-a', { address: `/staff/day-close?source=${bank}&day=${day}`, language: 'en' });
      const theirs = supervisor.page;
      await theirs.getByRole('region', { name: 'ST0002' }).getByRole('button', { name: 'Sign', exact: true }).click();
      await supervisor.picture('day-close-sign');
      // However long a signature takes on its way, its dialog stays until it is taken: whoever reloads before that takes it back.
      let arrive = (): void => undefined;
      const onItsWay = new Promise<void>((resolve) => { arrive = resolve; });
      await theirs.route('**/countersignatures', async (route) => { await onItsWay; await route.continue(); });
      await Promise.all([theirs.waitForRequest('**/countersignatures'), theirs.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()]);
      await theirs.getByRole('dialog').locator('.ant-btn-loading').waitFor();
      arrive();
      await theirs.getByRole('dialog').waitFor({ state: 'hidden' });
      // The signed line is booked on its bill behind the page, which says so by itself: then nothing differs any more.
      await theirs.getByRole('region', { name: '2. Totals' }).getByText(/^2 agree$/).waitFor({ timeout: 60_000 });
      await theirs.getByRole('button', { name: 'Close the day' }).click();
      await theirs.getByRole('dialog').getByRole('button', { name: 'Close the day' }).click();
      const closed = (await theirs.getByText(/^Closed by /).textContent()) ?? '';
      // In China's time, whatever day it is in Greenwich.
      const at = Date.parse(`${/ at (\S+ \d\d:\d\d):/.exec(closed)?.[1]?.replace(' ', 'T') ?? ''}:00+08:00`);
      expect(Math.abs(at - systemClock.now().getTime()), closed).toBeLessThan(10 * 60_000);
      await supervisor.picture('day-close-closed', { whole: true });
      await inOrder(supervisor);
      await page.reload();
      await page.getByText('已日结').first().waitFor();
      await cashier.picture('day-close-closed-zh', { whole: true });
      await inOrder(cashier);
      await supervisor.leave();
      await cashier.leave();
    });
  });
}
