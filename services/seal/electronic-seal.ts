// The electronic seal (电子印章) and the stamped signature (电子签章) of GB/T 38540-2020, version 4: written, read and
// verified. Every check the standard asks for is made, in its order, and each has a result of its own, so that a
// person can be told which one failed. Versions 1 (GM/T 0031-2014) and 5 (GM/T 0031-2025) are told apart when reading.

import {
  DerError, bitString, bitsOf, booleanOf, childrenOf, contextTag, expectTag, generalizedTime, ia5String, integer,
  objectIdentifier, objectIdentifierOf, octetString, octetsOf, readDer, sequence, smallIntegerOf, tags, textOf, timeOf,
  utf8String,
} from './der.ts';
import type { DerNode } from './der.ts';
import { faultOf, readCertificate } from './certificate.ts';
import type { Certificate, CertificateFault, SignBytes } from './certificate.ts';
import { oids, sm3, verify } from './sm2.ts';

/** The version this code writes (GB/T 38540-2020). */
export const writtenVersion = 4;

/** The picture inside a seal; sizes in whole millimetres. */
export type SealPicture = { readonly type: 'PNG' | 'GIF' | 'BMP' | 'JPG' | 'SVG'; readonly data: Buffer; readonly widthMm: number; readonly heightMm: number };

/** SES_SealInfo: `sealId` is the unique code (ASCII), `sealType` the number of the kind, certificates are the signers' DER. */
export type SealInfo = {
  readonly sealId: string;
  readonly vendorId: string;
  readonly sealType: number;
  readonly name: string;
  readonly signerCertificates: readonly Buffer[];
  readonly createdAt: Date;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly picture: SealPicture;
};

/** SES_SealInfo as DER: what the maker signs. */
export function encodeSealInfo(info: SealInfo): Buffer {
  return sequence(
    sequence(ia5String('ES'), integer(writtenVersion), ia5String(info.vendorId)),
    ia5String(info.sealId),
    sequence(
      integer(info.sealType),
      utf8String(info.name),
      integer(1),
      sequence(...info.signerCertificates.map((certificate) => octetString(certificate))),
      generalizedTime(info.createdAt),
      generalizedTime(info.validFrom),
      generalizedTime(info.validTo),
    ),
    sequence(ia5String(info.picture.type), octetString(info.picture.data), integer(info.picture.widthMm), integer(info.picture.heightMm)),
  );
}

/** SESeal: the maker (制章人) signs the seal's description. The result is DER. */
export function makeSeal(info: SealInfo, makerCertificate: Uint8Array, signAsMaker: SignBytes): Buffer {
  const sealInfo = encodeSealInfo(info);
  return sequence(sealInfo, octetString(makerCertificate), objectIdentifier(oids.sm2WithSm3), bitString(signAsMaker(sealInfo)));
}

/** What is stamped: `dataHash` is SM3 of the protected original, `propertyInfo` says in ASCII which original that is. */
export type Stamp = { readonly seal: Uint8Array; readonly signedAt: Date; readonly dataHash: Uint8Array; readonly propertyInfo: string };

/** TBS_Sign as DER: what the signer (签章人) signs. */
export const encodeStamp = (stamp: Stamp): Buffer =>
  sequence(integer(writtenVersion), stamp.seal, generalizedTime(stamp.signedAt), bitString(stamp.dataHash), ia5String(stamp.propertyInfo));

/** SES_Signature from its parts; the parts are enough to build the same bytes again later. */
export const assembleSignature = (tbs: Uint8Array, signerCertificate: Uint8Array, signature: Uint8Array): Buffer =>
  sequence(tbs, octetString(signerCertificate), objectIdentifier(oids.sm2WithSm3), bitString(signature));

/**
 * A document's name as `propertyInfo`: the field is ASCII only, so Chinese is percent-encoded as in a URL path. Through
 * UTF-8 and back first: half a surrogate pair, which JSON can carry, would otherwise throw.
 */
