/**
 * Watching: a supervisor who follows a figure to its cases and takes the figures home, integrators who see a gateway go and come
 * back, read what was said with the outside, and put a message back that moves money. Held here: figures and lists agree, one
 * service away leaves the others on the screen, and whoever proposed does not put back.
 */
import { readFileSync } from 'node:fs';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { freshId } from '../../infra/chance.ts';
import { openDatabase } from '../../infra/database.ts';
import type { CarriedCase } from '../../scripts/office.ts';
import { publishStandard } from '../published-standard.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Registers the tests; hall and cases exist once they run. */
export function tellOfWatching(hall: () => BrowserHall, carried: () => CarriedCase[]): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  const withBill = (): CarriedCase['shown'] => {
    const found = carried().find(({ shown }) => shown.bill?.payCode)?.shown;
    if (!found) throw new Error('no sample case has a bill');
    return found;
  };

  /** A command that asks fees for a bill, put on the bus as intake would. */
  async function order(id: string, charges: unknown, bill = '1'): Promise<string> {
    const { url, user, password } = hall().hub.endpoints.nats;
    const shown = withBill();
    const connection = await connect({ servers: url, user, pass: password });
    await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({
      specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: shown.caseNumber, time: '2026-01-05T01:30:00.000Z', datacontenttype: 'application/json',
      data: {
        caseNumber: shown.caseNumber, billKey: `${shown.caseNumber}:${bill}`, payer: { name: '张三丰', creditCode: null }, item: { code: shown.item.code, name: shown.item.name },
        department: { name: '示例局', code: '430603101' }, dueBy: '2099-02-04T01:30:00.000Z', charges,
      },
    }), { msgID: id });
    await connection.close();
    return id;
  }
  const fee = [{ name: '工本费', standard: '示例标准', unitAmountInFen: 8_000, quantity: 1, amountInFen: 8_000 }];

  describe('for those who watch', () => {
    it('shows the supervisor what was exempt, by unit and by document, leads to the case, and saves what the filter finds', async () => {
      const { hub } = hall();
      const relief = { code: 'welfare', name: '公益项目免收', basis: '示例财税〔2026〕3号', effect: { kind: 'exempt' } };
      for (const [code, unit] of [['YL-41', '云岭市自然资源局'], ['YL-42', '云岭市水务局']] as const) {
        await publishStandard(hub.url('fees'), hub.token, {
          code, name: `示例费 ${code}`, words: '每平方米 2 元', basis: '示例价费〔2026〕4号', revenueItem: { code: `1030450${code.slice(-2)}`, name: `示例收入 ${code}` }, collectingUnit: { code: `5339023${code.slice(-2)}`, name: unit },
          rule: { kind: 'per-unit', unit: '平方米', unitAmountInFen: 200, wholeUnits: true }, reliefs: [relief], lateFee: null, validFrom: '2026-01-01',
        });
      }
      const free = (standardCode: string, documentNumber: string): object => ({ name: '示例费', standard: '每平方米 2 元', unitAmountInFen: 0, quantity: 1, amountInFen: 0, wanted: { standardCode, measure: '640', relief: { code: 'welfare', documentNumber } } });
      await order(freshId(), [free('YL-41', '云民〔2026〕12号')], 'exempt-1');
      await order(freshId(), [free('YL-41', '云民〔2026〕15号'), free('YL-42', '云民〔2026〕15号')], 'exempt-2');
      const supervisor = await hall().staff('supervisor-a', { address: '/staff/exemptions' });
      const { page } = supervisor;
      await expect.poll(async () => { await page.reload(); await page.getByRole('heading', { level: 2, name: '各日合计' }).waitFor(); return page.getByText(/免缴 2 件，减免 3,840.00 元/).count(); }, { timeout: 20_000, interval: 1_000 }).toBe(1);
      await page.getByRole('group', { name: '免缴列表' }).waitFor();
      await supervisor.picture('exemptions', { whole: true });
      await inOrder(supervisor);
      const listed = page.getByRole('group', { name: '免缴列表' });
      await page.getByRole('combobox', { name: '执收单位' }).selectOption('533902342');
      await expect.poll(() => listed.getByRole('row').count(), { timeout: 20_000 }).toBe(2);
      await listed.getByText('云民〔2026〕15号').waitFor();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: '导出' }).click();
      expect((await saving).suggestedFilename()).toMatch(/^exemptions-.*\.xlsx$/);
      await page.getByRole('combobox', { name: '执收单位' }).selectOption('');
      await page.getByRole('textbox', { name: '办件编号、事项或证明文号' }).fill('〔2026〕12');
      await page.keyboard.press('Enter');
      await listed.getByText('云民〔2026〕12号').waitFor();
      await expect.poll(() => listed.getByRole('row').count(), { timeout: 20_000 }).toBe(2);
      await supervisor.picture('exemptions-found');
      await inOrder(supervisor);
      await listed.getByText('云民〔2026〕12号').click();
      await page.waitForURL(/\/staff\/cases\//);
      await supervisor.leave();
    });

    it('leads the supervisor from a figure to exactly its cases, and saves the table', async () => {
      const supervisor = await hall().staff('supervisor-a', { address: '/staff/supervision' });
      const { page } = supervisor;
      await page.getByRole('heading', { level: 1, name: '效能监察' }).waitFor();
      await page.locator('.hub-chart svg').first().waitFor();
      await page.getByRole('button', { name: '收件按形式' }).click();
      await page.locator('.hub-chart svg').nth(1).waitFor();
      const table = page.getByRole('region', { name: '分组统计' });
      await table.getByRole('row').nth(1).waitFor();
      await supervisor.picture('supervision');
      await supervisor.picture('supervision-whole', { whole: true });
      await inOrder(supervisor);

      await page.getByRole('button', { name: '赋权形式', exact: true }).click();
      const row = table.getByRole('row').filter({ hasText: '直接赋权' });
      const received = row.getByRole('link', { name: /收件：\d+ 件/ });
      const count = Number(await received.innerText());
      await received.click();
      await page.waitForURL(/\/staff\/cases\?.*form=direct/);
      await page.getByText(`本页 ${count} 条`).waitFor();
      await supervisor.picture('supervision-cases');
      await page.goBack();
      await row.waitFor();

      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: '导出表格' }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toMatch(/^效能统计-赋权形式-.*\.xlsx$/);
      expect(readFileSync(await saved.path()).subarray(0, 2).toString()).toBe('PK');

      await page.getByRole('button', { name: '本季度' }).click();
      await page.waitForURL(/period=quarter/);
      await page.getByRole('button', { name: '日期', exact: true }).click();
      await table.getByRole('columnheader', { name: '日期' }).waitFor();
      await supervisor.picture('supervision-days');
      const looked = await fetch(`${hall().hub.url('intake')}/cases/${withBill().caseNumber}/looks`, {
        method: 'POST', headers: { authorization: `Bearer ${await hall().hub.token('personal-data-reader')}`, 'content-type': 'application/json', 'idempotency-key': freshId() }, body: JSON.stringify({ reason: '核对送达地址' }),
      });
      expect(looked.status).toBe(200);
      await page.getByRole('link', { name: '个人信息查看记录' }).click();
      await page.getByText('核对送达地址').first().waitFor();
      await supervisor.picture('supervision-looks');
      await inOrder(supervisor);
      await supervisor.leave();
    });

    it('says the same in English, on a wide screen as well', async () => {
      const supervisor = await hall().staff('supervisor-a', { address: '/staff/supervision', language: 'en', size: 'wide' });
      await supervisor.page.getByRole('heading', { level: 1, name: 'Supervision' }).waitFor();
      await supervisor.page.getByRole('button', { name: 'By form' }).click();
      await supervisor.page.locator('.hub-chart svg').nth(1).waitFor();
      await supervisor.picture('supervision-en-wide');
      await inOrder(supervisor);
      await supervisor.open('/staff/outside');
      await supervisor.page.getByRole('article', { name: 'SMS gateway' }).getByText('Adapter').waitFor();
      await supervisor.picture('outside-en-wide', { whole: true });
      // Bodies and parked messages are not for supervisors.
      expect(await supervisor.page.getByRole('link', { name: 'Parked messages' }).count()).toBe(0);
      await inOrder(supervisor);
      await supervisor.leave();
    });

    it('shows the integrator every gateway, one of them away without the others, and what was said', async () => {
      const integrator = await hall().staff('integrator-a', { address: '/staff/outside' });
      const { page } = integrator;
      const province = page.getByRole('article', { name: '省级网关' });
      const texts = page.getByRole('article', { name: '短信网关' });
      await province.getByText('正常', { exact: true }).first().waitFor();
      await texts.getByText('适配器').waitFor();
      await page.getByRole('article', { name: '银行网关' }).getByText('接入口').waitFor();
      await integrator.picture('outside');
      await integrator.picture('outside-whole', { whole: true });
      await inOrder(integrator);

      await hall().stopService('sms-gateway');
      await texts.getByText('服务没有应答').waitFor();
      await page.getByRole('row').filter({ hasText: '短信网关' }).getByText('服务没有应答').waitFor();
      expect(await province.getByText('服务没有应答').count()).toBe(0);
      await integrator.picture('outside-one-away');
      expect(await integrator.barriers()).toEqual([]);
      await hall().startService('sms-gateway');
      await texts.getByText('服务没有应答').waitFor({ state: 'detached' });
      // What the browser itself notes of answers that said no.
      integrator.complaints();

      await province.getByRole('link', { name: '往来记录' }).click();
      await page.getByLabel('办件编号').fill(withBill().caseNumber);
      await page.keyboard.press('Enter');
      await page.waitForURL(/caseNumber=/);
      await page.getByRole('button', { name: /的报文/ }).first().waitFor();
      await integrator.picture('outside-exchanges');
      await page.getByRole('button', { name: /的报文/ }).first().click();
      // Pointing at it waits until the dialog stands still.
      await page.getByRole('dialog').getByText('我方发出').hover();
      await integrator.picture('outside-exchange');
      await inOrder(integrator);
      await page.keyboard.press('Escape');
      await integrator.leave();
    });

    it('lets two integrators put back a message that moves money, and no one alone', async () => {
      // Fees cannot take one message for a while; the other breaks its contract and never can be taken.
      const { host, port, schemas } = hall().hub.endpoints.database;
      const fees = schemas['fees'];
      const database = openDatabase({ url: `mysql://${fees?.user}:${fees?.password}@${host}:${port}/${fees?.schema}`, connections: 1 });
      const [mended, broken] = [freshId(), freshId()];
      await database.raw(`CREATE TRIGGER broken BEFORE INSERT ON inbox FOR EACH ROW BEGIN IF NEW.id = '${mended}' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'disk'; END IF; END`);
      try {
        await order(mended, fee);
        await order(broken, '不是清单');

        const one = await hall().staff('integrator-a', { address: '/staff/outside?view=parked' });
        const { page } = one;
        await page.locator(`tr[data-key="fees ${mended}"]`).waitFor();
        await page.locator(`tr[data-key="fees ${broken}"]`).waitFor();
        await one.picture('outside-parked');
        await inOrder(one);
        await page.locator(`tr[data-key="fees ${mended}"]`).click();
        await page.getByText('内容符合约定，可以处理。').waitFor();
        expect(await page.getByText('张三丰').count()).toBe(0);
        expect(await page.getByRole('button', { name: '放回', exact: true }).count()).toBe(0);
        await one.picture('parked');
        await one.picture('parked-whole', { whole: true });
        await database.raw('DROP TRIGGER broken');
        await page.getByRole('button', { name: '提出放回' }).click();
        await page.getByRole('dialog').getByRole('textbox').fill('磁盘已更换，请复核后放回');
        await one.picture('parked-propose');
        expect(await one.barriers()).toEqual([]);
        await page.getByRole('dialog').getByRole('button', { name: '提出放回' }).click();
        await page.getByText('您已提出放回').waitFor();
        expect(await page.getByRole('button', { name: '放回', exact: true }).count()).toBe(0);

        const other = await hall().staff('integrator-b', { address: new URL(page.url()).pathname });
        await other.page.getByRole('button', { name: '放回', exact: true }).click();
        await other.page.getByRole('dialog').getByText('磁盘已更换').waitFor();
        await other.picture('parked-put-back');
        await other.page.getByRole('dialog').getByRole('button', { name: '放回', exact: true }).click();
        await other.page.getByText('已放回；记录不再需要它').first().waitFor();
        await other.picture('parked-done');
        await inOrder(other);
        // The first one's page learns it by itself.
        await page.getByText('integrator-b 于').waitFor();
        await inOrder(one);

        await one.open(`/staff/outside/parked/fees/${broken}`);
        await page.getByText('内容不符合约定').waitFor();
        await page.getByRole('button', { name: '提出放回' }).click();
        await page.getByRole('dialog').getByRole('textbox').fill('请开发核对发送方');
        await page.getByRole('dialog').getByRole('button', { name: '提出放回' }).click();
        await page.getByText('您已提出放回').waitFor();
        await other.open(`/staff/outside/parked/fees/${broken}`);
        await other.page.getByRole('button', { name: '放回', exact: true }).click();
        await other.page.getByRole('dialog').getByRole('button', { name: '放回', exact: true }).click();
        await other.page.getByText('放回后仍然失败：内容不符合该类消息的约定').waitFor();
        await other.picture('parked-refused');
        await other.page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
        await other.page.getByText('放回后再次失败').waitFor();
        // A dialog that is fading away is neither there nor gone to axe.
        await other.page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await other.barriers()).toEqual([]);
        await other.leave();
        await one.leave();
      } finally {
        await database.raw('DROP TRIGGER IF EXISTS broken');
        await database.destroy();
      }
    });
  });
}
