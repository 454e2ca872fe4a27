// The zone of the demonstration: an invented one, with invented counterparts, whose secrets are made for each run
// directory. Here stands what each service and each simulator is told beside the common settings, and nowhere else.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { serviceNames, type ServiceName } from '../contracts/envelope.ts';
import { derOfPem, generateKeyPair, keyPairOfInfo, privateKeyPem, publicKeyPem } from '../services/seal/sm2.ts';
import type { Credentials } from './credentials.ts';
import type { CounterpartName, Endpoints } from './hub.ts';
import { privateDirectory, projectRoot, writePrivate } from './run-directory.ts';
import { samplePeople, type SampleUser } from './sample-people.ts';

type Settings = Record<string, string>;

/** What is needed to tell everybody where everybody is. */
export interface Surroundings {
  runDirectory: string;
  credentials: Credentials;
  port(name: string): number;
  /** One province, or a platform of each kind; one unless told. */
  platforms?: 'one' | 'every';
  /** Whether a fiscal platform is connected; not unless told. */
  fiscal?: boolean;
  /** Whether the bank gateway has a payment aggregator; not unless told. */
  paymentChannel?: boolean;
}

/** Settings of services and simulators of one run directory. */
export interface SampleZone {
  service(name: ServiceName): Settings;
  counterpart(name: CounterpartName): { settings: Settings; control: string };
  gateways(withCounterparts: boolean): Endpoints['gateways'];
  /** Accounts of the exchange database: the zone's, and that of whoever reads it. */
  exchangeAccounts: readonly { schema: string; user: string; password: string }[];
  /** The console as browsers see it, and who can sign in there. */
  console: { url: string; users: readonly SampleUser[] };
}

/** A six-character enterprise id and a service code as a carrier would give them; neither is anybody’s. */
const enterprise = '900001';
const serviceCode = '10690000';
/** Of the invented zone. */
const divisionCode = '533902';
const zoneCreditCode = '115339029900030159';
const requesterId = 'YL-ZONE-HUB';
const bankUser = 'YLBANK01';
/** The same bank as its daily files name it. */
const bankFileCode = '105533902';
/** Node codes on the fiscal platform: ours and its own. */
const unitNode = `K${divisionCode}0001`;
const fiscalNode = `F${divisionCode}`;
/** At the payment aggregator, and the bank code its payments are told under. */
const aggregatorId = 'YLZONE01';
const aggregatorBank = 'YLPAY';
const soapAccount = 'YL-ZONE';
/** The exchange database of the invented province: our account, and its reader's. */
const exchange = { schema: 'exchange', zone: 'yl_zone', reader: 'province' };

