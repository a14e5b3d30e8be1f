/** The tree of RFC 9162 and its proofs: docs/formats/log.md §1 and §2, docs/formats/bundle.md §4. */
import { equalAt } from './bytes.js';
import { DIGEST_BYTES, sha256, sha256Into } from './sha256.js';

export const SIZE_MAX = 1n << 62n;

/** No proof about a tree of SIZE_MAX leaves has more. */
export const PATH_HASHES_MAX = 124;

export const EMPTY_ROOT = sha256(new Uint8Array(0));

const pair = new Uint8Array(1 + 2 * DIGEST_BYTES);
pair[0] = 1;

/**
 * Writes H(0x01 ‖ left ‖ right), which may overlap the inputs.
 *
 * @param {Uint8Array} left
 * @param {number} leftAt
 * @param {Uint8Array} right
 * @param {number} rightAt
 * @param {Uint8Array} into
 * @param {number} at
 */
export function nodeInto(left, leftAt, right, rightAt, into, at) {
  for (let i = 0; i < DIGEST_BYTES; i++) {
    pair[1 + i] = left[leftAt + i];
    pair[1 + DIGEST_BYTES + i] = right[rightAt + i];
  }
  sha256Into(pair, 0, pair.length, into, at);
}

/** H(0x00 ‖ entry). @param {Uint8Array} entry */
export function leafHash(entry) {
  const prefixed = new Uint8Array(1 + entry.length);
  prefixed.set(entry, 1);
  return sha256(prefixed);
}

/**
 * Replaces leaf hashes, back to back, by the root over them, which then stands at `from`.
 *
 * @param {Uint8Array} hashes
 * @param {number} from
 * @param {number} count at least 1
 */
export function rootInPlace(hashes, from, count) {
  for (let width = count; width > 1; width = (width + 1) >>> 1) {
    let to = from;
    let at = from;
    for (let i = 0; i < width >>> 1; i++) {
      nodeInto(hashes, at, hashes, at + DIGEST_BYTES, hashes, to);
      at += 2 * DIGEST_BYTES;
      to += DIGEST_BYTES;
    }
    if (width & 1) {
      // It is the root of the right subtree at the next split that has one.
      hashes.copyWithin(to, at, at + DIGEST_BYTES);
    }
  }
}

/** True for whole hashes, and not too many. @param {Uint8Array} path */
export function isPath(path) {
  return path.length % DIGEST_BYTES === 0 && path.length <= PATH_HASHES_MAX * DIGEST_BYTES;
}

/** How many of the lowest bits are 0. @param {bigint} number not 0 */
function trailingZeros(number) {
  let count = 0n;
  while (((number >> count) & 1n) === 0n) {
    count++;
  }
  return count;
}

/**
 * True when the leaf stands at the index in the tree of this size and root, RFC 9162 §2.1.3.2.
 *
 * @param {bigint} index
 * @param {bigint} size
 * @param {Uint8Array} path
 * @param {Uint8Array} hash of the leaf
 * @param {Uint8Array} root
 */
