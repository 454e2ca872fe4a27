/**
 * pipeline: whole cases closed per second — materials, registration, acceptance, review, decision, bill, payment at the
 * bank's window, seals, certificate, hand-over, province and texts — through nine service processes with counterparts
 * that answer at once. Clerks and payer are played from outside and react to what the bus says. No opponent; beside it
 * stands the best published figure for the first step alone. Promised: > 25 cases/s on two cores.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { freshId } from '../../infra/chance.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { startHub } from '../hub.ts';
import { createProcesses } from '../processes.ts';
import { defaultRunDirectory } from '../run-directory.ts';
import { sampleAnswers } from '../sample-answers.ts';
import { samplePaper } from '../sample-papers.ts';
import { applicationsFor, type Application } from '../traffic/applications.ts';
import { openHall } from '../traffic/hall.ts';
import { firstAcceptedCase } from './first-case.ts';
import { machine, percentile, processorMs, type Benchmark } from './measure.ts';

/** Cases under way at once: a busy morning in a large hall. */
const concurrency = 128;
const publishedPeer = 25;

/** Facts from the bus by case, whether they come before or after somebody waits for them. */
function openFacts(): { say(key: string, value: string): void; hear(key: string): Promise<string> } {
  const said = new Map<string, string>();
  const waiting = new Map<string, (value: string) => void>();
  return {
    say(key, value) { const resolve = waiting.get(key); if (resolve) { waiting.delete(key); resolve(value); } else said.set(key, value); },
    hear(key) { const value = said.get(key); if (value !== undefined) { said.delete(key); return Promise.resolve(value); } return new Promise((resolve) => { waiting.set(key, resolve); }); },
  };
}

