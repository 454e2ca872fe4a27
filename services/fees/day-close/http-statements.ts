/** The HTTP of statement files: delivered by the bank gateway, looked at by people. */
import { z } from 'zod';
import { refusal } from '../../../contracts/refusals.ts';
import { BodyTooLarge, type Asked, type Handlers } from '../../../infra/http-server.ts';
import { beginningOf } from '../../../infra/paging.ts';
import type { Context } from '../../../infra/runner.ts';
import { deliver, filesOf, shown } from './statement-files.ts';

const HeadQuery = z.object({ name: z.string(), sha256: z.string(), count: z.coerce.number().int(), amountInFen: z.coerce.number().int() });

export function statementHandlers(context: Context<object>, isBank: (asked: Asked) => boolean, delivered: (source: string, day: string) => void): Handlers {
  const { database, clock } = context;
  return {
    async deliverStatementFile(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const { source = '', day = '', fileId = '' } = asked.params;
      if (!beginningOf(day)) return { refusal: refusal('invalid-request', { field: 'params.day', detail: { zh: '没有这一天', en: 'there is no such day' } }) };
      try {
        const result = await deliver(database, context.settings.databaseUrl, { source, day, fileId, ...HeadQuery.parse(asked.query), by: asked.actor.subject }, asked.stream, clock.now());
        if ('reason' in result) return { refusal: result };
        if (!result.repeated) delivered(source, day);
        return { status: 200, body: { ...result.file, repeated: result.repeated } };
      } catch (error) {
        if (error instanceof BodyTooLarge) return { refusal: refusal('file-too-large', { detail: { zh: '对账文件不得超过 1 GB', en: 'a statement is at most 1 GB' } }) };
        throw error;
      }
    },
    async listStatementFiles(asked) {
      const files = await filesOf(database, asked.params['source'] ?? '', asked.params['day'] ?? '');
      return { status: 200, body: { files: files.map((file) => shown(file, files)) } };
    },
  };
}
