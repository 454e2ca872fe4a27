/** All versions of an item, the newest first, each with what it changed. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Differences } from '../../parts/differences.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { changeSetTexts } from '../../texts/change-sets.ts';

export function Versions({ itemCode }: { itemCode: string }): ReactNode {
  const w = useWords(catalogueTexts);
  const c = useWords(changeSetTexts);
  const term = useTerms();
  const readsChangeSets = useRoles()('catalogue-officer', 'integrator', 'supervisor', 'auditor');
  const query = useQuery({
    queryKey: ['catalogue', 'versions', { itemCode }],
    queryFn: ({ signal }) => take(api.catalogue.GET('/items/{itemCode}/versions', { params: { path: { itemCode } }, signal })),
  });
  return (
    <Reading query={query} empty={{ when: ({ versions }) => versions.length === 0, title: w('noVersions') }}>
      {({ versions }) => (
        <div className="hub-stack">
          {versions.map((version, index) => (
            <section key={`${version.version}.${version.edition}`} className="hub-card" aria-labelledby={`version-${version.version}-${version.edition}`}>
              <header>
                <h2 id={`version-${version.version}-${version.edition}`} className="hub-row">{c('edition', { version: version.version, edition: version.edition })} <StateTag kind="provinceItemState" value={version.state} />{version.inForce && <Tag tone="active">{w('inForce')}</Tag>}</h2>
                <span className="hub-soft hub-number">{version.from === null ? w('neverApplied') : w('fromTo', { from: version.from, to: version.to ?? w('onwards') })}{readsChangeSets && <> · <Link to={`/staff/change-sets/${version.changeSetId.replace(/-undone$/, '')}`} className="hub-code">{version.changeSetId.replace(/-undone$/, '')}</Link></>}</span>
              </header>
              {version.spans.length > 1 && <p className="hub-card-body hub-soft hub-number">{version.spans.map((span) => `${term('provinceItemState', span.state)} ${w('fromTo', { from: span.from, to: span.to ?? w('onwards') })}`).join('；')}</p>}
              {version.changes.length === 0 ? <p className="hub-card-body hub-soft">{w(index === versions.length - 1 ? 'firstVersion' : 'unchanged')}</p>
                : <Differences differences={version.changes} label={w('changed')} beforeTitle={w('before')} afterTitle={w('after')} />}
            </section>
          ))}
        </div>
      )}
    </Reading>
  );
}
