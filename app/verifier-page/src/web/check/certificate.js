/** The claim CONTINUITY: docs/formats/bundle.md §7. */
import { failed, unproven } from './claims.js';
import * as texts from './texts.js';

/**
 * @param {Uint8Array} _content
 * @param {import('./parts.js').About} _about
 * @param {import('./trust.js').Trust} _trust
 * @param {string} where
 */
export function checkCertificate(_content, _about, _trust, where) {
  const fault = unproven('NOT_CHECKED', where, texts.CERTIFICATE_NOT_CHECKED);
  return { claim: failed('CONTINUITY', fault), hasHole: false, rests: [] };
}
