/** What stored lists and answers say of the certificates in a path. Nothing is fetched. */
import { timeText } from '../times.js';
import { listedState } from './crl.js';
import { answeredState } from './ocsp.js';

/** @typedef {import('./crl.js').RevocationList} RevocationList */
/** @typedef {import('./crl.js').Revoked} Revoked */
/** @typedef {import('./crl.js').State} State */
/** @typedef {import('./ocsp.js').OcspAnswer} OcspAnswer */
/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * What was found out about one certificate: whether it was revoked in a way that touches the time
 * in question; and whether a list or answer that covers that time, and is not older, knows of no
 * revocation.
 *
 * @typedef {{ isRevoked: boolean, isFresh: boolean, text: string }} Finding
 */

/** Unspecified, affiliation changed, superseded, cessation of operation. */
const HARMLESS = [0, 3, 4, 5];

/** @type {Map<number, string>} */
const REASONS = new Map([
  [-1, 'no reason stated'],
  [0, 'unspecified'],
  [1, 'key compromise'],
  [2, 'compromise of the authority'],
  [3, 'affiliation changed'],
  [4, 'superseded'],
  [5, 'cessation of operation'],
  [6, 'on hold'],
  [9, 'privilege withdrawn'],
  [10, 'compromise of the attribute authority'],
]);

export class Revocation {
  /**
   * @param {RevocationList[]} lists
   * @param {OcspAnswer[]} answers
   */
  constructor(lists, answers) {
    this.lists = lists;
    this.answers = answers;
    /** A signature is checked once, however many ask for it. @type {Map<string, State[]>} */
    this.known = new Map();
  }

  /**
   * About a certificate that was used at a time.
   *
   * @param {Certificate} certificate
   * @param {Certificate} issuer
   * @param {bigint} used when a signature was made with it
   * @param {bigint} seen when that signature was known to exist, by other evidence
   * @returns {Finding}
   */
  of(certificate, issuer, used, seen) {
    const states = this.states(certificate, issuer);
    const revoked = states
      .flatMap((state) => (state.isGood ? [] : [state]))
      .map((state) => judged(certificate, state, used, seen));
    if (revoked.length > 0) {
      return revoked.find(({ isRevoked }) => isRevoked) ?? revoked[revoked.length - 1];
    }
    const good = states
      .flatMap((state) => (state.isGood ? [state] : []))
      .reduce(
        (/** @type {import('./crl.js').Good | null} */ newest, state) =>
          newest === null || state.asOf > newest.asOf ? state : newest,
        null,
      );
    if (good === null) {
      const text = `${certificate.text()}: nothing about revocation is stored`;
      return { isRevoked: false, isFresh: false, text };
    }
    // Lists forget certificates that have expired.
    const isFresh = good.next >= used && good.asOf <= certificate.notAfter;
    const rest = isFresh ? '' : ', which does not cover the time of the time-stamp';
    const text = `${certificate.text()}: not revoked, ${good.source}${rest}`;
    return { isRevoked: false, isFresh, text };
  }

  /**
   * @param {Certificate} certificate
   * @param {Certificate} issuer
   */
  states(certificate, issuer) {
    const pair = `${certificate.fingerprint} ${issuer.fingerprint}`;
    let states = this.known.get(pair);
    if (states === undefined) {
      states = [
        ...this.answers.map((answer) => answeredState(answer, certificate, issuer)),
        ...this.lists.map((list) => listedState(list, certificate, issuer)),
      ].flatMap((state) => state ?? []);
      this.known.set(pair, states);
    }
    return states;
  }
}

/**
 * RFC 3161 §4: when the reason says that the key was not stolen, what it signed before stays good.
 * Otherwise a thief could have set the time back, and only what was seen before the revocation
 * stays good.
 *
 * @param {Certificate} certificate
 * @param {Revoked} revoked
 * @param {bigint} used
 * @param {bigint} seen
 * @returns {Finding}
 */
function judged(certificate, { since, reason, source }, used, seen) {
  const until = HARMLESS.includes(reason) ? used : seen;
  const why = REASONS.get(reason) ?? `reason ${reason}`;
  const text = `${certificate.text()}: revoked on ${timeText(since)} (${why}), ${source}`;
  return until < since
    ? { isRevoked: false, isFresh: false, text: `${text}; the time-stamp was there before` }
    : { isRevoked: true, isFresh: false, text };
}
