import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readers } from './case-readers.ts';

/** Service, path and method behind each name. */
const operations: Record<keyof typeof readers, readonly [service: string, path: string, method: string]> = {
  bills: ['fees', '/bills', 'get'],
  notice: ['fees', '/bills/{payCode}/notice', 'get'],
  voidBill: ['fees', '/bills/{payCode}/voidings', 'post'],
  exemptions: ['fees', '/exemptions', 'get'],
  refunds: ['fees', '/refunds', 'get'],
  refundApprovers: ['fees', '/bills/{payCode}/refunds/{refundNumber}/approvals', 'post'],
  standardRegister: ['fees', '/standard-register', 'get'],
  statements: ['fees', '/statements', 'get'],
  ledger: ['seal', '/ledger', 'get'],
  signature: ['seal', '/ledger/{ledgerNumber}/signature', 'get'],
  sealPicture: ['seal', '/seals/{sealCode}/picture', 'get'],
  certificates: ['certificates', '/certificates', 'get'],
  certificatePdf: ['certificates', '/certificates/{number}/pdf', 'get'],
  texts: ['notify', '/texts', 'get'],
  applications: ['province-gateway', '/applications', 'get'],
  lists: ['catalogue', '/department-lists', 'get'],
  province: ['province-gateway', '/ledger', 'get'],
  caseLedger: ['province-gateway', '/ledger/cases/{caseNumber}', 'get'],
  exchanges: ['operations', '/operations/exchanges', 'get'],
  materials: ['intake', '/cases/{caseNumber}/materials/{sha256}', 'get'],
  letter: ['intake', '/cases/{caseNumber}/letter', 'get'],
  looks: ['intake', '/cases/{caseNumber}/looks', 'get'],
  plainContact: ['intake', '/cases/{caseNumber}/looks', 'post'],
};

type Document = { paths: Record<string, Record<string, { 'x-roles': string[] } | undefined> | undefined> };
const contract = (service: string): Document => parse(readFileSync(new URL(`../../../../contracts/${service}/openapi.yaml`, import.meta.url), 'utf8')) as Document;

describe('who may read what of a case', () => {
  it.each(Object.entries(operations))('is what the contract says: %s', (name, [service, path, method]) => {
    const roles = contract(service).paths[path]?.[method]?.['x-roles'];
    expect(roles?.filter((role) => role !== 'service').toSorted()).toEqual([...readers[name as keyof typeof readers]].toSorted());
  });
});
