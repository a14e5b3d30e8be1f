/** The lines of a trust file about time-stamps and chains: docs/formats/trust-file.md. */
import { Encoded } from './timestamp/der.js';
import { readCertificate } from './timestamp/x509.js';

/** @typedef {import('./evm/check.js').ChainTrust} ChainTrust */
/** @typedef {import('./timestamp/judge.js').StampTrust} StampTrust */

/**
 * @typedef {object} AnchorTrust
 * @property {StampTrust} stamps
 * @property {ChainTrust} chains
 * @property {string} rest the file with empty lines in the place of those that were read
 */

const CERTIFICATES_MAX = 256;
const SEQUENCE = 0x30;
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** @type {Map<string, (words: string[], into: AnchorTrust) => string | null>} */
const LINES = new Map([
  ['tsa', takeFingerprint],
  ['tsa-certificate', takeCertificates],
  ['tsa-policy', takePolicy],
  ['tsa-expired-ok', takeExpired],
  ['block', takeBlock],
]);

/**
 * Reads them; a text says what is wrong.
 *
 * @param {string} text
 * @returns {AnchorTrust | string}
 */
export function readAnchorTrust(text) {
  /** @type {AnchorTrust} */
  const trust = {
    stamps: {
      certificates: [], fingerprints: new Set(), policies: new Set(), isExpiredAllowed: false,
    },
    chains: new Map(),
    rest: '',
  };
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [kind, ...words] = strip(lines[i]).split(/[ \t]+/);
    const take = LINES.get(kind);
    if (take !== undefined) {
      const why = take(words, trust);
      if (why !== null) {
        return `line ${i + 1}: ${why}`;
      }
      lines[i] = '';
    }
  }
  trust.rest = lines.join('\n');
  return trust;
}

/** Without what Java calls white space at both ends. @param {string} line */
export function strip(line) {
  const space = '[\\u0009-\\u000d\\u001c-\\u0020\\u1680\\u2000-\\u2006\\u2008-\\u200a' +
    '\\u2028\\u2029\\u205f\\u3000]+';
  return line.replace(new RegExp(`^${space}|${space}$`, 'g'), '');
}

/** @param {string[]} words @param {AnchorTrust} into */
function takeFingerprint(words, { stamps }) {
  if (words.length !== 1) {
    return 'must be: tsa <SHA-256 of a certificate in hexadecimal>';
  }
  const hex = words[0].replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    return `a fingerprint is 64 hexadecimal digits: ${words[0]}`;
  }
  stamps.fingerprints.add(hex);
  return null;
}

/** @param {string[]} words @param {AnchorTrust} into */
function takeCertificates(words, { stamps }) {
  if (words.length !== 1) {
    return 'must be: tsa-certificate <base64 of a certificate in DER>';
  }
  const file = fromLooseBase64(words[0]);
  if (file === null) {
    return 'the certificate is no base64';
  }
  const found = file.length > 0 && file[0] === SEQUENCE ? [file] : readPem(file);
  if (typeof found === 'string') {
    return found;
  }
  for (const each of found) {
    const certificate = readCertificate(new Encoded(each));
    if (typeof certificate === 'string') {
      return `certificate ${stamps.certificates.length + 1} of the file: ${certificate}`;
    }
    stamps.certificates.push(certificate);
  }
  return null;
}

/** @param {string[]} words @param {AnchorTrust} into */
function takePolicy(words, { stamps }) {
  if (words.length !== 1) {
    return 'must be: tsa-policy <object identifier>';
  }
  if (!/^[0-2](\.(0|[1-9][0-9]{0,17})){1,30}$/.test(words[0])) {
    return `${words[0]} is no object identifier`;
  }
  stamps.policies.add(words[0]);
  return null;
}

/** @param {string[]} words @param {AnchorTrust} into */
function takeExpired(words, { stamps }) {
  if (words.length !== 0) {
    return 'must be: tsa-expired-ok';
  }
  stamps.isExpiredAllowed = true;
  return null;
}

/** @param {string[]} words @param {AnchorTrust} into */
function takeBlock(words, { chains }) {
  const [chainId, number, hash] = words;
  const form = /^[1-9][0-9]{0,17} (0|[1-9][0-9]{0,17}) 0x[0-9a-fA-F]{64}$/;
  if (!form.test(words.join(' '))) {
    return 'a block is named by chain id, number and hash, 0x and 64 digits';
  }
  const place = `${chainId} ${number}`;
  const before = chains.get(place) ?? hash.toLowerCase();
  if (before !== hash.toLowerCase()) {
    return `both ${before} and ${hash} as block ${number} of chain ${chainId}`;
  }
  chains.set(place, before);
  return null;
}

/**
 * The bytes behind base64, with or without padding; stray bits in the last character say nothing.
 * Null for what is none.
 *
 * @param {string} text
 */
function fromLooseBase64(text) {
  const form = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?$/;
  return form.test(text) ? Uint8Array.from(atob(text), (char) => char.charCodeAt(0)) : null;
}

/**
 * The certificates of a file in PEM; a text says why there are none.
 *
 * @param {Uint8Array} file
 */
function readPem(file) {
  const text = Array.from(file, (byte) => String.fromCharCode(byte)).join('');
  const found = [];
  let at = text.indexOf(BEGIN);
  while (at >= 0) {
    const end = text.indexOf(END, at);
    if (end < 0) {
      return 'a certificate in the file has no end';
    }
    if (found.length === CERTIFICATES_MAX) {
      return `more than ${CERTIFICATES_MAX} certificates in one file`;
    }
    const base64 = text.slice(at + BEGIN.length, end).replace(/[ \t\n\v\f\r]/g, '');
    const bytes = fromLooseBase64(base64);
    if (bytes === null) {
      return `certificate ${found.length + 1} of the file is no base64`;
    }
    found.push(bytes);
    at = text.indexOf(BEGIN, end);
  }
  return found.length > 0 ? found : 'no certificate in the file, neither DER nor PEM';
}
