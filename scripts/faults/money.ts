// The scenario `money`: thousands of bills paid through two banks' front-ends, a payment channel's QR and slips at the counter, confirmed and receipted by a
// fiscal platform, all of which time out, repeat, reorder, lie and die, while everything is killed with -9; three mornings later their daily files
// are fetched, the day is closed and money goes back through the channel and at a branch's window, killed as before. Promise: the banks' own books, the channel's, the
// platform's, our ledger, the receipts and what was said on the bus are compared to the fen, and every difference is named.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import type { CommandData } from '../../contracts/messages.ts';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { paths as GatewayPaths } from '../../contracts/bank-gateway/api.ts';
import type { paths as OperationPaths } from '../../contracts/operations/api.ts';
import { composeCreditCode } from '../../contracts/identifiers.ts';
import { freshId, freshSecret } from '../../infra/chance.ts';
import { chinaDate, elapsedMs, systemClock } from '../../infra/clock.ts';
import { openClient } from '../../infra/http-client.ts';
import { branchFaults, openBranch, type Answer, type Payment } from '../../services/bank-gateway/adapters/ccb-117/simulator.ts';
import { tellerFaults } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { startHub, type Hub } from '../hub.ts';
import type { Processes } from '../processes.ts';
import { untilAnswered } from '../traffic/persistence.ts';
import type { Finding } from './comparison.ts';
import { controlOf } from './control.ts';
import { diceOf } from './dice.ts';
import { startKiller, type Victim } from './killer.ts';
import { channelBank, channelSide } from './money-channel.ts';
import { compareFiscal, compareMoney, type BankEntry, type BillView, type GivenBack, type MoneyView, type Said } from './money-comparison.ts';
import { inParallel, openDays, unclosed, type ClosedDay, type PassedThrough } from './money-day.ts';
import { branchDialect, counterDialect, feedsFor, fileServers, zoneDialect } from './money-files.ts';
import { fiscalSide, platformTroubles } from './money-fiscal.ts';
import { openRefunds } from './money-refunds.ts';
import { reserveQuietPorts } from './quiet-ports.ts';

export interface MoneyOptions {
  processes: Processes; runDirectory: string; cases: number; concurrency: number; seed: number; kills?: number; only?: readonly string[];
  interrupted: AbortSignal; logLevel?: string; restWithinMs?: number; say(line: string): void;
}

/** What a run found; the first nine fields are a promise to scripts outside the project. */
export interface MoneyReport {
  name: string; cases: number; faults: Record<string, number>; closed: number; lost: number; duplicated: number; unexplained: number; parked: number; recoverSeconds: number; seconds: number; seed: number;
  fell: Record<string, number>; repeats: number;
  /** By bank, channel and counter: payments that stand in its own books, their sum, and what it gave back on refunds; the rest as our ledger has it; whether its day closed with us, by totals where it has them and by its file, in which errors were planted and found. */
  banks: Record<string, { payments: number; amountInFen: number; refundedInFen: number; ledgerInFen: number; dayClosed: boolean; gaveBack: number; file: ClosedDay }>;
  /** The fiscal platform's books: money that arrived, receipts it made, numbers nobody uses (each recorded as burnt), and the close of its own record of the day. */
  fiscal: { payments: number; amountInFen: number; receipts: number; receiptsInFen: number; burntNumbers: number; file: ClosedDay };
  /** All books in fen: what the banks hold = the platform + what no bill took; our ledger = the banks less refunds; the platform = the receipts. */
  books: { banksInFen: number; unidentifiedInFen: number; refundedInFen: number; ledgerInFen: number; fiscalInFen: number; receiptsInFen: number; paidBillsInFen: number };
  /** Differences that have an explanation, by what explains them. */
  explained: Record<string, number>;
  /** Money no bill took, sent back by two people. */
  sentBack: number; findings: Finding[];
}

export const moneyHolds = (report: MoneyReport): boolean =>
  report.closed === report.cases && report.lost + report.duplicated + report.unexplained + report.parked === 0 && Object.values(report.banks).every(({ dayClosed }) => dayClosed) && report.fiscal.file.closed;

const [zoneBank, branchBank] = ['YLBANK01', 'CCB'];
/** Takes cards and cash at its counter, and tells of it by its daily file alone. */
const counterBank = 'YLBANK02';
/** From so many bills on every kill is made at every chosen moment; a short run makes each once. */
const thoroughFrom = 200;
/** Until nothing of the day waits for another file. */
const morningsMs = 3 * 86_400_000;
/** People are signed in over all of it. */
const tokenHours = 24 * 30;
const branchUser = 'ZH01';
const Books = z.object({ payments: z.array(z.object({ serial: z.string(), payCode: z.string(), amountInFen: z.number(), state: z.enum(['open', 'confirmed', 'returned', 'cancelling', 'cancelled']) })) });
const Notice = z.object({ id: z.string(), data: z.object({ payCode: z.string(), bankSerial: z.string() }) });
const amountOf = (at: number): number => 100 + at * 7;
const isPayment = (told: Payment | Answer): told is Payment => 'state' in told;
const fenOf = (yuan: string): number => Math.round(Number(yuan) * 100);
const yuanOf = (fen: number): string => (fen / 100).toFixed(2);

