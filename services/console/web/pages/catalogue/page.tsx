/**
 * The catalogue 事项目录: items with search, the register of delegation documents, and synchronisations with the province.
 * Promise: everybody of the hall reads; what may be changed is offered to whom the catalogue lets change it.
 */
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../language.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useRoles } from '../../session.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { Delegations, RegisterDelegation } from './delegations.tsx';
import { Items } from './items.tsx';
import { StartSynchronisation, Synchronisations } from './synchronisations.tsx';
import './catalogue.css';

export default function CataloguePage(): ReactNode {
  const w = useWords(catalogueTexts);
  const may = useRoles();
  const [address, setAddress] = useSearchParams();
  const changes = may('catalogue-officer', 'integrator');
  const tabs = [
    { key: 'items', label: w('tabItems') }, { key: 'delegations', label: w('tabDelegations') },
    ...(changes || may('supervisor', 'auditor') ? [{ key: 'synchronisations', label: w('tabSynchronisations') }] : []),
  ];
  const tab = tabs.find((each) => each.key === address.get('tab'))?.key ?? 'items';
  return (
    <>
      <PageHead title={w('title')}>
        {changes && tab === 'delegations' && <RegisterDelegation />}
        {changes && tab === 'synchronisations' && <StartSynchronisation />}
      </PageHead>
      <Tabs activeKey={tab} className="hub-page-tabs" onChange={(key) => setAddress(key === 'items' ? {} : { tab: key })} items={tabs} />
      {tab === 'items' && <Items />}
      {tab === 'delegations' && <Delegations changes={changes} />}
      {tab === 'synchronisations' && <Synchronisations />}
    </>
  );
}
