// Reads what the outside and the hub's own books say at one moment, over their public endpoints. Promise: reads only, and
// changes nothing but that the teller is asked to carry on what it had left open.
import { createHash } from 'node:crypto';
import axios from 'axios';
import { z } from 'zod';
import { serviceNames } from '../../contracts/envelope.ts';
import type { paths as CertificatePaths } from '../../contracts/certificates/api.ts';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { paths as NotifyPaths } from '../../contracts/notify/api.ts';
import type { paths as OperationPaths } from '../../contracts/operations/api.ts';
import type { paths as SealPaths } from '../../contracts/seal/api.ts';
import { openClient, type Client } from '../../infra/http-client.ts';
import type { Outcome } from '../../infra/outcome.ts';
import type { Hub } from '../hub.ts';
import { untilAnswered } from '../traffic/persistence.ts';
import type { OutsideView } from './comparison.ts';

/** What is still owed by the hub itself. */
export interface OpenWork {
  messagesOwed: number;
  callsOwed: number;
  /** Messages on the bus that a consumer has not acknowledged. */
  messagesUnread: number;
  parked: { service: string; id: string; type: string; reason: string }[];
  /** The same for people, one line for each service that owes something. */
  lines: string[];
}

/** Looks at a running hub and its outside. */
export interface Observer {
  openWork(): Promise<OpenWork>;
  /** Everything about these cases. Throws when somebody does not answer at all. */
  look(caseNumbers: readonly string[]): Promise<OutsideView>;
}

const Books = z.object({ payments: z.array(z.object({ serial: z.string(), payCode: z.string(), amountInFen: z.number(), state: z.string() })) });
const CarrierLedger = z.object({ texts: z.array(z.object({ mobile: z.string(), words: z.string(), onPhone: z.boolean(), taken: z.array(z.number()) })) });
const ProvinceLedger = z.object({ entries: z.array(z.object({ kind: z.string(), projectNo: z.string(), sequence: z.number(), repeats: z.number() })) });
const BusState = z.object({
  account_details: z.array(z.object({
    stream_detail: z.array(z.object({
      consumer_detail: z.array(z.object({ num_pending: z.number().default(0), num_ack_pending: z.number().default(0) })).default([]),
    })).default([]),
  })).default([]),
});

const answered = <T>(what: string, call: () => Promise<Outcome<T>>): Promise<T> => untilAnswered(what, call, { withinMs: 30_000 });

