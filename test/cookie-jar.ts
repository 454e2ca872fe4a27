/**
 * A browser as far as signing in goes: keeps cookies as a browser would, follows no redirect by itself, and can send what a
 * browser would not. For tests from outside.
 */
import http from 'node:http';

export interface Got { status: number; headers: http.IncomingHttpHeaders; text: string; location: string | undefined; json(): Record<string, unknown> }
export interface Asking { method?: string; headers?: Record<string, string>; body?: string | Buffer }

export interface CookieJar {
  cookies: Map<string, string>;
  /** The raw `Set-Cookie` lines of the last answer. */
  setLines: string[];
  /** Asks for a path exactly as written, or for a whole address. */
  ask(target: string, asking?: Asking): Promise<Got>;
  /** Signs in through the provider's page and gives the answer that sets the session. */
  signIn(login: string, password: string, back?: string, headers?: Record<string, string>): Promise<Got>;
  /** The session as the console tells it; rejects when there is none. */
  session(): Promise<{ csrf: string; roles: string[]; person: { subject: string } } & Record<string, unknown>>;
  /** An act as the staff application would send it. */
  act(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Got>;
}

/** Opens a jar for the console at `base`. */
export function openCookieJar(base: string): CookieJar {
  const cookies = new Map<string, string>();
  const jar: CookieJar = {
    cookies, setLines: [],
    ask: (target, { method = 'GET', headers = {}, body } = {}) => new Promise((resolve, reject) => {
      const origin = new URL(target.startsWith('/') ? base : target);
      const path = target.startsWith('/') ? target : `${origin.pathname}${origin.search}`;
      const own = origin.host === new URL(base).host;
      const asked = http.request({
        host: origin.hostname, port: origin.port, method, path, agent: false,
        headers: { ...(own && cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}), ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }), ...headers },
      }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          jar.setLines = answer.headers['set-cookie'] ?? [];
          if (own) {
            for (const line of jar.setLines) {
              const [pair = ''] = line.split(';');
              const [name = '', ...value] = pair.split('=');
              if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
              else cookies.set(name, value.join('='));
            }
          }
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, location: answer.headers.location, json: () => JSON.parse(text) });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    }),
    async signIn(login, password, back = '/staff/', headers = {}) {
      let got = await jar.ask(`/login?return=${encodeURIComponent(back)}`);
      got = await follow(got, (next) => next.status === 200);
      const action = /action="([^"]+)"/.exec(got.text)?.[1] ?? '';
      got = await jar.ask(action, { method: 'POST', headers: { origin: base, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams({ login, password }).toString() });
      return got.status === 303 ? follow(got, (_next, path) => path.startsWith('/sign-in/callback')) : got;
    },
    async session() {
      const got = await jar.ask('/session');
      if (got.status !== 200) throw new Error(`no session: ${got.status}`);
      return JSON.parse(got.text);
    },
    async act(method, path, body, headers = {}) {
      const { csrf } = await jar.session();
      return jar.ask(path, { method, headers: { origin: base, 'x-hub-csrf': csrf, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    },
  };
  async function follow(from: Got, arrived: (got: Got, path: string) => boolean): Promise<Got> {
    let got = from;
    for (let step = 0; step < 10 && got.location !== undefined; step += 1) {
      const next = new URL(got.location, base);
      got = await jar.ask(next.href);
      if (arrived(got, next.pathname)) return got;
    }
    return got;
  }
  return jar;
}
