// Where keys, certificates and structures meet: the authority that makes seals, the making of one, and the stamping of a
// document. Used inside the inbox transaction only: key, seal and record appear together or not at all, and a signature
// exists only together with its ledger line.

import { createHash } from 'node:crypto';
import { freshId } from '../../infra/chance.ts';
import type { Transaction } from '../../infra/database.ts';
import { issueCertificate, readCertificate } from './certificate.ts';
import type { Certificate, DistinguishedName } from './certificate.ts';
import { assembleSignature, encodeStamp, makeSeal, propertyInfoOf } from './electronic-seal.ts';
import type { KeyStore, Signer } from './key-store.ts';
import { drawSeal, svgOf } from './picture.ts';
import type { GlyphSource } from './picture.ts';
import type { LedgerLine, MakeSeal } from './seal.ts';
import type { SealFile, SealStore } from './store.ts';

/** The service's own certification: a root and, below it, the maker (制章人) who signs seals. */
export type Authority = {
  readonly name: DistinguishedName;
  readonly root: Signer;
  readonly rootCertificate: Certificate;
  readonly maker: Signer;
  readonly makerCertificate: Certificate;
};

/** Kind of seal in SES_ESPropertyInfo.type: 3 is what deployed programs write for a 业务专用章; the standard's list is open. */
const sealType = 3;
const dayMs = 86_400_000;

const serialNumber = (): Buffer => Buffer.from(freshId().replaceAll('-', ''), 'hex');
const yearsAfter = (at: Date, years: number): Date => new Date(Date.UTC(at.getUTCFullYear() + years, at.getUTCMonth(), at.getUTCDate()));
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

// The typeface is 15 MB and wanted for a moment: several seals made together share it, and then it may go. Its reader
// alone costs a fifth of a second to load, which only a process that makes seals should pay.
let font: WeakRef<GlyphSource> | undefined;
async function sealFont(): Promise<GlyphSource> {
  const { openSealFont } = await import('./seal-font.ts');
  const open = font?.deref() ?? openSealFont();
  font = new WeakRef(open);
  return open;
}

/** First moment of a day in China, and its last second. */
const dayStart = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
const dayEnd = (day: string): Date => new Date(`${day}T23:59:59+08:00`);

/** Opens the authority; the very first start makes it. Copies of the service that start together make one. */
export function openAuthority(store: SealStore, keys: KeyStore<Transaction>, organization: string, now: Date): Promise<Authority> {
  const name = { organization, commonName: '电子印章根证书' };
  const makerName = { organization, commonName: '电子印章制章人' };
  return store.alone(async (transaction) => {
    // A day earlier than now: another copy's clock may run behind.
    const validFrom = new Date(now.getTime() - dayMs);
    let rootFile = await store.authority(transaction, 'root');
    if (!rootFile) {
      const keyId = 'authority/root';
      const key = await keys.create(keyId, transaction);
      const certificate = issueCertificate({
        kind: 'authority', subject: name, issuer: name, serial: serialNumber(), publicKey: key.publicKey, issuerPublicKey: key.publicKey,
        validFrom, validTo: yearsAfter(now, 30),
      }, (tbs) => key.sign(tbs));
      rootFile = { keyId, certificate };
      await store.putAuthority(transaction, 'root', rootFile);
    }
    const root = await keys.signer(rootFile.keyId, transaction);
    let makerFile = await store.authority(transaction, 'maker');
    if (!makerFile) {
      const keyId = 'authority/maker';
      const key = await keys.create(keyId, transaction);
      const certificate = issueCertificate({
        kind: 'maker', subject: makerName, issuer: name, serial: serialNumber(), publicKey: key.publicKey, issuerPublicKey: root.publicKey,
        validFrom, validTo: yearsAfter(now, 20),
      }, (tbs) => root.sign(tbs));
      makerFile = { keyId, certificate };
      await store.putAuthority(transaction, 'maker', makerFile);
    }
    return {
      name, root, rootCertificate: readCertificate(rootFile.certificate),
      maker: await keys.signer(makerFile.keyId, transaction), makerCertificate: readCertificate(makerFile.certificate),
    };
  });
}

/** Makes key, certificate, picture and seal, and files them. Throws GlyphMissingError before anything is filed. */
export async function fileNewSeal(
  parts: { store: SealStore; keys: KeyStore<Transaction>; authority: Authority; vendorId: string },
  asked: MakeSeal, now: Date, transaction: Transaction,
): Promise<SealFile> {
  const { store, keys, authority, vendorId } = parts;
  const outlines = drawSeal(asked.design, await sealFont());
  const keyId = `seal/${asked.sealCode}`;
  const key = await keys.create(keyId, transaction);
  // The seal cannot have been valid before it existed.
  const start = dayStart(asked.validFrom);
  const validFrom = start > now ? start : now;
  const validTo = dayEnd(asked.validTo);
  const certificate = issueCertificate({
    kind: 'signer', subject: { organization: asked.owner.name, commonName: asked.sealName }, issuer: authority.name, serial: serialNumber(),
    publicKey: key.publicKey, issuerPublicKey: authority.root.publicKey, validFrom, validTo,
  }, (tbs) => authority.root.sign(tbs));
  const seal = makeSeal({
    sealId: asked.sealCode, vendorId, sealType, name: asked.sealName, signerCertificates: [certificate], createdAt: now, validFrom, validTo,
    picture: { type: 'SVG', data: Buffer.from(svgOf(outlines)), widthMm: Math.round(outlines.widthMm), heightMm: Math.round(outlines.heightMm) },
  }, authority.makerCertificate.der, (bytes) => authority.maker.sign(bytes));
  const file: SealFile = { sealCode: asked.sealCode, keyId, seal, certificate, outlines: { ...outlines, paths: [...outlines.paths] } };
  await store.putSealFile(transaction, file);
  return file;
}

const tbsOf = (file: SealFile, signedAt: Date, document: { name: string; sm3: string }): Buffer =>
  encodeStamp({ seal: file.seal, signedAt, dataHash: Buffer.from(document.sm3, 'hex'), propertyInfo: propertyInfoOf(document.name) });

/** Signs a document's digest with a seal. Not verified afterwards: the key's own code has just made it. */
export function stamp(file: SealFile, signer: Signer, document: { name: string; sm3: string }, signedAt: Date): { signatureValue: string; signatureSha256: string } {
  const tbs = tbsOf(file, signedAt, document);
  const value = signer.sign(tbs);
  return { signatureValue: value.toString('base64'), signatureSha256: sha256(assembleSignature(tbs, file.certificate, value)) };
}

/** The SES_Signature of a ledger line (DER), put together again. Null when it is not what was recorded: something was altered. */
export function signatureOf(line: LedgerLine, file: SealFile): Buffer | null {
  const signature = assembleSignature(tbsOf(file, new Date(line.usedAt), line.document), file.certificate, Buffer.from(line.signatureValue, 'base64'));
  return sha256(signature) === line.signatureSha256 ? signature : null;
}
