// Starts one built program: node start.cjs PACKAGES PROGRAM. PACKAGES is one file with the packages most services share,
// compiled once for all of them (its compiled form lies beside it): half the start time and less memory for each process.
// Promise: without that file, or with a stale one, everything works the same from node_modules.
'use strict';
const { readFileSync, existsSync, writeFileSync, renameSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

// Before anything is loaded: what loading leaves over must not make the young generation grow (infra/memory.ts).
v8.setFlagsFromString('--semi-space-growth-factor=1');

const [packagesFile, program, warm] = process.argv.slice(2).map((word) => path.resolve(word));
process.argv.splice(1, process.argv.length - 1, program);

/** Reads a file that is a function expression; V8 takes the compiled form only if source, version and flags are the same. */
function compile(file) {
  const compiledFile = `${file}.compiled`;
  const script = new vm.Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(existsSync(compiledFile) ? { cachedData: readFileSync(compiledFile) } : {}),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return { script, compiledFile };
}

const { script, compiledFile } = compile(packagesFile);
const packages = { exports: {} };
script.runInThisContext()(packages.exports, Module.createRequire(packagesFile), packages, packagesFile, path.dirname(packagesFile));

if (warm === undefined) {
  const load = Module._load;
  Module._load = (request, parent, isMain) =>
    parent !== undefined && parent !== null && parent.filename === program && Object.hasOwn(packages.exports, request)
      ? packages.exports[request]()
      : load(request, parent, isMain);
  Module._load(program, null, false);
} else {
  // Once per build: load everything, then keep what V8 made of it.
  for (const request of Object.keys(packages.exports)) packages.exports[request]();
  writeFileSync(`${compiledFile}.new`, script.createCachedData());
  renameSync(`${compiledFile}.new`, compiledFile);
  process.exit(0);
}
