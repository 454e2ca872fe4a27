/**
 * The simulated bank's TCP lines to the hub: one ask, one answer, in time or not at all; with ways to send badly on demand.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { frameLength } from './teller-frames.ts';

/** How bytes go out: at once, in three pieces, one by one, with a line feed nobody counted, or followed by a hang-up before the answer can be read. */
export type Sending = 'whole' | 'split' | 'byte-by-byte' | 'trailing-newline' | 'drop';

/** The lines of one teller program. */
export interface Lines {
  /** Sends frames in one go and gives as many answers; rejects when the line breaks or an answer is late. */
  exchange(bytes: Buffer, answers: number, sending?: Sending): Promise<Buffer[]>;
  close(): void;
}

interface Line {
  socket: Socket;
  take(answers: number, waitMs: number): Promise<Buffer[]>;
}

/** Lines to one hub. `keep`: used again for the next exchange, or closed after each as some front-ends do. */
export function openLines(host: string, port: number, answerWaitMs: number, keep: boolean): Lines {
  const idle: Line[] = [];
  const all = new Set<Socket>();

  async function open(): Promise<Line> {
    const socket = connect({ host, port, noDelay: true });
    all.add(socket);
    let held = Buffer.alloc(0);
    let broken: Error | null = null;
    let wake: (() => void) | null = null;
    const line: Line = {
      socket,
      take: async (answers, waitMs) => {
        const frames: Buffer[] = [];
        let late = false;
        const timer = setTimeout(() => {
          late = true;
          wake?.();
        }, waitMs);
        try {
          while (frames.length < answers) {
            const length = frameLength(held);
            if (length > 0 && held.length >= length) {
              frames.push(held.subarray(0, length));
              held = held.subarray(length);
            } else if (broken) throw broken;
            else if (late) throw new Error('no answer in time');
            else await new Promise<void>((resolve) => (wake = resolve));
          }
          return frames;
        } finally {
          clearTimeout(timer);
          wake = null;
        }
      },
    };
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      wake?.();
    });
    const fail = (error: Error): void => {
      broken ??= error;
      const place = idle.indexOf(line);
      if (place >= 0) idle.splice(place, 1);
      wake?.();
    };
    socket.on('error', fail);
    socket.on('end', () => fail(new Error('the hub closed the line')));
    socket.on('close', () => {
      all.delete(socket);
      fail(new Error('the line is closed'));
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the line is closed')));
    });
    return line;
  }

  return {
    async exchange(bytes, answers, sending = 'whole') {
      const line = idle.pop() ?? (await open());
      try {
        if (sending === 'drop') {
          await new Promise<void>((resolve) => line.socket.write(bytes, () => resolve()));
          throw new Error('hung up before the answer');
        }
        const pieces = sending === 'whole' ? [bytes] : sending === 'trailing-newline' ? [Buffer.concat([bytes, Buffer.from('\n')])] : sending === 'split' ? thirds(bytes) : Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
        for (const piece of pieces) {
          line.socket.write(piece);
          if (pieces.length > 1) await new Promise((resolve) => setImmediate(resolve));
        }
        const frames = await line.take(answers, answerWaitMs);
        if (keep) idle.push(line);
        else line.socket.end();
        return frames;
      } catch (error) {
        line.socket.destroy();
        throw error;
      }
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}

/** Cut inside the length and inside the body. */
function thirds(bytes: Buffer): Buffer[] {
  const late = Math.max(6, bytes.length - 41);
  return [bytes.subarray(0, 5), bytes.subarray(5, late), bytes.subarray(late)];
}
