// Copies what a case produced to a folder a person can open: certificate, decision letter, signatures, public keys.
// Promise: the paths given are absolute, exist, and stay when the hub has stopped; what is copied is what was sealed.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { readSignature } from '../services/seal/electronic-seal.ts';
import type { Hub } from './hub.ts';
import type { ShownCase } from './office.ts';

/** One seal's signature as files: whole, and taken apart for `openssl dgst -sm3 -verify KEY -signature VALUE -sigopt
 * distid:1234567812345678 SIGNED`. */
export interface KeptSignature {
  /** SES_Signature of GB/T 38540-2020, DER. */
  ses: string;
  /** What was signed: TBS_Sign, with the SM3 digest of the document in it. */
  signed: string;
  /** SM2 signature value, DER. */
  value: string;
  publicKeyPem: string;
}

/** Where the papers of one case are. */
export interface Papers {
  pdf: string | null;
  letter: string | null;
  /** By ledger number. */
  signatures: Record<string, KeptSignature>;
}

/** `directory` gets one folder for each case. */
export async function keepPapers(hub: Hub, shown: ShownCase, directory: string): Promise<Papers> {
  const folder = join(directory, shown.caseNumber);
  mkdirSync(folder, { recursive: true });
  const token = await hub.token('auditor');
  const fetchBytes = async (url: string): Promise<Buffer> => {
    const answer = await axios.get<ArrayBuffer>(url, {
      responseType: 'arraybuffer',
      timeout: 20_000,
      proxy: false,
      headers: { authorization: `Bearer ${token}` },
    });
    return Buffer.from(answer.data);
  };
  const keep = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  let pdf: string | null = null;
  if (shown.certificate !== null) {
    const bytes = await fetchBytes(`${hub.url('certificates')}/certificates/${encodeURIComponent(shown.certificate.number)}/pdf`);
    requireDigest(bytes, shown.certificate.sha256, 'certificate');
    pdf = keep('certificate.pdf', bytes);
  }
  let letter: string | null = null;
  if (shown.letter !== null) {
    const bytes = await fetchBytes(`${hub.url('intake')}/cases/${shown.caseNumber}/letter`);
    requireDigest(bytes, shown.letter.sha256, 'letter');
    letter = keep('letter.txt', bytes);
  }
  const keys = join(hub.runDirectory, 'seal-keys');
  if (existsSync(keys))
    for (const file of readdirSync(keys).filter((name) => name.endsWith('.pem'))) copyFileSync(join(keys, file), join(directory, file));
  const signatures: Record<string, KeptSignature> = {};
  for (const seal of shown.seals) {
    const bytes = await fetchBytes(`${hub.url('seal')}/ledger/${encodeURIComponent(seal.ledgerNumber)}/signature`);
    const { tbs, signature } = readSignature(bytes);
    const name = `${seal.purpose}-${seal.ledgerNumber}`;
    signatures[seal.ledgerNumber] = {
      ses: keep(`${name}.ses`, bytes),
      signed: keep(`${name}.signed.der`, tbs),
      value: keep(`${name}.signature.der`, signature),
      publicKeyPem: join(directory, `${seal.sealCode}.pem`),
    };
  }
  return { pdf, letter, signatures };
}

function requireDigest(bytes: Buffer, sha256: string, what: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${what}: 摘要不符 the digest differs from what was sealed`);
}
