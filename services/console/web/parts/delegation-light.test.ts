/** How near the end of a delegation document is. */
import { expect, it } from 'vitest';
import { lightOf } from './delegation-light.ts';

it('shows a document yellow a quarter and red a month before its last day', () => {
  expect([null, 0, 30, 31, 90, 91].map(lightOf)).toEqual([null, 'red', 'red', 'yellow', 'yellow', 'green']);
});
