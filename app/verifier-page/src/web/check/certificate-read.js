/** Certificates of continuity as bytes: docs/formats/continuity.md §3. */
import { toHex } from './bytes.js';
import { CborReader } from './cbor.js';
import { readSign1, sigStructure } from './cose.js';
import { FINDINGS_MAX, KINDS, STRETCHES_MAX } from './continuity.js';
import { SIZE_MAX } from './merkle.js';
import { readNote } from './notes.js';

/** @typedef {import('./continuity.js').Finding} Finding */
/** @typedef {import('./continuity.js').Stretch} Stretch */
/** @typedef {import('./continuity.js').Why} Why */

/**
 * @typedef {{ index: bigint, path: Uint8Array }} Place
 * @typedef {object} Part some records of one block
 * @property {number} block its place in the list of blocks
 * @property {number} start
 * @property {Uint8Array[]} salts
 * @property {Uint8Array[]} records
 * @property {Uint8Array} path
 * @typedef {{ blocks: Uint8Array[], first: Place, last: Place, parts: Part[] }} ChainShown
 *
 * @typedef {object} Certificate
 * @property {import('./cose.js').Signed} message
 * @property {Uint8Array} structure
 * @property {string} kid
 * @property {string} sentence
 * @property {string} gateway
 * @property {string} log
 * @property {string} name
 * @property {import('./continuity.js').Report} report
 * @property {ChainShown[]} chains
 * @property {import('./notes.js').Note} note
 */

const CONTENT_TYPE = 'application/vnd.penstock.continuity';
const EXTERNAL_AAD = 'penstock-continuity-v1';
const BYTES_MAX = 16 << 20;
const WORD_BYTES_MAX = 255;
const SENTENCE_BYTES_MAX = 1024;
const BLOCK_BYTES_MAX = 8192;
const BLOCKS_MAX = 16_384;
const RECORDS_MAX = 4096;
const RECORD_BYTES_MAX = 131_072;
const CHAINS_MAX = 8;
const PATH_MAX = 62;
const NOTE_BYTES_MAX = 1 << 20;
const ID_MAX = 0xffff_ffff;
const MQTT = 0;

/** By the number of the way; MQTT has one for each quality of service. */
const SENTENCES = [
  '',
  "From the device's own signed blocks on, as far as this gateway received them; what the" +
    ' device never signed is not covered.',
  "From this gateway's listener on, over TLS; loss before it is not covered.",
  "From this gateway's listener on, over UDP, which loses messages without a word; loss" +
    ' before it is not covered.',
  "From this gateway's acknowledged HTTP intake on; what a sender was not acknowledged is" +
    ' not covered.',
  "From this gateway's own reading on; what changed between two readings is not covered.",
];

/** @param {number} qos */
function mqttSentence(qos) {
  const sentence =
    `From this gateway's subscription on, QoS ${qos}; loss before it is not covered`;
  return qos === 0
    ? `${sentence}, nor what a broker may drop at QoS 0 without a word.`
    : `${sentence}.`;
}

/**
 * Reads a certificate; null when it is none. Its signature and evidence are still to be checked.
 *
 * @param {Uint8Array} bytes
 * @returns {Certificate | null}
 */
export function readCertificate(bytes) {
  const message = readSign1(bytes, BYTES_MAX);
  if (
    message === null ||
    message.contentType !== CONTENT_TYPE ||
    message.kid?.length !== 32 ||
    message.parameters !== 3
  ) {
    return null;
  }
  const payload = readPayload(message.payload);
  return payload === null
    ? null
    : {
        ...payload,
        message,
        structure: sigStructure(message, EXTERNAL_AAD),
        kid: toHex(message.kid),
      };
}

/** @param {Uint8Array} bytes */
function readPayload(bytes) {
  const reader = new CborReader(BYTES_MAX).reset(bytes);
  reader.expectArray(13);
  const sentence = reader.text(SENTENCE_BYTES_MAX);
  if (reader.unsigned() !== 1n) {
    reader.refuse('VERSION');
  }
  if (readScope(reader) !== sentence) {
    reader.refuse('SCOPE_WORDS');
  }
  const gateway = word(reader);
  const log = word(reader);
  reader.expectArray(2);
  const source = reader.number(ID_MAX);
  const name = word(reader);
  const from = reader.unsigned();
  const to = reader.unsigned();
  if (to <= from) {
    reader.refuse('RANGE_BACKWARDS');
  }
  reader.unsigned();
  const stretches = list(reader, 4 * STRETCHES_MAX, readStretch);
  const findings = list(reader, FINDINGS_MAX, readFinding);
  const leftOut = reader.unsigned();
  reader.expectArray(2);
  const chains = list(reader, CHAINS_MAX, readChain);
  const bytesOfNote = reader.bytes(NOTE_BYTES_MAX);
  if (chains.length === 0) {
    reader.refuse('LIST_EMPTY');
  }
  const note = reader.end() ? readNote(bytesOfNote) : null;
  const report = { source, from, to, stretches, findings, leftOut };
  return note === null ? null : { sentence, gateway, log, name, report, chains, note };
}

