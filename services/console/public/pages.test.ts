/** The public pages over services that answer as the test says: every page and state, in both languages, without a script. */
import axios, { type AxiosResponse } from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSamplePages, sampleBill, sampleGuide, samplePayCode, sampleProgress, sampleReceipt, sampleVerification, type SamplePages } from './sample-answers.ts';

let pages: SamplePages;
beforeEach(async () => { pages = await openSamplePages(); });
afterEach(async () => { await pages.close(); expect(pages.defects).toEqual([]); });

const client = axios.create({ headers: { accept: 'text/html' }, validateStatus: () => true, maxRedirects: 0, responseType: 'text', transformResponse: (data: unknown) => data });
const get = (path: string, headers: Record<string, string> = {}): Promise<AxiosResponse<string>> => client.get(pages.url + path, { headers });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }): Promise<AxiosResponse<string>> =>
  client.post(pages.url + path, new URLSearchParams(fields).toString(), { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } });
/** The words a person reads. */
const words = (html: string): string => html.replace(/<head>.*?<\/head>/su, '').replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
const cookieOf = (answer: AxiosResponse<string>): string => (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '').join('; ');
async function lookUp(): Promise<string> {
  const answer = await post('/progress', sampleReceipt);
  expect(answer.status).toBe(303);
  return cookieOf(answer);
}

describe('every page', () => {
  it.each(['/', '/items', '/items/11533900990002020N3530117020000', '/progress', '/notice', '/check', '/check/5339022026000001', '/receipts', '/receipts?code=53030126&number=0000000007&checkCode=a1B2c3', '/nowhere'])('%s runs no script, keeps strangers out and is written in the language it says', async (path) => {
    for (const [lang, tag] of [['', 'zh-CN'], ['?lang=en', 'en']] as const) {
      const answer = await get(path.includes('?') ? path + lang.replace('?', '&') : path + lang);
      expect(answer.data).toMatch(new RegExp(`^<!doctype html><html lang="${tag}">`));
      expect(answer.data).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
      expect(answer.headers['set-cookie']).toBeUndefined();
      // Each page leads to itself in the other language.
      expect(answer.data).toContain(`lang="${tag === 'en' ? 'zh-CN' : 'en'}" hrefLang="${tag === 'en' ? 'zh-CN' : 'en'}"`);
      for (const [, address] of answer.data.matchAll(/(?:href|src|action)="([^"]+)"/g)) expect(address).toMatch(/^(?:\/(?!\/)|#|tel:)/);
    }
  });

  it('has one style sheet whose address changes with its content', async () => {
    const path = /href="(\/public\/pages-[0-9a-f]{12}\.css)"/.exec((await get('/')).data)?.[1] ?? '';
    const sheet = await get(path);
    expect(sheet.headers['cache-control']).toContain('immutable');
    expect(sheet.headers['content-type']).toContain('text/css');
    expect(Buffer.byteLength(sheet.data)).toBeLessThan(20_000);
  });

  it('says what is not there, and asks nobody about what cannot be a number', async () => {
    expect((await get('/nowhere')).status).toBe(404);
    expect((await get('/%E0%A4%A')).status).toBe(404);
    expect((await get('/items/..%2Fdelegations')).status).toBe(404);
    expect(words((await get('/check/%2e%2e%2f%2e%2e%2fhealth')).data)).toContain('查不到这份证照');
    expect(pages.answers.asked).toEqual([]);
  });
});

describe('the list of items', () => {
  it('finds by words of the name, by department and by form, and keeps them from page to page', async () => {
    const all = words((await get('/items')).data);
    expect(all).toContain('共 22 项 ，第 1 页，共 2 页'.replace(' ，', '，'));
    expect(words((await get('/items?q=施工 许可')).data)).toMatch(/共 1 项.*建筑工程施工许可证核发/u);
    const some = await get('/items?form=direct-report&department=%E4%BA%91%E5%B2%AD%E5%B8%82%E6%B0%B4%E5%8A%A1%E5%B1%80');
    expect(words(some.data)).toMatch(/共 5 项/u);
    const second = await get('/items?page=2&lang=en');
    expect(second.data).toContain('href="/items?lang=en"');
    expect(words(second.data)).toContain('22 items, page 2 of 2');
    expect(words((await get('/items?q=%E6%97%A0')).data)).toContain('没有找到符合条件的事项');
    expect(pages.answers.asked).toEqual(['/items']);
  });

  it('says so when the catalogue is not there', async () => {
    pages.answers.items = undefined;
    const answer = await get('/items');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('30');
    expect(words(answer.data)).toMatch(/办事指南暂时用不了.*0899-12345678/u);
    expect((await get('/')).status).toBe(200);
  });
});

