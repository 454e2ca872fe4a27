/** The guide of one item: what to bring, how long, what it costs, who decides, on what basis. Prints on A4. */
import type { ReactNode } from 'react';
import type { components } from '../../../contracts/catalogue/api.ts';
import { yuan } from './amount.ts';
import { DelegationFlow } from './delegation-flow.tsx';
import { limitIn } from './items.tsx';
import { Facts, Note, Page, Telephone, Zh, type Frame } from './layout.tsx';
import { addressIn, dayIn, wordsIn, type Language, type Words } from './words.ts';

export type ItemOnDay = components['schemas']['ItemOnDay'];
type Item = NonNullable<ItemOnDay['item']>;

export function GuidePage({ frame, shown }: { frame: Frame; shown: ItemOnDay }): ReactNode {
  const { language, hall } = frame;
  const w = wordsIn(language);
  const { item, delegation } = shown;
  const zh = (words: string): ReactNode => <Zh language={language}>{words}</Zh>;
  const title = item?.name ?? shown.code;
  const standing = shown.state === 'withdrawn'
    ? <Note kind="warn" title={w('withdrawn')}>{shown.withdrawnFor == null ? null : <p>{w(`withdrawn-${shown.withdrawnFor}`)}</p>}</Note>
    : item === null ? <Note kind="info" title={w('notPublished')}><p>{w('notPublishedAdvice')}</p></Note> : null;
  return (
    <Page frame={frame} title={title} section="items">
      <p className="crumb"><a href={addressIn(language, '/items')}>{w('back')}</a></p>
      <h1>{zh(title)}</h1>
      <p className="code">{w('guideCode')} <span>{shown.code}</span></p>
      {standing}
      {item === null ? null : (
        <section className="card brief">
          <h2>{w('inBrief')}</h2>
          <Facts rows={[
            [w('promisedLimit'), <strong key="v">{limitIn(w, item.promisedLimit)}</strong>],
            [w('statutoryLimit'), limitIn(w, item.statutoryLimit)],
            [w('fee'), item.charges.length === 0 ? w('free') : w('feeBelow')],
            item.visits === null ? null : [w('visits'), item.visits === 0 ? w('noVisit') : w('visitsCount', { count: item.visits })],
            [w('result'), item.result.name === null ? w('noResult') : zh(item.result.name)],
            [w('handledBy'), zh(item.department.name)],
            item.servedKinds.some((kind) => kind.meaning !== null) ? [w('servedKinds'), zh(item.servedKinds.flatMap((kind) => kind.meaning ?? []).join('、'))] : null,
            delegation === null || delegation.subParks.length === 0 ? null : [w('onlyIn'), zh(delegation.subParks.join('、'))],
            [w('handling'), w(item.handlingWord)],
          ]} />
        </section>
      )}
      {item === null ? null : <Materials item={item} language={language} w={w} />}
      {item?.conditions ? <section><h2>{w('conditions')}</h2><p className="long">{zh(item.conditions)}</p></section> : null}
      {item === null ? null : <Charges item={item} language={language} w={w} />}
      {delegation === null ? null : (
        <section>
          <h2>{w('whoDecides')}</h2>
          <p><b>{w(`form-${delegation.form}`)}</b>{language === 'zh' ? '：' : ': '}{w(`says-${delegation.form}`)}</p>
          <DelegationFlow form={delegation.form} w={w} />
          <p className="soft">
            {w('delegatedBy', { document: delegation.documentNumber, kind: delegation.kind, from: dayIn(language, delegation.validFrom), to: dayIn(language, delegation.validTo) })}
            {delegation.trialEndsOn >= shown.on ? `${language === 'zh' ? '。' : '. '}${w('onTrial', { day: dayIn(language, delegation.trialEndsOn) })}` : ''}
          </p>
        </section>
      )}
      {shown.state === 'withdrawn' ? null : (
        <section>
          <h2>{w('howToApply')}</h2>
          <ol className="steps"><li>{w('applyStep1')}</li><li>{w('applyStep2')}</li><li>{w('applyStep3')}</li><li>{w('applyStep4')}</li></ol>
        </section>
      )}
      <section>
        <h2>{w('where')}</h2>
        <Facts rows={[
          item?.address || hall.address ? [w('address'), zh(item?.address ?? hall.address)] : null,
          [w('hours'), item?.openingHours ? zh(item.openingHours) : hall.hours],
          [w('phone'), <Telephone key="v" number={item?.telephone ?? hall.phone} />],
        ]} />
      </section>
      {item === null ? null : <section><h2>{w('legalBasis')}</h2><p className="long">{zh(item.legalBasis)}</p></section>}
      <p className="soft screen-only">{w('print')}</p>
    </Page>
  );
}

function Materials({ item, language, w }: { item: Item; language: Language; w: Words }): ReactNode {
  if (item.materials.length === 0) return <section><h2>{w('materials')}</h2><p>{w('noMaterials')}</p></section>;
  return (
    <section>
      <h2>{w('materials')}</h2>
      <p className="soft">{w('materialsLead')}</p>
      <ol className="materials">
        {item.materials.map((material) => (
          <li key={material.name}>
            <span className={material.required ? 'need need-must' : 'need'}>{w(material.required ? 'required' : 'optional')}</span>
            <div>
              <b><Zh language={language}>{material.name}</Zh></b>
              <p>
                {material.copies === null ? null : <span>{material.copies === 1 ? w('oneCopy') : w('copies', { count: material.copies })}</span>}
                {material.form === null ? null : <span><Zh language={language}>{material.form}</Zh></span>}
                {material.source === null ? null : <span>{w('materialSource')}<Zh language={language}>{material.source}</Zh></span>}
                {material.acceptanceStandard === null ? null : <span>{w('materialStandard')}<Zh language={language}>{material.acceptanceStandard}</Zh></span>}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Charges({ item, language, w }: { item: Item; language: Language; w: Words }): ReactNode {
  if (item.charges.length === 0) return <section><h2>{w('fee')}</h2><p>{w('noCharge')}</p></section>;
  return (
    <section>
      <h2>{w('fee')}</h2>
      <p className="soft">{w('chargeLead')}</p>
      <ul className="charges">
        {item.charges.map((charge) => (
          <li key={charge.name}>
            <b><Zh language={language}>{charge.name}</Zh></b>
            {charge.unitAmountInFen === null ? null : <strong>{charge.unit === null ? w('perCase', { amount: yuan(charge.unitAmountInFen) }) : w('perUnit', { amount: yuan(charge.unitAmountInFen), unit: charge.unit })}</strong>}
            <p><Zh language={language}>{charge.standard}</Zh>{charge.reliefAllowed ? <span className="tag">{w('relief')}</span> : null}</p>
            {charge.basis === null ? null : <p className="soft">{w('basis')}<Zh language={language}>{charge.basis}</Zh></p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
