/**
 * A time-stamp with all that is needed to judge it later: the token as it came, certificates, what
 * was known about revocation, and its renewals. docs/formats/timestamp.md §2.
 */
import { toHex } from '../bytes.js';
import { CborReader } from '../cbor.js';
import { sha256 } from '../sha256.js';
import { LIST_BYTES_MAX } from './crl.js';
import { ANSWER_BYTES_MAX } from './ocsp.js';
import { RECORD_BYTES_MAX } from './record.js';
import { TOKEN_BYTES_MAX } from './token.js';
import { CERTIFICATE_BYTES_MAX } from './x509.js';

/**
 * @typedef {object} TimestampProof
 * @property {Uint8Array} token about the statement alone, whatever else is proven
 * @property {Uint8Array[]} certificates that may lead from a signer to somebody who is trusted
 * @property {Uint8Array[]} lists revocation lists
 * @property {Uint8Array[]} answers OCSP answers
 * @property {Uint8Array[]} segments SHA-512 of log segments that the renewals also are about
 * @property {Uint8Array | null} record the renewals
 */

const BYTES_MAX = 1 << 22;
const CERTIFICATES_MAX = 64;
const LISTS_MAX = 64;
const ANSWERS_MAX = 128;
const SEGMENTS_MAX = 4096;
const SEGMENT_DIGEST_BYTES = 64;
const VERSION = 1n;

/**
 * Reads the outer form; what the strings hold is read by those who judge it. A text says what is
 * wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {TimestampProof | string}
 */
export function readProof(bytes) {
  const reader = new CborReader(BYTES_MAX, 2).reset(bytes);
  reader.expectArray(7);
  if (reader.unsigned() !== VERSION) {
    reader.refuse('VERSION');
  }
  const token = reader.bytes(TOKEN_BYTES_MAX);
  const certificates = readDistinct(reader, CERTIFICATES_MAX, CERTIFICATE_BYTES_MAX);
  const lists = readDistinct(reader, LISTS_MAX, LIST_BYTES_MAX);
  const answers = readDistinct(reader, ANSWERS_MAX, ANSWER_BYTES_MAX);
  const segments = readStrings(reader, SEGMENTS_MAX, SEGMENT_DIGEST_BYTES, SEGMENT_DIGEST_BYTES);
  const record = reader.takeNull() ? null : reader.bytes(RECORD_BYTES_MAX);
  if (segments.length > 0 && record === null) {
    reader.refuse('RECORD_EMPTY');
  }
  return reader.end()
    ? { token, certificates, lists, answers, segments, record }
    : reader.refusal();
}

/**
 * @param {CborReader} reader
 * @param {number} countMax
 * @param {number} bytesMax
 */
function readDistinct(reader, countMax, bytesMax) {
  const strings = readStrings(reader, countMax, 1, bytesMax);
  const names = strings.map((each) => toHex(sha256(each)));
  if (new Set(names).size < names.length) {
    reader.refuse('TWICE');
  }
  return strings;
}

/**
 * @param {CborReader} reader
 * @param {number} countMax
 * @param {number} bytesMin
 * @param {number} bytesMax
 */
function readStrings(reader, countMax, bytesMin, bytesMax) {
  const count = reader.array();
  if (count > countMax) {
    reader.refuse('TOO_MANY');
  }
  const strings = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    const one = reader.bytes(bytesMax);
    if (one.length < bytesMin) {
      reader.refuse('WRONG_LENGTH');
    }
    strings.push(one);
  }
  return strings;
}
