/** All versions of an item, the newest first, each with what it changed. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';

export function Versions({ itemCode }: { itemCode: string }): ReactNode {
  const w = useWords(catalogueTexts);
  const both = useBoth();
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
                <h2 id={`version-${version.version}-${version.edition}`} className="hub-row">{w('versionOf', { version: version.version })} <StateTag kind="provinceItemState" value={version.state} />{version.inForce && <Tag tone="active">{w('inForce')}</Tag>}</h2>
                <span className="hub-soft hub-number">{w('fromTo', { from: version.from ?? w('beginning'), to: version.to ?? w('onwards') })}</span>
              </header>
              {version.changes.length === 0 ? <p className="hub-card-body hub-soft">{w(index === versions.length - 1 ? 'firstVersion' : 'unchanged')}</p> : (
                <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('changed')}>
                  <table className="hub-plain-table hub-version-changes">
                    <caption className="hub-unseen">{w('changed')}</caption>
                    <thead><tr><th scope="col">{w('changeField')}</th><th scope="col">{w('before')}</th><th scope="col">{w('after')}</th></tr></thead>
                    <tbody>{version.changes.map((change) => (
                      <tr key={`${change.field}/${change.what ?? ''}`}><th scope="row">{both(change)}{change.what === null ? '' : `：${change.what}`}</th><td><del>{change.before ?? w('nothing')}</del></td><td><ins>{change.after ?? w('nothing')}</ins></td></tr>
                    ))}</tbody>
                  </table>
                </div>
              )}
            </section>
          ))}
        </div>
      )}
    </Reading>
  );
}
