import { describe, expect, it } from 'vitest';
import { addressOf, caseFilterOf, changed } from './case-filter.ts';

const of = (text: string): object => caseFilterOf(new URLSearchParams(text));

describe('a filter of cases', () => {
  it('comes back from the address it was written to', () => {
    const filter = { q: '云岭', state: 'received,accepted', light: 'red', open: true, receivedFrom: '2026-11-01', order: 'due' } as const;
    expect(caseFilterOf(addressOf(filter))).toEqual(filter);
  });

  it('tells those decided late from those of which nobody asks', () => {
    const late = { decidedFrom: '2026-11-01', decidedTo: '2026-11-30', onTime: false };
    expect(caseFilterOf(addressOf(late))).toEqual(late);
    expect(of('onTime=perhaps')).toEqual({});
  });

  it('leaves out what no service knows', () => {
    expect(of('state=received,eaten&light=blue&form=none&receivedFrom=yesterday&waitingFor=godot&open=maybe&cursor=x')).toEqual({ state: 'received' });
  });

  it('loses a part that is taken away', () => {
    expect(changed({ light: 'red', open: true }, { light: undefined })).toEqual({ open: true });
  });
});
