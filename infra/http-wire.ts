/**
 * How axios speaks on the wire here: one request on a kept connection, the answer read whole. Its own way builds three streams
 * and follows redirects for each call, at three times the processor time; services calling each other need none of that.
 * Errors carry the same codes, so that "never left" and "may have arrived" stay told apart (http-client.ts).
 */
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { AxiosError, CanceledError, type AxiosAdapter, type AxiosResponse } from 'axios';

/**
 * An adapter over these pools. Redirects are answers like others, compressed answers are not asked for. Of axios's settings it
 * knows: headers, data (text, bytes, a stream sent as it comes), timeout (in all), signal, responseType (arraybuffer or text), maxContentLength.
 */
export function overPools(pools: { http: http.Agent; https: https.Agent }): AxiosAdapter {
  return (config) => new Promise<AxiosResponse<unknown>>((resolve, reject) => {
    const url = new URL(config.baseURL === undefined || /^https?:/.test(config.url ?? '') ? config.url ?? '' : `${config.baseURL.replace(/\/+$/, '')}/${(config.url ?? '').replace(/^\/+/, '')}`);
    const secure = url.protocol === 'https:';
    const body: unknown = config.data;
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.isBuffer(body) ? body : undefined;
    const stream = body instanceof Readable ? body : undefined;
    if (body !== undefined && body !== null && bytes === undefined && stream === undefined) { reject(new AxiosError('a body must be text, bytes or a stream', AxiosError.ERR_BAD_REQUEST, config)); return; }
    const headers: http.OutgoingHttpHeaders = { ...config.headers.toJSON() as http.OutgoingHttpHeaders };
    if (bytes) headers['content-length'] = bytes.length;

    const request = (secure ? https : http).request({
      agent: secure ? pools.https : pools.http, protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname + url.search,
      method: (config.method ?? 'get').toUpperCase(), headers,
    });
    let over = false;
    const end = (): boolean => { const first = !over; over = true; clearTimeout(timer); config.signal?.removeEventListener?.('abort', cancel); return first; };
    const fail = (error: AxiosError): void => { stream?.destroy(); if (end()) { reject(error); request.destroy(); } };
    const cancel = (): void => { fail(new CanceledError(undefined, config, request)); };
    const timer = config.timeout ? setTimeout(() => { fail(new AxiosError(`timeout of ${config.timeout}ms exceeded`, AxiosError.ECONNABORTED, config, request)); }, config.timeout) : undefined;
    if (config.signal?.aborted) { cancel(); return; }
    config.signal?.addEventListener?.('abort', cancel);
    request.on('error', (error) => { fail(AxiosError.from(error, undefined, config, request)); });
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (config.maxContentLength !== undefined && config.maxContentLength >= 0 && length > config.maxContentLength) fail(new AxiosError('maxContentLength exceeded', AxiosError.ERR_BAD_RESPONSE, config, request));
      });
      response.on('error', (error) => { fail(AxiosError.from(error, AxiosError.ERR_BAD_RESPONSE, config, request)); });
      response.on('end', () => {
        stream?.destroy();
        if (!end()) return;
        const [first] = parts;
        const whole = parts.length === 1 && first ? first : Buffer.concat(parts);
        resolve({ status: response.statusCode ?? 0, statusText: response.statusMessage ?? '', headers: response.headers as AxiosResponse['headers'], config, request, data: config.responseType === 'arraybuffer' ? whole : whole.toString('utf8') });
      });
    });
    if (stream === undefined) { request.end(bytes); return; }
    // What the other side is not ready for is not read from the source either.
    stream.on('error', (error) => { fail(AxiosError.from(error, AxiosError.ERR_BAD_REQUEST, config, request)); });
    stream.pipe(request);
  });
}
