/** Everything on paper a case has: materials, the letter, the certificate, each shown in place, and the seals on them. */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import FileTextOutlined from '@ant-design/icons/FileTextOutlined';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTerms, useWords } from '../language.tsx';
import { useRoles } from '../session.tsx';
import { caseTexts } from '../texts/case.ts';
import { lackingMaterials } from './case-act.ts';
import { readers } from './case-readers.ts';
import type { Case } from './case-reading.ts';
import { CaseSeals } from './case-seals.tsx';
import { DocumentFrame } from './document-frame.tsx';
import { EmptyState } from './empty-state.tsx';
import { PrintDocument } from './print-document.tsx';
import { Tag } from './state-tag.tsx';

interface Paper {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly service: string;
  readonly path: string;
  readonly fileName: string;
  readonly readers: readonly string[];
  readonly sealed: boolean;
  readonly edition?: string;
}

const endings: Readonly<Record<string, string>> = { pdf: 'pdf', jpeg: 'jpg', png: 'png', ofd: 'ofd', text: 'txt' };

export function CaseDocuments({ one, height = 'max(360px, calc(100vh - 330px))' }: { one: Case; height?: number | string }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const may = useRoles();
  const papers = papersOf(one, w('certificate'));
  const readable = papers.filter((paper) => may(...paper.readers));
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const lacking = lackingMaterials(one);
  // Whoever countersigns looks at the sealed document and the seal on it, before anything else.
  const countersigning = one.state === 'countersigning';
  const shown = papers.find((paper) => paper.key === chosen) ?? (countersigning ? readable.find((paper) => paper.key === 'letter') : undefined) ?? readable[0];
  if (papers.length === 0 && lacking.length === 0) return <EmptyState title={w('noDocuments')} />;
  const button = (paper: Paper): ReactNode => (
    <li key={paper.key}>
      <Button
        type={paper.key === shown?.key ? 'primary' : 'default'} ghost={paper.key === shown?.key} size="small" className="hub-filed-paper" aria-pressed={paper.key === shown?.key} disabled={!may(...paper.readers)}
        title={may(...paper.readers) ? paper.name : w('closedDocument')} icon={paper.sealed ? <CheckCircleFilled /> : <FileTextOutlined />} onClick={() => setChosen(paper.key)}
      >
        <span className="hub-one-line">{paper.name}</span><span className="hub-paper-kind">{term('fileKind', paper.kind)}</span>
      </Button>
    </li>
  );
  const filed = (
    <div key="filed">
      <h3 className="hub-small-head">{w('materials')}</h3>
      <ul className="hub-filed">
        {papers.filter((paper) => !paper.sealed).map(button)}
        {lacking.map((name) => <li key={name}><span className="hub-paper-missing"><Tag tone="bad">{w('missingMark')}</Tag> {name}</span></li>)}
      </ul>
    </div>
  );
  const sealed = papers.some((paper) => paper.sealed) && (
    <div key="sealed">
      <h3 className="hub-small-head">{w('papers')}</h3>
      <ul className="hub-filed">{papers.filter((paper) => paper.sealed).map(button)}</ul>
    </div>
  );
  return (
    <div className="hub-stack">
      {countersigning ? [sealed, <CaseSeals key="seals" one={one} />] : [filed, sealed]}
      {readable.length === 0 && papers.length > 0 && <Alert type="info" showIcon title={w('materialsClosed')} />}
      {shown && may(...shown.readers) && (
        <>
          <DocumentFrame key={`${shown.key} ${shown.edition ?? ''}`} {...(shown.edition === undefined ? {} : { edition: shown.edition })} service={shown.service} path={shown.path} name={shown.name} fileName={shown.fileName} height={height} />
          {shown.service === 'certificates' && <PrintDocument service={shown.service} path={shown.path} />}
        </>
      )}
      {countersigning ? filed : (one.seals.length > 0 || one.letter !== null) && <CaseSeals one={one} />}
    </div>
  );
}

function papersOf(one: Case, certificate: string): Paper[] {
  const { caseNumber } = one;
  return [
    ...one.materials.map((material, index): Paper => ({
      key: `material/${index}/${material.sha256}`, name: material.name, kind: material.kind, service: 'intake', path: `/cases/${caseNumber}/materials/${material.sha256}`,
      fileName: `${material.name}.${endings[material.kind] ?? 'bin'}`, readers: readers.materials, sealed: false,
    })),
    ...(one.letter ? [{ key: 'letter', name: one.letter.name.replace(/\.txt$/, ''), kind: 'text', service: 'intake', path: `/cases/${caseNumber}/letter`, fileName: `${one.letter.name.replace(/\.txt$/, '')}.txt`, readers: readers.letter, sealed: true, edition: one.letter.sha256 }] : []),
    // Until it is issued the file is a draft, which nobody is given.
    ...(one.certificate?.issuedAt ? [{
      key: 'certificate', name: `${certificate} ${one.certificate.number}`, kind: 'pdf', service: 'certificates', path: `/certificates/${one.certificate.number}/pdf`, fileName: `${one.certificate.number}.pdf`,
      readers: readers.certificatePdf, sealed: true,
    }] : []),
  ];
}
