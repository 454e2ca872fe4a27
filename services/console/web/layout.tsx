/**
 * What stands around every page: the menu of one's roles, the box for search and scanner, who is signed in, and the
 * banners that say when the server or the live connection is lost. Promise: all of it reachable by keyboard.
 */
import DownOutlined from '@ant-design/icons/DownOutlined';
import GlobalOutlined from '@ant-design/icons/GlobalOutlined';
import MenuFoldOutlined from '@ant-design/icons/MenuFoldOutlined';
import MenuOutlined from '@ant-design/icons/MenuOutlined';
import MenuUnfoldOutlined from '@ant-design/icons/MenuUnfoldOutlined';
import QuestionCircleOutlined from '@ant-design/icons/QuestionCircleOutlined';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Popover, type InputRef } from 'antd';
import { Component, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { connection } from './connection.ts';
import { useLanguage, useTerms, useWords } from './language.tsx';
import { useLive } from './live.ts';
import { Loading } from './parts/loading.tsx';
import { ProblemAlert } from './parts/problem-alert.tsx';
import { ScanInput } from './parts/scan-input.tsx';
import { placeOf } from './parts/place.ts';
import { typing } from './parts/typing.ts';
import { routes } from './routes.tsx';
import { useRoles, useSession } from './session.tsx';
import { signIn } from './sign-in.ts';
import { frameTexts } from './texts/frame.ts';

const groups = [['work', 'groupWork'], ['keep', 'groupKeep'], ['watch', 'groupWatch']] as const;

export function Layout(): ReactNode {
  const w = useWords(frameTexts);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname, search: asked } = useLocation();
  const session = useSession();
  const signedIn = useSyncExternalStore(signIn.watch, () => signIn.now().kind === 'signed-in');
  const reachable = useSyncExternalStore(connection.watch, connection.reachable);
  const live = useLive(client, signedIn);
  const [menuOpen, setMenuOpen] = useState(false);
  const [narrow, setNarrow] = useNarrow();
  const [help, setHelp] = useState(false);
  const search = useRef<InputRef>(null);
  const content = useRef<HTMLElement>(null);
  const wasReachable = useRef(true);

  useEffect(() => {
    if (reachable && !wasReachable.current) void client.invalidateQueries();
    wasReachable.current = reachable;
  }, [reachable, client]);
  // One address for one page: with a slash at its end the menu would not know it.
  useEffect(() => {
    if (pathname.endsWith('/')) void navigate(`${pathname.replace(/\/+$/, '')}${asked}`, { replace: true });
  }, [pathname, asked, navigate]);
  // On a phone the menu lies over the page: going somewhere closes it.
  useEffect(() => setMenuOpen(false), [pathname]);
  useKeys(() => search.current?.focus(), () => setHelp(true));

  return (
    <div className={`hub-frame ${narrow ? 'hub-narrow' : ''} ${menuOpen ? 'hub-menu-open' : ''}`}>
      <a className="hub-skip" href="#content" onClick={(event) => { event.preventDefault(); content.current?.focus(); }}>{w('skip')}</a>
      <header className="hub-top">
        <Button className="hub-menu-button" type="text" icon={<MenuOutlined />} aria-label={menuOpen ? w('closeMenu') : w('openMenu')} aria-expanded={menuOpen} onClick={() => setMenuOpen(!menuOpen)} />
        <Link className="hub-brand" to="/staff"><strong>{w('product')}</strong><span>{w('hall')}</span></Link>
        <search className="hub-search">
          <ScanInput input={search} label={w('searchLabel')} placeholder={w('search')} found={(what) => void placeOf(what).then(navigate, () => undefined)} />
        </search>
        <div className="hub-top-right">
          {live === true && reachable && <span className="hub-live" title={w('live')}><span className="hub-unseen">{w('live')}</span></span>}
          <Button type="text" icon={<QuestionCircleOutlined />} aria-label={w('keys')} title={w('keys')} onClick={() => setHelp(true)} />
          <LanguageButton />
          <PersonMenu key={session.person.subject} />
        </div>
      </header>
      <nav className="hub-menu" aria-label={w('menu')}>
        <MenuLinks />
        <Button className="hub-narrow-button" type="text" icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />} aria-label={narrow ? w('wideMenu') : w('narrowMenu')} onClick={() => setNarrow(!narrow)} />
      </nav>
      {menuOpen && <div className="hub-shade" aria-hidden onClick={() => setMenuOpen(false)} />}
      <main id="content" className="hub-content" ref={content} tabIndex={0}>
        {!reachable ? <div className="hub-banner hub-tone-bad" role="alert">{w('offline')}</div>
          : live === false && <div className="hub-banner hub-tone-warn" role="status">{w('liveLost')}</div>}
        <PageGuard key={pathname}>
          <Suspense fallback={<Loading rows={8} />}><Outlet /></Suspense>
        </PageGuard>
      </main>
      <KeyHelp open={help} close={() => setHelp(false)} />
    </div>
  );
}

