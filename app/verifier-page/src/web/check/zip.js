/**
 * What is in a bundle and where, read from a ZIP of the one form that docs/formats/bundle.md §1
 * allows: another program cannot see another bundle in the same bytes.
 */
import { concat, equal } from './bytes.js';
import { crc32 } from './crc32.js';
import { wrong } from './claims.js';
import * as texts from './texts.js';

/** @typedef {import('./claims.js').Fault} Fault */

/**
 * @typedef {{ name: string, at: number, size: number, crc: number }} Entry where a content stands
 */

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR64_BYTES = 20;
/** 1980-01-01. */
const DATE = 0x21;
const VERSION = 10;
const VERSION64 = 45;
/** Stands for a number that is in the ZIP64 field instead. */
const IN_EXTRA = 0xffff_ffff;
const COUNT_IN_END64 = 0xffff;

const MIB = 1 << 20;
const DIRECTORY_BYTES_MAX = 8 * MIB;
const NAME_BYTES_MAX = 64;
const ANCHORS_MAX = 256;
export const FILES_MAX = 65_536;
const ANCHOR_BYTES_MAX = 4 * MIB + 1024;
const FILE_BYTES_MAX = 32 * MIB;

export const README = 'README.txt';
export const HEADS = 'heads.cbor';
export const OFFERED = 'trust-offered.txt';
export const CERTIFICATE = 'certificate.cose';
export const ABOUT = 'about.cbor';
export const PAGE = 'verifier.html';

/** @param {number} number */
export function anchorName(number) {
  return `anchors/${String(number).padStart(4, '0')}.cbor`;
}

/** @param {number} number */
function blocksName(number) {
  return `blocks/${String(number).padStart(6, '0')}.cbor`;
}

/** How long an entry of this name may be. @param {string} name */
function bytesMax(name) {
  switch (name) {
    case README:
      return MIB / 16;
    case ABOUT:
      return 4 * MIB;
    case HEADS:
      return 17 * MIB;
    case OFFERED:
      return MIB;
    case CERTIFICATE:
    case PAGE:
      return 16 * MIB;
    default:
      return name.startsWith('anchors/') ? ANCHOR_BYTES_MAX : FILE_BYTES_MAX;
  }
}

/** Little-endian fields of 2, 4 and 8 bytes, one after the other. */
class Layout {
  /** @param {number} length */
  constructor(length) {
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
    this.at = 0;
  }

  /** @param {number[]} values */
  shorts(...values) {
    for (const value of values) {
      this.view.setUint16(this.at, value, true);
      this.at += 2;
    }
    return this;
  }

  /** @param {number[]} values */
  ints(...values) {
    for (const value of values) {
      this.view.setUint32(this.at, value, true);
      this.at += 4;
    }
    return this;
  }

  /** @param {number[]} values */
  longs(...values) {
    for (const value of values) {
      this.view.setBigUint64(this.at, BigInt(value), true);
      this.at += 8;
    }
    return this;
  }

  /** @param {Uint8Array} part */
  put(part) {
    this.bytes.set(part, this.at);
    this.at += part.length;
    return this;
  }
}

/**
 * @param {Uint8Array} name
 * @param {number} size
 * @param {number} crc
 */
export function localHeader(name, size, crc) {
  return new Layout(LOCAL_BYTES + name.length)
    .ints(LOCAL_SIGNATURE)
    .shorts(VERSION, 0, 0, 0, DATE)
    .ints(crc, size, size)
    .shorts(name.length, 0)
    .put(name).bytes;
}

/**
 * With the ZIP64 field when the entry stands beyond 4 GiB.
 *
 * @param {Uint8Array} name
 * @param {number} size
 * @param {number} crc
 * @param {number} at
 */
export function centralHeader(name, size, crc, at) {
  const isFar = at >= IN_EXTRA;
  const version = isFar ? VERSION64 : VERSION;
  const out = new Layout(CENTRAL_BYTES + name.length + (isFar ? 12 : 0))
    .ints(CENTRAL_SIGNATURE)
    .shorts(version, version, 0, 0, 0, DATE)
    .ints(crc, size, size)
    .shorts(name.length, isFar ? 12 : 0, 0, 0, 0)
    .ints(0, isFar ? IN_EXTRA : at)
    .put(name);
  return isFar ? out.shorts(1, 8).longs(at).bytes : out.bytes;
}

/**
 * All that stands behind the central directory.
 *
 * @param {number} count
 * @param {number} directoryAt
 * @param {number} directorySize
 */
