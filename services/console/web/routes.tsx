/**
 * Every page of the staff application: its address, who sees it in the menu, and where it lies. A page is fetched when
 * it is opened first. To add one: a folder under pages/ and one entry here.
 */
import ApiOutlined from '@ant-design/icons/ApiOutlined';
import AppstoreOutlined from '@ant-design/icons/AppstoreOutlined';
import CreditCardOutlined from '@ant-design/icons/CreditCardOutlined';
import DiffOutlined from '@ant-design/icons/DiffOutlined';
import FileAddOutlined from '@ant-design/icons/FileAddOutlined';
import FileProtectOutlined from '@ant-design/icons/FileProtectOutlined';
import FileSyncOutlined from '@ant-design/icons/FileSyncOutlined';
import BarChartOutlined from '@ant-design/icons/BarChartOutlined';
import FormOutlined from '@ant-design/icons/FormOutlined';
import AccountBookOutlined from '@ant-design/icons/AccountBookOutlined';
import AuditOutlined from '@ant-design/icons/AuditOutlined';
import BankOutlined from '@ant-design/icons/BankOutlined';
import CalculatorOutlined from '@ant-design/icons/CalculatorOutlined';
import CalendarOutlined from '@ant-design/icons/CalendarOutlined';
import ClusterOutlined from '@ant-design/icons/ClusterOutlined';
import BookOutlined from '@ant-design/icons/BookOutlined';
import InboxOutlined from '@ant-design/icons/InboxOutlined';
import MessageOutlined from '@ant-design/icons/MessageOutlined';
import NotificationOutlined from '@ant-design/icons/NotificationOutlined';
import PayCircleOutlined from '@ant-design/icons/PayCircleOutlined';
import SafetyCertificateOutlined from '@ant-design/icons/SafetyCertificateOutlined';
import SplitCellsOutlined from '@ant-design/icons/SplitCellsOutlined';
import TableOutlined from '@ant-design/icons/TableOutlined';
import TeamOutlined from '@ant-design/icons/TeamOutlined';
import TrademarkCircleOutlined from '@ant-design/icons/TrademarkCircleOutlined';
import UnorderedListOutlined from '@ant-design/icons/UnorderedListOutlined';
import { lazy, type ComponentType, type ReactNode } from 'react';
import type { Both } from './language.tsx';
import { readers } from './parts/case-readers.ts';
import { frameTexts } from './texts/frame.ts';

export interface Route {
  /** Below `/staff`; the first of equal beginnings wins the mark in the menu. */
  readonly path: string;
  /** Undefined keeps the page out of the menu. */
  readonly menu?: { readonly group: 'work' | 'keep' | 'watch'; readonly title: Both; readonly icon: ReactNode; /** Pressed after g. */ readonly key?: string };
  /** Whoever holds one of these; undefined for all. */
  readonly roles?: readonly string[];
  readonly page: ComponentType;
}

/** Integrators may list cases too, but come to one from what was said about it. */
const caseReaders = ['window-clerk', 'reviewer', 'approver', 'department-officer', 'print-clerk', 'cashier', 'supervisor', 'auditor'];

/** Items are public; these work with them. */
const catalogueReaders = ['catalogue-officer', 'integrator', 'supervisor', 'auditor', 'window-clerk', 'reviewer', 'approver', 'department-officer'];

