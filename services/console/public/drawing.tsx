/**
 * All public pages behind one door, so that React and the pages are read into memory when the first visitor comes and not when
 * the service starts.
 */
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { CheckForm, CheckPage } from './check.tsx';
import { GuidePage } from './guide.tsx';
import { HomePage } from './home.tsx';
import { ItemsPage } from './items.tsx';
import { NoticePage } from './notice.tsx';
import { ProgressForm, ProgressPage } from './progress-pages.tsx';
import { RatingPage } from './rating-page.tsx';
import { ReceiptForm, ReceiptPage } from './receipt-check.tsx';
import { TroublePage } from './trouble.tsx';

const pages = { CheckForm, CheckPage, GuidePage, HomePage, ItemsPage, NoticePage, ProgressForm, ProgressPage, RatingPage, ReceiptForm, ReceiptPage, TroublePage };
/** What each page is drawn from. */
export type PageProps = { [K in keyof typeof pages]: Parameters<(typeof pages)[K]>[0] };
const drawn: { readonly [K in keyof PageProps]: (props: PageProps[K]) => ReactNode } = pages;

/** A page as a whole HTML document. */
export const draw = <K extends keyof PageProps>(page: K, props: PageProps[K]): string => `<!doctype html>${renderToStaticMarkup(drawn[page](props))}`;
