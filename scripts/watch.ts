// What a person sees of a running hub: where everything is, and who ended unasked.
import { join } from 'node:path';
import type { Hub } from './hub.ts';
import type { Processes } from './processes.ts';

/**
 * Prints addresses, one a line; for the console also the demo logins of this run directory, since a newcomer begins there.
 * Other credentials stay in the file it names.
 */
export function showEndpoints(hub: Hub, say: (line: string) => void): void {
  const { endpoints } = hub;
  for (const [name, service] of Object.entries(endpoints.services)) say(`  ${name.padEnd(18)} ${service.url}`);
  for (const [name, gateway] of Object.entries(endpoints.gateways)) {
    if (gateway.counterpart !== null) say(`  ${`${name} ↔`.padEnd(18)} ${gateway.counterpart}`);
  }
  say(`  ${'nats'.padEnd(18)} ${endpoints.nats.url}`);
  say(`  ${'database'.padEnd(18)} 127.0.0.1:${endpoints.database.port}`);
  if (endpoints.console !== null) {
    say(`  ${'console'.padEnd(18)} ${endpoints.console}  ← 操作台，用浏览器打开 open this in a browser`);
    say('  演示账号 demo logins（口令仅用于本目录 passwords of this run directory only）：');
    for (const { role, login, password } of endpoints.users) if (password !== null) say(`    ${role.padEnd(20)} ${login.padEnd(24)} ${password}`);
  }
  say(`  地址与演示凭据 addresses and demo credentials: ${join(hub.runDirectory, 'endpoints.json')}`);
}

/** Says so when a process ends that nobody asked to end, with the place of its log. */
export function tellWhenOneEnds(processes: Processes, say: (line: string) => void): void {
  for (const running of processes.all) {
    const watch = (): void => {
      void running.ended().then((code) => {
        if (processes.stopping) return;
        say(`${running.name} 意外退出 ended unasked (${code}): ${running.logFile}`);
        watch();
      });
    };
    watch();
  }
}
