/** Finds files that ship with the product (contracts, calendars, fonts) from sources and from a build alike. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'contracts'))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`no product above ${from}`);
  }
}
const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file or folder of the product, given from its top. */
export const projectFile = (...parts: string[]): string => path.join(root, ...parts);
