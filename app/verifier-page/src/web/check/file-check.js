/**
 * Checks files of blocks, one after the other: each block's place in the log, its signature, its
 * records, and what they say of the subject.
 */
import { ApprovalPieces } from './approvals.js';
import { readBlock } from './block.js';
import { ChainPieces, Intervals, pieceOf } from './chains.js';
import { unproven, wrong } from './claims.js';
import { verifierOf } from './cose.js';
import { crc32 } from './crc32.js';
import { headBytes } from './cbor.js';
import { PlaceStack, leafHash } from './merkle.js';
import { ACCESS, DICTIONARY, STATEMENT, readRecord } from './record-values.js';
import { KINDS, RecordHead, dictionaryName, valueText } from './records.js';
import { SHOWN_BYTES_MAX, ShownBlock, ShownTree } from './shown.js';
import * as texts from './texts.js';
import { deviceOf } from './trust.js';
import { crcFault } from './zip.js';

/** @typedef {import('./claims.js').Fault} Fault */
/** @typedef {import('./block.js').Block} Block */
/** @typedef {import('./block.js').Header} Header */

/** How many records are kept to be shown to a person. */
export const ROWS_MAX = 1_000;

/** Names that are kept; an honest bundle has a few for each point. */
const NAMES_MAX = 20_000;

/** Blocks between two words about how far it is. */
const PROGRESS_BLOCKS = 256;

/**
 * @typedef {object} Row a record that is shown, for a person
 * @property {string} origin
 * @property {number} source
 * @property {string} kind
 * @property {number | null} point
 * @property {bigint | null} time
 * @property {string} clock whose time it is: 'received', 'source' or 'block'
 * @property {string} value
 */

/** What came of checking a file of blocks, or several after each other. */
export class FileSummary {
  constructor() {
    this.chains = new ChainPieces();
    this.approvals = new ApprovalPieces();
    /** @type {Map<string, Intervals>} */
    this.counters = new Map();
    /** @type {Map<number, string>} */
    this.points = new Map();
    /** @type {Map<string, Fault>} */
    this.faults = new Map();
    /** @type {bigint | null} */
    this.firstIndex = null;
    this.lastIndex = -1n;
    this.blocks = 0n;
    this.shown = 0n;
    this.withheld = 0n;
    /** Records of the subject that are in the time asked for. */
    this.subject = 0n;
    /** Those of them that their device dates outside of it. */
    this.datedOtherwise = 0n;
    /** @type {string | null} */
    this.sourceName = null;
    /** Whether two records name it differently. */
    this.isRenamed = false;
    /** @type {bigint | null} */
    this.wallFrom = null;
    /** @type {bigint | null} */
    this.wallTo = null;
  }

  /**
   * What is not true weighs more than what is not shown.
   *
   * @param {string} code
   * @param {Fault} fault
   */
  note(code, fault) {
    const before = this.faults.get(code);
    const isWorse =
      before === undefined ||
      (before.state !== 'CONTRADICTED' && fault.state === 'CONTRADICTED');
    if (isWorse) {
      this.faults.set(code, fault);
    }
  }

  /** @param {string} code */
  fault(code) {
    return this.faults.get(code) ?? null;
  }

  /** @param {bigint} wall */
  takeWall(wall) {
    this.wallFrom = this.wallFrom === null || wall < this.wallFrom ? wall : this.wallFrom;
    this.wallTo = this.wallTo === null || wall > this.wallTo ? wall : this.wallTo;
  }

  /** @param {string} origin */
  counter(origin) {
    const counter = this.counters.get(origin) ?? new Intervals();
    this.counters.set(origin, counter);
    return counter;
  }

  /**
   * Takes what came of the next file.
   *
   * @param {FileSummary} next
   * @param {string} where
   */
  takeNext(next, where) {
    next.faults.forEach((fault, code) => this.note(code, fault));
    this.chains.takeAll(next.chains, where);
    this.approvals.takeAll(next.approvals);
    next.counters.forEach((runs, origin) => this.counter(origin).addAll(runs));
    next.points.forEach((name, point) => {
      if (this.points.size < NAMES_MAX) {
        this.points.set(point, name);
      }
    });
    if (next.firstIndex !== null) {
      if (next.firstIndex <= this.lastIndex) {
        this.note('PLACES', wrong('ORDER', where, texts.FILES_DESCEND));
      }
      this.firstIndex ??= next.firstIndex;
      this.lastIndex = next.lastIndex;
    }
    this.blocks += next.blocks;
    this.shown += next.shown;
    this.withheld += next.withheld;
    this.subject += next.subject;
    this.datedOtherwise += next.datedOtherwise;
    this.isRenamed ||=
      next.isRenamed ||
      (next.sourceName !== null && this.sourceName !== null && next.sourceName !== this.sourceName);
    this.sourceName = next.sourceName ?? this.sourceName;
    if (next.wallFrom !== null && next.wallTo !== null) {
      this.takeWall(next.wallFrom);
      this.takeWall(next.wallTo);
    }
  }
}

