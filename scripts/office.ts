// The people of the zone's hall, as programs: they carry a case from the window to the certificate through the HTTP APIs
// and the bank's teller program, each with a token of their own. Promise: nothing here knows a service's inside; what
// these people do, a console or another program can do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { z } from 'zod';
import type { paths as IntakePaths } from '../contracts/intake/api.ts';
import type { paths as NotifyPaths } from '../contracts/notify/api.ts';
import type { DelegationForm } from '../contracts/seal/messages.ts';
import { composeCreditCode } from '../contracts/identifiers.ts';
import { freshId } from '../infra/chance.ts';
import { openClient, type AnswerOf, type Client } from '../infra/http-client.ts';
import type { Role } from '../infra/identity.ts';
import type { Outcome } from '../infra/outcome.ts';
import type { Hub } from './hub.ts';
import { projectRoot } from './run-directory.ts';
import { sampleAnswers } from './sample-answers.ts';
import { samplePaper } from './sample-papers.ts';

/** A case as staff see it. */
export type ShownCase = NonNullable<AnswerOf<IntakePaths['/cases/{caseNumber}']['get']>>;
type ShownTexts = NonNullable<AnswerOf<NotifyPaths['/texts']['get']>>['texts'];

/** What the applicant of a demonstration wants. */
export interface Application {
  form: DelegationForm;
  itemCode: string;
  projectName: string;
  applicant: { name: string; creditCode: string };
  contact: { name: string; citizenNumber: string | null; mobile: string };
}

/** A case carried to its end. */
export interface CarriedCase {
  shown: ShownCase;
  texts: ShownTexts;
  receiptNumber: string;
}

/** The hall. */
export interface Office {
  /** What the window offers for a demonstration: one item of each form. */
  applications(): Application[];
  /** Carries one application to the closed case; `onStep` hears of each step once, as it happens. Rejects when it sticks. */
  carry(application: Application, onStep: (step: ShownCase['steps'][number]) => void): Promise<CarriedCase>;
}

const Sample = z.object({
  demo: z.array(z.object({ form: z.enum(['direct', 'entrusted', 'forward', 'direct-report']), withFee: z.string(), withoutFee: z.string() })),
  delegations: z.array(
    z.object({
      form: z.string(),
      department: z.object({ name: z.string(), creditCode: z.string() }),
      itemCodes: z.array(z.string()),
      validTo: z.iso.date(),
    }),
  ),
});

/** What the demonstration applies for; licences and approval documents, with and without a fee. */
const withFee: Record<DelegationForm, boolean> = { direct: true, entrusted: false, forward: true, 'direct-report': false };

const projects: Record<DelegationForm, string> = {
  direct: '云岭经开区二号标准厂房给水接入工程（演示）',
  entrusted: '云岭经开区三期厂房排水接入工程（演示）',
  forward: '云岭经开区人才公寓人防工程（演示）',
  'direct-report': '云岭经开区检测中心射线装置项目（演示）',
};

/** How long any single wait may take before the case counts as stuck. */
const stuckAfterMs = 60_000;

