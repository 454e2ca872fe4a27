/** The states of a bill 缴款单, a standard 收费标准 and money nobody could place 不明款, and every legal move between them. */

/**
 * issued 待缴 · paying 缴款中 (an order at a channel can be paid, or a slip a cashier entered waits for the bank's file) · in doubt 结果未明 (the
 * order's time is over and the channel is asked) · reversing 冲正中 (the order is being closed by its own number) · reversal unconfirmed
 * 冲正未确认 (closing is repeated until it is certain) · paid 已缴 (a bank has said so) · confirmed 到账确认 (the fiscal platform has said so) ·
 * receipted 票据已出 · reversed 已冲正 (nothing stands on it; it may be paid again) · void 作废 · exempt 免缴 (everything is exempt:
 * kept with its reckoning, nothing to pay) · rejected 开单被拒 (neither ever had a pay code).
 * Money a bank has taken is believed in every state of doubt; who pays by the platform's own page goes straight to confirmed.
 */
export const billStates = {
  none: ['issued', 'exempt', 'rejected'],
  issued: ['paying', 'paid', 'confirmed', 'void'],
  paying: ['in-doubt', 'reversing', 'issued', 'reversed', 'paid', 'confirmed'],
  'in-doubt': ['paying', 'reversing', 'issued', 'reversed', 'paid', 'confirmed'],
  reversing: ['reversal-unconfirmed', 'in-doubt', 'reversed', 'paid', 'confirmed'],
  'reversal-unconfirmed': ['reversing', 'in-doubt', 'reversed', 'paid', 'confirmed'],
  paid: ['confirmed', 'reversed', 'in-doubt', 'reversing', 'reversal-unconfirmed', 'paying'],
  // Reversed only where the platform's word came while the channel was already asked to give the money back.
  confirmed: ['receipted', 'reversed', 'in-doubt', 'reversing', 'reversal-unconfirmed', 'paying'],
  receipted: [],
  reversed: ['paying', 'paid', 'confirmed', 'void'],
  void: [],
  exempt: [],
  rejected: [],
} as const;

/** proposed 待批 · published 已公布 · rejected 未获批准 · withdrawn 已废止: a code that was withdrawn never comes back. */
export const standardStates = { none: ['proposed'], proposed: ['published', 'rejected'], published: ['withdrawn'], rejected: ['proposed'], withdrawn: [] } as const;

/**
 * found 待认领 · proposed 待复核 (one person has said what to do) · placing 入单中 · returning 退回中 (a second has agreed) · claimed 已认领 ·
 * returned 已退回. What comes to nothing is found again;
 * its bank may take it back by itself until it is being placed.
 */
export const unidentifiedMoneyStates = {
  none: ['found'],
  found: ['proposed', 'returned'],
  proposed: ['found', 'placing', 'returning', 'returned'],
  placing: ['claimed', 'found'],
  returning: ['returned', 'found'],
  claimed: [],
  returned: [],
} as const;

/** A line of a day that differs, as a task: taken 已认领 · resolved 待复核 (one person has said what it is) · applying 入账中 · settled 已处理. */
export const differenceStates = { none: ['taken', 'resolved'], taken: ['resolved'], resolved: ['taken', 'applying', 'settled'], applying: ['taken', 'settled'], settled: [] } as const;
