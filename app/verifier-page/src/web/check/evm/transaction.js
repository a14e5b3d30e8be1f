/**
 * Transactions of somebody, byte for byte as their block holds them, and the two things in one that
 * an anchor rests on: for which chain it was signed and what data it carries. Signature, fees and
 * amounts are the chain's business, which judged them when it took the transaction in.
 */
import { equal, toUtf8 } from '../bytes.js';
import { RlpReader } from './rlp.js';

/** @typedef {{ chainId: bigint | null, data: Uint8Array }} ChainTransaction */

/** An anchor has some 160 bytes; whoever puts it into a larger transaction has room. */
export const TRANSACTION_BYTES_MAX = 1 << 16;

/** The first byte of a list: a transaction without an envelope (EIP-2718). */
const LEGACY_MIN = 0xc0;

/** EIP-155: the signature of a transaction for one chain has 35 or 36 and twice its id. */
const REPLAY_PROTECTED_MIN = 35n;

const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

/** By type: where in the list the data stands, and how many fields there are. */
const ENVELOPES = new Map([
  [1, { dataAt: 6, fields: 11 }], // EIP-2930
  [2, { dataAt: 7, fields: 12 }], // EIP-1559
  [3, { dataAt: 7, fields: 14 }], // EIP-4844
  [4, { dataAt: 7, fields: 13 }], // EIP-7702
]);

const MAGIC = toUtf8('PENSTOCK');
const DIGEST_BYTES = 32;

/**
 * Reads one; a text says what is wrong.
 *
 * @param {Uint8Array} raw
 * @returns {ChainTransaction | string}
 */
export function readTransaction(raw) {
  if (raw.length === 0 || raw.length > TRANSACTION_BYTES_MAX) {
    return `transaction has ${raw.length} bytes, must have 1..${TRANSACTION_BYTES_MAX}`;
  }
  if (raw[0] >= LEGACY_MIN) {
    return legacy(raw);
  }
  const envelope = ENVELOPES.get(raw[0]);
  return envelope === undefined
    ? `transaction has type ${raw[0]}, known are 0 to 4`
    : typed(raw, envelope);
}

/** Nonce, gas price, gas limit, to, value, data, v, r, s. @param {Uint8Array} raw */
function legacy(raw) {
  const reader = new RlpReader(raw);
  reader.list();
  skip(reader, 5);
  const data = reader.bytes(TRANSACTION_BYTES_MAX);
  const v = reader.number(LONG_MAX);
  skip(reader, 2);
  reader.leave();
  const chainId = v < REPLAY_PROTECTED_MIN ? null : (v - REPLAY_PROTECTED_MIN) / 2n;
  return ended(reader, { chainId, data });
}

/**
 * An envelope: its type, then a list that begins with the chain id.
 *
 * @param {Uint8Array} raw
 * @param {{ dataAt: number, fields: number }} envelope
 */
function typed(raw, { dataAt, fields }) {
  const reader = new RlpReader(raw.subarray(1));
  reader.list();
  const chainId = reader.number(LONG_MAX);
  skip(reader, dataAt - 1);
  const data = reader.bytes(TRANSACTION_BYTES_MAX);
  skip(reader, fields - dataAt - 1);
  reader.leave();
  return ended(reader, { chainId, data });
}

/**
 * @param {RlpReader} reader
 * @param {number} count
 */
function skip(reader, count) {
  for (let i = 0; i < count; i++) {
    reader.skip();
  }
}

/**
 * @param {RlpReader} reader
 * @param {ChainTransaction} transaction
 */
function ended(reader, transaction) {
  const fault = reader.end();
  return fault === null ? transaction : `transaction: ${fault}`;
}

/** The digest in the data of a transaction; null when it is no anchor's. @param {Uint8Array} data */
export function anchoredDigest(data) {
  return data.length === MAGIC.length + DIGEST_BYTES &&
    equal(data.subarray(0, MAGIC.length), MAGIC)
    ? data.subarray(MAGIC.length)
    : null;
}
