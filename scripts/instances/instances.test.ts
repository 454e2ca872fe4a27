// Needs nats-server and MariaDB; `./scripts/test` brings them. Each test has folders of its own.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcesses, type Processes } from '../processes.ts';
import { startDatabase, type DatabaseInstance } from './mariadb.ts';
import { natsConfig, startNats, type NatsInstance } from './nats.ts';
import { findPrograms } from './programs.ts';

let folder: string;
let processes: Processes;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-instances-'));
  processes = createProcesses({ runDirectory: folder });
});

afterAll(async () => {
  await processes.stopAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('a private nats-server', () => {
  let nats: NatsInstance;
  const fees = { user: 'fees', password: 'fees "quoted" $password', publish: ['events.fees.>', '$JS.API.INFO'], subscribe: ['_INBOX_fees.>'] };

  beforeAll(async () => {
    nats = await startNats({
      processes,
      program: findPrograms().natsServer,
      directory: join(folder, 'nats'),
      users: [fees],
      operatorPassword: 'operator-of-this-run',
    });
  });

  it('refuses who has no password', async () => {
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(/Authorization Violation/);
  });

  it('lets a service publish what it was given and nothing else', async () => {
    const operator = await connect({ servers: nats.url, user: 'operator', pass: 'operator-of-this-run' });
    const manager = await jetstreamManager(operator);
    await manager.streams.add({ name: 'EVENTS', subjects: ['events.>'] });
    const service = await connect({ servers: nats.url, user: fees.user, pass: fees.password, inboxPrefix: '_INBOX_fees' });
    await expect(jetstream(service).publish('events.fees.bill-issued', 'x')).resolves.toMatchObject({ stream: 'EVENTS' });
    await expect(jetstream(service).publish('events.seal.seal-used', 'x')).rejects.toThrow(/[Pp]ermissions/);
    await service.close();
    await operator.close();
  });

  it('keeps its streams when killed with -9 and started again', async () => {
    await nats.running.kill();
    await nats.running.startAgain();
    const operator = await connect({ servers: nats.url, user: 'operator', pass: 'operator-of-this-run' });
    const manager = await jetstreamManager(operator);
    expect((await manager.streams.info('EVENTS')).state.messages).toBe(1);
    await operator.close();
  });

  it('keeps its passwords from other people on the machine', () => {
    expect(statSync(join(folder, 'nats', 'nats.conf')).mode & 0o077).toBe(0);
  });

  it('denies a user without any right everything', () => {
    const config = natsConfig({
      port: 1,
      monitorPort: 2,
      storeDirectory: '/x',
      users: [{ user: 'nobody', password: 'p', publish: [], subscribe: [] }],
      operator: { user: 'o', password: 'p' },
    });
    expect(config).toContain('publish: { deny: ">" }, subscribe: { deny: ">" }');
  });
});

describe('a private database', () => {
  let database: DatabaseInstance;
  const start = (): Promise<DatabaseInstance> =>
    startDatabase({ processes, programs: findPrograms(), directory: join(folder, 'database'), newPassword: () => 'administrator-of-this-folder' });

  beforeAll(async () => {
    database = await start();
    await database.openSchema({ schema: 'hub_fees', user: 'fees', password: 'one' });
    await database.openSchema({ schema: 'hubXfees', user: 'neighbour', password: 'two' });
  }, 60_000);

  const connectAs = (user: string, password: string, schema?: string) =>
    createConnection({ host: database.host, port: database.port, user, password, ...(schema === undefined ? {} : { database: schema }) });

  it('gives a service its own schema and hides the others', async () => {
    const connection = await connectAs('fees', 'one', 'hub_fees');
    await connection.query('CREATE TABLE bill (id INT PRIMARY KEY)');
    const [schemas] = await connection.query('SHOW DATABASES');
    expect(JSON.stringify(schemas)).not.toMatch(/hubXfees|"mysql"/);
    await expect(connection.query('CREATE TABLE hubXfees.x (id INT)')).rejects.toThrow(/denied/);
    await connection.end();
  });

  it('has no administrator over the network and none without a password', async () => {
    await expect(connectAs('root', '')).rejects.toThrow(/denied/);
    await expect(connectAs('root', database.administrator.password)).rejects.toThrow(/denied/);
    await expect(createConnection({ socketPath: database.socketPath, user: 'root' })).rejects.toThrow(/denied/);
  });

  it('keeps what was committed when killed with -9, on the same port', async () => {
    const before = await connectAs('fees', 'one', 'hub_fees');
    before.on('error', () => undefined);
    await before.query('INSERT INTO bill VALUES (7)');
    await database.running.kill();
    await database.running.startAgain();
    const after = await connectAs('fees', 'one', 'hub_fees');
    const [rows] = await after.query('SELECT id FROM bill');
    expect(rows).toEqual([{ id: 7 }]);
    await after.end();
  }, 30_000);

  it('takes the new password of a new run and forgets the old one', async () => {
    await database.openSchema({ schema: 'hub_fees', user: 'fees', password: 'three' });
    await expect(connectAs('fees', 'one')).rejects.toThrow(/denied/);
    await (await connectAs('fees', 'three', 'hub_fees')).end();
  });

  it('works where the path is too long for a socket', async () => {
    const deep = join(folder, 'a-folder-with-a-name-so-long-that-a-socket-in-it', 'would-not-fit-into-the-108-bytes-the-kernel-has', 'database');
    const other = await startDatabase({ processes, programs: findPrograms(), directory: deep, newPassword: () => 'p', name: 'database-deep' });
    expect(Buffer.byteLength(other.socketPath)).toBeLessThan(107);
    await other.running.stop();
    rmSync(dirname(other.socketPath), { recursive: true, force: true });
  }, 60_000);

  it('starts a half prepared folder over', async () => {
    const directory = join(folder, 'half');
    const first = await startDatabase({ processes, programs: findPrograms(), directory, newPassword: () => 'first', name: 'database-half-1' });
    await first.running.stop();
    rmSync(join(directory, 'administrator-password'));
    const second = await startDatabase({ processes, programs: findPrograms(), directory, newPassword: () => 'second', name: 'database-half-2' });
    expect(second.administrator.password).toBe('second');
    await second.running.stop();
  }, 60_000);
});