export const pipeline: Benchmark = async ({ quick, progress }) => {
  const runDirectory = join(defaultRunDirectory, 'bench-pipeline');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  try {
    const hub = await startHub({ processes, runDirectory, logLevel: 'warn', progress, counterpartSettings: { province: { HUB_DECIDE_AFTER_MS: '0' }, carrier: { HUB_REPORT_DELAY_MS: '0' } }, settings: { 'province-gateway': { HUB_DECISIONS_EVERY_MS: '100' } } });
    await firstAcceptedCase(hub);
    const hall = await openHall(hub);
    const facts = openFacts();
    const connection = await connect({ servers: hub.nats.url, user: hub.nats.operator.user, pass: hub.nats.operator.password });
    const decoder = new TextDecoder();
    const listen = (subject: string, field: string): void => {
      connection.subscribe(subject, { callback: (_error, message) => {
        const { data } = JSON.parse(decoder.decode(message.data)) as { data: Record<string, string> };
        facts.say(`${subject}/${data['caseNumber']}`, String(data[field]));
      } });
    };
    listen('events.fees.bill-issued', 'payCode');
    listen('events.certificates.certificate-issued', 'number');
    listen('events.intake.case-closed', 'end');

    const must = async <T>(what: string, call: () => Promise<Outcome<T>>): Promise<T> => {
      // The window hears of a fact a moment before intake has taken it: ask again.
      for (let tries = 0; ; tries += 1) {
        const answer = await call();
        if (answer.kind === 'done') return answer.value;
        if (tries > 200 || (answer.kind === 'refused' && answer.reason !== 'wrong-state')) throw new Error(`${what}: ${JSON.stringify(answer)}`);
        await delay(15);
      }
    };
    const walk = async (application: Application): Promise<number> => {
      const started = performance.now();
      const { item, projectName, applicant, contact, form } = application;
      const upload = await must('upload', () => hall.clerk.call('post', '/materials', { body: samplePaper(`Sample ${contact.mobile}`) }));
      const materials = item.materials.filter((m) => m.required).map(({ name }) => ({ name, sha256: upload.sha256 }));
      const key = freshId();
      const { caseNumber } = await must('register', () => hall.clerk.call('post', '/cases', { key, body: { itemCode: item.code, projectName, applicant, contact, materials, answers: sampleAnswers(item.formFields) } }));
      const path = { caseNumber };
      const act = freshId();
      await must('accept', () => hall.clerk.call('post', '/cases/{caseNumber}/acceptance', { path, key: act, body: { decision: 'accept', reason: '' } }));
      await must('review', () => hall.reviewer.call('post', '/cases/{caseNumber}/review', { path, key: act, body: { opinion: 'agree', note: '材料齐全' } }));
      const decider = form === 'forward' ? await hall.officer(application.departmentCode) : hall.approver;
      await must('decide', () => decider.call('post', '/cases/{caseNumber}/decision', { path, key: act, body: { decision: 'granted', note: '', validTo: null } }));
      if (item.feeInFen > 0) {
        const payCode = await facts.hear(`events.fees.bill-issued/${caseNumber}`);
        const paid = await must('pay', () => hall.payAtBank(payCode));
        if (paid.state !== 'confirmed') throw new Error(`the bank says ${paid.state}`);
      }
      await facts.hear(`events.certificates.certificate-issued/${caseNumber}`);
      await must('deliver', () => hall.clerk.call('post', '/cases/{caseNumber}/delivery', { path, key: act, body: { recipient: contact.name, method: 'window' } }));
      await facts.hear(`events.intake.case-closed/${caseNumber}`);
      return performance.now() - started;
    };

    const offers = await hall.offers();
    if (offers.kind !== 'done') throw new Error('no offers');
    const warm = quick ? 200 : 900;
    const count = quick ? 250 : 1_000;
    // Rate of a busy hall that stays busy: counted between the warm-th and the last counted closing, with others still under way.
    const applications = applicationsFor(offers.value, warm + count + concurrency);
    const times: number[] = [];
    const counted: number[] = [];
    let next = 0;
    let from = 0;
    let until = 0;
    let spentBefore = new Map<string, number>();
    let spentAfter = spentBefore;
    const started = performance.now();
    await Promise.all(Array.from({ length: concurrency }, async () => {
      for (let application = applications[next++]; application; application = applications[next++]) {
        const took = await walk(application);
        times.push(took);
        if (times.length === warm) { from = performance.now(); spentBefore = processorMs(processes); }
        if (times.length > warm && times.length <= warm + count) counted.push(took);
        if (times.length === warm + count) { until = performance.now(); spentAfter = processorMs(processes); }
        if (times.length % 100 === 0) progress(`${times.length}/${applications.length}  ${(times.length / ((performance.now() - started) / 1_000)).toFixed(1)} cases/s`);
      }
    }));
    const seconds = (until - from) / 1_000;
    const spent = [...spentAfter].map(([name, ms]) => [name, Number(((ms - (spentBefore.get(name) ?? 0)) / count).toFixed(1))] as const).sort((x, y) => y[1] - x[1]);
    progress(`每件处理器毫秒 processor ms per case: ${spent.map(([name, ms]) => `${name} ${ms}`).join(', ')}`);
    await connection.close();
    const perSecond = Number((count / seconds).toFixed(1));
    return {
      name: 'pipeline', runs: 1, ours: { value: perSecond, unit: 'cases/s' }, against: null, ratio: null, p50Ms: percentile(counted, 0.5), p95Ms: percentile(counted, 0.95), p99Ms: percentile(counted, 0.99),
      rssMb: Math.round(hub.residentBytes() / 2 ** 20), size: { cases: count, concurrency, publishedPeerPerSecond: publishedPeer, ...Object.fromEntries(spent.map(([name, ms]) => [`processorMs ${name}`, ms])) }, machine: machine(), seconds: Number(seconds.toFixed(1)),
      holds: [{ promise: `> ${publishedPeer} 件/秒 cases/s (${perSecond})`, held: perSecond > publishedPeer }],
    };
  } finally { await processes.stopAll(); rmSync(runDirectory, { recursive: true, force: true }); }
};
