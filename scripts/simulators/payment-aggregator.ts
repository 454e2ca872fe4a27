// A payment aggregator (HTTP with signatures) as a program of its own. The hub calls it and hears its notices; people and tests tell it
// what happens over its control endpoint: POST /pay {orderNumber, way?}, /hand-back {orderNumber}, /deliver, /announce {day}, /faults {faults},
// GET /books.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { shiftedClock } from '../../infra/clock.ts';
import { aggregatorFaults, startAggregator, type AggregatorFault } from '../../services/bank-gateway/adapters/payment-aggregator/simulator.ts';
import { defineSimulator, serveControl, SimulatorSettings } from '../simulator-program.ts';

const isFault = (word: string): word is AggregatorFault => Object.hasOwn(aggregatorFaults, word);
const Fault = z.string().refine(isFault);
const Faults = z.object({ faults: z.array(z.object({ kind: Fault, call: z.string().optional(), times: z.number().int().min(1).optional(), every: z.number().int().min(1).optional() })) });

const settings = SimulatorSettings.extend({
  aggregatorKeyFile: z.string().min(1).describe('聚合支付方私钥（PEM）· its private key, PEM'),
  hubKeyFile: z.string().min(1).describe('中台公钥（PEM）· the hub’s public key, PEM'),
  systemId: z.string().min(1).describe('中台在该渠道的系统编号 · who the hub is there'),
  noticeUrl: z.url().describe('中台接收通知的地址 · where the hub hears notices'),
  booksFile: z.string().min(1).describe('账簿文件 · file of its own books'),
  clockOffsetMs: z.coerce.number().int().default(0).describe('时钟偏移（毫秒）· shift of its clock, ms'),
});

export const program = defineSimulator({
  name: 'payment-aggregator',
  title: '聚合支付（HTTP 加签名）a payment aggregator over HTTP with signatures',
  faults: aggregatorFaults,
  settings,
  async start(given) {
    const far = await startAggregator({
      host: given.host, port: given.port, systemId: given.systemId, noticeUrl: given.noticeUrl, booksFile: given.booksFile, clock: shiftedClock(given.clockOffsetMs),
      privateKey: readFileSync(given.aggregatorKeyFile, 'utf8'), hubKey: readFileSync(given.hubKeyFile, 'utf8'),
      faults: z.array(Fault).parse(given.faults).map((kind) => ({ kind })),
    });
    const control = await serveControl(given.host, given.controlPort, {
      'GET /health': () => ({ ready: true }),
      'GET /ledger': () => ({ orders: [...far.books().orders.values()], refunds: [...far.books().refunds.values()] }),
      'GET /books': () => ({ orders: [...far.books().orders.values()], refunds: [...far.books().refunds.values()], struck: Object.fromEntries(far.books().struck) }),
      'POST /hand-back': (body) => far.handBack(z.object({ orderNumber: z.string() }).parse(body).orderNumber),
      'POST /pay': (body) => { const { orderNumber, way } = z.object({ orderNumber: z.string(), way: z.string().optional() }).parse(body); return far.pay(orderNumber, way); },
      'POST /deliver': async () => ({ taken: await far.deliver() }),
      'POST /announce': async (body) => ({ answer: await far.announce(z.object({ day: z.iso.date() }).parse(body).day.replaceAll('-', '')) }),
      'POST /faults': (body) => { far.setFaults(Faults.parse(body).faults); },
    });
    return {
      controlUrl: control.url, listen: far.url,
      async stop() { await far.close(); await control.close(); },
    };
  },
});
