import { describe, expect, it } from 'vitest';
import { figureAddress } from './figure-address.ts';

const month = { from: '2026-11-01', to: '2026-11-22' };

describe('a figure', () => {
  it('of everything leads to the cases of the period, by the day that counts for it', () => {
    expect(figureAddress('received', month, undefined)).toBe('/staff/cases?receivedFrom=2026-11-01&receivedTo=2026-11-22');
    expect(figureAddress('closed', month, undefined)).toBe('/staff/cases?decidedFrom=2026-11-01&decidedTo=2026-11-22');
    expect(figureAddress('late', month, undefined)).toBe('/staff/cases?decidedFrom=2026-11-01&decidedTo=2026-11-22&onTime=false');
    expect(figureAddress('overdue', month, undefined)).toBe('/staff/cases?receivedTo=2026-11-22&open=true&light=red&order=due');
  });
  it('of a group leads to the cases of that group', () => {
    expect(figureAddress('received', month, { by: 'person', key: 'clerk-a' })).toContain('receivedBy=clerk-a');
    expect(figureAddress('onHand', month, { by: 'state', key: 'accepted' })).toContain('state=accepted');
    expect(figureAddress('onHand', month, { by: 'day', key: '2026-11-03' })).toBe('/staff/cases?receivedFrom=2026-11-03&receivedTo=2026-11-03&open=true&order=due');
  });
  it('leads nowhere when no filter names its cases', () => {
    expect(figureAddress('received', month, { by: 'window', key: '' })).toBeUndefined();
    expect(figureAddress('received', month, { by: 'form', key: 'invented' })).toBeUndefined();
  });
});
