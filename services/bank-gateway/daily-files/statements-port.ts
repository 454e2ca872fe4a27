/** How a file that was believed reaches fees. Promise: `done` means that fees has committed all of its lines; the same file again is the same. */
import { createReadStream } from 'node:fs';
import type { paths } from '../../../contracts/fees/api.ts';
import type { Client } from '../../../infra/http-client.ts';
import { done, type Outcome } from '../../../infra/outcome.ts';

export interface Delivery {
  readonly source: string;
  readonly day: string;
  readonly name: string;
  readonly sha256: string;
  readonly count: number;
  readonly amountInFen: number;
  /** The lines on disk. */
  readonly file: string;
}
export interface StatementsPort { deliver(delivery: Delivery): Promise<Outcome<{ revision: number; state: string; repeated: boolean }>> }

/** Over the contract of fees. A large file takes its time to be written down: `timeoutMs` is for all of it. */
export function statementsPort(fees: Client<paths>, timeoutMs: number): StatementsPort {
  return {
    async deliver({ source, day, name, sha256, count, amountInFen, file }) {
      const stream = createReadStream(file, { highWaterMark: 262_144 });
      try {
        // The name is the file's fixed id: what comes again under it with other bytes is a revision.
        const answer = await fees.call('put', '/statements/{source}/{day}/files/{fileId}', {
          path: { source, day, fileId: name.replaceAll(/[^0-9A-Za-z_.-]/g, '_').slice(0, 100) }, query: { name, sha256, count, amountInFen }, stream, timeoutMs, headers: { 'content-type': 'application/octet-stream' },
        });
        return answer.kind === 'done' ? done({ revision: answer.value.revision, state: answer.value.state, repeated: answer.value.repeated }) : answer;
      } finally { stream.destroy(); }
    },
  };
}
