import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRefusal, admittedLookup, isAdmitted, NotAdmitted, SubscriberNetworksSetting } from './subscriber-address.ts';

const nowhere = SubscriberNetworksSetting.parse(undefined);
const inside = SubscriberNetworksSetting.parse('10.20.0.0/16, 127.0.0.1/32');

describe('where a subscriber may be told', () => {
  it('is the public network by https', () => {
    expect(addressRefusal('https://hooks.example.gov.cn/catalogue?zone=1', nowhere)).toBeUndefined();
    expect(addressRefusal('https://8.8.8.8/', nowhere)).toBeUndefined();
  });
  it.each([
    'http://hooks.example.gov.cn/', 'ftp://hooks.example.gov.cn/', 'file:///etc/passwd', 'not an address', 'https://user:secret@hooks.example.gov.cn/', 'https://hooks.example.gov.cn/#x',
    'https://127.0.0.1/', 'http://127.0.0.1:3306/', 'http://localhost/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://169.254.169.254/latest/meta-data', 'https://10.20.3.4/', 'https://192.168.1.1/',
    'https://0x7f000001/', 'https://2130706433/', 'https://127.1/', 'https://[fe80::1]/', 'https://[64:ff9b::7f00:1]/', 'https://0.0.0.0/', 'https://100.64.0.1/',
  ])('is not %s', (address) => {
    expect(addressRefusal(address, nowhere)).toMatchObject({ reason: 'subscriber-address', field: 'url' });
  });
  it('is also what the zone has admitted, and no more of it; plain http only on this machine', () => {
    expect(addressRefusal('https://10.20.3.4/', inside)).toBeUndefined();
    expect(addressRefusal('http://10.20.3.4/', inside)).toBeDefined();
    expect(addressRefusal('https://10.21.3.4/', inside)).toBeDefined();
    expect(addressRefusal('http://127.0.0.1:8080/hook', inside)).toBeUndefined();
    expect(addressRefusal('http://127.0.0.2:8080/hook', inside)).toBeDefined();
  });
  it('is looked at again when a name is resolved: a public name may lead inside', async () => {
    const connect = (networks: typeof nowhere): Promise<unknown> => new Promise((resolve) => { admittedLookup(networks)('localhost', { all: true }, (error, found) => { resolve(error ?? found); }); });
    expect(await connect(nowhere)).toBeInstanceOf(NotAdmitted);
    expect(await connect(inside)).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });
  it('is never a special network, however the address is dressed', () => {
    fc.assert(fc.property(fc.constantFrom('10', '127', '0', '240'), fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), fc.boolean(), (first, rest, dressed) => {
      expect(isAdmitted(`${dressed ? '::ffff:' : ''}${[first, ...rest].join('.')}`, nowhere)).toBe(false);
    }));
    expect(isAdmitted('no address', nowhere)).toBe(false);
  });
  it('is set by networks that can be read', () => {
    for (const wrong of ['10.0.0.0', '10.0.0.0/33', 'office', '10.0.0.0/x']) expect(SubscriberNetworksSetting.safeParse(wrong).success).toBe(false);
  });
});