/** The sample zone; secrets are made when first asked for. */
export function sampleZone({ runDirectory, credentials, port, platforms = 'one', fiscal = false, paymentChannel = false }: Surroundings): SampleZone {
  const outside = privateDirectory(join(runDirectory, 'outside'));
  const url = (name: string): string => `http://127.0.0.1:${port(name)}`;
  const secret = (name: string, make?: () => string): string => credentials.secret(name, make);
  /** Made if missing, then given as a path. */
  const secretFile = (name: string): string => {
    secret(name);
    return credentials.file(name);
  };
  /** An RSA pair, made when first asked for. */
  const keyPair = (name: string): { privateFile: string; publicFile: string } => {
    const pem = secret(`${name}-key.pem`, () => generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim());
    secret(`${name}-public.pem`, () => createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString().trim());
    return { privateFile: credentials.file(`${name}-key.pem`), publicFile: credentials.file(`${name}-public.pem`) };
  };
  /** The key collecting units of the demonstration sign their receipts with, and the file that says so. */
  const unitKeys = (): { file: string; publicFile: string } => {
    const pem = secret('collecting-unit-key.pem', () => privateKeyPem(generateKeyPair()).trim());
    secret('collecting-unit-public.pem', () => publicKeyPem(keyPairOfInfo(derOfPem(pem, 'PRIVATE KEY')).publicKey).trim());
    const file = join(outside, 'collecting-unit-keys.json');
    writePrivate(file, `${JSON.stringify({ units: { '*': { privateKeyFile: credentials.file('collecting-unit-key.pem') } } }, null, 2)}\n`);
    return { file, publicFile: credentials.file('collecting-unit-public.pem') };
  };
  const sample = (...path: string[]): string => join(projectRoot, 'services', ...path);

  const { file: beginning, users } = samplePeople(credentials);
  const consoleUrl = url('console-web');

  /** The platforms of the demonstration, each with the forms it takes; written where the gateway reads it. */
  const platformsFile = (): string => {
    const profile = (...path: string[]): string => sample('province-gateway', 'adapters', ...path);
    const file = join(outside, 'platforms.json');
    writePrivate(file, `${JSON.stringify({
      platforms: [
        {
          name: 'province', dialect: 'signed-rest', profile: profile('signed-rest', 'sample-province.json'), address: url('province'),
          credentials: { requesterId, appSecret: { file: secretFile('province-app-secret') } }, takes: 'rest', catalogue: true,
        },
        {
          name: 'exchange', dialect: 'exchange-database', profile: profile('exchange-database', 'national.json'), address: `mysql://127.0.0.1:${port('far-database')}/${exchange.schema}`,
          credentials: { user: exchange.zone, password: { file: secretFile('exchange-zone-password') } }, takes: { forms: ['entrusted'] },
        },
        {
          name: 'soap', dialect: 'soap-xml', profile: profile('soap-xml', 'sample-soap-province.json'), address: url('province-soap'),
          credentials: { account: soapAccount, password: { file: secretFile('province-soap-password') } }, takes: { forms: ['forward'] },
        },
        {
          name: 'ten-events', dialect: 'soap-xml', profile: profile('soap-xml', 'ten-events.json'), address: url('province-ten-events'),
          credentials: { account: soapAccount, password: { file: secretFile('province-ten-events-password') } }, takes: { forms: ['direct'] },
        },
      ],
    }, null, 2)}\n`);
    return file;
  };

  /** What is laid down at the end of a day, each in a folder of its own; the bank's only in a demonstration: elsewhere tests say what stands in it. */
  const bankFiles = join(outside, 'bank-files');
  const fiscalRecords = join(outside, 'fiscal-records');
  const dailyFeeds = (): object[] => [
    ...(platforms === 'every' ? [{ feed: 'bank-receipts', source: bankUser, profile: 'yhsk', bankCode: bankFileCode, from: { by: 'folder', folder: privateDirectory(bankFiles) }, settleSeconds: 0 }] : []),
    ...(fiscal ? [{ feed: 'fiscal-record', source: 'fiscal', profile: 'dzcz', bankCode: bankFileCode, from: { by: 'folder', folder: privateDirectory(fiscalRecords) }, settleSeconds: 0 }] : []),
    ...(paymentChannel ? [{ feed: 'payment-channel', source: aggregatorBank, profile: 'gzf0005', from: { by: 'channel' }, settleSeconds: 0 }] : []),
  ];

  const services: Record<ServiceName, () => Settings> = {
    intake: () => ({
      HUB_PROVINCE_GATEWAY_URL: url('province-gateway'),
      HUB_FEES_URL: url('fees'),
      HUB_QUERY_PASSWORD_SECRET: secret('query-password-secret'),
      HUB_DOCUMENT_PREFIX: '云岭园审批',
    }),
    catalogue: () => ({
      HUB_PROVINCE_GATEWAY_URL: url('province-gateway'),
      HUB_INTAKE_URL: url('intake'),
      HUB_ZONE_CREDIT_CODE: zoneCreditCode,
      HUB_CATALOGUE_SECRET_FILE: secretFile('catalogue-secret'),
      // Subscribers of a demonstration listen on this machine.
      HUB_SUBSCRIBER_NETWORKS: '127.0.0.0/8',
    }),
    fees: () => ({ HUB_DIVISION_CODE: divisionCode, ...(fiscal ? { HUB_FISCAL_PLATFORM: 'cnnontax' } : {}), ...(paymentChannel ? { HUB_PAYMENT_CHANNEL: 'payment-aggregator' } : {}), ...(fiscal || paymentChannel ? { HUB_BANK_GATEWAY_URL: url('bank-gateway') } : {}) }),
    seal: () => ({
      HUB_MASTER_SECRET_FILE: secretFile('seal-master-secret'),
      HUB_BOOTSTRAP_FILE: sample('seal', 'sample', 'seals.json'),
      HUB_PUBLIC_KEY_DIRECTORY: join(runDirectory, 'seal-keys'),
    }),
    certificates: () => ({
      HUB_SEAL_URL: url('seal'),
      HUB_DIVISION_CODE: divisionCode,
      HUB_VERIFICATION_URL: `${consoleUrl}/check`,
    }),
    notify: () => ({
      HUB_SMS_GATEWAY_URL: url('sms-gateway'),
      HUB_TEXT_SIGN: '云岭经开区',
      // A demonstration may be given at night.
      HUB_TEXT_HOURS: '00:00-24:00',
    }),
    'province-gateway': () => ({
      ...(platforms === 'every' ? { HUB_PROVINCE_PLATFORMS: platformsFile() } : {
        HUB_PROVINCE_URL: url('province'),
        HUB_PROVINCE_PROFILE: sample('province-gateway', 'adapters', 'signed-rest', 'sample-province.json'),
        HUB_PROVINCE_REQUESTER_ID: requesterId,
        HUB_PROVINCE_APP_SECRET: secret('province-app-secret'),
      }),
      HUB_DECISIONS_EVERY_MS: '300',
      HUB_INTAKE_URL: url('intake'),
      HUB_CATALOGUE_URL: url('catalogue'),
      HUB_APPLICATIONS_EVERY_MS: '1000',
    }),
    'bank-gateway': () => ({
      HUB_FEES_URL: url('fees'),
      HUB_LISTENERS: JSON.stringify([
        {
          profile: 'zone-nontax',
          port: port('bank-gateway-wire'),
          accounts: [{ bank: bankUser, userCode: bankUser, password: secret('bank-password') }],
          sessionKey: secret('bank-session-key'),
        },
      ]),
      ...(fiscal ? {
        HUB_FISCAL_LINK: JSON.stringify({
          profile: 'cnnontax', host: '127.0.0.1', port: port('fiscal'), token: secret('fiscal-token'), node: unitNode, fiscalNode, division: divisionCode, answerWithinMs: 5_000, unitKeysFile: unitKeys().file,
          account: { type: '1', name: '云岭经济开发区财政专户', number: '5300000000000000001', bank: '示例银行云岭支行', bankNumber: '100000000000' },
          listen: { port: port('fiscal-wire') },
        }),
      } : {}),
      ...(paymentChannel ? {
        HUB_PAYMENT_CHANNEL: JSON.stringify({
          url: url('payment-aggregator'), systemId: aggregatorId, bank: aggregatorBank, privateKeyFile: keyPair('channel').privateFile, peerKeyFile: keyPair('payment-aggregator').publicFile,
          notices: { port: port('bank-gateway-notices') },
        }),
      } : {}),
      HUB_DAILY_FILES: JSON.stringify(dailyFeeds()),
      HUB_DAILY_FILES_EVERY_SECONDS: '10',
    }),
    'sms-gateway': () => ({
      HUB_CARRIER_HOST: '127.0.0.1',
      HUB_CARRIER_PORT: String(port('carrier')),
      HUB_CARRIER_ENTERPRISE: enterprise,
      HUB_CARRIER_SECRET: secret('carrier-secret'),
      HUB_CARRIER_SERVICE_CODE: serviceCode,
      HUB_CARRIER_GATEWAY_CHECK: 'enforce',
      HUB_CARRIER_RECONNECT_MIN_MS: '200',
      HUB_CARRIER_RECONNECT_MAX_MS: '2000',
    }),
    console: () => ({
      HUB_WEB_PORT: String(port('console-web')),
      HUB_PUBLIC_URL: consoleUrl,
      HUB_SERVICE_URLS: JSON.stringify(Object.fromEntries(serviceNames.map((name) => [name, url(name)]))),
      HUB_TOKEN_KEY_FILE: credentials.file('token-signing-key.json'),
      HUB_CONSOLE_SECRET_FILE: secretFile('console-secret'),
      HUB_BOOTSTRAP_FILE: beginning,
      HUB_ZONE_NAME: '云岭经济开发区',
      HUB_ZONE_NAME_EN: 'Yunling Economic Development Zone',
      HUB_HALL_ADDRESS: '云岭经济开发区政务服务大厅一楼',
    }),
  };

  const soapCounterpart = (name: 'province-soap' | 'province-ten-events'): { settings: Settings; control: string } => ({
    control: url(name),
    settings: {
      HUB_PORT: String(port(name)),
      HUB_ACCOUNT: soapAccount,
      HUB_PASSWORD: secret(`${name}-password`),
      HUB_LEDGER_FILE: join(outside, `${name}.ndjson`),
      HUB_DECIDE_AFTER_MS: '200',
    },
  });
  const counterparts: Record<CounterpartName, () => { settings: Settings; control: string }> = {
    province: () => ({
      control: url('province'),
      settings: {
        HUB_PORT: String(port('province')),
        HUB_REQUESTER_ID: requesterId,
        HUB_APP_SECRET: secret('province-app-secret'),
        HUB_LEDGER_FILE: join(outside, 'province.ndjson'),
        HUB_DECIDE_AFTER_MS: '200',
      },
    }),
    'province-database': () => ({
      control: url('province-database-control'),
      settings: {
        HUB_CONTROL_PORT: String(port('province-database-control')),
        HUB_SHAPE: 'national',
        HUB_DATABASE_PORT: String(port('far-database')),
        HUB_DATABASE_USER: exchange.reader,
        HUB_DATABASE_PASSWORD: secret('exchange-reader-password'),
        HUB_DATABASE_SCHEMA: exchange.schema,
        HUB_DECIDE_AFTER_MS: '200',
      },
    }),
    'province-soap': () => soapCounterpart('province-soap'),
    'province-ten-events': () => soapCounterpart('province-ten-events'),
    carrier: () => ({
      control: url('carrier-control'),
      settings: {
        HUB_PORT: String(port('carrier')),
        HUB_CONTROL_PORT: String(port('carrier-control')),
        HUB_ENTERPRISE: enterprise,
        HUB_SECRET: secret('carrier-secret'),
        HUB_SERVICE_CODE: serviceCode,
        HUB_LEDGER_FILE: join(outside, 'carrier.ndjson'),
        HUB_REPORT_DELAY_MS: '30',
      },
    }),
    'bank-teller': () => ({
      control: url('bank-teller-control'),
      settings: {
        HUB_CONTROL_PORT: String(port('bank-teller-control')),
        HUB_GATEWAY_PORT: String(port('bank-gateway-wire')),
        HUB_BANK_USER: bankUser,
        HUB_BANK_PASSWORD: secret('bank-password'),
        HUB_BOOKS_FILE: join(outside, 'bank-books.ndjson'),
        ...(platforms === 'every' ? { HUB_FILES_DIRECTORY: privateDirectory(bankFiles), HUB_FILES_BANK: bankFileCode, HUB_FILES_AFTER_QUIET_MS: '5000' } : {}),
      },
    }),
    'daily-files': () => ({
      control: url('daily-files-control'),
      settings: {
        HUB_PORT: String(port('daily-files')),
        HUB_CONTROL_PORT: String(port('daily-files-control')),
        HUB_PASSWORD: secret('daily-files-password'),
        HUB_FILES_DIRECTORY: join(outside, 'daily-files'),
        HUB_DIVISION: divisionCode,
      },
    }),
    fiscal: () => ({
      control: url('fiscal-control'),
      settings: {
        HUB_PORT: String(port('fiscal')),
        HUB_CONTROL_PORT: String(port('fiscal-control')),
        HUB_GATEWAY_PORT: String(port('fiscal-wire')),
        HUB_TOKEN: secret('fiscal-token'),
        HUB_NODE: fiscalNode,
        HUB_UNIT_NODE: unitNode,
        HUB_DIVISION: divisionCode,
        HUB_BOOKS_FILE: join(outside, 'fiscal-books.ndjson'),
        // Its agent bank: what that confirms is money that has arrived.
        HUB_UNIT_KEY_FILE: unitKeys().publicFile,
        HUB_BANK_BOOKS_FILE: join(outside, 'bank-books.ndjson'),
        HUB_CONFIRM_AFTER_MS: '1000',
        HUB_RECORDS_DIRECTORY: privateDirectory(fiscalRecords),
        HUB_RECORDS_BANK: bankFileCode,
        HUB_RECORD_AFTER_QUIET_MS: '5000',
      },
    }),
    'payment-aggregator': () => ({
      control: url('payment-aggregator-control'),
      settings: {
        HUB_PORT: String(port('payment-aggregator')),
        HUB_CONTROL_PORT: String(port('payment-aggregator-control')),
        HUB_AGGREGATOR_KEY_FILE: keyPair('payment-aggregator').privateFile,
        HUB_HUB_KEY_FILE: keyPair('channel').publicFile,
        HUB_SYSTEM_ID: aggregatorId,
        HUB_NOTICE_URL: `http://127.0.0.1:${port('bank-gateway-notices')}`,
        HUB_BOOKS_FILE: join(outside, 'aggregator-books.ndjson'),
      },
    }),
  };

  return {
    console: { url: consoleUrl, users },
    get exchangeAccounts() {
      return [
        { schema: exchange.schema, user: exchange.zone, password: secret('exchange-zone-password') },
        { schema: exchange.schema, user: exchange.reader, password: secret('exchange-reader-password') },
      ];
    },
    service: (name) => services[name](),
    counterpart: (name) => counterparts[name](),
    gateways: (withCounterparts) => ({
      'province-gateway': {
        listen: url('province-gateway'),
        adapter: 'signed-rest',
        profile: 'sample-province',
        counterpart: withCounterparts ? url('province') : null,
      },
      ...(platforms === 'every' ? {
        'province-gateway/exchange': { listen: url('province-gateway'), adapter: 'exchange-database', profile: 'national-exchange', counterpart: withCounterparts ? `mysql://127.0.0.1:${port('far-database')}/${exchange.schema}` : null },
        'province-gateway/soap': { listen: url('province-gateway'), adapter: 'soap-xml', profile: 'sample-soap-province', counterpart: withCounterparts ? url('province-soap') : null },
        'province-gateway/ten-events': { listen: url('province-gateway'), adapter: 'soap-xml', profile: 'ten-events', counterpart: withCounterparts ? url('province-ten-events') : null },
      } : {}),
      'bank-gateway': {
        listen: `tcp://127.0.0.1:${port('bank-gateway-wire')}`,
        adapter: 'zone-nontax',
        profile: null,
        counterpart: withCounterparts ? url('bank-teller-control') : null,
      },
      ...(fiscal ? { 'bank-gateway/fiscal': { listen: `tcp://127.0.0.1:${port('fiscal-wire')}`, adapter: 'cnnontax', profile: null, counterpart: withCounterparts ? url('fiscal-control') : null } } : {}),
      'sms-gateway': {
        listen: url('sms-gateway'),
        adapter: 'cmpp2',
        profile: null,
        counterpart: withCounterparts ? `tcp://127.0.0.1:${port('carrier')}` : null,
      },
    }),
  };
}
