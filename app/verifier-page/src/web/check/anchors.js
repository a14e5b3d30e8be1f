/** Says what the proof of somebody outside is worth, by the auditor's own trust. */
import { unproven, wrong } from './claims.js';
import { blockText, checkChainAnchor } from './evm/check.js';
import * as texts from './texts.js';
import { checkStamp } from './timestamp/check.js';
import { timeText } from './times.js';

/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./heads-check.js').Word} Word */
/** @typedef {import('./parts.js').Anchor} Anchor */
/** @typedef {import('./timestamp/judge.js').Why} Why */

const LONG_MAX = 0x7fff_ffff_ffff_ffffn;
const SECOND = 1_000_000_000n;

/** @type {Record<Exclude<Why, 'CONTRADICTED'>, string>} */
const REASONS = {
  MALFORMED: 'ANCHOR_WRONG',
  WRONG_PURPOSE: 'ANCHOR_WRONG',
  UNTRUSTED: 'ANCHOR_UNKNOWN',
  EXPIRED: 'ANCHOR_EXPIRED',
  NOT_VALID_THEN: 'ANCHOR_EXPIRED',
  REVOKED: 'ANCHOR_REVOKED',
  FUTURE: 'FUTURE',
  WEAK: 'ANCHOR_WEAK',
  POLICY: 'ANCHOR_POLICY',
};

/**
 * Judges one proof.
 *
 * @param {Anchor} anchor
 * @param {Uint8Array} statement the text of the head it is about
 * @param {import('./trust.js').Trust} trust
 * @param {bigint} latest no honest clock is ahead of this
 * @param {string} where
 * @returns {Word}
 */
export function judgeAnchor(anchor, statement, trust, latest, where) {
  return anchor.kind === 'rfc3161'
    ? stamped(anchor, checkStamp(anchor.proof, statement, trust.stamps, latest), where)
    : chained(anchor, checkChainAnchor(anchor.proof, statement, trust.chains, latest), where);
}

/**
 * @param {Anchor} anchor
 * @param {import('./timestamp/check.js').StampVerdict} verdict
 * @param {string} where
 * @returns {Word}
 */
function stamped(anchor, verdict, where) {
  if ('proven' in verdict) {
    const { at, accuracy, authority, admitted, text } = verdict.proven;
    // Not later than the authority's time and as much as that may be off.
    const latest = at + (accuracy ?? 0n);
    return {
      kind: anchor.kind,
      name: authority,
      party: admitted,
      head: anchor.head,
      at: latest > LONG_MAX ? LONG_MAX : latest,
      fault: null,
      sentence: texts.stampGood(anchor.head, text),
    };
  }
  const { why, what } = verdict.fault;
  if (why === 'CONTRADICTED') {
    return bad(anchor, wrong('ANCHOR_WRONG', where, texts.stampWrong(what)));
  }
  const words = texts.stampUnproven(anchor.name, what);
  return bad(anchor, (why === 'FUTURE' ? wrong : unproven)(REASONS[why], where, words));
}

/**
 * @param {Anchor} anchor
 * @param {import('./evm/check.js').ChainVerdict} verdict
 * @param {string} where
 * @returns {Word}
 */
function chained(anchor, verdict, where) {
  if ('proven' in verdict) {
    const { chainId, block, trusted } = verdict.proven;
    const at = block.seconds * SECOND;
    return {
      kind: anchor.kind,
      name: `chain ${chainId}`,
      head: anchor.head,
      at,
      fault: null,
      sentence: texts.chainGood(
        anchor.head,
        blockText(chainId, block),
        timeText(at),
        blockText(chainId, trusted),
      ),
    };
  }
  if ('contradicted' in verdict) {
    const reason = verdict.contradicted === 'TIME' ? 'FUTURE' : 'ANCHOR_WRONG';
    return bad(anchor, wrong(reason, where, texts.chainWrong(verdict.what)));
  }
  return bad(
    anchor,
    unproven('ANCHOR_UNKNOWN', where, texts.chainUnproven(anchor.name, verdict.what)),
  );
}

/**
 * @param {Anchor} anchor
 * @param {Fault} fault
 * @returns {Word}
 */
function bad({ kind, name, head }, fault) {
  return { kind, name, head, at: 0n, fault, sentence: fault.words };
}