/** The sentence that follows from way and quality of service. @param {CborReader} reader */
function readScope(reader) {
  reader.expectArray(2);
  const way = reader.number(SENTENCES.length - 1);
  const qos = reader.takeNull() ? null : reader.number(2);
  if ((way === MQTT) !== (qos !== null)) {
    reader.refuse('CHOICE_UNKNOWN');
  }
  return qos === null ? SENTENCES[way] : mqttSentence(qos);
}

/**
 * @template T
 * @param {CborReader} reader
 * @param {number} countMax
 * @param {(reader: CborReader) => T} read
 */
function list(reader, countMax, read) {
  const count = reader.array();
  if (count > countMax) {
    reader.refuse('LIST_TOO_LONG');
  }
  const all = [];
  for (let i = 0; i < count && !reader.isRefused(); i++) {
    all.push(read(reader));
  }
  return all;
}

/** @param {CborReader} reader */
function word(reader) {
  const text = reader.text(WORD_BYTES_MAX);
  if (text === '') {
    reader.refuse('WORD_EMPTY');
  }
  return text;
}

/** @param {CborReader} reader */
function wordOrNull(reader) {
  return reader.takeNull() ? null : word(reader);
}

/** @param {CborReader} reader */
function numberOrNull(reader) {
  return reader.takeNull() ? null : reader.unsigned();
}

/**
 * @param {CborReader} reader
 * @returns {Stretch}
 */
function readStretch(reader) {
  const fields = reader.array();
  const state = reader.number(3);
  if (fields !== [3, 5, 4, 4][state]) {
    reader.refuse('WRONG_COUNT');
  }
  const from = reader.unsigned();
  const to = reader.unsigned();
  if (to < from) {
    reader.refuse('RANGE_BACKWARDS');
  }
  switch (state) {
    case 0:
      return { is: 'LISTENING', from, to };
    case 1:
      return { is: 'DEAF', from, to, since: reader.unsigned(), count: reader.unsigned() };
    case 2:
      return { is: 'HEARD', from, to, count: reader.unsigned() };
    default:
      return { is: 'UNKNOWN', from, to, why: readWhy(reader) };
  }
}

/**
 * @param {CborReader} reader
 * @returns {Why}
 */
function readWhy(reader) {
  const fields = reader.array();
  const why = reader.number(2);
  if (fields !== (why === 2 ? 3 : 1)) {
    reader.refuse('WRONG_COUNT');
  }
  return why === 0
    ? { is: 'NOT_STATED' }
    : why === 1
      ? { is: 'NOT_SUBSCRIBED' }
      : { is: 'PRUNED', policy: word(reader), on: reader.unsigned() };
}

/**
 * @param {CborReader} reader
 * @returns {Finding}
 */
function readFinding(reader) {
  reader.expectArray(10);
  const kind = KINDS[reader.number(KINDS.length - 1)];
  const code = word(reader);
  const reason = wordOrNull(reader);
  const from = reader.unsigned();
  const to = numberOrNull(reader);
  if (to !== null && to < from) {
    reader.refuse('RANGE_BACKWARDS');
  }
  const at = reader.unsigned();
  const count = numberOrNull(reader);
  const first = numberOrNull(reader);
  const last = numberOrNull(reader);
  const policy = wordOrNull(reader);
  return { kind, code, reason, from, to, at, count, first, last, policy };
}

/**
 * @param {CborReader} reader
 * @returns {ChainShown}
 */
function readChain(reader) {
  reader.expectArray(4);
  const blocks = strings(reader, BLOCKS_MAX, BLOCK_BYTES_MAX);
  const first = readPlace(reader);
  const last = readPlace(reader);
  const parts = list(reader, 2 * BLOCKS_MAX, readPart);
  if (blocks.length === 0) {
    reader.refuse('LIST_EMPTY');
  }
  return { blocks, first, last, parts };
}

/**
 * @param {CborReader} reader
 * @returns {Place}
 */
function readPlace(reader) {
  reader.expectArray(2);
  return { index: reader.unsigned(SIZE_MAX), path: readPath(reader) };
}

/** @param {CborReader} reader */
function readPath(reader) {
  const hashes = list(reader, PATH_MAX, (one) => one.bytesExactly(32));
  const path = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, i) => path.set(hash, 32 * i));
  return path;
}

/**
 * @param {CborReader} reader
 * @returns {Part}
 */
function readPart(reader) {
  reader.expectArray(5);
  const block = reader.number(BLOCKS_MAX - 1);
  const start = reader.number(RECORDS_MAX);
  const salts = strings(reader, RECORDS_MAX, 16);
  const records = strings(reader, RECORDS_MAX, RECORD_BYTES_MAX);
  const path = readPath(reader);
  const areSalts = salts.length === records.length && salts.every((salt) => salt.length === 16);
  if (records.length === 0 || !areSalts) {
    reader.refuse('SALTS_AND_RECORDS');
  }
  return { block, start, salts, records, path };
}

/**
 * @param {CborReader} reader
 * @param {number} countMax
 * @param {number} bytesMax
 */
function strings(reader, countMax, bytesMax) {
  return list(reader, countMax, (one) => {
    const string = one.bytes(bytesMax);
    if (string.length === 0) {
      one.refuse('WRONG_LENGTH');
    }
    return string;
  });
}
