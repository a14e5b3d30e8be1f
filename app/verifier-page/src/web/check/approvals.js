/** The approvals of a bundle, and whose passkeys signed them: docs/formats/bundle.md §7. */
import { stepOf } from './agreement.js';
import { equal, toHex, toUtf8 } from './bytes.js';
import { absent, failed, unproven, verified, wrong } from './claims.js';
import { sha256 } from './sha256.js';
import * as texts from './texts.js';

/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./agreement.js').Signed} Signed */

/** More are in no bundle that was made to be read. */
const COUNT_MAX = 20_000;

/** So many are listed one by one. */
const LINES_MAX = 1_000;

const WORD_BYTES_MAX = 255;
const WORDS_BYTES_MAX = 65_536;
const KEY_BYTES_MAX = 2048;
const CLIENT_DATA_BYTES_MAX = 4099;
const DATA_BYTES_MAX = 8192;
const SIGNATURE_BYTES_MAX = 1024;
const GRANTED = 1;

/**
 * @typedef {object} Agreed
 * @property {string} person
 * @property {string} approval
 * @property {string} author
 * @property {string} kind
 * @property {Uint8Array} digest
 * @property {string | null} words
 * @property {string} grade
 * @property {Signed | null} signed
 *
 * @typedef {{ words: string, key: string | null, isOwned: boolean }} Line
 */

/** @param {any} value @param {number} max */
function isText(value, max) {
  return typeof value === 'string' && value !== '' && toUtf8(value).length <= max;
}

/** @param {any} value @param {number} min @param {number} max */
function isBytes(value, min, max) {
  return value instanceof Uint8Array && value.length >= min && value.length <= max;
}

/**
 * What a statement of an approval says; null when it has not the form of one.
 *
 * @param {any[]} statement the fields of its value
 * @returns {Agreed | null}
 */
function readAgreed([person, , kind, answer, from, to, about]) {
  const isOne =
    person !== null &&
    from !== null &&
    to !== null &&
    about.length === 1 &&
    Array.isArray(answer) &&
    answer.length >= 4;
  if (!isOne) {
    return null;
  }
  const [grade, approval, author, words] = answer;
  const isRequest =
    isText(grade, WORD_BYTES_MAX) &&
    isBytes(approval, 16, 16) &&
    isBytes(author, 16, 16) &&
    (words === null || isText(words, WORDS_BYTES_MAX));
  if (!isRequest) {
    return null;
  }
  const agreed = {
    person: toHex(person),
    approval: toHex(approval),
    author: toHex(author),
    kind,
    digest: about[0],
    words,
    grade,
  };
  if (grade !== 'passkey') {
    return answer.length === 4 ? { ...agreed, signed: null } : null;
  }
  const [party, publicKey, clientData, authenticatorData, signature] = answer.slice(4);
  const isSigned =
    answer.length === 9 &&
    isText(party, WORD_BYTES_MAX) &&
    isBytes(publicKey, 1, KEY_BYTES_MAX) &&
    isBytes(clientData, 1, CLIENT_DATA_BYTES_MAX) &&
    isBytes(authenticatorData, 1, DATA_BYTES_MAX) &&
    isBytes(signature, 1, SIGNATURE_BYTES_MAX);
  const signed = { party, publicKey, clientData, authenticatorData, signature };
  return isSigned ? { ...agreed, signed } : null;
}

/**
 * Person and passkey that a statement puts together; null when it does not.
 *
 * @param {any[]} statement
 */
function readAdded([person, , subject, answer, , , about]) {
  const isOne =
    subject === 'passkey.add' && person !== null && isBytes(answer, 1, KEY_BYTES_MAX);
  const digest = isOne ? sha256(answer) : null;
  return digest !== null && about.length === 1 && equal(about[0], digest)
    ? `${toHex(person)} ${toHex(digest)}`
    : null;
}

/**
 * Why it does not show what it says; null when nothing is wrong.
 *
 * @param {Agreed} agreed
 */
function flawOf({ person, approval, author, kind, digest, words, signed }) {
  if (author === person) {
    return texts.ONE_PERSON;
  }
  if (words !== null) {
    if (!equal(sha256(toUtf8(words)), digest)) {
      return texts.OTHER_HASH;
    }
    // Members of canonical JSON are sorted, RFC 8785 §3.2.3.
    const head = `{"approval":"${approval}","author":"${author}","kind":"${kind}","request":`;
    if (!words.startsWith(head)) {
      return texts.OTHER_REQUEST;
    }
  }
  const step = signed === null ? null : stepOf(signed, digest);
  return step === null ? null : texts.SIGNED_FLAWS[step];
}

