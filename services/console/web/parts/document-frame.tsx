/**
 * A document in place: PDF in the browser's own viewer, pictures as pictures, text as text; anything else to download.
 * Promise: fetched with the session through the console, shown from memory, forgotten when it leaves the screen.
 */
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { documentAddress, takeBytes } from '../api.ts';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';
import { Loading } from './loading.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface DocumentFrameProps {
  service: string;
  /** Path in that service's API. */
  path: string;
  /** What it is, for the frame's title. */
  name: string;
  /** Under which name it is saved. */
  fileName?: string;
  height?: number | string;
  /** Which writing of it, where one address may serve another after a correction. */
  edition?: string;
}

export function DocumentFrame({ service, path, name, fileName, height = 420, edition }: DocumentFrameProps): ReactNode {
  const w = useWords(frameTexts);
  const query = useQuery({
    queryKey: [service, 'document', { path, edition }], queryFn: ({ signal }) => takeBytes(service, path, signal), staleTime: Infinity, gcTime: 60_000, structuralSharing: false,
  });
  const address = useObjectAddress(query.data);
  const [words, setWords] = useState<string | undefined>(undefined);
  const blob = query.data;
  useEffect(() => {
    let wanted = true;
    if (blob?.type.startsWith('text/')) void blob.text().then((text) => { if (wanted) setWords(text); });
    return () => { wanted = false; };
  }, [blob]);
  if (query.error && !blob) return <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />;
  if (!blob || !address) return <Loading label={w('documentBusy')} />;
  const bar = (
    <div className="hub-document-bar">
      <span>{name}</span>
      <Button size="small" href={documentAddress(service, path)} target="_blank" rel="noopener">{w('documentOpen')}</Button>
      <Button size="small" href={address} download={fileName ?? name}>{w('documentDownload')}</Button>
    </div>
  );
  const type = blob.type.split(';')[0] ?? '';
  return (
    <section className="hub-document" aria-label={name}>
      {bar}
      {type === 'application/pdf' ? <iframe title={name} src={`${address}#navpanes=0&view=FitH`} style={{ height }} />
        : /^image\/(?:png|jpeg|svg\+xml|gif|webp)$/.test(type) ? <img src={address} alt={name} style={{ maxHeight: height }} />
          : type.startsWith('text/') ? <pre className="hub-wrap hub-letter" tabIndex={0} style={{ maxHeight: height }}>{words ?? ''}</pre>
            : <p className="hub-soft">{w('documentNone')}</p>}
    </section>
  );
}

function useObjectAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}
