/**
 * A TCP server for banks' front-ends that speak by one profile. Promises: no more connections than it may have; each line is served by
 * itself; stopping lets the exchange in hand finish.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { serveConnection, type Connection, type ConnectionLimits } from './connection.ts';
import { elapsedMs } from '../../../infra/clock.ts';
import { createConversation, type ConversationSettings, type Met, type Surroundings } from './conversation.ts';
import { seenFrames, type ShownExchange } from './seen-frames.ts';

export interface FrontEndSettings extends ConversationSettings, ConnectionLimits {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly connectionsMax: number;
}

/** A running listener. */
export interface BankListener {
  readonly host: string;
  readonly port: number;
  state(): { connections: number; refusedConnections: number; banks: Met[] };
  /** The last frames of this copy, masked, newest first; later than `after`. */
  frames(after: number, limit: number): ShownExchange[];
  /** Stops taking connections, lets exchanges in hand finish, then closes. */
  stop(): Promise<void>;
}

/** Starts listening; resolves when the port is open, rejects when it cannot be had. */
export async function startFrontEnd(settings: FrontEndSettings, around: Surroundings): Promise<BankListener> {
  const conversation = createConversation(settings, around);
  const connections = new Set<Connection>();
  const seen = seenFrames(settings.profile);
  let refusedConnections = 0;
  // Half-open: a front-end that sends its ask and shuts its side still gets the answer.
  const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    const answer = conversation.begin(peer);
    const connection = serveConnection(socket, settings.profile.frame, settings, async (ask) => {
      const [at, begun] = [around.clock.now(), elapsedMs()];
      const handled = await answer(ask);
      seen.saw({ at, peer, tookMs: Math.round(elapsedMs() - begun), ask, answer: handled.answer });
      return handled;
    },
      (error) => { around.alarm(`${settings.profile.name}: an exchange broke off`, error); });
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  });
  server.maxConnections = settings.connectionsMax;
  server.on('drop', () => (refusedConnections += 1));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: settings.port, host: settings.host, backlog: 4_096 }, () => { server.off('error', reject); resolve(); });
  });
  // A connection that cannot be accepted (no file left to open) is told here; unheard, it would end the whole service.
  server.on('error', (error) => { around.alarm(`${settings.profile.name}: the listener failed`, error); });
  const { address, port } = server.address() as AddressInfo;
  return {
    host: address, port,
    frames: (after, limit) => seen.list(after, limit),
    state: () => ({ connections: connections.size, refusedConnections, banks: conversation.banks() }),
    async stop() {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      for (const connection of connections) connection.stop();
      await Promise.all([closed, ...[...connections].map((connection) => connection.closed)]);
    },
  };
}
