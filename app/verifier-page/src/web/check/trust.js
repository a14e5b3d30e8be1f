/** Whom an auditor trusts, from a file of the auditor's own: docs/formats/trust-file.md. */
import { readAnchorTrust, strip } from './anchor-trust.js';
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
 * @property {import('./anchor-trust.js').AnchorTrust['stamps']} stamps
 * @property {import('./anchor-trust.js').AnchorTrust['chains']} chains
 */

const BYTES_MAX = 1 << 22;
const LINES_MAX = 32_768;

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
  const anchors = readAnchorTrust(fromAnyUtf8(file));
  if (typeof anchors === 'string') {
    return anchors;
  }
  const lines = anchors.rest.split(/\r\n|\r|\n/).slice(0, -1);
  if (lines.length > LINES_MAX) {
    return `it has ${lines.length} lines; at most ${LINES_MAX} are read`;
  }
  /** @type {Trust['blocks']} */
  const blocks = new Map();
  /** @type {Trust['gateways']} */
  const gateways = [];
  /** @type {Trust['devices']} */
  const devices = new Map();
  /** @type {string[]} */
  const rest = [];
  for (let i = 0; i < lines.length; i++) {
    const words = strip(lines[i]).split(/[ \t]+/);
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
  // Who vouches for its own log vouches for nothing.
  const own = [...policy.logs, ...blocks.values(), ...gateways].map((one) => one.key);
  const posing = policy.witnesses.find((one) => own.some((key) => isSameKey(key, one.key.key)));
  return posing === undefined
    ? { policy, blocks, gateways, devices, stamps: anchors.stamps, chains: anchors.chains }
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
