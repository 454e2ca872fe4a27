/** Settings as an operator meets them: everything wrong is said at once, and nothing that was given is repeated. */
import { expect, it } from 'vitest';
import { BaseSettings, SettingsError, readSettings } from './config.ts';

it('everything wrong with the settings is said at once, each by its variable, and no value comes back', () => {
  let said = '';
  try { readSettings(BaseSettings, { HUB_NATS_PASSWORD: 'short7!', HUB_HTTP_PORT: '70000', HUB_LOG_LEVEL: 'loud' }); } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    said = String(error);
  }
  for (const variable of ['HUB_DATABASE_URL: 缺少 missing', 'HUB_NATS_URL: 缺少 missing', 'HUB_JWKS_FILE: 缺少 missing', 'HUB_NATS_PASSWORD', 'HUB_HTTP_PORT', 'HUB_LOG_LEVEL']) expect(said).toContain(variable);
  for (const value of ['short7!', '70000', 'loud']) expect(said).not.toContain(value);
});
