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
import { yuanOf } from './money.tsx';

export interface ChartProps {
  /** What it shows, in one sentence: read aloud in its place. */
  label: string;
  option: EChartsCoreOption;
  height?: number;
  /** Figures are yuan: told with two places. */
  money?: boolean;
  /** A column or slice was chosen: its series and name. */
  choose?: (series: string, name: string) => void;
}

export function Chart({ label, option, height = 240, money = false, choose }: ChartProps): ReactNode {
  const w = useWords(frameTexts);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const latest = useRef({ option, money, choose });
  latest.current = { option, money, choose };
  const drawn = useRef<{ setOption(option: EChartsCoreOption, notMerge: boolean): void } | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    let end = (): void => undefined;
    import('./chart-drawing.ts').then(({ init }) => {
      if (gone || !place.current) return;
      const chart = init(place.current, undefined, { renderer: 'svg' });
      chart.setOption(dressed(latest.current), true);
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
  useEffect(() => { drawn.current?.setOption(dressed(latest.current), true); }, [about]);
  return (
    <figure className="hub-chart" aria-label={label}>
      {state === 'loading' && <Loading rows={4} />}
      {state === 'failed' && <p className="hub-soft">{w('chartFailed')}</p>}
      <div ref={place} role="img" aria-label={label} style={{ height: state === 'ready' ? height : 0 }} />
    </figure>
  );
}

/** What all charts look like. */
function dressed({ option, money }: { option: EChartsCoreOption; money: boolean }): EChartsCoreOption {
  const { tooltip } = option;
  return {
    animationDuration: 200, color: [...chartColours], textStyle: { fontFamily: 'inherit', color: colours.ink },
    grid: { left: 8, right: 12, top: 32, bottom: 4, containLabel: true }, legend: { top: 0, right: 12, itemWidth: 12, itemHeight: 8 },
    ...option,
    tooltip: { trigger: 'axis', confine: true, textStyle: { color: colours.ink }, ...(typeof tooltip === 'object' ? tooltip : {}), formatter: (pointed: Pointed | Pointed[]) => told(Array.isArray(pointed) ? pointed : [pointed], money) },
  };
}

/** A figure under the pointer, as the library names its parts. */
interface Pointed { name?: string; seriesName?: string; value?: unknown; color?: unknown }

/** What pointing at a column says. Built of elements: the policy of the page takes no style written into HTML, and what others have named stays text. */
function told(pointed: readonly Pointed[], money: boolean): HTMLElement {
  const put = (into: HTMLElement, kind: 'div' | 'strong' | 'i' | 'span' | 'b', text = ''): HTMLElement => {
    const made = document.createElement(kind);
    made.textContent = text;
    into.append(made);
    return made;
  };
  const tip = document.createElement('div');
  tip.className = 'hub-chart-tip';
  if (pointed[0]?.name) put(tip, 'strong', pointed[0].name);
  for (const { seriesName = '', value, color } of pointed) {
    const line = put(tip, 'div');
    const mark = put(line, 'i');
    if (typeof color === 'string') mark.style.background = color;
    put(line, 'span', seriesName);
    put(line, 'b', typeof value !== 'number' ? '—' : money ? yuanOf(Math.round(value * 100)) : value.toLocaleString('en-US'));
  }
  return tip;
}