export async function runMoney(options: MoneyOptions): Promise<MoneyReport> {
  const { processes, runDirectory, cases, seed, say, interrupted } = options;
  const began = elapsedMs();
  const ports = reserveQuietPorts(runDirectory, ['branch-wire', 'fiscal-wire', 'bank-gateway-notices', 'ftp']);
  const portOf = (name: string): number => ports.get(name) ?? 0;
  const [password, sessionKey] = [freshSecret(16), freshSecret(24)];
  const line = { sessionKey, answerWithinMs: 8_000, idleMs: 60_000 };
  const hub = await startHub({
    processes, runDirectory, services: ['fees', 'bank-gateway'], fiscal: true, paymentChannel: true, dailyFiles: true, sample: false, logLevel: options.logLevel ?? 'warn', progress: say,
    settings: {
      fees: { HUB_PAYMENT_CHANNEL: 'payment-aggregator', HUB_COUNTER_CHECK_MS: '1000' },
      'bank-gateway': {
        HUB_DAILY_FILES: '[]', HUB_LISTENERS: JSON.stringify([
          { ...line, profile: 'zone-nontax', port: portOf('bank-gateway-wire'), accounts: [{ bank: zoneBank, userCode: zoneBank, password }] },
          { ...line, profile: 'ccb-117', port: portOf('branch-wire'), accounts: [{ bank: branchBank, userCode: branchUser, addresses: ['127.0.0.1'] }] },
        ]),
      },
    },
    counterpartSettings: {
      'bank-teller': { HUB_BANK_USER: zoneBank, HUB_BANK_PASSWORD: password, HUB_GATEWAY_PORT: String(portOf('bank-gateway-wire')) },
      // Which money has arrived it hears from the clearing of this scenario, for both banks, not from the books of one.
      fiscal: {
        HUB_BANK_BOOKS_FILE: join(runDirectory, 'outside', 'no-bank'), HUB_FAULTS: platformTroubles.join(','),
        HUB_RECORDS_DIRECTORY: join(runDirectory, 'outside', 'daily-files', 'out'), HUB_RECORD_AFTER_QUIET_MS: '0',
      },
      'daily-files': { HUB_FTP_PORT: String(portOf('ftp')) },
    },
  });
  const day = chinaDate(systemClock.now());
  const faults: Record<string, number> = {};
  const counted = (kind: string): void => { faults[kind] = (faults[kind] ?? 0) + 1; };
  const explained: Record<string, number> = {};
  const explain = (why: string): void => { explained[why] = (explained[why] ?? 0) + 1; };
  const seconds = (ms: number): number => Number((ms / 1_000).toFixed(1));
  let repeats = 0;
  const patience = { withinMs: 180_000, signal: interrupted, onRepeat: () => { repeats += 1; } };
  const [cashier, second, integrator] = await Promise.all([hub.token('cashier', {}, tokenHours), hub.token('supervisor', {}, tokenHours), hub.token('integrator', {}, tokenHours)]);
  const as = (token: string): ReturnType<typeof openClient<FeesPaths>> => openClient<FeesPaths>(hub.url('fees'), () => Promise.resolve(token), 15_000);
  const [fees, other] = [as(cashier), as(second)];
  const gateway = openClient<GatewayPaths>(hub.url('bank-gateway'), () => Promise.resolve(cashier), 15_000);
  const fiscal = fiscalSide(hub, { fees, gateway, patience, interrupted, counted });
  const channel = channelSide(hub, { fees, patience, interrupted });
  const servers = fileServers(hub, interrupted);

  const payCodes = await issueBills(hub, cases, say);
  const dice = diceOf(seed);
  const branch = openBranch({ host: '127.0.0.1', port: portOf('branch-wire'), user: branchUser, workDate: day.replaceAll('-', ''), answerWaitMs: 10_000, now: () => systemClock.now() });

  // --- what the people of the banks do ---
  /** The teller program may be dead for a moment: whoever stands there waits and asks again. */
  const tellerProgram = controlOf(hub.control('bank-teller'), { who: 'the teller', interrupted, onRepeat: patience.onRepeat });
  const teller = (what: string, body: object): Promise<unknown> => tellerProgram.done(`/${what}`, z.unknown(), body);
  const atRest = async (): Promise<number> => (await tellerProgram.done('/settle', z.object({ open: z.number() }), {})).open;
  /** An ask of the branch, again until something definite comes back: silence and 9000 are not. */
  async function insist(ask: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const told = await ask().catch(() => undefined);
      if (told && !['9000', '3000', '3001', '2000'].includes(told.result)) return told;
      repeats += 1;
      if (tries > 300 || interrupted.aborted) throw new Error(`the branch hears nothing definite: ${told?.result ?? 'silence'}`);
      await delay(Math.min(1_500, 100 * (tries + 1)));
    }
  }
  const zoneFaults = tellerFaults.filter((kind) => kind !== 'two-tellers' && kind !== 'late-unheard' && kind !== 'late-heard');
  const lineFaults = branchFaults.filter((kind) => kind !== 'bad-mac' && kind !== 'no-arrival');
  /** A payment the branch is not sure of: asked with its own serial, or taken back with it; either until confirmed. */
  async function resolve(payment: Payment): Promise<void> {
    if (payment.state !== 'asked') return;
    counted('unknown, resolved by the original serial');
    if (dice.next() < 0.5) {
      const told = await insist(() => branch.arrive(payment));
      payment.state = told.result === '0000' ? 'paid' : 'given-up';
    } else {
      const told = await insist(() => branch.reverse(payment));
      if (told.result !== '0000') payment.state = told.result === '0001' ? 'given-up' : 'paid';
    }
  }
  async function payAtBranch(payCode: string, fault?: (typeof branchFaults)[number]): Promise<Payment | undefined> {
    for (let tries = 0; !interrupted.aborted && tries < 100; tries += 1) {
      const told = await branch.pay(payCode, fault).catch(() => undefined);
      if (told && isPayment(told)) { await resolve(told); return told; }
      if (told && told.result !== '9000') return undefined;
      repeats += 1;
      await delay(Math.min(1_500, 100 * (tries + 1)));
    }
    return undefined;
  }
  /** Money put on the table without asking first: an old paper, another window's mistake, a lie. */
  async function payUnasked(payCode: string, amountInFen: number): Promise<Payment> {
    const serial = `X${freshId().replaceAll('-', '').slice(0, 15)}`;
    const payment: Payment = { payCode, serial, amount: yuanOf(amountInFen), state: 'asked' };
    strays.push(payment);
    const told = await insist(() => branch.arrive(payment));
    payment.state = told.result === '0000' ? 'paid' : 'given-up';
    return payment;
  }
  const strays: Payment[] = [];
  const counterBook: BankEntry[] = [];
  /** What two people will do with a line of the counter's file that no slip explains. */
  const resolutions = new Map<string, 'book' | 'unidentified'>();
  /** Bills that channel and bank were both paid for: what the channel has of them is not cleared before people have looked. */
  const disputed = new Set<string>();

  type Journey = (payCode: string, amountInFen: number) => Promise<void>;
  const journeys: Record<string, Journey> = {
    'zone: paid': async (payCode) => {
      const fault = dice.next() < 0.7 ? dice.pick(zoneFaults) : undefined;
      if (fault) counted(fault);
      await teller('pay', { payCode, ...(fault ? { fault } : {}) });
    },
    'zone: two tellers at once': async (payCode) => { counted('two-tellers'); await teller('pay-twice', { payCode }); },
    'zone: paid, taken back, paid again': async (payCode) => {
      await teller('pay', { payCode });
      counted('reversal');
      await teller('cancel', { payCode });
      if (dice.next() < 0.6) await teller('pay', { payCode, fault: 'drop' });
    },
    'branch: paid': async (payCode) => {
      const fault = dice.next() < 0.8 ? dice.pick(branchFaults) : undefined;
      if (fault) counted(fault);
      await payAtBranch(payCode, fault);
    },
    'branch: paid, taken back, told late': async (payCode) => {
      const payment = await payAtBranch(payCode, dice.pick(lineFaults));
      if (payment?.state !== 'paid') return;
      counted('reversal');
      const told = await insist(() => branch.reverse(payment));
      if (told.result !== '0000') return;
      // What was on its way when the payment was taken back arrives after it.
      counted('reordered: told again after its reversal');
      const late = await insist(() => branch.arrive(payment));
      if (late.result === '0000') payment.state = 'paid';
      if (dice.next() < 0.5) await payAtBranch(payCode);
    },
    'both banks at once': async (payCode) => {
      counted('two banks at once');
      await Promise.all([teller('pay', { payCode, ...(dice.next() < 0.5 ? { fault: 'drop' } : {}) }), payAtBranch(payCode, dice.pick(lineFaults))]);
    },
    'paid, then paid once more elsewhere': async (payCode, amountInFen) => {
      await teller('pay', { payCode });
      counted('paid a second time by another bank');
      await payUnasked(payCode, amountInFen);
    },
    'branch: lies about the amount, then pays': async (payCode, amountInFen) => {
      counted('wrong amount');
      await payUnasked(payCode, amountInFen + 1);
      counted('forged');
      await branch.send('2011', [day.slice(0, 4), '430603', `F${payCode.slice(-8)}`, '', '', payCode, '', yuanOf(amountInFen), '', '', 'CCB', '', day.replaceAll('-', ''), day.replaceAll('-', ''), '0', '', '0301', '0.00', ''], 'bad-mac').catch(() => undefined);
      await payAtBranch(payCode);
    },
    'void, then paid': async (payCode, amountInFen) => {
      counted('paid after it was void');
      const voided = await untilAnswered('voidBill', () => fees.call('post', '/bills/{payCode}/voidings', { path: { payCode }, body: { reason: '申请人撤回申请' }, key: `void-${payCode}` }), patience).then(() => true, () => false);
      await payUnasked(payCode, amountInFen);
      if (!voided) say(`${payCode}: could not be voided`);
    },
    'channel: paid by QR': async (payCode) => {
      const order = await channel.show(payCode);
      if (order !== undefined) await channel.pay(order);
    },
    'channel: taken back while it is paid': async (payCode) => {
      const order = await channel.show(payCode);
      if (order === undefined) return;
      counted('order taken back while it is paid');
      await Promise.all([channel.takeBack(payCode), delay(dice.next() * 200).then(() => channel.pay(order))]);
    },
    'channel: taken back, then paid at a bank': async (payCode) => {
      if (await channel.show(payCode) === undefined) return;
      counted('order taken back');
      await channel.takeBack(payCode, 240_000);
      await payAtBranch(payCode, dice.pick(lineFaults));
    },
    'channel and bank at once': async (payCode, amountInFen) => {
      const order = await channel.show(payCode);
      if (order === undefined) return;
      counted('channel and bank at once');
      disputed.add(payCode);
      await Promise.all([channel.pay(order), delay(dice.next() * 60).then(() => payUnasked(payCode, amountInFen))]);
    },
    'counter: slip entered': async (payCode, amountInFen) => {
      counted('slip entered');
      await enterSlip(payCode, amountInFen);
      if (dice.next() < 0.5) { counted('slip entered twice'); await enterSlip(payCode, amountInFen, 'again'); }
      atCounter(payCode, amountInFen);
    },
    'counter: slip never entered': async (payCode, amountInFen) => {
      counted('slip never entered');
      atCounter(payCode, amountInFen, 'book');
      await Promise.resolve();
    },
    'counter: slip withdrawn, paid at a bank': async (payCode, amountInFen) => {
      counted('slip withdrawn');
      await enterSlip(payCode, amountInFen);
      await channel.takeBack(payCode);
      await payAtBranch(payCode, dice.pick(lineFaults));
    },
    'counter: the bank took another amount': async (payCode, amountInFen) => {
      counted('slip of another amount than the bank’s');
      await enterSlip(payCode, amountInFen);
      atCounter(payCode, amountInFen + 100, 'unidentified');
    },
  };
  /** A slip of card or cash in the cashier's hand. */
  async function enterSlip(payCode: string, amountInFen: number, key = 'once'): Promise<void> {
    const body = { kind: payCode.endsWith('1') ? 'cash' as const : 'pos' as const, terminal: 'T1', receiptNumber: payCode.slice(-8), bank: counterBank, amountInFen, collectedOn: day };
    await untilAnswered('enterCounterPayment', () => fees.call('post', '/bills/{payCode}/counter-entries', { path: { payCode }, body, key: `slip-${key}-${payCode}` }), patience);
  }
  /** Money in the counter's till. Its file has no serials: a line is named by its day and pay code. */
  function atCounter(payCode: string, amountInFen: number, resolution?: 'book' | 'unidentified'): void {
    counterBook.push({ bank: counterBank, serial: `${day}-${payCode}`, payCode, amountInFen, state: 'stands' });
    if (resolution) resolutions.set(payCode, resolution);
  }
  const names = Object.keys(journeys);
  const order = payCodes.map((payCode, at) => ({ payCode, amountInFen: amountOf(at), name: names[at % names.length] ?? '' }));

  /** The books of all who take money for us: of both banks by wire, of the counter, of the channel. */
  const bankBooks = async (): Promise<BankEntry[]> => {
    const state = { open: 'open', cancelling: 'open', confirmed: 'stands', returned: 'gone', cancelled: 'gone' } as const;
    const branchState = { asked: 'open', paid: 'stands', reversed: 'gone', 'given-up': 'gone' } as const;
    return [
      ...(await tellerProgram.done('/books', Books)).payments.map((one): BankEntry => ({ bank: zoneBank, serial: one.serial, payCode: one.payCode, amountInFen: one.amountInFen, state: state[one.state] })),
      ...[...branch.books(), ...strays].map((one): BankEntry => ({ bank: branchBank, serial: one.serial, payCode: one.payCode, amountInFen: fenOf(one.amount), state: branchState[one.state] })),
      ...counterBook, ...(await channel.entries()).all,
    ];
  };
  // What has come to its end and stands is money that arrives at the fiscal account: told while everything else goes on.
  const ended = new Set<string>();
  let walking = true;
  const clear = async (): Promise<void> => {
    // Who was through before the books were read: one who takes a payment back while they are read is not.
    const through = new Set(ended);
    const banks = (await bankBooks()).filter(({ bank, state, payCode }) => (bank === zoneBank || bank === branchBank) && state === 'stands' && through.has(payCode));
    // The channel hands on what the hub has taken from it.
    fiscal.clear([...banks, ...(await channel.entries()).taken.filter(({ state, payCode }) => state === 'stands' && !disputed.has(payCode))]);
  };
  const clearing = (async () => { while (walking && !interrupted.aborted) { await clear().catch(() => undefined); await delay(700); } })();

  // --- meanwhile, every process in its turn ---
  const victims: Victim[] = [
    ...[...hub.services].map(([kind, running]) => ({ kind, running })), ...[...hub.counterparts].filter(([kind]) => kind === 'bank-teller' || kind === 'fiscal' || kind === 'payment-aggregator').map(([kind, running]) => ({ kind, running })),
    { kind: 'nats', running: hub.nats.running }, { kind: 'database', running: hub.database.running },
  ].filter(({ kind }) => options.only === undefined || options.only.includes(kind));
  let done = 0;
  const killer = startKiller({ victims, dice: diceOf(seed + 1), kills: options.kills ?? Math.max(victims.length, Math.min(60, Math.ceil(cases / 40))), progress: () => done / cases, stumbles: 0.2, say, signal: interrupted, onBack: (kind) => { if (kind === 'payment-aggregator') void channel.misbehave().catch(() => undefined); } });
  await channel.misbehave();
  const findings: Finding[] = [];
  // Whoever waits for a QR holds up nobody who pays in another way.
  // Those whose order must be closed for certain first wait longest: minutes, where the channel's answers are lost again and again.
  const longest = 'channel: taken back, then paid at a bank';
  const atChannel = order.filter(({ name }) => name.startsWith('channel')).toSorted((a, b) => Number(b.name === longest) - Number(a.name === longest));
  const elsewhere = order.filter(({ name }) => !name.startsWith('channel'));
  const walk = async ({ payCode, amountInFen, name }: (typeof order)[number]): Promise<void> => {
    if (interrupted.aborted) return;
    await journeys[name]?.(payCode, amountInFen).catch((error: unknown) => { findings.push({ verdict: 'unexplained', what: `“${name}” did not come to its end: ${error instanceof Error ? error.message : String(error)}`, where: payCode }); });
    ended.add(payCode);
    done += 1;
    if (done % Math.max(1, Math.floor(cases / 10)) === 0) say(`已缴 walked ${String(done)} / ${String(cases)}`);
  };
  await Promise.all([inParallel(elsewhere, options.concurrency, walk), inParallel(atChannel, options.concurrency * 3, walk)]);
  await killer.stop();
  const calmAt = killer.lastKillMs() ?? elapsedMs();
  say('全部恢复运行，等待收尾 everything is up again, waiting for it to come to rest');

  // --- until nobody owes anybody an answer ---
  const operations = (['fees', 'bank-gateway'] as const).map((service) => openClient<OperationPaths>(hub.url(service), () => Promise.resolve(integrator), 10_000));
  async function comeToRest(): Promise<void> {
    const until = elapsedMs() + (options.restWithinMs ?? 180_000);
    for (;;) {
      let owed = await atRest();
      for (const client of operations) { const work = await untilAnswered('showWork', () => client.call('get', '/operations/work'), patience); owed += work.messagesOwed + work.callsOwed; }
      if (owed === 0 || interrupted.aborted) return;
      if (elapsedMs() > until) { findings.push({ verdict: 'unexplained', what: `not at rest: ${String(owed)} still owed`, where: 'fees, bank-gateway, teller' }); return; }
      await delay(500);
    }
  }
  // What the teller left open is told first; then the platform has all of it. A receipt whose maker was killed in the middle is
  // taken up again by whoever comes next.
  while (await atRest() > 0 && !interrupted.aborted) await delay(500);
  const patientMs = options.restWithinMs ?? 300_000;
  // The channel has told of every payment, and people can look at what was paid twice.
  for (const until = elapsedMs() + patientMs; elapsedMs() < until && !interrupted.aborted; await delay(300)) { const { all, taken } = await channel.entries(); if (all.length === taken.length) break; }
  await comeToRest();

  // --- money no bill took goes back by two people, once its bank agrees that it has given it back ---
  const unidentified = async (): Promise<(MoneyView & { id: string; payCode: string })[]> => {
    const all: (MoneyView & { id: string; payCode: string })[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await untilAnswered('listUnidentifiedMoney', () => fees.call('get', '/unidentified-money', { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }), patience);
      all.push(...page.money);
      if (page.next === null) return all;
      cursor = page.next;
    }
  };
  const gone = new Map((await bankBooks()).map((entry) => [`${entry.bank} ${entry.serial}`, entry]));
  const passed: PassedThrough[] = [];
  for (const money of await unidentified()) {
    const there = gone.get(`${money.bank} ${money.serial}`);
    // Its bank heard a no and gave the money back, or it lies at the channel, whose people give it back at our word: two people look at it and say so.
    const isChannels = money.bank === channelBank && there?.state === 'stands';
    if (money.state !== 'found' || (there?.state !== 'gone' && !isChannels)) continue;
    const path = { moneyId: money.id };
    await untilAnswered('proposePlacing', () => fees.call('post', '/unidentified-money/{moneyId}/proposals', { path, body: { kind: 'return', payCode: null, reason: '银行未能入单，退回缴款人' }, key: `p-${money.id}` }), patience);
    await untilAnswered('approvePlacing', () => other.call('post', '/unidentified-money/{moneyId}/approvals', { path, body: { amountInFen: money.amountInFen }, key: `a-${money.id}` }), patience);
    const backSerial = isChannels ? await channel.handBack(money.serial) : `R-${money.serial}`.slice(0, 64);
    await untilAnswered('tellReturn', () => fees.call('post', '/unidentified-money/{moneyId}/returns', { path, body: { outcome: 'returned', serial: backSerial, note: '' }, key: `r-${money.id}` }), patience);
    explain(isChannels ? 'paid twice, given back by the channel at our word' : 'taken by no bill, given back by its bank');
    passed.push({ bank: money.bank, payCode: money.payCode, serial: money.serial, backSerial, amountInFen: money.amountInFen });
  }
  // What is left of the disputed at the channel is the bill's own payment, and arrives like any other.
  disputed.clear();
  await clear();
  const unreceipted = await fiscal.settle(patientMs);
  if (unreceipted > 0) findings.push({ verdict: 'unexplained', what: `${String(unreceipted)} paid bills without a receipt after ${String(patientMs / 1_000)} s`, where: 'fees, fiscal platform' });
  walking = false;
  await clearing;
  await comeToRest();
  say(`第一日完毕，恢复用时 the day is over; it came to rest after ${seconds(elapsedMs() - calmAt)} s`);
  const recoverSeconds = seconds(elapsedMs() - calmAt);

  // --- the banks on the wire close their totals with us ---
  const stands = (banks: readonly BankEntry[], bank: string): BankEntry[] => banks.filter((entry) => entry.bank === bank && entry.state === 'stands');
  const evening = await bankBooks();
  const zoneClosed = (await tellerProgram.done('/reconcile', z.object({ agreed: z.boolean() }), { day })).agreed;
  const standing = stands(evening, branchBank);
  const closing = await insist(() => branch.reconcile(day.replaceAll('-', ''), { total: yuanOf(standing.reduce((fen, { amountInFen }) => fen + amountInFen, 0)), details: standing.map(({ serial, payCode, amountInFen }) => `${serial},${payCode},${yuanOf(amountInFen)}`) }));
  const branchClosed = closing.result === '0000' || closing.result === '4040';

  // --- three mornings later: the daily files are fetched and the day is closed, with everything killed as before ---
  const sftp = await servers.place();
  hub.change('fees', { HUB_CLOCK_OFFSET_MS: String(morningsMs) });
  hub.change('payment-aggregator', { HUB_CLOCK_OFFSET_MS: String(morningsMs) });
  hub.change('bank-gateway', {
    HUB_CLOCK_OFFSET_MS: String(morningsMs), HUB_DAILY_FILES_EVERY_SECONDS: '1',
    HUB_DAILY_FILES: feedsFor({ runDirectory, sources: { zone: zoneBank, branch: branchBank, counter: counterBank, channel: channelBank }, sftp, ftp: ftpAccount(sftp, portOf('ftp')) }),
  });
  const turned = [hub.services.get('fees'), hub.services.get('bank-gateway'), hub.counterparts.get('payment-aggregator')].flatMap((one) => (one ? [one] : []));
  await Promise.all(turned.map(async (one) => { await one.kill(); await one.startAgain(); }));
  let step = 0;
  const refundsWanted = Math.max(2, Math.min(60, Math.floor(cases / 35)));
  // A day weighs as much as many refunds: kills fall on both.
  const dayWeight = Math.max(1, refundsWanted / 4);
  const steps = 6 * dayWeight + 2 * refundsWanted;
  let misbehaves = false;
  const morningVictims: Victim[] = [
    ...[...hub.services, ...hub.counterparts].filter(([kind]) => ['fees', 'bank-gateway', 'payment-aggregator', 'daily-files', 'fiscal'].includes(kind)).map(([kind, running]) => ({ kind, running })),
    { kind: 'nats', running: hub.nats.running }, { kind: 'database', running: hub.database.running },
  ].filter(({ kind }) => options.only === undefined || options.only.includes(kind));
  const later = startKiller({
    victims: morningVictims, dice: diceOf(seed + 2), kills: options.kills ?? (cases < thoroughFrom ? 3 : Math.max(morningVictims.length, Math.min(24, Math.ceil(cases / 80)))), progress: () => step / steps, say,
    ...(cases < thoroughFrom ? { downForMs: 300 } : { stumbles: 0.2 }), signal: interrupted,
    onBack: (kind) => { if (kind === 'payment-aggregator' && misbehaves) void channel.misbehave().catch(() => undefined); },
  });
  const days = openDays({
    day, cashier: fees, second: other, gateway, servers, patience, interrupted, findings, counted, thorough: cases >= thoroughFrom,
    killGateway: () => Promise.resolve(later.strike('bank-gateway')), killFees: () => Promise.resolve(later.strike('fees')),
  });
  const files = new Map<string, ClosedDay>();
  async function closes(name: string, work: () => Promise<ClosedDay>): Promise<void> {
    files.set(name, await work().catch((error: unknown) => { findings.push({ verdict: 'unexplained', what: `its day did not come to its end: ${error instanceof Error ? error.message : String(error)}`, where: name }); return unclosed; }));
    step += dayWeight;
    say(`日结 day of ${name}: ${JSON.stringify(files.get(name))}`);
  }
  await channel.misbehave(true);
  // The counter's file first: what it bears out is paid from then on, arrives at the fiscal account, and stands in the platform's record of the day.
  let closeCounter: (() => Promise<ClosedDay>) | undefined;
  await closes(`${counterBank} (file)`, async () => { closeCounter = await days.counter(counterBank, counterDialect, counterBook, (payCode) => resolutions.get(payCode)); return unclosed; });
  for (const kind of resolutions.values()) explain(kind === 'book' ? 'bank only: never entered, booked by two people' : 'bank only: another amount, unidentified money by two people');
  // A slip the bank does not bear out is withdrawn.
  await inParallel([...resolutions].filter(([, kind]) => kind === 'unidentified'), 6, ([payCode]) => channel.takeBack(payCode));
  const borneOut = counterBook.filter(({ payCode }) => resolutions.get(payCode) !== 'unidentified');
  const late = await fiscal.settle(patientMs, () => { fiscal.clear(borneOut); });
  if (late > 0) findings.push({ verdict: 'unexplained', what: `${String(late)} bills paid by slip without a receipt after ${String(patientMs / 1_000)} s`, where: 'fees, fiscal platform' });
  // No bank's day closes before the platform's own record of it is there.
  await closes('fiscal', () => days.fiscal(hub.control('fiscal')));
  await Promise.all([
    ...([[zoneBank, zoneDialect], [branchBank, branchDialect]] as const).map(([bank, dialect]) => closes(bank, () => days.bank(bank, dialect, stands(evening, bank), passed.filter((one) => one.bank === bank)))),
    closes(channelBank, () => days.channel(channelBank, channel)),
  ]);
  await closes(counterBank, () => closeCounter?.() ?? Promise.resolve(unclosed));

  // --- after the close money goes back by refund alone, the way it came, by two people ---
  misbehaves = true;
  await channel.misbehave();
  const refunds = openRefunds({ fees, second: other, branch, lineFaults: [...lineFaults, 'bad-mac'], dice, patience, interrupted, findings, counted, insist });
  const receipted = (await billsOf()).filter(({ state }) => state === 'receipted');
  const goBack = (bank: string, give: (payCode: string) => Promise<void>): Promise<void> => inParallel(receipted.filter(({ payment }) => payment?.bank === bank).slice(0, refundsWanted), 16, async ({ payCode }) => {
    await give(payCode).catch((error: unknown) => { findings.push({ verdict: 'unexplained', what: `a refund did not come to its end: ${error instanceof Error ? error.message : String(error)}`, where: payCode }); });
    step += 1;
  });
  await Promise.all([goBack(channelBank, refunds.throughChannel), goBack(branchBank, refunds.atBranch)]);
  step = steps;
  await later.stop();
  await channel.misbehave(true);
  const turnedCalm = later.lastKillMs() ?? elapsedMs();
  await comeToRest();
  const underWay = ['paying', 'in-doubt', 'reversing', 'reversal-unconfirmed'];
  for (const until = elapsedMs() + patientMs; elapsedMs() < until && !interrupted.aborted; await delay(500)) if (!(await billsOf()).some(({ state, refunds = [] }) => underWay.includes(state) || refunds.some((one) => one.state === 'sent' || one.state === 'approved'))) break;
  await comeToRest();
  const recoverAgainSeconds = seconds(elapsedMs() - turnedCalm);

  // --- the books side by side ---
  const [banks, bills, money, said, ledger] = [await bankBooks(), await billsOf(), await unidentified(), await heard(hub), await ledgerOf(hub)];
  const atBranch = branch.givenBack().filter(({ state }) => state === 'given').map(({ payCode, serial, amount }): GivenBack => ({ bank: branchBank, payCode, serial, amountInFen: fenOf(amount) }));
  const given = [...await channel.refunds(), ...atBranch];
  async function billsOf(): Promise<BillView[]> {
    const all: BillView[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await untilAnswered('listBills', () => fees.call('get', '/bills', { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }), patience);
      all.push(...page.bills.map(({ payCode, state, amountInFen, payment, confirmation, receipt, refunds }) => ({
        payCode, state, amountInFen, payment, confirmation, receipt, refunds: refunds.map((one) => ({ state: one.state, amountInFen: one.amountInFen, serial: one.result?.serial ?? null })),
      })));
      if (page.next === null) return all;
      cursor = page.next;
    }
  }
  const platform = await fiscal.look();
  findings.push(...compareMoney({ banks, bills, unidentified: money, said, ledger, refunds: given }), ...compareFiscal(bills, platform));
  if (bills.length !== cases) findings.push({ verdict: bills.length < cases ? 'lost' : 'duplicated', what: `${String(bills.length)} bills for ${String(cases)} orders`, where: 'fees' });
  const parity = await untilAnswered('checkParity', () => other.call('get', '/ledger/parity'), patience);
  if (!parity.holds) findings.push({ verdict: 'unexplained', what: `the ledger is not in parity: ${JSON.stringify({ unbalanced: parity.unbalanced.slice(0, 5), accounts: parity.accounts.filter(({ balanceInFen, expectedInFen }) => balanceInFen !== expectedInFen) })}`, where: 'fees' });
  const sum = (all: readonly { amountInFen: number }[]): number => all.reduce((fen, { amountInFen }) => fen + amountInFen, 0);
  const books: MoneyReport['books'] = {
    banksInFen: sum(banks.filter(({ state }) => state === 'stands')), unidentifiedInFen: sum(money.filter(({ state }) => state === 'found')), refundedInFen: sum(given), ledgerInFen: [...ledger.values()].reduce((fen, held) => fen + held, 0),
    fiscalInFen: sum(platform.payments), receiptsInFen: sum(platform.receipts), paidBillsInFen: sum(bills.flatMap(({ payment }) => payment ?? [])),
  };
  const { banksInFen, unidentifiedInFen, refundedInFen, ledgerInFen, fiscalInFen, receiptsInFen, paidBillsInFen } = books;
  if (banksInFen - unidentifiedInFen !== fiscalInFen || fiscalInFen !== receiptsInFen || receiptsInFen !== paidBillsInFen || ledgerInFen !== banksInFen - refundedInFen) findings.push({ verdict: 'unexplained', what: `the books differ: ${JSON.stringify(books)}`, where: 'all books' });
  // What was closed is closed still, though money has moved on later days since.
  for (const source of [zoneBank, branchBank, channelBank, counterBank, 'fiscal']) await days.standsClosed(source);
  for (const _number of platform.burnt) explain('receipt number whose answer was lost, on record as burnt');
  for (const { bank } of given) explain(bank === channelBank ? 'given back through the channel, by two people' : 'given back at its bank’s window, by two people');
  for (const [kind, count] of Object.entries(await channel.struck())) faults[`channel: ${kind}`] = count;
  for (const victims of [killer.counts(), later.counts()]) for (const [kind, count] of Object.entries(victims)) faults[`kill -9 ${kind}`] = (faults[`kill -9 ${kind}`] ?? 0) + count;
  const parked = (await Promise.all(operations.map((client) => untilAnswered('listParked', () => client.call('get', '/operations/parked'), patience)))).reduce((count, { parked: shelf }) => count + shelf.filter(({ putBackAt }) => putBackAt === null).length, 0);

  const about = (bank: string, totalsAgreed: boolean): MoneyReport['banks'][string] => {
    const file = files.get(bank) ?? unclosed;
    for (const _one of Array.from({ length: file.found - file.settled })) explain('planted in a file, found, gone with the right one');
    return { payments: stands(banks, bank).length, amountInFen: sum(stands(banks, bank)), refundedInFen: sum(given.filter((one) => one.bank === bank)), ledgerInFen: ledger.get(bank) ?? 0, dayClosed: totalsAgreed && file.closed, gaveBack: banks.filter((entry) => entry.bank === bank && entry.state === 'gone').length, file };
  };
  const tally = (verdict: Finding['verdict']): number => findings.filter((finding) => finding.verdict === verdict).length;
  const named = new Set(findings.map(({ where }) => where.slice(0, 20)));
  const fell: Record<string, number> = {};
  for (const one of [killer.fell(), later.fell()]) for (const [kind, count] of Object.entries(one)) fell[kind] = (fell[kind] ?? 0) + count;
  return {
    name: 'money', cases, faults, closed: payCodes.filter((payCode) => !named.has(payCode)).length, lost: tally('lost'), duplicated: tally('duplicated'), unexplained: tally('unexplained'), parked,
    recoverSeconds: Math.max(recoverSeconds, recoverAgainSeconds), seconds: seconds(elapsedMs() - began), seed, fell, repeats,
    banks: { [zoneBank]: about(zoneBank, zoneClosed), [branchBank]: about(branchBank, branchClosed), [channelBank]: about(channelBank, true), [counterBank]: about(counterBank, true) }, books, explained, sentBack: passed.length, findings,
    fiscal: { payments: platform.payments.length, amountInFen: fiscalInFen, receipts: platform.receipts.length, receiptsInFen, burntNumbers: platform.unusedNumbers.length, file: files.get('fiscal') ?? unclosed },
  };
}

