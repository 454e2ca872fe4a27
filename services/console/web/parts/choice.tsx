/** One of a few, by the browser's own list: light, quick by keyboard, and right on a phone. */
import type { ReactNode } from 'react';

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, title: string])[];
  /** What stands for no choice. */
  any: string;
  change(value: string): void;
  /** Shows the label before the list; it is always read aloud. */
  shown?: boolean;
}

export function Choice({ label, value, options, any, change, shown = false }: ChoiceProps): ReactNode {
  return (
    <label className="hub-choice">
      <span className={shown ? undefined : 'hub-unseen'}>{label}</span>
      <select value={value} onChange={(event) => change(event.target.value)}>
        <option value="">{any}</option>
        {options.map(([key, title]) => <option key={key} value={key}>{title}</option>)}
      </select>
    </label>
  );
}
