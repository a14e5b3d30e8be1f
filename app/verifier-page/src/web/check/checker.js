/**
 * Decides about a bundle, alone: docs/formats/bundle.md §7. Nothing that a bundle holds makes it
 * throw, and no claim is good because nothing spoke against it.
 */
import { judgeAnchor } from './anchors.js';
import { checkCertificate } from './certificate.js';
import {
  CODES, EXITS, FIRST, NEEDED, StopError, absent, failed, notReached, stop, unproven, verified,
  wrong,
} from './claims.js';
import { FileCheck, FileSummary } from './file-check.js';
import { checkGrowth, checkSignatures, readCheckpoints } from './heads-check.js';
import { readAbout, readAnchor, readHeads } from './parts.js';
import { PolicyChecker } from './policy.js';
import { requirementText } from './requirements.js';
import * as texts from './texts.js';
import { timeText } from './times.js';
import { readTrust } from './trust.js';
import {
  ABOUT, CERTIFICATE, HEADS, OFFERED, PAGE, README, Zip, anchorName, readZip,
} from './zip.js';
import { toUtf8 } from './bytes.js';

/** @typedef {import('./claims.js').Claim} Claim */
/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./claims.js').Outcome} Outcome */
/** @typedef {import('./heads-check.js').Word} Word */
/** @typedef {import('./parts.js').About} About */
/** @typedef {import('./trust.js').Trust} Trust */
/** @typedef {import('./requirements.js').Requirement} Requirement */

/** Clocks of honest parties differ by less. */
const AHEAD_NANOS = 300_000_000_000n;
const NANOS = 1_000_000_000n;

/**
 * @typedef {object} Asked what an auditor asks
 * @property {Trust | null} trust null for a look at whether a bundle agrees with itself
 * @property {Requirement[]} requirements
 * @property {bigint} now ns since 1970
 * @property {(done: number, all: number) => void} [progress] in bytes
 *
 * @typedef {object} Verdict
 * @property {Outcome} outcome
 * @property {number} exit
 * @property {About | null} about
 * @property {Claim[]} claims
 * @property {string[]} unmet
 * @property {bigint | null} notLaterThan
 * @property {string} by
 * @property {bigint | null} aloneSeconds for how long at most it rested on one key alone
 * @property {string[]} rests
 * @property {import('./file-check.js').Row[]} rows
 * @property {Map<number, string>} points
 * @property {bigint} shown how many records there are in all
 */

/** Checks one bundle. */
export class BundleChecker {
  /**
   * @param {Blob} file
   * @param {Asked} asked
   */
  constructor(file, asked) {
    this.file = file;
    this.asked = asked;
    /** @type {Map<string, Claim>} */
    this.claims = new Map();
    /** @type {Word[]} */
    this.words = [];
    /** @type {string[]} */
    this.rests = [];
    /** @type {bigint | null} */
    this.aloneSeconds = null;
    this.hasHole = false;
    /** @type {About | null} */
    this.about = null;
    this.summary = new FileSummary();
    /** @type {import('./file-check.js').Row[]} */
    this.rows = [];
  }

  /** @returns {Promise<Verdict>} */
  async check() {
    try {
      const zip = await readZip(this.file);
      if (!(zip instanceof Zip)) {
        return stop('CONTAINER', zip);
      }
      this.about = this.need(ABOUT, readAbout(await this.content(zip, ABOUT)));
      await this.checkParts(zip, this.about);
    } catch (problem) {
      if (!(problem instanceof StopError)) {
        throw problem;
      }
      this.put(problem.claim);
    }
    return this.verdict();
  }

  /** @param {Claim} claim */
  put(claim) {
    this.claims.set(claim.code, claim);
  }

  /**
   * @template T
   * @param {string} where
   * @param {T | import('./parts.js').Refused} read
   * @returns {T}
   */
  need(where, read) {
    if (typeof read === 'object' && read !== null && 'refused' in read) {
      const { refused, isOtherVersion } = read;
      return stop(
        'PARTS',
        wrong(
          isOtherVersion ? 'OTHER_VERSION' : 'MALFORMED',
          where,
          texts.undecoded(where, refused),
        ),
      );
    }
    return read;
  }

  /**
   * @param {Zip} zip
   * @param {string} name of an entry that is there
   */
  async content(zip, name) {
    const entry = zip.entry(name);
    if (entry === null) {
      throw new Error(`a bundle without ${name}`);
    }
    const content = await zip.content(entry);
    return content instanceof Uint8Array ? content : stop('CONTAINER', content);
  }

