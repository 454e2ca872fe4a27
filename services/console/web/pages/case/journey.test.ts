import { describe, expect, it } from 'vitest';
import { journeyOf, type Route, type Travelling } from './journey.ts';

const direct: Route = { decider: 'approver', reportedUp: false, charged: true, seals: { opinion: [], decision: ['zone'], certificate: ['zone'] } };
const forward: Route = { decider: 'department-officer', reportedUp: false, charged: false, seals: { opinion: [], decision: ['department'], certificate: ['department'] } };
const directReport: Route = { decider: 'approver', reportedUp: true, charged: false, seals: { opinion: ['zone', 'department'], decision: [], certificate: ['department'] } };
const travelling = (state: string, route: Route, more: Partial<Travelling> = {}): Travelling => ({ state, route, decision: null, upstream: null, acceptedAt: '2026-11-20T01:00:00Z', reviewed: false, ...more });
const drawn = (one: Travelling): string => journeyOf(one).map((stage) => `${stage.name}:${stage.status}`).join(' ');
const current = (one: Travelling): string => journeyOf(one).filter((stage) => stage.status === 'current').map((stage) => `${stage.name} ${stage.holders.join('+')}`).join();

describe('the way of a case', () => {
  it('goes from the window through fee and seal to the hand-over when the zone decides itself', () => {
    expect(drawn(travelling('awaiting-payment', direct, { decision: { result: 'granted' } })))
      .toBe('acceptance:done review:done decision:done payment:current decision-sealing:ahead certificate:ahead delivery:ahead closed:ahead');
  });
  it('has no stage for a fee where none is charged', () => {
    expect(drawn(travelling('received', forward))).not.toContain('payment');
  });
  it('lies with the department when its officer decides', () => {
    expect(current(travelling('reviewed', forward))).toBe('decision department');
  });
  it('lies with the applicant while something is missing or to be paid', () => {
    expect(current(travelling('supplementing', direct))).toBe('acceptance applicant');
    expect(current(travelling('awaiting-payment', direct))).toBe('payment applicant');
  });
  it('goes up under seals of zone and department when a higher authority decides', () => {
    expect(current(travelling('opinion-sealing', directReport))).toBe('opinion-sealing zone+department');
    expect(current(travelling('reported-up', directReport))).toBe('reported-up higher-authority');
  });
  it('skips reporting up after a refusal in the pre-examination, whose letter is sealed here', () => {
    expect(drawn(travelling('decision-sealing', directReport, { decision: { result: 'refused' } })))
      .toBe('acceptance:done review:done decision:done opinion-sealing:skipped reported-up:skipped decision-sealing:current certificate:skipped delivery:ahead closed:ahead');
  });
  it('makes no certificate of a refusal from above', () => {
    expect(drawn(travelling('ready', directReport, { decision: { result: 'granted' }, upstream: { result: 'refused' } }))).toContain('reported-up:done certificate:skipped delivery:current');
  });
  it('is behind the case whole once it is closed', () => {
    expect(journeyOf(travelling('closed', direct)).every((stage) => stage.status === 'done')).toBe(true);
  });
  it('waits for the province after the hand-over', () => {
    expect(current(travelling('delivered', direct))).toBe('closed zone');
  });
  it('stops where the applicant withdrew', () => {
    expect(drawn(travelling('withdrawn', direct, { reviewed: true }))).toBe('acceptance:done review:done decision:stopped payment:skipped decision-sealing:skipped certificate:skipped delivery:skipped closed:skipped');
    expect(drawn(travelling('withdrawn', direct, { acceptedAt: null }))).toMatch(/^acceptance:stopped review:skipped/);
    expect(drawn(travelling('not-accepted', direct, { acceptedAt: null }))).toMatch(/^acceptance:stopped/);
  });
});