export class FileCheck {
  /**
   * @param {import('./parts.js').About} about
   * @param {import('./notes.js').Checkpoint} head
   * @param {import('./trust.js').Trust} trust
   * @param {(share: number) => void} progress is told how much of a file is done
   */
  constructor(about, head, trust, progress) {
    this.about = about;
    this.devices = new Set(about.devices);
    this.sources = trust.devices;
    this.head = head;
    this.keys = trust.blocks;
    this.progress = progress;
    this.places = new PlaceStack();
    this.shown = new ShownBlock();
    this.tree = new ShownTree();
    this.record = new RecordHead();
    /** @type {Map<string, ReturnType<typeof verifierOf>>} */
    this.verifiers = new Map();
    /** @type {Uint8Array} */
    this.bytes = new Uint8Array(0);
    /** @type {DataView} */
    this.view = new DataView(new ArrayBuffer(0));
    this.summary = new FileSummary();
    this.where = '';
    /** @type {Row[]} */
    this.rows = [];
  }

  /**
   * Checks one file.
   *
   * @param {import('./zip.js').Entry} entry
   * @param {Uint8Array} bytes
   */
  check(entry, bytes) {
    this.summary = new FileSummary();
    this.where = entry.name;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.places.begin(this.head.size, this.head.root);
    let at = 0;
    let isSound = true;
    for (let count = 1; isSound && at < bytes.length; count++) {
      const [head, length] = this.itemAt(at);
      if (head === 0 || length > bytes.length - at - head) {
        this.malformed(texts.NO_WHOLE_BLOCK);
        isSound = false;
      } else {
        isSound = this.take(at + head, length);
        at += head + length;
      }
      if (count % PROGRESS_BLOCKS === 0) {
        this.progress(at / bytes.length);
      }
    }
    if (isSound && crc32(bytes) !== entry.crc) {
      this.summary.note('CONTAINER', crcFault(entry));
    }
    if (isSound && this.summary.blocks === 0n) {
      this.malformed(texts.NO_BLOCK);
    }
    return this.summary;
  }

  /**
   * The bytes of the head of the byte string that begins here, 0 for none, and of its content.
   *
   * @param {number} at
   */
  itemAt(at) {
    const { bytes, view } = this;
    const low = bytes[at] & 0x1f;
    const more = low < 24 ? 0 : 1 << (low - 24);
    if (bytes[at] >>> 5 !== 2 || low > 26 || bytes.length - at < 1 + more) {
      return [0, 0];
    }
    const length =
      more === 0
        ? low
        : more === 1
          ? bytes[at + 1]
          : more === 2
            ? view.getUint16(at + 1)
            : view.getUint32(at + 1);
    const isGood = headBytes(length) === 1 + more && length <= SHOWN_BYTES_MAX;
    return isGood ? [1 + more, length] : [0, 0];
  }

  /** @param {string} words */
  malformed(words) {
    this.summary.note('PARTS', wrong('MALFORMED', this.where, words));
  }

  /**
   * One block; false when nothing behind it can be read.
   *
   * @param {number} from
   * @param {number} length
   */
  take(from, length) {
    const { summary, shown } = this;
    if (!shown.read(this.bytes, from, length)) {
      this.malformed(texts.blockUndecoded(summary.blocks));
      return false;
    }
    const block = readBlock(shown.leaf);
    if (block === null) {
      this.malformed(texts.leafNoBlock(summary.blocks));
      return false;
    }
    this.checkPlace();
    this.checkSignature(block);
    const before = summary.subject;
    this.checkRecords(block.header);
    summary.chains.take(pieceOf(block, summary.subject > before), this.at());
    summary.blocks++;
    return true;
  }

  at() {
    return `${this.where}, leaf ${this.shown.index}`;
  }

  checkPlace() {
    const { summary, shown } = this;
    if (shown.index <= summary.lastIndex) {
      summary.note('PLACES', wrong('ORDER', this.at(), texts.BLOCKS_DESCEND));
      return;
    }
    summary.firstIndex = summary.blocks === 0n ? shown.index : summary.firstIndex;
    summary.lastIndex = shown.index;
    if (!this.places.accepts(shown.index, shown.path, leafHash(shown.leaf))) {
      summary.note('PLACES', wrong('NOT_IN_LOG', this.at(), texts.NOT_IN_LOG));
    }
  }

  /** @param {Block} block */
  checkSignature({ header, kid, message, structure }) {
    const known = this.keys.get(kid);
    if (known === undefined) {
      this.summary.note(
        'SIGNATURES',
        unproven('KEY_UNKNOWN', this.at(), texts.keyUnknown(kid, header.origin)),
      );
      return;
    }
    const verifier = this.verifiers.get(kid) ?? verifierOf(known.key);
    this.verifiers.set(kid, verifier);
    if (!verifier(message, structure)) {
      this.summary.note(
        'SIGNATURES',
        wrong('SIGNATURE_WRONG', this.at(), texts.SIGNATURE_WRONG),
      );
    } else if (known.origin !== header.origin) {
      this.summary.note(
        'SIGNATURES',
        wrong('KEY_OF_OTHERS', this.at(), texts.keyOfOthers(header.origin)),
      );
    }
  }

