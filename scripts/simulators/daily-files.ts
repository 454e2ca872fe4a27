// A bank that lays down its daily files on an SFTP server of its own (and an FTP server beside it, when it is given a port), in every dialect and with every fault they were seen
// with. Over its control endpoint: POST /write {dialect, day, lines? | count?, part?, fault?}, POST /finish (what was left
// half becomes whole), GET /files, GET /feeds (the entries of HUB_DAILY_FILES that fetch from it),
// POST /put {name, base64, as} (any bytes, in whatever dialect), POST /pace {ms} (a pause after each two kilobytes), GET /reading.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeArrivals } from '../../services/bank-gateway/adapters/dzcz/simulator.ts';
import { writeTreasuryArrivals } from '../../services/bank-gateway/adapters/dzgk/simulator.ts';
import { writeFiscalSplit } from '../../services/bank-gateway/adapters/fccz/simulator.ts';
import { writeTreasurySplit } from '../../services/bank-gateway/adapters/fcgk/simulator.ts';
import { writeAggregatorStatement } from '../../services/bank-gateway/adapters/gzf0005/simulator.ts';
import { writeArrivalTotals } from '../../services/bank-gateway/adapters/hzdz/simulator.ts';
import { writeSplitTotals } from '../../services/bank-gateway/adapters/hzfczh/simulator.ts';
import { writeItemStatement } from '../../services/bank-gateway/adapters/qingdao-3003/simulator.ts';
import { writeFailedLines } from '../../services/bank-gateway/adapters/qingdao-3048/simulator.ts';
import { writeBill } from '../../services/bank-gateway/adapters/wechat-bill/simulator.ts';
import { writeProblemItems } from '../../services/bank-gateway/adapters/wtzw/simulator.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import type { SimulatedDay, WrittenFile } from '../../services/bank-gateway/simulated-day.ts';
import { startFileServer, type Pace } from '../../services/bank-gateway/simulated-file-server.ts';
import { startFtpServer } from '../../services/bank-gateway/simulated-ftp-server.ts';
import { defineSimulator, serveControl, SimulatorSettings } from '../simulator-program.ts';

const dialects: Readonly<Record<string, { write(day: SimulatedDay): WrittenFile; bank: string; source: string }>> = {
  yhsk: { write: writeReceipts, bank: '105533902', source: 'YLBANK01' },
  wtzw: { write: writeProblemItems, bank: '105533902', source: 'YLBANK01' },
  fccz: { write: writeFiscalSplit, bank: '105533902', source: 'fiscal' },
  fcgk: { write: writeTreasurySplit, bank: '105533902', source: 'fiscal' },
  dzcz: { write: writeArrivals, bank: '105533902', source: 'fiscal' },
  dzgk: { write: writeTreasuryArrivals, bank: '105533902', source: 'fiscal' },
  hzdz: { write: writeArrivalTotals, bank: '105533902', source: 'fiscal' },
  hzfczh: { write: writeSplitTotals, bank: '105533902', source: 'fiscal' },
  'qingdao-3003': { write: writeItemStatement, bank: '0105', source: 'YLBANK02' },
  'qingdao-3048': { write: writeFailedLines, bank: '0105', source: 'YLBANK02' },
  'wechat-bill': { write: writeBill, bank: '1900000109', source: 'WECHAT' },
  gzf0005: { write: writeAggregatorStatement, bank: 'YLZF', source: 'YLZF' },
};
const faults = {
  tmp: '只写成 .tmp，/finish 才改名 only as .tmp, renamed by /finish',
  half: '只写一半，/finish 才写完 only half of it, the rest by /finish',
  'cut-character': '汉字写到一半 ends in the middle of a character, the rest by /finish',
  'wrong-count': '文件头笔数多一 the head counts one line too many',
  'wrong-amount': '文件头金额多一元 the head says one yuan too much',
  'wrong-md5': '校验文件的 MD5 不对 the digest file states another MD5',
  'no-md5': '没有校验文件，/finish 才写 no digest file until /finish',
  'nul-tail': '末尾多一个 NUL one more NUL at the end',
  twice: '同一内容另起一名再写一次 the same bytes under the next name too',
  reordered: '各行颠倒 lines in another order',
  'one-decimal': '金额只写一位小数 amounts with one decimal',
} as const;
const Fault = z.enum(['tmp', 'half', 'cut-character', 'wrong-count', 'wrong-amount', 'wrong-md5', 'no-md5', 'nul-tail', 'twice', 'reordered', 'one-decimal']);
const Line = z.object({
  payCode: z.string(), amountInFen: z.number().int(), serial: z.string().optional(), kind: z.enum(['payment', 'refund', 'reversal']).optional(), unit: z.string().optional(), item: z.string().optional(), reason: z.string().optional(),
});
const Write = z.object({ dialect: z.string(), day: z.iso.date(), lines: z.array(Line).max(100_000).optional(), count: z.number().int().min(0).max(100_000).default(3), part: z.number().int().min(1).max(9).default(1), fault: Fault.optional() });

/** Bytes as they are: whole, half of them until /finish, or under .tmp until then. */
const Put = z.object({ name: z.string().regex(/^[0-9A-Za-z_.-]{1,120}$/), base64: z.base64(), as: z.enum(['whole', 'half', 'tmp']).default('whole') });

