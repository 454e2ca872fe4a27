/*
 * One A4 page: what lies where (made by a template), and the PDF printed from it.
 * The same page gives the same bytes, always: a render repeated after a crash is the same document with the same SHA-256,
 * so a seal set on the first one fits the second. Lengths are PDF points, y downwards from the upper edge, unless named mm.
 */
import PDFDocument from 'pdfkit';
import type { Drawing } from './drawing.ts';
import type { Fonts, Weight } from '../../infra/fonts.ts';
import type { QrCode } from './qr-code.ts';
import type { Typeface } from '../../infra/typeface.ts';

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      /** pdfkit takes any object with fontkit's `layout` and `createSubset`; its published types do not say so. */
      font(face: Typeface): this;
    }
  }
}

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/** Everything a page shows is one of these. */
export type Mark =
  | { kind: 'text'; text: string; weight: Weight; size: number; x: number; baseline: number; spacing: number; colour: string }
  | { kind: 'rule'; x1: number; y1: number; x2: number; y2: number; width: number; colour: string }
  | { kind: 'qr'; code: QrCode; x: number; y: number; side: number; colour: string }
  /** `ink`: laid over what is beneath as stamp ink is, so that black text stays readable through it. */
  | { kind: 'drawing'; drawing: Drawing; x: number; y: number; ink: boolean };

/** Where a field of the certificate lies on the page; tests and the overprint look for ink inside. */
export interface FieldBox {
  readonly field: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly boxes: readonly FieldBox[];
}

/** What the file says about itself; nothing else about the holder is in the metadata. */
export interface PageInformation {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** The day the document bears: the file carries no other time, or its bytes would change with each printing. */
  readonly date: Date;
}

/** The page as a PDF 1.7 file with embedded, subsetted fonts. Every text must have passed `undrawable` before. */
export async function printPage(page: Page, information: PageInformation, fonts: Fonts): Promise<Buffer> {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    autoFirstPage: false,
    // No default font: pdfkit would parse the metrics of Helvetica for every document.
    font: '',
    info: {
      Title: information.title, Author: information.author, Subject: information.subject,
      Creator: '园区通 zone hub', Producer: 'zone hub certificates', CreationDate: information.date, ModDate: information.date,
    },
  });
  const pieces: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.on('error', reject);
  });
  document.font(fonts.regular);
  document.addPage();
  for (const mark of page.marks) draw(document, mark, fonts);
  document.end();
  return finished;
}

function draw(document: PDFKit.PDFDocument, mark: Mark, fonts: Fonts): void {
  switch (mark.kind) {
    case 'text':
      document.font(fonts[mark.weight]);
      document.fontSize(mark.size).fillColor(mark.colour);
      // Spaced letters would be read back as separate words; ActualText keeps them one (ISO 32000-1 §14.9.4).
      if (mark.spacing > 0) document.markContent('Span', { actual: mark.text });
      document.text(mark.text, mark.x, mark.baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing: mark.spacing });
      if (mark.spacing > 0) {
        // Readers place ActualText by the coordinates in force when the span ends; pdfkit draws text in unflipped ones.
        document.save().transform(1, 0, 0, -1, 0, document.page.height).endMarkedContent();
        document.restore();
      }
      return;
    case 'rule':
      document.moveTo(mark.x1, mark.y1).lineTo(mark.x2, mark.y2).lineWidth(mark.width).strokeColor(mark.colour).stroke();
      return;
    case 'qr': {
      const module = mark.side / mark.code.modules;
      document.save().translate(mark.x, mark.y).scale(module).fillColor(mark.colour);
      document.addContent(`${mark.code.path}\nf`);
      document.restore();
      return;
    }
    case 'drawing': {
      const { widthMm, heightMm, operators } = mark.drawing;
      const form = document.ref({
        Type: 'XObject', Subtype: 'Form', BBox: [0, 0, widthMm, heightMm], Resources: {}, Filter: 'FlateDecode',
      });
      form.end(operators);
      const name = `D${Object.keys(document.page.xobjects).length + 1}`;
      document.page.xobjects[name] = form;
      document.save().translate(mark.x, mark.y).scale(MM);
      if (mark.ink) {
        const blend = document.ref({ Type: 'ExtGState', BM: 'Multiply' });
        blend.end(undefined);
        document.page.ext_gstates['Ink'] = blend;
        document.addContent('/Ink gs');
      }
      document.addContent(`/${name} Do`);
      document.restore();
    }
  }
}
