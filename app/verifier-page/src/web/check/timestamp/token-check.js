/** Holds a token against the certificate that claims to have signed it. */
import { equal } from '../bytes.js';
import { DerReader } from './der.js';
import { digestOf } from './digests.js';
import { isLike, nameText } from './names.js';
import { accepts, algorithmName, isStrong, oidOf, schemeOfSigner } from './schemes.js';
import * as Tag from './tags.js';
import { TOKEN_BYTES_MAX, isIdOf } from './token.js';
import { DIGITAL_SIGNATURE, NON_REPUDIATION, PURPOSE_TIMESTAMPING } from './x509.js';

/** @typedef {import('./der.js').Encoded} Encoded */
/** @typedef {import('./token.js').Token} Token */
/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * Who signed it, and is one that may sign time-stamps; or why nobody did: FORGED where something
 * signed says otherwise, UNTRUSTED where the certificate it names is not at hand, WEAK where an
 * algorithm or a key does not count, WRONG_PURPOSE (RFC 3161 §2.3).
 *
 * @typedef {'FORGED' | 'UNTRUSTED' | 'WEAK' | 'WRONG_PURPOSE'} Not
 * @typedef {{ by: Certificate } | { not: Not, what: string }} TokenCheck
 */

/**
 * Checks the token's own signature (RFC 5652 §5.6, RFC 3161 §2.2 to §2.4).
 *
 * @param {Token} token
 * @param {Certificate[]} atHand
 * @returns {TokenCheck}
 */
export function checkToken(token, atHand) {
  const { signer } = token;
  const digest = digestOf(signer.digestOid);
  if (digest === null) {
    return { not: 'WEAK', what: `it is digested by ${algorithmName(signer.digestOid)}` };
  }
  const scheme = schemeOfSigner(signer.algorithm, digest);
  if (scheme === null) {
    const name = algorithmName(oidOf(signer.algorithm));
    return { not: 'WEAK', what: `it is signed by ${name}, beside ${digest.text}` };
  }
  const named = atHand.filter((each) => isNamed(signer.id, each));
  if (named.length === 0) {
    const what = 'the certificate it names is not among those stored with it';
    return { not: 'UNTRUSTED', what };
  }
  const by = named.find((each) => signer.certificateIds.every((id) => isIdOf(id, each)));
  if (by === undefined) {
    const what = 'its signed attributes name another certificate than its signer';
    return { not: 'FORGED', what };
  }
  const stated = DerReader.of(signer.messageDigest).octets(64);
  if (!equal(stated, digest.of(token.content))) {
    return { not: 'FORGED', what: 'its content is not the one that was signed' };
  }
  if (!isStrong(by.keyInfo)) {
    const what = `the key of ${by.text()} is of a kind or length that does not count`;
    return { not: 'WEAK', what };
  }
  const signature = DerReader.of(signer.signature).octets(TOKEN_BYTES_MAX);
  if (!accepts(scheme, by.keyInfo, signer.signed.bytes(), signature)) {
    return { not: 'FORGED', what: `its signature is not of ${by.text()}` };
  }
  const { authority } = token.info;
  if (authority !== null && !isLike(authority, by.subject)) {
    const what = `it names ${nameText(authority)} and is signed by ${by.text()}`;
    return { not: 'FORGED', what };
  }
  const fault = purposeFault(by);
  return fault === null ? { by } : { not: 'WRONG_PURPOSE', what: `${by.text()}: ${fault}` };
}

/** RFC 3161 §2.3: this purpose alone, and critical. @param {Certificate} by */
function purposeFault(by) {
  if (by.purposes === null) {
    return 'the certificate does not say that it is for time-stamps';
  }
  if (by.purposes.length !== 1 || by.purposes[0] !== PURPOSE_TIMESTAMPING) {
    return 'the certificate is not for time-stamps and for nothing else';
  }
  if (!by.arePurposesCritical) {
    return 'the purpose of the certificate is not marked critical';
  }
  return by.mayUse(DIGITAL_SIGNATURE | NON_REPUDIATION)
    ? null
    : "the certificate's key may not sign";
}

/**
 * @param {Encoded} id
 * @param {Certificate} certificate
 */
function isNamed(id, certificate) {
  const reader = DerReader.of(id);
  if (id.tag() === Tag.SEQUENCE) {
    const pair = reader.enter(Tag.SEQUENCE);
    const issuer = pair.element(Tag.SEQUENCE);
    const serial = pair.integer(64);
    return (
      !reader.isRefused() && issuer.equals(certificate.issuer) && serial === certificate.serial
    );
  }
  const keyId = reader.content(Tag.contextPrimitive(0), 256);
  return (
    certificate.keyId !== null && equal(DerReader.of(certificate.keyId).octets(256), keyId)
  );
}
