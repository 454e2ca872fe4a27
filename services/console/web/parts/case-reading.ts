/**
 * What the screens read of a case and its neighbours, each service under a key of its own. Promise: one case is read
 * once however many parts of a page show it, and a service that does not answer takes nothing from the others.
 */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, take } from '../api.ts';
import type { components as Certificates } from '../../../../contracts/certificates/api.ts';
import type { components as Fees } from '../../../../contracts/fees/api.ts';
import type { components as Intake } from '../../../../contracts/intake/api.ts';
import type { components as Notify } from '../../../../contracts/notify/api.ts';
import type { components as Seal } from '../../../../contracts/seal/api.ts';
import { useRoles } from '../session.tsx';
import { readers } from './case-readers.ts';

/** A case as intake shows it. */
export type Case = Intake['schemas']['Case'];
/** An act the reader may do now, or why not. */
export type Action = Case['actions'][number];
/** One of its clocks. */
export type CaseClock = Case['clocks'][number];
export type Bill = Fees['schemas']['Bill'];
export type LedgerLine = Seal['schemas']['LedgerLine'];
export type Certificate = Certificates['schemas']['Certificate'];
export type Text = Notify['schemas']['Notice'];

/** A bill that waits for money is asked for this often, should the live connection be down. */
const unpaidEveryMs = 8_000;

export const useCase = (caseNumber: string, enabled = true): UseQueryResult<Case> => useQuery({
  queryKey: ['intake', 'case', { caseNumber }], enabled,
  queryFn: ({ signal }) => take(api.intake.GET('/cases/{caseNumber}', { params: { path: { caseNumber } }, signal })),
});

export function useBills(caseNumber: string): UseQueryResult<Bill[]> {
  const may = useRoles();
  return useQuery({
    queryKey: ['fees', 'bills', { caseNumber }], enabled: may(...readers.bills),
    queryFn: async ({ signal }) => (await take(api.fees.GET('/bills', { params: { query: { caseNumber } }, signal }))).bills,
    refetchInterval: (query) => (query.state.data?.some((bill) => bill.state === 'issued' || bill.state === 'reversed') || query.state.error ? unpaidEveryMs : false),
  });
}

export function useLedger(caseNumber: string): UseQueryResult<LedgerLine[]> {
  const may = useRoles();
  return useQuery({
    queryKey: ['seal', 'ledger', { caseNumber }], enabled: may(...readers.ledger),
    queryFn: async ({ signal }) => (await take(api.seal.GET('/ledger', { params: { query: { caseNumber } }, signal }))).lines,
  });
}

export function useCertificates(caseNumber: string): UseQueryResult<Certificate[]> {
  const may = useRoles();
  return useQuery({
    queryKey: ['certificates', 'certificates', { caseNumber }], enabled: may(...readers.certificates),
    queryFn: async ({ signal }) => (await take(api.certificates.GET('/certificates', { params: { query: { caseNumber } }, signal }))).certificates,
  });
}

export function useTexts(caseNumber: string): UseQueryResult<Text[]> {
  const may = useRoles();
  return useQuery({
    queryKey: ['notify', 'texts', { caseNumber }], enabled: may(...readers.texts),
    queryFn: async ({ signal }) => (await take(api.notify.GET('/texts', { params: { query: { caseNumber } }, signal }))).texts,
  });
}
