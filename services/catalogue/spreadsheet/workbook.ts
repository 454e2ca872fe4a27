/**
 * The rows of an .xlsx workbook (ECMA-376 part 1, SpreadsheetML) as the office sees them: texts shared or written in place, results of
 * formulas, dates by their number format in either date system, the value of a merged area in each of its cells. Hidden sheets are
 * passed over: what nobody sees, nobody handed in.
 */
import type { ByteSource } from './byte-source.ts';
import { openArchive, type Archive } from './archive.ts';
import { hearXml, type XmlListener } from './xml-events.ts';
import { FileRefused, tableLimits, tooManyRows, type TableRow } from './table-row.ts';

/** Number formats that show a date without saying so in words (ECMA-376 18.8.30; 27–36 and 50–58 are those of Chinese Office). */
const builtInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
/** Whether a format code shows a date; words in quotes, colours and escaped signs do not count. */
const showsDate = (code: string): boolean => /[ymdhs年月日]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, ''));

/** A serial number of days as a day; the first system has a 29 February 1900 that never was, the second begins on 1904-01-01. */
export function dayOfSerial(serial: number, from1904: boolean): string | null {
  const whole = Math.floor(serial);
  if (!Number.isFinite(serial) || whole < 1 || whole > 2_958_465) return null;
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30);
  return new Date(epoch + whole * 86_400_000).toISOString().slice(0, 10);
}

/** What stands in a cell whose formula or value went wrong, so that the row can say so. */
export const cellError = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|CALC!|SPILL!|EMPTY!)$/;

/** `_x000D_` stands for a character XML cannot hold (ECMA-376 22.9.2.19). */
const unescaped = (text: string): string => (text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text);

async function hearAll(archive: Archive, part: string, listener: XmlListener): Promise<void> {
  for await (const _piece of hearXml(archive.open(part), listener)) { /* heard */ }
}
const nothing = (): void => undefined;

interface Sheet { name: string; part: string }

