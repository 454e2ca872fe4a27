// The daily files of the scenario `money`: how each bank writes its day, and the servers they are laid down on. Promise: three dialects, over SFTP, FTP
// with data connections opened by us, and FTP with those opened by the server; one of them is a profile written here, as an integrator would.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeItemStatement } from '../../services/bank-gateway/adapters/qingdao-3003/simulator.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import type { Hub } from '../hub.ts';
import { controlOf } from './control.ts';

/** A line of a bank's file. */
export interface FileLine { payCode: string; serial: string; amountInFen: number; kind?: 'payment' | 'refund' }
interface Written { name: string; bytes: Buffer; digest?: { name: string; bytes: Buffer } }
/** How one bank writes its day. `bySerial`: its lines carry serials, and the day is compared by them; else by pay code. */
export interface Dialect { feed: string; bySerial: boolean; over: 'SFTP' | 'FTP passive' | 'FTP active'; write(day: string, lines: readonly FileLine[], part?: number): Written }

const division = '533902';
const [receiptsBank, itemsBank, branchCode] = ['105533902', '0105', '153533902'];
const compact = (day: string): string => day.replaceAll('-', '');
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const plain = ({ payCode, amountInFen }: FileLine): { payCode: string; amountInFen: number } => ({ payCode, amountInFen });

export const zoneDialect: Dialect = { feed: 'zone-day', bySerial: false, over: 'FTP passive', write: (day, lines, part = 1) => writeReceipts({ bank: receiptsBank, division, day, part, lines: lines.map(plain) }) };
export const counterDialect: Dialect = { feed: 'counter-day', bySerial: false, over: 'FTP active', write: (day, lines, part = 1) => writeItemStatement({ bank: itemsBank, division, day, part, lines: lines.map(plain) }) };
/** A dialect nobody has a program for: its profile is below. */
export const branchDialect: Dialect = {
  feed: 'branch-day', bySerial: true, over: 'SFTP',
  write(day, lines) {
    const back = lines.filter(({ kind }) => kind === 'refund');
    const sum = (some: readonly FileLine[]): number => some.reduce((total, { amountInFen }) => total + amountInFen, 0);
    const head = [compact(day), lines.length - back.length, yuan(sum(lines) - sum(back)), back.length, yuan(sum(back))].join('|');
    const bytes = Buffer.from(`${[head, ...lines.map(({ payCode, serial, amountInFen, kind = 'payment' }) => [serial, payCode, kind === 'refund' ? 'T' : 'S', yuan(amountInFen)].join('|'))].join('\n')}\n`, 'latin1');
    const name = `BR${branchCode}${compact(day)}.dat`;
    return { name, bytes, digest: { name: `${name}.md5`, bytes: Buffer.from(`${createHash('md5').update(bytes).digest('hex')}\n`) } };
  },
};
const branchProfile = {
  name: 'branch-day', title: '分行日终明细 a branch’s day', carries: 'payments', file: 'BR{bank:9}{day}.dat', digestFile: '.md5', charset: 'gbk', amounts: 'yuan',
  lines: { end: '\n', separator: '|', fields: 4 }, head: { is: 'line', fields: 5, says: { day: 0, count: 1, amount: 2, refundCount: 3, refunds: 4 } }, row: { serial: 0, payCode: 1 },
  kinds: { field: 2, values: { S: { kind: 'payment', amount: 3 }, T: { kind: 'refund', amount: 3 } } },
};
export const fiscalFeed = 'fiscal-day';
export const channelFeed = 'channel-day';

/** What the gateway is told of them. */
export function feedsFor(given: { runDirectory: string; sources: { zone: string; branch: string; counter: string; channel: string }; sftp: unknown; ftp: { host: string; port: number; user: string; password: string } }): string {
  const { sources } = given;
  const profile = join(given.runDirectory, 'branch-day.json');
  writeFileSync(profile, JSON.stringify(branchProfile));
  const often = { settleSeconds: 0, expectedBy: null };
  const ftp = (mode: 'active' | 'passive'): object => ({ by: 'ftp', mode, ...given.ftp, folder: '/', waitMs: 10_000 });
  return JSON.stringify([
    { feed: zoneDialect.feed, source: sources.zone, profile: 'yhsk', from: ftp('passive'), bankCode: receiptsBank, ...often },
    { feed: branchDialect.feed, source: sources.branch, profile, from: given.sftp, bankCode: branchCode, ...often },
    { feed: counterDialect.feed, source: sources.counter, profile: 'qingdao-3003', from: ftp('active'), bankCode: itemsBank, ...often },
    { feed: fiscalFeed, source: 'fiscal', profile: 'dzcz', from: given.sftp, ...often },
    { feed: channelFeed, source: sources.channel, profile: 'gzf0005', from: { by: 'channel' }, ...often },
  ]);
}

/** The servers, as those who lay files down there know them; asked again while they are dead. */
export interface FileServers {
  put(name: string, bytes: Buffer, as?: 'whole' | 'half' | 'tmp'): Promise<void>;
  /** A pause after each two kilobytes that are read. */
  pace(ms: number): Promise<void>;
  /** How many files are being read now; 0 when the servers are down. */
  reading(): Promise<number>;
  /** The way in, for the gateway's setting. */
  place(): Promise<unknown>;
}
export function fileServers(hub: Hub, interrupted: AbortSignal): FileServers {
  const control = controlOf(hub.control('daily-files'), { who: 'the file servers', interrupted });
  return {
    async put(name, bytes, as = 'whole') { await control.done('/put', z.unknown(), { name, base64: bytes.toString('base64'), as }); },
    async pace(ms) { await control.done('/pace', z.unknown(), { ms }); },
    async reading() { return (await control.done('/reading', z.object({ reading: z.number() }))).reading; },
    async place() { return (await control.done('/feeds', z.array(z.object({ from: z.unknown() }))))[0]?.from; },
  };
}
