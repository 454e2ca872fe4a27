/**
 * Rows of a province's item list as items. A row that cannot be understood is named with its field, never dropped and never guessed.
 * Codes are looked up in the profile's lists only; which columns, which lists and which separator is the profile's business.
 */
import { z } from 'zod';
import { fenOfYuanText } from '../../../contracts/identifiers.ts';
import { provinceItem, WORDS, type CodedValue, type ItemPage, type ProvinceItem } from '../port.ts';
import { readDay } from './formats.ts';
import { columnNameOf, type CaseRule, type Mapping } from './profile.ts';

/** Fields of an item that a province must be able to tell us, and the code list each coded one is read with. */
const ITEM_FIELDS = {
  catalogCode: {}, taskCode: {}, handlingCode: {}, name: {}, version: {}, state: { list: 'item-state' }, effectiveOn: {}, cancelledOn: {},
  type: { list: 'item-type' }, departmentName: {}, departmentCode: {}, departmentNature: { list: 'body-nature' },
  exerciseLevel: { list: 'exercise-level' }, powerSource: { list: 'power-source' }, legalBasis: {},
  statutoryAmount: {}, statutoryUnit: { list: 'limit-unit' }, promisedAmount: {}, promisedUnit: { list: 'limit-unit' },
  handlingType: { list: 'handling-type' }, servedKinds: { list: 'served-kind' }, conditions: {}, address: {}, openingHours: {}, telephone: {},
  visits: {}, resultType: { list: 'result-type' }, resultName: {},
  entrustedBody: {}, jointDepartments: {}, statutoryLimitNote: {}, promisedLimitNote: {}, handlingForms: { list: 'handling-form' }, handlingFlow: {}, specialProcedures: {}, quantityLimit: {},
  handlingArea: {}, intermediaryServices: {}, supervision: {}, onlineAddress: {}, visitsNote: {}, resultSample: {}, resultValidity: {},
} as const;
/** What a province may have besides: a profile that does not name them says nothing there. */
const BESIDES = [
  'entrustedBody', 'jointDepartments', 'statutoryLimitNote', 'promisedLimitNote', 'handlingForms', 'handlingFlow', 'specialProcedures', 'quantityLimit', 'handlingArea', 'intermediaryServices', 'supervision', 'onlineAddress',
  'visitsNote', 'resultSample', 'resultValidity', 'kind', 'pageFormat', 'sourceNote', 'fillingNote', 'blankForm', 'sample', 'reliefNote', 'materialBasis', 'article', 'words',
] as const;
export type ItemField = keyof typeof ITEM_FIELDS;
const ITEM_LISTS: Partial<Record<ItemField, string>> = Object.fromEntries(Object.entries(ITEM_FIELDS).flatMap(([name, about]) => ('list' in about ? [[name, about.list]] : [])));
/** Lists asked for with their column alone; the others every profile needs. */
const OWN_LIST_ONLY = new Set<string>(['handling-form']);
const ITEM_LISTS_NEEDED = [...new Set(Object.values(ITEM_LISTS))].filter((list) => !OWN_LIST_ONLY.has(list)).map((list) => ({ list, zh: '事项需要此代码表', en: 'items need this code list' }));

/** Lists that only a province with such a column needs. */
export const itemListsNeeded = (columns: { readonly handlingForms?: string | null } | undefined): typeof ITEM_LISTS_NEEDED => (columns?.handlingForms ? [...ITEM_LISTS_NEEDED, { list: 'handling-form', zh: '办理形式一列需要此代码表', en: 'the column of forms of handling needs this code list' }] : ITEM_LISTS_NEEDED);

/** Columns of the given names, each of them needed. */
export const columnsOf = <Name extends string>(rule: CaseRule, names: readonly [Name, ...Name[]]) => z.strictObject(
  Object.fromEntries(names.map((name) => [name, columnNameOf(rule)])) as Record<Name, z.ZodString>,
);

