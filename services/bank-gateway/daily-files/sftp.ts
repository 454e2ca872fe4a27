/**
 * A folder over SFTP. Promises: a server is believed only when its host key is the one agreed on, because whoever answers in its place
 * would write our books; the library is loaded at the first look, not at the start.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Client, SFTPWrapper } from 'ssh2';
import { FileTrouble, isPlainName, patiently, RemoteTrouble, within, type RemoteFile, type RemoteFolder } from './remote-folder.ts';

export interface SftpPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string | undefined;
  readonly privateKeyFile?: string | undefined;
  /** As `ssh-keygen -lf` prints it: SHA256:… */
  readonly hostKey: string;
  readonly folder: string;
  readonly waitMs: number;
}

const fingerprint = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** Signs on; throws RemoteTrouble. */
export async function openSftp(place: SftpPlace): Promise<RemoteFolder> {
  const { default: ssh2 } = await import('ssh2');
  const { folder, waitMs } = place;
  let privateKey: Buffer | undefined;
  if (place.privateKeyFile !== undefined) {
    try { privateKey = await readFile(place.privateKeyFile); } catch { throw new RemoteTrouble(`私钥文件读不到 the private key cannot be read: ${place.privateKeyFile}`, true); }
  }
  const client: Client = new ssh2.Client();
  let stranger: string | undefined;
  let ended: Error | undefined;
  try {
    await within(waitMs, '登录 sign-on', new Promise<void>((resolve, reject) => {
      client.on('ready', () => { resolve(); });
      client.on('error', (error) => { ended = error; reject(error); });
      client.on('close', () => { reject(new RemoteTrouble('连接断开 connection closed')); });
      client.connect({
        host: place.host, port: place.port, username: place.user, readyTimeout: waitMs, keepaliveInterval: 15_000,
        ...(place.password === undefined ? {} : { password: place.password }), ...(privateKey === undefined ? {} : { privateKey }),
        hostVerifier: (key: Buffer) => { const shown = fingerprint(key); if (shown !== place.hostKey) stranger = shown; return shown === place.hostKey; },
      });
    }));
    const sftp = await within(waitMs, 'sftp', new Promise<SFTPWrapper>((resolve, reject) => { client.sftp((error, opened) => { if (error) reject(error); else resolve(opened); }); }));
    return {
      list: (wanted) => within(waitMs, '列目录 listing', new Promise<RemoteFile[]>((resolve, reject) => {
        sftp.readdir(folder, (error, entries) => {
          if (error) reject(troubleFrom(error, ended));
          else resolve(entries.filter(({ attrs, filename }) => attrs.isFile() && isPlainName(filename) && wanted(filename)).map(({ filename, attrs }) => ({ name: filename, bytes: attrs.size, changed: String(attrs.mtime) })));
        });
      })),
      read: (name) => Promise.resolve(patiently(sftp.createReadStream(`${folder.replace(/\/+$/, '')}/${name}`, { highWaterMark: 262_144 }), waitMs, name, (error) => ended ? troubleFrom(error, ended) : ofFile(error))),
      close: () => new Promise((resolve) => { client.once('close', () => { resolve(); }); client.end(); setTimeout(() => { client.destroy(); resolve(); }, 2_000).unref(); }),
    };
  } catch (error) {
    client.destroy();
    if (stranger !== undefined) throw new RemoteTrouble(`主机密钥不符，可能有人冒充 the host key is another, somebody may stand in between: ${stranger}`, true);
    throw troubleFrom(error, ended);
  }
}

function troubleFrom(error: unknown, ended: Error | undefined): RemoteTrouble {
  if (error instanceof RemoteTrouble && !ended) return error;
  const cause = ended ?? (error instanceof Error ? error : new Error('unknown'));
  const level = 'level' in cause ? String(cause.level) : '';
  const code = 'code' in cause ? Number(cause.code) : 0;
  // 2 no such file, 3 permission denied (draft-ietf-secsh-filexfer-02, section 7).
  return new RemoteTrouble(cause.message, level === 'client-authentication' || code === 2 || code === 3);
}

/** What the server says of one file: 2 no such file, 3 permission denied, 4 failure. Anything else is said of the line. */
function ofFile(error: unknown): RemoteTrouble {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : 0;
  return error instanceof Error && [2, 3, 4].includes(code) ? new FileTrouble(error.message, code === 3) : troubleFrom(error, undefined);
}