/** Whoever fetches by FTP has the same account. */
function ftpAccount(sftp: unknown, port: number): { host: string; port: number; user: string; password: string } {
  const { host, user, password } = z.object({ host: z.string(), user: z.string(), password: z.string() }).parse(sftp);
  return { host, port, user, password };
}

/** Bills as intake orders them, over the bus; resolves with their pay codes in order. */
async function issueBills(hub: Hub, cases: number, say: (line: string) => void): Promise<string[]> {
  const connection = await busOf(hub);
  const caseOf = (at: number): string => `MONEY${String(at).padStart(8, '0')}`;
  const codes = new Map<string, string>();
  const subscription = connection.subscribe('events.fees.bill-issued');
  const hearing = (async () => { for await (const message of subscription) { const { data } = z.object({ data: z.object({ caseNumber: z.string(), payCode: z.string() }) }).parse(message.json()); codes.set(data.caseNumber, data.payCode); if (codes.size === cases) return; } })();
  for (let at = 0; at < cases; at += 1) {
    const amountInFen = amountOf(at);
    const order: CommandData<'commands.fees.collect-fee'> = {
      caseNumber: caseOf(at), billKey: caseOf(at), payer: { name: `示例公司${String(at)}`, creditCode: composeCreditCode('91350100', 'M000100Y') ?? null }, item: { code: 'ITEM', name: '示例事项' }, department: { name: '示例局', code: '533902001' },
      charges: [{ name: '示例收费', standard: '示例标准', unitAmountInFen: amountInFen, quantity: 1, amountInFen }], dueBy: '2099-01-01T00:00:00Z',
    };
    const id = `money-${String(at)}-${freshId()}`;
    await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({ specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: caseOf(at), time: systemClock.now().toISOString(), datacontenttype: 'application/json', data: order }), { msgID: id });
  }
  await Promise.race([hearing, delay(120_000)]);
  await connection.close();
  if (codes.size !== cases) throw new Error(`fees issued ${String(codes.size)} of ${String(cases)} bills`);
  say(`已开单 issued ${String(cases)} bills`);
  return Array.from({ length: cases }, (_, at) => codes.get(caseOf(at)) ?? '');
}

