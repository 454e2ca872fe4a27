/** Who receives, decides and seals under each form of delegation, as an ordered list that is drawn as a flow by the style sheet. */
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

export function DelegationFlow({ form, w }: { form: DelegationForm; w: Words }): ReactNode {
  return (
    <ol className="flow">
      {flows[form].map(([who, does]) => <li key={does} className={who}><b>{w(who)}</b><span>{w(does)}</span></li>)}
    </ol>
  );
}
