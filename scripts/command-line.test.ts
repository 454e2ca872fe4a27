import { describe, expect, it } from 'vitest';
import { helpText, readCommandLine, type CommandDescription } from './command-line.ts';

const description: CommandDescription = {
  call: './scripts/example',
  does: '示例 an example',
  words: 'SYSTEM',
  options: {
    json: { type: 'boolean', help: 'one JSON document on stdout' },
    fault: { type: 'string', multiple: true, value: 'F', help: 'a fault to show' },
    port: { type: 'string', value: 'P', help: 'where to listen' },
  },
};

describe('a command line', () => {
  it('gives flags, single values, repeated values and words', () => {
    const line = readCommandLine(description, ['bank-teller', '--json', '--fault', 'late', '--fault', 'twice', '--port', '20001']);
    expect(line.flag('json')).toBe(true);
    expect(line.value('port')).toBe('20001');
    expect(line.values('fault')).toEqual(['late', 'twice']);
    expect(line.words).toEqual(['bank-teller']);
  });

  it('says nothing was given when nothing was given', () => {
    const line = readCommandLine(description, []);
    expect(line.flag('json')).toBe(false);
    expect(line.value('port')).toBeUndefined();
    expect(line.values('fault')).toEqual([]);
  });

  it('explains every option it takes', () => {
    const help = helpText(description);
    for (const [name, option] of Object.entries(description.options)) {
      expect(help).toContain(`--${name}`);
      expect(help).toContain(option.help);
    }
  });
});
