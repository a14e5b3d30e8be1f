/** Checks the heads of a bundle: who signed them, and that each grew out of the one before. */
import { failed, unproven, verified, wrong } from './claims.js';
import { toHex } from './bytes.js';
import { growthFlaw } from './merkle.js';
import { readCheckpoint, readNote } from './notes.js';
import { HEADS } from './zip.js';
import * as texts from './texts.js';
import { timeText } from './times.js';

/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./notes.js').Note} Note */
/** @typedef {import('./notes.js').Checkpoint} Checkpoint */

/**
 * @typedef {object} Word what somebody outside says about a head, checked
 * @property {string} kind
 * @property {string} name
 * @property {string} [party] whom the auditor admitted for it, where that is not the name: unique
 *     among those of its kind, so that nobody counts twice
 * @property {number} head
 * @property {bigint} at ns since 1970, when it is good
 * @property {Fault | null} fault
 * @property {string} sentence
 */

const NANOS = 1_000_000_000n;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

/** @param {number} number */
function at(number) {
  return `${HEADS}, head ${number}`;
}

/**
 * The heads with their checkpoints, or why they are none; asks nobody whom to trust.
 *
 * @param {import('./parts.js').Head[]} heads
 * @param {string} log
 * @returns {{ note: Note, checkpoint: Checkpoint }[] | Fault}
 */
export function readCheckpoints(heads, log) {
  /** @type {{ note: Note, checkpoint: Checkpoint }[]} */
  const read = [];
  for (const head of heads) {
    const where = at(read.length);
    const note = readNote(head.note);
    const checkpoint = note === null ? null : readCheckpoint(note.text);
    if (note === null || checkpoint === null || checkpoint.size === 0n) {
      return wrong('MALFORMED', where, texts.NO_CHECKPOINT);
    }
    if (checkpoint.origin !== log) {
      return wrong('OTHER_LOG', where, texts.otherLog(checkpoint.origin, log));
    }
    const before = read[read.length - 1];
    if (before !== undefined && checkpoint.size <= before.checkpoint.size) {
      return wrong('ORDER', where, texts.HEADS_DESCEND);
    }
    read.push({ note, checkpoint });
  }
  return read;
}

/**
 * Checks the signatures under each head.
 *
 * @param {{ note: Note, checkpoint: Checkpoint }[]} heads
 * @param {import('./policy.js').PolicyChecker} policy
 * @param {string} log
 * @param {bigint} latest no honest clock is ahead of this
 */
export function checkSignatures(heads, policy, log, latest) {
  /** @type {Fault | null} */
  let fault = null;
  let isQuorate = false;
  /** @type {Word[]} */
  const witnesses = [];
  /** @type {string[]} */
  const details = [];
  heads.forEach(({ note }, number) => {
    const found = policy.check(note);
    switch (found.is) {
      case 'FORGED':
        fault ??= wrong('FORGED', at(number), texts.forged(found.key));
        return;
      case 'LOG_UNKNOWN':
        fault ??= unproven('LOG_UNKNOWN', at(number), texts.logUnknown(found.origin));
        return;
      case 'NOT_A_CHECKPOINT':
        fault ??= wrong('MALFORMED', at(number), texts.NO_CHECKPOINT);
        return;
      default:
        isQuorate ||= found.is === 'SATISFIED';
        details.push(texts.headLine(found.checkpoint.size, toHex(found.checkpoint.root)));
        witnesses.push(
          ...found.cosigned.filter((one) => one.time !== 0n).map((one) => word(one, number, latest)),
        );
    }
  });
  if (fault === null && !isQuorate) {
    fault = unproven('QUORUM_MISSED', HEADS, texts.QUORUM_MISSED);
  }
  const claim =
    fault === null
      ? verified('HEADS', texts.headsSigned(details.length, log), details)
      : failed('HEADS', fault, details);
  return { claim, witnesses };
}

/**
 * @param {import('./policy.js').Cosigned} cosigned
 * @param {number} number
 * @param {bigint} latest
 * @returns {Word}
 */
function word({ witness, time }, number, latest) {
  const nanos = time > LONG_MAX / NANOS ? LONG_MAX : time * NANOS;
  return {
    kind: 'witness',
    name: witness.name,
    head: number,
    at: nanos,
    fault: nanos > latest ? wrong('FUTURE', at(number), texts.witnessFuture(witness.name)) : null,
    sentence: texts.witnessSaw(witness.name, number, timeText(nanos)),
  };
}

/**
 * Checks that each head grew out of the one before.
 *
 * @param {import('./parts.js').Head[]} heads
 * @param {{ checkpoint: Checkpoint }[]} read
 */
export function checkGrowth(heads, read) {
  for (let i = 1; i < read.length; i++) {
    const before = read[i - 1].checkpoint;
    const after = read[i].checkpoint;
    const flaw = growthFlaw(before.size, after.size, heads[i].growth, before.root, after.root);
    if (flaw !== null) {
      return failed('GROWTH', wrong('NOT_GROWN', at(i), texts.notGrown(i - 1, flaw)));
    }
  }
  return verified('GROWTH', texts.grown(read.length));
}