const busOf = (hub: Hub): Promise<NatsConnection> => connect({ servers: hub.nats.url, user: hub.nats.operator.user, pass: hub.nats.operator.password, timeout: 10_000 });

/** Everything fees has said of payments, from the first message of the stream; a message that came twice under one id counts once. */
async function heard(hub: Hub): Promise<Said[]> {
  const connection = await busOf(hub);
  try {
    const subjects = new Map<string, Said['type']>([['events.fees.payment-settled', 'settled'], ['events.fees.payment-reversed', 'reversed']]);
    // One pattern: a server that was killed has told this client nothing of its version yet, and more than one would need it.
    const consumer = await jetstream(connection).consumers.get('EVENTS', { filter_subjects: 'events.fees.>' });
    const { num_pending: all } = await consumer.info();
    const [said, ids] = [[] as Said[], new Set<string>()];
    if (all === 0) return said;
    const messages = await consumer.fetch({ max_messages: all, expires: 60_000 });
    for await (const message of messages) {
      const type = subjects.get(message.subject);
      if (type) {
        const { id, data } = Notice.parse(message.json());
        if (!ids.has(id)) said.push({ type, payCode: data.payCode, serial: data.bankSerial });
        ids.add(id);
      }
      if (message.info.pending === 0) break;
    }
    return said;
  } finally { await connection.close(); }
}

/** What the double-entry book says each bank holds for us or has handed on to the fiscal account, read from its rows and from nothing else. */
async function ledgerOf(hub: Hub): Promise<Map<string, number>> {
  const database = await createConnection({ socketPath: hub.database.socketPath, user: hub.database.administrator.user, password: hub.database.administrator.password, database: 'hub_fees' });
  try {
    const [rows] = await database.query<RowDataPacket[]>("SELECT bank, CAST(SUM(debit_in_fen) AS SIGNED) - CAST(SUM(credit_in_fen) AS SIGNED) AS held FROM ledger_entries WHERE account IN ('bank', 'fiscal') AND bank IS NOT NULL GROUP BY bank");
    return new Map(rows.map((row) => [String(row['bank']), Number(row['held'])]));
  } finally { await database.end(); }
}
