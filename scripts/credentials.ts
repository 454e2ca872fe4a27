// Keys, tokens and secrets of one run directory. Promise: made at the first start by the system's generator, readable by
// their owner only, never printed, and worth nothing outside `.run/`: no product code knows a default for any of them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { freshSecret } from '../infra/chance.ts';
import type { Clock } from '../infra/clock.ts';
import { audience, type Role } from '../infra/identity.ts';
import { privateDirectory, readIfThere, writePrivate } from './run-directory.ts';

/** Who signs the tokens of a run directory. */
export const tokenIssuer = 'https://zone-hub.invalid/run';

/** A person or service a token is made for. */
export interface Bearer {
  subject: string;
  name: string;
  roles: Role[];
  department?: string;
  window?: string;
}

/** What a run directory holds for getting in. */
export interface Credentials {
  directory: string;
  /** Public keys, as services want them. */
  jwksFile: string;
  /** A secret by name; made when asked for the first time, the same ever after. */
  secret(name: string, make?: () => string): string;
  /** The file a secret or key lies in, for services that want a path. */
  file(name: string): string;
  /** A signed bearer token; `hours` 24 unless told. */
  token(bearer: Bearer, hours?: number): Promise<string>;
  /** Writes a fresh token of a service to its file (30 days) and gives the path. */
  serviceTokenFile(service: string): Promise<string>;
}

const PrivateKey = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), kid: z.string(), x: z.string(), y: z.string(), d: z.string() });

/** Opens `secrets/` below the run directory, making the signing key when there is none. */
export async function openCredentials(runDirectory: string, clock: Clock): Promise<Credentials> {
  const directory = privateDirectory(join(runDirectory, 'secrets'));
  const keyPath = join(directory, 'token-signing-key.json');
  const jwksFile = join(directory, 'jwks.json');
  if (!existsSync(keyPath) || !existsSync(jwksFile)) {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const key: JWK = { ...(await exportJWK(pair.privateKey)), kid: freshSecret(9), alg: 'ES256', use: 'sig' };
    const { d: _private, ...open } = key;
    writePrivate(jwksFile, `${JSON.stringify({ keys: [open] }, null, 2)}\n`);
    writePrivate(keyPath, `${JSON.stringify(key)}\n`);
  }
  const stored = PrivateKey.parse(JSON.parse(readFileSync(keyPath, 'utf8')));
  const signingKey = await importJWK(stored, 'ES256');

  const token = async (bearer: Bearer, hours = 24): Promise<string> => {
    const now = Math.floor(clock.now().getTime() / 1000);
    return new SignJWT({ name: bearer.name, roles: bearer.roles, ...(bearer.department === undefined ? {} : { department: bearer.department }), ...(bearer.window === undefined ? {} : { window: bearer.window }) })
      .setProtectedHeader({ alg: 'ES256', kid: stored.kid, typ: 'JWT' })
      .setSubject(bearer.subject)
      .setIssuer(tokenIssuer)
      .setAudience(audience)
      .setIssuedAt(now - 5)
      .setNotBefore(now - 5)
      .setExpirationTime(now + hours * 3600)
      .sign(signingKey);
  };
  const file = (name: string): string => join(directory, name);

  return {
    directory,
    jwksFile,
    file,
    token,
    secret(name, make = () => freshSecret(24)) {
      const path = file(name);
      const known = readIfThere(path)?.trim();
      if (known !== undefined && known !== '') return known;
      const made = make();
      writePrivate(path, `${made}\n`);
      return made;
    },
    async serviceTokenFile(service) {
      const path = file(`token-${service}.jwt`);
      writePrivate(path, `${await token({ subject: service, name: service, roles: ['service'] }, 30 * 24)}\n`);
      return path;
    },
  };
}

/** The people of a demonstration: one for each post, none of them real. Reviewer and approver differ, as the rules want. */
export const people: readonly Bearer[] = [
  { subject: 'applicant-1', name: '申请人（演示）', roles: ['applicant'] },
  { subject: 'window-clerk-a', name: '窗口甲（演示）', roles: ['window-clerk'], window: '1号窗口' },
  { subject: 'reviewer-a', name: '审核甲（演示）', roles: ['reviewer'] },
  { subject: 'approver-a', name: '首席代表甲（演示）', roles: ['approver'] },
  { subject: 'department-officer-a', name: '部门专办员甲（演示）', roles: ['department-officer'] },
  { subject: 'seal-keeper-a', name: '印章保管人甲（演示）', roles: ['seal-keeper'] },
  { subject: 'cashier-a', name: '收费员甲（演示）', roles: ['cashier'] },
  { subject: 'bank-teller-a', name: '银行柜员甲（演示）', roles: ['bank-teller'] },
  { subject: 'print-clerk-a', name: '制证员甲（演示）', roles: ['print-clerk'] },
  { subject: 'catalogue-officer-a', name: '事项管理员甲（演示）', roles: ['catalogue-officer'] },
  { subject: 'supervisor-a', name: '效能监察员甲（演示）', roles: ['supervisor'] },
  { subject: 'integrator-a', name: '集成运维甲（演示）', roles: ['integrator'] },
  { subject: 'auditor-a', name: '审计甲（演示）', roles: ['auditor'] },
  { subject: 'administrator-a', name: '系统管理员甲（演示）', roles: ['administrator'] },
];
