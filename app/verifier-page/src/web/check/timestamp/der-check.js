/**
 * Walks once through all elements of some bytes and holds each to the rules of DER (X.690 §10 and
 * §11), so that those who read afterwards meet nothing but well-formed elements. The values of
 * context tags are opaque here; who reads them holds them to their type.
 */
import { generalizedTime, utcTime } from './der-time.js';
import * as Tag from './tags.js';

/** A walk that recurses is safe with this many; what is read here has some twenty levels. */
const DEPTH_MAX = 32;

/** Longest arc of an object identifier: 128 bits, as in those made of UUIDs. */
const ARC_BYTES_MAX = 19;

const OID_BYTES_MAX = 64;
const LENGTH_BYTES_MAX = 4;

const UNIVERSAL = new Set([
  Tag.BOOLEAN, Tag.INTEGER, Tag.BIT_STRING, Tag.OCTET_STRING, Tag.NULL, Tag.OID, Tag.ENUMERATED,
  Tag.UTF8_STRING, Tag.NUMERIC_STRING, Tag.PRINTABLE_STRING, Tag.TELETEX_STRING, Tag.IA5_STRING,
  Tag.UTC_TIME, Tag.GENERALIZED_TIME, Tag.VISIBLE_STRING, Tag.UNIVERSAL_STRING, Tag.BMP_STRING,
  Tag.SEQUENCE, Tag.SET,
]);

/** @typedef {{ at: number, reason: string }} Fault a broken rule and where */

/**
 * What is wrong with the one element that must fill this stretch; null when nothing is.
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function faultOfOne(source, from, to) {
  const walk = new Walk(source);
  const next = walk.element(from, to, 0);
  if (walk.fault === null && next !== to) {
    walk.refuse(next, 'TRAILING_BYTES');
  }
  return walk.fault;
}

/**
 * Where the content of an element starts whose head is known to be good.
 *
 * @param {Uint8Array} source
 * @param {number} at
 */
export function contentAt(source, at) {
  const first = source[at + 1];
  return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
}

/**
 * How long the content of an element is whose head is known to be good.
 *
 * @param {Uint8Array} source
 * @param {number} at
 */
export function contentBytes(source, at) {
  const first = source[at + 1];
  if (first < 0x80) {
    return first;
  }
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i++) {
    length = length * 0x100 + source[at + 2 + i];
  }
  return length;
}

/**
 * X.690 §8.3.2: the first nine bits are not all alike.
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function isShortestInteger(source, from, to) {
  if (to - from < 2) {
    return to > from;
  }
  const isNextHigh = source[from + 1] >= 0x80;
  return !(source[from] === 0 && !isNextHigh) && !(source[from] === 0xff && isNextHigh);
}

/**
 * X.690 §11.2.1: unused bits are zero.
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function isBitString(source, from, to) {
  if (from === to) {
    return false;
  }
  const unused = source[from];
  if (to - from === 1) {
    return unused === 0;
  }
  return unused <= 7 && (source[to - 1] & ((1 << unused) - 1)) === 0;
}

/**
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
function isOid(source, from, to) {
  if (from === to || to - from > OID_BYTES_MAX || source[to - 1] >= 0x80) {
    return false;
  }
  let arcBytes = 0;
  for (let i = from; i < to; i++) {
    if (arcBytes === 0 && source[i] === 0x80) {
      return false;
    }
    arcBytes++;
    if (arcBytes > ARC_BYTES_MAX) {
      return false;
    }
    if (source[i] < 0x80) {
      arcBytes = 0;
    }
  }
  return true;
}

/**
 * Why an element that holds a value is not in its form; null when it is.
 *
 * @param {Uint8Array} source
 * @param {number} tag
 * @param {number} from
 * @param {number} to
 */
function primitiveFault(source, tag, from, to) {
  switch (tag) {
    case Tag.BOOLEAN:
      return to - from === 1 && (source[from] === 0 || source[from] === 0xff)
        ? null
        : 'BAD_BOOLEAN';
    case Tag.INTEGER:
    case Tag.ENUMERATED:
      return isShortestInteger(source, from, to) ? null : 'INTEGER_NOT_SHORTEST';
    case Tag.BIT_STRING:
      return isBitString(source, from, to) ? null : 'BAD_BIT_STRING';
    case Tag.NULL:
      return from === to ? null : 'BAD_NULL';
    case Tag.OID:
      return isOid(source, from, to) ? null : 'BAD_OID';
    case Tag.UTC_TIME:
      return utcTime(source, from, to) === null ? 'BAD_TIME' : null;
    case Tag.GENERALIZED_TIME:
      return generalizedTime(source, from, to) === null ? 'BAD_TIME' : null;
    default:
      return null;
  }
}

class Walk {
  /** @param {Uint8Array} source */
  constructor(source) {
    this.source = source;
    /** @type {Fault | null} */
    this.fault = null;
  }

  /**
   * Steps over an element and answers where it ends; after a fault the answer means nothing.
   *
   * @param {number} at
   * @param {number} end
   * @param {number} depth
   * @returns {number}
   */
  element(at, end, depth) {
    const { source } = this;
    if (depth === DEPTH_MAX) {
      return this.refuse(at, 'TOO_DEEP');
    }
    if (end - at < 2) {
      return this.refuse(at, 'TRUNCATED');
    }
    const tag = source[at];
    if ((tag & Tag.NUMBER) === Tag.NUMBER) {
      return this.refuse(at, 'HIGH_TAG');
    }
    const reason = this.lengthFault(at, end);
    if (reason !== null) {
      return this.refuse(at + 1, reason);
    }
    const content = contentAt(source, at);
    const contentEnd = content + contentBytes(source, at);
    if ((tag & Tag.CLASS) === 0 && !UNIVERSAL.has(tag)) {
      return this.refuse(at, 'UNKNOWN_TAG');
    }
    if ((tag & Tag.CONSTRUCTED) !== 0) {
      for (let inner = content; inner < contentEnd && this.fault === null; ) {
        inner = this.element(inner, contentEnd, depth + 1);
      }
    } else {
      const bad = primitiveFault(source, tag, content, contentEnd);
      if (bad !== null) {
        return this.refuse(at, bad);
      }
    }
    return contentEnd;
  }

  /**
   * X.690 §10.1: definite, in the fewest bytes; and within what is there.
   *
   * @param {number} at
   * @param {number} end
   */
  lengthFault(at, end) {
    const { source } = this;
    const first = source[at + 1];
    if (first === 0x80) {
      return 'INDEFINITE_LENGTH';
    }
    const more = first < 0x80 ? 0 : first & 0x7f;
    if (more > LENGTH_BYTES_MAX) {
      return 'LENGTH_BEYOND_PARENT';
    }
    if (end - at - 2 < more) {
      return 'TRUNCATED';
    }
    const top = source[at + 2];
    if (more > 0 && (top === 0 || (more === 1 && top < 0x80))) {
      return 'LENGTH_NOT_SHORTEST';
    }
    return contentBytes(source, at) > end - at - 2 - more ? 'LENGTH_BEYOND_PARENT' : null;
  }

  /**
   * @param {number} at
   * @param {string} reason
   */
  refuse(at, reason) {
    this.fault ??= { at, reason };
    return Infinity;
  }
}
