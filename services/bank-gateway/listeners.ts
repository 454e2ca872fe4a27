/**
 * Which banks' lines the gateway opens: one entry of the setting `HUB_LISTENERS` for each, by the dialect it speaks.
 * A new dialect is a folder in adapters/, one schema and one line here.
 */
import { z } from 'zod';
import { jsonSetting } from '../../infra/config.ts';
import { startZoneNontax } from './adapters/zone-nontax/adapter.ts';
import type { BankListener, Surroundings } from './adapters/zone-nontax/adapter.ts';

const ZoneNontax = z.object({
  adapter: z.literal('zone-nontax'),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  /** Our node code in the header. */
  node: z.string().regex(/^[\x21-\x7e]{1,15}$/).default('ZONEHUB'),
  accounts: z.array(z.object({
    bank: z.string().regex(/^[A-Z0-9]{2,20}$/),
    userCode: z.string().min(1).max(64),
    password: z.string().min(8).max(128),
  })).min(1),
  /** Secret that accredit codes are made with. */
  sessionKey: z.string().min(16),
  sessionSeconds: z.number().int().min(60).max(86_400).default(43_200),
  billTypeCode: z.string().min(1).max(20).default('0301'),
  receiveType: z.enum(['1', '2', '4', '5']).default('1'),
  connectionsMax: z.number().int().min(1).max(1_000).default(64),
  frameBytesMax: z.number().int().min(1_024).max(1_048_576).default(65_536),
  frameWaitMs: z.number().int().min(10).default(10_000),
  idleMs: z.number().int().min(10).default(120_000),
  answerWithinMs: z.number().int().min(10).max(29_000).default(8_000),
}).strict();

/** The setting: a JSON list of listeners. */
export const Listeners = jsonSetting(z.array(z.discriminatedUnion('adapter', [ZoneNontax])).min(1));
export type ListenerSettings = z.infer<typeof Listeners>[number];

/** What a listener tells the operator about itself. */
export type NamedListener = BankListener & { readonly adapter: ListenerSettings['adapter'] };

/** Opens one listener. Rejects when its port cannot be had. */
export async function openListener(settings: ListenerSettings, around: Surroundings): Promise<NamedListener> {
  switch (settings.adapter) {
    case 'zone-nontax': return { adapter: settings.adapter, ...(await startZoneNontax(settings, around)) };
  }
}
