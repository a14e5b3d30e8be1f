/** Whom an auditor trusts, C2SP tlog-policy: docs/formats/log.md §7. */
import { decimal, toUtf8 } from './bytes.js';
import { NoteVerifier, canCosign, isSameNoteKey, readCheckpoint, readVkey } from './notes.js';
import { isSameKey, keyName } from './signatures.js';

/** @typedef {import('./notes.js').NoteKey} NoteKey */
/** @typedef {import('./notes.js').Checkpoint} Checkpoint */

/**
 * @typedef {{ name: string, key: NoteKey }} Witness
 * @typedef {{ name: string, threshold: number, members: string[] }} Group
 * @typedef {{ logs: NoteKey[], witnesses: Witness[], groups: Group[], quorum: string }} Policy
 */

const NONE = 'none';
const BYTES_MAX = 1 << 20;
const COUNT_MAX = 128;

/** A line that means nothing, with the reason. */
export class FlawError extends Error {}

/** @param {string} why @returns {never} */
function flaw(why) {
  throw new FlawError(why);
}

/**
 * Reads a policy; a text says what is wrong with it.
 *
 * @param {string} text
 * @returns {Policy | string}
 */
export function readPolicy(text) {
  if (toUtf8(text).length > BYTES_MAX) {
    return 'it is too long';
  }
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) {
    return 'it holds a control character';
  }
  if (!text.endsWith('\n')) {
    // A file that was cut off could ask for less than the whole one did.
    return 'its last line does not end';
  }
  const reader = new PolicyReader();
  const lines = text.slice(0, -1).split('\n');
  for (let i = 0; i < lines.length; i++) {
    try {
      reader.take(lines[i].split(/[ \t]+/).filter((item) => item !== ''));
    } catch (problem) {
      if (problem instanceof FlawError) {
        return `line ${i + 1}: ${problem.message}`;
      }
      throw problem;
    }
  }
  try {
    return reader.policy();
  } catch (problem) {
    if (problem instanceof FlawError) {
      return problem.message;
    }
    throw problem;
  }
}

class PolicyReader {
  constructor() {
    /** @type {NoteKey[]} */
    this.logs = [];
    /** @type {Witness[]} */
    this.witnesses = [];
    /** @type {Group[]} */
    this.groups = [];
    /** Names so far: a line may refer to earlier lines only. @type {Set<string>} */
    this.defined = new Set();
    /** @type {string | null} */
    this.quorum = null;
  }

  /** @param {string[]} items */
  take(items) {
    if (items.length === 0 || items[0].startsWith('#')) {
      return;
    }
    switch (items[0]) {
      case 'log':
        this.takeLog(items);
        break;
      case 'witness':
        this.takeWitness(items);
        break;
      case 'group':
        this.takeGroup(items);
        break;
      case 'quorum':
        this.takeQuorum(items);
        break;
      default:
        flaw(`unknown word ${items[0]}`);
    }
  }

  /** @param {string[]} items */
  takeLog(items) {
    if (items.length < 2 || items.length > 3) {
      flaw('a log line is: log <vkey> [<url>]');
    }
    this.logs.push(vkey(items[1]));
  }

  /** @param {string[]} items */
  takeWitness(items) {
    if (items.length < 3 || items.length > 4) {
      flaw('a witness line is: witness <name> <vkey> [<url>]');
    }
    this.define(items[1]);
    this.witnesses.push({ name: items[1], key: vkey(items[2]) });
  }

  /** @param {string[]} items */
  takeGroup(items) {
    if (items.length < 4) {
      flaw('a group line is: group <name> all|any|<k> <name>...');
    }
    const [, name, count, ...members] = items;
    const unknown = members.find((member) => !this.defined.has(member));
    if (unknown !== undefined) {
      flaw(`no earlier line defines ${unknown}`);
    }
    const threshold =
      count === 'any'
        ? 1
        : count === 'all'
          ? members.length
          : Number(decimal(count, BigInt(members.length)) ?? 0n);
    if (threshold < 1) {
      flaw(`a group's threshold is all, any or 1..${members.length}`);
    }
    this.groups.push({ name, threshold, members });
    this.define(name);
  }

