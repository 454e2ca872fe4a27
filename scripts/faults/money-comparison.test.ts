import { describe, expect, it } from 'vitest';
import { compareFiscal, compareMoney, type BillView, type MoneyBooks, type PlatformView } from './money-comparison.ts';

const books = (changes: Partial<MoneyBooks> = {}): MoneyBooks => ({
  banks: [
    { bank: 'A', serial: '1', payCode: 'P1', amountInFen: 100, state: 'stands' }, { bank: 'A', serial: '2', payCode: 'P2', amountInFen: 50, state: 'gone' },
    { bank: 'B', serial: '1', payCode: 'P2', amountInFen: 50, state: 'stands' }, { bank: 'B', serial: '2', payCode: 'P1', amountInFen: 100, state: 'gone' },
  ],
  bills: [{ payCode: 'P1', state: 'paid', amountInFen: 100, payment: { bank: 'A', serial: '1', amountInFen: 100 } }, { payCode: 'P2', state: 'paid', amountInFen: 50, payment: { bank: 'B', serial: '1', amountInFen: 50 } }],
  unidentified: [{ bank: 'B', serial: '2', amountInFen: 100, state: 'returned' }],
  said: [{ payCode: 'P1', type: 'settled', serial: '1' }, { payCode: 'P2', type: 'reversed', serial: '2' }, { payCode: 'P2', type: 'settled', serial: '2' }, { payCode: 'P2', type: 'settled', serial: '1' }],
  ledger: new Map([['A', 100], ['B', 50]]), ...changes,
});
const verdicts = (changes: Partial<MoneyBooks>): string[] => compareMoney(books(changes)).map(({ verdict, where }) => `${verdict} ${where}`);
const [p1, p2] = books().bills;
if (!p1 || !p2) throw new Error('the sample has two bills');

describe('the books of the banks beside ours', () => {
  it('agree where nothing is wrong, in whatever order the bus told of it', () => { expect(compareMoney(books())).toEqual([]); });
  it('show money that we do not know as lost', () => {
    expect(verdicts({ bills: [{ ...p1, state: 'issued', payment: null }, p2] })).toEqual(['lost P1: A 1', 'duplicated P1']);
  });
  it('show money that its bank has given back, or never had, as unexplained', () => {
    expect(verdicts({ bills: [p1, { ...p2, payment: { bank: 'A', serial: '2', amountInFen: 50 } }] })[0]).toBe('unexplained P2: A 2');
    expect(verdicts({ unidentified: [{ bank: 'B', serial: '9', amountInFen: 1, state: 'found' }] })).toEqual(['unexplained unidentified money: B 9']);
  });
  it('show one payment on a bill and on the book of unidentified money as duplicated', () => {
    expect(verdicts({ unidentified: [{ bank: 'A', serial: '1', amountInFen: 100, state: 'found' }] })).toEqual(['duplicated A 1: P1, unidentified money']);
  });
  it('show a fen too much or too little, on a bill or in the ledger', () => {
    expect(verdicts({ bills: [{ ...p1, payment: { bank: 'A', serial: '1', amountInFen: 99 } }, p2] })).toEqual(['unexplained P1: A 1']);
    expect(verdicts({ ledger: new Map([['A', 100], ['B', 51]]) })).toEqual(['unexplained B']);
  });
  it('show what the bus was told twice, or not told', () => {
    expect(verdicts({ said: [...books().said, { payCode: 'P1', type: 'settled', serial: '1' }] })).toEqual(['duplicated P1', 'duplicated P1']);
    expect(verdicts({ said: books().said.slice(1) })).toEqual(['lost P1']);
    expect(verdicts({ said: books().said.filter(({ type, serial }) => type !== 'settled' || serial !== '2') })).toEqual(['lost P2: 2']);
  });
  it('show a payment its bank is still unsure of', () => {
    expect(verdicts({ banks: [...books().banks, { bank: 'A', serial: '3', payCode: 'P2', amountInFen: 50, state: 'open' }] })).toEqual(['unexplained P2: A 3']);
  });
});

