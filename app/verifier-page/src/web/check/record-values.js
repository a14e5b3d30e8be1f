/** Whole records, read as strictly as they are written: docs/formats/records.cddl. */
import {
  ARRAY, BOOL, BYTES, CborReader, FLOAT, MAP, NEGATIVE, NULL, TAG, TEXT, UNSIGNED,
} from './cbor.js';

const RECORD_BYTES_MAX = 131_072;
const ID_MAX = 0xffff_ffff;
const WORD_BYTES_MAX = 255;
const PROSE_BYTES_MAX = 4096;
const EVIDENCE_BYTES_MAX = 65_536;
const DETAILS_MAX = 64;
const LIST_MAX = 65_536;
const SEVERITY_MAX = 1000;
const SEALED = 0xd0;

export const SAMPLE = 1;
export const ACCESS = 3;
export const GAP = 10;
export const DICTIONARY = 11;
export const BOOT = 12;
export const FINDING = 19;
export const STATEMENT = 21;
export const ROLL_CALL = 22;

/** The kinds whose values policy may seal. */
const SHREDDABLE = [1, 2, 3];
const POINT_REQUIRED = [SAMPLE];
const POINT_OPTIONAL = [2, 4, 5, 6, 7, 9, GAP, DICTIONARY];

/** @typedef {(reader: CborReader) => any} Field */

/**
 * @typedef {object} LedgerRecord
 * @property {bigint} seq
 * @property {number} kind
 * @property {number} source
 * @property {number | null} point
 * @property {bigint | null} sourceTime
 * @property {bigint | null} receivedTime
 * @property {number} quality
 * @property {any} value the fields of its kind in their order; `null` for a sealed one
 */

/** @type {Field} */
const number = (reader) => reader.unsigned();
/** @type {Field} */
const word = (reader) => {
  const text = reader.text(WORD_BYTES_MAX);
  if (text === '') {
    reader.refuse('WORD_EMPTY');
  }
  return text;
};
/** @type {Field} */
const prose = (reader) => reader.text(PROSE_BYTES_MAX);
/** @type {Field} */
const digest = (reader) => reader.bytesExactly(32);
/** @type {Field} */
const id16 = (reader) => reader.bytesExactly(16);
/** @param {number} max @returns {Field} */
const upTo = (max) => (reader) => reader.number(max);
/** @param {number} count @returns {Field} */
const choice = (count) => upTo(count - 1);
/** @param {number} max @returns {Field} */
const bytes = (max) => (reader) => reader.bytes(max);
/** @param {Field} field @returns {Field} */
const orNull = (field) => (reader) => (reader.takeNull() ? null : field(reader));
/** @param {Field} field @returns {Field} */
const listOf = (field) => (reader) => {
  const count = Math.min(reader.array(), LIST_MAX);
  const all = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    all.push(field(reader));
  }
  return all;
};
/** @param {Field[]} fields @returns {Field} */
const arrayOf = (...fields) => (reader) => {
  reader.expectArray(fields.length);
  return fields.map((field) => field(reader));
};

/** The value of a null, a text or bytes; undefined for a good one of another form. @type {Field} */
const scalar = (reader) => {
  switch (reader.peek()) {
    case NULL:
      reader.skip();
      return null;
    case BOOL:
    case UNSIGNED:
    case FLOAT:
      reader.skip();
      break;
    case NEGATIVE:
      reader.integer();
      break;
    case TEXT:
      return reader.text(RECORD_BYTES_MAX);
    case BYTES:
      return reader.bytes(RECORD_BYTES_MAX);
    case TAG:
      reader.expectTag(4n);
      reader.expectArray(2);
      reader.integer(-128n, 127n);
      reader.integer();
      break;
    default:
      reader.refuse('SCALAR_FORM');
  }
  return undefined;
};

/** @type {Field} */
const oneOrMany = (reader) =>
  reader.peek() === ARRAY ? listOf(scalar)(reader) : scalar(reader);

/** @type {Field} */
const details = (reader) => {
  const count = reader.map();
  if (count > DETAILS_MAX) {
    reader.refuse('WRONG_COUNT');
  }
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    word(reader);
    oneOrMany(reader);
  }
};

/** @param {CborReader} reader @param {bigint} expected */
function key(reader, expected) {
  if (reader.unsigned() !== expected) {
    reader.refuse('CHOICE_UNKNOWN');
  }
}

/** The bytes themselves under 1, or under 3 and 4 what names them. @type {Field} */
const payload = (reader) => {
  const pairs = reader.map();
  key(reader, 0n);
  orNull(word)(reader);
  let form = reader.unsigned();
  const flags = form === 2n ? 1 : 0;
  if (form === 1n) {
    reader.bytesInPlace(RECORD_BYTES_MAX);
    if (pairs === 3) {
      key(reader, 2n);
      reader.number(7);
    } else if (pairs !== 2) {
      reader.refuse('WRONG_COUNT');
    }
    return;
  }
  if (form === 2n) {
    reader.number(7);
    form = reader.unsigned();
  }
  if (form !== 3n || pairs !== 3 + flags) {
    reader.refuse('CHOICE_UNKNOWN');
  }
  digest(reader);
  key(reader, 4n);
  reader.unsigned();
};

/** @type {Field} */
const sampleValue = (reader) => (reader.peek() === MAP ? payload : oneOrMany)(reader);

/** @type {Field} */
const tier = (reader) => {
  if (![0n, 2n, 32n, 96n].includes(reader.unsigned())) {
    reader.refuse('CHOICE_UNKNOWN');
  }
};

/** @type {Field} */
const nonce = (reader) => {
  if (reader.bytes(64).length < 8) {
    reader.refuse('WRONG_LENGTH');
  }
};

