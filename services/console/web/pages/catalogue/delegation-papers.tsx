/** The signed papers behind a document: what is kept, shown in place; and one more, recognised by its content. */
import FileTextOutlined from '@ant-design/icons/FileTextOutlined';
import UploadOutlined from '@ant-design/icons/UploadOutlined';
import { Button } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useAct } from '../../act.ts';
import { sendBytes } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import type { Delegation } from '../../parts/catalogue-reading.ts';
import { DocumentFrame } from '../../parts/document-frame.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';

const endings = '.pdf,.ofd,.jpg,.jpeg,.png';
/** Of the header X-File-Name: three bytes of a character are nine signs of it. */
const longestName = 60;

export function DelegationPapers({ one, changes }: { one: Delegation; changes: boolean }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const [shown, setShown] = useState<string | undefined>(undefined);
  const [share, setShare] = useState(0);
  const chooser = useRef<HTMLInputElement>(null);
  const path = `/delegations/${encodeURIComponent(one.documentNumber)}/files`;
  const act = useAct((_key, file: File) => sendBytes('catalogue', path, file, { headers: { 'X-File-Name': encodeURIComponent([...file.name].slice(-longestName).join('')) }, progress: setShare }));
  return (
    <section aria-label={w('signedPapers')}>
      <h3 className="hub-small-head">{w('signedPapers')}</h3>
      {one.files.length === 0 && <p>{one.daysLeft === null ? w('unsignedNote') : <><Tag tone="warn">{w('unsigned')}</Tag> {w('unsignedNote')}</>}</p>}
      <ul className="hub-plain-list">
        {one.files.map((file) => (
          <li key={file.sha256}>
            <Button size="small" icon={<FileTextOutlined />} aria-expanded={shown === file.sha256} onClick={() => setShown(shown === file.sha256 ? undefined : file.sha256)}>{file.name}</Button> <span className="hub-soft">{term('fileKind', file.kind)} · <Moment iso={file.addedAt} /> · {file.addedBy}</span>
            <div className="hub-soft hub-code hub-digest" title={file.sha256}>{w('digest', { digest: file.sha256 })}</div>
            {shown === file.sha256 && <DocumentFrame service="catalogue" path={`${path}/${file.sha256}`} name={file.name} fileName={file.name} />}
          </li>
        ))}
      </ul>
      {changes && (
        <p className="hub-row">
          <input ref={chooser} type="file" accept={endings} hidden aria-label={w('addPaper')} onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ''; if (file) { setShare(0); void act.perform(file); } }} />
          <Button size="small" icon={<UploadOutlined />} loading={act.busy} onClick={() => chooser.current?.click()}>{w('addPaper')}</Button>
          <span className="hub-soft" role="status">{act.busy ? w('sending', { percent: Math.round(share * 100) }) : w('addPaperNote')}</span>
        </p>
      )}
      {act.error && <ProblemAlert error={act.error} />}
    </section>
  );
}
