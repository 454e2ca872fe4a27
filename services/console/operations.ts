/**
 * Which operations of the services a browser may reach: those that stand in the service's own OpenAPI document and are open
 * to somebody beside services. Read from the documents when a service is first asked for.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ServiceName } from '../../contracts/envelope.ts';
import { projectFile } from '../../infra/project-file.ts';

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
type Method = (typeof methods)[number];
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Operation = z.object({ operationId: z.string(), 'x-roles': z.array(z.string()) });

interface Known { pattern: RegExp; methods: Set<Method> }

export interface Operations {
  /** The methods an address of a service has for people; empty when there is no such address. */
  methodsOf(service: ServiceName, path: string): Promise<ReadonlySet<string>>;
}

export function openOperations(): Operations {
  const documents = new Map<ServiceName, Promise<Known[]>>();
  const read = async (...folders: string[]): Promise<Known[]> => {
    const lists = await Promise.all(folders.map(async (folder) => Object.entries(Document.parse(parse(await readFile(projectFile('contracts', folder, 'openapi.yaml'), 'utf8'))).paths)));
    return lists.flat().map(([path, item]) => ({
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      methods: new Set(methods.filter((method) => item[method] !== undefined && Operation.parse(item[method])['x-roles'].some((role) => role !== 'service'))),
    }));
  };
  return {
    async methodsOf(service, path) {
      const known = documents.get(service) ?? read(service, 'operations');
      documents.set(service, known);
      // The same words may stand at a fixed address and at one with a parameter: each has its own methods.
      const found = (await known).filter(({ pattern }) => pattern.test(path));
      return new Set(found.flatMap((one) => [...one.methods]).map((method) => method.toUpperCase()));
    },
  };
}

/**
 * The path after `/api/<service>` when it is beyond doubt: no doubled, missing or dotted segments and nothing encoded that
 * the service could read as a slash. Undefined for everything else.
 */
export function plainPath(path: string): string | undefined {
  if (!/^(?:\/[\w.~!$&'()*+,;=:@%-]+)+$/.test(path) || /%(?![0-9a-f]{2})|%(?:2f|5c|2e|00|25)/i.test(path)) return undefined;
  return path.split('/').some((segment) => segment === '.' || segment === '..') ? undefined : path;
}
