/**
 * What pay codes look like in this zone, as fees says: asked for once, at the first scan. Promise: while it is not known, a code of twenty
 * digits is recognised and nothing else, so that a number is rather searched for than taken for a bill's.
 */
import { api, take } from '../api.ts';
import { usualPayCode } from './pay-code.ts';

let asking: Promise<RegExp> | undefined;

export function payCodePattern(): Promise<RegExp> {
  asking ??= take(api.fees.GET('/pay-codes/form')).then(({ pattern }) => new RegExp(`^(?:${pattern})$`, 'u')).catch(() => {
    asking = undefined;
    return usualPayCode;
  });
  return asking;
}
