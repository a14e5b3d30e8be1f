/** Says what the proof of somebody outside is worth, by the auditor's own trust. */
import { unproven } from './claims.js';
import * as texts from './texts.js';

/**
 * Judges one proof.
 *
 * @param {import('./parts.js').Anchor} anchor
 * @param {Uint8Array} _statement the text of the head it is about
 * @param {import('./trust.js').Trust} _trust
 * @param {bigint} _latest no honest clock is ahead of this
 * @param {string} where
 * @returns {Promise<import('./heads-check.js').Word>}
 */
export async function judgeAnchor(anchor, _statement, _trust, _latest, where) {
  const words = texts.anchorUnknown(anchor.name);
  return {
    kind: anchor.kind,
    name: anchor.name,
    head: anchor.head,
    at: 0n,
    fault: unproven('ANCHOR_UNKNOWN', where, words),
    sentence: words,
  };
}
