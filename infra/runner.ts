/**
 * Runs a service from its description: database, bus, inbox, outbox, calls, reminders, HTTP; and stops it in the order
 * in which nothing is lost. A description says what the service is; nothing here knows any of them.
 */
import { z } from 'zod';
import type { ServiceName } from '../contracts/envelope.ts';
import { refusal as refusalFor, type Refusal } from '../contracts/refusals.ts';
import { freshId } from './chance.ts';
import { shiftedClock, type Clock } from './clock.ts';
import { BaseSettings, readSettings } from './config.ts';
import { openBus, connectBus } from './bus.ts';
import { openPublisher } from './bus.ts';
import { openCalls, type Calls } from './calls.ts';
import { migrate, openDatabase, type Database, type Migration } from './database.ts';
import { openExchanges, type Exchanges } from './exchanges.ts';
import { openClient, tokenFrom, type Client } from './http-client.ts';
import { serveHttp, type Answer, type Asked, type Handlers } from './http-server.ts';
import { openIdentity } from './identity.ts';
import { openInbox, type Inbox, type Settlement } from './inbox.ts';
import { openLog, type Log } from './log.ts';
import type { AnyMachine } from './machine.ts';
import { openOutbox } from './outbox.ts';
import { pagingOf } from './paging.ts';
import { openParked } from './parked.ts';
import { problem } from './problem.ts';
import { projectFile } from './project-file.ts';
import { beginRun, type ProcessRun } from './process-run.ts';
import { openReminders } from './reminders.ts';
import { machinerySchema } from './schema.ts';
import { openSerials, type Serials } from './serials.ts';

export interface Work { messagesOwed: number; callsOwed: number; remindersLate: number; circuits: Record<string, 'closed' | 'open' | 'half-open'> }

/** What a service's parts are built from. */
export interface Context<C> {
  settings: C & BaseSettings;
  clock: Clock;
  log: Log;
  database: Database;
  serials: Serials;
  exchanges: Exchanges;
  /** A typed client for another service's API, with this service's token. */
  client<P>(baseUrl: string, timeoutMs?: number): Client<P>;
  /** This run of the process, as other copies see it: what it claims is free once it is known to be dead. */
  run: ProcessRun;
  /** What is owed and how the targets stand, for operators. */
  work(): Promise<Work>;
  /** Gives a message to one of this service's machines; resolves after the commit. */
  submit(machine: AnyMachine, type: string, recordId: string, data: unknown, from: { messageId: string; requestHash?: string; actor?: Asked['actor']; inCompany?: boolean }): Promise<Settlement>;
}

export interface Parts {
  machines?: readonly AnyMachine[];
  handlers: Handlers;
  /** Begins work of its own (listeners, pollers); called when everything else stands. */
  start?(): Promise<void>;
  /** Ends that work; called before anything else stops. */
  stop?(): Promise<void>;
  /** Added to /health: what an operator wants to know. */
  health?(): Promise<object>;
}

export interface ServiceDescription<S extends z.ZodObject = z.ZodObject> {
  name: ServiceName;
  /** Settings beyond BaseSettings. */
  settings: S;
  migrations: readonly Migration[];
  /** Putting a parked message back takes two persons: for services whose messages move money, a seal or paper. */
  putBackByTwo?: boolean;
  build(context: Context<z.infer<S>>): Parts | Promise<Parts>;
}

/** A description whose settings' type is of no further interest. */
export interface AnyService {
  name: ServiceName;
  settings: z.ZodObject;
  migrations: readonly Migration[];
  run(environment: Record<string, string | undefined>, clock?: Clock): Promise<RunningService>;
}

export interface RunningService {
  name: ServiceName;
  url: string;
  stop(): Promise<void>;
  /** Resolves with the reason when the service can go on no longer by itself; never while it is well or being stopped. */
  failed: Promise<string>;
}

export function defineService<S extends z.ZodObject>(description: ServiceDescription<S>): AnyService {
  return {
    name: description.name, settings: description.settings, migrations: description.migrations,
    run: (environment, clock) => runService(description, environment, clock),
  };
}

