/** COSE_Sign1 (RFC 9052) and COSE_Key on strict CBOR: docs/formats/cbor.md §3 and §4. */
import { concat, toUtf8 } from './bytes.js';
import { ARRAY, BYTES, CborReader, NEGATIVE, TAG, TEXT, UNSIGNED } from './cbor.js';
import { sha256 } from './sha256.js';
import { LENGTHS, checkOf } from './signatures.js';

/** @typedef {import('./signatures.js').Algorithm} Algorithm */
/** @typedef {import('./signatures.js').VerificationKey} VerificationKey */

/** @type {Map<bigint, Algorithm>} */
const ALGORITHMS = new Map([
  [-7n, 'ECDSA_P256'],
  [-9n, 'ECDSA_P256'],
  [-8n, 'ED25519'],
  [-19n, 'ED25519'],
  [-48n, 'ML_DSA_44'],
  [-49n, 'ML_DSA_65'],
]);

const ALG = 1;
const CRIT = 2;
const CONTENT_TYPE = 3;
const KID = 4;
const CWT_CLAIMS = 15n;
const WORD_BYTES_MAX = 255;
const LENGTH_MAX = 0x7fff_ffff;

/**
 * @typedef {object} Signed a message with nothing unprotected and its payload inside
 * @property {Algorithm} algorithm
 * @property {string | null} contentType
 * @property {Uint8Array | null} kid
 * @property {number} parameters how many there are in the protected header
 * @property {Uint8Array | null} claims the encoded CWT claims
 * @property {Uint8Array} protectedHeader
 * @property {Uint8Array} payload
 * @property {Uint8Array} signature
 */

/**
 * Reads a message of the closed profile; null when it is none. The parts point into the bytes.
 *
 * @param {Uint8Array} bytes
 * @param {number} bytesMax
 * @returns {Signed | null}
 */
export function readSign1(bytes, bytesMax) {
  const body = new CborReader(bytesMax).reset(bytes);
  if (body.peek() !== TAG || body.tag() !== 18n) {
    return null;
  }
  body.expectArray(4);
  body.bytesInPlace(LENGTH_MAX);
  const protectedHeader = body.content();
  if (body.isRefused()) {
    return null;
  }
  const header = readProtected(protectedHeader, bytesMax);
  if (header === null || body.map() > 0) {
    return null;
  }
  body.bytesInPlace(LENGTH_MAX);
  const payload = body.content();
  body.bytesInPlace(LENGTH_MAX);
  const signature = body.content();
  if (!body.end() || signature.length !== LENGTHS[header.algorithm].signatureBytes) {
    return null;
  }
  return { ...header, protectedHeader, payload, signature };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} bytesMax
 */
function readProtected(bytes, bytesMax) {
  const inner = new CborReader(bytesMax).reset(bytes);
  const parameters = bytes.length > 0 ? inner.map() : 0;
  /** @type {Algorithm | null} */
  let algorithm = null;
  let contentType = null;
  let kid = null;
  let claims = null;
  for (let i = 0; i < parameters && !inner.isRefused(); i++) {
    const label = readLabel(inner);
    const from = inner.at;
    if (label === BigInt(ALG)) {
      const isNumber = inner.peek() === UNSIGNED || inner.peek() === NEGATIVE;
      algorithm = (isNumber ? ALGORITHMS.get(inner.integer()) : null) ?? null;
      if (algorithm === null) {
        inner.refuse('ALGORITHM_UNKNOWN');
      }
    } else if (label === BigInt(CRIT)) {
      inner.refuse('CRITICAL_HEADER');
    } else if (label === BigInt(CONTENT_TYPE)) {
      contentType = readContentType(inner);
    } else if (label === BigInt(KID)) {
      if (inner.peek() === BYTES) {
        kid = inner.bytes(LENGTH_MAX);
      } else {
        inner.refuse('KEY_ID');
      }
    } else {
      inner.skip();
      claims = label === CWT_CLAIMS ? bytes.subarray(from, inner.at) : claims;
    }
  }
  return bytes.length > 0 && inner.end() && algorithm !== null
    ? { algorithm, contentType, kid, parameters, claims }
    : null;
}

/** A label that is a number above 0; 0 for any other. @param {CborReader} reader */
function readLabel(reader) {
  const type = reader.peek();
  if (type === UNSIGNED) {
    return reader.unsigned64();
  }
  if (type === NEGATIVE || type === TEXT) {
    reader.skip();
  } else {
    reader.refuse('HEADER_LABEL');
  }
  return 0n;
}

