// Finds free loopback ports for private instances. Promise: always below 32768, where the system's own outgoing
// connections start (a socket in TIME-WAIT there would make a bind fail now and then), and tried by a real bind.
import { createServer } from 'node:net';

const lowest = 20_000;
const highest = 29_999;
let next = lowest + ((process.pid * 61) % (highest - lowest));

/** A port that was free a moment ago; `preferred` first, if given. Never the same one twice within a process. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries <= highest - lowest; tries += 1) {
    const candidate = next;
    next = next === highest ? lowest : next + 1;
    if (await isFree(candidate)) return candidate;
  }
  throw new Error(`没有空闲端口 no free loopback port between ${lowest} and ${highest}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
