/** What can be said about one source over a time: docs/formats/continuity.md. */
import { BOOT, FINDING, GAP, ROLL_CALL } from './record-values.js';
import { timeText } from './times.js';

/** @typedef {import('./record-values.js').LedgerRecord} LedgerRecord */

export const STRETCHES_MAX = 4096;
export const FINDINGS_MAX = 1024;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

/**
 * @typedef {{ is: 'NOT_STATED' } | { is: 'NOT_SUBSCRIBED' }
 *   | { is: 'PRUNED', policy: string, on: bigint }} Why
 *
 * @typedef {{ is: 'LISTENING', from: bigint, to: bigint }
 *   | { is: 'DEAF', from: bigint, to: bigint, since: bigint, count: bigint }
 *   | { is: 'HEARD', from: bigint, to: bigint, count: bigint }
 *   | { is: 'UNKNOWN', from: bigint, to: bigint, why: Why }} Stretch
 *
 * @typedef {object} Finding
 * @property {string} kind
 * @property {string} code
 * @property {string | null} reason
 * @property {bigint} from
 * @property {bigint | null} to
 * @property {bigint} at
 * @property {bigint | null} count
 * @property {bigint | null} first
 * @property {bigint | null} last
 * @property {string | null} policy
 *
 * @typedef {object} Report
 * @property {number} source
 * @property {bigint} from
 * @property {bigint} to
 * @property {Stretch[]} stretches
 * @property {Finding[]} findings
 * @property {bigint} leftOut
 */

/** By the number on the wire. */
export const KINDS = [
  'GAP', 'DROP', 'LATE', 'REORDERED', 'CLOCK_STEP', 'SILENCE', 'UNANCHORED', 'PRUNED', 'RESTART',
  'REPEATED', 'EVIDENCE',
];

/** The causes of gap records with the kinds of findings that they are. */
const CAUSES = [
  ['OVERWRITTEN', 'DROP'], ['DROPPED', 'DROP'], ['DEAF', 'GAP'], ['UNJOURNALED', 'DROP'],
  ['UNSEALED', 'GAP'], ['PRUNED', 'PRUNED'], ['SHREDDED', 'PRUNED'], ['DEVICE_OVERFLOW', 'DROP'],
  ['UNANCHORED', 'UNANCHORED'], ['LATE_RECORD', 'LATE'], ['DAMAGED', 'GAP'],
];
const SCOPES = ['RECORDS_OF_SOURCE', 'BLOCKS_OF_CHAIN', 'LEAVES_OF_LOG', 'JOURNAL_POSITIONS'];
const CONCERN_ALL = ['LEAVES_OF_LOG', 'JOURNAL_POSITIONS'];
const BEFORE = ['UNKNOWN', 'ORDERLY', 'CRASH'];

/** Any other code is about the evidence. */
const CODES = new Map([
  ['GAP', 'GAP'], ['CLOSED_LATE', 'LATE'], ['REORDERED', 'REORDERED'], ['DUPLICATE', 'REPEATED'],
  ['CLOCK_BACK', 'CLOCK_STEP'], ['SILENT', 'SILENCE'], ['RESUMED', 'SILENCE'], ['LATE', 'LATE'],
  ['CLOCK_AHEAD', 'CLOCK_STEP'], ['CLOCK_STEP', 'CLOCK_STEP'], ['CLOCK_OVERLAP', 'CLOCK_STEP'],
  ['PAYLOAD_TOO_LARGE', 'DROP'], ['MALFORMED', 'DROP'], ['REFUSED', 'DROP'],
  ['READING_PAUSED', 'DROP'],
]);

/** A text that only equal stretches or findings share. @param {Stretch | Finding} value */
export function identity(value) {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
}

/** @param {bigint} a @param {bigint} b */
function max(a, b) {
  return a > b ? a : b;
}

/** @param {bigint} a @param {bigint} b */
function min(a, b) {
  return a < b ? a : b;
}

/** It stays at the largest number where it does not fit. @param {bigint} a @param {bigint} b */
function sum(a, b) {
  return min(a + b, LONG_MAX);
}

/**
 * Two stretches as one, where they say the same; else null.
 *
 * @param {Stretch} one
 * @param {Stretch} next
 * @returns {Stretch | null}
 */
function joined(one, next) {
  if (next.from !== one.to) {
    return null;
  }
  if (one.is === 'HEARD' && next.is === 'HEARD') {
    return { ...one, to: next.to, count: sum(one.count, next.count) };
  }
  if (one.is === 'LISTENING' && next.is === 'LISTENING') {
    return { ...one, to: next.to };
  }
  if (one.is === 'DEAF' && next.is === 'DEAF' && one.since === next.since) {
    return { ...one, to: next.to, count: sum(one.count, next.count) };
  }
  if (one.is === 'UNKNOWN' && next.is === 'UNKNOWN') {
    const span = { from: 0n, to: 0n };
    const isSame = identity({ ...one, ...span }) === identity({ ...next, ...span });
    return isSame ? { ...one, to: next.to } : null;
  }
  return null;
}

