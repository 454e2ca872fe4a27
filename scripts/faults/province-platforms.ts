// Five provinces in all four dialects to practise against, behind one gateway, each failing in every way it knows; and their own books
// afterwards. Faults end by themselves after some calls, so that no province stays broken for ever.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type ResultSetHeader } from 'mysql2/promise';
import { freshSecret } from '../../infra/chance.ts';
import { startSimulator as startExchange, FAULTS as exchangeFaults } from '../../services/province-gateway/adapters/exchange-database/simulator.ts';
import { SHAPES } from '../../services/province-gateway/adapters/exchange-database/simulated-tables.ts';
import { startSimulator as startSigned, type Fault as SignedFault } from '../../services/province-gateway/adapters/signed-rest/simulator.ts';
import { startSimulator as startSoap, type Fault as SoapFault } from '../../services/province-gateway/adapters/soap-xml/simulator.ts';
import { startDatabase } from '../instances/mariadb.ts';
import { findPrograms } from '../instances/programs.ts';
import type { Processes } from '../processes.ts';
import { projectRoot } from '../run-directory.ts';

/** One record in a province's own book. */
export interface BookEntry { caseNumber: string; kind: string; /** What makes it the same record again. */ key: string; repeats: number }
export interface PractisedProvince {
  name: string;
  /** Cases of this department go there. */
  department: string;
  /** What its book must have of every case that was told whole, in its own words. */
  expects: readonly string[];
  faults: readonly string[];
  fail(kind: string): void;
  mend(): void;
  book(): Promise<BookEntry[]>;
  /** What its people do when they are told that it has something twice: they take the copy away. Returns how many. */
  tidy(): Promise<number>;
  close(): Promise<void>;
}

const adapters = join(projectRoot, 'services', 'province-gateway', 'adapters');
/** Refusals that the faults bring about of themselves: the step is right and goes again. */
const refusedAgain = Object.fromEntries(['unknown-item', 'item-version-changed', 'upstream-refused', 'steps-out-of-order', 'unknown-case', 'text-not-in-charset', 'field-missing', 'invalid-request'].map((reason) => [reason, { times: 200, afterMs: 400 }]));
const HTTP_FAULTS = ['slow', 'status-500', 'code-300', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'duplicate', 'out-of-order', 'unknown-item', 'replayed-nonce'] as const;