describe('the guide of an item', () => {
  it.each([['direct', '以园区名义决定'], ['entrusted', '见章盖章'], ['forward', '专办员决定'], ['direct-report', '直接上报']] as const)('explains who decides under %s', async (form, says) => {
    pages.answers.guide = sampleGuide(form);
    const text = words((await get(`/items/${pages.answers.guide.code}`)).data);
    expect(text).toContain(says);
    expect(text).toMatch(/承诺时限 5 个工作日.*必交.*建筑工程施工许可申请表.*0\.50 元\/平方米·天/u);
  });
  it('says why an item is not accepted, that one is not published, and that one does not exist', async () => {
    pages.answers.guide = sampleGuide('direct', { state: 'withdrawn', withdrawnFor: 'taken-back' });
    expect(words((await get(`/items/${pages.answers.guide.code}`)).data)).toContain('由原部门收回');
    pages.answers.guide = sampleGuide('direct', { state: 'awaiting', item: null });
    expect(words((await get(`/items/${pages.answers.guide.code}`)).data)).toContain('办事指南尚未发布');
    const { code } = pages.answers.guide;
    pages.answers.guide = 'unknown';
    expect((await get(`/items/${code}`)).status).toBe(404);
  });
});

describe('the progress of a case', () => {
  it('is shown for receipt number and password, however they are typed, and can be reloaded without either in an address', async () => {
    const answer = await post('/progress', { receiptNumber: '２０２６ 1123-0000014', queryPassword: ' 314 159 ' });
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/progress');
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-hub-progress=.*HttpOnly; Secure; SameSite=Lax/);
    const cookie = cookieOf(answer);
    for (let reload = 0; reload < 2; reload += 1) {
      const shown = await get('/progress', { cookie });
      expect(shown.headers['cache-control']).toBe('no-store');
      expect(words(shown.data)).toMatch(/占用、挖掘城市道路审批.*已受理，正在审查.*园区审批人.*2026年11月27日 正常.*审查：同意 2026年11月23日 09:05 受理/u);
      expect(shown.data).not.toContain(sampleReceipt.queryPassword);
    }
  });

  it('names what was typed wrongly, beside the field', async () => {
    const answer = await post('/progress?lang=en', { receiptNumber: '2026', queryPassword: '' });
    expect(answer.status).toBe(422);
    expect(answer.data).toContain('aria-describedby="receiptNumber-hint receiptNumber-error"');
    expect(words(answer.data)).toMatch(/15 digits; there are 4 now.*Enter the query password/u);
    expect(answer.data).toContain('<title>Error: ');
    expect(pages.answers.asked).toEqual([]);
  });

  it('explains a wrong password, a number that rests and a service that is away', async () => {
    const wrong = await post('/progress', { ...sampleReceipt, queryPassword: '000000' });
    expect(wrong.status).toBe(422);
    expect(words(wrong.data)).toMatch(/对不上.*5 次/u);
    expect(wrong.data).not.toContain('000000');
    expect(wrong.headers['set-cookie']).toBeUndefined();
    pages.answers.progress = 'rests';
    const rests = await post('/progress', sampleReceipt);
    expect(rests.status).toBe(429);
    expect(words(rests.data)).toContain('15 分钟后再试');
    pages.answers.progress = undefined;
    expect((await post('/progress', sampleReceipt)).status).toBe(503);
  });

  it.each(['received', 'supplementing', 'accepted', 'suspended', 'reviewed', 'opinion-sealing', 'reported-up', 'awaiting-payment', 'decision-sealing', 'countersigning', 'countersign-returned', 'certificate-drafting', 'certificate-sealing',
    'certificate-issuing', 'ready', 'delivered', 'closed', 'not-accepted', 'withdrawn'] as const)('says in plain words what %s means', async (state) => {
    pages.answers.progress = sampleProgress(state);
    const cookie = await lookUp();
    for (const lang of ['', '?lang=en']) {
      const shown = await get(`/progress${lang}`, { cookie });
      expect(shown.status).toBe(200);
      expect(words(shown.data)).not.toMatch(/undefined|\{\w+\}/);
    }
  });

  it('is over after a quarter of an hour, and at once when the visitor ends it', async () => {
    const cookie = await lookUp();
    const ended = await post('/progress/end', {}, { 'sec-fetch-site': 'same-origin', cookie });
    expect(ended.headers['set-cookie']?.[0]).toMatch(/^__Host-hub-progress=;.*Max-Age=0/);
    expect(words((await get(String(ended.headers['location']))).data)).toContain('查询已结束');
    pages.clock.advance(16 * 60_000);
    expect(words((await get('/progress', { cookie })).data)).toContain('查询已结束');
    expect(words((await get('/progress', { cookie: '__Host-hub-progress=forged' })).data)).toContain('查询已结束');
  });

  it('takes the receipt number out of the receipt’s code, and the one scanned last', async () => {
    const cookie = await lookUp();
    expect((await get('/progress?receipt=202611230000099', { cookie })).data).toContain('value="202611230000099"');
    expect(words((await get(`/progress?receipt=${sampleReceipt.receiptNumber}`, { cookie })).data)).toContain('已受理');
    expect((await get('/progress?receipt="><b>x')).data).not.toContain('<b>x');
  });

  it('is not looked up by forms of other sites', async () => {
    const senders: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://elsewhere.example' }, { origin: 'null' }, {}];
    for (const headers of senders) {
      const answer = await post('/progress', sampleReceipt, headers);
      expect(answer.status, JSON.stringify(headers)).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect((await post('/progress', sampleReceipt, { origin: pages.url })).status).toBe(303);
  });

  it('shows what people wrote as text, whatever it is', async () => {
    pages.answers.progress = sampleProgress('accepted', { item: '<script>alert(1)</script>', waitingFor: { zh: '<img src=x onerror=alert(1)>', en: '' } });
    const shown = await get('/progress', { cookie: await lookUp() });
    expect(shown.data).not.toMatch(/<script|<img/);
    expect(shown.data).toContain('&lt;script&gt;');
  });
});

