/**
 * The public pages of the console: home, guides, progress, pay notice, certificate check, receipt check. They need no sign-in and no script, set one
 * cookie only (while somebody looks at a case, see query-ticket.ts), send nothing to third parties and write nothing down of who asked what.
 * Mount it last, at `/`: what no page has is answered with a page that says so.
 */
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import type { paths as CataloguePaths } from '../../../contracts/catalogue/api.ts';
import type { paths as CertificatePaths } from '../../../contracts/certificates/api.ts';
import type { paths as FeesPaths } from '../../../contracts/fees/api.ts';
import type { ServiceName } from '../../../contracts/envelope.ts';
import type { paths as IntakePaths } from '../../../contracts/intake/api.ts';
import { chinaDate } from '../../../infra/clock.ts';
import { openClient, type Client } from '../../../infra/http-client.ts';
import { unavailable as notThere, type Outcome } from '../../../infra/outcome.ts';
import { cookieOf, dropCookie, giveCookie } from '../sign-in/cookies.ts';
import type { Verification } from './check.tsx';
import type { PageProps } from './drawing.tsx';
import { openItemList, type DelegationForm } from './item-list.ts';
import type { Frame } from './layout.tsx';
import type { QrCode } from './notice.tsx';
import { Progress } from './progress.ts';
import type { FieldErrors } from './progress-pages.tsx';
import type { ReceiptErrors } from './receipt-check.tsx';
import { openQueryTickets, type Asked } from './query-ticket.ts';
import { detailsOf, isBad, isLevel } from './rating.ts';
import type { Hall, PublicPagesOptions } from './settings.ts';
import { icon, styleSheet, styleSheetPath } from './style.ts';
import type { Part, Trouble } from './trouble.tsx';
import { typedDigits, typedReference } from './typed-number.ts';
import { addressIn, languageOf, wordsIn } from './words.ts';

/** Stricter than what the staff's application needs: these pages run no script at all. */
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const longestReference = 120;
/** The browser forgets the cookie later than the ticket in it ends, so that the page can say that the query is over. */
const cookieSeconds = 30 * 60;
const retrySeconds = 30;
export const ticketCookie = '__Host-hub-progress';