export const propertyInfoOf = (documentName: string): string => `/${encodeURIComponent(Buffer.from(documentName, 'utf8').toString('utf8'))}`;

/** A seal as read. `info` is the DER the maker signed; `certificateHashes` is filled when the seal lists hashes. */
export type ReadSeal = {
  readonly der: Buffer;
  readonly version: number;
  readonly vendorId: string;
  readonly sealId: string;
  readonly sealType: number;
  readonly name: string;
  readonly signerCertificates: readonly Buffer[];
  readonly certificateHashes: readonly Buffer[];
  readonly createdAt: Date;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly picture: { readonly type: string; readonly data: Buffer; readonly widthMm: number; readonly heightMm: number };
  readonly info: Buffer;
  readonly makerCertificate: Buffer;
  readonly signature: Buffer;
  readonly hasTimeStamp: boolean;
};

/** A signature as read. `tbs` is the DER the signer signed. */
export type ReadSignature = {
  readonly der: Buffer;
  readonly version: number;
  readonly seal: ReadSeal;
  readonly signedAt: Date;
  readonly dataHash: Buffer;
  readonly propertyInfo: string;
  readonly tbs: Buffer;
  readonly signerCertificate: Buffer;
  readonly signature: Buffer;
  readonly hasTimeStamp: boolean;
};

/** A structure of a version that is known but not read here: GM/T 0031-2014 has other fields throughout. */
export class UnreadVersionError extends DerError {
  readonly version: number;
  constructor(version: number) {
    super(`电子印章为第 ${version} 版结构，本系统识别但不解析 a version ${version} structure: recognised, not read here`);
    this.version = version;
  }
}

function versionOfSeal(parts: readonly DerNode[]): number {
  const [header] = childrenOf(expectTag(parts[0], tags.sequence, 'SES_SealInfo'), tags.sequence, 'SES_SealInfo');
  const [id, version] = childrenOf(expectTag(header, tags.sequence, 'SES_Header'), tags.sequence, 'SES_Header');
  if (textOf(id, tags.ia5, 'SES_Header.ID') !== 'ES') throw new DerError('不是电子印章 not a seal: the header does not say ES');
  return smallIntegerOf(version, 'SES_Header.version');
}

/** The version a seal states: 1, 4 or 5, by its number of fields and its header. Throws DerError for anything else. */
export function sealVersion(bytes: Uint8Array): number {
  const parts = childrenOf(readDer(bytes), tags.sequence, 'SESeal');
  const version = versionOfSeal(parts);
  // GM/T 0031-2014 seals have two fields; some of its makers wrote other header versions than 1.
  if (parts.length === 2) return 1;
  if (parts.length === 4 && (version === 4 || version === 5)) return version;
  if (parts.length === 5 && version === 5) return 5;
  throw new DerError(`电子印章版本不明 a seal of ${parts.length} fields and header version ${version} is of no known version`);
}

function certificateListOf(type: number, node: DerNode | undefined): { certificates: Buffer[]; hashes: Buffer[] } {
  const items = childrenOf(expectTag(node, tags.sequence, 'certList'), tags.sequence, 'certList');
  if (type === 1) return { certificates: items.map((item) => octetsOf(item, 'certList certificate')), hashes: [] };
  if (type !== 2) throw new DerError(`证书列表类型未知 certListType ${type} is not known`);
  const hashes = items.map((item) => {
    const [kind, value] = childrenOf(item, tags.sequence, 'CertDigestObj');
    textOf(kind, tags.printable, 'CertDigestObj.type');
    return octetsOf(value, 'CertDigestObj.value');
  });
  return { certificates: [], hashes };
}

const exactly = (parts: readonly DerNode[], least: number, most: number, what: string): void => {
  if (parts.length < least || parts.length > most) throw new DerError(`${what} 字段数不符 ${what} has ${parts.length} fields`);
};

