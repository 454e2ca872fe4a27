/**
 * One bank connection: bytes in, frames to the handler one after the other, answers out in the same order.
 * Promises: at most one frame in hand and one partly read; a peer that is silent, trickles or does not read its answers is
 * let go in bounded time; the last answer before a close really arrives.
 */
import type { Socket } from 'node:net';
import { createSplitter } from './frame.ts';
import type { FrameSpec } from './frame.ts';
import { unreadable } from './reading.ts';
import type { Reading } from './reading.ts';

/** Bounds of one connection. */
export interface ConnectionLimits {
  /** Largest frame taken, bytes. */
  readonly frameBytesMax: number;
  /** From the first byte of a frame to its last, ms. */
  readonly frameWaitMs: number;
  /** Silence between frames before the line is closed, ms; also how long an answer may wait to be read. */
  readonly idleMs: number;
}

/** What the handler makes of one frame or fault. */
export interface Handled {
  readonly answer: Buffer;
  /** Close after the answer: the framing is lost, or the peer has worn out its welcome. */
  readonly close: boolean;
}

/** Serves a socket until it closes; the promise resolves then and never rejects. `stop` lets the exchange in hand finish. */
export interface Connection {
  readonly closed: Promise<void>;
  stop(): void;
}

/** How long a peer may keep sending after our last answer before the socket is torn down, ms. */
const LINGER_MS = 1_000;

/** Starts serving. When `handle` throws, `defect` is told and this connection alone is dropped. */
export function serveConnection(
  socket: Socket, spec: FrameSpec, limits: ConnectionLimits, handle: (frame: Reading<Buffer>) => Promise<Handled>, defect: (error: unknown) => void,
): Connection {
  const splitter = createSplitter(spec, limits.frameBytesMax);
  let busy = false;
  let closing = false;
  let peerDone = false;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let timerIsForFrame = false;

  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      clearTimeout(timer);
      closing = true;
      resolve();
    });
  });
  socket.setNoDelay(true);
  // Resets are how these front-ends hang up; 'close' follows and does the work.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    if (closing) return;
    splitter.push(chunk);
    if (!busy) void pump();
  });
  socket.on('end', () => {
    peerDone = true;
    splitter.end();
    if (!busy && !closing) void pump();
  });

  async function pump(): Promise<void> {
    busy = true;
    socket.pause();
    let handledAny = false;
    while (!closing) {
      const frame = splitter.next();
      if (!frame) break;
      handledAny = true;
      clearTimeout(timer);
      await answer(frame);
    }
    busy = false;
    if (closing) return;
    if (peerDone || stopping) {
      // Our own stop says nothing about a frame half received: hanging up lets the bank repeat it, 2001 would not.
      if (!stopping && splitter.pendingBytes() > 0) await answer(unreadable('报文不完整', 'The frame is incomplete', 'lost'));
      close();
      return;
    }
    arm(handledAny);
    socket.resume();
  }

  async function answer(frame: Reading<Buffer>): Promise<void> {
    let handled: Handled;
    try {
      handled = await handle(frame);
    } catch (error) {
      // Without an answer the bank must take the exchange for unknown, which after a defect is the truth.
      defect(error);
      socket.destroy();
      closing = true;
      return;
    }
    if (socket.destroyed) return;
    await sent(handled.answer);
    if (handled.close) close();
  }

  function sent(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        socket.destroy();
        resolve();
      }, limits.idleMs);
      socket.write(bytes, () => {
        clearTimeout(deadline);
        resolve();
      });
    });
  }

  function arm(fresh: boolean): void {
    const forFrame = splitter.pendingBytes() > 0;
    // A frame's time runs from its first byte: one byte now and then must not buy another wait.
    if (forFrame && timerIsForFrame && !fresh && timer !== undefined) return;
    clearTimeout(timer);
    timerIsForFrame = forFrame;
    timer = setTimeout(() => {
      timer = undefined;
      if (busy || closing) return;
      if (!forFrame) {
        close();
        return;
      }
      busy = true;
      void answer(unreadable('报文未在规定时间内收全', 'The frame did not arrive in time', 'lost')).then(close);
    }, forFrame ? limits.frameWaitMs : limits.idleMs);
  }

  function close(): void {
    if (closing) return;
    closing = true;
    clearTimeout(timer);
    socket.end();
    // Reading on until the peer hangs up keeps the kernel from resetting the line and losing our last answer with it.
    socket.resume();
    timer = setTimeout(() => socket.destroy(), LINGER_MS);
  }

  arm(true);
  return {
    closed,
    stop() {
      stopping = true;
      if (!busy) close();
    },
  };
}
