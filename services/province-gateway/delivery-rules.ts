/**
 * How a platform wants to be served, whatever its dialect: the `delivery` section of every profile. When a step
 * is asked about or pushed again, when it sleeps, how fast a backlog may be drained, and who is right where the ledgers differ.
 */
import { z } from 'zod';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, '须为 HH:mm must be HH:mm');

/** A weekly window in Chinese civil time; one that ends before it begins ends on the next day. */
export const weeklyWindow = z.strictObject({
  /** 1 Monday … 7 Sunday, the day on which it begins; every day when left out. */
  days: z.array(z.number().int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5, 6, 7]),
  from: timeOfDay,
  to: timeOfDay,
  zh: z.string().min(1),
  en: z.string().min(1),
}).refine((window) => window.from !== window.to, '起止不能相同 a window must last');

export const deliveryRules = z.strictObject({
  /** An open 特别程序: told when it has ended, told at once with its planned end and corrected later, or told at once without an end. */
  openSpecial: z.enum(['when-ended', 'planned-end', 'open']).default('when-ended'),
  /** Whether a later revision of a step it has is taken. Without it a correction is a matter for people. */
  corrections: z.boolean().default(false),
  /** What surely did not happen is pushed again after the first of these, then the next …, then always the last. */
  againAfterMs: z.array(z.number().int().min(10).max(86_400_000)).min(1).default([1_000, 2_000, 5_000, 10_000, 30_000, 60_000]),
  /** What may have happened is asked about after this long: the push may still be on its way. */
  inquireAfterMs: z.number().int().min(10).max(3_600_000).default(6_000),
  /** A row that lies at the province unread is asked about this often. */
  awaitEveryMs: z.number().int().min(10).max(3_600_000).default(2_000),
  /** Refusals after which the same step is pushed again all the same, by reason: how often and after how long. Others are for people. */
  refusedAgain: z.record(z.string(), z.strictObject({ times: z.number().int().min(1).max(1000), afterMs: z.number().int().min(10).max(86_400_000) })).default({}),
  /** Hours in which nothing is sent. */
  maintenance: z.array(weeklyWindow).default([]),
  /** After a pause traffic is let through at this rate until the backlog is gone. */
  drainPerSecond: z.number().min(0.1).max(10_000).default(50),
  /** After this many days the platform removes what it has acknowledged: missing then is no difference. Null: it keeps everything. */
  keepsDays: z.number().int().min(1).max(3650).nullable().default(null),
  /** Whose word counts where a field differs, by path (`accept.promisedOn`, `promisedOn`, `*`); `person` is left to people. */
  winners: z.record(z.string(), z.enum(['zone', 'province', 'person'])).default({ '*': 'zone' }),
}).refine((rules) => rules.openSpecial === 'when-ended' || rules.corrections, { path: ['openSpecial'], message: '未结束即上报须能更正 what is told before it ends must be corrected later' });
export type DeliveryRules = z.infer<typeof deliveryRules>;
export type WeeklyWindow = z.infer<typeof weeklyWindow>;

/** A platform whose profile says nothing in particular. */
export const usualDelivery: DeliveryRules = deliveryRules.parse({});
