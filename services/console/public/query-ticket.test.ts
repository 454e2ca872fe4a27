import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../infra/clock.ts';
import { openQueryTickets } from './query-ticket.ts';

const start = new Date('2026-11-23T02:00:00Z');
const asked = { receiptNumber: '202611230000014', queryPassword: '123456' };

describe('a ticket for a progress page', () => {
  it('gives back what was asked and shows none of it', async () => {
    const tickets = openQueryTickets('a-secret-of-this-test-0123456789', manualClock(start));
    const ticket = await tickets.give(asked);
    expect(await tickets.read(ticket)).toEqual(asked);
    for (const part of ticket.split('.')) expect(Buffer.from(part, 'base64url').toString('latin1')).not.toMatch(/202611230000014|123456/);
  });
  it('is over after a quarter of an hour', async () => {
    const clock = manualClock(start);
    const tickets = openQueryTickets('a-secret-of-this-test-0123456789', clock);
    const ticket = await tickets.give(asked);
    clock.advance(14 * 60_000);
    expect(await tickets.read(ticket)).toEqual(asked);
    clock.advance(61_000);
    expect(await tickets.read(ticket)).toBeUndefined();
  });
  it('is nothing when changed, of another key, or not one at all', async () => {
    const clock = manualClock(start);
    const ticket = await openQueryTickets('a-secret-of-this-test-0123456789', clock).give(asked);
    const tickets = openQueryTickets('another-secret-of-this-test-0123', clock);
    expect(await tickets.read(ticket)).toBeUndefined();
    expect(await tickets.read('')).toBeUndefined();
    expect(await tickets.read('a.b.c.d.e')).toBeUndefined();
  });
});