/**
 * @param {bigint} from
 * @param {bigint} to
 * @param {Why} why
 * @returns {Stretch}
 */
function unknown(from, to, why) {
  return { is: 'UNKNOWN', from, to, why };
}

/** @param {Finding} finding @param {bigint} start @param {bigint} end */
function touches({ from, to }, start, end) {
  return from < end && (to === null || to >= start);
}

/**
 * True for a record that ends an earlier one, which had no end.
 *
 * @param {Finding} later
 * @param {Finding} open
 */
function ends(later, open) {
  if (open.to !== null || later.to === null) {
    return false;
  }
  if (later.code === 'RESUMED') {
    return open.code === 'SILENT' && open.from === later.from;
  }
  return (
    open.kind === later.kind &&
    open.code === later.code &&
    open.reason === later.reason &&
    open.first === later.first &&
    (open.from === later.from || later.from === 0n)
  );
}

/**
 * What a record says about a source, or null.
 *
 * @param {LedgerRecord} record
 * @param {number} source
 * @returns {Finding | null}
 */
function findingOf(record, source) {
  const at = record.receivedTime ?? 0n;
  const isAbout = record.source === source;
  if (record.kind === GAP && record.value !== null) {
    const [causeAt, scopeAt, first, last, count, began, to, , policy] = record.value;
    const [code, kind] = CAUSES[causeAt];
    const reason = SCOPES[scopeAt];
    const from = began ?? 0n;
    return isAbout || (record.source === 0 && CONCERN_ALL.includes(reason))
      ? { kind, code, reason, from, to: to === null ? null : max(from, to), at, count, first, last,
          policy }
      : null;
  }
  if (record.kind === FINDING && record.value !== null) {
    const [code, reason, , first, last, since, count] = record.value;
    const from = since ?? at;
    const to = code === 'SILENT' ? null : max(from, at);
    const kind = CODES.get(code) ?? 'EVIDENCE';
    return isAbout || (record.source === 0 && code === 'CLOCK_STEP')
      ? { kind, code, reason, from, to, at, count, first, last, policy: null }
      : null;
  }
  return null;
}

/** @param {any} a @param {any} b @param {number} whereNull the sign of null against all else */
function order(a, b, whereNull) {
  if (a === b) {
    return 0;
  }
  if (a === null || b === null) {
    return a === null ? whereNull : -whereNull;
  }
  return a < b ? -1 : 1;
}

/** The one order in which a report lists them. @param {Finding} a @param {Finding} b */
function inOrder(a, b) {
  return (
    order(a.from, b.from, 0) ||
    order(a.at, b.at, 0) ||
    order(a.code, b.code, 0) ||
    order(a.reason, b.reason, -1) ||
    order(a.first, b.first, -1) ||
    order(a.last, b.last, -1) ||
    order(a.to, b.to, 1) ||
    order(a.count, b.count, -1) ||
    order(a.policy, b.policy, -1)
  );
}

/** Makes a report from the gateway's own records, taken in the order of their chain. */
export class ReportBuilder {
  /**
   * @param {number} source
   * @param {bigint} from
   * @param {bigint} to
   */
  constructor(source, from, to) {
    this.source = source;
    this.from = from;
    this.to = to;
    /** @type {Stretch[]} */
    this.stretches = [];
    /** @type {Finding[]} */
    this.findings = [];
    this.leftOut = 0n;
    this.isFull = false;
    /** The interval whose roll-calls are coming in. @type {Stretch | null} */
    this.pending = null;
    this.pendingFrom = -1n;
    this.pendingTo = -1n;
    /** End of the newest roll-call, whatever time it is about. */
    this.calledTo = -1n;
  }

  /** @param {LedgerRecord} record */
  take(record) {
    if (record.kind === ROLL_CALL && record.source === 0) {
      this.takeRollCall(record.value);
    } else if (record.kind === BOOT && record.source === 0) {
      this.takeBoot(record);
    } else {
      const finding = findingOf(record, this.source);
      if (finding !== null) {
        this.takeFinding(finding);
      }
    }
  }

