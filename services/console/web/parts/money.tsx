/** Money kept as whole fen, shown as yuan with two places, digits aligned. */
import type { ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';

/** 1234567 fen → `12,345.67`. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
}

export function Money({ fen }: { fen: number }): ReactNode {
  const w = useWords(frameTexts);
  return <span className="hub-number">{w('yuan', { amount: yuanOf(fen) })}</span>;
}
