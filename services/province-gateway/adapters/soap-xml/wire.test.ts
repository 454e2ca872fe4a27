import { execFileSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { callHeaders, dataOf, markup, only, passwordDigest, readAnswer, readDocument, unwritableInXml, writeCall, xmlLines, type Envelope, type Node } from './wire.ts';

const envelope: Envelope = { soap: '1.1', namespace: 'urn:x', prefix: 'sp', payload: 'elements', argument: 'request', result: 'return' };
const token = { user: 'YL', password: 'a-password', nonce: 'AAECAwQFBgcICQoLDA0ODw==', created: '2026-11-22T01:02:03.000Z' };
const wrap = (inner: string, declared = 'GBK', soap = 'http://schemas.xmlsoap.org/soap/envelope/'): string =>
  `<?xml version="1.0" encoding="${declared}"?><s:Envelope xmlns:s="${soap}"><s:Body><m:opResponse xmlns:m="urn:x"><return>${inner}</return></m:opResponse></s:Body></s:Envelope>`;
const read = (text: string, { charset = 'gbk', type = 'text/xml; charset=GBK', status = 200 }: { charset?: string; type?: string; status?: number } = {}) =>
  readAnswer(status, type, iconv.encode(text, charset), envelope, 'gbk', 'op');

const byUs = async (text: string): Promise<Node | null> => {
  try { return await readDocument(text, 'gbk'); } catch (error) {
    // Anything else would be a crash of the reader.
    expect(error instanceof Error && error.constructor.name).toBe('UnreadableMarkup');
    return null;
  }
};

describe('a call on the wire', () => {
  const fields = { BJBH: 'C1', SXMC: '林木采伐许可 <甲> & "乙" ]]>', CLLB: [{ item: 'CL', row: { CLMC: '申请表' } }, { item: 'CL', row: { CLMC: '' } }] };
  it('is well formed in the charset it declares, as other programs read it', async () => {
    const bytes = writeCall(envelope, 'gbk', 'sbSl', '', fields, token);
    const text = execFileSync('iconv', ['-f', 'GBK', '-t', 'UTF-8'], { input: bytes }).toString('utf8');
    expect(execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GBK'], { input: text }).equals(bytes)).toBe(true);
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="GBK"\?>/);
    expect(XMLValidator.validate(text)).toBe(true);
    const argument = only(only(only(await readDocument(text, 'gbk'), 'Body'), 'sbSl'), 'request') ?? expect.fail('no argument');
    expect(dataOf(argument, { CLLB: 'CL' })).toEqual({ BJBH: 'C1', SXMC: fields.SXMC, CLLB: [{ CLMC: '申请表' }, { CLMC: '' }] });
  });
  it('holds a whole document as text where the province wants one', async () => {
    const text = iconv.decode(writeCall({ ...envelope, payload: 'text' }, 'gb18030', 'putObject', 'acceptOB', { SLR: '王𠮷' }, token), 'gb18030');
    expect(XMLValidator.validate(text)).toBe(true);
    const inner = only(only(only(await readDocument(text, 'gb18030'), 'Body'), 'putObject'), 'request')?.text ?? '';
    expect(inner).toBe('<?xml version="1.0" encoding="GB18030"?><acceptOB><SLR>王𠮷</SLR></acceptOB>');
  });
  it('carries the digest OpenSSL makes of nonce, moment and password, and never the password', () => {
    const digest = execFileSync('openssl', ['dgst', '-sha1', '-binary'], { input: Buffer.concat([Buffer.from(token.nonce, 'base64'), Buffer.from(token.created + token.password)]) }).toString('base64');
    expect(passwordDigest(token.nonce, token.created, token.password)).toBe(digest);
    const text = writeCall(envelope, 'gbk', 'op', '', {}, token).toString('latin1');
    expect(text).toContain(digest);
    expect(text).not.toContain(token.password);
  });
  it('says its action where its version of SOAP wants it', () => {
    expect(callHeaders(envelope, 'gbk', 'urn:a')).toMatchObject({ 'content-type': 'text/xml; charset=GBK', soapaction: '"urn:a"' });
    expect(callHeaders({ ...envelope, soap: '1.2' }, 'gb18030', 'urn:a')).toMatchObject({ 'content-type': 'application/soap+xml; charset=GB18030; action="urn:a"' });
  });
  it('names what XML cannot hold', () => {
    expect(unwritableInXml('a\u0000\u000b\ud800文\t\r\n')).toEqual(['\u0000', '\u000b', '\ud800']);
  });
});

describe('an answer', () => {
  it('is read, with rows that look the same whether there are none, one or many', async () => {
    const answer = await read(wrap('<DM>200</DM><SJ>\n  <HZBH>Z1</HZBH><L/><M><R><A>一</A></R></M><N><R><A>1</A></R><R><A>2</A></R></N>\n</SJ>'));
    const data = answer.kind === 'answer' ? only(answer.fields, 'SJ') : undefined;
    expect(data && dataOf(data, { L: 'R', M: 'R', N: 'R' })).toEqual({ HZBH: 'Z1', L: [], M: [{ A: '一' }], N: [{ A: '1' }, { A: '2' }] });
  });
  it('that is a fault is told by its code, with status 200 or 500', async () => {
    const fault = '<s:Fault><faultcode>s:Server.userException</faultcode><faultstring>空指针</faultstring></s:Fault>';
    const text = wrap('').replace(/<m:op.*<\/m:opResponse>/, fault);
    expect(await read(text)).toEqual({ kind: 'fault', code: 'Server.userException' });
    expect(await read(text, { status: 500 })).toEqual({ kind: 'fault', code: 'Server.userException' });
    expect(await read(wrap('<DM>200</DM>'), { status: 500 })).toEqual({ kind: 'unreadable', why: 'HTTP 500' });
  });
  const utf8 = { charset: 'utf8' };
  it.each([
    ['an HTML page', '<html><body>系统登录</body></html>', { type: 'text/html' }], ['a page that claims to be XML', '<html><body>系统登录</body></html>', {}], ['nothing', '', {}], ['half a document', wrap('<DM>200</DM>').slice(0, 180), {}],
    ['a second document behind the first', `${wrap('<DM>200</DM>')}<x/>`, {}], ['another charset in the header', wrap('<DM>200</DM>'), { type: 'text/xml; charset=UTF-8' }], ['another charset in the declaration', wrap('<DM>200</DM>', 'UTF-8'), {}],
    ['UTF-8 under the name of GBK', wrap('<DM>200</DM><SM>成功</SM>'), utf8], ['another version of SOAP', wrap('<DM>200</DM>', 'GBK', 'http://www.w3.org/2003/05/soap-envelope'), {}], ['a tag that is not closed', wrap('<DM>200<SM></SM>'), {}],
    ['an answer to another call', wrap('<DM>200</DM>').replaceAll('opResponse', 'otherResponse'), {}], ['an undeclared entity', wrap('<DM>&x;</DM>'), {}], ['a bare ampersand', wrap('<DM>a & b</DM>'), {}], ['a reference to no character', wrap('<DM>&#0;</DM>'), {}],
    ['a control character', wrap('<DM>\u0001</DM>'), {}], ['text between elements', wrap('<DM>200</DM>和<SM/>'), {}], ['a DOCTYPE', wrap('<DM>200</DM>').replace('<s:E', '<!DOCTYPE s><s:E'), {}], ['one attribute twice', wrap('<DM a="1" a="2">200</DM>'), {}],
  ])('proves nothing when it is %s', async (_what, text, how) => {
    expect(await read(text, how)).toMatchObject({ kind: 'unreadable' });
  });
  it('in an older name of the same charset is read, and a short Chinese text is not taken for UTF-8', async () => {
    expect(await read(wrap('<DM>200</DM><SM>一</SM>', 'GB2312'), { type: 'text/xml; charset=gb2312' })).toMatchObject({ kind: 'answer' });
    for (const text of ['一', '联通', '成功', '一心一意', '办结']) expect(await read(wrap(`<SM>${text}</SM>`))).toMatchObject({ kind: 'answer' });
  });
  it('gives back every text as it was written, and another reader says the same', async () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '中', '<', '>', '&', '"', '\'', ']', '\r', '\n', '\t', ' ', '吉', '-', '!', '?', '#', ';', 'x') });
    const another = new XMLParser({ parseTagValue: false, trimValues: false });
    await fc.assert(fc.asyncProperty(texts, async (text) => {
      const document = `<R>${markup('A', `.${text}.`)}</R>`;
      expect((await byUs(document))?.children[0]?.text).toBe(`.${xmlLines(text)}.`);
      expect(another.parse(document)).toEqual({ R: { A: `.${xmlLines(text)}.` } });
    }), { numRuns: 500 });
  });
  it('of many megabytes does not hold up others', async () => {
    const long = `<R>${'<A>甲</A>'.repeat(200_000)}</R>`;
    let turns = 0;
    const counting = setInterval(() => { turns += 1; }, 1);
    const read_ = await byUs(long);
    clearInterval(counting);
    expect(read_?.children).toHaveLength(200_000);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
  it('broken anywhere is taken only when what it says is still whole: no half answer, no crash', async () => {
    const whole = wrap('<DM>200</DM><SJ><L><R a="1">甲</R><!-- 注 --><R><![CDATA[<乙>&]]></R></L><T>&lt;&#20013;&#x6587;</T></SJ>');
    for (let length = 1; length < whole.length; length += 1) expect(await byUs(whole.slice(0, length))).toBeNull();
    const edit = fc.record({ at: fc.nat(whole.length), cut: fc.nat(12), put: fc.string({ maxLength: 6, unit: fc.constantFrom('<', '>', '/', '&', ';', '"', '=', '!', '-', '[', ']', '?', 'a', ':', '中', ' ', '#') }) });
    await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const broken = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), whole);
      const ours = await byUs(broken);
      // What we take, a lax reader takes as well; the other way round it does not hold, and must not.
      if (ours !== null) expect(XMLValidator.validate(broken)).toBe(true);
    }), { numRuns: 3000 });
  });
});
