// X.509 v3 certificates for SM2 (GM/T 0015, GB/T 20518): written so that the openssl command verifies them, read and
// checked by code of our own, because node:crypto's X509Certificate.verify knows no user id and calls them false.

import {
  DerError, bitString, bitsOf, boolean, booleanOf, certificateTime, childrenOf, contextTag, element, explicit, expectTag,
  integer, integerOf, objectIdentifier, objectIdentifierOf, octetString, octetsOf, printableString, readDer, sequence, set,
  tags, textOf, timeOf, utf8String,
} from './der.ts';
import type { DerNode } from './der.ts';
import { oids, publicKeyInfo, publicKeyOfInfo, sm3, verify } from './sm2.ts';

/** A name in a certificate; Chinese is written as UTF8String. */
export type DistinguishedName = { readonly organization: string; readonly unit?: string; readonly commonName: string };

/** What a certificate may be used for: to issue others, to make seals (制章人), or to stamp (签章人). */
export type CertificateKind = 'authority' | 'maker' | 'signer';

/** Signs DER with the issuer's key; the key itself stays with whoever holds it. */
export type SignBytes = (bytes: Uint8Array) => Buffer;

/** A certificate as read; `der` is what was read, byte for byte. */
export type Certificate = {
  readonly der: Buffer;
  readonly tbs: Buffer;
  readonly serial: bigint;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly commonName: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly publicKey: Buffer;
  readonly isAuthority: boolean;
  readonly maySign: boolean;
  readonly mayIssue: boolean;
  readonly signature: Buffer;
};

const attribute = { country: '2.5.4.6', organization: '2.5.4.10', unit: '2.5.4.11', commonName: '2.5.4.3' } as const;
const extension = { subjectKeyId: '2.5.29.14', keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', authorityKeyId: '2.5.29.35' } as const;

const relative = (oid: string, value: Buffer): Buffer => set(sequence(objectIdentifier(oid), value));

const nameDer = (name: DistinguishedName): Buffer =>
  sequence(
    relative(attribute.country, printableString('CN')),
    relative(attribute.organization, utf8String(name.organization)),
    ...(name.unit === undefined ? [] : [relative(attribute.unit, utf8String(name.unit))]),
    relative(attribute.commonName, utf8String(name.commonName)),
  );

const extensionDer = (oid: string, critical: boolean, value: Buffer): Buffer =>
  sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));

// A key identifier is only a hint for finding the issuer: 20 bytes of SM3 over the point serve as well as SHA-1.
const keyIdentifier = (publicKey: Uint8Array): Buffer => sm3(publicKey).subarray(0, 20);

const signatureAlgorithm = sequence(objectIdentifier(oids.sm2WithSm3));

/** Everything that goes into a certificate. `serial`: 8 to 20 random bytes. */
export type CertificateRequest = {
  readonly kind: CertificateKind;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly serial: Uint8Array;
  readonly publicKey: Buffer;
  readonly issuerPublicKey: Buffer;
  readonly validFrom: Date;
  readonly validTo: Date;
};

/** Writes and signs a certificate; the result is DER. */
export function issueCertificate(request: CertificateRequest, signAsIssuer: SignBytes): Buffer {
  const authority = request.kind === 'authority';
  // keyUsage bits: digitalSignature 0, nonRepudiation 1, keyCertSign 5, cRLSign 6.
  const usage = authority ? bitString(Buffer.from([0b0000_0110]), 1) : bitString(Buffer.from([0b1100_0000]), 6);
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(request.serial),
    signatureAlgorithm,
    nameDer(request.issuer),
    sequence(certificateTime(request.validFrom), certificateTime(request.validTo)),
    nameDer(request.subject),
    publicKeyInfo(request.publicKey),
    explicit(3, sequence(
      extensionDer(extension.basicConstraints, true, authority ? sequence(boolean(true), integer(0)) : sequence()),
      extensionDer(extension.keyUsage, true, usage),
      extensionDer(extension.subjectKeyId, false, octetString(keyIdentifier(request.publicKey))),
      extensionDer(extension.authorityKeyId, false, sequence(element(0x80, keyIdentifier(request.issuerPublicKey)))),
    )),
  );
  return sequence(tbs, signatureAlgorithm, bitString(signAsIssuer(tbs)));
}

function commonNameOf(name: DerNode): string {
  for (const part of childrenOf(name, tags.sequence, 'name')) {
    for (const pair of childrenOf(part, tags.set, 'relative name')) {
      const [type, value] = childrenOf(pair, tags.sequence, 'attribute');
      if (value !== undefined && objectIdentifierOf(type, 'attribute type') === attribute.commonName) {
        if (value.tag === tags.utf8 || value.tag === tags.printable) return textOf(value, value.tag, 'common name');
      }
    }
  }
  return '';
}

