// The TypeScript types of every OpenAPI document: contracts/<service>/api.ts beside its openapi.yaml.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import type { Generated } from './generated.ts';

/** Folders of contracts/ that hold an OpenAPI document. */
export function openApiFolders(root: string): string[] {
  const folder = join(root, 'contracts');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'openapi.yaml')))
    .toSorted();
}

/** One generated file for each document. Rejects with the document's name when one cannot be read. */
export async function apiTypes(root: string): Promise<Generated[]> {
  return Promise.all(
    openApiFolders(root).map(async (name) => {
      const source = join(root, 'contracts', name, 'openapi.yaml');
      try {
        const nodes = await openapiTypeScript(pathToFileURL(source), { alphabetize: false, emptyObjectsUnknown: true, silent: true });
        return {
          path: `contracts/${name}/api.ts`,
          content: `// Generated from openapi.yaml by \`npm run generate\`. Do not edit.\n${astToString(nodes)}`,
        };
      } catch (error) {
        throw new Error(`contracts/${name}/openapi.yaml: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }),
  );
}
