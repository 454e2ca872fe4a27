/** What an officer types of a standard, and the standard it makes: money in yuan and rates in per cent, counted over exactly. Pure. */
import type { components } from '../../../../../contracts/fees/api.ts';
import { typedDecimal, typedFen, typedMeasure, yuanToType } from '../../parts/typed-number.ts';

export type Standard = components['schemas']['Standard'];
export type Kind = Standard['rule']['kind'];
export const kinds: readonly Kind[] = ['fixed', 'per-unit', 'tiers', 'percentage', 'range'];
export const effects = ['exempt', 'part', 'less'] as const;

export interface TypedRelief { code: string; name: string; basis: string; effect: (typeof effects)[number]; value: string }
export interface Typed {
  code: string; name: string; words: string; basis: string; revenueCode: string; revenueName: string; unitCode: string; unitName: string; kind: Kind; amount: string; unit: string; unitAmount: string; lowest: string; highest: string;
  wholeUnits: boolean; mode: 'each-part' | 'whole'; of: string; atLeast: string; atMost: string; tiers: readonly { upTo: string; value: string }[]; reliefs: readonly TypedRelief[];
  late: boolean; latePerDay: string; lateAtMost: string; lateBasis: string; validFrom: string; validTo: string; reason: string;
}
export const blankTyped = (validFrom: string): Typed => ({
  code: '', name: '', words: '', basis: '', revenueCode: '', revenueName: '', unitCode: '', unitName: '', kind: 'fixed', amount: '', unit: '', unitAmount: '', lowest: '', highest: '', wholeUnits: true, mode: 'each-part', of: '', atLeast: '', atMost: '',
  tiers: [{ upTo: '', value: '' }, { upTo: '', value: '' }], reliefs: [], late: false, latePerDay: '', lateAtMost: '100', lateBasis: '', validFrom, validTo: '', reason: '',
});

const percent = (perMillion: number): string => String(perMillion / 10_000);

export type Fault = 'needed' | 'wrongMoney' | 'wrongPercent' | 'wrongMeasure' | 'wrongCode';
export type Faults = Readonly<Record<string, Fault>>;

/** The standard, or what is still wrong by field. `follows`: it follows a version, which takes a reason. */
export function standardOf(typed: Typed, follows: boolean): { standard: Standard } | { faults: Faults } {
  const faults: Record<string, Fault> = {};
  const words = (field: string, text: string): string => { if (text.trim() === '') faults[field] = 'needed'; return text.trim(); };
  const money = (field: string, text: string): number => { const fen = typedFen(text); if (fen === undefined || fen === 0) faults[field] = text.trim() === '' ? 'needed' : 'wrongMoney'; return fen ?? 0; };
  const rate = (field: string, text: string, most = 1_000_000): number => { const perMillion = typedDecimal(text, 4); if (perMillion === undefined || perMillion === 0 || perMillion > most) faults[field] = text.trim() === '' ? 'needed' : 'wrongPercent'; return perMillion ?? 0; };
  const bound = (at: number, text: string, count: number): string | null => { if (at === count - 1) return null; const found = typedMeasure(text); if (found === undefined) faults[`tier${String(at)}.upTo`] = 'wrongMeasure'; return found ?? '1'; };
  function ruleOf(): Standard['rule'] {
    const { kind, tiers, wholeUnits, mode } = typed;
    switch (kind) {
      case 'fixed': return { kind, amountInFen: money('amount', typed.amount) };
      case 'per-unit': return { kind, unit: words('unit', typed.unit), unitAmountInFen: money('unitAmount', typed.unitAmount), wholeUnits };
      case 'range': return { kind, unit: words('unit', typed.unit), lowestInFen: money('lowest', typed.lowest), highestInFen: money('highest', typed.highest), wholeUnits };
      case 'tiers': return { kind, unit: words('unit', typed.unit), wholeUnits, mode, tiers: tiers.map(({ upTo, value }, at) => ({ upTo: bound(at, upTo, tiers.length), unitAmountInFen: money(`tier${String(at)}.value`, value) })) };
      case 'percentage': return {
        kind, of: words('of', typed.of), tiers: tiers.map(({ upTo, value }, at) => ({ upTo: bound(at, upTo, tiers.length), perMillion: rate(`tier${String(at)}.value`, value) })),
        atLeastInFen: typed.atLeast.trim() === '' ? null : money('atLeast', typed.atLeast), atMostInFen: typed.atMost.trim() === '' ? null : money('atMost', typed.atMost),
      };
    }
  }
  const code = words('code', typed.code).toUpperCase();
  if (code !== '' && !/^[0-9A-Z-]{3,30}$/.test(code)) faults['code'] = 'wrongCode';
  if (typed.validFrom === '') faults['validFrom'] = 'needed';
  if (follows && typed.reason.trim().length < 2) faults['reason'] = 'needed';
  const standard: Standard = {
    code, name: words('name', typed.name), words: words('words', typed.words), basis: words('basis', typed.basis), revenueItem: { code: words('revenueCode', typed.revenueCode), name: words('revenueName', typed.revenueName) },
    collectingUnit: { code: words('unitCode', typed.unitCode), name: words('unitName', typed.unitName) }, rule: ruleOf(),
    reliefs: typed.reliefs.map(({ code: reliefCode, name, basis, effect, value }, at) => ({
      code: reliefCode, name: words(`relief${String(at)}.name`, name), basis: words(`relief${String(at)}.basis`, basis),
      effect: effect === 'exempt' ? { kind: effect } : effect === 'part' ? { kind: effect, stillPerMillion: rate(`relief${String(at)}.value`, value, 999_999) } : { kind: effect, amountInFen: money(`relief${String(at)}.value`, value) },
    })),
    lateFee: typed.late ? { perDayPerMillion: rate('latePerDay', typed.latePerDay), atMostPerMillion: rate('lateAtMost', typed.lateAtMost), basis: words('lateBasis', typed.lateBasis) } : null,
    validFrom: typed.validFrom, validTo: typed.validTo === '' ? null : typed.validTo, reason: typed.reason.trim() === '' ? null : typed.reason.trim(),
  };
  return Object.keys(faults).length === 0 ? { standard } : { faults };
}

