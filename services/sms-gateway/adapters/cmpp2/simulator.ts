// A carrier's CMPP 2.0 gateway to test against: checks the login, the window and every field it can, answers SUBMITs,
// sends status reports until they are acknowledged (also over a restart), and misbehaves on demand.
// What it is not: it never bills, knows one enterprise only, reports every part at once, has no phone switched off, and
// takes any Msg_src/Src_Id pair a real gateway would have registered one by one.
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { z } from 'zod';
import type { Clock } from '../../../../infra/clock.ts';
import { ID, connectAnswer, expectedAuthenticator, frame, messageId, readConnect, readDeliverAnswer, readSubmit, replyBody, reportBody, submitAnswer, takeFrames, wordsOf } from './simulator-frames.ts';
import type { Raw, SubmitSeen } from './simulator-frames.ts';
import { Ledger } from './simulator-ledger.ts';
import type { AcceptedSubmit, LedgerText, LedgerTotals } from './simulator-ledger.ts';

/** What can go wrong at a carrier. Each is switched on for the next n cases, or `always`. */
export const FAULTS = {
  'drop-answer': 'takes the SUBMIT, never answers it',
  'lose-submit': 'neither takes nor answers the SUBMIT',
  'cut-after-submit': 'takes the SUBMIT, then cuts the connection',
  'report-first': 'sends the report before the answer',
  'report-twice': 'sends the report again after it was acknowledged',
  'flow-control': 'answers 8, takes nothing',
  refuse: 'answers 13 (bad receiver), takes nothing',
  'never-report': 'takes and answers, never reports',
  'wide-report': 'sends the report in the 71-byte shape of 3.0',
  'failed-report': 'reports UNDELIV',
  'pending-report': 'reports ACCEPTD first, DELIVRD after it',
  'slow-answer': 'answers after slowMs',
  'odd-active-test': 'answers ACTIVE_TEST with a wrong sequence and four bytes',
  mute: 'answers nothing at all, not even ACTIVE_TEST',
  chopped: 'sends its frames a few bytes at a time',
} as const;

/** Name of a fault. */
export type FaultName = keyof typeof FAULTS;

const FAULT_NAMES = Object.keys(FAULTS) as [FaultName, ...FaultName[]];

/** Which faults, how often. */
export const FaultPlan = z.partialRecord(z.enum(FAULT_NAMES), z.union([z.number().int().nonnegative(), z.literal('always')]));
/** Which faults, how often. */
export type FaultPlan = z.infer<typeof FaultPlan>;

const ReplyOrder = z.object({ mobile: z.string().regex(/^1\d{10}$/), extension: z.string().regex(/^\d*$/), words: z.string().max(70) });

/** How the simulated carrier is set up. */
export interface SimulatorOptions {
  clock: Clock;
  /** 0 or nothing: any free port. */
  port?: number;
  host?: string;
  /** Port of the control and ledger endpoint; nothing: any free port. */
  controlPort?: number;
  /** The enterprise's id and secret, as agreed between carrier and enterprise. */
  enterprise: string;
  secret: string;
  /** Service code: the front of every Src_Id; what follows are the extension digits. */
  serviceCode: string;
  /** SUBMITs it allows unanswered, and DELIVERs it sends unanswered, per connection. */
  windowSize?: number;
  /** Time from taking a text to its report. */
  reportDelayMs?: number;
  /** Time after which an unanswered DELIVER is sent again. */
  repeatMs?: number;
  /** Delay of `slow-answer`. */
  slowMs?: number;
  /** Silence after which it tests the link; 0: never. */
  activeTestMs?: number;
  /** Where the ledger is kept over restarts; nothing: in memory. */
  ledgerFile?: string;
  faults?: FaultPlan;
}

/** A running carrier. */
export interface Simulator {
  port: number;
  controlPort: number;
  stop(): Promise<void>;
  ledger(): { totals: LedgerTotals; texts: LedgerText[]; windowBroken: number; logins: number; loginsRefused: number };
  setFaults(plan: FaultPlan): void;
  /** Sends a text from a phone to the enterprise. */
  reply(order: z.infer<typeof ReplyOrder>): void;
  /** Cuts all connections, as a carrier's restart would. */
  cut(): void;
}

