/**
 * A folder over FTP (RFC 959), data connections opened by us (passive, RFC 2428 too) or by the server (active): one bank's server knows
 * active alone, and no package at hand does. Promises: bytes travel as they are (TYPE I); a file whose transfer the server does not
 * call complete (226) ends in an error, never as a shorter file; a data connection is taken from the server's own address alone.
 */
import { createServer, connect, isIPv6, type Server, type Socket } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { FileTrouble, isPlainName, RemoteTrouble, within, type RemoteFile, type RemoteFolder } from './remote-folder.ts';

export interface FtpPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly mode: 'active' | 'passive';
  readonly folder: string;
  readonly waitMs: number;
  /** Active only: our address as the server sees it, and the ports it may come to; needed behind address translation. */
  readonly dataHost?: string | undefined;
  readonly dataPorts?: { readonly from: number; readonly to: number } | undefined;
}

/** A hundred thousand names; a folder with more is not tidied by anybody. */
const longestList = 16_777_216;

interface Reply { readonly code: number; readonly text: string }

/** The lines of the control connection, one reply at a time. */
class Control {
  private readonly socket: Socket;
  private readonly waitMs: number;
  private received = '';
  private readonly replies: Reply[] = [];
  private waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;
  private over: RemoteTrouble | undefined;

  constructor(socket: Socket, waitMs: number) {
    this.socket = socket;
    this.waitMs = waitMs;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => { this.received += text; this.cut(); });
    socket.on('error', (error) => { this.end(new RemoteTrouble(error.message)); });
    socket.on('close', () => { this.end(new RemoteTrouble('连接断开 connection closed')); });
  }
  get localAddress(): string { return this.socket.localAddress ?? '127.0.0.1'; }
  get remoteAddress(): string { return this.socket.remoteAddress ?? ''; }

  /** A reply may have several lines: `150-…` until `150 …`. */
  private cut(): void {
    if (this.received.length > 65_536) { this.end(new RemoteTrouble('应答过长 reply too long')); return; }
    for (;;) {
      const whole = /^(?:(\d{3})-[^]*?\r?\n(?=\1 ))?(\d{3}) ([^\n]*)\r?\n/.exec(this.received);
      if (!whole) return;
      this.received = this.received.slice(whole[0].length);
      const reply = { code: Number(whole[2]), text: (whole[3] ?? '').trim() };
      if (this.waiting) { this.waiting.resolve(reply); this.waiting = undefined; } else this.replies.push(reply);
    }
  }
  private end(error: RemoteTrouble): void {
    this.over ??= error;
    this.waiting?.reject(this.over);
    this.waiting = undefined;
    this.socket.destroy();
  }
  next(): Promise<Reply> {
    const ready = this.replies.shift();
    if (ready) return Promise.resolve(ready);
    if (this.over) return Promise.reject(this.over);
    return within(this.waitMs, 'FTP', new Promise<Reply>((resolve, reject) => { this.waiting = { resolve, reject }; }));
  }
  /** Asks and hears one reply. */
  async ask(command: string, argument = ''): Promise<Reply> {
    if (this.over) throw this.over;
    this.socket.write(`${command}${argument === '' ? '' : ` ${argument}`}\r\n`, 'latin1');
    return this.next();
  }
  /** As `ask`; anything but the wanted class of code is trouble. The argument is never told: it may be a password. */
  async must(wanted: number, command: string, argument = ''): Promise<Reply> {
    const reply = await this.ask(command, argument);
    if (Math.floor(reply.code / 100) !== wanted) throw new RemoteTrouble(`${command}: ${String(reply.code)} ${reply.text}`, reply.code === 530 || reply.code === 550);
    return reply;
  }
  close(): void {
    if (!this.over) this.socket.end('QUIT\r\n');
    this.end(new RemoteTrouble('closed'));
  }
}

