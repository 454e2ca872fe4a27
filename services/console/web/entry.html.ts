/**
 * The one HTML document of the staff application, made for each answer because of its nonce. Promise: no inline script,
 * no inline style; the nonce in it is for the style elements that antd makes.
 */
import { frameTexts } from './texts/frame.ts';

/** What the build left behind, `manifest.json` in its directory; addresses are those the browser asks for. */
export interface ConsoleManifest {
  /** The module that starts the application. */
  script: string;
  styles: string[];
  /** Modules the first view needs besides, to be fetched in parallel. */
  preload: string[];
  icon: string;
}

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The document; `nonce` is the one of this answer's `style-src`. */
export function entryHtml(manifest: ConsoleManifest, nonce: string): string {
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="same-origin">',
    `<meta name="style-nonce" content="${attribute(nonce)}">`,
    `<title>${frameTexts.title.join(' · ')}</title>`,
    `<link rel="icon" href="${attribute(manifest.icon)}" type="image/svg+xml">`,
    ...manifest.styles.map((href) => `<link rel="stylesheet" href="${attribute(href)}">`),
    ...manifest.preload.map((href) => `<link rel="modulepreload" href="${attribute(href)}">`),
    `<script type="module" src="${attribute(manifest.script)}"></script>`,
    '</head>',
    '<body>',
    '<div id="staff"></div>',
    `<noscript>${frameTexts.noScript.join(' ')}</noscript>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
