/**
 * Signatures and the keys that check them. What is no key or no signature is refused before the
 * library sees it, as the command line does, so that both give the same verdict.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44, ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { concat, equal, toHex } from './bytes.js';
import { sha256 } from './sha256.js';

/**
 * @typedef {'ED25519' | 'ECDSA_P256' | 'ML_DSA_44' | 'ML_DSA_65'} Algorithm
 *
 * @typedef {object} VerificationKey
 * @property {Algorithm} algorithm
 * @property {Uint8Array} raw of the length that the algorithm has; a P-256 point uncompressed
 */

/** @type {Record<Algorithm, { keyBytes: number, signatureBytes: number }>} */
export const LENGTHS = {
  ED25519: { keyBytes: 32, signatureBytes: 64 },
  ECDSA_P256: { keyBytes: 65, signatureBytes: 64 },
  ML_DSA_44: { keyBytes: 1312, signatureBytes: 2420 },
  ML_DSA_65: { keyBytes: 1952, signatureBytes: 3309 },
};

/**
 * True when the key's algorithm and bytes are the same.
 *
 * @param {VerificationKey} a
 * @param {VerificationKey} b
 */
export function isSameKey(a, b) {
  return a.algorithm === b.algorithm && equal(a.raw, b.raw);
}

/** A text that only equal keys share. @param {VerificationKey} key */
export function keyName(key) {
  return `${key.algorithm}:${toHex(key.raw)}`;
}

/**
 * A check of one key, prepared once: a function of a message and a signature.
 *
 * @param {VerificationKey} key
 * @returns {(message: Uint8Array, signature: Uint8Array) => boolean}
 */
export function checkOf(key) {
  const lengths = LENGTHS[key.algorithm];
  if (key.raw.length !== lengths.keyBytes) {
    return () => false;
  }
  const check = CHECKS[key.algorithm](key.raw);
  return (message, signature) => {
    if (signature.length !== lengths.signatureBytes) {
      return false;
    }
    try {
      return check(message, signature) === true;
    } catch {
      // The libraries throw for some signatures. Whatever it was, nobody can vouch for this one.
      return false;
    }
  };
}

/**
 * Whether the numbers of such a key can be anybody's: a point of the curve, and not one of the few
 * under which anybody can sign.
 *
 * @param {VerificationKey} key
 */
export function isSoundKey({ algorithm, raw }) {
  switch (algorithm) {
    case 'ED25519': {
      const point = ed25519Point(raw);
      return point !== null && !point.isSmallOrder();
    }
    case 'ECDSA_P256':
      return isP256Point(raw);
    default:
      return true;
  }
}

/** @typedef {(message: Uint8Array, signature: Uint8Array) => boolean} Check */

/** @type {Record<Algorithm, (raw: Uint8Array) => Check>} */
const CHECKS = {
  ED25519: ed25519Check,
  ECDSA_P256: p256Check,
  ML_DSA_44: (raw) => (message, signature) => ml_dsa44.verify(signature, message, raw),
  ML_DSA_65: (raw) => (message, signature) => ml_dsa65.verify(signature, message, raw),
};

/**
 * RFC 8032 §5.1.7 in its first form, [S]B = R + [k]A, without the cofactor: what the security
 * providers of the command line do. The library's own check multiplies by the cofactor.
 *
 * @param {Uint8Array} raw
 * @returns {Check}
 */
function ed25519Check(raw) {
  const key = ed25519Point(raw);
  if (key === null || key.isSmallOrder()) {
    return () => false;
  }
  // A table of multiples: a bundle holds thousands of signatures of few keys.
  const negative = key.negate().precompute(8, true);
  const { BASE, Fn, ZERO } = ed25519.Point;
  return (message, signature) => {
    const first = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    if (s >= Fn.ORDER) {
      return false;
    }
    const k = Fn.create(littleEndian(sha512(concat(first, raw, message))));
    const sB = s === 0n ? ZERO : BASE.multiplyUnsafe(s);
    const kA = k === 0n ? ZERO : negative.multiplyUnsafe(k);
    // A point has one encoding, so no other spelling of R is taken.
    return equal(sB.add(kA).toBytes(), first);
  };
}

/** @param {Uint8Array} bytes */
function ed25519Point(bytes) {
  try {
    return ed25519.Point.fromBytes(bytes, false);
  } catch {
    // The only way the library has to say that the bytes are no point in its one form.
    return null;
  }
}

/** @param {Uint8Array} bytes */
function littleEndian(bytes) {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

/**
 * FIPS 186-5 §6.4.2 with SHA-256. High values of s are taken: the standard has no other rule.
 *
 * @param {Uint8Array} raw
 * @returns {Check}
 */
function p256Check(raw) {
  if (!isP256Point(raw)) {
    return () => false;
  }
  const options = { prehash: false, lowS: false, format: /** @type {const} */ ('compact') };
  return (message, signature) => p256.verify(signature, sha256(message), raw, options);
}

/** @param {Uint8Array} raw */
function isP256Point(raw) {
  try {
    if (raw[0] === 4) {
      p256.Point.fromBytes(raw).assertValidity();
      return true;
    }
  } catch {
    // The only way the library has to say that the bytes are no point of the curve.
  }
  return false;
}
