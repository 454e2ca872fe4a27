/**
 * What the aggregator's words mean to us: states, amounts and moments by the profile. Promises: an order is paid only when the order's state
 * and the payment's state both say so; what contradicts itself or is not in the profile is `unknown`, never a guess.
 */
import { dayOf, fenOf, yuanOfFen } from '../../front-end/values.ts';
import type { OrderAtChannel, RefundAtChannel } from '../../channel-port.ts';
import type { BankPayment } from '../../port.ts';
import type { Profile } from './profile.ts';
import type { Fields, Row } from './wire.ts';

export const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
export const rowsOf = (fields: Fields, name: string): readonly Row[] => {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
};

/** Fen as the profile writes amounts. */
export const writeAmount = (fen: number, profile: Profile): string => (profile.amounts === 'yuan' ? yuanOfFen(fen) : String(fen));
/** Fen from an amount; peers drop zeros of the cents. Null when it is none. */
export const readAmount = (written: string, profile: Profile): number | null => fenOf(written, profile.amounts === 'yuan' ? 'yuan-loose' : 'fen');

/** A moment as yyyyMMddHHmmss in China time; with milliseconds where the call wants them. */
export const writeMoment = (at: Date, milliseconds = false): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, milliseconds ? 17 : 14);

/** yyyyMMddHHmmss[SSS] of China as an instant; null when it is none. */
export function readMoment(written: string): Date | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})\d{0,3}$/.exec(written);
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The pay code that travels in front of each sub-order's number. */
export const payCodeIn = (subOrder: string): string | null => /^([0-9A-Z]{8,42})-\d{2}$/.exec(subOrder)?.[1] ?? null;
export const subOrderOf = (payCode: string, at: number): string => `${payCode}-${String(at + 1).padStart(2, '0')}`;

/** An order as its signed answer says; null when the answer lacks what an order must have. */
export function readOrder(fields: Fields, orderNumber: string, bank: string, profile: Profile): OrderAtChannel | null {
  const channelOrder = textOf(fields, 'Py_Ordr_No');
  // Another order's answer, perhaps an old one sent again: not an answer to what was asked.
  if (textOf(fields, 'Cmdty_Ordr_No') !== orderNumber || channelOrder === '') return null;
  const payState = profile.payStates[textOf(fields, 'Py_StCd')] ?? 'unknown';
  const said = profile.orderStates[textOf(fields, 'Ordr_StCd')] ?? 'unknown';
  const wanted = said === 'as-payment' ? payState : said;
  const paidOnce = ['paid', 'refunding', 'refunded', 'partly-refunded'].includes(wanted);
  const payment = payState === 'paid' ? readPayment(fields, bank, profile) : null;
  const contradicts = paidOnce ? payment === null : payState === 'paid' || payState === 'unknown';
  const refunded = textOf(fields, profile.fields.refundedAmount);
  const refundedInFen = refunded === '' ? 0 : readAmount(refunded, profile);
  if (refundedInFen === null) return null;
  const state = contradicts ? 'unknown' : wanted;
  return { orderNumber, state, channelOrder, refundedInFen, payment: state === 'unknown' || payment === null ? null : { ...payment.told, paidAt: payment.paidAt.toISOString(), way: profile.ways[textOf(fields, 'PyMd_Cd')] ?? textOf(fields, 'PyMd_Cd').slice(0, 40) } };
}

/** The payment in an answer or notice; null when something of it is missing or cannot be. */
export function readPayment(fields: Fields, bank: string, profile: Profile): { readonly told: BankPayment; readonly paidAt: Date } | null {
  const amountInFen = readAmount(textOf(fields, 'TAmt'), profile);
  const workDate = dayOf(textOf(fields, profile.fields.accountingDay));
  const paidAt = readMoment(textOf(fields, profile.fields.paidAt));
  const serial = textOf(fields, 'Py_Ordr_No');
  const payCodes = new Set(rowsOf(fields, profile.fields.subOrders).map((row) => payCodeIn(row[profile.fields.ourSubOrder] ?? '')));
  const [payCode] = payCodes;
  if (amountInFen === null || amountInFen === 0 || workDate === null || paidAt === null || !/^[0-9A-Za-z_-]{1,64}$/.test(serial) || payCodes.size !== 1 || !payCode) return null;
  const collectedOn = writeMoment(paidAt).replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');
  return { told: { bank, serial, payCode, amountInFen, workDate, collectedOn }, paidAt };
}

/** A refund as its signed answer says. Parts that ended differently are nobody's yes or no: a person has to look. */
export function readRefund(fields: Fields, ask: { orderNumber: string; refundNumber: string }, journal: string, profile: Profile): RefundAtChannel | null {
  if (textOf(fields, profile.fields.originalJournal) !== journal) return null;
  const rows = rowsOf(fields, profile.fields.subOrders);
  const amounts = rows.map((row) => readAmount(row['Sub_Ordr_Rfnd_Amt'] ?? '', profile));
  const amountInFen = amounts.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  if (rows.length === 0 || amountInFen === null || amountInFen === 0) return null;
  const states = new Set(rows.map((row) => profile.refundStates[row[profile.fields.refundState] ?? ''] ?? 'unknown'));
  const [only] = states;
  const state = states.size === 1 && only ? only : states.has('unknown') || (states.has('failed') && states.has('refunded')) ? 'unknown' : 'sent';
  const serial = textOf(fields, profile.fields.refundSerial);
  const detail = states.size > 1 ? `明细退付状态不一 parts differ: ${[...states].join(', ')}` : '';
  // A refund without the channel's serial could not be told of: it is not finished yet.
  return { ...ask, state: state === 'refunded' && serial === '' ? 'unknown' : state, amountInFen, serial: serial === '' ? null : serial.slice(0, 64), detail };
}
