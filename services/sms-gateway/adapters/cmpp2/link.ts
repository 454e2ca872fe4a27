// One long connection to a CMPP 2.0 gateway: login, window, active test, reconnect. Promises: a SUBMIT is written at most
// once; what was never written is `not-sent`, what was written and not answered is `unanswered` (it may be with the
// phone); a DELIVER is answered only after its handler has resolved, so the carrier repeats what we did not commit.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { elapsedMs } from '../../../../infra/clock.ts';
import type { Clock } from '../../../../infra/clock.ts';
import type { LinkState } from '../../port.ts';
import {
  FrameSplitter,
  VERSION_2_0,
  authenticatorGateway,
  authenticatorSource,
  connectTimestamp,
  decode,
  encode,
} from './wire.ts';
import type { CmppMessage, ConnectAnswer, Deliver, Submit, SubmitAnswer } from './wire.ts';

/** Everything a link can be told. Peers differ in all four of C, T, N and W, so each is a setting of the link. */
export interface LinkSettings {
  host: string;
  port: number;
  /** Source_Addr and Msg_src: the enterprise's id, six characters. */
  sourceAddress: string;
  secret: string;
  /** W: SUBMITs unanswered at once. The protocol's proposal is 16. */
  windowSize: number;
  /** T: how long an answer may take, milliseconds. Proposal 60,000. */
  responseMs: number;
  /** C: silence after which the link is tested, milliseconds. Proposal 180,000. */
  activeTestMs: number;
  /** N: unanswered tests, or answers overdue in a row, after which the link counts as dead. Proposal 3. */
  tries: number;
  reconnectMinMs: number;
  reconnectMaxMs: number;
  /** Pause of all sending after the carrier said "flow control" (result 8). */
  flowPauseMs: number;
  /** How long stop() waits for answers under way. */
  stopMs: number;
  /** AuthenticatorISMG: gateways disagree on the hash and some send fixed text, so checking it is a setting. */
  gatewayCheck: 'off' | 'warn' | 'enforce';
  /** First Sequence_Id; only a test wants anything but 1. */
  firstSequence?: number;
}

/** A SUBMIT less what the link itself fills in. */
export type SubmitFields = Omit<Submit, 'command' | 'sequence' | 'sourceAddress'>;

/** How a SUBMIT ended on the wire. */
export type SubmitEnd =
  | { kind: 'answered'; messageId: bigint; result: number }
  | { kind: 'not-sent'; why: string }
  | { kind: 'unanswered'; why: string };

/** Something worth a log line. `code` is kebab-case; no personal data, no content. */
export interface LinkNote {
  level: 'info' | 'warn' | 'error';
  code: string;
  detail?: Record<string, string | number>;
}

/** What the link needs from outside. */
export interface LinkHooks {
  clock: Clock;
  /** Takes a DELIVER. Resolve = commit done, answer it; reject = leave it unanswered, the carrier repeats it. */
  delivered(message: Deliver): Promise<void>;
  /** An answer to a SUBMIT that had already ended as `unanswered`. */
  answeredLate(fields: SubmitFields, answer: SubmitAnswer): void;
  note: (note: LinkNote) => void;
}

interface Pending {
  fields: SubmitFields;
  settle(end: SubmitEnd): void;
  timer: NodeJS.Timeout;
}

/** SUBMIT result that means "slow down": surely not sent, may be tried again. */
export const FLOW_CONTROL = 8;

/** DELIVER_RESP result for a frame we could not read (消息结构错). */
const BAD_STRUCTURE = 1;

/** The client end of one link. Also the only place that knows whether bytes have left. */
export class Link {
  readonly #settings: LinkSettings;
  readonly #hooks: LinkHooks;
  readonly #pending = new Map<number, Pending>();
  readonly #overdue = new Map<number, SubmitFields>();
  #queue: Pending[] = [];
  #socket: Socket | null = null;
  #phase: LinkState['phase'] = 'stopped';
  #since: Date;
  #lastError: LinkState['lastError'] = null;
  #sequence: number;
  #backoffMs: number;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #testTimer: NodeJS.Timeout | undefined;
  #holdTimer: NodeJS.Timeout | undefined;
  #lastHeardMs = 0;
  #unansweredTests = 0;
  #overdueInARow = 0;
  #handling = 0;
  #stopping = false;
  #whenQuiet: (() => void) | null = null;

