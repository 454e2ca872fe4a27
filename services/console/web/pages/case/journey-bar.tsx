/** The route of this case's form of delegation, drawn: who decides, who seals, and where the case is now. */
import CheckOutlined from '@ant-design/icons/CheckOutlined';
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../../language.tsx';
import type { Case } from '../../parts/case-reading.ts';
import { Moment } from '../../parts/moment.tsx';
import { caseTexts } from '../../texts/case.ts';
import { journeyOf, type Holder, type Stage, type StageName, type StageStatus } from './journey.ts';

type Words = keyof typeof caseTexts;
const stageWords: Readonly<Record<StageName, Words>> = {
  acceptance: 'stageAcceptance', review: 'stageReview', decision: 'stageDecision', 'opinion-sealing': 'stageOpinionSealing', 'reported-up': 'stageReportedUp', payment: 'stagePayment',
  'decision-sealing': 'stageDecisionSealing', certificate: 'stageCertificate', delivery: 'stageDelivery', closed: 'stageClosed',
};
const holderWords: Readonly<Record<Holder, Words>> = { zone: 'holderZone', department: 'holderDepartment', 'higher-authority': 'holderHigher', applicant: 'holderApplicant' };
const statusWords: Readonly<Record<StageStatus, Words>> = { done: 'statusDone', current: 'statusCurrent', ahead: 'statusAhead', skipped: 'statusSkipped', stopped: 'statusStopped' };
const sealing: ReadonlySet<StageName> = new Set(['opinion-sealing', 'decision-sealing', 'certificate']);

export function JourneyBar({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const { language } = useLanguage();
  const stages = journeyOf({ state: one.state, route: one.route, decision: one.decision, upstream: one.upstream, acceptedAt: one.acceptedAt, reviewed: one.review !== null });
  const holders = (stage: Stage): string => {
    const names = stage.holders.map((holder) => w(holderWords[holder])).join(language === 'zh' ? '、' : ' + ');
    return sealing.has(stage.name) && names ? w('seals', { holders: names }) : names;
  };
  return (
    <section aria-labelledby="case-journey">
      <h2 className="hub-unseen" id="case-journey">{w('journey')}</h2>
      <ol className="hub-journey">
        {stages.map((stage, index) => (
          <li key={stage.name} className={`hub-stage-${stage.status}`} aria-current={stage.status === 'current' ? 'step' : undefined}>
            <span className="hub-stage-dot" aria-hidden>{stage.status === 'done' ? <CheckOutlined /> : stage.status === 'stopped' ? <CloseOutlined /> : index + 1}</span>
            <span className="hub-stage-name">{w(stage.name === 'decision' && one.route.reportedUp ? 'stageOpinion' : stageWords[stage.name])}</span>
            <span className="hub-stage-holder">{holders(stage)}</span>
            <span className="hub-unseen">{w(statusWords[stage.status])}</span>
          </li>
        ))}
      </ol>
      <p className="hub-journey-now">
        <span>{one.route.says[language]}</span>
        {one.waitingFor !== 'nobody' && <strong>{w('waitingFor')} {w(`waiting-${one.waitingFor}`)}<span className="hub-soft"> · {w('waitingSince')} <Moment iso={one.waitingSince} /></span></strong>}
      </p>
    </section>
  );
}