/** Opens the hall of a running hub. */
export async function openOffice(hub: Hub): Promise<Office> {
  const sample = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'delegations.json'), 'utf8')));
  const clients = new Map<string, Promise<Client<IntakePaths>>>();
  const intakeAs = (role: Role, department?: string): Promise<Client<IntakePaths>> => {
    const key = `${role}/${department ?? ''}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const made = hub
      .token(role, department === undefined ? {} : { department })
      .then((token) => openClient<IntakePaths>(hub.url('intake'), () => Promise.resolve(token)));
    clients.set(key, made);
    return made;
  };
  const clerk = await intakeAs('window-clerk');
  const notifyToken = await hub.token('window-clerk');
  const notify = openClient<NotifyPaths>(hub.url('notify'), () => Promise.resolve(notifyToken));

  function departmentOf(itemCode: string): string {
    const delegation = sample.delegations.find((each) => each.itemCodes.includes(itemCode));
    if (delegation === undefined) throw new Error(`示例数据中没有赋权 the sample has no delegation for ${itemCode}`);
    return delegation.department.creditCode;
  }

  async function show(caseNumber: string): Promise<ShownCase> {
    return must(await insist(() => clerk.call('get', '/cases/{caseNumber}', { path: { caseNumber } })), 'showCase');
  }

  async function carry(application: Application, onStep: (step: ShownCase['steps'][number]) => void): Promise<CarriedCase> {
    const offered = must(await insist(() => clerk.call('get', '/items', { query: { form: application.form } })), 'listOfferedItems').items.find(
      (item) => item.code === application.itemCode,
    );
    if (offered === undefined) throw new Error(`窗口未提供事项 the window does not offer ${application.itemCode}`);
    const materials: { name: string; sha256: string }[] = [];
    for (const material of offered.materials.filter((each) => each.required)) {
      const paper = samplePaper(`Sample paper ${materials.length + 1} of ${application.projectName.length} ${freshId()}`);
      const kept = must(
        await insist(() =>
          clerk.call('post', '/materials', {
            body: paper,
            headers: { 'x-file-name': encodeURIComponent(`${material.name.replaceAll('/', '')}.pdf`) },
          }),
        ),
        'uploadMaterial',
      );
      materials.push({ name: material.name, sha256: kept.sha256 });
    }
    const registered = await act('registerCase', (key) =>
      clerk.call('post', '/cases', {
        key,
        body: {
          itemCode: application.itemCode,
          projectName: application.projectName,
          applicant: application.applicant,
          contact: application.contact,
          materials,
          answers: sampleAnswers(offered.formFields),
        },
      }),
    );
    const { caseNumber, receiptNumber } = registered;
    const path = { caseNumber };
    let told = 0;
    const look = async (): Promise<ShownCase> => {
      const shown = await show(caseNumber);
      for (const step of shown.steps.slice(told)) onStep(step);
      told = shown.steps.length;
      if (shown.attention !== null) throw new Error(`${caseNumber} 需要人工处理 needs a person: ${shown.attention.zh} ${shown.attention.en}`);
      return shown;
    };
    await look();
    // What standards make of the case is counted and told to the applicant before it is accepted.
    const counted = offered.feeTerms === undefined ? undefined : must(await insist(() => clerk.call('post', '/cases/{caseNumber}/fee-countings', { path, body: { given: [] } })), 'countFee');
    const fee = counted === undefined ? {} : { fee: { given: [], amountInFen: counted.amountInFen } };
    await act('acceptCase', (key) => clerk.call('post', '/cases/{caseNumber}/acceptance', { path, key, body: { decision: 'accept', reason: '', ...fee } }));
    await look();
    const reviewer = await intakeAs('reviewer');
    await act('reviewCase', (key) =>
      reviewer.call('post', '/cases/{caseNumber}/review', { path, key, body: { opinion: 'agree', note: '材料齐全，符合法定条件' } }),
    );
    await look();
    const decider =
      application.form === 'forward' ? await intakeAs('department-officer', departmentOf(application.itemCode)) : await intakeAs('approver');
    await act('decideCase', (key) =>
      decider.call('post', '/cases/{caseNumber}/decision', { path, key, body: { decision: 'granted', note: '准予许可', validTo: null } }),
    );

    let seen = '';
    let paid = '';
    let since = performance.now();
    for (;;) {
      const shown = await look();
      const now = `${shown.state}/${shown.steps.length}/${shown.province.acknowledged.length}`;
      if (now !== seen) {
        seen = now;
        since = performance.now();
      }
      if (shown.state === 'closed' && shown.province.owed.length === 0 && (shown.province.held ?? []).length === 0) break;
      if (shown.state === 'awaiting-payment' && shown.bill !== null && shown.bill.payCode !== null && paid !== shown.bill.payCode) {
        await payAtBank(shown.bill.payCode);
        paid = shown.bill.payCode;
      }
      const asked = shown.countersigns.at(-1);
      if (shown.state === 'countersigning' && asked !== undefined) {
        const officer = await intakeAs('department-officer', departmentOf(application.itemCode));
        await act('countersignCase', (key) =>
          officer.call('post', '/cases/{caseNumber}/countersignature', {
            path,
            key,
            body: { answer: 'confirm', documentSha256: asked.documentSha256, ground: null, reason: '' },
          }),
        );
      }
      if (shown.state === 'ready') {
        await act('deliverResult', (key) =>
          clerk.call('post', '/cases/{caseNumber}/delivery', { path, key, body: { recipient: application.contact.name, method: 'window' } }),
        );
      }
      if (performance.now() - since > stuckAfterMs) throw new Error(`${caseNumber} 停在 is stuck at ${shown.state}`);
      await delay(40);
    }
    const shown = await look();
    return { shown, receiptNumber, texts: await reportedTexts(caseNumber) };
  }

  async function payAtBank(payCode: string): Promise<void> {
    const answer = await axios.post<unknown>(
      `${hub.control('bank-teller')}/pay`,
      { payCode },
      { timeout: 70_000, proxy: false, validateStatus: () => true },
    );
    const said = z.looseObject({ state: z.string() }).safeParse(answer.data);
    if (answer.status !== 200 || !said.success || said.data.state !== 'confirmed') {
      throw new Error(`银行柜员未能收款 the teller could not take the payment: ${JSON.stringify(answer.data)}`);
    }
  }

  /** Waits until the carrier has reported on every text of the case. */
  async function reportedTexts(caseNumber: string): Promise<ShownTexts> {
    const until = performance.now() + stuckAfterMs;
    for (;;) {
      const { texts } = must(await insist(() => notify.call('get', '/texts', { query: { caseNumber } })), 'listTexts');
      if (texts.length > 0 && texts.every((text) => text.reportedAt !== null)) return texts;
      if (performance.now() > until) return texts;
      await delay(50);
    }
  }

  return {
    carry,
    applications: () =>
      sample.demo.map((each, index) => ({
        form: each.form,
        itemCode: withFee[each.form] ? each.withFee : each.withoutFee,
        projectName: projects[each.form],
        applicant: { name: `云岭演示企业${'甲乙丙丁'.charAt(index)}有限公司`, creditCode: sampleCreditCode(index) },
        contact: { name: `演示联系人${'甲乙丙丁'.charAt(index)}`, citizenNumber: null, mobile: `1990000000${index + 1}` },
      })),
  };
}

/** A credit code that is right by its check characters and belongs to nobody: the registration authority’s part is invented. */
function sampleCreditCode(index: number): string {
  const code = composeCreditCode('91533902', `MADEM0${index + 1}X`);
  if (code === undefined) throw new Error('the sample credit code cannot be composed');
  return code;
}

/** One act of a person: the same key however often it has to be repeated. */
async function act<T>(what: string, call: (key: string) => Promise<Outcome<T>>): Promise<T> {
  const key = freshId();
  return must(await insist(() => call(key)), what);
}

/** Repeats what may be repeated: these calls carry a key or only read. */
async function insist<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const until = performance.now() + stuckAfterMs;
  for (;;) {
    const outcome = await call();
    if (outcome.kind === 'done' || outcome.kind === 'refused' || performance.now() > until) return outcome;
    await delay(100);
  }
}

function must<T>(outcome: Outcome<T>, what: string): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`${what}: ${outcome.kind} ${outcome.kind === 'refused' ? `${outcome.reason} ${outcome.detail}` : outcome.detail}`);
}
