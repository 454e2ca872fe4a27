// The whole hub on one machine: private NATS and database, the services, the simulators of the outside, keys for all of
// them. Promise: `startHub` resolves when a case can be carried through; everything it started hangs on `processes` and
// ends with it; a second start finds the data, keys and ports of the first. Development only: production is infra/deploy.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import { serviceNames, type ServiceName } from '../contracts/envelope.ts';
import { freshSecret } from '../infra/chance.ts';
import { systemClock } from '../infra/clock.ts';
import type { Role } from '../infra/identity.ts';
import { allBusRights, ensureStreams } from '../infra/streams.ts';
import { buildServices, nodeEnvironment } from './build.ts';
import { buildConsole } from './console-assets.ts';
import { openCredentials, people, tokenIssuer, type Bearer, type Credentials } from './credentials.ts';
import { startDatabase, type DatabaseInstance } from './instances/mariadb.ts';
import { startNats, type NatsInstance } from './instances/nats.ts';
import { freePort } from './instances/ports.ts';
import { findPrograms } from './instances/programs.ts';
import type { Processes, Running } from './processes.ts';
import { defaultRunDirectory, privateDirectory, projectRoot, readIfThere, writePrivate } from './run-directory.ts';
import { sampleZone } from './sample-zone.ts';
import { prepareSample } from './sample-work.ts';

/** The simulators of the outside that a hub is started with. */
export const counterpartNames = ['province', 'carrier', 'bank-teller', 'fiscal', 'province-database', 'province-soap', 'province-ten-events', 'payment-aggregator', 'daily-files'] as const;
export type CounterpartName = (typeof counterpartNames)[number];

export interface HubOptions {
  processes: Processes;
  runDirectory?: string;
  progress?: (line: string) => void;
  /** Starts what was killed again by itself, as an orchestrator would. `never` unless told: a demo should show a crash. */
  restart?: 'never' | 'always';
  logLevel?: string;
  /** Only these services; all of them unless told. */
  services?: readonly ServiceName[];
  /** Without the outside: for benchmarks that bring their own. */
  counterparts?: boolean;
  /** `every`: a platform of each kind, chosen by the form of the case; `one` unless told: the province alone, for what counts or kills it. */
  platforms?: 'one' | 'every';
  /** Whether a fiscal platform is connected, so that bills are confirmed and receipted; with `every` unless told. */
  fiscal?: boolean;
  /** Connects the bank gateway to a simulated payment aggregator; not unless told. */
  paymentChannel?: boolean;
  /** Starts a server of banks' daily files; not unless told. */
  dailyFiles?: boolean;
  /** Loads delegations, seals and the province's items; on unless told. */
  sample?: boolean;
  /** Settings beside or instead of the usual ones, by service: HUB_… variables. */
  settings?: Partial<Record<ServiceName, Record<string, string>>>;
  /** The same for simulators. */
  counterpartSettings?: Partial<Record<CounterpartName, Record<string, string>>>;
}

/** A running hub. */
export interface Hub {
  runDirectory: string;
  endpoints: Endpoints;
  credentials: Credentials;
  nats: NatsInstance;
  database: DatabaseInstance;
  services: ReadonlyMap<ServiceName, Running>;
  counterparts: ReadonlyMap<CounterpartName, Running>;
  /** Address of a service's HTTP API. */
  url(service: ServiceName): string;
  /** Control endpoint of a simulator. */
  control(counterpart: CounterpartName): string;
  /** A bearer token: of a role's usual holder, or of one named. */
  token(role: Role, bearer?: Partial<Bearer>, hours?: number): Promise<string>;
  /** Settings that a service or simulator has from its next start on: HUB_… variables. */
  change(name: ServiceName | CounterpartName, settings: Readonly<Record<string, string>>): void;
  /** Resident bytes of all services together. */
  residentBytes(): number;
}

/** What `.run/endpoints.json` says (development only): outside programs attach by it. */
export interface Endpoints {
  console: string | null;
  services: Record<string, { url: string; openapi: string }>;
  nats: { url: string; monitor: string; user: string; password: string };
  database: {
    host: string;
    port: number;
    socket: string;
    user: string;
    password: string;
    schemas: Record<string, { schema: string; user: string; password: string }>;
  };
  gateways: Record<string, { listen: string | null; adapter: string; profile: string | null; counterpart: string | null }>;
  users: { role: string; login: string; password: string | null }[];
  tokens: Record<string, string>;
  keys: Record<string, string>;
}

const schemaOf = (service: string): string => `hub_${service.replaceAll('-', '_')}`;

