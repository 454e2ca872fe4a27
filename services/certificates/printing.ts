/*
 * Printing as an outside call: seal pictures fetched, page printed, document stored, digests told. Repeatable: printed again
 * after a crash it is the same document. One page at a time, and a breath for everybody else between two pages.
 */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import { done, refused } from '../../infra/outcome.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { printCertificate } from './certificate.ts';
import type { CertificateContent } from './certificate-content.ts';
import type { Fonts } from '../../infra/fonts.ts';
import { PrintOrder } from './record.ts';
import type { Printed } from './record.ts';
import type { SealPictures } from './seal-pictures.ts';
import { keepDocument } from './store.ts';
import { templateFor } from './template-name.ts';

export function openPrinting(parts: { fonts: Fonts; pictures: SealPictures; database: Database; clock: Clock; verificationUrl: string }): (data: unknown) => Promise<Outcome<Printed>> {
  const { fonts, pictures, database, clock, verificationUrl } = parts;
  let queue: Promise<unknown> = Promise.resolve();

  /** Waits for the pages before this one. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(async () => { await breathe(); return work(); });
    queue = turn.catch(() => undefined);
    return turn;
  }

  return async (data) => {
    const { number, licenceId, order } = PrintOrder.parse(data);
    const found = await Promise.all(order.seals.map(({ sealCode }) => pictures.pictureOf(sealCode)));
    const seals: (CertificateContent['seals'][number] & { sealCode: string; sha256: string })[] = [];
    for (const [index, { sealCode, sealName }] of order.seals.entries()) {
      const picture = found[index];
      if (picture?.kind === 'done') seals.push({ sealCode, sealName, picture: picture.value.drawing, sha256: picture.value.sha256 });
      else if (picture) return picture;
    }
    const template = templateFor(order.template, order.title);
    if (template === null) return refused('template-unknown', order.template);
    const { title, holder, item, issuer, decision, validFrom, validTo, facts } = order;
    const content: CertificateContent = {
      title, number, licenceId, holder, item, issuer, decision, validFrom, validTo, facts, seals,
      verifyAt: `${verificationUrl.replace(/\/+$/, '')}/${licenceId}`,
    };
    const result = await inTurn(() => printCertificate(fonts, template, content));
    if ('unprintable' in result) {
      const { reason, field, codePoint } = result.unprintable;
      return refused(reason, codePoint === undefined ? field : `${field} ${codePoint}`);
    }
    const { pdf } = result;
    const [sha256, sm3] = ['sha256', 'sm3'].map((name) => createHash(name).update(pdf).digest('hex'));
    if (sha256 === undefined || sm3 === undefined) throw new Error('certificates: no digest');
    await keepDocument(database, sha256, 'application/pdf', pdf, clock.now());
    return done({
      document: { name: `${number}.pdf`, mediaType: 'application/pdf', sha256, sm3, bytes: pdf.length },
      pictures: seals.map((seal) => ({ sealCode: seal.sealCode, sha256: seal.sha256 })),
    });
  };
}