/** Signs on and goes into the folder; throws RemoteTrouble. */
export async function openFtp(place: FtpPlace): Promise<RemoteFolder> {
  const socket = connect({ host: place.host, port: place.port });
  const control = new Control(socket, place.waitMs);
  try {
    const greeting = await control.next();
    if (greeting.code !== 220) throw new RemoteTrouble(`${String(greeting.code)} ${greeting.text}`);
    const user = await control.ask('USER', place.user);
    if (user.code === 331) await control.must(2, 'PASS', place.password);
    else if (user.code !== 230) throw new RemoteTrouble(`USER: ${String(user.code)} ${user.text}`, true);
    await control.must(2, 'TYPE', 'I');
    await control.must(2, 'CWD', place.folder);
  } catch (error) {
    control.close();
    throw error instanceof RemoteTrouble ? error : new RemoteTrouble(error instanceof Error ? error.message : 'unknown');
  }

  // The reply that ends a transfer, also one given up, is heard before anything else is asked.
  let finished: Promise<void> = Promise.resolve();
  async function transfer(command: string, argument = ''): Promise<Readable> {
    await finished;
    const data = place.mode === 'passive' ? await passive(control, place.waitMs) : await active(control, place);
    try {
      const begun = await control.ask(command, argument);
      if (begun.code !== 125 && begun.code !== 150) throw refusedWith(command, begun);
      const from = await within(place.waitMs, '数据连接 data connection', data.socket);
      const out = new PassThrough({ highWaterMark: 262_144 });
      let fallen: Error | undefined;
      from.setTimeout(place.waitMs, () => { fallen = new RemoteTrouble(`${command}: ${String(place.waitMs)} ms`); from.destroy(fallen); });
      from.on('error', (error) => { fallen = new RemoteTrouble(error.message); });
      out.on('close', () => { from.destroy(); });
      // The end of the data says nothing about its being all: only the server's 226 does.
      from.on('close', () => {
        data.close();
        finished = control.next().then(
          (end) => { if (fallen) out.destroy(fallen); else if (end.code === 226 || end.code === 250) out.end(); else out.destroy(refusedWith(command, end)); },
          (error: unknown) => { out.destroy(fallen ?? (error instanceof Error ? error : new RemoteTrouble('unknown'))); });
      });
      from.pipe(out, { end: false });
      return out;
    } catch (error) {
      data.close();
      throw error;
    }
  }
  async function text(command: string): Promise<string> {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of await transfer(command)) {
      if (!Buffer.isBuffer(part)) continue;
      if ((length += part.length) > longestList) throw new RemoteTrouble(`${command}: 文件列表过长 the list of files is too long`, true);
      parts.push(part);
    }
    // Names are compared with patterns of plain letters: any other is none of ours, in whatever characters.
    return Buffer.concat(parts).toString('latin1');
  }

  return {
    // Names, and size and time of those wanted one by one: every server has these, lists with facts (RFC 3659) few.
    async list(wanted) {
      const names = (await text('NLST').catch((error: unknown) => { if (error instanceof RemoteTrouble && error.message.startsWith('NLST: 550')) return ''; throw error; })).split(/\r?\n/).filter((name) => isPlainName(name) && wanted(name));
      const files: RemoteFile[] = [];
      for (const name of names) {
        const size = await control.ask('SIZE', name);
        if (size.code !== 213 || !/^\d+$/.test(size.text)) continue;
        const time = await control.ask('MDTM', name);
        files.push({ name, bytes: Number(size.text), changed: time.code === 213 ? time.text.slice(0, 40) : '' });
      }
      return files;
    },
    read: (name) => transfer('RETR', name),
    close: () => { control.close(); return Promise.resolve(); },
  };
}

/** 450, 451, 550 and 553 are said of the one file that was asked for (RFC 959, section 4.2). */
function refusedWith(command: string, { code, text }: Reply): RemoteTrouble {
  const said = `${command}: ${String(code)} ${text}`;
  return command === 'RETR' && [450, 451, 550, 553].includes(code) ? new FileTrouble(said, code === 550) : new RemoteTrouble(said, code === 530);
}

interface DataLine { readonly socket: Promise<Socket>; close(): void }

async function passive(control: Control, waitMs: number): Promise<DataLine> {
  const extended = await control.ask('EPSV');
  let port = extended.code === 229 ? Number(/\(\|\|\|(\d+)\|\)/.exec(extended.text)?.[1]) : Number.NaN;
  if (Number.isNaN(port)) {
    const plain = await control.must(2, 'PASV');
    const [, high, low] = /(?:\d+,){4}(\d+),(\d+)/.exec(plain.text) ?? [];
    port = Number(high) * 256 + Number(low);
  }
  if (!Number.isInteger(port)) throw new RemoteTrouble('PASV');
  // The address a server names in 227 is often one of its inside; the one it was reached at is right.
  const socket = connect({ host: control.remoteAddress, port });
  socket.pause();
  const open = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => { resolve(socket); });
    socket.once('error', (error) => { reject(new RemoteTrouble(error.message)); });
  });
  open.catch(() => undefined);
  socket.setTimeout(waitMs, () => { socket.destroy(new RemoteTrouble('数据连接 data connection')); });
  return { socket: open, close: () => { socket.destroy(); } };
}

/** A socket that listens for both kinds of address shows the older kind in the newer's form. */
const plain = (address: string): string => address.replace(/^::ffff:/, '');

async function active(control: Control, place: FtpPlace): Promise<DataLine> {
  const host = place.dataHost ?? plain(control.localAddress);
  const server = createServer({ pauseOnConnect: true });
  let come: ((socket: Socket) => void) | undefined;
  const socket = new Promise<Socket>((resolve) => { come = resolve; });
  server.on('connection', (peer) => {
    // Anybody may knock while the port is open; only the server itself is let in.
    if (plain(peer.remoteAddress ?? '') !== plain(control.remoteAddress)) { peer.destroy(); return; }
    come?.(peer);
    server.close();
  });
  const port = await listenOn(server, place.dataPorts);
  // A connection that cannot be accepted is one that does not come.
  server.on('error', () => undefined);
  const close = (): void => { server.close(); void socket.then((peer) => { peer.destroy(); }); };
  try {
    if (isIPv6(host)) await control.must(2, 'EPRT', `|2|${host}|${String(port)}|`);
    else await control.must(2, 'PORT', `${host.replaceAll('.', ',')},${String(Math.floor(port / 256))},${String(port % 256)}`);
  } catch (error) { server.close(); throw error; }
  return { socket, close };
}

async function listenOn(server: Server, ports: { readonly from: number; readonly to: number } | undefined): Promise<number> {
  for (let port = ports?.from ?? 0; port <= (ports?.to ?? 0); port += 1) {
    const got = await new Promise<boolean>((resolve) => {
      const failed = (): void => { resolve(false); };
      server.once('error', failed);
      server.listen(port, () => { server.off('error', failed); resolve(true); });
    });
    const address = server.address();
    if (got && typeof address === 'object' && address !== null) return address.port;
  }
  throw new RemoteTrouble('没有可用的数据端口 no data port is free', true);
}
