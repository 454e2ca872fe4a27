/**
 * What stands in the way of sending the form, field by field and in the order of the page, and where a service's refusal
 * belongs. Only what would surely be refused is held back here; the services judge.
 */
import type { Problem } from '../../problem.ts';
import type { FieldName, FormValues, Registration } from './draft.ts';
import { checkCitizenNumber, checkCreditCode, checkMobile, mobileOf, saying, tidied, type Checked, type Said } from './typed-check.ts';

/** Fields in the order of the page. */
export const fieldOrder: readonly FieldName[] = ['creditCode', 'applicantName', 'contactName', 'citizenNumber', 'mobile', 'projectName'];
export type Faults = Readonly<Partial<Record<FieldName | 'item' | 'materials', Said>>>;

const longest: Readonly<Partial<Record<FieldName, number>>> = { applicantName: 100, contactName: 50, projectName: 200 };
const checks: Readonly<Partial<Record<FieldName, (typed: string) => Checked>>> = { creditCode: checkCreditCode, citizenNumber: checkCitizenNumber, mobile: checkMobile };
/** May stay empty: an agent need not show a card. */
const optional = new Set<FieldName>(['citizenNumber']);

/** What is said of one field when it is left or sent. */
export function faultOf(field: FieldName, typed: string): Said | undefined {
  const value = typed.trim();
  if (value === '') return optional.has(field) ? undefined : saying(`${field}Missing`);
  const limit = longest[field];
  if (limit !== undefined && value.length > limit) return saying('tooLong', { of: limit, typed: value.length });
  const checked = checks[field]?.(value);
  if (checked?.kind === 'wrong') return checked.said;
  if (checked?.kind === 'typing') return saying('unfinished', { left: checked.of - checked.typed, of: checked.of });
  return undefined;
}

/** Everything that stands in the way, none when it may be sent. */
export function faultsOf(values: FormValues): Faults {
  const found: Partial<Record<FieldName, Said>> = {};
  for (const field of fieldOrder) {
    const fault = faultOf(field, values[field]);
    if (fault) found[field] = fault;
  }
  return found;
}

/** The first of the page with a fault: there the cursor goes. */
export const firstFault = (faults: Faults): FieldName | 'item' | 'materials' | undefined =>
  (['item', ...fieldOrder, 'materials'] as const).find((field) => faults[field] !== undefined);

/** A service's field, as contracts/intake/openapi.yaml calls it, to the field of the page. */
const fieldOfService: Readonly<Record<string, FieldName | 'item' | 'materials'>> = {
  itemCode: 'item', projectName: 'projectName', 'applicant.name': 'applicantName', 'applicant.creditCode': 'creditCode', 'contact.name': 'contactName',
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
    applicant: { name: values.applicantName.trim(), creditCode: tidied(values.creditCode) },
    contact: { name: values.contactName.trim(), citizenNumber: tidied(values.citizenNumber) || null, mobile: mobileOf(values.mobile) },
    materials: papers.map(({ material, sha256 }) => ({ name: material, sha256 })), answers: { ...answers },
  };
}
