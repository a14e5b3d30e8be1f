/**
 * Headers of blocks, byte for byte as the chain hashes them. Each fork of a chain appends fields;
 * those that are read here have kept their places since the first one, and the rest is opaque.
 */
import { KECCAK_BYTES, hashText, keccak } from './keccak.js';
import { RlpReader } from './rlp.js';

/**
 * @typedef {object} BlockHeader
 * @property {string} hash 0x and 64 digits
 * @property {string} parent
 * @property {string} transactionsRoot
 * @property {bigint} number
 * @property {bigint} seconds since 1970: what the block's maker said the time was
 */

/** Chains that name their validators in a header fill a few kilobytes. */
export const HEADER_BYTES_MAX = 1 << 14;

/** The first fork had 15; 21 are in use, and more will come. */
const FIELDS_MIN = 12;

const FIELDS_MAX = 40;

/** The last second of the year 9999: what is later is no time. */
const TIME_SECONDS_MAX = 253_402_300_799n;

/** So many numbers stay free above the largest, as in the command line. */
const NUMBER_MAX = 0x7fff_ffff_ffff_ffffn - 0x10_0000n;

/**
 * Reads one (yellow paper §4.4); a text says what is wrong.
 *
 * @param {Uint8Array} rlp
 * @returns {BlockHeader | string}
 */
export function readHeader(rlp) {
  const reader = new RlpReader(rlp);
  const skip = (/** @type {number} */ count) => {
    for (let i = 0; i < count; i++) {
      reader.skip();
    }
  };
  reader.list();
  const parent = hashText(reader.bytesExactly(KECCAK_BYTES));
  skip(3); // ommers, beneficiary, state
  const transactionsRoot = hashText(reader.bytesExactly(KECCAK_BYTES));
  reader.bytesExactly(KECCAK_BYTES); // receipts
  skip(2); // bloom, difficulty
  const number = reader.number(NUMBER_MAX);
  skip(2); // gas limit, gas used
  const seconds = reader.number(TIME_SECONDS_MAX);
  for (let count = FIELDS_MIN; reader.hasNext(); count++) {
    if (count === FIELDS_MAX) {
      reader.refuse(`a header has more than ${FIELDS_MAX} fields`);
    }
    reader.skip();
  }
  reader.leave();
  const fault = reader.end();
  return fault === null
    ? { hash: keccak(rlp), parent, transactionsRoot, number, seconds }
    : `header: ${fault}`;
}

/** @param {BlockHeader} header */
export function headerText({ number, hash }) {
  return `block ${number} ${hash}`;
}
