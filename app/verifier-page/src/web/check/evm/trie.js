/**
 * Walks the nodes that were shown from the root of a block's trie to the item at an index (yellow
 * paper §4.4.2, appendices C and D). Each node must be the one that the node above names, and every
 * node shown must be needed.
 */
import { equal } from '../bytes.js';
import { KECCAK_BYTES, hashText, keccak } from './keccak.js';
import { LIST, RlpReader } from './rlp.js';
import { TRANSACTION_BYTES_MAX } from './transaction.js';

/** A key of eight bytes has no more; what is deeper leads nowhere. */
export const NODES_MAX = 20;

/** A leaf holds the largest transaction and a few bytes more. */
export const NODE_BYTES_MAX = TRANSACTION_BYTES_MAX + 64;

const BRANCHES = 16;
const STRETCH_BYTES_MAX = 16;

/** The head of a string of 32 bytes. */
const HASH_HEAD = 0xa0;

const NOTHING = 'the trie has nothing at this index';

/** Marks of a stretch of a key. */
const ODD = 1;
const LEAF = 2;

/**
 * The node below has this name; or the value is found; or there is no way on.
 *
 * @typedef {{ down: Uint8Array } | { value: Uint8Array } | { lost: string }} Step
 */

/** The two halves of each byte. @param {Uint8Array} bytes */
function nibbles(bytes) {
  return Uint8Array.from([...bytes].flatMap((byte) => [byte >> 4, byte & 0xf]));
}

/** The RLP of an index below 2^31, in half bytes. @param {number} index */
function keyOf(index) {
  const bytes = [];
  for (let rest = index; rest > 0; rest >>>= 8) {
    bytes.unshift(rest & 0xff);
  }
  const isItself = bytes.length === 1 && bytes[0] < 0x80;
  return nibbles(Uint8Array.from(isItself ? bytes : [0x80 + bytes.length, ...bytes]));
}

/**
 * The item at the index, when these nodes lead to it from this root; a text says why they do not.
 *
 * @param {string} root
 * @param {number} index
 * @param {Uint8Array[]} nodes
 * @returns {Uint8Array | string}
 */
export function itemAt(root, index, nodes) {
  const key = keyOf(index);
  let used = 0;
  let depth = 0;
  // The next node shown, when it has this hash.
  const named = (/** @type {string} */ hash) => {
    const node = nodes[used++];
    return node !== undefined && keccak(node) === hash ? node : null;
  };
  let node = named(root);
  while (node !== null) {
    const { step, to } = stepFrom(node, key, depth);
    if ('lost' in step) {
      return step.lost;
    }
    if ('value' in step) {
      return used < nodes.length
        ? 'more nodes of the trie are shown than lead to the item'
        : step.value;
    }
    depth = to;
    const { down } = step;
    if (down.length === 1 + KECCAK_BYTES && down[0] === HASH_HEAD) {
      node = named(hashText(down.subarray(1)));
    } else {
      // A node shorter than a hash stands for itself.
      node = down[0] >= LIST && down.length < KECCAK_BYTES ? down : null;
    }
  }
  return 'a node of the trie is missing or is not the one named above';
}

/**
 * @param {Uint8Array} node
 * @param {Uint8Array} key
 * @param {number} depth how much of the key is used up
 * @returns {{ step: Step, to: number }}
 */
function stepFrom(node, key, depth) {
  /** @type {Uint8Array[]} */
  const items = [];
  const reader = new RlpReader(node);
  reader.list();
  while (reader.hasNext() && items.length <= BRANCHES) {
    const from = reader.at;
    reader.skip();
    items.push(node.subarray(from, reader.at));
  }
  reader.leave();
  const fault = reader.end();
  if (fault !== null) {
    return lost(`a node of the trie: ${fault}`);
  }
  switch (items.length) {
    case BRANCHES + 1:
      if (depth === key.length) {
        return { step: valueOf(items[BRANCHES]), to: depth };
      }
      return items[key[depth]].length === 1
        ? lost(NOTHING)
        : { step: { down: items[key[depth]] }, to: depth + 1 };
    case 2:
      return stretch(items[0], items[1], key, depth);
    default:
      return lost(`a node of the trie has ${items.length} items`);
  }
}

/**
 * A node that holds a stretch of the key.
 *
 * @param {Uint8Array} item
 * @param {Uint8Array} rest
 * @param {Uint8Array} key
 * @param {number} depth
 * @returns {{ step: Step, to: number }}
 */
function stretch(item, rest, key, depth) {
  const all = nibbles(new RlpReader(item).bytes(STRETCH_BYTES_MAX));
  if (all.length === 0) {
    return lost('a node has no stretch of the key');
  }
  const isOdd = (all[0] & ODD) !== 0;
  if (all[0] > (ODD | LEAF) || (!isOdd && all[1] !== 0)) {
    return lost('a node has a stretch of the key in no known form');
  }
  const part = all.subarray(isOdd ? 1 : 2);
  const to = depth + part.length;
  if (to > key.length || !equal(part, key.subarray(depth, to))) {
    return lost(NOTHING);
  }
  if ((all[0] & LEAF) !== 0) {
    return to === key.length ? { step: valueOf(rest), to } : lost(NOTHING);
  }
  return part.length === 0
    ? lost('a node of the trie leads no further')
    : { step: { down: rest }, to };
}

/**
 * @param {Uint8Array} item
 * @returns {Step}
 */
function valueOf(item) {
  const reader = new RlpReader(item);
  const value = reader.bytes(NODE_BYTES_MAX);
  return reader.end() !== null || value.length === 0 ? { lost: NOTHING } : { value };
}

/**
 * @param {string} why
 * @returns {{ step: Step, to: number }}
 */
function lost(why) {
  return { step: { lost: why }, to: 0 };
}