export class ApprovalPieces {
  constructor() {
    /** @type {Line[]} */
    this.lines = [];
    /** Person and passkey. @type {Set<string>} */
    this.owned = new Set();
    /** Of which an access record tells, and no statement yet. @type {Set<string>} */
    this.said = new Set();
    /** Of which a statement tells. @type {Set<string>} */
    this.stated = new Set();
    /** @type {Fault | null} */
    this.fault = null;
    this.isOverflown = false;
  }

  /**
   * @param {any[]} statement the fields of its value
   * @param {string} where
   */
  takeStatement(statement, where) {
    if (statement[1] === 'passkey') {
      const key = readAdded(statement);
      if (key !== null) {
        this.put(this.owned, key);
      }
    } else if (statement[1] === 'approval') {
      const agreed = readAgreed(statement);
      if (agreed === null) {
        this.fault ??= wrong('APPROVAL_WRONG', where, texts.APPROVAL_FORM);
      } else {
        this.takeAgreed(agreed, where);
      }
    }
  }

  /**
   * @param {Agreed} agreed
   * @param {string} where
   */
  takeAgreed(agreed, where) {
    const { approval, person, kind, grade, words, signed } = agreed;
    this.put(this.stated, approval);
    this.said.delete(approval);
    const flaw = flawOf(agreed);
    if (flaw !== null) {
      this.fault ??= wrong('APPROVAL_WRONG', where, texts.approvalWrong(approval, person, flaw));
      return;
    }
    const request = toHex(agreed.digest);
    if (signed === null) {
      const line = texts.approvalAttested(approval, kind, person, request, grade);
      this.add({ words: line, key: null, isOwned: false });
      return;
    }
    const passkey = toHex(sha256(signed.publicKey));
    const key = `${person} ${passkey}`;
    const line = texts.approvalSigned(approval, kind, person, request, words !== null, passkey);
    this.add({ words: line, key, isOwned: this.owned.has(key) });
  }

  /** @param {any[]} access the fields of its value */
  takeAccess([, action, object, outcome]) {
    if (action === 'approval.approve' && outcome === GRANTED && !this.stated.has(object)) {
      this.put(this.said, object);
    }
  }

  /** @param {Line} line */
  add(line) {
    if (this.lines.length < COUNT_MAX) {
      this.lines.push(line);
    } else {
      this.isOverflown = true;
    }
  }

  /** @param {Set<string>} into @param {string} one */
  put(into, one) {
    if (into.size < COUNT_MAX) {
      into.add(one);
    } else {
      this.isOverflown ||= !into.has(one);
    }
  }

  /** Takes all of the next file. @param {ApprovalPieces} next */
  takeAll(next) {
    this.fault ??= next.fault;
    this.isOverflown ||= next.isOverflown;
    for (const { words, key, isOwned } of next.lines) {
      this.add({ words, key, isOwned: isOwned || (key !== null && this.owned.has(key)) });
    }
    next.owned.forEach((key) => this.put(this.owned, key));
    next.stated.forEach((approval) => {
      this.said.delete(approval);
      this.put(this.stated, approval);
    });
    next.said.forEach((approval) => {
      if (!this.stated.has(approval)) {
        this.put(this.said, approval);
      }
    });
  }

  /** What can be said of them. */
  claim() {
    const details = this.details();
    if (this.fault !== null) {
      return failed('APPROVALS', this.fault, details);
    }
    const all = this.lines.length + this.said.size;
    if (all === 0) {
      return absent('APPROVALS', 'NO_APPROVAL', texts.NO_APPROVAL);
    }
    /** @param {string} reason @param {string} words */
    const not = (reason, words) =>
      failed('APPROVALS', unproven(reason, 'blocks/', words), details);
    if (this.isOverflown) {
      return not('TOO_LARGE', texts.APPROVALS_MANY);
    }
    const strange = this.lines.filter(({ key, isOwned }) => key !== null && !isOwned).length;
    if (strange > 0) {
      return not('PASSKEY_UNPROVEN', texts.approvalsStrange(all, strange));
    }
    const attested = this.said.size + this.lines.filter(({ key }) => key === null).length;
    return attested > 0
      ? not('APPROVAL_ATTESTED', texts.approvalsAttested(all, attested))
      : verified('APPROVALS', texts.approvalsGood(all), details);
  }

  details() {
    const lines = this.lines.slice(0, LINES_MAX).map(texts.approvalLine);
    const said = [...this.said].slice(0, LINES_MAX - lines.length).map(texts.approvalSaid);
    const more = this.lines.length + this.said.size - lines.length - said.length;
    return [...lines, ...said, ...(more > 0 ? [texts.more(more)] : [])];
  }
}
