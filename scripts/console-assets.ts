// Bundles the staff application (services/console/web) for browsers: modules split by page, hashed names, gzip and
// brotli beside each file, and `manifest.json` saying what the first view needs. Promise: nothing is built twice for the
// same sources and packages, and a half-written build is never served.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build as bundle, type Metafile, type Plugin } from 'esbuild';
import { systemClock } from '../infra/clock.ts';
import type { ConsoleManifest } from '../services/console/web/entry.html.ts';
import { defaultRunDirectory, projectRoot } from './run-directory.ts';

const web = join(projectRoot, 'services', 'console', 'web');
/** So many builds are left for hubs that still run and for pages that are still open. */
const buildsKept = 4;
/** Files smaller than this gain nothing by compression. */
const compressFrom = 512;

/** Where the files and `manifest.json` lie; files are served under `/assets/`. */
export interface ConsoleAssets {
  directory: string;
}

/** Builds unless these sources were built before. `builds` is `.run/build` of this checkout unless told. */
export async function buildConsole(options: { builds?: string; progress?: (line: string) => void } = {}): Promise<ConsoleAssets> {
  const builds = options.builds ?? join(defaultRunDirectory, 'build');
  const directory = join(builds, `console-${consoleHash().slice(0, 16)}`);
  if (!existsSync(join(directory, 'complete'))) {
    const started = performance.now();
    await buildInto(directory);
    options.progress?.(`控制台页面构建完成 console pages built in ${Math.round(performance.now() - started)} ms`);
  }
  const now = systemClock.now();
  utimesSync(join(directory, 'complete'), now, now);
  forgetOldBuilds(builds);
  return { directory };
}

async function buildInto(directory: string): Promise<void> {
  const half = `${directory}.${process.pid}.tmp`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const { metafile } = await bundle({
    entryPoints: [join(web, 'app.tsx'), join(web, 'icon.svg')],
    outdir: half,
    absWorkingDir: projectRoot,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    // Browsers of offices are renewed late: Chrome 109 is the last one for Windows 7.
    target: ['chrome109', 'edge109', 'firefox115', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    jsx: 'automatic',
    jsxDev: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    publicPath: '/assets/',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    tsconfig: join(web, 'tsconfig.json'),
    plugins: [noncedStyles, componentsApart],
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(join(half, 'manifest.json'), `${JSON.stringify(manifestOf(metafile), null, 2)}\n`);
  await Promise.all(readdirSync(half).filter((name) => name !== 'manifest.json').map((name) => compress(join(half, name))));
  writeFileSync(join(half, 'complete'), '');
  rmSync(directory, { recursive: true, force: true });
  renameSync(half, directory);
}

/**
 * Pages import antd's components by name; the bundler keeps the package's list of names in one shared part and with it
 * every component any page uses. Imported each from its own file they go where they are used, and the first view stays small.
 */
const componentsApart: Plugin = {
  name: 'components-apart',
  setup(builder) {
    builder.onLoad({ filter: /services\/console\/web\/.*\.tsx$/ }, ({ path }) => ({
      loader: 'tsx',
      contents: readFileSync(path, 'utf8').replaceAll(/import \{([^}]*)\} from 'antd';/g, (_whole, names: string) => names.split(',').map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => {
          const [component = '', called = component] = name.split(' as ');
          return `import ${called} from 'antd/es/${component.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}';`;
        }).join(' ')),
    }));
  },
};

/**
 * antd hands the nonce of the page to most of its style elements; the one that stops a page from scrolling behind a dialog
 * is made without, and the content policy refuses it. Here every one gets it. The build fails where the line has changed.
 */
const noncedStyles: Plugin = {
  name: 'nonced-styles',
  setup(builder) {
    builder.onLoad({ filter: /@rc-component.util.es.Dom.dynamicCSS\.js$/ }, (found) => {
      const text = readFileSync(found.path, 'utf8');
      const patched = text.replace("const styleNode = document.createElement('style');", "$&\n  styleNode.nonce = document.querySelector('meta[name=style-nonce]')?.content ?? '';");
      return patched === text ? { errors: [{ text: '样式随机数补丁不再适用 the nonce of style elements finds its place no more' }] } : { contents: patched, loader: 'js' };
    });
  },
};

/** The entry, its style sheet, and the parts that the entry and the workbench import: what the first view waits for. */
function manifestOf(metafile: Metafile): ConsoleManifest {
  const outputs = Object.entries(metafile.outputs);
  const address = (path: string): string => `/assets/${basename(path)}`;
  const made = (from: string): string => {
    const found = outputs.find(([path, output]) => output.entryPoint === `services/console/web/${from}` && path.endsWith('.js'));
    if (!found) throw new Error(`构建缺少 the build has no ${from}`);
    return found[0];
  };
  const entry = made('app.tsx');
  const first = new Set<string>();
  const follow = (path: string): void => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: to, kind } of metafile.outputs[path]?.imports ?? []) if (kind === 'import-statement') follow(to);
  };
  follow(entry);
  follow(made('pages/workbench/page.tsx'));
  first.delete(entry);
  const style = metafile.outputs[entry]?.cssBundle;
  const icon = outputs.find(([path]) => /\/icon-[^/]*\.svg$/.test(path));
  return { script: address(entry), styles: style ? [address(style)] : [], preload: [...first].map(address), icon: icon ? address(icon[0]) : '' };
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

async function compress(path: string): Promise<void> {
  const content = readFileSync(path);
  if (content.length < compressFrom) return;
  // Brotli's highest level costs ten times the next for three per cent.
  const [gz, br] = await Promise.all([
    gzipped(content, { level: 9 }),
    brotlied(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  ]);
  writeFileSync(`${path}.gz`, gz);
  writeFileSync(`${path}.br`, br);
}

/** One hash over the pages, what they import of the contracts, this file and the packages' lockfile. */
export function consoleHash(): string {
  const hash = createHash('sha256');
  const files = [
    ...filesBelow(web),
    ...filesBelow(join(projectRoot, 'contracts')).filter((path) => path.endsWith('.ts')),
    ...['package-lock.json', 'tsconfig.json', 'scripts/console-assets.ts'].map((file) => join(projectRoot, file)),
  ];
  for (const file of files.toSorted()) hash.update(relative(projectRoot, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.includes('.test.') || entry.name.endsWith('.md') ? [] : [path];
  });
}

function forgetOldBuilds(builds: string): void {
  const complete = readdirSync(builds)
    .filter((name) => /^console-[0-9a-f]{16}$/.test(name) && existsSync(join(builds, name, 'complete')))
    .map((name) => ({ path: join(builds, name), at: statSync(join(builds, name, 'complete')).mtimeMs }))
    .toSorted((a, b) => b.at - a.at);
  for (const old of complete.slice(buildsKept)) rmSync(old.path, { recursive: true, force: true });
}
