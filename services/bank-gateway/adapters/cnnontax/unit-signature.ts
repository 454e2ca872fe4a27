/**
 * The collecting unit's signature under a receipt it asks for (8981, `Sign_Info`): SM2 with SM3, detached. Promises: keys come from a file of
 * the setting alone and never leave this room; every key that cannot be used is named at the start; a unit without a key of its own signs
 * nothing. What exactly is signed and how it is written is not in any specification at hand, so the profile says it.
 */
import { createECDH } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { sm2 } from 'sm-crypto-v2';
import { z } from 'zod';
import { SettingsError } from '../../../../infra/config.ts';
import type { Profile } from './profile.ts';
import { element } from './wire.ts';

/** How a site wants the signature. */
export type SignatureForm = NonNullable<Profile['signature']>;
interface UnitKey { readonly secret: string; readonly point: string; readonly name: string }

/** The file named by the setting: each unit's key by its code; `*` signs for every unit that has none of its own. */
const KeysFile = z.strictObject({
  units: z.record(z.string().regex(/^(?:\*|[\x21-\x7e]{1,42})$/), z.strictObject({
    /** PKCS#8, PEM, as openssl writes it; a relative path is looked up beside this file. */
    privateKeyFile: z.string().min(1).max(300),
    /** What the platform knows the key by (a certificate's serial), where `keyInfo` is `name`. */
    name: z.string().max(200).default(''),
  })),
});

/** Signs for units. */
export interface UnitSigner {
  /** The `Sign_Info` element over a document, or null when the unit has no key. `at`: yyyyMMdd and HH:mm:ss. */
  sign(unitCode: string, document: { readonly xml: Buffer; readonly base64: string }, at: readonly [string, string]): string | null;
}

/** Reads the keys. Throws a `SettingsError` that names each file and unit that cannot be used. */
export function openUnitSigner(form: SignatureForm, keysFile: string | undefined): UnitSigner {
  if (keysFile === undefined) throw new SettingsError('HUB_FISCAL_LINK.unitKeysFile: 平台配置要求单位签名，须指定单位密钥清单 the profile wants the unit’s signature: name the file of the units’ keys');
  const problems: string[] = [];
  const keys = new Map<string, UnitKey>();
  const units = unitsIn(keysFile);
  if (Object.keys(units).length === 0) problems.push(`${keysFile}: units: 没有任何单位的密钥 there is no key of any unit`);
  for (const [unit, { privateKeyFile, name }] of Object.entries(units)) {
    const where = `${keysFile}: units.${unit}`;
    try {
      keys.set(unit, { ...keyIn(readFileSync(resolve(dirname(keysFile), privateKeyFile), 'latin1')), name });
    } catch (error) {
      problems.push(`${where}.privateKeyFile: ${error instanceof KeyProblem ? error.message : '文件不存在或不能读取 the file is missing or cannot be read'}: ${privateKeyFile}`);
    }
    if (form.keyInfo === 'name' && name === '') problems.push(`${where}.name: 平台按名称识别密钥，须填写 the platform knows keys by their names: say this one’s`);
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return {
    sign(unitCode, { xml, base64 }, [day, time]) {
      const key = keys.get(unitCode) ?? keys.get('*');
      if (!key) return null;
      const signed = form.over === 'xml' ? xml : Buffer.from(base64, 'latin1');
      const hex = sm2.doSignature(Uint8Array.from(signed), key.secret, { hash: true, der: form.shape === 'der', userId: form.userId, publicKey: key.point, pointPool: [freshPoint()] });
      const written = (bytes: string): string => (form.written === 'hex' ? bytes : Buffer.from(bytes, 'hex').toString('base64'));
      const keyInfo = { name: key.name, point: written(key.point), spki: written(`${spkiHead}${key.point}`) }[form.keyInfo];
      const moment = form.time === 'digits' ? `${day}${time.replaceAll(':', '')}` : `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)} ${time}`;
      return `<Sign_Info>${element('Value', written(hex))}${element('Format', 'DETACH')}${element('Algorithm', 'SM2')}${element('Time', moment)}${element('Key_Info', keyInfo)}</Sign_Info>`;
    },
  };
}

function unitsIn(file: string): z.infer<typeof KeysFile>['units'] {
  let json: unknown;
  try { json = JSON.parse(readFileSync(file, 'utf8')); } catch { throw new SettingsError(`HUB_FISCAL_LINK.unitKeysFile: 文件不存在或不是 JSON the file is missing or no JSON: ${file}`); }
  const read = KeysFile.safeParse(json);
  if (!read.success) throw new SettingsError(read.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`).join('\n'));
  return read.data.units;
}

class KeyProblem extends Error {}
const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
/** SubjectPublicKeyInfo of an SM2 key (GM/T 0010) up to its point. */
const spkiHead = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

/**
 * The key in a PKCS#8 PEM. Read by its bytes: Node 20 knows no SM2 key by name, and asked to write one out it ends the whole process.
 */
function keyIn(pem: string): { secret: string; point: string } {
  const body = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  if (body === undefined) throw new KeyProblem('不是未加密的 PKCS#8 PEM no PKCS#8 PEM without a passphrase');
  // The SM2 curve's name, then in an octet string ECPrivateKey: version 1 and 32 bytes.
  const secret = /06082a811ccf5501822d04(?:81)?..30(?:81)?..0201010420([0-9a-f]{64})/.exec(Buffer.from(body.replaceAll(/\s/g, ''), 'base64').toString('hex'))?.[1];
  if (secret === undefined) throw new KeyProblem('不是 SM2 私钥 no SM2 private key');
  const value = BigInt(`0x${secret}`);
  if (value < 1n || value > order - 2n) throw new KeyProblem('SM2 私钥超出范围 the private key is out of range');
  return { secret, point: sm2.getPublicKeyFromPrivateKey(secret) };
}

/** A fresh k and the x of k·G: the secret number of one signature; by OpenSSL, whose generator is the system's. */
function freshPoint(): { k: bigint; x1: bigint } {
  const ephemeral = createECDH('SM2');
  const point = ephemeral.generateKeys();
  return { k: BigInt(`0x${ephemeral.getPrivateKey('hex')}`), x1: BigInt(`0x${point.subarray(1, 33).toString('hex')}`) };
}
