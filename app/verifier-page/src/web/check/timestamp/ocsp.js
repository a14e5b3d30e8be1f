/** Basic OCSP answers (RFC 6960 §4.2.1). */
import { equal } from '../bytes.js';
import { timeText } from '../times.js';
import { DerReader } from './der.js';
import { nameBy, readDigestId } from './digests.js';
import * as Tag from './tags.js';
import {
  PURPOSE_OCSP, SERIAL_BYTES_MAX, readCertificate, readExtensions, unknownCritical,
} from './x509.js';

/** @typedef {import('./der.js').Encoded} Encoded */
/** @typedef {import('./crl.js').State} State */
/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * @typedef {object} CertId of which certificate it speaks
 * @property {string} digestOid
 * @property {Encoded} issuerName
 * @property {Encoded} issuerKey
 * @property {bigint} serial
 *
 * @typedef {object} Single what it says of one certificate
 * @property {CertId} id
 * @property {number} status
 * @property {bigint} since
 * @property {number} reason
 * @property {bigint} asOf
 * @property {bigint} next
 *
 * @typedef {object} OcspAnswer
 * @property {Encoded} signed
 * @property {Encoded} algorithm
 * @property {Encoded} signature
 * @property {Certificate[]} certificates what the responder sent to be believed
 * @property {Single[]} singles
 */

export const ANSWER_BYTES_MAX = 1 << 16;

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const COUNT_MAX = 32;

/** A responder sends its own certificate and perhaps its issuer's. */
const CERTIFICATES_MAX = 8;

const GOOD = Tag.contextPrimitive(0);
const REVOKED = Tag.context(1);
const NONE_KNOWN = new Set();

/**
 * Reads an answer; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {OcspAnswer | string}
 */
export function readAnswer(bytes) {
  const reader = DerReader.ofBytes(bytes, ANSWER_BYTES_MAX);
  const response = reader.enter(Tag.SEQUENCE);
  if (response.number(6, Tag.ENUMERATED) !== 0) {
    response.refuse('NOT_SUCCESSFUL');
  }
  const explicit = response.enter(Tag.context(0));
  response.done();
  const typed = explicit.enter(Tag.SEQUENCE);
  if (typed.oid() !== BASIC) {
    typed.refuse('NOT_BASIC');
  }
  const basic = typed.enterOctets().enter(Tag.SEQUENCE);
  const signed = basic.element(Tag.SEQUENCE);
  const algorithm = basic.element(Tag.SEQUENCE);
  const signature = basic.element(Tag.BIT_STRING);
  const certificates = [];
  if (basic.hasNext()) {
    const list = basic.enter(Tag.context(0)).enter(Tag.SEQUENCE);
    while (list.hasNext() && certificates.length < CERTIFICATES_MAX) {
      const certificate = readCertificate(list.element());
      if (typeof certificate !== 'string') {
        certificates.push(certificate);
      }
    }
  }
  basic.done();
  if (reader.isRefused()) {
    return reader.refusal();
  }
  const body = DerReader.of(signed);
  const singles = readSingles(body.enter(Tag.SEQUENCE));
  return body.end()
    ? { signed, algorithm, signature, certificates, singles }
    : body.refusal();
}

/**
 * @param {DerReader} data
 * @returns {Single[]}
 */
function readSingles(data) {
  /** @type {Single[]} */
  const singles = [];
  if (data.isNext(Tag.context(0))) {
    data.skip();
  }
  // Who answers, by name or by key: the signature says it better.
  data.skip();
  data.generalizedTime();
  const list = data.enter(Tag.SEQUENCE);
  while (list.hasNext()) {
    const single = readSingle(list.enter(Tag.SEQUENCE));
    if (single !== null) {
      singles.push(single);
    }
    if (singles.length > COUNT_MAX) {
      list.refuse('TOO_MANY');
    }
  }
  let hasUnknown = false;
  if (data.hasNext()) {
    const extensions = readExtensions(data.enter(Tag.context(1)));
    hasUnknown = unknownCritical(extensions, NONE_KNOWN) !== null;
  }
  data.done();
  return hasUnknown ? [] : singles;
}

/**
 * Null for one that has a critical extension.
 *
 * @param {DerReader} reader
 * @returns {Single | null}
 */
function readSingle(reader) {
  const named = reader.enter(Tag.SEQUENCE);
  const id = {
    digestOid: readDigestId(named),
    issuerName: named.element(Tag.OCTET_STRING),
    issuerKey: named.element(Tag.OCTET_STRING),
    serial: named.integer(SERIAL_BYTES_MAX),
  };
  named.done();
  const status = reader.peek();
  let since = 0n;
  let reason = -1;
  if (status === REVOKED) {
    const revoked = reader.enter(REVOKED);
    since = revoked.generalizedTime();
    if (revoked.hasNext()) {
      reason = revoked.enter(Tag.context(0)).number(10, Tag.ENUMERATED);
    }
    revoked.done();
  } else {
    reader.skip();
  }
  const asOf = reader.generalizedTime();
  const next = reader.isNext(Tag.context(0))
    ? reader.enter(Tag.context(0)).generalizedTime()
    : asOf;
  let isCritical = false;
  if (reader.hasNext()) {
    const extensions = readExtensions(reader.enter(Tag.context(1)));
    isCritical = unknownCritical(extensions, NONE_KNOWN) !== null;
  }
  reader.done();
  return isCritical ? null : { id, status, since, reason, asOf, next };
}

/**
 * What an answer says of a certificate of this issuer; null when it says nothing that counts.
 *
 * @param {OcspAnswer} answer
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {State | null}
 */
export function answeredState(answer, certificate, issuer) {
  const single = answer.singles.find(
    ({ id, status }) =>
      (status === GOOD || status === REVOKED) && isOf(id, certificate, issuer),
  );
  if (single === undefined || !isSignedFor(answer, issuer, single.asOf)) {
    return null;
  }
  const { asOf, next, since, reason, status } = single;
  const source = `OCSP answer of ${timeText(asOf)}`;
  return status === GOOD
    ? { isGood: true, source, asOf, next }
    : { isGood: false, source, since, reason };
}

/**
 * @param {CertId} id
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 */
function isOf({ digestOid, issuerName, issuerKey, serial }, certificate, issuer) {
  if (serial !== certificate.serial) {
    return false;
  }
  const info = DerReader.of(issuer.keyInfo).enter(Tag.SEQUENCE);
  info.skip();
  return (
    isDigest(issuerName, digestOid, issuer.subject.bytes()) &&
    isDigest(issuerKey, digestOid, info.bytesOfBits())
  );
}

/**
 * @param {Encoded} octets
 * @param {string} digestOid
 * @param {Uint8Array} of
 */
function isDigest(octets, digestOid, of) {
  const expected = nameBy(digestOid, of);
  return expected !== null && equal(DerReader.of(octets).octets(64), expected);
}

/**
 * RFC 6960 §4.2.2.2: signed by the issuer itself, or by somebody whom it certified for this and
 * whose certificate was valid then.
 *
 * @param {OcspAnswer} answer
 * @param {Certificate} issuer
 * @param {bigint} asOf
 */
function isSignedFor({ algorithm, signed, signature, certificates }, issuer, asOf) {
  return (
    issuer.signs(algorithm, signed, signature) ||
    certificates.some(
      (each) =>
        each.purposes?.includes(PURPOSE_OCSP) === true &&
        each.unknownCritical === null &&
        each.isValidAt(asOf) &&
        issuer.issued(each) &&
        each.signs(algorithm, signed, signature),
    )
  );
}
