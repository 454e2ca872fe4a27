// A private MariaDB (or MySQL) with a data folder of its own. Promise: loopback only, a commit is on disk before it is
// acknowledged, the administrator's password is made for this folder, every service has one schema and one account that
// can see no other, and a second start reuses the data.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection, type Connection } from 'mysql2/promise';
import { privateDirectory, readIfThere, writePrivate } from '../run-directory.ts';
import type { Processes, Running } from '../processes.ts';
import { tail } from '../processes.ts';
import { freePort } from './ports.ts';
import type { Programs } from './programs.ts';

const run = promisify(execFile);

/** A running private database server. */
export interface DatabaseInstance {
  host: string;
  port: number;
  socketPath: string;
  administrator: { user: string; password: string };
  running: Running;
  /** Makes schema and account if they are missing, sets the password anew, grants that schema and nothing else. */
  openSchema(account: { schema: string; user: string; password: string }): Promise<void>;
  /** Drops a schema with all it holds, and its account: for tests that made one. */
  dropSchema(account: { schema: string; user: string }): Promise<void>;
}

/** Longest socket path the kernel takes, with room for the terminating zero. */
const longestSocketPath = 100;

/** `directory` is kept between runs. `newPassword` makes the administrator's password when the folder is prepared. */
export async function startDatabase(options: {
  processes: Processes;
  programs: Programs;
  directory: string;
  newPassword: () => string;
  port?: number;
  name?: string;
  /** Page cache; 256M is plenty for one machine's worth of cases. */
  bufferPool?: string;
}): Promise<DatabaseInstance> {
  privateDirectory(options.directory);
  const dataDirectory = join(options.directory, 'data');
  // A server empties its temporary folder of tables when it starts, and would take those of another one in a shared /tmp.
  const temporaryDirectory = privateDirectory(join(options.directory, 'tmp'));
  const passwordPath = join(options.directory, 'administrator-password');
  // Ready means both: prepared folder and our own password in it. Half of it is started over.
  if (!existsSync(dataDirectory) || readIfThere(passwordPath) === undefined) {
    rmSync(dataDirectory, { recursive: true, force: true });
    await prepareFolder(options.programs, dataDirectory, temporaryDirectory);
  }
  const socketPath = join(socketDirectory(options.directory), 'db.sock');
  rmSync(socketPath, { force: true });
  const port = await freePort(options.port);
  const errorLog = join(options.directory, 'error.log');
  const administrator = { user: 'root', password: readIfThere(passwordPath)?.trim() ?? '' };

  const connect = (): Promise<Connection> =>
    createConnection({ socketPath, user: administrator.user, password: administrator.password, multipleStatements: false });
  const answersPing = async (): Promise<boolean> => {
    if (!existsSync(socketPath)) return false;
    const connection = await connect();
    await connection.ping();
    await connection.end();
    return true;
  };

  const running = await options.processes
    .start({
      name: options.name ?? 'database',
      command: options.programs.databaseServer,
      args: [
        '--no-defaults',
        `--user=${userInfo().username}`,
        `--datadir=${dataDirectory}`,
        `--tmpdir=${temporaryDirectory}`,
        `--socket=${socketPath}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--pid-file=${join(options.directory, 'server.pid')}`,
        `--log-error=${errorLog}`,
        '--skip-name-resolve',
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_unicode_ci',
        '--innodb-flush-log-at-trx-commit=1',
        `--innodb-buffer-pool-size=${options.bufferPool ?? '256M'}`,
        '--innodb-log-file-size=256M',
        '--max-connections=400',
        // A material of 20 MB travels as twice as many hexadecimal digits.
        '--max-allowed-packet=64M',
        '--skip-symbolic-links',
        // Sixty connections of ten services on a few cores: as many workers as cores, not a thread for each connection.
        '--thread-handling=pool-of-threads',
        ...(options.programs.databaseKind === 'mysql' ? ['--mysqlx=OFF', '--secure-file-priv='] : []),
      ].filter((flag) => options.programs.databaseKind === 'mariadb' || !['--skip-symbolic-links', '--thread-handling=pool-of-threads'].includes(flag)),
      ready: answersPing,
      readyWithinMs: 60_000,
      stopWithinMs: 20_000,
      wave: 0,
    })
    .catch((error: unknown) => {
      throw new Error(
        `数据库未能启动 the database did not start: ${error instanceof Error ? error.message : String(error)}\n${tail(errorLog, 1500)}`,
        { cause: error },
      );
    });

  if (administrator.password === '') {
    const password = options.newPassword();
    await takeOver(await connect(), password);
    writePrivate(passwordPath, `${password}\n`);
    administrator.password = password;
  }

  return {
    host: '127.0.0.1',
    port,
    socketPath,
    administrator,
    running,
    async openSchema(account) {
      const connection = await connect();
      try {
        const user = `${connection.escape(account.user)}@'127.0.0.1'`;
        await connection.query(
          `CREATE DATABASE IF NOT EXISTS ${connection.escapeId(account.schema)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
        );
        await connection.query(`CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY ${connection.escape(account.password)}`);
        await connection.query(`ALTER USER ${user} IDENTIFIED BY ${connection.escape(account.password)}`);
        // In GRANT the schema's name is a pattern: an underscore would match any letter, and so a neighbour's schema.
        const pattern = connection.escapeId(account.schema.replaceAll('_', String.raw`\_`));
        await connection.query(`GRANT ALL PRIVILEGES ON ${pattern}.* TO ${user}`);
      } finally {
        await connection.end();
      }
    },
    async dropSchema(account) {
      const connection = await connect();
      try {
        await connection.query(`DROP DATABASE IF EXISTS ${connection.escapeId(account.schema)}`);
        await connection.query(`DROP USER IF EXISTS ${connection.escape(account.user)}@'127.0.0.1'`);
      } finally {
        await connection.end();
      }
    },
  };
}

async function prepareFolder(programs: Programs, dataDirectory: string, temporaryDirectory: string): Promise<void> {
  const half = `${dataDirectory}.preparing`;
  rmSync(half, { recursive: true, force: true });
  const user = userInfo().username;
  if (programs.databaseKind === 'mysql') {
    await run(programs.databaseServer, [
      '--no-defaults',
      '--initialize-insecure',
      `--user=${user}`,
      `--datadir=${half}`,
      `--tmpdir=${temporaryDirectory}`,
    ]);
  } else {
    if (programs.databaseInstaller === null) throw new Error('缺少 missing mariadb-install-db: run ./scripts/setup again');
    await run(programs.databaseInstaller, [
      '--no-defaults',
      `--datadir=${half}`,
      `--tmpdir=${temporaryDirectory}`,
      `--user=${user}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
  }
  renameSync(half, dataDirectory);
}

/** Leaves one administrator, reachable over the private socket only, with a password. */
async function takeOver(connection: Connection, password: string): Promise<void> {
  try {
    const [rows] = await connection.query("SELECT User AS user, Host AS host FROM mysql.user WHERE User IN ('', 'root', 'mysql')");
    if (Array.isArray(rows)) {
      for (const row of rows) {
        if (!('user' in row) || !('host' in row)) continue;
        if (row.user === 'root' && row.host === 'localhost') continue;
        await connection.query(`DROP USER IF EXISTS ${connection.escape(row.user)}@${connection.escape(row.host)}`);
      }
    }
    await connection.query(`ALTER USER 'root'@'localhost' IDENTIFIED BY ${connection.escape(password)}`);
  } finally {
    await connection.end();
  }
}

/** The folder itself when the path is short enough, else one under the system's temporary folder that only we may enter. */
function socketDirectory(directory: string): string {
  if (Buffer.byteLength(join(directory, 'db.sock')) <= longestSocketPath) return directory;
  const place = join(tmpdir(), `hub-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}-${userInfo().uid}`);
  privateDirectory(place);
  const found = lstatSync(place);
  if (!found.isDirectory() || found.uid !== userInfo().uid) throw new Error(`${place} 不属于当前用户 is not ours: remove it`);
  return place;
}
