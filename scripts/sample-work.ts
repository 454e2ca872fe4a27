// What a freshly started hub of the demonstration needs before the first case: delegations registered, items taken from
// the province, seals made. Promise: done through the HTTP APIs, may be done again at every start, and changes nothing the
// second time.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { paths as CataloguePaths } from '../contracts/catalogue/api.ts';
import type { paths as FeesPaths } from '../contracts/fees/api.ts';
import type { paths as IntakePaths } from '../contracts/intake/api.ts';
import type { paths as SealPaths } from '../contracts/seal/api.ts';
import { DelegationForm } from '../contracts/seal/messages.ts';
import { FormField, MeasureSource } from '../contracts/catalogue/messages.ts';
import { freshId } from '../infra/chance.ts';
import { openClient } from '../infra/http-client.ts';
import type { Outcome } from '../infra/outcome.ts';
import { Standard } from '../services/fees/standard.ts';
import type { Hub } from './hub.ts';
import { projectRoot } from './run-directory.ts';

const body = z.object({ name: z.string(), creditCode: z.string() });
/** A document of the sample, as it is put on the register. */
export const SampleDelegation = z.object({
  documentNumber: z.string(),
  kind: z.enum(['授权书', '委托书']),
  form: DelegationForm,
  department: body.extend({ sealCode: z.string() }),
  upstreamAuthority: body.nullable(),
  zone: body.extend({ divisionCode: z.string() }),
  subParks: z.array(z.string()),
  zoneSealCode: z.string(),
  countersign: z.enum(['standing', 'officer']).default('standing'),
  itemCodes: z.array(z.string()),
  signedOn: z.iso.date(),
  validFrom: z.iso.date(),
  validTo: z.iso.date(),
  trialEndsOn: z.iso.date(),
  posts: z.object({ a: z.string(), b: z.string() }),
  standing: z.enum(['in-force', 'suspended', 'terminated', 'taken-back']).optional(),
});
const Sample = z.object({
  demo: z.array(z.object({ withFee: z.string(), withoutFee: z.string() })),
  seals: z.array(z.object({ sealCode: z.string() })),
  delegations: z.array(SampleDelegation),
});
/** The zone's own forms, and its standards of charges with what is charged by them. */
const Forms = z.object({
  standards: z.array(Standard),
  forms: z.array(z.object({
    itemCode: z.string(), formFields: z.array(FormField),
    charges: z.array(z.object({ name: z.string(), standard: z.string(), basis: z.string(), standardCode: z.string(), measure: MeasureSource.optional(), reliefAllowed: z.boolean() })).optional(),
  })),
});
const waitMs = 60_000;

/** Resolves with the paths of the seals' public keys, by name, when a case could be registered. */
export async function prepareSample(hub: Hub, progress: (line: string) => void): Promise<Record<string, string>> {
  const sample = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'delegations.json'), 'utf8')));
  const forms = Forms.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'forms.json'), 'utf8')));
  const officer = await hub.token('catalogue-officer');
  const clerk = await hub.token('window-clerk');
  const catalogue = openClient<CataloguePaths>(hub.url('catalogue'), () => Promise.resolve(officer), 30_000);
  const intake = openClient<IntakePaths>(hub.url('intake'), () => Promise.resolve(clerk));
  const seal = openClient<SealPaths>(hub.url('seal'), () => Promise.resolve(clerk));

  await Promise.all(
    sample.delegations.map(async ({ documentNumber, ...words }) => {
      must(await catalogue.call('put', '/delegations/{documentNumber}', { path: { documentNumber }, body: words }), documentNumber);
    }),
  );
  await until('赋权文书登记 delegations registered', async () => {
    const listed = must(await catalogue.call('get', '/delegations'), 'listDelegations');
    return listed.delegations.length >= sample.delegations.length && listed.delegations.every((each) => each.itemsTold);
  });
  const started = must(await catalogue.call('post', '/synchronisations', { key: freshId(), body: { mode: 'changes' } }), 'startSynchronisation');
  let finished = started;
  await until('事项同步 items taken from the province', async () => {
    finished = must(
      await catalogue.call('get', '/synchronisations/{synchronisationId}', { path: { synchronisationId: started.id } }),
      'showSynchronisation',
    );
    if (finished.state === 'failed') throw new Error(`事项同步失败 synchronisation failed: ${finished.failure ?? ''}`);
    return finished.state === 'finished';
  });
  if (finished.changeSetId !== null) await approve(hub, finished.changeSetId);
  progress(`省级事项 items of the province: ${finished.counts.seen} 见到 seen, ${finished.counts.newVersions} 新版本 new versions`);
  await until('印章 seals made', async () => {
    const listed = must(await seal.call('get', '/seals'), 'listSeals');
    return sample.seals.every((wanted) => listed.seals.some((each) => each.sealCode === wanted.sealCode));
  });
  await Promise.all([...forms.standards.map((standard) => publishStandard(hub, standard)), ...forms.forms.map((form) => setForm(catalogue, hub, form))]);
  await until('窗口事项 items offered at the window', async () => {
    const offered = must(await intake.call('get', '/items'), 'listOfferedItems');
    const codes = offered.items.map((item) => item.code);
    return sample.demo.every((each) => codes.includes(each.withFee) && codes.includes(each.withoutFee)) && forms.forms.every((form) => offered.items.some((item) => item.code === form.itemCode && item.formFields.length > 0 && (item.feeTerms?.length ?? 0) === (form.charges?.length ?? 0)));
  });

  const keys = join(hub.runDirectory, 'seal-keys');
  const published = existsSync(keys) ? readdirSync(keys).filter((file) => file.endsWith('.pem') && !file.includes('certificate')) : [];
  const byName = Object.fromEntries(published.map((file) => [file.slice(0, -'.pem'.length), join(keys, file)]));
  const zoneSeal = byName['YL-KFQ-01'];
  return { ...(zoneSeal === undefined ? {} : { sealPublicKeyPem: zoneSeal }), ...byName };
}

