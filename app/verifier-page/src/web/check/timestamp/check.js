/**
 * Judges a time-stamp proof about a statement, with nothing but what it is given; never throws
 * because of what the bytes say. The rules are those of docs/formats/timestamp.md §5.
 */
import { equal } from '../bytes.js';
import { timeText } from '../times.js';
import { digestOf, octets } from './digests.js';
import { TokenJudge, stampFault } from './judge.js';
import { readProof } from './proof.js';
import { groupHashes, groupRoot, hashOf, readRecord } from './record.js';
import { algorithmName } from './schemes.js';
import { readToken } from './token.js';

/** @typedef {import('./digests.js').Digest} Digest */
/** @typedef {import('./judge.js').StampFault} StampFault */
/** @typedef {import('./record.js').ArchiveTimestamp} ArchiveTimestamp */
/** @typedef {import('./record.js').EvidenceRecord} EvidenceRecord */
/** @typedef {import('./token.js').Token} Token */

/**
 * The statement was there not later than this time.
 *
 * @typedef {object} ProvenStamp
 * @property {bigint} at the authority's time, ns since 1970
 * @property {bigint | null} accuracy ns by which it may be off; null when that is not stated
 * @property {string} authority who says so
 * @property {string} admitted fingerprint of the certificate that the judge's trust in it rests on
 * @property {string} text the verdict in words, without a full stop
 *
 * @typedef {{ proven: ProvenStamp } | { fault: StampFault }} StampVerdict
 *
 * @typedef {{ where: string, token: Token, imprint: Uint8Array }} Step a token, where it stands,
 *     and what it has to be about
 */

const FIRST = 'time-stamp';

/**
 * Judges.
 *
 * @param {Uint8Array} bytes of a proof
 * @param {Uint8Array} statement what it should be about
 * @param {import('./judge.js').StampTrust} trust
 * @param {bigint} now when this is judged, ns since 1970
 * @returns {StampVerdict}
 */
export function checkStamp(bytes, statement, trust, now) {
  const proof = readProof(bytes);
  if (typeof proof === 'string') {
    return { fault: { why: 'MALFORMED', what: `the proof cannot be read: ${proof}` } };
  }
  const steps = stepsOf(proof, statement);
  if (!Array.isArray(steps)) {
    return { fault: steps };
  }
  const judge = new TokenJudge(proof, steps.map(({ token }) => token), trust);
  const other = steps.find(({ token, imprint }) => !equal(token.info.imprint, imprint));
  if (other !== undefined) {
    const what = other.where === FIRST
      ? 'it is about other bytes than the statement'
      : 'it is about something else than what it should renew';
    return { fault: stampFault('CONTRADICTED', other.where, what) };
  }
  // With segments the first step is the plain token, which no renewal carries on.
  const carried = proof.segments.length === 0 ? steps : steps.slice(1);
  if (carried.length < steps.length) {
    const signed = judge.signedBy(steps[0].where, steps[0].token);
    if ('fault' in signed) {
      return signed;
    }
  }
  for (let i = 0; i < carried.length; i++) {
    const { where, token } = carried[i];
    const isLast = i === carried.length - 1;
    const seen = isLast ? now : carried[i + 1].token.info.time;
    const fault = outOfOrder(where, token, seen, isLast) ?? judge.fault(where, token, seen);
    if (fault !== null) {
      return { fault };
    }
  }
  return { proven: proven(carried, judge) };
}

/**
 * @param {Step[]} carried
 * @param {TokenJudge} judge
 * @returns {ProvenStamp}
 */
function proven(carried, { authority, admitted }) {
  const { time, accuracy, policy } = carried[0].token.info;
  const renewals = carried.length - 1;
  const text = `was there not later than ${timeText(time)}` +
    (accuracy === null ? '' : `, give or take ${accuracy / 1000n} µs`) +
    `, says ${authority} under policy ${policy}` +
    (renewals === 0 ? '' : `, renewed ${renewals}${renewals === 1 ? ' time' : ' times'}`);
  return { at: time, accuracy, authority, admitted, text };
}

