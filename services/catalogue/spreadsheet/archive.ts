/**
 * The zip archive an .xlsx file is: its directory is read first and judged (encryption, macros, how far it would unpack) before
 * any entry is opened, and no entry may unpack to more than it declares. Nothing is ever written to a disk.
 */
import type { Readable } from 'node:stream';
import { PassThrough, pipeline } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { piecesOf, type ByteSource } from './byte-source.ts';
import { FileRefused, tableLimits } from './table-row.ts';

/** No office program writes more parts into one file than this. */
const mostEntries = 2_000;
/** Deflate reaches 1032 : 1 on nothing but zeros; a sheet of very similar rows stays far below this. */
const mostRatio = 200;
const smallBytes = 4 * 1024 * 1024;
/** What a part other than sheets and their texts may hold. */
const largestOtherPart = 24 * 1024 * 1024;

class SourceReader extends yauzl.RandomAccessReader {
  readonly source: ByteSource;
  constructor(source: ByteSource) {
    super();
    this.source = source;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough();
    pipeline(piecesOf(this.source, start, end), through, () => undefined);
    return through;
  }
}

/** An opened archive; `open` gives the pieces of one entry, unpacked. */
export interface Archive { has(name: string): boolean; open(name: string): AsyncGenerator<Buffer>; close(): void }

const damaged = (zh: string, en: string): FileRefused => new FileRefused('file-damaged', { zh, en });
const bomb = (): FileRefused => new FileRefused('archive-too-large');

/** Opens it and judges its directory. Throws FileRefused. */
export async function openArchive(source: ByteSource): Promise<Archive> {
  let zip: ZipFile;
  const entries = new Map<string, Entry>();
  try {
    zip = await yauzl.fromRandomAccessReaderPromise(new SourceReader(source), source.size, { autoClose: false, lazyEntries: true, strictFileNames: false });
  } catch { throw damaged('压缩结构不完整', 'its archive structure is incomplete'); }
  try {
    let expanded = 0;
    if (zip.entryCount > mostEntries) throw bomb();
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new FileRefused('unsupported-table', { zh: '文件已加密，请去除密码后上传', en: 'it is encrypted; remove the password' });
      if (entries.has(entry.fileName)) throw damaged('同名内容出现两次', 'a part occurs twice');
      if (/vbaProject|\/macrosheets\/|\/activeX\//i.test(entry.fileName)) throw new FileRefused('macros-forbidden');
      expanded += entry.uncompressedSize;
      const isTable = /^xl\/(?:worksheets\/|sharedStrings)/i.test(entry.fileName);
      if (expanded > tableLimits.expandedBytes || (entry.uncompressedSize > smallBytes && entry.uncompressedSize > mostRatio * entry.compressedSize)) throw bomb();
      // Pictures and the like are never opened: their size harms nobody.
      if (!isTable && /\.(?:xml|rels)$/i.test(entry.fileName) && entry.uncompressedSize > largestOtherPart) throw bomb();
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    throw error instanceof FileRefused ? error : damaged('压缩目录有误', 'its archive directory is broken');
  }
  return {
    has: (name) => entries.has(name),
    async *open(name) {
      const entry = entries.get(name);
      if (!entry) throw damaged(`缺少 ${name}`, `${name} is missing`);
      try {
        for await (const piece of await zip.openReadStreamPromise(entry)) yield piece as Buffer;
      } catch (error) {
        // More bytes than the directory declares is what a bomb that lies about itself looks like.
        if (error instanceof Error && /too many bytes/.test(error.message)) throw bomb();
        throw error instanceof FileRefused ? error : damaged(`${name} 无法解压`, `${name} does not unpack`);
      }
    },
    close() { zip.close(); },
  };
}
