/**
 * The door for what the aggregator says by itself: a payment, a statement that lies ready. Promises: what cannot be opened or is not signed by
 * the channel is refused, recorded and alarmed, and nothing of it is done; "taken" (00) is answered only when it is kept for ever,
 * everything else is 01 and comes again. Bounded: short bodies, few connections, short patience.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { elapsedMs } from '../../../../infra/clock.ts';
import { dayOf } from '../../front-end/values.ts';
import type { ChannelDoor, ChannelHearing, ChannelTalk, Heard } from '../../channel-port.ts';
import type { Profile } from './profile.ts';
import { readPayment, rowsOf, textOf } from './reading.ts';
import { open, seal, type Fields, type Keys } from './wire.ts';

const BODY_BYTES_MAX = 262_144;
const CONNECTIONS_MAX = 64;

interface Door { readonly profile: Profile; readonly keys: Keys; readonly bank: string; readonly systemId: string; readonly host: string; readonly port: number }
interface Around { readonly hearing: ChannelHearing; readonly witness: (talk: ChannelTalk) => void; readonly alarm: (what: string) => void }

/** Opens the door. Rejects when its port cannot be had. */
export async function openDoor(door: Door, { hearing, witness, alarm }: Around): Promise<ChannelDoor> {
  const { profile, keys, bank, systemId } = door;

  async function hear(path: string, fields: Fields): Promise<{ heard: Heard; request: Record<string, string> }> {
    const no = (detail: string): Heard => ({ taken: false, outcome: 'refused', caseNumber: '', detail });
    // The channel signs for others too: what it told another party is nothing to us, whoever brings it here.
    const party = textOf(fields, 'IttParty_Sys_Id');
    if (party === '' ? profile.notices.unnamed === 'refused' : party !== systemId) {
      alarm(party === '' ? 'payment channel: a signed notice does not say for whom it is; nothing of it was done (notices.unnamed of the profile)' : 'payment channel: a signed notice for another party was brought here; nothing of it was done');
      return { heard: no('the notice is for another party'), request: {} };
    }
    if (path === profile.notices.payment) {
      const request = { orderNumber: textOf(fields, 'Cmdty_Ordr_No'), channelOrder: textOf(fields, 'Py_Ordr_No'), state: textOf(fields, 'Py_StCd'), amount: textOf(fields, 'TAmt'), lines: String(rowsOf(fields, profile.fields.subOrders).length) };
      const state = profile.payStates[textOf(fields, 'Py_StCd')] ?? 'unknown';
      // Not paid, or not sure yet: nothing to count; whoever waits for it asks.
      if (state !== 'paid') return { heard: { taken: true, outcome: 'done', caseNumber: '', detail: state }, request };
      const payment = readPayment(fields, bank, profile);
      if (!payment) {
        alarm('payment channel: a signed notice of a payment is not whole');
        return { heard: no('the notice is not whole'), request };
      }
      return { heard: await hearing.paid(payment.told), request: { ...request, payCode: payment.told.payCode } };
    }
    const { fileName, fileMd5 } = { fileName: textOf(fields, 'File_Nm'), fileMd5: textOf(fields, 'MD5') };
    const request = { file: fileName, kind: textOf(fields, 'File_Type') };
    // 1 对账单 is the file of totals, 2 明细 the one with lines: the lines are what is compared.
    if (textOf(fields, 'File_Type') !== '2') return { heard: { taken: true, outcome: 'done', caseNumber: '', detail: 'not the file with lines' }, request };
    const day = dayOf(textOf(fields, 'Rcncl_Dt') || (/(\d{8})/.exec(fileName)?.[1] ?? ''));
    if (!day || !/^[0-9a-f]{32}$/i.test(fileMd5)) return { heard: no('day or MD5 is missing'), request };
    return { heard: await hearing.statementReady({ day, name: fileName, md5: fileMd5.toLowerCase() }), request: { ...request, day } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = elapsedMs();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const known = path === profile.notices.payment || path === profile.notices.statement;
    if (request.method !== 'POST' || !known) { response.writeHead(404, { connection: 'close' }).end(); return; }
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of request) {
      if (!Buffer.isBuffer(part)) continue;
      if ((length += part.length) > BODY_BYTES_MAX) { response.writeHead(413, { connection: 'close' }).end(); return; }
      parts.push(part);
    }
    const operation = path === profile.notices.payment ? 'payment-notice' : 'statement-notice';
    const fields = open(Buffer.concat(parts).toString('utf8'), keys, []);
    const { heard, request: asked } = fields
      ? await hear(path, fields)
      : { heard: { taken: false, outcome: 'refused' as const, caseNumber: '', detail: '报文不能打开或签名不符 the envelope cannot be opened or its signature is wrong' }, request: {} };
    if (!fields) alarm(`payment channel: a ${operation} cannot be opened or its signature is wrong; nothing of it was done`);
    const code = heard.taken ? '00' : '01';
    witness({ direction: 'in', operation, caseNumber: heard.caseNumber, request: asked, answer: { Rcv_StCd: code, ...(heard.detail === '' ? {} : { why: heard.detail }) }, outcome: heard.outcome, tookMs: Math.round(elapsedMs() - begun) });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      .end(seal({ IttParty_Jrnl_No: fields ? textOf(fields, 'IttParty_Jrnl_No') : '', Rcv_StCd: code }, keys, systemId));
  }

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 }, (request, response) => {
    // No answer at all: the channel tells it again.
    serve(request, response).catch((error: unknown) => { alarm(`payment channel: a notice could not be dealt with: ${error instanceof Error ? error.message : 'unknown'}`); response.destroy(); });
  });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(door.port, door.host, resolve); });
  // A connection that cannot be accepted (no file left to open) is told here; unheard, it would end the whole service.
  server.on('error', (error) => { alarm(`payment channel: the door for its notices failed: ${error.name}`); });
  const address = server.address();
  return {
    host: door.host, port: typeof address === 'object' && address !== null ? address.port : door.port,
    stop: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeIdleConnections(); setTimeout(() => { server.closeAllConnections(); }, 2_000).unref(); }),
  };
}
