/** A folder of this machine, for files that another program of the zone brings (a bank's own client, a mounted share). Only ever read. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTrouble, isPlainName, patiently, RemoteTrouble, type RemoteFile, type RemoteFolder } from './remote-folder.ts';

/** A share that is mounted may be gone: then nothing comes any more. */
const waitMs = 60_000;

/** Throws RemoteTrouble when there is no such folder. */
export async function openLocalFolder(folder: string): Promise<RemoteFolder> {
  await readdir(folder).catch(() => { throw new RemoteTrouble(`没有这个目录 no such folder: ${folder}`, true); });
  return {
    async list(wanted) {
      const entries = await readdir(folder, { withFileTypes: true });
      return Promise.all(entries.filter((entry) => entry.isFile() && isPlainName(entry.name) && wanted(entry.name)).map(async ({ name }): Promise<RemoteFile> => {
        const { size, mtimeMs } = await stat(join(folder, name));
        return { name, bytes: size, changed: String(mtimeMs) };
      }));
    },
    read: (name) => Promise.resolve(patiently(createReadStream(join(folder, name), { highWaterMark: 262_144 }), waitMs, name, (error) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return new FileTrouble(code, code === 'EACCES');
    })),
    close: () => Promise.resolve(),
  };
}
