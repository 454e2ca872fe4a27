/** Workbooks for tests, written part by part as the standard says, so that a test can write what no office program would. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part { name: string; data: Buffer | string; /** The size the directory declares, when it lies. */ declared?: number; stored?: boolean; encrypted?: boolean }

/** A zip archive (PKWARE APPNOTE 6.3). */
export function zipped(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, declared, stored, encrypted } of parts) {
    const bytes = Buffer.from(data);
    const packed = stored === true ? bytes : deflateRawSync(bytes);
    const label = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 | (encrypted === true ? 1 : 0), 2);
    common.writeUInt16LE(stored === true ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declared ?? bytes.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, label, packed]);
    const entry = Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 0]), common, Buffer.alloc(14), label]);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local);
    directory.push(entry);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface SampleSheet { name?: string; state?: string; /** What stands within <worksheet>, `sheetData` and what follows it. */ inside: string }
export interface SampleBook { sheets: readonly SampleSheet[]; shared?: string; styles?: string; from1904?: boolean; more?: readonly Part[] }

/** The parts of a workbook; a test may change them before zipping. */
export function partsOf({ sheets, shared, styles, from1904, more }: SampleBook): Part[] {
  return [
    { name: '[Content_Types].xml', data: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>` },
    { name: '_rels/.rels', data: `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', data: `${head}<workbook ${spreadsheet}><workbookPr${from1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets.map((sheet, at) => `<sheet name="${sheet.name ?? `Sheet${String(at + 1)}`}" sheetId="${String(at + 1)}"${sheet.state === undefined ? '' : ` state="${sheet.state}"`} r:id="rId${String(at + 1)}"/>`).join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', data: `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_sheet, at) => `<Relationship Id="rId${String(at + 1)}" Type="${relations}/worksheet" Target="worksheets/sheet${String(at + 1)}.xml"/>`).join('')}</Relationships>` },
    ...sheets.map((sheet, at) => ({ name: `xl/worksheets/sheet${String(at + 1)}.xml`, data: `${head}<worksheet ${spreadsheet}>${sheet.inside}</worksheet>` })),
    ...(shared === undefined ? [] : [{ name: 'xl/sharedStrings.xml', data: `${head}<sst ${spreadsheet}>${shared}</sst>` }]),
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', data: `${head}<styleSheet ${spreadsheet}>${styles}</styleSheet>` }]),
    ...(more ?? []),
  ];
}
export const workbookOf = (book: SampleBook): Buffer => zipped(partsOf(book));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
/** Rows of texts written in place. */
export const rowsInPlace = (rows: readonly (readonly string[])[], from = 1): string =>
  rows.map((cells, at) => `<row r="${String(from + at)}">${cells.map((cell, column) => `<c r="${letters(column)}${String(from + at)}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`).join('')}</row>`).join('');
