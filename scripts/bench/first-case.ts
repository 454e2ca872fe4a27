/** Waits until the window offers an item, registers a case for it and accepts it: what `start` calls being ready. */
import { setTimeout as delay } from 'node:timers/promises';
import { freshId } from '../../infra/chance.ts';
import type { Hub } from '../hub.ts';
import { sampleAnswers } from '../sample-answers.ts';
import { samplePaper } from '../sample-papers.ts';
import { applicationsFor } from '../traffic/applications.ts';
import { openHall } from '../traffic/hall.ts';

export async function firstAcceptedCase(hub: Hub): Promise<string> {
  const hall = await openHall(hub);
  const until = performance.now() + 60_000;
  for (;;) {
    const offers = await hall.offers();
    if (offers.kind === 'done' && new Set(offers.value.map((offer) => offer.form)).size === 4) {
      const [application] = applicationsFor(offers.value, 1);
      if (!application) throw new Error('no application');
      const { item, projectName, applicant, contact } = application;
      const upload = await hall.clerk.call('post', '/materials', { body: samplePaper('first case') });
      if (upload.kind !== 'done') throw new Error(`upload: ${JSON.stringify(upload)}`);
      const materials = item.materials.filter((m) => m.required).map(({ name }) => ({ name, sha256: upload.value.sha256 }));
      const registered = await hall.clerk.call('post', '/cases', { key: freshId(), body: { itemCode: item.code, projectName, applicant, contact, materials, answers: sampleAnswers(item.formFields) } });
      if (registered.kind !== 'done') throw new Error(`registration: ${JSON.stringify(registered)}`);
      const { caseNumber } = registered.value;
      const accepted = await hall.clerk.call('post', '/cases/{caseNumber}/acceptance', { path: { caseNumber }, key: freshId(), body: { decision: 'accept', reason: '' } });
      if (accepted.kind !== 'done') throw new Error(`acceptance: ${JSON.stringify(accepted)}`);
      return caseNumber;
    }
    if (performance.now() > until) throw new Error('the window offers nothing after a minute');
    await delay(50);
  }
}
