/**
 * The hall as browsers see it: a whole hub with all its services and the simulators of the outside, and a real Chromium in
 * which people sign in with login and password. Promise: whatever a page says to its console, throws or is refused by its
 * security policy while somebody looks at it is kept and can be asked for; every picture lands in one folder.
 */
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { z } from 'zod';
import type { ServiceName } from '../../contracts/envelope.ts';
import { inheritedEnvironment } from '../../infra/config.ts';
import { startHub, type Hub, type HubOptions } from '../../scripts/hub.ts';
import { createProcesses } from '../../scripts/processes.ts';
import { projectRoot } from '../../scripts/run-directory.ts';

/** Where the pictures of a run are kept. */
export const pictures = path.join(projectRoot, '.run', 'test', 'screens');

/** A clerk's monitor at 125 %, a wide one, and a phone. */
export const sizes = {
  desk: { viewport: { width: 1093, height: 614 }, deviceScaleFactor: 1.25 },
  wide: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;
export type Size = keyof typeof sizes;

/** What axe found that a person with a disability would stumble over. */
export interface Barrier { id: string; impact: string; help: string; places: string[] }

/** Somebody in front of a screen. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Goes to an address of the console and waits until nothing is loading. */
  open(address: string): Promise<void>;
  /** Keeps a picture of what is to be seen, under this name. */
  picture(name: string, options?: { whole?: boolean }): Promise<void>;
  /** Barriers axe calls serious or critical on the page as it is. */
  barriers(): Promise<Barrier[]>;
  /** What the pages complained about since the last question: console errors, exceptions, refused by policy. */
  complaints(): string[];
  leave(): Promise<void>;
}

export interface BrowserHall {
  hub: Hub;
  browser: Browser;
  /** The console's address. */
  url: string;
  /** Password of a demo login. */
  passwordOf(login: string): string;
  /** Somebody from the street: nobody is signed in. All ask their browser for less motion: a click on what still moves lands beside it. */
  visitor(options?: { size?: Size; language?: 'zh' | 'en'; javaScript?: boolean }): Promise<Visitor>;
  /** Somebody of the staff, signed in through the sign-in page, standing on `address`. */
  staff(login: string, options?: { size?: Size; language?: 'zh' | 'en'; address?: string }): Promise<Visitor>;
  /** Money arrives: the teller of the bank's simulator takes it for a pay code. */
  payAtBank(payCode: string): Promise<void>;
  /** The service is gone, until it is started again. */
  stopService(service: ServiceName): Promise<void>;
  startService(service: ServiceName): Promise<void>;
  /** A picture of every screen somebody still sits at: what a story that failed leaves behind. */
  leftBehind(): Promise<void>;
  close(): Promise<void>;
}

