/** Certificate revocation lists (RFC 5280 §5). */
import { timeText } from '../times.js';
import { DerReader } from './der.js';
import * as Tag from './tags.js';
import {
  CRL_SIGN, SERIAL_BYTES_MAX, contentOf, readExtensions, unknownCritical,
} from './x509.js';

/** @typedef {import('./der.js').Encoded} Encoded */
/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * What one source said of one certificate.
 *
 * @typedef {object} Good it knew of no revocation
 * @property {true} isGood
 * @property {string} source
 * @property {bigint} asOf when that was so
 * @property {bigint} next until when it meant to say nothing new
 *
 * @typedef {object} Revoked
 * @property {false} isGood
 * @property {string} source
 * @property {bigint} since the earlier of the revocation and the stated invalidity
 * @property {number} reason RFC 5280 §5.3.1; -1 when it is not stated
 *
 * @typedef {Good | Revoked} State
 */

/** Lists longer than this are not kept, and not read. */
export const LIST_BYTES_MAX = 1 << 20;

const REASON = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const DISTRIBUTION_POINT = '2.5.29.28';
const KNOWN_OF_ENTRIES = new Set([REASON, INVALIDITY_DATE]);
const KNOWN_OF_LISTS = new Set([DISTRIBUTION_POINT]);

/**
 * @typedef {object} RevocationList
 * @property {Encoded} signed
 * @property {Encoded} algorithm
 * @property {Encoded} signature
 * @property {Encoded} issuer
 * @property {bigint} thisUpdate
 * @property {bigint} nextUpdate
 * @property {Map<bigint, { since: bigint, reason: number }>} entries by serial
 * @property {boolean} isUsable whether anything may be concluded from it
 */

/**
 * Reads a list; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {RevocationList | string}
 */
export function readList(bytes) {
  const reader = DerReader.ofBytes(bytes, LIST_BYTES_MAX);
  const whole = reader.enter(Tag.SEQUENCE);
  const signed = whole.element(Tag.SEQUENCE);
  const algorithm = whole.element(Tag.SEQUENCE);
  const signature = whole.element(Tag.BIT_STRING);
  whole.done();
  if (reader.isRefused()) {
    return reader.refusal();
  }
  const body = DerReader.of(signed);
  const fields = body.enter(Tag.SEQUENCE);
  if (fields.isNext(Tag.INTEGER) && fields.number(1) !== 1) {
    fields.refuse('VERSION');
  }
  if (!fields.element(Tag.SEQUENCE).equals(algorithm)) {
    fields.refuse('TWO_ALGORITHMS');
  }
  const issuer = fields.element(Tag.SEQUENCE);
  const thisUpdate = fields.time();
  const hasNext = fields.isNext(Tag.UTC_TIME) || fields.isNext(Tag.GENERALIZED_TIME);
  const nextUpdate = hasNext ? fields.time() : thisUpdate;
  /** @type {RevocationList['entries']} */
  const entries = new Map();
  const areAllRead = !fields.isNext(Tag.SEQUENCE) || readEntries(fields, entries);
  /** @type {import('./x509.js').Extension[]} */
  let extensions = [];
  if (fields.isNext(Tag.context(0))) {
    const explicit = fields.enter(Tag.context(0));
    extensions = readExtensions(explicit);
    explicit.done();
  }
  fields.done();
  const isUsable = areAllRead && isOfAll(extensions);
  return body.end()
    ? { signed, algorithm, signature, issuer, thisUpdate, nextUpdate, entries, isUsable }
    : body.refusal();
}

/**
 * False when an entry has a critical extension that is not read here.
 *
 * @param {DerReader} fields
 * @param {RevocationList['entries']} entries
 */
function readEntries(fields, entries) {
  let areAllRead = true;
  const list = fields.enter(Tag.SEQUENCE);
  while (list.hasNext()) {
    const one = list.enter(Tag.SEQUENCE);
    const serial = one.integer(SERIAL_BYTES_MAX);
    let since = one.time();
    const extensions = one.hasNext() ? readExtensions(one) : [];
    one.done();
    areAllRead &&= unknownCritical(extensions, KNOWN_OF_ENTRIES) === null;
    let reason = -1;
    for (const extension of extensions) {
      const content = contentOf(extension);
      if (extension.oid === REASON) {
        reason = content.number(10, Tag.ENUMERATED);
      } else if (extension.oid === INVALIDITY_DATE) {
        const invalid = content.generalizedTime();
        since = invalid < since ? invalid : since;
      }
      areAllRead &&= !content.isRefused();
    }
    entries.set(serial, { since, reason });
  }
  return areAllRead;
}

/**
 * A list that names its distribution point is taken; one for some certificates or reasons only, one
 * of another issuer's certificates, and a list of changes are not.
 *
 * @param {import('./x509.js').Extension[]} extensions
 */
function isOfAll(extensions) {
  if (unknownCritical(extensions, KNOWN_OF_LISTS) !== null) {
    return false;
  }
  const point = extensions.find(({ oid }) => oid === DISTRIBUTION_POINT);
  if (point === undefined) {
    return true;
  }
  const content = contentOf(point);
  const reader = content.enter(Tag.SEQUENCE);
  if (reader.isNext(Tag.context(0))) {
    reader.skip();
  }
  reader.done();
  content.done();
  return !content.isRefused();
}

/**
 * What a list says of a certificate of this issuer; null when it says nothing that counts.
 *
 * @param {RevocationList} list
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {State | null}
 */
export function listedState(list, certificate, issuer) {
  const isOfIssuer =
    list.isUsable &&
    list.issuer.equals(issuer.subject) &&
    certificate.issuer.equals(list.issuer) &&
    issuer.mayUse(CRL_SIGN) &&
    issuer.signs(list.algorithm, list.signed, list.signature);
  if (!isOfIssuer) {
    return null;
  }
  const source = `CRL of ${timeText(list.thisUpdate)}`;
  const entry = list.entries.get(certificate.serial);
  return entry === undefined
    ? { isGood: true, source, asOf: list.thisUpdate, next: list.nextUpdate }
    : { isGood: false, source, ...entry };
}
