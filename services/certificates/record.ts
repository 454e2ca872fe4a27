/* The record of one certificate, as it is stored. One record per certificate key, one number per record, for ever. */
import { z } from 'zod';
import { DraftCertificate, IssueCertificate } from '../../contracts/certificates/messages.ts';
import { departmentOfCase } from '../../contracts/identifiers.ts';
import { Digest, DocumentDigest } from '../../contracts/seal/messages.ts';

export const Certificate = z.object({
  status: z.enum(['drafting', 'drafted', 'issued', 'superseded', 'revoked', 'refused']),
  caseNumber: z.string(),
  certificateKey: z.string(),
  /** 证书编号. */
  number: z.string(),
  /** 证照标识; empty only when it could not be formed and the certificate was refused for that. */
  licenceId: z.string(),
  /** What was ordered, word for word. */
  order: DraftCertificate,
  document: DocumentDigest.nullable(),
  /** Which drawing of each seal lies on the page. */
  pictures: z.array(z.object({ sealCode: z.string(), sha256: Digest })),
  signatures: IssueCertificate.shape.signatures.or(z.array(z.never())),
  draftedAt: z.string().nullable(),
  issuedAt: z.string().nullable(),
  refused: z.object({ reason: z.string(), zh: z.string(), en: z.string() }).nullable(),
  /** Every print of the issued certificate; after the first, each rests on a request that another person approved. */
  prints: z.array(z.object({ by: z.string(), at: z.string(), copies: z.number().int().positive(), reason: z.string().nullable(), requestId: z.string().nullable() })).default([]),
  reprintRequests: z.array(z.object({
    id: z.string(), by: z.string(), at: z.string(), copies: z.number().int().positive(), reason: z.string(), state: z.enum(['waiting', 'approved', 'used']),
    approval: z.object({ by: z.string(), at: z.string(), note: z.string().nullable() }).nullable(),
  })).default([]),
});
export type Certificate = z.infer<typeof Certificate>;

/** The department whose officers may look a certificate up. Where none was told, the body whose item it is: its code begins the case number. */
export const departmentOf = (certificate: Certificate): string => certificate.order.department ?? departmentOfCase(certificate.caseNumber);

/** What is asked of the printing, and kept with the call: a repetition prints the same. */
export const PrintOrder = z.object({ number: z.string(), licenceId: z.string(), order: DraftCertificate });
export type PrintOrder = z.infer<typeof PrintOrder>;

/** What printing gives. */
export const Printed = z.object({ document: DocumentDigest, pictures: Certificate.shape.pictures });
export type Printed = z.infer<typeof Printed>;