/** Extension data carry what their makers agreed; they are read for their form only. */
function checkExtensions(node: DerNode): void {
  for (const item of childrenOf(node, tags.sequence, 'extDatas')) {
    const parts = childrenOf(item, tags.sequence, 'ExtData');
    exactly(parts, 2, 3, 'ExtData');
    objectIdentifierOf(parts[0], 'ExtData.extnID');
    const critical = parts.length === 3 && booleanOf(parts[1], 'ExtData.critical');
    octetsOf(parts.at(-1), 'ExtData.extnValue');
    if (critical) throw new DerError('含不认识的关键扩展 a critical extension that is not known here');
  }
}

/** Reads a seal of version 4 or 5. Throws UnreadVersionError for version 1, DerError for what is no seal. */
export function readSeal(bytes: Uint8Array): ReadSeal {
  const version = sealVersion(bytes);
  if (version === 1) throw new UnreadVersionError(1);
  const whole = readDer(bytes);
  const [infoNode, maker, algorithm, signature, timeStamp] = childrenOf(whole, tags.sequence, 'SESeal');
  const info = expectTag(infoNode, tags.sequence, 'SES_SealInfo');
  const infoParts = childrenOf(info, tags.sequence, 'SES_SealInfo');
  exactly(infoParts, 4, 5, 'SES_SealInfo');
  const [headerNode, sealId, propertyNode, pictureNode, extensions] = infoParts;
  const header = childrenOf(expectTag(headerNode, tags.sequence, 'SES_Header'), tags.sequence, 'SES_Header');
  exactly(header, 3, 3, 'SES_Header');
  const property = childrenOf(expectTag(propertyNode, tags.sequence, 'SES_ESPropertyInfo'), tags.sequence, 'SES_ESPropertyInfo');
  exactly(property, 7, 7, 'SES_ESPropertyInfo');
  const picture = childrenOf(expectTag(pictureNode, tags.sequence, 'SES_ESPictrueInfo'), tags.sequence, 'SES_ESPictrueInfo');
  exactly(picture, 4, 4, 'SES_ESPictrueInfo');
  if (extensions !== undefined) checkExtensions(extensions);
  if (objectIdentifierOf(algorithm, 'SESeal.signAlgID') !== oids.sm2WithSm3) throw new DerError('制章签名算法不是 SM2-with-SM3 the seal is not signed with SM2-with-SM3');
  if (timeStamp !== undefined) bitsOf(childrenOf(timeStamp, contextTag(0), 'SESeal.timeStamp')[0], 'SESeal.timeStamp');
  const list = certificateListOf(smallIntegerOf(property[2], 'certListType'), property[3]);
  return {
    der: whole.raw,
    version,
    vendorId: textOf(header[2], tags.ia5, 'SES_Header.Vid'),
    sealId: textOf(sealId, tags.ia5, 'esID'),
    sealType: smallIntegerOf(property[0], 'seal type'),
    name: textOf(property[1], tags.utf8, 'seal name'),
    signerCertificates: list.certificates,
    certificateHashes: list.hashes,
    createdAt: timeOf(property[4], 'createDate'),
    validFrom: timeOf(property[5], 'validStart'),
    validTo: timeOf(property[6], 'validEnd'),
    picture: {
      type: textOf(picture[0], tags.ia5, 'picture type'),
      data: octetsOf(picture[1], 'picture'),
      widthMm: smallIntegerOf(picture[2], 'picture width'),
      heightMm: smallIntegerOf(picture[3], 'picture height'),
    },
    info: info.raw,
    makerCertificate: octetsOf(maker, 'maker certificate'),
    signature: bitsOf(signature, 'SESeal.signedValue'),
    hasTimeStamp: timeStamp !== undefined,
  };
}

