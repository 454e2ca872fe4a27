// `./scripts/demo`: starts everything and carries one case of each delegation form from the window to the sealed
// certificate, by the same HTTP APIs and wires that everybody uses. Everything started is ended, however it ends.
import { join, resolve } from 'node:path';
import type { paths as FeesPaths } from '../contracts/fees/api.ts';
import { yuanText } from '../contracts/identifiers.ts';
import { openClient, type AnswerOf } from '../infra/http-client.ts';
import { readCommandLine } from './command-line.ts';
import { forgetData, startHub, type Hub } from './hub.ts';
import { keepPapers } from './keep-papers.ts';
import { openOffice, type CarriedCase } from './office.ts';
import { createPrinter } from './print.ts';
import { createProcesses, runThenStop } from './processes.ts';
import { claimRunDirectory, defaultRunDirectory } from './run-directory.ts';
import { sendSampleApplications } from './sample-applications.ts';
import { showEndpoints, tellWhenOneEnds } from './watch.ts';

const forms = { direct: '直接赋权', entrusted: '委托行使', forward: '服务前移', 'direct-report': '审批直报' } as const;

const line = readCommandLine({
  call: './scripts/demo',
  does: '从窗口到证照：四种赋权形式各办一件 from the window to the certificate, one case of each delegation form',
  options: {
    exit: { type: 'boolean', help: '办完即停止一切 stop everything at the end' },
    fresh: { type: 'boolean', help: '先清空此前的数据 forget the data of earlier runs first' },
    'run-directory': { type: 'string', value: 'DIR', help: '另用一个运行目录 another run directory than .run' },
    json: { type: 'boolean', help: '标准输出只含一个 JSON 文档one JSON document on stdout' },
    keep: { type: 'string', value: 'DIR', help: '证照、文书、签章另存之处 where certificates, letters and signatures are copied' },
  },
});
type Receipt = NonNullable<AnswerOf<FeesPaths['/bills/{payCode}']['get']>>['receipt'];

/** The fiscal platform's receipt of a bill; null when it has not come in a few seconds, for nobody waits for it at the window. */
async function receiptOf(hub: Hub, payCode: string | null | undefined): Promise<Receipt> {
  if (!payCode) return null;
  const fees = openClient<FeesPaths>(hub.url('fees'), () => hub.token('cashier'));
  for (const until = performance.now() + 8_000; performance.now() < until; await new Promise((resolve) => { setTimeout(resolve, 100); })) {
    const bill = await fees.call('get', '/bills/{payCode}', { path: { payCode } });
    if (bill.kind === 'done' && bill.value.receipt) return bill.value.receipt;
  }
  return null;
}

const json = line.flag('json');
const printer = createPrinter({ json });
const runDirectory = resolve(line.value('run-directory') ?? defaultRunDirectory);
const processes = createProcesses({ runDirectory });
const keepDirectory = resolve(line.value('keep') ?? join(runDirectory, 'demo'));

