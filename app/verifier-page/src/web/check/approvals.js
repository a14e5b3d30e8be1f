/** The approvals of a bundle, and whose passkeys signed them: docs/formats/bundle.md §7. */
import { stepOf } from './agreement.js';
import { equal, toHex, toUtf8 } from './bytes.js';
import { absent, failed, unproven, verified, wrong } from './claims.js';
import { sha256 } from './sha256.js';
import * as texts from './texts.js';
import { timeText } from './times.js';

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
const FAILED = 2;

/** How much is shown of an approval, least first. */
const STRANGE = 0;
const ATTESTED = 1;
const WORDLESS = 2;
const SHOWN = 3;

/**
 * @typedef {object} Agreed
 * @property {string} person
 * @property {string} approval
 * @property {string} author
 * @property {string} kind
 * @property {Uint8Array} digest
 * @property {string | null} words
 * @property {bigint} from
 * @property {string} grade
 * @property {Signed | null} signed
 *
 * @typedef {object} Line what one record shows of an approval
 * @property {string} approval
 * @property {string} words
 * @property {string | null} key person and passkey
 * @property {boolean} isWhole the words of the request are here
 * @property {boolean} isOwned
 *
 * @typedef {{ what: string, where: string }} Use
 * @typedef {{ seq: bigint, isGranted: boolean }} Told
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
    from,
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
function flawOf({ person, approval, author, kind, digest, words, from, signed }) {
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
    if (!words.endsWith(`,"requested_at":"${timeText(from)}"}`)) {
      return texts.OTHER_HOUR;
    }
  }
  const step = signed === null ? null : stepOf(signed, digest);
  return step === null ? null : texts.SIGNED_FLAWS[step];
}

/** @param {Line} line */
function depthOf({ key, isWhole, isOwned }) {
  if (key === null) {
    return ATTESTED;
  }
  if (!isOwned) {
    return STRANGE;
  }
  return isWhole ? SHOWN : WORDLESS;
}

/**
 * Whether it was used with something else before.
 *
 * @param {Map<string, Use>} uses
 * @param {string} one
 * @param {Use} use
 */
function isOther(uses, one, use) {
  const before = uses.get(one);
  if (before === undefined) {
    uses.set(one, use);
  }
  return before !== undefined && before.what !== use.what;
}

export class ApprovalPieces {
  constructor() {
    /** By what they say: a record that was written twice is one. @type {Map<string, Line>} */
    this.lines = new Map();
    /** Person and passkey. @type {Set<string>} */
    this.owned = new Set();
    /** What the last access record of an approval says. @type {Map<string, Told>} */
    this.told = new Map();
    /** Of which a statement tells. @type {Set<string>} */
    this.stated = new Set();
    /** By digest, the approval that it is of. @type {Map<string, Use>} */
    this.requests = new Map();
    /** By approval, the digest that it is of. @type {Map<string, Use>} */
    this.digests = new Map();
    /** So many statements were looked at, each with a signature to check. */
    this.checked = 0;
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
    if (this.checked === COUNT_MAX) {
      this.isOverflown = true;
      return;
    }
    this.checked++;
    const { approval, person, kind, grade, words, signed } = agreed;
    this.put(this.stated, approval);
    const flaw = flawOf(agreed) ?? this.reused(agreed, where);
    if (flaw !== null) {
      this.fault ??= wrong('APPROVAL_WRONG', where, texts.approvalWrong(approval, person, flaw));
      return;
    }
    const request = toHex(agreed.digest);
    const isWhole = words !== null;
    if (signed === null) {
      const line = texts.approvalAttested(approval, kind, person, request, grade);
      this.add({ approval, words: line, key: null, isWhole, isOwned: false });
      return;
    }
    const passkey = toHex(sha256(signed.publicKey));
    const key = `${person} ${passkey}`;
    const line = texts.approvalSigned(approval, kind, person, request, isWhole, passkey);
    this.add({ approval, words: line, key, isWhole, isOwned: this.owned.has(key) });
  }

  /**
   * Whether the digest is that of another approval too, or the approval one of another digest.
   *
   * @param {Agreed} agreed
   * @param {string} where
   */
  reused({ approval, author, kind, digest }, where) {
    const request = toHex(digest);
    if (isOther(this.requests, request, { what: `${approval} ${author} ${kind}`, where })) {
      return texts.TWO_APPROVALS;
    }
    return isOther(this.digests, approval, { what: request, where }) ? texts.TWO_DIGESTS : null;
  }

