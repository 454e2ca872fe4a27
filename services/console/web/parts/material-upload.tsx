/** One material by one file: chosen or dropped, sent with progress, known by its digest afterwards. */
import { Button, Progress } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { sendBytes } from '../api.ts';
import { useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface MaterialUploadProps { name: string; given: string | undefined; taken(sha256: string, fileName: string): void }

const digestOf = (answer: unknown): string => (typeof answer === 'object' && answer !== null && 'sha256' in answer ? String(answer.sha256) : '');

export function MaterialUpload({ name, given, taken }: MaterialUploadProps): ReactNode {
  const w = useWords(caseTexts);
  const id = useId();
  const [share, setShare] = useState<number | undefined>(undefined);
  const [error, setError] = useState<Error | undefined>(undefined);
  const [last, setLast] = useState<File | undefined>(undefined);
  async function send(file: File): Promise<void> {
    setLast(file);
    setError(undefined);
    setShare(0);
    try {
      const answer = await sendBytes('intake', '/materials', file, { headers: { 'X-File-Name': encodeURIComponent(file.name) }, progress: setShare });
      taken(digestOf(answer), file.name);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setShare(undefined);
    }
  }
  return (
    <div
      className="hub-upload" onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => { event.preventDefault(); const [file] = event.dataTransfer.files; if (file) void send(file); }}
    >
      <span className="hub-upload-name">{name}</span>
      {given !== undefined && share === undefined && <span className="hub-soft hub-one-line" title={given}>{w('uploaded')} · {given}</span>}
      {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" aria-label={w('uploading', { percent: Math.round(share * 100) })} />}
      <Button size="small" disabled={share !== undefined} onClick={() => document.getElementById(id)?.click()}>{given === undefined ? w('upload') : w('uploadAgain')}</Button>
      <input
        id={id} type="file" className="hub-unseen" tabIndex={-1} aria-label={`${w('upload')} ${name}`} accept=".pdf,.jpg,.jpeg,.png,.ofd"
        onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ''; if (file) void send(file); }}
      />
      {error && <ProblemAlert error={error} retry={last ? () => void send(last) : undefined} />}
    </div>
  );
}
