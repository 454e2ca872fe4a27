/**
 * A chart: for looking rather than reading, always beside a table or a sentence that says the same in words. Only the
 * kinds of charts in use are fetched, and only when the first one is shown.
 */
import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { chartColours, colours } from '../look.ts';
import { frameTexts } from '../texts/frame.ts';
import { Loading } from './loading.tsx';

export interface ChartProps {
  /** What it shows, in one sentence: read aloud in its place. */
  label: string;
  option: EChartsCoreOption;
  height?: number;
  /** A column or slice was chosen: its series and name. */
  choose?: (series: string, name: string) => void;
}

export function Chart({ label, option, height = 240, choose }: ChartProps): ReactNode {
  const w = useWords(frameTexts);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const latest = useRef({ option, choose });
  latest.current = { option, choose };
  const drawn = useRef<{ setOption(option: EChartsCoreOption, notMerge: boolean): void } | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    let end = (): void => undefined;
    import('./chart-drawing.ts').then(({ init }) => {
      if (gone || !place.current) return;
      const chart = init(place.current, undefined, { renderer: 'svg' });
      chart.setOption(dressed(latest.current.option), true);
      chart.on('click', (event) => latest.current.choose?.(event.seriesName ?? '', event.name));
      const watch = new ResizeObserver(() => chart.resize());
      watch.observe(place.current);
      drawn.current = chart;
      end = () => { watch.disconnect(); chart.dispose(); drawn.current = undefined; };
      setState('ready');
    }, () => { if (!gone) setState('failed'); });
    return () => { gone = true; end(); };
  }, []);
  const about = JSON.stringify(option);
  useEffect(() => { drawn.current?.setOption(dressed(latest.current.option), true); }, [about]);
  return (
    <figure className="hub-chart" aria-label={label}>
      {state === 'loading' && <Loading rows={4} />}
      {state === 'failed' && <p className="hub-soft">{w('chartFailed')}</p>}
      <div ref={place} role="img" aria-label={label} style={{ height: state === 'ready' ? height : 0 }} />
    </figure>
  );
}

/** What all charts look like. */
function dressed(option: EChartsCoreOption): EChartsCoreOption {
  return {
    animationDuration: 200, color: [...chartColours], textStyle: { fontFamily: 'inherit', color: colours.ink },
    grid: { left: 8, right: 12, top: 32, bottom: 4, containLabel: true }, tooltip: { trigger: 'axis', confine: true }, legend: { top: 0, right: 12, itemWidth: 12, itemHeight: 8 },
    ...option,
  };
}
