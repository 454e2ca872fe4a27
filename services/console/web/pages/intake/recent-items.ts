/** The items a clerk took last, most recent first, as they are kept on the server. */
import { z } from 'zod';

export const recentKey = 'intake-recent';
const Kept = z.object({ codes: z.array(z.string()).max(50) });
/** More recent ones than fit on the screen help nobody. */
const atMost = 8;

/** Whatever cannot be read is an empty list. */
export function readRecent(kept: unknown): readonly string[] {
  const read = Kept.safeParse(kept);
  return read.success ? read.data.codes : [];
}

export const withRecent = (codes: readonly string[], code: string): readonly string[] => [code, ...codes.filter((each) => each !== code)].slice(0, atMost);
