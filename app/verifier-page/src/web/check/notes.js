/** Signed notes and checkpoints of C2SP: docs/formats/log.md §4 and §5. */
import {
  concat, decimal, equal, fromBase64, fromUnsigned64, fromUtf8, toHex, toUtf8, unsigned64,
} from './bytes.js';
import { EMPTY_ROOT, SIZE_MAX } from './merkle.js';
import { sha256 } from './sha256.js';
import { LENGTHS, checkOf, isSameKey } from './signatures.js';

/** @typedef {import('./signatures.js').Algorithm} Algorithm */
/** @typedef {import('./signatures.js').VerificationKey} VerificationKey */

const NOTE_BYTES_MAX = 1 << 20;
const SIGNATURES_MAX = 64;
const SIGNATURE_MARK = '\u2014 ';
const KEY_ID_BYTES = 4;
const EXTENSION_LINES_MAX = 32;
const VKEY_CHARS_MAX = 4096;
const TIME_BYTES = 8;
const NAME_BYTES_MAX = 255;

const ED25519 = 1;
const COSIGNATURE_ED25519 = 4;
const COSIGNATURE_ML_DSA_44 = 6;

/** @type {Map<number, Algorithm>} */
const TYPES = new Map([
  [ED25519, 'ED25519'],
  [COSIGNATURE_ED25519, 'ED25519'],
  [COSIGNATURE_ML_DSA_44, 'ML_DSA_44'],
]);

/**
 * @typedef {{ name: string, keyId: string, signature: Uint8Array }} NoteSignature
 * @typedef {{ text: string, signatures: NoteSignature[] }} Note
 * @typedef {{ origin: string, size: bigint, root: Uint8Array }} Checkpoint
 * @typedef {{ name: string, type: number, key: VerificationKey, id: string }} NoteKey
 */

/** C2SP signed-note: what separates names may not stand in one. @param {string} text */
export function isKeyName(text) {
  // Zs, Zl and Zp, the controls, next line and plus; a lone surrogate has no UTF-8 form.
  return text !== '' && !/[\p{Z}\u0000-\u001f\u0085+\p{Cs}]/u.test(text);
}

