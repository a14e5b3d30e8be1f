/** Signed headers of blocks: docs/formats/block.md §3, §4 and §9. */
import { equal, toHex } from './bytes.js';
import { CborReader } from './cbor.js';
import { areClaims, readSign1, sigStructure } from './cose.js';
import { EMPTY_ROOT } from './merkle.js';
import { sha256 } from './sha256.js';

export const RECORDS_MAX = 4096;
export const RECORDS_BYTES_MAX = 1_048_576;

const CONTENT_TYPE = 'application/vnd.penstock.block';
const EXTERNAL_AAD = 'penstock-block-v1';
const ENVELOPE_BYTES_MAX = 8192;
const HEADER_BYTES_MAX = 640;
const ORIGIN_BYTES_MAX = 255;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

const BOOT = 1;
const GROUP = 2;
const KEY_CHANGE = 4;
const KEY_CONFIRM = 8;
const CHAIN_RESET = 16;
const SLEEP = 32;

/**
 * @typedef {object} Header
 * @property {string} origin
 * @property {string} chain in hexadecimal
 * @property {bigint} boot
 * @property {bigint} seq
 * @property {bigint} first
 * @property {number} count
 * @property {Uint8Array} previous
 * @property {bigint} start
 * @property {bigint} end
 * @property {bigint | null} wall
 * @property {number} flags
 * @property {Uint8Array} root
 * @property {number} size
 *
 * @typedef {object} Block
 * @property {Header} header
 * @property {string} kid in hexadecimal
 * @property {import('./cose.js').Signed} message
 * @property {Uint8Array} structure what the signature covers
 * @property {Uint8Array} link
 */

/**
 * Reads a leaf; null when it is no block.
 *
 * @param {Uint8Array} leaf
 * @returns {Block | null}
 */
export function readBlock(leaf) {
  const message = readSign1(leaf, ENVELOPE_BYTES_MAX);
  if (
    message === null ||
    message.contentType !== CONTENT_TYPE ||
    message.kid?.length !== 32 ||
    message.parameters !== (message.claims === null ? 3 : 4) ||
    (message.claims !== null && !areClaims(message.claims))
  ) {
    return null;
  }
  const header = readHeader(message.payload);
  if (header === null) {
    return null;
  }
  const structure = sigStructure(message, EXTERNAL_AAD);
  return { header, kid: toHex(message.kid), message, structure, link: sha256(structure) };
}

/**
 * @param {Uint8Array} payload
 * @returns {Header | null}
 */
function readHeader(payload) {
  const reader = new CborReader(HEADER_BYTES_MAX).reset(payload);
  reader.expectArray(17);
  if (reader.unsigned() !== 1n) {
    reader.refuse('VERSION');
  }
  const origin = reader.text(ORIGIN_BYTES_MAX);
  const chain = toHex(reader.bytesExactly(16));
  const boot = reader.unsigned();
  const seq = reader.unsigned();
  const first = reader.unsigned();
  const count = reader.number(RECORDS_MAX);
  const previous = reader.bytesExactly(32);
  const start = reader.unsigned();
  const end = reader.unsigned();
  const wall = reader.takeNull() ? null : reader.unsigned();
  const quality = reader.number(62);
  if (!reader.takeNull()) {
    reader.bytesExactly(32);
  }
  if (!reader.takeNull()) {
    reader.bytesExactly(16);
  }
  const flags = reader.number(63);
  const root = reader.bytesExactly(32);
  const size = reader.number(RECORDS_BYTES_MAX);
  const header = {
    origin, chain, boot, seq, first, count, previous, start, end, wall, flags, root, size,
  };
  return reader.end() && areFieldsSound(header, quality) ? header : null;
}

/**
 * The rules of block.md §9 that no single field can hold.
 *
 * @param {Header} header
 * @param {number} quality
 */
function areFieldsSound(header, quality) {
  const { origin, seq, first, count, previous, start, end, wall, flags, root, size } = header;
  const isEmpty = count === 0;
  if (
    origin === '' ||
    end < start ||
    (wall === null && quality !== 0) ||
    first > LONG_MAX - BigInt(count) ||
    isEmpty !== (size === 0) ||
    isEmpty !== equal(root, EMPTY_ROOT)
  ) {
    return false;
  }
  const has = (/** @type {number} */ flag) => (flags & flag) !== 0;
  const isFirstSound = first === 0n && has(BOOT) && previous.every((byte) => byte === 0);
  if (seq === 0n ? !isFirstSound : has(CHAIN_RESET)) {
    return false;
  }
  const isPromise = has(KEY_CHANGE) || has(KEY_CONFIRM) || has(CHAIN_RESET);
  return !(has(KEY_CHANGE) && has(KEY_CONFIRM)) && !(has(GROUP) && has(SLEEP)) &&
    !(isEmpty && isPromise);
}
