/** The digests that count. Older ones do not, whatever a certificate or a token says. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes.js';
import { sha256 } from '../sha256.js';
import { writeElement } from './der.js';
import * as Tag from './tags.js';

/** @typedef {import('./der.js').DerReader} DerReader */

/**
 * @typedef {object} Digest
 * @property {string} text how people call it
 * @property {number} bytes how long its values are
 * @property {string} oid
 * @property {(...parts: Uint8Array[]) => Uint8Array} of the digest over these parts in turn
 */

/** @type {Digest} */
export const SHA_256 = {
  text: 'SHA-256',
  bytes: 32,
  oid: '2.16.840.1.101.3.4.2.1',
  of: (...parts) => sha256(concat(...parts)),
};

/** @type {Digest} */
export const SHA_384 = {
  text: 'SHA-384',
  bytes: 48,
  oid: '2.16.840.1.101.3.4.2.2',
  of: (...parts) => sha384(concat(...parts)),
};

/** @type {Digest} */
export const SHA_512 = {
  text: 'SHA-512',
  bytes: 64,
  oid: '2.16.840.1.101.3.4.2.3',
  of: (...parts) => sha512(concat(...parts)),
};

const SHA_1_OID = '1.3.14.3.2.26';

const ALL = new Map([SHA_256, SHA_384, SHA_512].map((each) => [each.oid, each]));

/** The digest of this object identifier, when it counts. @param {string} oid */
export function digestOf(oid) {
  return ALL.get(oid) ?? null;
}

/**
 * What a standard names a certificate by: also SHA-1, in ESSCertID (RFC 2634 §5.4.1) and CertID
 * (RFC 6960 §4.1.1). No signature rests on it.
 *
 * @param {string} oid
 * @param {Uint8Array} bytes
 */
export function nameBy(oid, bytes) {
  return oid === SHA_1_OID ? sha1Name(bytes) : (digestOf(oid)?.of(bytes) ?? null);
}

/** @param {Uint8Array} bytes */
export function sha1Name(bytes) {
  return sha1(bytes);
}

/**
 * Reads an AlgorithmIdentifier of a digest and answers its object identifier.
 *
 * @param {DerReader} reader
 * @param {number} [tag]
 */
export function readDigestId(reader, tag = Tag.SEQUENCE) {
  const identifier = reader.enter(tag);
  const oid = identifier.oid();
  // RFC 5754 §2: parameters are absent, and readers take a null too.
  if (identifier.isNext(Tag.NULL)) {
    identifier.skip();
  }
  identifier.done();
  return oid;
}

/** An octet string. @param {Uint8Array} content */
export function octets(content) {
  return writeElement(Tag.OCTET_STRING, [content]);
}
