import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf, issueCertificate, readCertificate } from './certificate.ts';
import type { CertificateKind } from './certificate.ts';
import { bitString, childrenOf, explicit, generalizedTime, ia5String, integer, octetString, readDer, sequence, tags, utf8String } from './der.ts';
import { assembleSignature, checkNames, encodeStamp, makeSeal, propertyInfoOf, readSeal, readSignature, sealVersion, verifySignature } from './electronic-seal.ts';
import { generateKeyPair, pem, publicKeyPem, sign, sm3, standardUserId } from './sm2.ts';
import type { Sm2KeyPair } from './sm2.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const signedAt = new Date('2026-11-20T02:03:04Z');
const zone = { organization: '青石高新技术产业开发区管理委员会', commonName: '园区电子印章根' };

const root = generateKeyPair();
const maker = generateKeyPair();
const signer = generateKeyPair();

const certify = (kind: CertificateKind, commonName: string, publicKey: Buffer, from = '2026-01-01', to = '2030-01-01', issuer = root, issuerName = zone): Buffer =>
  issueCertificate({
    kind, subject: { ...zone, commonName }, issuer: issuerName, serial: sm3(Buffer.from(commonName)).subarray(0, 12),
    publicKey, issuerPublicKey: issuer.publicKey, validFrom: day(from), validTo: day(to),
  }, (tbs) => sign(issuer, tbs));

const rootCertificate = certify('authority', zone.commonName, root.publicKey, '2025-01-01', '2046-01-01');
const makerCertificate = certify('maker', '制章人', maker.publicKey);
const signerCertificate = certify('signer', '行政审批服务专用章', signer.publicKey);
const anchors = [readCertificate(rootCertificate)];

const info = {
  sealId: '4306030000001', vendorId: 'ZONEHUB', sealType: 1, name: '青石高新技术产业开发区行政审批服务专用章',
  signerCertificates: [signerCertificate], createdAt: day('2026-02-01'), validFrom: day('2026-02-01'), validTo: day('2029-02-01'),
  picture: { type: 'SVG', data: Buffer.from('<svg/>'), widthMm: 42, heightMm: 42 },
} as const;
const seal = makeSeal(info, makerCertificate, (bytes) => sign(maker, bytes));
const documentHash = sm3(Buffer.from('准予行政许可决定书'));

const stampWith = (sealDer: Buffer, by: Sm2KeyPair, certificate: Buffer, at = signedAt): Buffer => {
  const tbs = encodeStamp({ seal: sealDer, signedAt: at, dataHash: documentHash, propertyInfo: propertyInfoOf('决定书.pdf') });
  return assembleSignature(tbs, certificate, sign(by, tbs));
};
const signature = stampWith(seal, signer, signerCertificate);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seal-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const save = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes);

/** The names of the checks that failed. */
const failures = (bytes: Uint8Array, hash: Uint8Array = documentHash, trusted = anchors): string[] =>
  verifySignature(bytes, hash, trusted).checks.filter(({ result }) => result === 'failed').map(({ check }) => check);

