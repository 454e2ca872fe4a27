/**
 * The way of a case drawn as stages: what is behind it, where it is now, what lies ahead, and with whom. Promise: pure;
 * the route itself is what intake says of this case, and only the state of the case tells where it stands.
 */

export type Holder = 'zone' | 'department' | 'higher-authority' | 'applicant';
export type StageName = 'acceptance' | 'review' | 'decision' | 'opinion-sealing' | 'reported-up' | 'payment' | 'decision-sealing' | 'certificate' | 'delivery' | 'closed';
export type StageStatus = 'done' | 'current' | 'ahead' | 'skipped' | 'stopped';

export interface Stage {
  readonly name: StageName;
  readonly status: StageStatus;
  /** With whom it lies while it is current. */
  readonly holders: readonly Holder[];
}

/** What intake says of a case's route. */
export interface Route {
  readonly decider: 'approver' | 'department-officer';
  readonly reportedUp: boolean;
  readonly charged: boolean;
  readonly seals: { readonly opinion: readonly Holder[]; readonly decision: readonly Holder[]; readonly certificate: readonly Holder[] };
}

/** As much of a case as its way depends on. */
export interface Travelling {
  readonly state: string;
  readonly route: Route;
  readonly decision: { readonly result: string } | null;
  readonly upstream: { readonly result: string } | null;
  readonly acceptedAt: string | null;
  readonly reviewed: boolean;
}

const stageOf: Readonly<Record<string, StageName>> = {
  received: 'acceptance', supplementing: 'acceptance', accepted: 'review', suspended: 'review', reviewed: 'decision', 'opinion-sealing': 'opinion-sealing', 'reported-up': 'reported-up',
  'awaiting-payment': 'payment', 'decision-sealing': 'decision-sealing', 'certificate-drafting': 'certificate', 'certificate-sealing': 'certificate', 'certificate-issuing': 'certificate',
  ready: 'delivery', delivered: 'closed', closed: 'closed',
};

export function journeyOf(one: Travelling): Stage[] {
  const { route } = one;
  const refusedHere = one.decision?.result === 'refused';
  const refused = refusedHere || one.upstream?.result === 'refused';
  const stages: { name: StageName; holders: readonly Holder[]; skipped?: boolean }[] = [
    { name: 'acceptance', holders: one.state === 'supplementing' ? ['applicant'] : ['zone'] },
    { name: 'review', holders: ['zone'] },
    { name: 'decision', holders: [route.decider === 'department-officer' ? 'department' : 'zone'] },
    ...(route.reportedUp ? [
      { name: 'opinion-sealing' as const, holders: route.seals.opinion, skipped: refusedHere },
      { name: 'reported-up' as const, holders: ['higher-authority' as const], skipped: refusedHere },
    ] : []),
    ...(route.charged ? [{ name: 'payment' as const, holders: ['applicant' as const], skipped: refused }] : []),
    // Refused in the pre-examination, the letter carries the seals that the opinion would have had.
    ...(route.seals.decision.length > 0 || (route.reportedUp && refusedHere) ? [{ name: 'decision-sealing' as const, holders: route.seals.decision.length > 0 ? route.seals.decision : route.seals.opinion }] : []),
    { name: 'certificate', holders: route.seals.certificate, skipped: refused },
    { name: 'delivery', holders: ['zone'] },
    { name: 'closed', holders: ['zone'] },
  ];
  const ended = one.state === 'not-accepted' || one.state === 'withdrawn';
  // Countersigned is what is being sealed: the opinion that goes up, else the letter.
  const sealing: StageName = route.reportedUp && !refusedHere ? 'opinion-sealing' : 'decision-sealing';
  const here = ended ? whereItEnded(one) : one.state === 'countersigning' || one.state === 'countersign-returned' ? sealing : (stageOf[one.state] ?? 'acceptance');
  const index = Math.max(0, stages.findIndex((stage) => stage.name === here));
  return stages.map((stage, place): Stage => ({ name: stage.name, holders: stage.holders, status: statusOf(stage.skipped === true, place - index, ended, one.state === 'closed') }));
}

function statusOf(skipped: boolean, distance: number, ended: boolean, closed: boolean): StageStatus {
  if (skipped) return 'skipped';
  if (distance < 0) return 'done';
  if (distance > 0) return ended ? 'skipped' : 'ahead';
  if (ended) return 'stopped';
  return closed ? 'done' : 'current';
}

function whereItEnded(one: Travelling): StageName {
  if (one.state === 'not-accepted' || one.acceptedAt === null) return 'acceptance';
  return one.reviewed ? 'decision' : 'review';
}