/** @param {string} text */
function hasNoControl(text) {
  return !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

/**
 * Reads a note; null when it is none.
 *
 * @param {Uint8Array} bytes
 * @returns {Note | null}
 */
export function readNote(bytes) {
  const note = bytes.length > NOTE_BYTES_MAX ? null : fromUtf8(bytes);
  if (note === null || !hasNoControl(note) || !note.endsWith('\n')) {
    return null;
  }
  // The last empty line separates; a text may hold empty lines of its own.
  const separator = note.lastIndexOf('\n\n');
  const rest = note.slice(separator + 2);
  if (separator < 0 || rest === '') {
    return null;
  }
  const lines = rest.slice(0, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) {
    return null;
  }
  const signatures = lines.map(readSignature);
  return signatures.every((one) => one !== null)
    ? { text: note.slice(0, separator + 1), signatures: signatures.flatMap((one) => one ?? []) }
    : null;
}

/**
 * @param {string} line
 * @returns {NoteSignature | null}
 */
function readSignature(line) {
  const space = line.indexOf(' ', SIGNATURE_MARK.length);
  if (!line.startsWith(SIGNATURE_MARK) || space < 0) {
    return null;
  }
  const name = line.slice(SIGNATURE_MARK.length, space);
  const blob = fromBase64(line.slice(space + 1));
  if (!isKeyName(name) || blob === null || blob.length <= KEY_ID_BYTES) {
    return null;
  }
  return {
    name,
    keyId: toHex(blob.subarray(0, KEY_ID_BYTES)),
    signature: blob.subarray(KEY_ID_BYTES),
  };
}

/**
 * Reads the text of a note; null when it is no checkpoint.
 *
 * @param {string} text
 * @returns {Checkpoint | null}
 */
export function readCheckpoint(text) {
  if (!text.endsWith('\n')) {
    return null;
  }
  const lines = text.slice(0, -1).split('\n');
  const areLines = lines.every((line) => line !== '' && hasNoControl(line));
  if (lines.length < 3 || lines.length > 3 + EXTENSION_LINES_MAX || !areLines) {
    return null;
  }
  const size = decimal(lines[1], SIZE_MAX);
  const root = fromBase64(lines[2]);
  if (size === null || root === null || root.length !== 32) {
    return null;
  }
  // RFC 9162 §2.1.1: the root of no leaves is fixed.
  return size > 0n || equal(root, EMPTY_ROOT) ? { origin: lines[0], size, root } : null;
}

/**
 * Reads a vkey, whose key id must follow from name, type and key; a text says what is wrong.
 *
 * @param {string} vkey
 * @returns {NoteKey | string}
 */
export function readVkey(vkey) {
  const [name, id, ...rest] = vkey.split('+');
  if (vkey.length > VKEY_CHARS_MAX || rest.length === 0) {
    return 'a vkey is name+id+key';
  }
  const typed = fromBase64(rest.join('+'));
  if (!isKeyName(name) || typed === null || typed.length === 0) {
    return 'a vkey has a name without spaces, and a key in base64';
  }
  const type = typed[0];
  const algorithm = TYPES.get(type);
  if (algorithm === undefined) {
    return `vkey's signature type 0x${type.toString(16).padStart(2, '0')} is not supported`;
  }
  const raw = typed.subarray(1);
  if (raw.length !== LENGTHS[algorithm].keyBytes) {
    return `vkey's key has ${raw.length} bytes, must be ${LENGTHS[algorithm].keyBytes}`;
  }
  const named = concat(toUtf8(`${name}\n`), typed);
  const expected = toHex(sha256(named).subarray(0, KEY_ID_BYTES));
  return id === expected
    ? { name, type, key: { algorithm, raw }, id }
    : "vkey's key id does not follow from its name and key";
}

/**
 * @param {NoteKey} a
 * @param {NoteKey} b
 */
export function isSameNoteKey(a, b) {
  return a.name === b.name && a.type === b.type && isSameKey(a.key, b.key);
}

/** @param {NoteKey} key */
export function canCosign(key) {
  return key.type !== ED25519;
}

/**
 * Finds the signatures of known keys under notes. Those of unknown keys are ignored; one bad
 * signature of a known key rejects the note.
 */
export class NoteVerifier {
  /** @param {NoteKey[]} keys */
  constructor(keys) {
    this.known = new Map(
      keys.map((key) => [`${key.name}+${key.id}`, { key, check: checkOf(key.key) }]),
    );
  }

  /**
   * One entry per known key that signed, in the note's order; or the key whose name was forged.
   *
   * @param {Note} note
   * @returns {{ forged: NoteKey } | { verified: { key: NoteKey, time: bigint }[] }}
   */
  check(note) {
    /** @type {Map<NoteKey, bigint>} */
    const verified = new Map();
    for (const { name, keyId, signature } of note.signatures) {
      const signer = this.known.get(`${name}+${keyId}`);
      if (signer === undefined) {
        continue;
      }
      const time = timeOfGood(signature, note.text, signer);
      if (time === null) {
        return { forged: signer.key };
      }
      if (!verified.has(signer.key)) {
        verified.set(signer.key, time);
      }
    }
    return { verified: [...verified].map(([key, time]) => ({ key, time })) };
  }
}

/**
 * The time a good signature states (0 for none), or null when the signature is bad.
 *
 * @param {Uint8Array} blob
 * @param {string} text
 * @param {{ key: NoteKey, check: import('./signatures.js').Check }} signer
 */
function timeOfGood(blob, text, { key, check }) {
  const at = canCosign(key) ? TIME_BYTES : 0;
  if (blob.length !== at + LENGTHS[key.key.algorithm].signatureBytes) {
    return null;
  }
  const time = canCosign(key) ? unsigned64(blob, 0) : 0n;
  const message = messageOf(key, time, text);
  return message !== null && check(message, blob.subarray(at)) ? time : null;
}

/**
 * What the key must have signed, or null when it cannot have signed this.
 *
 * @param {NoteKey} key
 * @param {bigint} time
 * @param {string} text
 */
function messageOf(key, time, text) {
  if (key.type === ED25519) {
    return toUtf8(text);
  }
  const head = readCheckpoint(text);
  // A time above 2^63 - 1 is not allowed.
  if (head === null || time >> 63n !== 0n) {
    return null;
  }
  if (key.type === COSIGNATURE_ED25519) {
    return toUtf8(`cosignature/v1\ntime ${time}\n${text}`);
  }
  const cosigner = toUtf8(key.name);
  const origin = toUtf8(head.origin);
  return cosigner.length > NAME_BYTES_MAX || origin.length > NAME_BYTES_MAX
    ? null
    : concat(
        toUtf8('subtree/v1\n\0'),
        Uint8Array.of(cosigner.length),
        cosigner,
        fromUnsigned64(time),
        Uint8Array.of(origin.length),
        origin,
        fromUnsigned64(0n),
        fromUnsigned64(head.size),
        head.root,
      );
}
