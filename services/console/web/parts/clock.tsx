/** A due date as a light: green, yellow, red or stopped, always with words beside the colour, and the reckoning on demand. */
import { Button, Popover } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useTerms, useWords } from '../language.tsx';
import { today } from '../now.ts';
import { frameTexts } from '../texts/frame.ts';

export type Light = 'green' | 'yellow' | 'red' | 'stopped' | 'none';
/** One line of the reckoning, as the service explains it. */
export interface Reckoned { readonly on?: string | null; readonly zh: string; readonly en: string }

interface ClockProps {
  light: Light;
  /** `YYYY-MM-DD`; null while there is none. */
  due: string | null;
  /** What is meant: the statutory, the promised limit, a step's. */
  label?: string;
  reckoning?: readonly Reckoned[];
  /** Shown as a chip with days left (default) or with the date alone. */
  show?: 'days' | 'date';
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** `<Clock light="yellow" due="2026-11-30" reckoning={lines} />`; the light is the service's word, never reckoned here. */
export function Clock({ light, due, label, reckoning, show = 'days' }: ClockProps): ReactNode {
  const w = useWords(frameTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const days = due === null ? undefined : daysBetween(today(), due);
  const words = light === 'stopped' ? w('clockStopped')
    : due === null || days === undefined ? w('clockNone')
      : show === 'date' ? due
        : days < 0 ? w('dueLate', { days: -days }) : days === 0 ? w('dueToday') : w('dueIn', { days });
  const chip = (
    <span className={`hub-clock hub-light-${light}`} title={due === null ? undefined : w('dueOn', { date: due })}>
      <span className="hub-clock-light" aria-hidden />
      {label !== undefined && <span className="hub-clock-label">{label}</span>}
      <span className="hub-number">{words}</span>
      <span className="hub-unseen">{term('light', light)}</span>
    </span>
  );
  if (!reckoning || reckoning.length === 0) return chip;
  return (
    <Popover
      trigger="click" placement="bottomLeft" title={w('clockExplain')}
      content={<ol className="hub-reckoning">{reckoning.map((line, index) => <li key={index}>{line.on && <time>{line.on}</time>}<span>{line[language]}</span></li>)}</ol>}
    >
      <Button type="text" size="small" className="hub-clock-button">{chip}</Button>
    </Popover>
  );
}
