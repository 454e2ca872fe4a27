/*
 * Breaks text into lines the way Chinese is set: between any two ideographs, never before a closing mark nor after an
 * opening one (避头尾, GB/T 15834-2011 §5.1.3 and 5.1.4), and never inside a Latin word or a number unless it alone is too wide.
 */

const NEVER_FIRST = new Set('，。、；：？！）》〉】〕”’…—·～％‰℃°,.;:?!)]}>%/');
const NEVER_LAST = new Set('（《〈【〔“‘([{<#￥¥');
const WORD = /[\p{Script=Latin}\p{N}._@#&+-]/u;

/**
 * Lines of `text`, none wider than `width` as `measure` sees it; a line break in the text is kept. Units are the caller's.
 * The first line of each paragraph leaves room for `indent`.
 */
export function breakLines(text: string, width: number, measure: (piece: string) => number, indent = 0): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph.trim(), width, measure, indent));
}

function breakParagraph(paragraph: string, width: number, measure: (piece: string) => number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  let wide = indent;
  for (const piece of unbreakablePieces(paragraph)) {
    const pieceWide = measure(piece);
    if (line !== '' && wide + measure(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
      wide = 0;
    }
    if (line === '' && wide + pieceWide > width) {
      // A code or address longer than a whole line: cut wherever it must be.
      for (const character of piece) {
        if (line !== '' && wide + measure(character) > width) {
          lines.push(line);
          line = '';
          wide = 0;
        }
        line += character;
        wide += measure(character);
      }
    } else {
      const kept = line === '' ? piece.trimStart() : piece;
      line += kept;
      wide += measure(kept);
    }
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines.length === 0 ? [''] : lines;
}

function unbreakablePieces(paragraph: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const character of paragraph) {
    const together =
      piece === '' || NEVER_FIRST.has(character) || NEVER_LAST.has(before) || character === ' ' || (WORD.test(character) && WORD.test(before));
    if (together) piece += character;
    else {
      pieces.push(piece);
      piece = character;
    }
    before = character;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}
