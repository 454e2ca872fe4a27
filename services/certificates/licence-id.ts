/*
 * 证照标识, the identifier every electronic licence in the country carries (GB/T 36904-2018):
 * root . type 21 . issuer 18 . serial . version 3 . check character by ISO 7064 MOD 37,36.
 */

const ROOT = '1.2.156.3005.2';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface LicenceIdParts {
  /** 证照类型代码: 统一社会信用代码 of whoever defined the type (18) and its sequence number (3). */
  readonly typeCode: string;
  /** 证照颁发机构代码: 统一社会信用代码 of the issuer. */
  readonly issuerCode: string;
  /** 流水号: the certificate number, digits and capitals only. */
  readonly serial: string;
  /** 001 for the first issue, one more with each re-issue, at most 999. */
  readonly version: number;
}

/**
 * Check character over the concatenated parts, ISO 7064 MOD 37,36 as GB/T 36904-2018 applies it.
 * Danger: A counts 10. A Java version in circulation counts it 11 and its identifiers verify nowhere.
 * Returns null when a character is neither digit nor capital.
 */
export function checkCharacter(text: string): string | null {
  let product = 36;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    let sum = (product + value) % 36;
    if (sum === 0) sum = 36;
    product = (2 * sum) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}

/** The identifier with its root and check character, or null when a part has the wrong length or a character outside 0-9A-Z. */
export function licenceId(parts: LicenceIdParts): string | null {
  const version = String(parts.version).padStart(3, '0');
  const check = checkCharacter(`${parts.typeCode}${parts.issuerCode}${parts.serial}${version}`);
  const identifier = `${ROOT}.${parts.typeCode}.${parts.issuerCode}.${parts.serial}.${version}.${check ?? ''}`;
  return isLicenceId(identifier) ? identifier : null;
}

/** True when `text` is a whole, correctly checked 证照标识. */
export function isLicenceId(text: string): boolean {
  const found = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,40})\.(\d{3})\.([0-9A-Z])$/.exec(text);
  if (!found) return false;
  const [, type, issuer, serial, version, check] = found;
  return version !== '000' && checkCharacter(`${type}${issuer}${serial}${version}`) === check;
}
