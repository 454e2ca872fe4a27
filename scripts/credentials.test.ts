import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../infra/clock.ts';
import { openIdentity } from '../infra/identity.ts';
import { openCredentials, people, tokenIssuer } from './credentials.ts';

let directory: string;
const clock = manualClock(new Date('2026-03-02T09:00:00+08:00'));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hub-credentials-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the credentials of a run directory', () => {
  it('make tokens that the services believe, until they run out', async () => {
    const credentials = await openCredentials(directory, clock);
    const identity = await openIdentity({ jwksFile: credentials.jwksFile, tokenIssuer }, clock);
    const [person] = people;
    if (person === undefined) throw new Error('nobody');
    const token = await credentials.token(person, 1);
    expect(await identity.verify(token)).toMatchObject({ subject: person.subject, roles: person.roles });
    const later = manualClock(new Date(clock.now().getTime() + 2 * 3_600_000));
    const identityLater = await openIdentity({ jwksFile: credentials.jwksFile, tokenIssuer }, later);
    expect(await identityLater.verify(token)).toBeNull();
  });

  it('differ from one run directory to the next', async () => {
    const here = await openCredentials(join(directory, 'here'), clock);
    const there = await openCredentials(join(directory, 'there'), clock);
    expect(here.secret('seal-master')).not.toBe(there.secret('seal-master'));
    const identity = await openIdentity({ jwksFile: there.jwksFile, tokenIssuer }, clock);
    expect(await identity.verify(await here.token({ subject: 'x', name: 'x', roles: ['auditor'] }))).toBeNull();
  });

  it('stay the same when opened again, and belong to their owner alone', async () => {
    const first = await openCredentials(directory, clock);
    const secret = first.secret('seal-master');
    const again = await openCredentials(directory, clock);
    expect(again.secret('seal-master')).toBe(secret);
    await again.serviceTokenFile('fees');
    for (const name of readdirSync(again.directory)) expect(statSync(again.file(name)).mode & 0o077, name).toBe(0);
  });

  it('publish no private part of the signing key', async () => {
    const credentials = await openCredentials(directory, clock);
    expect(readFileSync(credentials.jwksFile, 'utf8')).not.toMatch(/"d"/);
  });
});
