/**
 * Reads the State Council's notices kept beside this file, one `<year>.json` each: to load a year, add its file.
 * A file that contradicts itself stops the start of the service: a wrong calendar would promise wrong dates in silence.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile } from '../../../infra/project-file.ts';
import { YearNotice } from '../working-days.ts';

/** Every notice in a folder, by year; the default folder ships with the product. Throws naming the faulty file. */
export function readNotices(folder: string = projectFile('services', 'intake', 'calendar')): YearNotice[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}\.json$/.test(name))
    .toSorted()
    .map((name) => {
      const parsed = YearNotice.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!parsed.success) {
        throw new Error(`工作日历有误 / working-day calendar ${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
      }
      if (`${parsed.data.year}.json` !== name) throw new Error(`工作日历年份与文件名不符 / calendar ${name} is of ${parsed.data.year}`);
      return parsed.data;
    });
}
