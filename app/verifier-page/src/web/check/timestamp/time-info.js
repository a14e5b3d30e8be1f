/** What an authority states: that a digest was there at a time (TSTInfo, RFC 3161 §2.4.2). */
import { DerReader } from './der.js';
import { readDigestId } from './digests.js';
import * as Tag from './tags.js';

/** @typedef {import('./der.js').Encoded} Encoded */

/**
 * @typedef {object} TimeInfo
 * @property {string} policy
 * @property {string} imprintOid the algorithm of the digest, whether or not it counts
 * @property {Uint8Array} imprint the digest
 * @property {bigint} time ns since 1970
 * @property {bigint | null} accuracy ns by which the time may be off, where that is stated
 * @property {Encoded | null} authority whom it names, where it does so by a distinguished name
 */

const BYTES_MAX = 1 << 16;
const SERIAL_BYTES_MAX = 32;
const NONCE_BYTES_MAX = 64;
const INT_MAX = 0x7fff_ffff;

/** The start of the year 2262. */
const END = 9_214_646_400_000_000_000n;

/**
 * Reads one; a text says what is wrong.
 *
 * @param {Uint8Array} bytes
 * @returns {TimeInfo | string}
 */
export function readTimeInfo(bytes) {
  const all = DerReader.ofBytes(bytes, BYTES_MAX);
  const reader = all.enter(Tag.SEQUENCE);
  if (reader.number(1) !== 1) {
    reader.refuse('VERSION');
  }
  const policy = reader.oid();
  const message = reader.enter(Tag.SEQUENCE);
  const imprintOid = readDigestId(message);
  const imprint = message.octets(BYTES_MAX);
  message.done();
  reader.integer(SERIAL_BYTES_MAX);
  const time = reader.generalizedTime();
  if (time < 0n || time >= END) {
    reader.refuse('OUT_OF_TIME');
  }
  const accuracy = reader.isNext(Tag.SEQUENCE) ? readAccuracy(reader.enter(Tag.SEQUENCE)) : null;
  if (reader.isNext(Tag.BOOLEAN)) {
    // Whether tokens of this authority can be ordered by time: nothing here orders them.
    reader.skip();
  }
  if (reader.isNext(Tag.INTEGER)) {
    reader.integer(NONCE_BYTES_MAX);
  }
  const authority = reader.isNext(Tag.context(0))
    ? readAuthority(reader.enter(Tag.context(0)))
    : null;
  if (reader.isNext(Tag.context(1))) {
    readExtensions(reader.enter(Tag.context(1)));
  }
  reader.done();
  return all.end()
    ? { policy, imprintOid, imprint, time, accuracy, authority }
    : all.refusal();
}

/** Seconds, and milliseconds and microseconds below them. @param {DerReader} reader */
function readAccuracy(reader) {
  let nanos = 0n;
  if (reader.isNext(Tag.INTEGER)) {
    nanos = 1_000_000_000n * BigInt(reader.number(INT_MAX));
  }
  const parts = /** @type {const} */ ([1_000_000n, 1_000n]);
  parts.forEach((unit, i) => {
    const tag = Tag.contextPrimitive(i);
    if (reader.isNext(tag)) {
      nanos += unit * BigInt(reader.number(999, tag));
    }
  });
  reader.done();
  return nanos;
}

/** @param {DerReader} general */
function readAuthority(general) {
  let name = null;
  if (general.isNext(Tag.context(4))) {
    const directory = general.enter(Tag.context(4));
    name = directory.element(Tag.SEQUENCE);
    directory.done();
  } else {
    general.skip();
  }
  general.done();
  return name;
}

/** None is known, so none may be critical. @param {DerReader} list */
function readExtensions(list) {
  while (list.hasNext()) {
    const one = list.enter(Tag.SEQUENCE);
    one.oid();
    if (one.isNext(Tag.BOOLEAN) && one.bool()) {
      one.refuse('CRITICAL_EXTENSION');
    }
    one.element(Tag.OCTET_STRING);
    one.done();
  }
}
