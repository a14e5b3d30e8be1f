/** Reads proofs that a block of a chain holds a transaction: docs/formats/chain-anchor.md §2. */
import { CborReader } from '../cbor.js';
import { HEADER_BYTES_MAX } from './header.js';
import { TRANSACTION_BYTES_MAX } from './transaction.js';
import { NODES_MAX, NODE_BYTES_MAX } from './trie.js';

/**
 * @typedef {object} ChainAnchor
 * @property {bigint} chainId
 * @property {Uint8Array[]} headers of the block that holds the transaction, and of those after it
 * @property {number} index of the transaction in the block
 * @property {Uint8Array} transaction as the block holds it
 * @property {Uint8Array[]} nodes of the block's trie, from its root to the transaction
 */

/** Room for the largest number of usual headers four times over. */
const BYTES_MAX = 1 << 20;

/** Nobody waits for more; blocks are final on every chain we know long before. */
const FOLLOWING_MAX = 256;

const ITEMS = 7;
const INT_MAX = 0x7fff_ffff;

export const VERSION = 1n;

/**
 * Reads the form of the whole, not headers, transaction and nodes; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {ChainAnchor | string}
 */
export function readChainAnchor(bytes) {
  const reader = new CborReader(BYTES_MAX).reset(bytes);
  reader.expectArray(ITEMS);
  if (reader.unsigned() !== VERSION) {
    reader.refuse('UNKNOWN_VERSION');
  }
  const chainId = reader.unsigned();
  const header = reader.bytes(HEADER_BYTES_MAX);
  const index = reader.number(INT_MAX);
  const transaction = reader.bytes(TRANSACTION_BYTES_MAX);
  const nodes = readStrings(reader, NODES_MAX, NODE_BYTES_MAX);
  const following = readStrings(reader, FOLLOWING_MAX, HEADER_BYTES_MAX);
  if (!reader.end()) {
    return reader.refusal();
  }
  return chainId === 0n
    ? 'chain id is 0, must be 1 or more'
    : { chainId, headers: [header, ...following], index, transaction, nodes };
}

/**
 * @param {CborReader} reader
 * @param {number} countMax
 * @param {number} bytesMax
 */
function readStrings(reader, countMax, bytesMax) {
  const count = reader.array();
  if (count > countMax) {
    reader.refuse('TOO_MANY');
  }
  const strings = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    strings.push(reader.bytes(bytesMax));
  }
  return strings;
}

/**
 * The version in the first item, where the bytes begin like a proof of any version; else 0.
 *
 * @param {Uint8Array} bytes
 */
export function versionOf(bytes) {
  if (bytes.length > BYTES_MAX || bytes.length === 0) {
    return 0n;
  }
  const reader = new CborReader(BYTES_MAX).reset(bytes);
  return reader.array() === 0 ? 0n : reader.unsigned();
}
