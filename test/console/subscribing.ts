/**
 * Who is told of published changes, told by the catalogue's officer: a system of a department is added, its secret shown once; a change is
 * published and it hears it, signed; it stops answering, is seen to, and hears what it missed. Held here: what the page says is so.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../stage.ts';
import type { BrowserHall, Visitor } from './hall.ts';

const Listed = z.object({ items: z.array(z.object({ code: z.string() })) });
const Shown = z.looseObject({ edition: z.number(), item: z.looseObject({ version: z.number() }) });

/** Tells the story within a suite that has a hall. */
export function tellOfSubscriptions(hallOf: () => BrowserHall): void {
  describe('for those who keep subscriptions', { timeout: 180_000 }, () => {
    const inOrder = async (one: Visitor): Promise<void> => {
      expect(await one.barriers()).toEqual([]);
      expect(one.complaints()).toEqual([]);
    };
    it('adds a subscriber, shows its secret once, and shows what it has heard and when it does not answer', async () => {
      const { hub } = hallOf();
      const heard: { body: string; timestamp: string; signature: string }[] = [];
      let answers = 204;
      const subscriber = createServer((request, response) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => { pieces.push(piece); });
        request.on('end', () => {
          if (answers === 204) heard.push({ body: Buffer.concat(pieces).toString('utf8'), timestamp: String(request.headers['x-hub-timestamp']), signature: String(request.headers['x-hub-signature']) });
          response.writeHead(answers).end();
        });
      });
      await new Promise<void>((resolve) => { subscriber.listen(0, '127.0.0.1', resolve); });
      const address = subscriber.address();
      const url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/changes`;
      const catalogue = hub.endpoints.services['catalogue']?.url ?? '';
      const [item] = Listed.parse(await (await fetch(`${catalogue}/items?state=offered&form=forward&limit=1`)).json()).items;
      /** The zone publishes another telephone number: two officers. */
      const publishes = async (telephone: string): Promise<void> => {
        const as = async (subject: string): Promise<Record<string, string>> => ({ authorization: `Bearer ${await hub.token('catalogue-officer', { subject })}`, 'content-type': 'application/json', 'idempotency-key': `${subject}-${telephone}` });
        const { edition, item: now } = Shown.parse(await (await fetch(`${catalogue}/items/${item?.code ?? ''}`)).json());
        const edited = await fetch(`${catalogue}/items/${item?.code ?? ''}/edits`, { method: 'POST', headers: await as('subscribing-a'), body: JSON.stringify({ version: now.version, edition, item: { ...now, telephone }, reason: '更新电话' }) });
        const { id, revision } = z.looseObject({ id: z.string(), revision: z.number() }).parse(await edited.json());
        expect((await fetch(`${catalogue}/change-sets/${id}/approval`, { method: 'POST', headers: await as('subscribing-b'), body: JSON.stringify({ revision }) })).status).toBe(200);
      };
      try {
        const officer = await hallOf().staff('catalogue-officer-a', { address: '/staff/subscriptions' });
        const { page } = officer;
        await page.getByRole('button', { name: '新增订阅' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('订阅方').fill('市住建局审批系统');
        await dialog.getByLabel('接收地址').fill('http://intranet.example/changes');
        await dialog.getByLabel('联系科室').fill('市住建局信息中心 0730-8000000');
        await dialog.getByRole('button', { name: '新增订阅' }).click();
        // Neither https nor an admitted network: said at the field, and what was typed stays.
        await dialog.locator('.hub-field-fault').waitFor();
        await officer.picture('subscription-refused');
        // A refusal is an answer; the browser writes it into its console all the same.
        expect(officer.complaints().every((complaint) => complaint.includes('422'))).toBe(true);
        await dialog.getByLabel('接收地址').fill(url);
        await dialog.getByRole('button', { name: '新增订阅' }).click();
        await page.getByText('签名密钥只显示这一次').waitFor();
        const secret = await page.getByLabel('密钥', { exact: true }).inputValue();
        await officer.picture('subscription-secret');
        await inOrder(officer);
        await page.getByRole('button', { name: '已记下，关闭' }).click();
        expect(await page.content()).not.toContain(secret);

        await publishes('0730-8222222');
        const told = await eventually('the subscriber hears it', async () => heard.find((one) => one.body.includes(item?.code ?? '-')), 30_000);
        expect(told.signature).toContain(`v1=${createHmac('sha256', secret).update(`${told.timestamp}.${told.body}`).digest('hex')}`);
        await page.locator('.hub-deliveries').getByText('对方已收').first().waitFor({ timeout: 30_000 });
        await officer.picture('subscription-heard');

        answers = 503;
        await publishes('0730-8333333');
        await page.locator('.hub-pane').getByText('重发中').first().waitFor({ timeout: 30_000 });
        await page.locator('.hub-deliveries').getByText('未送达').first().waitFor({ timeout: 30_000 });
        await officer.picture('subscription-retrying');
        await inOrder(officer);
        const before = heard.length;
        answers = 204;
        await page.getByRole('button', { name: '立即重试' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '立即重试' }).click();
        await eventually('what was missed is told', async () => heard.length > before, 30_000);
        await page.locator('.hub-pane').getByText('已全部收到').first().waitFor({ timeout: 30_000 });

        await page.locator('.hub-pane').getByRole('button', { name: '暂停' }).click();
        await page.getByRole('dialog').getByRole('textbox').fill('对方系统升级');
        await page.getByRole('dialog').getByRole('button', { name: '暂停' }).click();
        await page.locator('.hub-pane').getByRole('button', { name: '恢复' }).waitFor();
        await officer.picture('subscription-paused');
        await inOrder(officer);
        await page.locator('.hub-pane').getByRole('button', { name: '恢复' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '恢复' }).click();
        await page.locator('.hub-pane').getByText('已全部收到').first().waitFor({ timeout: 30_000 });
        await officer.leave();
      } finally {
        subscriber.closeAllConnections();
        subscriber.close();
      }
    });
  });
}
