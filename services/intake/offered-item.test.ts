import { describe, expect, it } from 'vitest';
import { decide, type Offer } from './offered-item.ts';
import { sampleItem } from './sample-item.ts';

type Word = Parameters<typeof decide>[1];
const offered = (telling: number, version = 1): Word => ({ type: 'events.catalogue.item-offered', id: `o${telling}`, data: { item: { ...sampleItem, version }, telling } });
const withdrawn = (telling: number): Word => ({ type: 'events.catalogue.item-withdrawn', id: `w${telling}`, data: { itemCode: sampleItem.code, telling, reason: 'terminated' } });

function hear(...words: Word[]): Offer | undefined {
  let offer: Offer | undefined;
  for (const word of words) {
    const decision = decide(offer, word);
    if (decision.kind === 'accept') offer = decision.next;
  }
  return offer;
}

/** Every order in which some words may arrive. */
function orders<T>(all: readonly T[]): T[][] {
  return all.length < 2 ? [[...all]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

describe('an item as the window knows it', () => {
  it('stands as the catalogue said last, in whatever order its words arrive', () => {
    for (const order of orders([offered(1), withdrawn(2), offered(3, 2)])) expect(hear(...order)).toMatchObject({ status: 'offered', item: { version: 2 } });
    for (const order of orders([offered(1), withdrawn(2)])) expect(hear(...order)).toMatchObject({ status: 'withdrawn', item: { version: 1 }, reason: 'terminated' });
    for (const order of orders([offered(1), offered(2), withdrawn(3)])) expect(hear(...order)).toMatchObject({ status: 'withdrawn' });
  });
  it('is offered by whoever does not count, too', () => {
    expect(hear(offered(0))).toMatchObject({ status: 'offered' });
    expect(hear(offered(0), withdrawn(0))).toMatchObject({ status: 'withdrawn' });
  });
});
