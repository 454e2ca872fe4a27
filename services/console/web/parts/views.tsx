/** The views of one page, chosen by its address (`?view=…`), so that each can be sent to a colleague and found by the back button. */
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';

/** Which of the views the address names; the first unless it names another. */
export function useView<Name extends string>(names: readonly [Name, ...Name[]]): Name {
  const [address] = useSearchParams();
  return names.find((name) => name === address.get('view')) ?? names[0];
}

export function Views({ label, views, shown }: { label: string; views: readonly (readonly [name: string, title: ReactNode])[]; shown: string }): ReactNode {
  if (views.length < 2) return null;
  return (
    <nav className="hub-views" aria-label={label}>
      {views.map(([name, title], index) => <Link key={name} to={index === 0 ? '?' : `?view=${name}`} aria-current={name === shown ? 'page' : undefined}>{title}</Link>)}
    </nav>
  );
}
