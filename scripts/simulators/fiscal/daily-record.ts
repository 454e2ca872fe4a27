// The daily record of a simulated fiscal platform: what the platform itself holds of each day, whatever it told the hub and whatever the hub
// heard of it, laid down as a file (DZCZ) for whoever fetches it. Promise: written under another name first and then renamed; a day
// whose books have changed is written anew under its own name.
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../infra/clock.ts';
import { writeArrivals } from '../../../services/bank-gateway/adapters/dzcz/simulator.ts';
import type { PlatformBooks } from '../../../services/bank-gateway/adapters/cnnontax/simulator.ts';
import type { SimulatedLine, WrittenFile } from '../../../services/bank-gateway/simulated-day.ts';
import { openDayWriter } from '../../../services/bank-gateway/simulated-day-writer.ts';

/** What a record was seen to do wrong, with what each is. */
export const recordFaults = {
  'record-late': '对账文件迟到，/finish 才写 the record is not there until /finish',
  'record-twice': '同一份对账文件再写一次 the same record is written once more',
  'record-revised': '先少一笔，/finish 后更正 the record lacks its last line until /finish',
  'record-wrong-totals': '文件头总额多一元 the head of the record says one yuan too much',
  'record-lying-amount': '一笔金额多一分，总额与之相符 one line is a fen too much, and so is the sum',
  'record-doubled-line': '一笔写了两行 one line stands twice',
} as const;
export type RecordFault = keyof typeof recordFaults;
export const isRecordFault = (word: string): word is RecordFault => Object.hasOwn(recordFaults, word);

export interface RecordSettings {
  folder: string; bank: string; division: string; books(): PlatformBooks;
  /** How long the books must rest before a day that changed is written by itself; 0 for never. */
  afterQuietMs: number;
}
export interface FiscalRecord {
  /** Writes a day's record now, with what is wrong with it. */
  write(day: string, fault?: RecordFault): { name: string; lines: number; amountInFen: number };
  /** Writes what was held back; how many. */
  finish(): number;
  /** What the platform holds, by the day it arrived on. */
  days(): Record<string, SimulatedLine[]>;
  stop(): void;
}

export function openFiscalRecord({ folder, bank, division, books, afterQuietMs }: RecordSettings): FiscalRecord {
  const held: (() => void)[] = [];
  const fenOf = (yuan: string): number => Math.round(Number(yuan) * 100);

  function days(): Record<string, SimulatedLine[]> {
    const { bills, payments } = books();
    const units = new Map(bills.map(({ payCode, unitName }) => [payCode, unitName]));
    const found: Record<string, SimulatedLine[]> = {};
    for (const { payCode, amount, serial, day, reversed } of payments) {
      if (reversed) continue;
      const on = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
      (found[on] ??= []).push({ payCode, serial, amountInFen: fenOf(amount), unit: units.get(payCode) ?? '' });
    }
    return found;
  }
  const written = (day: string, lines: readonly SimulatedLine[], stated?: { amountInFen: number }): WrittenFile => writeArrivals({ bank, division, day, part: 1, lines, ...(stated ? { stated } : {}) });
  const writer = openDayWriter(folder, afterQuietMs, () => Object.entries(days()).map(([day, lines]) => written(day, lines)));
  const put = (name: string, bytes: Buffer): void => { writer.put({ name, bytes }); };

  return {
    days,
    write(day, fault) {
      const lines = days()[day] ?? [];
      const total = lines.reduce((sum, line) => sum + line.amountInFen, 0);
      const [first] = lines;
      const { name, bytes } = written(day, lines);
      const put_ = (given: Buffer): void => { put(name, given); };
      switch (fault) {
        case 'record-late': held.push(() => { put_(bytes); }); break;
        case 'record-revised': put_(written(day, lines.slice(0, -1)).bytes); held.push(() => { put_(bytes); }); break;
        case 'record-wrong-totals': put_(written(day, lines, { amountInFen: total + 100 }).bytes); break;
        case 'record-lying-amount': put_(written(day, lines.map((line) => (line === first ? { ...line, amountInFen: line.amountInFen + 1 } : line))).bytes); break;
        case 'record-doubled-line': put_(written(day, first ? [...lines, first] : lines).bytes); break;
        case 'record-twice': {
          put_(bytes);
          const later = new Date(systemClock.now().getTime() + 5_000);
          // The same bytes at another time of day: a fetcher sees a file it does not know.
          held.push(() => { utimesSync(join(folder, name), later, later); });
          break;
        }
        case undefined: put_(bytes); break;
      }
      return { name, lines: lines.length, amountInFen: total };
    },
    finish() { const count = held.length; for (const write of held.splice(0)) write(); return count; },
    stop() { writer.stop(); },
  };
}
