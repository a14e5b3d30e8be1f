/**
 * Reads CBOR items and takes core deterministic form only (RFC 8949 §4.2.1): docs/formats/cbor.md.
 * The first fault is kept with its place; from then on every method answers a neutral value, so a
 * decoder reads straight through and asks once, at the end.
 */
import { EMPTY, compare, fromUtf8 } from './bytes.js';

export const UNSIGNED = 0;
export const NEGATIVE = 1;
export const BYTES = 2;
export const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;
export const TAG = 6;
export const BOOL = 7;
export const NULL = 8;
export const FLOAT = 9;
export const NONE = -1;

const SIMPLE_OR_FLOAT = 7;
const DEPTH_MAX = 16;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;
const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL_BYTE = 0xf6;
const HALF = 0xf9;
const DOUBLE = 0xfb;
const BIGNUM_BYTES_MIN = 9;
const WORD = 0x1_0000_0000;

// Kinds of containers.
const ITEMS = 0;
const PAIRS = 1;
const BIGNUM = 2;

const scratch = new DataView(new ArrayBuffer(8));

/** The value of a half float; not for not-a-number. @param {number} bits */
function halfToNumber(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  return exponent === 31 ? sign * Infinity : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** True when a half float holds what these bits of a single float say. @param {number} bits */
function fitsHalf(bits) {
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const fraction = bits & 0x7fffff;
  if (exponent === -127 || exponent === 128) {
    return fraction === 0;
  }
  if (exponent > 15 || exponent < -24) {
    return false;
  }
  // Eleven significant bits, and none below 2^-24.
  const dropped = exponent >= -14 ? 13 : -1 - exponent;
  return (0x800000 | fraction) % 2 ** dropped === 0;
}

/**
 * Index of the first sequence that is not well-formed UTF-8 (RFC 3629 §4), or -1.
 *
 * @param {Uint8Array} source
 * @param {number} from
 * @param {number} to
 */
export function utf8FaultAt(source, from, to) {
  let at = from;
  while (at < to) {
    const lead = source[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0 || to - at < length) {
      return at;
    }
    // The second byte carries the limits against overlong forms, surrogates and above U+10FFFF.
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (source[at + 1] < lowest || source[at + 1] > highest) {
      return at;
    }
    for (let i = 2; i < length; i++) {
      if ((source[at + i] & 0xc0) !== 0x80) {
        return at;
      }
    }
    at += length;
  }
  return -1;
}

/** Bytes that a head with this argument takes, for arguments below 2^53. @param {number} value */
export function headBytes(value) {
  return value < 24 ? 1 : value < 0x100 ? 2 : value < 0x1_0000 ? 3 : value < WORD ? 5 : 9;
}

export class CborReader {
  /**
   * @param {number} bytesMax longest input
   * @param {number} [depthMax] how many arrays, maps and tags may be open at once
   */
  constructor(bytesMax, depthMax = DEPTH_MAX) {
    this.bytesMax = bytesMax;
    this.depthMax = depthMax;
    /** @type {Uint8Array} */
    this.source = EMPTY;
    /** @type {DataView} */
    this.view = scratch;
    this.at = 0;
    this.limit = 0;
    this.headAt = 0;
    this.major = 0;
    this.information = 0;
    // The argument of the head read last, as two words without sign.
    this.high = 0;
    this.low = 0;
    this.contentAt = 0;
    this.contentBytes = 0;
    /** @type {string | null} */
    this.fault = null;
    this.faultAt = 0;
    this.depth = 0;
    this.kinds = new Uint8Array(DEPTH_MAX + 1);
    this.itemsLeft = new Float64Array(DEPTH_MAX + 1);
    this.keyFrom = new Int32Array(DEPTH_MAX + 1);
    this.priorFrom = new Int32Array(DEPTH_MAX + 1);
    this.priorTo = new Int32Array(DEPTH_MAX + 1);
  }

  /**
   * Starts again with a part of an array.
   *
   * @param {Uint8Array} source
   * @param {number} [from]
   * @param {number} [length]
   */
  reset(source, from = 0, length = source.length - from) {
    if (this.source !== source) {
      this.source = source;
      this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    }
    this.at = from;
    this.limit = from + length;
    this.headAt = from;
    this.contentAt = from;
    this.contentBytes = 0;
    this.fault = null;
    this.depth = 0;
    if (length > this.bytesMax) {
      this.refuseAt(from, 'INPUT_TOO_LONG');
    }
    return this;
  }

  isRefused() {
    return this.fault !== null;
  }

  /** The kind of the next item; NONE after a fault. */
  peek() {
    if (this.fault !== null) {
      return NONE;
    }
    if (this.at === this.limit) {
      this.refuseAt(this.at, 'TRUNCATED');
      return NONE;
    }
    const initial = this.source[this.at];
    if (initial >>> 5 !== SIMPLE_OR_FLOAT) {
      return initial >>> 5;
    }
    if (initial === FALSE || initial === TRUE) {
      return BOOL;
    }
    if (initial === NULL_BYTE) {
      return NULL;
    }
    if (initial >= HALF && initial <= DOUBLE) {
      return FLOAT;
    }
    this.refuseAt(this.at, unknownSimple(initial));
    return NONE;
  }

  /** A whole number from 0 to 2^63 - 1, or to `max`. @param {bigint} [max] */
  unsigned(max = LONG_MAX) {
    if (!this.headOf(UNSIGNED)) {
      return 0n;
    }
    const value = this.argument();
    if (value > max) {
      this.refuseAt(this.headAt, 'OUT_OF_RANGE');
      return 0n;
    }
    this.itemEnded();
    return this.fault === null ? value : 0n;
  }

  /** A whole number from 0 to `max`, which is below 2^53. @param {number} max */
  number(max) {
    if (!this.headOf(UNSIGNED)) {
      return 0;
    }
    const value = this.high * WORD + this.low;
    if (value > max) {
      this.refuseAt(this.headAt, 'OUT_OF_RANGE');
      return 0;
    }
    this.itemEnded();
    return this.fault === null ? value : 0;
  }

  /** A whole number of 64 bits without sign. */
  unsigned64() {
    return this.unsigned(0xffff_ffff_ffff_ffffn);
  }

  /** A whole number in a range. @param {bigint} [min] @param {bigint} [max] */
  integer(min = -LONG_MAX - 1n, max = LONG_MAX) {
    if (!this.head()) {
      return 0n;
    }
    if (this.major !== UNSIGNED && this.major !== NEGATIVE) {
      this.refuseAt(this.headAt, 'WRONG_TYPE');
      return 0n;
    }
    const value = this.major === UNSIGNED ? this.argument() : -1n - this.argument();
    if (value < min || value > max) {
      this.refuseAt(this.headAt, 'OUT_OF_RANGE');
      return 0n;
    }
    this.itemEnded();
    return this.fault === null ? value : 0n;
  }

  /** A byte string of at most this length, copied out. @param {number} lengthMax */
  bytes(lengthMax) {
    return this.string(BYTES, 0, lengthMax) ? this.copyOfContent() : EMPTY;
  }

  /** A byte string of exactly this length; zeros after a fault. @param {number} length */
  bytesExactly(length) {
    return this.string(BYTES, length, length) ? this.copyOfContent() : new Uint8Array(length);
  }

  /** Steps over a byte string and answers its length. @param {number} lengthMax */
  bytesInPlace(lengthMax) {
    return this.string(BYTES, 0, lengthMax) ? this.contentBytes : 0;
  }

  /** A text of at most this many bytes of UTF-8. @param {number} bytesMax */
  text(bytesMax) {
    return this.string(TEXT, 0, bytesMax) ? (fromUtf8(this.content()) ?? '') : '';
  }

  bool() {
    if (!this.headOf(SIMPLE_OR_FLOAT)) {
      return false;
    }
    const initial = (SIMPLE_OR_FLOAT << 5) | this.information;
    if (initial !== TRUE && initial !== FALSE) {
      this.refuseAt(this.headAt, 'WRONG_TYPE');
      return false;
    }
    this.itemEnded();
    return this.fault === null && initial === TRUE;
  }

  /** Takes a null if one stands next. */
  takeNull() {
    const isNull =
      this.fault === null && this.at < this.limit && this.source[this.at] === NULL_BYTE;
    if (isNull) {
      this.expectNull();
    }
    return isNull && this.fault === null;
  }

  expectNull() {
    if (this.headOf(SIMPLE_OR_FLOAT)) {
      if (((SIMPLE_OR_FLOAT << 5) | this.information) === NULL_BYTE) {
        this.itemEnded();
      } else {
        this.refuseAt(this.headAt, 'WRONG_TYPE');
      }
    }
  }

  /** A floating-point number of any of the three widths. */
  float() {
    if (!this.headOf(SIMPLE_OR_FLOAT)) {
      return 0;
    }
    if (this.information < 25) {
      this.refuseAt(this.headAt, 'WRONG_TYPE');
      return 0;
    }
    const value = this.floatValue();
    this.itemEnded();
    return this.fault === null ? value : 0;
  }

  /** Enters an array and answers how many items it has. */
  array() {
    return this.container(ARRAY);
  }

  /** Enters a map and answers how many pairs it has. */
  map() {
    return this.container(MAP);
  }

  /** @param {number} count */
  expectArray(count) {
    this.expect(ARRAY, count);
  }

  /** @param {number} count */
  expectMap(count) {
    this.expect(MAP, count);
  }

  /** Enters a tag and answers its number. */
  tag() {
    if (!this.headOf(TAG)) {
      return 0n;
    }
    const number = this.argument();
    this.openTag();
    return this.fault === null ? number : 0n;
  }

  /** @param {bigint} number */
  expectTag(number) {
    if (this.headOf(TAG)) {
      if (this.argument() === number) {
        this.openTag();
      } else {
        this.refuseAt(this.headAt, 'WRONG_TYPE');
      }
    }
  }

  /** Steps over one item with all it holds, checking all of it. */
  skip() {
    const depth = this.depth;
    do {
      this.skipHead();
    } while (this.fault === null && this.depth > depth);
  }

  /** Refuses the input because the item read last does not suit. @param {string} reason */
  refuse(reason) {
    this.refuseAt(this.headAt, reason);
  }

  /**
   * An earlier refusal stands.
   *
   * @param {number} offset
   * @param {string} reason
   */
  refuseAt(offset, reason) {
    if (this.fault === null) {
      this.fault = reason;
      this.faultAt = offset;
      this.contentBytes = 0;
    }
  }

  /** True when the input was whole items without a fault and was read to its end. */
  end() {
    if (this.fault === null && this.depth > 0) {
      this.refuseAt(this.at, this.at === this.limit ? 'TRUNCATED' : 'UNREAD_ITEMS');
    }
    if (this.fault === null && this.at < this.limit) {
      this.refuseAt(this.at, 'TRAILING_BYTES');
    }
    return this.fault === null;
  }

  /** What was wrong, for a person. */
  refusal() {
    return `${this.fault} at byte ${this.faultAt}`;
  }

  /** The argument of the head read last. */
  argument() {
    return this.high === 0 ? BigInt(this.low) : (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** The content of the string read last, in place. */
  content() {
    return this.source.subarray(this.contentAt, this.contentAt + this.contentBytes);
  }

  copyOfContent() {
    return this.source.slice(this.contentAt, this.contentAt + this.contentBytes);
  }

  /**
   * @param {number} wanted
   * @param {number} lengthMin
   * @param {number} lengthMax
   */
  string(wanted, lengthMin, lengthMax) {
    if (!this.headOf(wanted)) {
      return false;
    }
    if (this.low < lengthMin || this.low > lengthMax) {
      this.refuseAt(this.headAt, 'WRONG_LENGTH');
      return false;
    }
    return this.stringContent();
  }

  /** Checks the content of the string whose head was read, and steps over it. */
  stringContent() {
    const length = this.low;
    const end = this.at + length;
    if (this.major === TEXT) {
      const bad = utf8FaultAt(this.source, this.at, end);
      if (bad >= 0) {
        this.refuseAt(bad, 'INVALID_UTF8');
        return false;
      }
    } else if (this.isBignum() && (length < BIGNUM_BYTES_MIN || this.source[this.at] === 0)) {
      this.refuseAt(this.headAt, 'BIGNUM_NOT_PREFERRED');
      return false;
    }
    this.contentAt = this.at;
    this.contentBytes = length;
    this.at = end;
    this.itemEnded();
    return this.fault === null;
  }

  /** @param {number} wanted */
  container(wanted) {
    if (!this.headOf(wanted)) {
      return 0;
    }
    const count = this.low;
    this.openContainer();
    return this.fault === null ? count : 0;
  }

  /**
   * @param {number} wanted
   * @param {number} count
   */
  expect(wanted, count) {
    if (this.headOf(wanted)) {
      if (this.low === count) {
        this.openContainer();
      } else {
        this.refuseAt(this.headAt, 'WRONG_COUNT');
      }
    }
  }

  /** Opens the array or map whose head was read; its count is known to fit the input. */
  openContainer() {
    if (this.low === 0) {
      this.itemEnded();
    } else if (this.major === MAP) {
      this.open(PAIRS, 2 * this.low);
    } else {
      this.open(ITEMS, this.low);
    }
  }

  openTag() {
    const isBignum = this.high === 0 && (this.low === 2 || this.low === 3);
    this.open(isBignum ? BIGNUM : ITEMS, 1);
  }

  /**
   * @param {number} kind
   * @param {number} items
   */
  open(kind, items) {
    if (this.depth === this.depthMax) {
      this.refuseAt(this.headAt, 'TOO_DEEP');
      return;
    }
    const d = ++this.depth;
    this.kinds[d] = kind;
    this.itemsLeft[d] = items;
    this.keyFrom[d] = this.at;
    this.priorFrom[d] = this.at;
    this.priorTo[d] = this.at;
  }

  isBignum() {
    return this.depth > 0 && this.kinds[this.depth] === BIGNUM;
  }

  skipHead() {
    if (!this.head()) {
      return;
    }
    switch (this.major) {
      case BYTES:
      case TEXT:
        this.stringContent();
        break;
      case ARRAY:
      case MAP:
        this.openContainer();
        break;
      case TAG:
        this.openTag();
        break;
      default:
        this.itemEnded();
    }
  }

  /** An item ended here; closes every container that it fills. */
  itemEnded() {
    let d = this.depth;
    while (d > 0) {
      const left = --this.itemsLeft[d];
      if (this.kinds[d] === PAIRS) {
        if (left % 2 === 0) {
          this.keyFrom[d] = this.at;
        } else if (!this.keyEnded(d)) {
          this.depth = d;
          return;
        }
      }
      if (left > 0) {
        break;
      }
      d--;
    }
    this.depth = d;
  }

  /** @param {number} d */
  keyEnded(d) {
    const { source, at } = this;
    const from = this.keyFrom[d];
    // An empty stretch stands for "no key yet"; every real key is longer and sorts after it.
    const order = compare(source, this.priorFrom[d], this.priorTo[d], source, from, at);
    this.priorFrom[d] = from;
    this.priorTo[d] = at;
    if (order >= 0) {
      this.refuseAt(from, order === 0 ? 'KEY_DUPLICATE' : 'KEY_ORDER');
    }
    return order < 0;
  }

  /** @param {number} wanted */
  headOf(wanted) {
    if (!this.head()) {
      return false;
    }
    if (this.major !== wanted) {
      this.refuseAt(this.headAt, 'WRONG_TYPE');
      return false;
    }
    return true;
  }

  /** Reads one head and checks all that can be said about it alone; false on a fault. */
  head() {
    if (this.fault !== null) {
      return false;
    }
    this.headAt = this.at;
    if (this.at === this.limit) {
      this.refuseAt(this.at, 'TRUNCATED');
      return false;
    }
    const initial = this.source[this.at++];
    this.major = initial >>> 5;
    this.information = initial & 0x1f;
    const isGood =
      this.major === SIMPLE_OR_FLOAT
        ? this.simpleOrFloat(initial)
        : this.readArgument() && this.fitsInput();
    if (isGood && this.major !== BYTES && this.isBignum()) {
      this.refuseAt(this.headAt, 'BIGNUM_NOT_PREFERRED');
      return false;
    }
    return isGood;
  }

  readArgument() {
    this.high = 0;
    if (this.information < 24) {
      this.low = this.information;
      return true;
    }
    if (!this.wideArgument()) {
      return false;
    }
    const { information, high, low } = this;
    const isShortest =
      information === 24
        ? low >= 24
        : information === 25
          ? low >= 0x100
          : information === 26
            ? low >= 0x1_0000
            : high > 0;
    if (!isShortest) {
      this.refuseAt(this.headAt, 'NOT_SHORTEST');
    }
    return isShortest;
  }

  wideArgument() {
    const { information, major } = this;
    if (information > 27) {
      const couldBeIndefinite = major >= BYTES && major <= MAP;
      this.refuseAt(
        this.headAt,
        information === 31 && couldBeIndefinite ? 'INDEFINITE_LENGTH' : 'RESERVED_HEAD',
      );
      return false;
    }
    const width = 1 << (information - 24);
    if (this.limit - this.at < width) {
      this.refuseAt(this.headAt, 'TRUNCATED');
      return false;
    }
    this.high = 0;
    if (width === 1) {
      this.low = this.source[this.at];
    } else if (width === 2) {
      this.low = this.view.getUint16(this.at);
    } else if (width === 4) {
      this.low = this.view.getUint32(this.at);
    } else {
      this.high = this.view.getUint32(this.at);
      this.low = this.view.getUint32(this.at + 4);
    }
    this.at += width;
    return true;
  }

  /** A string's bytes, or one byte for each item of a container, must still be there. */
  fitsInput() {
    const left = this.limit - this.at;
    const { major } = this;
    const fits =
      major < BYTES || major > MAP
        ? true
        : this.high === 0 && this.low <= (major === MAP ? Math.floor(left / 2) : left);
    if (!fits) {
      this.refuseAt(this.headAt, 'LENGTH_BEYOND_INPUT');
    }
    return fits;
  }

  /** @param {number} initial */
  simpleOrFloat(initial) {
    if (initial >= HALF && initial <= DOUBLE) {
      return this.wideArgument() && this.isShortestFloat();
    }
    if (initial < FALSE || initial > NULL_BYTE) {
      this.refuseAt(this.headAt, unknownSimple(initial));
      return false;
    }
    return true;
  }

  /** RFC 8949 §4.2.1: the shortest form that holds the value; not-a-number is f97e00 alone. */
  isShortestFloat() {
    let reason = null;
    if (this.information === 25) {
      const isNan = (this.low & 0x7c00) === 0x7c00 && (this.low & 0x3ff) !== 0;
      reason = isNan && this.low !== 0x7e00 ? 'NAN_NOT_CANONICAL' : null;
    } else {
      const value = this.floatValue();
      if (Number.isNaN(value)) {
        reason = 'NAN_NOT_CANONICAL';
      } else {
        const fits = this.information === 26 ? fitsHalf(this.low) : Math.fround(value) === value;
        reason = fits ? 'FLOAT_NOT_SHORTEST' : null;
      }
    }
    if (reason !== null) {
      this.refuseAt(this.headAt, reason);
    }
    return reason === null;
  }

  /** The number whose bits the argument of the head read last is. */
  floatValue() {
    if (this.information === 25) {
      return this.low === 0x7e00 ? NaN : halfToNumber(this.low);
    }
    if (this.information === 26) {
      scratch.setUint32(0, this.low);
      return scratch.getFloat32(0);
    }
    scratch.setUint32(0, this.high);
    scratch.setUint32(4, this.low);
    return scratch.getFloat64(0);
  }
}

/** @param {number} initial */
function unknownSimple(initial) {
  if (initial === 0xff) {
    return 'UNEXPECTED_BREAK';
  }
  return (initial & 0x1f) > 27 ? 'RESERVED_HEAD' : 'SIMPLE_VALUE';
}
