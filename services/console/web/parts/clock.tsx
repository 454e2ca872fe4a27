/** A due date as a light: green, yellow, red or stopped, always with words beside the colour, and the reckoning on demand. */
import { Button, Popover } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useTerms, useWords } from '../language.tsx';
import { today } from '../now.ts';
import { frameTexts } from '../texts/frame.ts';

export type Light = 'green' | 'yellow' | 'red';
/** One line of the reckoning, as the service explains it. */
export interface Reckoned { readonly from: string; readonly to: string; readonly counted: number; readonly zh: string; readonly en: string }

interface ClockProps {
  /** The service's word, never reckoned here; null where nothing runs. */
  light: Light | null;
  /** `YYYY-MM-DD`; null while the clock stands or the calendar does not reach. */
  due: string | null;
  /** A special procedure: the clock stands. */
  standing?: boolean;
  /** The day the step was done, where it is done. */
  stoppedOn?: string | null;
  /** Nothing is due any more. */
  ended?: boolean;
  /** Working days left as the service counts them, negative once past; without it the date alone is shown. */
  daysLeft?: number | null;
  /** What is meant: the statutory, the promised limit, a step's. */
  label?: string;
  reckoning?: readonly Reckoned[];
}

const dash = '—';

/** `<Clock light={line.light} due={line.due} />` in a list; with `daysLeft` and `reckoning` of a case's clock it explains itself. */
export function Clock({ light, due, standing = false, stoppedOn = null, ended = false, daysLeft = null, label, reckoning }: ClockProps): ReactNode {
  const w = useWords(frameTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const words = (): string => {
    if (stoppedOn !== null) return w('clockDone', { date: stoppedOn });
    if (standing) return w('clockStopped');
    if (due === null) return w('clockNone');
    const date = due.slice(0, 4) === today().slice(0, 4) ? due.slice(5) : due;
    if (daysLeft === null) return due === today() ? w('dueToday') : light === 'red' ? w('dueWas', { date }) : date;
    return daysLeft < 0 ? w('dueLate', { days: -daysLeft }) : daysLeft === 0 ? w('dueToday') : w('dueIn', { days: daysLeft });
  };
  if (ended) return <span className="hub-soft"><span aria-hidden>{dash}</span><span className="hub-unseen">{w('clockEnded')}</span></span>;
  const shown = standing ? 'stopped' : light ?? 'none';
  const chip = (
    <span className={`hub-clock hub-light-${shown}`} title={due === null ? undefined : w('dueOn', { date: due })}>
      <span className="hub-clock-light" aria-hidden />
      {label !== undefined && <span className="hub-clock-label">{label}</span>}
      <span className="hub-number">{words()}</span>
      <span className="hub-unseen">{term('light', shown)}</span>
    </span>
  );
  if (!reckoning || reckoning.length === 0) return chip;
  return (
    <Popover
      trigger="click" placement="bottomLeft" title={w('clockExplain')}
      content={(
        <div role="dialog" aria-label={w('clockExplain')} className="hub-reckoning"><table>
          <thead><tr><th scope="col">{w('clockDays')}</th><th scope="col">{w('clockWhy')}</th><th scope="col">{w('clockCounted')}</th></tr></thead>
          <tbody>
            {reckoning.map((line, index) => (
              <tr key={index}><td className="hub-number">{line.from === line.to || !line.to ? line.from : `${line.from} – ${line.to.slice(5)}`}</td><td>{line[language]}</td><td className="hub-align-right">{line.counted}</td></tr>
            ))}
          </tbody>
        </table></div>
      )}
    >
      <Button type="text" size="small" className="hub-clock-button">{chip}</Button>
    </Popover>
  );
}
