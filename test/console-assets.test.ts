/** The build of the staff application: what the first view weighs, and that it is whole. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../scripts/console-assets.ts';
import { entryHtml, type ConsoleManifest } from '../services/console/web/entry.html.ts';

const builds = mkdtempSync(join(tmpdir(), 'console-assets-'));
let directory: string;
let manifest: ConsoleManifest;

beforeAll(async () => {
  ({ directory } = await buildConsole({ builds }));
  manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
});
afterAll(() => rmSync(builds, { recursive: true, force: true }));

const fileOf = (address: string): string => join(directory, basename(address));
/** What the browser is sent: the gzip where there is one. */
const sent = (address: string): number => statSync(existsSync(`${fileOf(address)}.gz`) ? `${fileOf(address)}.gz` : fileOf(address)).size;

describe('the build of the staff application', () => {
  it('shows the first view for less than 300 KB gzipped', () => {
    const first = [manifest.script, ...manifest.styles, ...manifest.preload];
    // The language of antd's own words comes with it, one of two.
    const locales = readdirSync(directory).filter((name) => /^zh_CN-.*\.js$/.test(name)).map((name) => `/assets/${name}`);
    expect([...first, ...locales].reduce((sum, address) => sum + sent(address), 0)).toBeLessThan(300 * 1024);
  });

  it('has every file that its manifest names', () => {
    for (const address of [manifest.script, manifest.icon, ...manifest.styles, ...manifest.preload]) expect(existsSync(fileOf(address)), address).toBe(true);
  });

  it('keeps beside each larger file the same bytes compressed twice', () => {
    const plain = readFileSync(fileOf(manifest.script));
    expect(gunzipSync(readFileSync(`${fileOf(manifest.script)}.gz`)).equals(plain)).toBe(true);
    expect(brotliDecompressSync(readFileSync(`${fileOf(manifest.script)}.br`)).equals(plain)).toBe(true);
  });

  it('is not made a second time from the same sources', async () => {
    const made = statSync(join(directory, 'manifest.json')).mtimeMs;
    expect((await buildConsole({ builds })).directory).toBe(directory);
    expect(statSync(join(directory, 'manifest.json')).mtimeMs).toBe(made);
  });

  it('has an entry document with no script and no style of its own', () => {
    const html = entryHtml(manifest, 'n"<once');
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|style=/);
    expect(html).toContain('content="n&quot;&lt;once"');
  });

  it('makes no code from text in what the first view loads', () => {
    // The content policy would stop it only once it happens.
    for (const address of [manifest.script, ...manifest.preload]) expect(readFileSync(fileOf(address), 'utf8'), address).not.toMatch(/\beval\(|new Function\(/);
  });
});
