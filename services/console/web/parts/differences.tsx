/** Differences between two publications of an item side by side: what it was, what it is, and whether it asks more of the applicant. */
import type { ReactNode } from 'react';
import type { components } from '../../../../contracts/catalogue/api.ts';
import { useBoth, useWords } from '../language.tsx';
import { changeSetTexts } from '../texts/change-sets.ts';
import { Tag } from './state-tag.tsx';
import './differences.css';

type Difference = components['schemas']['Difference'];

/** `beforeTitle` names the left side; what asks more of the applicant stands first. */
export function Differences({ differences, label, beforeTitle, afterTitle }: { differences: readonly Difference[]; label: string; beforeTitle: string; afterTitle: string }): ReactNode {
  const w = useWords(changeSetTexts);
  const both = useBoth();
  const weight = { heavier: 0, lighter: 1, none: 2 } as const;
  return (
    <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="hub-plain-table hub-differences">
        <thead><tr><th scope="col">{w('field')}</th><th scope="col">{beforeTitle}</th><th scope="col">{afterTitle}</th></tr></thead>
        <tbody>{differences.toSorted((a, b) => weight[a.burden] - weight[b.burden]).map((one) => (
          <tr key={`${one.field}/${one.what ?? ''}`}>
            <th scope="row">{both(one)}{one.what !== null && <div className="hub-difference-what">{one.what}</div>}
              {one.burden !== 'none' && <div><Tag tone={one.burden === 'heavier' ? 'bad' : 'good'}>{w(one.burden)}</Tag></div>}</th>
            <td>{one.before === null ? <span className="hub-soft">{w('nothing')}</span> : <del>{one.before}</del>}</td>
            <td>{one.after === null ? <span className="hub-soft">{w('nothing')}</span> : <ins>{one.after}</ins>}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}
