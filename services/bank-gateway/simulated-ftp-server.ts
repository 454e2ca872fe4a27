/** The FTP server of a simulated bank (RFC 959): one account, one folder, files to read and nothing else, over data connections of either kind. Written for simulators alone. */
import { createServer, connect, type Server, type Socket } from 'node:net';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pace } from './simulated-file-server.ts';

export interface FtpServer { readonly port: number; stop(): Promise<void> }

export async function startFtpServer(given: { host: string; port: number; user: string; password: string; folder: string; pace?: Pace }): Promise<FtpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => { sockets.delete(socket); });
    socket.on('error', () => undefined);
    converse(socket, given, sockets);
  });
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(given.port, given.host, resolve); });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : given.port,
    stop: () => new Promise((resolve) => { for (const socket of sockets) socket.destroy(); server.close(() => { resolve(); }); }),
  };
}

/** One control connection, a command at a time. */
function converse(socket: Socket, { host, user, password, folder, pace }: Parameters<typeof startFtpServer>[0], sockets: Set<Socket>): void {
  let known = false;
  let named = '';
  let waiting: Server | undefined;
  let open: (() => Promise<Socket>) | undefined;
  const say = (line: string): void => { if (!socket.destroyed) socket.write(`${line}\r\n`, 'latin1'); };
  const fileOf = (name: string): string => join(folder, basename(name));
  const listen = async (): Promise<number> => {
    waiting?.close();
    const door = createServer({ pauseOnConnect: true });
    waiting = door;
    const come = new Promise<Socket>((resolve) => { door.once('connection', (peer) => { door.close(); resolve(peer); }); });
    open = () => come;
    await new Promise<void>((resolve) => { door.listen(0, host, resolve); });
    const address = door.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const reach = (to: string, port: number): void => {
    open = () => new Promise((resolve, reject) => { const peer = connect({ host: to, port }, () => { resolve(peer); }); peer.once('error', reject); });
  };
  async function send(pieces: AsyncIterable<Buffer>): Promise<void> {
    const to = open;
    open = undefined;
    if (!to) { say('425 no data connection'); return; }
    say('150 here it comes');
    try {
      const peer = await to();
      sockets.add(peer);
      peer.on('close', () => { sockets.delete(peer); });
      peer.on('error', () => undefined);
      for await (const piece of pieces) {
        if (peer.destroyed) throw new Error('gone');
        peer.write(piece);
      }
      await new Promise<void>((resolve) => { peer.end(() => { resolve(); }); });
      say('226 that is all');
    } catch { say('426 the data connection broke'); }
  }
  async function* once(text: string): AsyncGenerator<Buffer> { await Promise.resolve(); yield Buffer.from(text, 'latin1'); }
  async function* contents(name: string): AsyncGenerator<Buffer> {
    pace?.opened();
    try {
      for await (const piece of createReadStream(fileOf(name), { highWaterMark: 2_048 })) {
        if (Buffer.isBuffer(piece)) yield piece;
        const pauseMs = pace?.pauseMs() ?? 0;
        if (pauseMs > 0) await delay(pauseMs);
      }
    } finally { pace?.closed(); }
  }
  const commands: Record<string, (argument: string) => void | Promise<void>> = {
    TYPE: () => { say('200 as they are'); },
    CWD: () => { say('250 there is one folder'); },
    PWD: () => { say('257 "/"'); },
    async EPSV() { say(`229 (|||${String(await listen())}|)`); },
    async PASV() { const port = await listen(); say(`227 (${host.replaceAll('.', ',')},${String(Math.floor(port / 256))},${String(port % 256)})`); },
    PORT(argument) {
      const parts = argument.split(',').map(Number);
      if (parts.length !== 6 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) { say('501 six numbers'); return; }
      reach(parts.slice(0, 4).join('.'), (parts[4] ?? 0) * 256 + (parts[5] ?? 0));
      say('200 there');
    },
    EPRT(argument) { const [, , to = '', port = ''] = argument.split('|'); reach(to, Number(port)); say('200 there'); },
    async NLST() { await send(once((await readdir(folder)).map((name) => `${name}\r\n`).join(''))); },
    async SIZE(name) { say(`213 ${String((await stat(fileOf(name))).size)}`); },
    async MDTM(name) { say(`213 ${(await stat(fileOf(name))).mtime.toISOString().replaceAll(/\D/g, '').slice(0, 17).replace(/^(\d{14})(\d{3})$/, '$1.$2')}`); },
    async RETR(name) { await stat(fileOf(name)); await send(contents(name)); },
    QUIT: () => { say('221 goodbye'); socket.end(); },
  };
  let held = '';
  let last: Promise<void> = Promise.resolve();
  socket.setEncoding('latin1');
  socket.on('close', () => { waiting?.close(); });
  socket.on('data', (text: string) => {
    held += text;
    if (held.length > 8_192) { socket.destroy(); return; }
    for (let end = held.indexOf('\n'); end !== -1; end = held.indexOf('\n')) {
      const [, verb = '', argument = ''] = /^(\S+)\s*(.*?)\r?$/.exec(held.slice(0, end)) ?? [];
      held = held.slice(end + 1);
      last = last.then(async () => {
        const command = verb.toUpperCase();
        if (command === 'USER') { named = argument; say('331 and the password'); return; }
        if (command === 'PASS') { known = named === user && argument === password; say(known ? '230 come in' : '530 no'); return; }
        if (!known && command !== 'QUIT') { say('530 who are you'); return; }
        const does = Object.hasOwn(commands, command) ? commands[command] : undefined;
        if (!does) { say('502 not here'); return; }
        await does(argument);
      }).catch(() => { say('550 no such file'); });
    }
  });
  say('220 files');
}
