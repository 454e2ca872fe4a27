import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFile } from '../../../../infra/project-file.ts';
import type { FiscalNotice, FiscalSurroundings } from '../../fiscal-port.ts';
import { payCodeFormOf } from '../../pay-code-room.ts';
import { open } from './adapter.ts';
import { decodeMessage, element, encodeMessage, type Dialect } from './wire.ts';

const dialect: Dialect = { charset: 'GBK', application: 'CNNONTAX', version: '1.0', macLetters: 'lower', voucherForm: 'base64', voucherType: '5301', token: 'a-token-both-sides-keep' };
const notice: FiscalNotice = {
  caseNumber: 'C1', billedOn: '2026-01-05', collectingUnit: { code: '430603101', name: '示例局' }, payer: { name: '示例公司', creditCode: null }, amountInFen: 8_005, principalInFen: 8_005, lateFeeInFen: 0, memo: '',
  lines: [{ revenueItem: '103043211', name: '示例费', amountInFen: 8_005, unit: '件', quantity: 1, standard: '80 元/件' }],
};

it('a general answer of the fiscal platform that states no result, or several, is neither yes nor no', async () => {
  let result = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (asked) => {
      const heard = decodeMessage(dialect, asked);
      const answer = encodeMessage(dialect, { code: '5001', source: 'F430603', target: 'K1', messageId: 'm', ref: heard.ok ? heard.value.messageId : '', workDate: '20260105', division: '430603', year: '2026', voucherNumber: '1', voucher: element('OriMsgNo', '8994') + result });
      if (answer.ok) socket.end(answer.value);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const address = server.address();
  const around: FiscalSurroundings = { payCodes: payCodeFormOf('division-year-30'), confirmed: () => Promise.reject(new Error('nobody asked')), now: () => new Date('2026-01-05T01:30:00Z'), freshId: () => 'id-1', witness: () => undefined, alarm: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'zh-fiscal-'));
  const units = join(folder, 'units.json');
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', join(folder, 'unit.pem')], { stdio: 'ignore' });
  writeFileSync(units, JSON.stringify({ units: { '*': { privateKeyFile: 'unit.pem' } } }));
  const { platform } = await open({
    profile: 'cnnontax', host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0, token: dialect.token, node: 'K1', fiscalNode: 'F430603', division: '430603', account: { type: '1', name: '', number: '', bank: '', bankNumber: '' },
    mobile: '0', unitKeysFile: units, answerWithinMs: 2_000, frameBytesMax: 65_536, burntAtMost: 2,
  }, projectFile('services', 'bank-gateway', 'adapters', 'cnnontax', 'profile.json'), around);
  try {
    for (const unclear of ['', element('Result', ''), element('Result', '00000') + element('Result', '99999')]) {
      result = unclear;
      expect(await platform.void('43060326300000000001', notice)).toMatchObject({ kind: 'in-doubt' });
    }
    result = element('Result', '00000');
    expect(await platform.void('43060326300000000001', notice)).toMatchObject({ kind: 'done' });
    result = element('Result', '99999');
    expect(await platform.void('43060326300000000001', notice)).toMatchObject({ kind: 'refused' });
  } finally { server.close(); }
});