  /** @param {[bigint, bigint, any[][]]} call */
  takeRollCall([from, to, runs]) {
    this.calledTo = to;
    const isEmpty = from === to;
    const isInside = from < this.to && (to > this.from || (isEmpty && from === this.from));
    if (!isInside) {
      return;
    }
    const run = runs.find(([first, last]) => first <= this.source && this.source <= last);
    const isSameTime = from === this.pendingFrom && to === this.pendingTo;
    // A statement names a source once. Twice, the clock was set back to the very same times.
    if (!isSameTime || (run !== undefined && this.pending !== null)) {
      this.flush();
      this.pendingFrom = from;
      this.pendingTo = to;
    }
    if (run !== undefined) {
      const [, , state, count, since] = run;
      this.pending =
        state === 1
          ? { is: 'DEAF', from, to, since: since ?? from, count }
          : state === 0 && count === 0n
            ? { is: 'LISTENING', from, to }
            : { is: 'HEARD', from, to, count };
    }
  }

  flush() {
    if (this.pendingTo < 0n) {
      return;
    }
    const { pendingFrom, pendingTo } = this;
    const stated = this.pending ?? unknown(pendingFrom, pendingTo, { is: 'NOT_SUBSCRIBED' });
    this.pending = null;
    if (this.isFull) {
      return;
    }
    const last = this.stretches[this.stretches.length - 1];
    if (last !== undefined && stated.from < last.to) {
      this.takeFinding({
        kind: 'CLOCK_STEP', code: 'CLOCK_OVERLAP', reason: null, from: stated.from, to: last.to,
        at: last.to, count: null, first: null, last: null, policy: null,
      });
    }
    this.isFull = !this.add(stated);
  }

  /** False when there is no room. @param {Stretch} next */
  add(next) {
    const last = this.stretches[this.stretches.length - 1];
    if (last !== undefined && next.from > last.to) {
      return this.put(unknown(last.to, next.from, { is: 'NOT_STATED' })) && this.put(next);
    }
    return this.put(next);
  }

  /** @param {Stretch} next */
  put(next) {
    const { stretches } = this;
    const last = stretches[stretches.length - 1];
    const one = last === undefined ? null : joined(last, next);
    if (one !== null) {
      stretches[stretches.length - 1] = one;
      return true;
    }
    if (stretches.length === STRETCHES_MAX) {
      return false;
    }
    stretches.push(next);
    return true;
  }

  /** @param {LedgerRecord} record */
  takeBoot({ receivedTime, value }) {
    if (receivedTime === null || this.calledTo < 0n) {
      return; // the first start there is: nothing was interrupted
    }
    this.takeFinding({
      kind: 'RESTART', code: BEFORE[value[2]], reason: null,
      from: min(this.calledTo, receivedTime), to: receivedTime, at: receivedTime, count: null,
      first: null, last: null, policy: null,
    });
  }

  /** @param {Finding} finding */
  takeFinding(finding) {
    const { to } = finding;
    for (let i = this.findings.length - 1; i >= 0 && to !== null; i--) {
      const open = this.findings[i];
      if (ends(finding, open)) {
        this.findings[i] = { ...open, to: max(open.from, to) };
        return;
      }
    }
    if (!touches(finding, this.from, this.to)) {
      return;
    }
    if (this.findings.length === FINDINGS_MAX) {
      this.leftOut++;
      return;
    }
    // The end of a silence whose beginning was not among the records.
    this.findings.push(
      finding.code === 'RESUMED'
        ? { ...finding, kind: 'SILENCE', code: 'SILENT', policy: null }
        : finding,
    );
  }

  /** @returns {Report} */
  report() {
    this.flush();
    this.pendingTo = -1n;
    const last = this.stretches[this.stretches.length - 1];
    const end = this.isFull && last !== undefined ? min(this.to, last.to) : this.to;
    const findings = this.findings
      .filter((finding) => touches(finding, this.from, end))
      .sort(inOrder);
    return {
      source: this.source, from: this.from, to: end, stretches: this.whole(end), findings,
      leftOut: this.leftOut,
    };
  }

  /** The stretches with the holes at both ends filled. @param {bigint} end */
  whole(end) {
    /** @type {Stretch[]} */
    const all = [];
    let at = this.from;
    for (const stretch of this.stretches) {
      if (all.length === 0 && stretch.from > at) {
        this.addHole(all, at, stretch.from);
      }
      if (stretch.is === 'UNKNOWN' && stretch.why.is === 'NOT_STATED') {
        this.addHole(all, stretch.from, stretch.to);
      } else {
        all.push(stretch);
      }
      at = max(at, stretch.to);
    }
    if (at < end) {
      this.addHole(all, at, end);
    }
    return all;
  }

