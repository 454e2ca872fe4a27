/** What an integrator may see of the lines of banks: each profile in words, and the last frames, masked. No secret is ever in it. */
import { z } from 'zod';
import type { components } from '../../contracts/bank-gateway/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Handlers } from '../../infra/http-server.ts';
import type { FrameField } from './front-end/frame.ts';
import type { Place, Profile } from './front-end/profile.ts';
import type { BankLine } from './listeners.ts';

type Shown = components['schemas']['BankLine'];
const Query = z.object({ after: z.coerce.number().default(0), limit: z.coerce.number().default(50) });

export function lineHandlers(lines: () => readonly BankLine[]): Handlers {
  return {
    listLines: () => Promise.resolve({ status: 200, body: { lines: lines().map((line, at) => shown(line, String(at))) } }),
    listFrames(asked) {
      const line = lines()[Number(asked.params['line'])];
      if (!line) return Promise.resolve({ refusal: refusal('not-found', { field: 'line' }) });
      const { after, limit } = Query.parse(asked.query);
      return Promise.resolve({ status: 200, body: { frames: line.frames(after, limit) } });
    },
  };
}

function shown(line: BankLine, at: string): Shown {
  const { profile, accounts } = line;
  const { connections, banks } = line.state();
  const { frame, mac, body } = profile;
  return {
    line: at, name: profile.name, title: profile.title, host: line.host, port: line.port, connections, charset: profile.charset, body: body.format === 'xml' ? `XML ${body.root}` : body.separator,
    length: frame.length && { width: frame.length.width, as: frame.length.as, counts: frame.length.counts },
    header: frame.header.map(field), trailer: frame.trailer.map(field),
    mac: mac && { algorithm: mac.algorithm, field: mac.field, over: mac.over.map(({ part, name, first }) => [part, name, first === undefined ? undefined : `[${String(first)}]`].filter((one) => one !== undefined).join(' ')) },
    identity: profile.identity.by,
    transactions: profile.asks.map((ask) => ({
      code: ask.code, means: ask.means, answers: ask.answer.record.map(({ name }) => name), result: { code: ask.answer.result[0], words: ask.answer.result[1] },
      takes: Object.entries(ask.takes).map(([fact, place]) => ({ fact, place: placeOf(place), format: place.as, optional: place.optional })),
    })),
    results: resultsOf(profile),
    banks: accounts.map(({ bank, userCode, addresses, macSecret }) => {
      const met = banks.find((one) => one.bank === bank);
      return { bank, userCode, addresses: addresses ?? [], hasMacSecret: macSecret !== undefined, lastLoginAt: met?.lastLoginAt?.toISOString() ?? null, lastExchangeAt: met?.lastExchangeAt?.toISOString() ?? null };
    }),
  };
}

const field = ({ name, width, justify, value }: FrameField): Shown['header'][number] => ({ name, width: typeof width === 'number' ? String(width) : `= ${width.from}`, fill: justify, value: value ?? null });
const placeOf = ({ field: inBody, head, header }: Place): string => (inBody !== undefined ? inBody : head !== undefined ? `head/${head}` : `header/${header ?? ''}`);

function resultsOf({ results, refusals }: Profile): Shown['results'] {
  return [...Object.entries(results), ...Object.entries(refusals)].map(([when, [code, words]]) => ({ when, code, words }));
}
