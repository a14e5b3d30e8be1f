/** RSA signatures, RFC 8017 §8, with the digests that count. */
import { concat, equal, toHex } from '../bytes.js';

/** @typedef {import('./digests.js').Digest} Digest */
/** @typedef {import('./keys.js').RsaKey} RsaKey */

/** DigestInfo up to the digest itself, §9.2 note 1, by the last arc of the digest's identifier. */
const DIGEST_INFO = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
const DIGEST_ARCS = new Map([
  ['SHA-256', 1],
  ['SHA-384', 2],
  ['SHA-512', 3],
]);
const TRAILER = 0xbc;

/**
 * §5.2.2: what was signed, as long as the modulus; null for a signature that is none.
 *
 * @param {RsaKey} key
 * @param {Uint8Array} signature
 */
function opened({ modulus, exponent, bits }, signature) {
  const length = Math.ceil(bits / 8);
  // The number of no bytes is none.
  const value = signature.length === length ? BigInt(`0x${toHex(signature)}`) : modulus;
  if (value >= modulus) {
    return null;
  }
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % modulus;
    if (bit === '1') {
      power = (power * value) % modulus;
    }
  }
  const hex = power.toString(16).padStart(2 * length, '0');
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/**
 * §8.2.2: the padded digest is made anew and compared. Some leave out the null behind the digest's
 * identifier; the command line takes that too.
 *
 * @param {RsaKey} key
 * @param {Digest} digest
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isPkcs1(key, digest, message, signature) {
  const found = opened(key, signature);
  const arc = DIGEST_ARCS.get(digest.text);
  if (found === null || arc === undefined) {
    return false;
  }
  const value = digest.of(message);
  return [[0x05, 0x00], []].some((nothing) => {
    const identifier = [...DIGEST_INFO, arc, ...nothing];
    const info = Uint8Array.of(
      0x30, identifier.length + value.length + 4, 0x30, identifier.length, ...identifier,
      0x04, value.length, ...value,
    );
    const padding = new Uint8Array(found.length - info.length - 3).fill(0xff);
    return equal(found, concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info));
  });
}

/**
 * §8.1.2 and §9.1.2, with MGF1 of the same digest and a salt as long as it.
 *
 * @param {RsaKey} key
 * @param {Digest} digest
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function isPss(key, digest, message, signature) {
  const found = opened(key, signature);
  if (found === null) {
    return false;
  }
  const bits = key.bits - 1;
  const length = Math.ceil(bits / 8);
  // A modulus of 8n + 1 bits has one byte more than what was padded.
  const padded = found.subarray(found.length - length);
  if (found.length > length && found[0] !== 0) {
    return false;
  }
  const unused = 8 * length - bits;
  const hashAt = length - digest.bytes - 1;
  if (padded[length - 1] !== TRAILER || padded[0] >> (8 - unused) !== 0) {
    return false;
  }
  const hash = padded.subarray(hashAt, length - 1);
  const mask = mgf1(digest, hash, hashAt);
  const block = padded.subarray(0, hashAt).map((byte, i) => byte ^ mask[i]);
  block[0] &= 0xff >> unused;
  const saltAt = hashAt - digest.bytes;
  if (block[saltAt - 1] !== 1 || block.subarray(0, saltAt - 1).some((byte) => byte !== 0)) {
    return false;
  }
  const salt = block.subarray(saltAt);
  return equal(hash, digest.of(new Uint8Array(8), digest.of(message), salt));
}

/**
 * Appendix B.2.1.
 *
 * @param {Digest} digest
 * @param {Uint8Array} seed
 * @param {number} length
 */
function mgf1(digest, seed, length) {
  const parts = [];
  for (let counter = 0; counter * digest.bytes < length; counter++) {
    parts.push(digest.of(seed, Uint8Array.of(0, 0, counter >> 8, counter & 0xff)));
  }
  return concat(...parts).subarray(0, length);
}
