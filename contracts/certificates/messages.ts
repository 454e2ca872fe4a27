/** What certificates takes and states on the bus. Dates are civil dates (YYYY-MM-DD) in China. */
import { z } from 'zod';
import { Digest, DocumentDigest } from '../seal/messages.ts';

const caseNumber = z.string().min(1).max(50);
const certificateKey = z.string().min(1).max(64);

export const DraftCertificate = z.object({
  caseNumber,
  /** One certificate number per key, ever. */
  certificateKey,
  /** Credit code of the department whose power the case rests on; its officers may look the certificate up. */
  department: z.string().max(18).optional(),
  template: z.string(),
  title: z.string().min(1),
  holder: z.object({ name: z.string().min(1), creditCode: z.string() }),
  item: z.object({ code: z.string(), name: z.string() }),
  issuer: z.object({ name: z.string().min(1), creditCode: z.string() }),
  decision: z.object({ documentNumber: z.string(), decidedOn: z.iso.date(), summary: z.string() }),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  seals: z.array(z.object({ sealCode: z.string(), sealName: z.string() })).min(1),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type DraftCertificate = z.infer<typeof DraftCertificate>;

export const IssueCertificate = z.object({
  caseNumber, certificateKey,
  signatures: z.array(z.object({ ledgerNumber: z.string(), sealCode: z.string(), sealName: z.string(), documentSha256: Digest })).min(1),
});
export type IssueCertificate = z.infer<typeof IssueCertificate>;

export const CertificateDrafted = z.object({ caseNumber, certificateKey, number: z.string(), licenceId: z.string(), document: DocumentDigest });
export const CertificateIssued = z.object({
  caseNumber, certificateKey, number: z.string(), licenceId: z.string(), sha256: Digest, issuedAt: z.iso.datetime({ offset: true }),
});
export const CertificateRefused = z.object({ caseNumber, certificateKey, reason: z.string(), zh: z.string(), en: z.string() });

export const commands = {
  'commands.certificates.draft-certificate': DraftCertificate,
  'commands.certificates.issue-certificate': IssueCertificate,
};
export const events = {
  'events.certificates.certificate-drafted': CertificateDrafted,
  'events.certificates.certificate-issued': CertificateIssued,
  'events.certificates.certificate-refused': CertificateRefused,
};
