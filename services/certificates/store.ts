/** What certificates reads from and writes to its tables beside the machine's own saving. */
import { z } from 'zod';
import { runChangeWithBytes, type Database } from '../../infra/database.ts';
import { anywhere, madeWithin, recordPage, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import { Certificate } from './record.ts';

interface Row { document: unknown }
const certificateIn = (row: Row | undefined): Certificate | null => (row ? Certificate.parse(documentOf(row.document)) : null);

/** What a list of certificates is asked for; `department` leaves those whose cases belong to it. */
export interface CertificatesAsked { caseNumber?: string | undefined; q?: string | undefined; state?: string | undefined; department: string | null; from?: Date; until?: Date }

/** One page of certificates, newest first; those of one case in the order they were ordered. */
export async function pageOfCertificates(database: Database, asked: CertificatesAsked, paging: Paging): Promise<{ certificates: Certificate[]; next: string | null }> {
  const query = database('certificates');
  if (asked.caseNumber) void query.where({ case_number: asked.caseNumber });
  if (asked.state) void query.where({ status: asked.state });
  if (asked.department !== null) void query.where({ department: asked.department });
  madeWithin(query, asked);
  if (asked.q) {
    const pattern = anywhere(asked.q);
    // Where such words can stand at all: every index left out is one that need not be read through.
    const numbers = /^[0-9A-Za-z.-]+$/.test(asked.q) ? ['number', 'licence_id', 'case_number'] : [];
    const columns = [...numbers, ...(/^\d{4,}$/.test(asked.q) ? [] : ['holder_name'])];
    void query.whereIn('id', (found) => {
      // Each branch is found in its own index; one condition over four columns would read every certificate.
      void found.select('id').from(database.unionAll(columns.map((column) => database('certificates').select('id').where(column, 'like', pattern)), true).as('found'));
    });
  }
  const { rows, next } = await recordPage(query, paging, asked.caseNumber ? 'asc' : 'desc');
  return { certificates: rows.map((row) => Certificate.parse(documentOf(row.document))), next };
}

/** The key of the record under a number. */
export async function certificateKeyOf(database: Database, number: string): Promise<string | null> {
  const row: { id: string } | undefined = await database('certificates').where({ number }).first('id');
  return row?.id ?? null;
}

/** The certificate with a number (证书编号). */
export async function certificateByNumber(database: Database, number: string): Promise<Certificate | null> {
  const row: Row | undefined = await database('certificates').where({ number }).first('document');
  return certificateIn(row);
}

/** The certificate with a 证照标识. */
export async function certificateByLicenceId(database: Database, licenceId: string): Promise<Certificate | null> {
  const row: Row | undefined = await database('certificates').where({ licence_id: licenceId }).first('document');
  return certificateIn(row);
}

/** Stores a document under its digest. Done twice, it is there once. */
export async function keepDocument(database: Database, sha256: string, mediaType: string, content: Buffer, now: Date): Promise<void> {
  await runChangeWithBytes(
    database,
    'INSERT INTO documents (sha256, media_type, bytes, content, stored_at) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE sha256 = VALUES(sha256)',
    [sha256, mediaType, content.length, content, now.toISOString().replace('T', ' ').replace('Z', '')],
  );
}

const Content = z.object({ content: z.instanceof(Buffer) });

/** The bytes of a document, or null when there is none under this digest. */
export async function documentBytes(database: Database, sha256: string): Promise<Buffer | null> {
  const row: unknown = await database('documents').where({ sha256 }).first('content');
  return row === undefined ? null : Content.parse(row).content;
}
