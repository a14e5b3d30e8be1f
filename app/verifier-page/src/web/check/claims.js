/** What a checker says of a bundle: docs/formats/bundle.md §7. */
import * as texts from './texts.js';

/**
 * @typedef {'VERIFIED' | 'CONTRADICTED' | 'UNPROVEN' | 'ABSENT'} State
 * @typedef {'VERIFIED' | 'SELF_CONSISTENT' | 'NOT_VERIFIED' | 'UNUSABLE'} Outcome
 * @typedef {{ state: State, reason: string, where: string, words: string }} Fault
 *
 * @typedef {object} Claim
 * @property {string} code
 * @property {State} state
 * @property {string | null} reason why it is not VERIFIED
 * @property {string} where the part of the bundle that it is about
 * @property {string} words a sentence for a person
 * @property {string[]} details
 */

/** In this order. */
export const CODES = [
  'CONTAINER', 'PARTS', 'HEADS', 'GROWTH', 'PLACES', 'SIGNATURES', 'RECORDS', 'CHAINS', 'SUBJECT',
  'COMPLETE', 'TIMES', 'CONTINUITY', 'APPROVALS',
];

/** Without these nothing else can be said. */
export const FIRST = ['CONTAINER', 'PARTS'];

/** These must hold for any good verdict. */
export const NEEDED = [
  'HEADS', 'GROWTH', 'PLACES', 'SIGNATURES', 'RECORDS', 'CHAINS', 'SUBJECT',
];

/** @type {Record<Outcome, number>} */
export const EXITS = { VERIFIED: 0, SELF_CONSISTENT: 1, NOT_VERIFIED: 1, UNUSABLE: 2 };

/**
 * Something is not true.
 *
 * @param {string} reason
 * @param {string} where
 * @param {string} words
 * @returns {Fault}
 */
export function wrong(reason, where, words) {
  return { state: 'CONTRADICTED', reason, where, words };
}

/**
 * Nothing is shown to be wrong, and it is not shown to be right.
 *
 * @param {string} reason
 * @param {string} where
 * @param {string} words
 * @returns {Fault}
 */
export function unproven(reason, where, words) {
  return { state: 'UNPROVEN', reason, where, words };
}

/**
 * @param {string} code
 * @param {string} words
 * @param {string[]} [details]
 * @returns {Claim}
 */
export function verified(code, words, details = []) {
  return { code, state: 'VERIFIED', reason: null, where: '', words, details };
}

/**
 * @param {string} code
 * @param {Fault} fault
 * @param {string[]} [details]
 * @returns {Claim}
 */
export function failed(code, fault, details = []) {
  return { code, ...fault, details };
}

/**
 * There is nothing to check.
 *
 * @param {string} code
 * @param {string} reason
 * @param {string} words
 * @returns {Claim}
 */
export function absent(code, reason, words) {
  return { code, state: 'ABSENT', reason, where: '', words, details: [] };
}

/**
 * A check that was not reached, because an earlier one found nothing to go on with.
 *
 * @param {string} code
 * @param {string} because
 */
export function notReached(code, because) {
  return failed(code, unproven('NOT_REACHED', '', texts.notReached(because)));
}

/** A part cannot be read: nothing more is said. */
export class StopError extends Error {
  /** @param {Claim} claim */
  constructor(claim) {
    super(claim.words);
    this.claim = claim;
  }
}

/**
 * @param {string} code
 * @param {Fault} fault
 * @returns {never}
 */
export function stop(code, fault) {
  throw new StopError(failed(code, fault));
}