  /**
   * @param {any[]} access the fields of its value
   * @param {bigint} seq the number of its record
   */
  takeAccess([, action, object, outcome], seq) {
    if (action === 'approval.approve' && (outcome === GRANTED || outcome === FAILED)) {
      this.tell(object, { seq, isGranted: outcome === GRANTED });
    }
  }

  /** @param {string} approval @param {Told} one */
  tell(approval, one) {
    const before = this.told.get(approval);
    if (before === undefined ? this.told.size < COUNT_MAX : one.seq >= before.seq) {
      this.told.set(approval, one);
    } else {
      this.isOverflown ||= before === undefined;
    }
  }

  /** @param {Line} line */
  add(line) {
    const before = this.lines.get(line.words);
    if (before !== undefined) {
      this.lines.set(line.words, { ...before, isOwned: before.isOwned || line.isOwned });
    } else if (this.lines.size < COUNT_MAX) {
      this.lines.set(line.words, line);
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
    this.checked += next.checked;
    this.isOverflown ||= next.isOverflown || this.checked > COUNT_MAX;
    next.lines.forEach((line) => {
      const { key, isOwned } = line;
      this.add({ ...line, isOwned: isOwned || (key !== null && this.owned.has(key)) });
    });
    next.owned.forEach((key) => this.put(this.owned, key));
    next.stated.forEach((approval) => this.put(this.stated, approval));
    next.told.forEach((one, approval) => this.tell(approval, one));
    this.takeUses(this.requests, next.requests, texts.TWO_APPROVALS);
    this.takeUses(this.digests, next.digests, texts.TWO_DIGESTS);
  }

  /**
   * @param {Map<string, Use>} uses
   * @param {Map<string, Use>} next
   * @param {string} flaw
   */
  takeUses(uses, next, flaw) {
    next.forEach((use, one) => {
      if (uses.size >= COUNT_MAX && !uses.has(one)) {
        this.isOverflown = true;
      } else if (isOther(uses, one, use)) {
        this.fault ??= wrong('APPROVAL_WRONG', use.where, texts.approvalsContradict(one, flaw));
      }
    });
  }

  /** Approvals of which an access record tells, and no statement. */
  said() {
    return [...this.told]
      .filter(([approval, { isGranted }]) => isGranted && !this.stated.has(approval))
      .map(([approval]) => approval);
  }

  /** How many approvals are shown so far and no further: of several records the best counts. */
  depths() {
    /** @type {Map<string, number>} */
    const best = new Map();
    this.lines.forEach((line) => {
      const { approval } = line;
      best.set(approval, Math.max(best.get(approval) ?? STRANGE, depthOf(line)));
    });
    const counts = [0, 0, 0, 0];
    counts[ATTESTED] = this.said().length;
    best.forEach((depth) => counts[depth]++);
    return counts;
  }

  /** What can be said of them. */
  claim() {
    const details = this.details();
    if (this.fault !== null) {
      return failed('APPROVALS', this.fault, details);
    }
    /** @param {string} reason @param {string} words */
    const not = (reason, words) =>
      failed('APPROVALS', unproven(reason, 'blocks/', words), details);
    if (this.isOverflown) {
      return not('TOO_LARGE', texts.APPROVALS_MANY);
    }
    const counts = this.depths();
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (all === 0) {
      return absent('APPROVALS', 'NO_APPROVAL', texts.NO_APPROVAL);
    }
    if (counts[STRANGE] > 0) {
      return not('PASSKEY_UNPROVEN', texts.approvalsStrange(all, counts[STRANGE]));
    }
    if (counts[ATTESTED] > 0) {
      return not('APPROVAL_ATTESTED', texts.approvalsAttested(all, counts[ATTESTED]));
    }
    return counts[WORDLESS] > 0
      ? not('APPROVAL_WORDLESS', texts.approvalsWordless(all, counts[WORDLESS]))
      : verified('APPROVALS', texts.approvalsGood(all), details);
  }

  details() {
    const all = this.said();
    const lines = [...this.lines.values()].slice(0, LINES_MAX).map(texts.approvalLine);
    const said = all.slice(0, LINES_MAX - lines.length).map(texts.approvalSaid);
    const more = this.lines.size + all.length - lines.length - said.length;
    return [...lines, ...said, ...(more > 0 ? [texts.more(more)] : [])];
  }
}
