import { describe, expect, it } from 'vitest';
import { afterThis, beforeThis } from './queue-place.ts';

describe('working through a queue', () => {
  const seen = ['a', 'b', 'c', 'd'];
  it('goes on to the neighbour', () => {
    expect(afterThis(seen, seen, 'b')).toBe('c');
    expect(beforeThis(seen, seen, 'b')).toBe('a');
  });
  it('goes on from a case that has left to the one behind it', () => {
    expect(afterThis(seen, ['a', 'd'], 'b')).toBe('d');
    expect(beforeThis(seen, ['a', 'd'], 'c')).toBe('a');
  });
  it('ends at the ends', () => {
    expect(afterThis(seen, seen, 'd')).toBeUndefined();
    expect(beforeThis(seen, seen, 'a')).toBeUndefined();
  });
});
