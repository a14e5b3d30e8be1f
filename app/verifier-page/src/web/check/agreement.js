/**
 * A passkey's signature over a request, judged by bytes alone: WebAuthn Level 3 §7.2 in the order
 * of the command line, `core/passkeys`.
 */
import { concat, equal, toHex, toUtf8 } from './bytes.js';
import { CborReader, MAP, NEGATIVE, UNSIGNED } from './cbor.js';
import { readJson } from './json.js';
import { sha256 } from './sha256.js';
import { checkOf, isSoundKey } from './signatures.js';
import { SHA_256 } from './timestamp/digests.js';
import { isPkcs1 } from './timestamp/rsa.js';

/**
 * @typedef {object} Signed
 * @property {string} party the RP ID
 * @property {Uint8Array} publicKey COSE_Key
 * @property {Uint8Array} clientData
 * @property {Uint8Array} authenticatorData
 * @property {Uint8Array} signature
 *
 * @typedef {(message: Uint8Array, signature: Uint8Array) => boolean} Check
 */

const CLIENT_DATA = { bytesMax: 4096, depthMax: 8, valuesMax: 200 };
const KEY_BYTES_MAX = 1100;
const DATA_BYTES_MAX = 8192;
const HEAD_BYTES = 37;
const NAME_BYTES_MAX = 256;
const RSA_BITS_MIN = 2048;
const RSA_BITS_MAX = 8192;
const SIGNATURE_BYTES_MAX = 1024;

const UP = 1;
const UV = 1 << 2;
const BE = 1 << 3;
const BS = 1 << 4;
const AT = 1 << 6;
const ED = 1 << 7;

