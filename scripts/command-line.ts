// Reads the words behind a command. Promise: every command answers `--help`, names what it did not understand, and ends
// with 2 for a wrong call, so that a caller can tell it from a check that failed (1).
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { createPrinter } from './print.ts';

interface Option {
  type: 'boolean' | 'string';
  short?: string;
  multiple?: boolean;
  /** What it does, for `--help`. */
  help: string;
  /** How the value is called in `--help`, e.g. `DIR`. */
  value?: string;
}

/** How a command is called: written once, used for parsing and for `--help` alike. */
export interface CommandDescription {
  /** As typed, e.g. `./scripts/demo`. */
  call: string;
  /** What it does, Chinese first. */
  does: string;
  options: Record<string, Option>;
  /** How positional words are called, e.g. `SYSTEM`; none are taken when absent. */
  words?: string;
}

/** What was typed: read with the three functions so that a caller never casts. */
export interface CommandLine {
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): string[];
  words: string[];
}

/** Parses `argv` (by default what the process was started with); prints help and ends the process when asked to. */
export function readCommandLine(description: CommandDescription, argv: string[] = process.argv.slice(2)): CommandLine {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const [name, option] of Object.entries(description.options)) {
    options[name] = { type: option.type, ...(option.short === undefined ? {} : { short: option.short }), multiple: option.multiple ?? false };
  }
  const printer = createPrinter();
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: argv, options, allowPositionals: description.words !== undefined, strict: true });
  } catch (error) {
    printer.progress(`参数有误 wrong arguments: ${error instanceof Error ? error.message : String(error)}`);
    printer.progress(`用法 usage: ${usageLine(description)}`);
    process.exit(2);
  }
  if (parsed.values.help === true) {
    printer.summary(helpText(description));
    process.exit(0);
  }
  const values = parsed.values;
  return {
    flag: (name) => values[name] === true,
    value: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    values: (name) => {
      const value = values[name];
      if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
      return typeof value === 'string' ? [value] : [];
    },
    words: parsed.positionals,
  };
}

/** Ends the process with 2 and says how the command is called: for mistakes that parsing alone cannot see. */
export function rejectCall(description: CommandDescription, complaint: string): never {
  const printer = createPrinter();
  printer.progress(complaint);
  printer.progress(`用法 usage: ${usageLine(description)}`);
  process.exit(2);
}

function usageLine(description: CommandDescription): string {
  const options = Object.entries(description.options).map(([name, option]) => `[${optionWord(name, option)}${option.multiple === true ? ' …' : ''}]`);
  return [description.call, description.words, ...options].filter((word) => word !== undefined).join(' ');
}

function optionWord(name: string, option: Option): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'VALUE'}`;
}

/** The whole help text. Exported for the test that every option is explained. */
export function helpText(description: CommandDescription): string {
  const rows = [
    ...Object.entries(description.options).map(([name, option]) => [optionWord(name, option), option.help] as const),
    ['--help', '显示本说明 this text'] as const,
  ];
  const width = Math.max(...rows.map(([word]) => word.length));
  return [description.does, '', `用法 usage: ${usageLine(description)}`, '', ...rows.map(([word, help]) => `  ${word.padEnd(width)}  ${help}`)].join(
    '\n',
  );
}