export const routes: readonly Route[] = [
  {
    path: '', menu: { group: 'work', title: frameTexts.pageWorkbench, icon: <AppstoreOutlined />, key: 'w' },
    page: lazy(() => import('./pages/workbench/page.tsx')),
  },
  {
    path: 'intake', menu: { group: 'work', title: frameTexts.pageIntake, icon: <FormOutlined />, key: 'i' }, roles: ['window-clerk'],
    page: lazy(() => import('./pages/intake/page.tsx')),
  },
  {
    path: 'supplement', menu: { group: 'work', title: frameTexts.pageSupplement, icon: <FileAddOutlined />, key: 'm' }, roles: ['window-clerk'],
    page: lazy(() => import('./pages/supplement/page.tsx')),
  },
  {
    path: 'applications', menu: { group: 'work', title: frameTexts.pageApplications, icon: <InboxOutlined />, key: 'a' }, roles: readers.applications,
    page: lazy(() => import('./pages/applications/page.tsx')),
  },
  { path: 'applications/:platform/:applicationId', roles: readers.applications, page: lazy(() => import('./pages/application/page.tsx')) },
  {
    path: 'cases', menu: { group: 'work', title: frameTexts.pageCases, icon: <UnorderedListOutlined />, key: 'c' }, roles: caseReaders,
    page: lazy(() => import('./pages/cases/page.tsx')),
  },
  { path: 'cases/:caseNumber', page: lazy(() => import('./pages/case/page.tsx')) },
  {
    path: 'review', menu: { group: 'work', title: frameTexts.pageReview, icon: <AuditOutlined />, key: 'r' }, roles: ['reviewer', 'approver'],
    page: lazy(() => import('./pages/review-queue/page.tsx')),
  },
  {
    path: 'department', menu: { group: 'work', title: frameTexts.pageDepartment, icon: <BankOutlined />, key: 'd' }, roles: ['department-officer'],
    page: lazy(() => import('./pages/department/page.tsx')),
  },
  {
    path: 'bills', menu: { group: 'keep', title: frameTexts.pageBills, icon: <PayCircleOutlined />, key: 'b' }, roles: readers.bills,
    page: lazy(() => import('./pages/bills/page.tsx')),
  },
  { path: 'bills/:payCode', roles: readers.bills, page: lazy(() => import('./pages/bill/page.tsx')) },
  {
    path: 'day-close', menu: { group: 'keep', title: frameTexts.pageDayClose, icon: <CalendarOutlined />, key: 'j' }, roles: readers.statements,
    page: lazy(() => import('./pages/day-close/page.tsx')),
  },
  {
    path: 'daily-files', menu: { group: 'keep', title: frameTexts.pageDailyFiles, icon: <FileSyncOutlined /> }, roles: ['cashier', 'supervisor', 'integrator', 'auditor'],
    page: lazy(() => import('./pages/daily-files/page.tsx')),
  },
  {
    path: 'money', menu: { group: 'keep', title: frameTexts.pageMoney, icon: <AccountBookOutlined />, key: 'y' }, roles: readers.refunds,
    page: lazy(() => import('./pages/money/page.tsx')),
  },
  {
    path: 'exemptions', menu: { group: 'keep', title: frameTexts.pageExemptions, icon: <FileProtectOutlined /> }, roles: readers.exemptions,
    page: lazy(() => import('./pages/exemptions/page.tsx')),
  },
  {
    path: 'standards', menu: { group: 'keep', title: frameTexts.pageStandards, icon: <CalculatorOutlined /> }, roles: readers.standardRegister,
    page: lazy(() => import('./pages/standards/page.tsx')),
  },
  { path: 'standards/draft', roles: ['catalogue-officer'], page: lazy(() => import('./pages/standard-draft/page.tsx')) },
  { path: 'standards/:standardCode', roles: readers.standardRegister, page: lazy(() => import('./pages/standard/page.tsx')) },
  {
    path: 'seals', menu: { group: 'keep', title: frameTexts.pageSeals, icon: <TrademarkCircleOutlined />, key: 's' }, roles: ['seal-keeper', 'department-officer', 'approver', 'supervisor', 'integrator', 'auditor'],
    page: lazy(() => import('./pages/seals/page.tsx')),
  },
  {
    path: 'certificates', menu: { group: 'keep', title: frameTexts.pageCertificates, icon: <SafetyCertificateOutlined />, key: 'z' }, roles: readers.certificates,
    page: lazy(() => import('./pages/certificates/page.tsx')),
  },
  { path: 'certificates/:number', roles: readers.certificates, page: lazy(() => import('./pages/certificate/page.tsx')) },
  {
    path: 'texts', menu: { group: 'keep', title: frameTexts.pageTexts, icon: <MessageOutlined />, key: 't' }, roles: readers.texts,
    page: lazy(() => import('./pages/texts/page.tsx')),
  },
  {
    path: 'supervision', menu: { group: 'watch', title: frameTexts.pageSupervision, icon: <BarChartOutlined />, key: 'v' }, roles: ['supervisor', 'auditor'],
    page: lazy(() => import('./pages/supervision/page.tsx')),
  },
  {
    path: 'province', menu: { group: 'watch', title: frameTexts.pageProvince, icon: <ClusterOutlined />, key: 'p' }, roles: readers.province,
    page: lazy(() => import('./pages/province/page.tsx')),
  },
  { path: 'province/cases/:caseNumber', roles: readers.caseLedger, page: lazy(() => import('./pages/case-ledger/page.tsx')) },
  {
    path: 'outside', menu: { group: 'watch', title: frameTexts.pageOutside, icon: <ApiOutlined />, key: 'o' }, roles: ['integrator', 'supervisor', 'auditor'],
    page: lazy(() => import('./pages/outside/page.tsx')),
  },
  {
    path: 'bank-lines', menu: { group: 'watch', title: frameTexts.pageBankLines, icon: <CreditCardOutlined /> }, roles: ['integrator', 'auditor'],
    page: lazy(() => import('./pages/bank-lines/page.tsx')),
  },
  { path: 'outside/parked/:service/:messageId', roles: ['integrator', 'auditor'], page: lazy(() => import('./pages/parked/page.tsx')) },
  {
    path: 'people', menu: { group: 'keep', title: frameTexts.pagePeople, icon: <TeamOutlined />, key: 'u' }, roles: ['administrator', 'auditor'],
    page: lazy(() => import('./pages/people/page.tsx')),
  },
  {
    path: 'catalogue', menu: { group: 'keep', title: frameTexts.pageCatalogue, icon: <BookOutlined />, key: 'l' }, roles: catalogueReaders,
    page: lazy(() => import('./pages/catalogue/page.tsx')),
  },
  {
    path: 'change-sets', menu: { group: 'keep', title: frameTexts.pageChangeSets, icon: <DiffOutlined />, key: 'h' }, roles: ['catalogue-officer', 'integrator', 'supervisor', 'auditor'],
    page: lazy(() => import('./pages/change-sets/page.tsx')),
  },
  { path: 'change-sets/:changeSetId', roles: ['catalogue-officer', 'integrator', 'supervisor', 'auditor'], page: lazy(() => import('./pages/change-set/page.tsx')) },
  { path: 'catalogue/:itemCode/edit', roles: ['catalogue-officer'], page: lazy(() => import('./pages/catalogue-edit/page.tsx')) },
  {
    path: 'lists', menu: { group: 'keep', title: frameTexts.pageLists, icon: <TableOutlined />, key: 'e' }, roles: readers.lists,
    page: lazy(() => import('./pages/lists/page.tsx')),
  },
  { path: 'lists/:listId', roles: readers.lists, page: lazy(() => import('./pages/list/page.tsx')) },
  {
    path: 'drift', menu: { group: 'keep', title: frameTexts.pageDrift, icon: <SplitCellsOutlined />, key: 'f' }, roles: ['catalogue-officer', 'integrator', 'supervisor', 'auditor', 'department-officer'],
    page: lazy(() => import('./pages/drift/page.tsx')),
  },
  {
    path: 'subscriptions', menu: { group: 'keep', title: frameTexts.pageSubscriptions, icon: <NotificationOutlined />, key: 'k' }, roles: ['catalogue-officer', 'integrator', 'supervisor', 'auditor'],
    page: lazy(() => import('./pages/subscriptions/page.tsx')),
  },
  { path: 'catalogue/:itemCode', roles: catalogueReaders, page: lazy(() => import('./pages/catalogue-item/page.tsx')) },
];
