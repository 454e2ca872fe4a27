// What a newcomer reads on the terminal: without the console's address and somebody to sign in as, nothing else is of use.
import { describe, expect, it } from 'vitest';
import type { Hub } from './hub.ts';
import { showEndpoints } from './watch.ts';

const endpoints = {
  services: { intake: { url: 'http://127.0.0.1:1', openapi: '' } },
  gateways: {},
  nats: { url: 'nats://127.0.0.1:2' },
  database: { port: 3 },
  console: 'http://127.0.0.1:4',
  users: [
    { role: 'window-clerk', login: 'window-clerk-a', password: 'abcd-efgh-ijkm' },
    { role: 'applicant', login: 'applicant', password: null },
  ],
};
const said = (console: string | null): string => {
  const lines: string[] = [];
  // Only what is printed: a whole hub is started by demo.test.ts.
  const hub: unknown = { runDirectory: '/run', endpoints: { ...endpoints, console } };
  showEndpoints(hub as Hub, (line) => lines.push(line));
  return lines.join('\n');
};

describe('what is printed of a running hub', () => {
  it('names the console’s address and each demo login with its password', () => {
    expect(said('http://127.0.0.1:4')).toMatch(/console\s+http:\/\/127\.0\.0\.1:4\s.*操作台/);
    expect(said('http://127.0.0.1:4')).toMatch(/window-clerk\s+window-clerk-a\s+abcd-efgh-ijkm/);
    expect(said('http://127.0.0.1:4')).not.toContain('applicant');
  });
  it('names no login where there is no console to sign in to', () => {
    expect(said(null)).not.toContain('abcd-efgh-ijkm');
  });
});
