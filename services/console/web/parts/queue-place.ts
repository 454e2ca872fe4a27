/**
 * Where the reader of a queue goes next. Promise: pure; a case that has left the queue still has its place among those
 * seen, so that going on from it leads to its neighbour and not back to the beginning.
 */

/** The next one that still waits, in the order they were seen. */
export function afterThis(seen: readonly string[], waiting: readonly string[], here: string): string | undefined {
  return seen.slice(seen.indexOf(here) + 1).find((number) => waiting.includes(number));
}

export function beforeThis(seen: readonly string[], waiting: readonly string[], here: string): string | undefined {
  return seen.slice(0, Math.max(0, seen.indexOf(here))).reverse().find((number) => waiting.includes(number));
}
