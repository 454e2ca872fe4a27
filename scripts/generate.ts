// `npm run generate`: makes every generated file anew; `--check` only says which are stale. Promise: run twice, it changes
// nothing the second time, and nothing that a person wrote is lost.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apiTypes } from './documents/api-types.ts';
import { asyncApi } from './documents/async-api.ts';
import { busConfiguration } from './documents/bus-configuration.ts';
import { consolePages, withPages } from './documents/console-pages.ts';
import type { Generated } from './documents/generated.ts';
import { stateDiagrams } from './documents/state-diagrams.ts';
import { readCommandLine } from './command-line.ts';
import { createPrinter } from './print.ts';
import { projectRoot, readIfThere } from './run-directory.ts';

/** Every generated file as it should be. */
export async function everythingGenerated(root: string): Promise<Generated[]> {
  const readme = 'services/console/README.md';
  const pages = { path: readme, content: withPages(readFileSync(join(root, readme), 'utf8'), await consolePages(root)) };
  return [...(await apiTypes(root)), asyncApi(), busConfiguration(), ...(await stateDiagrams(root)), pages];
}

const description = {
  call: 'npm run generate --',
  does: '重新生成接口类型、消息文档、状态图、页面清单与总线权限 makes contract types, AsyncAPI, state diagrams, the list of pages and bus rights anew',
  options: {
    check: { type: 'boolean', help: '只检查是否过期 only say which are stale; exit 1 when some are' },
    json: { type: 'boolean', help: '标准输出只含一个 JSON 文档 one JSON document on stdout' },
  },
} as const;

const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const check = line.flag('check');
const files: { path: string; state: 'fresh' | 'stale' | 'written' }[] = [];
for (const { path, content } of await everythingGenerated(projectRoot)) {
  const target = join(projectRoot, path);
  if (readIfThere(target) === content) {
    files.push({ path, state: 'fresh' });
  } else {
    if (!check) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    files.push({ path, state: check ? 'stale' : 'written' });
    printer.progress(check ? `过期 stale: ${path}（npm run generate）` : `已写 written: ${path}`);
  }
}
const stale = files.filter((file) => file.state === 'stale').length;
printer.document({ files, stale });
printer.summary(`${files.length} 个文件 files, ${files.filter((file) => file.state === 'fresh').length} 未变 unchanged`);
process.exitCode = stale === 0 ? 0 : 1;
