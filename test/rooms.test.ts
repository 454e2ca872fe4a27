/**
 * Reads the tree and holds its rules: what may import what, where time, chance, environment and print live, how files
 * are called, what every room must contain. Each rule is first shown a bad sample, so that none can pass by being blind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isRefusalReason } from '../contracts/refusals.ts';

/** Path from the root → text; binary files are present with no text. */
type Tree = ReadonlyMap<string, string>;
interface Rule {
  readonly name: string;
  /** What is wrong in the tree, one line each, beginning with the path. */
  check(tree: Tree): string[];
  /** Trees that must each be caught. */
  readonly bad: readonly Record<string, string>[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = new Set(['node_modules', '.git', '.run', 'dist', 'coverage']);
const textual = new Set(['.ts', '.tsx', '.mjs', '.js', '.json', '.yaml', '.yml', '.md', '.sql', '.sh', '.html', '.css', '.conf', '.svg', '.toml', '']);

function readTree(folder = '', into = new Map<string, string>()): Map<string, string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (notOurs.has(entry.name)) continue;
    if (entry.isDirectory()) readTree(path, into);
    else into.set(path, textual.has(extname(entry.name)) ? readFileSync(join(root, path), 'utf8') : '');
  }
  return into;
}

// --- Reading source ------------------------------------------------------------------------------------------------

interface Import { readonly specifier: string; readonly names: readonly string[]; readonly typeOnly: boolean }

/** Each file is parsed once: the samples of the rules replace each other under their few names. */
const parsed = new Map<string, ts.SourceFile>();
function sourceOf(path: string, text: string): ts.SourceFile {
  let source = parsed.get(path);
  if (source?.text !== text) parsed.set(path, source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return source;
}
function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

const imported = new WeakMap<ts.SourceFile, Import[]>();
function importsOf(path: string, text: string): Import[] {
  const source = sourceOf(path, text);
  const known = imported.get(source);
  if (known) return known;
  const found: Import[] = [];
  imported.set(source, found);
  visit(source, (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.filter((element) => !element.isTypeOnly).map((element) => (element.propertyName ?? element.name).text) : [];
      const whole = clause?.name || (bindings && ts.isNamespaceImport(bindings)) ? ['*'] : [];
      const onlyTypes = clause !== undefined && (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (named.length + whole.length === 0));
      found.push({ specifier: node.moduleSpecifier.text, names: [...named, ...whole], typeOnly: onlyTypes });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, names: ['*'], typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require'))) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteralLike(target)) found.push({ specifier: target.text, names: ['*'], typeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, names: [], typeOnly: true });
    }
  });
  return found;
}