  /** @param {string[]} items */
  takeQuorum(items) {
    const [, name] = items;
    if (items.length !== 2) {
      flaw('a quorum line is: quorum <name>');
    }
    if (this.quorum !== null) {
      flaw('a second quorum line');
    }
    if (name !== NONE && !this.defined.has(name)) {
      flaw(`no earlier line defines ${name}`);
    }
    this.quorum = name;
  }

  /** @param {string} name */
  define(name) {
    if (name === NONE || this.defined.has(name)) {
      flaw(`name ${name} is taken`);
    }
    this.defined.add(name);
  }

  /** @returns {Policy} */
  policy() {
    const { logs, witnesses, groups, quorum } = this;
    if (quorum === null) {
      return flaw('there is no quorum line');
    }
    if (Math.max(logs.length, witnesses.length, groups.length) > COUNT_MAX) {
      flaw('more than 128 logs, witnesses or groups');
    }
    const cosigners = witnesses.map((witness) => witness.key);
    if (hasTwice(logs) || hasTwice(cosigners)) {
      flaw('the same public key is listed twice');
    }
    const all = [...logs, ...cosigners];
    const isAmbiguous = all.some((one) =>
      all.some((other) => one.name === other.name && one.id === other.id &&
        !isSameNoteKey(one, other)),
    );
    if (isAmbiguous) {
      flaw('two keys have the same name and id');
    }
    if (!cosigners.every(canCosign)) {
      flaw('a witness has a key that cannot cosign');
    }
    // So that a witness can count in one way only.
    const members = groups.flatMap((group) => group.members);
    if (new Set(members).size !== members.length) {
      flaw('a name is a member twice');
    }
    return { logs, witnesses, groups, quorum };
  }
}

/** @param {string} text */
function vkey(text) {
  const key = readVkey(text);
  return typeof key === 'string' ? flaw(key) : key;
}

/** Keys are the same when their public halves are. @param {NoteKey[]} keys */
function hasTwice(keys) {
  return new Set(keys.map((key) => keyName(key.key))).size !== keys.length;
}

/**
 * @typedef {{ witness: Witness, time: bigint }} Cosigned
 * @typedef {{ is: 'SATISFIED' | 'QUORUM_MISSED', checkpoint: Checkpoint, cosigned: Cosigned[] }
 *   | { is: 'FORGED', key: NoteKey }
 *   | { is: 'LOG_UNKNOWN', origin: string }
 *   | { is: 'NOT_A_CHECKPOINT' }} PolicyCheck
 */

/** Holds checkpoints against a policy. A key of the log's own never counts as a witness. */
export class PolicyChecker {
  /** @param {Policy} policy */
  constructor(policy) {
    this.policy = policy;
    this.verifier = new NoteVerifier([
      ...policy.logs,
      ...policy.witnesses.map((witness) => witness.key),
    ]);
  }

  /**
   * @param {import('./notes.js').Note} note
   * @returns {PolicyCheck}
   */
  check(note) {
    const checkpoint = readCheckpoint(note.text);
    if (checkpoint === null) {
      return { is: 'NOT_A_CHECKPOINT' };
    }
    const found = this.verifier.check(note);
    if ('forged' in found) {
      return { is: 'FORGED', key: found.forged };
    }
    const { logs, witnesses } = this.policy;
    const { origin } = checkpoint;
    let isLogs = false;
    /** @type {Cosigned[]} */
    const cosigned = [];
    for (const { key, time } of found.verified) {
      isLogs ||= key.name === origin && logs.some((log) => isSameNoteKey(log, key));
      const isOwn = key.name === origin || logs.some((log) => isSameKey(log.key, key.key));
      if (!isOwn) {
        witnesses
          .filter((witness) => isSameNoteKey(witness.key, key))
          .forEach((witness) => cosigned.push({ witness, time }));
      }
    }
    if (!isLogs) {
      return { is: 'LOG_UNKNOWN', origin };
    }
    return { is: this.isQuorum(cosigned) ? 'SATISFIED' : 'QUORUM_MISSED', checkpoint, cosigned };
  }

  /** @param {Cosigned[]} cosigned */
  isQuorum(cosigned) {
    const witnessed = new Set([NONE, ...cosigned.map((one) => one.witness.name)]);
    // Members stand before their group, so one pass in order decides each.
    for (const { name, threshold, members } of this.policy.groups) {
      if (members.filter((member) => witnessed.has(member)).length >= threshold) {
        witnessed.add(name);
      }
    }
    return witnessed.has(this.policy.quorum);
  }
}
