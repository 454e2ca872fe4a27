/**
 * The courier: publishes what the outbox owes and hands what arrives to the inbox. Acknowledges only after the commit.
 * A message that cannot be taken is tried a few times and then parked with its story; one that comes too early comes again.
 */
import { jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Envelope, type ServiceName } from '../contracts/envelope.ts';
import { isDisconnected } from './database.ts';
import type { Inbox } from './inbox.ts';
import type { Log } from './log.ts';
import type { AnyMachine } from './machine.ts';
import type { Publisher } from './outbox.ts';
import { consumersOf, type ConsumerName } from './streams.ts';

const parkAfterFailures = 5;
const parkAfterWaits = 200;
const decoder = new TextDecoder('utf-8', { fatal: true });

export interface BusSettings { natsUrl: string; natsUser: string; natsPassword: string }

/** Connects and stays connected: reconnects for ever, with pauses. */
export async function connectBus(settings: BusSettings, name: string): Promise<NatsConnection> {
  return connect({
    servers: settings.natsUrl.split(','), user: settings.natsUser, pass: settings.natsPassword, name,
    inboxPrefix: `_INBOX_${name}`, maxReconnectAttempts: -1, reconnectTimeWait: 250, reconnectJitter: 250, waitOnFirstConnect: true, pingInterval: 10_000,
    // A stack kept for every message only to name the caller of one that failed costs more than sending it.
    noAsyncTraces: true,
  });
}

export function openPublisher(connection: NatsConnection): Publisher {
  const js = jetstream(connection, { timeout: 5_000 });
  return { async publish(subject, id, payload) { await js.publish(subject, payload, { msgID: id }); } };
}

export interface Bus { stop(): Promise<void> }
export interface Parking { id: string; type: string; recordId: string; envelope: unknown; error: unknown; deliveries: number }

export function openBus(options: {
  service: ServiceName; connection: NatsConnection; machines: readonly AnyMachine[]; inbox: Inbox; log: Log;
  park(parking: Parking): Promise<void>;
}): Bus {
  const { service, connection, machines, inbox, log, park } = options;
  const js = jetstream(connection, { timeout: 5_000 });
  const failures = new Map<string, number>();
  /** How often a message was too early; deliveries do not tell, they also grow while a database is away. */
  const waits = new Map<string, number>();
  const open = new Set<ConsumerMessages>();
  const loops: Promise<void>[] = [];
  let stopped = false;

  async function take(message: JsMsg): Promise<void> {
    let envelope: Envelope | undefined;
    try {
      const parsed = Envelope.parse(JSON.parse(decoder.decode(message.data)));
      envelope = parsed;
      if (parsed.type !== message.subject) throw new Error(`type ${parsed.type} came on subject ${message.subject}`);
      const machine = machines.find((m) => m.accepts[parsed.type]);
      const intake = machine?.accepts[parsed.type];
      // Events of a speaker we listen to for other events: not for us.
      if (!machine || !intake) { message.ack(); return; }
      const data = intake.schema.parse(parsed.data);
      const settlement = await inbox.submit({ machine, recordId: intake.key(data), message: { id: parsed.id, type: parsed.type, data } });
      if (settlement.kind === 'waiting') {
        const count = (waits.get(parsed.id) ?? 0) + 1;
        waits.set(parsed.id, count);
        if (count > parkAfterWaits) throw new Error(`waited too long: ${settlement.reason}`);
        message.nak(Math.min(5_000, 50 * count));
        return;
      }
      if (settlement.kind === 'refused') log.warn({ caseNumber: parsed.subject, type: parsed.type, reason: settlement.refusal.reason }, 'message refused by the rules');
      failures.delete(parsed.id);
      waits.delete(parsed.id);
      message.ack();
    } catch (error) {
      if (stopped) return;
      if (isDisconnected(error)) { message.nak(1_000); return; }
      const id = envelope?.id ?? `unreadable-${message.info.stream}-${message.seq}-${message.info.timestampNanos}`.slice(0, 64);
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      log.error({ error, type: message.subject, caseNumber: envelope?.subject, failures: count }, 'message could not be taken');
      if (envelope && count < parkAfterFailures && (waits.get(id) ?? 0) <= parkAfterWaits) { message.nak(300 * count); return; }
      try {
        await park({ id, type: message.subject, recordId: envelope?.subject ?? '', envelope: envelope ?? Buffer.from(message.data).toString('base64'), error, deliveries: message.info.deliveryCount });
        failures.delete(id);
        waits.delete(id);
        message.term();
      } catch { message.nak(2_000); }
    }
  }

  async function listen(name: ConsumerName): Promise<void> {
    while (!stopped) {
      try {
        const consumer = await js.consumers.get(name.stream, name.durable);
        const messages = await consumer.consume({ max_messages: 256, expires: 10_000, idle_heartbeat: 2_000, abort_on_missing_resource: true });
        open.add(messages);
        try { for await (const message of messages) void take(message); } finally { open.delete(messages); }
      } catch (error) {
        if (stopped) return;
        log.warn({ error, consumer: name.durable }, 'consumer not available; trying again');
      }
      if (!stopped) await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }

  for (const name of consumersOf(service)) loops.push(listen(name));
  return {
    async stop() {
      stopped = true;
      for (const messages of open) messages.stop();
      await Promise.race([Promise.all(loops), new Promise((resolve) => { setTimeout(resolve, 2_000); })]);
    },
  };
}