/** Starts the carrier. Rejects when a port is taken or the ledger file cannot be opened. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const carrier = new CarrierSimulator(options);
  await carrier.listen();
  return carrier;
}

interface Outgoing {
  /** The text this is the report of; null for a reply from a phone. */
  submit: AcceptedSubmit | null;
  body: Buffer;
  isFinal: boolean;
}

interface Connection {
  socket: Socket;
  rest: Buffer;
  loggedIn: boolean;
  unanswered: number;
  sequence: number;
  /** DELIVERs sent and not answered, by sequence. */
  sent: Map<number, { outgoing: Outgoing; timer: NodeJS.Timeout }>;
}

class CarrierSimulator implements Simulator {
  port = 0;
  controlPort = 0;
  readonly #options: SimulatorOptions;
  readonly #windowSize: number;
  readonly #ledger: Ledger;
  readonly #server: Server;
  readonly #control: HttpServer;
  readonly #connections = new Set<Connection>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #faults: FaultPlan;
  #outgoing: Outgoing[] = [];
  #serial = 0;
  /** Differs from start to start, so that a restarted carrier never gives a number again. */
  readonly #gateway: number;
  #windowBroken = 0;
  #logins = 0;
  #loginsRefused = 0;
  #stopped = false;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#windowSize = options.windowSize ?? 16;
    this.#faults = { ...options.faults };
    this.#gateway = options.clock.now().getTime() % 0x400000;
    this.#ledger = new Ledger(options.ledgerFile);
    this.#server = createServer((socket) => this.#welcome(socket));
    this.#control = createHttpServer((request, response) => {
      this.#serveControl(request, response).catch(() => response.writeHead(500).end());
    });
    for (const submit of this.#ledger.owed()) this.#outgoing.push(this.#report(submit, submit.stat));
  }

  async listen(): Promise<void> {
    const host = this.#options.host ?? '127.0.0.1';
    this.port = await listenOn(this.#server, this.#options.port ?? 0, host);
    this.controlPort = await listenOn(this.#control, this.#options.controlPort ?? 0, host);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.cut();
    this.#control.closeAllConnections();
    await Promise.all([new Promise((done) => this.#server.close(done)), new Promise((done) => this.#control.close(done))]);
    this.#ledger.close();
  }

  ledger(): ReturnType<Simulator['ledger']> {
    return { totals: this.#ledger.totals(), texts: this.#ledger.texts(), windowBroken: this.#windowBroken, logins: this.#logins, loginsRefused: this.#loginsRefused };
  }

  setFaults(plan: FaultPlan): void {
    this.#faults = { ...plan };
  }

  reply(order: z.infer<typeof ReplyOrder>): void {
    const body = replyBody({ id: this.#nextId(), from: order.mobile, to: this.#options.serviceCode + order.extension, words: order.words });
    this.#outgoing.push({ submit: null, body, isFinal: true });
    this.#pump();
  }

  cut(): void {
    for (const connection of this.#connections) connection.socket.destroy();
  }

  #welcome(socket: Socket): void {
    const connection: Connection = { socket, rest: Buffer.alloc(0), loggedIn: false, unanswered: 0, sequence: 0, sent: new Map() };
    this.#connections.add(connection);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      const cut = takeFrames(Buffer.concat([connection.rest, chunk]));
      if (cut === null) {
        socket.destroy();
        return;
      }
      connection.rest = cut.rest;
      for (const raw of cut.frames) if (!socket.destroyed) this.#take(connection, raw);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#connections.delete(connection);
      const unanswered = [...connection.sent.values()];
      for (const { timer } of unanswered) this.#cancel(timer);
      this.#outgoing = [...unanswered.map(({ outgoing }) => outgoing), ...this.#outgoing];
      this.#pump();
    });
    const testMs = this.#options.activeTestMs ?? 0;
    if (testMs > 0) {
      const test = () => {
        if (socket.destroyed) return;
        if (connection.loggedIn) this.#write(connection, frame(ID.ACTIVE_TEST, this.#nextSequence(connection)));
        this.#later(testMs, test);
      };
      this.#later(testMs, test);
    }
  }

  #take(connection: Connection, raw: Raw): void {
    if (this.#hits('mute')) return;
    if (raw.id === ID.CONNECT) return this.#login(connection, raw);
    if (!connection.loggedIn) {
      connection.socket.destroy();
      return;
    }
    switch (raw.id) {
      case ID.SUBMIT:
        return this.#submit(connection, raw);
      case ID.DELIVER_RESP:
        return this.#delivered(connection, raw);
      case ID.ACTIVE_TEST:
        if (this.#hits('odd-active-test')) this.#write(connection, frame(ID.ACTIVE_TEST_RESP, raw.sequence + 7, Buffer.alloc(4)));
        else this.#write(connection, frame(ID.ACTIVE_TEST_RESP, raw.sequence, Buffer.alloc(1)));
        return;
      case ID.TERMINATE:
        this.#write(connection, frame(ID.TERMINATE_RESP, raw.sequence));
        connection.socket.end();
        return;
      default:
        return;
    }
  }

  #login(connection: Connection, raw: Raw): void {
    const asked = readConnect(raw.body);
    const status = this.#loginStatus(asked);
    this.#write(connection, frame(ID.CONNECT_RESP, raw.sequence, connectAnswer(status, asked?.authenticator ?? Buffer.alloc(16), this.#options.secret)));
    if (status !== 0) {
      this.#loginsRefused += 1;
      connection.socket.end();
      return;
    }
    this.#logins += 1;
    connection.loggedIn = true;
    this.#pump();
  }

  #loginStatus(asked: ReturnType<typeof readConnect>): number {
    if (asked === null) return 1;
    if (asked.enterprise !== this.#options.enterprise) return 2;
    if (asked.version > 0x21) return 4;
    return expectedAuthenticator(asked.enterprise, this.#options.secret, asked.timestamp).equals(asked.authenticator) ? 0 : 3;
  }

  #submit(connection: Connection, raw: Raw): void {
    connection.unanswered += 1;
    const answer = (id: bigint, result: number) => {
      connection.unanswered -= 1;
      this.#write(connection, frame(ID.SUBMIT_RESP, raw.sequence, submitAnswer(id, result)));
    };
    if (connection.unanswered > this.#windowSize) {
      this.#windowBroken += 1;
      return answer(0n, 8);
    }
    const seen = readSubmit(raw.body);
    const wrong = this.#wrongWith(seen);
    if (seen === null || wrong !== 0) return answer(0n, wrong);
    if (this.#hits('flow-control')) return answer(0n, 8);
    if (this.#hits('refuse')) return answer(0n, 13);
    if (this.#hits('lose-submit')) return;

    const id = this.#nextId();
    const neverReport = this.#hits('never-report');
    const accepted: AcceptedSubmit = {
      kind: 'accepted',
      id: id.toString(16),
      from: seen.from,
      extension: seen.from.slice(this.#options.serviceCode.length),
      mobile: seen.to[0] ?? '',
      part: seen.partNumber,
      total: seen.partTotal,
      words: wordsOf(seen),
      stat: this.#hits('failed-report') ? 'UNDELIV' : 'DELIVRD',
      at: this.#stamp(),
      willReport: seen.wantsReport && !neverReport,
    };
    this.#ledger.accept(accepted);

    if (this.#hits('cut-after-submit')) {
      connection.socket.destroy();
      return this.#planReport(accepted);
    }
    if (this.#hits('drop-answer')) return this.#planReport(accepted);
    if (this.#hits('slow-answer')) {
      this.#later(this.#options.slowMs ?? 1000, () => {
        answer(id, 0);
        this.#planReport(accepted);
      });
      return;
    }
    if (this.#hits('report-first')) {
      this.#planReport(accepted, 0);
      // Long enough that the report is surely read first, as its own event.
      this.#later(20, () => answer(id, 0));
      return;
    }
    answer(id, 0);
    this.#planReport(accepted);
  }

  /** SUBMIT result codes of CMPP 2.0: 1 structure, 6 too long, 10 Src_Id, 11 Msg_src, 13 receiver; 0 nothing wrong. */
  #wrongWith(seen: SubmitSeen | null): number {
    if (seen === null) return 1;
    if (seen.content.length > 140) return 6;
    if (!seen.from.startsWith(this.#options.serviceCode) || seen.from.length > 20) return 10;
    if (seen.enterprise !== this.#options.enterprise) return 11;
    return seen.to.length === 1 && seen.to.every((mobile) => /^1\d{10}$/.test(mobile)) ? 0 : 13;
  }

  #planReport(accepted: AcceptedSubmit, delayMs: number = this.#options.reportDelayMs ?? 0): void {
    if (!accepted.willReport) return;
    const send = () => {
      if (this.#hits('pending-report')) this.#outgoing.push({ ...this.#report(accepted, 'ACCEPTD'), isFinal: false });
      this.#outgoing.push(this.#report(accepted, accepted.stat));
      this.#pump();
    };
    if (delayMs > 0) this.#later(delayMs, send);
    else send();
  }

  #report(submit: AcceptedSubmit, stat: string): Outgoing {
    return {
      submit,
      isFinal: true,
      body: reportBody({
        id: BigInt(`0x${submit.id}`),
        deliverId: this.#nextId(),
        from: submit.from,
        to: submit.mobile,
        stat,
        at: submit.at,
        doneAt: this.#stamp(),
        wide: this.#hits('wide-report'),
      }),
    };
  }

  /** Sends what waits, as far as the windows of the connections reach. */
  #pump(): void {
    if (this.#stopped) return;
    for (const connection of this.#connections) {
      while (connection.loggedIn && !connection.socket.destroyed && connection.sent.size < this.#windowSize) {
        const outgoing = this.#outgoing.shift();
        if (outgoing === undefined) return;
        const sequence = this.#nextSequence(connection);
        const timer = this.#later(this.#options.repeatMs ?? 5000, () => {
          connection.sent.delete(sequence);
          this.#outgoing.push(outgoing);
          this.#pump();
        });
        connection.sent.set(sequence, { outgoing, timer });
        this.#write(connection, frame(ID.DELIVER, sequence, outgoing.body));
      }
    }
  }

  #delivered(connection: Connection, raw: Raw): void {
    const answer = readDeliverAnswer(raw.body);
    const sent = connection.sent.get(raw.sequence);
    if (answer === null || sent === undefined) return;
    // Not acknowledged: stays until its timer sends it again.
    if (answer.result !== 0 || answer.id !== sent.outgoing.body.readBigUInt64BE(0)) return;
    this.#cancel(sent.timer);
    connection.sent.delete(raw.sequence);
    const { submit, isFinal } = sent.outgoing;
    if (submit !== null && isFinal) {
      this.#ledger.reported(submit.id);
      if (this.#hits('report-twice')) this.#outgoing.push(sent.outgoing);
    }
    this.#pump();
  }

  /** True when the fault is switched on; uses up one of its cases. */
  #hits(fault: FaultName): boolean {
    const left = this.#faults[fault];
    if (left === undefined || left === 0) return false;
    if (left !== 'always') this.#faults[fault] = left - 1;
    return true;
  }

  #write(connection: Connection, bytes: Buffer): void {
    if (connection.socket.destroyed) return;
    if (!this.#hits('chopped')) {
      connection.socket.write(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += 5) connection.socket.write(bytes.subarray(at, at + 5));
  }

  #later(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  /** The carrier's wall clock, UTC+8, in the UTC fields of a Date. */
  #local(): Date {
    return new Date(this.#options.clock.now().getTime() + 8 * 3_600_000);
  }

  #stamp(): string {
    return this.#local().toISOString().replaceAll(/\D/g, '').slice(2, 12);
  }

  #nextId(): bigint {
    this.#serial += 1;
    return messageId(this.#local(), this.#gateway, this.#serial);
  }

  #nextSequence(connection: Connection): number {
    connection.sequence += 1;
    return connection.sequence;
  }

  async #serveControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://simulator').pathname;
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
    };
    switch (`${request.method} ${path}`) {
      case 'GET /ledger':
        return answer(200, this.ledger());
      case 'GET /totals': {
        const { texts: _texts, ...rest } = this.ledger();
        return answer(200, rest);
      }
      case 'GET /faults':
        return answer(200, { known: FAULTS, on: this.#faults });
      case 'POST /faults': {
        const plan = FaultPlan.safeParse(await bodyOf(request));
        if (!plan.success) return answer(422, { wrong: plan.error.issues });
        this.setFaults(plan.data);
        return answer(200, { on: this.#faults });
      }
      case 'POST /replies': {
        const order = ReplyOrder.safeParse(await bodyOf(request));
        if (!order.success) return answer(422, { wrong: order.error.issues });
        this.reply(order.data);
        return answer(202, {});
      }
      case 'POST /cut':
        this.cut();
        return answer(200, {});
      default:
        return answer(404, { paths: ['GET /ledger', 'GET /totals', 'GET /faults', 'POST /faults', 'POST /replies', 'POST /cut'] });
    }
  }
}

async function listenOn(server: Server | HttpServer, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}