await runThenStop(
  processes,
  async (interrupted) => {
    const claim = claimRunDirectory(runDirectory);
    process.on('exit', () => claim.release());
    if (line.flag('fresh')) forgetData(runDirectory);
    const started = performance.now();
    const hub = await startHub({ processes, runDirectory, platforms: 'every', paymentChannel: true, progress: (text) => printer.progress(text) });
    tellWhenOneEnds(processes, (text) => printer.progress(text));
    printer.progress(`省级平台网上申请 applications on the province’s portal: ${await sendSampleApplications(hub)}`);
    const office = await openOffice(hub);
    const applications = office.applications();
    const carried: { carried: CarriedCase; papers: Awaited<ReturnType<typeof keepPapers>> }[] = [];
    for (const [index, application] of applications.entries()) {
      printer.progress(`── ${index + 1}/${applications.length} ${forms[application.form]} ${application.form} · ${application.projectName}`);
      const done = await office.carry(application, (step) => printer.progress(`   ${step.service.padEnd(16)} ${step.what}`));
      carried.push({ carried: done, papers: await keepPapers(hub, done.shown, keepDirectory) });
    }
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
    const receipts = new Map(await Promise.all(carried.map(async ({ carried: { shown } }) => [shown.caseNumber, await receiptOf(hub, shown.bill?.payCode)] as const)));

    for (const { carried: one, papers } of carried) {
      const { shown } = one;
      printer.summary();
      printer.summary(`${shown.caseNumber}  ${forms[shown.form]} ${shown.form}  ${shown.state}`);
      printer.summary(`  事项 item         ${shown.item.name}（${shown.item.department}）`);
      printer.summary(`  收件 receipt      ${one.receiptNumber}`);
      printer.summary(
        `  缴费 bill         ${shown.bill === null ? '无 none' : `${shown.bill.payCode ?? ''} ${yuanText(shown.bill.amountInFen)} 元 ${shown.bill.state}`}`,
      );
      for (const charge of shown.fee?.charges ?? []) for (const line of charge.assessed?.lines ?? []) printer.summary(`  收费 charge       ${charge.name} ${charge.assessed?.standardCode ?? ''}：${line.zh}`);
      const receipt = receipts.get(shown.caseNumber);
      if (receipt) printer.summary(`  票据 e-receipt    ${receipt.code} ${receipt.number} 校验码 check code ${receipt.checkCode}`);
      for (const seal of shown.seals) printer.summary(`  用印 seal         ${seal.ledgerNumber} ${seal.sealName}`);
      printer.summary(`  证照 certificate  ${shown.certificate === null ? '无 none' : `${shown.certificate.number} ${papers.pdf ?? ''}`}`);
      printer.summary(`  短信 texts        ${one.texts.map((text) => text.kind).join(' ')}`);
      printer.summary(`  省级 province     ${shown.province.acknowledged.map((step) => step.kind).join(' → ')}`);
    }
    printer.summary();
    printer.summary(
      `四种形式全部办结 all ${carried.length} cases closed (${seconds} s, 服务共 services ${Math.round(hub.residentBytes() / 2 ** 20)} MB)`,
    );
    printer.summary(`文书与证照 papers: ${keepDirectory}`);
    const [kept] = carried.flatMap(({ papers }) => Object.values(papers.signatures));
    if (kept !== undefined) {
      printer.summary('验签 verify a seal:');
      printer.summary(`  openssl dgst -sm3 -verify ${kept.publicKeyPem} -signature ${kept.value} -sigopt distid:1234567812345678 ${kept.signed}`);
    }
    printer.document({
      cases: carried.map(({ carried: one, papers }) => ({
        caseNumber: one.shown.caseNumber,
        receiptNumber: one.receiptNumber,
        form: one.shown.form,
        item: { code: one.shown.item.code, name: one.shown.item.name },
        state: one.shown.state,
        steps: one.shown.steps.map(({ at, service, what }) => ({ at, service, what })),
        bill:
          one.shown.bill === null
            ? null
            : { payCode: one.shown.bill.payCode, amountInFen: one.shown.bill.amountInFen, paidAt: one.shown.bill.paidAt, receipt: receipts.get(one.shown.caseNumber) ?? null },
        seals: one.shown.seals.map((seal) => ({
          ledgerNumber: seal.ledgerNumber,
          sealName: seal.sealName,
          documentSha256: seal.documentSha256,
          purpose: seal.purpose,
          signature: papers.signatures[seal.ledgerNumber] ?? null,
        })),
        certificate:
          one.shown.certificate === null
            ? null
            : { number: one.shown.certificate.number, licenceId: one.shown.certificate.licenceId, pdf: papers.pdf },
        letter: papers.letter,
        texts: one.texts.map(({ kind, reportedAt }) => ({ kind, reportedAt })),
        province: one.shown.province.acknowledged.map((step) => step.kind),
      })),
      endpoints: hub.endpoints,
      residentMb: Math.round(hub.residentBytes() / 2 ** 20),
      seconds,
    });
    if (line.flag('exit')) return 0;
    printer.summary();
    showEndpoints(hub, (text) => printer.summary(text));
    printer.summary('系统保持运行，Ctrl-C 停止 everything stays up; Ctrl-C stops it');
    await new Promise<void>((done) => interrupted.addEventListener('abort', () => done(), { once: true }));
    return 0;
  },
  (text) => printer.progress(text),
);