describe('certificates', () => {
  it('with Chinese names are verified by openssl up to their root', () => {
    save('root.pem', pem('CERTIFICATE', rootCertificate));
    save('maker.pem', pem('CERTIFICATE', makerCertificate));
    save('signer.pem', pem('CERTIFICATE', signerCertificate));
    const at = String(signedAt.getTime() / 1000);
    for (const leaf of ['maker.pem', 'signer.pem']) {
      expect(openssl('verify', '-x509_strict', '-vfyopt', `distid:${standardUserId}`, '-attime', at, '-CAfile', 'root.pem', leaf)).toContain(`${leaf}: OK`);
    }
    const text = openssl('x509', '-in', 'signer.pem', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus');
    expect(text).toContain('SM2-with-SM3');
    expect(text).toContain('CN=行政审批服务专用章');
    expect(text).toContain('O=青石高新技术产业开发区管理委员会');
  });

  it('are read back as they were issued', () => {
    expect(readCertificate(signerCertificate)).toMatchObject({ commonName: '行政审批服务专用章', validFrom: day('2026-01-01'), validTo: day('2030-01-01'), publicKey: signer.publicKey, isAuthority: false, maySign: true, mayIssue: false });
    expect(anchors[0]).toMatchObject({ isAuthority: true, maySign: false, mayIssue: true });
  });

  it('made by openssl are read and believed', () => {
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', 'ca-key.pem');
    openssl('req', '-x509', '-sm3', '-key', 'ca-key.pem', '-out', 'ca.pem', '-days', '3650', '-utf8', '-subj', '/C=CN/CN=电子认证', '-sigopt', `distid:${standardUserId}`, '-addext', 'keyUsage=critical,keyCertSign,digitalSignature');
    openssl('x509', '-in', 'ca.pem', '-outform', 'DER', '-out', 'ca.der');
    const certificate = readCertificate(readFileSync(join(folder, 'ca.der')));
    expect(certificate.commonName).toBe('电子认证');
    expect(faultOf(certificate, [certificate], new Date(certificate.validFrom.getTime() + 1000))).toBeNull();
  });

  it('are found wanting outside their dates, for another purpose, and from an unknown or forged issuer', () => {
    const certificate = readCertificate(signerCertificate);
    expect(faultOf(certificate, anchors, signedAt)).toBeNull();
    expect(faultOf(certificate, anchors, day('2025-12-31'))).toBe('not-yet-valid');
    expect(faultOf(certificate, anchors, day('2030-01-02'))).toBe('expired');
    expect(faultOf(certificate, [], signedAt)).toBe('unknown-issuer');
    expect(faultOf(readCertificate(rootCertificate), anchors, signedAt)).toBe('wrong-purpose');
    expect(faultOf(readCertificate(certify('signer', 'x', signer.publicKey, '2026-01-01', '2030-01-01', generateKeyPair())), anchors, signedAt)).toBe('bad-signature');
    const leafAsIssuer = readCertificate(certify('signer', 'y', signer.publicKey, '2026-01-01', '2030-01-01', maker, { ...zone, commonName: '制章人' }));
    expect(faultOf(leafAsIssuer, [readCertificate(makerCertificate)], signedAt)).toBe('issuer-not-valid');
  });
});

describe('a stamped signature', () => {
  it('passes every check, named in the order of the standard', () => {
    const verdict = verifySignature(signature, documentHash, anchors);
    expect(verdict).toMatchObject({ valid: true, version: 4, sealId: '4306030000001', sealName: info.name, signerName: '行政审批服务专用章', signedAt });
    expect(verdict.checks.map(({ check }) => check)).toEqual(checkNames);
    expect(verdict.checks.map(({ result }) => result)).toEqual([...Array.from({ length: 8 }, () => 'passed'), 'absent']);
  });

  it('carries two signatures that openssl accepts: the signer’s over TBS_Sign and the maker’s over SES_SealInfo', () => {
    const read = readSignature(signature);
    for (const [name, key, tbs, value] of [['signer', signer, read.tbs, read.signature], ['maker', maker, read.seal.info, read.seal.signature]] as const) {
      save('pub.pem', publicKeyPem(key.publicKey));
      save('tbs.der', tbs);
      save('sig.der', value);
      expect(openssl('dgst', '-sm3', '-verify', 'pub.pem', '-sigopt', `distid:${standardUserId}`, '-signature', 'sig.der', 'tbs.der'), name).toContain('Verified OK');
    }
  });

  it('shows openssl asn1parse the structure of GB/T 38540', () => {
    save('signature.der', signature);
    const tree = openssl('asn1parse', '-inform', 'DER', '-in', 'signature.der');
    expect(tree).toMatch(/IA5STRING +:ES/);
    expect(tree).toMatch(/IA5STRING +:SVG/);
    expect(tree).toMatch(/GENERALIZEDTIME +:20261120020304Z/);
    expect(tree).toContain('UTF8STRING        :青石高新技术产业开发区行政审批服务专用章');
    expect(tree.match(/SM2-with-SM3/g)).toHaveLength(2);
  });

  it('gives back what was put in', () => {
    const read = readSignature(signature);
    expect(read).toMatchObject({ version: 4, signedAt, propertyInfo: '/%E5%86%B3%E5%AE%9A%E4%B9%A6.pdf', hasTimeStamp: false });
    expect(read.dataHash.equals(documentHash)).toBe(true);
    expect(read.seal.der.equals(seal)).toBe(true);
    expect(read.seal).toMatchObject({ vendorId: 'ZONEHUB', sealType: 1, createdAt: info.createdAt, validFrom: info.validFrom, validTo: info.validTo, picture: { type: 'SVG', widthMm: 42, heightMm: 42 } });
  });

  it('is refused after any one byte changed', () => {
    fc.assert(fc.property(fc.nat({ max: signature.length - 1 }), fc.integer({ min: 1, max: 255 }), (index, difference) => {
      const changed = Buffer.from(signature);
      changed[index] = (changed[index] ?? 0) ^ difference;
      return !verifySignature(changed, documentHash, anchors).valid;
    }), { numRuns: 250 });
  });

  it('is refused when cut short, when followed by anything, and never throws for rubbish', () => {
    fc.assert(fc.property(fc.nat({ max: signature.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 40 }), (length, more) =>
      !verifySignature(signature.subarray(0, length), documentHash, anchors).valid
      && !verifySignature(Buffer.concat([signature, more]), documentHash, anchors).valid
      && !verifySignature(more, documentHash, anchors).valid), { numRuns: 60 });
  });

  it('fails by name: each thing that can be wrong is told from the others', () => {
    expect(failures(signature, sm3(Buffer.from('另一份')))).toEqual(['document-hash']);
    expect(failures(signature, documentHash, [])).toEqual(['signer-certificate', 'maker-certificate']);
    // another key signs, under the right certificate
    expect(failures(stampWith(seal, generateKeyPair(), signerCertificate))).toEqual(['document-signature']);
    // a trusted signer whom this seal does not list
    const other = generateKeyPair();
    expect(failures(stampWith(seal, other, certify('signer', '他人', other.publicKey)))).toEqual(['signer-in-seal']);
    // the seal was made by somebody else's key
    expect(failures(stampWith(makeSeal(info, makerCertificate, (bytes) => sign(other, bytes)), signer, signerCertificate))).toEqual(['maker-signature']);
    expect(failures(stampWith(seal, signer, signerCertificate, day('2029-03-01')))).toEqual(['seal-validity']);
    const brief = certify('signer', '短期', signer.publicKey, '2026-01-01', '2026-03-01');
    const briefSeal = makeSeal({ ...info, signerCertificates: [brief] }, makerCertificate, (bytes) => sign(maker, bytes));
    expect(failures(stampWith(briefSeal, signer, brief))).toEqual(['signer-certificate']);
    const late = certify('maker', '晚到的制章人', maker.publicKey, '2026-06-01');
    expect(failures(stampWith(makeSeal(info, late, (bytes) => sign(maker, bytes)), signer, signerCertificate))).toEqual(['maker-certificate']);
    const [tbs, certificate, algorithm, value] = childrenOf(readDer(signature), tags.sequence, 'signature').map(({ raw }) => raw);
    const stamped = sequence(...[tbs, certificate, algorithm, value].filter((part) => part !== undefined), explicit(0, bitString(Buffer.from('token'))));
    expect(failures(stamped)).toEqual(['time-stamp']);
  });

  it('with hashes instead of certificates in the seal is verified alike', () => {
    const listed = readSeal(seal);
    const parts = childrenOf(readDer(listed.info), tags.sequence, 'info');
    const property = childrenOf(parts[2] ?? readDer(Buffer.alloc(0)), tags.sequence, 'property').map(({ raw }) => raw);
    property[2] = integer(2);
    property[3] = sequence(sequence(Buffer.concat([Buffer.from([0x13, 3]), Buffer.from('SM3')]), octetString(sm3(signerCertificate))));
    const hashedInfo = sequence(...parts.map(({ raw }, index) => (index === 2 ? sequence(...property) : raw)));
    const fields = childrenOf(readDer(seal), tags.sequence, 'seal').map(({ raw }) => raw);
    const hashed = sequence(hashedInfo, ...fields.slice(1, 3), bitString(sign(maker, hashedInfo)));
    expect(failures(stampWith(hashed, signer, signerCertificate))).toEqual([]);
  });
});

describe('a signature of another program (ofdrw, see samples/)', () => {
  it('is read, and both its SM2 signatures hold; only its unknown issuer is refused', () => {
    const foreign = readFileSync(new URL('samples/ofdrw-signed-value-v4.dat', import.meta.url));
    const read = readSignature(foreign);
    expect(read.propertyInfo).toBe('/Doc_0/Signs/Sign_0/Signature.xml');
    expect(failures(foreign, read.dataHash)).toEqual(['signer-certificate', 'maker-certificate']);
  });
});

describe('the version of a seal', () => {
  const header = (version: number): Buffer => sequence(sequence(ia5String('ES'), integer(version), ia5String('V')), utf8String('rest'));
  it('is told by its fields and header', () => {
    expect(sealVersion(seal)).toBe(4);
    expect(sealVersion(sequence(header(1), sequence()))).toBe(1);
    expect(sealVersion(sequence(header(5), integer(0), integer(0), integer(0)))).toBe(5);
    expect(sealVersion(sequence(header(5), integer(0), integer(0), integer(0), explicit(0, integer(0))))).toBe(5);
    expect(() => sealVersion(sequence(header(9), integer(0), integer(0), integer(0)))).toThrow('版本不明');
    expect(() => sealVersion(sequence(sequence(sequence(ia5String('XX'), integer(4))), integer(0)))).toThrow('ES');
  });

  it('1 is recognised in a signature and refused with its number', () => {
    const old = sequence(sequence(integer(1), sequence(header(1), sequence()), generalizedTime(signedAt)), bitString(Buffer.from('value')));
    expect(verifySignature(old, documentHash, anchors)).toMatchObject({ valid: false, version: 1 });
  });
});