  /**
   * @param {Zip} zip
   * @param {About} about
   */
  async checkParts(zip, about) {
    const heads = this.need(HEADS, readHeads(await this.content(zip, HEADS)));
    const read = readCheckpoints(heads, about.log);
    if (!Array.isArray(read)) {
      return stop('PARTS', read);
    }
    const anchors = await this.anchors(zip, heads.length);
    const offered = await this.content(zip, OFFERED);
    await this.content(zip, README);
    const trust = this.trust(offered);

    const policy = new PolicyChecker(trust.policy);
    const latest = this.asked.now + AHEAD_NANOS;
    const { claim, witnesses } = checkSignatures(read, policy, about.log, latest);
    this.put(claim);
    this.put(checkGrowth(heads, read));
    this.words.push(...witnesses);
    for (let i = 0; i < anchors.length; i++) {
      const statement = toUtf8(read[anchors[i].head].note.text);
      this.words.push(judgeAnchor(anchors[i], statement, trust, latest, anchorName(i)));
    }
    await this.files(zip, about, read[0].checkpoint, trust);
    this.summarise(about);
    this.put(this.times());
    this.window();
    const statements = read.map(({ note }) => note.text);
    this.put(await this.continuity(zip, about, statements, trust));
    if (zip.entry(PAGE) !== null) {
      await this.content(zip, PAGE);
    }
    if (!this.claims.has('CONTAINER')) {
      this.put(verified('CONTAINER', texts.CONTAINER_GOOD));
    }
    this.restOf(about);
  }

  /**
   * @param {Zip} zip
   * @param {number} heads
   */
  async anchors(zip, heads) {
    const anchors = [];
    for (const { name } of zip.under('anchors/')) {
      const anchor = this.need(name, readAnchor(await this.content(zip, name)));
      if (anchor.head >= heads) {
        stop('PARTS', wrong('COUNTS_DIFFER', name, texts.anchorHead(anchor.head, heads)));
      }
      anchors.push(anchor);
    }
    return anchors;
  }

  /** @param {Uint8Array} offered */
  trust(offered) {
    if (this.asked.trust !== null) {
      return this.asked.trust;
    }
    const trust = readTrust(offered);
    return typeof trust === 'string'
      ? stop('PARTS', wrong('MALFORMED', OFFERED, texts.offeredUnread(trust)))
      : trust;
  }

  /**
   * @param {Zip} zip
   * @param {About} about
   * @param {import('./notes.js').Checkpoint} head
   * @param {Trust} trust
   */
  async files(zip, about, head, trust) {
    const entries = zip.under('blocks/');
    if (entries.length !== about.files) {
      stop('PARTS', wrong('COUNTS_DIFFER', ABOUT, texts.filesDiffer(about.files, entries.length)));
    }
    const all = entries.reduce((sum, entry) => sum + entry.size, 0);
    const progress = this.asked.progress ?? (() => {});
    let done = 0;
    let size = 0;
    const check = new FileCheck(about, head, trust, (share) =>
      progress(done + share * size, all),
    );
    for (const entry of entries) {
      size = entry.size;
      progress(done, all);
      this.summary.takeNext(check.check(entry, await zip.raw(entry)), entry.name);
      done += size;
    }
    progress(all, all);
    this.rows = check.rows;
  }

  /** @param {About} about */
  summarise(about) {
    const { summary } = this;
    const container = summary.fault('CONTAINER');
    if (container !== null) {
      this.put(failed('CONTAINER', container));
    }
    const isCounted = summary.blocks === about.blocks && summary.shown === about.records;
    if (!isCounted && summary.fault('PARTS') === null && summary.fault('RECORDS') === null) {
      const words = texts.recordsDiffer(about.blocks, about.records, summary.blocks, summary.shown);
      summary.note('PARTS', wrong('COUNTS_DIFFER', ABOUT, words));
    }
    this.put(this.claim('PARTS', texts.PARTS_GOOD));
    this.put(this.claim('PLACES', texts.placesGood(summary.blocks)));
    this.put(this.claim('SIGNATURES', texts.signaturesGood(summary.blocks)));
    this.put(this.claim('RECORDS', texts.recordsGood(summary.shown, summary.withheld)));
    const broken = summary.chains.fault();
    const chains = summary.chains.words();
    this.put(
      broken === null
        ? verified('CHAINS', texts.CHAINS_GOOD, chains)
        : failed('CHAINS', broken, chains),
    );
    this.put(this.subject(about));
    this.put(this.complete(about));
    this.put(summary.approvals.claim());
  }

