/** The small parts of a bundle: docs/formats/bundle.cddl. */
import { CborReader, NULL } from './cbor.js';
import { isPath } from './merkle.js';
import { FILES_MAX } from './zip.js';

const WORD_BYTES_MAX = 255;
const ID_MAX = 0xffff_ffff;
const POINTS_MAX = 4096;
const DEVICES_MAX = 64;
const HEADS_MAX = 16;
const MIB = 1 << 20;

/** An item that does not decode; `version` where it is of one that is not known here. */
/** @typedef {{ refused: string, isOtherVersion: boolean }} Refused */

/**
 * @typedef {object} About what a bundle says it is: its maker's word
 * @property {string} log
 * @property {string} origin
 * @property {number} source
 * @property {string} name
 * @property {string[]} devices
 * @property {bigint} from
 * @property {bigint} to
 * @property {string[] | null} points
 * @property {string[]} redacted
 * @property {bigint} made
 * @property {number} files
 * @property {bigint} blocks
 * @property {bigint} records
 *
 * @typedef {{ note: Uint8Array, growth: Uint8Array }} Head
 * @typedef {{ head: number, kind: 'rfc3161' | 'evm', name: string, proof: Uint8Array }} Anchor
 */

/**
 * @template T
 * @param {CborReader} reader
 * @param {T} value
 * @returns {T | Refused}
 */
function ended(reader, value) {
  return reader.end()
    ? value
    : { refused: reader.refusal(), isOtherVersion: reader.fault === 'OTHER_VERSION' };
}

/** @param {CborReader} reader */
function word(reader) {
  const text = reader.text(WORD_BYTES_MAX);
  if (text === '') {
    reader.refuse('OUT_OF_RANGE');
  }
  return text;
}

/**
 * @param {CborReader} reader
 * @param {number} countMax
 */
function words(reader, countMax) {
  const count = reader.array();
  if (count > countMax) {
    reader.refuse('OUT_OF_RANGE');
  }
  const all = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    all.push(word(reader));
  }
  return all;
}

/**
 * @param {Uint8Array} bytes
 * @returns {About | Refused}
 */
export function readAbout(bytes) {
  const reader = new CborReader(4 * MIB).reset(bytes);
  reader.expectArray(11);
  if (reader.unsigned() !== 1n) {
    reader.refuse('OTHER_VERSION');
  }
  const log = word(reader);
  reader.expectArray(4);
  const origin = word(reader);
  const source = reader.number(ID_MAX);
  const name = word(reader);
  const devices = words(reader, DEVICES_MAX);
  const from = reader.unsigned();
  const to = reader.unsigned();
  let points = null;
  if (reader.peek() === NULL) {
    reader.expectNull();
  } else {
    points = words(reader, POINTS_MAX);
  }
  const redacted = words(reader, POINTS_MAX);
  const made = reader.unsigned();
  const files = reader.number(FILES_MAX);
  const blocks = reader.unsigned();
  const records = reader.unsigned();
  if (to < from || points?.length === 0) {
    reader.refuse('OUT_OF_RANGE');
  }
  return ended(reader, {
    log, origin, source, name, devices, from, to, points, redacted, made, files, blocks, records,
  });
}

/**
 * @param {Uint8Array} bytes
 * @returns {Head[] | Refused}
 */
export function readHeads(bytes) {
  const reader = new CborReader(17 * MIB).reset(bytes);
  const count = reader.array();
  if (count < 1 || count > HEADS_MAX) {
    reader.refuse('OUT_OF_RANGE');
  }
  /** @type {Head[]} */
  const heads = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    reader.expectArray(2);
    const note = reader.bytes(MIB);
    const growth = reader.bytes(124 * 32);
    if (note.length === 0 || !isPath(growth) || (i === 0 && growth.length > 0)) {
      reader.refuse('OUT_OF_RANGE');
    }
    heads.push({ note, growth });
  }
  return ended(reader, heads);
}

/**
 * @param {Uint8Array} bytes
 * @returns {Anchor | Refused}
 */
export function readAnchor(bytes) {
  const reader = new CborReader(4 * MIB + 1024).reset(bytes);
  reader.expectArray(4);
  const head = reader.number(HEADS_MAX - 1);
  const kind = reader.number(1) === 0 ? 'rfc3161' : 'evm';
  const name = reader.text(WORD_BYTES_MAX);
  const proof = reader.bytes(4 * MIB);
  if (name === '' || proof.length === 0) {
    reader.refuse('OUT_OF_RANGE');
  }
  return ended(reader, /** @type {Anchor} */ ({ head, kind, name, proof }));
}
