/** Who receives, decides and seals under each form of delegation, as a flow chart. */
import type { ReactNode } from 'react';
import type { DelegationForm } from './item-list.ts';
import type { TextKey, Words } from './words.ts';

type Who = 'flowYou' | 'flowZone' | 'flowDepartment' | 'flowAuthority';
type Step = readonly [who: Who, does: TextKey];

const arrives: readonly Step[] = [['flowYou', 'flowBring'], ['flowZone', 'flowReceive']];
const leaves: readonly Step[] = [['flowZone', 'flowDeliver'], ['flowYou', 'flowCollect']];
/** The four forms as 湘政办发〔2020〕49号 describes them. */
const flows: Readonly<Record<DelegationForm, readonly Step[]>> = {
  direct: [...arrives, ['flowZone', 'flowReview'], ['flowZone', 'flowDecideZone'], ['flowZone', 'flowSealZone'], ...leaves],
  entrusted: [...arrives, ['flowZone', 'flowReview'], ['flowZone', 'flowDecideEntrusted'], ['flowZone', 'flowSealZone'], ['flowDepartment', 'flowSealOnSight'], ...leaves],
  forward: [...arrives, ['flowZone', 'flowReview'], ['flowDepartment', 'flowDecideOfficer'], ['flowDepartment', 'flowSealDepartment'], ...leaves],
  'direct-report': [...arrives, ['flowZone', 'flowPreExamine'], ['flowZone', 'flowSealZone'], ['flowDepartment', 'flowSealOnSight'], ['flowZone', 'flowReport'], ['flowAuthority', 'flowDecideAuthority'], ...leaves],
};

/** Sizes of the drawing in its own units; a phone of 390 points shows it at about one to one. */
const [width, laneHead, rowHeight, boxHeight, pad] = [360, 30, 70, 50, 8];
const lanesInOrder: readonly Who[] = ['flowYou', 'flowZone', 'flowDepartment', 'flowAuthority'];

/**
 * The flow as a chart with a lane for each who takes part, drawn here and readable without a script; the same as a list for those
 * who hear it read or print it in words.
 */
export function DelegationFlow({ form, w }: { form: DelegationForm; w: Words }): ReactNode {
  const steps = flows[form];
  const lanes = lanesInOrder.filter((lane) => steps.some(([who]) => who === lane));
  const lane = width / lanes.length;
  const height = laneHead + steps.length * rowHeight + pad;
  const middle = (who: Who): number => (lanes.indexOf(who) + 0.5) * lane;
  const top = (index: number): number => laneHead + index * rowHeight + (rowHeight - boxHeight) / 2;
  return (
    <>
      <svg className="flow-chart" viewBox={`0 0 ${String(width)} ${String(height)}`} aria-hidden focusable="false">
        <defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" className="flow-tip" /></marker></defs>
        {lanes.map((who, index) => (
          <g key={who}>
            <rect x={index * lane + 1} y={0} width={lane - 2} height={height} rx={4} className={`flow-lane ${who}`} />
            <text x={middle(who)} y={20} textAnchor="middle" className="flow-who">{w(who)}</text>
          </g>
        ))}
        {steps.slice(1).map(([who], index) => {
          const before = steps[index]?.[0] ?? who;
          const [from, to] = [middle(before), middle(who)];
          const [begins, ends] = [top(index) + boxHeight, top(index + 1) - 2];
          const bend = (begins + ends) / 2;
          return <path key={String(index)} d={from === to ? `M${String(from)} ${String(begins)}V${String(ends)}` : `M${String(from)} ${String(begins)}V${String(bend)}H${String(to)}V${String(ends)}`} className="flow-line" markerEnd="url(#flow-arrow)" />;
        })}
        {steps.map(([who, does], index) => {
          const lines = linesOf(w(does), lane - pad - 6);
          return (
            <g key={does}>
              <rect x={middle(who) - lane / 2 + pad / 2 + 1} y={top(index)} width={lane - pad - 2} height={boxHeight} rx={5} className={`flow-box ${who}`} />
              {lines.map((line, row) => <text key={line} x={middle(who)} y={top(index) + boxHeight / 2 + 4.5 + (row - (lines.length - 1) / 2) * 14.5} textAnchor="middle" className="flow-does">{line}</text>)}
            </g>
          );
        })}
      </svg>
      <details className="flow-words">
        <summary>{w('flowInWords')}</summary>
        <ol className="flow">
          {steps.map(([who, does]) => <li key={does} className={who}><b>{w(who)}</b><span>{w(does)}</span></li>)}
        </ol>
      </details>
    </>
  );
}

/** Breaks words to a width: a Han character is about as wide as it is high, a letter half as much. At most three lines. */
function linesOf(words: string, room: number): string[] {
  const size = 12.5;
  const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u2E80-\uFFFF]/u.test(sign) ? size : size * 0.55), 0);
  const parts = /[\u2E80-\uFFFF]/u.test(words) ? [...words] : words.split(/(?<= )/u);
  const lines = [''];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    // A closing mark never begins a line.
    if (last === '' || wide(last + part.trimEnd()) <= room || /^[、，。）]/u.test(part)) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.map((line) => line.trim()).slice(0, 3);
}
