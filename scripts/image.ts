// Builds all programs into a folder of the image: `image.ts DIR`. What infra/deploy/run.sh starts is written there in files
// a shell can read: `console` (the pages of the staff application), `current` (folder of the build), `packages` (file of the shared packages), `flags` (for node).
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildServices, nodeFlags } from './build.ts';
import { readCommandLine, rejectCall, type CommandDescription } from './command-line.ts';
import { buildConsole } from './console-assets.ts';
import { createPrinter } from './print.ts';

const description: CommandDescription = {
  call: 'node --import tsx scripts/image.ts',
  does: '构建镜像内的全部程序 builds all programs of the image',
  words: 'DIR',
  options: {},
};
const line = readCommandLine(description);
const [target] = line.words;
if (target === undefined || line.words.length !== 1) rejectCall(description, '需要一个目录 one folder is needed');
const printer = createPrinter();
const directory = resolve(target);
const built = await buildServices({ directory, progress: (text) => printer.progress(text) });
const pages = await buildConsole({ builds: directory, progress: (text) => printer.progress(text) });
rmSync(join(directory, 'console'), { force: true });
symlinkSync(basename(pages.directory), join(directory, 'console'));
writeFileSync(join(directory, 'current'), `${basename(built.directory)}\n`);
writeFileSync(join(directory, 'packages'), `${basename(built.packages)}\n`);
writeFileSync(join(directory, 'flags'), `${nodeFlags.join(' ')}\n`);
printer.summary(`${built.services.length} 个服务 services: ${directory}`);