const settings = SimulatorSettings.extend({
  user: z.string().min(1).default('hub').describe('SFTP 账号 · account'),
  password: z.string().min(1).describe('SFTP 口令 · password'),
  filesDirectory: z.string().min(1).describe('放文件的目录 · folder of the files'),
  ftpPort: z.coerce.number().int().min(0).max(65535).optional().describe('FTP 端口；不填则没有 FTP · port for FTP; none without it'),
  division: z.string().regex(/^\d{6}$/).default('533902').describe('区划 · division code'),
});

export const program = defineSimulator({
  name: 'daily-files',
  title: '银行每日文件（SFTP）a bank’s daily files over SFTP',
  faults,
  settings,
  async start(given) {
    const folder = join(given.filesDirectory, 'out');
    mkdirSync(folder, { recursive: true });
    let [pauseMs, reading] = [0, 0];
    const pace: Pace = { pauseMs: () => pauseMs, opened: () => { reading += 1; }, closed: () => { reading -= 1; } };
    const account = { host: given.host, user: given.user, password: given.password, folder, pace };
    const server = await startFileServer({ ...account, port: given.port, hostKeyFile: join(given.filesDirectory, 'host-key') });
    const ftp = given.ftpPort === undefined ? undefined : await startFtpServer({ ...account, port: given.ftpPort });
    const usual = z.array(Fault).parse(given.faults);
    const unfinished: (() => void)[] = [];
    const put = (name: string, bytes: Buffer): void => { writeFileSync(join(folder, name), bytes); };

    function lay(asked: z.infer<typeof Write>): { files: string[] } {
      const dialect = dialects[asked.dialect];
      if (!dialect) throw new Error(`没有这种文件 no such dialect: ${asked.dialect} (${Object.keys(dialects).join(', ')})`);
      const fault = asked.fault ?? usual.shift();
      const given_ = (asked.lines ?? Array.from({ length: asked.count }, (_line, at) => ({ payCode: `${given.division}2630${String(at + 1).padStart(10, '0')}`, amountInFen: 10_000 + at * 10 })))
        .map(({ payCode, amountInFen, ...rest }) => ({ payCode, amountInFen, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) }));
      const sum = given_.reduce((total, line) => total + line.amountInFen, 0);
      const day: SimulatedDay = {
        bank: dialect.bank, division: given.division, day: asked.day, part: asked.part, lines: fault === 'reordered' ? given_.toReversed() : given_,
        ...(fault === 'wrong-count' ? { stated: { count: given_.length + 1 } } : fault === 'wrong-amount' ? { stated: { amountInFen: sum + 100 } } : {}), ...(fault === 'one-decimal' ? { decimals: 1 } : {}),
      };
      const { name, bytes, digestFile } = dialect.write(day);
      const files = [name];
      const later = (length: number): void => { put(name, bytes.subarray(0, length)); unfinished.push(() => { put(name, bytes); }); };
      if (fault === 'tmp') {
        put(`${name}.tmp`, bytes);
        unfinished.push(() => { renameSync(join(folder, `${name}.tmp`), join(folder, name)); });
      } else if (fault === 'half') later(Math.floor(bytes.length / 2));
      else if (fault === 'cut-character') later(bytes.findLastIndex((byte) => byte >= 0x80));
      else put(name, fault === 'nul-tail' ? Buffer.concat([bytes, Buffer.from([0])]) : bytes);
      if (fault === 'twice') { const second = dialect.write({ ...day, part: asked.part + 1 }).name; put(second, bytes); files.push(second); }
      if (digestFile) {
        const write = (): void => { put(digestFile.name, fault === 'wrong-md5' ? Buffer.from(`${'0'.repeat(32)}  ${name}\n`) : digestFile.bytes); };
        if (fault === 'no-md5') unfinished.push(write); else write();
      }
      return { files };
    }

    const control = await serveControl(given.host, given.controlPort, {
      'GET /health': () => ({ ready: true }),
      'GET /files': () => ({ files: readdirSync(folder).map((name) => ({ name, bytes: statSync(join(folder, name)).size })) }),
      'GET /feeds': () => Object.entries(dialects).map(([profile, { bank, source }]) => ({
        feed: profile, source, profile, bankCode: bank, from: { by: 'sftp', host: given.host, port: server.port, user: given.user, password: given.password, hostKey: server.hostKey, folder: '/' },
      })),
      'POST /write': (body) => lay(Write.parse(body)),
      'POST /put': (body) => {
        const { name, base64, as } = Put.parse(body);
        const bytes = Buffer.from(base64, 'base64');
        if (as === 'tmp') { put(`${name}.tmp`, bytes); unfinished.push(() => { renameSync(join(folder, `${name}.tmp`), join(folder, name)); }); }
        else if (as === 'half') { put(name, bytes.subarray(0, Math.floor(bytes.length / 2))); unfinished.push(() => { put(name, bytes); }); }
        else { put(name, bytes); rmSync(join(folder, `${name}.tmp`), { force: true }); }
        return { name };
      },
      'POST /pace': (body) => { pauseMs = z.object({ ms: z.number().int().min(0).max(60_000) }).parse(body).ms; return {}; },
      'GET /reading': () => ({ reading }),
      'POST /finish': () => { const count = unfinished.length; for (const finish of unfinished.splice(0)) finish(); return { finished: count }; },
    });
    return {
      controlUrl: control.url,
      listen: `sftp://${given.host}:${String(server.port)}`,
      async stop() { await control.close(); await Promise.all([server.stop(), ftp?.stop()]); },
    };
  },
});
