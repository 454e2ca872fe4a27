import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../infra/clock.ts';
import { openSecrets } from '../../../infra/secrets.ts';
import { openQueryTickets } from './query-ticket.ts';

const start = new Date('2026-11-23T02:00:00Z');
const asked = { receiptNumber: '202611230000014', queryPassword: '123456' };

describe('a ticket for a progress page', () => {
  it('gives back what was asked and shows none of it', () => {
    const tickets = openQueryTickets(openSecrets(['a-secret-of-this-test-0123456789']), manualClock(start));
    const ticket = tickets.give(asked);
    expect(tickets.read(ticket)).toEqual(asked);
    expect(Buffer.from(ticket, 'base64url').toString('latin1')).not.toMatch(/202611230000014|123456/);
  });
  it('is over after a quarter of an hour', () => {
    const clock = manualClock(start);
    const tickets = openQueryTickets(openSecrets(['a-secret-of-this-test-0123456789']), clock);
    const ticket = tickets.give(asked);
    clock.advance(14 * 60_000);
    expect(tickets.read(ticket)).toEqual(asked);
    clock.advance(61_000);
    expect(tickets.read(ticket)).toBeUndefined();
  });
  it('is nothing when changed, of another key, or not one at all', () => {
    const clock = manualClock(start);
    const ticket = openQueryTickets(openSecrets(['a-secret-of-this-test-0123456789']), clock).give(asked);
    const tickets = openQueryTickets(openSecrets(['another-secret-of-this-test-0123']), clock);
    expect(tickets.read(ticket)).toBeUndefined();
    expect(tickets.read('')).toBeUndefined();
    expect(tickets.read('a.b.c.d.e')).toBeUndefined();
    expect(tickets.read(`${ticket.slice(0, -4)}AAAA`)).toBeUndefined();
  });
  it('of an older secret still counts after the secret was changed', () => {
    const clock = manualClock(start);
    const ticket = openQueryTickets(openSecrets(['a-secret-of-this-test-0123456789']), clock).give(asked);
    expect(openQueryTickets(openSecrets(['a-newer-secret-of-this-test-0123', 'a-secret-of-this-test-0123456789']), clock).read(ticket)).toEqual(asked);
  });
});
