/** Cookies the console sets: for this host only, out of reach of scripts and of other sites' posts. */
import type { Request, Response } from 'express';

/** `__Host-` binds a cookie to host and TLS; browsers grant it to loopback too. */
export const sessionCookie = '__Host-hub';
export const flowCookie = '__Host-hub-flow';

/** The value of a cookie; when it is given twice, none is believed. */
export function cookieOf(request: Pick<Request, 'headers'>, name: string): string | undefined {
  const values = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

export function giveCookie(response: Response, name: string, value: string, maxAgeS?: number): void {
  response.append('set-cookie', `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax${maxAgeS === undefined ? '' : `; Max-Age=${maxAgeS}`}`);
}
export const dropCookie = (response: Response, name: string): void => giveCookie(response, name, '', 0);

/** A path on our own host, whatever was asked for: nobody is sent elsewhere after signing in. */
export function safeReturn(asked: unknown, standard: string): string {
  if (typeof asked !== 'string' || asked.length > 500 || !/^\/[\w\-.~/?#=&%:@+,;!$'()*]*$/.test(asked) || /^\/[/\\]/.test(asked)) return standard;
  const url = new URL(asked, 'http://host.invalid');
  // What dots leave behind is looked at again: `/a/..//host` would name another host.
  if (url.host !== 'host.invalid' || url.pathname.startsWith('//') || /^\/(?:login|logout|oidc|sign-in|api)(?:\/|$)/.test(url.pathname)) return standard;
  return `${url.pathname}${url.search}${url.hash}`;
}
