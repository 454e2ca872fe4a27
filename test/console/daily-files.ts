/**
 * A day from its files to its closing, as a cashier sees it: a bank's file that is wrong is refused with what to do, its revision is fetched, the fiscal
 * platform's own record is the third book, and the day closes when all three agree.
 */
import { mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import type { HubOptions } from '../../scripts/hub.ts';
import { writeArrivalTotals } from '../../services/bank-gateway/adapters/hzdz/simulator.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const bank = 'FILEBANK';
const [bankFiles, fiscalRecords] = ['bank', 'fiscal'].map((name) => mkdtempSync(path.join(tmpdir(), `zh-files-${name}-`))) as [string, string];
const feed = (name: string, source: string, profile: string, folder: string): object => ({ feed: name, source, profile, from: { by: 'folder', folder }, settleSeconds: 0, halfMinutes: 0 });

/** What a hall for this story is opened with: a bank's folder and the platform's. */
export const hallWithFiles: Pick<HubOptions, 'settings' | 'counterpartSettings'> = {
  settings: { 'bank-gateway': { HUB_DAILY_FILES: JSON.stringify([feed('bank-receipts', bank, 'yhsk', bankFiles), feed('fiscal-record', 'fiscal', 'dzcz', fiscalRecords), { ...feed('arrival-totals', 'fiscal', 'hzdz', fiscalRecords), expectedBy: null }, { feed: 'payment-channel', source: 'YLPAY', profile: 'gzf0005', from: { by: 'channel' }, settleSeconds: 0 }]), HUB_DAILY_FILES_EVERY_SECONDS: '3600' } },
  // It confirms and writes when it is told to.
  counterpartSettings: { fiscal: { HUB_BANK_BOOKS_FILE: '', HUB_RECORDS_DIRECTORY: fiscalRecords, HUB_RECORD_AFTER_QUIET_MS: '0' } },
};

/** `billed` makes a bill of `fen` that nobody has paid. */
export function tellOfDailyFiles(hall: () => BrowserHall, billed: () => Promise<string>, fen: number): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  describe('from its files to its closing', () => {
    it('fetches files, says what is wrong with one, and closes the day over three books', async () => {
      const { hub } = hall();
      const day = chinaDate(systemClock.now());
      const gateway = { authorization: `Bearer ${await hub.token('service', { subject: 'bank-gateway' })}` };
      const platform = (where: string, body: object): Promise<unknown> => axios.post(`${hub.control('fiscal')}${where}`, body);
      const codes = [await billed(), await billed(), await billed()];
      for (const [at, payCode] of codes.entries()) {
        const serial = `FB000${String(at + 1)}`;
        await axios.post(`${hub.url('fees')}/bills/${payCode}/payments`, { bank, serial, amountInFen: fen, workDate: day, collectedOn: day }, { headers: { ...gateway, 'idempotency-key': `payment:${bank}:${serial}` } });
      }
      const lay = (stated?: { amountInFen: number }): void => {
        const { name, bytes } = writeReceipts({ bank: '105533902', division: '533902', day, part: 1, lines: codes.map((payCode) => ({ payCode, amountInFen: fen })), ...(stated ? { stated } : {}) });
        writeFileSync(path.join(bankFiles, `${name}.tmp`), bytes);
        renameSync(path.join(bankFiles, `${name}.tmp`), path.join(bankFiles, name));
      };
      lay({ amountInFen: fen * 3 + 100 });

      const cashier = await hall().staff('cashier-a', { address: '/staff/daily-files' });
      const { page } = cashier;
      await page.getByRole('button', { name: '立即取 bank-receipts' }).click();
      await page.getByText('已查看，新取到 1 份').waitFor();
      const detail = page.getByRole('complementary', { name: '文件详情' });
      await detail.getByText('有错未收').first().waitFor();
      await detail.getByText('不能据此日结，请对方核对后重新出具').waitFor();
      await cashier.picture('daily-files-refused', { whole: true });
      await inOrder(cashier);

      lay();
      await platform('/pay', { payCode: codes[0] });
      await platform('/pay', { payCode: codes[1] });
      await platform('/record', { day });
      await page.getByRole('button', { name: '立即取 bank-receipts' }).click();
      await page.getByRole('cell', { name: '旧版' }).waitFor();
      await page.getByRole('button', { name: '立即取 fiscal-record' }).click();
      await page.getByRole('cell', { name: /^DZCZ/ }).click();
      await detail.getByText('已送达').first().waitFor();
      await page.getByRole('cell', { name: /^YHSK/ }).first().click();
      await detail.getByText('该文件的各版').waitFor();
      await cashier.picture('daily-files-delivered', { whole: true });
      await inOrder(cashier);

      // The day's totals say more than has come, and a file nobody knows lies beside them.
      const recordBank = /^DZCZ(.{9})/.exec(readdirSync(fiscalRecords).find((name) => name.startsWith('DZCZ')) ?? '')?.[1] ?? '';
      const totals = writeArrivalTotals({ bank: recordBank, division: '533902', day, part: 1, lines: codes.map((payCode) => ({ payCode, amountInFen: fen })) });
      writeFileSync(path.join(fiscalRecords, totals.name), totals.bytes);
      writeFileSync(path.join(fiscalRecords, `JCSJ${day.replaceAll('-', '')}`), 'x');
      await page.getByRole('button', { name: '立即取 arrival-totals' }).click();
      await page.getByRole('cell', { name: /^HZDZ/ }).click();
      await detail.getByText('汇总与明细不符').waitFor();
      await detail.getByText(/汇总 3 笔 .*明细合计 2 笔/).waitFor();
      await page.getByText(`汇总不符 ${day}`).waitFor();
      await page.getByText('目录中有 1 份文件无人读取').first().click();
      await page.getByText('没有格式认识此名').first().waitFor();
      await cashier.picture('daily-files-totals', { whole: true });
      await inOrder(cashier);
      await page.getByRole('cell', { name: /^YHSK/ }).first().click();

      await detail.getByRole('link', { name: '查看该日日终' }).click();
      const silent = page.getByRole('region', { name: codes[2] ?? '' });
      await silent.getByText('未到账确认').waitFor();
      await page.getByText('还不能日结：有单边账待次日').waitFor();
      await cashier.picture('day-close-three-books', { whole: true });
      await inOrder(cashier);
      await page.getByRole('link', { name: '返回各日' }).click();
      const row = page.getByRole('row', { name: new RegExp(`${day} ${bank}`) });
      await row.getByText('总额不符').waitFor();
      expect(await row.getByText(/财政/).count()).toBe(1);
      await cashier.picture('days-three-books', { whole: true });
      await inOrder(cashier);
      await row.getByRole('cell', { name: bank }).click();
      await silent.getByText('未到账确认').waitFor();

      await platform('/pay', { payCode: codes[2] });
      await platform('/record', { day });
      await axios.post(`${hub.url('bank-gateway')}/daily-files/fetches`, { feed: 'fiscal-record' }, { headers: { authorization: `Bearer ${await hub.token('integrator')}` } });
      await page.reload();
      await page.getByText('每一笔都相符').waitFor();
      await page.getByRole('button', { name: '日结' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '日结' }).click();
      await page.getByText(/于 .* 日结：/).waitFor();
      await cashier.picture('day-close-three-books-closed', { whole: true });
      await inOrder(cashier);
      await cashier.leave();

      const integrator = await hall().staff('integrator-a', { address: '/staff/daily-files?state=refused', language: 'en', size: 'wide' });
      await integrator.page.getByRole('complementary', { name: 'The file' }).getByText('What to do').waitFor();
      await integrator.picture('daily-files-refused-en', { whole: true });
      await inOrder(integrator);
      await integrator.leave();
    });
  });
}
