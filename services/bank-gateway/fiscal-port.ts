/**
 * What the hub asks of a fiscal platform 财政平台, whatever its wire looks like, and what the platform tells the hub. Promises: each ask ends in
 * one of the four outcomes and never throws; `done` from `Confirmed` means that fees has committed, and only then is the platform told so.
 */
import type { PayCodeForm } from '../../contracts/pay-code.ts';
import type { components } from '../../contracts/bank-gateway/api.ts';
import type { Exchange as Talk } from '../../infra/exchanges.ts';
import type { Outcome } from '../../infra/outcome.ts';

type Schemas = components['schemas'];
/** A bill as the platform is told of it 电子缴款单. Names are personal data: never into a log. */
export type FiscalNotice = Schemas['FiscalNotice'];
/** A payment as the platform says it 到账确认. */
export type FiscalPayment = Schemas['FiscalPayment'];
/** What a receipt is checked by 财政电子票据. */
export type FiscalReceipt = Schemas['FiscalReceipt'];
/** How a bill stands with the platform. */
export interface FiscalStanding { readonly state: 'unpaid' | 'paid' | 'void'; readonly payment: FiscalPayment | null }
/** The receipt as a file. */
export interface ReceiptDocument { readonly bytes: Buffer; readonly mediaType: 'application/pdf' | 'application/ofd' | 'application/xml' }
/** A number the platform gave for one receipt; `messageId` names the message that asked for it. */
export interface ReceiptNumber { readonly code: string; readonly number: string }

/** A platform as one adapter speaks to it. `messageId` of an ask that cannot be repeated is the caller's, so that it is known before the ask. */
export interface FiscalPlatform {
  readonly adapter: string;
  /** Host and port, for operators. */
  readonly target: string;
  /** The same pay code again makes no second bill. */
  push(payCode: string, notice: FiscalNotice): Promise<Outcome<{ payUrl: string | null }>>;
  void(payCode: string, notice: FiscalNotice): Promise<Outcome<null>>;
  standing(payCode: string): Promise<Outcome<FiscalStanding>>;
  /** Not repeatable: each ask takes a number. */
  takeNumber(notice: FiscalNotice, messageId: string): Promise<Outcome<ReceiptNumber>>;
  /** Not repeatable: ask `receipt` first when an answer was lost. */
  issue(payCode: string, notice: FiscalNotice, payment: FiscalPayment, number: ReceiptNumber, issuedAt: Date): Promise<Outcome<FiscalReceipt>>;
  /** The receipt as the platform has it; refused with `not-found` when it has none under this number. */
  receipt(payCode: string, number: ReceiptNumber): Promise<Outcome<{ receipt: FiscalReceipt; document: ReceiptDocument }>>;
}

/** What the platform says of its own accord: money has arrived. */
export interface Confirmed extends FiscalPayment { readonly payCode: string; readonly payerName: string | null }

/** What an adapter is given by the gateway. */
export interface FiscalSurroundings {
  /** The form of the pay codes that are sent. */
  readonly payCodes: PayCodeForm;
  /** Resolves after fees has committed. The same serial again is answered the same. */
  confirmed(told: Confirmed): Promise<Outcome<{ caseNumber: string }>>;
  now(): Date;
  freshId(): string;
  /** Told of every talk once it is over; holds codes, times and results, never a name. */
  witness(talk: Talk): void;
  /** Told of what a person must look at; the words carry no personal data. */
  alarm(what: string, detail: Readonly<Record<string, string>>): void;
}

/** Where a platform speaks to the hub. */
export interface FiscalListener {
  readonly host: string;
  readonly port: number;
  state(): { connections: number; refusedConnections: number; lastExchangeAt: Date | null };
  stop(): Promise<void>;
}

/** A platform with both directions open. */
export interface FiscalLink { readonly platform: FiscalPlatform; readonly listener: FiscalListener | null }
