/** Whom an auditor trusts, from a file of the auditor's own: docs/formats/trust-file.md. */
import { fromAnyUtf8, fromHex, toHex } from './bytes.js';
import { readKey, thumbprint } from './cose.js';
import { readPolicy } from './policy.js';
import { isSameKey } from './signatures.js';

/** @typedef {import('./signatures.js').VerificationKey} VerificationKey */

/**
 * @typedef {object} Trust
 * @property {import('./policy.js').Policy} policy
 * @property {Map<string, { origin: string, key: VerificationKey }>} blocks by thumbprint, in hex
 * @property {{ origin: string, key: VerificationKey, kid: string }[]} gateways
 * @property {Map<string, string>} devices sources, by {@link deviceOf}
 */

const BYTES_MAX = 1 << 20;
const LINES_MAX = 1024;

/**
 * Lines about time-stamps and chains, with the form of what follows their first word. They are read,
 * so that one file serves page and command; the page checks no such proof.
 *
 * @type {Map<string, RegExp>}
 */
const ANCHOR_LINES = new Map([
  ['tsa', /^([0-9a-fA-F]:*){64}$/],
  ['tsa-certificate', /^[A-Za-z0-9+/]+={0,2}$/],
  ['tsa-policy', /^[0-2](\.(0|[1-9][0-9]{0,17})){1,30}$/],
  ['tsa-expired-ok', /^$/],
  ['block', /^[1-9][0-9]{0,17} (0|[1-9][0-9]{0,17}) 0x[0-9a-fA-F]{64}$/],
]);

/**
 * Reads a file; a text says what is wrong with it.
 *
 * @param {Uint8Array} file
 * @returns {Trust | string}
 */
export function readTrust(file) {
  if (file.length > BYTES_MAX) {
    return `it has ${file.length} bytes; at most ${BYTES_MAX} are read`;
  }
  if (file.length === 0 || file[file.length - 1] !== 0x0a) {
    // A file that was cut off could ask for less than the whole one did.
    return 'its last line does not end';
  }
  const lines = fromAnyUtf8(file).split(/\r\n|\r|\n/).slice(0, -1);
  if (lines.length > LINES_MAX) {
    return `it has ${lines.length} lines; at most ${LINES_MAX} are read`;
  }
  /** @type {Trust['blocks']} */
  const blocks = new Map();
  /** @type {Trust['gateways']} */
  const gateways = [];
  /** @type {Trust['devices']} */
  const devices = new Map();
  /** @type {string[][]} */
  const anchors = [];
  /** @type {string[]} */
  const rest = [];
  for (let i = 0; i < lines.length; i++) {
    const words = strip(lines[i]).split(/[ \t]+/);
    const form = ANCHOR_LINES.get(words[0]);
    if (form !== undefined) {
      if (!form.test(words.slice(1).join(' '))) {
        return `line ${i + 1}: not in the form of a line ${words[0]}`;
      }
      anchors.push(words);
      rest.push('');
      continue;
    }
    if (words[0] === 'device') {
      const flaw = takeDevice(words, devices);
      if (flaw !== null) {
        return `line ${i + 1}: ${flaw}`;
      }
      rest.push('');
      continue;
    }
    if (words[0] !== 'blocks' && words[0] !== 'statements') {
      rest.push(lines[i]);
      continue;
    }
    const found = readSigning(words);
    if (typeof found === 'string') {
      return `line ${i + 1}: ${found}`;
    }
    if (words[0] === 'statements') {
      gateways.push(found);
    } else if (blocks.has(found.kid)) {
      return `line ${i + 1}: this key of blocks is named before`;
    } else {
      blocks.set(found.kid, found);
    }
    rest.push('');
  }
  const policy = readPolicy(`${rest.join('\n')}\n`);
  if (typeof policy === 'string') {
    return policy;
  }
  if (areTwoBlocks(anchors)) {
    return 'two lines name different blocks at one place of a chain';
  }
  // Who vouches for its own log vouches for nothing.
  const own = [...policy.logs, ...blocks.values(), ...gateways].map((one) => one.key);
  const posing = policy.witnesses.find((one) => own.some((key) => isSameKey(key, one.key.key)));
  return posing === undefined
    ? { policy, blocks, gateways, devices }
    : `witness ${posing.name} has a key of a log or gateway named here`;
}

/**
 * What names a device of a gateway.
 *
 * @param {string} gateway
 * @param {string} device
 */
export function deviceOf(gateway, device) {
  return `${gateway} ${device}`;
}

/**
 * Takes a line about a device; a text says what is wrong with it.
 *
 * @param {string[]} words
 * @param {Trust['devices']} devices
 */
function takeDevice(words, devices) {
  if (words.length !== 4) {
    return "must be: device <gateway's origin> <device's origin> <source>";
  }
  const [, gateway, device, source] = words;
  if (gateway === device) {
    return 'a gateway is no device of its own';
  }
  const name = deviceOf(gateway, device);
  const before = devices.get(name) ?? source;
  devices.set(name, before);
  return before === source ? null : `device ${device} is source ${before} before`;
}

/** True when two lines `block` cannot be part of one chain. @param {string[][]} anchors */
function areTwoBlocks(anchors) {
  /** @type {Map<string, string>} */
  const hashes = new Map();
  return anchors
    .filter(([kind]) => kind === 'block')
    .some(([, chain, number, hash]) => {
      const place = `${chain} ${number}`;
      const before = hashes.get(place) ?? hash;
      hashes.set(place, hash);
      return before.toLowerCase() !== hash.toLowerCase();
    });
}

/** Without what Java calls white space at both ends. @param {string} line */
function strip(line) {
  const space = '[\\u0009-\\u000d\\u001c-\\u0020\\u1680\\u2000-\\u2006\\u2008-\\u200a' +
    '\\u2028\\u2029\\u205f\\u3000]+';
  return line.replace(new RegExp(`^${space}|${space}$`, 'g'), '');
}

/** @param {string[]} words */
function readSigning(words) {
  if (words.length !== 3) {
    return `must be: ${words[0]} <origin> <COSE_Key in hexadecimal>`;
  }
  const encoded = words[2] === '' ? null : fromHex(words[2]);
  if (encoded === null) {
    return 'the key is not in hexadecimal';
  }
  const key = readKey(encoded);
  return key === null
    ? 'the key is none that is used here'
    : { origin: words[1], key, kid: toHex(thumbprint(encoded)) };
}