/** Columns a province need not have: null in its profile, and the item says nothing there. */
const MAY_LACK = new Set(['handlingCode', 'effectiveOn', 'cancelledOn', 'servedKinds', 'conditions', 'address', 'openingHours', 'telephone', 'visits', 'resultName', 'form', 'copies', 'source', 'acceptanceStandard', 'unitAmountYuan', 'unit', 'basis', 'reliefAllowed']);
const someColumnsOf = <Name extends string>(rule: CaseRule, names: readonly [Name, ...Name[]]) => {
  const column = columnNameOf(rule).nullable();
  const needed = column.refine((name) => name !== null, '此项须有对应的列 this needs a column');
  const besides = new Set<string>(BESIDES);
  return z.strictObject(Object.fromEntries(names.map((name) => [name, besides.has(name) ? column.default(null) : MAY_LACK.has(name) ? column : needed])) as Record<Name, typeof column>);
};

/** The part of a profile that says how items are read; `materials.rows` and `charges.rows` name where the nested rows stand. */
export function itemSections(rule: CaseRule) {
  return {
    columns: someColumnsOf(rule, Object.keys(ITEM_FIELDS) as [ItemField, ...ItemField[]]),
    materials: someColumnsOf(rule, ['rows', 'name', 'required', 'form', 'copies', 'source', 'acceptanceStandard', 'kind', 'pageFormat', 'sourceNote', 'materialBasis', 'fillingNote', 'blankForm', 'sample']),
    charges: someColumnsOf(rule, ['rows', 'name', 'standard', 'unitAmountYuan', 'unit', 'basis', 'reliefAllowed', 'reliefNote']),
    /** 设定依据 article by article, and 常见问题, where the province gives them as rows. */
    grounds: someColumnsOf(rule, ['rows', 'law', 'article', 'words']).nullable().default(null),
    questions: someColumnsOf(rule, ['rows', 'question', 'answer']).nullable().default(null),
    /** Joins several codes in one column (服务对象). */
    separator: z.string().min(1),
    /** The province's own mark of a version's content, where it gives one. */
    digest: columnNameOf(rule).nullable().default(null),
  };
}
export type ItemMapping = z.infer<z.ZodObject<ReturnType<typeof itemSections>>>;

/** Values come as text, number or nothing, depending on the province's database driver. */
export const looseText = z.union([z.string(), z.number().transform(String), z.boolean().transform((yes) => (yes ? '1' : '0')), z.null().transform(() => '')]);
/** A record of loose texts; what is neither text nor number nor nothing (nested rows) is left out. */
export const textFields = z.record(z.string(), z.unknown()).transform((fields) => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const text = looseText.safeParse(value);
    if (text.success) texts[name] = text.data;
  }
  return texts;
});

type Unreadable = ItemPage['unreadable'][number];
/** Raised and caught within one row: the field that cannot be read. */
class UnreadableField extends Error {
  readonly field: string;
  readonly zh: string;
  constructor(field: string, zh: string, en: string) {
    super(en);
    this.field = field;
    this.zh = zh;
  }
}

/** Rows as items; a row that cannot be understood is named, never dropped and never guessed. `digestOf`: the mark of a row's content. */
export function readItems(rows: readonly unknown[], items: ItemMapping, mapping: Pick<Mapping, 'codeLists' | 'dayFormat'>, digestOf: (raw: unknown) => string | null = () => null): Pick<ItemPage, 'items' | 'unreadable'> {
  const read: ProvinceItem[] = [];
  const unreadable: Unreadable[] = [];
  rows.forEach((raw, row) => {
    const fields = textFields.safeParse(raw);
    const code = fields.success ? fields.data[items.columns.handlingCode ?? ''] || fields.data[items.columns.taskCode ?? ''] || null : null;
    try {
      const item = readItem(raw, items, mapping);
      read.push({ ...item, digest: digestOf(raw) ?? item.digest });
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error;
      unreadable.push({ row, code, field: error.field, zh: error.zh, en: error.message });
    }
  });
  return { items: read, unreadable };
}

/** Calendar days in a month and a year, as provinces convert them. */
const CALENDAR_DAYS = { month: 30, year: 365 } as const;

