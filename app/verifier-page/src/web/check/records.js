/** The records of a block, as far as the claims and a person need them: docs/formats/records.md. */
import { fromUtf8, toHex } from './bytes.js';
import {
  ARRAY, BOOL, BYTES, CborReader, FLOAT, MAP, NEGATIVE, NULL, TAG, TEXT, UNSIGNED,
} from './cbor.js';
import { DICTIONARY, readRecord } from './record-values.js';

const RECORD_BYTES_MAX = 131_072;
const ID_MAX = 0xffff_ffff;
const FIELDS = 0x88;
const NULL_BYTE = 0xf6;
const SEALED = 0xd0;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

/** By code, from 1 on. */
export const KINDS = [
  'sample', 'event', 'access', 'alarm', 'command-requested', 'command-dispatched',
  'command-result', 'configuration', 'policy-decision', 'gap', 'dictionary', 'boot', 'key-change',
  'chain-reset', 'arrival', 'ack', 'attestation', 'anchor', 'finding', 'snapshot', 'statement',
  'roll-call',
];

/** The fields before a record's value; the same object shows the next record then. */
export class RecordHead {
  constructor() {
    /** @type {DataView} */
    this.view = new DataView(new ArrayBuffer(0));
    this.at = 0;
    this.end = 0;
    this.isSound = false;
    this.seq = 0n;
    this.kind = 0;
    this.source = 0;
    /** @type {number | null} */
    this.point = null;
    /** @type {bigint | null} */
    this.sourceTime = null;
    /** @type {bigint | null} */
    this.receivedTime = null;
    this.quality = 0;
  }

  /**
   * Reads the fields of a record; false when these bytes do not begin one.
   *
   * @param {DataView} view
   * @param {number} from
   * @param {number} length
   */
  read(view, from, length) {
    this.view = view;
    this.at = from;
    this.end = from + length;
    this.isSound = length > 0 && view.getUint8(this.at++) === FIELDS;
    this.seq = this.long();
    this.kind = this.number(KINDS.length);
    this.isSound &&= this.kind >= 1;
    this.source = this.number(ID_MAX);
    this.point = this.takeNull() ? null : this.number(ID_MAX);
    this.sourceTime = this.takeNull() ? null : this.long();
    this.receivedTime = this.takeNull() ? null : this.long();
    this.quality = this.number(ID_MAX);
    return this.isSound;
  }

  takeNull() {
    const isNull = this.at < this.end && this.view.getUint8(this.at) === NULL_BYTE;
    this.at += isNull ? 1 : 0;
    return isNull;
  }

  /** The initial byte of a whole number, whose argument is there too; -1 on a fault. */
  head() {
    const head = this.at < this.end ? this.view.getUint8(this.at) : 0xff;
    const size = head < 24 ? 1 : head <= 27 ? 1 + (1 << (head - 24)) : 0;
    if (size === 0 || size > this.end - this.at) {
      this.isSound = false;
      return -1;
    }
    return head;
  }

  /** A whole number to `max`, which has at most 32 bits. @param {number} max */
  number(max) {
    const head = this.head();
    const { view, at } = this;
    let value = head;
    if (head < 24) {
      this.at += 1;
    } else if (head === 24) {
      value = view.getUint8(at + 1);
      this.at += 2;
    } else if (head === 25) {
      value = view.getUint16(at + 1);
      this.at += 3;
    } else if (head === 26) {
      value = view.getUint32(at + 1);
      this.at += 5;
    } else {
      value = -1;
    }
    this.isSound &&= value >= 0 && value <= max;
    return value;
  }

  /** A whole number below 2^63. */
  long() {
    const head = this.head();
    if (head !== 27) {
      return BigInt(this.number(ID_MAX));
    }
    const value = this.view.getBigUint64(this.at + 1);
    this.at += 9;
    this.isSound &&= value <= LONG_MAX;
    return value;
  }
}

const DEFINED = 0;

/**
 * The name that a dictionary record gives; null when these bytes are no such record.
 *
 * @param {Uint8Array} bytes
 * @returns {string | null}
 */
export function dictionaryName(bytes) {
  const record = readRecord(bytes);
  return record?.kind === DICTIONARY && record.value[6] === DEFINED ? record.value[0] : null;
}

const TEXT_MAX = 240;

/**
 * The value of a record as a person reads it, cut where it is long.
 *
 * @param {Uint8Array} record
 */
export function valueText(record) {
  const reader = new CborReader(RECORD_BYTES_MAX).reset(record);
  reader.expectArray(8);
  for (let i = 0; i < 7; i++) {
    reader.skip();
  }
  if (reader.isRefused()) {
    return '';
  }
  const name = dictionaryName(record);
  if (name !== null) {
    return name;
  }
  const isSealed = record[reader.at] === SEALED;
  const text = isSealed ? '(sealed: readable with its key only)' : itemText(reader);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

/**
 * @param {CborReader} reader
 * @returns {string}
 */
function itemText(reader) {
  switch (reader.peek()) {
    case NULL:
      reader.expectNull();
      return '–';
    case BOOL:
      return String(reader.bool());
    case UNSIGNED:
      return String(reader.unsigned64());
    case NEGATIVE:
      return String(reader.integer(-(1n << 64n)));
    case FLOAT:
      return floatText(reader.float());
    case TEXT:
      return reader.text(RECORD_BYTES_MAX);
    case BYTES:
      return bytesText(reader.bytes(RECORD_BYTES_MAX));
    case ARRAY:
      return listText(reader, reader.array());
    case MAP:
      return mapText(reader, reader.map());
    case TAG:
      return tagText(reader);
    default:
      return '';
  }
}

/** A float is never shown as a whole number: 1.0 is another value than 1. @param {number} value */
function floatText(value) {
  if (Object.is(value, -0)) {
    return '-0.0';
  }
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** Text where all of it can be read, else hexadecimal. @param {Uint8Array} bytes */
function bytesText(bytes) {
  const text = fromUtf8(bytes);
  return text !== null && text !== '' && !/[\p{C}]/u.test(text.replace(/[\n\r\t]/g, ' '))
    ? text
    : `0x${toHex(bytes.subarray(0, TEXT_MAX))}`;
}

/**
 * @param {CborReader} reader
 * @param {number} count
 */
function listText(reader, count) {
  const items = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    items.push(itemText(reader));
  }
  return `[${items.join(', ')}]`;
}

/**
 * @param {CborReader} reader
 * @param {number} count
 */
function mapText(reader, count) {
  /** @type {Map<string, string>} */
  const pairs = new Map();
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    const key = itemText(reader);
    pairs.set(key, itemText(reader));
  }
  // A message kept as bytes: what it says is what a person wants to see.
  const isMessage = pairs.has('0') && pairs.has('1');
  return isMessage
    ? (pairs.get('1') ?? '')
    : `{${[...pairs].map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

/** @param {CborReader} reader */
function tagText(reader) {
  const number = reader.tag();
  const isPair = number === 4n && reader.peek() === ARRAY && reader.array() === 2;
  if (!isPair) {
    return reader.isRefused() ? '' : `${number}(${itemText(reader)})`;
  }
  const exponent = Number(reader.integer());
  const mantissa = reader.integer();
  if (exponent >= 0 || exponent < -30) {
    return `${mantissa}e${exponent}`;
  }
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(1 - exponent, '0');
  const sign = mantissa < 0n ? '-' : '';
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}
