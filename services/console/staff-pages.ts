/**
 * Delivers the staff application: one HTML entry with the nonce of its answer, and its files under names that change with
 * their content, so a browser keeps them for ever. Compressed copies lie beside them.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { entryHtml } from './web/entry.html.ts';

const Manifest = z.object({ script: z.string(), styles: z.array(z.string()), preload: z.array(z.string()), icon: z.string() });

export interface StaffPages { assets: RequestHandler; entry(response: Response, nonce: string): void; icon(response: Response): void }

const encodings = [['br', '.br'], ['gzip', '.gz']] as const;

/** `directory` holds `manifest.json` and the files; undefined when the application was not built. */
export function openStaffPages(directory: string | undefined): StaffPages {
  const manifestFile = directory === undefined ? undefined : path.join(directory, 'manifest.json');
  const manifest = manifestFile !== undefined && existsSync(manifestFile) ? Manifest.parse(JSON.parse(readFileSync(manifestFile, 'utf8'))) : undefined;
  return {
    assets(request, response, next) {
      const name = request.path.slice(1);
      if (directory === undefined || (request.method !== 'GET' && request.method !== 'HEAD') || !/^[\w-][\w.-]*\.(?:js|css|svg|woff2|png|map)$/.test(name) || name.includes('..')) { next(); return; }
      const file = path.join(directory, name);
      if (!existsSync(file)) { next(); return; }
      response.set({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' }).type(path.extname(name));
      const coded = encodings.find(([encoding, ending]) => (request.acceptsEncodings(encoding) === encoding) && existsSync(`${file}${ending}`));
      if (coded) response.set('content-encoding', coded[0]);
      response.sendFile(coded ? `${name}${coded[1]}` : name, { root: directory, etag: false, cacheControl: false, lastModified: false }, (error) => { if (error) next(error); });
    },
    // Browsers ask for it on every page, also on those of the sign-in.
    icon(response) { if (manifest) response.redirect(302, manifest.icon); else response.status(204).end(); },
    entry(response, nonce) {
      if (!manifest) { response.status(503).type('html').end('<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>园区通</title><p>界面文件尚未构建 · The staff application has not been built</p></html>'); return; }
      response.type('html').set('cache-control', 'no-store').end(entryHtml(manifest, nonce));
    },
  };
}