/** Starts everything. Rejects with what did not start; the caller stops `processes`. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const runDirectory = options.runDirectory ?? defaultRunDirectory;
  const progress = options.progress ?? (() => undefined);
  const { processes } = options;
  const withCounterparts = options.counterparts ?? true;
  privateDirectory(runDirectory);
  const clock = systemClock;
  const programs = findPrograms();
  const ports = await reservePorts(runDirectory, [
    'nats',
    'database',
    ...serviceNames,
    'console-web',
    'bank-gateway-wire',
    'province',
    'carrier',
    'carrier-control',
    'bank-teller-control',
    'fiscal',
    'fiscal-wire',
    'fiscal-control',
    'far-database',
    'province-database-control',
    'province-soap',
    'province-ten-events',
    'payment-aggregator',
    'payment-aggregator-control',
    'bank-gateway-notices',
    'daily-files',
    'daily-files-control',
  ]);
  const every = withCounterparts && options.platforms === 'every';
  const fiscal = withCounterparts && (options.fiscal ?? every);
  const paymentChannel = withCounterparts && options.paymentChannel === true;

  // Passwords of the bus and of the schemas are made anew for each run; keys and secrets stay with the data they guard.
  const busPasswords = new Map<string, string>(serviceNames.map((name) => [name, freshSecret(24)]));
  const schemaPasswords = new Map<string, string>(serviceNames.map((name) => [name, freshSecret(24)]));
  progress('启动数据库与消息总线 starting the database and the bus');
  const [built, pages, credentials, database, nats, farDatabase] = await Promise.all([
    buildServices({ progress }),
    (options.services ?? serviceNames).includes('console') ? buildConsole({ progress }) : undefined,
    openCredentials(runDirectory, clock),
    startDatabase({ processes, programs, directory: join(runDirectory, 'database'), newPassword: () => freshSecret(24), port: ports.of('database') }),
    startNats({
      processes,
      program: programs.natsServer,
      directory: join(runDirectory, 'nats'),
      port: ports.of('nats'),
      operatorPassword: freshSecret(24),
      users: allBusRights().map(({ service, publish, subscribe }) => ({
        user: service,
        password: busPasswords.get(service) ?? '',
        publish,
        subscribe,
      })),
    }),
    // A province's own server: nothing of the hub's is on it, and nothing of it among the hub's.
    every ? startDatabase({ processes, programs, directory: join(runDirectory, 'outside', 'far-database'), newPassword: () => freshSecret(24), port: ports.of('far-database'), name: 'far-database', bufferPool: '64M' }) : undefined,
  ]);
  await Promise.all([openSchemas(database, schemaPasswords), makeStreams(nats)]);

  const services = new Map<ServiceName, Running>();
  const counterparts = new Map<CounterpartName, Running>();
  const zone = sampleZone({ runDirectory, credentials, port: (name) => ports.of(name), platforms: every ? 'every' : 'one', fiscal, paymentChannel });
  for (const account of farDatabase === undefined ? [] : zone.exchangeAccounts) await farDatabase?.openSchema(account);
  const serviceUrl = (service: ServiceName): string => `http://127.0.0.1:${ports.of(service)}`;

  // What each is started with, now and again.
  const environments = new Map<ServiceName | CounterpartName, Record<string, string>>();
  const startCounterpart = async (name: CounterpartName): Promise<void> => {
    const { settings, control } = zone.counterpart(name);
    const environment = { ...nodeEnvironment, ...settings, ...options.counterpartSettings?.[name] };
    environments.set(name, environment);
    counterparts.set(
      name,
      await processes.start({
        name: `simulator-${name}`,
        command: process.execPath,
        args: built.simulator(name),
        env: environment,
        ready: `${control}${name === 'bank-teller' || name === 'fiscal' || name === 'daily-files' ? '/health' : '/ledger'}`,
        wave: 1,
        restart: options.restart ?? 'never',
      }),
    );
  };
  const startService = async (name: ServiceName): Promise<void> => {
    const environment = {
      ...nodeEnvironment,
      HUB_DATABASE_URL: `mysql://${encodeURIComponent(name)}:${schemaPasswords.get(name) ?? ''}@127.0.0.1:${database.port}/${schemaOf(name)}`,
      HUB_NATS_URL: nats.url,
      HUB_NATS_USER: name,
      HUB_NATS_PASSWORD: busPasswords.get(name) ?? '',
      HUB_HTTP_PORT: String(ports.of(name)),
      HUB_JWKS_FILE: credentials.jwksFile,
      HUB_TOKEN_ISSUER: tokenIssuer,
      HUB_SERVICE_TOKEN_FILE: await credentials.serviceTokenFile(name),
      HUB_LOG_LEVEL: options.logLevel ?? 'info',
      ...zone.service(name),
      ...(name === 'console' && pages !== undefined ? { HUB_WEB_ASSETS: pages.directory } : {}),
      ...options.settings?.[name],
    };
    environments.set(name, environment);
    services.set(
      name,
      await processes.start({
        name,
        command: process.execPath,
        args: built.service(name),
        env: environment,
        cwd: projectRoot,
        ready: `${serviceUrl(name)}/health`,
        readyWithinMs: 60_000,
        wave: 2,
        restart: options.restart ?? 'never',
      }),
    );
  };

  progress('启动十个服务与外部系统模拟器 starting ten services and the simulators of the outside');
  const known = (options.services ?? serviceNames).filter((name) => built.services.includes(name));
  await Promise.all([...known.map(startService), ...(withCounterparts ? [startCounterpart('province'), startCounterpart('carrier')] : []), ...(fiscal ? [startCounterpart('fiscal')] : []), ...(paymentChannel ? [startCounterpart('payment-aggregator')] : []), ...(withCounterparts && options.dailyFiles === true ? [startCounterpart('daily-files')] : []), ...(every ? (['province-database', 'province-soap', 'province-ten-events'] as const).map(startCounterpart) : [])]);
  if (withCounterparts) await startCounterpart('bank-teller');

  const token = (role: Role, bearer: Partial<Bearer> = {}, hours?: number): Promise<string> => {
    // Whoever is named is called by the own name: a history of two officers shows two.
    const usual = people.find(({ subject, roles: held }) => (bearer.subject === undefined ? held.includes(role) : subject === bearer.subject)) ?? people.find((person) => person.roles.includes(role)) ?? { subject: `${role}-a`, name: `${role}（演示）`, roles: [role] };
    return credentials.token({ ...usual, roles: [role], ...bearer }, hours);
  };
  const endpoints: Endpoints = {
    console: known.includes('console') ? zone.console.url : null,
    services: Object.fromEntries(
      known.map((name) => [name, { url: serviceUrl(name), openapi: join(projectRoot, 'contracts', name, 'openapi.yaml') }]),
    ),
    nats: { url: nats.url, monitor: nats.monitorUrl, ...nats.operator },
    database: {
      host: database.host,
      port: database.port,
      socket: database.socketPath,
      ...database.administrator,
      schemas: Object.fromEntries(known.map((name) => [name, { schema: schemaOf(name), user: name, password: schemaPasswords.get(name) ?? '' }])),
    },
    gateways: zone.gateways(withCounterparts),
    // Who does not use the console is a token only.
    users: [
      ...zone.console.users.map(({ role, login, password }) => ({ role, login, password })),
      ...people.filter((person) => person.roles.some((role) => role === 'applicant' || role === 'bank-teller'))
        .flatMap((person) => person.roles.map((role) => ({ role, login: person.subject, password: null }))),
    ],
    tokens: Object.fromEntries(await Promise.all(people.flatMap((person) => person.roles.map(async (role) => [role, await token(role)] as const)))),
    keys: { jwks: credentials.jwksFile, secrets: credentials.directory },
  };

  const hub: Hub = {
    runDirectory,
    endpoints,
    credentials,
    nats,
    database,
    services,
    counterparts,
    url: serviceUrl,
    control: (name) => zone.counterpart(name).control,
    token,
    change: (name, settings) => { Object.assign(environments.get(name) ?? {}, settings); },
    residentBytes: () => [...services.values()].reduce((sum, running) => sum + running.residentBytes(), 0),
  };
  if (options.sample ?? true) {
    progress('载入赋权文书、印章与事项目录 loading delegations, seals and the item catalogue');
    Object.assign(endpoints.keys, await prepareSample(hub, progress));
  }
  writePrivate(join(runDirectory, 'endpoints.json'), `${JSON.stringify(endpoints, null, 2)}\n`);
  return hub;
}

async function openSchemas(database: DatabaseInstance, passwords: Map<string, string>): Promise<void> {
  await Promise.all([...passwords].map(([name, password]) => database.openSchema({ schema: schemaOf(name), user: name, password })));
}

async function makeStreams(nats: NatsInstance): Promise<void> {
  const connection = await connect({ servers: nats.url, user: nats.operator.user, pass: nats.operator.password, timeout: 5_000 });
  try {
    await ensureStreams(connection, 1);
  } finally {
    await connection.close();
  }
}

const Ports = z.record(z.string(), z.number().int());

/** A port for each name, the same as last time where that one is free. */
async function reservePorts(runDirectory: string, names: string[]): Promise<{ of(name: string): number }> {
  const path = join(runDirectory, 'ports.json');
  const text = readIfThere(path);
  const before = text === undefined ? {} : (Ports.safeParse(JSON.parse(text)).data ?? {});
  const ports: Record<string, number> = {};
  const taken = new Set<number>();
  for (const name of names) {
    let port = await freePort(before[name]);
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    ports[name] = port;
  }
  writePrivate(path, `${JSON.stringify(ports, null, 2)}\n`);
  return {
    of(name) {
      const port = ports[name];
      if (port === undefined) throw new Error(`no port was reserved for ${name}`);
      return port;
    },
  };
}

/** Forgets database, streams, secrets and what the simulators keep; not the packages, programs and build. Nothing may run. */
export function forgetData(runDirectory: string): void {
  for (const name of ['database', 'nats', 'outside', 'secrets', 'seal-keys', 'files', 'demo', 'endpoints.json']) {
    rmSync(join(runDirectory, name), { recursive: true, force: true });
  }
}

/** What a running hub wrote; for commands that attach to one. */
export function readEndpoints(runDirectory: string = defaultRunDirectory): unknown {
  const path = join(runDirectory, 'endpoints.json');
  if (!existsSync(path)) throw new Error(`没有 no ${path}: 请先运行 start the hub first (./scripts/up)`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
