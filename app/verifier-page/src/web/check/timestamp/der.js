/**
 * Reads DER elements one after another. All of the input is held to the rules of DER before the
 * first is read; nothing that the bytes say makes it throw. All readers of one input share the
 * first fault; from then on every method answers a neutral value and there are no more elements, so
 * a decoder reads straight through and asks once, at the end.
 */
import { EMPTY, compare, equalAt, toHex } from '../bytes.js';
import {
  contentAt, contentBytes, faultOfOne, isBitString, isShortestInteger,
} from './der-check.js';
import { generalizedTime, utcTime } from './der-time.js';
import * as Tag from './tags.js';

/** A stretch of DER as it stood in the input: one element, head included. Nobody changes it. */
export class Encoded {
  /**
   * @param {Uint8Array} source
   * @param {number} [at]
   * @param {number} [length]
   */
  constructor(source, at = 0, length = source.length) {
    this.source = source;
    this.at = at;
    this.length = length;
  }

  /** The bytes, in place. */
  bytes() {
    return this.source.subarray(this.at, this.at + this.length);
  }

  /** The tag; NONE of no bytes. */
  tag() {
    return this.length === 0 ? Tag.NONE : this.source[this.at];
  }

  /** @param {Encoded} other */
  equals(other) {
    return (
      this.length === other.length &&
      equalAt(this.source, this.at, other.source, other.at, this.length)
    );
  }
}

/** The first fault of all readers of one input. */
class Trouble {
  constructor() {
    /** @type {string | null} */
    this.reason = null;
    this.at = 0;
  }
}

/**
 * A whole number of two's complement.
 *
 * @param {Uint8Array} bytes at least one
 */
