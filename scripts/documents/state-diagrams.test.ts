import { describe, expect, it } from 'vitest';
import { diagramOf, withDiagram } from './state-diagrams.ts';

const bills = { none: ['issued'], issued: ['paid', 'void'], paid: ['issued'], void: [] };

describe('a state diagram', () => {
  it('shows where a record begins, every move and where it ends', () => {
    expect(diagramOf(bills)).toBe('stateDiagram-v2\n  [*] --> issued\n  issued --> paid\n  issued --> void\n  paid --> issued\n  void --> [*]');
  });

  it('gives a state with a hyphen a name that mermaid can read', () => {
    expect(diagramOf({ none: ['in-doubt'], 'in-doubt': [] })).toContain('state "in-doubt" as in_doubt');
  });

  it('replaces what stood between its marks and leaves the rest of the README alone', () => {
    const first = withDiagram('# 缴费 fees\n\nText.\n', 'billStates', bills);
    const second = withDiagram(`${first}\nMore text.\n`, 'billStates', { ...bills, void: ['issued'] });
    expect(second).toContain('# 缴费 fees\n\nText.');
    expect(second).toContain('More text.');
    expect(second).toContain('void --> issued');
    expect(second.match(/stateDiagram-v2/g)).toHaveLength(1);
    expect(withDiagram(second, 'billStates', { ...bills, void: ['issued'] })).toBe(second);
  });
});
