/** A key as it is printed on the keyboard, beside the act it stands for; the same in every language. */
import type { ReactNode } from 'react';

export function KeyCap({ of }: { of: string }): ReactNode {
  return <kbd>{of}</kbd>;
}
