/** Bytes, and the texts that stand for them; each value has one spelling only. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const looseDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

export const EMPTY = new Uint8Array(0);

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function equal(a, b) {
  return a.length === b.length && equalAt(a, 0, b, 0, a.length);
}

/**
 * @param {Uint8Array} a
 * @param {number} aAt
 * @param {Uint8Array} b
 * @param {number} bAt
 * @param {number} length
 */
export function equalAt(a, aAt, b, bAt, length) {
  for (let i = 0; i < length; i++) {
    if (a[aAt + i] !== b[bAt + i]) {
      return false;
    }
  }
  return true;
}

/**
 * The order of two stretches of bytes: below 0, 0 or above 0.
 *
 * @param {Uint8Array} a
 * @param {number} aFrom
 * @param {number} aTo
 * @param {Uint8Array} b
 * @param {number} bFrom
 * @param {number} bTo
 */
export function compare(a, aFrom, aTo, b, bFrom, bTo) {
  const length = Math.min(aTo - aFrom, bTo - bFrom);
  for (let i = 0; i < length; i++) {
    const difference = a[aFrom + i] - b[bFrom + i];
    if (difference !== 0) {
      return difference;
    }
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** @param {Uint8Array[]} parts */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  let text = '';
  for (const byte of bytes) {
    text += byte.toString(16).padStart(2, '0');
  }
  return text;
}

/**
 * The bytes of an even number of hexadecimal digits; null for all else.
 *
 * @param {string} text
 */
export function fromHex(text) {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    return null;
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

/** @param {string} text */
export function toUtf8(text) {
  return encoder.encode(text);
}

/**
 * The text of these bytes; null when they are not valid UTF-8.
 *
 * @param {Uint8Array} bytes
 */
export function fromUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    // The only way the decoder has to say that the bytes are no UTF-8.
    return null;
  }
}

/**
 * The text of these bytes, with a replacement character for each part that is not UTF-8.
 *
 * @param {Uint8Array} bytes
 */
export function fromAnyUtf8(bytes) {
  return looseDecoder.decode(bytes);
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x2000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  }
  return btoa(text);
}

/**
 * The bytes behind standard base64 with padding, RFC 4648 §4, in its one spelling; else null.
 *
 * @param {string} text
 */
export function fromBase64(text) {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return null;
  }
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    bytes[i] = raw.charCodeAt(i);
  }
  // A decoder takes stray bits in the last character; written again they show.
  return toBase64(bytes) === text ? bytes : null;
}

/**
 * A decimal number of 0..limit without leading zeros; else null.
 *
 * @param {string} text
 * @param {bigint} limit
 */
export function decimal(text, limit) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) {
    return null;
  }
  const value = BigInt(text);
  return value <= limit ? value : null;
}

/**
 * A number of 8 bytes, big-endian.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export function unsigned64(bytes, at) {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0);
}

/** @param {bigint} value */
export function fromUnsigned64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
