/**
 * A folder on somebody else's server, whatever it is reached by. Promises: it is only ever read; every wait ends; what goes wrong is
 * thrown as a `RemoteTrouble` that says whether a person must mend something or time will.
 */
import { Readable } from 'node:stream';

export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** As the server says it, for comparing with what it said before: its clock is not ours. */
  readonly changed: string;
}

export interface RemoteFolder {
  /** Files whose names are wanted; no folders, no links to them. */
  list(wanted: (name: string) => boolean): Promise<RemoteFile[]>;
  /** The bytes of one; an error of the stream is a RemoteTrouble. */
  read(name: string): Promise<Readable>;
  close(): Promise<void>;
}

/** The other side could not be asked. `mend` when trying again will not help: an account, a key, a folder is wrong. */
export class RemoteTrouble extends Error {
  override name = 'RemoteTrouble';
  readonly mend: boolean;
  constructor(detail: string, mend = false) {
    super(detail.replaceAll(/[\r\n]+/g, ' ').slice(0, 200));
    this.mend = mend;
  }
}

/** One file could not be read; its neighbours may be. */
export class FileTrouble extends RemoteTrouble {
  override name = 'FileTrouble';
}

/** A name that cannot lead out of its folder and cannot end a command of a protocol. */
export const isPlainName = (name: string): boolean => /^[^/\\\p{Cc}]{1,200}$/u.test(name) && name !== '.' && name !== '..';

/** Ends a wait that would not end by itself. */
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(new RemoteTrouble(`${what}: ${String(ms)} ms`)); }, ms); });
  return Promise.race([work, late]).finally(() => { clearTimeout(timer); });
}

/** What comes from a stream, ended when nothing has come for so long: a server may be alive and the disk behind it not. */
export function patiently(from: Readable, ms: number, what: string, trouble: (error: unknown) => RemoteTrouble): Readable {
  async function* pieces(): AsyncGenerator<Buffer> {
    const next = from.iterator({ destroyOnReturn: true });
    try {
      for (;;) {
        const { done, value } = await within(ms, what, next.next()) as IteratorResult<unknown>;
        if (done) return;
        if (Buffer.isBuffer(value)) yield value;
      }
    } catch (error) {
      throw error instanceof RemoteTrouble ? error : trouble(error);
    } finally { from.on('error', () => undefined).destroy(); }
  }
  return Readable.from(pieces());
}
