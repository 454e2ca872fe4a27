// Repeatable chance: the same seed makes the same choices, so that a fault run that found something can be run again.

/** Chance from a seed. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** One of them. */
  pick<T>(from: readonly T[]): T | undefined;
  /** All of them in another order. */
  shuffle<T>(all: readonly T[]): T[];
}

/** Mulberry32: 32 bits of state are plenty for some hundred choices. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    pick: (from) => from[Math.floor(next() * from.length)],
    shuffle(all) {
      const order = [...all];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = Math.floor(next() * (last + 1));
        const [a, b] = [order[last], order[other]];
        if (a !== undefined && b !== undefined) {
          order[last] = b;
          order[other] = a;
        }
      }
      return order;
    },
  };
}
