/**
 * Time-stamp tokens as they came (RFC 3161 §2.4.2): one signer's signed data over a time. What is
 * read here is well-formed, and not yet held against any certificate.
 */
import { equal } from '../bytes.js';
import { DerReader, Encoded } from './der.js';
import { SHA_256, digestOf, readDigestId, sha1Name } from './digests.js';
import { isLike } from './names.js';
import * as Tag from './tags.js';
import { readTimeInfo } from './time-info.js';
import { readCertificate } from './x509.js';

/** @typedef {import('./x509.js').Certificate} Certificate */

/**
 * The signed word on which certificate belongs to the signature (ESSCertID, RFC 2634 §5.4.1, and
 * ESSCertIDv2, RFC 5035 §4). The older form names it by SHA-1: that binds the signer to a
 * certificate and signs nothing, so it is read (RFC 5816 §1).
 *
 * @typedef {object} CertificateId
 * @property {string | null} digestOid the digest of the newer form; null in the older one
 * @property {Encoded} digest
 * @property {Encoded | null} issuer
 * @property {bigint | null} serial
 *
 * @typedef {object} Signer the signature and what belongs to it (SignerInfo, RFC 5652 §5.3)
 * @property {Encoded} id issuer and serial of the certificate, or its key id under tag 0
 * @property {string} digestOid
 * @property {Encoded} algorithm
 * @property {Encoded} signed the signed attributes as they are digested: a SET OF
 * @property {Encoded} messageDigest the digest of the content, as the attributes state it
 * @property {CertificateId[]} certificateIds what they state of the certificate
 * @property {Encoded} signature an octet string
 *
 * @typedef {object} Token
 * @property {Encoded} der all of it, a ContentInfo
 * @property {Uint8Array} content the bytes that are digested, which are the time's
 * @property {import('./time-info.js').TimeInfo} info
 * @property {Certificate[]} certificates those that came inside and could be read
 * @property {Signer} signer who claims to have signed
 */

/** A token with a chain of certificates has some 10 KiB. */
export const TOKEN_BYTES_MAX = 1 << 18;

const CERTIFICATES_MAX = 32;
const SERIAL_BYTES_MAX = 32;

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/**
 * Reads one; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {Token | string}
 */
export function readToken(bytes) {
  const all = DerReader.ofBytes(bytes, TOKEN_BYTES_MAX);
  const info = all.enter(Tag.SEQUENCE);
  if (info.oid() !== SIGNED_DATA) {
    info.refuse('NOT_SIGNED_DATA');
  }
  const explicit = info.enter(Tag.context(0));
  info.done();
  const data = explicit.enter(Tag.SEQUENCE);
  explicit.done();
  // RFC 5652 §5.1: 3, because the content is not plain data.
  if (data.number(5) !== 3) {
    data.refuse('VERSION');
  }
  /** @type {string[]} */
  const digests = [];
  const list = data.enter(Tag.SET);
  while (list.hasNext() && digests.length < CERTIFICATES_MAX) {
    digests.push(readDigestId(list));
  }
  const content = readContent(data);
  const certificates = readCertificates(data);
  if (data.isNext(Tag.context(1))) {
    data.skip();
  }
  const signers = data.enter(Tag.SET);
  const signer = readSigner(signers.enter(Tag.SEQUENCE), digests);
  if (signers.hasNext()) {
    signers.refuse('SIGNER_COUNT');
  }
  data.done();
  if (!all.end()) {
    return all.refusal();
  }
  const time = readTimeInfo(content);
  return typeof time === 'string'
    ? time
    : { der: new Encoded(bytes), content, info: time, certificates, signer };
}

/** @param {DerReader} data */
function readContent(data) {
  const encapsulated = data.enter(Tag.SEQUENCE);
  if (encapsulated.oid() !== TST_INFO) {
    encapsulated.refuse('NOT_A_TIMESTAMP');
  }
  const explicit = encapsulated.enter(Tag.context(0));
  const content = explicit.octets(TOKEN_BYTES_MAX);
  explicit.done();
  encapsulated.done();
  return content;
}

/**
 * Certificates are not signed by the token: those of other kinds are passed over.
 *
 * @param {DerReader} data
 */
function readCertificates(data) {
  const found = [];
  if (data.isNext(Tag.context(0))) {
    const set = data.enter(Tag.context(0));
    while (set.hasNext()) {
      const each = set.element();
      const certificate = each.tag() === Tag.SEQUENCE ? readCertificate(each) : '';
      if (typeof certificate !== 'string') {
        found.push(certificate);
      }
      if (found.length > CERTIFICATES_MAX) {
        set.refuse('CERTIFICATE_COUNT');
      }
    }
  }
  return found;
}

/**
 * @param {DerReader} reader
 * @param {string[]} digests
 * @returns {Signer}
 */
