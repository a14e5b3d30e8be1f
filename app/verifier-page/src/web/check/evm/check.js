/**
 * Judges a proof that a chain holds a statement's digest, from the proof alone and the blocks an
 * auditor trusts: docs/formats/chain-anchor.md §3. Hashes tie the statement to the transaction, that
 * to the block, and the block to those after it; that one of these blocks is part of the chain is
 * what only the auditor can say, since anybody can make headers that fit together.
 */
import { equal, toHex } from '../bytes.js';
import { sha256 } from '../sha256.js';
import { timeText } from '../times.js';
import { VERSION, readChainAnchor, versionOf } from './chain-anchor.js';
import { headerText, readHeader } from './header.js';
import { keccak } from './keccak.js';
import { anchoredDigest, readTransaction } from './transaction.js';
import { itemAt } from './trie.js';

/** @typedef {import('./chain-anchor.js').ChainAnchor} ChainAnchor */
/** @typedef {import('./header.js').BlockHeader} BlockHeader */

/**
 * The blocks an auditor says are part of their chains: by chain id and number, with a blank between
 * them, their hash.
 *
 * @typedef {Map<string, string>} ChainTrust
 *
 * Where something shown is against the claim; or why nothing is, and it is not proven.
 *
 * @typedef {'PROOF' | 'HEADER' | 'FOLLOWING' | 'TIME' | 'INCLUSION' | 'TRANSACTION' | 'STATEMENT'
 *   | 'TRUST'} Part
 * @typedef {'NO_TRUSTED_BLOCK' | 'TRUSTED_BLOCK_ELSEWHERE' | 'UNKNOWN_FORM'} Why
 *
 * @typedef {{ contradicted: Part, what: string }} Contradicted
 * @typedef {{ unproven: Why, what: string }} Unproven
 *
 * @typedef {object} ProvenAnchor the statement existed when the block was made
 * @property {bigint} chainId
 * @property {BlockHeader} block that holds the transaction
 * @property {BlockHeader} trusted the same, or one that follows it
 *
 * @typedef {{ proven: ProvenAnchor } | Contradicted | Unproven} ChainVerdict
 */

const SECOND = 1_000_000_000n;

/**
 * Judges a proof.
 *
 * @param {Uint8Array} proof
 * @param {Uint8Array} statement the very bytes that are said to be vouched for
 * @param {ChainTrust} trust
 * @param {bigint} now ns since 1970
 * @returns {ChainVerdict}
 */
export function checkChainAnchor(proof, statement, trust, now) {
  const anchor = readChainAnchor(proof);
  if (typeof anchor === 'string') {
    const version = versionOf(proof);
    return version > VERSION
      ? unproven(
          'UNKNOWN_FORM',
          `the proof has version ${version}, and this program knows version ${VERSION}: ` +
            'use a newer one',
        )
      : contradicted('PROOF', `the bytes are no proof of an anchor in a chain: ${anchor}`);
  }
  const headers = readHeaders(anchor);
  if (!Array.isArray(headers)) {
    return headers;
  }
  return (
    linkFault(headers) ??
    timeFault(headers, now) ??
    transactionFault(anchor, headers[0], statement) ??
    trustFault(anchor.chainId, headers, trust) ??
    byTrust(anchor.chainId, headers, trust)
  );
}

/** For people. @param {bigint} chainId @param {BlockHeader} header */
export function blockText(chainId, { number, hash }) {
  return `block ${number} of chain ${chainId}, hash ${hash}`;
}

/**
 * @param {Part} part
 * @param {string} what
 * @returns {Contradicted}
 */
function contradicted(part, what) {
  return { contradicted: part, what };
}

/**
 * @param {Why} why
 * @param {string} what
 * @returns {Unproven}
 */
function unproven(why, what) {
  return { unproven: why, what };
}

/** Reads the header of the block and those after it. @param {ChainAnchor} anchor */
function readHeaders(anchor) {
  /** @type {BlockHeader[]} */
  const headers = [];
  for (const rlp of anchor.headers) {
    const header = readHeader(rlp);
    if (typeof header === 'string') {
      return headers.length === 0
        ? contradicted('HEADER', header)
        : contradicted(
            'FOLLOWING',
            `of the headers that follow, number ${headers.length}: ${header}`,
          );
    }
    headers.push(header);
  }
  return headers;
}

/**
 * Each block must name the one before as its parent, count on by one, and be no older.
 *
 * @param {BlockHeader[]} headers
 */
