/*
 * The HTTP of certificates, one handler an operation. A document is handed out only while its certificate is issued: a draft
 * on paper with its seals drawn on it could pass for the real thing.
 */
import type { components } from '../../contracts/certificates/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Handlers } from '../../infra/http-server.ts';
import type { Context } from '../../infra/runner.ts';
import type { Certificate } from './record.ts';
import { certificateByNumber, certificatesOfCase, documentBytes } from './store.ts';
import { verificationPage, verify } from './verification.ts';

export function handlersOf({ database, clock }: Pick<Context<object>, 'database' | 'clock'>): Handlers {
  return {
    async listCertificates(asked) {
      const found = await certificatesOfCase(database, String(asked.query['caseNumber']));
      return { status: 200, body: { certificates: found.map(shown) } };
    },

    async showCertificate(asked) {
      const certificate = await certificateByNumber(database, asked.params['number'] ?? '');
      return certificate ? { status: 200, body: shown(certificate) } : { refusal: refusal('unknown-certificate') };
    },

    async showDocument(asked) {
      const certificate = await certificateByNumber(database, asked.params['number'] ?? '');
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
  const { number, licenceId, status, caseNumber, certificateKey, order, document, signatures, draftedAt, issuedAt, refused } = certificate;
  const { title, template, holder, item, issuer, decision, validFrom, validTo, facts, seals } = order;
  return {
    number, licenceId, state: status, caseNumber, certificateKey, title, template, holder, item, issuer, decision, validFrom, validTo, facts, seals,
    document, signatures, draftedAt, issuedAt, refused,
  };
}
