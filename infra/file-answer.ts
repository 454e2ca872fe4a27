/** How a kept file is given out to people: shown where a browser can do so safely, downloaded otherwise. */
import type { Answer } from './http-server.ts';

/** A file somebody else made, shown within our own pages: nothing in it may run, load or be taken for another type. */
export function fileAnswer({ mediaType, content }: { mediaType: string; content: Buffer }): Answer {
  const isPdf = mediaType === 'application/pdf';
  const isImage = mediaType.startsWith('image/');
  return {
    status: 200, bytes: content, mediaType,
    headers: {
      'content-disposition': isPdf || isImage ? 'inline' : 'attachment', 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff',
      // The browser's own PDF viewer is a plug-in with styles of its own and does not work in a sandbox; it runs none of our pages' scripts.
      'content-security-policy': isPdf ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'" : "default-src 'none'; sandbox; frame-ancestors 'self'",
    },
  };
}