/** Visible sheets in their order, and the date system. */
async function sheetsOf(archive: Archive): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const relations = new Map<string, { target: string; external: boolean; type: string }>();
  await hearAll(archive, '_rels/.rels', {
    closed: nothing, text: nothing,
    opened(name, { Id = '', Target = '', TargetMode = '', Type = '' }) { if (name === 'Relationship' && Type.endsWith('/officeDocument')) relations.set('workbook', { target: Target, external: TargetMode === 'External', type: Id }); },
  });
  const workbook = (relations.get('workbook')?.target ?? 'xl/workbook.xml').replace(/^\//, '');
  const folder = workbook.slice(0, workbook.lastIndexOf('/') + 1);
  if (archive.has(`${folder}_rels/${workbook.slice(folder.length)}.rels`)) {
    await hearAll(archive, `${folder}_rels/${workbook.slice(folder.length)}.rels`, {
      closed: nothing, text: nothing,
      opened(name, { Id = '', Target = '', TargetMode = '', Type = '' }) { if (name === 'Relationship') relations.set(Id, { target: Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`, external: TargetMode === 'External', type: Type }); },
    });
  }
  const sheets: Sheet[] = [];
  let from1904 = false;
  await hearAll(archive, workbook, {
    closed: nothing, text: nothing,
    opened(name, attributes) {
      if (name === 'workbookPr') from1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true';
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
      const relation = relations.get(attributes['id'] ?? '');
      // A sheet that lies in another file, and a chart that lies where a sheet could: neither holds rows.
      if (relation && !relation.external && relation.type.endsWith('/worksheet')) sheets.push({ name: attributes['name'] ?? '', part: relation.target });
    },
  });
  if (sheets.length === 0) throw new FileRefused('file-damaged', { zh: '没有可见的工作表', en: 'it has no visible sheet' });
  return { sheets, from1904 };
}

/** Which cell styles show a date. */
async function dateStylesOf(archive: Archive, folder: string): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (!archive.has(`${folder}styles.xml`)) return styles;
  const custom = new Map<number, boolean>();
  let within = false;
  await hearAll(archive, `${folder}styles.xml`, {
    text: nothing,
    opened(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), showsDate(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') within = true;
      if (name === 'xf' && within) { const id = Number(attributes['numFmtId'] ?? 0); styles.push(custom.get(id) ?? builtInDate(id)); }
    },
    closed(name) { if (name === 'cellXfs') within = false; },
  });
  return styles;
}

/** The texts cells point at. A reading aid (拼音) beside a text is none of it. */
async function sharedTextsOf(archive: Archive, folder: string): Promise<string[]> {
  const texts: string[] = [];
  if (!archive.has(`${folder}sharedStrings.xml`)) return texts;
  let current: string[] | undefined;
  let reading = false;
  let aside = 0;
  let characters = 0;
  await hearAll(archive, `${folder}sharedStrings.xml`, {
    opened(name) { if (name === 'si') current = []; else if (name === 'rPh') aside += 1; else if (name === 't') reading = aside === 0; },
    text(text) {
      if (!reading || !current) return;
      if ((characters += text.length) > tableLimits.sharedCharacters) throw new FileRefused('archive-too-large');
      current.push(text);
    },
    closed(name) {
      if (name === 't') reading = false;
      else if (name === 'rPh') aside -= 1;
      else if (name === 'si') { texts.push(unescaped((current ?? []).join(''))); current = undefined; }
    },
  });
  return texts;
}

/** Column number of a reference such as AB12, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
const rowOf = (reference: string): number => Number(/\d+$/.exec(reference)?.[0] ?? 0);

interface Area { top: number; bottom: number; left: number; right: number }
/** Merged areas of a sheet by their first row. They stand behind the rows in the file, so it is gone through twice. */
async function mergedAreasOf(archive: Archive, part: string): Promise<Area[]> {
  const areas: Area[] = [];
  await hearAll(archive, part, {
    closed: nothing, text: nothing,
    opened(name, { ref = '' }) {
      if (name !== 'mergeCell') return;
      const [from = '', to = from] = ref.split(':');
      const area = { top: rowOf(from), bottom: rowOf(to), left: columnOf(from), right: Math.min(columnOf(to), tableLimits.columns - 1) };
      if (area.left >= 0 && area.right >= area.left && area.bottom >= area.top && areas.length < tableLimits.rows) areas.push(area);
    },
  });
  return areas.sort((a, b) => a.top - b.top);
}

/** Rows of all visible sheets, from the first that holds anything to the last. Throws FileRefused. */
export async function* workbookRows(source: ByteSource): AsyncGenerator<TableRow> {
  const archive = await openArchive(source);
  try {
    if (!archive.has('[Content_Types].xml')) throw new FileRefused('unsupported-table', { zh: '不是 .xlsx 文件', en: 'it is no .xlsx file' });
    const { sheets, from1904 } = await sheetsOf(archive);
    const folder = /^(.*\/)?worksheets\//.exec(sheets[0]?.part ?? '')?.[1] ?? 'xl/';
    const dateStyles = await dateStylesOf(archive, folder);
    const shared = await sharedTextsOf(archive, folder);
    const count = { rows: 0 };
    for (const sheet of sheets) yield* sheetRows(archive, sheet, { dateStyles, shared, from1904, count });
  } finally { archive.close(); }
}

interface Surroundings { dateStyles: readonly boolean[]; shared: readonly string[]; from1904: boolean; count: { rows: number } }

async function* sheetRows(archive: Archive, sheet: Sheet, { dateStyles, shared, from1904, count }: Surroundings): AsyncGenerator<TableRow> {
  const areas = await mergedAreasOf(archive, sheet.part);
  let nextArea = 0;
  let open: { area: Area; value: string }[] = [];

  let rows: TableRow[] = [];
  let number = 0;
  let cells: string[] = [];
  let column = -1;
  let kind = 'n';
  let style = 0;
  let value: string[] | undefined;
  let reading = false;
  let aside = 0;
  let hasFormula = false;
  let hasValue = false;

  const valueOf = (text: string): string => {
    switch (kind) {
      case 's': return shared[Number(text)] ?? '';
      case 'inlineStr': case 'str': return unescaped(text);
      case 'b': return text === '1' || text === 'true' ? '是' : '否';
      case 'e': return cellError.test(text) ? text : '#VALUE!';
      case 'd': return text.slice(0, 10);
      default: {
        if (text === '') return '';
        const amount = Number(text);
        if (!Number.isFinite(amount)) return text;
        if (dateStyles[style] === true) return dayOfSerial(amount, from1904) ?? text;
        // A code of digits that was typed as a number comes back as 3.70115056E11.
        if (Number.isSafeInteger(amount)) return String(amount);
        // 0.1 + 0.2 as the program shows it, not as it is stored.
        return Math.abs(amount) < 1e15 ? String(Number(amount.toPrecision(15))) : text;
      }
    }
  };
  const finishRow = (): void => {
    open = open.filter(({ area }) => area.bottom >= number);
    for (let area = areas[nextArea]; area && area.top <= number; area = areas[nextArea]) {
      nextArea += 1;
      // Areas never overlap in a file of an office program, so no row lies in more of them than it has columns.
      if (area.bottom >= number && open.length < tableLimits.columns) open.push({ area, value: area.top === number ? cells[area.left] ?? '' : '' });
    }
    for (const { area, value: spread } of open) {
      if (spread === '') continue;
      for (let at = area.left; at <= area.right; at += 1) if ((cells[at] ?? '') === '') cells[at] = spread;
    }
    if (cells.every((cell) => cell === undefined || cell === '')) return;
    if ((count.rows += 1) > tableLimits.rows) throw tooManyRows();
    rows.push({ sheet: sheet.name, number, cells: Array.from(cells, (cell: string | undefined) => cell ?? '') });
  };

  const listener: XmlListener = {
    opened(name, attributes) {
      switch (name) {
        case 'row':
          number = attributes['r'] === undefined ? number + 1 : Number(attributes['r']);
          cells = [];
          column = -1;
          break;
        case 'c':
          column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
          kind = attributes['t'] ?? 'n';
          style = Number(attributes['s'] ?? 0);
          hasFormula = false;
          hasValue = false;
          break;
        case 'f': hasFormula = true; break;
        case 'v': value = []; hasValue = true; reading = true; break;
        case 'is': value = []; hasValue = true; break;
        case 't': reading = aside === 0; break;
        case 'rPh': aside += 1; break;
      }
    },
    text(text) { if (reading) value?.push(text); },
    closed(name) {
      switch (name) {
        case 'rPh': aside -= 1; break;
        case 't': reading = false; break;
        case 'is':
        case 'v': {
          const text = (value ?? []).join('');
          value = undefined;
          reading = false;
          if (column >= 0 && column < tableLimits.columns) cells[column] = valueOf(text).slice(0, tableLimits.cellCharacters);
          break;
        }
        case 'c':
          // Written by a program that did not calculate: what the office saw in this cell is not in the file.
          if (hasFormula && !hasValue && column >= 0 && column < tableLimits.columns) cells[column] = '#EMPTY!';
          break;
        case 'row': finishRow(); break;
      }
    },
  };
  for await (const _piece of hearXml(archive.open(sheet.part), listener)) {
    yield* rows;
    rows = [];
  }
}
