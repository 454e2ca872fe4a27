// Where `scripts/setup` found the servers. Promise: a missing or moved program is named with what to do about it.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { defaultRunDirectory, readIfThere } from '../run-directory.ts';

const Programs = z.object({
  natsServer: z.string(),
  databaseServer: z.string(),
  /** Absent for MySQL, which prepares its folder itself. */
  databaseInstaller: z.string().nullable(),
  databaseKind: z.enum(['mariadb', 'mysql']),
});

/** Absolute paths of the server programs on this machine. */
export type Programs = z.infer<typeof Programs>;

/** Reads what setup wrote to `.run/programs.json`. */
export function findPrograms(runDirectory: string = defaultRunDirectory): Programs {
  const path = join(runDirectory, 'programs.json');
  const text = readIfThere(path);
  if (text === undefined) throw new Error(`缺少 missing ${path}: 请先运行 run ./scripts/setup first`);
  const programs = Programs.parse(JSON.parse(text));
  for (const program of [programs.natsServer, programs.databaseServer]) {
    try {
      accessSync(program, constants.X_OK);
    } catch {
      throw new Error(`程序不在了 program is gone: ${program}; 请重新运行 run ./scripts/setup again`);
    }
  }
  return programs;
}