/** @type {Field} */
const nextKey = (reader) => {
  if (reader.bytes(4096).length < 1) {
    reader.refuse('WRONG_LENGTH');
  }
};

const tpmClock = arrayOf(number, number, number, (reader) => reader.bool());

/** @type {Field} */
const anchorResults = (reader) => {
  const one = arrayOf(choice(3), word, choice(3), orNull(number), orNull(digest), details);
  if (listOf(one)(reader).length === 0) {
    reader.refuse('LIST_EMPTY');
  }
};

const run = arrayOf(upTo(ID_MAX), upTo(ID_MAX), choice(3), number, orNull(number));

/** From, to, and runs that ascend and do not overlap. @type {Field} */
const rollCall = (reader) => {
  const [from, to, runs] = arrayOf(number, number, listOf(run))(reader);
  let above = -1;
  for (const [first, last] of runs) {
    if (first <= above || last < first) {
      reader.refuse('RUNS_NOT_ASCENDING');
    }
    above = last;
  }
  if (to < from) {
    reader.refuse('RANGE_BACKWARDS');
  }
  return [from, to, runs];
};

const maybeNumber = orNull(number);
const maybeWord = orNull(word);
const maybeDigest = orNull(digest);
const maybeId16 = orNull(id16);
const evidence = orNull(bytes(EVIDENCE_BYTES_MAX));

/** By code, from 1 on. @type {Field[]} */
const VALUES = [
  sampleValue,
  arrayOf(word, upTo(SEVERITY_MAX), orNull(prose), details),
  arrayOf(maybeId16, word, prose, choice(3), maybeId16, orNull(prose), details),
  arrayOf(word, choice(6), upTo(SEVERITY_MAX), orNull(prose), details),
  arrayOf(
    id16, word, sampleValue, maybeId16, orNull(prose), listOf(id16), maybeWord, maybeDigest,
    maybeDigest, details,
  ),
  arrayOf(id16, word, details),
  arrayOf(id16, choice(5), upTo(ID_MAX), sampleValue, details),
  arrayOf(
    word, choice(6), maybeDigest, maybeDigest, evidence, maybeWord, maybeId16, listOf(id16),
    orNull(prose), details,
  ),
  arrayOf(
    choice(3), maybeWord, digest, prose, word, prose, sampleValue, number, number, number,
    maybeDigest, details,
  ),
  arrayOf(
    choice(11), choice(4), maybeNumber, maybeNumber, maybeNumber, maybeNumber, maybeNumber,
    maybeDigest, maybeWord, maybeWord, details,
  ),
  arrayOf(word, maybeWord, maybeWord, maybeWord, maybeWord, maybeWord, choice(2), details),
  arrayOf(number, word, choice(3), orNull(tpmClock), details),
  arrayOf(choice(4), maybeDigest, digest, nextKey, number, orNull(prose), details),
  arrayOf(
    word, maybeId16, maybeNumber, maybeDigest, prose, listOf(id16), evidence, details,
  ),
  arrayOf(
    id16, number, digest, (reader) => reader.unsigned64(), choice(6), maybeNumber, details,
  ),
  arrayOf(id16, number, digest, number, number, id16),
  arrayOf(word, digest, evidence, orNull(nonce), tier, evidence, maybeNumber, details),
  arrayOf(word, number, digest, anchorResults),
  arrayOf(
    word, maybeWord, maybeId16, maybeNumber, maybeNumber, maybeNumber, number,
    listOf(bytes(EVIDENCE_BYTES_MAX)), maybeDigest, prose, details,
  ),
  arrayOf(word, word, number, digest, details),
  arrayOf(
    maybeId16, word, word, oneOrMany, maybeNumber, maybeNumber, listOf(digest), orNull(prose),
    details,
  ),
  rollCall,
];

/** @param {CborReader} reader @param {number} kind */
function sealed(reader, kind) {
  reader.expectTag(16n);
  if (!SHREDDABLE.includes(kind)) {
    reader.refuse('SEALED_NOT_ALLOWED');
  }
  reader.expectArray(3);
  if (String(reader.bytes(3)) !== '161,1,3') {
    reader.refuse('SCALAR_FORM');
  }
  reader.expectMap(2);
  key(reader, 4n);
  if (reader.bytes(32).length < 1) {
    reader.refuse('WRONG_LENGTH');
  }
  key(reader, 5n);
  reader.bytesExactly(12);
  reader.bytesInPlace(RECORD_BYTES_MAX);
  return null;
}

/**
 * Reads bytes that must be exactly one record; null when they are none.
 *
 * @param {Uint8Array} record
 * @returns {LedgerRecord | null}
 */
export function readRecord(record) {
  const reader = new CborReader(RECORD_BYTES_MAX).reset(record);
  reader.expectArray(8);
  const seq = reader.unsigned();
  const kind = reader.number(VALUES.length);
  const source = reader.number(ID_MAX);
  const point = orNull(upTo(ID_MAX))(reader);
  const sourceTime = maybeNumber(reader);
  const receivedTime = maybeNumber(reader);
  const quality = reader.number(ID_MAX);
  const mayHavePoint = POINT_REQUIRED.includes(kind) || POINT_OPTIONAL.includes(kind);
  const isPointRight = point === null ? !POINT_REQUIRED.includes(kind) : mayHavePoint;
  if (reader.isRefused() || kind < 1 || !isPointRight) {
    return null;
  }
  const isSealed = reader.peek() === TAG && record[reader.at] === SEALED;
  const value = isSealed ? sealed(reader, kind) : VALUES[kind - 1](reader);
  return reader.end()
    ? { seq, kind, source, point, sourceTime, receivedTime, quality, value }
    : null;
}