/** Reads a signature of version 4 or 5. Throws UnreadVersionError for version 1, DerError for what is no signature. */
export function readSignature(bytes: Uint8Array): ReadSignature {
  const whole = readDer(bytes);
  const parts = childrenOf(whole, tags.sequence, 'SES_Signature');
  const tbs = expectTag(parts[0], tags.sequence, 'TBS_Sign');
  const fields = childrenOf(tbs, tags.sequence, 'TBS_Sign');
  if (parts.length === 2) {
    sealVersion(expectTag(fields[1], tags.sequence, 'SESeal').raw); // a real seal inside, or it is nothing at all
    throw new UnreadVersionError(1);
  }
  exactly(parts, 4, 5, 'SES_Signature');
  exactly(fields, 5, 6, 'TBS_Sign');
  const [, signer, algorithm, signature, timeStamp] = parts;
  const [version, sealNode, signedAt, dataHash, propertyInfo, extensions] = fields;
  if (extensions !== undefined) {
    const inner = childrenOf(extensions, contextTag(0), 'TBS_Sign.extDatas');
    exactly(inner, 1, 1, 'TBS_Sign.extDatas');
    for (const list of inner) checkExtensions(list);
  }
  if (timeStamp !== undefined) {
    const inner = childrenOf(timeStamp, contextTag(0), 'SES_Signature.timeStamp');
    exactly(inner, 1, 1, 'SES_Signature.timeStamp');
    bitsOf(inner[0], 'SES_Signature.timeStamp');
  }
  if (objectIdentifierOf(algorithm, 'signatureAlgID') !== oids.sm2WithSm3) throw new DerError('签章算法不是 SM2-with-SM3 the signature is not SM2-with-SM3');
  return {
    der: whole.raw,
    version: smallIntegerOf(version, 'TBS_Sign.version'),
    seal: readSeal(expectTag(sealNode, tags.sequence, 'SESeal').raw),
    signedAt: timeOf(signedAt, 'timeInfo'),
    dataHash: bitsOf(dataHash, 'dataHash'),
    propertyInfo: textOf(propertyInfo, tags.ia5, 'propertyInfo'),
    tbs: tbs.raw,
    signerCertificate: octetsOf(signer, 'signer certificate'),
    signature: bitsOf(signature, 'signature'),
    hasTimeStamp: timeStamp !== undefined,
  };
}

