// Reads docker-compose.yml as far as the checks and the secrets command need: which variables it asks for, and what a
// service is told once they are filled in. It is not a compose engine.
import { parse } from 'yaml';
import { z } from 'zod';

/** A variable the file asks for. */
export interface ComposeVariable {
  name: string;
  /** What it stands for when left out; undefined when it must be given. */
  standard: string | undefined;
  /** What compose says when it is missing. */
  meaning: string;
}

const variable = /\$\{([A-Z][A-Z0-9_]*)(?::(-|\?)([^}]*))?\}/g;

/** Every variable once, in the order of appearance. */
export function composeVariables(text: string): ComposeVariable[] {
  const found = new Map<string, ComposeVariable>();
  for (const [, name = '', kind, rest = ''] of text.matchAll(variable)) {
    if (!found.has(name)) found.set(name, { name, standard: kind === '-' ? rest : undefined, meaning: kind === '?' ? rest : '' });
  }
  return [...found.values()];
}

/** Puts values in; throws for one that must be given and is not, as compose does. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(variable, (_whole, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = values[name];
    if (value !== undefined && value !== '') return value;
    if (kind === '-') return rest ?? '';
    throw new Error(`required variable ${name} is missing a value: ${rest ?? ''}`);
  });
}

const Dependencies = z.record(z.string(), z.object({ condition: z.string() }));
const ComposeFile = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).default({}),
      secrets: z.array(z.string()).default([]),
      networks: z.array(z.string()).default([]),
      profiles: z.array(z.string()).default([]),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      depends_on: Dependencies.default({}),
      healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
    }),
  ),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/** The file as an engine would read it: anchors and merges resolved, then values put into the strings. */
export function readCompose(text: string, values: Readonly<Record<string, string>>): ComposeFile {
  const filled = (node: unknown): unknown => {
    if (typeof node === 'string') return fillIn(node, values);
    if (Array.isArray(node)) return node.map(filled);
    if (typeof node === 'object' && node !== null) return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, filled(value)]));
    return node;
  };
  return ComposeFile.parse(filled(parse(text, { merge: true })));
}
