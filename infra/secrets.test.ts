import { describe, expect, it } from 'vitest';
import { openSecrets } from './secrets.ts';

const [old, fresh] = ['the first secret of this zone, quite long', 'the second secret of this zone, also long'];

describe('what is sealed', () => {
  it('opens for the same purpose and for no other', () => {
    const secrets = openSecrets([old]);
    const sealed = secrets.seal('drafts', '张三');
    expect(sealed).not.toContain('张三');
    expect(secrets.open('drafts', sealed)).toBe('张三');
    expect(secrets.open('flow', sealed)).toBeUndefined();
    expect(secrets.seal('drafts', '张三')).not.toBe(sealed);
  });
  it('opens under an older secret as long as that is kept', () => {
    const sealed = openSecrets([old]).seal('drafts', '张三');
    expect(openSecrets([fresh, old]).open('drafts', sealed)).toBe('张三');
    expect(openSecrets([fresh]).open('drafts', sealed)).toBeUndefined();
  });
  it('does not open once a letter of it has changed', () => {
    const secrets = openSecrets([old]);
    const sealed = secrets.seal('drafts', '张三');
    for (let at = 0; at < sealed.length - 1; at += 3) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(secrets.open('drafts', sealed.slice(0, at) + other + sealed.slice(at + 1))).toBeUndefined();
    }
    expect(secrets.open('drafts', '')).toBeUndefined();
  });
});
