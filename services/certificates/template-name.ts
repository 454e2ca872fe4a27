/* Which template a certificate is set by, and its place within 证照类型代码. Words only: decisions are made with them. */

/** Sequence number of each template within the types of licence its definer knows (GB/T 36904-2018: definer 18 + sequence 3). */
export const typeSequences = { licence: '001', approval: '002', filing: '003' } as const;

export type TemplateName = keyof typeof typeSequences;

/** Words a draft command may name a template with: the templates, and `document` for what is not a licence. */
const words = new Map<string, TemplateName>([['licence', 'licence'], ['approval', 'approval'], ['filing', 'filing'], ['document', 'approval']]);

/** The template for a word and a title, or null. A document whose title ends in 备案… is set as a filing: it must not say "permitted". */
export function templateFor(word: string, title: string): TemplateName | null {
  if (word === 'document' && /备案(?:证明|证|回执|凭证|通知书|表|登记表)?$/u.test(title)) return 'filing';
  return words.get(word) ?? null;
}