/** Gives an item the zone's own form: one officer edits it, a second approves; nothing to do where an earlier start did. */
async function setForm(catalogue: ReturnType<typeof openClient<CataloguePaths>>, hub: Hub, { itemCode, formFields, charges }: z.infer<typeof Forms>['forms'][number]): Promise<void> {
  const { item, edition } = must(await catalogue.call('get', '/items/{itemCode}', { path: { itemCode } }), 'showItem');
  if (item === null || edition === null || item.formFields.length > 0) return;
  const edited = must(
    await catalogue.call('post', '/items/{itemCode}/edits', { path: { itemCode }, key: freshId(), body: { version: item.version, edition, item: { ...item, formFields, ...(charges === undefined ? {} : { charges: charges.map(({ measure, ...charge }) => ({ ...charge, ...(measure === undefined ? {} : { measure }), unitAmountInFen: null, unit: null, reliefNote: null })) }) }, reason: '园区窗口表单' } }),
    'editItem',
  );
  await approve(hub, edited.id);
}

/** Puts a standard of charges on the register: one officer proposes, a second approves; nothing to do where an earlier start did. */
async function publishStandard(hub: Hub, standard: Standard): Promise<void> {
  const officer = (subject: 'catalogue-officer-a' | 'catalogue-officer-b'): ReturnType<typeof openClient<FeesPaths>> => openClient<FeesPaths>(hub.url('fees'), () => hub.token('catalogue-officer', { subject }), 30_000);
  const path = { standardCode: standard.code };
  const { proposal } = must(await officer('catalogue-officer-a').call('put', '/standards/{standardCode}', { path, body: standard }), standard.code);
  if (proposal !== null) must(await officer('catalogue-officer-b').call('post', '/standards/{standardCode}/verdicts', { path, key: freshId(), body: { number: proposal.number, decision: 'approve', note: '首次载入 first load' } }), standard.code);
}

/** A second officer approves what the first synchronisation has brought; nothing is published otherwise. */
async function approve(hub: Hub, changeSetId: string): Promise<void> {
  const second = await hub.token('catalogue-officer', { subject: 'catalogue-officer-b', name: '事项管理员乙（演示）' });
  const catalogue = openClient<CataloguePaths>(hub.url('catalogue'), () => Promise.resolve(second), 30_000);
  const path = { changeSetId };
  const { revision, state } = must(await catalogue.call('get', '/change-sets/{changeSetId}', { path }), 'showChangeSet');
  if (state === 'proposed') {
    must(await catalogue.call('post', '/change-sets/{changeSetId}/approval', { path, key: freshId(), body: { revision, effectiveOn: null, note: '首次载入 first load' } }), 'approveChangeSet');
  }
  await until('事项变更单生效 change set in force', async () => must(await catalogue.call('get', '/change-sets/{changeSetId}', { path }), 'showChangeSet').state === 'in-force');
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const limit = performance.now() + waitMs;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`${what}: ${waitMs / 1000} 秒内未完成 did not happen within ${waitMs / 1000} s`);
    await delay(50);
  }
}

function must<T>(outcome: Outcome<T>, what: string): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`${what}: ${outcome.kind} ${outcome.kind === 'refused' ? `${outcome.reason} ${outcome.detail}` : outcome.detail}`);
}
