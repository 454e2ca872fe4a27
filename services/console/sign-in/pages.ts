/**
 * The few pages of the sign-in itself: plain HTML without script, Chinese first. Everything that came from outside is
 * escaped here and nowhere else.
 */
import type { BothLanguages } from '../../../contracts/refusals.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Where the style sheet of these pages is served; CSP allows no inline style without a nonce. */
export const stylePath = '/sign-in/page.css';

/** Its content. */
export const pageStyle = `
:root { color-scheme: light; --ink: #1f2733; --soft: #566173; --line: #c9d0da; --blue: #0b57b7; --red: #b42318; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #eef2f7; color: var(--ink); font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif; }
main { width: min(400px, calc(100vw - 32px)); background: #fff; border: 1px solid #dde3ec; border-radius: 10px; padding: 32px 32px 28px; box-shadow: 0 8px 28px rgb(20 40 80 / .08); }
h1 { margin: 0; font-size: 24px; line-height: 1.3; letter-spacing: .04em; }
h1 + p { margin: 2px 0 24px; color: var(--soft); font-size: 14px; }
label { display: block; margin: 0 0 16px; font-weight: 600; }
label span { font-weight: 400; color: var(--soft); font-size: 13px; margin-left: 6px; }
input { display: block; width: 100%; margin-top: 4px; padding: 9px 12px; font: inherit; font-weight: 400; color: inherit; border: 1px solid #8b97a8; border-radius: 6px; background: #fff; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #9cc3f5; outline-offset: 1px; border-color: var(--blue); }
button, a.button { display: block; width: 100%; margin-top: 8px; padding: 10px 12px; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: #fff; background: var(--blue); border: 0; border-radius: 6px; cursor: pointer; }
button:hover, a.button:hover { background: #094a9c; }
.fault { margin: 0 0 18px; padding: 10px 12px; border-left: 4px solid var(--red); background: #fef3f2; color: #7a1a12; font-size: 14px; }
.note { margin: 20px 0 0; color: var(--soft); font-size: 13px; }
.code { color: var(--soft); font-size: 12px; }
`.trimStart();

function page(title: BothLanguages, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title.zh)} · ${escape(title.en)} — 园区通</title><link rel="stylesheet" href="${stylePath}"></head>
<body><main>
${body}
</main></body></html>
`;
}

const faultOf = (fault: BothLanguages | undefined): string => (fault ? `<p class="fault" role="alert">${escape(fault.zh)}<br>${escape(fault.en)}</p>` : '');

/** The form that asks for login and password. */
export function signInPage(options: { action: string; login?: string; fault?: BothLanguages }): string {
  const { action, login = '', fault } = options;
  return page({ zh: '登录', en: 'Sign in' }, `<h1>园区通</h1><p>综合服务操作台 · Zone hub console</p>
${faultOf(fault)}<form method="post" action="${escape(action)}">
<label>登录名<span>Login</span><input name="login" value="${escape(login)}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="63" required${login === '' ? ' autofocus' : ''}></label>
<label>口令<span>Password</span><input name="password" type="password" autocomplete="current-password" maxlength="200" required${login === '' ? '' : ' autofocus'}></label>
<button type="submit">登录 Sign in</button></form>
<p class="note">仅限大厅工作人员使用；忘记口令请联系系统管理员。<br>For the staff of the hall. Ask the administrator for a new password.</p>`);
}

/** Asks for a password of one's own, after one that somebody else has set. */
export function newPasswordPage(options: { action: string; login: string; fault?: BothLanguages }): string {
  const { action, login, fault } = options;
  return page({ zh: '设置新口令', en: 'Choose a password' }, `<h1>设置新口令</h1><p>Choose a password of your own</p>
${faultOf(fault)}<form method="post" action="${escape(action)}"><input name="login" value="${escape(login)}" autocomplete="username" readonly hidden>
<label>管理员给的口令<span>Password you were given</span><input name="password" type="password" autocomplete="current-password" maxlength="200" required autofocus></label>
<label>新口令（至少 12 位）<span>New, 12 or more</span><input name="fresh" type="password" autocomplete="new-password" minlength="12" maxlength="200" required></label>
<label>再输一次<span>Once more</span><input name="again" type="password" autocomplete="new-password" minlength="12" maxlength="200" required></label>
<button type="submit">保存并登录 Save and sign in</button></form>`);
}

/** Something went wrong with signing in; the way out is to start again. */
export function errorPage(what: BothLanguages, code = ''): string {
  return page({ zh: '无法登录', en: 'Cannot sign in' }, `<h1>无法登录</h1><p>Cannot sign in</p>
${faultOf(what)}<a class="button" href="/login">重新登录 Sign in again</a>${code === '' ? '' : `<p class="code">${escape(code)}</p>`}`);
}

/** After leaving an outside provider. */
export const signedOutPage = (): string => page({ zh: '已退出', en: 'Signed out' }, '<h1>已退出登录</h1><p>You are signed out</p><a class="button" href="/login">重新登录 Sign in again</a>');
