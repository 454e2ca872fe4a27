import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { commands, events } from '../../contracts/messages.ts';
import { asyncApi } from './async-api.ts';

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3 and names every message of the bus', async () => {
    const { content } = asyncApi();
    const { document, diagnostics } = await new Parser().parse(content);
    const errors = diagnostics.filter((each) => each.severity === 0).map((each) => `${each.path.join('.')}: ${each.message}`);
    expect(errors).toEqual([]);
    const addresses = document
      ?.allChannels()
      .all()
      .map((channel) => channel.address())
      .toSorted();
    expect(addresses).toEqual([...Object.keys(commands), ...Object.keys(events)].toSorted());
  });

  it('lets every command be sent by somebody and taken by its owner', () => {
    const { content } = asyncApi();
    for (const type of Object.keys(commands)) {
      expect(content).toContain(`${type.split('.')[1]}-receives-${type.replaceAll('.', '-')}`);
      expect(content).toMatch(new RegExp(`[a-z-]+-sends-${type.replaceAll('.', '-')}:`));
    }
  });
});