  constructor(settings: LinkSettings, hooks: LinkHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
    this.#since = hooks.clock.now();
    this.#sequence = (settings.firstSequence ?? 1) - 1;
    this.#backoffMs = settings.reconnectMinMs;
  }

  start(): void {
    if (this.#phase !== 'stopped') return;
    this.#stopping = false;
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#reconnectTimer);
    this.#dropQueue('link-stopping');
    if (this.#phase === 'up' && (this.#pending.size > 0 || this.#handling > 0)) {
      await within(this.#settings.stopMs, (quiet) => {
        this.#whenQuiet = quiet;
      });
      this.#whenQuiet = null;
    }
    const socket = this.#socket;
    if (socket !== null && this.#phase === 'up') {
      this.#write({ command: 'terminate', sequence: this.#nextSequence() });
      await within(Math.min(500, this.#settings.responseMs), (closed) => socket.once('close', closed));
    }
    this.#lose('link-stopped');
    this.#enter('stopped');
  }

  /** Sends one SUBMIT when the window has room. Waits at most T for room; never waits for a connection. */
  submit(fields: SubmitFields): Promise<SubmitEnd> {
    if (this.#stopping || this.#phase !== 'up') return Promise.resolve({ kind: 'not-sent', why: 'link-down' });
    return new Promise((resolve) => {
      const pending: Pending = {
        fields,
        settle: (end) => {
          clearTimeout(pending.timer);
          resolve(end);
        },
        timer: setTimeout(() => {
          this.#queue = this.#queue.filter((other) => other !== pending);
          pending.settle({ kind: 'not-sent', why: 'window-full' });
        }, this.#settings.responseMs),
      };
      this.#queue.push(pending);
      this.#pump();
    });
  }

  state(): Omit<LinkState, 'adapter'> {
    return {
      phase: this.#phase,
      since: this.#since,
      windowSize: this.#settings.windowSize,
      unanswered: this.#pending.size,
      queued: this.#queue.length,
      lastError: this.#lastError,
    };
  }

  #connect(): void {
    this.#enter('connecting');
    const splitter = new FrameSplitter();
    const socket = connect({ host: this.#settings.host, port: this.#settings.port, noDelay: true });
    this.#socket = socket;
    let authenticator: Buffer = Buffer.alloc(0);
    // Covers both the TCP connect and the login; a gateway that accepts and then says nothing must not hold us.
    const loginTimer = setTimeout(() => this.#fail(socket, 'login-timeout'), this.#settings.responseMs);
    socket.on('connect', () => {
      const timestamp = connectTimestamp(this.#hooks.clock.now());
      authenticator = authenticatorSource(this.#settings.sourceAddress, this.#settings.secret, timestamp);
      this.#write({
        command: 'connect',
        sequence: this.#nextSequence(),
        sourceAddress: this.#settings.sourceAddress,
        authenticator,
        version: VERSION_2_0,
        timestamp,
      });
    });
    socket.on('data', (chunk: Buffer) => {
      if (this.#socket !== socket) return;
      this.#lastHeardMs = elapsedMs();
      this.#unansweredTests = 0;
      this.#overdueInARow = 0;
      const split = splitter.push(chunk);
      for (const frame of split.frames) {
        const reading = decode(frame);
        if (!reading.ok) this.#refuseFrame(frame, reading);
        else if (reading.message.command === 'connect-answer') {
          clearTimeout(loginTimer);
          this.#loggedIn(socket, reading.message, authenticator);
        } else if (this.#phase === 'up') this.#take(reading.message);
        if (this.#socket !== socket) return;
      }
      if (split.fault !== null) this.#fail(socket, split.fault);
      this.#pump();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(socket, (error.code ?? 'socket-error').toLowerCase().replaceAll('_', '-')));
    socket.on('close', () => {
      clearTimeout(loginTimer);
      this.#fail(socket, 'connection-closed');
    });
  }

  #loggedIn(socket: Socket, answer: ConnectAnswer, authenticator: Buffer): void {
    if (this.#phase !== 'connecting') return;
    if (answer.status !== 0) return this.#fail(socket, `login-refused-${answer.status}`);
    if (this.#settings.gatewayCheck !== 'off') {
      const genuine = ([1, 4] as const).some((width) =>
        authenticatorGateway(answer.status, authenticator, this.#settings.secret, width).equals(answer.authenticator),
      );
      if (!genuine && this.#settings.gatewayCheck === 'enforce') return this.#fail(socket, 'gateway-authenticator-wrong');
      if (!genuine) this.#hooks.note({ level: 'warn', code: 'gateway-authenticator-wrong' });
    }
    this.#backoffMs = this.#settings.reconnectMinMs;
    this.#enter('up');
    this.#hooks.note({ level: 'info', code: 'link-up', detail: { window: this.#settings.windowSize } });
    this.#armTest();
  }

  #take(message: CmppMessage): void {
    switch (message.command) {
      case 'submit-answer':
        return this.#answered(message);
      case 'deliver':
        return this.#deliver(message);
      case 'active-test':
        return this.#write({ command: 'active-test-answer', sequence: message.sequence });
      case 'terminate':
        this.#write({ command: 'terminate-answer', sequence: message.sequence });
        this.#socket?.end();
        return;
      case 'terminate-answer':
        this.#socket?.end();
        return;
      case 'active-test-answer':
        // Any sign of life will do: peers answer with odd sequences and bodies.
        return;
      case 'connect':
      case 'connect-answer':
      case 'submit':
      case 'deliver-answer':
        this.#hooks.note({ level: 'warn', code: 'unexpected-frame', detail: { command: message.command } });
        return;
      default: {
        const forgotten: never = message;
        return forgotten;
      }
    }
  }

  #answered(answer: SubmitAnswer): void {
    const pending = this.#pending.get(answer.sequence);
    if (pending !== undefined) {
      this.#pending.delete(answer.sequence);
      if (answer.result === FLOW_CONTROL) this.#hold();
      pending.settle({ kind: 'answered', messageId: answer.messageId, result: answer.result });
      this.#checkQuiet();
      return;
    }
    const fields = this.#overdue.get(answer.sequence);
    if (fields === undefined) {
      this.#hooks.note({ level: 'warn', code: 'answer-without-submit', detail: { sequence: answer.sequence } });
      return;
    }
    this.#overdue.delete(answer.sequence);
    this.#hooks.answeredLate(fields, answer);
  }

  #deliver(message: Deliver): void {
    const socket = this.#socket;
    this.#handling += 1;
    this.#hooks
      .delivered(message)
      .then(
        () => {
          if (this.#socket === socket) this.#write({ command: 'deliver-answer', sequence: message.sequence, messageId: message.messageId, result: 0 });
        },
        // Unanswered on purpose: the carrier brings it again, and by then the database may be back.
        () => this.#hooks.note({ level: 'warn', code: 'deliver-not-taken' }),
      )
      .finally(() => {
        this.#handling -= 1;
        this.#checkQuiet();
      })
      .catch(() => undefined);
  }

  #refuseFrame(frame: Buffer, reading: { fault: string; commandId: number; sequence: number }): void {
    this.#hooks.note({ level: 'warn', code: reading.fault, detail: { command: reading.commandId, bytes: frame.length } });
    // A DELIVER we cannot read would come back for ever: say that its structure is wrong.
    if (reading.commandId === 5 && this.#phase === 'up') {
      const messageId = frame.length >= 20 ? frame.readBigUInt64BE(12) : 0n;
      this.#write({ command: 'deliver-answer', sequence: reading.sequence, messageId, result: BAD_STRUCTURE });
    }
  }

  #pump(): void {
    while (this.#phase === 'up' && this.#holdTimer === undefined && this.#pending.size < this.#settings.windowSize) {
      const pending = this.#queue.shift();
      if (pending === undefined) return;
      clearTimeout(pending.timer);
      const sequence = this.#nextSequence();
      let frame: Buffer;
      try {
        frame = encode({ command: 'submit', sequence, sourceAddress: this.#settings.sourceAddress, ...pending.fields });
      } catch {
        pending.settle({ kind: 'not-sent', why: 'field-does-not-fit' });
        continue;
      }
      pending.timer = setTimeout(() => this.#overdueAt(sequence), this.#settings.responseMs);
      this.#pending.set(sequence, pending);
      this.#socket?.write(frame);
    }
  }

  #overdueAt(sequence: number): void {
    const pending = this.#pending.get(sequence);
    if (pending === undefined) return;
    this.#pending.delete(sequence);
    this.#overdue.set(sequence, pending.fields);
    this.#overdueInARow += 1;
    pending.settle({ kind: 'unanswered', why: 'answer-overdue' });
    this.#checkQuiet();
    if (this.#overdueInARow >= this.#settings.tries && this.#socket !== null) this.#fail(this.#socket, 'answers-overdue');
    else this.#pump();
  }

  #hold(): void {
    clearTimeout(this.#holdTimer);
    this.#holdTimer = setTimeout(() => {
      this.#holdTimer = undefined;
      this.#pump();
    }, this.#settings.flowPauseMs);
  }

  #armTest(): void {
    clearTimeout(this.#testTimer);
    const silentMs = elapsedMs() - this.#lastHeardMs;
    const dueMs = this.#unansweredTests > 0 ? this.#settings.responseMs : Math.max(this.#settings.activeTestMs - silentMs, 1);
    this.#testTimer = setTimeout(() => {
      const socket = this.#socket;
      if (socket === null || this.#phase !== 'up') return;
      if (elapsedMs() - this.#lastHeardMs >= this.#settings.activeTestMs) {
        if (this.#unansweredTests >= this.#settings.tries) return this.#fail(socket, 'active-tests-unanswered');
        this.#unansweredTests += 1;
        this.#write({ command: 'active-test', sequence: this.#nextSequence() });
      }
      this.#armTest();
    }, dueMs);
  }

  /** Ends this connection, tells everything under way how it ended, and plans the next. Safe to call twice. */
  #fail(socket: Socket, code: string): void {
    if (this.#socket !== socket) return;
    if (!this.#stopping) {
      this.#lastError = { code, at: this.#hooks.clock.now() };
      this.#hooks.note({ level: 'warn', code: 'link-lost', detail: { why: code, unanswered: this.#pending.size } });
    }
    this.#lose(code);
    if (this.#stopping) return;
    this.#enter('waiting');
    this.#reconnectTimer = setTimeout(() => this.#connect(), this.#backoffMs);
    this.#backoffMs = Math.min(this.#backoffMs * 2, this.#settings.reconnectMaxMs);
  }

  #lose(why: string): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    clearTimeout(this.#testTimer);
    clearTimeout(this.#holdTimer);
    this.#holdTimer = undefined;
    this.#unansweredTests = 0;
    this.#overdueInARow = 0;
    this.#overdue.clear();
    const written = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of written) pending.settle({ kind: 'unanswered', why });
    this.#dropQueue(why);
    this.#checkQuiet();
  }

  #dropQueue(why: string): void {
    const unsent = this.#queue;
    this.#queue = [];
    for (const pending of unsent) pending.settle({ kind: 'not-sent', why });
  }

  #checkQuiet(): void {
    if (this.#pending.size === 0 && this.#handling === 0) this.#whenQuiet?.();
  }

  #write(message: CmppMessage): void {
    this.#socket?.write(encode(message));
  }

  #enter(phase: LinkState['phase']): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#since = this.#hooks.clock.now();
  }

  /** 1 … 2^32−1 and round again; a number still waiting for its answer is passed over. */
  #nextSequence(): number {
    do {
      this.#sequence = this.#sequence >= 0xffffffff ? 1 : this.#sequence + 1;
    } while (this.#pending.has(this.#sequence) || this.#overdue.has(this.#sequence));
    return this.#sequence;
  }
}

/** Resolves when `arrange`'s callback is called or after `ms`, whichever comes first. */
function within(ms: number, arrange: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    arrange(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
