/**
 * The payment channel of a zone, by the setting `HUB_PAYMENT_CHANNEL`, and what becomes of what it says by itself. Promises: a notice is
 * "taken" only when fees has committed the payment, or has the money on its book of money nobody could place: it is never dropped.
 * Without the setting nothing of it is loaded.
 */
import { z } from 'zod';
import { refused, type Outcome } from '../../infra/outcome.ts';
import { jsonSetting } from '../../infra/config.ts';
import { projectFile } from '../../infra/project-file.ts';
import type { AggregatorSurroundings } from './adapters/payment-aggregator/adapter.ts';
import type { ChannelHearing, Heard, PaymentChannel } from './channel-port.ts';
import type { BankPayment, BankPort, OfCase } from './port.ts';

/** The setting: one channel. */
export const PaymentChannelSetting = jsonSetting(z.object({
  /** Name of a profile that comes along (a folder in adapters/), or the path of one of your own (JSON). */
  profile: z.string().min(1).max(300).default('payment-aggregator'),
  url: z.url(),
  systemId: z.string().min(1).max(40),
  bank: z.string().regex(/^[A-Z0-9]{2,20}$/),
  privateKeyFile: z.string().min(1),
  peerKeyFile: z.string().min(1),
  timeoutMs: z.number().int().min(100).max(29_000).default(8_000),
  notices: z.object({ host: z.string().min(1).default('127.0.0.1'), port: z.number().int().min(0).max(65_535) }).strict(),
  fileHosts: z.array(z.string().min(1).max(255)).max(10).default([]),
}).strict());
export type ChannelSettings = z.infer<typeof PaymentChannelSetting>;

/** Opens the channel of the setting. Throws a `SettingsError` that names what is wrong with profile or keys. */
export async function openChannel(settings: ChannelSettings, around: AggregatorSurroundings): Promise<PaymentChannel> {
  const [{ connectAggregator, readKeys }, { readProfile }] = await Promise.all([import('./adapters/payment-aggregator/adapter.ts'), import('./adapters/payment-aggregator/profile.ts')]);
  const file = /^[a-z0-9-]+$/.test(settings.profile) ? projectFile('services', 'bank-gateway', 'adapters', settings.profile, 'profile.json') : settings.profile;
  return connectAggregator({ ...settings, profile: readProfile(file), keys: readKeys(settings.privateKeyFile, settings.peerKeyFile) }, around);
}

/** Why fees places no money on a bill; it keeps such money on its book for two people to decide. */
const UNPLACED = ['already-paid', 'bill-void', 'bill-overdue', 'amount-differs', 'unknown-bill', 'serial-already-used'] as const;
export type Unplaced = (typeof UNPLACED)[number];
const isUnplaced = (reason: string): reason is Unplaced => UNPLACED.some((one) => one === reason);

/** What is done with a payment the channel tells of: on its bill, else on the book of money nobody could place. */
export async function takePayment(payment: BankPayment, port: Pick<BankPort, 'confirmPayment'>, keepUnplaced: (payment: BankPayment, why: Unplaced) => Promise<Outcome<unknown>>): Promise<Heard> {
  const confirmed: Outcome<OfCase> = await port.confirmPayment(payment);
  if (confirmed.kind === 'done') return { taken: true, outcome: 'done', caseNumber: confirmed.value.caseNumber, detail: '' };
  if (confirmed.kind !== 'refused') return { taken: false, outcome: confirmed.kind, caseNumber: '', detail: confirmed.detail };
  // Money under a mistyped code is money under a code nobody has.
  const why = confirmed.reason === 'invalid-pay-code' ? 'unknown-bill' : confirmed.reason;
  if (!isUnplaced(why)) return { taken: false, outcome: 'refused', caseNumber: '', detail: confirmed.reason };
  const kept = await keepUnplaced(payment, why);
  const detail = `不明款 money no bill took: ${confirmed.reason}`;
  return kept.kind === 'done' ? { taken: true, outcome: 'done', caseNumber: '', detail } : { taken: false, outcome: kept.kind === 'refused' ? 'refused' : kept.kind, caseNumber: '', detail };
}

/** Who listens to the channel's notices. `takeStatement` says why a statement was not taken, or null when fees has it. */
export function hearingOf(port: BankPort, keepUnplaced: (payment: BankPayment, why: Unplaced) => Promise<Outcome<unknown>>, takeStatement: (told: { day: string; name: string; md5: string }) => Promise<string | null>): ChannelHearing {
  return {
    paid: (payment) => takePayment(payment, port, keepUnplaced),
    async statementReady(told) {
      const why = await takeStatement(told);
      return why === null ? { taken: true, outcome: 'done', caseNumber: '', detail: '' } : { taken: false, outcome: 'refused', caseNumber: '', detail: why.slice(0, 200) };
    },
  };
}

/** The answer while no channel is connected. */
export const noChannel = (): Outcome<never> => refused('no-payment-channel', '');
