/** One JSON text, RFC 8259, as RFC 7493 narrows it: read as strictly as by the command line. */
import { fromUtf8 } from './bytes.js';

const NUMBER_CHARS_MAX = 1_000;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const BLANKS = /[ \t\n\r]*/y;
const PLAIN = /[^\u0000-\u001f"\\]*/y;
const FOUR_DIGITS = /[0-9a-fA-F]{4}/y;

/** @type {Record<string, string>} */
const ESCAPED = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};

/**
 * @typedef {{ bytesMax: number, depthMax: number, valuesMax: number }} JsonLimits
 * @typedef {string | number | boolean | null | JsonValue[] | Map<string, any>} JsonValue
 */

/** The text is none; where and why nobody asks. */
class NoJsonError extends Error {}

class JsonReader {
  /**
   * @param {string} text
   * @param {JsonLimits} limits
   */
  constructor(text, limits) {
    this.text = text;
    this.limits = limits;
    this.at = 0;
    this.values = 0;
  }

  /** @returns {JsonValue} */
  read() {
    const value = this.value(0);
    this.match(BLANKS);
    return this.at < this.text.length ? this.refuse() : value;
  }

  /** @returns {never} */
  refuse() {
    throw new NoJsonError();
  }

  /** What matches here, which may be nothing; null when nothing does. @param {RegExp} form */
  match(form) {
    form.lastIndex = this.at;
    const found = form.exec(this.text);
    this.at += found === null ? 0 : found[0].length;
    return found === null ? null : found[0];
  }

  /** @param {string} expected */
  takes(expected) {
    this.match(BLANKS);
    const isThere = this.text.startsWith(expected, this.at);
    this.at += isThere ? expected.length : 0;
    return isThere;
  }

  /**
   * @param {number} depth
   * @returns {JsonValue}
   */
  value(depth) {
    this.values++;
    if (this.values > this.limits.valuesMax) {
      this.refuse();
    }
    if (this.takes('{')) {
      return this.object(depth + 1);
    }
    if (this.takes('[')) {
      return this.array(depth + 1);
    }
    if (this.text[this.at] === '"') {
      return this.string();
    }
    for (const [word, value] of /** @type {const} */ ([
      ['true', true], ['false', false], ['null', null],
    ])) {
      if (this.takes(word)) {
        return value;
      }
    }
    return this.number();
  }

  /** @param {number} depth */
  enter(depth) {
    if (depth > this.limits.depthMax) {
      this.refuse();
    }
  }

  /** @param {number} depth */
  object(depth) {
    this.enter(depth);
    /** @type {Map<string, any>} */
    const fields = new Map();
    if (this.takes('}')) {
      return fields;
    }
    do {
      this.match(BLANKS);
      const name = this.string();
      if (!this.takes(':') || fields.has(name)) {
        this.refuse();
      }
      fields.set(name, this.value(depth));
    } while (this.takes(','));
    return this.takes('}') ? fields : this.refuse();
  }

  /** @param {number} depth */
  array(depth) {
    this.enter(depth);
    /** @type {JsonValue[]} */
    const items = [];
    if (this.takes(']')) {
      return items;
    }
    do {
      items.push(this.value(depth));
    } while (this.takes(','));
    return this.takes(']') ? items : this.refuse();
  }

  number() {
    const text = this.match(NUMBER);
    const value = Number(text);
    return text === null || text.length > NUMBER_CHARS_MAX || !Number.isFinite(value)
      ? this.refuse()
      : value;
  }

  /** @returns {string} */
  string() {
    if (this.text[this.at] !== '"') {
      this.refuse();
    }
    this.at++;
    let out = this.match(PLAIN) ?? '';
    while (this.text[this.at] === '\\') {
      out += this.escaped() + this.match(PLAIN);
    }
    if (this.text[this.at] !== '"' || /\p{Surrogate}/u.test(out)) {
      this.refuse();
    }
    this.at++;
    return out;
  }

  escaped() {
    const kind = this.text[this.at + 1] ?? '';
    this.at += 2;
    if (kind === 'u') {
      const digits = this.match(FOUR_DIGITS) ?? this.refuse();
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return ESCAPED[kind] ?? this.refuse();
  }
}

/**
 * The value of bytes that are exactly one; undefined for all else.
 *
 * @param {Uint8Array} bytes
 * @param {JsonLimits} limits
 * @returns {JsonValue | undefined}
 */
export function readJson(bytes, limits) {
  const text = bytes.length > limits.bytesMax ? null : fromUtf8(bytes);
  if (text === null) {
    return undefined;
  }
  try {
    return new JsonReader(text, limits).read();
  } catch (problem) {
    if (problem instanceof NoJsonError) {
      return undefined;
    }
    throw problem;
  }
}
