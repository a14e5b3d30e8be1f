/**
 * Reads RLP items one after another and takes the one spelling of each only (Ethereum yellow paper,
 * appendix B). Nothing that the bytes say makes it throw: the first fault is kept with its place,
 * and from then on every method answers a neutral value.
 */
import { EMPTY } from '../bytes.js';

const STRING = 0x80;
export const LIST = 0xc0;

/** Longer content has its length in bytes of its own. */
const SHORT_MAX = 55;

/** Lists in lists: an access list in a transaction has four levels, no format of ours more. */
const DEPTH_MAX = 8;

/** A length of more bytes is longer than any array. */
const LENGTH_BYTES_MAX = 4;

export class RlpReader {
  /** @param {Uint8Array} source */
  constructor(source) {
    this.source = source;
    /** Where each open list ends; the first is the input itself. */
    this.ends = [source.length];
    this.at = 0;
    // The head read last.
    this.isList = false;
    this.headAt = 0;
    this.contentAt = 0;
    this.contentBytes = 0;
    /** @type {string | null} */
    this.fault = null;
  }

  /** Where the innermost open list ends. */
  limit() {
    return this.ends[this.ends.length - 1];
  }

  /** True while another item follows in the innermost open list. */
  hasNext() {
    return this.fault === null && this.at < this.limit();
  }

  /** Enters a list. */
  list() {
    if (this.head() && this.isKind(true)) {
      this.open();
    }
  }

  /** Leaves the innermost open list, which must have been read to its end. */
  leave() {
    if (this.fault !== null) {
      return;
    }
    if (this.at < this.limit()) {
      this.refuseAt(this.at, 'a list holds more items than it should');
    } else {
      this.ends.pop();
    }
  }

  /** A byte string of at most this length, in place. @param {number} lengthMax */
  bytes(lengthMax) {
    return this.string(0, lengthMax) ? this.content() : EMPTY;
  }

  /** A byte string of exactly this length; zeros after a fault. @param {number} length */
  bytesExactly(length) {
    return this.string(length, length) ? this.content() : new Uint8Array(length);
  }

  /** A number from 0 to `max`. @param {bigint} max */
  number(max) {
    if (!this.string(0, 8)) {
      return 0n;
    }
    let value = 0n;
    for (const byte of this.content()) {
      value = (value << 8n) | BigInt(byte);
    }
    if (this.contentBytes > 0 && this.source[this.contentAt] === 0) {
      this.refuse('a number has a leading zero');
    } else if (value > max) {
      this.refuse(`a number is above ${max}`);
    }
    return this.fault === null ? value : 0n;
  }

  /** Steps over one item with all it holds, checking all of it. */
  skip() {
    const outside = this.ends.length;
    do {
      if (!this.head()) {
        return;
      }
      if (this.isList) {
        this.open();
      } else {
        this.at = this.contentAt + this.contentBytes;
      }
      while (this.fault === null && this.ends.length > outside && this.at === this.limit()) {
        this.ends.pop();
      }
    } while (this.fault === null && this.ends.length > outside);
  }

  /** Why the input was not what it had to be, read to its end; null when it was. */
  end() {
    if (this.fault === null && this.ends.length > 1) {
      this.refuseAt(this.at, 'a list was not read to its end');
    }
    if (this.fault === null && this.at < this.source.length) {
      this.refuseAt(this.at, 'bytes follow the last item');
    }
    return this.fault;
  }

  open() {
    if (this.ends.length > DEPTH_MAX) {
      this.refuse(`lists are nested deeper than ${DEPTH_MAX}`);
      return;
    }
    this.ends.push(this.contentAt + this.contentBytes);
    this.at = this.contentAt;
  }

  /**
   * @param {number} lengthMin
   * @param {number} lengthMax
   */
  string(lengthMin, lengthMax) {
    if (!this.head() || !this.isKind(false)) {
      return false;
    }
    const length = this.contentBytes;
    if (length < lengthMin || length > lengthMax) {
      const range = lengthMin === lengthMax ? lengthMin : `${lengthMin}..${lengthMax}`;
      this.refuse(`a string has ${length} bytes, not ${range}`);
      return false;
    }
    this.at = this.contentAt + length;
    return true;
  }

  /** @param {boolean} wantsList */
  isKind(wantsList) {
    if (this.isList !== wantsList) {
      this.refuse(wantsList ? 'a string stands for a list' : 'a list stands for a string');
    }
    return this.fault === null;
  }

  content() {
    return this.source.subarray(this.contentAt, this.contentAt + this.contentBytes);
  }

  /** Reads the head of the next item; its content is known to lie in the innermost open list. */
  head() {
    if (this.fault !== null) {
      return false;
    }
    this.headAt = this.at;
    if (this.at === this.limit()) {
      this.refuse('an item is missing');
      return false;
    }
    const first = this.source[this.at];
    this.isList = first >= LIST;
    if (first < STRING) {
      this.contentAt = this.at;
      this.contentBytes = 1;
      return true;
    }
    const length = first - (this.isList ? LIST : STRING);
    return length <= SHORT_MAX ? this.shortHead(length) : this.longHead(length - SHORT_MAX);
  }

  /** @param {number} length */
  shortHead(length) {
    this.contentAt = this.at + 1;
    this.contentBytes = length;
    if (length > this.limit() - this.contentAt) {
      this.refuse('an item is longer than what it stands in');
    } else if (!this.isList && length === 1 && this.source[this.contentAt] < STRING) {
      this.refuse('a byte below 0x80 has a head');
    }
    return this.fault === null;
  }

  /** @param {number} lengthBytes */
  longHead(lengthBytes) {
    const { source, at } = this;
    if (lengthBytes > LENGTH_BYTES_MAX || lengthBytes > this.limit() - at - 1) {
      this.refuse('an item is longer than what it stands in');
      return false;
    }
    let length = 0;
    for (let i = 1; i <= lengthBytes; i++) {
      length = length * 0x100 + source[at + i];
    }
    this.contentAt = at + 1 + lengthBytes;
    if (source[at + 1] === 0 || length <= SHORT_MAX) {
      this.refuse('a length is not in its shortest form');
    } else if (length > this.limit() - this.contentAt) {
      this.refuse('an item is longer than what it stands in');
    } else {
      this.contentBytes = length;
    }
    return this.fault === null;
  }

  /** Refuses the input because the item read last does not suit. @param {string} why */
  refuse(why) {
    this.refuseAt(this.headAt, why);
  }

  /**
   * An earlier refusal stands.
   *
   * @param {number} offset
   * @param {string} why
   */
  refuseAt(offset, why) {
    this.fault ??= `${why} (byte ${offset})`;
  }
}
