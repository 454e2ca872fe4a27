/** The bytes of an uploaded file wherever they lie, read piece by piece: no file is ever held whole. */

/** A file of known size that can be read anywhere. `read` gives fewer bytes only at the end. */
export interface ByteSource { readonly size: number; read(offset: number, length: number): Promise<Buffer> }

/** A file already in memory, for tests and small answers. */
export const heldBytes = (bytes: Buffer): ByteSource => ({ size: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) });

const usualPiece = 256 * 1024;

/** The whole file from its beginning, in pieces. */
export async function* piecesOf(source: ByteSource, from = 0, until = source.size, pieceBytes = usualPiece): AsyncGenerator<Buffer> {
  for (let at = from; at < until; at += pieceBytes) yield source.read(at, Math.min(pieceBytes, until - at));
}
