/**
 * One item as it applied on a day: materials, limits, fees, basis and result as the province published them; its versions with
 * what each changed; the delegation documents it rests on. Promise: the day asked about stands above everything it changes.
 */
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Money } from '../../parts/money.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { today } from '../../now.ts';
import { Problem } from '../../problem.ts';
import { useRoles } from '../../session.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { Versions } from './versions.tsx';
import './catalogue-item.css';

type Schemas = components['schemas'];
type ItemOnDay = Schemas['ItemOnDay'];
type Item = Schemas['Item'];
const tabs = ['definition', 'versions', 'basis'] as const;
const tabWords = { definition: 'tabDefinition', versions: 'tabVersions', basis: 'tabBasis' } as const;

export default function CatalogueItemPage(): ReactNode {
  const w = useWords(catalogueTexts);
  const c = useWords(changeSetTexts);
  const may = useRoles();
  const { itemCode = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const given = address.get('on') ?? '';
  const on = /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined;
  const tab = tabs.find((each) => each === address.get('tab')) ?? 'definition';
  const query = useQuery({
    queryKey: ['catalogue', 'item', { itemCode, on }],
    queryFn: ({ signal }) => take(api.catalogue.GET('/items/{itemCode}', { params: { path: { itemCode }, query: on === undefined ? {} : { on } }, signal })),
  });
  const set = (key: string, value: string | undefined): void => {
    const next = new URLSearchParams(address);
    if (value === undefined) next.delete(key);
    else next.set(key, value);
    setAddress(next, { replace: true });
  };
  const name = query.data?.item?.name ?? itemCode;
  if (query.error instanceof Problem && [400, 404].includes(query.error.status) && !query.data && on === undefined) {
    return <><PageHead title={w('title')} /><EmptyState title={w('unknownTitle')} note={w('unknownNote', { code: itemCode })} action={<Link to="/staff/catalogue">{w('toList')}</Link>} /></>;
  }
  return (
    <>
      <PageHead title={name} note={<><span className="hub-code">{itemCode}</span> {query.data && <StateTag kind="itemState" value={query.data.state} />} {query.data?.delegation && <Form delegation={query.data.delegation} />}</>}>
        {may('catalogue-officer') && query.data?.item && <Link to={`/staff/catalogue/${itemCode}/edit`}>{c('edit')}</Link>}
        <label className="hub-choice"><span className="hub-soft">{w('onDay')}</span><input type="date" className="hub-box hub-day" value={on ?? today()} onChange={(event) => set('on', event.target.value === today() ? undefined : event.target.value || undefined)} /></label>
      </PageHead>
      <Tabs activeKey={tab} className="hub-page-tabs" onChange={(key) => set('tab', key === 'definition' ? undefined : key)} items={tabs.map((key) => ({ key, label: w(tabWords[key]) }))} />
      {tab === 'versions' ? <Versions itemCode={itemCode} />
        : (
          <Reading query={query} rows={10}>
            {(found) => (tab === 'basis' ? <Basis found={found} /> : found.item === null ? <EmptyState title={w('noVersion')} note={w('noVersionNote')} /> : <Definition item={found.item} found={found} />)}
          </Reading>
        )}
    </>
  );
}

function Form({ delegation }: { delegation: Schemas['ItemDelegation'] }): ReactNode {
  const term = useTerms();
  return <Tag tone="outside">{term('form', delegation.form)}</Tag>;
}

const meaning = (coded: Schemas['Coded']): string => coded.meaning ?? `${coded.list} ${coded.code}`;

/** What else is told of a material, one below the other; nothing where nothing is told. */
function MaterialDetails({ material }: { material: Item['materials'][number] }): ReactNode {
  const w = useWords(catalogueTexts);
  const told = ([['standard', material.acceptanceStandard], ['materialKind', material.kind], ['pageFormat', material.pageFormat], ['sourceNote', material.sourceNote], ['materialBasis', material.basis], ['fillingNote', material.fillingNote], ['blankForm', material.blankForm], ['sample', material.sample]] as const).filter(([, text]) => text !== null);
  if (told.length === 0) return null;
  return <details className="hub-bodies"><summary>{w('standard')}</summary><dl className="hub-pairs">{told.map(([key, text]) => <div key={key}><dt>{w(key)}</dt><dd className="hub-wrap">{text}</dd></div>)}</dl></details>;
}

function Definition({ item, found }: { item: Item; found: ItemOnDay }): ReactNode {
  const w = useWords(catalogueTexts);
  const c = useWords(changeSetTexts);
  const may = useRoles();
  const term = useTerms();
  const limit = ({ amount, unit }: Schemas['Limit']): string => w('limitOf', { amount, unit: term('unit', unit) });
  return (
    <div className="hub-columns">
      <div className="hub-stack">
        <section className="hub-card" aria-labelledby="item-materials"><h2 id="item-materials">{w('materials')}<span className="hub-soft">{w('countOf', { count: item.materials.length })}</span></h2>
          {item.materials.length === 0 ? <p className="hub-card-body hub-soft">{w('noMaterials')}</p> : (
            <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('materials')}>
              <table className="hub-plain-table hub-materials">
                <thead><tr><th scope="col">{w('materialName')}</th><th scope="col">{w('materialRequired')}</th><th scope="col">{w('materialForm')}</th><th scope="col">{w('source')}</th></tr></thead>
                <tbody>
                  {item.materials.map((material, index) => (
                    <tr key={index}><td>{material.name}<MaterialDetails material={material} /></td>
                      <td><Tag tone={material.required ? 'active' : 'calm'}>{w(material.required ? 'required' : 'optional')}</Tag></td><td>{material.form}{material.copies !== null && <div className="hub-soft hub-number">{w('copies')} {material.copies}</div>}</td><td>{material.source}</td></tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
        <section className="hub-card" aria-labelledby="item-charges"><h2 id="item-charges">{w('charges')}</h2>
          {item.charges.length === 0 ? <p className="hub-card-body hub-soft">{w('noCharges')}</p> : (
            <ul className="hub-card-body hub-stack">{item.charges.map((charge, index) => (
              <li key={index}>
                <p><strong className="hub-plain-strong">{charge.name}</strong> {charge.unitAmountInFen !== null && <><Money fen={charge.unitAmountInFen} /> {charge.unit !== null && <span className="hub-soft">{w('per', { unit: charge.unit })}</span>}</>} <Tag tone={charge.reliefAllowed ? 'good' : 'calm'}>{w(charge.reliefAllowed ? 'relief' : 'reliefNot')}</Tag></p>
                <dl className="hub-pairs"><div><dt>{w('chargeStandard')}</dt><dd>{charge.standard}{charge.standardCode !== undefined && <span className="hub-soft"> {w('chargeCounted', { code: charge.standardCode })}</span>}</dd></div>{charge.basis !== null && <div><dt>{w('chargeBasis')}</dt><dd className="hub-wrap">{charge.basis}</dd></div>}{charge.reliefNote !== null && <div><dt>{w('reliefNote')}</dt><dd className="hub-wrap">{charge.reliefNote}</dd></div>}</dl>
              </li>
            ))}</ul>
          )}
        </section>
        {item.conditions !== null && <section className="hub-card" aria-labelledby="item-conditions"><h2 id="item-conditions">{w('conditions')}</h2><p className="hub-card-body hub-wrap">{item.conditions}</p></section>}
        <section className="hub-card" aria-labelledby="item-basis"><h2 id="item-basis">{w('legalBasis')}</h2><div className="hub-card-body"><p className="hub-wrap">{item.legalBasis}</p>{item.legalGrounds.map((one, index) => <p key={index} className="hub-wrap">{one.law}{one.article}{one.words !== null && <span className="hub-soft"><br />{one.words}</span>}</p>)}</div></section>
        {([['handlingFlow', item.handlingFlow], ['specialProcedures', item.specialProcedures], ['quantityLimit', item.quantityLimit], ['intermediaryServices', item.intermediaryServices]] as const).map(([key, text]) => text !== null && (
          <section key={key} className="hub-card" aria-labelledby={`item-${key}`}><h2 id={`item-${key}`}>{w(key)}</h2><p className="hub-card-body hub-wrap">{text}</p></section>
        ))}
        {item.formFields.length > 0 && (
          <section className="hub-card" aria-labelledby="item-form"><h2 id="item-form">{c('groupForm')}</h2>
            <ul className="hub-card-body hub-stack">{item.formFields.map((one) => <li key={one.key}>{one.labelZh} <span className="hub-soft">{one.labelEn} · {term('formFieldKind', one.kind)}{one.unit === undefined ? '' : ` · ${one.unit}`}{one.options === undefined ? '' : ` · ${one.options.join('、')}`}</span> <Tag tone={one.required ? 'active' : 'calm'}>{w(one.required ? 'required' : 'optional')}</Tag></li>)}</ul></section>
        )}
        {item.questions.length > 0 && (
          <section className="hub-card" aria-labelledby="item-questions"><h2 id="item-questions">{w('questions')}</h2>
            <dl className="hub-card-body hub-stack">{item.questions.map((one, index) => <div key={index}><dt className="hub-plain-strong">{one.question}</dt><dd className="hub-wrap">{one.answer}</dd></div>)}</dl></section>
        )}
      </div>
      <div className="hub-stack">
        <section className="hub-card" aria-labelledby="item-limits"><h2 id="item-limits">{w('limits')}</h2>
          <dl className="hub-card-body hub-figures"><div><dt>{w('promised')}</dt><dd>{limit(item.promisedLimit)}</dd></div><div><dt>{w('statutory')}</dt><dd>{limit(item.statutoryLimit)}</dd></div></dl>
          {[item.promisedLimitNote, item.statutoryLimitNote].map((note, index) => note !== null && <p key={index} className="hub-card-body hub-soft hub-wrap">{note}</p>)}</section>
        <section className="hub-card" aria-labelledby="item-facts"><h2 id="item-facts">{w('facts')}</h2>
          <dl className="hub-card-body hub-pairs">
            <div><dt>{w('version')}</dt><dd>{c('edition', { version: item.version, edition: found.edition ?? 1 })} <StateTag kind="itemCondition" value={found.condition} /><div className="hub-soft hub-number">{w('fromTo', { from: found.from ?? w('beginning'), to: found.to ?? w('onwards') })}</div>{may('catalogue-officer', 'integrator', 'supervisor', 'auditor') && found.changeSetId !== null && <div><Link to={`/staff/change-sets/${found.changeSetId.replace(/-undone$/, '')}`} className="hub-code">{found.changeSetId.replace(/-undone$/, '')}</Link></div>}</dd></div>
            <div><dt>{w('department')}</dt><dd>{item.department.name}</dd></div>
            <div><dt>{w('result')}</dt><dd>{term('resultKind', item.result.type)}{item.result.name === null ? '' : ` · ${item.result.name}`}</dd></div>
            {([['resultValidity', item.result.validity], ['resultSample', item.result.sample], ['entrustedBody', item.entrustedBody], ['jointDepartments', item.jointDepartments.map((one) => one.name).join('、')], ['handlingForms', item.handlingForms.map(meaning).join('、')], ['handlingArea', item.handlingArea]] as const).map(([key, text]) => text && <div key={key}><dt>{w(key)}</dt><dd className="hub-wrap">{text}</dd></div>)}
            <div><dt>{w('handlingType')}</dt><dd>{term('handling', item.handlingWord)}</dd></div>
            <div><dt>{w('type')}</dt><dd>{meaning(item.type)}</dd></div>
            <div><dt>{w('served')}</dt><dd>{item.servedKinds.map(meaning).join('、')}</dd></div>
            <div><dt>{w('level')}</dt><dd>{meaning(item.exerciseLevel)}</dd></div>
            <div><dt>{w('power')}</dt><dd>{meaning(item.powerSource)}</dd></div>
            {item.visits !== null && <div><dt>{w('visits')}</dt><dd>{w('visitsOf', { count: item.visits })}{item.visitsNote !== null && <div className="hub-soft hub-wrap">{item.visitsNote}</div>}</dd></div>}
            {item.address !== null && <div><dt>{w('address')}</dt><dd>{item.address}</dd></div>}
            {item.openingHours !== null && <div><dt>{w('hours')}</dt><dd>{item.openingHours}</dd></div>}
            {item.telephone !== null && <div><dt>{w('telephone')}</dt><dd className="hub-number">{item.telephone}</dd></div>}
            {item.supervision !== null && <div><dt>{w('supervision')}</dt><dd className="hub-wrap">{item.supervision}</dd></div>}
            {item.onlineAddress !== null && <div><dt>{w('onlineAddress')}</dt><dd className="hub-wrap">{item.onlineAddress}</dd></div>}
          </dl></section>
      </div>
    </div>
  );
}

function Basis({ found }: { found: ItemOnDay }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  return (
    <div className="hub-stack">
      {found.delegation === null && <p className="hub-card hub-card-body">{w('noDelegation')}</p>}
      {found.delegations.map((one) => (
        <section key={`${one.documentNumber} ${one.validFrom}`} className="hub-card" aria-label={one.documentNumber}>
          <header><h2 className="hub-row"><Link to={`/staff/catalogue?${new URLSearchParams({ tab: 'delegations', one: one.documentNumber }).toString()}`}>{one.documentNumber}</Link> <StateTag kind="delegationState" value={one.standing} />{found.delegation?.documentNumber === one.documentNumber && <Tag tone="good">{w('onDayShown', { day: found.on })}</Tag>}</h2></header>
          <dl className="hub-card-body hub-facts">
            <div><dt>{w('form')}</dt><dd>{term('form', one.form)} · {term('delegationKind', one.kind)}</dd></div>
            <div><dt>{w('granting')}</dt><dd>{one.department.name}</dd></div>
            {one.upstreamAuthority && <div><dt>{w('upstream')}</dt><dd>{one.upstreamAuthority.name}</dd></div>}
            <div><dt>{w('validity')}</dt><dd className="hub-number">{one.validFrom} – {one.validTo}</dd></div>
            {one.endedOn !== null && <div><dt>{w('endedOn')}</dt><dd className="hub-number">{one.endedOn}</dd></div>}
            <div><dt>{w('posts')}</dt><dd>{one.posts.a}<br />{one.posts.b}</dd></div>
          </dl>
        </section>
      ))}
    </div>
  );
}
