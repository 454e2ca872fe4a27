/**
 * XML of strangers as a stream of events. A document type declaration is refused, and with it every entity beyond the five of XML
 * itself: no expansion, nothing fetched. Depth and the length of anything without an end are bounded.
 */
import { SaxesParser } from 'saxes';
import { FileRefused } from './table-row.ts';

/** Called with names without their prefix; attributes too. */
export interface XmlListener {
  opened(name: string, attributes: Readonly<Record<string, string>>): void;
  closed(name: string): void;
  text(text: string): void;
}

const deepest = 64;
/** So much may come without one tag beginning or ending; a cell holds 32 767 characters. */
const mostSilentBytes = 1024 * 1024;

/** Feeds the pieces of one document to the listener; yields after each piece, so that what was heard can be passed on. */
export async function* hearXml(pieces: AsyncIterable<Buffer>, listener: XmlListener): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  let silent = 0;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const broken = (zh: string, en: string): FileRefused => new FileRefused('file-damaged', { zh, en });
  parser.on('error', () => { throw broken('内部 XML 有误', 'its XML is broken'); });
  parser.on('doctype', () => { throw new FileRefused('xml-declaration-forbidden'); });
  parser.on('opentag', (tag) => {
    silent = 0;
    if ((depth += 1) > deepest) throw broken('内部 XML 嵌套过深', 'its XML is nested too deeply');
    for (const name of Object.keys(tag.attributes)) if (name.includes(':')) tag.attributes[local(name)] = tag.attributes[name] ?? '';
    listener.opened(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => { silent = 0; depth -= 1; listener.closed(local(tag.name)); });
  const heard = (text: string): void => { listener.text(text); };
  parser.on('text', heard);
  parser.on('cdata', heard);

  let decoder: InstanceType<typeof TextDecoder> | undefined;
  const write = (text: string): void => {
    try { parser.write(text); } catch (error) {
      // An entity nobody declared, a tag that never ends: the parser's own words may repeat the content, so they stay here.
      throw error instanceof FileRefused ? error : broken('内部 XML 有误', 'its XML is broken');
    }
  };
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8');
    silent += piece.length;
    if (silent > mostSilentBytes) throw broken('内部 XML 有过长的内容', 'its XML holds something without end');
    write(decoder.decode(piece, { stream: true }));
    yield;
  }
  write(decoder?.decode() ?? '');
  try { parser.close(); } catch { throw broken('内部 XML 不完整', 'its XML is incomplete'); }
  yield;
}
