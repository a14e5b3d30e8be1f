/** A block as it stands in a bundle, and the root of its records: docs/formats/bundle.md §5. */
import { EMPTY, equalAt } from './bytes.js';
import { RECORDS_BYTES_MAX, RECORDS_MAX } from './block.js';
import { CborReader } from './cbor.js';
import { EMPTY_ROOT, PATH_HASHES_MAX, isPath, nodeInto, rootInPlace } from './merkle.js';
import { DIGEST_BYTES, sha256Into } from './sha256.js';

const SALT_BYTES = 16;
const LEAF_BYTES_MAX = 65_535;
const RECORD_BYTES_MAX = 131_072;
const SALTS_BYTES_MAX = RECORDS_MAX * SALT_BYTES;
const HASHES_BYTES_MAX = RECORDS_MAX * DIGEST_BYTES;
const PATH_BYTES_MAX = PATH_HASHES_MAX * DIGEST_BYTES;

/** The longest item there can be, with the heads of its fields. */
export const SHOWN_BYTES_MAX =
  128 + PATH_BYTES_MAX + LEAF_BYTES_MAX + 3 * (RECORDS_MAX + 1) + HASHES_BYTES_MAX +
  SALTS_BYTES_MAX + RECORDS_BYTES_MAX;

/** Read in place: the same object shows the next one then. */
export class ShownBlock {
  constructor() {
    this.reader = new CborReader(SHOWN_BYTES_MAX);
    this.index = 0n;
    this.path = EMPTY;
    this.leaf = EMPTY;
    /** Counts of records withheld (even) or shown (odd). @type {number[]} */
    this.runs = [];
    this.hashesAt = 0;
    this.hashCount = 0;
    this.saltsAt = 0;
    this.shownCount = 0;
    this.recordsAt = 0;
    this.recordsBytes = 0;
  }

  /**
   * Reads one; false when these bytes are none.
   *
   * @param {Uint8Array} source
   * @param {number} from
   * @param {number} length
   */
  read(source, from, length) {
    const reader = this.reader.reset(source, from, length);
    reader.expectArray(7);
    this.index = reader.unsigned();
    this.path = reader.bytes(PATH_BYTES_MAX);
    if (!isPath(this.path)) {
      reader.refuse('OUT_OF_RANGE');
    }
    this.leaf = reader.bytes(LEAF_BYTES_MAX);
    this.readRuns();
    const hashesBytes = reader.bytesInPlace(HASHES_BYTES_MAX);
    this.hashesAt = reader.contentAt;
    const saltsBytes = reader.bytesInPlace(SALTS_BYTES_MAX);
    this.saltsAt = reader.contentAt;
    this.recordsBytes = reader.bytesInPlace(RECORDS_BYTES_MAX);
    this.recordsAt = reader.contentAt;
    this.hashCount = Math.floor(hashesBytes / DIGEST_BYTES);
    const isWhole =
      hashesBytes % DIGEST_BYTES === 0 && saltsBytes === this.shownCount * SALT_BYTES;
    if (!isWhole) {
      reader.refuse('OUT_OF_RANGE');
    }
    return reader.end();
  }

  readRuns() {
    const { reader } = this;
    const count = reader.array();
    this.runs = [];
    this.shownCount = 0;
    if (count > RECORDS_MAX + 1) {
      reader.refuse('OUT_OF_RANGE');
    }
    for (let i = 0; i < count && !reader.isRefused(); i++) {
      const run = reader.number(RECORDS_MAX);
      if (i > 0 && run === 0) {
        reader.refuse('OUT_OF_RANGE');
      }
      this.runs.push(run);
      this.shownCount += i & 1 ? run : 0;
    }
    if ((count === 1 && this.runs[0] === 0) || this.shownCount > RECORDS_MAX) {
      reader.refuse('OUT_OF_RANGE');
    }
  }
}

/** The root of a block's tree from the records shown and the hashes that stand for the others. */
export class ShownTree {
  constructor() {
    this.reader = new CborReader(RECORDS_BYTES_MAX);
    /** Leaf hashes of the records shown, at their places in the block. */
    this.leaves = new Uint8Array(RECORDS_MAX * DIGEST_BYTES);
    /** How many records before each place are shown. */
    this.shownBefore = new Int32Array(RECORDS_MAX + 1);
    /** Where each record that is shown begins, and the end of the last. */
    this.starts = new Int32Array(RECORDS_MAX + 1);
    this.leaf = new Uint8Array(1 + SALT_BYTES + RECORD_BYTES_MAX);
    /** @type {Uint8Array} */
    this.source = EMPTY;
    this.hashAt = 0;
    this.hashesEnd = 0;
  }

