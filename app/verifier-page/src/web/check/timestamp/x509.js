/** X.509 certificates (RFC 5280 §4.1), with what a time-stamp's judge asks of them. */
import { toHex } from '../bytes.js';
import { DerReader } from './der.js';
import { SHA_256 } from './digests.js';
import { isEmptyName, nameText } from './names.js';
import { accepts, schemeOf } from './schemes.js';
import * as Tag from './tags.js';

/** @typedef {import('./der.js').Encoded} Encoded */
/** @typedef {{ oid: string, isCritical: boolean, value: Encoded }} Extension */

/** Certificates of time-stamping authorities have some 2 KiB. */
export const CERTIFICATE_BYTES_MAX = 1 << 16;

export const PURPOSE_TIMESTAMPING = '1.3.6.1.5.5.7.3.8';
export const PURPOSE_OCSP = '1.3.6.1.5.5.7.3.9';
const PURPOSE_ANY = '2.5.29.37.0';

/** Named bits of the key usage (RFC 5280 §4.2.1.3). */
export const DIGITAL_SIGNATURE = 1;
export const NON_REPUDIATION = 1 << 1;
const KEY_CERT_SIGN = 1 << 5;
export const CRL_SIGN = 1 << 6;

const KEY_ID = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';

/**
 * Critical extensions that may stand in a path: those read here, and policies and alternative
 * names, which bind nobody who asks for none. Constraints of names and policies are not computed,
 * so a certificate with critical ones is in no path.
 */
const KNOWN = new Set([
  KEY_ID, KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, '2.5.29.17', '2.5.29.18', '2.5.29.32',
]);

export const SERIAL_BYTES_MAX = 32;
const PURPOSES_MAX = 32;
const EXTENSIONS_MAX = 64;
const SECOND = 1_000_000_000n;

/**
 * Reads a SEQUENCE OF Extension (RFC 5280 §4.1.2.9).
 *
 * @param {DerReader} reader
 * @returns {Extension[]}
 */
export function readExtensions(reader) {
  const all = reader.enter(Tag.SEQUENCE);
  /** @type {Extension[]} */
  const found = [];
  const seen = new Set();
  while (all.hasNext()) {
    const one = all.enter(Tag.SEQUENCE);
    const oid = one.oid();
    // That a default is written out is no DER, and so common that it is taken.
    const isCritical = one.isNext(Tag.BOOLEAN) && one.bool();
    found.push({ oid, isCritical, value: one.element(Tag.OCTET_STRING) });
    one.done();
    if (seen.has(oid)) {
      all.refuse('EXTENSION_TWICE');
    }
    seen.add(oid);
    if (found.length > EXTENSIONS_MAX) {
      all.refuse('TOO_MANY');
    }
  }
  return found;
}

/** A reader of what the octet string of an extension holds. @param {Extension} extension */
export function contentOf({ value }) {
  return DerReader.of(value).enterOctets();
}

/**
 * The first critical one that is not among these; null when there is none.
 *
 * @param {Extension[]} extensions
 * @param {Set<string>} known
 */
export function unknownCritical(extensions, known) {
  return extensions.find(({ oid, isCritical }) => isCritical && !known.has(oid))?.oid ?? null;
}

/** What the extensions say. */
class Facts {
  constructor() {
    this.isAuthority = false;
    /** How many authorities may stand below this one, where it says so. @type {number | null} */
    this.pathLengthMax = null;
    /** Named bits; null when the extension is absent. @type {number | null} */
    this.keyUsage = null;
    /** Of the extended key usage; null when the extension is absent. @type {string[] | null} */
    this.purposes = null;
    this.arePurposesCritical = false;
    /** @type {Encoded | null} */
    this.keyId = null;
  }

  /**
   * A fault in one that is read is a fault of the certificate.
   *
   * @param {DerReader} certificate
   * @param {Extension[]} extensions
   */
  read(certificate, extensions) {
    for (const extension of extensions) {
      const reader = contentOf(extension);
      switch (extension.oid) {
        case BASIC_CONSTRAINTS:
          this.readConstraints(reader.enter(Tag.SEQUENCE));
          break;
        case KEY_USAGE:
          this.keyUsage = reader.namedBits();
          break;
        case KEY_ID:
          this.keyId = reader.element(Tag.OCTET_STRING);
          break;
        case EXTENDED_KEY_USAGE:
          this.purposes = readPurposes(reader.enter(Tag.SEQUENCE));
          this.arePurposesCritical = extension.isCritical;
          break;
        default:
          continue;
      }
      if (!reader.end()) {
        certificate.refuse(reader.reason());
      }
    }
    return this;
  }

  /** @param {DerReader} reader */
  readConstraints(reader) {
    this.isAuthority = reader.isNext(Tag.BOOLEAN) && reader.bool();
    if (reader.hasNext()) {
      this.pathLengthMax = reader.number(255);
    }
    reader.done();
  }
}

/** @param {DerReader} reader */
function readPurposes(reader) {
  const found = [];
  while (reader.hasNext()) {
    found.push(reader.oid());
    if (found.length > PURPOSES_MAX) {
      reader.refuse('TOO_MANY');
    }
  }
  return found;
}