  /**
   * @param {string} code
   * @param {string} words
   */
  claim(code, words) {
    const fault = this.summary.fault(code);
    return fault === null ? verified(code, words) : failed(code, fault);
  }

  /** @param {About} about */
  subject(about) {
    const { summary } = this;
    if (summary.subject === 0n) {
      summary.note('SUBJECT', unproven('NOTHING_SHOWN', ABOUT, texts.nothingOf(about.name)));
    }
    const isNamed =
      about.source === 0
        ? about.name === about.origin
        : !summary.isRenamed && summary.sourceName === about.name;
    if (!isNamed) {
      const words = summary.isRenamed
        ? texts.RENAMED
        : texts.nameUnproven(about.source, about.name, summary.sourceName);
      summary.note('SUBJECT', unproven('NAME_UNPROVEN', ABOUT, words));
    }
    const span = [timeText(about.from), timeText(about.to)];
    const fault = summary.fault('SUBJECT');
    const late = summary.datedOtherwise;
    return fault === null
      ? verified(
          'SUBJECT',
          texts.subjectGood(about.name, span[0], span[1]),
          late === 0n ? [] : [texts.datedOtherwise(late)],
        )
      : failed('SUBJECT', fault);
  }

  /** @param {About} about */
  complete(about) {
    const { summary } = this;
    if (summary.subject === 0n) {
      return absent('COMPLETE', 'NOTHING_SHOWN', texts.NOTHING_SHOWN);
    }
    const details = [];
    let missing = 0n;
    let isWhole = true;
    let hasTwice = false;
    for (const [origin, counter] of summary.counters) {
      const runs = counter.runs();
      missing += counter.missing();
      // Decided by the runs, as in Java, where a sum could be made to come out.
      isWhole &&= runs.length === 1 && !counter.isOverflown;
      hasTwice ||= counter.hasTwice;
      details.push(texts.recordsBy(origin, runs[0].first, runs[runs.length - 1].last));
    }
    if (hasTwice) {
      return failed('COMPLETE', wrong('NUMBER_TWICE', 'blocks/', texts.NUMBER_TWICE), details);
    }
    if (isWhole) {
      return verified('COMPLETE', texts.COMPLETE_GOOD, details);
    }
    if (about.redacted.length > 0) {
      details.push(texts.redacted(about.redacted));
    }
    if (about.points !== null) {
      details.push(texts.onlyAsked(about.points));
    }
    const fault = unproven('RECORDS_WITHHELD', 'blocks/', texts.recordsMissing(missing));
    return failed('COMPLETE', fault, details);
  }

  /** What is said of time is said of blocks that are in the log, and of nothing else. */
  times() {
    const missing = NEEDED.find((code) => !this.isVerified(code));
    if (missing !== undefined) {
      return notReached('TIMES', missing);
    }
    if (this.asked.trust === null) {
      return absent('TIMES', 'NO_ANCHOR', texts.NOBODY_NAMED);
    }
    const details = this.words.map((word) =>
      word.fault === null ? word.sentence : `${word.name}: ${word.fault.words}`,
    );
    const faults = this.words.flatMap((word) => word.fault ?? []);
    const contradicted = faults.find((fault) => fault.state === 'CONTRADICTED');
    if (contradicted !== undefined) {
      return failed('TIMES', contradicted, details);
    }
    const decisive = this.decisive();
    if (decisive !== null) {
      const isEarliest = decisive === this.goodOf('anchor')[0];
      return verified('TIMES', texts.sealedBy(timeText(decisive.at), isEarliest), details);
    }
    return faults.length > 0
      ? failed('TIMES', faults[0], details)
      : absent('TIMES', 'NO_ANCHOR', texts.NO_ANCHOR);
  }

  /** How long it rested on one key alone, if the clocks on both sides can be true. */
  window() {
    const decisive = this.isVerified('TIMES') ? this.decisive() : null;
    const { wallFrom, wallTo } = this.summary;
    if (decisive === null || wallFrom === null || wallTo === null) {
      return;
    }
    // Outside times may be in whole seconds.
    const at = decisive.at + NANOS;
    if (at < wallTo) {
      this.rests.push(texts.clocksDiffer((wallTo - at) / NANOS));
      return;
    }
    const nanos = decisive.at - wallFrom;
    this.aloneSeconds = nanos < 0n ? 0n : (nanos + NANOS - 1n) / NANOS;
  }