  /**
   * Finds the records; false when they are not as many whole ones as are said to be shown.
   *
   * @param {Uint8Array} bytes
   * @param {ShownBlock} block
   */
  split(bytes, block) {
    const reader = this.reader.reset(bytes, block.recordsAt, block.recordsBytes);
    for (let i = 0; i < block.shownCount; i++) {
      this.starts[i] = reader.at;
      reader.skip();
      if (reader.isRefused() || reader.at - this.starts[i] > RECORD_BYTES_MAX) {
        return false;
      }
    }
    this.starts[block.shownCount] = reader.at;
    return reader.end();
  }

  /**
   * True when block and header agree, after {@link split}.
   *
   * @param {Uint8Array} bytes
   * @param {ShownBlock} block
   * @param {import('./block.js').Header} header
   */
  matches(bytes, block, { count, root }) {
    this.source = bytes;
    this.hashAt = block.hashesAt;
    this.hashesEnd = block.hashesAt + block.hashCount * DIGEST_BYTES;
    if (!this.hashLeaves(block, count)) {
      return false;
    }
    if (count === 0) {
      return block.hashCount === 0 && equalAt(root, 0, EMPTY_ROOT, 0, DIGEST_BYTES);
    }
    const into = new Uint8Array(DIGEST_BYTES);
    return (
      this.root(0, count, into) &&
      this.hashAt === this.hashesEnd &&
      equalAt(into, 0, root, 0, DIGEST_BYTES)
    );
  }

  /**
   * @param {ShownBlock} block
   * @param {number} count
   */
  hashLeaves(block, count) {
    let place = 0;
    let shown = 0;
    for (let i = 0; i < block.runs.length; i++) {
      for (let n = block.runs[i]; n > 0; n--) {
        if (place === count) {
          return false;
        }
        this.shownBefore[place] = shown;
        if (i & 1) {
          this.hashLeaf(block, shown, place);
          shown++;
        }
        place++;
      }
    }
    this.shownBefore[count] = shown;
    return place === count;
  }

  /**
   * @param {ShownBlock} block
   * @param {number} shown
   * @param {number} place
   */
  hashLeaf(block, shown, place) {
    const { leaf, source } = this;
    const saltAt = block.saltsAt + shown * SALT_BYTES;
    for (let i = 0; i < SALT_BYTES; i++) {
      leaf[1 + i] = source[saltAt + i];
    }
    const from = this.starts[shown];
    const length = this.starts[shown + 1] - from;
    for (let i = 0; i < length; i++) {
      leaf[1 + SALT_BYTES + i] = source[from + i];
    }
    sha256Into(leaf, 0, 1 + SALT_BYTES + length, this.leaves, place * DIGEST_BYTES);
  }

  /**
   * The root over `[from, to)`; false when a hash is missing.
   *
   * @param {number} from
   * @param {number} to
   * @param {Uint8Array} into
   * @returns {boolean}
   */
  root(from, to, into) {
    const shown = this.shownBefore[to] - this.shownBefore[from];
    if (shown === 0) {
      if (this.hashAt === this.hashesEnd) {
        return false;
      }
      into.set(this.source.subarray(this.hashAt, this.hashAt + DIGEST_BYTES));
      this.hashAt += DIGEST_BYTES;
      return true;
    }
    if (shown === to - from) {
      const at = from * DIGEST_BYTES;
      rootInPlace(this.leaves, at, shown);
      into.set(this.leaves.subarray(at, at + DIGEST_BYTES));
      return true;
    }
    // RFC 9162 §2.1.1: the left part is the largest power of two that leaves something.
    const split = from + (1 << (31 - Math.clz32(to - from - 1)));
    const right = new Uint8Array(DIGEST_BYTES);
    if (!this.root(from, split, into) || !this.root(split, to, right)) {
      return false;
    }
    nodeInto(into, 0, right, 0, into, 0);
    return true;
  }
}
