/**
 * An integrator who looks at a bank's line: what its profile says, and the frames that have just passed. Held here: the frame of a
 * payment is there field by field within seconds, and neither a name nor a secret is.
 */
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { maskName } from '../../infra/mask.ts';
import { publishStandard } from '../published-standard.ts';
import type { BrowserHall } from './hall.ts';

/** Registers the tests; the hall exists once they run. */
export function tellOfBankLines(hall: () => BrowserHall): void {
  describe('for who connects a bank', () => {
    it('shows the profile of a line and each frame that passes, masked', async () => {
      // A bill of its own, not paid yet: only then does the answer to the bank's query carry the payer.
      const { hub } = hall();
      const payer = '云岭欧阳示例商贸有限公司';
      await publishStandard(hub.url('fees'), hub.token, {
        code: 'YL-31', name: '示例费', words: '每件 10 元', basis: '示例价费〔2025〕1号（虚构）', revenueItem: { code: '103044031', name: '示例收入项目' }, collectingUnit: { code: '533902101', name: '云岭市住房和城乡建设局' },
        rule: { kind: 'fixed', amountInFen: 1_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
      });
      const made = await axios.post(`${hub.url('fees')}/bills`, { caseNumber: null, projectCode: '2601-533902-04-01-123456', payer: { name: payer, creditCode: null }, charges: [{ standardCode: 'YL-31', measure: null, relief: null }], dueBy: '2099-01-01T00:00:00Z' }, { headers: { authorization: `Bearer ${await hub.token('cashier')}`, 'idempotency-key': 'bill-of-the-bank-line-story' } });
      const { payCode } = z.object({ payCode: z.string() }).parse(made.data);
      const integrator = await hall().staff('integrator-a', { address: '/staff/bank-lines' });
      const { page } = integrator;
      await page.getByRole('heading', { level: 1, name: '银行接入' }).waitFor();
      const frames = page.locator('.hub-line-frames table').first();
      await hall().payAtBank(payCode);
      const detail = page.getByRole('complementary', { name: '报文字段' });
      await expect.poll(async () => {
        await frames.getByRole('row').filter({ hasText: '2401' }).first().getByRole('button').click();
        return detail.getByText(payCode).count();
      }, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(await integrator.barriers()).toEqual([]);
      await integrator.picture('bank-lines-frames');
      // The payer is in that answer, and is to be recognised there but not to be read.
      const named = detail.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'payer', exact: true }) });
      expect(await named.getByRole('cell').last().innerText()).toBe(`${maskName(payer)} 已遮盖`);
      expect(await detail.innerText()).not.toMatch(/欧阳|商贸|有限/);
      // Nor has the page been given it: what came over the wire is masked already.
      const given = await page.evaluate(async () => (await fetch('/api/bank-gateway/lines/0/frames?limit=100')).text());
      expect([payCode, maskName(payer), payer, '欧阳'].map((text) => given.includes(text))).toEqual([true, true, false, false]);
      const login = frames.getByRole('row').filter({ hasText: '9905' }).first();
      await login.getByRole('button').click();
      await detail.getByText('***').first().waitFor();
      await integrator.picture('bank-lines-login');
      for (const [view, name] of [['线路与报文格式', 'frame'], ['交易', 'transactions'], ['应答码', 'results']] as const) {
        await page.getByRole('navigation', { name: '内容' }).getByRole('link', { name: view }).click();
        await page.getByRole('heading', { level: 2, name: view === '线路与报文格式' ? '报文头' : view, exact: true }).waitFor();
        await integrator.picture(`bank-lines-${name}`);
        expect(await integrator.barriers()).toEqual([]);
      }
      expect(integrator.complaints()).toEqual([]);
      await integrator.leave();
    });
  });
}