const isSource = (path: string): boolean => /\.(?:tsx?|mjs)$/.test(path);
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/');
const sources = (tree: Tree): [string, string][] => [...tree].filter(([path]) => isSource(path));
/** Where a relative import leads, as a path from the root. */
const target = (from: string, specifier: string): string => normalize(join(dirname(from), specifier));
const lineOf = (source: ts.SourceFile, node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Every relative import of every source, with where it leads. */
function edges(tree: Tree): { from: string; to: string; import: Import }[] {
  return sources(tree).flatMap(([from, text]) => importsOf(from, text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map((one) => ({ from, to: target(from, one.specifier), import: one })));
}

/** The rooms from the ground up; a room may use those before it. */
const floors = ['contracts', 'infra', 'services', 'scripts', 'test'];
const floorOf = (path: string): number => floors.indexOf(path.split('/')[0] ?? '');
const serviceOf = (path: string): string | undefined => /^services\/([^/]+)\//.exec(path)?.[1];

/** The files reached from one, over relative imports, itself included; `follow` may stop at a door. */
function reach(tree: Tree, start: string, follow: (from: string, to: string, one: Import) => boolean): string[] {
  const seen = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = tree.get(path);
    if (seen.has(path) || text === undefined) continue;
    seen.add(path);
    for (const one of importsOf(path, text)) {
      if (!one.specifier.startsWith('.')) continue;
      const to = target(path, one.specifier);
      if (follow(path, to, one)) open.push(to);
    }
  }
  return [...seen];
}

/** A rule about single nodes of the syntax tree of single files. */
function nodes(applies: (path: string) => boolean, wrong: (node: ts.Node, source: ts.SourceFile) => string | undefined): Rule['check'] {
  return (tree) => sources(tree).filter(([path]) => applies(path)).flatMap(([path, text]) => {
    const found: string[] = [];
    const source = sourceOf(path, text);
    visit(source, (node) => {
      const what = wrong(node, source);
      if (what) found.push(`${path}:${lineOf(source, node)} ${what}`);
    });
    return found;
  });
}
/** A rule about the text of files, line by line. */
function lines(applies: (path: string) => boolean, pattern: RegExp, what: string): Rule['check'] {
  return (tree) => [...tree].filter(([path]) => applies(path)).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${what}: ${line.trim().slice(0, 100)}`] : [])));
}
const isMember = (node: ts.Node, object: string, property: string): boolean =>
  ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === object && node.name.text === property;
const isNamed = (node: ts.Node, names: ReadonlySet<string>): node is ts.Identifier =>
  ts.isIdentifier(node) && names.has(node.text) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node && !ts.isIdentifier(node.parent.expression));

// --- What the rules name -------------------------------------------------------------------------------------------

const topLevel = new Set(['contracts', 'infra', 'services', 'scripts', 'test', 'docs', 'package.json', 'package-lock.json', 'tsconfig.json', 'docker-compose.yml', 'README.md']);
/** Words that say nothing wherever they stand, and those that say nothing alone. */
const emptyWords = new Set(['utils', 'util', 'common', 'helpers', 'helper', 'lib', 'libs', 'manager', 'misc', 'stuff']);
const emptyNames = new Set(['core', 'types', 'constants', 'shared', 'index', 'main', 'interfaces', 'models']);
const conventional = /^(?:README|GLOSSARY|LICENSE|NOTICE|CHANGELOG|OFL)(?:\.md|\.txt)?$|^Dockerfile(?:\.dockerignore)?$|^\.[a-z]/;
/** A mobile or a citizen number that is none of the invented series of our samples and none of those printed in public standards. */
const strangersNumber = /(?<![\dA-Za-z.])(?:1[3-9](?![89]0000\d{4}|870001234|800138000)\d{9}|(?!11010519491231002|110105194912310021|530102199)[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?![\dA-Za-z.])/;
const waiting = new Set([
  'fs', 'fs/promises', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'http', 'https', 'http2', 'child_process', 'worker_threads', 'cluster', 'timers',
  'timers/promises', 'perf_hooks', 'readline', 'stream', 'stream/promises', 'express', 'axios', 'knex', 'mysql2', 'mysql2/promise', '@nats-io/jetstream',
  '@nats-io/transport-node', 'pino', 'busboy', 'cockatiel',
]);
/**
 * Protocols that are made of random numbers use the generator of their own library; a number of theirs identifies
 * nothing of ours. Each file with its reason.
 */
const chanceAllowed = new Map<string, string>([
  ['infra/chance.ts', 'the one source of chance'],
  ['services/console/web/act-key.ts', 'the one source of chance in the browser, where infra does not reach'],
  ['services/seal/sm2.ts', 'the secret number of an SM2 signature: once repeated or guessed, it gives the key away'],
  ['services/seal/key-store.ts', 'salt and nonce of the encrypted key store: a repeated nonce breaks AES-GCM, it must come from the generator itself'],
]);
/** Where a type is forgotten on purpose, with the reason. */
const castAllowed = new Map<string, string>([
  ['infra/machine.ts', 'the one place where the machinery forgets a machine’s types; its schemas have parsed the data'],
]);
/** Words of the old systems, met in facts about them; they may stand in the adapter that speaks to that system only. */
const foreignWords = /\b(?:gjzwfwpt_\w+|sblsh|ysblsh|slzhm|slhzh|bjjgdm|jksbh|xzqhdm?|zzlxdm|zzbfjg|czztdm|orgbusno|projpwd|applyer_\w+|task_handle_item|up_pro_\w+|chr_id|ien_code|billtype_code)\b/i;

const clockDoor = 'infra/clock.ts';
/** The browser's own door to the time. */
const browserClockDoor = 'services/console/web/now.ts';

/** The staff application, which runs in browsers: it reaches contracts and packages, nothing of the server. */
const web = 'services/console/web/';
const isWeb = (path: string): boolean => path.startsWith(web);
const pageOf = (path: string): string | undefined => /^services\/console\/web\/pages\/([^/]+)\//.exec(path)?.[1];
/** What a server may take from it: words, colours and the entry document. */
const openToServer = (path: string): boolean => path === `${web}entry.html.ts` || path === `${web}colours.ts` || path.startsWith(`${web}texts/`);

/** Fonts are called by their Chinese names too. */
const fontNames = /微软雅黑/;

const rules: Rule[] = [
  {
    name: 'the top level has only the entries given',
    check: (tree) => [...new Set([...tree.keys()].map((path) => path.split('/')[0] ?? ''))].filter((entry) => !topLevel.has(entry) && !entry.startsWith('.')),
    bad: [{ 'lib/a.ts': '' }, { 'notes.md': '' }],
  },
  {
    name: 'files are called after things, in kebab-case',
    check: (tree) => [...tree.keys()].filter((path) => !path.split('/').some((part) => part.startsWith('.'))).flatMap((path) => path.split('/').flatMap((part) => {
      if (conventional.test(part)) return [];
      const stem = part.split('.')[0] ?? '';
      if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/.test(part)) return [`${path} is not kebab-case`];
      return emptyNames.has(stem) || stem.split('-').some((word) => emptyWords.has(word)) ? [`${path} is called after a role: ${part}`] : [];
    })),
    bad: [{ 'infra/utils.ts': '' }, { 'infra/date-helpers.ts': '' }, { 'services/fees/types.ts': '' }, { 'infra/httpServer.ts': '' }, { 'services/fees/Bill.ts': '' }, { 'infra/common/a.ts': '' }],
  },
  {
    name: 'a relative import names an existing file with its extension',
    check: (tree) => edges(tree).filter(({ to }) => !tree.has(to)).map(({ from, import: { specifier } }) => `${from} imports ${specifier}`),
    bad: [{ 'infra/a.ts': "import { b } from './b';", 'infra/b.ts': '' }, { 'infra/a.ts': "export * from './gone.ts';" }],
  },
  {
    name: 'imports go down: contracts ← infra ← services ← scripts, test',
    check: (tree) => edges(tree).filter(({ from, to }) => floorOf(to) > floorOf(isTest(from) ? 'test/' : from) || floorOf(to) < 0)
      .map(({ from, to }) => `${from} imports ${to}`),
    bad: [
      { 'contracts/a.ts': "import '../infra/b.ts';", 'infra/b.ts': '' },
      { 'infra/a.ts': "import type { B } from '../services/fees/b.ts';", 'services/fees/b.ts': '' },
      { 'services/fees/a.ts': "await import('../../scripts/b.ts');", 'scripts/b.ts': '' },
      { 'infra/a.ts': "import x from '../package.json';", 'package.json': '{}' },
      { 'scripts/a.ts': "import '../test/b.ts';", 'test/b.ts': '' },
    ],
  },
  {
    name: 'a service never imports another',
    check: (tree) => edges(tree).filter(({ from, to }) => serviceOf(from) && serviceOf(to) && serviceOf(from) !== serviceOf(to)).map(({ from, to }) => `${from} imports ${to}`),
    bad: [{ 'services/fees/a.ts': "import type { Seal } from '../seal/b.ts';", 'services/seal/b.ts': '' }, { 'services/fees/a.test.ts': "import '../seal/b.ts';", 'services/seal/b.ts': '' }],
  },
  {
    name: 'the staff application imports contracts and itself alone, and what runs in the server none of its code',
    check: (tree) => edges(tree).filter(({ from, to }) => !isTest(from) && (isWeb(from) ? !isWeb(to) && !/^contracts\/(?:[^/]+\/api\.ts|[^/]+\.ts)$/.test(to) : isWeb(to) && !openToServer(to)))
      .map(({ from, to }) => `${from} imports ${to}`),
    bad: [
      { 'services/console/web/a.tsx': "import { b } from '../../../infra/b.ts';", 'infra/b.ts': '' },
      { 'services/console/web/a.tsx': "import { b } from '../sign-in/b.ts';", 'services/console/sign-in/b.ts': '' },
      { 'services/console/web/a.ts': "import { events } from '../../../contracts/fees/messages.ts';", 'contracts/fees/messages.ts': '' },
      { 'services/console/http.ts': "import { api } from './web/api.ts';", 'services/console/web/api.ts': '' },
    ],
  },
  {
    name: 'the types of a service’s API are types in the browser too',
    check: (tree) => edges(tree).filter(({ from, to, import: one }) => isWeb(from) && /^contracts\/[^/]+\/api\.ts$/.test(to) && !one.typeOnly).map(({ from, to }) => `${from} imports ${to}`),
    bad: [{ 'services/console/web/a.ts': "import { paths } from '../../../contracts/fees/api.ts';", 'contracts/fees/api.ts': '' }],
  },
  {
    name: 'a page of the staff application never imports another; parts import no page',
    check: (tree) => edges(tree).filter(({ from, to }) => isWeb(from) && pageOf(to) && pageOf(from) !== pageOf(to) && from !== `${web}routes.tsx`).map(({ from, to }) => `${from} imports ${to}`),
    bad: [
      { 'services/console/web/pages/a/page.tsx': "import { B } from '../b/page.tsx';", 'services/console/web/pages/b/page.tsx': '' },
      { 'services/console/web/parts/a.tsx': "import { B } from '../pages/b/page.tsx';", 'services/console/web/pages/b/page.tsx': '' },
    ],
  },
  {
    name: 'what people read in the staff application stands in its texts, in both languages',
    check: nodes((path) => isWeb(path) && !isTest(path) && !path.startsWith(`${web}texts/`) && !path.endsWith('.d.ts'), (node) => {
      if (ts.isJsxText(node)) return /\p{L}/u.test(node.text) ? `says ${node.text.trim().slice(0, 40)}` : undefined;
      if (ts.isJsxAttribute(node)) {
        const said = node.initializer && ts.isStringLiteral(node.initializer) ? node.initializer.text : '';
        return /^(?:title|alt|label|placeholder|aria-label|description|okText|cancelText)$/.test(node.name.getText()) && /\p{L}/u.test(said) ? `says ${said}` : undefined;
      }
      const text = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) ? node.text : '';
      return !/\p{Script=Han}/u.test(text) || fontNames.test(text) ? undefined : `says ${text.slice(0, 40)}`;
    }),
    bad: [
      { 'services/console/web/a.tsx': 'export const a = <p>Hello</p>;' },
      { 'services/console/web/a.tsx': "export const a = <p>{'你好'}</p>;" },
      { 'services/console/web/a.tsx': 'export const a = <img alt="picture" />;' },
      { 'services/console/web/a.ts': 'export const a = (n: number) => `共 ${n} 条`;' },
    ],
  },
  {
    name: 'contracts need nothing but zod',
    check: (tree) => sources(tree).filter(([path]) => path.startsWith('contracts/') && !isTest(path)).flatMap(([path, text]) =>
      importsOf(path, text).filter(({ specifier }) => !specifier.startsWith('.') && specifier !== 'zod').map(({ specifier }) => `${path} imports ${specifier}`)),
    bad: [{ 'contracts/a.ts': "import axios from 'axios';" }],
  },
  {
    name: 'what decides never waits: no file, net, clock or chance is within its reach, and nothing is awaited',
    check(tree) {
      return [...tree.keys()].filter((path) => /^services\/.*\/(?:decide|states)\.ts$/.test(path)).flatMap((start) => {
        const found: string[] = [];
        const files = reach(tree, start, (from, to, one) => {
          if (one.typeOnly) return false;
          if (to === clockDoor) {
            for (const name of one.names) if (name !== 'chinaDate') found.push(`${from} (from ${start}) takes ${name} from the clock`);
            return false;
          }
          if (to === 'infra/chance.ts') found.push(`${from} (from ${start}) takes chance`);
          return true;
        });
        for (const path of files) {
          const text = tree.get(path) ?? '';
          for (const { specifier, typeOnly } of importsOf(path, text)) {
            if (!typeOnly && waiting.has(specifier.replace(/^node:/, ''))) found.push(`${path} (from ${start}) imports ${specifier}`);
          }
          // The machinery's own file describes calls and gathering, which are asynchronous by nature.
          if (path.startsWith('infra/')) continue;
          const source = sourceOf(path, text);
          visit(source, (node) => {
            const later = ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword || (ts.isIdentifier(node) && /^(?:setTimeout|setInterval|setImmediate|queueMicrotask|fetch|performance)$/.test(node.text));
            if (later) found.push(`${path}:${lineOf(source, node)} (from ${start}) waits`);
          });
        }
        return found;
      });
    },
    bad: [
      { 'services/fees/decide.ts': "import { readFileSync } from 'node:fs';" },
      { 'services/fees/decide.ts': "import { a } from './a.ts';", 'services/fees/a.ts': "import axios from 'axios';" },
      { 'services/fees/decide.ts': "import { systemClock } from '../../infra/clock.ts';", 'infra/clock.ts': '' },
      { 'services/fees/decide.ts': "import { freshId } from '../../infra/chance.ts';", 'infra/chance.ts': '' },
      { 'services/fees/states.ts': 'export const later = async () => 1;' },
      { 'services/fees/decide.ts': 'setTimeout(() => 1, 1);' },
    ],
  },
  {
    name: 'an adapter and its simulator share nothing but contracts and infra',
    check(tree) {
      return [...tree.keys()].filter((path) => /\/adapters\/[^/]+\/simulator\.ts$/.test(path)).flatMap((simulator) => {
        const adapter = simulator.replace(/simulator\.ts$/, 'adapter.ts');
        const local = (start: string): Set<string> => new Set(reach(tree, start, (_from, to) => to.startsWith('services/')));
        const theirs = local(adapter);
        return [...local(simulator)].filter((path) => theirs.has(path)).map((path) => `${path} is used by both sides of ${dirname(simulator)}`);
      });
    },
    bad: [
      { 'services/g/adapters/s/simulator.ts': "import './adapter.ts';", 'services/g/adapters/s/adapter.ts': '' },
      { 'services/g/adapters/s/simulator.ts': "import './wire.ts';", 'services/g/adapters/s/adapter.ts': "import type { W } from './wire.ts';", 'services/g/adapters/s/wire.ts': '' },
    ],
  },
  {
    name: 'the environment is read in infra/config.ts alone',
    check: nodes((path) => path !== 'infra/config.ts', (node) => (isMember(node, 'process', 'env') ? 'reads process.env' : undefined)),
    bad: [{ 'services/fees/a.ts': 'export const a = process.env.HOME;' }, { 'scripts/a.ts': 'const { env } = { env: process.env };' }],
  },
  {
    name: 'the time is asked in infra/clock.ts alone',
    check: nodes((path) => path !== clockDoor && path !== browserClockDoor && !isTest(path), (node) =>
      (isMember(node, 'Date', 'now') || (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0) ? 'asks the time' : undefined)),
    bad: [{ 'infra/a.ts': 'Date.now();' }, { 'services/fees/a.ts': 'export const a = new Date();' }, { 'services/fees/a.ts': 'export const a = new Date;' }],
  },
  {
    name: 'chance comes from infra/chance.ts alone, and protocols that need their own are listed with a reason',
    check: nodes((path) => !chanceAllowed.has(path) && !isTest(path), (node) =>
      (isMember(node, 'Math', 'random') || isNamed(node, new Set(['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'getRandomValues'])) ? 'takes chance' : undefined)),
    bad: [{ 'infra/a.ts': 'Math.random();' }, { 'services/fees/a.ts': "import { randomUUID } from 'node:crypto';" }, { 'services/fees/a.ts': 'crypto.getRandomValues(new Uint8Array(1));' }],
  },
  {
    name: 'only scripts/print.ts prints',
    check: nodes((path) => path !== 'scripts/print.ts', (node) =>
      (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'console' ? 'prints' : undefined)),
    bad: [{ 'infra/a.ts': "console.log('x');" }, { 'test/a.test.ts': "console.error('x');" }],
  },
  {
    name: 'no type is given up: no any, no cast through unknown, no silenced compiler',
    check: (tree) => [
      ...nodes((path) => !castAllowed.has(path), (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) return 'says any';
        return ts.isAsExpression(node) && ts.isAsExpression(node.expression) && node.expression.type.kind === ts.SyntaxKind.UnknownKeyword ? 'casts through unknown' : undefined;
      })(tree),
      ...lines((path) => isSource(path) && path !== 'test/rooms.test.ts', /@ts-(?:ignore|nocheck)|oxlint-disable|eslint-disable/, 'silences a check')(tree),
    ],
    bad: [{ 'infra/a.ts': 'export const a: any = 1;' }, { 'infra/a.ts': 'export const a = 1 as unknown as string;' }, { 'infra/a.ts': '// @ts-ignore\n' }],
  },
  {
    name: 'names of old systems stand in their adapters alone',
    check: nodes((path) => !/\/adapters\/|^services\/[a-z]+-gateway\/.*\.test\.ts$/.test(path) && path !== 'test/rooms.test.ts', (node) =>
      ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && foreignWords.test(node.text) ? `speaks of ${node.text}` : undefined)),
    bad: [{ 'services/intake/a.ts': "export const key = 'gjzwfwpt_rid';" }, { 'services/fees/a.ts': 'export const jksbh = 1;' }],
  },
  {
    name: 'nothing names a path of one machine, a package host or what lies beside the product',
    check: lines((path) => path !== 'test/rooms.test.ts', /(?:^|[\s"'`(=:])(?:\/home\/\w|\/root\/|\/Users\/|\/srv\/)|\.\.\/shared\b|https?:\/\/(?:registry\.|[\w.-]*npmjs|[\w.-]*npmmirror|deb\.debian|mirrors?\.)|"resolved":/, 'names the outside'),
    bad: [{ 'README.md': 'see /home/somebody/x' }, { 'infra/a.ts': "readFile('../shared/data/items.csv')" }, { '.npmrc': 'registry=https://registry.example.org' }, { 'package-lock.json': '"resolved": "https://x"' }],
  },
  {
    name: 'what moves money, seals or prints is put back by two persons',
    check: (tree) => [...tree].filter(([path, text]) => /^services\/(?:fees|bank-gateway|seal|certificates)\/service\.ts$/.test(path) && !/^ {2}putBackByTwo: true,$/m.test(text)).map(([path]) => `${path} lets one person put back`),
    bad: [{ 'services/seal/service.ts': 'export const service = {};' }],
  },
  {
    name: 'what somebody wrote never becomes markup: the console hands React texts, never a document',
    check: nodes((path) => path.startsWith('services/console/') && !isTest(path), (node) =>
      ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && /^(?:dangerouslySetInnerHTML|(?:inner|outer)HTML|insertAdjacentHTML|srcDoc|createContextualFragment|DOMParser)$/.test(node.text) ? `takes ${node.text}` : undefined)),
    bad: [{ 'services/console/web/parts/x.tsx': 'export const X = (t: string) => <p dangerouslySetInnerHTML={{ __html: t }} />;' }, { 'services/console/web/a.ts': "document.body.innerHTML = 'x';" }],
  },
  {
    name: 'no number of a person stands anywhere but those invented for samples and printed in the standards',
    check: lines((path) => path !== 'test/rooms.test.ts' && path !== 'package-lock.json' && !path.endsWith('.svg'), strangersNumber, 'may be somebody’s'),
    bad: [{ 'services/intake/a.ts': "const mobile = '13912345678';" }, { 'README.md': '身份证号 44030119850617123X。' }],
  },
  {
    name: 'a colour of the staff application has its name in colours.ts, look.ts or look.css; printed papers and spreadsheets are black on white',
    check: lines((path) => isWeb(path) && !isTest(path) && /\.(?:tsx?|css)$/.test(path) && !/\/(?:colours\.ts|look\.(?:ts|css)|papers\.css|spreadsheet\.ts)$/.test(path), /#(?:[0-9a-f]{3}|[0-9a-f]{6})\b(?=['"`; )])|\b(?:rgb|hsl)a?\(/i, 'names a colour'),
    bad: [{ 'services/console/web/pages/x/x.css': '.x { color: #c00; }' }, { 'services/console/web/parts/x.tsx': "const ink = '#14509b';" }],
  },
  {
    name: 'nothing speaks of how it was made',
    check: lines((path) => path !== 'test/rooms.test.ts' && path !== 'package-lock.json', /\bissues?[ -]#?\d+\b/i, 'speaks of its making'),
    bad: [{ 'README.md': 'As issue 2 asks' }],
  },
  {
    name: 'every service has its README and its service.ts, what decides has its table, a gateway its port, an adapter its simulator or all of itself in its profile',
    check(tree) {
      const all = [...tree.keys()];
      const has = (folder: string, file: string): string[] => (tree.has(`${folder}/${file}`) ? [] : [`${folder} has no ${file}`]);
      const services = [...new Set(all.filter((path) => !isWeb(path)).map(serviceOf))].flatMap((name) => (name === undefined ? [] : [`services/${name}`]));
      const adapters = [...new Set(all.flatMap((path) => /^services\/[^/]+\/adapters\/[^/]+(?=\/)/.exec(path)?.[0] ?? []))];
      return [
        ...services.flatMap((folder) => [...has(folder, 'README.md'), ...has(folder, 'service.ts')]),
        ...services.filter((folder) => folder.endsWith('-gateway')).flatMap((folder) => has(folder, 'port.ts')),
        ...all.filter((path) => path.endsWith('/decide.ts')).flatMap((path) => has(dirname(path), 'states.ts')),
        // A system that is a profile and nothing else has no program that could be misread; what it is tested against is written by hand.
        ...adapters.filter((folder) => !tree.has(`${folder}/profile.json`)).flatMap((folder) => [...has(folder, 'adapter.ts'), ...has(folder, 'simulator.ts')]),
      ];
    },
    bad: [
      { 'services/fees/service.ts': '' }, { 'services/fees/README.md': '' },
      { 'services/fees/README.md': '', 'services/fees/service.ts': '', 'services/fees/decide.ts': '' },
      { 'services/bank-gateway/README.md': '', 'services/bank-gateway/service.ts': '' },
      { 'services/bank-gateway/README.md': '', 'services/bank-gateway/service.ts': '', 'services/bank-gateway/port.ts': '', 'services/bank-gateway/adapters/x/adapter.ts': '' },
    ],
  },
  {
    name: 'every reason of a 4xx answer is registered in contracts/refusals.ts',
    check: nodes((path) => !isTest(path), (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'problem') return undefined;
      const [status, reason] = node.arguments;
      if (!status || !reason || !ts.isNumericLiteral(status) || !ts.isStringLiteral(reason) || !status.text.startsWith('4')) return undefined;
      return isRefusalReason(reason.text) ? undefined : `answers ${reason.text}`;
    }),
    bad: [{ 'infra/a.ts': "problem(404, 'nowhere-to-be-found', '', '');" }],
  },
  {
    name: 'a file says at its head what it promises',
    check: (tree) => sources(tree).filter(([path, text]) => !isTest(path) && /^(?:infra|services|scripts|contracts)\//.test(path) && !/^(?:#!.*\n)?\s*(?:\/\*\*?|\/\/)/.test(text)).map(([path]) => `${path} begins without a word`),
    bad: [{ 'infra/a.ts': "import x from 'x';" }],
  },
  {
    name: 'tests wait for facts and not for time',
    check: nodes((path) => isTest(path), (node) => {
      if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'Promise') return undefined;
      const text = node.getText();
      const pause = /^new Promise(?:<\w+>)?\(\s*\(?(\w+)\)?\s*=>\s*(?:\{\s*)?(?:void\s+)?setTimeout\(\1,\s*(\d[\d_]*)\)/.exec(text);
      // A short pause between two looks at a fact is no sleep; a long one is hope.
      return pause && Number((pause[2] ?? '0').replaceAll('_', '')) > 100 ? `sleeps: ${text}` : undefined;
    }),
    bad: [{ 'test/a.test.ts': 'await new Promise((done) => setTimeout(done, 2_000));' }],
  },
];

const tree = readTree();

describe('the tree', () => {
  it('is there to be read', () => {
    expect(tree.size).toBeGreaterThan(50);
    expect(tree.has('infra/machine.ts')).toBe(true);
  });

  for (const rule of rules) {
    describe(rule.name, () => {
      it.each(rule.bad.map((sample) => [Object.keys(sample).join(' + '), sample] as const))('is seen to be broken in %s', (_files, sample) => {
        expect(rule.check(new Map(Object.entries(sample)))).not.toEqual([]);
      });
      it('holds', { timeout: 60_000 }, () => {
        expect(rule.check(tree)).toEqual([]);
      });
    });
  }

  it('has no exception for a file that is gone or no longer needs it', () => {
    for (const path of [...chanceAllowed.keys(), ...castAllowed.keys()]) expect(tree.has(path), path).toBe(true);
    for (const path of castAllowed.keys()) expect(tree.get(path), path).toMatch(/as unknown as/);
    for (const path of chanceAllowed.keys()) expect(tree.get(path), path).toMatch(/random/);
  });
});
