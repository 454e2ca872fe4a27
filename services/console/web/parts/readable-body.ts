/** A body of the wire made readable: JSON indented, XML broken into lines, anything else untouched. Never changes a value. */

/** Lines and indentation; a text of neither kind stays as it is. */
export function readable(body: string): string {
  const text = body.trim();
  if (/^[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return body;
    }
  }
  return text.startsWith('<') ? xmlLines(text) : body;
}

function xmlLines(text: string): string {
  let depth = 0;
  return text.replaceAll(/>\s*</g, '>\n<').split('\n').map((line) => {
    if (line.startsWith('</')) depth = Math.max(0, depth - 1);
    const shown = '  '.repeat(depth) + line;
    if (/^<[^!?/]/.test(line) && !line.endsWith('/>') && !/<\/[^>]+>$/.test(line)) depth += 1;
    return shown;
  }).join('\n');
}
