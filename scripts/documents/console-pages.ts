// Lists the staff pages in the console's README, between two marks: address, name, who opens it, folder and words. Promise: made
// from the routes the browser gets, so a page cannot be forgotten nor its roles be told otherwise.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';

const Both = z.tuple([z.string(), z.string()]);
const Routes = z.array(z.object({ path: z.string(), menu: z.object({ title: Both }).loose().optional(), roles: z.array(z.string()).optional(), page: z.custom<() => unknown>((value) => typeof value === 'function') }));
/** One page of the staff application. */
export interface ConsolePage {
  address: string;
  title: readonly [zh: string, en: string] | undefined;
  /** Undefined: whoever is signed in. */
  roles: readonly string[] | undefined;
  folder: string;
  texts: readonly string[];
}

/** What draws is left out: only the list itself is wanted. */
const withoutDrawing: Plugin = {
  name: 'without-drawing',
  setup(builder) {
    builder.onResolve({ filter: /^(react|@ant-design\/)/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    builder.onResolve({ filter: /\/pages\// }, ({ path }) => ({ path, external: true }));
    builder.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export const lazy = (page) => page; export const jsx = () => null; export const jsxs = jsx; export const Fragment = null; export default null;' }));
  },
};

/** The pages in the order of the routes. */
export async function consolePages(root: string): Promise<ConsolePage[]> {
  const web = join(root, 'services', 'console', 'web');
  const { outputFiles } = await build({ entryPoints: [join(web, 'routes.tsx')], bundle: true, write: false, format: 'esm', platform: 'node', jsx: 'automatic', plugins: [withoutDrawing], logLevel: 'silent' });
  const loaded: unknown = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`);
  const { routes } = z.object({ routes: Routes }).parse(loaded);
  return routes.map(({ path, menu, roles, page }) => {
    const folder = /pages\/([\w-]+)\/page/.exec(String(page))?.[1] ?? '';
    const source = readFileSync(join(web, 'pages', folder, 'page.tsx'), 'utf8');
    const texts = [...source.matchAll(/texts\/([\w-]+)\.ts/g)].map(([, name = '']) => name).filter((name) => name !== 'frame' && name !== 'terms');
    return { address: `/staff/${path}`.replace(/\/$/, ''), title: menu?.title, roles, folder, texts };
  });
}

const open = '<!-- pages -->';
const close = '<!-- /pages -->';

/** Puts the list between its marks in the README. */
export function withPages(readme: string, pages: readonly ConsolePage[]): string {
  const from = readme.indexOf(open);
  const to = readme.indexOf(close);
  if (from === -1 || to < from) throw new Error(`the README has no place for the pages: ${open} … ${close}`);
  const rows = pages.map(({ address, title, roles, folder, texts }) =>
    `| \`${address}\` | ${title ? `${title[0]} ${title[1]}` : ''} | ${roles?.join(', ') ?? '全体 all'} | \`pages/${folder}\` | ${texts.map((name) => `\`${name}.ts\``).join(', ')} |`);
  return `${readme.slice(0, from)}${open}\n| address | page | roles | folder | texts |\n|---|---|---|---|---|\n${rows.join('\n')}\n${readme.slice(to)}`;
}