function extensionsOf(node: DerNode | undefined): { isAuthority: boolean; maySign: boolean; mayIssue: boolean } {
  const found = { isAuthority: false, maySign: true, mayIssue: false };
  if (node === undefined) return found;
  const [list] = childrenOf(node, contextTag(3), 'extensions');
  for (const item of childrenOf(expectTag(list, tags.sequence, 'extensions'), tags.sequence, 'extensions')) {
    const parts = childrenOf(item, tags.sequence, 'extension');
    const oid = objectIdentifierOf(parts[0], 'extension');
    const critical = parts.length === 3 && booleanOf(parts[1], 'critical');
    const value = octetsOf(parts.at(-1), 'extension value');
    if (oid === extension.basicConstraints) {
      const [flag] = childrenOf(readDer(value), tags.sequence, 'basicConstraints');
      found.isAuthority = flag !== undefined && flag.tag === tags.boolean && booleanOf(flag, 'cA');
    } else if (oid === extension.keyUsage) {
      const bits = expectTag(readDer(value), tags.bitString, 'keyUsage').content[1] ?? 0;
      found.maySign = (bits & 0b1100_0000) !== 0;
      found.mayIssue = (bits & 0b0000_0100) !== 0;
    } else if (critical && oid !== extension.subjectKeyId && oid !== extension.authorityKeyId) {
      throw new DerError(`证书含不认识的关键扩展 the certificate has a critical extension not known here: ${oid}`);
    }
  }
  return found;
}

/** Reads a certificate. Throws DerError when it is not one for SM2. */
export function readCertificate(der: Uint8Array): Certificate {
  const whole = readDer(der);
  const [tbsNode, outerAlgorithm, signature, ...more] = childrenOf(whole, tags.sequence, 'certificate');
  const tbs = expectTag(tbsNode, tags.sequence, 'tbsCertificate');
  const fields = childrenOf(tbs, tags.sequence, 'tbsCertificate');
  if (more.length > 0) throw new DerError('证书有多余内容 the certificate holds too much');
  if (fields[0]?.tag === contextTag(0)) fields.shift();
  const [serial, innerAlgorithm, issuer, validity, subject, keyInfo] = fields;
  for (const algorithm of [innerAlgorithm, outerAlgorithm]) {
    const parts = childrenOf(expectTag(algorithm, tags.sequence, 'signature algorithm'), tags.sequence, 'signature algorithm');
    if (objectIdentifierOf(parts[0], 'signature algorithm') !== oids.sm2WithSm3) throw new DerError('证书不是 SM2-with-SM3 签名 the certificate is not signed with SM2-with-SM3');
  }
  if (innerAlgorithm?.raw.equals(outerAlgorithm?.raw ?? Buffer.alloc(0)) !== true) throw new DerError('证书两处签名算法不同 the certificate names two algorithms');
  const [validFrom, validTo] = childrenOf(expectTag(validity, tags.sequence, 'validity'), tags.sequence, 'validity');
  const subjectName = expectTag(subject, tags.sequence, 'subject');
  return {
    der: whole.raw,
    tbs: tbs.raw,
    serial: integerOf(serial, 'serial number'),
    issuer: expectTag(issuer, tags.sequence, 'issuer').raw,
    subject: subjectName.raw,
    commonName: commonNameOf(subjectName),
    validFrom: timeOf(validFrom, 'notBefore'),
    validTo: timeOf(validTo, 'notAfter'),
    publicKey: publicKeyOfInfo(expectTag(keyInfo, tags.sequence, 'subjectPublicKeyInfo').raw),
    ...extensionsOf(fields.find((field) => field.tag === contextTag(3))),
    signature: bitsOf(signature, 'certificate signature'),
  };
}

/** What is wrong with a certificate at a moment, or null: its dates, its purpose, and who issued it. */
export type CertificateFault = 'not-yet-valid' | 'expired' | 'wrong-purpose' | 'unknown-issuer' | 'bad-signature' | 'issuer-not-valid';

/**
 * Judges an end certificate against trust anchors at the moment of signing. One step only: seal certificates here are
 * issued by an anchor itself, and a chain with more steps is refused rather than half believed.
 */
export function faultOf(certificate: Certificate, anchors: readonly Certificate[], at: Date): CertificateFault | null {
  if (!certificate.maySign) return 'wrong-purpose';
  if (at < certificate.validFrom) return 'not-yet-valid';
  if (at > certificate.validTo) return 'expired';
  const issuers = anchors.filter((anchor) => anchor.subject.equals(certificate.issuer));
  if (issuers.length === 0) return 'unknown-issuer';
  const issuer = issuers.find((anchor) => verify(anchor.publicKey, certificate.tbs, certificate.signature));
  if (issuer === undefined) return 'bad-signature';
  if (!issuer.isAuthority || !issuer.mayIssue || at < issuer.validFrom || at > issuer.validTo) return 'issuer-not-valid';
  return null;
}
