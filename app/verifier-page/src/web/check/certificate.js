/**
 * The claim CONTINUITY: checks a certificate alone, its signature, log, chains and records, and
 * then whether what is stated is exactly what those records say. docs/formats/continuity.md §4.
 */
import { equal } from './bytes.js';
import { readBlock } from './block.js';
import { readCertificate } from './certificate-read.js';
import { failed, unproven, verified, wrong } from './claims.js';
import {
  ReportBuilder, findingText, hasHole, identity, reportLines, stretchText,
} from './continuity.js';
import { verifierOf } from './cose.js';
import { isIncluded, leafHash, nodeInto } from './merkle.js';
import { PolicyChecker } from './policy.js';
import { ROLL_CALL, readRecord } from './record-values.js';
import { sha256Into } from './sha256.js';
import * as texts from './texts.js';

/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./certificate-read.js').Certificate} Certificate */
/** @typedef {import('./certificate-read.js').ChainShown} ChainShown */
/** @typedef {import('./certificate-read.js').Part} Part */
/** @typedef {import('./block.js').Block} Block */
/** @typedef {import('./block.js').Header} Header */
/** @typedef {import('./notes.js').Checkpoint} Checkpoint */
/** @typedef {import('./record-values.js').LedgerRecord} LedgerRecord */
/** @typedef {import('./trust.js').Trust} Trust */

/** Why a certificate is not confirmed. */
class FaultError extends Error {
  /** @param {Fault} fault */
  constructor(fault) {
    super(fault.words);
    this.fault = fault;
  }
}

/** @param {string} where @returns {(place: string, what: string) => never} */
const contradictor = (where) => (place, what) => {
  throw new FaultError(wrong('CERTIFICATE_WRONG', where, `${place}: ${what}.`));
};

/** @param {string} where @returns {(why: string, what: string) => never} */
const doubter = (where) => (why, what) => {
  throw new FaultError(unproven('CERTIFICATE_UNPROVEN', where, `${why}: ${what}.`));
};

/**
 * @param {Uint8Array} content
 * @param {import('./parts.js').About} about
 * @param {string[]} heads the texts of the bundle's heads
 * @param {Trust} trust
 * @param {string} where
 */
export function checkCertificate(content, about, heads, trust, where) {
  try {
    const check = new CertificateCheck(trust, where);
    const { certificate, rests } = check.confirmed(content);
    // Its head must be one of the bundle's, whose witnesses are counted there.
    if (!heads.includes(certificate.note.text)) {
      const fault = unproven('CERTIFICATE_UNPROVEN', where, texts.CERTIFICATE_OTHER_HEAD);
      return { claim: failed('CONTINUITY', fault), isWithHole: false, rests: [] };
    }
    const { report } = certificate;
    const isAbout =
      certificate.gateway === about.origin &&
      certificate.log === about.log &&
      report.source === about.source &&
      certificate.name === about.name &&
      report.from <= about.from &&
      report.to >= about.to;
    if (!isAbout) {
      const fault = wrong('OTHER_SUBJECT', where, texts.CERTIFICATE_OTHER_SUBJECT);
      return { claim: failed('CONTINUITY', fault), isWithHole: false, rests: [] };
    }
    const isWithHole = hasHole(report);
    const words = texts.continuityGood(certificate.sentence, isWithHole);
    const lines = reportLines(report, certificate.name);
    return { claim: verified('CONTINUITY', words, lines), isWithHole, rests };
  } catch (problem) {
    if (problem instanceof FaultError) {
      return { claim: failed('CONTINUITY', problem.fault), isWithHole: false, rests: [] };
    }
    throw problem;
  }
}

class CertificateCheck {
  /**
   * @param {Trust} trust
   * @param {string} where
   */
  constructor(trust, where) {
    this.trust = trust;
    this.contradict = contradictor(where);
    this.doubt = doubter(where);
    /** @type {Map<string, ReturnType<typeof verifierOf>>} */
    this.verifiers = new Map();
  }

  /**
   * The certificate, when all of it holds.
   *
   * @param {Uint8Array} content
   */
  confirmed(content) {
    const certificate =
      readCertificate(content) ?? this.doubt('MALFORMED', texts.NO_CERTIFICATE_FORM);
    const { kid, message, structure } = certificate;
    const gateway = this.trust.gateways.find((one) => one.kid === kid);
    if (gateway === undefined) {
      return this.doubt('SIGNER_UNKNOWN', texts.keyNotAdmitted(kid));
    }
    // The signature first: nothing a certificate says is worth a word before.
    if (!verifierOf(gateway.key)(message, structure)) {
      this.contradict('SIGNATURE', 'the certificate is not signed by its key');
    }
    if (gateway.origin !== certificate.gateway) {
      this.contradict('SIGNATURE', `signed by the key of gateway ${gateway.origin}`);
    }
    const { checkpoint, cosigned } = this.head(certificate);
    const { records, areAllShown } = this.chains(certificate, checkpoint);
    const { source, from, to } = certificate.report;
    const builder = new ReportBuilder(source, from, to);
    records.forEach((record) => builder.take(record));
    this.compare(certificate.report, builder.report());
    const rests = texts.restsOfCertificate(certificate.sentence, areAllShown, cosigned.length > 0);
    return { certificate, rests };
  }

