import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { freshTimes, readAnswer, signatureOf, signedHeaders } from './wire.ts';

const json = 'application/json; charset=utf-8';
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('the signature of the national gateway convention', () => {
  it('agrees with the published vector', () => {
    expect(signatureOf('secret', 'S1', 'R1', '1600000000000')).toBe('6uW3DCJKzbvfsQbZcd1Rw/kJnNsaicQuBt1Csxzg6To=');
  });
  it('travels in four headers', () => {
    expect(signedHeaders('secret', 'S1', 'R1', '1600000000000')).toMatchObject({
      gjzwfwpt_rid: 'R1', gjzwfwpt_sid: 'S1', gjzwfwpt_rtime: '1600000000000', gjzwfwpt_sign: '6uW3DCJKzbvfsQbZcd1Rw/kJnNsaicQuBt1Csxzg6To=',
    });
  });
});

describe('fresh times', () => {
  it('never repeat within one millisecond, nor when the clock goes back', () => {
    let now = 1000;
    const next = freshTimes(() => now);
    const given = [next(), next(), next()];
    now = 900;
    given.push(next());
    now = 5000;
    given.push(next());
    expect(given).toEqual(['1000', '1001', '1002', '1003', '5000']);
  });
});

describe('reading an answer', () => {
  it('takes the code as number or as text', () => {
    expect(readAnswer(200, json, bytes('{"code":200,"message":"成功","data":{"a":1}}'))).toEqual({ kind: 'success', data: { a: 1 } });
    expect(readAnswer(200, json, bytes('{"code":"200","message":null,"data":null}'))).toEqual({ kind: 'success', data: null });
  });
  it('finds the domain code of a failure in the message or in the data', () => {
    expect(readAnswer(200, json, bytes('{"code":"300","message":"[res-404] 办件未找到","data":null}'))).toEqual({ kind: 'failure', code: 'res-404' });
    expect(readAnswer(200, json, bytes('{"code":300,"message":"失败","data":{"error":"db-001"}}'))).toEqual({ kind: 'failure', code: 'db-001' });
    expect(readAnswer(200, json, bytes('{"code":300,"message":"失败"}'))).toEqual({ kind: 'failure', code: '' });
  });
  const untrustworthy: [string, number, string, Uint8Array][] = [
    ['a server error', 500, json, bytes('{"code":200,"message":"","data":null}')],
    ['an HTML page with status 200', 200, 'text/html', bytes('<html></html>')],
    ['an HTML page that claims to be JSON', 200, json, bytes('  <html></html>')],
    ['half a body', 200, json, bytes('{"code":200,"mess')],
    ['GBK where UTF-8 was agreed', 200, json, iconv.encode('{"code":200,"message":"成功","data":null}', 'gbk')],
    ['an answer without a code', 200, json, bytes('{"message":"ok"}')],
    ['a code nobody agreed on', 200, json, bytes('{"code":201,"message":"ok","data":null}')],
    ['nothing at all', 200, json, bytes('')],
  ];
  it.each(untrustworthy)('concludes nothing from %s', (_what, status, type, body) => {
    expect(readAnswer(status, type, body).kind).toBe('unreadable');
  });
});
