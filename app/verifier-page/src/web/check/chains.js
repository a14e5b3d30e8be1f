/** The chains of a bundle, piece by piece, and the numbers of records: block.md §3. */
import { equal } from './bytes.js';
import { unproven, wrong } from './claims.js';
import * as texts from './texts.js';

/** So many gaps are in no bundle that was made to be read. */
const PIECES_MAX = 100_000;

/**
 * @typedef {object} Piece neighbouring blocks of one chain
 * @property {string} chain
 * @property {string} origin
 * @property {bigint} firstSeq
 * @property {bigint} firstCounter
 * @property {bigint} firstBoot
 * @property {Uint8Array} previous
 * @property {bigint} lastSeq
 * @property {bigint} counterAfter
 * @property {bigint} lastBoot
 * @property {Uint8Array} link
 * @property {number} carriers how many of them show a record of the subject
 */

/**
 * @param {import('./block.js').Block} block
 * @param {boolean} isCarrier
 * @returns {Piece}
 */
export function pieceOf({ header, link }, isCarrier) {
  return {
    chain: header.chain,
    origin: header.origin,
    firstSeq: header.seq,
    firstCounter: header.first,
    firstBoot: header.boot,
    previous: header.previous,
    lastSeq: header.seq,
    counterAfter: header.first + BigInt(header.count),
    lastBoot: header.boot,
    link,
    carriers: isCarrier ? 1 : 0,
  };
}

/**
 * Two neighbours in one chain agree.
 *
 * @param {Piece} last
 * @param {Piece} next
 */
function agree(last, next) {
  return (
    next.origin === last.origin &&
    equal(next.previous, last.link) &&
    next.firstCounter === last.counterAfter &&
    next.firstBoot >= last.lastBoot
  );
}

export class ChainPieces {
  constructor() {
    /** @type {Map<string, Piece[]>} */
    this.chains = new Map();
    /** @type {import('./claims.js').Fault | null} */
    this.found = null;
    this.count = 0;
  }

  /**
   * Takes the next block, or neighbouring blocks, of a chain.
   *
   * @param {Piece} next
   * @param {string} where
   */
  take(next, where) {
    const pieces = this.chains.get(next.chain) ?? [];
    this.chains.set(next.chain, pieces);
    const last = pieces[pieces.length - 1];
    const isNext = last !== undefined && next.firstSeq === last.lastSeq + 1n;
    if (isNext && agree(last, next)) {
      last.lastSeq = next.lastSeq;
      last.counterAfter = next.counterAfter;
      last.lastBoot = next.lastBoot;
      last.link = next.link;
      last.carriers += next.carriers;
      return;
    }
    if (isNext || (last !== undefined && next.firstSeq <= last.lastSeq)) {
      this.found ??= wrong(
        'CHAIN_BROKEN',
        where,
        texts.chainBroken(next.firstSeq, next.chain, last.lastSeq),
      );
    }
    if (this.count === PIECES_MAX) {
      this.found ??= unproven('BLOCKS_MISSING', where, texts.TOO_MANY_PIECES);
      return;
    }
    this.count++;
    pieces.push({ ...next });
  }

  /**
   * Takes all pieces of the next file.
   *
   * @param {ChainPieces} next
   * @param {string} where
   */
  takeAll(next, where) {
    this.found ??= next.found;
    next.chains.forEach((pieces) => pieces.forEach((piece) => this.take(piece, where)));
  }

  /** What is wrong, or null: chains are broken, or blocks between two that matter are missing. */
  fault() {
    if (this.found !== null) {
      return this.found;
    }
    for (const pieces of this.chains.values()) {
      const carriers = pieces.filter((piece) => piece.carriers > 0);
      if (carriers.length > 1) {
        const [one, other] = carriers;
        return unproven(
          'BLOCKS_MISSING',
          'blocks/',
          texts.blocksMissing(one.chain, one.lastSeq + 1n, other.firstSeq - 1n),
        );
      }
    }
    return null;
  }

  /** The pieces that show records of the subject, in words. */
  words() {
    return [...this.chains.values()]
      .flat()
      .filter((piece) => piece.carriers > 0)
      .map((piece) => texts.unbroken(piece.chain, piece.origin, piece.firstSeq, piece.lastSeq));
  }
}

/** Which numbers of a counter were seen, as runs without a hole. */
export class Intervals {
  constructor() {
    /** @type {{ first: bigint, last: bigint }[]} */
    this.all = [];
    this.isOverflown = false;
    /** Whether a number was seen twice; known after runs(). */
    this.hasTwice = false;
  }

  merge() {
    const sorted = [...this.all].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    for (let i = 1, last = sorted[0]?.last; i < sorted.length; i++) {
      this.hasTwice ||= sorted[i].first <= last;
      last = sorted[i].last > last ? sorted[i].last : last;
    }
    this.all = merged(this.all);
  }

  /**
   * @param {bigint} first
   * @param {bigint} [last]
   */
  add(first, last = first) {
    const before = this.all[this.all.length - 1];
    if (before !== undefined && first === before.last + 1n) {
      before.last = last;
      return;
    }
    if (this.isOverflown) {
      return;
    }
    if (this.all.length === PIECES_MAX) {
      this.merge();
      // Sorting is worth its time only when it makes room.
      this.isOverflown = this.all.length > PIECES_MAX / 2;
    }
    this.all.push({ first, last });
  }

  /** @param {Intervals} others */
  addAll(others) {
    this.isOverflown ||= others.isOverflown;
    this.hasTwice ||= others.hasTwice;
    others.all.forEach(({ first, last }) => this.add(first, last));
  }

  /** Ascending; two that touch are one. */
  runs() {
    this.merge();
    return this.all;
  }

  /** How many numbers are missing between the first and the last. */
  missing() {
    const runs = this.runs();
    let missing = 0n;
    for (let i = 1; i < runs.length; i++) {
      missing += runs[i].first - runs[i - 1].last - 1n;
    }
    return missing;
  }
}

/** @param {{ first: bigint, last: bigint }[]} runs */
function merged(runs) {
  const sorted = runs.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  /** @type {{ first: bigint, last: bigint }[]} */
  const all = [];
  for (const run of sorted) {
    const last = all[all.length - 1];
    if (last !== undefined && run.first <= last.last + 1n) {
      last.last = run.last > last.last ? run.last : last.last;
    } else {
      all.push({ ...run });
    }
  }
  return all;
}