/**
 * All tokens in the order they were made; or why the proof's parts do not belong together.
 *
 * @param {import('./proof.js').TimestampProof} proof
 * @param {Uint8Array} statement
 * @returns {Step[] | StampFault}
 */
function stepsOf(proof, statement) {
  const token = readToken(proof.token);
  if (typeof token === 'string') {
    return { why: 'MALFORMED', what: `the time-stamp cannot be read: ${token}` };
  }
  const digest = digestOf(token.info.imprintOid);
  if (digest === null) {
    return weak(FIRST, token);
  }
  const plain = { where: FIRST, token, imprint: digest.of(statement) };
  if (proof.record === null) {
    return [plain];
  }
  const record = readRecord(proof.record);
  if (typeof record === 'string') {
    return { why: 'MALFORMED', what: `the renewals cannot be read: ${record}` };
  }
  const hasSegments = proof.segments.length > 0;
  if (!hasSegments && !record[0][0].token.der.equals(token.der)) {
    const what = 'they are about another time-stamp than this one';
    return stampFault('CONTRADICTED', 'renewals', what);
  }
  const renewed = stepsOfRecord(record, [statement, ...proof.segments]);
  return Array.isArray(renewed) && hasSegments ? [plain, ...renewed] : renewed;
}

/**
 * @param {EvidenceRecord} record
 * @param {Uint8Array[]} data
 * @returns {Step[] | StampFault}
 */
function stepsOfRecord(record, data) {
  /** @type {Step[]} */
  const steps = [];
  for (let c = 0; c < record.length; c++) {
    const chain = record[c];
    for (let i = 0; i < chain.length; i++) {
      const each = chain[i];
      const where = steps.length === 0 ? FIRST : `renewal ${steps.length}`;
      const digest = digestOf(each.token.info.imprintOid);
      if (digest === null) {
        return weak(where, each.token);
      }
      if (isOtherDigest(each, chain[0])) {
        const what = 'it uses another digest than the chain it stands in';
        return stampFault('CONTRADICTED', where, what);
      }
      const hashes = i === 0
        ? groupHashes(record, data, c, digest)
        : [hashOf(chain[i - 1].token, digest)];
      if (!isGroup(each, hashes)) {
        const what = 'its hash tree is not that of the data it is stored with';
        return stampFault('CONTRADICTED', where, what);
      }
      steps.push({ where, token: each.token, imprint: groupRoot(hashes, digest) });
    }
  }
  return steps;
}

/**
 * RFC 4998 §4.3 step 1: all hashes of the group are listed, and only those.
 *
 * @param {ArchiveTimestamp} timestamp
 * @param {Uint8Array[]} hashes
 */
function isGroup({ group }, hashes) {
  const expected = hashes.length === 1 ? [] : hashes.map(octets);
  return (
    group.length === expected.length &&
    group.every((each, i) => equal(each.bytes(), expected[i]))
  );
}

/**
 * @param {string} where
 * @param {Token} token
 */
function weak(where, { info }) {
  return stampFault('WEAK', where, `it is about a digest by ${algorithmName(info.imprintOid)}`);
}

/**
 * RFC 4998 §5.1: one chain, one digest, which is the tokens'.
 *
 * @param {ArchiveTimestamp} timestamp
 * @param {ArchiveTimestamp} first
 */
function isOtherDigest({ token, digestOid }, first) {
  const oid = token.info.imprintOid;
  return oid !== first.token.info.imprintOid || oid !== (digestOid ?? oid);
}

/**
 * @param {string} where
 * @param {Token} token
 * @param {bigint} seen
 * @param {boolean} isLast
 */
function outOfOrder(where, { info }, seen, isLast) {
  if (info.time - (info.accuracy ?? 0n) <= seen) {
    return null;
  }
  const [time, then] = [info.time, seen].map(timeText);
  return isLast
    ? stampFault('FUTURE', where, `it states ${time}, and now it is ${then}`)
    : stampFault('CONTRADICTED', where, `it states ${time}, and was renewed before, at ${then}`);
}
