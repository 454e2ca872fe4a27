/**
 * The three streams, their consumers and the rights of each service on the bus, all made from contracts/messages.ts.
 * nats-server 2.9 knows one filter per consumer, so there is one durable for each pair of listener and speaker.
 */
import { AckPolicy, DeliverPolicy, DiscardPolicy, RetentionPolicy, StorageType, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { serviceNames, type ServiceName } from '../contracts/envelope.ts';
import { commandTakers, commandsSent, eventWatchers, eventsHeard } from '../contracts/messages.ts';

const nanos = (ms: number): number => ms * 1_000_000;
const dayMs = 86_400_000;

export const streams = [
  { name: 'COMMANDS', subjects: ['commands.>'] },
  { name: 'EVENTS', subjects: ['events.>'] },
  { name: 'PARKED', subjects: ['parked.>'] },
] as const;

export interface ConsumerName { stream: 'COMMANDS' | 'EVENTS'; durable: string; filter: string }

/** The durable consumers of a service. */
export function consumersOf(service: ServiceName): ConsumerName[] {
  const list: ConsumerName[] = [];
  if (commandTakers.includes(service)) list.push({ stream: 'COMMANDS', durable: `${service}-commands`, filter: `commands.${service}.>` });
  for (const speaker of eventsHeard[service] ?? []) list.push({ stream: 'EVENTS', durable: `${service}-hears-${speaker}`, filter: `events.${speaker}.>` });
  return list;
}

/** What a service's NATS user may publish and subscribe to: nothing beyond its contract. */
export function busRightsOf(service: ServiceName): { publish: string[]; subscribe: string[] } {
  const publish = [`events.${service}.>`, `parked.${service}`, '$JS.API.INFO'];
  for (const receiver of commandsSent[service] ?? []) publish.push(`commands.${receiver}.>`);
  for (const { stream, durable } of consumersOf(service)) {
    publish.push(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`, `$JS.API.CONSUMER.INFO.${stream}.${durable}`, `$JS.ACK.${stream}.${durable}.>`);
  }
  return { publish, subscribe: [`_INBOX_${service}.>`, ...(eventWatchers.includes(service) ? ['events.>'] : [])] };
}

export const allBusRights = (): { service: ServiceName; publish: string[]; subscribe: string[] }[] =>
  serviceNames.map((service) => ({ service, ...busRightsOf(service) }));

/** Makes streams and consumers, or brings them to their present form. Run by the operator's account, never by a service. */
export async function ensureStreams(connection: NatsConnection, replicas = 1): Promise<void> {
  const manager = await jetstreamManager(connection);
  for (const stream of streams) {
    const form = {
      name: stream.name, subjects: [...stream.subjects], storage: StorageType.File, retention: RetentionPolicy.Limits, discard: DiscardPolicy.Old,
      num_replicas: replicas, max_age: nanos((stream.name === 'PARKED' ? 90 : 7) * dayMs), duplicate_window: nanos(120_000),
    };
    try { await manager.streams.info(stream.name); await manager.streams.update(stream.name, form); } catch { await manager.streams.add(form); }
  }
  for (const service of serviceNames) {
    for (const consumer of consumersOf(service)) {
      await manager.consumers.add(consumer.stream, {
        durable_name: consumer.durable, filter_subject: consumer.filter, ack_policy: AckPolicy.Explicit, deliver_policy: DeliverPolicy.All,
        // Redelivery after a crash comes after this; a batch commits within milliseconds.
        ack_wait: nanos(10_000), max_ack_pending: 1_024, max_deliver: -1,
      });
    }
  }
}
