// `./scripts/run-script deployment-secrets DIR`: makes what docker-compose.yml wants and nobody may have a default for: an env
// file with every password, signing keys, service tokens, the secrets of seal, console and catalogue, the console's first people. With `--trial` also the facts
// of the invented zone, so that `--profile simulators` runs as it is. Existing files are kept; `--renew-tokens` makes
// service tokens anew (they last 30 days).
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serviceNames } from '../contracts/envelope.ts';
import { freshSecret } from '../infra/chance.ts';
import { systemClock } from '../infra/clock.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { composeVariables } from './compose-file.ts';
import { openCredentials, tokenIssuer } from './credentials.ts';
import { createPrinter } from './print.ts';
import { firstAdministrators, samplePeople } from './sample-people.ts';
import { privateDirectory, projectRoot, writePrivate } from './run-directory.ts';

const description: CommandDescription = {
  call: './scripts/run-script deployment-secrets',
  does: '为 docker-compose.yml 生成密码、密钥与令牌 makes passwords, keys and tokens for docker-compose.yml',
  words: 'DIR',
  options: {
    trial: { type: 'boolean', help: '另填虚构园区与模拟器的参数 also the facts of the invented zone and its simulators' },
    'renew-tokens': { type: 'boolean', help: '只更新服务令牌 only make the service tokens anew' },
  },
};

/** Facts of the invented zone; everything else that is not a secret must be filled in by a person. */
function trialFacts(bankPassword: string, sessionKey: string, province: { appSecret: string; soapPassword: string }): Record<string, string> {
  return {
    HUB_DIVISION_CODE: '533902',
    HUB_ZONE_CREDIT_CODE: '115339029900030159',
    HUB_DOCUMENT_PREFIX: '云岭园审批',
    HUB_SEAL_AUTHORITY_NAME: '云岭电子印章制作中心',
    HUB_SEAL_LIST: '/app/services/seal/sample/seals.json',
    HUB_PUBLIC_URL: 'http://127.0.0.1:8420',
    HUB_ZONE_NAME: '云岭经济开发区',
    HUB_VERIFICATION_URL: 'http://127.0.0.1:8420/check',
    HUB_TEXT_SIGN: '云岭经开区',
    PROVINCE_SIMULATOR_APP_SECRET: province.appSecret,
    PROVINCE_SIMULATOR_SOAP_PASSWORD: province.soapPassword,
    HUB_CARRIER_HOST: 'simulator-carrier',
    HUB_CARRIER_ENTERPRISE: '900001',
    HUB_CARRIER_SERVICE_CODE: '10690000',
    TRIAL_BANK_USER: 'YLBANK01',
    TRIAL_BANK_PASSWORD: bankPassword,
    HUB_LISTENERS: `'${JSON.stringify([
      {
        profile: 'zone-nontax',
        host: '0.0.0.0',
        port: 7701,
        accounts: [{ bank: 'YLBANK01', userCode: 'YLBANK01', password: bankPassword }],
        sessionKey,
      },
    ])}'`,
  };
}

/** Two provinces of two dialects, each by its profile: one takes what was entrusted, the other all the rest. */
const trialPlatforms = ({ appSecret, soapPassword }: { appSecret: string; soapPassword: string }): object => ({ platforms: [
  { name: 'province', dialect: 'signed-rest', profile: '/app/services/province-gateway/adapters/signed-rest/sample-province.json', address: 'http://simulator-province:8080', credentials: { requesterId: 'YL-ZONE-HUB', appSecret }, takes: 'rest', catalogue: true },
  { name: 'province-soap', dialect: 'soap-xml', profile: '/app/services/province-gateway/adapters/soap-xml/sample-soap-province.json', address: 'http://simulator-province-soap:8080', credentials: { account: 'YL-ZONE', password: soapPassword }, takes: { forms: ['entrusted'] } },
] });
/** To be filled in by people: until then the gateway names what is missing and does not start. */
const emptyPlatforms = { platforms: [{ name: 'province', dialect: 'signed-rest', profile: '', address: '', credentials: { requesterId: '', appSecret: '' }, takes: 'rest' }] };

const line = readCommandLine(description);
const [target] = line.words;
if (target === undefined || line.words.length !== 1) rejectCall(description, '需要一个目录 one folder is needed');
const printer = createPrinter();
const directory = privateDirectory(resolve(target));
const credentials = await openCredentials(directory, systemClock);
for (const service of serviceNames) await credentials.serviceTokenFile(service);
printer.progress(`服务令牌 service tokens: ${credentials.directory}`);
if (!line.flag('renew-tokens')) {
  credentials.secret('seal-master-secret');
  credentials.secret('console-secret');
  credentials.secret('catalogue-secret');
  const beginning = credentials.file('console-beginning.json');
  if (existsSync(beginning)) printer.progress(`保留已有 kept: ${beginning}`);
  else {
    if (line.flag('trial')) samplePeople(credentials);
    else firstAdministrators(credentials);
    printer.progress(`操作台初始账号 people the console begins with: ${beginning}`);
  }
  const province = line.flag('trial') ? { appSecret: credentials.secret('province-simulator-app-secret'), soapPassword: credentials.secret('province-simulator-soap-password') } : { appSecret: '', soapPassword: '' };
  const platforms = credentials.file('province-platforms.json');
  if (existsSync(platforms)) printer.progress(`保留已有 kept: ${platforms}`);
  else {
    writePrivate(platforms, `${JSON.stringify(line.flag('trial') ? trialPlatforms(province) : emptyPlatforms, null, 2)}\n`);
    printer.progress(`省级平台清单 platforms of the province: ${platforms}`);
  }
  const envPath = join(directory, 'hub.env');
  if (existsSync(envPath)) {
    printer.progress(`保留已有 kept: ${envPath}`);
  } else {
    // The first letter is a letter: nats-server reads a value that begins with a digit as a number.
    const password = (): string => `p${freshSecret(24)}`;
    const facts = line.flag('trial') ? trialFacts(password(), password(), province) : {};
    const lines = composeVariables(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8')).map(({ name, standard, meaning }) => {
      if (name === 'HUB_SECRETS_DIRECTORY') return `${name}=${credentials.directory}`;
      if (name === 'HUB_TOKEN_ISSUER') return `${name}=${tokenIssuer}`;
      const fact = facts[name];
      if (fact !== undefined) return `${name}=${fact}`;
      if (standard !== undefined) return `# ${name}=${standard}`;
      if (/_(PASSWORD|SECRET)$/.test(name) && !name.startsWith('TRIAL_')) return `${name}=${password()}`;
      return `# ${meaning}\n${name}=`;
    });
    writePrivate(envPath, `# 由 deployment-secrets 生成，请勿提交 made by deployment-secrets; never commit it\n${lines.join('\n')}\n`);
    printer.progress(`环境文件 env file: ${envPath}`);
  }
}
printer.summary(
  `docker compose --env-file ${join(directory, 'hub.env')} ${line.flag('trial') ? '--profile simulators ' : ''}up --build --detach --wait`,
);
