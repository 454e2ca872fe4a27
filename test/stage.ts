/**
 * A stage for flows: a private NATS and a private MariaDB with the rights of the real hub, on which services of the
 * test's choice run inside the test's own process, with a clock the test may move.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { connect } from '@nats-io/transport-node';
import { serviceNames, type ServiceName } from '../contracts/envelope.ts';
import { freshSecret } from '../infra/chance.ts';
import { systemClock, type Clock } from '../infra/clock.ts';
import { audience, type Role } from '../infra/identity.ts';
import type { AnyService, RunningService } from '../infra/runner.ts';
import { allBusRights, ensureStreams } from '../infra/streams.ts';
import { freePort } from '../scripts/instances/ports.ts';
import { findPrograms } from '../scripts/instances/programs.ts';
import { startDatabase, type DatabaseInstance } from '../scripts/instances/mariadb.ts';
import { startNats, type NatsInstance } from '../scripts/instances/nats.ts';
import { createProcesses, type Processes } from '../scripts/processes.ts';

export interface Stage {
  processes: Processes;
  nats: NatsInstance;
  database: DatabaseInstance;
  /** Folder for files of this stage; gone when it closes. */
  directory: string;
  /** The private key of that issuer, for the service that makes tokens for people. */
  tokenKeyFile: string;
  /** A bearer token as the hub's issuer would give it. */
  token(role: Role | readonly Role[], claims?: { subject?: string; name?: string; department?: string; window?: string }): Promise<string>;
  /** Settings of a service on this stage, as environment variables; `more` adds its own. The URL it will serve is fixed. */
  environment(service: ServiceName, more?: Record<string, string>): Promise<Record<string, string>>;
  /** The address a service has or will have. */
  urlOf(service: ServiceName): Promise<string>;
  /** Starts a service in this process. */
  start(service: AnyService, more?: Record<string, string>, clock?: Clock): Promise<RunningService>;
  close(): Promise<void>;
}

const issuer = 'urn:zone-hub:stage';

export async function openStage(): Promise<Stage> {
  const directory = mkdtempSync(path.join(tmpdir(), 'zh-'));
  const processes = createProcesses({ runDirectory: directory });
  const programs = findPrograms();
  const passwords = new Map<string, string>(serviceNames.map((name) => [name, freshSecret(12)]));
  const passwordOf = (service: ServiceName): string => passwords.get(service) ?? '';
  const [nats, database] = await Promise.all([
    startNats({
      processes, program: programs.natsServer, directory: path.join(directory, 'nats'), operatorPassword: freshSecret(12),
      users: allBusRights().map((rights) => ({ user: rights.service, password: passwordOf(rights.service), publish: rights.publish, subscribe: rights.subscribe })),
    }),
    startDatabase({ processes, programs, directory: path.join(directory, 'db'), newPassword: () => freshSecret(12) }),
  ]);
  const operator = await connect({ servers: nats.url, user: nats.operator.user, pass: nats.operator.password });
  await ensureStreams(operator);
  await operator.close();

  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwksFile = path.join(directory, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'stage' }] }));
  const tokenKeyFile = path.join(directory, 'token-key.json');
  writeFileSync(tokenKeyFile, JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', kid: 'stage' }), { mode: 0o600 });
  const ports = new Map<ServiceName, Promise<number>>();
  const portOf = (service: ServiceName): Promise<number> => {
    const port = ports.get(service) ?? freePort();
    ports.set(service, port);
    return port;
  };
  const running: RunningService[] = [];
  // Dates far apart are walked in flows, so tokens outlive any of them.
  const token: Stage['token'] = (role, claims = {}) =>
    new SignJWT({ name: claims.name ?? '', roles: typeof role === 'string' ? [role] : [...role], ...(claims.department ? { department: claims.department } : {}), ...(claims.window ? { window: claims.window } : {}) })
      .setProtectedHeader({ alg: 'ES256', kid: 'stage' }).setSubject(claims.subject ?? (typeof role === 'string' ? role : role.join('+')))
      .setIssuer(issuer).setAudience(audience).setIssuedAt(new Date('2020-01-01')).setExpirationTime(new Date('2100-01-01')).sign(privateKey);

  const stage: Stage = {
    processes, nats, database, directory, tokenKeyFile, token,
    async environment(service, more = {}) {
      const schema = service.replaceAll('-', '_');
      await database.openSchema({ schema, user: schema, password: passwordOf(service) });
      const tokenFile = path.join(directory, `${service}.token`);
      writeFileSync(tokenFile, await token('service', { subject: service }), { mode: 0o600 });
      return {
        HUB_DATABASE_URL: `mysql://${schema}:${passwordOf(service)}@${database.host}:${database.port}/${schema}`,
        HUB_NATS_URL: nats.url, HUB_NATS_USER: service, HUB_NATS_PASSWORD: passwordOf(service),
        HUB_HTTP_PORT: String(await portOf(service)), HUB_JWKS_FILE: jwksFile, HUB_TOKEN_ISSUER: issuer, HUB_SERVICE_TOKEN_FILE: tokenFile,
        HUB_LOG_LEVEL: 'error', ...more,
      };
    },
    async urlOf(service) { return `http://127.0.0.1:${await portOf(service)}`; },
    async start(service, more = {}, clock = systemClock) {
      const started = await service.run(await stage.environment(service.name, more), clock);
      running.push(started);
      return started;
    },
    async close() {
      for (const service of running.reverse()) await service.stop().catch(() => undefined);
      await processes.stopAll();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return stage;
}

/** Asks until `fact` gives something; the way to wait for what happens elsewhere. Rejects with `what` after `withinMs`. */
export async function eventually<T>(what: string, fact: () => Promise<T | undefined | null | false>, withinMs = 20_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await fact();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > until) throw new Error(`never happened within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