  /** @param {Certificate} certificate */
  head({ note, log }) {
    const policy = { ...this.trust.policy, quorum: 'none' };
    const found = new PolicyChecker(policy).check(note);
    switch (found.is) {
      case 'SATISFIED':
        if (found.checkpoint.origin !== log) {
          this.contradict('CHECKPOINT', `the head is that of log ${found.checkpoint.origin}`);
        }
        return found;
      case 'FORGED':
        return this.contradict('CHECKPOINT', `a signature is not of its key ${found.key.name}`);
      default:
        return this.doubt('CHECKPOINT_REFUSED', found.is);
    }
  }

  /**
   * The records of the gateway's own chains, in their order.
   *
   * @param {Certificate} certificate
   * @param {Checkpoint} head
   */
  chains({ chains, gateway }, head) {
    const seen = new Set();
    /** @type {LedgerRecord[]} */
    const all = [];
    let hasRoll = false;
    let areAllShown = true;
    for (const shown of chains) {
      const blocks = this.blocks(shown.blocks);
      this.places(shown, head);
      const records = this.records(shown.parts, blocks);
      const first = blocks[0].header;
      const last = blocks[blocks.length - 1].header;
      if (seen.has(first.chain)) {
        this.contradict('CHAIN', `chain ${first.chain} is shown twice`);
      }
      seen.add(first.chain);
      // A device's own chain shows that it is unbroken; what the gateway heard is in its own.
      if (first.origin === gateway) {
        const isRoll = records.some((record) => record.kind === ROLL_CALL);
        if (isRoll && hasRoll) {
          this.doubt('TWO_ROLLS', 'two chains hold roll-calls of this gateway');
        }
        hasRoll ||= isRoll;
        areAllShown &&= last.first + BigInt(last.count) - first.first === BigInt(records.length);
        for (const record of records) {
          all.push(record);
        }
      }
    }
    return { records: all, areAllShown };
  }

  /**
   * The blocks, each signed by an admitted key and named by the one after it.
   *
   * @param {Uint8Array[]} leaves
   */
  blocks(leaves) {
    /** @type {Block[]} */
    const blocks = [];
    for (const leaf of leaves) {
      const block = readBlock(leaf) ?? this.doubt('MALFORMED', 'a block does not decode');
      this.signature(block);
      if (blocks.length > 0) {
        this.follows(blocks[blocks.length - 1], block);
      }
      blocks.push(block);
    }
    return blocks;
  }

  /** @param {Block} block */
  signature({ header, kid, message, structure }) {
    const name = `block ${header.seq} of ${header.chain}`;
    const known = this.trust.blocks.get(kid);
    if (known === undefined) {
      return this.doubt('BLOCK_KEY_UNKNOWN', `${name} is signed by a key not admitted`);
    }
    const verifier = this.verifiers.get(kid) ?? verifierOf(known.key);
    this.verifiers.set(kid, verifier);
    if (!verifier(message, structure)) {
      this.contradict('BLOCK', `${name} is not signed by its key`);
    }
    if (known.origin !== header.origin) {
      this.contradict('BLOCK', `${name} is signed by a key of other blocks`);
    }
  }

  /**
   * docs/formats/block.md §3: two neighbours in one chain agree.
   *
   * @param {Block} before
   * @param {Block} block
   */
  follows({ header: prior, link }, { header }) {
    const name = `block ${header.seq} of ${header.chain}`;
    const isOther = header.origin !== prior.origin || header.chain !== prior.chain;
    if (isOther || header.seq <= prior.seq) {
      this.contradict('CHAIN', `${name} stands behind block ${prior.seq} of ${prior.chain}`);
    }
    if (header.seq > prior.seq + 1n) {
      const missing = `blocks ${prior.seq + 1n} to ${header.seq - 1n}`;
      this.doubt('BLOCKS_NOT_SHOWN', `${missing} are not shown`);
    }
    if (!equal(header.previous, link)) {
      this.contradict('CHAIN', `${name} names another block before it`);
    }
    if (header.first !== prior.first + BigInt(prior.count) || header.boot < prior.boot) {
      this.contradict('CHAIN', `${name} does not count on from the one before`);
    }
  }

  /**
   * @param {ChainShown} shown
   * @param {Checkpoint} head
   */
  places({ blocks, first, last }, head) {
    const isOrdered =
      blocks.length === 1
        ? first.index === last.index && equal(first.path, last.path)
        : last.index - first.index >= BigInt(blocks.length - 1);
    if (!isOrdered) {
      this.contradict('LOG_PLACE', 'first and last block stand too close in the log');
    }
    const ends = /** @type {const} */ ([[first, blocks[0]], [last, blocks[blocks.length - 1]]]);
    for (const [{ index, path }, leaf] of ends) {
      if (!isIncluded(index, head.size, path, leafHash(leaf), head.root)) {
        this.contradict('LOG_PLACE', `leaf ${index} of the log is not shown to be there`);
      }
    }
  }