describe('the pay notice', () => {
  it('shows code, amount in figures and capitals, last day and the code to scan', async () => {
    pages.answers.progress = sampleProgress('awaiting-payment', { bill: { ...sampleBill } });
    const cookie = await lookUp();
    expect((await get('/progress', { cookie })).data).toContain('href="/notice"');
    const notice = await get('/notice', { cookie });
    expect(words(notice.data)).toMatch(/5339 0226 3000 0000 0001.*320\.00 元.*人民币叁佰贰拾元整.*2026年12月7日/u);
    expect(notice.data).toContain(`aria-label="缴款码二维码：${samplePayCode}"`);
  });
  it('tells paid, expired and nothing to pay apart', async () => {
    const cookie = await lookUp();
    pages.answers.progress = sampleProgress('awaiting-payment', { bill: { ...sampleBill, state: 'paid' } });
    expect(words((await get('/notice', { cookie })).data)).toContain('已缴清');
    expect(words((await get('/progress', { cookie })).data)).toMatch(/收费 已缴清 查看缴款通知/u);
    // The last day itself still counts, on the hall's clock.
    pages.answers.progress = sampleProgress('awaiting-payment', { bill: { ...sampleBill, dueBy: '2026-11-23T15:59:59.000Z' } });
    expect(words((await get('/notice', { cookie })).data)).not.toContain('缴款单已过期');
    pages.answers.progress = sampleProgress('awaiting-payment', { bill: { ...sampleBill, dueBy: '2026-11-22T15:59:59.000Z' } });
    const expired = await get('/notice', { cookie });
    expect(words(expired.data)).toContain('缴款单已过期');
    expect(expired.data).not.toContain('二维码：');
    pages.answers.progress = sampleProgress('accepted');
    expect(words((await get('/notice', { cookie })).data)).toContain('没有待缴的款项');
  });
  it('asks to look up the case first', async () => {
    expect(words((await get('/notice')).data)).toContain('请先查询办件');
  });
});

