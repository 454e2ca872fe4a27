// A private nats-server with JetStream on files. Promise: loopback only, nobody may connect without a password made for
// this run, each service may publish and subscribe exactly what it was given, and a second start finds the old streams.
import { join } from 'node:path';
import { writePrivate, privateDirectory } from '../run-directory.ts';
import type { Processes, Running } from '../processes.ts';
import { answers } from '../processes.ts';
import { freePort } from './ports.ts';

/** One user of the bus with its rights; subjects may hold wildcards. */
export interface NatsUser {
  user: string;
  password: string;
  publish: string[];
  subscribe: string[];
}

/** A running private server. */
export interface NatsInstance {
  /** For clients, without credentials. */
  url: string;
  port: number;
  monitorUrl: string;
  /** May do everything: makes streams and consumers, repairs. */
  operator: { user: string; password: string };
  running: Running;
}

/** `directory` is kept between runs; `operatorPassword` should be fresh each run. */
export async function startNats(options: {
  processes: Processes;
  program: string;
  directory: string;
  users: NatsUser[];
  operatorPassword: string;
  port?: number;
  name?: string;
}): Promise<NatsInstance> {
  privateDirectory(options.directory);
  const port = await freePort(options.port);
  const monitorPort = await freePort();
  const operator = { user: 'operator', password: options.operatorPassword };
  const configPath = join(options.directory, 'nats.conf');
  writePrivate(configPath, natsConfig({ port, monitorPort, storeDirectory: join(options.directory, 'jetstream'), users: options.users, operator }));
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  const running = await options.processes.start({
    name: options.name ?? 'nats',
    command: options.program,
    args: ['-c', configPath],
    ready: () => answers(`${monitorUrl}/healthz`),
    wave: 0,
  });
  return { url: `nats://127.0.0.1:${port}`, port, monitorUrl, operator, running };
}

/** The server's configuration as text. Exported for the test that rights are quoted, not interpreted. */
export function natsConfig(options: {
  port: number;
  monitorPort: number;
  storeDirectory: string;
  users: NatsUser[];
  operator: { user: string; password: string };
}): string {
  // JSON strings are valid in this format and cannot be read as variables or includes.
  const quote = (text: string): string => JSON.stringify(text);
  const list = (subjects: string[]): string => (subjects.length === 0 ? '{ deny: ">" }' : `{ allow: [${subjects.map(quote).join(', ')}] }`);
  const users = options.users.map(
    (each) =>
      `    { user: ${quote(each.user)}, password: ${quote(each.password)}, permissions: { publish: ${list(each.publish)}, subscribe: ${list(each.subscribe)} } }`,
  );
  return [
    `listen: "127.0.0.1:${options.port}"`,
    `http: "127.0.0.1:${options.monitorPort}"`,
    'max_payload: 1048576',
    `jetstream { store_dir: ${quote(options.storeDirectory)} }`,
    'authorization {',
    '  users: [',
    `    { user: ${quote(options.operator.user)}, password: ${quote(options.operator.password)} }`,
    ...users,
    '  ]',
    '}',
    '',
  ].join('\n');
}