export function publicPages(options: PublicPagesOptions): Router {
  const { clock, settings } = options;
  const origin = settings.publicUrl;
  const clientOf = <P>(service: ServiceName): Client<P> => {
    const url = options.urlOf(service);
    return url === undefined ? { call: () => Promise.resolve(notThere(`no address of ${service}`)) } : openClient<P>(url, () => Promise.resolve('public'));
  };
  const intake = clientOf<IntakePaths>('intake');
  const catalogue = clientOf<CataloguePaths>('catalogue');
  const certificates = clientOf<CertificatePaths>('certificates');
  const fees = clientOf<FeesPaths>('fees');
  const tickets = openQueryTickets(options.secrets, clock);
  const items = openItemList(catalogue, clock);
  const router = express.Router();

  const frameOf = (request: Request, query: Frame['here']['query'] = {}): Frame => {
    const language = languageOf(request.query['lang']);
    const hall: Hall = {
      name: language === 'en' && settings.zoneNameEn !== '' ? settings.zoneNameEn : settings.zoneName, phone: settings.hallPhone, address: settings.hallAddress,
      hours: language === 'en' && settings.hallHoursEn !== '' ? settings.hallHoursEn : settings.hallHours, host: origin.host,
    };
    return { language, here: { path: request.path, query }, hall, styleSheet: styleSheetPath };
  };

  async function send<K extends keyof PageProps>(response: Response, status: number, page: K, props: PageProps[K], cache: 'private' | 'public' = 'private'): Promise<void> {
    const { draw } = await import('./drawing.tsx');
    response.status(status).set({ 'cache-control': cache === 'public' ? 'public, max-age=60' : 'no-store', 'content-language': props.frame.language === 'zh' ? 'zh-CN' : 'en' }).type('html').send(draw(page, props));
  }
  const sendTrouble = async (request: Request, response: Response, status: number, trouble: Trouble, query: Frame['here']['query'] = {}): Promise<void> => {
    if (status === 503) response.set('retry-after', String(retrySeconds));
    await send(response, status, 'TroublePage', { frame: frameOf(request, query), trouble });
  };
  const unavailable = (request: Request, response: Response, part: Part, query: Frame['here']['query'] = {}): Promise<void> => sendTrouble(request, response, 503, { kind: 'unavailable', part }, query);

  const page = (handler: (request: Request, response: Response) => Promise<void>) => (request: Request, response: Response, next: NextFunction): void => { handler(request, response).catch(next); };

  const limited = (perMinute: number): RateLimitRequestHandler => rateLimit({
    windowMs: 60_000, limit: perMinute, standardHeaders: false, legacyHeaders: false, validate: false,
    handler(request, response, next) {
      const seconds = 60;
      response.set('retry-after', String(seconds));
      sendTrouble(request, response, 429, { kind: 'tooOften', seconds }).catch(next);
    },
  });

  router.use((_request, response, next) => {
    // With no-referrer, browsers send `Origin: null` even from our own forms and they could not be told from those of others.
    response.set({ 'content-security-policy': contentPolicy, 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    next();
  });
  router.get(styleSheetPath, (_request, response) => { response.set('cache-control', 'public, max-age=31536000, immutable').type('css').send(styleSheet); });
  router.get('/public/icon.svg', (_request, response) => { response.set('cache-control', 'public, max-age=86400').type('svg').send(icon); });

  router.get('/', page((request, response) => send(response, 200, 'HomePage', { frame: frameOf(request) }, 'public')));

  const itemsLimit = limited(settings.itemPagesPerMinute);
  router.get('/items', itemsLimit, page(async (request, response) => {
    const form = textOf(request.query['form']);
    const query = { words: textOf(request.query['q']).slice(0, 60).trim(), department: textOf(request.query['department']).slice(0, 100), form: isForm(form) ? form : '' as const, page: Number.parseInt(textOf(request.query['page']), 10) || 1 };
    const here = { q: query.words, department: query.department, form: query.form, page: query.page === 1 ? undefined : query.page };
    const found = await items.find(query);
    if (found.kind !== 'done') return unavailable(request, response, 'catalogue', here);
    return send(response, 200, 'ItemsPage', { frame: frameOf(request, here), query, found: found.value }, 'public');
  }));

  // The list as a table to be put up or taken home; the catalogue makes it, the address carries what was searched for. The whole list costs more
  // than a page of it.
  const tablesLimit = limited(Math.ceil(settings.itemPagesPerMinute / 10));
  for (const [ending, path, mediaType] of [['xlsx', '/published-list.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['csv', '/published-list.csv', 'text/csv; charset=utf-8']] as const) {
    router.get(`/items/list.${ending}`, tablesLimit, page(async (request, response) => {
      const form = textOf(request.query['form']);
      const department = textOf(request.query['department']).slice(0, 100);
      const answer = await catalogue.call('get', path, { query: { ...(isForm(form) ? { form } : {}), ...(department === '' ? {} : { department }) }, binary: true, timeoutMs: 30_000, headers: { accept: '*/*' } });
      if (answer.kind !== 'done') return unavailable(request, response, 'catalogue');
      const name = `赋权事项公示表-${chinaDate(clock.now())}.${ending}`;
      response.set({ 'content-disposition': `attachment; filename="items.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`, 'cache-control': 'public, max-age=60' }).type(mediaType).send(Buffer.from(answer.value));
    }));
  }

  router.get('/items/:code', itemsLimit, page(async (request, response) => {
    const code = textOf(request.params['code']).toUpperCase();
    if (!/^[0-9A-Z]{31,33}$/.test(code)) return sendTrouble(request, response, 404, { kind: 'noSuchItem' });
    const answer = await catalogue.call('get', '/items/{itemCode}', { path: { itemCode: code } });
    if (answer.kind === 'refused') return sendTrouble(request, response, 404, { kind: 'noSuchItem' });
    if (answer.kind !== 'done') return unavailable(request, response, 'catalogue');
    return send(response, 200, 'GuidePage', { frame: frameOf(request), shown: answer.value }, 'public');
  }));

  // --- progress and pay notice: what an applicant may see of one case

  const askIntake = (asked: Asked): Promise<Outcome<unknown>> => intake.call('post', '/progress', { body: asked });
  const clearTicket = (response: Response): void => { dropCookie(response, ticketCookie); };

  /** A form posted from another site would make this browser show a case its owner never asked for. */
  const fromHere = (request: Request): boolean => {
    const site = request.header('sec-fetch-site');
    return site === undefined ? request.header('origin') === origin.origin : site === 'same-origin' || site === 'none';
  };
  const ownFormsOnly = (request: Request, response: Response, next: NextFunction): void => {
    if (fromHere(request)) next(); else sendTrouble(request, response, 403, { kind: 'crossSite' }).catch(next);
  };

  const triesLimit = limited(settings.progressTriesPerMinute);
  /** Reloading asks intake anew, but only with a ticket that was given for a right password. */
  const viewLimit = limited(settings.checksPerMinute);
  const checkLimit = limited(settings.checksPerMinute);

  router.post('/progress', triesLimit, ownFormsOnly, express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 8 }), page(async (request, response) => {
    const frame = frameOf(request);
    const body: unknown = request.body;
    const receiptNumber = typedDigits(fieldOf(body, 'receiptNumber').slice(0, 300));
    const queryPassword = typedDigits(fieldOf(body, 'queryPassword').slice(0, 40));
    const errors = errorsOf(receiptNumber, queryPassword, frame);
    if (errors.receiptNumber !== undefined || errors.queryPassword !== undefined) return send(response, 422, 'ProgressForm', { frame, receiptNumber: receiptNumber.slice(0, 30), errors });
    const asked = { receiptNumber, queryPassword };
    const answer = await askIntake(asked);
    if (answer.kind === 'refused') return send(response, 422, 'ProgressForm', { frame, receiptNumber, errors: {}, trouble: 'notTogether' });
    if (answer.kind === 'unavailable' && answer.detail.startsWith('429')) return send(response, 429, 'ProgressForm', { frame, receiptNumber, errors: {}, trouble: 'numberRests' });
    if (answer.kind !== 'done') return unavailable(request, response, 'intake');
    giveCookie(response, ticketCookie, tickets.give(asked), cookieSeconds);
    response.set('cache-control', 'no-store').redirect(303, addressIn(frame.language, '/progress'));
  }));

  router.post('/progress/end', ownFormsOnly, (request, response) => {
    clearTicket(response);
    response.set('cache-control', 'no-store').redirect(303, addressIn(languageOf(request.query['lang']), '/progress', { ended: 'yes' }));
  });

  type Seen = { kind: 'seen'; asked: Asked; progress: Progress } | { kind: 'nothing' | 'over' | 'unavailable' | 'rests' };
  async function caseOf(request: Request, response: Response): Promise<Seen> {
    const cookie = cookieOf(request, ticketCookie);
    if (cookie === undefined) return { kind: 'nothing' };
    const asked = tickets.read(cookie);
    if (!asked) { clearTicket(response); return { kind: 'over' }; }
    const answer = await askIntake(asked);
    if (answer.kind === 'done') return { kind: 'seen', asked, progress: Progress.parse(answer.value) };
    if (answer.kind === 'refused') { clearTicket(response); return { kind: 'over' }; }
    return { kind: answer.kind === 'unavailable' && answer.detail.startsWith('429') ? 'rests' : 'unavailable' };
  }

  router.get('/progress', viewLimit, page(async (request, response) => {
    const receipt = typedDigits(textOf(request.query['receipt']).slice(0, 40));
    const receiptNumber = /^\d{15}$/.test(receipt) ? receipt : '';
    const frame = frameOf(request, { receipt: receiptNumber });
    const seen = await caseOf(request, response);
    if (seen.kind === 'unavailable') return unavailable(request, response, 'intake', { receipt: receiptNumber });
    // The code on another receipt was scanned: that one is wanted now.
    if (seen.kind === 'seen' && (receiptNumber === '' || receiptNumber === seen.asked.receiptNumber)) {
      return send(response, 200, 'ProgressPage', { frame, receiptNumber: seen.asked.receiptNumber, progress: seen.progress, today: chinaDate(clock.now()) });
    }
    const trouble = seen.kind === 'over' || request.query['ended'] === 'yes' ? 'queryOver' : seen.kind === 'rests' ? 'numberRests' : undefined;
    return send(response, 200, 'ProgressForm', { frame, receiptNumber, errors: {}, ...(trouble === undefined ? {} : { trouble }) });
  }));
  router.get('/progress/end', (request, response) => { response.redirect(303, addressIn(languageOf(request.query['lang']), '/progress')); });

  // --- the applicant's rating of a closed case

  router.get('/progress/rating', viewLimit, page(async (request, response) => {
    const level = textOf(request.query['level']);
    const frame = frameOf(request, isLevel(level) ? { level } : {});
    const seen = await caseOf(request, response);
    if (seen.kind === 'unavailable') return unavailable(request, response, 'intake');
    if (seen.kind !== 'seen' || !seen.progress.mayRate) return response.set('cache-control', 'no-store').redirect(303, addressIn(frame.language, '/progress'));
    return send(response, 200, 'RatingPage', { frame, item: seen.progress.item, again: seen.progress.ratings > 0, ...(isLevel(level) ? { chosen: { level, details: [], words: '', unexplained: false } } : {}) });
  }));
  router.post('/progress/rating', triesLimit, ownFormsOnly, express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 32 }), page(async (request, response) => {
    const frame = frameOf(request);
    const level = fieldOf(request.body, 'level');
    const words = fieldOf(request.body, 'words').trim().slice(0, 1000);
    const seen = await caseOf(request, response);
    if (seen.kind === 'unavailable') return unavailable(request, response, 'intake');
    const back = (): void => { response.set('cache-control', 'no-store').redirect(303, addressIn(frame.language, '/progress')); };
    if (seen.kind !== 'seen' || !seen.progress.mayRate || !isLevel(level)) return back();
    const details = detailsOf(level, fieldsOf(request.body, 'details'));
    const again = (): Promise<void> => send(response, 422, 'RatingPage', { frame, item: seen.progress.item, again: seen.progress.ratings > 0, chosen: { level, details, words, unexplained: true } });
    if (isBad(level) && details.length === 0 && words === '') return again();
    const answer = await intake.call('post', '/progress/ratings', { body: { ...seen.asked, satisfaction: level, channel: request.header('sec-ch-ua-mobile') === '?1' ? 'mobile' : 'web', details, words } });
    if (answer.kind === 'refused') return answer.reason === 'rating-unexplained' ? again() : back();
    // Nobody knows whether it arrived: the progress page tells, and the same once more is said once.
    if (answer.kind !== 'done') return unavailable(request, response, 'intake');
    return back();
  }));

  router.get('/notice', viewLimit, page(async (request, response) => {
    const frame = frameOf(request);
    const seen = await caseOf(request, response);
    if (seen.kind === 'unavailable') return unavailable(request, response, 'intake');
    if (seen.kind !== 'seen') return send(response, 200, 'ProgressForm', { frame, receiptNumber: '', errors: {}, trouble: seen.kind === 'over' ? 'queryOver' : seen.kind === 'rests' ? 'numberRests' : 'noticeNeedsQuery' });
    const { bill } = seen.progress;
    return send(response, 200, 'NoticePage', { frame, receiptNumber: seen.asked.receiptNumber, progress: seen.progress, today: chinaDate(clock.now()), qrCode: bill ? await qrCodeOf(bill.payCode) : undefined });
  }));

  // --- certificates

  router.get('/check', page(async (request, response) => {
    const given = textOf(request.query['reference']).slice(0, 300);
    const reference = typedReference(given);
    const frame = frameOf(request);
    const w = wordsIn(frame.language);
    if (reference.length > longestReference) return send(response, 422, 'CheckForm', { frame, reference: given, error: w('referenceTooLong') });
    if (reference === '') return send(response, request.query['reference'] === undefined ? 200 : 422, 'CheckForm', { frame, reference: '', ...(request.query['reference'] === undefined ? {} : { error: w('referenceMissing') }) });
    response.set('cache-control', 'no-store').redirect(303, addressIn(frame.language, `/check/${encodeURIComponent(reference)}`));
  }));

  router.get('/check/:reference', checkLimit, page(async (request, response) => {
    const reference = typedReference(textOf(request.params['reference']).slice(0, 300));
    const frame = frameOf(request);
    const unknown: Verification = { result: 'unknown', zh: '', en: '', checkedAt: clock.now().toISOString() };
    // What cannot be a number is not sent on: a path such as `..` would lead elsewhere.
    const asks = reference.length <= longestReference && /^[0-9A-Z](?:[0-9A-Z.]*[0-9A-Z])?$/.test(reference);
    const answer = asks ? await certificates.call('get', '/verifications/{reference}', { path: { reference }, headers: { accept: 'application/json' } }) : undefined;
    if (answer !== undefined && answer.kind !== 'done' && answer.kind !== 'refused') return unavailable(request, response, 'certificates');
    return send(response, 200, 'CheckPage', { frame, asked: reference.slice(0, longestReference), verification: answer?.kind === 'done' ? answer.value : unknown });
  }));

  const receiptLimit = limited(settings.checksPerMinute);
  router.get('/receipts', receiptLimit, page(async (request, response) => {
    const [code, number, checkCode] = (['code', 'number', 'checkCode'] as const).map((name) => typedDigits(textOf(request.query[name]).slice(0, 60)));
    const asked = { code: code ?? '', number: number ?? '', checkCode: checkCode ?? '' };
    const frame = frameOf(request, asked);
    if (request.query['code'] === undefined) return send(response, 200, 'ReceiptForm', { frame, asked, errors: {} });
    const errors = receiptErrorsOf(asked, frame);
    if (Object.keys(errors).length > 0) return send(response, 422, 'ReceiptForm', { frame, asked, errors });
    const answer = await fees.call('get', '/receipts/check', { query: asked });
    if (answer.kind !== 'done') return unavailable(request, response, 'fees', asked);
    return send(response, 200, 'ReceiptPage', { frame, asked, receipt: answer.value.receipt, checkedAt: clock.now() });
  }));

  router.use((request, response, next) => {
    // Programs hear of it in their own way, from the server this is mounted on.
    if ((request.header('accept') ?? '').includes('text/html')) sendTrouble(request, response, 404, { kind: 'notFound' }).catch(next); else next();
  });
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) { next(error); return; }
    // An address that is no text, a form that is none: asked wrongly, not ours to mend.
    if (statusOf(error) < 500) { sendTrouble(request, response, 404, { kind: 'notFound' }).catch(next); return; }
    options.onDefect(error);
    sendTrouble(request, response, 500, { kind: 'broken' }).catch(next);
  });
  return router;
}

