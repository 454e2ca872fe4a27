import { describe, expect, it } from 'vitest';
import { readable } from './readable-body.ts';

describe('a body of the wire', () => {
  it('is indented when it is JSON', () => {
    expect(readable('{"a":{"b":1}}')).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
  });
  it('is broken into lines when it is XML', () => {
    expect(readable('<?xml version="1.0"?><a><b>1</b><c/></a>')).toBe('<?xml version="1.0"?>\n<a>\n  <b>1</b>\n  <c/>\n</a>');
  });
  it('stays as it is otherwise, even when it only begins like one', () => {
    expect(readable('00A1 FFEE')).toBe('00A1 FFEE');
    expect(readable('{"a":')).toBe('{"a":');
  });
});
