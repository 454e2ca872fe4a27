/**
 * The console as an OpenID relying party: authorisation code with PKCE, state and nonce, against the embedded provider or an
 * outside one. Promise: no token of the provider ever reaches the browser, and a sign-in ends only where it began.
 */
import { readFile } from 'node:fs/promises';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import type { Secrets } from '../../../infra/secrets.ts';
import { callbackPath, clientId, clientSecret, providerPath } from './embedded-provider.ts';

export interface ProviderSettings {
  publicUrl: URL;
  oidcIssuer?: string | undefined;
  oidcClientId: string;
  oidcClientSecretFile?: string | undefined;
  oidcLoginClaim: string;
  oidcScope: string;
  oidcPrompt: string;
}

/** What the browser carries between the two halves of a sign-in, sealed. */
const Flow = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string(), until: z.number() });

export interface RelyingParty {
  /** Where to send the browser, and what it must bring back. */
  begin(back: string, nowMs: number): Promise<{ location: string; flow: string }>;
  /** Who has signed in: the login by the claim of the settings. Undefined when the answer is not one to our question. */
  finish(query: string, flow: string | undefined, nowMs: number): Promise<{ login: string; idToken: string; back: string } | undefined>;
  /** Where the browser ends the provider's session, if the provider can do that. */
  endAddress(idToken: string | undefined): Promise<string | undefined>;
}

/** How long somebody may take over the provider's page. */
export const flowMs = 15 * 60_000;

/** `ownPort` gives the port of the web listener: the embedded provider is asked there, whatever stands before it. */
export function openRelyingParty(settings: ProviderSettings, secrets: Secrets, ownPort: () => number): RelyingParty {
  const { publicUrl } = settings;
  let opened: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    // A provider that could not be reached once may be there the next time.
    opened ??= open().catch((error: unknown) => { opened = undefined; throw error; });
    return opened;
  };

  async function open(): Promise<Configuration> {
    const client = await import('openid-client');
    if (settings.oidcIssuer !== undefined) {
      const issuer = new URL(settings.oidcIssuer);
      const secret = settings.oidcClientSecretFile === undefined ? undefined : (await readFile(settings.oidcClientSecretFile, 'utf8')).trim();
      return client.discovery(issuer, settings.oidcClientId, secret, secret === undefined ? client.None() : client.ClientSecretBasic(secret), {
        timeout: 10, ...(issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
      });
    }
    const issuer = `${publicUrl.origin}${providerPath}`;
    const secret = clientSecret(secrets);
    const own = new client.Configuration(
      { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: ['ES256'], authorization_response_iss_parameter_supported: true },
      clientId, { id_token_signed_response_alg: 'ES256' }, client.ClientSecretBasic(secret));
    if (publicUrl.protocol === 'http:') client.allowInsecureRequests(own);
    own[client.customFetch] = (url, given) => {
      const { body, headers, method, signal } = given;
      return fetch(url.replace(publicUrl.origin, `http://127.0.0.1:${ownPort()}`), { method, headers, redirect: 'manual', ...(body === undefined || body === null ? {} : { body: body as string | URLSearchParams }), ...(signal ? { signal } : {}) });
    };
    return own;
  }

  return {
    async begin(back, nowMs) {
      const client = await import('openid-client');
      const config = await configuration();
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const location = client.buildAuthorizationUrl(config, {
        redirect_uri: `${publicUrl.origin}${callbackPath}`, scope: settings.oidcIssuer === undefined ? 'openid' : settings.oidcScope, state, nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...(settings.oidcPrompt === '' ? {} : { prompt: settings.oidcPrompt }),
      });
      return { location: location.href, flow: secrets.seal('flow', JSON.stringify({ state, nonce, verifier, back, until: nowMs + flowMs })) };
    },
    async finish(query, sealed, nowMs) {
      const text = sealed === undefined ? undefined : secrets.open('flow', sealed);
      const flow = text === undefined ? undefined : Flow.parse(JSON.parse(text));
      if (!flow || flow.until < nowMs) return undefined;
      const client = await import('openid-client');
      const tokens = await client.authorizationCodeGrant(await configuration(), new URL(`${publicUrl.origin}${callbackPath}${query}`), {
        pkceCodeVerifier: flow.verifier, expectedState: flow.state, expectedNonce: flow.nonce, idTokenExpected: true,
      });
      const login = tokens.claims()?.[settings.oidcIssuer === undefined ? 'preferred_username' : settings.oidcLoginClaim];
      return typeof login === 'string' && tokens.id_token !== undefined ? { login, idToken: tokens.id_token, back: flow.back } : undefined;
    },
    async endAddress(idToken) {
      if (settings.oidcIssuer === undefined) return undefined;
      const client = await import('openid-client');
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${publicUrl.origin}/signed-out`, ...(idToken === undefined ? {} : { id_token_hint: idToken }) }).href;
    },
  };
}
