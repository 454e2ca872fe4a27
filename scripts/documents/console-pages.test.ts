import { describe, expect, it } from 'vitest';
import { projectRoot } from '../run-directory.ts';
import { consolePages, withPages } from './console-pages.ts';

describe('the list of staff pages', () => {
  it('knows each page by address, folder, words and who opens it', async () => {
    const pages = await consolePages(projectRoot);
    expect(pages.find((page) => page.address === '/staff/intake')).toMatchObject({ title: ['窗口收件', expect.any(String)], roles: ['window-clerk'], folder: 'intake', texts: ['intake'] });
    expect(pages.find((page) => page.address === '/staff')).toMatchObject({ roles: undefined, folder: 'workbench' });
    expect(pages.every((page) => page.folder !== '')).toBe(true);
  });
  it('replaces what stands between the marks and nothing else', () => {
    const page = { address: '/staff/x', title: ['甲', 'A'] as const, roles: ['cashier'], folder: 'x', texts: ['x'] };
    expect(withPages('before\n<!-- pages -->\nold\n<!-- /pages -->\nafter', [page])).toBe('before\n<!-- pages -->\n| address | page | roles | folder | texts |\n|---|---|---|---|---|\n| `/staff/x` | 甲 A | cashier | `pages/x` | `x.ts` |\n<!-- /pages -->\nafter');
    expect(() => withPages('no marks', [page])).toThrow('no place');
  });
});
