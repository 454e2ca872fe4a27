// Says by its exit code whether node_modules is what package-lock.json asks for: 0 fresh, 1 missing or stale. Plain
// JavaScript without imports from packages, because it runs before there are any. `--remember` records a fresh install.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const rememberedPath = '.run/packages.sha256';
const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const wanted = read('package-lock.json') ?? '';
const installed = read('node_modules/.package-lock.json');
const hash = createHash('sha256')
  .update(wanted)
  .update('\0')
  .update(process.version.split('.')[0] ?? '')
  .digest('hex');
const remember = () => {
  mkdirSync('.run', { recursive: true });
  writeFileSync(rememberedPath, `${hash}\n`);
};

if (process.argv.includes('--remember')) {
  remember();
} else if (installed === undefined) {
  process.exitCode = 1;
} else if (read(rememberedPath)?.trim() !== hash) {
  // Installed by hand perhaps: fresh all the same when every package has the wanted version.
  const have = JSON.parse(installed).packages ?? {};
  const stale = Object.entries(JSON.parse(wanted).packages ?? {}).some(
    ([path, entry]) =>
      path !== '' && entry.optional !== true && entry.devOptional !== true && entry.peer !== true && have[path]?.version !== entry.version,
  );
  if (stale) process.exitCode = 1;
  else remember();
}