describe('the check of a certificate', () => {
  it('leads from what was typed to an address that can be passed on', async () => {
    const answer = await get('/check?reference=%20No.5339022026000001&lang=en');
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/check/5339022026000001?lang=en');
    expect((await get('/check?reference=')).status).toBe(422);
    expect((await get(`/check?reference=${'9'.repeat(121)}`)).status).toBe(422);
  });
  it.each([['genuine', '真实有效'], ['superseded', '已换发，此份无效'], ['revoked', '已撤销，无效'], ['unknown', '查不到这份证照']] as const)('says %s in words', async (result, says) => {
    pages.answers.verification = sampleVerification(result);
    const shown = await get('/check/5339022026000001');
    expect(shown.data).toContain(`<h1>${says}</h1>`);
    expect(shown.headers['cache-control']).toBe('no-store');
  });
  it('does not call genuine what has run out', async () => {
    pages.answers.verification = sampleVerification('genuine', { expired: true, validTo: '2026-11-01' });
    const { data } = await get('/check/5339022026000001');
    expect(data).toContain('<h1>证照真实，但已过有效期</h1>');
    expect(data).not.toContain('真实有效');
  });
  it('says when it cannot be checked now, rather than unknown', async () => {
    pages.answers.verification = undefined;
    const shown = await get('/check/5339022026000001');
    expect(shown.status).toBe(503);
    expect(words(shown.data)).not.toContain('查不到');
  });
});

describe('the check of a receipt', () => {
  const asking = (checkCode: string, number = '0000000007'): string => `/receipts?code=5303%200126&number=${number}&checkCode=${checkCode}`;
  it('answers with the least that proves it when all three are right, however they were pasted', async () => {
    const shown = await get(asking('%20a1B2c3'));
    expect(shown.data).toContain('<h1>票据真实</h1>');
    expect(words(shown.data)).toMatch(/53030126.*0000000007.*云岭\*\*建设有限公司.*1,280\.50 元/u);
    expect(shown.headers['cache-control']).toBe('no-store');
  });
  it('says of a wrong check code what it says of a number nobody knows', async () => {
    const [wrongCode, wrongNumber] = [await get(asking('a1B2c4')), await get(asking('a1B2c3', '0000000008'))];
    for (const { status, data } of [wrongCode, wrongNumber]) expect([status, data.includes('<h1>查不到这张票据</h1>'), data.includes('**建设')]).toEqual([200, true, false]);
  });
  it('tells of money given back since', async () => {
    if (pages.answers.receipt) pages.answers.receipt = { ...pages.answers.receipt, refundedInFen: 8_050 };
    expect(words((await get(asking('a1B2c3'))).data)).toMatch(/款项已有退付.*80\.50 元/u);
  });
  it('names each of the three that cannot be right, and asks nobody', async () => {
    const shown = await get('/receipts?code=1&number=&checkCode=a1B2c');
    expect(shown.status).toBe(422);
    expect(words(shown.data)).toMatch(/应为 8 位.*应为 10 位.*应为 6 位/u);
    expect(pages.answers.asked).toEqual([]);
  });
  it('says when it cannot be checked now, rather than unknown', async () => {
    pages.answers.receipt = undefined;
    const shown = await get(asking('a1B2c3'));
    expect([shown.status, words(shown.data).includes('查不到')]).toEqual([503, false]);
  });
});

