/**
 * Distinguished names (RFC 5280 §4.1.2.4). Two are the same when their bytes are; {@link isLike}
 * also looks past the kind of string, case and spaces.
 */
import { fromAnyUtf8, toHex } from '../bytes.js';
import { DerReader } from './der.js';
import * as Tag from './tags.js';

/** @typedef {import('./der.js').Encoded} Encoded */
/** @typedef {{ type: string, value: string }} Part */

const VALUE_BYTES_MAX = 1 << 16;

/** What is longer is cut where it is shown. */
const VALUE_CHARS_MAX = 256;

/** @type {Map<string, string>} */
const SHORT = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true });

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** @type {Map<number, (bytes: Uint8Array) => string>} */
const CHARSETS = new Map([
  [Tag.UTF8_STRING, fromAnyUtf8],
  [Tag.BMP_STRING, (/** @type {Uint8Array} */ bytes) => utf16.decode(bytes)],
  [Tag.PRINTABLE_STRING, latin1],
  [Tag.NUMERIC_STRING, latin1],
  [Tag.IA5_STRING, latin1],
  [Tag.VISIBLE_STRING, latin1],
  [Tag.TELETEX_STRING, latin1],
]);

/** What is shown to people moves no cursor and turns no line around. @param {string} text */
function printable(text) {
  return Array.from(text)
    .slice(0, VALUE_CHARS_MAX)
    .map((char) => (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}]/u.test(char) ? '?' : char))
    .join('');
}

/**
 * The parts of a name; none of what is no name.
 *
 * @param {Encoded} name
 * @returns {Part[]}
 */
function parts(name) {
  const found = [];
  const reader = DerReader.of(name).enter(Tag.SEQUENCE);
  while (reader.hasNext()) {
    const set = reader.enter(Tag.SET);
    while (set.hasNext()) {
      const pair = set.enter(Tag.SEQUENCE);
      const type = pair.oid();
      const tag = pair.peek();
      const charset = CHARSETS.get(tag);
      const value =
        charset === undefined
          ? `#${toHex(pair.element().bytes())}`
          : printable(charset(pair.content(tag, VALUE_BYTES_MAX)));
      pair.done();
      found.push({ type, value });
    }
  }
  return reader.isRefused() ? [] : found;
}

/** True of the empty name, which names nobody. @param {Encoded} name */
export function isEmptyName(name) {
  return parts(name).length === 0;
}

/** For a person, most significant part last as usual. @param {Encoded} name */
export function nameText(name) {
  const shown = parts(name)
    .reverse()
    .map(({ type, value }) => `${SHORT.get(type) ?? type}=${value}`);
  return shown.length === 0 ? '(no name)' : shown.join(', ');
}

/**
 * RFC 5280 §7.1, roughly: same parts in the same order, whatever string types they use.
 *
 * @param {Encoded} a
 * @param {Encoded} b
 */
export function isLike(a, b) {
  if (a.equals(b)) {
    return true;
  }
  const ours = parts(a);
  const theirs = parts(b);
  return (
    ours.length > 0 &&
    ours.length === theirs.length &&
    ours.every(
      ({ type, value }, i) => type === theirs[i].type && folded(value) === folded(theirs[i].value),
    )
  );
}

/** @param {string} value */
function folded(value) {
  // What Java takes for white space, of the characters that can be shown.
  const space = '[ \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u205f\\u3000]+';
  return value
    .replace(new RegExp(`^${space}|${space}$`, 'g'), '')
    .replace(/ +/g, ' ')
    .toLowerCase();
}
