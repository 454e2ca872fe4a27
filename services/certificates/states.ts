/** The states of a certificate 证照 and every legal move between them. */

/**
 * drafting 制证中 (number given, page not printed yet) · drafted 待用印 (the document exists and waits for its seals) · issued 已签发 ·
 * superseded 已换发 · revoked 已撤销 · refused 未能制证 (may be drafted again under the same number).
 */
export const certificateStates = {
  none: ['drafting', 'refused'],
  drafting: ['drafted', 'refused'],
  refused: ['drafting'],
  drafted: ['issued'],
  issued: ['superseded', 'revoked'],
  superseded: [],
  revoked: [],
} as const;
