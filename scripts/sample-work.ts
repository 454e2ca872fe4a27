// What a freshly started hub of the demonstration needs before the first case. Promise: may be done again at every start
// and changes nothing the second time.
import type { Hub } from './hub.ts';

/** Resolves with paths of keys worth telling. */
export async function prepareSample(_hub: Hub, _progress: (line: string) => void): Promise<Record<string, string>> {
  return Promise.resolve({});
}