describe('how often one address may ask', () => {
  it('is bounded for passwords, for certificates and for items, each for itself', async () => {
    await pages.close();
    pages = await openSamplePages({ progressTriesPerMinute: 2, checksPerMinute: 3, itemPagesPerMinute: 4 });
    for (let n = 0; n < 2; n += 1) expect((await post('/progress', { ...sampleReceipt, queryPassword: '000000' })).status).toBe(422);
    const bounded = await post('/progress', sampleReceipt);
    expect(bounded.status).toBe(429);
    expect(bounded.headers['retry-after']).toBe('60');
    expect(words(bounded.data)).toContain('60 秒后再试');
    for (let n = 0; n < 3; n += 1) expect((await get('/check/5339022026000001')).status).toBe(200);
    expect((await get('/check/5339022026000001')).status).toBe(429);
    // The whole list at once is asked for less often than a page of it.
    await get('/items/list.xlsx');
    expect((await get('/items/list.csv')).status).toBe(429);
    for (let n = 0; n < 4; n += 1) expect((await get('/items')).status).toBe(200);
    expect((await get('/items')).status).toBe(429);
    expect((await get(`/items/${'1'.repeat(31)}`)).status).toBe(429);
    expect((await get('/')).status).toBe(200);
  });
});

describe('the rating of a closed case', () => {
  const closed = (more: object = {}): void => { pages.answers.progress = sampleProgress('closed', { mayRate: true, ...more }); };
  it('is offered once the case is closed, five levels, and what may be ticked at each; it goes to intake as it was said', async () => {
    closed();
    const cookie = await lookUp();
    expect((await get('/progress', { cookie })).data).toContain('href="/progress/rating"');
    const levels = await get('/progress/rating', { cookie });
    for (const word of ['非常满意', '满意', '基本满意', '不满意', '非常不满意']) expect(words(levels.data)).toContain(` ${word} `);
    expect(levels.data).not.toMatch(/<script|\sstyle=/);
    const form = await get('/progress/rating?level=very-dissatisfied', { cookie });
    expect(form.data.match(/type="checkbox"/g)).toHaveLength(8);
    // 510 belongs to another level: it was never on this page.
    const sent = await client.post(`${pages.url}/progress/rating`, 'level=very-dissatisfied&details=113&details=510&words=%E8%B7%91%E4%BA%86%E4%B8%89%E8%B6%9F', { headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', 'sec-ch-ua-mobile': '?1' } });
    expect(sent.status).toBe(303);
    expect(pages.answers.rated).toEqual([{ ...sampleReceipt, satisfaction: 'very-dissatisfied', channel: 'mobile', details: ['113'], words: '跑了三趟' }]);
  });
  it('asks why of a bad one, keeps what was chosen, and sends nothing until it is said', async () => {
    closed();
    const cookie = await lookUp();
    const answer = await post('/progress/rating', { level: 'dissatisfied', words: '  ' }, { 'sec-fetch-site': 'same-origin', cookie });
    expect(answer.status).toBe(422);
    expect(words(answer.data)).toContain('请勾选具体情况，或写下不满意的原因');
    expect(pages.answers.rated).toEqual([]);
    expect((await post('/progress/rating', { level: 'very-satisfied', words: '' }, { 'sec-fetch-site': 'same-origin', cookie })).status).toBe(303);
    expect(pages.answers.rated).toHaveLength(1);
  });
  it('is not to be had without a query, from another site, before the end, or a third time', async () => {
    closed();
    expect((await get('/progress/rating')).headers['location']).toBe('/progress');
    expect((await post('/progress/rating', { level: 'satisfied', words: '' })).headers['location']).toBe('/progress');
    const cookie = await lookUp();
    expect((await post('/progress/rating', { level: 'satisfied', words: '' }, { 'sec-fetch-site': 'cross-site', cookie })).status).toBe(403);
    closed({ mayRate: false, ratings: 2 });
    expect((await post('/progress/rating', { level: 'satisfied', words: '' }, { 'sec-fetch-site': 'same-origin', cookie })).headers['location']).toBe('/progress');
    expect(words((await get('/progress', { cookie })).data)).toContain('您的评价已记下');
    expect(pages.answers.rated).toEqual([]);
  });
});