/** The media type; null for a content format. @param {CborReader} reader */
function readContentType(reader) {
  const type = reader.peek();
  if (type === TEXT) {
    return reader.text(LENGTH_MAX);
  }
  if (type === UNSIGNED) {
    reader.unsigned(0xffffn);
  } else {
    reader.refuse('CONTENT_TYPE');
  }
  return null;
}

/** True when these are the CWT claims of a block: iss and sub. @param {Uint8Array} bytes */
export function areClaims(bytes) {
  const reader = new CborReader(1024).reset(bytes);
  reader.expectMap(2);
  for (const label of [1, 2]) {
    const isLabel = reader.peek() === UNSIGNED && reader.number(2) === label;
    if (!isLabel || reader.text(WORD_BYTES_MAX) === '') {
      return false;
    }
  }
  return reader.end();
}

/**
 * A byte or text string of any length with its head.
 *
 * @param {number} major
 * @param {Uint8Array} content
 */
function string(major, content) {
  return concat(head(major, content.length), content);
}

/**
 * @param {number} major
 * @param {number} argument below 2^32
 */
function head(major, argument) {
  const top = major << 5;
  if (argument < 24) {
    return Uint8Array.of(top | argument);
  }
  if (argument < 0x100) {
    return Uint8Array.of(top | 24, argument);
  }
  if (argument < 0x1_0000) {
    return Uint8Array.of(top | 25, argument >>> 8, argument);
  }
  return Uint8Array.of(top | 26, argument >>> 24, argument >>> 16, argument >>> 8, argument);
}

/**
 * What the signature of a message covers, RFC 9052 §4.4.
 *
 * @param {Signed} message
 * @param {string} externalAad
 */
export function sigStructure(message, externalAad) {
  return concat(
    head(ARRAY, 4),
    string(TEXT, toUtf8('Signature1')),
    string(BYTES, message.protectedHeader),
    string(BYTES, toUtf8(externalAad)),
    string(BYTES, message.payload),
  );
}

/**
 * A check of messages against one key, prepared once.
 *
 * @param {VerificationKey} key
 */
export function verifierOf(key) {
  const check = checkOf(key);
  return (/** @type {Signed} */ message, /** @type {Uint8Array} */ structure) =>
    message.algorithm === key.algorithm && check(structure, message.signature);
}

/** The longest key, ML-DSA-65, with room for labels and heads. */
const KEY_BYTES_MAX = 2048;

/**
 * The key of bytes that are its one encoding; null for all else.
 *
 * @param {Uint8Array} bytes
 * @returns {VerificationKey | null}
 */
export function readKey(bytes) {
  const reader = new CborReader(KEY_BYTES_MAX, 1).reset(bytes);
  const count = reader.map();
  const next = () => {
    const type = reader.peek();
    return type === UNSIGNED || type === NEGATIVE ? reader.integer() : null;
  };
  const isNext = (/** @type {bigint} */ number) => next() === number;
  if (!isNext(1n)) {
    return null;
  }
  const type = next();
  /** @type {VerificationKey | null} */
  let key = null;
  if (type === 2n && count === 4 && isNext(-1n) && isNext(1n) && isNext(-2n)) {
    const x = reader.bytesExactly(32);
    const y = isNext(-3n) ? reader.bytesExactly(32) : null;
    key = y && { algorithm: 'ECDSA_P256', raw: concat(Uint8Array.of(4), x, y) };
  } else if (type === 1n && count === 3 && isNext(-1n) && isNext(6n) && isNext(-2n)) {
    key = { algorithm: 'ED25519', raw: reader.bytesExactly(32) };
  } else if (type === 7n && count === 3 && isNext(3n)) {
    const label = next();
    const algorithm = label === -48n ? 'ML_DSA_44' : label === -49n ? 'ML_DSA_65' : null;
    if (algorithm !== null && isNext(-1n)) {
      key = { algorithm, raw: reader.bytesExactly(LENGTHS[algorithm].keyBytes) };
    }
  }
  return key !== null && reader.end() ? key : null;
}

/**
 * The SHA-256 thumbprint of RFC 9679 of a key in its one encoding.
 *
 * @param {Uint8Array} encoded
 */
export function thumbprint(encoded) {
  return sha256(encoded);
}
