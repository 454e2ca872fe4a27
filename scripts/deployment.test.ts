// docker-compose.yml, checked as far as possible without an engine: what it asks for, what each service is told, and the
// bus configuration on a real cluster of three nodes.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceNames } from '../contracts/envelope.ts';
import { systemClock } from '../infra/clock.ts';
import { BaseSettings, readSettings } from '../infra/config.ts';
import { makeStreams } from '../infra/deploy/streams.ts';
import { allBusRights } from '../infra/streams.ts';
import { service as bankGateway } from '../services/bank-gateway/service.ts';
import { service as catalogue } from '../services/catalogue/service.ts';
import { service as certificates } from '../services/certificates/service.ts';
import { service as hallConsole } from '../services/console/service.ts';
import { service as fees } from '../services/fees/service.ts';
import { service as intake } from '../services/intake/service.ts';
import { service as notify } from '../services/notify/service.ts';
import { openPlatforms } from '../services/province-gateway/platforms.ts';
import { service as provinceGateway } from '../services/province-gateway/service.ts';
import { service as seal } from '../services/seal/service.ts';
import { service as smsGateway } from '../services/sms-gateway/service.ts';
import { composeVariables, fillIn, readCompose } from './compose-file.ts';
import { busPasswordVariable } from './documents/bus-configuration.ts';
import { freePort } from './instances/ports.ts';
import { findPrograms } from './instances/programs.ts';
import { answers, createProcesses, type Processes } from './processes.ts';
import { projectRoot, writePrivate } from './run-directory.ts';

const run = promisify(execFile);
const services = [intake, catalogue, fees, seal, certificates, notify, provinceGateway, bankGateway, smsGateway, hallConsole];
const text = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
let folder: string;
let values: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-deployment-'));
  await run(process.execPath, ['--import', 'tsx', 'scripts/deployment-secrets.ts', join(folder, 'trial'), '--trial'], { cwd: projectRoot });
  values = readEnv(join(folder, 'trial', 'hub.env'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readEnv(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/^'(.*)'$/, '$1')]));
}

