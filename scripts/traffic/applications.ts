// Who applies for what, when many cases are needed: the four delegation forms in turn, of each an item with a fee and one
// without in turn, every applicant with a credit code, a project and a mobile number of their own. Promise: the n-th
// application is always the same for the same offers; no number belongs to anybody.
import type { Question } from '../sample-answers.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { composeCreditCode } from '../../contracts/identifiers.ts';
import type { DelegationForm } from '../../contracts/seal/messages.ts';
import { projectRoot } from '../run-directory.ts';

/** The four forms, in the order in which they take turns. */
export const forms: readonly DelegationForm[] = ['direct', 'entrusted', 'forward', 'direct-report'];

/** An item as the window offers it. */
export interface Offer {
  code: string;
  form: string;
  /** What it costs altogether, in fen; 0 for nothing. */
  feeInFen: number;
  materials: readonly { name: string; required: boolean }[];
  formFields: readonly Question[];
}

/** What one applicant brings to the window. */
export interface Application {
  form: DelegationForm;
  item: Offer;
  /** Credit code of the department whose officer decides when the service is moved forward. */
  departmentCode: string;
  projectName: string;
  applicant: { name: string; creditCode: string };
  contact: { name: string; citizenNumber: null; mobile: string };
}

const Register = z.object({
  delegations: z.array(z.object({ countersign: z.string().optional(), form: z.string(), department: z.object({ creditCode: z.string() }), itemCodes: z.array(z.string()) })),
});

/** Which department's officer decides on an item, by the sample register of delegations; items countersigned one by one are left out. */
export function sampleDepartments(): ReadonlyMap<string, string> {
  const register = Register.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'delegations.json'), 'utf8')));
  // Load is made of cases that wait for nobody's eyes: where an officer countersigns each document, that person's day is measured.
  return new Map(register.delegations.filter((each) => each.countersign !== 'officer').flatMap((each) => each.itemCodes.map((code) => [`${each.form}/${code}`, each.department.creditCode] as const)));
}

/** `count` applications over the offers. Throws when a form has no offer or an item's department is unknown. */
export function applicationsFor(offers: readonly Offer[], count: number, departments: ReadonlyMap<string, string> = sampleDepartments()): Application[] {
  // Items whose department the register does not tell have nobody here who could decide on them.
  const byForm = new Map(forms.map((form) => [form, offers.filter((offer) => offer.form === form && departments.has(`${form}/${offer.code}`)).toSorted((a, b) => (a.code < b.code ? -1 : 1))]));
  for (const [form, items] of byForm) if (items.length === 0) throw new Error(`窗口没有 ${form} 形式的事项 the window offers nothing of form ${form}`);
  return Array.from({ length: count }, (_none, index) => {
    const form = forms[index % forms.length] ?? 'direct';
    const offered = byForm.get(form) ?? [];
    const round = Math.floor(index / forms.length);
    const wanted = offered.filter((offer) => offer.feeInFen > 0 === (round % 2 === 0));
    const items = wanted.length > 0 ? wanted : offered;
    const item = items[Math.floor(round / 2) % items.length];
    if (item === undefined) throw new Error(`no item of form ${form}`);
    const number = String(index + 1).padStart(5, '0');
    return {
      form,
      item,
      departmentCode: departments.get(`${form}/${item.code}`) ?? '',
      projectName: `云岭经开区示例项目${number}号`,
      applicant: { name: `云岭示例企业${number}有限公司`, creditCode: creditCodeOf(index) },
      contact: { name: '示例联系人', citizenNumber: null, mobile: `199${String(index + 1).padStart(8, '0')}` },
    };
  });
}

/** Right by its check characters; the registration authority's part is invented. */
function creditCodeOf(index: number): string {
  const code = composeCreditCode('91533902', `MT${String(index + 1).padStart(6, '0')}`);
  if (code === undefined) throw new Error('the sample credit code cannot be composed');
  return code;
}
