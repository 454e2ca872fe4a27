/**
 * Where a subscriber may be told: addresses on the public network by https, and those networks the zone has named. What others
 * type must not make the hub knock at its own doors: each address a name resolves to is looked at when the connection is made.
 */
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { z } from 'zod';
import { refusal, type Refusal } from '../../contracts/refusals.ts';

/** Networks that are not the public one: IANA's special-purpose registries (RFC 6890 and its updates). */
const special: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8',
];

/** Reads `10.0.0.0/8,127.0.0.1/32`; throws what is wrong with it. */
function networksOf(list: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const network of list) {
    const [address = '', length = ''] = network.split('/');
    const family = isIP(address);
    const bits = Number(length);
    if (family === 0 || !/^\d{1,3}$/.test(length) || bits > (family === 4 ? 32 : 128)) throw new Error(network);
    networks.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return networks;
}
const notPublic = networksOf(special);
const loopback = networksOf(['127.0.0.0/8', '::1/128']);

export interface SubscriberNetworks { readonly admitted: BlockList }

/** The setting: networks beside the public one where subscribers may be, as a list of CIDR blocks; none by default. */
export const SubscriberNetworksSetting = z.string().default('').transform((text, context): SubscriberNetworks => {
  try { return { admitted: networksOf(text.split(',').map((one) => one.trim()).filter((one) => one !== '')) }; } catch (error) {
    context.addIssue({ code: 'custom', message: `不是网段 · not a network: ${error instanceof Error ? error.message : ''}` });
    return z.NEVER;
  }
});

const has = (networks: BlockList, address: string): boolean => networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
/** An IPv4 address in the dress of IPv6 is that IPv4 address. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/** Whether a subscriber may be at this address. */
export function isAdmitted(given: string, networks: SubscriberNetworks): boolean {
  const address = plain(given);
  if (isIP(address) === 0) return false;
  return has(networks.admitted, address) || !has(notPublic, address);
}

const literal = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Why nobody may be told at this address, or undefined. Names are looked at again, resolved, at each connection. */
export function addressRefusal(text: string, networks: SubscriberNetworks): Refusal | undefined {
  const no = (zh: string, en: string): Refusal => refusal('subscriber-address', { field: 'url', detail: { zh, en } });
  let url: URL;
  try { url = new URL(text); } catch { return no('不是网址', 'it is no address'); }
  if (url.username !== '' || url.password !== '') return no('网址中不得带账号口令', 'it carries a user or password');
  if (url.hash !== '') return no('网址中不得带 # 片段', 'it carries a fragment');
  const host = literal(url);
  const isLocal = isIP(host) !== 0 ? has(loopback, plain(host)) : host === 'localhost';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return no('须为 https', 'it must be https');
  if (isIP(host) !== 0 && !isAdmitted(host, networks)) return no('该网段未经允许', 'that network is not admitted');
  if (isLocal && !isAdmitted(isIP(host) === 0 ? '127.0.0.1' : host, networks)) return no('该网段未经允许', 'that network is not admitted');
  return undefined;
}

export class NotAdmitted extends Error { override name = 'NotAdmitted'; }

/** Resolves a name to admitted addresses only; for the connection itself, so that nothing can change in between. */
export const admittedLookup = (networks: SubscriberNetworks): LookupFunction => (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) { callback(error, '', 0); return; }
    const admitted = found.filter(({ address }) => isAdmitted(address, networks));
    const [first] = admitted;
    if (!first) { callback(new NotAdmitted('the name resolves to no admitted address'), '', 0); return; }
    if (options.all === true) callback(null, admitted);
    else callback(null, first.address, first.family);
  });
};
