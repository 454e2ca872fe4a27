/**
 * What stands in the way of sending the form, field by field and in the order of the page, and where a service's refusal
 * belongs. Only what would surely be refused is held back here; the services judge.
 */
import type { Problem } from '../../problem.ts';
import { isPerson, type FieldName, type FormValues, type Registration } from './draft.ts';
import { checkCitizenNumber, checkCreditCode, checkMobile, mobileOf, saying, tidied, type Checked, type Said } from './typed-check.ts';

/** The applicant's fields in the order of the page: an organisation's, or a natural person's. */
export const applicantFields = (values: Pick<FormValues, 'documentType'>): readonly FieldName[] => (isPerson(values) ? ['documentType', 'documentNumber', 'applicantName'] : ['creditCode', 'applicantName']);
export const contactFields: readonly FieldName[] = ['contactName', 'citizenNumber', 'mobile'];
/** All fields in the order of the page. */
export const fieldOrder = (values: Pick<FormValues, 'documentType'>): readonly FieldName[] => [...applicantFields(values), ...contactFields, 'projectName'];
export type Faults = Readonly<Partial<Record<FieldName | 'item' | 'materials', Said>>>;

const longest: Readonly<Partial<Record<FieldName, number>>> = { applicantName: 100, documentNumber: 50, contactName: 50, projectName: 200 };
/** 居民身份证 and 临时居民身份证 carry the citizen number; of other documents nothing is known beforehand. */
export const hasCitizenNumber = (documentType: string): boolean => documentType === '111' || documentType === '112';
/** How a field is checked while it is typed, where it has a form of its own. */
export function checkOf(field: FieldName, values: Pick<FormValues, 'documentType'>): ((typed: string) => Checked) | undefined {
  switch (field) {
    case 'creditCode': return checkCreditCode;
    case 'documentNumber': return hasCitizenNumber(values.documentType) ? checkCitizenNumber : undefined;
    case 'citizenNumber': return checkCitizenNumber;
    case 'mobile': return checkMobile;
    default: return undefined;
  }
}
/** May stay empty: an agent need not show a card. */
const optional = new Set<FieldName>(['citizenNumber']);

/** What is said of one field when it is left or sent. */
export function faultOf(field: FieldName, values: FormValues): Said | undefined {
  const value = values[field].trim();
  if (value === '') return optional.has(field) ? undefined : saying(field === 'applicantName' && isPerson(values) ? 'personNameMissing' : `${field}Missing`);
  const limit = longest[field];
  if (limit !== undefined && value.length > limit) return saying('tooLong', { of: limit, typed: value.length });
  const checked = checkOf(field, values)?.(value);
  if (checked?.kind === 'wrong') return checked.said;
  if (checked?.kind === 'typing') return saying('unfinished', { left: checked.of - checked.typed, of: checked.of });
  return undefined;
}

/** Everything that stands in the way, none when it may be sent. */
export function faultsOf(values: FormValues): Faults {
  const found: Partial<Record<FieldName, Said>> = {};
  for (const field of fieldOrder(values)) {
    const fault = faultOf(field, values);
    if (fault) found[field] = fault;
  }
  return found;
}

/** The first of the page with a fault: there the cursor goes. */
export const firstFault = (faults: Faults): FieldName | 'item' | 'materials' | undefined =>
  (['item', 'documentType', 'documentNumber', 'creditCode', 'applicantName', ...contactFields, 'projectName', 'materials'] as const).find((field) => faults[field] !== undefined);

/** A service's field, as contracts/intake/openapi.yaml calls it, to the field of the page. */
const fieldOfService: Readonly<Record<string, FieldName | 'item' | 'materials'>> = {
  itemCode: 'item', projectName: 'projectName', 'applicant.name': 'applicantName', 'applicant.creditCode': 'creditCode',
  'applicant.person': 'documentType', 'applicant.person.documentType': 'documentType', 'applicant.person.documentNumber': 'documentNumber', 'contact.name': 'contactName',
  'contact.citizenNumber': 'citizenNumber', 'contact.mobile': 'mobile',
};
function placeOf(field: string): FieldName | 'item' | 'materials' | undefined {
  // Validators say `/body/contact/mobile`, rules say `contact.mobile`.
  const path = field.replace(/^\/?body\/?/, '').replace(/^\//, '').replaceAll('/', '.');
  return fieldOfService[path] ?? (path.startsWith('materials') || path === 'file' ? 'materials' : undefined);
}

/** Where a refusal belongs on the page; what belongs nowhere is said above the form by the caller. */
export function faultsOfProblem(problem: Pick<Problem, 'field' | 'faults' | 'zh' | 'en' | 'detail'>): Faults {
  const found: Partial<Record<FieldName | 'item' | 'materials', Said>> = {};
  for (const fault of problem.faults) {
    const place = fault.field === undefined ? undefined : placeOf(fault.field);
    if (place) found[place] ??= { zh: fault.zh, en: fault.en };
  }
  const place = problem.field === undefined ? undefined : placeOf(problem.field);
  if (place) found[place] ??= problem.detail ? { zh: `${problem.zh}（${problem.detail.zh}）`, en: `${problem.en} (${problem.detail.en})` } : { zh: problem.zh, en: problem.en };
  return found;
}

/** The form as it is sent. */
export function bodyOf(itemCode: string, values: FormValues, papers: readonly { readonly material: string; readonly sha256: string }[], answers: Readonly<Record<string, string>> = {}): Registration['body'] {
  return {
    itemCode, projectName: values.projectName.trim(),
    applicant: isPerson(values)
      ? { name: values.applicantName.trim(), creditCode: null, person: { documentType: values.documentType, documentNumber: tidied(values.documentNumber) } }
      : { name: values.applicantName.trim(), creditCode: tidied(values.creditCode), person: null },
    contact: { name: values.contactName.trim(), citizenNumber: tidied(values.citizenNumber) || null, mobile: mobileOf(values.mobile) },
    materials: papers.map(({ material, sha256 }) => ({ name: material, sha256 })), answers: { ...answers },
  };
}
