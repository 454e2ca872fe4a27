// One handler for each operation of contracts/seal/openapi.yaml. Requests have been held against it already; here they
// are read as what they are and handed to the machines or the store. Signatures and certificates leave as bytes or PEM;
// a private key has no way out.

import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { confinedTo, type Handlers } from '../../infra/http-server.ts';
import { pagingOf } from '../../infra/paging.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import type { Asked, Answer } from '../../infra/http-server.ts';
import { answerTo } from '../../infra/runner.ts';
import type { Context } from '../../infra/runner.ts';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { verifySignature } from './electronic-seal.ts';
import { svgOf } from './picture.ts';
import { Seal } from './seal.ts';
import type { Impression, LedgerLine } from './seal.ts';
import { sha256, signatureOf } from './sealing.ts';
import type { Authority } from './sealing.ts';
import { pem, publicKeyPem } from './sm2.ts';
import type { SealFile, SealStore } from './store.ts';

const Verify = z.object({ sm3: z.string(), signature: z.string() });
const LedgerQuery = z.object({
  caseNumber: z.string().optional(), sealCode: z.string().optional(), from: z.coerce.date().optional(), to: z.coerce.date().optional(),
  order: z.enum(['oldest', 'newest']).default('oldest'), offset: z.coerce.number().default(0),
});

/** A seal as the API tells it: the record, without what belongs to the machinery. */
const sealBody = (seal: Seal): object => seal;

function lineBody(line: LedgerLine): object {
  const { ledgerNumber, sequence, sealCode, sealName, caseNumber, useKey, purpose, document, item, delegation, step, keeper, usedAt, signatureSha256 } = line;
  return { ledgerNumber, sequence, sealCode, sealName, caseNumber, useKey, purpose, document, item, delegation, step, keeper, usedAt, signatureSha256 };
}

function useBody(impression: Impression): object {
  const { useKey, caseNumber, sealCode } = impression;
  return impression.status === 'used'
    ? { useKey, caseNumber, sealCode, state: 'used', line: lineBody(impression) }
    : { useKey, caseNumber, sealCode, state: 'refused', refused: { reason: impression.reason, zh: impression.zh, en: impression.en, at: impression.refusedAt } };
}

/** The handlers, over the machines and what the service has opened. */
export function sealHandlers(parts: {
  context: Pick<Context<object>, 'submit'>; seals: AnyMachine; store: SealStore; authority: Authority; anchors: readonly Certificate[];
  /** Told about a seal that has just been made. */
  onMade(file: SealFile): void;
}): Handlers {
  const { context, seals, store, authority, anchors } = parts;
  const unknownSeal: Answer = { refusal: refusal('unknown-seal', { field: 'sealCode' }) };
  const codeOf = (asked: Asked): string => asked.params['sealCode'] ?? '';

  async function command(type: string, sealCode: string, data: object, asked: Asked, status = 200): Promise<Answer> {
    const settlement = await context.submit(seals, type, sealCode, data, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
    return answerTo(settlement, (reply) => ({ status, body: sealBody(Seal.parse(reply)) }));
  }
  /** An officer sees uses of the own department's seals, for its items and under its delegation; others do not exist for the officer. */
  async function maySee(asked: Asked, use: Impression): Promise<boolean> {
    const department = confinedTo(asked);
    return department === null || use.delegation.department === department || use.item.code.slice(0, 18) === department || (await store.seal(use.sealCode))?.owner.creditCode === department;
  }
  const bodyOf = (asked: Asked): object => z.looseObject({}).parse(asked.body);

  return {
    listSeals: async () => ({ status: 200, body: { seals: (await store.seals()).map(sealBody) } }),
    showSeal: async (asked) => {
      const seal = await store.seal(codeOf(asked));
      return seal ? { status: 200, body: sealBody(seal) } : unknownSeal;
    },
    showPicture: async (asked) => {
      const file = await store.sealFile(codeOf(asked));
      if (!file) return unknownSeal;
      if (asked.query['format'] === 'svg') return { status: 200, bytes: Buffer.from(svgOf(file.outlines)), mediaType: 'image/svg+xml' };
      return { status: 200, body: file.outlines };
    },
    showCertificate: async (asked) => {
      const file = await store.sealFile(codeOf(asked));
      if (!file) return unknownSeal;
      const { publicKey, validFrom, validTo } = readCertificate(file.certificate);
      return {
        status: 200,
        body: {
          sealCode: file.sealCode, publicKeyPem: publicKeyPem(publicKey), certificatePem: pem('CERTIFICATE', file.certificate),
          makerCertificatePem: pem('CERTIFICATE', authority.makerCertificate.der), rootCertificatePem: pem('CERTIFICATE', authority.rootCertificate.der),
          validFrom: validFrom.toISOString(), validTo: validTo.toISOString(), sealSha256: sha256(file.seal),
        },
      };
    },
    showPublicKey: async (asked) => {
      const file = await store.sealFile(codeOf(asked));
      if (!file) return unknownSeal;
      return { status: 200, bytes: Buffer.from(publicKeyPem(readCertificate(file.certificate).publicKey)), mediaType: 'application/x-pem-file' };
    },
    makeSeal: async (asked) => {
      const body = z.looseObject({ sealCode: z.string() }).parse(asked.body);
      const answer = await command('http.make-seal', body.sealCode, body, asked, 201);
      const file = 'status' in answer ? await store.sealFile(body.sealCode) : undefined;
      if (file) parts.onMade(file);
      return answer;
    },
    stopSeal: (asked) => command('http.stop-seal', codeOf(asked), { ...bodyOf(asked), sealCode: codeOf(asked) }, asked),
    resumeSeal: (asked) => command('http.resume-seal', codeOf(asked), { ...bodyOf(asked), sealCode: codeOf(asked) }, asked),
    putOnDuty: (asked) => command('http.put-on-duty', codeOf(asked), { ...bodyOf(asked), sealCode: codeOf(asked) }, asked),
    listLedger: async (asked) => {
      const paging = pagingOf(asked.query, 100);
      if ('reason' in paging) return { refusal: paging };
      const { lines, next } = await store.ledger({ ...LedgerQuery.parse(asked.query), department: confinedTo(asked) }, paging);
      return { status: 200, body: { lines: lines.map(lineBody), next } };
    },
    showSignature: async (asked) => {
      const line = await store.ledgerLine(asked.params['ledgerNumber'] ?? '');
      const file = line && (await store.sealFile(line.sealCode));
      if (!line || !file || !(await maySee(asked, line))) return { refusal: refusal('not-found', { field: 'ledgerNumber' }) };
      const signature = signatureOf(line, file);
      // A ledger that was altered must be noticed, not served.
      if (!signature) throw new Error('seal: a ledger line does not give back the signature that was recorded');
      return { status: 200, bytes: signature, mediaType: 'application/octet-stream', headers: { 'content-disposition': `attachment; filename="${line.ledgerNumber}.der"` } };
    },
    showUse: async (asked) => {
      const impression = await store.impression(asked.params['useKey'] ?? '');
      return impression && (await maySee(asked, impression)) ? { status: 200, body: useBody(impression) } : { refusal: refusal('not-found', { field: 'useKey' }) };
    },
    verifySignature: async (asked) => {
      const { sm3, signature } = Verify.parse(asked.body);
      const verdict = verifySignature(Buffer.from(signature, 'base64'), Buffer.from(sm3, 'hex'), anchors);
      return { status: 200, body: { ...verdict, signedAt: verdict.signedAt?.toISOString() ?? null } };
    },
  };
}
