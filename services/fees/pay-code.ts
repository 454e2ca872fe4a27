/**
 * The pay codes 缴款码 of this zone, made and recognised by the profile of its province. Promises: no code is given twice, also across a change
 * of profile; a code of any profile ever used stays good for payment, for each is kept before its first code is made; a code whose check
 * character is wrong is told as mistyped before anything is looked up; a sequence that is used up stops, and never begins anew.
 */
import { readFileSync } from 'node:fs';
import { parsePayCodeProfile, payCodeForm, PayCodeProfileError, PayCodesUsedUp, type PayCodeForm, type PayCodeMaker, type PayCodeProfile } from '../../contracts/pay-code.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { SettingsError } from '../../infra/config.ts';
import type { Database, Transaction } from '../../infra/database.ts';
import { contentHash } from '../../infra/http-server.ts';
import { projectFile } from '../../infra/project-file.ts';
import type { Serials } from '../../infra/serials.ts';

/** The profile a setting names: one that comes along (contracts/pay-codes), or a file of the zone's own. Throws a `SettingsError` that says what to do. */
export function loadPayCodeForm(nameOrFile: string, setting: string): PayCodeForm {
  const file = /^[a-z0-9-]+$/.test(nameOrFile) ? projectFile('contracts', 'pay-codes', `${nameOrFile}.json`) : nameOrFile;
  let text: string;
  try { text = readFileSync(file, 'utf8'); } catch { throw new SettingsError(`${setting}: 文件不存在，请填随附的名称（见 contracts/pay-codes）或正确的路径 the file is missing, give a name from contracts/pay-codes or the right path: ${file}`); }
  try { return payCodeForm(parsePayCodeProfile(text, file)); } catch (error) {
    if (error instanceof PayCodeProfileError) throw new SettingsError(`${setting}: ${error.message}`);
    throw error;
  }
}

/** Throws a `SettingsError` when the zone's own values do not fit its profile: found at the start, not by the first payer. */
export function assertMakes(form: PayCodeForm, maker: PayCodeMaker, on: string): void {
  const needsUnit = form.profile.parts.some(({ is }) => is === 'unit');
  if (needsUnit && maker.unit === '') throw new SettingsError(`HUB_PAY_CODE_UNIT: 缴款码配置 ${form.profile.name} 含执收单位编码，须填写 the profile of pay codes has a part for the collecting unit: give its code`);
  try { form.make(maker, on, 1); form.make(maker, on, form.last); } catch (error) {
    throw new SettingsError(`HUB_PAY_CODE_PROFILE (${form.profile.name}): ${error instanceof Error ? error.message : String(error)}`);
  }
}

export interface PayCodes {
  readonly form: PayCodeForm;
  /** Keeps the profile and reads the former ones: at the start, so that no bill's transaction waits for a second connection. */
  ready(): Promise<void>;
  /** A code that nobody has; a refusal when the sequence is used up. */
  next(serials: Serials, transaction: Transaction, now: Date): Promise<string | Refusal>;
  /** Why this cannot be anybody's code, before it is looked up; null when it can. */
  mistyped(code: string): Promise<Refusal | null>;
  /** That no bill has this code, with what a code looks like when this is not one. */
  unknown(code: string): Refusal;
}

interface Row { digest: string; document: string }
/** How many codes of a former profile may stand in the way of a new one before a person has to look. */
const triesAtMost = 2_000;

/** The pay codes of a zone; every profile it ever used is kept in the database. */
export function openPayCodes(database: Database, form: PayCodeForm, maker: PayCodeMaker): PayCodes {
  const digest = contentHash(form.profile);
  let former: readonly PayCodeForm[] = [];
  let ready: Promise<void> | undefined;

  async function readFormer(): Promise<void> {
    const rows: Row[] = await database('pay_code_profiles').whereNot({ digest }).select('digest', 'document');
    former = rows.map(({ document }) => payCodeForm(parsePayCodeProfile(document, 'pay_code_profiles')));
  }
  /** This profile is kept before its first code is made: another copy that does not know it must not call that code mistyped. */
  function kept(): Promise<void> {
    ready ??= (async () => {
      await database.raw('INSERT IGNORE INTO pay_code_profiles (digest, name, document) VALUES (?, ?, ?)', [digest, form.profile.name, JSON.stringify(form.profile satisfies PayCodeProfile)]);
      await readFormer();
    })().catch((error: unknown) => { ready = undefined; throw error; });
    return ready;
  }
  const isMistyped = (code: string): boolean => {
    const verdicts = [form, ...former].map((one) => one.verdict(code));
    return verdicts.includes('mistyped') && !verdicts.includes('fits');
  };

  return {
    form, ready: kept,
    async next(serials, transaction, now) {
      await kept();
      const on = chinaDate(now);
      const mayMeet = former.some(({ profile }) => profile.lengths.includes(form.length));
      for (let tries = 0; tries < triesAtMost; tries += 1) {
        let code: string;
        try { code = form.make(maker, on, await serials.next(form.seriesOf(maker, on))); } catch (error) {
          if (error instanceof PayCodesUsedUp) return refusal('pay-codes-used-up', { detail: { zh: form.profile.name, en: form.profile.name } });
          throw error;
        }
        // A former profile of the same length may have given this very code.
        if (!mayMeet || (await transaction('bills').where({ pay_code: code }).first('id')) === undefined) return code;
      }
      throw new Error(`pay codes: ${String(triesAtMost)} codes of ${form.profile.name} were given before under another profile; use another fixed part`);
    },
    async mistyped(code) {
      if (form.verdict(code) === 'fits') return null;
      await kept();
      if (!isMistyped(code)) return null;
      // Another copy may have begun with another profile since.
      await readFormer();
      return isMistyped(code) ? refusal('invalid-pay-code', { field: 'payCode' }) : null;
    },
    unknown(code) {
      if (form.verdict(code) !== 'foreign' || former.some((one) => one.verdict(code) === 'fits')) return refusal('unknown-bill');
      return refusal('unknown-bill', { detail: { zh: `本区缴款码为${form.words.zh}，输入的是 ${String(code.length)} 位`, en: `a pay code here has ${form.words.en}; this one has ${String(code.length)} characters` } });
    },
  };
}
