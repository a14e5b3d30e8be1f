/**
 * Finds the way from a certificate up to one that is trusted, through certificates that are at hand
 * (RFC 5280 §6). Nothing is fetched.
 */

/** @typedef {import('./x509.js').Certificate} Certificate */

/** Longest path: no public hierarchy is half as deep. */
const LENGTH_MAX = 8;

/** Signatures that are checked: enough for a renewal each year of a century. */
const CHECKS_MAX = 512;

/** Steps that all searches take together: certificates that all sign each other make many. */
const STEPS_MAX = 4000;

export class PathFinder {
  /**
   * @param {Certificate[]} atHand from anywhere, no two of them the same
   * @param {(certificate: Certificate) => boolean} isTrusted where a path may end
   */
  constructor(atHand, isTrusted) {
    this.atHand = atHand;
    this.isTrusted = isTrusted;
    /** A signature is checked once, whichever path it stands in. @type {Map<string, boolean>} */
    this.issued = new Map();
    this.stepsLeft = STEPS_MAX;
  }

  /**
   * A path that starts with this certificate and ends with a trusted one; each certificate in it
   * is allowed. Null when there is none.
   *
   * @param {Certificate} from
   * @param {string} purpose
   * @param {(certificate: Certificate) => boolean} isAllowed
   */
  path(from, purpose, isAllowed) {
    /** @type {Certificate[]} */
    const path = [];
    return isAllowed(from) &&
      from.unknownCritical === null &&
      this.extend(path, from, purpose, isAllowed)
      ? path
      : null;
  }

  /**
   * As far up as what is at hand leads, whether or not anybody is trusted.
   *
   * @param {Certificate} from
   */
  chain(from) {
    const chain = [from];
    while (chain.length < LENGTH_MAX) {
      const last = chain[chain.length - 1];
      const next = this.atHand.find(
        (each) => !chain.includes(each) && this.hasIssued(each, last),
      );
      if (next === undefined) {
        break;
      }
      chain.push(next);
    }
    return chain;
  }

  /**
   * @param {Certificate[]} path
   * @param {Certificate} next
   * @param {string} purpose
   * @param {(certificate: Certificate) => boolean} isAllowed
   * @returns {boolean}
   */
  extend(path, next, purpose, isAllowed) {
    path.push(next);
    if (this.isTrusted(next)) {
      return true;
    }
    this.stepsLeft--;
    if (path.length < LENGTH_MAX && this.stepsLeft > 0) {
      for (const issuer of this.atHand) {
        if (
          !path.includes(issuer) &&
          mayIssue(issuer, path, purpose) &&
          isAllowed(issuer) &&
          this.hasIssued(issuer, next) &&
          this.extend(path, issuer, purpose, isAllowed)
        ) {
          return true;
        }
      }
    }
    path.pop();
    return false;
  }

  /**
   * @param {Certificate} issuer
   * @param {Certificate} subject
   */
  hasIssued(issuer, subject) {
    if (!subject.issuer.equals(issuer.subject)) {
      return false;
    }
    const pair = `${issuer.fingerprint} ${subject.fingerprint}`;
    let known = this.issued.get(pair);
    if (known === undefined) {
      known = this.issued.size < CHECKS_MAX && issuer.issued(subject);
      this.issued.set(pair, known);
    }
    return known;
  }
}

/**
 * @param {Certificate} issuer
 * @param {Certificate[]} below
 * @param {string} purpose
 */
function mayIssue(issuer, below, purpose) {
  // Of those below, the first is no authority and certificates issued to oneself do not count.
  const authorities = below.slice(1).filter((each) => !each.issuer.equals(each.subject)).length;
  return (
    issuer.unknownCritical === null &&
    issuer.allowsPurpose(purpose) &&
    authorities <= (issuer.pathLengthMax ?? Infinity)
  );
}
