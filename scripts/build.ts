// Bundles every service and simulator for running: one small ESM file each, packages left outside (measured: bundling
// the packages too starts 100 ms sooner but takes more memory per process). Promise: nothing is built twice for the same
// sources, a half-written build is never run, and files a service reads beside its source are still found.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle, type Plugin } from 'esbuild';
import { defaultRunDirectory, projectRoot, readIfThere } from './run-directory.ts';

/** Where the built files are: by service name, and by name of a simulator program (scripts/simulators/NAME.ts). */
export interface Built {
  directory: string;
  service(name: string): string;
  simulator(name: string): string;
}

const sourceFolders = ['contracts', 'infra', 'services', 'scripts/simulators'];

/** Names of all services: every folder of services/ with a service.ts. */
export function serviceFolders(root: string = projectRoot): string[] {
  const folder = join(root, 'services');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'service.ts')))
    .toSorted();
}

/** Names of the programs that play the outside: every file of scripts/simulators/ that is not a test. */
export function simulatorNames(root: string = projectRoot): string[] {
  const folder = join(root, 'scripts', 'simulators');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
}

/** Builds unless the sources are those of the last build; resolves with where things are. */
export async function buildServices(options: { runDirectory?: string; progress?: (line: string) => void } = {}): Promise<Built> {
  const directory = join(options.runDirectory ?? defaultRunDirectory, 'build');
  const built: Built = {
    directory,
    service: (name) => join(directory, 'services', `${name}.js`),
    simulator: (name) => join(directory, 'simulators', `${name}.js`),
  };
  const wanted = sourceHash();
  if (readIfThere(join(directory, 'sources.sha256')) === wanted) return built;
  const started = performance.now();
  const half = `${directory}.${process.pid}.tmp`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  await bundle({
    entryPoints: {
      ...Object.fromEntries(serviceFolders().map((name) => [`services/${name}`, `start:service/${name}`])),
      ...Object.fromEntries(simulatorNames().map((name) => [`simulators/${name}`, `start:simulator/${name}`])),
    },
    outdir: half,
    absWorkingDir: projectRoot,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
    plugins: [starts, sourceUrls],
  });
  writeFileSync(join(half, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(half, 'sources.sha256'), wanted);
  rmSync(directory, { recursive: true, force: true });
  renameSync(half, directory);
  options.progress?.(`构建完成 built in ${Math.round(performance.now() - started)} ms`);
  return built;
}

/** The few lines that make a service or a simulator a process; they exist only in the build. */
const starts: Plugin = {
  name: 'starts',
  setup(builder) {
    builder.onResolve({ filter: /^start:/ }, (found) => ({ path: found.path.slice('start:'.length), namespace: 'start' }));
    builder.onLoad({ filter: /.*/, namespace: 'start' }, (found) => ({ contents: startLines(found.path), resolveDir: projectRoot, loader: 'ts' }));
  },
};

function startLines(path: string): string {
  const [kind, name] = path.split('/');
  return kind === 'service'
    ? `import { runProcess } from './infra/process.ts';\nimport { service } from './services/${name}/service.ts';\nawait runProcess(service);\n`
    : `import { runSimulator } from './scripts/simulator-program.ts';\nimport { program } from './scripts/simulators/${name}.ts';\nawait runSimulator(program);\n`;
}

/** A source file finds what lies beside it by `import.meta.url`; in the bundle that must stay the source's own address. */
const sourceUrls: Plugin = {
  name: 'source-urls',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, (found) => {
      if (found.path.includes('node_modules')) return undefined;
      const text = readFileSync(found.path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      return {
        contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(found.path).href)),
        loader: 'ts',
        resolveDir: dirname(found.path),
      };
    });
  },
};

/** One hash over everything that goes into the build, this file and the packages' lockfile included. */
export function sourceHash(root: string = projectRoot): string {
  const hash = createHash('sha256');
  const files = [
    ...sourceFolders.flatMap((folder) => typeScriptFiles(join(root, folder))),
    join(root, 'package-lock.json'),
    join(root, 'scripts', 'build.ts'),
    join(root, 'scripts', 'simulator-program.ts'),
  ];
  for (const file of files.toSorted()) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.update(root).digest('hex');
}

function typeScriptFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'node_modules' ? [] : typeScriptFiles(path);
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [path] : [];
  });
}