/** Opens the observer of a running hub. */
export async function openObserver(hub: Hub): Promise<Observer> {
  const auditorToken = await hub.token('auditor');
  const integratorToken = await hub.token('integrator');
  const auditor = <P>(service: (typeof serviceNames)[number]): Client<P> => openClient<P>(hub.url(service), () => Promise.resolve(auditorToken), 15_000);
  const fees = auditor<FeesPaths>('fees');
  const notify = auditor<NotifyPaths>('notify');
  const seal = auditor<SealPaths>('seal');
  const certificates = auditor<CertificatePaths>('certificates');
  const operations = serviceNames.map((service) => ({ service, client: openClient<OperationPaths>(hub.url(service), () => Promise.resolve(integratorToken), 10_000) }));

  async function read<S extends z.ZodType>(url: string, schema: S, method: 'get' | 'post' = 'get'): Promise<z.infer<S>> {
    const answer = await axios.request<unknown>({ url, method, ...(method === 'post' ? { data: {} } : {}), timeout: 90_000, proxy: false });
    return schema.parse(answer.data);
  }

  async function sealLines(): Promise<OutsideView['sealLines']> {
    const lines: OutsideView['sealLines'][number][] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Awaited<ReturnType<typeof ledgerPage>> = await ledgerPage(cursor);
      for (const { caseNumber, useKey, sealCode, ledgerNumber, sequence, document, purpose } of page.lines) {
        lines.push({ caseNumber, useKey, sealCode, ledgerNumber, sequence, purpose, documentSha256: document.sha256 });
      }
      cursor = page.next;
    }
    return lines;
  }
  const ledgerPage = (cursor: string | undefined) => answered('listLedger', () => seal.call('get', '/ledger', { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }));

  async function certificatesOf(caseNumber: string): Promise<NonNullable<ReturnType<OutsideView['certificates']['get']>>> {
    const listed = (await answered('listCertificates', () => certificates.call('get', '/certificates', { query: { caseNumber } }))).certificates;
    return Promise.all(listed.map(async ({ number, licenceId, state, document }) => {
      const outcome = state === 'issued' ? await certificates.call('get', '/certificates/{number}/pdf', { path: { number }, binary: true }) : undefined;
      const bytes = outcome?.kind === 'done' && Buffer.isBuffer(outcome.value) ? outcome.value : undefined;
      return {
        number, licenceId, state, sha256: document?.sha256 ?? null,
        file: bytes === undefined ? null : { sha256: createHash('sha256').update(bytes).digest('hex'), isPdf: bytes.subarray(0, 5).toString('latin1') === '%PDF-' },
      };
    }));
  }

  return {
    async openWork() {
      const lines: string[] = [];
      const parked: OpenWork['parked'] = [];
      let messagesOwed = 0;
      let callsOwed = 0;
      for (const { service, client } of operations) {
        const work = await answered(`${service} showWork`, () => client.call('get', '/operations/work'));
        const shelf = await answered(`${service} listParked`, () => client.call('get', '/operations/parked'));
        const still = shelf.parked.filter((message) => message.putBackAt === null);
        parked.push(...still.map(({ id, type, reason }) => ({ service, id, type, reason })));
        messagesOwed += work.messagesOwed;
        callsOwed += work.callsOwed;
        const open = Object.entries(work.circuits).filter(([, state]) => state !== 'closed').map(([target, state]) => `${target} ${state}`);
        if (work.messagesOwed + work.callsOwed + still.length > 0) lines.push(`${service}: ${work.messagesOwed} messages, ${work.callsOwed} calls owed, ${still.length} parked ${open.join(' ')}`.trim());
      }
      const bus = await read(`${hub.nats.monitorUrl}/jsz?accounts=true&streams=true&consumers=true`, BusState);
      const consumers = bus.account_details.flatMap((account) => account.stream_detail).flatMap((stream) => stream.consumer_detail);
      const messagesUnread = consumers.reduce((sum, consumer) => sum + consumer.num_pending + consumer.num_ack_pending, 0);
      if (messagesUnread > 0) lines.push(`bus: ${messagesUnread} messages not acknowledged`);
      return { messagesOwed, callsOwed, messagesUnread, parked, lines };
    },

    async look(caseNumbers) {
      // What the teller was doing when it was killed, it does now; a payment open for ever would be nobody's.
      await read(`${hub.control('bank-teller')}/settle`, z.looseObject({}), 'post');
      const [books, carrier, province, lines] = await Promise.all([
        read(`${hub.control('bank-teller')}/books`, Books),
        read(`${hub.control('carrier')}/ledger`, CarrierLedger),
        read(`${hub.control('province')}/ledger`, ProvinceLedger),
        sealLines(),
      ]);
      const bills = new Map<string, OutsideView['bills'] extends ReadonlyMap<string, infer V> ? V : never>();
      const notices = new Map<string, OutsideView['notices'] extends ReadonlyMap<string, infer V> ? V : never>();
      const papers = new Map<string, OutsideView['certificates'] extends ReadonlyMap<string, infer V> ? V : never>();
      await inLanes(caseNumbers, 6, async (caseNumber) => {
        bills.set(caseNumber, (await answered('listBills', () => fees.call('get', '/bills', { query: { caseNumber } }))).bills);
        notices.set(caseNumber, (await answered('listTexts', () => notify.call('get', '/texts', { query: { caseNumber } }))).texts);
        papers.set(caseNumber, await certificatesOf(caseNumber));
      });
      return { payments: books.payments, bills, notices, carried: carrier.texts, provinceSteps: province.entries, sealLines: lines, certificates: papers };
    },
  };
}

async function inLanes<T>(all: readonly T[], lanes: number, work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: lanes }, async () => {
    for (;;) {
      const one = all[next];
      next += 1;
      if (one === undefined) return;
      await work(one);
    }
  }));
}
