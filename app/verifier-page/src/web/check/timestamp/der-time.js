/**
 * Times as DER writes them: in UTC, to the second, with a fraction that has no trailing zero. Each
 * is ns since 1970 and may lie before; null stands for what is no time.
 */

const UTC_BYTES = 13;
const GENERALIZED_BYTES = 15;

/** Finer than a nanosecond nobody measures, and nothing of ours can hold it. */
const FRACTION_DIGITS_MAX = 9;

const Z = 0x5a;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * `YYMMDDhhmmssZ`; years 50 to 99 are of the last century (RFC 5280 §4.1.2.5.1).
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function utcTime(source, from, to) {
  if (to - from !== UTC_BYTES || source[to - 1] !== Z || !areDigits(source, from, to - 1)) {
    return null;
  }
  const year = number(source, from, 2);
  return instant(year < 50 ? 2000 + year : 1900 + year, source, from + 2, 0);
}

/**
 * `YYYYMMDDhhmmss[.f…]Z` (X.690 §11.7).
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function generalizedTime(source, from, to) {
  const length = to - from;
  if (length < GENERALIZED_BYTES || source[to - 1] !== Z || !areDigits(source, from, from + 14)) {
    return null;
  }
  let nanos = 0;
  if (length > GENERALIZED_BYTES) {
    const digits = length - GENERALIZED_BYTES - 1;
    if (
      source[from + 14] !== POINT ||
      digits < 1 ||
      digits > FRACTION_DIGITS_MAX ||
      !areDigits(source, from + 15, to - 1) ||
      source[to - 2] === ZERO
    ) {
      return null;
    }
    nanos = number(source, from + 15, digits) * 10 ** (FRACTION_DIGITS_MAX - digits);
  }
  return instant(number(source, from, 4), source, from + 4, nanos);
}

/**
 * Month, day, hour, minute and second follow each other from `at` on.
 *
 * @param {number} year
 * @param {Uint8Array} source
 * @param {number} at
 * @param {number} nanos
 */
function instant(year, source, at, nanos) {
  const [month, day, hour, minute, second] = [0, 2, 4, 6, 8].map((place) =>
    number(source, at + place, 2),
  );
  const isDate = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
  if (!isDate || hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  const date = new Date(0);
  // Date.UTC would take the years 1 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return BigInt(date.getTime()) * 1_000_000n + BigInt(nanos);
}

/**
 * @param {number} year
 * @param {number} month
 */
function days(year, month) {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
function areDigits(source, from, to) {
  for (let i = from; i < to; i++) {
    if (source[i] < ZERO || source[i] > NINE) {
      return false;
    }
  }
  return true;
}

/**
 * @param {Uint8Array} source
 * @param {number} at
 * @param {number} digits
 */
function number(source, at, digits) {
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    value = 10 * value + source[i] - ZERO;
  }
  return value;
}
