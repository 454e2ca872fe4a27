/**
 * The statements of a payment channel as a folder of daily files, so that they are looked at, read, compared and delivered like those of
 * every bank. Promises: a day's file carries the MD5 the channel has signed beside it; its head must say what the channel's signed
 * totals say; days are asked for anew every ten minutes, and at once when the channel says that one lies ready.
 */
import { Readable } from 'node:stream';
import { derivedId } from '../../infra/chance.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import { FileProblem } from './daily-files/file-problem.ts';
import { FileTrouble, isPlainName, RemoteTrouble, type RemoteFile, type RemoteFolder } from './daily-files/remote-folder.ts';
import { yuanOfFen } from './front-end/values.ts';
import type { ChannelStatement, PaymentChannel } from './channel-port.ts';

const askAgainMs = 600_000;
/** Five totals are far shorter. */
const longestHead = 200;

export interface ChannelFolders {
  open(): RemoteFolder;
  /** The channel has said that a day lies ready, with this MD5. */
  announced(day: string, md5: string): void;
}

/** The statements of the last `days` days that are over. */
export function channelFolders(channel: () => PaymentChannel | null, clock: Clock, days: number): ChannelFolders {
  const known = new Map<string, { statement: ChannelStatement | null; bytes: number; askedAt: number }>();
  /** Speaks against an answer once: it may be an old one told again, or a later one may have been lost. */
  const announced = new Map<string, { readonly md5: string; heard: boolean }>();

  async function dayOf(day: string): Promise<{ statement: ChannelStatement | null; bytes: number }> {
    const now = clock.now().getTime();
    const before = known.get(day);
    if (before && now - before.askedAt < askAgainMs && now >= before.askedAt) return before;
    const one = channel();
    if (!one) throw new RemoteTrouble('no payment channel is connected', true);
    const notice = announced.get(day);
    const told = await one.statement(day, notice?.heard === false ? notice.md5 : undefined);
    if (told.kind === 'unavailable' || told.kind === 'in-doubt') throw new RemoteTrouble(told.detail);
    if (notice) notice.heard = true;
    const found = { statement: told.kind === 'done' ? { ...told.value, md5: told.value.md5 ?? notice?.md5 ?? null } : null, bytes: 0, askedAt: now };
    if (found.statement) {
      const size = await found.statement.size().catch((error: unknown) => { throw new RemoteTrouble(error instanceof Error ? error.message : 'unknown'); });
      if (size === null) throw new RemoteTrouble('the place of the statement does not say how long it is', true);
      found.bytes = size;
    }
    known.set(day, found);
    for (const old of known.keys()) if (old < chinaDate(new Date(now - (days + 1) * 86_400_000))) { known.delete(old); announced.delete(old); }
    return found;
  }

  return {
    announced(day, md5) { announced.set(day, { md5, heard: false }); known.delete(day); },
    open() {
      const listed = new Map<string, ChannelStatement>();
      return {
        async list() {
          const files: RemoteFile[] = [];
          const asked = await Promise.allSettled(Array.from({ length: days }, (_day, at) => dayOf(chinaDate(new Date(clock.now().getTime() - (days - at) * 86_400_000)))));
          // A day whose file is gone from where it lay keeps no other day waiting; it is missed by its name.
          const answered = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
          const [failed] = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
          if (answered.length === 0 && failed !== undefined) throw failed;
          for (const { statement, bytes } of answered) {
            if (!statement || !isPlainName(statement.name)) continue;
            // The MD5 and the signed totals: another of either is another statement.
            const totals = [statement.payments.count, statement.payments.amountInFen, statement.refunds.count, statement.refunds.amountInFen].join(' ');
            const changed = `${statement.md5 ?? '-'} ${derivedId('channel-statement', totals, 0).slice(0, 7)}`;
            listed.set(statement.name, statement);
            files.push({ name: statement.name, bytes, changed });
            if (statement.md5 !== null) files.push({ name: `${statement.name}.md5`, bytes: 32, changed });
          }
          return files;
        },
        async read(name) {
          const statement = listed.get(name) ?? listed.get(name.replace(/\.md5$/, ''));
          if (!statement) throw new RemoteTrouble(`no such statement: ${name}`);
          return Readable.from(name === statement.name ? withSignedHead(statement) : [Buffer.from(statement.md5 ?? '')]);
        },
        close: () => Promise.resolve(),
      };
    },
  };
}

/** The file, once its head says what the channel has signed. */
async function* withSignedHead(statement: ChannelStatement): AsyncGenerator<Buffer> {
  const signed = [statement.day.replaceAll('-', ''), String(statement.payments.count), yuanOfFen(statement.payments.amountInFen), String(statement.refunds.count), yuanOfFen(statement.refunds.amountInFen)].join('|');
  const differs = (): FileProblem => new FileProblem('totals', { zh: '文件头与渠道签名的总额不符', en: 'the head is not the totals the channel has signed' }, { line: 1 });
  let head = '';
  let compared = false;
  try {
    for await (const piece of statement.bytes()) {
      if (!compared) {
        head += piece.toString('latin1', 0, longestHead);
        compared = head.includes('\n');
        if (compared ? head.split('\n')[0]?.trim() !== signed : head.length >= longestHead) throw differs();
      }
      yield piece;
    }
    // A head without an end behind it is a head still.
    if (!compared && head.trim() !== signed) throw differs();
  } catch (error) {
    throw error instanceof FileProblem ? error : new FileTrouble(error instanceof Error ? error.message : 'unknown');
  }
}