function MenuLinks(): ReactNode {
  const w = useWords(frameTexts);
  const { language } = useLanguage();
  const may = useRoles();
  const shown = routes.filter((route) => route.menu && (!route.roles || may(...route.roles)));
  return groups.map(([group, title]) => {
    const members = shown.filter((route) => route.menu?.group === group);
    if (members.length === 0) return null;
    return (
      <section key={group} aria-label={w(title)}>
        <p className="hub-menu-group" aria-hidden>{w(title)}</p>
        <ul>
          {members.map((route) => (
            <li key={route.path}>
              <NavLink to={`/staff/${route.path}`.replace(/\/$/, '')} end={route.path === ''} title={route.menu?.title[language === 'zh' ? 0 : 1]}>
                <span aria-hidden>{route.menu?.icon}</span>
                <span className="hub-menu-word">{route.menu?.title[language === 'zh' ? 0 : 1]}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function LanguageButton(): ReactNode {
  const w = useWords(frameTexts);
  const { language, change } = useLanguage();
  return <Button type="text" icon={<GlobalOutlined />} aria-label={w('languageLabel')} onClick={() => change(language === 'zh' ? 'en' : 'zh')}><span className="hub-wide">{w('language')}</span></Button>;
}

function PersonMenu(): ReactNode {
  const w = useWords(frameTexts);
  const term = useTerms();
  const { person, posts, window: place, roles } = useSession();
  const [error, setError] = useState<Error | undefined>(undefined);
  const leave = (everywhere: boolean): void => void signIn.leave(everywhere).then((provider) => location.assign(provider ?? '/'), setError);
  return (
    <Popover
      trigger="click" placement="bottomRight"
      content={(
        <div className="hub-person" role="dialog" aria-label={w('person')}>
          <p><strong>{person.name}</strong> <span className="hub-soft">{person.login}</span></p>
          {place && <p className="hub-soft">{w('windowNumber', { window: place })}</p>}
          <h2>{w('posts')}</h2>
          {posts.length === 0 && <p className="hub-soft">{roles.length === 0 ? w('noPosts') : roles.map((role) => term('role', role)).join(' · ')}</p>}
          <ul>{posts.map((post) => <li key={`${post.code} ${post.as}`}>{post.name} <span className="hub-soft">{term('role', post.role)} · {post.as === 'A' ? w('holder') : w('deputy')}</span></li>)}</ul>
          {error && <ProblemAlert error={error} />}
          <Button block onClick={() => leave(false)}>{w('leave')}</Button>
          <Button block type="text" onClick={() => leave(true)}>{w('leaveEverywhere')}</Button>
        </div>
      )}
    >
      <Button type="text" className="hub-person-button" aria-label={`${w('person')}: ${person.name}`}><span className="hub-person-name">{person.name}</span> <DownOutlined aria-hidden /></Button>
    </Popover>
  );
}

function KeyHelp({ open, close }: { open: boolean; close: () => void }): ReactNode {
  const w = useWords(frameTexts);
  const { language } = useLanguage();
  const may = useRoles();
  const goes = routes.filter((route) => route.menu?.key && (!route.roles || may(...route.roles)));
  const keys: readonly (readonly [string, string])[] = [
    ['/', w('keySearch')], ['j', w('keyDown')], ['k', w('keyUp')], ['Enter', w('keyOpen')], ['n', w('keyNextPage')], ['p', w('keyPreviousPage')], ['?', w('keyHelp')],
    ...goes.map((route) => [`g ${route.menu?.key}`, route.menu?.title[language === 'zh' ? 0 : 1] ?? ''] as const),
  ];
  return (
    <Modal open={open} title={w('keys')} onCancel={close} footer={null} width={460}>
      <p className="hub-soft">{w('keysNote')}</p>
      <dl className="hub-keys">{keys.map(([key, what]) => <div key={key}><dt>{key.split(' ').map((part) => <kbd key={part}>{part}</kbd>)}</dt><dd>{what}</dd></div>)}</dl>
    </Modal>
  );
}

/** The keys that work everywhere outside input boxes. */
function useKeys(find: () => void, help: () => void): void {
  const navigate = useNavigate();
  const may = useRoles();
  const latest = useRef({ find, help, navigate, may });
  latest.current = { find, help, navigate, may };
  useEffect(() => {
    let going: ReturnType<typeof setTimeout> | undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const now = latest.current;
      if (going !== undefined) {
        clearTimeout(going);
        going = undefined;
        const route = routes.find((each) => each.menu?.key === event.key && (!each.roles || now.may(...each.roles)));
        if (!route) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        void now.navigate(`/staff/${route.path}`.replace(/\/$/, ''));
      } else if (event.key === 'g') {
        going = setTimeout(() => { going = undefined; }, 1_500);
      } else if (event.key === '/') {
        event.preventDefault();
        now.find();
      } else if (event.key === '?') {
        event.preventDefault();
        now.help();
      }
    };
    // Before the tables' own keys, so that the letter after g does not move a row as well.
    addEventListener('keydown', listen, { capture: true });
    return () => {
      clearTimeout(going);
      removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
}

const narrowAs = 'hub-menu-narrow';
function useNarrow(): [boolean, (narrow: boolean) => void] {
  const [narrow, setNarrow] = useState(() => {
    try {
      return localStorage.getItem(narrowAs) === 'yes';
    } catch {
      return false;
    }
  });
  const change = useMemo(() => (to: boolean) => {
    try {
      localStorage.setItem(narrowAs, to ? 'yes' : 'no');
    } catch {
      // Forgotten with the page.
    }
    setNarrow(to);
  }, []);
  return [narrow, change];
}

/** A page that breaks leaves the frame standing. */
class PageGuard extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };
  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
  override render(): ReactNode {
    return this.state.error ? <BrokenPage error={this.state.error} /> : this.props.children;
  }
}

function BrokenPage({ error }: { error: Error }): ReactNode {
  const w = useWords(frameTexts);
  // A page of an older build that is no longer kept.
  const outdated = /dynamically imported module|Importing a module/.test(error.message);
  return (
    <div className="hub-empty" role="alert">
      <p className="hub-empty-title">{w('brokenTitle')}</p>
      <p className="hub-empty-note">{outdated ? w('updated') : w('brokenNote')}</p>
      <Button type="primary" onClick={() => location.reload()}>{w('reload')}</Button>
    </div>
  );
}
