/**
 * The papers being handed in: files on their way to the service, taken by it, or refused. Promise: each file is sent at
 * once and on its own, can be stopped, tried again or taken back, and what the service took is known by its digest.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import { sendBytes } from '../api.ts';
import { Problem, Unreachable } from '../problem.ts';
import { placeFiles } from './material-matching.ts';

/** A paper the service has taken, kept under its digest. */
export interface KeptPaper { readonly material: string; readonly fileName: string; readonly sha256: string; readonly kind: 'pdf' | 'jpeg' | 'png' | 'ofd'; readonly bytes: number }

export interface Paper {
  readonly id: number;
  /** The row it lies in; null while nobody has said which. */
  readonly material: string | null;
  readonly fileName: string;
  readonly bytes: number;
  readonly state:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'sending'; readonly share: number }
    | { readonly kind: 'kept'; readonly sha256: string; readonly file: KeptPaper['kind'] }
    /** `again`: nobody answered, so the same may be tried again; else the file itself was refused. */
    | { readonly kind: 'failed'; readonly error: Error; readonly again: boolean };
}

const Taken = z.object({ sha256: z.string(), kind: z.enum(['pdf', 'jpeg', 'png', 'ofd']), bytes: z.number() });
/** So many travel at once: more would only make all of them late on a hall's line. */
const atOnce = 3;
/** Of the header X-File-Name, contracts/intake/openapi.yaml. */
const longestName = 600;

export interface Papers {
  readonly list: readonly Paper[];
  readonly kept: readonly KeptPaper[];
  /** Whether any file is still on its way. */
  readonly busy: boolean;
  /** Lays files into one row, or, with null, each into the row its name speaks of. */
  add(files: readonly File[], material: string | null): void;
  /** Says which row a paper belongs to. */
  place(id: number, material: string): void;
  remove(id: number): void;
  /** Stops a file on its way; it stays in its row and can be tried again. */
  stop(id: number): void;
  again(id: number): void;
  /** Replaces everything by papers kept before. */
  restore(kept: readonly KeptPaper[]): void;
}

export function usePapers(rows: readonly { readonly name: string }[]): Papers {
  const [list, setList] = useState<readonly Paper[]>([]);
  // The newest list, for what happens between two renderings.
  const current = useRef(list);
  const files = useRef(new Map<number, File>());
  const travelling = useRef(new Map<number, AbortController>());
  const last = useRef(0);
  const latestRows = useRef(rows);
  latestRows.current = rows;
  const acts = useMemo(() => {
    const become = (next: readonly Paper[]): void => {
      current.current = next;
      setList(next);
    };
    const change = (id: number, to: Partial<Pick<Paper, 'material' | 'state'>>): void => become(current.current.map((paper) => (paper.id === id ? { ...paper, ...to } : paper)));
    /** Sends whoever waits as long as there is room. */
    const go = (): void => {
      for (const paper of current.current) {
        const file = files.current.get(paper.id);
        if (paper.state.kind !== 'waiting' || !file || travelling.current.size >= atOnce) continue;
        void travel(paper.id, file);
      }
    };
    const travel = async (id: number, file: File): Promise<void> => {
      const control = new AbortController();
      travelling.current.set(id, control);
      change(id, { state: { kind: 'sending', share: 0 } });
      try {
        const answer = await sendBytes('intake', '/materials', file, {
          headers: { 'X-File-Name': encodedName(file.name) }, signal: control.signal, progress: (share) => { if (!control.signal.aborted) change(id, { state: { kind: 'sending', share } }); },
        });
        const taken = Taken.parse(answer);
        change(id, { state: { kind: 'kept', sha256: taken.sha256, file: taken.kind } });
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        change(id, { state: { kind: 'failed', error, again: control.signal.aborted || error instanceof Unreachable || (error instanceof Problem && error.passing) } });
      } finally {
        travelling.current.delete(id);
        go();
      }
    };
    return {
      add(given: readonly File[], material: string | null): void {
        const filled = new Set(current.current.map((paper) => paper.material));
        const { placed } = placeFiles(given.map((file) => file.name), latestRows.current.map(({ name }) => ({ name, filled: filled.has(name) })));
        become([...current.current, ...given.map((file, index): Paper => {
          const id = last.current += 1;
          files.current.set(id, file);
          return { id, material: material ?? placed.get(index) ?? null, fileName: file.name, bytes: file.size, state: { kind: 'waiting' } };
        })]);
        go();
      },
      remove(id: number): void {
        travelling.current.get(id)?.abort();
        files.current.delete(id);
        become(current.current.filter((paper) => paper.id !== id));
      },
      stop(id: number): void { travelling.current.get(id)?.abort(); },
      again(id: number): void {
        change(id, { state: { kind: 'waiting' } });
        go();
      },
      place(id: number, material: string): void { change(id, { material }); },
      restore(kept: readonly KeptPaper[]): void {
        for (const control of travelling.current.values()) control.abort();
        files.current.clear();
        become(kept.map((paper): Paper => {
          const id = last.current += 1;
          return { id, material: paper.material, fileName: paper.fileName, bytes: paper.bytes, state: { kind: 'kept', sha256: paper.sha256, file: paper.kind } };
        }));
      },
    };
  }, []);
  useEffect(() => {
    const open = travelling.current;
    return () => { for (const control of open.values()) control.abort(); };
  }, []);

  const kept = useMemo(() => list.flatMap((paper): KeptPaper[] => (paper.state.kind === 'kept' && paper.material !== null
    ? [{ material: paper.material, fileName: paper.fileName, sha256: paper.state.sha256, kind: paper.state.file, bytes: paper.bytes }] : [])), [list]);
  const busy = list.some((paper) => paper.state.kind === 'waiting' || paper.state.kind === 'sending');
  return useMemo(() => ({ list, kept, busy, ...acts }), [list, kept, busy, acts]);
}

/** Percent-encoded for a header, its end (with the ending that tells the kind) kept where it is too long, no character cut in two. */
function encodedName(name: string): string {
  const encoded = encodeURIComponent(name);
  return encoded.length <= longestName ? encoded : encodedName([...name].slice(1).join(''));
}
