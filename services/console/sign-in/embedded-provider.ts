/**
 * The OpenID provider that comes with the console, for a zone that has none: a standard one (oidc-provider) mounted below
 * the console's own address, with its own sign-in page. It says who somebody is and nothing about what he may do.
 * Loaded when somebody first signs in: most of a copy's life nobody does.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Provider, KoaContextWithOIDC } from 'oidc-provider';
import { z } from 'zod';
import { freshSecret } from '../../../infra/chance.ts';
import type { Clock } from '../../../infra/clock.ts';
import { rowsOf, type Database } from '../../../infra/database.ts';
import type { Log } from '../../../infra/log.ts';
import type { Secrets } from '../../../infra/secrets.ts';
import type { RegisterStore } from '../store.ts';
import { errorPage } from './pages.ts';
import { providerRecords } from './provider-records.ts';

/** Where it is mounted, below the public address. */
export const providerPath = '/oidc';
export const clientId = 'console';
export const callbackPath = '/sign-in/callback';

export interface EmbeddedProvider {
  /** Answers a request below `providerPath`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The sign-in a browser is in the middle of, by its cookie; undefined when there is none (any more). */
  pending(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string } | undefined>;
  /** Somebody has proved to be this person: the browser is sent on. */
  finish(request: IncomingMessage, response: ServerResponse, subject: string): Promise<void>;
  /** Ends the provider's session of this browser. */
  endSession(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const PrivateKey = z.looseObject({ kty: z.literal('EC'), kid: z.string(), d: z.string() });

/** Its client secret: only the console itself is ever its client. */
export const clientSecret = (secrets: Secrets): string => secrets.proof('provider-client', clientId);

/** Opens it; `publicUrl` is what browsers see. */
export async function openEmbeddedProvider(options: { publicUrl: URL; database: Database; clock: Clock; log: Log; secrets: Secrets; register: RegisterStore }): Promise<EmbeddedProvider> {
  const { publicUrl, log, secrets, register } = options;
  const { Provider: Opened } = await import('oidc-provider/lib/provider.js');
  const base = publicUrl.origin;
  const secure = publicUrl.protocol === 'https:';
  const cookie = { httpOnly: true, sameSite: 'lax' as const, secure, signed: true };
  const provider: Provider = new Opened(`${base}${providerPath}`, {
    adapter: (model: string) => providerRecords(model, options),
    clients: [{
      client_id: clientId, client_secret: clientSecret(secrets), redirect_uris: [`${base}${callbackPath}`], grant_types: ['authorization_code'], response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'ES256',
    }],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    jwks: { keys: [await signingKey(options)] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: secrets.keys('provider-cookies'), long: cookie, short: cookie, names: { session: 'hub-oidc-session', interaction: 'hub-oidc-sign-in', resume: 'hub-oidc-resume' } },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, userinfo: { enabled: false } },
    interactions: { url: (_ctx: KoaContextWithOIDC, interaction: { uid: string }) => `/sign-in/${interaction.uid}` },
    ttl: { Session: 36_000, Interaction: 900, Grant: 36_000, AuthorizationCode: 60, AccessToken: 300, IdToken: 300 },
    async findAccount(_ctx: KoaContextWithOIDC, subject: string) {
      const person = (await register.read()).people.get(subject);
      return person?.active ? { accountId: subject, claims: () => ({ sub: subject, preferred_username: person.login }) } : undefined;
    },
    // The console is the provider's only client and asks for nothing but the name: there is nothing to consent to.
    async loadExistingGrant(ctx: KoaContextWithOIDC) {
      const { client, session, provider: own } = ctx.oidc;
      const accountId = session?.accountId;
      if (!client || accountId === undefined) return undefined;
      const grant = new own.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    renderError(ctx: KoaContextWithOIDC, out: { error: string }) {
      ctx.type = 'html';
      ctx.body = errorPage({ zh: '登录未能完成，请重新开始', en: 'The sign-in could not be completed; start again' }, out.error);
    },
  });
  provider.proxy = true;
  provider.on('server_error', (_ctx: KoaContextWithOIDC, error: Error) => { log.error({ error }, 'provider failed'); });
  const callback = provider.callback();
  /** The address browsers use decides, not what a request claims about itself. */
  const asPublic = (request: IncomingMessage): void => {
    request.headers['x-forwarded-proto'] = secure ? 'https' : 'http';
    request.headers['x-forwarded-host'] = publicUrl.host;
    request.headers.host = publicUrl.host;
  };

  return {
    async handle(request, response) { asPublic(request); await callback(request, response); },
    async pending(request, response) {
      asPublic(request);
      try {
        const { uid, prompt } = await provider.interactionDetails(request, response);
        return prompt.name === 'login' ? { uid } : undefined;
      } catch { return undefined; }
    },
    async finish(request, response, subject) {
      asPublic(request);
      await provider.interactionFinished(request, response, { login: { accountId: subject, remember: false } }, { mergeWithLastSubmission: false });
    },
    async endSession(request, response) {
      asPublic(request);
      const session = await provider.Session.get(provider.createContext(request, response));
      if (session.accountId !== undefined) await session.destroy();
    },
  };
}

/** Ends all sessions of a person with the provider. */
export async function endProviderSessions(database: Database, subject: string): Promise<void> {
  await database('provider_records').where({ account: subject }).delete();
}

/** The provider's own signing key: made once, kept sealed, the same for all copies. */
async function signingKey({ database, clock, secrets }: { database: Database; clock: Clock; secrets: Secrets }): Promise<JWK> {
  for (;;) {
    const [row] = await rowsOf<{ sealed: string }>(database, "SELECT sealed FROM provider_keys WHERE id = 'signing'", []);
    const text = row ? secrets.open('provider-key', row.sealed) : undefined;
    if (text !== undefined) return PrivateKey.parse(JSON.parse(text));
    const pair = await generateKeyPair('ES256', { extractable: true });
    const made: JWK = { ...(await exportJWK(pair.privateKey)), kid: freshSecret(9), alg: 'ES256', use: 'sig' };
    const sealed = secrets.seal('provider-key', JSON.stringify(made));
    // A row nobody can open any more (the secret was replaced without keeping the old one) gives way to a new key.
    if (row) await database('provider_keys').where({ id: 'signing', sealed: row.sealed }).update({ sealed, made_at: clock.now() });
    else await database.raw("INSERT IGNORE INTO provider_keys (id, sealed, made_at) VALUES ('signing', ?, ?)", [sealed, clock.now()]);
  }
}
