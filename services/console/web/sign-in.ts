/**
 * Who sits here, as the console knows it: one small store outside React, because calls to services wait for it too.
 * Promise: an ended session never loses the page; what waited for a new sign-in goes on only for the same person.
 */
import { problemOf, Unreachable } from './problem.ts';
import { frameTexts } from './texts/frame.ts';

/** A post held, as first holder or as deputy. */
export interface HeldPost { readonly code: string; readonly name: string; readonly role: string; readonly as: 'A' | 'B' }
export interface Session {
  readonly person: { readonly subject: string; readonly name: string; readonly login: string };
  readonly roles: readonly string[];
  readonly department: string | null;
  readonly window: string | null;
  readonly posts: readonly HeldPost[];
  /** Goes into the header of every act. */
  readonly csrf: string;
  readonly expiresAt: string;
}
/** `ended`: signed in before, not any more; the session shown is the last one. */
export type SignIn =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-in' | 'ended'; readonly session: Session };

const channelName = 'hub-sign-in';
let state: SignIn = { kind: 'loading' };
const watchers = new Set<() => void>();

function become(next: SignIn): void {
  state = next;
  for (const watcher of watchers) watcher();
}

export const signIn = {
  now: (): SignIn => state,
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  csrf: (): string => (state.kind === 'signed-in' ? state.session.csrf : ''),
  /** Asks who is signed in; without anybody and without a page to lose, goes to the sign-in. */
  async ask(): Promise<void> {
    let response: Response;
    try {
      response = await fetch('/session', { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(10_000) });
    } catch (error) {
      if (state.kind === 'loading') become({ kind: 'unreachable' });
      throw new Unreachable(error);
    }
    if (response.status === 401) {
      if (state.kind === 'loading' || state.kind === 'unreachable') location.assign(signInAddress(location.pathname + location.search));
      else ended();
      return;
    }
    if (!response.ok) {
      if (state.kind === 'loading') become({ kind: 'unreachable' });
      throw await problemOf(response, { zh: frameTexts.failed[0], en: frameTexts.failed[1] });
    }
    const session = sessionOf(await response.json());
    // Somebody else sat down: nothing of the page before is theirs.
    if ('session' in state && state.session.person.subject !== session.person.subject) location.reload();
    else become({ kind: 'signed-in', session });
  },
  ended,
  /** Resolves when the same person is signed in again. */
  renewed(): Promise<void> {
    ended();
    return new Promise((resolve) => {
      const stop = signIn.watch(() => {
        if (state.kind !== 'signed-in') return;
        stop();
        resolve();
      });
    });
  },
  /** Ends this session, or all of this person's, and gives where an outside provider's session is ended, if there is one; what the page shows then is the sign-in. */
  async leave(everywhere: boolean): Promise<string | undefined> {
    const response = await fetch('/logout', {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-csrf': signIn.csrf() }, body: JSON.stringify({ everywhere }), signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok && response.status !== 401) throw await problemOf(response, { zh: frameTexts.failed[0], en: frameTexts.failed[1] });
    const told: unknown = response.ok ? await response.json() : undefined;
    return isRecord(told) && typeof told.location === 'string' ? told.location : undefined;
  },
};

function ended(): void {
  if (state.kind === 'signed-in') become({ kind: 'ended', session: state.session });
}

export const signInAddress = (back: string): string => `/login?return=${encodeURIComponent(back)}`;

/** Where the sign-in in a second window comes back to. */
export const signedInPath = '/staff/signed-in';

/** Told by the second window; the first one asks again. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('signed-in');
  channel.close();
}

export function whenToldSignedIn(then: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', then);
  return () => channel.close();
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function sessionOf(body: unknown): Session {
  const told = isRecord(body) ? body : {};
  const person = isRecord(told.person) ? told.person : {};
  return {
    person: { subject: text(person.subject), name: text(person.name), login: text(person.login) },
    roles: Array.isArray(told.roles) ? told.roles.map(text) : [],
    department: text(told.department) || null,
    window: text(told.window) || null,
    posts: Array.isArray(told.posts)
      ? told.posts.filter(isRecord).map((post) => ({ code: text(post.code), name: text(post.name), role: text(post.role), as: post.as === 'B' ? 'B' : 'A' }))
      : [],
    csrf: text(told.csrf),
    expiresAt: text(told.expiresAt),
  };
}
