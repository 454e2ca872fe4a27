/**
 * What a folder under `adapters/` offers: `adapter.ts` exports `dialect`, which opens a platform from its settings and profile, or
 * says everything that is wrong with them at once. Loaded with `await import` only when a platform speaks it.
 */
import type { Clock } from '../../infra/clock.ts';
import type { Exchange, Province } from './port.ts';

/** One platform of the settings file, with its secrets read and its profile parsed as JSON but not checked. */
export interface PlatformGiven {
  readonly name: string;
  /** URL of the province's system, e.g. http://…, mysql://…; without a password in it. */
  readonly address: string;
  /** By name, as this dialect calls them (`requesterId`, `appSecret` …): plain values and the contents of secret files alike. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly profile: unknown;
  /** File of the profile, for what is said about it. */
  readonly profileSource: string;
  readonly clock: Clock;
  /** Told of each talk; never throws. */
  readonly onExchange: (exchange: Exchange) => void;
}

export interface Dialect {
  /** Opens a platform; nothing is sent before the first call. Throws `ProfileError` (mapping/profile.ts), also for an address or credential that cannot work. */
  open(given: PlatformGiven): Province | Promise<Province>;
}
