import { describe, expect, it } from 'vitest';
import { BaseSettings, readSettings } from '../../infra/config.ts';
import { service } from './service.ts';

const given = {
  HUB_DATABASE_URL: 'mysql://a:b@127.0.0.1:3306/hub_console', HUB_NATS_URL: 'nats://127.0.0.1:4222', HUB_NATS_USER: 'console', HUB_NATS_PASSWORD: 'long-enough', HUB_HTTP_PORT: '8080',
  HUB_JWKS_FILE: 'jwks', HUB_TOKEN_ISSUER: 'issuer', HUB_SERVICE_TOKEN_FILE: 'token', HUB_WEB_PORT: '8081', HUB_PUBLIC_URL: 'https://hall.example', HUB_SERVICE_URLS: '{}', HUB_TOKEN_KEY_FILE: 'key', HUB_CONSOLE_SECRET_FILE: 'secret',
};
const read = (more: Record<string, string>): unknown => readSettings(BaseSettings.extend(service.settings.shape), { ...given, ...more });

describe('the settings of the console', () => {
  it('take an address with TLS, and plain http on this machine only', () => {
    expect(() => read({})).not.toThrow();
    for (const address of ['http://127.0.0.1:8081', 'http://localhost:8081', 'http://[::1]:8081']) expect(() => read({ HUB_PUBLIC_URL: address }), address).not.toThrow();
    for (const address of ['http://hall.example', 'http://10.0.0.5:8081', 'http://127.0.0.1.evil.example', 'https://hall.example/console', 'https://hall.example/?a', 'ftp://hall.example', 'hall.example']) {
      expect(() => read({ HUB_PUBLIC_URL: address }), address).toThrow(/HUB_PUBLIC_URL/);
    }
  });
  it('take an outside provider with TLS, or on this machine', () => {
    expect(() => read({ HUB_OIDC_ISSUER: 'https://id.example/realms/zone' })).not.toThrow();
    expect(() => read({ HUB_OIDC_ISSUER: 'http://id.example' })).toThrow(/HUB_OIDC_ISSUER/);
  });
  it('know no user, key or secret by themselves', () => {
    expect(read({})).not.toHaveProperty('bootstrapFile');
    for (const needed of ['HUB_TOKEN_KEY_FILE', 'HUB_CONSOLE_SECRET_FILE', 'HUB_PUBLIC_URL']) expect(() => read({ [needed]: '' }), needed).toThrow(needed);
  });
});