describe('what banks and channel gave back beside ours', () => {
  const given = [{ bank: 'A', payCode: 'P1', serial: 'RF1', amountInFen: 30 }];
  const refunded = { ...p1, refunds: [{ state: 'failed', amountInFen: 30, serial: null }, { state: 'refunded', amountInFen: 30, serial: 'RF1' }] };
  const all = (changes: Partial<MoneyBooks> = {}): Partial<MoneyBooks> => ({ bills: [refunded, p2], ledger: new Map([['A', 70], ['B', 50]]), refunds: given, ...changes });
  it('agree where each is one of ours, under its serial', () => { expect(verdicts(all())).toEqual([]); });
  it('show one we do not know, one its bank does not have, another amount, another bank’s, and one under way', () => {
    expect(verdicts(all({ bills: [p1, p2] }))).toEqual(['lost P1: RF1']);
    expect(verdicts(all({ refunds: [] }))).toEqual(['unexplained A', 'unexplained P1: RF1']);
    expect(verdicts(all({ refunds: [{ bank: 'B', payCode: 'P1', serial: 'RF1', amountInFen: 30 }] }))).toEqual(['unexplained A', 'unexplained B', 'lost P1: RF1', 'unexplained P1: RF1']);
    expect(verdicts(all({ bills: [{ ...p1, refunds: [{ state: 'refunded', amountInFen: 29, serial: 'RF1' }] }, p2] }))).toEqual(['unexplained P1: RF1']);
    expect(verdicts(all({ bills: [{ ...refunded, refunds: [...refunded.refunds, { state: 'sent', amountInFen: 1, serial: null }] }, p2] }))).toEqual(['unexplained P1']);
  });
  it('show a refund counted twice, and a serial money was given back under twice', () => {
    expect(verdicts(all({ ledger: new Map([['A', 40], ['B', 50]]), refunds: [...given, ...given] }))).toEqual(['duplicated the bank books']);
    expect(verdicts(all({ bills: [{ ...p1, refunds: [...refunded.refunds, ...refunded.refunds] }, p2] }))).toEqual(['duplicated P1: RF1']);
  });
  it('show a bill whose payment is still under way', () => { expect(verdicts({ bills: [p1, p2, { payCode: 'P3', state: 'reversal-unconfirmed', amountInFen: 1, payment: null }] })).toEqual(['unexplained P3']); });
});

describe('the books of the fiscal platform beside ours', () => {
  const receipt = { code: '53010126', number: '0000000001', checkCode: 'abc123' };
  const bills: BillView[] = [{ ...p1, state: 'receipted', confirmation: { serial: '1' }, receipt }, { ...p2, state: 'void', payment: null, confirmation: null, receipt: null }];
  const platform = (changes: Partial<PlatformView> = {}): PlatformView => ({ payments: [{ payCode: 'P1', serial: '1', amountInFen: 100 }], receipts: [{ payCode: 'P1', ...receipt, amountInFen: 100 }], unusedNumbers: [{ number: '0000000002', asked: 'm1' }], burnt: new Set(['m1']), ...changes });
  const verdictsOf = (changes: Partial<PlatformView>, ours = bills): string[] => compareFiscal(ours, platform(changes)).map(({ verdict, where }) => `${verdict} ${where}`);
  const [money] = platform().payments;
  const [made] = platform().receipts;
  if (!money || !made) throw new Error('the sample has both');
  it('agree where each payment that stands was confirmed once and has one receipt', () => { expect(compareFiscal(bills, platform())).toEqual([]); });
  it('show money or a receipt that is missing as lost, and one too many as duplicated', () => {
    expect(verdictsOf({ payments: [] })).toEqual(['lost P1']);
    expect(verdictsOf({ receipts: [] })).toEqual(['lost P1']);
    expect(verdictsOf({ receipts: [made, { ...made, number: '0000000003' }] })).toEqual(['duplicated P1']);
    expect(verdictsOf({ payments: [money, { ...money, serial: '2' }] })).toEqual(['duplicated P1']);
    expect(verdictsOf({ payments: [money, { ...money, payCode: 'P2' }], receipts: [made, { ...made, payCode: 'P2' }] })).toEqual(['lost P2', 'unexplained P2']);
  });
  it('show another amount, another serial, another receipt, and a number nobody accounts for', () => {
    expect(verdictsOf({ payments: [{ ...money, amountInFen: 101 }] })).toEqual(['unexplained P1']);
    expect(verdictsOf({ receipts: [{ ...made, amountInFen: 99 }] })).toEqual(['unexplained P1']);
    expect(verdictsOf({ payments: [{ ...money, serial: '9' }] })).toEqual(['unexplained P1']);
    expect(verdictsOf({ receipts: [{ ...made, checkCode: 'zzzzzz' }] })).toEqual(['unexplained P1']);
    expect(verdictsOf({ burnt: new Set() })).toEqual(['unexplained 0000000002']);
  });
});