export function endRecords(count, directoryAt, directorySize) {
  const isLarge = count >= COUNT_IN_END64 || directoryAt >= IN_EXTRA;
  const shortCount = Math.min(count, COUNT_IN_END64);
  const out = new Layout(END_BYTES + (isLarge ? END64_BYTES + LOCATOR64_BYTES : 0));
  if (isLarge) {
    out.ints(END64_SIGNATURE).longs(END64_BYTES - 12).shorts(VERSION64, VERSION64).ints(0, 0);
    out.longs(count, count, directorySize, directoryAt);
    out.ints(LOCATOR64_SIGNATURE, 0).longs(directoryAt + directorySize).ints(1);
  }
  out.ints(END_SIGNATURE).shorts(0, 0, shortCount, shortCount);
  return out.ints(directorySize, Math.min(directoryAt, IN_EXTRA)).shorts(0).bytes;
}

/** The bytes are not the one form. */
class FlawError extends Error {
  /**
   * @param {string} reason
   * @param {string} why
   */
  constructor(reason, why) {
    super(why);
    this.reason = reason;
  }
}

/**
 * The part of a file.
 *
 * @param {Blob} file
 * @param {number} at
 * @param {number} length
 */
async function take(file, at, length) {
  if (at < 0 || at + length > file.size) {
    throw new FlawError('TRUNCATED', texts.endsAt(file.size));
  }
  return new Uint8Array(await file.slice(at, at + length).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export class Zip {
  /**
   * @param {Blob} file
   * @param {Entry[]} entries
   */
  constructor(file, entries) {
    this.file = file;
    this.entries = entries;
  }

  /** @param {string} name */
  entry(name) {
    return this.entries.find((entry) => entry.name === name) ?? null;
  }

  /** @param {string} folder */
  under(folder) {
    return this.entries.filter((entry) => entry.name.startsWith(folder));
  }

  /** The content of an entry, whatever its checksum. @param {Entry} entry */
  raw(entry) {
    return take(this.file, entry.at, entry.size);
  }

  /**
   * The content of an entry, compared with its checksum.
   *
   * @param {Entry} entry
   * @returns {Promise<Uint8Array | Fault>}
   */
  async content(entry) {
    const bytes = await this.raw(entry);
    return crc32(bytes) === entry.crc ? bytes : crcFault(entry);
  }
}

/** @param {Entry} entry */
export function crcFault(entry) {
  return wrong('ZIP_CRC', entry.name, texts.otherChecksum(entry.name));
}

/**
 * Reads the directory and every header.
 *
 * @param {Blob} file
 * @returns {Promise<Zip | Fault>}
 */
export async function readZip(file) {
  try {
    const end = await readEnd(file);
    const entries = await readCentral(file, end);
    if (!areInOrder(entries)) {
      throw new FlawError('ZIP_NAME', texts.OTHER_ENTRIES);
    }
    const long = entries.find((entry) => entry.size > bytesMax(entry.name));
    if (long !== undefined) {
      throw new FlawError('TOO_LARGE', texts.entryTooLarge(long.name, long.size));
    }
    await requireLocals(file, entries, end.directoryAt);
    return new Zip(file, entries);
  } catch (problem) {
    if (problem instanceof FlawError) {
      return wrong(problem.reason, 'zip', texts.noBundle(problem.message));
    }
    throw problem;
  }
}

/** @typedef {{ count: number, directoryAt: number, directorySize: number }} End */

/**
 * @param {Blob} file
 * @returns {Promise<End>}
 */
async function readEnd(file) {
  const { size } = file;
  if (
    size < LOCAL_BYTES + END_BYTES ||
    viewOf(await take(file, 0, 4)).getUint32(0, true) !== LOCAL_SIGNATURE
  ) {
    throw new FlawError('NOT_ZIP', texts.NO_ZIP);
  }
  const plain = await take(file, size - END_BYTES, END_BYTES);
  const view = viewOf(plain);
  if (view.getUint32(0, true) !== END_SIGNATURE) {
    throw new FlawError('TRUNCATED', texts.NO_END);
  }
  const count = view.getUint16(8, true);
  const isOneForm =
    view.getUint32(4, true) === 0 &&
    view.getUint16(10, true) === count &&
    view.getUint16(20, true) === 0;
  if (!isOneForm) {
    throw new FlawError('ZIP_FORM', texts.END_FORM);
  }
  const directorySize = view.getUint32(12, true);
  const directoryAt = view.getUint32(16, true);
  const behind = size - END_BYTES;
  if (count === COUNT_IN_END64 || directoryAt === IN_EXTRA) {
    return readEnd64(file, behind, plain);
  }
  if (directoryAt + directorySize !== behind || directorySize > DIRECTORY_BYTES_MAX) {
    throw new FlawError('ZIP_FORM', texts.DIRECTORY_ELSEWHERE);
  }
  return { count, directoryAt, directorySize };
}

/**
 * @param {Blob} file
 * @param {number} behind
 * @param {Uint8Array} plain
 * @returns {Promise<End>}
 */
async function readEnd64(file, behind, plain) {
  const length = END64_BYTES + LOCATOR64_BYTES;
  const found = await take(file, behind - length, length);
  const view = viewOf(found);
  const count = Number(view.getBigUint64(32, true));
  const directorySize = Number(view.getBigUint64(40, true));
  const directoryAt = Number(view.getBigUint64(48, true));
  const isPlausible =
    count <= FILES_MAX + ANCHORS_MAX + 8 &&
    directorySize <= DIRECTORY_BYTES_MAX &&
    directoryAt + directorySize === behind - length;
  // Written again it must be the same: so nothing in it has a second meaning.
  const again = isPlausible ? endRecords(count, directoryAt, directorySize) : plain;
  if (!isPlausible || !equal(concat(found, plain), again)) {
    throw new FlawError('ZIP_FORM', texts.END64_FORM);
  }
  return { count, directoryAt, directorySize };
}

/**
 * @param {Blob} file
 * @param {End} end
 */
async function readCentral(file, end) {
  const directory = await take(file, end.directoryAt, end.directorySize);
  const view = viewOf(directory);
  /** @type {Entry[]} */
  const entries = [];
  let at = 0;
  for (let i = 0; i < end.count; i++) {
    if (at + CENTRAL_BYTES > directory.length) {
      throw new FlawError('ZIP_FORM', texts.DIRECTORY_CUT);
    }
    const crc = view.getUint32(at + 16, true);
    const size = view.getUint32(at + 24, true);
    const nameBytes = view.getUint16(at + 28, true);
    const extra = view.getUint16(at + 30, true);
    const to = at + CENTRAL_BYTES + nameBytes + extra;
    if (nameBytes > NAME_BYTES_MAX || extra > 12 || to > directory.length) {
      throw new FlawError('ZIP_FORM', texts.headerTooLong(i));
    }
    let offset = view.getUint32(at + 42, true);
    if (offset === IN_EXTRA && extra === 12) {
      offset = Number(view.getBigUint64(to - 8, true));
    }
    const name = directory.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    // A number that is not exact is never written again.
    const isPlace = offset <= Number.MAX_SAFE_INTEGER;
    const again = isPlace ? centralHeader(name, size, crc, offset) : name;
    if (!equal(again, directory.subarray(at, to))) {
      throw new FlawError('ZIP_FORM', texts.headerForm(i));
    }
    const text = String.fromCharCode(...name.map((byte) => (byte < 0x80 ? byte : 0x1a)));
    entries.push({ name: text, at: offset + LOCAL_BYTES + nameBytes, size, crc });
    at = to;
  }
  if (at !== directory.length) {
    throw new FlawError('ZIP_FORM', texts.DIRECTORY_LONG);
  }
  return entries;
}

/** True when these are the names of a bundle, in their order. @param {Entry[]} entries */
function areInOrder(entries) {
  let at = 0;
  const takes = (/** @type {string} */ name) => {
    const isThere = entries[at]?.name === name;
    at += isThere ? 1 : 0;
    return isThere;
  };
  if (!takes(README) || !takes(HEADS) || !takes(OFFERED)) {
    return false;
  }
  takes(CERTIFICATE);
  for (let i = 0; i < ANCHORS_MAX && takes(anchorName(i)); i++);
  for (let i = 0; i < FILES_MAX && takes(blocksName(i)); i++);
  const hasAbout = takes(ABOUT);
  takes(PAGE);
  return hasAbout && at === entries.length;
}

/** How much is read at once where headers stand close to each other. */
const WINDOW_BYTES = 1 << 13;

/**
 * @param {Blob} file
 * @param {number} at
 */
function left(file, at) {
  return Math.min(WINDOW_BYTES, file.size - at);
}

/**
 * Local headers and contents fill the file up to the directory, without a gap.
 *
 * @param {Blob} file
 * @param {Entry[]} entries
 * @param {number} directoryAt
 */
async function requireLocals(file, entries, directoryAt) {
  let at = 0;
  let window = new Uint8Array(0);
  let windowAt = 0;
  for (const { name, at: contentAt, size, crc } of entries) {
    const local = localHeader(Uint8Array.from(name, (c) => c.charCodeAt(0)), size, crc);
    if (contentAt === at + local.length && contentAt > windowAt + window.length) {
      window = await take(file, at, Math.max(local.length, left(file, at)));
      windowAt = at;
    }
    const found = window.subarray(at - windowAt, at - windowAt + local.length);
    if (contentAt !== at + local.length || !equal(local, found)) {
      throw new FlawError('ZIP_FORM', texts.otherHeader(name));
    }
    at = contentAt + size;
  }
  if (at !== directoryAt) {
    throw new FlawError('ZIP_FORM', texts.GAP);
  }
}