/** Turns what the inbox settled into an HTTP answer. */
export function answerTo(settlement: Settlement, success: (reply: unknown) => Answer): Answer {
  switch (settlement.kind) {
    case 'settled': return success(settlement.reply);
    case 'refused': return { refusal: settlement.refusal };
    case 'key-reused': return { refusal: refusalFor('idempotency-key-reused') };
    case 'waiting': return { refusal: refusalFor('wrong-state', { detail: settlement.reason }) };
    case 'claim-lost': return { problem: problem(503, 'not-available', '请稍后重试', 'Try again shortly') };
  }
}

const ExchangeQuery = z.object({ caseNumber: z.string().optional(), direction: z.string().optional(), outcome: z.string().optional(), target: z.string().optional() });
const isRefused = (result: object): result is Refusal => 'reason' in result && 'status' in result;

async function runService<S extends z.ZodObject>(description: ServiceDescription<S>, environment: Record<string, string | undefined>, givenClock?: Clock): Promise<RunningService> {
  const { name } = description;
  const settings = readSettings(BaseSettings.extend(description.settings.shape), environment) as z.infer<S> & BaseSettings;
  const log = openLog(name, settings.logLevel);
  const clock = givenClock ?? shiftedClock(settings.clockOffsetMs);
  const instance = `${name}-${freshId().slice(0, 8)}`;
  const database = openDatabase({ url: settings.databaseUrl, connections: settings.databaseConnections });
  await migrate(database, name, [...machinerySchema, ...description.migrations]);
  const run = await beginRun(settings.databaseUrl, instance);
  const connection = await connectBus(settings, name);
  const publisher = openPublisher(connection);
  const serials = openSerials(database);
  const exchanges = openExchanges(database, clock, (error) => { log.warn({ error }, 'an exchange was not recorded'); });
  const token = tokenFrom(settings.serviceTokenFile, () => clock.now().getTime());

  // The inbox and the calls need each other: what is decided starts calls, and what calls bring is decided.
  let inbox: Inbox | undefined;
  let calls: Calls | undefined;
  const theInbox = (): Inbox => { if (!inbox) throw new Error('inbox is not open yet'); return inbox; };

  async function work(): Promise<Work> {
    const [owed, due, late] = await Promise.all([
      database('outbox').whereNull('published_at').count({ n: '*' }).first(),
      database('calls').whereNull('done_at').count({ n: '*' }).first(),
      database('reminders').whereNull('done_at').andWhere('due_at', '<', new Date(clock.now().getTime() - 60_000)).count({ n: '*' }).first(),
    ]);
    return { messagesOwed: Number(owed?.['n'] ?? 0), callsOwed: Number(due?.['n'] ?? 0), remindersLate: Number(late?.['n'] ?? 0), circuits: calls?.circuits() ?? {} };
  }

  const parts = await description.build({
    settings, clock, log, database, serials, exchanges,
    run,
    work,
    client: <P>(baseUrl: string, timeoutMs?: number) => openClient<P>(baseUrl, token, timeoutMs),
    submit: (machine, type, recordId, data, from) => {
      const intake = machine.accepts[type];
      if (!intake) return Promise.reject(new Error(`machine ${machine.name} does not take ${type}`));
      const parsed = intake.schema.safeParse(data);
      if (!parsed.success) {
        // The document let it through, the rule is stricter (a text of blanks): told like any other refusal.
        const [issue] = parsed.error.issues;
        return Promise.resolve({ kind: 'refused', refusal: refusalFor('invalid-request', { field: issue?.path.join('.') ?? '', detail: issue?.message ?? '' }) });
      }
      return theInbox().submit({
        machine, recordId, ...(from.requestHash === undefined ? {} : { requestHash: from.requestHash }), ...(from.inCompany === undefined ? {} : { inCompany: from.inCompany }),
        message: { id: from.messageId, type, data: parsed.data, ...(from.actor ? { actor: from.actor } : {}) },
      });
    },
  });
  const machines = parts.machines ?? [];
  const outbox = openOutbox({ database, publisher, clock, log });
  inbox = openInbox({
    service: name, database, clock, serials, instance,
    roomForCalls: (machine, callName) => calls?.room(machine, callName) ?? false,
    onCommit: (committed) => { outbox.committed(committed.owed); calls?.committed(committed.calls); },
  });
  const parked = openParked({ service: name, database, clock, publisher, machines, inbox: theInbox, twoPersons: description.putBackByTwo ?? false });
  const theCalls = openCalls({ database, machines, clock, log, instance, isDead: (other) => run.isDead(other), inbox: theInbox, park: parked.park });
  calls = theCalls;
  const reminders = openReminders({ database, machines, inbox, clock, log, park: parked.park });
  await outbox.sweep();
  const bus = openBus({ service: name, connection, machines, inbox, log, park: parked.park });

  const operations: Handlers = {
    listParked: async (asked) => {
      const paging = pagingOf(asked.query, 100);
      return 'reason' in paging ? { refusal: paging } : { status: 200, body: await parked.list(asked.query['state'] === 'waiting', paging) };
    },
    showParked: async (asked) => {
      const story = await parked.story(asked.params['messageId'] ?? '');
      return story ? { status: 200, body: story } : { refusal: refusalFor('not-found', { field: 'messageId' }) };
    },
    proposePutBack: async (asked) => {
      const result = await parked.propose(asked.params['messageId'] ?? '', asked.actor, z.object({ note: z.string() }).parse(asked.body).note);
      return isRefused(result) ? { refusal: result } : { status: 200, body: result };
    },
    putBack: async (asked) => {
      const messageId = asked.params['messageId'] ?? '';
      const result = await parked.putBack(messageId, asked.actor, z.object({ note: z.string().default('') }).parse(asked.body ?? {}).note);
      if (isRefused(result)) return { refusal: result };
      if ('failed' in result) return { problem: problem(409, 'failed-again', `放回后仍然失败：${result.failed}`, `It failed again: ${result.failed}`) };
      return { status: 200, body: { messageId, state: 'put-back', result: result.result } };
    },
    republish: async (asked) => {
      const { since } = z.object({ since: z.string() }).parse(asked.body);
      return { status: 200, body: { owed: await outbox.republish(new Date(since)) } };
    },
    listExchanges: async (asked) => {
      const paging = pagingOf(asked.query);
      return 'reason' in paging ? { refusal: paging } : { status: 200, body: await exchanges.list(ExchangeQuery.parse(asked.query), paging) };
    },
    showWork: async () => ({ status: 200, body: await work() }),
  };
  const server = await serveHttp({
    documents: [{ file: projectFile('contracts', name, 'openapi.yaml'), handlers: parts.handlers }, { file: projectFile('contracts', 'operations', 'openapi.yaml'), handlers: operations }],
    identity: await openIdentity(settings, clock), log, host: settings.httpHost, port: settings.httpPort,
    health: async () => {
      await database.raw('SELECT 1');
      if (connection.isClosed()) throw new Error('bus closed');
      return { service: name, ready: true, depth: theInbox().depth(), ...(parts.health ? await parts.health() : {}) };
    },
  });
  await parts.start?.();
  theCalls.wake();
  log.info({ port: server.port }, 'service ready');

  let stopping = false;
  const failed = new Promise<string>((resolve) => {
    // The client reconnects for ever; it closes only when its credentials are refused. A deaf service must not look alive.
    void connection.closed().then((error) => { if (!stopping) resolve(`bus closed: ${error instanceof Error ? error.message : 'credentials refused'}`); });
  });
  return {
    name, url: server.url, failed,
    async stop() {
      stopping = true;
      await parts.stop?.();
      await server.stop();
      await bus.stop();
      await reminders.stop();
      await theCalls.stop();
      await theInbox().stop();
      await outbox.stop();
      await exchanges.flush();
      // Last of all: from here on others may take up what was claimed here.
      await run.stop();
      await connection.drain().catch(() => undefined);
      await database.destroy();
      log.info('service stopped');
    },
  };
}
