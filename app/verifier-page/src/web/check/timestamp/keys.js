/** Public keys that are strong enough to count, held to their rules before anybody uses them. */
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { toHex } from '../bytes.js';
import { DerReader } from './der.js';
import * as Tag from './tags.js';

/** @typedef {import('./der.js').Encoded} Encoded */

/**
 * @typedef {object} Curve
 * @property {typeof p256} library
 * @property {number} bytes of a coordinate
 *
 * @typedef {{ kind: 'RSA', modulus: bigint, exponent: bigint, bits: number }} RsaKey
 * @typedef {{ kind: 'EC', curve: Curve, point: Uint8Array }} EcKey
 * @typedef {{ kind: 'ED25519', raw: Uint8Array }} Ed25519Key
 * @typedef {RsaKey | EcKey | Ed25519Key} SubjectKey
 */

/** From 2,048 bits on; the upper bound keeps a check below some tens of milliseconds. */
const RSA_BITS_MIN = 2048;

export const RSA_BITS_MAX = 8192;
const RSA_EXPONENT_BITS_MAX = 64;

export const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
export const ED25519 = '1.3.101.112';

/** The curves that count (SP 800-186 §3.2.1). @type {Map<string, Curve>} */
const CURVES = new Map([
  ['1.2.840.10045.3.1.7', { library: p256, bytes: 32 }],
  ['1.3.132.0.34', { library: p384, bytes: 48 }],
  ['1.3.132.0.35', { library: p521, bytes: 66 }],
]);

const FIELD = 2n ** 255n - 19n;
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

/** The y coordinates of the eight points of small order, with which anybody can sign. */
const SMALL_ORDER = [0n, 1n, FIELD - 1n, ORDER_8, FIELD - ORDER_8];

/**
 * The key in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); null when it does not count.
 *
 * @param {Encoded} info
 * @returns {SubjectKey | null}
 */
export function readSubjectKey(info) {
  const reader = DerReader.of(info).enter(Tag.SEQUENCE);
  const algorithm = reader.enter(Tag.SEQUENCE);
  /** @type {SubjectKey | null} */
  let key = null;
  switch (algorithm.oid()) {
    case RSA:
      algorithm.element(Tag.NULL);
      key = readRsa(reader.bytesOfBits());
      break;
    case EC:
      key = readEc(algorithm.oid(), reader.bytesOfBits());
      break;
    case ED25519:
      key = readEd25519(reader.bytesOfBits());
      break;
    default:
      return null;
  }
  algorithm.done();
  reader.done();
  return reader.isRefused() ? null : key;
}

/** @param {bigint} number */
export function bitLength(number) {
  return number.toString(2).length;
}

/**
 * @param {Uint8Array} bits
 * @returns {RsaKey | null}
 */
function readRsa(bits) {
  const reader = DerReader.ofBytes(bits, 1 << 16);
  const numbers = reader.enter(Tag.SEQUENCE);
  const modulus = numbers.integer(RSA_BITS_MAX / 8 + 1);
  const exponent = numbers.integer(RSA_EXPONENT_BITS_MAX / 8 + 1);
  numbers.done();
  reader.done();
  if (reader.isRefused() || modulus <= 0n || exponent < 3n) {
    return null;
  }
  const length = bitLength(modulus);
  const isGood =
    (modulus & 1n) === 1n &&
    length >= RSA_BITS_MIN &&
    length <= RSA_BITS_MAX &&
    (exponent & 1n) === 1n &&
    bitLength(exponent) <= RSA_EXPONENT_BITS_MAX;
  return isGood ? { kind: 'RSA', modulus, exponent, bits: length } : null;
}

/**
 * @param {string} oid
 * @param {Uint8Array} bits
 * @returns {EcKey | null}
 */
function readEc(oid, bits) {
  const curve = CURVES.get(oid);
  if (curve === undefined || bits.length !== 1 + 2 * curve.bytes || bits[0] !== 4) {
    return null;
  }
  try {
    curve.library.Point.fromBytes(bits).assertValidity();
  } catch {
    // The only way the library has to say that the bytes are no point of the curve.
    return null;
  }
  return { kind: 'EC', curve, point: bits };
}

/**
 * @param {Uint8Array} bits
 * @returns {Ed25519Key | null}
 */
function readEd25519(bits) {
  if (bits.length !== 32) {
    return null;
  }
  const y = BigInt(`0x${toHex(Uint8Array.from(bits).reverse())}`) & (2n ** 255n - 1n);
  // A y beyond the field is another spelling of one within it.
  return y >= FIELD || SMALL_ORDER.includes(y) ? null : { kind: 'ED25519', raw: bits };
}