  /** Who says it so early that as many as were asked for say it; the earliest where none were. */
  decisive() {
    const words = this.asked.requirements
      .filter(({ kind }) => kind !== 'complete' && kind !== 'continuity')
      .flatMap(({ kind, count }) => this.goodOf(kind)[count - 1] ?? []);
    return words.sort(byTime).at(-1) ?? this.goodOf('anchor')[0] ?? null;
  }

  /** The earliest good word of each different party, in their order. @param {string} kind */
  goodOf(kind) {
    /** @type {Set<string>} */
    const parties = new Set();
    return this.words
      .filter((word) => word.fault === null && (kind === 'anchor' || word.kind === kind))
      .sort(byTime)
      .filter((word) => {
        const party = `${word.kind} ${word.party ?? word.name}`;
        return !parties.has(party) && parties.add(party);
      });
  }

  /**
   * @param {Zip} zip
   * @param {About} about
   * @param {string[]} heads the texts of the heads
   * @param {Trust} trust
   */
  async continuity(zip, about, heads, trust) {
    if (zip.entry(CERTIFICATE) === null) {
      return absent('CONTINUITY', 'NO_CERTIFICATE', texts.NO_CERTIFICATE);
    }
    const content = await this.content(zip, CERTIFICATE);
    const found = checkCertificate(content, about, heads, trust, CERTIFICATE);
    this.hasHole = found.isWithHole;
    this.rests.push(...found.rests);
    return found.claim;
  }

  /** @param {About} about */
  restOf(about) {
    const { wallFrom, wallTo } = this.summary;
    if (wallFrom !== null && wallTo !== null) {
      this.rests.push(texts.restOfClock(timeText(wallFrom), timeText(wallTo)));
    }
    this.rests.push(texts.REST_OF_SENSORS);
    if (about.devices.length > 0) {
      this.rests.push(texts.restOfDevices(about.devices, about.name, this.asked.trust !== null));
    }
  }

  /** @returns {Verdict} */
  verdict() {
    const broken = CODES.find((code) => {
      const claim = this.claims.get(code);
      return claim !== undefined && claim.state !== 'VERIFIED';
    });
    const claims = CODES.map(
      (code) => this.claims.get(code) ?? notReached(code, broken ?? 'CONTAINER'),
    );
    const unmet = this.unmet();
    const decisive = this.isVerified('TIMES') ? this.decisive() : null;
    const outcome = this.outcome(claims, unmet);
    return {
      outcome,
      exit: EXITS[outcome],
      about: this.about,
      claims,
      unmet,
      notLaterThan: decisive?.at ?? null,
      by: decisive?.sentence ?? '',
      aloneSeconds: this.aloneSeconds,
      rests: this.rests,
      rows: this.rows,
      points: this.summary.points,
      shown: this.summary.shown,
    };
  }

  /**
   * @param {Claim[]} claims
   * @param {string[]} unmet
   * @returns {Outcome}
   */
  outcome(claims, unmet) {
    const areVerified = (/** @type {string[]} */ codes) =>
      codes.every((code) =>
        claims.some((claim) => claim.code === code && claim.state === 'VERIFIED'),
      );
    if (!areVerified(FIRST)) {
      return 'UNUSABLE';
    }
    const isWrong = claims.some((claim) => claim.state === 'CONTRADICTED');
    if (isWrong || !areVerified(NEEDED) || unmet.length > 0) {
      return 'NOT_VERIFIED';
    }
    return this.asked.trust === null ? 'SELF_CONSISTENT' : 'VERIFIED';
  }

  unmet() {
    const unmet = [];
    for (const requirement of this.asked.requirements) {
      const { kind, count } = requirement;
      if (kind === 'complete') {
        if (!this.isVerified('COMPLETE')) {
          unmet.push(texts.UNMET_COMPLETE);
        }
      } else if (kind === 'continuity') {
        if (!this.isVerified('CONTINUITY')) {
          unmet.push(texts.UNMET_CONTINUITY);
        } else if (this.hasHole) {
          unmet.push(texts.UNMET_HOLES);
        }
      } else {
        const found = this.isVerified('TIMES') ? this.goodOf(kind).length : 0;
        if (found < count) {
          unmet.push(texts.unmetCount(requirementText(requirement), found, count));
        }
      }
    }
    return unmet;
  }

  /** @param {string} code */
  isVerified(code) {
    return this.claims.get(code)?.state === 'VERIFIED';
  }
}

/** The earlier first. @param {Word} a @param {Word} b */
function byTime(a, b) {
  return a.at === b.at ? (a.name < b.name ? -1 : 1) : a.at < b.at ? -1 : 1;
}