/**
 * @typedef {object} Parts
 * @property {Encoded} der all of it, as it came
 * @property {Encoded} signed what its issuer signed
 * @property {Encoded} algorithm how
 * @property {bigint} serial
 * @property {Encoded} issuer
 * @property {bigint} notBefore ns since 1970
 * @property {bigint} notAfter
 * @property {Encoded} subject
 * @property {Encoded} keyInfo its SubjectPublicKeyInfo
 * @property {Encoded} signature its issuer's
 * @property {Facts} facts
 * @property {string | null} unknownCritical a critical extension that is not read here
 */

export class Certificate {
  /** @param {Parts} parts */
  constructor(parts) {
    this.der = parts.der;
    this.signed = parts.signed;
    this.algorithm = parts.algorithm;
    this.serial = parts.serial;
    this.issuer = parts.issuer;
    this.notBefore = parts.notBefore;
    this.notAfter = parts.notAfter;
    this.subject = parts.subject;
    this.keyInfo = parts.keyInfo;
    this.signature = parts.signature;
    this.isAuthority = parts.facts.isAuthority;
    this.pathLengthMax = parts.facts.pathLengthMax;
    this.keyUsage = parts.facts.keyUsage;
    this.purposes = parts.facts.purposes;
    this.arePurposesCritical = parts.facts.arePurposesCritical;
    this.keyId = parts.facts.keyId;
    this.unknownCritical = parts.unknownCritical;
    /** SHA-256, by which people compare certificates; only equal ones share it. */
    this.fingerprint = toHex(SHA_256.of(parts.der.bytes()));
  }

  /** Whether both ends of its validity embrace this time. @param {bigint} time */
  isValidAt(time) {
    // The last second is valid whole: its end is written to the second.
    return time >= this.notBefore && time < this.notAfter + SECOND;
  }

  /** Whether this one's key signed that one, and both say so. @param {Certificate} other */
  issued(other) {
    return (
      other.issuer.equals(this.subject) &&
      !isEmptyName(this.subject) &&
      this.isAuthority &&
      this.mayUse(KEY_CERT_SIGN) &&
      this.signs(other.algorithm, other.signed, other.signature)
    );
  }

  /** Whether its key may be used for one of these; what says nothing may. @param {number} bits */
  mayUse(bits) {
    return this.keyUsage === null || (this.keyUsage & bits) !== 0;
  }

  /**
   * Whether the key in this certificate signed these bytes.
   *
   * @param {Encoded} how
   * @param {Encoded} what
   * @param {Encoded} bitString
   */
  signs(how, what, bitString) {
    const bits = DerReader.of(bitString);
    const value = bits.bytesOfBits();
    const scheme = bits.isRefused() ? null : schemeOf(how);
    return scheme !== null && accepts(scheme, this.keyInfo, what.bytes(), value);
  }

  /**
   * Whether it says that its key may be used for this; what says nothing may everything.
   *
   * @param {string} purpose
   */
  allowsPurpose(purpose) {
    const { purposes } = this;
    return purposes === null || purposes.includes(purpose) || purposes.includes(PURPOSE_ANY);
  }

  /** For a person. */
  text() {
    return nameText(this.subject);
  }
}

/**
 * Reads one; a text says what is wrong.
 *
 * @param {Encoded} der
 * @returns {Certificate | string}
 */
export function readCertificate(der) {
  const reader =
    der.length > CERTIFICATE_BYTES_MAX
      ? DerReader.ofBytes(der.bytes(), CERTIFICATE_BYTES_MAX)
      : DerReader.of(der);
  const whole = reader.enter(Tag.SEQUENCE);
  const signed = whole.element(Tag.SEQUENCE);
  const algorithm = whole.element(Tag.SEQUENCE);
  const signature = whole.element(Tag.BIT_STRING);
  whole.done();
  if (!reader.end()) {
    return reader.refusal();
  }
  const body = DerReader.of(signed);
  const fields = body.enter(Tag.SEQUENCE);
  let version = 0;
  if (fields.isNext(Tag.context(0))) {
    const explicit = fields.enter(Tag.context(0));
    version = explicit.number(2);
    explicit.done();
  }
  const serial = fields.integer(SERIAL_BYTES_MAX);
  if (!fields.element(Tag.SEQUENCE).equals(algorithm)) {
    fields.refuse('TWO_ALGORITHMS');
  }
  const issuer = fields.element(Tag.SEQUENCE);
  const validity = fields.enter(Tag.SEQUENCE);
  const notBefore = validity.time();
  const notAfter = validity.time();
  validity.done();
  const subject = fields.element(Tag.SEQUENCE);
  const keyInfo = fields.element(Tag.SEQUENCE);
  // Unique identifiers, long forbidden (RFC 5280 §4.1.2.8): passed over.
  for (let number = 1; number <= 2; number++) {
    if (fields.isNext(Tag.contextPrimitive(number))) {
      fields.skip();
    }
  }
  const extensions = certificateExtensions(fields, version);
  fields.done();
  const facts = new Facts().read(body, extensions);
  return body.end()
    ? new Certificate({
        der, signed, algorithm, serial, issuer, notBefore, notAfter, subject, keyInfo, signature,
        facts, unknownCritical: unknownCritical(extensions, KNOWN),
      })
    : body.refusal();
}

/**
 * @param {DerReader} fields
 * @param {number} version
 */
function certificateExtensions(fields, version) {
  if (!fields.isNext(Tag.context(3))) {
    return [];
  }
  if (version !== 2) {
    fields.refuse('VERSION');
  }
  const explicit = fields.enter(Tag.context(3));
  const extensions = readExtensions(explicit);
  explicit.done();
  return extensions;
}
