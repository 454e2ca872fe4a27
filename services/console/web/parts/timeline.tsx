/** What happened, newest last or first as given: when, who, what, and what belongs to it. One list, readable aloud. */
import type { ReactNode } from 'react';
import type { Tone } from '../look.ts';
import { Moment } from './moment.tsx';

export interface TimelineEntry {
  readonly key: string;
  readonly at: string;
  readonly title: ReactNode;
  /** Who did it: a person, a service, a system outside. */
  readonly by?: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: Tone;
  /** Unfolds below: bodies, documents. */
  readonly more?: ReactNode;
}

export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label?: string }): ReactNode {
  return (
    <ol className="hub-timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key} className={`hub-tone-edge-${entry.tone ?? 'calm'}`}>
          <Moment iso={entry.at} />
          <div>
            <p className="hub-timeline-title">{entry.title}{entry.by !== undefined && <span className="hub-soft"> · {entry.by}</span>}</p>
            {entry.note !== undefined && <div className="hub-soft">{entry.note}</div>}
            {entry.more}
          </div>
        </li>
      ))}
    </ol>
  );
}