function readSigner(reader, digests) {
  const version = reader.number(5);
  const id = reader.element();
  const isIssuer = id.tag() === Tag.SEQUENCE;
  // RFC 5652 §5.3: 1 beside issuer and serial, 3 beside a key id.
  if (version !== (isIssuer ? 1 : 3) || (!isIssuer && id.tag() !== Tag.contextPrimitive(0))) {
    reader.refuse('VERSION');
  }
  const digestOid = readDigestId(reader);
  if (!digests.includes(digestOid)) {
    reader.refuse('DIGEST_NOT_LISTED');
  }
  const implicit = reader.element(Tag.context(0));
  const algorithm = reader.element(Tag.SEQUENCE);
  const signature = reader.element(Tag.OCTET_STRING);
  if (reader.isNext(Tag.context(1))) {
    // Unsigned attributes: whatever they say, nobody vouches for it.
    reader.skip();
  }
  reader.done();
  return { id, digestOid, algorithm, signature, ...readAttributes(reader, implicit) };
}

/**
 * The signed attributes. Faults in them are faults of the signer.
 *
 * @param {DerReader} signer
 * @param {Encoded} implicit
 */
function readAttributes(signer, implicit) {
  /** @type {CertificateId[]} */
  const certificateIds = [];
  if (signer.isRefused()) {
    return { signed: implicit, messageDigest: implicit, certificateIds };
  }
  // RFC 5652 §5.4: what is digested has the tag of a SET OF, in DER.
  const bytes = Uint8Array.from(implicit.bytes());
  bytes[0] = Tag.SET;
  const signed = new Encoded(bytes);
  const reader = DerReader.of(signed).enter(Tag.SET);
  reader.mustBeSorted();
  /** @type {Map<string, Encoded>} */
  const values = new Map();
  while (reader.hasNext()) {
    const attribute = reader.enter(Tag.SEQUENCE);
    const oid = attribute.oid();
    const value = attribute.enter(Tag.SET);
    const first = value.element();
    if (value.hasNext()) {
      value.refuse('ATTRIBUTE_VALUES');
    }
    attribute.done();
    if (values.has(oid)) {
      reader.refuse('ATTRIBUTE_TWICE');
    }
    values.set(oid, first);
  }
  addId(signer, values.get(SIGNING_CERTIFICATE), false, certificateIds);
  addId(signer, values.get(SIGNING_CERTIFICATE_V2), true, certificateIds);
  const type = values.get(CONTENT_TYPE);
  const messageDigest = values.get(MESSAGE_DIGEST);
  if (type === undefined || messageDigest === undefined || certificateIds.length === 0) {
    reader.refuse('ATTRIBUTE_MISSING');
  } else if (DerReader.of(type).oid() !== TST_INFO) {
    reader.refuse('CONTENT_TYPE');
  }
  if (!reader.end()) {
    signer.refuse(reader.reason());
  }
  return { signed, messageDigest: messageDigest ?? signed, certificateIds };
}

/**
 * @param {DerReader} signer
 * @param {Encoded | undefined} value
 * @param {boolean} isNewer
 * @param {CertificateId[]} into
 */
function addId(signer, value, isNewer, into) {
  if (value !== undefined) {
    const reader = DerReader.of(value);
    into.push(readFirstId(reader, isNewer));
    if (!reader.end()) {
      signer.refuse(reader.reason());
    }
  }
}

/**
 * Reads the first of a SigningCertificate; the others speak of its issuers.
 *
 * @param {DerReader} value
 * @param {boolean} isNewer
 * @returns {CertificateId}
 */
function readFirstId(value, isNewer) {
  const one = value.enter(Tag.SEQUENCE).enter(Tag.SEQUENCE).enter(Tag.SEQUENCE);
  let digestOid = null;
  if (isNewer) {
    digestOid = one.isNext(Tag.SEQUENCE) ? readDigestId(one) : SHA_256.oid;
  }
  const digest = one.element(Tag.OCTET_STRING);
  let issuer = null;
  let serial = null;
  if (one.hasNext()) {
    const issuerSerial = one.enter(Tag.SEQUENCE);
    const names = issuerSerial.enter(Tag.SEQUENCE);
    if (names.isNext(Tag.context(4))) {
      const directory = names.enter(Tag.context(4));
      issuer = directory.element(Tag.SEQUENCE);
      directory.done();
    }
    serial = issuerSerial.integer(SERIAL_BYTES_MAX);
    issuerSerial.done();
  }
  one.done();
  return { digestOid, digest, issuer, serial };
}

/**
 * @param {CertificateId} id
 * @param {Certificate} certificate
 */
export function isIdOf({ digestOid, digest, issuer, serial }, certificate) {
  const bytes = certificate.der.bytes();
  const expected =
    digestOid === null ? sha1Name(bytes) : (digestOf(digestOid)?.of(bytes) ?? null);
  return (
    expected !== null &&
    equal(DerReader.of(digest).octets(64), expected) &&
    (issuer === null || isLike(issuer, certificate.issuer)) &&
    (serial === null || serial === certificate.serial)
  );
}