  /**
   * Time without a roll-call: pruned where a record says so, else not stated.
   *
   * @param {Stretch[]} all
   * @param {bigint} start
   * @param {bigint} stop
   */
  addHole(all, start, stop) {
    const pruned = this.findings
      .filter((finding) => finding.kind === 'PRUNED' && touches(finding, start, stop))
      .sort((a, b) => order(a.from, b.from, 0));
    let at = start;
    for (const one of pruned) {
      const upTo = one.to === null ? stop : min(stop, one.to);
      const since = max(at, one.from);
      if (upTo > since) {
        if (since > at) {
          all.push(unknown(at, since, { is: 'NOT_STATED' }));
        }
        const policy = one.policy ?? 'an unnamed rule';
        all.push(unknown(since, upTo, { is: 'PRUNED', policy, on: one.at }));
        at = upTo;
      }
    }
    if (at < stop) {
      all.push(unknown(at, stop, { is: 'NOT_STATED' }));
    }
  }
}

/**
 * True when a report states that something could not be heard, or was not as it should be.
 *
 * @param {Report} report
 */
export function hasHole({ stretches, findings }) {
  return (
    findings.length > 0 || stretches.some((one) => one.is === 'DEAF' || one.is === 'UNKNOWN')
  );
}

/** @param {bigint} count @param {string} noun */
function counted(count, noun) {
  return `${count} ${noun}${count === 1n ? '' : 's'}`;
}

/** @param {bigint} nanos */
function dateText(nanos) {
  return timeText(nanos).slice(0, '2026-01-01'.length);
}

/**
 * A report in words, one line for each stretch and finding.
 *
 * @param {Report} report
 * @param {string} name
 */
export function reportLines(report, name) {
  const heard = report.stretches.reduce(
    (all, one) => (one.is === 'HEARD' || one.is === 'DEAF' ? sum(all, one.count) : all),
    0n,
  );
  const span = `${timeText(report.from)} to ${timeText(report.to)}`;
  const lines = [`${name} from ${span}: ${counted(heard, 'record')} heard.`];
  lines.push(...report.stretches.map(stretchText), ...report.findings.map(findingText));
  if (report.leftOut > 0n) {
    lines.push(`And ${counted(report.leftOut, 'more finding')}.`);
  }
  return lines;
}

/** @param {Stretch} stretch */
export function stretchText(stretch) {
  const when = `${timeText(stretch.from)} to ${timeText(stretch.to)}: `;
  switch (stretch.is) {
    case 'HEARD':
      return stretch.count === 0n
        ? `${when}heard; the source itself said that it had no records.`
        : `${when}heard, ${counted(stretch.count, 'record')}.`;
    case 'LISTENING':
      return `${when}listening; link and subscription were up and nothing came.`;
    case 'DEAF': {
      const came =
        stretch.count === 0n ? '.' : `. ${counted(stretch.count, 'record')} came all the same.`;
      const since = `deaf since ${timeText(stretch.since)}`;
      return `${when}${since}; what was sent then may be missing${came}`;
    }
    default:
      return when + whyText(stretch.why);
  }
}

/** @param {Why} why */
function whyText(why) {
  switch (why.is) {
    case 'NOT_STATED':
      return 'unknown; the gateway stated nothing about this time.';
    case 'NOT_SUBSCRIBED':
      return 'unknown; the gateway did not listen for this source.';
    default:
      return `unknown; pruned by policy ${why.policy} on ${dateText(why.on)}.`;
  }
}

/** @param {Finding} finding */
export function findingText(finding) {
  const { from, to, first, last } = finding;
  const until = to === null ? ' on, still lasting' : to === from ? '' : ` to ${timeText(to)}`;
  const began = from === 0n ? 'At a time that is not known' : timeText(from);
  const range =
    first === null || last === null
      ? ''
      : first === last
        ? `, number ${first}`
        : `, numbers ${first} to ${last}`;
  return `${began}${until}: ${whatText(finding)}${range}.`;
}

/** @param {Finding} finding */
function whatText({ kind, code, count, policy, at }) {
  const records = count === null ? 'an unknown number of records' : counted(count, 'record');
  const why = ` (${code})`;
  switch (kind) {
    case 'GAP':
      return `gap, ${records} missing${why}`;
    case 'DROP':
      return `dropped, ${records}${why}`;
    case 'LATE':
      return `late, ${records}${why}`;
    case 'REORDERED':
      return `out of order, ${records}${why}`;
    case 'CLOCK_STEP':
      return `a clock stepped or cannot be right${why}`;
    case 'SILENCE':
      return 'silent; a cut wire and an outage look the same';
    case 'UNANCHORED':
      return 'no anchor outside covers this time';
    case 'PRUNED':
      return `records pruned by policy ${policy ?? 'unnamed'} on ${dateText(at)}${why}`;
    case 'RESTART':
      return `the gateway started again${why}`;
    case 'REPEATED':
      return `the same came again${why}`;
    default:
      return `the evidence is contradicted${why}`;
  }
}
