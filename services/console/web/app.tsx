/**
 * The staff application's beginning: language, look, session, data, pages. Promise: nothing of a page is fetched before
 * it is opened, and what is read is read again when it has changed, when the connection is back, or when it was refused
 * by a service that did not work.
 */
import './look.css';
import { QueryClient, QueryClientProvider, type Query } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { useEffect, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { LanguageProvider, useLanguage, useWords } from './language.tsx';
import { Layout } from './layout.tsx';
import { applyLook, theme } from './look.ts';
import { EmptyState } from './parts/empty-state.tsx';
import { Loading } from './parts/loading.tsx';
import { Problem, Unreachable } from './problem.ts';
import { routes } from './routes.tsx';
import { SessionGate, useRoles } from './session.tsx';
import { tellSignedIn } from './sign-in.ts';
import { frameTexts } from './texts/frame.ts';

/** So often a reading that failed for a passing reason is tried again, for as long as the page shows it. */
const againEveryMs = 5_000;
const passing = (error: unknown): boolean => error instanceof Unreachable || (error instanceof Problem && error.passing);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: false,
      refetchOnWindowFocus: true,
      // The console may be reached without any network beyond the hall's.
      networkMode: 'always',
      refetchInterval: (query: Query) => (passing(query.state.error) ? againEveryMs : false),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

const locales: Readonly<Record<'zh' | 'en', () => Promise<{ default: Locale }>>> = {
  zh: () => import('antd/es/locale/zh_CN'),
  en: () => import('antd/es/locale/en_US'),
};

const nonce = document.querySelector('meta[name=style-nonce]')?.getAttribute('content') ?? '';

function Dressed({ children }: { children: ReactNode }): ReactNode {
  const { language } = useLanguage();
  const [locale, setLocale] = useState<Locale | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void locales[language]().then((found) => { if (wanted) setLocale(found.default); });
    return () => { wanted = false; };
  }, [language]);
  return (
    <ConfigProvider theme={theme} csp={{ nonce }} {...(locale ? { locale } : {})} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}

function Waiting({ unreachable }: { unreachable: boolean }): ReactNode {
  const w = useWords(frameTexts);
  return <main className="hub-alone">{unreachable ? <EmptyState title={w('unreachableTitle')} note={w('unreachableNote')} /> : <Loading label={w('starting')} />}</main>;
}

function SignedIn(): ReactNode {
  const w = useWords(frameTexts);
  useEffect(() => {
    tellSignedIn();
    window.close();
  }, []);
  return <main className="hub-alone"><EmptyState title={w('signedIn')} /></main>;
}

function NotFound(): ReactNode {
  const w = useWords(frameTexts);
  return <EmptyState title={w('notFoundTitle')} note={w('notFoundNote')} action={<Link to="/staff">{w('toWorkbench')}</Link>} />;
}

function Pages(): ReactNode {
  const may = useRoles();
  return (
    <Routes>
      <Route path="/staff" element={<Layout />}>
        {routes.filter((route) => !route.roles || may(...route.roles)).map(({ path, page: Page }) => <Route key={path} path={path} element={<Page />} />)}
        <Route path="*" element={<NotFound />} />
      </Route>
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

function Application(): ReactNode {
  return (
    <LanguageProvider>
      <Dressed>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <Routes>
              <Route path="/staff/signed-in" element={<SignedIn />} />
              <Route path="*" element={<SessionGate waiting={(unreachable) => <Waiting unreachable={unreachable} />}><Pages /></SessionGate>} />
            </Routes>
          </BrowserRouter>
        </QueryClientProvider>
      </Dressed>
    </LanguageProvider>
  );
}

applyLook();
const place = document.getElementById('staff');
if (place) createRoot(place).render(<Application />);