function signed(bytes) {
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${toHex(bytes)}`));
}

export class DerReader {
  /**
   * For {@link DerReader.of} and the methods here.
   *
   * @param {Uint8Array} source
   * @param {number} from
   * @param {number} end
   * @param {Trouble} trouble
   */
  constructor(source, from, end, trouble) {
    this.source = source;
    this.trouble = trouble;
    this.limit = end;
    this.at = from;
    /** Where the element read last starts. */
    this.lastAt = from;
  }

  /**
   * Reads bytes from outside, which must be one element.
   *
   * @param {Uint8Array} bytes
   * @param {number} bytesMax
   */
  static ofBytes(bytes, bytesMax) {
    if (bytes.length > bytesMax) {
      const reader = new DerReader(EMPTY, 0, 0, new Trouble());
      reader.refuseAt(0, 'INPUT_TOO_LONG');
      return reader;
    }
    return DerReader.checked(bytes, 0, bytes.length, new Trouble());
  }

  /** Reads an element that was set aside before. @param {Encoded} element */
  static of({ source, at, length }) {
    return DerReader.checked(source, at, at + length, new Trouble());
  }

  /**
   * @param {Uint8Array} source
   * @param {number} from
   * @param {number} to
   * @param {Trouble} trouble
   */
  static checked(source, from, to, trouble) {
    const reader = new DerReader(source, from, to, trouble);
    const fault = faultOfOne(source, from, to);
    if (fault !== null) {
      reader.refuseAt(fault.at, fault.reason);
    }
    return reader;
  }

  /** True from the first fault on, wherever it was. */
  isRefused() {
    return this.trouble.reason !== null;
  }

  /** True while another element follows. */
  hasNext() {
    return this.trouble.reason === null && this.at < this.limit;
  }

  /** The tag of the next element; NONE when none follows. */
  peek() {
    return this.hasNext() ? this.source[this.at] : Tag.NONE;
  }

  /** Whether the next element has this tag. @param {number} tag */
  isNext(tag) {
    return this.hasNext() && this.source[this.at] === tag;
  }

  /** Enters an element that holds others. @param {number} tag */
  enter(tag) {
    return this.step(tag)
      ? new DerReader(this.source, this.contentAt(), this.at, this.trouble)
      : new DerReader(this.source, this.limit, this.limit, this.trouble);
  }

  /** Enters an octet string whose content is one element itself. */
  enterOctets() {
    return this.step(Tag.OCTET_STRING)
      ? DerReader.checked(this.source, this.contentAt(), this.at, this.trouble)
      : new DerReader(this.source, this.limit, this.limit, this.trouble);
  }

  /** Sets an element aside: of this kind, or whatever it is. @param {number} [tag] */
  element(tag = this.peek()) {
    return this.step(tag)
      ? new Encoded(this.source, this.lastAt, this.at - this.lastAt)
      : new Encoded(EMPTY);
  }

  /** Steps over an element, whatever it is. */
  skip() {
    this.step(this.peek());
  }

  bool() {
    return this.step(Tag.BOOLEAN) && this.source[this.contentAt()] !== 0;
  }

  /**
   * A whole number of at most so many bytes.
   *
   * @param {number} bytesMax
   * @param {number} [tag]
   */
  integer(bytesMax, tag = Tag.INTEGER) {
    if (!this.step(tag)) {
      return 0n;
    }
    const from = this.contentAt();
    if (!isShortestInteger(this.source, from, this.at)) {
      this.refuse('INTEGER_NOT_SHORTEST');
      return 0n;
    }
    if (this.at - from > bytesMax) {
      this.refuse('OUT_OF_RANGE');
      return 0n;
    }
    return signed(this.source.subarray(from, this.at));
  }

  /**
   * A whole number from 0 to `max`, which is below 2^31.
   *
   * @param {number} max
   * @param {number} [tag]
   */
  number(max, tag = Tag.INTEGER) {
    const value = Number(this.integer(4, tag));
    if (value < 0 || value > max) {
      this.refuse('OUT_OF_RANGE');
      return 0;
    }
    return value;
  }

  /** The content of an octet string of at most this length. @param {number} lengthMax */
  octets(lengthMax) {
    return this.content(Tag.OCTET_STRING, lengthMax);
  }

  /**
   * The content of an element that holds a value, in place.
   *
   * @param {number} tag
   * @param {number} lengthMax
   */
  content(tag, lengthMax) {
    if (!this.step(tag)) {
      return EMPTY;
    }
    const from = this.contentAt();
    if (this.at - from > lengthMax) {
      this.refuse('WRONG_LENGTH');
      return EMPTY;
    }
    return this.source.subarray(from, this.at);
  }

  /** The bytes of a bit string that has no unused bits. */
  bytesOfBits() {
    const content = this.content(Tag.BIT_STRING, Infinity);
    if (content.length === 0 || content[0] !== 0) {
      this.refuse('BAD_BIT_STRING');
      return EMPTY;
    }
    return content.subarray(1);
  }

  /** The first 16 named bits of a bit string: bit n of the answer is named bit n. */
  namedBits() {
    const content = this.content(Tag.BIT_STRING, 64);
    if (this.isRefused()) {
      return 0;
    }
    if (!isBitString(content, 0, content.length)) {
      this.refuse('BAD_BIT_STRING');
      return 0;
    }
    let bits = 0;
    for (let i = 0; i < 16; i++) {
      const index = 1 + (i >> 3);
      if (index < content.length && (content[index] & (0x80 >>> (i & 7))) !== 0) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** An object identifier in dotted form. */
  oid() {
    if (!this.step(Tag.OID)) {
      return '';
    }
    /** @type {bigint[]} */
    const arcs = [];
    let arc = 0n;
    for (let i = this.contentAt(); i < this.at; i++) {
      arc = (arc << 7n) | BigInt(this.source[i] & 0x7f);
      if (this.source[i] < 0x80) {
        arcs.push(arc);
        arc = 0n;
      }
    }
    // X.690 §8.19.4: the first number holds the first two arcs.
    const [both, ...rest] = arcs;
    const first = both < 40n ? 0n : both < 80n ? 1n : 2n;
    return [first, both - 40n * first, ...rest].join('.');
  }

  /** A time in one of the two forms; the start of 1970 after a fault. */
  time() {
    if (this.isNext(Tag.UTC_TIME)) {
      this.skip();
      return this.known(utcTime(this.source, this.contentAt(), this.at));
    }
    return this.generalizedTime();
  }

  /** A time in the longer form. */
  generalizedTime() {
    return this.step(Tag.GENERALIZED_TIME)
      ? this.known(generalizedTime(this.source, this.contentAt(), this.at))
      : 0n;
  }

  /** @param {bigint | null} time */
  known(time) {
    if (time === null) {
      this.refuse('BAD_TIME');
    }
    return time ?? 0n;
  }

  /** Says that nothing may follow here. */
  done() {
    if (this.hasNext()) {
      this.refuseAt(this.at, 'UNREAD_ELEMENTS');
    }
  }

  /** Refuses elements that are not in the order of a SET OF (X.690 §11.6). */
  mustBeSorted() {
    const { source } = this;
    let next = this.at;
    let before = next;
    while (next < this.limit && !this.isRefused()) {
      const after = contentAt(source, next) + contentBytes(source, next);
      if (before < next && compare(source, next, after, source, before, next) < 0) {
        this.refuseAt(next, 'SET_ORDER');
      }
      before = next;
      next = after;
    }
  }

  /** Refuses the input because the element read last does not suit. @param {string} reason */
  refuse(reason) {
    this.refuseAt(this.lastAt, reason);
  }

  /**
   * An earlier refusal stands.
   *
   * @param {number} offset
   * @param {string} reason
   */
  refuseAt(offset, reason) {
    if (this.trouble.reason === null) {
      this.trouble.reason = reason;
      this.trouble.at = offset;
    }
  }

  /** True when all was read without a fault. */
  end() {
    this.done();
    return this.trouble.reason === null;
  }

  /** The reason of the first fault. */
  reason() {
    return this.trouble.reason ?? '';
  }

  /** What was wrong, for a person. */
  refusal() {
    return `${this.trouble.reason} at byte ${this.trouble.at}`;
  }

  /** Steps over an element of this kind; false on a fault. @param {number} tag */
  step(tag) {
    if (this.trouble.reason !== null) {
      return false;
    }
    this.lastAt = this.at;
    if (this.at >= this.limit) {
      this.refuse('MISSING');
      return false;
    }
    if (this.source[this.at] !== tag) {
      this.refuse('WRONG_TAG');
      return false;
    }
    this.at = contentAt(this.source, this.at) + contentBytes(this.source, this.at);
    return true;
  }

  contentAt() {
    return contentAt(this.source, this.lastAt);
  }
}

/**
 * An element of these parts, one behind the other.
 *
 * @param {number} tag
 * @param {Uint8Array[]} parts
 */
export function writeElement(tag, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [tag];
  if (length < 0x80) {
    head.push(length);
  } else {
    const bytes = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) {
      bytes.unshift(rest % 0x100);
    }
    head.push(0x80 | bytes.length, ...bytes);
  }
  const element = new Uint8Array(head.length + length);
  element.set(head);
  let at = head.length;
  for (const part of parts) {
    element.set(part, at);
    at += part.length;
  }
  return element;
}
