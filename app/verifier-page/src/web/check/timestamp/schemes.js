/**
 * How something was signed, from the list of what counts: RSA with PKCS #1 v1.5 or PSS padding,
 * ECDSA on the NIST curves, each with SHA-2, and Ed25519. Everything else is refused by name.
 */
import { checkOf } from '../signatures.js';
import { DerReader, Encoded } from './der.js';
import { SHA_256, SHA_384, SHA_512, digestOf, readDigestId } from './digests.js';
import { ED25519, RSA, RSA_BITS_MAX, readSubjectKey } from './keys.js';
import { isPkcs1, isPss } from './rsa.js';
import * as Tag from './tags.js';

/** @typedef {import('./digests.js').Digest} Digest */

/**
 * @typedef {object} Scheme
 * @property {'RSA_PKCS1' | 'RSA_PSS' | 'ECDSA' | 'ED25519'} family
 * @property {Digest} digest what was signed is digested by it; Ed25519 digests by itself
 */

const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/** Longest signature: RSA of 8,192 bits. */
const SIGNATURE_BYTES_MAX = RSA_BITS_MAX / 8;

/** @type {Map<string, Scheme>} */
const WITHOUT_PARAMETERS = new Map([
  ['1.2.840.113549.1.1.11', { family: 'RSA_PKCS1', digest: SHA_256 }],
  ['1.2.840.113549.1.1.12', { family: 'RSA_PKCS1', digest: SHA_384 }],
  ['1.2.840.113549.1.1.13', { family: 'RSA_PKCS1', digest: SHA_512 }],
  ['1.2.840.10045.4.3.2', { family: 'ECDSA', digest: SHA_256 }],
  ['1.2.840.10045.4.3.3', { family: 'ECDSA', digest: SHA_384 }],
  ['1.2.840.10045.4.3.4', { family: 'ECDSA', digest: SHA_512 }],
  [ED25519, { family: 'ED25519', digest: SHA_512 }],
]);

/** @type {Map<string, string>} */
const KNOWN_AND_REFUSED = new Map([
  ['1.2.840.113549.1.1.4', 'MD5 with RSA'],
  ['1.2.840.113549.1.1.5', 'SHA-1 with RSA'],
  ['1.2.840.113549.1.1.14', 'SHA-224 with RSA'],
  ['1.2.840.10045.4.1', 'SHA-1 with ECDSA'],
  ['1.2.840.10040.4.3', 'SHA-1 with DSA'],
  ['1.3.14.3.2.26', 'SHA-1'],
  ['1.2.840.113549.2.5', 'MD5'],
]);

/**
 * What an AlgorithmIdentifier of a certificate, a list or an answer names; null for what does not
 * count.
 *
 * @param {Encoded} identifier
 * @returns {Scheme | null}
 */
export function schemeOf(identifier) {
  const reader = DerReader.of(identifier).enter(Tag.SEQUENCE);
  const oid = reader.oid();
  if (oid === PSS) {
    return pss(reader);
  }
  if (reader.isNext(Tag.NULL)) {
    reader.skip();
  }
  reader.done();
  return reader.isRefused() ? null : (WITHOUT_PARAMETERS.get(oid) ?? null);
}

/**
 * The same in a CMS signature, where plain RSA may stand and the digest is named beside it (RFC
 * 5754 §3.2). Both must name the same digest.
 *
 * @param {Encoded} identifier
 * @param {Digest} digest
 * @returns {Scheme | null}
 */
export function schemeOfSigner(identifier, digest) {
  if (oidOf(identifier) === RSA) {
    return { family: 'RSA_PKCS1', digest };
  }
  const scheme = schemeOf(identifier);
  // RFC 8419 §3.1 asks for SHA-512 beside Ed25519; some write another, which weakens nothing.
  return scheme !== null && (scheme.family === 'ED25519' || scheme.digest === digest)
    ? scheme
    : null;
}

/** For a person: what an object identifier names. @param {string} oid */
export function algorithmName(oid) {
  return KNOWN_AND_REFUSED.get(oid) ?? `algorithm ${oid}`;
}

/** What an AlgorithmIdentifier names. @param {Encoded} identifier */
export function oidOf(identifier) {
  return DerReader.of(identifier).enter(Tag.SEQUENCE).oid();
}

/**
 * RFC 8017 appendix A.2.3; the salt is as long as the digest (RFC 4055 §3.1).
 *
 * @param {DerReader} identifier
 * @returns {Scheme | null}
 */
function pss(identifier) {
  const reader = identifier.enter(Tag.SEQUENCE);
  const hash = reader.enter(Tag.context(0));
  const digestOid = readDigestId(hash);
  hash.done();
  const mask = reader.enter(Tag.context(1));
  const generator = mask.enter(Tag.SEQUENCE);
  const isMgf1 = generator.oid() === MGF1;
  const maskOid = readDigestId(generator);
  generator.done();
  mask.done();
  const salt = reader.enter(Tag.context(2));
  const saltBytes = salt.number(1024);
  salt.done();
  reader.done();
  identifier.done();
  const digest = digestOf(digestOid);
  return !reader.isRefused() && isMgf1 && maskOid === digestOid && digest?.bytes === saltBytes
    ? { family: 'RSA_PSS', digest }
    : null;
}

/** Whether a key in this SubjectPublicKeyInfo counts at all. @param {Encoded} keyInfo */
export function isStrong(keyInfo) {
  return readSubjectKey(keyInfo) !== null;
}

/**
 * Whether the holder of the key in this SubjectPublicKeyInfo signed the message. No for a key that
 * does not suit or does not count.
 *
 * @param {Scheme} scheme
 * @param {Encoded} keyInfo
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {boolean}
 */
export function accepts({ family, digest }, keyInfo, message, signature) {
  const key = signature.length > SIGNATURE_BYTES_MAX ? null : readSubjectKey(keyInfo);
  switch (key?.kind) {
    case 'RSA':
      return family === 'RSA_PKCS1'
        ? isPkcs1(key, digest, message, signature)
        : family === 'RSA_PSS' && isPss(key, digest, message, signature);
    case 'EC':
      return family === 'ECDSA' && isEcdsa(key, digest, message, signature);
    case 'ED25519':
      return (
        family === 'ED25519' && checkOf({ algorithm: 'ED25519', raw: key.raw })(message, signature)
      );
    default:
      return false;
  }
}

/**
 * FIPS 186-5 §6.4.2, with r and s as RFC 3279 §2.2.3 writes them.
 *
 * @param {import('./keys.js').EcKey} key
 * @param {Digest} digest
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
function isEcdsa({ curve, point }, digest, message, signature) {
  const reader = DerReader.ofBytes(signature, SIGNATURE_BYTES_MAX);
  const pair = reader.enter(Tag.SEQUENCE);
  const numbers = [pair.integer(curve.bytes + 1), pair.integer(curve.bytes + 1)];
  pair.done();
  reader.done();
  const order = curve.library.Point.Fn.ORDER;
  if (reader.isRefused() || numbers.some((number) => number <= 0n || number >= order)) {
    return false;
  }
  const options = { prehash: false, lowS: false, format: /** @type {const} */ ('compact') };
  const compact = numbers.map((number) => number.toString(16).padStart(2 * curve.bytes, '0'));
  try {
    const bytes = Uint8Array.from(compact.join('').match(/../g) ?? [], (hex) =>
      Number.parseInt(hex, 16),
    );
    return curve.library.verify(bytes, digest.of(message), point, options) === true;
  } catch {
    // The library throws for some signatures. Whatever it was, nobody can vouch for this one.
    return false;
  }
}
