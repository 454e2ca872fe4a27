/** Documents people read before they trust the code: what they name must exist, and what exists must be named. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serviceNames } from '../contracts/envelope.ts';
import { variableName } from '../infra/config.ts';
import { projectFile } from '../infra/project-file.ts';

const Service = z.object({ service: z.object({ settings: z.instanceof(z.ZodObject) }) });

describe('the README of a service', () => {
  it.each(serviceNames)('names every setting and says what happens when it dies: %s', async (name) => {
    const readme = readFileSync(projectFile('services', name, 'README.md'), 'utf8');
    const { service } = Service.parse(await import(`../services/${name}/service.ts`));
    const missing = Object.keys(service.settings.shape).map(variableName).filter((variable) => !readme.includes(`\`${variable}\``));
    expect(missing).toEqual([]);
    expect(readme).toMatch(/dies here/i);
  });
});

describe('the README of the product', () => {
  const readme = readFileSync(projectFile('README.md'), 'utf8');
  const Package = z.object({ scripts: z.record(z.string(), z.string()) });
  const { scripts } = Package.parse(JSON.parse(readFileSync(projectFile('package.json'), 'utf8')));

  it('names only commands that exist', () => {
    const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((command) => !(command in scripts))).toEqual([]);
  });
  it('names only files that exist', () => {
    const files = [...readme.matchAll(/`((?:contracts|infra|services|scripts|test|docs)\/[\w./-]+\.(?:ts|md|yaml))`/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(() => readFileSync(projectFile(file)), file).not.toThrow();
  });
  it('shows pictures that are there', () => {
    const pictures = [...readme.matchAll(/(?:!\[[^\]]*\]\(|<img src=")([^)"]+)/g)].map((match) => match[1] ?? '');
    expect(pictures.length).toBeGreaterThan(4);
    for (const picture of pictures) expect(readFileSync(projectFile(picture)).subarray(1, 4).toString(), picture).toBe('PNG');
  });
  it('shows the two commands', () => {
    expect(readme).toContain('./scripts/demo');
    expect(readme).toContain('./scripts/test');
  });
});
