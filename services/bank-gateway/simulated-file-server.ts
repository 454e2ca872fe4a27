/** The SFTP server of a simulated bank: one account, one folder, files to read and nothing else. Written for simulators alone. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attributes, Connection, SFTPWrapper } from 'ssh2';

/** How fast files are given out, and who is told that one is being read: a file may be cut off in the middle only while it takes its time. */
export interface Pace { pauseMs(): number; opened(): void; closed(): void }

export interface FileServer { readonly port: number; readonly hostKey: string; stop(): Promise<void> }

/** Starts it; the host key is made once and kept in `hostKeyFile`, so that it stays the one agreed on. */
export async function startFileServer(given: { host: string; port: number; user: string; password: string; folder: string; hostKeyFile: string; pace?: Pace }): Promise<FileServer> {
  const { default: ssh2 } = await import('ssh2');
  if (!existsSync(given.hostKeyFile)) writeFileSync(given.hostKeyFile, ssh2.utils.generateKeyPairSync('ed25519').private, { mode: 0o600 });
  const privateKey = readFileSync(given.hostKeyFile);
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  const open_ = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    open_.add(client);
    client.on('close', () => { open_.delete(client); });
    client.on('error', () => undefined);
    client.on('authentication', (asked) => {
      if (asked.method === 'password' && asked.username === given.user && asked.password === given.password) asked.accept();
      else asked.reject(['password']);
    });
    client.on('session', (accept) => { accept().on('sftp', (acceptSftp) => { const sftp = acceptSftp(); serve(sftp, given.folder, ssh2.utils.sftp.STATUS_CODE, given.pace, client); }); });
  });
  await new Promise<void>((resolve) => { server.listen(given.port, given.host, resolve); });
  const address: unknown = server.address();
  return {
    port: typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : given.port,
    hostKey: `SHA256:${createHash('sha256').update(key?.getPublicSSH() ?? '').digest('base64').replace(/=+$/, '')}`,
    stop: () => new Promise((resolve) => { for (const client of open_) client.end(); server.close(() => { resolve(); }); }),
  };
}

function serve(sftp: SFTPWrapper, folder: string, status: { OK: number; EOF: number; FAILURE: number; NO_SUCH_FILE: number; PERMISSION_DENIED: number }, pace: Pace | undefined, client: Connection): void {
  const handles = new Map<string, { file: FileHandle } | { listed: boolean }>();
  let last = 0;
  const newHandle = (value: { file: FileHandle } | { listed: boolean }): Buffer => { const name = String(last += 1); handles.set(name, value); return Buffer.from(name); };
  client.on('close', () => { for (const known of handles.values()) if ('file' in known) { pace?.closed(); void known.file.close().catch(() => undefined); } handles.clear(); });
  const attributes = async (name: string): Promise<Attributes> => {
    const { size, mtimeMs, mode } = await stat(join(folder, name));
    return { mode, uid: 0, gid: 0, size, atime: Math.floor(mtimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) };
  };
  const or = (request: number, work: Promise<void>): void => { work.catch(() => { sftp.status(request, status.NO_SUCH_FILE); }); };
  // Whatever path is asked for, it is a name in the one folder.
  const nameOf = (path: string): string => (/^[./]*$/.test(path) || path === folder ? '.' : basename(path));
  sftp.on('REALPATH', (request, path) => { sftp.name(request, [{ filename: path === '.' ? '/' : path, longname: path, attrs: { mode: 0o40755, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } }]); });
  sftp.on('OPENDIR', (request) => { sftp.handle(request, newHandle({ listed: false })); });
  sftp.on('READDIR', (request, handle) => {
    const known = handles.get(handle.toString());
    if (!known || !('listed' in known) || known.listed) { sftp.status(request, status.EOF); return; }
    known.listed = true;
    or(request, (async () => { sftp.name(request, await Promise.all((await readdir(folder)).map(async (filename) => ({ filename, longname: filename, attrs: await attributes(filename) })))); })());
  });
  sftp.on('OPEN', (request, path, flags) => {
    if ((flags & 2) !== 0) { sftp.status(request, status.PERMISSION_DENIED); return; }
    or(request, (async () => { const file = await open(join(folder, nameOf(path)), 'r'); pace?.opened(); sftp.handle(request, newHandle({ file })); })());
  });
  sftp.on('READ', (request, handle, offset, length) => {
    const known = handles.get(handle.toString());
    if (!known || !('file' in known)) { sftp.status(request, status.FAILURE); return; }
    or(request, (async () => {
      const pauseMs = pace?.pauseMs() ?? 0;
      if (pauseMs > 0) await delay(pauseMs);
      const most = Math.min(length, pauseMs > 0 ? 2_048 : 262_144);
      const { bytesRead, buffer } = await known.file.read(Buffer.alloc(most), 0, most, offset);
      if (bytesRead === 0) sftp.status(request, status.EOF); else sftp.data(request, buffer.subarray(0, bytesRead));
    })());
  });
  sftp.on('CLOSE', (request, handle) => {
    const known = handles.get(handle.toString());
    if (known && 'file' in known) { pace?.closed(); handles.delete(handle.toString()); void known.file.close(); }
    sftp.status(request, status.OK);
  });
  for (const asked of ['STAT', 'LSTAT'] as const) sftp.on(asked, (request: number, path: string) => { or(request, (async () => { sftp.attrs(request, await attributes(nameOf(path))); })()); });
  sftp.on('FSTAT', (request, handle) => {
    const known = handles.get(handle.toString());
    if (!known || !('file' in known)) { sftp.status(request, status.FAILURE); return; }
    or(request, (async () => { const { size, mtimeMs, mode } = await known.file.stat(); sftp.attrs(request, { mode, uid: 0, gid: 0, size, atime: Math.floor(mtimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) }); })());
  });
}