  /** @param {Header} header */
  checkRecords(header) {
    const { bytes, shown, summary, tree } = this;
    const isWhole = shown.shownCount < header.count || shown.recordsBytes === header.size;
    if (!tree.split(bytes, shown) || !isWhole || !tree.matches(bytes, shown, header)) {
      summary.note('RECORDS', wrong('RECORDS_DIFFER', this.at(), texts.RECORDS_DIFFER));
      return;
    }
    summary.withheld += BigInt(header.count - shown.shownCount);
    summary.shown += BigInt(shown.shownCount);
    if (shown.shownCount > 0 && header.wall !== null) {
      summary.takeWall(header.wall);
    }
    let place = 0;
    let number = 0;
    for (let i = 0; i < shown.runs.length; i++) {
      const run = shown.runs[i];
      for (let n = 0; n < run && i & 1; n++) {
        this.takeRecord(header, number++, place + n);
      }
      place += run;
    }
  }

  /**
   * @param {Header} header
   * @param {number} number
   * @param {number} place
   */
  takeRecord(header, number, place) {
    const { about, record, summary, tree } = this;
    const from = tree.starts[number];
    const to = tree.starts[number + 1];
    if (!record.read(this.view, from, to - from)) {
      summary.note(
        'RECORDS',
        unproven('RECORD_UNREADABLE', this.at(), texts.recordUnreadable(place)),
      );
      return;
    }
    const isOwn = header.origin === about.origin;
    const isSubject = isOwn
      ? record.source === about.source
      : record.source === 0 && this.devices.has(header.origin);
    if (!isSubject) {
      summary.note(
        'SUBJECT',
        wrong('OTHER_SOURCE', this.at(), texts.otherSource(place, record.source, header.origin)),
      );
      return;
    }
    if (record.kind === DICTIONARY && isOwn) {
      this.takeName(from, to);
    }
    // What people do the gateway writes of itself, and no device does.
    if (isOwn && record.source === 0) {
      this.takeApproval(from, to);
    }
    // Only who admits a device can say which source it is.
    if (!isOwn && this.sources.get(deviceOf(about.origin, header.origin)) !== about.name) {
      const words = texts.deviceUnproven(about.origin, header.origin, about.name);
      summary.note('SUBJECT', unproven('DEVICE_UNPROVEN', this.at(), words));
    }
    this.takeTime(header, isOwn);
    if (this.rows.length < ROWS_MAX) {
      this.rows.push(this.row(header, from, to));
    }
  }

  /**
   * Records outside the time asked for are there for the names they give, or not at all. When those
   * of a device came only the gateway knows; its device may date them otherwise.
   *
   * @param {import('./block.js').Header} header
   * @param {boolean} isOwn
   */
  takeTime(header, isOwn) {
    const { about, record, summary } = this;
    const time = record.receivedTime ?? record.sourceTime ?? header.wall ?? -1n;
    const isInside = time >= about.from && time < about.to;
    const isName = record.kind === DICTIONARY;
    if (isInside || (!isOwn && !isName)) {
      summary.subject++;
      summary.datedOtherwise += isInside ? 0n : 1n;
      summary.counter(header.origin).add(record.seq);
    } else if (!isName) {
      summary.note('SUBJECT', wrong('OTHER_TIME', this.at(), texts.OTHER_TIME));
    }
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  takeName(from, to) {
    const name = dictionaryName(this.bytes.subarray(from, to));
    const { point } = this.record;
    if (name === null) {
      return;
    }
    if (point === null) {
      const before = this.summary.sourceName;
      this.summary.isRenamed ||= before !== null && before !== name;
      this.summary.sourceName = name;
    } else if (this.summary.points.size < NAMES_MAX) {
      this.summary.points.set(point, name);
    }
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  takeApproval(from, to) {
    const { kind } = this.record;
    const record =
      kind === STATEMENT || kind === ACCESS ? readRecord(this.bytes.subarray(from, to)) : null;
    if (kind === STATEMENT && record !== null) {
      this.summary.approvals.takeStatement(record.value, this.at());
    } else if (record !== null && record.value !== null) {
      this.summary.approvals.takeAccess(record.value, record.seq);
    }
  }

  /**
   * @param {Header} header
   * @param {number} from
   * @param {number} to
   * @returns {Row}
   */
  row(header, from, to) {
    const { record } = this;
    const [time, clock] =
      record.sourceTime !== null
        ? [record.sourceTime, 'source']
        : record.receivedTime !== null
          ? [record.receivedTime, 'received']
          : [header.wall, 'block'];
    return {
      origin: header.origin,
      source: record.source,
      kind: KINDS[record.kind - 1],
      point: record.point,
      time,
      clock,
      value: valueText(this.bytes.subarray(from, to)),
    };
  }
}
