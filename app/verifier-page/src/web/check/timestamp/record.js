/**
 * Time-stamps that carry each other on (EvidenceRecord, RFC 4998): within a chain each is about the
 * one before it, and a new chain, with another digest, is about the data and all chains before.
 */
import { compare } from '../bytes.js';
import { DerReader, Encoded, writeElement } from './der.js';
import { readDigestId } from './digests.js';
import * as Tag from './tags.js';
import { readToken } from './token.js';

/** @typedef {import('./digests.js').Digest} Digest */
/** @typedef {import('./token.js').Token} Token */

/**
 * @typedef {object} ArchiveTimestamp one of them (ArchiveTimeStamp, RFC 4998 §4.1)
 * @property {Encoded} der
 * @property {string | null} digestOid of the hash tree, where it is stated; else the token's
 * @property {Encoded[]} group the hashes of a data object group, the one list of a reduced hash
 *     tree; empty when the token is about one hash alone
 * @property {Token} token
 *
 * @typedef {ArchiveTimestamp[][]} EvidenceRecord chains, each of at least one
 */

export const RECORD_BYTES_MAX = 1 << 21;

/** A renewal each year for more than a century. */
const TIMESTAMPS_MAX = 128;

const DIGEST = Tag.context(0);
const HASH_TREE = Tag.context(2);

/**
 * Reads one; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {EvidenceRecord | string}
 */
export function readRecord(bytes) {
  const all = DerReader.ofBytes(bytes, RECORD_BYTES_MAX);
  const reader = all.enter(Tag.SEQUENCE);
  if (reader.number(127) !== 1) {
    reader.refuse('VERSION');
  }
  const listed = new Set();
  const digests = reader.enter(Tag.SEQUENCE);
  while (digests.hasNext() && listed.size < TIMESTAMPS_MAX) {
    listed.add(readDigestId(digests));
  }
  digests.done();
  if (reader.isNext(Tag.context(0)) || reader.isNext(Tag.context(1))) {
    reader.refuse('RECORD_UNSUPPORTED');
  }
  const chains = readChains(reader);
  reader.done();
  if (!chains.flat().every(({ token }) => listed.has(token.info.imprintOid))) {
    reader.refuse('RECORD_ALGORITHMS');
  }
  if (chains.length === 0 || chains.some((chain) => chain.length === 0)) {
    reader.refuse('RECORD_EMPTY');
  }
  return all.end() ? chains : all.refusal();
}

/**
 * @param {DerReader} reader
 * @returns {EvidenceRecord}
 */
function readChains(reader) {
  /** @type {EvidenceRecord} */
  const chains = [];
  let count = 0;
  const sequence = reader.enter(Tag.SEQUENCE);
  while (sequence.hasNext()) {
    const chain = sequence.enter(Tag.SEQUENCE);
    const timestamps = [];
    while (chain.hasNext()) {
      const timestamp = readTimestamp(chain, chain.element(Tag.SEQUENCE));
      if (timestamp !== null) {
        timestamps.push(timestamp);
      }
      count++;
      if (count > TIMESTAMPS_MAX) {
        chain.refuse('TOO_MANY');
      }
    }
    chains.push(timestamps);
  }
  return chains;
}

/**
 * Faults of the token in it are faults of the record; null after any.
 *
 * @param {DerReader} record
 * @param {Encoded} der
 * @returns {ArchiveTimestamp | null}
 */
function readTimestamp(record, der) {
  const reader = DerReader.of(der).enter(Tag.SEQUENCE);
  const digestOid = reader.isNext(DIGEST) ? readDigestId(reader, DIGEST) : null;
  /** @type {Encoded[]} */
  const group = [];
  if (reader.isNext(HASH_TREE)) {
    const tree = reader.enter(HASH_TREE);
    const list = tree.enter(Tag.SEQUENCE);
    while (list.hasNext()) {
      group.push(list.element(Tag.OCTET_STRING));
    }
    tree.done();
  }
  if (reader.isNext(Tag.context(1))) {
    reader.refuse('RECORD_UNSUPPORTED');
  }
  const stored = reader.element(Tag.SEQUENCE);
  if (!reader.end()) {
    record.refuse(reader.reason());
    return null;
  }
  const token = readToken(stored.bytes());
  if (typeof token === 'string') {
    record.refuse(token.split(' ')[0]);
    return null;
  }
  return { der, digestOid, group, token };
}

/**
 * What a time-stamp that continues a chain is about (RFC 4998 §5.2).
 *
 * @param {Token} before
 * @param {Digest} digest
 */
export function hashOf(before, digest) {
  return digest.of(before.der.bytes());
}

/**
 * The hashes of the data that chain `index` is about, sorted as a data object group is (RFC 4998
 * §4.2, and §5.3 for all chains but the first).
 *
 * @param {EvidenceRecord} record
 * @param {Uint8Array[]} data
 * @param {number} index
 * @param {Digest} digest
 */
export function groupHashes(record, data, index, digest) {
  const earlier = index === 0 ? null : digest.of(writeChains(record.slice(0, index)));
  return data
    .map((each) => digest.of(each))
    .map((hash) => (earlier === null ? hash : digest.of(hash, earlier)))
    .sort((a, b) => compare(a, 0, a.length, b, 0, b.length));
}

/** An ArchiveTimeStampSequence. @param {ArchiveTimestamp[][]} chains */
function writeChains(chains) {
  return writeElement(
    Tag.SEQUENCE,
    chains.map((chain) => writeElement(Tag.SEQUENCE, chain.map(({ der }) => der.bytes()))),
  );
}

/**
 * The one hash over a group; that of one object is its own.
 *
 * @param {Uint8Array[]} hashes
 * @param {Digest} digest
 */
export function groupRoot(hashes, digest) {
  return hashes.length === 1 ? hashes[0] : digest.of(...hashes);
}
