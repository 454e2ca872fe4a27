// The demonstration itself, as a person starts it, in a run directory of its own: the shape of its document is a promise
// to programs outside, and what it hands out must stand up to openssl and to the eye of a PDF reader.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serviceNames } from '../contracts/envelope.ts';
import { roles } from '../infra/identity.ts';
import { projectRoot } from './run-directory.ts';

const run = promisify(execFile);

const Document = z.object({
  cases: z.array(
    z.object({
      caseNumber: z.string(),
      form: z.enum(['direct', 'entrusted', 'forward', 'direct-report']),
      item: z.object({ code: z.string(), name: z.string() }),
      state: z.string(),
      steps: z.array(z.object({ at: z.iso.datetime({ offset: true }), service: z.string(), what: z.string() })),
      bill: z
        .object({ payCode: z.string().length(20), amountInFen: z.number().int().positive(), paidAt: z.iso.datetime({ offset: true }), receipt: z.object({ code: z.string(), number: z.string(), checkCode: z.string() }).nullable() })
        .nullable(),
      seals: z.array(
        z.object({
          ledgerNumber: z.string(),
          sealName: z.string(),
          documentSha256: z.string(),
          signature: z.object({ signed: z.string(), value: z.string(), publicKeyPem: z.string() }),
        }),
      ),
      certificate: z.object({ number: z.string(), licenceId: z.string(), pdf: z.string() }).nullable(),
      texts: z.array(z.object({ kind: z.string(), reportedAt: z.iso.datetime({ offset: true }) })),
      province: z.array(z.string()),
    }),
  ),
  endpoints: z.looseObject({
    services: z.record(z.string(), z.object({ url: z.url(), openapi: z.string() })),
    gateways: z.record(z.string(), z.object({ listen: z.string(), adapter: z.string(), profile: z.string().nullable(), counterpart: z.string() })),
    users: z.array(z.looseObject({ role: z.string(), login: z.string() })),
    tokens: z.record(z.string(), z.string()),
    keys: z.looseObject({ sealPublicKeyPem: z.string() }),
  }),
  seconds: z.number(),
});

let folder: string;
let document: z.infer<typeof Document>;
let log: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-demo-'));
  const { stdout, stderr } = await run(
    join(projectRoot, 'scripts', 'demo'),
    ['--exit', '--json', '--run-directory', join(folder, 'run'), '--keep', join(folder, 'papers')],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  log = stderr;
  document = Document.parse(JSON.parse(stdout));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the demonstration', () => {
  it('closes one case of each delegation form, each with its certificate', () => {
    expect(document.cases.map((each) => [each.form, each.state])).toEqual([
      ['direct', 'closed'],
      ['entrusted', 'closed'],
      ['forward', 'closed'],
      ['direct-report', 'closed'],
    ]);
    for (const each of document.cases) expect(existsSync(each.certificate?.pdf ?? ''), each.form).toBe(true);
  });

  it('has the fiscal platform confirm each payment and number each receipt, none twice', () => {
    const receipts = document.cases.flatMap(({ bill }) => (bill ? [bill.receipt] : []));
    expect(receipts.length).toBeGreaterThan(0);
    expect(receipts).not.toContain(null);
    expect(new Set(receipts.map((receipt) => `${receipt?.code ?? ''}${receipt?.number ?? ''}`)).size).toBe(receipts.length);
  });

  it('tells the province of each case in its order: accepted first, the result last', () => {
    for (const each of document.cases) {
      expect(each.province[0], each.form).toBe('accept');
      expect(each.province.slice(-2), each.form).toEqual(['result', 'material']);
      expect(each.province.includes('report'), each.form).toBe(each.form === 'direct-report');
    }
  });

  it('reaches a platform of each dialect, each case at the one its form belongs to and at no other', () => {
    const adapters = Object.values(document.endpoints.gateways).filter((gateway) => gateway.profile !== null).map((gateway) => gateway.adapter);
    expect(new Set(adapters)).toEqual(new Set(['signed-rest', 'soap-xml', 'exchange-database']));
    const told = (name: string): string => readFileSync(join(folder, 'run', 'outside', `${name}.ndjson`), 'utf8');
    const files = { province: told('province'), 'province-soap': told('province-soap'), 'province-ten-events': told('province-ten-events') };
    // What is in none of the three was acknowledged by the fourth, whose ledger is a database.
    const platformOf = { 'direct-report': 'province', forward: 'province-soap', direct: 'province-ten-events', entrusted: undefined };
    for (const each of document.cases) {
      for (const [name, text] of Object.entries(files)) expect(text.includes(each.caseNumber), `${each.form} at ${name}`).toBe(name === platformOf[each.form]);
    }
  });

  it('texts the applicant at every step, each text once and reported by the carrier', () => {
    for (const each of document.cases) {
      const kinds = each.texts.map((text) => text.kind);
      expect(new Set(kinds).size, each.form).toBe(kinds.length);
      expect(kinds, each.form).toEqual(expect.arrayContaining(['received', 'accepted', 'ready', 'delivered']));
      if (each.bill !== null) expect(kinds, each.form).toEqual(expect.arrayContaining(['fee-due', 'paid']));
    }
  });

  it('hands out certificates of one page that a reader can read', async () => {
    for (const each of document.cases) {
      const { stdout } = await run('pdftotext', [each.certificate?.pdf ?? '', '-']);
      expect(stdout.replaceAll(/\s/g, ''), each.form).toContain(each.certificate?.number);
      const { stdout: about } = await run('pdfinfo', [each.certificate?.pdf ?? '']);
      expect(about, each.form).toMatch(/^Pages:\s+1$/m);
    }
  });

  it('seals so that openssl accepts every signature, and none over anything else', async () => {
    const verify = (signature: { signed: string; value: string; publicKeyPem: string }, signed = signature.signed) =>
      run('openssl', [
        'dgst',
        '-sm3',
        '-verify',
        signature.publicKeyPem,
        '-signature',
        signature.value,
        '-sigopt',
        'distid:1234567812345678',
        signed,
      ]);
    const seals = document.cases.flatMap((each) => each.seals);
    expect(seals.length).toBeGreaterThanOrEqual(8);
    for (const seal of seals) expect((await verify(seal.signature)).stdout, seal.ledgerNumber).toContain('Verified OK');
    const [first, second] = seals;
    if (first === undefined || second === undefined) throw new Error('no seals');
    await expect(verify(first.signature, second.signature.signed)).rejects.toThrow();
  });

  it('writes no personal data into any log', () => {
    const logs = readdirSync(join(folder, 'run', 'log')).map((name) => readFileSync(join(folder, 'run', 'log', name), 'utf8'));
    for (const text of [...logs, log]) {
      expect(text).not.toMatch(/1990000000\d/);
      expect(text).not.toContain('演示联系人');
      expect(text).not.toContain('云岭演示企业');
    }
  });

  it('tells outside programs in one file where everything is, with a login for each role of the console', () => {
    const told: unknown = JSON.parse(readFileSync(join(folder, 'run', 'endpoints.json'), 'utf8'));
    expect(told).toEqual(document.endpoints);
    expect(Object.keys(document.endpoints.services).toSorted()).toEqual([...serviceNames].toSorted());
    expect(z.url().safeParse(document.endpoints['console']).success).toBe(true);
    expect(new Set(document.endpoints.users.map((user) => user.role))).toEqual(new Set(roles.filter((role) => role !== 'service')));
  });

  it('leaves nothing running', () => {
    expect(readdirSync(join(folder, 'run', 'pids'))).toEqual([]);
    expect(existsSync(join(folder, 'run', 'held-by.pid'))).toBe(false);
  });
});
