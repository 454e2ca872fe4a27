/**
 * Rows of a province's portal as applications (申报). A row that cannot be understood is told with its number and the field that is wrong, never
 * dropped and never guessed; which columns and codes is the profile's business.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { provinceApplication, WORDS, type ApplicationPage, type ProvinceApplication } from '../port.ts';
import { readMoment } from './formats.ts';
import { textFields } from './items.ts';
import { columnNameOf, type CaseRule, type Mapping } from './profile.ts';

/** The part of a profile that says how applications are read. Columns a province does not have are null. */
export function applicationSections(rule: CaseRule) {
  const column = columnNameOf(rule);
  const maybe = column.nullable().default(null);
  return {
    columns: z.strictObject({
      id: column, catalogCode: maybe, taskCode: maybe, handlingCode: maybe, itemName: column, projectName: column,
      applicantKind: column, applicantName: column, documentType: column, documentNumber: column, legalRepresentative: maybe,
      contactName: maybe, contactMobile: maybe, contactCitizenNumber: maybe, address: maybe, appliedAt: column,
    }),
    /** Their code of a document → `credit-code` or the three digits of GA/T 2000.156; three digits that are not listed go unchanged. */
    documentTypes: z.record(z.string().min(1), z.union([z.literal('credit-code'), z.string().regex(/^\d{3}$/)])).default({}),
    /** Where the filled form stands: a column with JSON in it, columns of the row, or rows of name and value. */
    form: z.union([z.strictObject({ json: column }), z.strictObject({ columns: z.array(column).min(1) }), z.strictObject({ rows: column, name: column, value: column })]).nullable().default(null),
    /** Nested rows, one for each file; null where the portal sends none. */
    files: z.strictObject({ rows: column, fileId: column, name: column, mediaType: maybe, bytes: maybe, material: maybe }).nullable().default(null),
  };
}
export type ApplicationMapping = z.infer<z.ZodObject<ReturnType<typeof applicationSections>>>;

/** The code list applications are read with, for the check of a profile. */
export const APPLICATION_LISTS_NEEDED = [{ list: 'applicant-kind', zh: '申报需要此代码表', en: 'applications need this code list' }] as const;

/** Raised and caught within one row. */
class UnreadableField extends Error {
  readonly field: string;
  readonly zh: string;
  constructor(field: string, zh: string, en: string) {
    super(en);
    this.field = field;
    this.zh = zh;
  }
}

/** Rows as applications. A row without a number is given one made of its content, so that it too can be told of, each time by the same. */
export function readApplications(rows: readonly unknown[], section: ApplicationMapping, mapping: Pick<Mapping, 'codeLists' | 'momentFormat'>): Pick<ApplicationPage, 'applications' | 'unreadable'> {
  const applications: ProvinceApplication[] = [];
  const unreadable: ApplicationPage['unreadable'][number][] = [];
  for (const raw of rows) {
    const fields = textFields.safeParse(raw);
    const id = (fields.success ? fields.data[section.columns.id] ?? '' : '').trim();
    try {
      applications.push(readApplication(raw, section, mapping));
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error;
      unreadable.push({ id: id !== '' && id.length <= 100 ? id : `unnumbered-${createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 16)}`, field: error.field, zh: error.zh, en: error.message });
    }
  }
  return { applications, unreadable };
}

function readApplication(raw: unknown, section: ApplicationMapping, mapping: Pick<Mapping, 'codeLists' | 'momentFormat'>): ProvinceApplication {
  const parsed = textFields.safeParse(raw);
  const nested = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!parsed.success || !nested.success) throw new UnreadableField('(row)', '不是一条记录', 'not a record');
  const { columns } = section;
  const text = (field: keyof typeof columns): string => {
    const column = columns[field];
    return column === null ? '' : (parsed.data[column] ?? '').trim();
  };
  const orNull = (field: keyof typeof columns): string | null => text(field) || null;
  const rowsOf = (column: string, field: string): Record<string, string>[] => {
    const below = z.array(textFields).safeParse(nested.data[column] || []);
    if (!below.success) throw new UnreadableField(field, '不是记录的列表', 'not a list of records');
    return below.data;
  };
  const said = mapping.codeLists['applicant-kind']?.codes[text('applicantKind')]?.word;
  const kind = WORDS['applicant-kind'].find((word) => word === said);
  if (kind === undefined) throw new UnreadableField('applicant.kind', `代码 ${text('applicantKind') || '空'} 不在代码表中`, `code ${text('applicantKind') || '(empty)'} is not in the code list`);
  const appliedAt = readMoment(text('appliedAt'), mapping.momentFormat);
  if (appliedAt === null) throw new UnreadableField('appliedAt', '不是约定格式的时间', 'not a moment in the agreed format');
  const contactName = orNull('contactName');
  const built = {
    id: text('id'),
    item: { catalogCode: orNull('catalogCode'), taskCode: orNull('taskCode'), handlingCode: orNull('handlingCode'), name: text('itemName') },
    projectName: text('projectName') || text('itemName'),
    applicant: {
      kind, name: text('applicantName'), documentType: section.documentTypes[text('documentType')] ?? text('documentType'), documentNumber: text('documentNumber'),
      legalRepresentative: orNull('legalRepresentative'),
    },
    contact: contactName === null ? null : { name: contactName, mobile: orNull('contactMobile'), citizenNumber: orNull('contactCitizenNumber') },
    address: orNull('address'), appliedAt, form: formOf(section.form, parsed.data, rowsOf),
    files: section.files === null ? [] : filesOf(section.files, rowsOf),
  };
  const application = provinceApplication.safeParse(built);
  if (application.success) return application.data;
  const first = application.error.issues[0];
  throw new UnreadableField(first?.path.join('.') || '(row)', '缺少内容或格式不符', first?.message ?? 'not readable');
}

type RowsOf = (column: string, field: string) => Record<string, string>[];

function formOf(form: ApplicationMapping['form'], row: Record<string, string>, rowsOf: RowsOf): Record<string, string> {
  if (form === null) return {};
  if ('columns' in form) return Object.fromEntries(form.columns.flatMap((column) => (row[column] ? [[column, row[column]]] : [])));
  if ('rows' in form) return Object.fromEntries(rowsOf(form.rows, 'form').flatMap((one) => (one[form.name] ? [[one[form.name] ?? '', one[form.value] ?? '']] : [])));
  const written = (row[form.json] ?? '').trim();
  if (written === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    throw new UnreadableField('form', '表单不是 JSON', 'the form is not JSON');
  }
  const fields = textFields.safeParse(parsed);
  if (!fields.success) throw new UnreadableField('form', '表单不是一条记录', 'the form is no record');
  return fields.data;
}

function filesOf(files: NonNullable<ApplicationMapping['files']>, rowsOf: RowsOf): ProvinceApplication['files'] {
  return rowsOf(files.rows, 'files').map((row) => {
    const size = files.bytes === null ? '0' : (row[files.bytes] ?? '').trim();
    if (!/^\d{1,12}$/.test(size)) throw new UnreadableField('files.bytes', `${size || '空'} 不是字节数`, `${size || 'nothing'} is no number of bytes`);
    return {
      fileId: (row[files.fileId] ?? '').trim(), name: (row[files.name] ?? '').trim(), bytes: Number(size),
      material: (files.material === null ? '' : row[files.material] ?? '').trim() || null,
      mediaType: (files.mediaType === null ? '' : row[files.mediaType] ?? '').trim() || 'application/octet-stream',
    };
  });
}
