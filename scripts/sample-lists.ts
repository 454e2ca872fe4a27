// Lists of the sizes zones publish, for people to try: ten files to hand in lie in the run directory, and the one by the four forms of
// delegation is handed in already, with its documents, so that its change set of 172 items waits for an officer. Told again it changes nothing.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeWorkbook from 'write-excel-file/node';
import { z } from 'zod';
import type { paths as CataloguePaths } from '../contracts/catalogue/api.ts';
import { openClient } from '../infra/http-client.ts';
import { asTable, sampleListByForms, sampleLists, type SampleList } from '../services/catalogue/sample-lists.ts';
import type { Hub } from './hub.ts';
import { projectRoot } from './run-directory.ts';
import { SampleDelegation } from './sample-work.ts';

const Sample = z.object({ delegations: z.array(SampleDelegation).min(1) });
const formsInWords: Readonly<Record<string, string>> = { direct: '直接赋权', entrusted: '委托行使', forward: '服务前移', 'direct-report': '审批直报' };

const workbookOf = (list: SampleList): Promise<Buffer> =>
  writeWorkbook(asTable(list).map((row) => row.map((value) => ({ value, type: String }))), { sheet: '赋权事项清单' }).toBuffer();

/** Writes the files and hands one in; resolves with where they lie. */
export async function offerSampleLists(hub: Hub): Promise<string> {
  const { delegations } = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'delegations.json'), 'utf8')));
  const department = delegations[0]?.department;
  if (!department) throw new Error('the sample has no document');
  const byForms = sampleListByForms(department);
  const directory = join(hub.runDirectory, 'sample-lists');
  await mkdir(directory, { recursive: true });
  const lists = [...sampleLists().slice(0, -1), byForms];
  for (const list of lists) await writeFile(join(directory, `${list.title}.xlsx`), await workbookOf(list));

  const officer = await hub.token('catalogue-officer');
  const catalogue = openClient<CataloguePaths>(hub.url('catalogue'), () => Promise.resolve(officer), 30_000);
  for (const [form, words] of Object.entries(formsInWords)) {
    const paper = delegations.find((one) => one.form === form && (one.standing ?? 'in-force') === 'in-force');
    if (!paper) continue;
    const { documentNumber: _number, ...rest } = paper;
    const body = { ...rest, department, itemCodes: byForms.rows.filter((row) => row['form'] === words).map((row) => row['handlingCode'] ?? '') };
    const kept = await catalogue.call('put', '/delegations/{documentNumber}', { path: { documentNumber: `云岭示授〔2026〕${words}` }, body });
    if (kept.kind !== 'done') throw new Error(`示例文书 sample document ${words}: ${kept.kind} ${kept.detail}`);
  }
  const handed = await fetch(`${hub.url('catalogue')}/department-lists/sample-by-forms/file?department=${department.creditCode}&departmentName=${encodeURIComponent(department.name)}&fileName=${encodeURIComponent(`${byForms.title}.xlsx`)}`, {
    method: 'PUT', headers: { authorization: `Bearer ${officer}`, 'content-type': 'application/octet-stream' }, body: new Uint8Array(await workbookOf(byForms)),
  });
  // A workbook made anew is another file: what was handed in at an earlier start stays.
  if (!handed.ok && handed.status !== 409) throw new Error(`示例清单 sample list: ${handed.status} ${(await handed.text()).slice(0, 300)}`);
  return directory;
}
