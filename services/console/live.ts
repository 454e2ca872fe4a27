/**
 * `/live`: tells open screens that something has changed, so that they ask again. While anybody listens, the console hears
 * every event pass on the bus; it keeps none, and passes on nothing but service, kind and case number.
 */
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Response } from 'express';
import { z } from 'zod';
import { Envelope } from '../../contracts/envelope.ts';
import { connectBus, type BusSettings } from '../../infra/bus.ts';
import type { Log } from '../../infra/log.ts';

const beatMs = 20_000;
/** A browser has few windows; more connections than that are a fault or an attack. */
const mostOfOne = 8;

export interface Live {
  /** Adds a listener; `still` is asked at each beat whether it may go on and what it may see. False: too many already. */
  listen(response: Response, subject: string, still: () => Promise<{ caseNumbers: boolean } | null>, caseNumbers: boolean): boolean;
  /** Tells of an act done through this console: most acts at the window are followed by no event on the bus. */
  tell(service: string, event: string, caseNumber: string): void;
  listeners(): number;
  stop(): Promise<void>;
}

interface Listener { response: Response; subject: string; caseNumbers: boolean; beat: NodeJS.Timeout }

export function openLive(settings: BusSettings, log: Log): Live {
  const listeners = new Set<Listener>();
  let bus: Promise<{ connection: NatsConnection; subscription: Subscription }> | undefined;
  const decoder = new TextDecoder();
  const Passing = Envelope.pick({ source: true, type: true, subject: true });

  async function open(): Promise<{ connection: NatsConnection; subscription: Subscription }> {
    const connection = await connectBus(settings, 'console');
    const subscription = connection.subscribe('events.>', {
      callback(error, message) {
        if (error) { log.warn({ error }, 'live events not heard'); return; }
        let parsed: z.infer<typeof Passing>;
        // What is no event of ours is parked by the service it was meant for; there is nothing to tell screens of it.
        try { parsed = Passing.parse(JSON.parse(decoder.decode(message.data))); } catch { return; }
        const [, service = '', event = ''] = parsed.type.split('.');
        tell(service, event, parsed.subject);
      },
    });
    return { connection, subscription };
  }
  function tell(service: string, event: string, caseNumber: string): void {
    const whole = `event: changed\ndata: ${JSON.stringify({ service, event, caseNumber })}\n\n`;
    const bare = `event: changed\ndata: ${JSON.stringify({ service, event })}\n\n`;
    for (const listener of listeners) {
      // Who does not read is cut off, not waited for: it comes back and asks anew.
      if (listener.response.writableLength > 256 * 1024) listener.response.destroy();
      else listener.response.write(listener.caseNumbers && caseNumber !== '' ? whole : bare);
    }
  }
  function close(): void {
    if (listeners.size > 0 || !bus) return;
    const closing = bus;
    bus = undefined;
    // One that was never opened needs no closing; that it was not is told where it was asked for.
    closing.then(({ connection }) => connection.close()).catch(() => undefined);
  }

  return {
    listen(response, subject, still, caseNumbers) {
      if ([...listeners].filter((listener) => listener.subject === subject).length >= mostOfOne) return false;
      // Gone already: no `close` would ever take it off the list, and eight such would keep this person out.
      if (response.destroyed) return true;
      response.status(200).set({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'private, no-store', 'x-accel-buffering': 'no' });
      response.flushHeaders();
      response.write('retry: 2000\n: here\n\n');
      const listener: Listener = {
        response, subject, caseNumbers,
        beat: setInterval(() => {
          still().then((may) => {
            if (may) { listener.caseNumbers = may.caseNumbers; response.write(': beat\n\n'); return; }
            response.end('event: ended\ndata: {}\n\n');
          }, () => { response.write(': beat\n\n'); });
        }, beatMs),
      };
      listeners.add(listener);
      response.on('close', () => { clearInterval(listener.beat); listeners.delete(listener); close(); });
      // A write to a window that has just closed; `close` takes it off the list.
      response.on('error', () => undefined);
      bus ??= open();
      bus.catch((error: unknown) => { log.warn({ error }, 'live events not available'); bus = undefined; response.end(); });
      return true;
    },
    tell,
    listeners: () => listeners.size,
    async stop() {
      for (const { response, beat } of listeners) { clearInterval(beat); response.end(); }
      listeners.clear();
      const closing = bus;
      bus = undefined;
      await closing?.then(({ connection }) => connection.close()).catch(() => undefined);
    },
  };
}
