/**
 * The seals on a case's documents: picture, ledger number, who and when, and whether the signature stands. Promise:
 * verified against the document as it is served now, whose SM3 digest is reckoned here, not against what anybody noted.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import CloseCircleFilled from '@ant-design/icons/CloseCircleFilled';
import { Button, Popover } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, documentAddress, take, takeBytes } from '../api.ts';
import { useBoth, useTerms, useWords } from '../language.tsx';
import { useRoles } from '../session.tsx';
import { caseTexts } from '../texts/case.ts';
import { readers } from './case-readers.ts';
import { useLedger, type Case } from './case-reading.ts';
import { momentText } from './moment.tsx';

type Impression = Case['seals'][number];

export function CaseSeals({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const may = useRoles();
  const ledger = useLedger(one.caseNumber);
  const impressions = [...one.seals.map((seal) => ({ seal, counts: true })), ...one.sealsVoid.map((seal) => ({ seal, counts: false }))];
  return (
    <section aria-labelledby="case-seals">
      <h3 className="hub-small-head" id="case-seals">{w('sealsOfCase')}</h3>
      {impressions.length === 0 && <p className="hub-soft">{w('noSeals')}</p>}
      <ul className="hub-seals">
        {impressions.map(({ seal, counts }) => {
          const line = ledger.data?.find((each) => each.ledgerNumber === seal.ledgerNumber);
          return (
            <li key={seal.ledgerNumber}>
              {may(...readers.sealPicture) && <img src={`${documentAddress('seal', `/seals/${encodeURIComponent(seal.sealCode)}/picture`)}?format=svg`} alt="" width="58" height="58" loading="lazy" />}
              <div>
                <p><strong>{seal.sealName}</strong></p>
                <p className="hub-soft">{term('sealPurpose', seal.purpose)} · <span className="hub-code">{seal.ledgerNumber}</span></p>
                {line && <p className="hub-soft">{w('sealKeeper', { account: line.keeper.account, post: term('keeper', line.keeper.post), moment: momentText(line.usedAt) })}</p>}
                {line?.step.countersigned && <p className="hub-soft">{w('bookCountersigned', { by: line.step.countersigned.countersignedBy })}</p>}
                {counts ? <Verification one={one} seal={seal} /> : <p className="hub-field-fault">{w('sealVoid')}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Where the bytes under a seal are served, and to whom; a draft of a certificate is served to nobody. */
function sealedDocument(one: Case, seal: Impression): { service: string; path: string; readers: readonly string[] } | undefined {
  if (seal.purpose !== 'certificate') return { service: 'intake', path: `/cases/${one.caseNumber}/letter`, readers: readers.letter };
  return one.certificate?.issuedAt ? { service: 'certificates', path: `/certificates/${one.certificate.number}/pdf`, readers: readers.certificatePdf } : undefined;
}

function Verification({ one, seal }: { one: Case; seal: Impression }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const may = useRoles();
  const document = sealedDocument(one, seal);
  const allowed = document !== undefined && may(...document.readers) && may(...readers.signature);
  const verdict = useQuery({
    queryKey: ['seal', 'verification', { ledgerNumber: seal.ledgerNumber, document: document?.path }], enabled: allowed, staleTime: Infinity,
    queryFn: async ({ signal }) => {
      if (!document) throw new Error('no document');
      const [bytes, signature, { sm3 }] = await Promise.all([
        takeBytes(document.service, document.path, signal), takeBytes('seal', `/ledger/${encodeURIComponent(seal.ledgerNumber)}/signature`, signal), import('sm-crypto-v2'),
      ]);
      const digest = sm3(new Uint8Array(await bytes.arrayBuffer()));
      return take(api.seal.POST('/verifications', { body: { sm3: digest, signature: base64(new Uint8Array(await signature.arrayBuffer())) }, signal }));
    },
  });
  if (!allowed) return <p className="hub-soft">{w('sealUnchecked')}</p>;
  if (verdict.isPending) return <p className="hub-soft" role="status">{w('sealChecking')}</p>;
  if (verdict.error && !verdict.data) return <p className="hub-soft">{w('sealUnchecked')} <Button size="small" type="link" onClick={() => void verdict.refetch()}>{w('refresh')}</Button></p>;
  if (!verdict.data) return null;
  const { valid, checks } = verdict.data;
  return (
    <Popover
      trigger="click" title={w('sealChecks')}
      content={<ul className="hub-checks">{checks.map((check) => <li key={check.check} className={check.result === 'failed' ? 'hub-field-fault' : undefined}><span>{w(`check-${check.result}`)}</span><span>{both(check)}</span></li>)}</ul>}
    >
      <Button size="small" type="text" className={`hub-verdict ${valid ? 'hub-verdict-good' : 'hub-verdict-bad'}`} icon={valid ? <CheckCircleFilled /> : <CloseCircleFilled />}>{valid ? w('sealValid') : w('sealInvalid')}</Button>
    </Popover>
  );
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