export function isIncluded(index, size, path, hash, root) {
  // 1.
  if (size <= 0n || size > SIZE_MAX || index < 0n || index >= size || !isPath(path)) {
    return false;
  }
  // 2. and 3.
  let fn = index;
  let sn = size - 1n;
  const climbing = hash.slice();
  // 4.
  for (let at = 0; at < path.length; at += DIGEST_BYTES) {
    if (sn === 0n) {
      return false;
    }
    if ((fn & 1n) === 1n || fn === sn) {
      nodeInto(path, at, climbing, 0, climbing, 0);
      const skipped = trailingZeros(fn);
      fn >>= skipped;
      sn >>= skipped;
    } else {
      nodeInto(climbing, 0, path, at, climbing, 0);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  // 5.
  return sn === 0n && equalAt(climbing, 0, root, 0, DIGEST_BYTES);
}

/**
 * Null when the tree with the new root begins with the old one, RFC 9162 §2.1.4.2; else why not.
 *
 * @param {bigint} oldSize
 * @param {bigint} newSize
 * @param {Uint8Array} path
 * @param {Uint8Array} oldRoot
 * @param {Uint8Array} newRoot
 */
export function growthFlaw(oldSize, newSize, path, oldRoot, newRoot) {
  if (oldSize <= 0n || newSize > SIZE_MAX || oldSize > newSize || !isPath(path)) {
    return 'the sizes are those of no growth';
  }
  // 2.
  let fn = 0n;
  let sn = oldSize - 1n;
  let tn = newSize - 1n;
  // 3.
  while (fn !== sn && (sn === tn || (sn & 1n) === 1n)) {
    fn >>= 1n;
    sn >>= 1n;
    tn >>= 1n;
  }
  // 4. A part that is one complete subtree is its own first hash.
  let at = 0;
  const climbing = oldRoot.slice();
  if (fn !== sn) {
    if (path.length === 0) {
      return 'the path ends before the root';
    }
    climbing.set(path.subarray(0, DIGEST_BYTES));
    at = DIGEST_BYTES;
  }
  const part = climbing.slice();
  // 5.
  for (; at < path.length; at += DIGEST_BYTES) {
    if (tn === 0n) {
      return 'the path goes on behind the root';
    }
    if ((sn & 1n) === 1n || sn === tn) {
      if (fn < sn) {
        nodeInto(path, at, part, 0, part, 0);
      }
      nodeInto(path, at, climbing, 0, climbing, 0);
      const skipped = trailingZeros(sn);
      fn >>= skipped;
      sn >>= skipped;
      tn >>= skipped;
    } else {
      nodeInto(climbing, 0, path, at, climbing, 0);
    }
    fn >>= 1n;
    sn >>= 1n;
    tn >>= 1n;
  }
  // 6.
  if (tn !== 0n) {
    return 'the path ends before the root';
  }
  if (!equalAt(part, 0, oldRoot, 0, DIGEST_BYTES)) {
    return 'the path does not lead to the root of the older head';
  }
  return equalAt(climbing, 0, newRoot, 0, DIGEST_BYTES)
    ? null
    : 'the path does not lead to the root of the newer head';
}

/** The largest power of two below a number above 1. @param {bigint} number */
export function splitOf(number) {
  return 1n << BigInt((number - 1n).toString(2).length - 1);
}

/**
 * Where the leaves of ascending indexes stand in one tree, when each path leads only to what the
 * paths before it have shown: docs/formats/bundle.md §4.
 */
export class PlaceStack {
  constructor() {
    /** @type {{ from: bigint, to: bigint, root: Uint8Array }[]} */
    this.known = [];
  }

  /**
   * Starts again with a whole tree.
   *
   * @param {bigint} size
   * @param {Uint8Array} root
   */
  begin(size, root) {
    this.known = [{ from: 0n, to: size, root }];
  }

  /**
   * True when the leaf is shown to stand there; and then its path has shown more subtrees.
   *
   * @param {bigint} index
   * @param {Uint8Array} path
   * @param {Uint8Array} hash
   */
  accepts(index, path, hash) {
    const { known } = this;
    while (known.length > 0 && known[known.length - 1].to <= index) {
      known.pop();
    }
    const top = known[known.length - 1];
    if (top === undefined || top.from > index) {
      return false;
    }
    let { from, to } = top;
    if (!isIncluded(index - from, to - from, path, hash, top.root)) {
      return false;
    }
    known.pop();
    for (let at = path.length - DIGEST_BYTES; at >= 0; at -= DIGEST_BYTES) {
      const split = from + splitOf(to - from);
      if (index < split) {
        known.push({ from: split, to, root: path.slice(at, at + DIGEST_BYTES) });
        to = split;
      } else {
        from = split;
      }
    }
    return true;
  }
}