/** A version laid into the form, to be changed into the next one. */
export function typedOf(standard: Standard, validFrom: string): Typed {
  const { rule, lateFee } = standard;
  const tiers = rule.kind === 'tiers' ? rule.tiers.map(({ upTo, unitAmountInFen }) => ({ upTo: upTo ?? '', value: yuanToType(unitAmountInFen) })) : rule.kind === 'percentage' ? rule.tiers.map(({ upTo, perMillion }) => ({ upTo: upTo ?? '', value: percent(perMillion) })) : blankTyped(validFrom).tiers;
  return {
    ...blankTyped(validFrom), code: standard.code, name: standard.name, words: standard.words, basis: standard.basis, revenueCode: standard.revenueItem.code, revenueName: standard.revenueItem.name, unitCode: standard.collectingUnit.code, unitName: standard.collectingUnit.name,
    kind: rule.kind, tiers, ...(rule.kind === 'fixed' ? { amount: yuanToType(rule.amountInFen) } : {}), ...('unit' in rule ? { unit: rule.unit, wholeUnits: rule.wholeUnits } : {}), ...(rule.kind === 'per-unit' ? { unitAmount: yuanToType(rule.unitAmountInFen) } : {}),
    ...(rule.kind === 'range' ? { lowest: yuanToType(rule.lowestInFen), highest: yuanToType(rule.highestInFen) } : {}), ...(rule.kind === 'tiers' ? { mode: rule.mode } : {}),
    ...(rule.kind === 'percentage' ? { of: rule.of, atLeast: rule.atLeastInFen === null ? '' : yuanToType(rule.atLeastInFen), atMost: rule.atMostInFen === null ? '' : yuanToType(rule.atMostInFen) } : {}),
    reliefs: standard.reliefs.map(({ code, name, basis, effect }) => ({ code, name, basis, effect: effect.kind, value: effect.kind === 'part' ? percent(effect.stillPerMillion) : effect.kind === 'less' ? yuanToType(effect.amountInFen) : '' })),
    ...(lateFee ? { late: true, latePerDay: percent(lateFee.perDayPerMillion), lateAtMost: percent(lateFee.atMostPerMillion), lateBasis: lateFee.basis } : {}),
  };
}
/** A code no other relief of the standard has. */
export function freshReliefCode(reliefs: readonly TypedRelief[]): string {
  for (let number = reliefs.length + 1; ; number += 1) if (!reliefs.some(({ code }) => code === `relief-${String(number)}`)) return `relief-${String(number)}`;
}
