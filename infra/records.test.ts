/** Records on a real database: what lasts is written once, and again only when it is another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStage, type Stage } from '../test/stage.ts';
import { freshId } from './chance.ts';
import { manualClock } from './clock.ts';
import { migrate, openDatabase, type Database } from './database.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { accept, machine, takes, type AnyMachine } from './machine.ts';
import { createRecordTable } from './records.ts';
import { machinerySchema } from './schema.ts';
import { openSerials } from './serials.ts';

let stage: Stage;
let database: Database;
const Parcel = z.object({ status: z.enum(['open']), label: z.object({ text: z.string() }), weight: z.number() });
const parcels: AnyMachine = machine({
  name: 'parcels', states: { none: ['open'], open: ['open'] }, record: Parcel, lasting: ['label'],
  accepts: { 'http.weigh': takes(z.object({ weight: z.number() }), () => ''), 'http.label': takes(z.object({ text: z.string() }), () => '') },
  decide(record, message) {
    const before = record ?? { status: 'open' as const, label: { text: 'first' }, weight: 0 };
    return accept<z.infer<typeof Parcel>>(message.type === 'http.weigh' ? { ...before, weight: message.data.weight } : { ...before, label: { text: message.data.text } });
  },
});
const inboxOfACopy = (): Inbox => openInbox({ service: 'intake', database, clock: manualClock(new Date('2026-11-23T02:00:00Z')), serials: openSerials(database), instance: freshId(), roomForCalls: () => false, onCommit: () => undefined });
const send = (inbox: Inbox, recordId: string, type: 'http.weigh' | 'http.label', data: object): Promise<unknown> => inbox.submit({ machine: parcels, recordId, message: { id: freshId(), type, data } });
const stored = (id: string): Promise<{ document: string; lasting: string | null } | undefined> => database('parcels').where({ id }).first('document', 'lasting');

beforeAll(async () => {
  stage = await openStage();
  const account = { schema: 'records_test', user: 'records_test', password: freshId() };
  await stage.database.openSchema(account);
  database = openDatabase({ url: `mysql://${account.user}:${account.password}@127.0.0.1:${stage.database.port}/${account.schema}`, connections: 6 });
  await migrate(database, 'test', [...machinerySchema, { name: '0001-parcels', up: (db) => createRecordTable(db, 'parcels') }]);
});
afterAll(async () => { await database?.destroy(); await stage?.close(); });

describe('a record with parts that last', () => {
  it('writes them when it is made and not again while they are the same, by the copy that knows it and by one that loads it', async () => {
    const inbox = inboxOfACopy();
    await send(inbox, 'a', 'http.weigh', { weight: 1 });
    expect(await stored('a')).toEqual({ document: '{"status":"open","weight":1}', lasting: '{"label":{"text":"first"}}' });
    // A mark that only writing the column again could take away; the copy in memory does not look at it.
    await database.raw("UPDATE parcels SET lasting = CONCAT(lasting, ' ') WHERE id = 'a'");
    await send(inbox, 'a', 'http.weigh', { weight: 2 });
    expect(await stored('a')).toEqual({ document: '{"status":"open","weight":2}', lasting: '{"label":{"text":"first"}} ' });
    await database.raw("UPDATE parcels SET lasting = '{\"label\":{\"text\":\"first\"}}' WHERE id = 'a'");
    const other = inboxOfACopy();
    await send(other, 'a', 'http.weigh', { weight: 3 });
    expect(await stored('a')).toEqual({ document: '{"status":"open","weight":3}', lasting: '{"label":{"text":"first"}}' });
  });

  it('writes them again when a decision gives another, also with a second change in the same breath', async () => {
    const inbox = inboxOfACopy();
    await send(inbox, 'b', 'http.weigh', { weight: 1 });
    await Promise.all([send(inbox, 'b', 'http.label', { text: 'second' }), send(inbox, 'b', 'http.weigh', { weight: 2 })]);
    expect(await stored('b')).toEqual({ document: '{"status":"open","weight":2}', lasting: '{"label":{"text":"second"}}' });
    await send(inboxOfACopy(), 'b', 'http.weigh', { weight: 3 });
    expect(await stored('b')).toEqual({ document: '{"status":"open","weight":3}', lasting: '{"label":{"text":"second"}}' });
  });

  it('loses nothing of a record that was stored whole before there was such a column', async () => {
    await database('parcels').insert({ id: 'c', status: 'open', version: 1, document: '{"status":"open","label":{"text":"old"},"weight":1}', created_at: new Date('2026-11-01T00:00:00Z'), updated_at: new Date('2026-11-01T00:00:00Z') });
    await send(inboxOfACopy(), 'c', 'http.weigh', { weight: 2 });
    expect(await stored('c')).toEqual({ document: '{"status":"open","weight":2}', lasting: '{"label":{"text":"old"}}' });
  });
});