/** Opens hub and browser; the caller closes. */
export async function openBrowserHall(options: Pick<HubOptions, 'settings' | 'fiscal' | 'paymentChannel' | 'counterpartSettings'> = {}): Promise<BrowserHall> {
  const runDirectory = mkdtempSync(path.join(tmpdir(), 'zh-hall-'));
  const processes = createProcesses({ runDirectory });
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
  });
  let hub: Hub;
  try {
    hub = await startHub({ processes, runDirectory, ...options });
  } catch (error) {
    await browser.close();
    await processes.stopAll();
    throw error;
  }
  const url = hub.endpoints.console;
  if (url === null) throw new Error('the hub was started without its console');
  const open = new Set<BrowserContext>();
  let left = 0;

  const visitor: BrowserHall['visitor'] = async ({ size = 'desk', language = 'zh', javaScript = true } = {}) => {
    const context = await browser.newContext({
      ...sizes[size], baseURL: url, locale: language === 'zh' ? 'zh-CN' : 'en-US', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', javaScriptEnabled: javaScript, acceptDownloads: true,
    });
    context.setDefaultTimeout(20_000);
    // What this person chose in this browser before; the pages remember it there.
    if (language === 'en') await context.addInitScript("try { localStorage.setItem('hub-language', 'en'); } catch { /* a page without an origin */ }");
    // No printer here, and Chromium without a window dies of printing a PDF: that a page asked to print is kept instead.
    await context.addInitScript("window.print = () => { window.top.printed = (window.top.printed ?? 0) + 1; };");
    open.add(context);
    const page = await context.newPage();
    const complaints: string[] = [];
    const listen = (each: Page): void => {
      each.on('console', (message) => { if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`); });
      each.on('pageerror', (error) => { complaints.push(`exception: ${error.message}`); });
    };
    listen(page);
    context.on('page', listen);
    return {
      page, context,
      async open(address) {
        await page.goto(address);
        await page.waitForLoadState('load');
      },
      async picture(name, { whole = false } = {}) {
        await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: whole, animations: 'disabled' });
      },
      async barriers() {
        return barriersOf(page);
      },
      complaints: () => complaints.splice(0),
      async leave() {
        open.delete(context);
        await context.close();
      },
    };
  };

  const passwordOf: BrowserHall['passwordOf'] = (login) => {
    const password = hub.endpoints.users.find((user) => user.login === login)?.password;
    if (password === null || password === undefined) throw new Error(`nobody signs in as ${login}`);
    return password;
  };

  return {
    hub, browser, url, visitor, passwordOf,
    async staff(login, { address = '/staff/', ...options } = {}) {
      const one = await visitor(options);
      await one.open(`/login?return=${encodeURIComponent(address)}`);
      await one.page.getByLabel('登录名').fill(login);
      await one.page.getByLabel('口令', { exact: false }).fill(passwordOf(login));
      await one.page.getByRole('button', { name: '登录' }).click();
      await one.page.waitForURL((at) => at.pathname.startsWith('/staff')).catch(async (error: unknown) => {
        await one.picture(`sign-in-failed-${login}`);
        throw new Error(`${login} could not sign in at ${one.page.url()}: ${one.complaints().join('; ')}`, { cause: error });
      });
      return one;
    },
    async payAtBank(payCode) {
      const answer = await fetch(`${hub.control('bank-teller')}/pay`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ payCode }) });
      const said = z.looseObject({ state: z.string() }).parse(await answer.json());
      if (said.state !== 'confirmed') throw new Error(`the teller could not take the payment: ${said.state}`);
    },
    async stopService(service) {
      await hub.services.get(service)?.kill();
    },
    async startService(service) {
      await hub.services.get(service)?.startAgain();
    },
    async leftBehind() {
      for (const page of [...open].flatMap((context) => context.pages())) {
        left += 1;
        await page.screenshot({ path: path.join(pictures, `left-behind-${left}.png`), fullPage: true }).catch(() => undefined);
      }
    },
    async close() {
      for (const context of open) await context.close();
      await browser.close();
      await processes.stopAll();
      rmSync(runDirectory, { recursive: true, force: true });
    },
  };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const Found = z.array(z.object({ id: z.string(), impact: z.string().nullable(), help: z.string(), nodes: z.array(z.object({ target: z.array(z.unknown()) })) }));

/** Runs axe inside the page; the page's own policy does not bind what the browser's driver runs. */
async function barriersOf(page: Page): Promise<Barrier[]> {
  await page.evaluate(axeSource);
  const found = Found.parse(await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ target }) => ({ target })) })))`));
  return found.filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => ({ id: each.id, impact: each.impact ?? '', help: each.help, places: each.nodes.map((node) => node.target.join(' ')) }));
}

/** The system's browser, by the names Debian, Fedora, Google and Apple give it. */
function findBrowser(): string {
  const folders = [...(inheritedEnvironment()['PATH'] ?? '').split(':'), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  const candidates = [
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch { /* not there: the next one */ }
  }
  throw new Error('没有找到浏览器 no browser was found: 请运行 run ./scripts/setup --tests (Debian: chromium)');
}
