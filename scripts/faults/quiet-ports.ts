// Ports that nobody else on this machine is likely to take while a process is down. Promise: they lie above those that
// `freePort` hands out and below 32768, where the system's own outgoing connections start; one that is taken already is
// replaced when the hub starts.
import { join } from 'node:path';
import { serviceNames } from '../../contracts/envelope.ts';
import { counterpartNames } from '../hub.ts';
import { writePrivate } from '../run-directory.ts';

const lowest = 30_000;
const highest = 32_700;

/**
 * Lays down the ports of a run directory before the hub is started in it. A killed process leaves its port free for a
 * second: from the common range another command would take it now and then, and the process could not come back.
 * `more`: names of ports a scenario needs beside the hub's own.
 */
export function reserveQuietPorts(runDirectory: string, more: readonly string[] = []): ReadonlyMap<string, number> {
  const names = ['nats', 'database', ...serviceNames, 'console-web', 'bank-gateway-wire', ...counterpartNames, ...counterpartNames.map((name) => `${name}-control`), ...more];
  const room = highest - lowest - names.length;
  const first = lowest + ((process.pid * names.length) % room);
  const ports = new Map(names.map((name, index) => [name, first + index]));
  writePrivate(join(runDirectory, 'ports.json'), `${JSON.stringify(Object.fromEntries(ports), null, 2)}\n`);
  return ports;
}
