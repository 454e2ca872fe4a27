/*
 * The HTTP of certificates, one handler an operation. A document is handed out only while its certificate is issued: a draft
 * on paper with its seals drawn on it could pass for the real thing.
 */
import type { components } from '../../contracts/certificates/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { confinedTo, contentHash, type Answer, type Asked, type Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { daysAsked, pagingOf } from '../../infra/paging.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { z } from 'zod';
import { Certificate, departmentOf } from './record.ts';
import { certificateByNumber, certificateKeyOf, documentBytes, pageOfCertificates } from './store.ts';
import { verificationPage, verify } from './verification.ts';

const ListQuery = z.object({ caseNumber: z.string().optional(), q: z.string().optional(), state: z.string().optional() });
const Print = z.object({ copies: z.number(), reason: z.string().optional() });
const Reprint = z.object({ reason: z.string(), copies: z.number().default(1) });
const Approval = z.object({ note: z.string().optional() });

export function handlersOf(context: Pick<Context<object>, 'database' | 'clock' | 'submit'>, certificates: AnyMachine): Handlers {
  const { database, clock } = context;

  /** The certificate asked for; what belongs to another department does not exist for an officer. */
  async function seen(asked: Asked): Promise<Certificate | null> {
    const certificate = await certificateByNumber(database, asked.params['number'] ?? '');
    const department = confinedTo(asked);
    return certificate && department !== null && departmentOf(certificate) !== department ? null : certificate;
  }

  async function submit(asked: Asked, type: string, data: object): Promise<Answer> {
    const key = await certificateKeyOf(database, asked.params['number'] ?? '');
    if (key === null) return { refusal: refusal('unknown-certificate') };
    const settlement = await context.submit(certificates, type, key, data, { messageId: asked.messageId ?? '', requestHash: contentHash(asked.params, asked.body), actor: asked.actor });
    return answerTo(settlement, (reply) => ({ status: 200, body: shown(Certificate.parse(reply)) }));
  }

  return {
    async listCertificates(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const { certificates: found, next } = await pageOfCertificates(database, { ...ListQuery.parse(asked.query), ...days, department: confinedTo(asked) }, paging);
      return { status: 200, body: { certificates: found.map(shown), next } };
    },

    async showCertificate(asked) {
      const certificate = await seen(asked);
      return certificate ? { status: 200, body: shown(certificate) } : { refusal: refusal('unknown-certificate') };
    },

    async printCertificate(asked) {
      const { copies, reason } = Print.parse(asked.body);
      return submit(asked, 'http.print-certificate', { copies, reason: reason ?? null });
    },
    // The key of the command is the id of the request: asked again, it is the same request.
    requestReprint: (asked) => submit(asked, 'http.request-reprint', { ...Reprint.parse(asked.body), id: asked.messageId ?? '' }),
    async approveReprint(asked) {
      return submit(asked, 'http.approve-reprint', { requestId: asked.params['requestId'] ?? '', note: Approval.parse(asked.body).note ?? null });
    },

    async showDocument(asked) {
      const certificate = await seen(asked);
      if (!certificate) return { refusal: refusal('unknown-certificate') };
      if (certificate.status === 'revoked') return { refusal: refusal('certificate-revoked') };
      if (certificate.status !== 'issued' || !certificate.document)
        return { refusal: refusal('wrong-state', { detail: { zh: '证照未签发或已换发，不提供文件', en: 'not issued, or superseded: its document is not handed out' } }) };
      const bytes = await documentBytes(database, certificate.document.sha256);
      if (!bytes) throw new Error('certificates: the document of an issued certificate is not in the store');
      return {
        status: 200, bytes, mediaType: 'application/pdf',
        headers: { 'content-disposition': `inline; filename="${certificate.document.name}"`, etag: `"${certificate.document.sha256}"`, 'cache-control': 'private, no-cache' },
      };
    },

    async verifyCertificate(asked) {
      const verification = await verify(database, asked.params['reference'] ?? '', clock.now());
      const headers = { 'cache-control': 'no-store' };
      // What a telephone opens from the QR code is a browser; everybody else gets the plain answer.
      if ((asked.header('accept') ?? '').includes('text/html'))
        return { status: 200, bytes: Buffer.from(verificationPage(verification)), mediaType: 'text/html', headers };
      return { status: 200, body: verification, headers };
    },
  };
}

/** A certificate as the contract shows it. */
function shown(certificate: Certificate): components['schemas']['Certificate'] {
  const { number, licenceId, status, caseNumber, certificateKey, order, document, signatures, draftedAt, issuedAt, refused, prints, reprintRequests } = certificate;
  const { title, template, holder, item, issuer, decision, validFrom, validTo, facts, seals } = order;
  return {
    number, licenceId, state: status, caseNumber, certificateKey, title, template, holder, item, issuer, decision, validFrom, validTo, facts, seals,
    document, signatures, draftedAt, issuedAt, refused, prints, reprintRequests,
  };
}