/** Starts them and writes the platforms file; returns its path. */
export async function startProvinces(options: { processes: Processes; directory: string }): Promise<{ file: string; provinces: PractisedProvince[] }> {
  const { processes, directory } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const far = await startDatabase({ processes, programs: findPrograms(), directory: join(directory, 'far'), newPassword: () => freshSecret(12), name: 'far-database', bufferPool: '64M' });
  const departmentOf = (serial: number): string => `1153390099000${String(2000 + serial)}C`;
  const entries: object[] = [];
  const provinces: PractisedProvince[] = [];
  const profileOf = (source: string, name: string, more: object = {}): string => {
    const profile: Record<string, unknown> = JSON.parse(readFileSync(join(adapters, source), 'utf8'));
    const delivery = typeof profile['delivery'] === 'object' ? profile['delivery'] : {};
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({
      ...profile, callTimeoutMs: 1_500, ...more,
      delivery: { ...delivery, againAfterMs: [200, 400, 800], inquireAfterMs: 1_800, awaitEveryMs: 300, drainPerSecond: 1_000, refusedAgain },
    }));
    return `${name}.json`;
  };
  const add = (name: string, dialect: string, profile: string, address: string, credentials: Record<string, string>): string => {
    const department = departmentOf(entries.length);
    entries.push({ name, dialect, profile, address, credentials, takes: entries.length === 0 ? 'rest' : { departments: [department] } });
    return department;
  };

  const signedSecrets = { requesterId: 'R-53', appSecret: freshSecret(24) };
  const signed = await startSigned({ port: 0, ...signedSecrets });
  provinces.push({
    name: 'signed-rest', department: add('signed-rest', 'signed-rest', profileOf('signed-rest/sample-province.json', 'signed'), signed.url, signedSecrets), expects: ['accept', 'process', 'special', 'result', 'material', 'evaluation'], faults: HTTP_FAULTS,
    fail: (kind) => { signed.setFaults([faultOf(kind)]); }, mend: () => { signed.setFaults([]); }, close: () => signed.close(),
    tidy: () => Promise.resolve(0),
    book: () => Promise.resolve(signed.ledger().entries.map((one) => ({ caseNumber: one.projectNo, kind: one.kind, key: String(one.sequence), repeats: one.repeats }))),
  });
  for (const [name, profile, world, expects] of [
    ['soap', 'sample-soap-province.json', 'simulated-soap-province.json', ['受理', '办理', '特别程序', '办结', '材料', '评价']],
    ['ten-events', 'ten-events.json', 'simulated-ten-events.json', ['applicationOB', 'preAcceptOB', 'acceptOB', 'submitOB', 'blockOB', 'resumeOB', 'completeOB', 'receiveRegOB']],
  ] as const) {
    const secrets = { account: 'YL-ZONE', password: freshSecret(16) };
    const soap = await startSoap({ port: 0, ...secrets, world: new URL(`file://${join(adapters, 'soap-xml', world)}`) });
    provinces.push({
      name, department: add(name, 'soap-xml', profileOf(`soap-xml/${profile}`, name), soap.url, secrets), expects, faults: [...HTTP_FAULTS, 'soap-fault', 'entity-bomb'],
      fail: (kind) => { soap.setFaults([soapFaultOf(kind)]); }, mend: () => { soap.setFaults([]); }, close: () => soap.close(),
      tidy: () => Promise.resolve(0),
      book: () => Promise.resolve(soap.ledger().entries.map((one) => ({ caseNumber: one.caseNumber, kind: one.kind, key: `${one.name}/${String(one.step)}/${String(one.version)}`, repeats: one.repeats }))),
    });
  }
  for (const shape of ['national', 'shandong'] as const) {
    const account = { schema: `far_${shape}`, user: `hub_${shape}`, password: freshSecret(16) };
    await far.openSchema(account);
    const exchange = await startExchange({ shape, database: { host: far.host, port: far.port, ...account }, pollMs: 100 });
    provinces.push({
      name: shape, department: add(shape, 'exchange-database', profileOf(`exchange-database/${shape}.json`, shape, { settleSeconds: 1 }), `mysql://${far.host}:${String(far.port)}/${account.schema}`, { user: account.user, password: account.password }),
      expects: ['accept', 'process', 'special', 'result', shape === 'national' ? 'material' : 'evaluation'], faults: exchangeFaults, fail: (kind) => { exchange.setFaults(exchangeFaults.filter((one) => one === kind).map((one) => ({ kind: one, every: 3, times: 10, waitMs: 1_500 }))); }, mend: () => { exchange.setFaults([]); }, close: () => exchange.close(),
      async tidy() {
        const connection = await createConnection({ host: far.host, port: far.port, user: account.user, password: account.password, database: account.schema });
        let gone = 0;
        try {
          for (const { table } of Object.values(SHAPES[shape].steps)) {
            const [done] = await connection.query<ResultSetHeader>(`DELETE FROM \`${table}\` WHERE \`${SHAPES[shape].key}\` LIKE 'stray-%'`);
            gone += done.affectedRows;
          }
        } finally { await connection.end(); }
        return gone;
      },
      book: async () => (await exchange.ledger()).entries.map((one) => ({ caseNumber: one.projectNo, kind: one.kind, key: `${one.key}/${String(one.version)}`, repeats: one.repeats })),
    });
  }
  const file = join(directory, 'platforms.json');
  writeFileSync(file, JSON.stringify({ platforms: entries }), { mode: 0o600 });
  return { file, provinces };
}

const isSigned = (kind: string): kind is SignedFault['kind'] => HTTP_FAULTS.some((one) => one === kind);
function faultOf(kind: string): SignedFault {
  if (!isSigned(kind)) throw new Error(`no such fault: ${kind}`);
  return { kind, every: 2, times: 8, waitMs: 2_500 };
}
function soapFaultOf(kind: string): SoapFault {
  if (kind === 'soap-fault' || kind === 'entity-bomb') return { kind, every: 2, times: 8, waitMs: 2_500 };
  return faultOf(kind);
}
