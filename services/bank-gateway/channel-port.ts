/**
 * What the hub may ask of a payment channel 支付渠道 (a QR cashier that brings several ways of paying together), whatever its wire looks like.
 * Promises: a yes is read only from what the channel has signed; an answer that cannot be read or believed is `in-doubt` where
 * something may have happened and `unavailable` where it was only a question. An order or refund number names its thing at the channel too,
 * so that asking twice does it once. Nothing here throws for what rules or networks do.
 */
import type { components } from '../../contracts/bank-gateway/api.ts';
import type { Outcome } from '../../infra/outcome.ts';
import type { BankPayment } from './port.ts';

/** An order as fees wants it opened. */
export interface WantedOrder {
  readonly orderNumber: string;
  readonly payCode: string;
  /** Integer fen; the sum of the lines. */
  readonly amountInFen: number;
  /** Personal data when it is a person: never into a log. */
  readonly payer: string;
  readonly lines: readonly { readonly revenueItem: string; readonly collectingUnit: string; readonly name: string; readonly amountInFen: number }[];
  readonly expiresAt: Date;
  /** Paid at a window: then the operator is told too. */
  readonly offline: boolean;
  readonly operator: string | null;
  readonly caseNumber: string | null;
}

/** An order the channel has taken. */
export interface OpenedOrder {
  readonly orderNumber: string;
  readonly channelOrder: string;
  readonly payUrl: string | null;
  readonly expiresAt: string;
}
export type OrderAtChannel = components['schemas']['ChannelOrder'];
export type RefundAtChannel = components['schemas']['ChannelRefund'];

/** Money to give back on an order. */
export interface WantedRefund {
  readonly orderNumber: string;
  readonly refundNumber: string;
  readonly amountInFen: number;
  readonly caseNumber: string | null;
}

/** A day's statement: its totals as the channel has signed them, and the file that must say the same. */
export interface ChannelStatement {
  readonly day: string;
  readonly name: string;
  /** MD5 of the file as the channel tells it, lower-case hex; null where it tells none. */
  readonly md5: string | null;
  readonly payments: { readonly count: number; readonly amountInFen: number };
  readonly refunds: { readonly count: number; readonly amountInFen: number };
  /** How long the file is, asked of where it lies; null when that does not say. Rejects when it cannot be reached. */
  size(): Promise<number | null>;
  /** The file's bytes; ends with an error when they are cut short. Whether they have the MD5 told is for the reader to compare. */
  bytes(): AsyncIterable<Buffer>;
}

/** A payment channel. */
export interface PaymentChannel {
  /** Name of its profile. */
  readonly name: string;
  /** The bank code its payments are told under. */
  readonly bank: string;
  /** Host and port of the other side. */
  readonly target: string;
  open(order: WantedOrder): Promise<Outcome<OpenedOrder>>;
  show(orderNumber: string): Promise<Outcome<OrderAtChannel>>;
  /** `done` only when the order can no longer be paid; `already-paid` when it was. */
  cancel(orderNumber: string): Promise<Outcome<OrderAtChannel>>;
  refund(wanted: WantedRefund): Promise<Outcome<RefundAtChannel>>;
  showRefund(ask: { readonly orderNumber: string; readonly refundNumber: string }): Promise<Outcome<RefundAtChannel>>;
  /** The statement of a finished day (yyyy-MM-dd), `refused` with `not-yet` while the channel has none. */
  statement(day: string, md5?: string): Promise<Outcome<ChannelStatement>>;
  /** Opens the door for the channel's notices. Rejects when its port cannot be had. */
  listen(hearing: ChannelHearing): Promise<ChannelDoor>;
}

/** Who is told of what a channel says by itself. `true` only when it is kept for ever: the channel hears "taken" so only then. */
export interface ChannelHearing {
  paid(payment: BankPayment): Promise<Heard>;
  statementReady(told: { readonly day: string; readonly name: string; readonly md5: string }): Promise<Heard>;
}
/** What became of a notice: `outcome` is of the record; `caseNumber` is known when it belonged to a case. */
export interface Heard { readonly taken: boolean; readonly outcome: 'done' | 'refused' | 'unavailable' | 'in-doubt'; readonly caseNumber: string; readonly detail: string }

export interface ChannelDoor {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Codes, numbers and amounts by name. */
export type Said = Readonly<Record<string, string | undefined>>;

/** One talk with a channel, for operators and auditors: codes, numbers and amounts; no names. */
export interface ChannelTalk {
  readonly direction: 'in' | 'out';
  readonly operation: string;
  readonly caseNumber: string;
  readonly request: Said;
  readonly answer: Said;
  readonly outcome: Outcome<unknown>['kind'];
  readonly tookMs: number;
}
