/** Days and moments, always in China's time, whatever this computer believes. */
import type { ReactNode } from 'react';
import { chinaDay, now, today } from '../now.ts';

const inChina = (iso: string): string | undefined => {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : new Date(at + 8 * 3600_000).toISOString();
};

/** `2026-11-22 14:05`. */
export function momentText(iso: string): string {
  return inChina(iso)?.replace('T', ' ').slice(0, 16) ?? iso;
}

/** Today only the time, this year without the year; the whole moment on hover. */
export function Moment({ iso, seconds = false }: { iso: string; seconds?: boolean }): ReactNode {
  const full = inChina(iso)?.replace('T', ' ').slice(0, 19);
  if (!full) return <span>{iso}</span>;
  const day = full.slice(0, 10);
  const time = full.slice(11, seconds ? 19 : 16);
  const shown = day === today() ? time : day.slice(0, 4) === chinaDay(now()).slice(0, 4) ? `${day.slice(5)} ${time}` : `${day} ${time}`;
  return <time className="hub-number" dateTime={iso} title={full}>{shown}</time>;
}
