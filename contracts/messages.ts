/**
 * Every message on the bus, by type, with the schema its data must satisfy; and who may send and who listens.
 * The bus rights of each service, the streams' consumers and the AsyncAPI document are made from this file.
 */
import type { z } from 'zod';
import type { ServiceName } from './envelope.ts';
import * as intake from './intake/messages.ts';
import * as catalogue from './catalogue/messages.ts';
import * as fees from './fees/messages.ts';
import * as seal from './seal/messages.ts';
import * as certificates from './certificates/messages.ts';
import * as notify from './notify/messages.ts';
import * as provinceGateway from './province-gateway/messages.ts';
import * as bankGateway from './bank-gateway/messages.ts';
import * as smsGateway from './sms-gateway/messages.ts';

export const commands = {
  ...intake.commands, ...catalogue.commands, ...fees.commands, ...seal.commands, ...certificates.commands, ...notify.commands,
  ...provinceGateway.commands, ...bankGateway.commands, ...smsGateway.commands,
};
export const events = {
  ...intake.events, ...catalogue.events, ...fees.events, ...seal.events, ...certificates.events, ...notify.events,
  ...provinceGateway.events, ...bankGateway.events, ...smsGateway.events,
};

export type CommandType = keyof typeof commands;
export type EventType = keyof typeof events;
export type CommandData<K extends CommandType> = z.infer<(typeof commands)[K]>;
export type EventData<K extends EventType> = z.infer<(typeof events)[K]>;

/** Schema of a message type; undefined for a type no contract knows. */
export function schemaOf(type: string): z.ZodType | undefined {
  const known: Record<string, z.ZodType> = { ...commands, ...events };
  return known[type];
}

/** Who commands whom: the only commands a service may publish. Nobody else's are let through by the bus. */
export const commandsSent: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  intake: ['fees', 'seal', 'certificates', 'notify'],
};

/** Whose events a service listens to; one durable consumer for each pair. */
export const eventsHeard: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  intake: ['catalogue', 'fees', 'seal', 'certificates', 'province-gateway'],
  notify: ['sms-gateway'],
};

/**
 * Services that see every event pass by while somebody looks at their screens. Nothing is kept for them and nothing may
 * depend on it: what they miss, they ask for.
 */
export const eventWatchers: readonly ServiceName[] = ['console'];

/** Services that take commands from the bus. */
export const commandTakers: readonly ServiceName[] = ['fees', 'seal', 'certificates', 'notify'];