describe('docker-compose.yml', () => {
  it('refuses to start while any secret or fact is missing', () => {
    expect(() => fillIn(text, {})).toThrow(/required variable/);
    for (const { name } of composeVariables(text).filter((each) => each.standard === undefined)) {
      const { [name]: _left, ...rest } = values;
      expect(() => fillIn(text, rest), name).toThrow(name);
    }
  });

  it('has a default for nothing that keeps somebody out', () => {
    const withDefault = composeVariables(text).filter((each) => each.standard !== undefined);
    expect(withDefault.map((each) => each.name).filter((name) => /PASSWORD|SECRET|TOKEN|KEY/.test(name))).toEqual([]);
  });

  it('runs every service, all from one image, each with its health, secrets and order of start', () => {
    const compose = readCompose(text, values);
    for (const name of serviceNames) {
      const service = compose.services[name];
      expect(service?.command, name).toEqual(['service', name]);
      expect(service?.image).toBe(compose.services['intake']?.image);
      expect(service?.healthcheck?.test.join(' '), name).toContain('/health');
      expect(service?.secrets, name).toEqual(expect.arrayContaining(['jwks', `token-${name}`]));
      expect(service?.depends_on['streams']?.condition, name).toBe('service_completed_successfully');
    }
    for (const service of Object.values(compose.services)) {
      for (const secret of service.secrets) expect(compose.secrets).toHaveProperty([secret]);
      for (const network of service.networks) expect(compose.networks).toHaveProperty([network]);
      for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('tells each service all its settings, and nothing it does not know', () => {
    const compose = readCompose(text, values);
    for (const service of services) {
      const environment = compose.services[service.name]?.environment ?? {};
      const schema = BaseSettings.extend(service.settings.shape);
      expect(() => readSettings(schema, environment), service.name).not.toThrow();
      const known = Object.keys(schema.shape).map((setting) => `HUB_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`);
      expect(
        Object.keys(environment).filter((name) => !known.includes(name)),
        service.name,
      ).toEqual([]);
    }
  });

  it('gives simulators only to those who ask for them', () => {
    const compose = readCompose(text, values);
    const simulators = Object.entries(compose.services).filter(([name]) => name.startsWith('simulator-'));
    expect(simulators.map(([name]) => name)).toEqual(['simulator-province', 'simulator-province-soap', 'simulator-carrier', 'simulator-bank-teller']);
    for (const [name, simulator] of simulators) expect(simulator.profiles, name).toEqual(['simulators']);
  });

  it('connects two provinces of two dialects in the trial, by profile alone', async () => {
    const { file } = readCompose(text, values).secrets['province-platforms'] ?? {};
    const here = readFileSync(file ?? '', 'utf8').replaceAll('"/app/', `"${projectRoot}/`);
    const path = join(folder, 'platforms-here.json');
    writePrivate(path, here);
    const platforms = await openPlatforms({ file: path, clock: systemClock, onExchange: () => undefined });
    expect(platforms.all.map(({ name, dialect }) => `${name} ${dialect}`)).toEqual(['province signed-rest', 'province-soap soap-xml']);
    platforms.close();
    const simulated = readCompose(text, values).services;
    expect(here).toContain(simulated['simulator-province']?.environment['HUB_APP_SECRET'] ?? 'none');
    expect(here).toContain(simulated['simulator-province-soap']?.environment['HUB_PASSWORD'] ?? 'none');
  });

  it('finds every file and folder it names', () => {
    const compose = readCompose(text, values);
    const named = Object.values(compose.services).flatMap((service) =>
      service.volumes.map((volume) => volume.split(':')[0] ?? '').filter((path) => path.startsWith('.')),
    );
    for (const path of [...named, 'infra/deploy/Dockerfile', 'infra/deploy/run.sh']) expect(existsSync(join(projectRoot, path)), path).toBe(true);
    for (const secret of Object.values(compose.secrets)) {
      expect(existsSync(secret.file), secret.file).toBe(true);
      expect(statSync(secret.file).mode & 0o077, secret.file).toBe(0);
    }
  });
});

describe('the bus of the deployment', () => {
  let processes: Processes;
  beforeAll(() => {
    processes = createProcesses({ runDirectory: join(folder, 'run') });
  });
  afterAll(() => processes.stopAll());

  it('is a cluster of three that keeps each stream three times and lets a service do what its contract says', async () => {
    const configuration = readFileSync(join(projectRoot, 'infra', 'deploy', 'nats', 'nats.conf'), 'utf8');
    const nodes = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => ({ name: `nats-${name}`, client: await freePort(), monitor: await freePort(), cluster: await freePort() })),
    );
    const program = findPrograms().natsServer;
    await Promise.all(
      nodes.map(async (node) => {
        const [first, second] = nodes.filter((each) => each !== node);
        const config = join(folder, `${node.name}.conf`);
        // Only addresses and the place of the data differ from the deployed file.
        const here = configuration
          .replace('0.0.0.0:4222', `127.0.0.1:${node.client}`)
          .replace('0.0.0.0:8222', `127.0.0.1:${node.monitor}`)
          .replace('0.0.0.0:6222', `127.0.0.1:${node.cluster}`)
          .replace('"/data"', JSON.stringify(join(folder, node.name)));
        writePrivate(config, here);
        const route = (port: number | undefined): string => `nats-route://node:${values['NATS_CLUSTER_PASSWORD'] ?? ''}@127.0.0.1:${port ?? 0}`;
        await processes.start({
          name: node.name,
          command: program,
          args: ['-c', config],
          env: { ...values, NATS_NODE: node.name, NATS_ROUTE_A: route(first?.cluster), NATS_ROUTE_B: route(second?.cluster) },
          ready: () => answers(`http://127.0.0.1:${node.monitor}/healthz?js-server-only=true`),
        });
      }),
    );
    const servers = nodes.map((node) => `nats://127.0.0.1:${node.client}`);
    const operator = { user: 'operator', pass: values['OPERATOR_NATS_PASSWORD'] ?? '' };
    await makeStreams({ natsUrl: servers.join(','), natsUser: operator.user, natsPassword: operator.pass, streamReplicas: 3, patienceMs: 30_000 });
    // Once more, as at every start: nothing is made twice.
    await makeStreams({ natsUrl: servers.join(','), natsUser: operator.user, natsPassword: operator.pass, streamReplicas: 3, patienceMs: 30_000 });
    const connection = await connect({ servers, ...operator });
    const info = await (await jetstreamManager(connection)).streams.info('EVENTS');
    expect(info.config.num_replicas).toBe(3);
    expect(info.cluster?.replicas).toHaveLength(2);
    await connection.close();

    const asFees = await connect({ servers, user: 'fees', pass: values[busPasswordVariable('fees')] ?? '', inboxPrefix: '_INBOX_fees' });
    await expect(jetstream(asFees).publish('events.fees.bill-issued', '{}')).resolves.toMatchObject({ stream: 'EVENTS' });
    await expect(jetstream(asFees).publish('events.seal.seal-used', '{}')).rejects.toThrow(/[Pp]ermissions/);
    await asFees.close();
    await expect(connect({ servers, user: 'fees', pass: 'wrong', reconnect: false })).rejects.toThrow(/Authorization/);
  });

  it('has a user for every service', () => {
    const configuration = readFileSync(join(projectRoot, 'infra', 'deploy', 'nats', 'nats.conf'), 'utf8');
    for (const { service } of allBusRights()) expect(configuration).toContain(`user: "${service}", password: $${busPasswordVariable(service)}`);
  });
});

describe('the image', () => {
  it('holds every program under the name compose calls it by', async () => {
    const dist = join(folder, 'image', 'dist');
    await run(process.execPath, ['--import', 'tsx', 'scripts/image.ts', dist], { cwd: projectRoot });
    const current = readFileSync(join(dist, 'current'), 'utf8').trim();
    for (const service of Object.values(readCompose(text, values).services)) {
      if (service.image.startsWith('zone-hub'))
        expect(existsSync(join(dist, current, `${(service.command ?? []).join('-')}.js`)), service.command?.join(' ')).toBe(true);
    }
    expect(existsSync(join(dist, 'console', 'manifest.json'))).toBe(true);
    expect(existsSync(join(dist, readFileSync(join(dist, 'packages'), 'utf8').trim()))).toBe(true);
    expect(readFileSync(join(dist, 'flags'), 'utf8')).toMatch(/^--/);
  });
});
