/**
 * Where the fiscal platform tells us that money has arrived 到账确认: one frame a connection, one answer, closed. Promises: it hears yes only after fees
 * has committed; what fees could not answer is answered with silence, so that it tells again; a wrong MAC is refused, alarmed and never
 * processed; a silent, trickling or oversized peer is let go in bounded time and memory.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { isPayCode } from '../../../../contracts/typed-pay-code.ts';
import { chinaDate, elapsedMs } from '../../../../infra/clock.ts';
import type { FiscalListener, FiscalSurroundings } from '../../fiscal-port.ts';
import type { FiscalLinkSettings } from '../../fiscal-link.ts';
import type { Reading } from '../../front-end/reading.ts';
import { paymentIn } from './adapter.ts';
import type { Profile } from './profile.ts';
import { decodeMessage, element, encodeMessage, gather, type Dialect, type Incoming } from './wire.ts';

type Listening = NonNullable<FiscalLinkSettings['listen']>;
/** An answer, or silence. */
type Answer = Buffer | null;

export async function listen(settings: FiscalLinkSettings, where: Listening, profile: Profile, dialect: Dialect, around: FiscalSurroundings): Promise<FiscalListener> {
  const { confirmation } = profile.messages;
  const sockets = new Set<Socket>();
  const inHand = new Set<Promise<void>>();
  let refusedConnections = 0;
  let lastExchangeAt: Date | null = null;
  const target = `${profile.name}/${settings.fiscalNode}`;

  function answerTo(asked: Incoming | null, result: string, words: string): Answer {
    const today = chinaDate(around.now()).replaceAll('-', '');
    const messageId = around.freshId().replaceAll('-', '');
    const frame = encodeMessage(dialect, {
      code: confirmation.answer, source: settings.node, target: settings.fiscalNode, messageId, ref: asked?.messageId ?? '', workDate: today, division: settings.division, year: today.slice(0, 4), voucherNumber: messageId,
      voucher: element('OriMsgNo', asked?.code ?? '') + element('Result', result) + element('Information', words),
    });
    return frame.ok ? frame.value : null;
  }

  async function handle(frame: Reading<Buffer>, peer: string): Promise<Answer> {
    const started = elapsedMs();
    lastExchangeAt = around.now();
    const { done: yes, failed } = profile.results;
    const told = (outcome: 'done' | 'refused' | 'in-doubt', request: object, answer: object, operation: string, caseNumber = ''): void => {
      around.witness({ direction: 'in', target, operation, caseNumber, outcome, tookMs: elapsedMs() - started, request: JSON.stringify(request), answer: JSON.stringify(answer) });
    };
    const message = frame.ok ? decodeMessage(dialect, frame.value) : frame;
    if (!message.ok) {
      const { kind, zh, en } = message.fault;
      if (kind === 'mac') around.alarm('a frame with a wrong MAC in the name of the fiscal platform', { peer });
      told('refused', {}, { why: en }, '-');
      return answerTo(null, failed, zh);
    }
    const asked = message.value;
    if (asked.code !== confirmation.code) {
      told('refused', { messageId: asked.messageId }, { why: 'no such message here' }, asked.code);
      return answerTo(asked, failed, '没有这个报文');
    }
    const payCode = asked.voucher[confirmation.takes['payCode'] ?? ''] ?? '';
    const payment = paymentIn(confirmation.takes, asked.voucher);
    const request = { payCode, serial: payment?.serial ?? '', messageId: asked.messageId };
    if (!payment || !isPayCode(payCode)) {
      told('refused', request, { why: 'a field is missing or malformed', odd: asked.odd }, asked.code);
      return answerTo(asked, failed, '字段缺失或格式错误');
    }
    const payerName = asked.voucher[confirmation.takes['payer'] ?? ''] ?? '';
    const outcome = await around.confirmed({ ...payment, payCode, payerName: payerName === '' ? null : payerName });
    switch (outcome.kind) {
      case 'done':
        told('done', request, { result: yes, odd: asked.odd }, asked.code, outcome.value.caseNumber);
        return answerTo(asked, yes, '成功');
      case 'refused':
        told('refused', request, { result: failed, why: outcome.reason, odd: asked.odd }, asked.code);
        return answerTo(asked, failed, outcome.reason);
      default:
        // Their codes have no word for "ask again": no answer is one that every peer understands.
        told('in-doubt', request, { why: outcome.detail, odd: asked.odd }, asked.code);
        return null;
    }
  }

  function serve(socket: Socket): void {
    const gathering = gather(where.frameBytesMax);
    const peer = socket.remoteAddress ?? '';
    let taken = false;
    sockets.add(socket);
    const patience = setTimeout(() => { socket.destroy(); }, where.frameWaitMs);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => { clearTimeout(patience); sockets.delete(socket); });
    const take = (frame: Reading<Buffer> | null): void => {
      if (!frame || taken) return;
      taken = true;
      clearTimeout(patience);
      const work = handle(frame, peer).then((answer) => {
        if (answer === null) { socket.destroy(); return; }
        // A peer that does not read its answer, or never hangs up, is let go too.
        setTimeout(() => { socket.destroy(); }, where.frameWaitMs).unref();
        socket.end(answer);
      }, (error: unknown) => {
        around.alarm('a confirmation of the fiscal platform broke off', { error: error instanceof Error ? error.name : 'error' });
        socket.destroy();
      }).finally(() => inHand.delete(work));
      inHand.add(work);
    };
    socket.on('data', (chunk) => { if (!taken) take(gathering.push(chunk)); });
    socket.on('end', () => { take(gathering.end()); });
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (where.addresses && !where.addresses.includes((socket.remoteAddress ?? '').replace(/^::ffff:/, ''))) {
      refusedConnections += 1;
      socket.destroy();
      return;
    }
    serve(socket);
  });
  server.maxConnections = where.connectionsMax;
  server.on('drop', () => { refusedConnections += 1; });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: where.host, port: where.port }, () => { server.off('error', reject); resolve(); });
  });
  // A connection that cannot be accepted (no file left to open) is told here; unheard, it would end the whole service.
  server.on('error', (error) => { around.alarm('the listener for the fiscal platform failed', { error: error.name }); });
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address, port,
    state: () => ({ connections: sockets.size, refusedConnections, lastExchangeAt }),
    async stop() {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      await Promise.all(inHand);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
