/** Judges the tokens of one proof one after another. */
import { timeText } from '../times.js';
import { readList } from './crl.js';
import { Encoded } from './der.js';
import { readAnswer } from './ocsp.js';
import { PathFinder } from './paths.js';
import { Revocation } from './revocation.js';
import { checkToken } from './token-check.js';
import { PURPOSE_TIMESTAMPING, readCertificate } from './x509.js';

/** @typedef {import('./token.js').Token} Token */
/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * Whom somebody who judges time-stamps believes. It never comes out of a proof.
 *
 * @typedef {object} StampTrust
 * @property {Certificate[]} certificates of authorities, or of those who certify them
 * @property {Set<string>} fingerprints SHA-256 of such, in lower-case hexadecimal
 * @property {Set<string>} policies the only ones that count; empty for all
 * @property {boolean} isExpiredAllowed
 */

/**
 * Why a proof shows nothing, or shows something else: CONTRADICTED where it is about other bytes or
 * was changed; else as in docs/formats/timestamp.md §5.
 *
 * @typedef {'CONTRADICTED' | 'MALFORMED' | 'UNTRUSTED' | 'EXPIRED' | 'NOT_VALID_THEN' | 'REVOKED'
 *   | 'FUTURE' | 'WEAK' | 'WRONG_PURPOSE' | 'POLICY'} Why
 * @typedef {{ why: Why, what: string }} StampFault
 */

/** Certificates of all tokens and the proof; more than a century of renewals brings. */
const AT_HAND_MAX = 512;

/**
 * @param {Why} why
 * @param {string} where
 * @param {string} what
 * @returns {StampFault}
 */
export function stampFault(why, where, what) {
  return { why, what: `${where}: ${what}` };
}

export class TokenJudge {
  /**
   * @param {import('./proof.js').TimestampProof} proof
   * @param {Token[]} tokens
   * @param {StampTrust} trust
   */
  constructor(proof, tokens, trust) {
    this.trust = trust;
    /** Who made the first token that was judged. */
    this.authority = '';
    /** The certificate that the judge's trust in it rests on. */
    this.admitted = '';
    /** @type {Map<string, Certificate>} */
    const distinct = new Map();
    const stored = proof.certificates.map((each) => readCertificate(new Encoded(each)));
    for (const each of [
      ...trust.certificates,
      ...stored.flatMap((one) => (typeof one === 'string' ? [] : [one])),
      ...tokens.flatMap((token) => token.certificates),
    ]) {
      if (!distinct.has(each.fingerprint)) {
        distinct.set(each.fingerprint, each);
      }
    }
    this.atHand = [...distinct.values()].slice(0, AT_HAND_MAX);
    const trusted = new Set([
      ...trust.fingerprints,
      ...trust.certificates.map(({ fingerprint }) => fingerprint),
    ]);
    this.paths = new PathFinder(this.atHand, ({ fingerprint }) => trusted.has(fingerprint));
    this.revocations = new Revocation(
      proof.lists.map(readList).flatMap((one) => (typeof one === 'string' ? [] : [one])),
      proof.answers.map(readAnswer).flatMap((one) => (typeof one === 'string' ? [] : [one])),
    );
  }

  /**
   * The stored certificate that signed a token, or why none did.
   *
   * @param {string} where
   * @param {Token} token
   * @returns {{ by: Certificate } | { fault: StampFault }}
   */
  signedBy(where, token) {
    const found = checkToken(token, this.atHand);
    if ('by' in found) {
      return found;
    }
    const why = found.not === 'FORGED' ? 'CONTRADICTED' : found.not;
    return { fault: stampFault(why, where, found.what) };
  }

  /**
   * Why this token proves nothing; null when it does.
   *
   * @param {string} where
   * @param {Token} token
   * @param {bigint} seen when it was known to exist: the time of its renewal, or now
   * @returns {StampFault | null}
   */
  fault(where, token, seen) {
    const signed = this.signedBy(where, token);
    if ('fault' in signed) {
      return signed.fault;
    }
    const { policies } = this.trust;
    const { policy, time } = token.info;
    if (policies.size > 0 && !policies.has(policy)) {
      return stampFault('POLICY', where, `policy ${policy} is not among those allowed`);
    }
    return this.pathFault(where, signed.by, time, seen);
  }

  /**
   * @param {string} where
   * @param {Certificate} by
   * @param {bigint} made
   * @param {bigint} seen
   */
  pathFault(where, by, made, seen) {
    const path = (/** @type {(certificate: Certificate) => boolean} */ isAllowed) =>
      this.paths.path(by, PURPOSE_TIMESTAMPING, isAllowed);
    const lasting = path((each) => each.isValidAt(made) && each.isValidAt(seen));
    if (lasting !== null) {
      return this.accepted(where, lasting, made, seen, true);
    }
    const outlived = path((each) => each.isValidAt(made));
    if (outlived !== null) {
      return this.accepted(where, outlived, made, seen, false);
    }
    const any = path(() => true);
    if (any === null) {
      const critical = by.unknownCritical;
      const what = `no stored certificate leads from ${by.text()} to one that is trusted` +
        (critical === null ? '' : `; its certificate has critical extension ${critical}`);
      return stampFault('UNTRUSTED', where, what);
    }
    const invalid = any.find((each) => !each.isValidAt(made)) ?? by;
    const span = [invalid.notBefore, invalid.notAfter].map(timeText).join(' to ');
    const what = `it was made at ${timeText(made)}, and the certificate of ` +
      `${invalid.text()} is valid from ${span}`;
    return stampFault('NOT_VALID_THEN', where, what);
  }

  /**
   * A path was found; what is left is whether it lasted, and revocation.
   *
   * @param {string} where
   * @param {Certificate[]} path
   * @param {bigint} made
   * @param {bigint} seen
   * @param {boolean} hasLasted
   * @returns {StampFault | null}
   */
  accepted(where, path, made, seen, hasLasted) {
    let isSignerGood = false;
    for (let i = 0; i < path.length; i++) {
      const issuer = this.issuer(path, i);
      if (issuer === null) {
        continue;
      }
      const finding = this.revocations.of(path[i], issuer, made, seen);
      if (finding.isRevoked) {
        return stampFault('REVOKED', where, finding.text);
      }
      isSignerGood ||= i === 0 && finding.isFresh;
    }
    if (!hasLasted && !(this.trust.isExpiredAllowed && isSignerGood)) {
      const until = path.reduce(
        (least, { notAfter }) => (notAfter < least ? notAfter : least),
        path[0].notAfter,
      );
      const what = `it outlived a certificate it rests on, valid to ${timeText(until)}, and ` +
        `nothing renewed it before; ${this.expiredHelp()}`;
      return stampFault('EXPIRED', where, what);
    }
    if (this.authority === '') {
      this.authority = path[0].text();
      this.admitted = path[path.length - 1].fingerprint;
    }
    return null;
  }

  expiredHelp() {
    return this.trust.isExpiredAllowed
      ? 'nothing that is stored shows that the certificate was not revoked at that time'
      : "whether that counts is for the judge's trust to say";
  }

  /**
   * Who certified this one; for the first also beyond the end of the path. Null when nobody does.
   *
   * @param {Certificate[]} path
   * @param {number} index
   */
  issuer(path, index) {
    if (index + 1 < path.length) {
      return path[index + 1];
    }
    return index === 0 ? (this.paths.chain(path[0])[1] ?? null) : null;
  }
}