const HOST = /^[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/;
const ENDS_IN_NUMBER = /^([^]*\.)?([0-9]+|0x[0-9a-f]*)$/;
const ORIGIN = /^(https?):\/\/([^:/]+)(:[1-9][0-9]{0,4})?$/;

/**
 * The step at which it is refused; null when the key signed this challenge.
 *
 * @param {Signed} signed
 * @param {Uint8Array} challenge
 * @returns {string | null}
 */
export function stepOf(signed, challenge) {
  if (!isHost(signed.party, true) || signed.party !== signed.party.toLowerCase()) {
    return 'RELYING_PARTY';
  }
  const check = checkOfKey(signed.publicKey);
  if (check === null) {
    return 'ALGORITHM';
  }
  const step = clientDataStep(signed.clientData, challenge, signed.party);
  return step ?? dataStep(signed, check);
}

/**
 * A domain, without a port, that a passkey can be bound to.
 *
 * @param {string} host
 * @param {boolean} isTls
 */
function isHost(host, isTls) {
  const name = host.toLowerCase();
  const isDomain = name.length <= 253 && HOST.test(name) && !ENDS_IN_NUMBER.test(name);
  const isLocal = name === 'localhost' || name.endsWith('.localhost');
  return isDomain && (isLocal || (isTls && name.includes('.')));
}

/**
 * @param {string} id
 * @param {string} origin
 */
function isOriginOf(id, origin) {
  const parts = ORIGIN.exec(origin);
  if (parts === null) {
    return false;
  }
  const [, scheme, host, port] = parts;
  const isTls = scheme === 'https';
  return (
    port !== (isTls ? ':443' : ':80') &&
    host === host.toLowerCase() &&
    (host === id || host.endsWith(`.${id}`)) &&
    isHost(host, isTls)
  );
}

/**
 * Steps 8 to 14.
 *
 * @param {Uint8Array} bytes
 * @param {Uint8Array} challenge
 * @param {string} id
 */
function clientDataStep(bytes, challenge, id) {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const members = readJson(isMarked ? bytes.subarray(3) : bytes, CLIENT_DATA);
  if (!(members instanceof Map)) {
    return 'CLIENT_DATA';
  }
  if (members.get('type') !== 'webauthn.get') {
    return 'TYPE';
  }
  if (members.get('challenge') !== base64Url(challenge)) {
    return 'CHALLENGE';
  }
  const origin = members.get('origin');
  if (typeof origin !== 'string' || !isOriginOf(id, origin)) {
    return 'ORIGIN';
  }
  const isWithin = members.has('crossOrigin') && members.get('crossOrigin') !== false;
  return isWithin ? 'CROSS_ORIGIN' : members.has('topOrigin') ? 'TOP_ORIGIN' : null;
}

/** @param {Uint8Array} bytes */
function base64Url(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/**
 * Steps 7 and 15 to 21.
 *
 * @param {Signed} signed
 * @param {Check} check
 */
function dataStep({ party, clientData, authenticatorData: data, signature }, check) {
  const flags = data[32];
  if (data.length < HEAD_BYTES || !isDataSound(data) || flags & AT) {
    return 'AUTHENTICATOR_DATA';
  }
  if (!equal(data.subarray(0, 32), sha256(toUtf8(party)))) {
    return 'RELYING_PARTY';
  }
  if (!(flags & UP)) {
    return 'USER_PRESENT';
  }
  if (!(flags & UV)) {
    return 'USER_VERIFIED';
  }
  if (flags & BS && !(flags & BE)) {
    return 'BACKUP_STATE';
  }
  const isGood =
    signature.length <= SIGNATURE_BYTES_MAX && check(concat(data, sha256(clientData)), signature);
  return isGood ? null : 'SIGNATURE';
}

/** What is behind the head: extensions, where they are said to be there. @param {Uint8Array} data */
function isDataSound(data) {
  const reader = new CborReader(DATA_BYTES_MAX).reset(data, HEAD_BYTES);
  if (data[32] & ED) {
    if (reader.peek() !== MAP) {
      return false;
    }
    const pairs = reader.map();
    for (let i = 0; i < pairs && !reader.isRefused(); i++) {
      reader.text(NAME_BYTES_MAX);
      reader.skip();
    }
  }
  return reader.end();
}

/**
 * The check of a key that passkeys may have; null for all other bytes.
 *
 * @param {Uint8Array} cose
 * @returns {Check | null}
 */
function checkOfKey(cose) {
  const reader = new CborReader(KEY_BYTES_MAX, 1).reset(cose);
  const pairs = reader.map();
  const next = () => {
    const type = reader.peek();
    return type === UNSIGNED || type === NEGATIVE ? reader.integer() : null;
  };
  const isNext = (/** @type {bigint} */ number) => next() === number;
  if (!isNext(1n)) {
    return null;
  }
  const type = next();
  const label = isNext(3n) ? next() : null;
  /** @type {Check | null} */
  let check = null;
  if (type === 1n && label === -8n && pairs === 4) {
    const isCurve = isNext(-1n) && isNext(6n) && isNext(-2n);
    check = isCurve ? pointCheck('ED25519', reader.bytesExactly(32)) : null;
  } else if (type === 2n && label === -7n && pairs === 5) {
    const x = isNext(-1n) && isNext(1n) && isNext(-2n) ? reader.bytesExactly(32) : null;
    const y = x !== null && isNext(-3n) ? reader.bytesExactly(32) : null;
    check = x && y && pointCheck('ECDSA_P256', concat(Uint8Array.of(4), x, y));
  } else if (type === 3n && label === -257n && pairs === 4) {
    const modulus = isNext(-1n) ? reader.bytes(RSA_BITS_MAX / 8) : null;
    const exponent = modulus !== null && isNext(-2n) ? reader.bytes(8) : null;
    check = modulus && exponent && rsaCheck(modulus, exponent);
  }
  return reader.end() ? check : null;
}

/**
 * @param {'ED25519' | 'ECDSA_P256'} algorithm
 * @param {Uint8Array} raw
 * @returns {Check | null}
 */
function pointCheck(algorithm, raw) {
  const key = { algorithm, raw };
  if (!isSoundKey(key)) {
    return null;
  }
  const check = checkOf(key);
  return (message, signature) => {
    const form = algorithm === 'ECDSA_P256' ? rawOfDer(signature) : signature;
    return form !== null && check(message, form);
  };
}

/**
 * RFC 8230 §4 and RFC 8017 §8.2.
 *
 * @param {Uint8Array} modulusBytes
 * @param {Uint8Array} exponentBytes
 * @returns {Check | null}
 */
function rsaCheck(modulusBytes, exponentBytes) {
  if (!modulusBytes[0] || !exponentBytes[0]) {
    return null;
  }
  const modulus = BigInt(`0x${toHex(modulusBytes)}`);
  const exponent = BigInt(`0x${toHex(exponentBytes)}`);
  const bits = modulus.toString(2).length;
  const isSound =
    bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX && modulus & 1n && exponent >= 3n && exponent & 1n;
  const key = { kind: /** @type {const} */ ('RSA'), modulus, exponent, bits };
  return isSound ? (message, signature) => isPkcs1(key, SHA_256, message, signature) : null;
}

/**
 * r and s of 32 bytes each out of their one DER form; null for all else.
 *
 * @param {Uint8Array} der
 */
function rawOfDer(der) {
  if (der.length < 2 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) {
    return null;
  }
  const raw = new Uint8Array(64);
  const afterR = integer(der, 2, raw, 32);
  const afterS = afterR < 0 ? -1 : integer(der, afterR, raw, 64);
  return afterS === der.length ? raw : null;
}

/**
 * Copies a positive integer so that it ends before `rawEnd`; its end, or -1.
 *
 * @param {Uint8Array} der
 * @param {number} at
 * @param {Uint8Array} raw
 * @param {number} rawEnd
 */
function integer(der, at, raw, rawEnd) {
  const length = der[at + 1];
  let from = at + 2;
  const end = from + length;
  const isOne = der.length - at >= 3 && der[at] === 2 && length >= 1 && end <= der.length;
  if (!isOne || der[from] > 0x7f) {
    return -1;
  }
  if (der[from] === 0) {
    if (length === 1 || der[from + 1] < 0x80) {
      return -1;
    }
    from++;
  }
  if (end - from > 32) {
    return -1;
  }
  raw.set(der.subarray(from, end), rawEnd - (end - from));
  return end;
}
