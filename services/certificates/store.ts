/** What certificates reads from and writes to its tables beside the machine's own saving. */
import { z } from 'zod';
import type { Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { Certificate } from './record.ts';

interface Row { document: unknown }
const certificateIn = (row: Row | undefined): Certificate | null => (row ? Certificate.parse(documentOf(row.document)) : null);

/** The certificates of a case in the order they were ordered. */
export async function certificatesOfCase(database: Database, caseNumber: string): Promise<Certificate[]> {
  const rows: Row[] = await database('certificates').where({ case_number: caseNumber }).orderBy('created_at').orderBy('id').limit(200).select('document');
  return rows.map((row) => Certificate.parse(documentOf(row.document)));
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
  // Base64, because the driver writes buffers as hexadecimal text, half as long again.
  await database.raw(
    'INSERT INTO documents (sha256, media_type, bytes, content, stored_at) VALUES (?, ?, ?, FROM_BASE64(?), ?) ON DUPLICATE KEY UPDATE sha256 = VALUES(sha256)',
    [sha256, mediaType, content.length, content.toString('base64'), now],
  );
}

const Content = z.object({ content: z.instanceof(Buffer) });

/** The bytes of a document, or null when there is none under this digest. */
export async function documentBytes(database: Database, sha256: string): Promise<Buffer | null> {
  const row: unknown = await database('documents').where({ sha256 }).first('content');
  return row === undefined ? null : Content.parse(row).content;
}