function linkFault(headers) {
  for (let i = 1; i < headers.length; i++) {
    const [before, header] = [headers[i - 1], headers[i]];
    const [earlier, later] = [headerText(before), headerText(header)];
    if (header.parent !== before.hash) {
      return contradicted(
        'FOLLOWING',
        `${later} names ${header.parent} as its parent and not ${earlier}`,
      );
    }
    if (header.number !== before.number + 1n) {
      return contradicted('FOLLOWING', `${later} cannot follow ${earlier}`);
    }
    if (header.seconds < before.seconds) {
      return contradicted(
        'FOLLOWING',
        `${later} is of ${timeOf(header)}, before the block it follows, of ${timeOf(before)}`,
      );
    }
  }
  return null;
}

/** @param {BlockHeader} header */
function timeOf({ seconds }) {
  return timeText(seconds * SECOND);
}

/**
 * @param {BlockHeader[]} headers
 * @param {bigint} now
 */
function timeFault(headers, now) {
  // Times do not fall from header to header, so the last is the latest.
  const last = headers[headers.length - 1];
  return last.seconds * SECOND > now
    ? contradicted(
        'TIME',
        `${headerText(last)} says that it was made at ${timeOf(last)}, ` +
          `and now is ${timeText(now)}`,
      )
    : null;
}

/**
 * @param {ChainAnchor} anchor
 * @param {BlockHeader} header
 * @param {Uint8Array} statement
 */
function transactionFault(anchor, header, statement) {
  const included = itemAt(header.transactionsRoot, anchor.index, anchor.nodes);
  if (typeof included === 'string') {
    return contradicted('INCLUSION', included);
  }
  if (!equal(included, anchor.transaction)) {
    return contradicted(
      'INCLUSION',
      `${headerText(header)} holds another transaction at index ${anchor.index}, ` +
        keccak(included),
    );
  }
  const transaction = readTransaction(anchor.transaction);
  if (typeof transaction === 'string') {
    // The block holds it, so the chain knows what it is and we do not.
    return unproven('UNKNOWN_FORM', transaction);
  }
  const name = `transaction ${keccak(anchor.transaction)}`;
  if (transaction.chainId !== null && transaction.chainId !== anchor.chainId) {
    return contradicted(
      'TRANSACTION',
      `${name} was signed for chain ${transaction.chainId} and is shown as one of chain ` +
        `${anchor.chainId}`,
    );
  }
  const anchored = anchoredDigest(transaction.data);
  if (anchored === null) {
    return contradicted('TRANSACTION', `${name} does not anchor anything`);
  }
  const digest = sha256(statement);
  return equal(anchored, digest)
    ? null
    : contradicted(
        'STATEMENT',
        `${name} vouches for a statement with digest ${toHex(anchored)}, and the digest of this ` +
          `one is ${toHex(digest)}`,
      );
}

/**
 * A chain has one block of each number: another one there is another branch.
 *
 * @param {bigint} chainId
 * @param {BlockHeader[]} headers
 * @param {ChainTrust} trust
 */
function trustFault(chainId, headers, trust) {
  for (const header of headers) {
    const trusted = trust.get(`${chainId} ${header.number}`) ?? header.hash;
    if (trusted !== header.hash) {
      return contradicted(
        'TRUST',
        `${headerText(header)} is shown, and you trust that block ${header.number} of chain ` +
          `${chainId} is ${trusted}`,
      );
    }
  }
  return null;
}

/**
 * All fits together; whether it is the chain, the auditor's blocks say.
 *
 * @param {bigint} chainId
 * @param {BlockHeader[]} headers
 * @param {ChainTrust} trust
 * @returns {ChainVerdict}
 */
function byTrust(chainId, headers, trust) {
  const [block] = headers;
  const trusted = headers.find(({ number, hash }) => trust.get(`${chainId} ${number}`) === hash);
  if (trusted !== undefined) {
    return { proven: { chainId, block, trusted } };
  }
  const last = headers[headers.length - 1];
  const isKnown = [...trust.keys()].some((place) => place.startsWith(`${chainId} `));
  const other = headers.length === 1 ? '' : `, or block ${last.number}, hash ${last.hash}`;
  const found = isKnown
    ? `you trust blocks of chain ${chainId}, but none of blocks ${block.number} to ` +
      `${last.number}, which are shown here`
    : `you trust no block of chain ${chainId}`;
  return unproven(
    isKnown ? 'TRUSTED_BLOCK_ELSEWHERE' : 'NO_TRUSTED_BLOCK',
    `${found}: look up at a node or an explorer that you trust whether the chain has ` +
      `${blockText(chainId, block)}${other}; look up ${blockText(chainId, block)}`,
  );
}