  /**
   * @param {Part[]} parts
   * @param {Block[]} blocks
   */
  records(parts, blocks) {
    /** @type {LedgerRecord[]} */
    const records = [];
    /** @type {bigint | null} */
    let unreadable = null;
    let block = 0;
    let next = 0;
    for (const part of parts) {
      const isAscending = part.block > block || (part.block === block && part.start >= next);
      if (!isAscending || part.block >= blocks.length) {
        this.contradict('RECORDS', 'records are shown out of order or twice');
      }
      block = part.block;
      next = part.start + part.records.length;
      const { header } = blocks[block];
      if (!areOfBlock(part, header)) {
        this.contradict('RECORDS', `records of block ${header.seq} are not its`);
      }
      for (const bytes of part.records) {
        const record = readRecord(bytes);
        if (record === null) {
          unreadable = header.seq;
        } else {
          records.push(record);
        }
      }
    }
    if (unreadable !== null) {
      this.doubt('RECORD_UNREADABLE', `a record of block ${unreadable}`);
    }
    return records;
  }

  /**
   * Whether what is stated is exactly what the records say.
   *
   * @param {import('./continuity.js').Report} stated
   * @param {import('./continuity.js').Report} shown
   */
  compare(stated, shown) {
    if (stated.to !== shown.to) {
      this.contradict('STRETCH', 'more stretches than a report can have');
    }
    const count = Math.max(stated.stretches.length, shown.stretches.length);
    for (let i = 0; i < count; i++) {
      const one = stated.stretches[i];
      const other = shown.stretches[i];
      if (one === undefined) {
        this.contradict('STRETCH', `missing: ${stretchText(other)}`);
      }
      if (other === undefined || identity(one) !== identity(other)) {
        this.judgeStretch(one, shown.stretches);
      }
    }
    const isStated = new Set(stated.findings.map(identity));
    const isShown = new Set(shown.findings.map(identity));
    for (const finding of shown.findings) {
      if (!isStated.has(identity(finding))) {
        this.contradict('FINDING', `left out: ${findingText(finding)}`);
      }
    }
    for (const finding of stated.findings) {
      if (!isShown.has(identity(finding))) {
        this.doubt('FINDING_NOT_SHOWN', findingText(finding));
      }
    }
    const isSame =
      stated.findings.length === shown.findings.length &&
      stated.findings.every((one, i) => identity(one) === identity(shown.findings[i])) &&
      stated.leftOut === shown.leftOut;
    if (!isSame) {
      this.contradict('FINDING', 'the findings are listed in another order or number');
    }
  }

  /**
   * A stretch that the records do not give as it is stated.
   *
   * @param {import('./continuity.js').Stretch} stated
   * @param {import('./continuity.js').Stretch[]} shown
   */
  judgeStretch(stated, shown) {
    const isNotStated = (/** @type {import('./continuity.js').Stretch} */ one) =>
      one.is === 'UNKNOWN' && one.why.is === 'NOT_STATED';
    const isInAHole = shown.some(
      (one) => isNotStated(one) && one.from < stated.to && one.to > stated.from,
    );
    if (isInAHole && !isNotStated(stated)) {
      this.doubt('STRETCH_NOT_SHOWN', stretchText(stated));
    }
    this.contradict('STRETCH', stretchText(stated));
  }
}

/**
 * True when these are records of the block with this header, at these places: a range proof of
 * docs/formats/log.md §2.
 *
 * @param {Part} part
 * @param {Header} header
 */
function areOfBlock({ start, salts, records, path }, { count, root }) {
  const end = start + records.length;
  if (end > count) {
    return false;
  }
  let used = 0;
  /** @param {number} from @param {number} to @param {Uint8Array} into @returns {boolean} */
  const climb = (from, to, into) => {
    if (to <= start || from >= end) {
      const isThere = used < path.length;
      into.set(path.subarray(used, used + 32));
      used += 32;
      return isThere;
    }
    if (to - from === 1) {
      const salt = salts[from - start];
      const record = records[from - start];
      const leaf = new Uint8Array(1 + salt.length + record.length);
      leaf.set(salt, 1);
      leaf.set(record, 1 + salt.length);
      sha256Into(leaf, 0, leaf.length, into, 0);
      return true;
    }
    const split = from + (1 << (31 - Math.clz32(to - from - 1)));
    const right = new Uint8Array(32);
    const isClimbed = climb(from, split, into) && climb(split, to, right);
    nodeInto(into, 0, right, 0, into, 0);
    return isClimbed;
  };
  const found = new Uint8Array(32);
  return climb(0, count, found) && used === path.length && equal(found, root);
}