/** The checks of GB/T 38540-2020, in the order they are made. */
export const checkNames = [
  'structure', 'document-hash', 'document-signature', 'signer-in-seal', 'maker-signature', 'seal-validity',
  'signer-certificate', 'maker-certificate', 'time-stamp',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `absent`: the optional thing is not there (a time stamp). `not-reached`: nothing to check because reading failed. */
export type CheckResult = { readonly check: CheckName; readonly result: 'passed' | 'failed' | 'absent' | 'not-reached'; readonly zh: string; readonly en: string };

/** The verdict on a signature: valid only when nothing failed and nothing was left unreached. */
export type Verification = {
  readonly valid: boolean;
  readonly version: number | null;
  readonly sealId: string | null;
  readonly sealName: string | null;
  readonly signerName: string | null;
  readonly signedAt: Date | null;
  readonly checks: readonly CheckResult[];
};

const faultWords: Record<CertificateFault, { zh: string; en: string }> = {
  'not-yet-valid': { zh: '证书在签章时尚未生效', en: 'the certificate was not yet valid when it was used' },
  expired: { zh: '证书在签章时已过期', en: 'the certificate had expired when it was used' },
  'wrong-purpose': { zh: '证书不得用于签名', en: 'the certificate may not be used for signing' },
  'unknown-issuer': { zh: '证书的颁发者不受信任', en: 'the certificate was issued by nobody trusted here' },
  'bad-signature': { zh: '证书的颁发者签名无效', en: 'the issuer’s signature on the certificate does not hold' },
  'issuer-not-valid': { zh: '颁发者证书无效', en: 'the issuer’s own certificate is not valid' },
};

function tryCertificate(der: Buffer): Certificate | string {
  try {
    return readCertificate(der);
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

/**
 * Verifies a signature over a document whose SM3 is `dataHash`, against the authorities in `anchors` (DER). Certificates
 * and seal are judged at the time the signature states; without a time stamp that time is the signer's word.
 * Never throws for bad input: the results say what is wrong.
 */
export function verifySignature(signature: Uint8Array, dataHash: Uint8Array, anchors: readonly Certificate[]): Verification {
  const checks: CheckResult[] = [];
  const note = (check: CheckName, good: boolean, passed: [string, string], failed: [string, string]): void => {
    const [zh, en] = good ? passed : failed;
    checks.push({ check, result: good ? 'passed' : 'failed', zh, en });
  };
  let read: ReadSignature;
  try {
    read = readSignature(signature);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    checks.push({ check: 'structure', result: 'failed', zh: `签章数据结构不符：${error.message}`, en: `not a signature of GB/T 38540: ${error.message}` });
    for (const check of checkNames.slice(1)) checks.push({ check, result: 'not-reached', zh: '未检查', en: 'not checked' });
    return { valid: false, version: error instanceof UnreadVersionError ? error.version : null, sealId: null, sealName: null, signerName: null, signedAt: null, checks };
  }
  const { seal } = read;
  const signer = tryCertificate(read.signerCertificate);
  const maker = tryCertificate(seal.makerCertificate);

  checks.push({ check: 'structure', result: 'passed', zh: `签章数据结构符合第 ${seal.version} 版`, en: `a signature of version ${seal.version}` });
  note('document-hash', read.dataHash.length === 32 && read.dataHash.equals(Buffer.from(dataHash)),
    ['文件杂凑一致', 'the document is the one that was signed'], ['文件与签章时不一致', 'the document is not the one that was signed']);
  note('document-signature', typeof signer !== 'string' && verify(signer.publicKey, read.tbs, read.signature),
    ['签章人签名有效', 'the signer’s signature holds'], ['签章人签名无效', 'the signer’s signature does not hold']);
  const listed = seal.signerCertificates.some((certificate) => certificate.equals(read.signerCertificate))
    || seal.certificateHashes.some((hash) => hash.equals(sm3(read.signerCertificate)));
  note('signer-in-seal', listed,
    ['签章人证书在印章的证书列表中', 'the seal lists the signer’s certificate'], ['签章人证书不在印章的证书列表中', 'the seal does not list the signer’s certificate']);
  note('maker-signature', typeof maker !== 'string' && verify(maker.publicKey, seal.info, seal.signature),
    ['制章人签名有效', 'the maker’s signature on the seal holds'], ['制章人签名无效', 'the maker’s signature on the seal does not hold']);
  note('seal-validity', seal.validFrom <= read.signedAt && read.signedAt <= seal.validTo,
    ['签章时印章在有效期内', 'the seal was valid when it was used'], ['签章时印章不在有效期内', 'the seal was not valid when it was used']);
  for (const [check, certificate, at] of [['signer-certificate', signer, read.signedAt], ['maker-certificate', maker, seal.createdAt]] as const) {
    const fault = typeof certificate === 'string' ? { zh: certificate, en: certificate } : faultOf(certificate, anchors, at);
    const words = fault === null ? null : typeof fault === 'string' ? faultWords[fault] : fault;
    note(check, words === null, ['证书有效且颁发者受信任', 'the certificate is valid and its issuer trusted'], [words?.zh ?? '', words?.en ?? '']);
  }
  const stamped = read.hasTimeStamp || seal.hasTimeStamp;
  checks.push(stamped
    ? { check: 'time-stamp', result: 'failed', zh: '含时间戳，本系统无法核验其签发者', en: 'there is a time stamp, and no time stamp authority is trusted here' }
    : { check: 'time-stamp', result: 'absent', zh: '无时间戳（可选）', en: 'no time stamp (it is optional)' });

  return {
    valid: checks.every(({ result }) => result === 'passed' || result === 'absent'),
    version: seal.version,
    sealId: seal.sealId,
    sealName: seal.name,
    signerName: typeof signer === 'string' ? null : signer.commonName,
    signedAt: read.signedAt,
    checks,
  };
}
