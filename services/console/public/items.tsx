/** The list of items with search, department, form of delegation and pages; all of it in the address, none of it in a script. */
import type { ReactNode } from 'react';
import type { DelegationForm, ItemPage, ItemQuery } from './item-list.ts';
import { Note, Page, Zh, type Frame } from './layout.tsx';
import { addressIn, wordsIn, type Words } from './words.ts';

export const delegationForms = ['direct', 'entrusted', 'forward', 'direct-report'] as const satisfies readonly DelegationForm[];

/** `{amount: 5, unit: 'working-day'}` in words. */
export function limitIn(w: Words, limit: { amount: number; unit: 'working-day' | 'calendar-day' }): string {
  if (limit.unit === 'working-day') return limit.amount === 1 ? w('workingDay') : w('workingDays', { count: limit.amount });
  return limit.amount === 1 ? w('calendarDay') : w('calendarDays', { count: limit.amount });
}

export function ItemsPage({ frame, query, found }: { frame: Frame; query: ItemQuery; found: ItemPage }): ReactNode {
  const { language } = frame;
  const w = wordsIn(language);
  const filtered = query.words !== '' || query.department !== '' || query.form !== '';
  const pageAddress = (page: number): string => addressIn(language, '/items', { q: query.words, department: query.department, form: query.form, page: page === 1 ? undefined : page });
  // What was typed into the search is not part of the table: it is put up by form and department.
  const tableAddress = (ending: 'xlsx' | 'csv'): string => addressIn(language, `/items/list.${ending}`, { department: query.department, form: query.form });
  return (
    <Page frame={frame} title={w('itemsTitle')} section="items">
      <h1>{w('itemsTitle')}</h1>
      <p className="lead">{w('itemsLead')}</p>
      <form className="card search" action="/items" method="get" role="search">
        {language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
        <div className="field field-wide">
          <label htmlFor="q">{w('search')}</label>
          <p className="hint" id="q-hint">{w('searchHint')}</p>
          <input id="q" name="q" type="search" defaultValue={query.words} maxLength={60} aria-describedby="q-hint" autoComplete="off" enterKeyHint="search" />
        </div>
        <div className="field">
          <label htmlFor="department">{w('department')}</label>
          <select id="department" name="department" defaultValue={query.department}>
            <option value="">{w('all')}</option>
            {found.departments.map((department) => <option key={department} value={department} lang="zh-CN">{department}</option>)}
          </select>
        </div>
        <div className="field">
          <label htmlFor="form">{w('form')}</label>
          <select id="form" name="form" defaultValue={query.form}>
            <option value="">{w('all')}</option>
            {delegationForms.map((form) => <option key={form} value={form}>{w(`form-${form}`)}</option>)}
          </select>
        </div>
        <div className="actions"><button type="submit">{w('searchButton')}</button>{filtered ? <a href={addressIn(language, '/items')}>{w('filtersOff')}</a> : null}</div>
      </form>
      {found.items.length === 0
        ? <Note kind="info" title={w(found.empty ? 'noneYet' : 'noneFound')}><p>{w(found.empty ? 'noneYetAdvice' : 'noneFoundAdvice')}</p></Note>
        : (
          <>
            <h2 className="count">{found.count === 1 ? w('foundOne') : w('found', { count: found.count })}{found.pages > 1 ? w('foundPage', { page: found.page, pages: found.pages }) : ''}</h2>
            <ul className="items">
              {found.items.map((item) => (
                <li key={item.code}>
                  <a href={addressIn(language, `/items/${encodeURIComponent(item.code)}`)}><Zh language={language}>{item.name ?? item.code}</Zh></a>
                  <p>
                    {item.department === null ? null : <span><Zh language={language}>{item.department}</Zh></span>}
                    <span className="tag">{w(`form-${item.form}`)}</span>
                    {item.promisedLimit === null ? null : <span className="tag">{w('withinLimit', { limit: limitIn(w, item.promisedLimit) })}</span>}
                    {item.charged === null ? null : <span className="tag">{w(item.charged ? 'charged' : 'free')}</span>}
                  </p>
                </li>
              ))}
            </ul>
            <p className="downloads screen-only">{w('tableLead')} <a href={tableAddress('xlsx')} download>{w('tableWorkbook')}</a> <a href={tableAddress('csv')} download>{w('tableText')}</a></p>
            {found.pages > 1 ? (
              <nav className="pages" aria-label={w('pages')}>
                {found.page > 1 ? <a rel="prev" href={pageAddress(found.page - 1)}>{w('previousPage')}</a> : <span />}
                {found.page < found.pages ? <a rel="next" href={pageAddress(found.page + 1)}>{w('nextPage')}</a> : <span />}
              </nav>
            ) : null}
          </>
        )}
    </Page>
  );
}
