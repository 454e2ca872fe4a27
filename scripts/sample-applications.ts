// Applications that come in through the portal of the demonstration's province: one whose item is known, two whose item people must
// find, one with a file that is none, one that nobody can be called about, one that cannot be read. Sent again, nothing is there twice.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import type { Hub } from './hub.ts';
import { projectRoot } from './run-directory.ts';

const Sample = z.object({ rows: z.array(z.unknown()) });

/** Resolves with how many the portal has now. */
export async function sendSampleApplications(hub: Hub): Promise<number> {
  const { rows } = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'province-gateway', 'adapters', 'signed-rest', 'sample-applications.json'), 'utf8')));
  const answer = await axios.post<unknown>(`${hub.control('province')}/applications`, { rows });
  return z.object({ applications: z.number() }).parse(answer.data).applications;
}