function readItem(raw: unknown, items: ItemMapping, mapping: Pick<Mapping, 'codeLists' | 'dayFormat'>): ProvinceItem {
  const parsed = textFields.safeParse(raw);
  const nested = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!parsed.success || !nested.success) throw new UnreadableField('(row)', '不是一条记录', 'not a record');
  const text = (field: ItemField): string => (parsed.data[items.columns[field] ?? ''] ?? '').trim();
  const orNull = (field: ItemField): string | null => text(field) || null;
  const entry = (field: ItemField, code: string): CodedValue & { word: string | undefined } => {
    const list = mapping.codeLists[ITEM_LISTS[field] ?? ''];
    const known = list && Object.hasOwn(list.codes, code) ? list.codes[code] : undefined;
    if (!list || !known) throw new UnreadableField(field, `代码 ${code} 不在代码表中`, `code ${code} is not in the code list`);
    return { list: list.list, code, meaning: known.meaning, word: known.word };
  };
  const coded = (field: ItemField): CodedValue => {
    const { word: _word, ...value } = entry(field, text(field));
    return value;
  };
  const whole = (field: string, written: string): number => {
    if (!/^\d{1,9}$/.test(written)) throw new UnreadableField(field, `${written || '空'} 不是整数`, `${written || 'nothing'} is not a whole number`);
    return Number(written);
  };
  const wordOf = <const Words extends readonly string[]>(field: ItemField, words: Words): Words[number] => {
    const { word } = entry(field, text(field));
    const found = words.find((one) => one === word);
    if (found === undefined) throw new UnreadableField(field, `代码 ${text(field)} 没有对应的含义`, `code ${text(field)} has no meaning for the hub`);
    return found;
  };
  const limitOf = (amountField: ItemField, unitField: ItemField): ProvinceItem['statutoryLimit'] => {
    const amount = whole(amountField, text(amountField));
    const unit = wordOf(unitField, WORDS['limit-unit']);
    // A limit of nothing means on the spot: the day of acceptance is the last day, which one working day says.
    if (unit === 'working-day' || unit === 'calendar-day') return { amount: Math.max(1, amount), unit };
    return { amount: Math.max(1, amount * CALENDAR_DAYS[unit]), unit: 'calendar-day' };
  };
  const dayOf = (field: ItemField): string | null => {
    if (text(field) === '') return null;
    const day = readDay(text(field), mapping.dayFormat) ?? readDay(text(field), 'yyyy-MM-dd');
    if (day === null) throw new UnreadableField(field, '不是日期', 'not a date');
    return day;
  };
  const rowsOf = (column: string, field: string): Record<string, string>[] => {
    const rows = z.array(textFields).safeParse(nested.data[column] ?? []);
    if (!rows.success) throw new UnreadableField(field, '不是记录的列表', 'not a list of records');
    return rows.data;
  };
  const { materials, charges, grounds, questions, separator } = items;
  const codesIn = (field: ItemField): CodedValue[] => text(field).split(separator).filter((code) => code !== '').map((code) => {
    const { word: _word, ...value } = entry(field, code);
    return value;
  });
  /** 通办范围 comes as a code where the profile has a list for it, else in words. */
  const areaOf = (): string | null => {
    const list = mapping.codeLists['handling-area'];
    if (!list || text('handlingArea') === '') return orNull('handlingArea');
    return text('handlingArea').split(separator).map((code) => list.codes[code]?.meaning ?? (() => { throw new UnreadableField('handlingArea', `代码 ${code} 不在代码表中`, `code ${code} is not in the code list`); })()).join('、');
  };
  const built = {
    catalogCode: text('catalogCode'), taskCode: text('taskCode'), handlingCode: orNull('handlingCode'), name: text('name'),
    version: whole('version', text('version')), state: wordOf('state', WORDS['item-state']),
    effectiveOn: dayOf('effectiveOn'), cancelledOn: dayOf('cancelledOn'), type: coded('type'),
    department: { name: text('departmentName'), code: text('departmentCode'), nature: coded('departmentNature') },
    exerciseLevel: coded('exerciseLevel'), powerSource: coded('powerSource'), legalBasis: text('legalBasis'),
    statutoryLimit: limitOf('statutoryAmount', 'statutoryUnit'), promisedLimit: limitOf('promisedAmount', 'promisedUnit'),
    handlingType: coded('handlingType'), handlingWord: wordOf('handlingType', WORDS['handling-type']),
    servedKinds: codesIn('servedKinds'), handlingForms: codesIn('handlingForms'),
    entrustedBody: orNull('entrustedBody'),
    jointDepartments: text('jointDepartments').split(/[\^、，,;；]/).map((name) => name.trim()).filter((name) => name !== '').map((name) => ({ name, code: null })),
    statutoryLimitNote: orNull('statutoryLimitNote'), promisedLimitNote: orNull('promisedLimitNote'), handlingFlow: orNull('handlingFlow'), specialProcedures: orNull('specialProcedures'), quantityLimit: orNull('quantityLimit'),
    handlingArea: areaOf(), intermediaryServices: orNull('intermediaryServices'), supervision: orNull('supervision'), onlineAddress: orNull('onlineAddress'), visitsNote: orNull('visitsNote'),
    legalGrounds: grounds === null ? [] : rowsOf(grounds.rows ?? '', 'grounds').map((row) => ({ law: row[grounds.law ?? ''] ?? '', article: row[grounds.article ?? ''] || null, words: row[grounds.words ?? ''] || null })),
    questions: questions === null ? [] : rowsOf(questions.rows ?? '', 'questions').map((row) => ({ question: row[questions.question ?? ''] ?? '', answer: row[questions.answer ?? ''] ?? '' })),
    conditions: orNull('conditions'), address: orNull('address'), openingHours: orNull('openingHours'), telephone: orNull('telephone'),
    visits: text('visits') === '' ? null : whole('visits', text('visits')),
    materials: rowsOf(materials.rows ?? '', 'materials').map((row) => ({
      name: row[materials.name ?? ''] ?? '', required: row[materials.required ?? ''] === '1', form: row[materials.form ?? ''] || null,
      copies: row[materials.copies ?? ''] ? whole('materials.copies', row[materials.copies ?? ''] ?? '') : null,
      source: row[materials.source ?? ''] || null, acceptanceStandard: row[materials.acceptanceStandard ?? ''] || null,
      kind: row[materials.kind ?? ''] || null, pageFormat: row[materials.pageFormat ?? ''] || null, sourceNote: row[materials.sourceNote ?? ''] || null, basis: row[materials.materialBasis ?? ''] || null,
      fillingNote: row[materials.fillingNote ?? ''] || null, blankForm: row[materials.blankForm ?? ''] || null, sample: row[materials.sample ?? ''] || null,
    })),
    charges: rowsOf(charges.rows ?? '', 'charges').map((row) => {
      const yuan = row[charges.unitAmountYuan ?? ''] ?? '';
      const fen = yuan === '' ? null : fenOfYuanText(yuan);
      if (fen === undefined) throw new UnreadableField('charges.unitAmountYuan', `${yuan} 不是金额`, `${yuan} is not an amount`);
      return {
        name: row[charges.name ?? ''] ?? '', standard: row[charges.standard ?? ''] ?? '', unitAmountInFen: fen, unit: row[charges.unit ?? ''] || null,
        basis: row[charges.basis ?? ''] || null, reliefAllowed: row[charges.reliefAllowed ?? ''] === '1', reliefNote: row[charges.reliefNote ?? ''] || null,
      };
    }),
    result: { type: wordOf('resultType', WORDS['result-type']), name: orNull('resultName'), sample: orNull('resultSample'), validity: orNull('resultValidity') },
    digest: items.digest === null ? null : (parsed.data[items.digest] ?? '').trim() || null,
  };
  const item = provinceItem.safeParse(built);
  if (item.success) return item.data;
  const first = item.error.issues[0];
  throw new UnreadableField(first?.path.join('.') ?? '(row)', '缺少内容或格式不符', first?.message ?? 'not readable');
}
