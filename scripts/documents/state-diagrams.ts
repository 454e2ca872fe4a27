// Draws the table of legal transitions of each service into its README, between two marks, as a mermaid diagram.
// Promise: what the README shows is what the machine enforces; the rest of the README is left as it is.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Generated } from './generated.ts';

const Table = z.record(z.string(), z.array(z.string()).readonly());
/** A table of legal transitions: state → states that may follow; `none` is where a record does not exist yet. */
export type Table = z.infer<typeof Table>;

/** The mermaid text of one table. */
export function diagramOf(table: Table): string {
  const id = (state: string): string => (state === 'none' ? '[*]' : state.replaceAll('-', '_'));
  const named = Object.keys(table).filter((state) => state !== 'none' && state.includes('-'));
  return [
    'stateDiagram-v2',
    ...named.map((state) => `  state "${state}" as ${id(state)}`),
    ...Object.entries(table).flatMap(([from, to]) =>
      to.length === 0 ? [`  ${id(from)} --> [*]`] : to.map((next) => `  ${id(from)} --> ${id(next)}`),
    ),
  ].join('\n');
}

/** Puts the diagram between its marks in a README; at the end when the marks are not there yet. */
export function withDiagram(readme: string, name: string, table: Table): string {
  const open = `<!-- states: ${name} -->`;
  const close = `<!-- /states: ${name} -->`;
  const block = `${open}\n\`\`\`mermaid\n${diagramOf(table)}\n\`\`\`\n${close}`;
  const from = readme.indexOf(open);
  const to = readme.indexOf(close);
  if (from === -1 || to < from) return `${readme.trimEnd()}\n\n## 状态 States: ${name}\n\n${block}\n`;
  return readme.slice(0, from) + block + readme.slice(to + close.length);
}

/** The READMEs of all services that have a states.ts, as they should be. */
export async function stateDiagrams(root: string): Promise<Generated[]> {
  const services = join(root, 'services');
  const found: Generated[] = [];
  for (const service of readdirSync(services).toSorted()) {
    const source = join(services, service, 'states.ts');
    const readme = join(services, service, 'README.md');
    if (!existsSync(source) || !existsSync(readme)) continue;
    const exported: unknown = await import(pathToFileURL(source).href);
    let content = readFileSync(readme, 'utf8');
    for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(exported))) {
      const table = Table.safeParse(value);
      if (table.success && Object.hasOwn(table.data, 'none')) content = withDiagram(content, name, table.data);
    }
    found.push({ path: `services/${service}/README.md`, content });
  }
  return found;
}