const forms: readonly string[] = ['direct', 'entrusted', 'forward', 'direct-report'] satisfies DelegationForm[];
const isForm = (text: string): text is DelegationForm => forms.includes(text);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
/** What was ticked: one is a text, several are a list. */
const fieldsOf = (body: unknown, name: string): string[] => {
  const value: unknown = typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : undefined;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : typeof value === 'string' ? [value] : [];
};
const fieldOf = (body: unknown, name: 'receiptNumber' | 'queryPassword' | 'level' | 'words'): string => (typeof body === 'object' && body !== null && name in body ? textOf(Object.entries(body).find(([key]) => key === name)?.[1]) : '');
const statusOf = (error: unknown): number => (error instanceof URIError ? 400 : typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500);

function errorsOf(receiptNumber: string, queryPassword: string, frame: Frame): FieldErrors {
  const w = wordsIn(frame.language);
  return {
    ...(receiptNumber === '' ? { receiptNumber: w('receiptMissing') } : !/^\d+$/.test(receiptNumber) ? { receiptNumber: w('receiptNotDigits') } : receiptNumber.length === 15 ? {} : { receiptNumber: w('receiptWrong', { count: receiptNumber.length }) }),
    ...(queryPassword === '' ? { queryPassword: w('passwordMissing') } : /^\d{6}$/.test(queryPassword) ? {} : { queryPassword: w('passwordWrong') }),
  };
}

/** The national format: code 8, number 10, check code 6. What cannot be one is not asked about. */
function receiptErrorsOf(asked: { code: string; number: string; checkCode: string }, frame: Frame): ReceiptErrors {
  const w = wordsIn(frame.language);
  return {
    ...(/^\d{8}$/.test(asked.code) ? {} : { code: w('receiptCodeWrong') }), ...(/^\d{10}$/.test(asked.number) ? {} : { number: w('receiptNoWrong') }),
    ...(/^[0-9A-Za-z]{6}$/.test(asked.checkCode) ? {} : { checkCode: w('receiptCheckCodeWrong') }),
  };
}

async function qrCodeOf(text: string): Promise<QrCode> {
  const { default: qrcode } = await import('qrcode');
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) !== 0 };
}
