/** The states of a bill 缴款单 and every legal move between them. */

/**
 * issued 待缴 · paid 已缴 · reversed 已冲正 (its bank took the payment back; it may be paid again) · void 作废 ·
 * rejected 开单被拒 (never had a pay code).
 */
export const billStates = {
  none: ['issued', 'rejected'],
  issued: ['paid', 'void'],
  paid: ['reversed'],
  reversed: ['paid', 'void'],
  void: [],
  rejected: [],
} as const;
